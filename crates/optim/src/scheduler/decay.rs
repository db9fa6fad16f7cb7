//! Schedules that lower the rate, or raise it to its full size, by simple factors.

use cresset_autograd::{Error, Result};

use super::{Moment, Schedule, Scheduler};
use crate::options::options;

/// The rate times `gamma` every `step_size` steps.
///
/// # Source
/// <https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.StepLR.html>
pub type StepLR = Scheduler<StepOptions>;

options! {
    /// Options of [`StepLR`]. PyTorch has no usual `step_size`.
    #[derive(Copy)]
    StepOptions {
        /// Steps from one change to the next.
        step_size: u32 = 1,
        /// The factor.
        gamma: f64 = 0.1,
    }
}

fn positive(op: &'static str, name: &'static str, value: u32) -> Result<()> {
    match value {
        0 => Err(Error::argument(op, name, value, "it must be at least 1")),
        _ => Ok(()),
    }
}

fn finite(op: &'static str, name: &'static str, value: f64) -> Result<()> {
    match value.is_finite() && value >= 0.0 {
        true => Ok(()),
        false => Err(Error::argument(op, name, value, "it must be a number of at least 0")),
    }
}

impl Schedule for StepOptions {
    const NAME: &'static str = "StepLR";

    fn check(&self, _n_groups: usize) -> Result<()> {
        positive(Self::NAME, "step_size", self.step_size)?;
        finite(Self::NAME, "gamma", self.gamma)
    }

    fn lr(&self, at: &Moment) -> Result<f64> {
        let changes = at.epoch != 0 && at.epoch % i64::from(self.step_size) == 0;
        Ok(if changes { at.lr * self.gamma } else { at.lr })
    }

    fn closed_lr(&self, at: &Moment) -> Option<f64> {
        Some(at.base_lr * self.gamma.powf((at.epoch / i64::from(self.step_size)) as f64))
    }
}

/// The rate times `gamma` at each of the given steps.
///
/// # Source
/// <https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.MultiStepLR.html>
pub type MultiStepLR = Scheduler<MultiStepOptions>;

options! {
    /// Options of [`MultiStepLR`].
    MultiStepOptions {
        /// The steps at which the rate changes; one that stands twice changes it twice.
        milestones: Vec<i64> = Vec::new(),
        /// The factor.
        gamma: f64 = 0.1,
    }
}

impl Schedule for MultiStepOptions {
    const NAME: &'static str = "MultiStepLR";

    fn check(&self, _n_groups: usize) -> Result<()> {
        finite(Self::NAME, "gamma", self.gamma)
    }

    fn lr(&self, at: &Moment) -> Result<f64> {
        let n_now = self.milestones.iter().filter(|&&milestone| milestone == at.epoch).count();
        Ok(if n_now == 0 { at.lr } else { at.lr * self.gamma.powf(n_now as f64) })
    }

    fn closed_lr(&self, at: &Moment) -> Option<f64> {
        let n_passed = self.milestones.iter().filter(|&&milestone| milestone <= at.epoch).count();
        Some(at.base_lr * self.gamma.powf(n_passed as f64))
    }
}

/// The rate times `factor` until step `total_iters`.
///
/// # Source
/// <https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ConstantLR.html>
pub type ConstantLR = Scheduler<ConstantOptions>;

options! {
    /// Options of [`ConstantLR`], with PyTorch's defaults.
    #[derive(Copy)]
    ConstantOptions {
        /// The factor, in 0..=1.
        factor: f64 = 1.0 / 3.0,
        /// The step at which the rate is whole again.
        total_iters: u32 = 5,
    }
}

impl Schedule for ConstantOptions {
    const NAME: &'static str = "ConstantLR";

    fn check(&self, _n_groups: usize) -> Result<()> {
        match (0.0..=1.0).contains(&self.factor) {
            true => Ok(()),
            false => Err(Error::argument(Self::NAME, "factor", self.factor, "it lies in 0..=1")),
        }
    }

    fn lr(&self, at: &Moment) -> Result<f64> {
        Ok(match at.epoch {
            0 => at.lr * self.factor,
            epoch if epoch == i64::from(self.total_iters) => at.lr * (1.0 / self.factor),
            _ => at.lr,
        })
    }

    fn closed_lr(&self, at: &Moment) -> Option<f64> {
        let whole = at.epoch >= i64::from(self.total_iters);
        Some(at.base_lr * (self.factor + f64::from(u8::from(whole)) * (1.0 - self.factor)))
    }
}

