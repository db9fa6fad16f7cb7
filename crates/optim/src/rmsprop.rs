//! RMSprop.

use cresset_autograd::Result;
use cresset_autograd::optimizer::Slot;

use crate::descent::each;
use crate::options::{check_not_negative, learning_rate, momentum, options};
use crate::updater::{Rule, Updater};

/// RMSprop: steps of the gradient over the root of its mean square.
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
        let n_states = self.states().len();
        each(Self::NAME, slots, self.maximize, |at| {
            at.penalise(self.weight_decay)?;
            let (square, grad) = (at.state(0)?, &at.grad);
            square.try_mul_(self.alpha)?.try_addcmul_(grad, grad, 1.0 - self.alpha)?;
            let divisor = match self.centered {
                true => {
                    let mean = at.state(n_states - 1)?;
                    mean.try_lerp_(grad, 1.0 - self.alpha)?;
                    square.try_addcmul(mean, mean, -1.0)?.try_sqrt()?
                }
                false => square.try_sqrt()?,
            };
            divisor.try_add_(self.eps)?;
            if self.momentum > 0.0 {
                let buffer = at.state(1)?;
                buffer.try_mul_(self.momentum)?.try_addcdiv_(grad, &divisor, 1.0)?;
                return at.param.try_add_alpha_(buffer, -self.lr).map(drop);
            }
            at.param.try_addcdiv_(grad, &divisor, -self.lr).map(drop)
        })
    }
}
