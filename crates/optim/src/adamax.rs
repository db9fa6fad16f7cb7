//! Adamax.

use cresset_autograd::Result;
use cresset_autograd::optimizer::Slot;

use crate::descent::each;
use crate::options::{check_betas, check_not_negative, learning_rate, momentum, options};
use crate::updater::{Rule, Updater};

/// Adamax: Adam with the largest gradient in place of the root of the mean square.
///
/// # Source
/// <https://arxiv.org/abs/1412.6980>, <https://docs.pytorch.org/docs/stable/generated/torch.optim.Adamax.html>
pub type Adamax = Updater<AdamaxOptions>;

options! {
    /// Options of [`Adamax`], with PyTorch's defaults.
    #[derive(Copy)]
    AdamaxOptions {
        /// Learning rate.
        lr: f64 = 2e-3,
        /// Shares of the running mean and of the largest gradient that are kept.
        betas: (f64, f64) = (0.9, 0.999),
        /// Added to the size of the gradient.
        eps: f64 = 1e-8,
        /// L2 penalty.
        weight_decay: f64 = 0.0,
        /// Whether to climb instead of to descend.
        maximize: bool = false,
    }
}

impl Rule for AdamaxOptions {
    const NAME: &'static str = "Adamax";

    fn check(&self) -> Result<()> {
        check_not_negative(Self::NAME, &[("lr", self.lr), ("eps", self.eps), ("weight_decay", self.weight_decay)])?;
        check_betas(Self::NAME, self.betas)
    }

    learning_rate!();
    momentum!(betas.0);

    fn states(&self) -> &'static [&'static str] {
        &["exp_avg", "exp_inf"]
    }

    fn update(&self, slots: &[Slot<'_>]) -> Result<()> {
        let (beta1, beta2) = self.betas;
        each(Self::NAME, slots, self.maximize, |at| {
            at.penalise(self.weight_decay)?;
            let (mean, largest) = (at.state(0)?, at.state(1)?);
            mean.try_lerp_(&at.grad, 1.0 - beta1)?;
            let size = at.grad.try_abs()?;
            largest.try_copy_(&largest.try_mul(beta2)?.try_maximum(size.try_add_(self.eps)?)?)?;
            let lr = self.lr / (1.0 - beta1.powf(at.step));
            at.param.try_addcdiv_(mean, largest, -lr).map(drop)
        })
    }
}
