//! The schedule that lowers the rate when a measured value stops getting better.

use cresset_autograd::{Error, Result};
use serde::{Deserialize, Serialize};

use super::{PerGroup, check_groups, lrs};
use crate::Optimizer;
use crate::options::options;

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Toward {
    /// Smaller, as a loss.
    Min,
    /// Larger, as an accuracy.
    Max,
}

/// What the threshold is a part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThresholdMode {
    /// Of the best value.
    Rel,
    /// Of nothing: it is a distance.
    Abs,
}

options! {
    /// Options of [`ReduceLROnPlateau`], with PyTorch's defaults.
    PlateauOptions {
        /// Which way is better.
        mode: Toward = Toward::Min,
        /// The factor, below 1.
        factor: f64 = 0.1,
        /// How many steps without a better value pass before the rate is lowered.
        patience: u32 = 10,
        /// How much better a value must be.
        threshold: f64 = 1e-4,
        /// What the threshold is a part of.
        threshold_mode: ThresholdMode = ThresholdMode::Rel,
        /// Steps after a change in which none are counted.
        cooldown: u32 = 0,
        /// The lowest rate.
        min_lr: PerGroup = PerGroup::All(0.0),
        /// Smaller changes are not made.
        eps: f64 = 1e-8,
    }
}

/// The rate times a factor whenever a measured value has not got better for some steps.
///
/// # Source
/// <https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ReduceLROnPlateau.html>
#[derive(Clone, Debug)]
pub struct ReduceLROnPlateau {
    /// The options.
    pub options: PlateauOptions,
    state: PlateauState,
}

/// The state of a [`ReduceLROnPlateau`] as plain data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "PyTorch's names")]
pub struct PlateauState {
    pub last_epoch: i64,
    /// `None` before the first step.
    pub best: Option<f64>,
    pub num_bad_epochs: u32,
    pub cooldown_counter: u32,
    pub last_lr: Vec<f64>,
}

impl ReduceLROnPlateau {
    /// A schedule of this optimiser's rates.
    ///
    /// # Errors
    /// Options that make no sense.
    pub fn new(optimizer: &dyn Optimizer, options: PlateauOptions) -> Result<ReduceLROnPlateau> {
        const OP: &str = "ReduceLROnPlateau";
        options.min_lr.check(OP, "min_lr", optimizer.n_groups())?;
        if options.factor.is_nan() || options.factor >= 1.0 {
            return Err(Error::argument(OP, "factor", options.factor, "it must be below 1"));
        }
        let last_lr = lrs(optimizer);
        let state = PlateauState { last_epoch: 0, best: None, num_bad_epochs: 0, cooldown_counter: 0, last_lr };
        Ok(ReduceLROnPlateau { options, state })
    }

    fn is_better(&self, value: f64) -> bool {
        let PlateauOptions { mode, threshold, threshold_mode, .. } = self.options;
        match (self.state.best, mode, threshold_mode) {
            (None, Toward::Min, _) => value < f64::INFINITY,
            (None, Toward::Max, _) => value > f64::NEG_INFINITY,
            (Some(best), Toward::Min, ThresholdMode::Rel) => value < best * (1.0 - threshold),
            (Some(best), Toward::Min, ThresholdMode::Abs) => value < best - threshold,
            (Some(best), Toward::Max, ThresholdMode::Rel) => value > best * (threshold + 1.0),
            (Some(best), Toward::Max, ThresholdMode::Abs) => value > best + threshold,
        }
    }

    /// Takes the value of this step and lowers the rates where it is time.
    ///
    /// # Errors
    /// The optimiser has other groups than the one that the schedule was made for.
    pub fn step(&mut self, value: f64, optimizer: &mut dyn Optimizer) -> Result<()> {
        check_groups("ReduceLROnPlateau", optimizer, self.state.last_lr.len())?;
        let better = self.is_better(value);
        let state = &mut self.state;
        state.last_epoch += 1;
        if better {
            (state.best, state.num_bad_epochs) = (Some(value), 0);
        } else {
            state.num_bad_epochs += 1;
        }
        if state.cooldown_counter > 0 {
            state.cooldown_counter -= 1;
            state.num_bad_epochs = 0;
        }
        if state.num_bad_epochs > self.options.patience {
            for (group, old) in lrs(optimizer).into_iter().enumerate() {
                let new = (old * self.options.factor).max(self.options.min_lr.get(group));
                if old - new > self.options.eps {
                    optimizer.set_lr(group, new)?;
                }
            }
            (state.cooldown_counter, state.num_bad_epochs) = (self.options.cooldown, 0);
        }
        state.last_lr = lrs(optimizer);
        Ok(())
    }

    /// The rates after the last step.
    #[must_use]
    pub fn get_last_lr(&self) -> &[f64] {
        &self.state.last_lr
    }

    /// All that is needed to go on later; the options are not part of it.
    #[must_use]
    pub fn state_dict(&self) -> PlateauState {
        self.state.clone()
    }

    /// Goes on where [`ReduceLROnPlateau::state_dict`] was taken.
    ///
    /// # Errors
    /// Saved for other groups; nothing is changed then.
    pub fn load_state_dict(&mut self, saved: &PlateauState) -> Result<()> {
        if saved.last_lr.len() != self.state.last_lr.len() {
            let subject = format!("{} rates saved, {} held", saved.last_lr.len(), self.state.last_lr.len());
            return Err(Error::format("load_state_dict", "groups differ", subject, "build the same groups first"));
        }
        self.state = saved.clone();
        Ok(())
    }
}
