//! Methods of the room `join`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::autocast::Casts;
use crate::methods::join;
use crate::record::one_device;
use crate::{AsOperand, Result, Tensor, plain};

impl Tensor {
    /// Tensors one after another along a dimension.
    #[track_caller]
    pub fn cat(tensors: &[&Tensor], dim: i64) -> Tensor {
        plain(Self::try_cat(tensors, dim))
    }

    /// [`Tensor::cat`] with errors as values.
    #[track_caller]
    pub fn try_cat(tensors: &[&Tensor], dim: i64) -> Result<Tensor> {
        one_device("cat", tensors.iter().copied().map(Some))?;
        if let Some(casts) = Casts::widest(tensors) {
            return join::cat(&casts.many(tensors)?.iter().collect::<Vec<_>>(), dim);
        }
        join::cat(tensors, dim)
    }

    /// Tensors one after another along a new dimension.
    #[track_caller]
    pub fn stack(tensors: &[&Tensor], dim: i64) -> Tensor {
        plain(Self::try_stack(tensors, dim))
    }

    /// [`Tensor::stack`] with errors as values.
    #[track_caller]
    pub fn try_stack(tensors: &[&Tensor], dim: i64) -> Result<Tensor> {
        one_device("stack", tensors.iter().copied().map(Some))?;
        if let Some(casts) = Casts::widest(tensors) {
            return join::stack(&casts.many(tensors)?.iter().collect::<Vec<_>>(), dim);
        }
        join::stack(tensors, dim)
    }

    /// Dimensions in reverse order.
    #[track_caller]
    pub fn flip(&self, dims: impl AsRef<[i64]>) -> Tensor {
        plain(self.try_flip(dims))
    }

    /// [`Tensor::flip`] with errors as values.
    #[track_caller]
    pub fn try_flip(&self, dims: impl AsRef<[i64]>) -> Result<Tensor> {
        join::flip(self, dims.as_ref())
    }

    /// Elements moved along dimensions, around the end.
    #[track_caller]
    pub fn roll(&self, shifts: impl AsRef<[i64]>, dims: impl AsRef<[i64]>) -> Tensor {
        plain(self.try_roll(shifts, dims))
    }

    /// [`Tensor::roll`] with errors as values.
    #[track_caller]
    pub fn try_roll(&self, shifts: impl AsRef<[i64]>, dims: impl AsRef<[i64]>) -> Result<Tensor> {
        join::roll(self, shifts.as_ref(), dims.as_ref())
    }

    /// The tensor so many times along each dimension.
    #[track_caller]
    pub fn repeat(&self, repeats: impl AsRef<[i64]>) -> Tensor {
        plain(self.try_repeat(repeats))
    }

    /// [`Tensor::repeat`] with errors as values.
    #[track_caller]
    pub fn try_repeat(&self, repeats: impl AsRef<[i64]>) -> Result<Tensor> {
        join::repeat(self, repeats.as_ref())
    }

    /// Each place of a dimension so many times, by one number or one for each; flattened without a dimension.
    #[track_caller]
    pub fn repeat_interleave(&self, repeats: impl AsOperand, dim: Option<i64>) -> Tensor {
        plain(self.try_repeat_interleave(repeats, dim))
    }

    /// [`Tensor::repeat_interleave`] with errors as values.
    #[track_caller]
    pub fn try_repeat_interleave(&self, repeats: impl AsOperand, dim: Option<i64>) -> Result<Tensor> {
        join::repeat_interleave(self, repeats.as_operand(), dim)
    }

    /// Lower triangle, zero above.
    #[track_caller]
    pub fn tril(&self, diagonal: i64) -> Tensor {
        plain(self.try_tril(diagonal))
    }

    /// [`Tensor::tril`] with errors as values.
    #[track_caller]
    pub fn try_tril(&self, diagonal: i64) -> Result<Tensor> {
        join::tril(self, diagonal)
    }

    /// [`Tensor::tril`] written into `self`.
    #[track_caller]
    pub fn tril_(&self, diagonal: i64) -> &Tensor {
        plain(self.try_tril_(diagonal))
    }

    /// [`Tensor::tril_`] with errors as values.
    #[track_caller]
    pub fn try_tril_(&self, diagonal: i64) -> Result<&Tensor> {
        join::tril_(self, diagonal).map(|()| self)
    }

    /// Upper triangle, zero below.
    #[track_caller]
    pub fn triu(&self, diagonal: i64) -> Tensor {
        plain(self.try_triu(diagonal))
    }

    /// [`Tensor::triu`] with errors as values.
    #[track_caller]
    pub fn try_triu(&self, diagonal: i64) -> Result<Tensor> {
        join::triu(self, diagonal)
    }

    /// [`Tensor::triu`] written into `self`.
    #[track_caller]
    pub fn triu_(&self, diagonal: i64) -> &Tensor {
        plain(self.try_triu_(diagonal))
    }

    /// [`Tensor::triu_`] with errors as values.
    #[track_caller]
    pub fn try_triu_(&self, diagonal: i64) -> Result<&Tensor> {
        join::triu_(self, diagonal).map(|()| self)
    }
}
