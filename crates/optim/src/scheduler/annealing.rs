//! Schedules along a cosine, and the way to the rate of an averaged model.

use std::f64::consts::PI;

use cresset_autograd::{Error, Result};
use serde::{Deserialize, Serialize};

use super::{Moment, PerGroup, Schedule, Scheduler};
use crate::options::options;

/// The rate down to `eta_min` and up again along a cosine of `2 * t_max` steps.
///
/// # Source
/// <https://arxiv.org/abs/1608.03983>,
/// <https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.CosineAnnealingLR.html>
pub type CosineAnnealingLR = Scheduler<CosineAnnealingOptions>;

options! {
    /// Options of [`CosineAnnealingLR`]. PyTorch has no usual `t_max`.
    #[derive(Copy)]
    CosineAnnealingOptions {
        /// Steps to the lowest rate.
        #[serde(rename = "T_max")]
        t_max: u32 = 10,
        /// The lowest rate.
        eta_min: f64 = 0.0,
    }
}

impl Schedule for CosineAnnealingOptions {
    const NAME: &'static str = "CosineAnnealingLR";

    fn check(&self, _n_groups: usize) -> Result<()> {
        match self.t_max {
            0 => Err(Error::argument(Self::NAME, "t_max", 0, "it must be at least 1")),
            _ => Ok(()),
        }
    }

    fn lr(&self, at: &Moment) -> Result<f64> {
        let CosineAnnealingOptions { t_max, eta_min } = *self;
        let (period, epoch) = (f64::from(t_max), at.epoch as f64);
        if at.is_initial {
            return Ok(at.lr);
        }
        if (at.epoch - 1 - i64::from(t_max)) % (2 * i64::from(t_max)) == 0 {
            return Ok(at.lr + (at.base_lr - eta_min) * (1.0 - (PI / period).cos()) / 2.0);
        }
        let height = |epoch: f64| 1.0 + (PI * epoch / period).cos();
        Ok(height(epoch) / height(epoch - 1.0) * (at.lr - eta_min) + eta_min)
    }

    fn closed_lr(&self, at: &Moment) -> Option<f64> {
        let height = 1.0 + (PI * at.epoch as f64 / f64::from(self.t_max)).cos();
        Some(self.eta_min + (at.base_lr - self.eta_min) * height / 2.0)
    }
}

/// The rate down to `eta_min` along a cosine, again and again over periods that grow.
///
/// # Source
/// <https://arxiv.org/abs/1608.03983>,
/// <https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.CosineAnnealingWarmRestarts.html>
pub type CosineAnnealingWarmRestarts = Scheduler<CosineAnnealingWarmRestartsOptions>;

options! {
    /// Options of [`CosineAnnealingWarmRestarts`]. PyTorch has no usual `t_0`.
    #[derive(Copy)]
    CosineAnnealingWarmRestartsOptions {
        /// Steps of the first period.
        #[serde(rename = "T_0")]
        t_0: u32 = 10,
        /// The factor from a period to the next.
        #[serde(rename = "T_mult")]
        t_mult: u32 = 1,
        /// The lowest rate.
        eta_min: f64 = 0.0,
    }
}

impl Schedule for CosineAnnealingWarmRestartsOptions {
    const NAME: &'static str = "CosineAnnealingWarmRestarts";

    fn check(&self, _n_groups: usize) -> Result<()> {
        for (name, value) in [("t_0", self.t_0), ("t_mult", self.t_mult)] {
            if value == 0 {
                return Err(Error::argument(Self::NAME, name, 0, "it must be at least 1"));
            }
        }
        Ok(())
    }

    fn lr(&self, at: &Moment) -> Result<f64> {
        let (mut period, mut epoch) = (i64::from(self.t_0), at.epoch);
        if self.t_mult == 1 {
            epoch %= period;
        }
        while epoch >= period {
            epoch -= period;
            period = period.saturating_mul(i64::from(self.t_mult));
        }
        let height = 1.0 + (PI * epoch as f64 / period as f64).cos();
        Ok(self.eta_min + (at.base_lr - self.eta_min) * height / 2.0)
    }
}

/// The way from one value to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnnealStrategy {
    /// Along a cosine.
    Cos,
    /// On a straight line.
    Linear,
}

/// The rate to `swa_lr` within `anneal_epochs` steps, where it stays: for [`crate::AveragedModel`].
///
/// # Source
/// <https://docs.pytorch.org/docs/stable/generated/torch.optim.swa_utils.SWALR.html>
pub type SWALR = Scheduler<SwalrOptions>;

options! {
    /// Options of [`SWALR`]. PyTorch has no usual `swa_lr`.
    SwalrOptions {
        /// The last rate.
        swa_lr: PerGroup = PerGroup::All(0.05),
        /// Steps to it.
        anneal_epochs: u32 = 10,
        /// The way to it.
        anneal_strategy: AnnealStrategy = AnnealStrategy::Cos,
    }
}

impl Schedule for SwalrOptions {
    const NAME: &'static str = "SWALR";

    fn check(&self, n_groups: usize) -> Result<()> {
        self.swa_lr.check(Self::NAME, "swa_lr", n_groups)
    }

    fn lr(&self, at: &Moment) -> Result<f64> {
        let way = |part: f64| match self.anneal_strategy {
            AnnealStrategy::Cos => (1.0 - (PI * part).cos()) / 2.0,
            AnnealStrategy::Linear => part,
        };
        let (swa_lr, steps) = (self.swa_lr.get(at.group), f64::from(self.anneal_epochs.max(1)));
        let step = at.step_count as f64;
        let step = if self.anneal_epochs == 0 { step.max(1.0) } else { step };
        let before = way(((step - 1.0) / steps).clamp(0.0, 1.0));
        // The rate that the way began with, from where it stands now.
        let first = if before == 1.0 { swa_lr } else { (at.lr - before * swa_lr) / (1.0 - before) };
        let now = way((step / steps).clamp(0.0, 1.0));
        Ok(swa_lr * now + first * (1.0 - now))
    }
}
