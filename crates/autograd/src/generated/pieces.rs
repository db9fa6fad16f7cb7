//! Methods of the room `pieces`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::methods::pieces;
use crate::record::one_device;
use crate::{Result, Scalar, Tensor, plain};

impl Tensor {
    /// Tensors side by side: along the second dimension, vectors along the first.
    #[track_caller]
    pub fn hstack(tensors: &[&Tensor]) -> Tensor {
        plain(Self::try_hstack(tensors))
    }

    /// [`Tensor::hstack`] with errors as values.
    #[track_caller]
    pub fn try_hstack(tensors: &[&Tensor]) -> Result<Tensor> {
        one_device("hstack", tensors.iter().copied().map(Some))?;
        pieces::hstack(tensors)
    }

    /// Tensors one above the other: along the first dimension, vectors as rows.
    #[track_caller]
    pub fn vstack(tensors: &[&Tensor]) -> Tensor {
        plain(Self::try_vstack(tensors))
    }

    /// [`Tensor::vstack`] with errors as values.
    #[track_caller]
    pub fn try_vstack(tensors: &[&Tensor]) -> Result<Tensor> {
        one_device("vstack", tensors.iter().copied().map(Some))?;
        pieces::vstack(tensors)
    }

    /// Tensors one behind the other: along the third dimension.
    #[track_caller]
    pub fn dstack(tensors: &[&Tensor]) -> Tensor {
        plain(Self::try_dstack(tensors))
    }

    /// [`Tensor::dstack`] with errors as values.
    #[track_caller]
    pub fn try_dstack(tensors: &[&Tensor]) -> Result<Tensor> {
        one_device("dstack", tensors.iter().copied().map(Some))?;
        pieces::dstack(tensors)
    }

    /// Tensors side by side, vectors as columns.
    #[track_caller]
    pub fn column_stack(tensors: &[&Tensor]) -> Tensor {
        plain(Self::try_column_stack(tensors))
    }

    /// [`Tensor::column_stack`] with errors as values.
    #[track_caller]
    pub fn try_column_stack(tensors: &[&Tensor]) -> Result<Tensor> {
        one_device("column_stack", tensors.iter().copied().map(Some))?;
        pieces::column_stack(tensors)
    }

    /// Views of all tensors in the sizes that they broadcast to.
    #[track_caller]
    pub fn broadcast_tensors(tensors: &[&Tensor]) -> Vec<Tensor> {
        plain(Self::try_broadcast_tensors(tensors))
    }

    /// [`Tensor::broadcast_tensors`] with errors as values.
    #[track_caller]
    pub fn try_broadcast_tensors(tensors: &[&Tensor]) -> Result<Vec<Tensor>> {
        one_device("broadcast_tensors", tensors.iter().copied().map(Some))?;
        pieces::broadcast_tensors(tensors)
    }

    /// The coordinates of a grid over vectors, in `ij` or `xy` order.
    #[track_caller]
    pub fn meshgrid(tensors: &[&Tensor], indexing: &str) -> Vec<Tensor> {
        plain(Self::try_meshgrid(tensors, indexing))
    }

    /// [`Tensor::meshgrid`] with errors as values.
    #[track_caller]
    pub fn try_meshgrid(tensors: &[&Tensor], indexing: &str) -> Result<Vec<Tensor>> {
        one_device("meshgrid", tensors.iter().copied().map(Some))?;
        pieces::meshgrid(tensors, indexing)
    }

    /// The tensors along the diagonal of a matrix of zeros.
    #[track_caller]
    pub fn block_diag(tensors: &[&Tensor]) -> Tensor {
        plain(Self::try_block_diag(tensors))
    }

    /// [`Tensor::block_diag`] with errors as values.
    #[track_caller]
    pub fn try_block_diag(tensors: &[&Tensor]) -> Result<Tensor> {
        one_device("block_diag", tensors.iter().copied().map(Some))?;
        pieces::block_diag(tensors)
    }

    /// All combinations of one element of each vector, as rows.
    #[track_caller]
    pub fn cartesian_prod(tensors: &[&Tensor]) -> Tensor {
        plain(Self::try_cartesian_prod(tensors))
    }

    /// [`Tensor::cartesian_prod`] with errors as values.
    #[track_caller]
    pub fn try_cartesian_prod(tensors: &[&Tensor]) -> Result<Tensor> {
        one_device("cartesian_prod", tensors.iter().copied().map(Some))?;
        pieces::cartesian_prod(tensors)
    }

    /// All combinations of `r` elements of a vector, as rows.
    #[track_caller]
    pub fn combinations(&self, r: i64, with_replacement: bool) -> Tensor {
        plain(self.try_combinations(r, with_replacement))
    }

