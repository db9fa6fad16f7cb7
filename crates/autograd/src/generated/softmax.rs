//! Methods of the room `softmax`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::methods::softmax;
use crate::{Result, Tensor, plain};

impl Tensor {
    /// Exponentials along a dimension, divided by their sum.
    #[track_caller]
    pub fn softmax(&self, dim: i64) -> Tensor {
        plain(self.try_softmax(dim))
    }

    /// [`Tensor::softmax`] with errors as values.
    #[track_caller]
    pub fn try_softmax(&self, dim: i64) -> Result<Tensor> {
        softmax::softmax(self, dim)
    }

    /// Logarithm of the softmax.
    #[track_caller]
    pub fn log_softmax(&self, dim: i64) -> Tensor {
        plain(self.try_log_softmax(dim))
    }

    /// [`Tensor::log_softmax`] with errors as values.
    #[track_caller]
    pub fn try_log_softmax(&self, dim: i64) -> Result<Tensor> {
        softmax::log_softmax(self, dim)
    }
}
