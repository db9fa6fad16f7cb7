//! Muon: momentum whose matrices are made orthogonal.

use cresset_autograd::optimizer::Slot;
use cresset_autograd::{DType, Error, Result, Tensor};
use serde::{Deserialize, Serialize};

use crate::descent::each;
use crate::options::{check_not_negative, learning_rate, momentum, options};
use crate::updater::{Rule, Updater};

/// Momentum whose matrices are made orthogonal by a Newton-Schulz iteration in bfloat16. Only for matrices.
///
/// Parameters are updated one by one, as in PyTorch, which has no `foreach` here: nearly all time goes into each matrix's
/// own products.
///
/// # Source
/// <https://kellerjordan.github.io/posts/muon/>, <https://docs.pytorch.org/docs/stable/generated/torch.optim.Muon.html>
pub type Muon = Updater<MuonOptions>;

/// How the learning rate follows the sizes of a matrix `[a, b]`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdjustLr {
    /// Times `sqrt(max(1, a / b))`.
    Original,
    /// Times `0.2 * sqrt(max(a, b))`, so that rates of AdamW fit.
    MatchRmsAdamw,
    /// Times `sqrt(a / b)`.
    SpectralUnclamped,
}

options! {
    /// Options of [`Muon`], with PyTorch's defaults.
    #[derive(Copy)]
    MuonOptions {
        /// Learning rate.
        lr: f64 = 1e-3,
        /// Decoupled weight decay.
        weight_decay: f64 = 0.1,
        /// Share of the running mean of the gradient that is kept.
        momentum: f64 = 0.95,
        /// Whether the step looks ahead by the momentum.
        nesterov: bool = true,
        /// Coefficients of the iteration.
        ns_coefficients: (f64, f64, f64) = (3.4445, -4.7750, 2.0315),
        /// The smallest norm that a matrix is divided by.
        eps: f64 = 1e-7,
        /// Steps of the iteration, below 100.
        ns_steps: usize = 5,
        /// How the learning rate follows the sizes; `None` is [`AdjustLr::Original`].
        adjust_lr_fn: Option<AdjustLr> = None,
    }
}

impl MuonOptions {
    /// The matrix with its singular values brought near 1.
    fn orthogonal(&self, matrix: &Tensor) -> Result<Tensor> {
        let (a, b, c) = self.ns_coefficients;
        let tall = matrix.sizes()[0] > matrix.sizes()[1];
        let lying = if tall { matrix.try_t()? } else { matrix.clone() };
        let mut x = lying.try_to_dtype(DType::BF16)?;
        x = x.try_div(x.try_norm(2.0, None, false)?.try_clamp_min(self.eps)?)?;
        for _ in 0..self.ns_steps {
            let gram = x.try_mm(&x.try_t()?)?;
            let update = gram.try_addmm(&gram, &gram, b, c)?;
            x = x.try_addmm(&update, &x, a, 1.0)?;
        }
        if tall { x.try_t() } else { Ok(x) }
    }

    fn rate(&self, sizes: &[usize]) -> f64 {
        let (a, b) = (sizes[0] as f64, sizes[1] as f64);
        self.lr
            * match self.adjust_lr_fn.unwrap_or(AdjustLr::Original) {
                AdjustLr::Original => (a / b).max(1.0).sqrt(),
                AdjustLr::MatchRmsAdamw => 0.2 * a.max(b).sqrt(),
                AdjustLr::SpectralUnclamped => (a / b).sqrt(),
            }
    }
}

impl Rule for MuonOptions {
    const NAME: &'static str = "Muon";

    fn check(&self) -> Result<()> {
        check_not_negative(
            Self::NAME,
            &[("lr", self.lr), ("momentum", self.momentum), ("weight_decay", self.weight_decay)],
        )?;
        match self.ns_steps < 100 {
            true => Ok(()),
            false => Err(Error::argument(Self::NAME, "ns_steps", self.ns_steps, "use less than 100")),
        }
    }

    fn check_param(&self, param: &Tensor) -> Result<()> {
        match param.dim() {
            2 => Ok(()),
            _ => {
                let remedy = "give other parameters to another optimiser";
                Err(Error::shape(Self::NAME, "not a matrix", &[("param", param.sizes())], remedy))
            }
        }
    }

    learning_rate!();
    momentum!(momentum);

    fn states(&self) -> &'static [&'static str] {
        &["momentum_buffer"]
    }

    fn update(&self, slots: &[Slot<'_>]) -> Result<()> {
        each(Self::NAME, slots, false, |at| {
            let buffer = at.state(0)?;
            buffer.try_lerp_(&at.grad, 1.0 - self.momentum)?;
            let update = if self.nesterov { at.grad.try_lerp(buffer, self.momentum)? } else { buffer.clone() };
            let update = self.orthogonal(&update)?;
            at.param.try_mul_(1.0 - self.lr * self.weight_decay)?;
            at.param.try_add_alpha_(&update, -self.rate(at.param.sizes())).map(drop)
        })
    }
}
