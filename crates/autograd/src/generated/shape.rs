//! Methods of the room `shape`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::methods::shape;
use crate::{Result, Tensor, plain};

impl Tensor {
    /// The same elements in another shape; a view where strides allow.
    #[track_caller]
    pub fn reshape(&self, shape: impl AsRef<[i64]>) -> Tensor {
        plain(self.try_reshape(shape))
    }

    /// [`Tensor::reshape`] with errors as values.
    #[track_caller]
    pub fn try_reshape(&self, shape: impl AsRef<[i64]>) -> Result<Tensor> {
        shape::reshape(self, shape.as_ref())
    }

    /// View in another shape; an error where strides do not allow.
    #[track_caller]
    pub fn view(&self, shape: impl AsRef<[i64]>) -> Tensor {
        plain(self.try_view(shape))
    }

    /// [`Tensor::view`] with errors as values.
    #[track_caller]
    pub fn try_view(&self, shape: impl AsRef<[i64]>) -> Result<Tensor> {
        shape::view(self, shape.as_ref())
    }

    /// Dimensions from `start_dim` to `end_dim` as one.
    #[track_caller]
    pub fn flatten(&self, start_dim: i64, end_dim: i64) -> Tensor {
        plain(self.try_flatten(start_dim, end_dim))
    }

    /// [`Tensor::flatten`] with errors as values.
    #[track_caller]
    pub fn try_flatten(&self, start_dim: i64, end_dim: i64) -> Result<Tensor> {
        shape::flatten(self, start_dim, end_dim)
    }

    /// View with the dimensions in another order.
    #[track_caller]
    pub fn permute(&self, dims: impl AsRef<[i64]>) -> Tensor {
        plain(self.try_permute(dims))
    }

    /// [`Tensor::permute`] with errors as values.
    #[track_caller]
    pub fn try_permute(&self, dims: impl AsRef<[i64]>) -> Result<Tensor> {
        shape::permute(self, dims.as_ref())
    }

    /// View with two dimensions exchanged.
    #[track_caller]
    pub fn transpose(&self, dim0: i64, dim1: i64) -> Tensor {
        plain(self.try_transpose(dim0, dim1))
    }

    /// [`Tensor::transpose`] with errors as values.
    #[track_caller]
    pub fn try_transpose(&self, dim0: i64, dim1: i64) -> Result<Tensor> {
        shape::transpose(self, dim0, dim1)
    }

    /// View of a matrix with its dimensions exchanged.
    #[track_caller]
    pub fn t(&self) -> Tensor {
        plain(self.try_t())
    }

    /// [`Tensor::t`] with errors as values.
    #[track_caller]
    pub fn try_t(&self) -> Result<Tensor> {
        shape::t(self)
    }

    /// View with dimensions moved to other places, the rest in order.
    #[track_caller]
    pub fn movedim(&self, source: impl AsRef<[i64]>, destination: impl AsRef<[i64]>) -> Tensor {
        plain(self.try_movedim(source, destination))
    }

    /// [`Tensor::movedim`] with errors as values.
    #[track_caller]
    pub fn try_movedim(&self, source: impl AsRef<[i64]>, destination: impl AsRef<[i64]>) -> Result<Tensor> {
        shape::movedim(self, source.as_ref(), destination.as_ref())
    }

    /// View without the dimensions of size one.
    #[track_caller]
    pub fn squeeze(&self) -> Tensor {
        plain(self.try_squeeze())
    }

    /// [`Tensor::squeeze`] with errors as values.
    #[track_caller]
    pub fn try_squeeze(&self) -> Result<Tensor> {
        shape::squeeze(self)
    }

    /// View without a dimension, if its size is one.
    #[track_caller]
    pub fn squeeze_dim(&self, dim: i64) -> Tensor {
        plain(self.try_squeeze_dim(dim))
    }

    /// [`Tensor::squeeze_dim`] with errors as values.
    #[track_caller]
    pub fn try_squeeze_dim(&self, dim: i64) -> Result<Tensor> {
        shape::squeeze_dim(self, dim)
    }

    /// View with a new dimension of size one.
    #[track_caller]
    pub fn unsqueeze(&self, dim: i64) -> Tensor {
        plain(self.try_unsqueeze(dim))
    }

    /// [`Tensor::unsqueeze`] with errors as values.
    #[track_caller]
    pub fn try_unsqueeze(&self, dim: i64) -> Result<Tensor> {
        shape::unsqueeze(self, dim)
    }

    /// View that repeats dimensions of size one; -1 keeps a size.
    #[track_caller]
    pub fn expand(&self, size: impl AsRef<[i64]>) -> Tensor {
        plain(self.try_expand(size))
    }

    /// [`Tensor::expand`] with errors as values.
    #[track_caller]
    pub fn try_expand(&self, size: impl AsRef<[i64]>) -> Result<Tensor> {
        shape::expand(self, size.as_ref())
    }

    /// View that repeats dimensions of size one.
    #[track_caller]
    pub fn broadcast_to(&self, size: impl AsRef<[i64]>) -> Tensor {
        plain(self.try_broadcast_to(size))
    }

