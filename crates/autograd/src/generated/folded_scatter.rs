//! Methods of the room `folded_scatter`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::methods::folded_scatter;
use crate::record::one_device;
use crate::{Result, Tensor, plain};

impl Tensor {
    /// Folds each source element into its index along a dimension: `sum`, `prod`, `mean`, `amax` or `amin`.
    #[track_caller]
    pub fn scatter_reduce(&self, dim: i64, index: &Tensor, src: &Tensor, reduce: &str, include_self: bool) -> Tensor {
        plain(self.try_scatter_reduce(dim, index, src, reduce, include_self))
    }

    /// [`Tensor::scatter_reduce`] with errors as values.
    #[track_caller]
    pub fn try_scatter_reduce(
        &self,
        dim: i64,
        index: &Tensor,
        src: &Tensor,
        reduce: &str,
        include_self: bool,
    ) -> Result<Tensor> {
        one_device("scatter_reduce", [Some(self), Some(index), Some(src)])?;
        folded_scatter::scatter_reduce(self, dim, index, src, reduce, include_self)
    }

    /// [`Tensor::scatter_reduce`] written into `self`.
    #[track_caller]
    pub fn scatter_reduce_(&self, dim: i64, index: &Tensor, src: &Tensor, reduce: &str, include_self: bool) -> &Tensor {
        plain(self.try_scatter_reduce_(dim, index, src, reduce, include_self))
    }

    /// [`Tensor::scatter_reduce_`] with errors as values.
    #[track_caller]
    pub fn try_scatter_reduce_(
        &self,
        dim: i64,
        index: &Tensor,
        src: &Tensor,
        reduce: &str,
        include_self: bool,
    ) -> Result<&Tensor> {
        one_device("scatter_reduce", [Some(self), Some(index), Some(src)])?;
        folded_scatter::scatter_reduce_(self, dim, index, src, reduce, include_self).map(|()| self)
    }

    /// Folds the places of the source into places of a dimension: `prod`, `mean`, `amax` or `amin`.
    #[track_caller]
    pub fn index_reduce(&self, dim: i64, index: &Tensor, source: &Tensor, reduce: &str, include_self: bool) -> Tensor {
        plain(self.try_index_reduce(dim, index, source, reduce, include_self))
    }

    /// [`Tensor::index_reduce`] with errors as values.
    #[track_caller]
    pub fn try_index_reduce(
        &self,
        dim: i64,
        index: &Tensor,
        source: &Tensor,
        reduce: &str,
        include_self: bool,
    ) -> Result<Tensor> {
        one_device("index_reduce", [Some(self), Some(index), Some(source)])?;
        folded_scatter::index_reduce(self, dim, index, source, reduce, include_self)
    }

    /// [`Tensor::index_reduce`] written into `self`.
    #[track_caller]
    pub fn index_reduce_(
        &self,
        dim: i64,
        index: &Tensor,
        source: &Tensor,
        reduce: &str,
        include_self: bool,
    ) -> &Tensor {
        plain(self.try_index_reduce_(dim, index, source, reduce, include_self))
    }

    /// [`Tensor::index_reduce_`] with errors as values.
    #[track_caller]
    pub fn try_index_reduce_(
        &self,
        dim: i64,
        index: &Tensor,
        source: &Tensor,
        reduce: &str,
        include_self: bool,
    ) -> Result<&Tensor> {
        one_device("index_reduce", [Some(self), Some(index), Some(source)])?;
        folded_scatter::index_reduce_(self, dim, index, source, reduce, include_self).map(|()| self)
    }

    /// For each value of the input its place in this sorted sequence, before equal elements or with `right` behind.
    ///
    /// No gradient: a position does not change smoothly.
    #[track_caller]
    pub fn searchsorted(
        &self,
        input: &Tensor,
        out_int32: bool,
        right: bool,
        side: Option<&str>,
        sorter: Option<&Tensor>,
    ) -> Tensor {
        plain(self.try_searchsorted(input, out_int32, right, side, sorter))
    }

    /// [`Tensor::searchsorted`] with errors as values.
    #[track_caller]
    pub fn try_searchsorted(
        &self,
        input: &Tensor,
        out_int32: bool,
        right: bool,
        side: Option<&str>,
        sorter: Option<&Tensor>,
    ) -> Result<Tensor> {
        one_device("searchsorted", [Some(self), Some(input), sorter])?;
        folded_scatter::searchsorted(self, input, out_int32, right, side, sorter)
    }

    /// For each element its place among sorted boundaries, before equal ones or with `right` behind.
    ///
    /// No gradient: a position does not change smoothly.
    #[track_caller]
    pub fn bucketize(&self, boundaries: &Tensor, out_int32: bool, right: bool) -> Tensor {
        plain(self.try_bucketize(boundaries, out_int32, right))
    }

    /// [`Tensor::bucketize`] with errors as values.
    #[track_caller]
    pub fn try_bucketize(&self, boundaries: &Tensor, out_int32: bool, right: bool) -> Result<Tensor> {
        one_device("bucketize", [Some(self), Some(boundaries)])?;
        folded_scatter::bucketize(self, boundaries, out_int32, right)
    }

    /// Whether each element is among others, or with `invert` is not.
    ///
    /// No gradient: a truth value does not change smoothly.
    #[track_caller]
    pub fn isin(&self, test_elements: &Tensor, invert: bool) -> Tensor {
        plain(self.try_isin(test_elements, invert))
    }

    /// [`Tensor::isin`] with errors as values.
    #[track_caller]
    pub fn try_isin(&self, test_elements: &Tensor, invert: bool) -> Result<Tensor> {
        one_device("isin", [Some(self), Some(test_elements)])?;
        folded_scatter::isin(self, test_elements, invert)
    }

    /// The first positions of elements that are not zero, filled up to `size` rows.
    ///
    /// No gradient: a position does not change smoothly.
    #[track_caller]
    pub fn nonzero_static(&self, size: usize, fill_value: i64) -> Tensor {
        plain(self.try_nonzero_static(size, fill_value))
    }

    /// [`Tensor::nonzero_static`] with errors as values.
    #[track_caller]
    pub fn try_nonzero_static(&self, size: usize, fill_value: i64) -> Result<Tensor> {
        folded_scatter::nonzero_static(self, size, fill_value)
    }
}
