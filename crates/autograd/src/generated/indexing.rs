//! Methods of the room `indexing`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::autocast::Casts;
use crate::methods::indexing;
use crate::record::one_device;
use crate::{AsOperand, Result, Scalar, Tensor, plain};

impl Tensor {
    /// Element at the index along a dimension.
    #[track_caller]
    pub fn gather(&self, dim: i64, index: &Tensor) -> Tensor {
        plain(self.try_gather(dim, index))
    }

    /// [`Tensor::gather`] with errors as values.
    #[track_caller]
    pub fn try_gather(&self, dim: i64, index: &Tensor) -> Result<Tensor> {
        one_device("gather", [Some(self), Some(index)])?;
        indexing::gather(self, dim, index)
    }

    /// Element at the index along a dimension, the other dimensions broadcast; flattened without a dimension.
    #[track_caller]
    pub fn take_along_dim(&self, indices: &Tensor, dim: Option<i64>) -> Tensor {
        plain(self.try_take_along_dim(indices, dim))
    }

    /// [`Tensor::take_along_dim`] with errors as values.
    #[track_caller]
    pub fn try_take_along_dim(&self, indices: &Tensor, dim: Option<i64>) -> Result<Tensor> {
        one_device("take_along_dim", [Some(self), Some(indices)])?;
        indexing::take_along_dim(self, indices, dim)
    }

    /// Writes each source element, or a number, to its index along a dimension.
    #[track_caller]
    pub fn scatter(&self, dim: i64, index: &Tensor, src: impl AsOperand) -> Tensor {
        plain(self.try_scatter(dim, index, src))
    }

    /// [`Tensor::scatter`] with errors as values.
    #[track_caller]
    pub fn try_scatter(&self, dim: i64, index: &Tensor, src: impl AsOperand) -> Result<Tensor> {
        one_device("scatter", [Some(self), Some(index)])?;
        indexing::scatter(self, dim, index, src.as_operand())
    }

    /// [`Tensor::scatter`] written into `self`.
    #[track_caller]
    pub fn scatter_(&self, dim: i64, index: &Tensor, src: impl AsOperand) -> &Tensor {
        plain(self.try_scatter_(dim, index, src))
    }

    /// [`Tensor::scatter_`] with errors as values.
    #[track_caller]
    pub fn try_scatter_(&self, dim: i64, index: &Tensor, src: impl AsOperand) -> Result<&Tensor> {
        one_device("scatter", [Some(self), Some(index)])?;
        indexing::scatter_(self, dim, index, src.as_operand()).map(|()| self)
    }

    /// Adds each source element at its index along a dimension.
    #[track_caller]
    pub fn scatter_add(&self, dim: i64, index: &Tensor, src: &Tensor) -> Tensor {
        plain(self.try_scatter_add(dim, index, src))
    }

    /// [`Tensor::scatter_add`] with errors as values.
    #[track_caller]
    pub fn try_scatter_add(&self, dim: i64, index: &Tensor, src: &Tensor) -> Result<Tensor> {
        one_device("scatter_add", [Some(self), Some(index), Some(src)])?;
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
        one_device("scatter_add", [Some(self), Some(index), Some(src)])?;
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
        one_device("index_select", [Some(self), Some(index)])?;
        indexing::index_select(self, dim, index)
    }

    /// Adds `alpha` times the source at places of a dimension, by a vector of indices.
    #[track_caller]
    pub fn index_add(&self, dim: i64, index: &Tensor, source: &Tensor, alpha: impl Into<Scalar>) -> Tensor {
        plain(self.try_index_add(dim, index, source, alpha))
    }

    /// [`Tensor::index_add`] with errors as values.
    #[track_caller]
    pub fn try_index_add(&self, dim: i64, index: &Tensor, source: &Tensor, alpha: impl Into<Scalar>) -> Result<Tensor> {
        one_device("index_add", [Some(self), Some(index), Some(source)])?;
        indexing::index_add(self, dim, index, source, alpha.into())
    }

    /// [`Tensor::index_add`] written into `self`.
    #[track_caller]
    pub fn index_add_(&self, dim: i64, index: &Tensor, source: &Tensor, alpha: impl Into<Scalar>) -> &Tensor {
        plain(self.try_index_add_(dim, index, source, alpha))
    }

