//! Adafactor.

use cresset_autograd::optimizer::{Slot, state_like};
use cresset_autograd::{DType, Error, Options, Result, Tensor};

use crate::descent::each;
use crate::options::{check_not_negative, learning_rate, options};
use crate::updater::{Rule, Updater};

/// Adafactor: mean squares of matrices are kept as one row and one column, and steps follow the parameter's size.
///
/// Parameters are updated one by one, with tensor operators: each step needs the norms of its parameter and of its update
/// as numbers, for which PyTorch waits too, whether `foreach` or not.
///
/// # Source
/// <https://arxiv.org/abs/1804.04235>, <https://docs.pytorch.org/docs/stable/generated/torch.optim.Adafactor.html>
pub type Adafactor = Updater<AdafactorOptions>;

options! {
    /// Options of [`Adafactor`], with PyTorch's defaults.
    #[derive(Copy)]
    AdafactorOptions {
        /// The largest relative step.
        lr: f64 = 1e-2,
        /// Power of the step's number that the mean squares forget by; at most 0.
        beta2_decay: f64 = -0.8,
        /// The smallest root of a mean square (`None` is the dtype's epsilon), and the smallest size of a parameter.
        eps: (Option<f64>, f64) = (None, 1e-3),
        /// Updates of a larger root mean square are made smaller.
        d: f64 = 1.0,
        /// Decoupled weight decay.
        weight_decay: f64 = 0.0,
        /// Whether to climb instead of to descend.
        maximize: bool = false,
    }
}

/// The distance from 1 to the next number.
fn epsilon(dtype: DType) -> f64 {
    let digits = [(DType::F64, 52), (DType::F16, 10), (DType::BF16, 7)];
    let n_digits = digits.iter().find(|(of, _)| *of == dtype).map_or(23, |(_, digits)| *digits);
    0.5_f64.powi(n_digits)
}

/// The mean of the squares along a dimension.
fn mean_square(grad: &Tensor, dim: i64) -> Result<Tensor> {
    let norm = grad.try_linalg_vector_norm(2.0, Some(&[dim]), true, None)?;
    norm.try_square_()?.try_div_(grad.try_size(dim)? as f64)?;
    Ok(norm)
}

fn norm(x: &Tensor) -> Result<f64> {
    x.try_norm(2.0, None, false)?.try_item()
}

impl Rule for AdafactorOptions {
    const NAME: &'static str = "Adafactor";

    fn check(&self) -> Result<()> {
        let named = [
            ("lr", self.lr),
            ("eps.0", self.eps.0.unwrap_or(0.0)),
            ("eps.1", self.eps.1),
            ("weight_decay", self.weight_decay),
        ];
        check_not_negative(Self::NAME, &named)?;
        if self.beta2_decay.is_nan() || self.beta2_decay > 0.0 {
            return Err(Error::argument(Self::NAME, "beta2_decay", self.beta2_decay, "it must be at most 0"));
        }
        if self.d.is_nan() || self.d < 1.0 {
            return Err(Error::argument(Self::NAME, "d", self.d, "it must be at least 1"));
        }
        Ok(())
    }

    learning_rate!();

    fn states(&self) -> &'static [&'static str] {
        &["row_var", "col_var", "variance"]
    }

    fn new_state(&self, at: usize, param: &Tensor) -> Result<Option<Tensor>> {
        let mut sizes = param.sizes().to_vec();
        match (at, sizes.len() > 1) {
            (2, false) => return Ok(Some(Tensor::new(state_like(param.array())?))),
            (0 | 1, true) => {}
            _ => return Ok(None),
        }
        let reduced = sizes.len() - 1 - at;
        sizes[reduced] = 1;
        Options::like(param).try_zeros(sizes).map(Some)
    }

    fn update(&self, slots: &[Slot<'_>]) -> Result<()> {
        each(Self::NAME, slots, self.maximize, |at| {
            let (eps1, eps2) = (self.eps.0.unwrap_or(epsilon(at.param.dtype())), self.eps.1);
            let forgotten = at.step.powf(self.beta2_decay);
            let root = (at.param.numel() as f64).sqrt();
            let alpha = eps2.max(norm(&at.param)? / root) * self.lr.min(1.0 / at.step.sqrt());
            if self.weight_decay != 0.0 {
                at.param.try_mul_(1.0 - self.lr * self.weight_decay)?;
            }
            let estimate = if at.grad.dim() > 1 {
                let (row, col) = (at.state(0)?, at.state(1)?);
                row.try_lerp_(&mean_square(&at.grad, -1)?, forgotten)?;
                col.try_lerp_(&mean_square(&at.grad, -2)?, forgotten)?;
                row.try_matmul(col)?.try_div(row.try_mean_dim([-2], true)?.try_clamp_min(eps1)?)?
            } else {
                let variance = at.state(2)?;
                variance.try_lerp_(at.grad.try_square()?, forgotten)?.try_copy()?
            };
            let update = estimate.try_clamp_min(eps1 * eps1)?.try_rsqrt()?;
            update.try_mul_(&at.grad)?;
            let divisor = (norm(&update)? / (root * self.d)).max(1.0);
            at.param.try_add_alpha_(&update, -alpha / divisor).map(drop)
        })
    }
}
