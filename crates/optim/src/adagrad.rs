//! Adagrad.

use cresset_autograd::Result;
use cresset_autograd::optimizer::{self, Slot, state_like};
use cresset_autograd::{Tensor, no_grad};

use crate::options::{check_not_negative, learning_rate, options};
use crate::updater::{Rule, Updater};

/// Adagrad: steps of the gradient over the root of the sum of all its squares.
///
/// # Numerics
/// The order of roundings of `torch.optim.Adagrad` with `foreach=False`; f16 and bf16 are computed in f32.
///
/// # Source
/// <https://jmlr.org/papers/v12/duchi11a.html>, <https://docs.pytorch.org/docs/stable/generated/torch.optim.Adagrad.html>
pub type Adagrad = Updater<AdagradOptions>;

options! {
    /// Options of [`Adagrad`], with PyTorch's defaults.
    #[derive(Copy)]
    AdagradOptions {
        /// Learning rate.
        lr: f64 = 1e-2,
        /// How much the learning rate falls with each step.
        lr_decay: f64 = 0.0,
        /// L2 penalty.
        weight_decay: f64 = 0.0,
        /// What the sum of squares begins with.
        initial_accumulator_value: f64 = 0.0,
        /// Added to the divisor.
        eps: f64 = 1e-10,
        /// Whether to climb instead of to descend.
        maximize: bool = false,
    }
}

impl Rule for AdagradOptions {
    const NAME: &'static str = "Adagrad";

    fn check(&self) -> Result<()> {
        let named = [
            ("lr", self.lr),
            ("lr_decay", self.lr_decay),
            ("weight_decay", self.weight_decay),
            ("initial_accumulator_value", self.initial_accumulator_value),
            ("eps", self.eps),
        ];
        check_not_negative(Self::NAME, &named)
    }

    learning_rate!();

    fn states(&self) -> &'static [&'static str] {
        &["sum"]
    }

    fn new_state(&self, _at: usize, param: &Tensor) -> Result<Option<Tensor>> {
        let sum = Tensor::new(state_like(param.array())?);
        no_grad(|| sum.try_fill_(self.initial_accumulator_value).map(drop))?;
        Ok(Some(sum))
    }

    fn update(&self, slots: &[Slot<'_>]) -> Result<()> {
        let AdagradOptions { lr, lr_decay, weight_decay, eps, maximize, .. } = *self;
        optimizer::step(&optimizer::Rule::Adagrad { lr, lr_decay, weight_decay, eps, maximize }, slots)
    }
}