    /// [`Tensor::index_add_`] with errors as values.
    #[track_caller]
    pub fn try_index_add_(
        &self,
        dim: i64,
        index: &Tensor,
        source: &Tensor,
        alpha: impl Into<Scalar>,
    ) -> Result<&Tensor> {
        one_device("index_add", [Some(self), Some(index), Some(source)])?;
        indexing::index_add_(self, dim, index, source, alpha.into()).map(|()| self)
    }

    /// Writes the source over places of a dimension, by a vector of indices.
    #[track_caller]
    pub fn index_copy(&self, dim: i64, index: &Tensor, source: &Tensor) -> Tensor {
        plain(self.try_index_copy(dim, index, source))
    }

    /// [`Tensor::index_copy`] with errors as values.
    #[track_caller]
    pub fn try_index_copy(&self, dim: i64, index: &Tensor, source: &Tensor) -> Result<Tensor> {
        one_device("index_copy", [Some(self), Some(index), Some(source)])?;
        if let Some(casts) = Casts::widest(&[self, index, source]) {
            return indexing::index_copy(&casts.one(self)?, dim, &casts.one(index)?, &casts.one(source)?);
        }
        indexing::index_copy(self, dim, index, source)
    }

    /// [`Tensor::index_copy`] written into `self`.
    #[track_caller]
    pub fn index_copy_(&self, dim: i64, index: &Tensor, source: &Tensor) -> &Tensor {
        plain(self.try_index_copy_(dim, index, source))
    }

    /// [`Tensor::index_copy_`] with errors as values.
    #[track_caller]
    pub fn try_index_copy_(&self, dim: i64, index: &Tensor, source: &Tensor) -> Result<&Tensor> {
        one_device("index_copy", [Some(self), Some(index), Some(source)])?;
        indexing::index_copy_(self, dim, index, source).map(|()| self)
    }

    /// One value at places of a dimension, by a vector of indices.
    #[track_caller]
    pub fn index_fill(&self, dim: i64, index: &Tensor, value: impl AsOperand) -> Tensor {
        plain(self.try_index_fill(dim, index, value))
    }

    /// [`Tensor::index_fill`] with errors as values.
    #[track_caller]
    pub fn try_index_fill(&self, dim: i64, index: &Tensor, value: impl AsOperand) -> Result<Tensor> {
        one_device("index_fill", [Some(self), Some(index)])?;
        indexing::index_fill(self, dim, index, value.as_operand())
    }

    /// [`Tensor::index_fill`] written into `self`.
    #[track_caller]
    pub fn index_fill_(&self, dim: i64, index: &Tensor, value: impl AsOperand) -> &Tensor {
        plain(self.try_index_fill_(dim, index, value))
    }

    /// [`Tensor::index_fill_`] with errors as values.
    #[track_caller]
    pub fn try_index_fill_(&self, dim: i64, index: &Tensor, value: impl AsOperand) -> Result<&Tensor> {
        one_device("index_fill", [Some(self), Some(index)])?;
        indexing::index_fill_(self, dim, index, value.as_operand()).map(|()| self)
    }

    /// Elements by their position in the flattened tensor.
    #[track_caller]
    pub fn take(&self, index: &Tensor) -> Tensor {
        plain(self.try_take(index))
    }

    /// [`Tensor::take`] with errors as values.
    #[track_caller]
    pub fn try_take(&self, index: &Tensor) -> Result<Tensor> {
        one_device("take", [Some(self), Some(index)])?;
        indexing::take(self, index)
    }

    /// Rows of a weight matrix; the padding row gets no gradient.
    #[track_caller]
    pub fn embedding(&self, indices: &Tensor, padding_idx: Option<i64>, scale_grad_by_freq: bool) -> Tensor {
        plain(self.try_embedding(indices, padding_idx, scale_grad_by_freq))
    }