    /// [`Tensor::broadcast_to`] with errors as values.
    #[track_caller]
    pub fn try_broadcast_to(&self, size: impl AsRef<[i64]>) -> Result<Tensor> {
        shape::broadcast_to(self, size.as_ref())
    }

    /// View of a stretch of a dimension.
    #[track_caller]
    pub fn narrow(&self, dim: i64, start: i64, length: usize) -> Tensor {
        plain(self.try_narrow(dim, start, length))
    }

    /// [`Tensor::narrow`] with errors as values.
    #[track_caller]
    pub fn try_narrow(&self, dim: i64, start: i64, length: usize) -> Result<Tensor> {
        shape::narrow(self, dim, start, length)
    }

    /// View of one place of a dimension.
    #[track_caller]
    pub fn select(&self, dim: i64, index: i64) -> Tensor {
        plain(self.try_select(dim, index))
    }

    /// [`Tensor::select`] with errors as values.
    #[track_caller]
    pub fn try_select(&self, dim: i64, index: i64) -> Result<Tensor> {
        shape::select(self, dim, index)
    }

    /// View of a stretch of a dimension in steps.
    #[track_caller]
    pub fn slice(&self, dim: i64, start: Option<i64>, end: Option<i64>, step: i64) -> Tensor {
        plain(self.try_slice(dim, start, end, step))
    }

    /// [`Tensor::slice`] with errors as values.
    #[track_caller]
    pub fn try_slice(&self, dim: i64, start: Option<i64>, end: Option<i64>, step: i64) -> Result<Tensor> {
        shape::slice(self, dim, start, end, step)
    }

    /// View of the diagonal of two dimensions, as the last dimension.
    #[track_caller]
    pub fn diagonal(&self, offset: i64, dim1: i64, dim2: i64) -> Tensor {
        plain(self.try_diagonal(offset, dim1, dim2))
    }

    /// [`Tensor::diagonal`] with errors as values.
    #[track_caller]
    pub fn try_diagonal(&self, offset: i64, dim1: i64, dim2: i64) -> Result<Tensor> {
        shape::diagonal(self, offset, dim1, dim2)
    }

    /// View of the windows of a dimension, which become the last dimension.
    #[track_caller]
    pub fn unfold(&self, dimension: i64, size: usize, step: usize) -> Tensor {
        plain(self.try_unfold(dimension, size, step))
    }

    /// [`Tensor::unfold`] with errors as values.
    #[track_caller]
    pub fn try_unfold(&self, dimension: i64, size: usize, step: usize) -> Result<Tensor> {
        shape::unfold(self, dimension, size, step)
    }

    /// View of the storage with given sizes, strides and offset.
    #[track_caller]
    pub fn as_strided(
        &self,
        size: impl AsRef<[i64]>,
        stride: impl AsRef<[i64]>,
        storage_offset: Option<i64>,
    ) -> Tensor {
        plain(self.try_as_strided(size, stride, storage_offset))
    }

    /// [`Tensor::as_strided`] with errors as values.
    #[track_caller]
    pub fn try_as_strided(
        &self,
        size: impl AsRef<[i64]>,
        stride: impl AsRef<[i64]>,
        storage_offset: Option<i64>,
    ) -> Result<Tensor> {
        shape::as_strided(self, size.as_ref(), stride.as_ref(), storage_offset)
    }

    /// The tensor itself, or a copy without gaps.
    #[track_caller]
    pub fn contiguous(&self) -> Tensor {
        plain(self.try_contiguous())
    }

    /// [`Tensor::contiguous`] with errors as values.
    #[track_caller]
    pub fn try_contiguous(&self) -> Result<Tensor> {
        shape::contiguous(self)
    }

    /// Views of the places of a dimension.
    #[track_caller]
    pub fn unbind(&self, dim: i64) -> Vec<Tensor> {
        plain(self.try_unbind(dim))
    }

    /// [`Tensor::unbind`] with errors as values.
    #[track_caller]
    pub fn try_unbind(&self, dim: i64) -> Result<Vec<Tensor>> {
        shape::unbind(self, dim)
    }

    /// Views of a dimension in stretches; the last may be shorter.
    #[track_caller]
    pub fn split(&self, split_size: usize, dim: i64) -> Vec<Tensor> {
        plain(self.try_split(split_size, dim))
    }

    /// [`Tensor::split`] with errors as values.
    #[track_caller]
    pub fn try_split(&self, split_size: usize, dim: i64) -> Result<Vec<Tensor>> {
        shape::split(self, split_size, dim)
    }

    /// Views of a dimension in at most so many stretches.
    #[track_caller]
    pub fn chunk(&self, chunks: usize, dim: i64) -> Vec<Tensor> {
        plain(self.try_chunk(chunks, dim))
    }

    /// [`Tensor::chunk`] with errors as values.
    #[track_caller]
    pub fn try_chunk(&self, chunks: usize, dim: i64) -> Result<Vec<Tensor>> {
        shape::chunk(self, chunks, dim)
    }
}
