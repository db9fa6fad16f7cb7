//! Rectified Adam.

use cresset_autograd::Result;
use cresset_autograd::optimizer::Slot;

use crate::descent::each;
use crate::options::{check_betas, check_not_negative, learning_rate, momentum, options};
use crate::updater::{Rule, Updater};

/// Adam whose first steps are made smaller, as long as the mean square is known from few gradients.
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
        let (beta1, beta2) = self.betas;
        each(Self::NAME, slots, self.maximize, |at| {
            match self.decoupled_weight_decay {
                true if self.weight_decay != 0.0 => {
                    at.param.try_mul_(1.0 - self.lr * self.weight_decay)?;
                }
                true => {}
                false => at.penalise(self.weight_decay)?,
            }
            let (mean, square, grad) = (at.state(0)?, at.state(1)?, &at.grad);
            mean.try_lerp_(grad, 1.0 - beta1)?;
            square.try_mul_(beta2)?.try_addcmul_(grad, grad, 1.0 - beta2)?;
            let correction = 1.0 - beta2.powf(at.step);
            let step = mean.try_div(1.0 - beta1.powf(at.step))?;
            step.try_mul_(self.lr)?;
            // How many gradients the mean square is worth, at most and now.
            let longest = 2.0 / (1.0 - beta2) - 1.0;
            let length = longest - 2.0 * at.step * beta2.powf(at.step) / correction;
            if length > 5.0 {
                let divisor = square.try_sqrt()?;
                let adaptive = divisor.try_add_(self.eps)?.try_reciprocal()?;
                adaptive.try_mul_(correction.sqrt())?;
                let trust = (length - 4.0) * (length - 2.0) * longest / ((longest - 4.0) * (longest - 2.0) * length);
                step.try_mul_(&adaptive)?.try_mul_(trust.sqrt())?;
            }
            at.param.try_sub_(&step).map(drop)
        })
    }
}