    /// [`Tensor::combinations`] with errors as values.
    #[track_caller]
    pub fn try_combinations(&self, r: i64, with_replacement: bool) -> Result<Tensor> {
        pieces::combinations(self, r, with_replacement)
    }

    /// Views of a dimension in given stretches.
    #[track_caller]
    pub fn split_with_sizes(&self, split_sizes: impl AsRef<[i64]>, dim: i64) -> Vec<Tensor> {
        plain(self.try_split_with_sizes(split_sizes, dim))
    }

    /// [`Tensor::split_with_sizes`] with errors as values.
    #[track_caller]
    pub fn try_split_with_sizes(&self, split_sizes: impl AsRef<[i64]>, dim: i64) -> Result<Vec<Tensor>> {
        pieces::split_with_sizes(self, split_sizes.as_ref(), dim)
    }

    /// Views of a dimension in so many stretches.
    #[track_caller]
    pub fn tensor_split(&self, sections: i64, dim: i64) -> Vec<Tensor> {
        plain(self.try_tensor_split(sections, dim))
    }

    /// [`Tensor::tensor_split`] with errors as values.
    #[track_caller]
    pub fn try_tensor_split(&self, sections: i64, dim: i64) -> Result<Vec<Tensor>> {
        pieces::tensor_split(self, sections, dim)
    }

    /// Views of a dimension cut before the given places.
    #[track_caller]
    pub fn tensor_split_indices(&self, indices: impl AsRef<[i64]>, dim: i64) -> Vec<Tensor> {
        plain(self.try_tensor_split_indices(indices, dim))
    }

    /// [`Tensor::tensor_split_indices`] with errors as values.
    #[track_caller]
    pub fn try_tensor_split_indices(&self, indices: impl AsRef<[i64]>, dim: i64) -> Result<Vec<Tensor>> {
        pieces::tensor_split_indices(self, indices.as_ref(), dim)
    }

    /// Views of the columns in equal stretches.
    #[track_caller]
    pub fn hsplit(&self, sections: i64) -> Vec<Tensor> {
        plain(self.try_hsplit(sections))
    }

    /// [`Tensor::hsplit`] with errors as values.
    #[track_caller]
    pub fn try_hsplit(&self, sections: i64) -> Result<Vec<Tensor>> {
        pieces::hsplit(self, sections)
    }

    /// Views of the rows in equal stretches.
    #[track_caller]
    pub fn vsplit(&self, sections: i64) -> Vec<Tensor> {
        plain(self.try_vsplit(sections))
    }

    /// [`Tensor::vsplit`] with errors as values.
    #[track_caller]
    pub fn try_vsplit(&self, sections: i64) -> Result<Vec<Tensor>> {
        pieces::vsplit(self, sections)
    }

    /// Views of the third dimension in equal stretches.
    #[track_caller]
    pub fn dsplit(&self, sections: i64) -> Vec<Tensor> {
        plain(self.try_dsplit(sections))
    }

    /// [`Tensor::dsplit`] with errors as values.
    #[track_caller]
    pub fn try_dsplit(&self, sections: i64) -> Result<Vec<Tensor>> {
        pieces::dsplit(self, sections)
    }

    /// View with at least one dimension.
    #[track_caller]
    pub fn atleast_1d(&self) -> Tensor {
        plain(self.try_atleast_1d())
    }

    /// [`Tensor::atleast_1d`] with errors as values.
    #[track_caller]
    pub fn try_atleast_1d(&self) -> Result<Tensor> {
        pieces::atleast_1d(self)
    }

    /// View with at least two dimensions.
    #[track_caller]
    pub fn atleast_2d(&self) -> Tensor {
        plain(self.try_atleast_2d())
    }

    /// [`Tensor::atleast_2d`] with errors as values.
    #[track_caller]
    pub fn try_atleast_2d(&self) -> Result<Tensor> {
        pieces::atleast_2d(self)
    }

    /// View with at least three dimensions.
    #[track_caller]
    pub fn atleast_3d(&self) -> Tensor {
        plain(self.try_atleast_3d())
    }

    /// [`Tensor::atleast_3d`] with errors as values.
    #[track_caller]
    pub fn try_atleast_3d(&self) -> Result<Tensor> {
        pieces::atleast_3d(self)
    }

    /// View with a dimension as several.
    #[track_caller]
    pub fn unflatten(&self, dim: i64, sizes: impl AsRef<[i64]>) -> Tensor {
        plain(self.try_unflatten(dim, sizes))
    }

    /// [`Tensor::unflatten`] with errors as values.
    #[track_caller]
    pub fn try_unflatten(&self, dim: i64, sizes: impl AsRef<[i64]>) -> Result<Tensor> {
        pieces::unflatten(self, dim, sizes.as_ref())
    }

    /// The elements as a vector; a view where strides allow.
    #[track_caller]
    pub fn ravel(&self) -> Tensor {
        plain(self.try_ravel())
    }

