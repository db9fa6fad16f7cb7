//! Methods of the room `indexing`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::methods::indexing;
use crate::{Operand, Result, Tensor, plain};

impl Tensor {
    /// Element at the index along a dimension.
    #[track_caller]
    pub fn gather(&self, dim: i64, index: &Tensor) -> Tensor {
        plain(self.try_gather(dim, index))
    }

    /// [`Tensor::gather`] with errors as values.
    #[track_caller]
    pub fn try_gather(&self, dim: i64, index: &Tensor) -> Result<Tensor> {
        indexing::gather(self, dim, index)
    }

    /// Writes each source element to its index along a dimension.
    #[track_caller]
    pub fn scatter(&self, dim: i64, index: &Tensor, src: &Tensor) -> Tensor {
        plain(self.try_scatter(dim, index, src))
    }

    /// [`Tensor::scatter`] with errors as values.
    #[track_caller]
    pub fn try_scatter(&self, dim: i64, index: &Tensor, src: &Tensor) -> Result<Tensor> {
        indexing::scatter(self, dim, index, src)
    }

    /// [`Tensor::scatter`] written into `self`.
    #[track_caller]
    pub fn scatter_(&self, dim: i64, index: &Tensor, src: &Tensor) -> &Tensor {
        plain(self.try_scatter_(dim, index, src))
    }

    /// [`Tensor::scatter_`] with errors as values.
    #[track_caller]
    pub fn try_scatter_(&self, dim: i64, index: &Tensor, src: &Tensor) -> Result<&Tensor> {
        indexing::scatter_(self, dim, index, src).map(|()| self)
    }

    /// Adds each source element at its index along a dimension.
    #[track_caller]
    pub fn scatter_add(&self, dim: i64, index: &Tensor, src: &Tensor) -> Tensor {
        plain(self.try_scatter_add(dim, index, src))
    }

    /// [`Tensor::scatter_add`] with errors as values.
    #[track_caller]
    pub fn try_scatter_add(&self, dim: i64, index: &Tensor, src: &Tensor) -> Result<Tensor> {
        indexing::scatter_add(self, dim, index, src)
    }

    /// [`Tensor::scatter_add`] written into `self`.
    #[track_caller]
    pub fn scatter_add_(&self, dim: i64, index: &Tensor, src: &Tensor) -> &Tensor {
        plain(self.try_scatter_add_(dim, index, src))
    }

    /// [`Tensor::scatter_add_`] with errors as values.
    #[track_caller]
    pub fn try_scatter_add_(&self, dim: i64, index: &Tensor, src: &Tensor) -> Result<&Tensor> {
        indexing::scatter_add_(self, dim, index, src).map(|()| self)
    }

    /// Places of a dimension, by a vector of indices.
    #[track_caller]
    pub fn index_select(&self, dim: i64, index: &Tensor) -> Tensor {
        plain(self.try_index_select(dim, index))
    }

    /// [`Tensor::index_select`] with errors as values.
    #[track_caller]
    pub fn try_index_select(&self, dim: i64, index: &Tensor) -> Result<Tensor> {
        indexing::index_select(self, dim, index)
    }

    /// Adds the source at places of a dimension, by a vector of indices.
    #[track_caller]
    pub fn index_add(&self, dim: i64, index: &Tensor, source: &Tensor) -> Tensor {
        plain(self.try_index_add(dim, index, source))
    }

    /// [`Tensor::index_add`] with errors as values.
    #[track_caller]
    pub fn try_index_add(&self, dim: i64, index: &Tensor, source: &Tensor) -> Result<Tensor> {
        indexing::index_add(self, dim, index, source)
    }

    /// [`Tensor::index_add`] written into `self`.
    #[track_caller]
    pub fn index_add_(&self, dim: i64, index: &Tensor, source: &Tensor) -> &Tensor {
        plain(self.try_index_add_(dim, index, source))
    }

    /// [`Tensor::index_add_`] with errors as values.
    #[track_caller]
    pub fn try_index_add_(&self, dim: i64, index: &Tensor, source: &Tensor) -> Result<&Tensor> {
        indexing::index_add_(self, dim, index, source).map(|()| self)
    }