    /// [`Tensor::embedding`] with errors as values.
    #[track_caller]
    pub fn try_embedding(
        &self,
        indices: &Tensor,
        padding_idx: Option<i64>,
        scale_grad_by_freq: bool,
    ) -> Result<Tensor> {
        one_device("embedding", [Some(self), Some(indices)])?;
        indexing::embedding(self, indices, padding_idx, scale_grad_by_freq)
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

    /// The value where the mask is true.
    #[track_caller]
    pub fn masked_fill(&self, mask: &Tensor, value: impl AsOperand) -> Tensor {
        plain(self.try_masked_fill(mask, value))
    }

    /// [`Tensor::masked_fill`] with errors as values.
    #[track_caller]
    pub fn try_masked_fill(&self, mask: &Tensor, value: impl AsOperand) -> Result<Tensor> {
        one_device("masked_fill", [Some(self), Some(mask)])?;
        indexing::masked_fill(self, mask, value.as_operand())
    }

    /// [`Tensor::masked_fill`] written into `self`.
    #[track_caller]
    pub fn masked_fill_(&self, mask: &Tensor, value: impl AsOperand) -> &Tensor {
        plain(self.try_masked_fill_(mask, value))
    }

    /// [`Tensor::masked_fill_`] with errors as values.
    #[track_caller]
    pub fn try_masked_fill_(&self, mask: &Tensor, value: impl AsOperand) -> Result<&Tensor> {
        one_device("masked_fill", [Some(self), Some(mask)])?;
        indexing::masked_fill_(self, mask, value.as_operand()).map(|()| self)
    }

    /// Vector of the elements where the mask is true.
    #[track_caller]
    pub fn masked_select(&self, mask: &Tensor) -> Tensor {
        plain(self.try_masked_select(mask))
    }

    /// [`Tensor::masked_select`] with errors as values.
    #[track_caller]
    pub fn try_masked_select(&self, mask: &Tensor) -> Result<Tensor> {
        one_device("masked_select", [Some(self), Some(mask)])?;
        indexing::masked_select(self, mask)
    }

    /// The next element of the source wherever the mask is true.
    #[track_caller]
    pub fn masked_scatter(&self, mask: &Tensor, source: &Tensor) -> Tensor {
        plain(self.try_masked_scatter(mask, source))
    }

    /// [`Tensor::masked_scatter`] with errors as values.
    #[track_caller]
    pub fn try_masked_scatter(&self, mask: &Tensor, source: &Tensor) -> Result<Tensor> {
        one_device("masked_scatter", [Some(self), Some(mask), Some(source)])?;
        indexing::masked_scatter(self, mask, source)
    }

    /// [`Tensor::masked_scatter`] written into `self`.
    #[track_caller]
    pub fn masked_scatter_(&self, mask: &Tensor, source: &Tensor) -> &Tensor {
        plain(self.try_masked_scatter_(mask, source))
    }

    /// [`Tensor::masked_scatter_`] with errors as values.
    #[track_caller]
    pub fn try_masked_scatter_(&self, mask: &Tensor, source: &Tensor) -> Result<&Tensor> {
        one_device("masked_scatter", [Some(self), Some(mask), Some(source)])?;
        indexing::masked_scatter_(self, mask, source).map(|()| self)
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

    /// Elements at indices, one tensor for each leading dimension or none for all of it.
    #[track_caller]
    pub fn index(&self, indices: &[Option<&Tensor>]) -> Tensor {
        plain(self.try_index(indices))
    }

    /// [`Tensor::index`] with errors as values.
    #[track_caller]
    pub fn try_index(&self, indices: &[Option<&Tensor>]) -> Result<Tensor> {
        indexing::index(self, indices)
    }

    /// Writes, or adds, the values at indices.
    #[track_caller]
    pub fn index_put(&self, indices: &[Option<&Tensor>], values: &Tensor, accumulate: bool) -> Tensor {
        plain(self.try_index_put(indices, values, accumulate))
    }

    /// [`Tensor::index_put`] with errors as values.
    #[track_caller]
    pub fn try_index_put(&self, indices: &[Option<&Tensor>], values: &Tensor, accumulate: bool) -> Result<Tensor> {
        one_device("index_put", [Some(self), Some(values)])?;
        indexing::index_put(self, indices, values, accumulate)
    }

    /// [`Tensor::index_put`] written into `self`.
    #[track_caller]
    pub fn index_put_(&self, indices: &[Option<&Tensor>], values: &Tensor, accumulate: bool) -> &Tensor {
        plain(self.try_index_put_(indices, values, accumulate))
    }

    /// [`Tensor::index_put_`] with errors as values.
    #[track_caller]
    pub fn try_index_put_(&self, indices: &[Option<&Tensor>], values: &Tensor, accumulate: bool) -> Result<&Tensor> {
        one_device("index_put", [Some(self), Some(values)])?;
        indexing::index_put_(self, indices, values, accumulate).map(|()| self)
    }

    /// A copy with one place of a dimension written.
    #[track_caller]
    pub fn select_scatter(&self, src: &Tensor, dim: i64, index: i64) -> Tensor {
        plain(self.try_select_scatter(src, dim, index))
    }

    /// [`Tensor::select_scatter`] with errors as values.
    #[track_caller]
    pub fn try_select_scatter(&self, src: &Tensor, dim: i64, index: i64) -> Result<Tensor> {
        one_device("select_scatter", [Some(self), Some(src)])?;
        indexing::select_scatter(self, src, dim, index)
    }

    /// A copy with a stretch of a dimension written.
    #[track_caller]
    pub fn slice_scatter(&self, src: &Tensor, dim: i64, start: Option<i64>, end: Option<i64>, step: i64) -> Tensor {
        plain(self.try_slice_scatter(src, dim, start, end, step))
    }

    /// [`Tensor::slice_scatter`] with errors as values.
    #[track_caller]
    pub fn try_slice_scatter(
        &self,
        src: &Tensor,
        dim: i64,
        start: Option<i64>,
        end: Option<i64>,
        step: i64,
    ) -> Result<Tensor> {
        one_device("slice_scatter", [Some(self), Some(src)])?;
        indexing::slice_scatter(self, src, dim, start, end, step)
    }

    /// A copy with the diagonal of two dimensions written.
    #[track_caller]
    pub fn diagonal_scatter(&self, src: &Tensor, offset: i64, dim1: i64, dim2: i64) -> Tensor {
        plain(self.try_diagonal_scatter(src, offset, dim1, dim2))
    }

    /// [`Tensor::diagonal_scatter`] with errors as values.
    #[track_caller]
    pub fn try_diagonal_scatter(&self, src: &Tensor, offset: i64, dim1: i64, dim2: i64) -> Result<Tensor> {
        one_device("diagonal_scatter", [Some(self), Some(src)])?;
        indexing::diagonal_scatter(self, src, offset, dim1, dim2)
    }

    /// Elements in order along a dimension, and their positions. Stable; NaN is the largest.
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

    /// The `k`-th smallest element along a dimension, counted from 1, and its position.
    #[track_caller]
    pub fn kthvalue(&self, k: usize, dim: i64, keepdim: bool) -> (Tensor, Tensor) {
        plain(self.try_kthvalue(k, dim, keepdim))
    }

    /// [`Tensor::kthvalue`] with errors as values.
    #[track_caller]
    pub fn try_kthvalue(&self, k: usize, dim: i64, keepdim: bool) -> Result<(Tensor, Tensor)> {
        indexing::kthvalue(self, k, dim, keepdim)
    }

    /// Distinct elements in rising order, where each element's value stands, and how often each occurs.
    ///
    /// No gradient: PyTorch defines none for distinct values.
    #[track_caller]
    pub fn unique(&self) -> (Tensor, Tensor, Tensor) {
        plain(self.try_unique())
    }

    /// [`Tensor::unique`] with errors as values.
    #[track_caller]
    pub fn try_unique(&self) -> Result<(Tensor, Tensor, Tensor)> {
        indexing::unique(self)
    }

    /// First elements of runs of equal ones, where each element's value stands, and the lengths of the runs.
    ///
    /// No gradient: PyTorch defines none for distinct values.
    #[track_caller]
    pub fn unique_consecutive(&self) -> (Tensor, Tensor, Tensor) {
        plain(self.try_unique_consecutive())
    }

    /// [`Tensor::unique_consecutive`] with errors as values.
    #[track_caller]
    pub fn try_unique_consecutive(&self) -> Result<(Tensor, Tensor, Tensor)> {
        indexing::unique_consecutive(self)
    }
}
