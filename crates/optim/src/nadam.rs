//! Adam with Nesterov's momentum.

use cresset_autograd::optimizer::{Slot, state_like};
use cresset_autograd::{Result, Tensor};

use crate::asgd::scalar_state;
use crate::descent::each;
use crate::options::{check_betas, check_not_negative, learning_rate, momentum, options};
use crate::updater::{Rule, Updater};

/// Adam with Nesterov's momentum.
///
/// # Source
/// <https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ>,
/// <https://docs.pytorch.org/docs/stable/generated/torch.optim.NAdam.html>
pub type NAdam = Updater<NAdamOptions>;

options! {
    /// Options of [`NAdam`], with PyTorch's defaults.
    #[derive(Copy)]
    NAdamOptions {
        /// Learning rate.
        lr: f64 = 2e-3,
        /// Shares of the running means of the gradient and of its square that are kept.
        betas: (f64, f64) = (0.9, 0.999),
        /// Added to the divisor.
        eps: f64 = 1e-8,
        /// Weight decay.
        weight_decay: f64 = 0.0,
        /// How fast the momentum reaches its full size.
        momentum_decay: f64 = 4e-3,
        /// Whether the weight decay shrinks the parameters instead of entering the gradient.
        decoupled_weight_decay: bool = false,
        /// Whether to climb instead of to descend.
        maximize: bool = false,
    }
}

impl Rule for NAdamOptions {
    const NAME: &'static str = "NAdam";

    fn check(&self) -> Result<()> {
        let named = [
            ("lr", self.lr),
            ("eps", self.eps),
            ("weight_decay", self.weight_decay),
            ("momentum_decay", self.momentum_decay),
        ];
        check_not_negative(Self::NAME, &named)?;
        check_betas(Self::NAME, self.betas)
    }

    learning_rate!();
    momentum!(betas.0);

    fn states(&self) -> &'static [&'static str] {
        &["mu_product", "exp_avg", "exp_avg_sq"]
    }

    fn new_state(&self, at: usize, param: &Tensor) -> Result<Option<Tensor>> {
        Ok(Some(if at == 0 { scalar_state(param, 1.0)? } else { Tensor::new(state_like(param.array())?) }))
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
            let momentum = |step: f64| beta1 * (1.0 - 0.5 * 0.96_f64.powf(step * self.momentum_decay));
            let (mu, mu_next) = (momentum(at.step), momentum(at.step + 1.0));
            let (product, mean, square, grad) = (at.state(0)?, at.state(1)?, at.state(2)?, &at.grad);
            let product = product.try_mul_(mu)?.try_item()?;
            mean.try_lerp_(grad, 1.0 - beta1)?;
            square.try_mul_(beta2)?.try_addcmul_(grad, grad, 1.0 - beta2)?;
            let divisor = square.try_div(1.0 - beta2.powf(at.step))?.try_sqrt()?;
            divisor.try_add_(self.eps)?;
            at.param.try_addcdiv_(grad, &divisor, -self.lr * (1.0 - mu) / (1.0 - product))?;
            at.param.try_addcdiv_(mean, &divisor, (-self.lr * mu_next) / (1.0 - product * mu_next)).map(drop)
        })
    }
}