/// The rate from `start_factor` of it to `end_factor` of it on a straight line.
///
/// # Source
/// <https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.LinearLR.html>
pub type LinearLR = Scheduler<LinearOptions>;

options! {
    /// Options of [`LinearLR`], with PyTorch's defaults.
    #[derive(Copy)]
    LinearOptions {
        /// The first factor, above 0 and at most 1.
        start_factor: f64 = 1.0 / 3.0,
        /// The last factor, in 0..=1.
        end_factor: f64 = 1.0,
        /// The step at which the line ends.
        total_iters: u32 = 5,
    }
}

impl Schedule for LinearOptions {
    const NAME: &'static str = "LinearLR";

    fn check(&self, _n_groups: usize) -> Result<()> {
        positive(Self::NAME, "total_iters", self.total_iters)?;
        if !(self.start_factor > 0.0 && self.start_factor <= 1.0) {
            return Err(Error::argument(Self::NAME, "start_factor", self.start_factor, "it is above 0 and at most 1"));
        }
        match (0.0..=1.0).contains(&self.end_factor) {
            true => Ok(()),
            false => Err(Error::argument(Self::NAME, "end_factor", self.end_factor, "it lies in 0..=1")),
        }
    }

    fn lr(&self, at: &Moment) -> Result<f64> {
        let LinearOptions { start_factor, end_factor, total_iters } = *self;
        let total = f64::from(total_iters);
        if at.epoch == 0 {
            return Ok(at.lr * start_factor);
        }
        if at.is_initial || at.epoch > i64::from(total_iters) {
            return Ok(at.lr);
        }
        let rise = end_factor - start_factor;
        Ok(at.lr * (1.0 + rise / (total * start_factor + (at.epoch - 1) as f64 * rise)))
    }

    fn closed_lr(&self, at: &Moment) -> Option<f64> {
        let LinearOptions { start_factor, end_factor, total_iters } = *self;
        let (total, done) = (f64::from(total_iters), at.epoch.min(i64::from(total_iters)) as f64);
        Some(at.base_lr * (start_factor + (end_factor - start_factor) * done / total))
    }
}

/// The rate times `gamma` in each step.
///
/// # Source
/// <https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ExponentialLR.html>
pub type ExponentialLR = Scheduler<ExponentialOptions>;

options! {
    /// Options of [`ExponentialLR`]. PyTorch has no usual `gamma`.
    #[derive(Copy)]
    ExponentialOptions {
        /// The factor.
        gamma: f64 = 0.9,
    }
}

impl Schedule for ExponentialOptions {
    const NAME: &'static str = "ExponentialLR";

    fn check(&self, _n_groups: usize) -> Result<()> {
        finite(Self::NAME, "gamma", self.gamma)
    }

    fn lr(&self, at: &Moment) -> Result<f64> {
        Ok(if at.is_initial { at.lr } else { at.lr * self.gamma })
    }

    fn closed_lr(&self, at: &Moment) -> Option<f64> {
        Some(at.base_lr * self.gamma.powf(at.epoch as f64))
    }
}

/// The rate down to zero at step `total_iters` as a power of the steps left.
///
/// # Source
/// <https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.PolynomialLR.html>
pub type PolynomialLR = Scheduler<PolynomialOptions>;

options! {
    /// Options of [`PolynomialLR`], with PyTorch's defaults.
    #[derive(Copy)]
    PolynomialOptions {
        /// The step at which the rate is zero.
        total_iters: u32 = 5,
        /// The power.
        power: f64 = 1.0,
    }
}

impl Schedule for PolynomialOptions {
    const NAME: &'static str = "PolynomialLR";

    fn check(&self, _n_groups: usize) -> Result<()> {
        positive(Self::NAME, "total_iters", self.total_iters)?;
        finite(Self::NAME, "power", self.power)
    }

    fn lr(&self, at: &Moment) -> Result<f64> {
        if at.is_initial || at.epoch > i64::from(self.total_iters) {
            return Ok(at.lr);
        }
        let left = |epoch: i64| 1.0 - epoch as f64 / f64::from(self.total_iters);
        Ok(at.lr * (left(at.epoch) / left(at.epoch - 1)).powf(self.power))
    }

    fn closed_lr(&self, at: &Moment) -> Option<f64> {
        let done = at.epoch.min(i64::from(self.total_iters)) as f64;
        Some(at.base_lr * (1.0 - done / f64::from(self.total_iters)).powf(self.power))
    }
}
