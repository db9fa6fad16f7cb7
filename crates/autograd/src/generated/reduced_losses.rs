//! Methods of the room `reduced_losses`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::methods::reduced_losses;
use crate::{Reduction, Result, Tensor, plain};

impl Tensor {
    /// Negative log-probability of the target class.
    #[track_caller]
    pub fn nll_loss(
        &self,
        target: &Tensor,
        weight: Option<&Tensor>,
        reduction: Reduction,
        ignore_index: i64,
    ) -> Tensor {
        plain(self.try_nll_loss(target, weight, reduction, ignore_index))
    }

    /// [`Tensor::nll_loss`] with errors as values.
    #[track_caller]
    pub fn try_nll_loss(
        &self,
        target: &Tensor,
        weight: Option<&Tensor>,
        reduction: Reduction,
        ignore_index: i64,
    ) -> Result<Tensor> {
        reduced_losses::nll_loss(self, target, weight, reduction, ignore_index)
    }

    /// Negative log-probability of the target class, or mean over class probabilities, from logits.
    #[track_caller]
    pub fn cross_entropy(
        &self,
        target: &Tensor,
        weight: Option<&Tensor>,
        reduction: Reduction,
        ignore_index: i64,
        label_smoothing: f64,
    ) -> Tensor {
        plain(self.try_cross_entropy(target, weight, reduction, ignore_index, label_smoothing))
    }

    /// [`Tensor::cross_entropy`] with errors as values.
    #[track_caller]
    pub fn try_cross_entropy(
        &self,
        target: &Tensor,
        weight: Option<&Tensor>,
        reduction: Reduction,
        ignore_index: i64,
        label_smoothing: f64,
    ) -> Result<Tensor> {
        reduced_losses::cross_entropy(self, target, weight, reduction, ignore_index, label_smoothing)
    }

    /// Mean squared error.
    #[track_caller]
    pub fn mse_loss(&self, target: &Tensor, reduction: Reduction) -> Tensor {
        plain(self.try_mse_loss(target, reduction))
    }

    /// [`Tensor::mse_loss`] with errors as values.
    #[track_caller]
    pub fn try_mse_loss(&self, target: &Tensor, reduction: Reduction) -> Result<Tensor> {
        reduced_losses::mse_loss(self, target, reduction)
    }

    /// Mean absolute error.
    #[track_caller]
    pub fn l1_loss(&self, target: &Tensor, reduction: Reduction) -> Tensor {
        plain(self.try_l1_loss(target, reduction))
    }

    /// [`Tensor::l1_loss`] with errors as values.
    #[track_caller]
    pub fn try_l1_loss(&self, target: &Tensor, reduction: Reduction) -> Result<Tensor> {
        reduced_losses::l1_loss(self, target, reduction)
    }
}
