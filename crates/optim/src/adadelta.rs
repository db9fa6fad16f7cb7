//! Adadelta.

use cresset_autograd::optimizer::{self, Slot};
use cresset_autograd::{Error, Result};

use crate::options::{check_not_negative, learning_rate, options};
use crate::updater::{Rule, Updater};

/// Adadelta: steps in units that the sizes of earlier steps set.
///
/// # Numerics
/// The order of roundings of `torch.optim.Adadelta` with `foreach=False`; f16 and bf16 are computed in f32.
///
/// # Source
/// <https://arxiv.org/abs/1212.5701>, <https://docs.pytorch.org/docs/stable/generated/torch.optim.Adadelta.html>
pub type Adadelta = Updater<AdadeltaOptions>;

options! {
    /// Options of [`Adadelta`], with PyTorch's defaults.
    #[derive(Copy)]
    AdadeltaOptions {
        /// Factor of the step.
        lr: f64 = 1.0,
        /// Share of the running means of squares that is kept.
        rho: f64 = 0.9,
        /// Added under the roots.
        eps: f64 = 1e-6,
        /// L2 penalty.
        weight_decay: f64 = 0.0,
        /// Whether to climb instead of to descend.
        maximize: bool = false,
    }
}

impl Rule for AdadeltaOptions {
    const NAME: &'static str = "Adadelta";

    fn check(&self) -> Result<()> {
        check_not_negative(Self::NAME, &[("lr", self.lr), ("eps", self.eps), ("weight_decay", self.weight_decay)])?;
        match (0.0..=1.0).contains(&self.rho) {
            true => Ok(()),
            false => Err(Error::argument(Self::NAME, "rho", self.rho, "it lies in 0..=1")),
        }
    }

    learning_rate!();

    fn states(&self) -> &'static [&'static str] {
        &["square_avg", "acc_delta"]
    }

    fn update(&self, slots: &[Slot<'_>]) -> Result<()> {
        let AdadeltaOptions { lr, rho, eps, weight_decay, maximize } = *self;
        optimizer::step(&optimizer::Rule::Adadelta { lr, rho, eps, weight_decay, maximize }, slots)
    }
}
