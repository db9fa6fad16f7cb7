//! RMSprop.

use cresset_autograd::Result;
use cresset_autograd::optimizer::{self, Slot};

use crate::options::{check_not_negative, learning_rate, momentum, options};
use crate::updater::{Rule, Updater};

/// RMSprop: steps of the gradient over the root of its mean square.
///
/// # Numerics
/// The order of roundings of `torch.optim.RMSprop` with `foreach=False`; f16 and bf16 are computed in f32.
///
/// # Source
/// <https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf>,
/// <https://docs.pytorch.org/docs/stable/generated/torch.optim.RMSprop.html>
pub type RMSprop = Updater<RmspropOptions>;

options! {
    /// Options of [`RMSprop`], with PyTorch's defaults.
    #[derive(Copy)]
    RmspropOptions {
        /// Learning rate.
        lr: f64 = 1e-2,
        /// Share of the mean square that is kept.
        alpha: f64 = 0.99,
        /// Added to the divisor.
        eps: f64 = 1e-8,
        /// L2 penalty.
        weight_decay: f64 = 0.0,
        /// Share of the last step that is kept.
        momentum: f64 = 0.0,
        /// Whether the square of the mean gradient is taken off the mean square.
        centered: bool = false,
        /// Whether to climb instead of to descend.
        maximize: bool = false,
    }
}

impl Rule for RmspropOptions {
    const NAME: &'static str = "RMSprop";

    fn check(&self) -> Result<()> {
        let named = [
            ("lr", self.lr),
            ("eps", self.eps),
            ("momentum", self.momentum),
            ("weight_decay", self.weight_decay),
            ("alpha", self.alpha),
        ];
        check_not_negative(Self::NAME, &named)
    }

    learning_rate!();
    momentum!(momentum);

    fn states(&self) -> &'static [&'static str] {
        match (self.momentum > 0.0, self.centered) {
            (false, false) => &["square_avg"],
            (true, false) => &["square_avg", "momentum_buffer"],
            (false, true) => &["square_avg", "grad_avg"],
            (true, true) => &["square_avg", "momentum_buffer", "grad_avg"],
        }
    }

    fn update(&self, slots: &[Slot<'_>]) -> Result<()> {
        let RmspropOptions { lr, alpha, eps, weight_decay, momentum, centered, maximize } = *self;
        let rule = match (momentum > 0.0, centered) {
            (false, false) => optimizer::Rule::Rmsprop { lr, alpha, eps, weight_decay, maximize },
            (true, false) => optimizer::Rule::RmspropMomentum { lr, alpha, eps, weight_decay, momentum, maximize },
            (false, true) => optimizer::Rule::RmspropCentered { lr, alpha, eps, weight_decay, maximize },
            (true, true) => {
                optimizer::Rule::RmspropCenteredMomentum { lr, alpha, eps, weight_decay, momentum, maximize }
            }
        };
        optimizer::step(&rule, slots)
    }
}
