//! Stochastic gradient descent.

use cresset_autograd::optimizer::{self, Slot};
use cresset_autograd::{Error, Result};
use serde::{Deserialize, Serialize};

use crate::updater::{Rule, Updater, check_not_negative};

/// Stochastic gradient descent, with or without momentum.
///
/// # Numerics
/// The order of roundings of `torch.optim.SGD` with `foreach=False`; f16 and bf16 are computed in f32.
///
/// # Source
/// <https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html>
pub type SGD = Updater<SgdOptions>;

/// Options of [`SGD`], with PyTorch's defaults.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SgdOptions {
    /// Learning rate.
    pub lr: f64,
    /// Share of the last step's buffer that is kept.
    pub momentum: f64,
    /// Share of the gradient that does not enter the buffer.
    pub dampening: f64,
    /// L2 penalty: this times the parameter is added to the gradient.
    pub weight_decay: f64,
    /// Whether the step looks ahead by the momentum. Needs momentum and no dampening.
    pub nesterov: bool,
    /// Whether to climb instead of to descend.
    pub maximize: bool,
}

impl Default for SgdOptions {
    fn default() -> SgdOptions {
        SgdOptions { lr: 1e-3, momentum: 0.0, dampening: 0.0, weight_decay: 0.0, nesterov: false, maximize: false }
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

    fn lr(&self) -> f64 {
        self.lr
    }

    fn set_lr(&mut self, lr: f64) {
        self.lr = lr;
    }

    fn states(&self) -> &'static [&'static str] {
        if self.momentum == 0.0 { &[] } else { &["momentum_buffer"] }
    }

    fn update(&self, slots: &[Slot<'_>]) -> Result<()> {
        let SgdOptions { lr, momentum, dampening, weight_decay, nesterov, maximize } = *self;
        optimizer::sgd(slots, &optimizer::Sgd { lr, momentum, dampening, weight_decay, nesterov, maximize })
    }
}
