//! Schedules of learning rates under PyTorch's names.

mod annealing;
mod composed;
mod cycles;
mod decay;
mod factors;
mod plateau;

use serde::{Deserialize, Serialize};

use cresset_autograd::{Error, Result};

use crate::Optimizer;
pub use annealing::{
    AnnealStrategy, CosineAnnealingLR, CosineAnnealingOptions, CosineAnnealingWarmRestarts,
    CosineAnnealingWarmRestartsOptions, SWALR, SwalrOptions,
};
pub use composed::{ChainedScheduler, SequentialLR};
pub use cycles::{CyclicLR, CyclicMode, CyclicOptions, OneCycleLR, OneCycleOptions, ScaleFn};
pub use decay::{
    ConstantLR, ConstantOptions, ExponentialLR, ExponentialOptions, LinearLR, LinearOptions, MultiStepLR,
    MultiStepOptions, PolynomialLR, PolynomialOptions, StepLR, StepOptions,
};
pub use factors::{LambdaLR, LambdaOptions, MultiplicativeLR, MultiplicativeOptions};
pub use plateau::{PlateauOptions, PlateauState, ReduceLROnPlateau, ThresholdMode, Toward};

/// A schedule of the learning rates of an optimiser's groups, stepped after each epoch or batch.
pub trait LRScheduler: Send {
    /// Goes on by one step and sets the optimiser's rates.
    ///
    /// # Errors
    /// The optimiser has other groups than the one that the schedule was made for, or the schedule is over.
    fn step(&mut self, optimizer: &mut dyn Optimizer) -> Result<()>;

    /// The rates that the last step set.
    fn get_last_lr(&self) -> &[f64];

    /// All that is needed to go on later; the options are not part of it.
    fn state_dict(&self) -> SchedulerState;

    /// Goes on where [`LRScheduler::state_dict`] was taken.
    ///
    /// # Errors
    /// Saved from another schedule or for other groups; nothing is changed then.
    fn load_state_dict(&mut self, saved: &SchedulerState) -> Result<()>;

    /// Takes one step off the count, so that another schedule can make the first step of this one.
    fn rewind(&mut self);

    /// The first step, made anew; schedules made of schedules call it.
    ///
    /// # Errors
    /// As [`LRScheduler::step`].
    fn begin(&mut self, optimizer: &mut dyn Optimizer) -> Result<()>;

    /// Sets the rates of step 0; schedules made of schedules call it where this one's turn comes.
    ///
    /// # Errors
    /// As [`LRScheduler::step`].
    fn restart(&mut self, optimizer: &mut dyn Optimizer) -> Result<()>;
}

/// The state of a schedule as plain data.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SchedulerState {
    /// PyTorch's name of the schedule.
    pub scheduler: String,
    /// Steps made, less the first.
    pub last_epoch: i64,
    /// Calls of `step`.
    pub step_count: u64,
    /// The rates that the schedule began with.
    pub base_lrs: Vec<f64>,
    /// The rates of the last step.
    pub last_lr: Vec<f64>,
    /// The states of the schedules that this one is made of.
    #[serde(default)]
    pub schedulers: Vec<SchedulerState>,
}

/// One number for all groups or one for each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum PerGroup {
    /// The same for all groups.
    All(f64),
    /// One for each group.
    Each(Vec<f64>),
}

impl From<f64> for PerGroup {
    fn from(value: f64) -> PerGroup {
        PerGroup::All(value)
    }
}

impl From<Vec<f64>> for PerGroup {
    fn from(values: Vec<f64>) -> PerGroup {
        PerGroup::Each(values)
    }
}

impl PerGroup {
    /// The number of a group; NaN, which the checks refuse, where there is none.
    fn get(&self, group: usize) -> f64 {
        match self {
            PerGroup::All(value) => *value,
            PerGroup::Each(values) => values.get(group).copied().unwrap_or(f64::NAN),
        }
    }

    fn check(&self, op: &'static str, name: &'static str, n_groups: usize) -> Result<()> {
        match self {
            PerGroup::Each(values) if values.len() != n_groups => {
                let value = format!("{} values for {n_groups} groups", values.len());
                Err(Error::argument(op, name, value, "give one for each group"))
            }
            _ => Ok(()),
        }
    }
}

/// Where a schedule stands in one group.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// The group.
    pub group: usize,
    /// Steps made, this one counted and the first not.
    pub epoch: i64,
    /// Calls of `step` before this one.
    pub step_count: u64,
    /// Whether this is the step that making the schedule takes.
    pub is_initial: bool,
    /// The group's rate so far.
    pub lr: f64,
    /// The rate that the schedule began with.
    pub base_lr: f64,
}

/// The rule of one schedule: its options.
pub trait Schedule: Send {
    /// PyTorch's name of the schedule.
    const NAME: &'static str;

    /// Refuses options that make no sense for so many groups.
    ///
    /// # Errors
    /// An option outside what is allowed.
    fn check(&self, n_groups: usize) -> Result<()>;

    /// Sets what the optimiser must have before the first step.
    ///
    /// # Errors
    /// The optimiser lacks what the schedule changes.
    fn prepare(&self, optimizer: &mut dyn Optimizer) -> Result<()> {
        let _ = optimizer;
        Ok(())
    }

    /// The rate of this step, from that of the step before, so that schedules can be chained.
    ///
    /// # Errors
    /// The schedule is over.
    fn lr(&self, at: &Moment) -> Result<f64>;

    /// The rate of this step from the number of the step alone, where there is such a form.
    fn closed_lr(&self, at: &Moment) -> Option<f64> {
        let _ = at;
        None
    }

