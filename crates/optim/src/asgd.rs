//! Averaged stochastic gradient descent.

use cresset_autograd::optimizer::{Slot, state_like};
use cresset_autograd::{DType, Options, Result, Tensor, default_dtype};

use crate::descent::each;
use crate::options::{check_not_negative, learning_rate, options};
use crate::updater::{Rule, Updater};

/// Stochastic gradient descent that also keeps the mean of the parameters, as the state `ax`.
///
/// # Source
/// <https://dl.acm.org/doi/10.1137/0330046>, <https://docs.pytorch.org/docs/stable/generated/torch.optim.ASGD.html>
pub type ASGD = Updater<AsgdOptions>;

options! {
    /// Options of [`ASGD`], with PyTorch's defaults.
    #[derive(Copy)]
    AsgdOptions {
        /// Learning rate.
        lr: f64 = 1e-2,
        /// Decay of parameters and of the rate.
        lambd: f64 = 1e-4,
        /// Power by which the rate falls.
        alpha: f64 = 0.75,
        /// The step at which averaging begins.
        t0: f64 = 1e6,
        /// L2 penalty.
        weight_decay: f64 = 0.0,
        /// Whether to climb instead of to descend.
        maximize: bool = false,
    }
}

/// A scalar state, in the dtype in which PyTorch keeps such numbers.
pub(crate) fn scalar_state(param: &Tensor, value: f64) -> Result<Tensor> {
    let dtype = if default_dtype() == DType::F64 { DType::F64 } else { DType::F32 };
    Options::new().dtype(dtype).device(param.device()).try_full([], value)
}

impl Rule for AsgdOptions {
    const NAME: &'static str = "ASGD";

    fn check(&self) -> Result<()> {
        let named =
            [("lr", self.lr), ("lambd", self.lambd), ("alpha", self.alpha), ("weight_decay", self.weight_decay)];
        check_not_negative(Self::NAME, &named)
    }

    learning_rate!();

    fn states(&self) -> &'static [&'static str] {
        &["eta", "mu", "ax"]
    }

    fn new_state(&self, at: usize, param: &Tensor) -> Result<Option<Tensor>> {
        Ok(Some(match at {
            0 => scalar_state(param, self.lr)?,
            1 => scalar_state(param, 1.0)?,
            _ => Tensor::new(state_like(param.array())?),
        }))
    }

    fn update(&self, slots: &[Slot<'_>]) -> Result<()> {
        each(Self::NAME, slots, self.maximize, |at| {
            at.penalise(self.weight_decay)?;
            let (eta, mu, mean) = (at.state(0)?, at.state(1)?, at.state(2)?);
            let rate = eta.try_item()?;
            at.param.try_mul_(1.0 - self.lambd * rate)?.try_add_alpha_(&at.grad, -rate)?;
            match mu.try_item()? == 1.0 {
                true => mean.try_copy_(&at.param)?,
                false => mean.try_add_(at.param.try_sub(mean)?.try_mul_(mu)?)?,
            };
            eta.try_fill_(self.lr / (1.0 + self.lambd * self.lr * at.step).powf(self.alpha))?;
            mu.try_fill_(1.0 / (at.step - self.t0).max(1.0)).map(drop)
        })
    }
}
