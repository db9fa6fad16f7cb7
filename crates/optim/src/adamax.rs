//! Adamax.

use cresset_autograd::Result;
use cresset_autograd::optimizer::{self, Slot};

use crate::options::{check_betas, check_not_negative, learning_rate, momentum, options};
use crate::updater::{Rule, Updater};

/// Adamax: Adam with the largest gradient in place of the root of the mean square.
///
/// # Numerics
/// The order of roundings of `torch.optim.Adamax` with `foreach=False`; f16 and bf16 are computed in f32.
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
        let AdamaxOptions { lr, betas: (beta1, beta2), eps, weight_decay, maximize } = *self;
        optimizer::step(&optimizer::Rule::Adamax { lr, beta1, beta2, eps, weight_decay, maximize }, slots)
    }
}
