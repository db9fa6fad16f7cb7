//! Averaged stochastic gradient descent.

use cresset_autograd::optimizer::{self, Slot, state_like};
use cresset_autograd::{Result, Tensor};

use crate::options::{check_not_negative, learning_rate, options};
use crate::scalar::{scalar_state, scalar_states};
use crate::updater::{Rule, Updater};

/// Stochastic gradient descent that also keeps the mean of the parameters, as the state `ax`.
///
/// # Numerics
/// The order of roundings of `torch.optim.ASGD` with `foreach=False`; f16 and bf16 are computed in f32. The numbers that it keeps of
/// each parameter are on the processor: a step cannot be captured in a graph.
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
            0 => scalar_state(self.lr)?,
            1 => scalar_state(1.0)?,
            _ => Tensor::new(state_like(param.array())?),
        }))
    }

    fn update(&self, slots: &[Slot<'_>]) -> Result<()> {
        let AsgdOptions { lr, lambd, alpha, t0, weight_decay, maximize } = *self;
        let (etas, mus) = (scalar_states(Self::NAME, slots, 0)?, scalar_states(Self::NAME, slots, 1)?);
        let shares = etas.iter().zip(&mus).map(|(eta, mu)| Ok((eta.try_item()?, mu.try_item()?)));
        let shares: Vec<(f64, f64)> = shares.collect::<Result<_>>()?;
        let rule = |at: usize| {
            let (eta, mu) = shares[at];
            optimizer::Rule::Asgd { eta, mu, lambd, weight_decay, maximize }
        };
        let means: Vec<Slot<'_>> =
            slots.iter().map(|slot| Slot { states: [slot.states[2], None, None], ..*slot }).collect();
        optimizer::step_each(&means, &rule)?;
        for ((slot, eta), mu) in slots.iter().zip(&etas).zip(&mus) {
            let step = slot.step as f64;
            eta.try_fill_(lr / (1.0 + lambd * lr * step).powf(alpha))?;
            mu.try_fill_(1.0 / (step - t0).max(1.0))?;
        }
        Ok(())
    }
}
