//! Schedules that raise the rate and lower it again, with the momentum against it.

use std::f64::consts::PI;
use std::fmt;
use std::sync::Arc;

use cresset_autograd::{Error, Result};
use serde::{Deserialize, Serialize};

use super::{AnnealStrategy, Moment, PerGroup, Schedule, Scheduler};
use crate::Optimizer;
use crate::options::options;

/// The rate between `base_lr` and `max_lr` on straight lines, again and again.
///
/// # Source
/// <https://arxiv.org/abs/1506.01186>,
/// <https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.CyclicLR.html>
pub type CyclicLR = Scheduler<CyclicOptions>;

/// How the height of the cycles changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CyclicMode {
    /// Not at all.
    Triangular,
    /// Half as high in each cycle.
    Triangular2,
    /// Times `gamma` in each step.
    ExpRange,
}

type Scale = Arc<dyn Fn(f64) -> f64 + Send + Sync>;

/// The height of cycles by a function of one's own, as `scale_fn` and `scale_mode`.
#[derive(Clone)]
pub struct ScaleFn {
    of_cycles: bool,
    scale: Scale,
}

impl ScaleFn {
    /// Of the number of the cycle; the first is 1.
    pub fn of_cycles(scale: impl Fn(f64) -> f64 + Send + Sync + 'static) -> ScaleFn {
        ScaleFn { of_cycles: true, scale: Arc::new(scale) }
    }

    /// Of the number of the step; the first is 0.
    pub fn of_iterations(scale: impl Fn(f64) -> f64 + Send + Sync + 'static) -> ScaleFn {
        ScaleFn { of_cycles: false, scale: Arc::new(scale) }
    }
}

impl fmt::Debug for ScaleFn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.of_cycles { "ScaleFn::of_cycles" } else { "ScaleFn::of_iterations" })
    }
}

impl PartialEq for ScaleFn {
    fn eq(&self, other: &ScaleFn) -> bool {
        self.of_cycles == other.of_cycles && Arc::ptr_eq(&self.scale, &other.scale)
    }
}

options! {
    /// Options of [`CyclicLR`]. PyTorch has no usual `base_lr` and `max_lr`.
    CyclicOptions {
        /// The lowest rate.
        base_lr: PerGroup = PerGroup::All(1e-3),
        /// The highest rate of the first cycle.
        max_lr: PerGroup = PerGroup::All(1e-2),
        /// Steps of the way up.
        step_size_up: u32 = 2000,
        /// Steps of the way down; `None` is as many as up.
        step_size_down: Option<u32> = None,
        /// How the height of the cycles changes.
        mode: CyclicMode = CyclicMode::Triangular,
        /// The factor of [`CyclicMode::ExpRange`].
        gamma: f64 = 1.0,
        /// The height of the cycles in place of `mode`; it is no part of the state.
        #[serde(skip)]
        scale_fn: Option<ScaleFn> = None,
        /// Whether the momentum falls where the rate rises.
        cycle_momentum: bool = true,
        /// The lowest momentum.
        base_momentum: PerGroup = PerGroup::All(0.8),
        /// The highest momentum.
        max_momentum: PerGroup = PerGroup::All(0.9),
    }
}

/// Refuses an optimiser without a momentum to change.
fn check_momentum(op: &'static str, optimizer: &dyn Optimizer) -> Result<()> {
    match (0..optimizer.n_groups()).all(|group| optimizer.momentum(group).is_some()) {
        true => Ok(()),
        false => Err(Error::argument(op, "cycle_momentum", true, "the optimiser has no momentum: leave it out")),
    }
}

impl CyclicOptions {
    /// How high between the lowest and the highest value this step is.
    fn height(&self, at: &Moment) -> f64 {
        let (up, epoch) = (f64::from(self.step_size_up), at.epoch as f64);
        let total = up + f64::from(self.step_size_down.unwrap_or(self.step_size_up));
        let (ratio, cycle) = (up / total, (1.0 + epoch / total).floor());
        let place = 1.0 + epoch / total - cycle;
        let height = if place <= ratio { place / ratio } else { (place - 1.0) / (ratio - 1.0) };
        let scale = match (&self.scale_fn, self.mode) {
            (Some(own), _) => (own.scale)(if own.of_cycles { cycle } else { epoch }),
            (None, CyclicMode::Triangular) => 1.0,
            (None, CyclicMode::Triangular2) => 1.0 / 2.0_f64.powf(cycle - 1.0),
            (None, CyclicMode::ExpRange) => self.gamma.powf(epoch),
        };
        height * scale
    }
}

impl Schedule for CyclicOptions {
    const NAME: &'static str = "CyclicLR";

    fn check(&self, n_groups: usize) -> Result<()> {
        let values = [
            ("base_lr", &self.base_lr),
            ("max_lr", &self.max_lr),
            ("base_momentum", &self.base_momentum),
            ("max_momentum", &self.max_momentum),
        ];
        values.iter().try_for_each(|(name, value)| value.check(Self::NAME, name, n_groups))?;
        match self.step_size_up == 0 || self.step_size_down == Some(0) {
            true => Err(Error::argument(Self::NAME, "step_size", 0, "each way has at least one step")),
            false => Ok(()),
        }
    }

    fn prepare(&self, optimizer: &mut dyn Optimizer) -> Result<()> {
        if self.cycle_momentum {
            check_momentum(Self::NAME, optimizer)?;
        }
        (0..optimizer.n_groups()).try_for_each(|group| optimizer.set_lr(group, self.base_lr.get(group)))
    }

