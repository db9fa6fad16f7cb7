//! Adadelta.

use cresset_autograd::optimizer::Slot;
use cresset_autograd::{Error, Result};

use crate::descent::each;
use crate::options::{check_not_negative, learning_rate, options};
use crate::updater::{Rule, Updater};

/// Adadelta: steps in units that the sizes of earlier steps set.
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
        each(Self::NAME, slots, self.maximize, |at| {
            at.penalise(self.weight_decay)?;
            let (square, moved, grad) = (at.state(0)?, at.state(1)?, &at.grad);
            square.try_mul_(self.rho)?.try_addcmul_(grad, grad, 1.0 - self.rho)?;
            let std = square.try_add(self.eps)?.try_sqrt()?;
            let delta = moved.try_add(self.eps)?.try_sqrt()?;
            delta.try_div_(&std)?.try_mul_(grad)?;
            moved.try_mul_(self.rho)?.try_addcmul_(&delta, &delta, 1.0 - self.rho)?;
            at.param.try_add_alpha_(&delta, -self.lr).map(drop)
        })
    }
}
