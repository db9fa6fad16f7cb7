//! Resilient backpropagation.

use cresset_autograd::optimizer::{Slot, state_like};
use cresset_autograd::{Error, Result, Tensor, no_grad, try_ones_like};

use crate::descent::each;
use crate::options::{check_not_negative, learning_rate, options};
use crate::updater::{Rule, Updater};

/// Resilient backpropagation: each element has a step size of its own, and only the sign of the gradient counts.
///
/// # Source
/// <https://docs.pytorch.org/docs/stable/generated/torch.optim.Rprop.html>
pub type Rprop = Updater<RpropOptions>;

options! {
    /// Options of [`Rprop`], with PyTorch's defaults.
    #[derive(Copy)]
    RpropOptions {
        /// The first step sizes.
        lr: f64 = 1e-2,
        /// Factors of a step size after a change of sign and without one.
        etas: (f64, f64) = (0.5, 1.2),
        /// The smallest and the largest step size.
        step_sizes: (f64, f64) = (1e-6, 50.0),
        /// Whether to climb instead of to descend.
        maximize: bool = false,
    }
}

impl Rule for RpropOptions {
    const NAME: &'static str = "Rprop";

    fn check(&self) -> Result<()> {
        check_not_negative(Self::NAME, &[("lr", self.lr)])?;
        let (shrink, grow) = self.etas;
        if 0.0 < shrink && shrink < 1.0 && 1.0 < grow {
            return Ok(());
        }
        Err(Error::argument(
            Self::NAME,
            "etas",
            format!("{:?}", self.etas),
            "the first lies in 0..1, the second above 1",
        ))
    }

    learning_rate!();

    fn states(&self) -> &'static [&'static str] {
        &["prev", "step_size"]
    }

    fn new_state(&self, at: usize, param: &Tensor) -> Result<Option<Tensor>> {
        let state = Tensor::new(state_like(param.array())?);
        if at == 1 {
            no_grad(|| state.try_fill_(self.lr).map(drop))?;
        }
        Ok(Some(state))
    }

    fn update(&self, slots: &[Slot<'_>]) -> Result<()> {
        let ((shrink, grow), (smallest, largest)) = (self.etas, self.step_sizes);
        each(Self::NAME, slots, self.maximize, |at| {
            let (last, sizes) = (at.state(0)?, at.state(1)?);
            let product = at.grad.try_mul(last)?;
            let (turned, kept) = (product.try_lt(0.0)?, product.try_gt(0.0)?);
            let factor = try_ones_like(&product)?.try_masked_fill(&kept, grow)?.try_masked_fill(&turned, shrink)?;
            sizes.try_mul_(&factor)?.try_clamp_(smallest, largest)?;
            // An element whose sign has changed stays where it is for one step.
            let grad = at.grad.try_masked_fill(&turned, 0.0)?;
            at.param.try_addcmul_(&grad.try_sign()?, sizes, -1.0)?;
            last.try_copy_(&grad).map(drop)
        })
    }
}
