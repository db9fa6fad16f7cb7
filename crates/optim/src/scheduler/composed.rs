//! Schedules made of schedules: at once, or one after another.

use std::fmt;

use cresset_autograd::{Error, Result};

use super::{LRScheduler, SchedulerState, check_saved, lrs};
use crate::Optimizer;

/// Schedules that all step at once, each changing what the others left.
///
/// # Source
/// <https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ChainedScheduler.html>
pub struct ChainedScheduler {
    schedulers: Vec<Box<dyn LRScheduler>>,
    last_lr: Vec<f64>,
}

impl ChainedScheduler {
    /// A schedule of these, which were made for the same optimiser.
    ///
    /// # Errors
    /// No schedules.
    pub fn new(optimizer: &dyn Optimizer, schedulers: Vec<Box<dyn LRScheduler>>) -> Result<ChainedScheduler> {
        if schedulers.is_empty() {
            return Err(Error::argument("ChainedScheduler", "schedulers", "none", "give at least one"));
        }
        Ok(ChainedScheduler { schedulers, last_lr: lrs(optimizer) })
    }

    fn each(
        &mut self,
        optimizer: &mut dyn Optimizer,
        call: fn(&mut dyn LRScheduler, &mut dyn Optimizer) -> Result<()>,
    ) -> Result<()> {
        self.schedulers.iter_mut().try_for_each(|scheduler| call(scheduler.as_mut(), optimizer))?;
        self.last_lr = lrs(optimizer);
        Ok(())
    }
}

fn load_all(schedulers: &mut [Box<dyn LRScheduler>], saved: &[SchedulerState]) -> Result<()> {
    if saved.len() != schedulers.len() {
        let subject = format!("{} saved, {} held", saved.len(), schedulers.len());
        return Err(Error::format("load_state_dict", "numbers of schedules differ", subject, "build the same first"));
    }
    // A refusal of a later schedule must not leave an earlier one changed.
    let before: Vec<SchedulerState> = schedulers.iter().map(|scheduler| scheduler.state_dict()).collect();
    for at in 0..schedulers.len() {
        if let Err(error) = schedulers[at].load_state_dict(&saved[at]) {
            for (scheduler, before) in schedulers.iter_mut().zip(&before) {
                scheduler.load_state_dict(before)?;
            }
            return Err(error);
        }
    }
    Ok(())
}

impl LRScheduler for ChainedScheduler {
    fn step(&mut self, optimizer: &mut dyn Optimizer) -> Result<()> {
        self.each(optimizer, |scheduler, optimizer| scheduler.step(optimizer))
    }

    fn get_last_lr(&self) -> &[f64] {
        &self.last_lr
    }

    fn state_dict(&self) -> SchedulerState {
        SchedulerState {
            scheduler: "ChainedScheduler".to_string(),
            base_lrs: self.last_lr.clone(),
            last_lr: self.last_lr.clone(),
            schedulers: self.schedulers.iter().map(|scheduler| scheduler.state_dict()).collect(),
            ..SchedulerState::default()
        }
    }

    fn load_state_dict(&mut self, saved: &SchedulerState) -> Result<()> {
        check_saved("ChainedScheduler", self.last_lr.len(), saved)?;
        load_all(&mut self.schedulers, &saved.schedulers)?;
        self.last_lr.clone_from(&saved.last_lr);
        Ok(())
    }

    fn rewind(&mut self) {
        self.schedulers.iter_mut().for_each(|scheduler| scheduler.rewind());
    }

    fn begin(&mut self, optimizer: &mut dyn Optimizer) -> Result<()> {
        self.step(optimizer)
    }

    fn restart(&mut self, optimizer: &mut dyn Optimizer) -> Result<()> {
        self.each(optimizer, |scheduler, optimizer| scheduler.restart(optimizer))
    }
}

impl fmt::Debug for ChainedScheduler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChainedScheduler").field("state", &self.state_dict()).finish()
    }
}

