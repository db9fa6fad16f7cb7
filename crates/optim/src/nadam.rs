//! Adam with Nesterov's momentum.

use cresset_autograd::optimizer::{self, Slot, state_like};
use cresset_autograd::{Result, Tensor};

use crate::options::{check_betas, check_not_negative, learning_rate, momentum, options};
use crate::scalar::{scalar_state, scalar_states};
use crate::updater::{Rule, Updater};

/// Adam with Nesterov's momentum.
///
/// # Numerics
/// The order of roundings of `torch.optim.NAdam` with `foreach=False`; f16 and bf16 are computed in f32. The numbers that it keeps of
/// each parameter are on the processor: a step cannot be captured in a graph.
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
        Ok(Some(if at == 0 { scalar_state(1.0)? } else { Tensor::new(state_like(param.array())?) }))
    }

    fn update(&self, slots: &[Slot<'_>]) -> Result<()> {
        let NAdamOptions { lr, betas: (beta1, beta2), eps, weight_decay, momentum_decay, .. } = *self;
        let NAdamOptions { decoupled_weight_decay, maximize, .. } = *self;
        let old = scalar_states(Self::NAME, slots, 0)?;
        let products = old.iter().zip(slots).map(|(product, slot)| {
            product.try_mul(beta1 * (1.0 - 0.5 * 0.96_f64.powf(slot.step as f64 * momentum_decay)))?.try_item()
        });
        let products: Vec<f64> = products.collect::<Result<_>>()?;
        let rule = |at: usize| optimizer::Rule::Nadam {
            lr,
            beta1,
            beta2,
            eps,
            weight_decay,
            momentum_decay,
            momentum_product: products[at],
            decoupled_weight_decay,
            maximize,
        };
        let moments: Vec<Slot<'_>> =
            slots.iter().map(|slot| Slot { states: [slot.states[1], slot.states[2], None], ..*slot }).collect();
        optimizer::step_each(&moments, &rule)?;
        old.iter().zip(products).try_for_each(|(product, new)| product.try_fill_(new).map(drop))
    }
}
