//! Rectified Adam.

use cresset_autograd::Result;
use cresset_autograd::optimizer::{self, Slot};

use crate::options::{check_betas, check_not_negative, learning_rate, momentum, options};
use crate::updater::{Rule, Updater};

/// Adam whose first steps are made smaller, as long as the mean square is known from few gradients.
///
/// # Numerics
/// The order of roundings of `torch.optim.RAdam` with `foreach=False`; f16 and bf16 are computed in f32.
///
/// # Source
/// <https://arxiv.org/abs/1908.03265>, <https://docs.pytorch.org/docs/stable/generated/torch.optim.RAdam.html>
pub type RAdam = Updater<RAdamOptions>;

options! {
    /// Options of [`RAdam`], with PyTorch's defaults.
    #[derive(Copy)]
    RAdamOptions {
        /// Learning rate.
        lr: f64 = 1e-3,
        /// Shares of the running means of the gradient and of its square that are kept.
        betas: (f64, f64) = (0.9, 0.999),
        /// Added to the divisor.
        eps: f64 = 1e-8,
        /// Weight decay.
        weight_decay: f64 = 0.0,
        /// Whether the weight decay shrinks the parameters instead of entering the gradient.
        decoupled_weight_decay: bool = false,
        /// Whether to climb instead of to descend.
        maximize: bool = false,
    }
}

impl Rule for RAdamOptions {
    const NAME: &'static str = "RAdam";

    fn check(&self) -> Result<()> {
        check_not_negative(Self::NAME, &[("lr", self.lr), ("eps", self.eps), ("weight_decay", self.weight_decay)])?;
        check_betas(Self::NAME, self.betas)
    }

    learning_rate!();
    momentum!(betas.0);

    fn states(&self) -> &'static [&'static str] {
        &["exp_avg", "exp_avg_sq"]
    }

    fn update(&self, slots: &[Slot<'_>]) -> Result<()> {
        let RAdamOptions { lr, betas: (beta1, beta2), eps, weight_decay, decoupled_weight_decay, maximize } = *self;
        let rule = optimizer::Rule::Radam { lr, beta1, beta2, eps, weight_decay, decoupled_weight_decay, maximize };
        optimizer::step(&rule, slots)
    }
}