    /// The value where the mask is true.
    #[track_caller]
    pub fn masked_fill<'a>(&self, mask: &Tensor, value: impl Into<Operand<'a>>) -> Tensor {
        plain(self.try_masked_fill(mask, value))
    }

    /// [`Tensor::masked_fill`] with errors as values.
    #[track_caller]
    pub fn try_masked_fill<'a>(&self, mask: &Tensor, value: impl Into<Operand<'a>>) -> Result<Tensor> {
        indexing::masked_fill(self, mask, value.into())
    }

    /// [`Tensor::masked_fill`] written into `self`.
    #[track_caller]
    pub fn masked_fill_<'a>(&self, mask: &Tensor, value: impl Into<Operand<'a>>) -> &Tensor {
        plain(self.try_masked_fill_(mask, value))
    }

    /// [`Tensor::masked_fill_`] with errors as values.
    #[track_caller]
    pub fn try_masked_fill_<'a>(&self, mask: &Tensor, value: impl Into<Operand<'a>>) -> Result<&Tensor> {
        indexing::masked_fill_(self, mask, value.into()).map(|()| self)
    }

    /// Vector of the elements where the mask is true.
    #[track_caller]
    pub fn masked_select(&self, mask: &Tensor) -> Tensor {
        plain(self.try_masked_select(mask))
    }

    /// [`Tensor::masked_select`] with errors as values.
    #[track_caller]
    pub fn try_masked_select(&self, mask: &Tensor) -> Result<Tensor> {
        indexing::masked_select(self, mask)
    }

    /// Elements by their position in the flattened tensor.
    #[track_caller]
    pub fn take(&self, index: &Tensor) -> Tensor {
        plain(self.try_take(index))
    }

    /// [`Tensor::take`] with errors as values.
    #[track_caller]
    pub fn try_take(&self, index: &Tensor) -> Result<Tensor> {
        indexing::take(self, index)
    }

    /// Rows of a weight matrix.
    #[track_caller]
    pub fn embedding(&self, indices: &Tensor) -> Tensor {
        plain(self.try_embedding(indices))
    }

    /// [`Tensor::embedding`] with errors as values.
    #[track_caller]
    pub fn try_embedding(&self, indices: &Tensor) -> Result<Tensor> {
        indexing::embedding(self, indices)
    }

    /// One at the index and zero elsewhere, along a new last dimension.
    ///
    /// No gradient: the input is an index.
    #[track_caller]
    pub fn one_hot(&self, num_classes: i64) -> Tensor {
        plain(self.try_one_hot(num_classes))
    }

    /// [`Tensor::one_hot`] with errors as values.
    #[track_caller]
    pub fn try_one_hot(&self, num_classes: i64) -> Result<Tensor> {
        indexing::one_hot(self, num_classes)
    }

    /// Positions of the elements that are not zero, one in each row.
    ///
    /// No gradient: a position does not change smoothly.
    #[track_caller]
    pub fn nonzero(&self) -> Tensor {
        plain(self.try_nonzero())
    }

    /// [`Tensor::nonzero`] with errors as values.
    #[track_caller]
    pub fn try_nonzero(&self) -> Result<Tensor> {
        indexing::nonzero(self)
    }

    /// Elements in order along a dimension, and their positions.
    #[track_caller]
    pub fn sort(&self, dim: i64, descending: bool) -> (Tensor, Tensor) {
        plain(self.try_sort(dim, descending))
    }

    /// [`Tensor::sort`] with errors as values.
    #[track_caller]
    pub fn try_sort(&self, dim: i64, descending: bool) -> Result<(Tensor, Tensor)> {
        indexing::sort(self, dim, descending)
    }

    /// Positions that would put a dimension in order.
    ///
    /// No gradient: a position does not change smoothly.
    #[track_caller]
    pub fn argsort(&self, dim: i64, descending: bool) -> Tensor {
        plain(self.try_argsort(dim, descending))
    }

    /// [`Tensor::argsort`] with errors as values.
    #[track_caller]
    pub fn try_argsort(&self, dim: i64, descending: bool) -> Result<Tensor> {
        indexing::argsort(self, dim, descending)
    }

    /// The largest or smallest elements along a dimension, and their positions.
    #[track_caller]
    pub fn topk(&self, k: usize, dim: i64, largest: bool, sorted: bool) -> (Tensor, Tensor) {
        plain(self.try_topk(k, dim, largest, sorted))
    }

    /// [`Tensor::topk`] with errors as values.
    #[track_caller]
    pub fn try_topk(&self, k: usize, dim: i64, largest: bool, sorted: bool) -> Result<(Tensor, Tensor)> {
        indexing::topk(self, k, dim, largest, sorted)
    }
}
