//! Methods of the room `conversion`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::methods::conversion;
use crate::{DType, Result, Tensor, plain};

impl Tensor {
    /// The same values in another dtype; the tensor itself if it has it.
    #[track_caller]
    pub fn to_dtype(&self, dtype: DType) -> Tensor {
        plain(self.try_to_dtype(dtype))
    }

    /// [`Tensor::to_dtype`] with errors as values.
    #[track_caller]
    pub fn try_to_dtype(&self, dtype: DType) -> Result<Tensor> {
        conversion::to_dtype(self, dtype)
    }
}
