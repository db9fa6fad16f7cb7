//! Stochastic gradient descent.

use cresset_autograd::optimizer::{self, Slot};
use cresset_autograd::{Error, Result};

use crate::options::{check_not_negative, learning_rate, momentum, options};
use crate::updater::{Rule, Updater};

/// Stochastic gradient descent, with or without momentum.
///
/// # Numerics
/// The order of roundings of `torch.optim.SGD` with `foreach=False`; f16 and bf16 are computed in f32.
///
/// # Source
/// <https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html>
pub type SGD = Updater<SgdOptions>;

options! {
    /// Options of [`SGD`], with PyTorch's defaults.
    #[derive(Copy)]
    SgdOptions {
        /// Learning rate.
        lr: f64 = 1e-3,
        /// Share of the last step's buffer that is kept.
        momentum: f64 = 0.0,
        /// Share of the gradient that does not enter the buffer.
        dampening: f64 = 0.0,
        /// L2 penalty: this times the parameter is added to the gradient.
        weight_decay: f64 = 0.0,
        /// Whether the step looks ahead by the momentum. Needs momentum and no dampening.
        nesterov: bool = false,
        /// Whether to climb instead of to descend.
        maximize: bool = false,
    }
}

impl Rule for SgdOptions {
    const NAME: &'static str = "SGD";

    fn check(&self) -> Result<()> {
        check_not_negative(
            "SGD",
            &[("lr", self.lr), ("momentum", self.momentum), ("weight_decay", self.weight_decay)],
        )?;
        if self.nesterov && (self.momentum <= 0.0 || self.dampening != 0.0) {
            return Err(Error::argument("SGD", "nesterov", true, "it needs a momentum and no dampening"));
        }
        Ok(())
    }

    learning_rate!();
    momentum!(momentum);

    fn states(&self) -> &'static [&'static str] {
        if self.momentum == 0.0 { &[] } else { &["momentum_buffer"] }
    }

    fn update(&self, slots: &[Slot<'_>]) -> Result<()> {
        let SgdOptions { lr, momentum, dampening, weight_decay, nesterov, maximize } = *self;
        let rule = if momentum == 0.0 {
            optimizer::Rule::Sgd { lr, weight_decay, maximize }
        } else {
            optimizer::Rule::SgdMomentum { lr, momentum, dampening, weight_decay, nesterov, maximize }
        };
        optimizer::step(&rule, slots)
    }
}