    /// [`Tensor::ravel`] with errors as values.
    #[track_caller]
    pub fn try_ravel(&self) -> Result<Tensor> {
        pieces::ravel(self)
    }

    /// View without those of the dimensions whose size is one.
    #[track_caller]
    pub fn squeeze_dims(&self, dim: impl AsRef<[i64]>) -> Tensor {
        plain(self.try_squeeze_dims(dim))
    }

    /// [`Tensor::squeeze_dims`] with errors as values.
    #[track_caller]
    pub fn try_squeeze_dims(&self, dim: impl AsRef<[i64]>) -> Result<Tensor> {
        pieces::squeeze_dims(self, dim.as_ref())
    }

    /// The same elements in the sizes of another tensor.
    #[track_caller]
    pub fn reshape_as(&self, other: &Tensor) -> Tensor {
        plain(self.try_reshape_as(other))
    }

    /// [`Tensor::reshape_as`] with errors as values.
    #[track_caller]
    pub fn try_reshape_as(&self, other: &Tensor) -> Result<Tensor> {
        pieces::reshape_as(self, other)
    }

    /// View in the sizes of another tensor.
    #[track_caller]
    pub fn view_as(&self, other: &Tensor) -> Tensor {
        plain(self.try_view_as(other))
    }

    /// [`Tensor::view_as`] with errors as values.
    #[track_caller]
    pub fn try_view_as(&self, other: &Tensor) -> Result<Tensor> {
        pieces::view_as(self, other)
    }

    /// View that repeats dimensions to the sizes of another tensor.
    #[track_caller]
    pub fn expand_as(&self, other: &Tensor) -> Tensor {
        plain(self.try_expand_as(other))
    }

    /// [`Tensor::expand_as`] with errors as values.
    #[track_caller]
    pub fn try_expand_as(&self, other: &Tensor) -> Result<Tensor> {
        pieces::expand_as(self, other)
    }

    /// The same values in the dtype and on the device of another tensor.
    #[track_caller]
    pub fn type_as(&self, other: &Tensor) -> Tensor {
        plain(self.try_type_as(other))
    }

    /// [`Tensor::type_as`] with errors as values.
    #[track_caller]
    pub fn try_type_as(&self, other: &Tensor) -> Result<Tensor> {
        pieces::type_as(self, other)
    }

    /// The diagonal of a matrix, or a matrix with a vector as its diagonal.
    #[track_caller]
    pub fn diag(&self, diagonal: i64) -> Tensor {
        plain(self.try_diag(diagonal))
    }

    /// [`Tensor::diag`] with errors as values.
    #[track_caller]
    pub fn try_diag(&self, diagonal: i64) -> Result<Tensor> {
        pieces::diag(self, diagonal)
    }

    /// The last dimension as the diagonal of two new ones.
    #[track_caller]
    pub fn diag_embed(&self, offset: i64, dim1: i64, dim2: i64) -> Tensor {
        plain(self.try_diag_embed(offset, dim1, dim2))
    }

    /// [`Tensor::diag_embed`] with errors as values.
    #[track_caller]
    pub fn try_diag_embed(&self, offset: i64, dim1: i64, dim2: i64) -> Result<Tensor> {
        pieces::diag_embed(self, offset, dim1, dim2)
    }

    /// All elements as the diagonal of a matrix.
    #[track_caller]
    pub fn diagflat(&self, offset: i64) -> Tensor {
        plain(self.try_diagflat(offset))
    }

    /// [`Tensor::diagflat`] with errors as values.
    #[track_caller]
    pub fn try_diagflat(&self, offset: i64) -> Result<Tensor> {
        pieces::diagflat(self, offset)
    }

    /// Rows and columns of the lower triangle.
    ///
    /// No gradient: the elements are positions.
    #[track_caller]
    pub fn tril_indices(row: usize, col: usize, offset: i64) -> Tensor {
        plain(Self::try_tril_indices(row, col, offset))
    }

    /// [`Tensor::tril_indices`] with errors as values.
    #[track_caller]
    pub fn try_tril_indices(row: usize, col: usize, offset: i64) -> Result<Tensor> {
        pieces::tril_indices(row, col, offset)
    }

    /// Rows and columns of the upper triangle.
    ///
    /// No gradient: the elements are positions.
    #[track_caller]
    pub fn triu_indices(row: usize, col: usize, offset: i64) -> Tensor {
        plain(Self::try_triu_indices(row, col, offset))
    }

    /// [`Tensor::triu_indices`] with errors as values.
    #[track_caller]
    pub fn try_triu_indices(row: usize, col: usize, offset: i64) -> Result<Tensor> {
        pieces::triu_indices(row, col, offset)
    }

