//! Adam for gradients that are zero in most rows.

use cresset_autograd::Result;
use cresset_autograd::optimizer::Slot;

use crate::descent::each;
use crate::options::{check_betas, check_not_negative, learning_rate, momentum, options};
use crate::updater::{Rule, Updater};

/// Adam that leaves rows alone, and what is kept of them, in steps in which their gradient is zero.
///
/// Gradients are ordinary tensors here: a row of zeros, such as that of an embedding that was not looked up, is what
/// PyTorch's sparse gradient leaves out. Parameters are updated one by one, as in PyTorch, which has no `foreach` here:
/// each has its own rows.
///
/// # Source
/// <https://docs.pytorch.org/docs/stable/generated/torch.optim.SparseAdam.html>
pub type SparseAdam = Updater<SparseAdamOptions>;

options! {
    /// Options of [`SparseAdam`], with PyTorch's defaults.
    #[derive(Copy)]
    SparseAdamOptions {
        /// Learning rate.
        lr: f64 = 1e-3,
        /// Shares of the running means of the gradient and of its square that are kept.
        betas: (f64, f64) = (0.9, 0.999),
        /// Added to the divisor.
        eps: f64 = 1e-8,
        /// Whether to climb instead of to descend.
        maximize: bool = false,
    }
}

impl Rule for SparseAdamOptions {
    const NAME: &'static str = "SparseAdam";

    fn check(&self) -> Result<()> {
        check_not_negative(Self::NAME, &[("lr", self.lr), ("eps", self.eps)])?;
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
            let row_sizes: Vec<i64> = (1..at.grad.dim() as i64).collect();
            let touched = if row_sizes.is_empty() {
                at.grad.try_abs()?
            } else {
                at.grad.try_abs()?.try_amax(&row_sizes, false)?
            };
            let rows = touched.try_ne(0.0)?.try_nonzero()?.try_reshape([-1])?;
            if rows.numel() == 0 {
                return Ok(());
            }
            let (mean, square) = (at.state(0)?, at.state(1)?);
            let grad = at.grad.try_index_select(0, &rows)?;
            let (old_mean, old_square) = (mean.try_index_select(0, &rows)?, square.try_index_select(0, &rows)?);
            let new_mean = grad.try_sub(&old_mean)?.try_mul(1.0 - beta1)?.try_add(&old_mean)?;
            let new_square = grad.try_square()?.try_sub(&old_square)?.try_mul(1.0 - beta2)?.try_add(&old_square)?;
            mean.try_index_copy_(0, &rows, &new_mean)?;
            square.try_index_copy_(0, &rows, &new_square)?;
            let lr = self.lr * (1.0 - beta2.powf(at.step)).sqrt() / (1.0 - beta1.powf(at.step));
            let divisor = new_square.try_sqrt()?;
            let step = new_mean.try_div(divisor.try_add_(self.eps)?)?;
            at.param.try_index_add_(0, &rows, &step, -lr).map(drop)
        })
    }
}