    fn lr(&self, at: &Moment) -> Result<f64> {
        let (base, max) = (self.base_lr.get(at.group), self.max_lr.get(at.group));
        Ok(base + (max - base) * self.height(at))
    }

    fn momentum(&self, at: &Moment) -> Option<f64> {
        let (base, max) = (self.base_momentum.get(at.group), self.max_momentum.get(at.group));
        self.cycle_momentum.then(|| max - (max - base) * self.height(at))
    }
}

/// The rate up to `max_lr` and down far below its beginning, once.
///
/// # Source
/// <https://arxiv.org/abs/1708.07120>,
/// <https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.OneCycleLR.html>
pub type OneCycleLR = Scheduler<OneCycleOptions>;

options! {
    /// Options of [`OneCycleLR`]. PyTorch has no usual `max_lr`; `total_steps`, or `epochs` and `steps_per_epoch`,
    /// must be given.
    OneCycleOptions {
        /// The highest rate.
        max_lr: PerGroup = PerGroup::All(1e-2),
        /// Steps of the whole.
        total_steps: Option<u32> = None,
        /// With `steps_per_epoch`, in place of `total_steps`.
        epochs: Option<u32> = None,
        /// With `epochs`, in place of `total_steps`.
        steps_per_epoch: Option<u32> = None,
        /// The part of the steps in which the rate rises.
        pct_start: f64 = 0.3,
        /// The way from one rate to the next.
        anneal_strategy: AnnealStrategy = AnnealStrategy::Cos,
        /// Whether the momentum falls where the rate rises.
        cycle_momentum: bool = true,
        /// The lowest momentum.
        base_momentum: PerGroup = PerGroup::All(0.85),
        /// The highest momentum.
        max_momentum: PerGroup = PerGroup::All(0.95),
        /// The highest rate over the first.
        div_factor: f64 = 25.0,
        /// The first rate over the last.
        final_div_factor: f64 = 1e4,
        /// Whether the way down stops at the first rate before the last part.
        three_phase: bool = false,
    }
}

/// One way: its last step, and the values at both ends.
struct Phase {
    end: f64,
    lr: (f64, f64),
    momentum: (f64, f64),
}

impl OneCycleOptions {
    fn total(&self) -> Option<u32> {
        self.total_steps.or_else(|| self.epochs?.checked_mul(self.steps_per_epoch?)).filter(|&total| total > 0)
    }

    /// The values at this step: rate and momentum.
    fn values(&self, at: &Moment) -> (f64, f64) {
        let total = f64::from(self.total().unwrap_or(1));
        let max = self.max_lr.get(at.group);
        let first = max / self.div_factor;
        let last = first / self.final_div_factor;
        let (low, high) = (self.base_momentum.get(at.group), self.max_momentum.get(at.group));
        let rise = self.pct_start * total;
        let mut phases = vec![Phase { end: rise - 1.0, lr: (first, max), momentum: (high, low) }];
        if self.three_phase {
            let end = 2.0 * self.pct_start * total - 2.0;
            phases.push(Phase { end, lr: (max, first), momentum: (low, high) });
            phases.push(Phase { end: total - 1.0, lr: (first, last), momentum: (high, high) });
        } else {
            phases.push(Phase { end: total - 1.0, lr: (max, last), momentum: (low, high) });
        }
        let (step, n_phases) = (at.epoch as f64, phases.len());
        let way = |(start, end): (f64, f64), part: f64| match self.anneal_strategy {
            AnnealStrategy::Cos => end + (start - end) / 2.0 * ((PI * part).cos() + 1.0),
            AnnealStrategy::Linear => (end - start) * part + start,
        };
        let mut begin = 0.0;
        for (number, phase) in phases.into_iter().enumerate() {
            if step <= phase.end || number == n_phases - 1 {
                let part = (step - begin) / (phase.end - begin);
                return (way(phase.lr, part), way(phase.momentum, part));
            }
            begin = phase.end;
        }
        (last, high)
    }
}

impl Schedule for OneCycleOptions {
    const NAME: &'static str = "OneCycleLR";

    fn check(&self, n_groups: usize) -> Result<()> {
        let values =
            [("max_lr", &self.max_lr), ("base_momentum", &self.base_momentum), ("max_momentum", &self.max_momentum)];
        values.iter().try_for_each(|(name, value)| value.check(Self::NAME, name, n_groups))?;
        if self.total().is_none() {
            let remedy = "give total_steps, or epochs and steps_per_epoch, each at least 1";
            return Err(Error::argument(Self::NAME, "total_steps", "none", remedy));
        }
        match (0.0..=1.0).contains(&self.pct_start) {
            true => Ok(()),
            false => Err(Error::argument(Self::NAME, "pct_start", self.pct_start, "it lies in 0..=1")),
        }
    }

    fn prepare(&self, optimizer: &mut dyn Optimizer) -> Result<()> {
        if self.cycle_momentum {
            check_momentum(Self::NAME, optimizer)?;
        }
        (0..optimizer.n_groups())
            .try_for_each(|group| optimizer.set_initial_lr(group, self.max_lr.get(group) / self.div_factor))
    }

    fn lr(&self, at: &Moment) -> Result<f64> {
        match self.total() {
            Some(total) if at.epoch > i64::from(total) => {
                let value = format!("{} of {total}", at.epoch);
                Err(Error::argument(Self::NAME, "step", value, "make the schedule for more steps"))
            }
            _ => Ok(self.values(at).0),
        }
    }

    fn momentum(&self, at: &Moment) -> Option<f64> {
        self.cycle_momentum.then(|| self.values(at).1)
    }
}