    /// A copy with a view of given sizes, strides and offset written.
    #[track_caller]
    pub fn as_strided_scatter(
        &self,
        src: &Tensor,
        size: impl AsRef<[i64]>,
        stride: impl AsRef<[i64]>,
        storage_offset: Option<i64>,
    ) -> Tensor {
        plain(self.try_as_strided_scatter(src, size, stride, storage_offset))
    }

    /// [`Tensor::as_strided_scatter`] with errors as values.
    #[track_caller]
    pub fn try_as_strided_scatter(
        &self,
        src: &Tensor,
        size: impl AsRef<[i64]>,
        stride: impl AsRef<[i64]>,
        storage_offset: Option<i64>,
    ) -> Result<Tensor> {
        one_device("as_strided_scatter", [Some(self), Some(src)])?;
        pieces::as_strided_scatter(self, src, size.as_ref(), stride.as_ref(), storage_offset)
    }

    /// Powers of the elements of a vector, as rows; falling unless `increasing`.
    #[track_caller]
    pub fn vander(&self, n: Option<i64>, increasing: bool) -> Tensor {
        plain(self.try_vander(n, increasing))
    }

    /// [`Tensor::vander`] with errors as values.
    #[track_caller]
    pub fn try_vander(&self, n: Option<i64>, increasing: bool) -> Result<Tensor> {
        pieces::vander(self, n, increasing)
    }

    /// One value along the main diagonal, and with `wrap` again below a tall matrix's square.
    #[track_caller]
    pub fn fill_diagonal(&self, fill_value: impl Into<Scalar>, wrap: bool) -> Tensor {
        plain(self.try_fill_diagonal(fill_value, wrap))
    }

    /// [`Tensor::fill_diagonal`] with errors as values.
    #[track_caller]
    pub fn try_fill_diagonal(&self, fill_value: impl Into<Scalar>, wrap: bool) -> Result<Tensor> {
        pieces::fill_diagonal(self, fill_value.into(), wrap)
    }

    /// [`Tensor::fill_diagonal`] written into `self`.
    #[track_caller]
    pub fn fill_diagonal_(&self, fill_value: impl Into<Scalar>, wrap: bool) -> &Tensor {
        plain(self.try_fill_diagonal_(fill_value, wrap))
    }

    /// [`Tensor::fill_diagonal_`] with errors as values.
    #[track_caller]
    pub fn try_fill_diagonal_(&self, fill_value: impl Into<Scalar>, wrap: bool) -> Result<&Tensor> {
        pieces::fill_diagonal_(self, fill_value.into(), wrap).map(|()| self)
    }

    /// Columns in reverse order.
    #[track_caller]
    pub fn fliplr(&self) -> Tensor {
        plain(self.try_fliplr())
    }

    /// [`Tensor::fliplr`] with errors as values.
    #[track_caller]
    pub fn try_fliplr(&self) -> Result<Tensor> {
        pieces::fliplr(self)
    }

    /// Rows in reverse order.
    #[track_caller]
    pub fn flipud(&self) -> Tensor {
        plain(self.try_flipud())
    }

    /// [`Tensor::flipud`] with errors as values.
    #[track_caller]
    pub fn try_flipud(&self) -> Result<Tensor> {
        pieces::flipud(self)
    }

    /// Two dimensions turned by so many right angles.
    #[track_caller]
    pub fn rot90(&self, k: i64, dims: impl AsRef<[i64]>) -> Tensor {
        plain(self.try_rot90(k, dims))
    }

    /// [`Tensor::rot90`] with errors as values.
    #[track_caller]
    pub fn try_rot90(&self, k: i64, dims: impl AsRef<[i64]>) -> Result<Tensor> {
        pieces::rot90(self, k, dims.as_ref())
    }

    /// The tensor so many times along its last dimensions.
    #[track_caller]
    pub fn tile(&self, dims: impl AsRef<[i64]>) -> Tensor {
        plain(self.try_tile(dims))
    }

    /// [`Tensor::tile`] with errors as values.
    #[track_caller]
    pub fn try_tile(&self, dims: impl AsRef<[i64]>) -> Result<Tensor> {
        pieces::tile(self, dims.as_ref())
    }

    /// View with the last two dimensions exchanged.
    #[track_caller]
    pub fn mt(&self) -> Tensor {
        plain(self.try_mt())
    }

    /// [`Tensor::mt`] with errors as values.
    #[track_caller]
    pub fn try_mt(&self) -> Result<Tensor> {
        pieces::mt(self)
    }

    /// View with all dimensions in reverse order.
    #[track_caller]
    pub fn numpy_t(&self) -> Tensor {
        plain(self.try_numpy_t())
    }

    /// [`Tensor::numpy_t`] with errors as values.
    #[track_caller]
    pub fn try_numpy_t(&self) -> Result<Tensor> {
        pieces::numpy_t(self)
    }
}