    /// The momentum of this step, where the schedule changes it.
    fn momentum(&self, at: &Moment) -> Option<f64> {
        let _ = at;
        None
    }
}

/// A schedule over an optimiser's groups. All but the ones made of others and [`ReduceLROnPlateau`] are this.
#[derive(Clone, Debug)]
pub struct Scheduler<S> {
    /// The options.
    pub options: S,
    last_epoch: i64,
    step_count: u64,
    base_lrs: Vec<f64>,
    last_lr: Vec<f64>,
}

impl<S: Schedule> Scheduler<S> {
    /// A schedule of this optimiser's rates, which makes its first step.
    ///
    /// # Errors
    /// Options that make no sense, or an optimiser that lacks what the schedule changes.
    pub fn new(optimizer: &mut dyn Optimizer, options: S) -> Result<Scheduler<S>> {
        let n_groups = optimizer.n_groups();
        options.check(n_groups)?;
        options.prepare(optimizer)?;
        let mut base_lrs = Vec::with_capacity(n_groups);
        for (group, lr) in lrs(optimizer).into_iter().enumerate() {
            if optimizer.initial_lr(group).is_none() {
                optimizer.set_initial_lr(group, lr)?;
            }
            base_lrs.push(optimizer.initial_lr(group).unwrap_or(lr));
        }
        let mut scheduler = Scheduler { options, last_epoch: -1, step_count: 0, base_lrs, last_lr: Vec::new() };
        scheduler.begin(optimizer)?;
        Ok(scheduler)
    }

    fn update(&mut self, optimizer: &mut dyn Optimizer, is_initial: bool, closed: bool) -> Result<()> {
        check_groups(S::NAME, optimizer, self.base_lrs.len())?;
        let mut set = Vec::with_capacity(self.base_lrs.len());
        for (group, (lr, &base_lr)) in lrs(optimizer).into_iter().zip(&self.base_lrs).enumerate() {
            let (epoch, step_count) = (self.last_epoch, self.step_count);
            let at = Moment { group, epoch, step_count, is_initial, lr, base_lr };
            let closed_lr = if closed { self.options.closed_lr(&at) } else { None };
            set.push((closed_lr.map_or_else(|| self.options.lr(&at), Ok)?, self.options.momentum(&at)));
        }
        for (group, (lr, momentum)) in set.into_iter().enumerate() {
            // A schedule may end a rounding below zero, which PyTorch lets pass.
            optimizer.set_lr(group, lr.max(0.0))?;
            if let Some(momentum) = momentum {
                optimizer.set_momentum(group, momentum)?;
            }
        }
        self.last_lr = lrs(optimizer);
        Ok(())
    }
}

/// The rates of all groups.
fn lrs(optimizer: &dyn Optimizer) -> Vec<f64> {
    (0..optimizer.n_groups()).filter_map(|group| optimizer.lr(group)).collect()
}

fn check_groups(op: &'static str, optimizer: &dyn Optimizer, n_groups: usize) -> Result<()> {
    match optimizer.n_groups() == n_groups {
        true => Ok(()),
        false => {
            let value = format!("{} groups for {n_groups}", optimizer.n_groups());
            Err(Error::argument(op, "optimizer", value, "add groups before making the schedule"))
        }
    }
}

/// That a state was saved from a schedule of this name for so many groups.
fn check_saved(name: &str, n_groups: usize, saved: &SchedulerState) -> Result<()> {
    let op = "load_state_dict";
    if saved.scheduler != name {
        return Err(Error::format(op, "the state of another schedule", &saved.scheduler, "load it into that"));
    }
    if saved.base_lrs.len() != n_groups || saved.last_lr.len() != n_groups {
        let subject = format!("{} rates saved, {n_groups} held", saved.base_lrs.len());
        return Err(Error::format(op, "groups differ", subject, "build the same groups first"));
    }
    Ok(())
}

impl<S: Schedule> LRScheduler for Scheduler<S> {
    fn step(&mut self, optimizer: &mut dyn Optimizer) -> Result<()> {
        self.last_epoch += 1;
        self.update(optimizer, false, false)?;
        self.step_count += 1;
        Ok(())
    }

    fn get_last_lr(&self) -> &[f64] {
        &self.last_lr
    }

    fn state_dict(&self) -> SchedulerState {
        SchedulerState {
            scheduler: S::NAME.to_string(),
            last_epoch: self.last_epoch,
            step_count: self.step_count,
            base_lrs: self.base_lrs.clone(),
            last_lr: self.last_lr.clone(),
            schedulers: Vec::new(),
        }
    }

    fn load_state_dict(&mut self, saved: &SchedulerState) -> Result<()> {
        check_saved(S::NAME, self.base_lrs.len(), saved)?;
        self.last_epoch = saved.last_epoch;
        self.step_count = saved.step_count;
        self.base_lrs.clone_from(&saved.base_lrs);
        self.last_lr.clone_from(&saved.last_lr);
        Ok(())
    }

    fn rewind(&mut self) {
        self.last_epoch -= 1;
    }

    fn begin(&mut self, optimizer: &mut dyn Optimizer) -> Result<()> {
        (self.last_epoch, self.step_count) = (self.last_epoch + 1, 0);
        self.update(optimizer, true, false)?;
        self.step_count = 1;
        Ok(())
    }

    fn restart(&mut self, optimizer: &mut dyn Optimizer) -> Result<()> {
        self.last_epoch = 0;
        self.update(optimizer, false, true)
    }
}
