//! Resilient backpropagation.

use cresset_autograd::optimizer::{self, Slot, state_like};
use cresset_autograd::{Error, Result, Tensor, no_grad};

use crate::options::{check_not_negative, learning_rate, options};
use crate::updater::{Rule, Updater};

/// Resilient backpropagation: each element has a step size of its own, and only the sign of the gradient counts.
///
/// # Numerics
/// The order of roundings of `torch.optim.Rprop` with `foreach=False`; f16 and bf16 are computed in f32.
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
        let RpropOptions { etas: (shrink, grow), step_sizes: (smallest, largest), maximize, .. } = *self;
        optimizer::step(&optimizer::Rule::Rprop { shrink, grow, smallest, largest, maximize }, slots)
    }
}