/// Schedules one after another: each begins at its milestone.
///
/// # Source
/// <https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.SequentialLR.html>
pub struct SequentialLR {
    schedulers: Vec<Box<dyn LRScheduler>>,
    milestones: Vec<i64>,
    last_epoch: i64,
    last_lr: Vec<f64>,
}

impl SequentialLR {
    /// A schedule of these, which were made for the same optimiser; `milestones` are the steps at which the second and
    /// all later ones begin.
    ///
    /// # Errors
    /// No schedules, or not one milestone less than schedules.
    pub fn new(
        optimizer: &mut dyn Optimizer,
        schedulers: Vec<Box<dyn LRScheduler>>,
        milestones: Vec<i64>,
    ) -> Result<SequentialLR> {
        const OP: &str = "SequentialLR";
        if schedulers.is_empty() {
            return Err(Error::argument(OP, "schedulers", "none", "give at least one"));
        }
        if milestones.len() + 1 != schedulers.len() || !milestones.is_sorted() {
            let value = format!("{milestones:?} for {} schedules", schedulers.len());
            return Err(Error::argument(OP, "milestones", value, "give one less than schedules, in rising order"));
        }
        for group in 0..optimizer.n_groups() {
            if let Some(lr) = optimizer.initial_lr(group) {
                optimizer.set_lr(group, lr)?;
            }
        }
        let mut sequence = SequentialLR { schedulers, milestones, last_epoch: 0, last_lr: Vec::new() };
        sequence.rewind();
        let at = sequence.turn();
        sequence.schedulers[at].begin(optimizer)?;
        sequence.last_lr = lrs(optimizer);
        Ok(sequence)
    }

    /// Whose turn it is.
    fn turn(&self) -> usize {
        self.milestones.partition_point(|&milestone| milestone <= self.last_epoch)
    }
}

impl LRScheduler for SequentialLR {
    fn step(&mut self, optimizer: &mut dyn Optimizer) -> Result<()> {
        self.last_epoch += 1;
        let at = self.turn();
        let begins = at > 0 && self.milestones[at - 1] == self.last_epoch;
        let scheduler = &mut self.schedulers[at];
        if begins {
            scheduler.restart(optimizer)?
        } else {
            scheduler.step(optimizer)?
        }
        self.last_lr = lrs(optimizer);
        Ok(())
    }

    fn get_last_lr(&self) -> &[f64] {
        &self.last_lr
    }

    fn state_dict(&self) -> SchedulerState {
        SchedulerState {
            scheduler: "SequentialLR".to_string(),
            last_epoch: self.last_epoch,
            step_count: 0,
            base_lrs: self.last_lr.clone(),
            last_lr: self.last_lr.clone(),
            schedulers: self.schedulers.iter().map(|scheduler| scheduler.state_dict()).collect(),
        }
    }

    fn load_state_dict(&mut self, saved: &SchedulerState) -> Result<()> {
        check_saved("SequentialLR", self.last_lr.len(), saved)?;
        load_all(&mut self.schedulers, &saved.schedulers)?;
        self.last_epoch = saved.last_epoch;
        self.last_lr.clone_from(&saved.last_lr);
        Ok(())
    }

    fn rewind(&mut self) {
        self.schedulers.iter_mut().for_each(|scheduler| scheduler.rewind());
    }

    fn begin(&mut self, optimizer: &mut dyn Optimizer) -> Result<()> {
        self.step(optimizer)
    }

    fn restart(&mut self, optimizer: &mut dyn Optimizer) -> Result<()> {
        self.last_epoch = 0;
        let at = self.turn();
        self.schedulers[at].restart(optimizer)?;
        self.last_lr = lrs(optimizer);
        Ok(())
    }
}

impl fmt::Debug for SequentialLR {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SequentialLR").field("state", &self.state_dict()).finish()
    }
}
