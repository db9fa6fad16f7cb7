//! Methods of the room `reductions`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::autocast::Casts;
use crate::methods::reductions;
use crate::{Result, Tensor, plain};

impl Tensor {
    /// Sum of all elements.
    #[track_caller]
    pub fn sum(&self) -> Tensor {
        plain(self.try_sum())
    }

    /// [`Tensor::sum`] with errors as values.
    #[track_caller]
    pub fn try_sum(&self) -> Result<Tensor> {
        reductions::sum(self)
    }

    /// Sum over dimensions; all of them if none is given.
    #[track_caller]
    pub fn sum_dim(&self, dims: impl AsRef<[i64]>, keepdim: bool) -> Tensor {
        plain(self.try_sum_dim(dims, keepdim))
    }

    /// [`Tensor::sum_dim`] with errors as values.
    #[track_caller]
    pub fn try_sum_dim(&self, dims: impl AsRef<[i64]>, keepdim: bool) -> Result<Tensor> {
        reductions::sum_dim(self, dims.as_ref(), keepdim)
    }

    /// Mean of all elements.
    #[track_caller]
    pub fn mean(&self) -> Tensor {
        plain(self.try_mean())
    }

    /// [`Tensor::mean`] with errors as values.
    #[track_caller]
    pub fn try_mean(&self) -> Result<Tensor> {
        reductions::mean(self)
    }

    /// Mean over dimensions.
    #[track_caller]
    pub fn mean_dim(&self, dims: impl AsRef<[i64]>, keepdim: bool) -> Tensor {
        plain(self.try_mean_dim(dims, keepdim))
    }

    /// [`Tensor::mean_dim`] with errors as values.
    #[track_caller]
    pub fn try_mean_dim(&self, dims: impl AsRef<[i64]>, keepdim: bool) -> Result<Tensor> {
        reductions::mean_dim(self, dims.as_ref(), keepdim)
    }

    /// Product of all elements.
    #[track_caller]
    pub fn prod(&self) -> Tensor {
        plain(self.try_prod())
    }

    /// [`Tensor::prod`] with errors as values.
    #[track_caller]
    pub fn try_prod(&self) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return reductions::prod(&casts.one(self)?);
        }
        reductions::prod(self)
    }

    /// Product over a dimension.
    #[track_caller]
    pub fn prod_dim(&self, dim: i64, keepdim: bool) -> Tensor {
        plain(self.try_prod_dim(dim, keepdim))
    }

    /// [`Tensor::prod_dim`] with errors as values.
    #[track_caller]
    pub fn try_prod_dim(&self, dim: i64, keepdim: bool) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return reductions::prod_dim(&casts.one(self)?, dim, keepdim);
        }
        reductions::prod_dim(self, dim, keepdim)
    }

    /// Largest element over dimensions; ties share the gradient.
    #[track_caller]
    pub fn amax(&self, dims: impl AsRef<[i64]>, keepdim: bool) -> Tensor {
        plain(self.try_amax(dims, keepdim))
    }

    /// [`Tensor::amax`] with errors as values.
    #[track_caller]
    pub fn try_amax(&self, dims: impl AsRef<[i64]>, keepdim: bool) -> Result<Tensor> {
        reductions::amax(self, dims.as_ref(), keepdim)
    }

    /// Smallest element over dimensions; ties share the gradient.
    #[track_caller]
    pub fn amin(&self, dims: impl AsRef<[i64]>, keepdim: bool) -> Tensor {
        plain(self.try_amin(dims, keepdim))
    }

    /// [`Tensor::amin`] with errors as values.
    #[track_caller]
    pub fn try_amin(&self, dims: impl AsRef<[i64]>, keepdim: bool) -> Result<Tensor> {
        reductions::amin(self, dims.as_ref(), keepdim)
    }

    /// Largest of all elements; ties share the gradient.
    #[track_caller]
    pub fn max(&self) -> Tensor {
        plain(self.try_max())
    }

    /// [`Tensor::max`] with errors as values.
    #[track_caller]
    pub fn try_max(&self) -> Result<Tensor> {
        reductions::max(self)
    }

    /// Smallest of all elements; ties share the gradient.
    #[track_caller]
    pub fn min(&self) -> Tensor {
        plain(self.try_min())
    }

    /// [`Tensor::min`] with errors as values.
    #[track_caller]
    pub fn try_min(&self) -> Result<Tensor> {
        reductions::min(self)
    }

    /// Largest element over a dimension and its position, which gets the gradient.
    #[track_caller]
    pub fn max_dim(&self, dim: i64, keepdim: bool) -> (Tensor, Tensor) {
        plain(self.try_max_dim(dim, keepdim))
    }

    /// [`Tensor::max_dim`] with errors as values.
    #[track_caller]
    pub fn try_max_dim(&self, dim: i64, keepdim: bool) -> Result<(Tensor, Tensor)> {
        reductions::max_dim(self, dim, keepdim)
    }

    /// Smallest element over a dimension and its position, which gets the gradient.
    #[track_caller]
    pub fn min_dim(&self, dim: i64, keepdim: bool) -> (Tensor, Tensor) {
        plain(self.try_min_dim(dim, keepdim))
    }

    /// [`Tensor::min_dim`] with errors as values.
    #[track_caller]
    pub fn try_min_dim(&self, dim: i64, keepdim: bool) -> Result<(Tensor, Tensor)> {
        reductions::min_dim(self, dim, keepdim)
    }

    /// Position of the largest element, of all or over a dimension.
    ///
    /// No gradient: a count, position or truth value does not change smoothly.
    #[track_caller]
    pub fn argmax(&self, dim: Option<i64>, keepdim: bool) -> Tensor {
        plain(self.try_argmax(dim, keepdim))
    }

    /// [`Tensor::argmax`] with errors as values.
    #[track_caller]
    pub fn try_argmax(&self, dim: Option<i64>, keepdim: bool) -> Result<Tensor> {
        reductions::argmax(self, dim, keepdim)
    }

    /// Position of the smallest element, of all or over a dimension.
    ///
    /// No gradient: a count, position or truth value does not change smoothly.
    #[track_caller]
    pub fn argmin(&self, dim: Option<i64>, keepdim: bool) -> Tensor {
        plain(self.try_argmin(dim, keepdim))
    }

    /// [`Tensor::argmin`] with errors as values.
    #[track_caller]
    pub fn try_argmin(&self, dim: Option<i64>, keepdim: bool) -> Result<Tensor> {
        reductions::argmin(self, dim, keepdim)
    }

    /// Variance; the divisor is the count less the correction.
    #[track_caller]
    pub fn var(&self, dims: Option<&[i64]>, correction: f64, keepdim: bool) -> Tensor {
        plain(self.try_var(dims, correction, keepdim))
    }

    /// [`Tensor::var`] with errors as values.
    #[track_caller]
    pub fn try_var(&self, dims: Option<&[i64]>, correction: f64, keepdim: bool) -> Result<Tensor> {
        reductions::var(self, dims, correction, keepdim)
    }

    /// Standard deviation; the divisor is the count less the correction.
    #[track_caller]
    pub fn std(&self, dims: Option<&[i64]>, correction: f64, keepdim: bool) -> Tensor {
        plain(self.try_std(dims, correction, keepdim))
    }

    /// [`Tensor::std`] with errors as values.
    #[track_caller]
    pub fn try_std(&self, dims: Option<&[i64]>, correction: f64, keepdim: bool) -> Result<Tensor> {
        reductions::std(self, dims, correction, keepdim)
    }

    /// The p-norm of all elements or over dimensions.
    #[track_caller]
    pub fn norm(&self, p: f64, dims: Option<&[i64]>, keepdim: bool) -> Tensor {
        plain(self.try_norm(p, dims, keepdim))
    }

    /// [`Tensor::norm`] with errors as values.
    #[track_caller]
    pub fn try_norm(&self, p: f64, dims: Option<&[i64]>, keepdim: bool) -> Result<Tensor> {
        reductions::norm(self, p, dims, keepdim)
    }

    /// Whether all elements are true.
    ///
    /// No gradient: a count, position or truth value does not change smoothly.
    #[track_caller]
    pub fn all(&self) -> Tensor {
        plain(self.try_all())
    }

    /// [`Tensor::all`] with errors as values.
    #[track_caller]
    pub fn try_all(&self) -> Result<Tensor> {
        reductions::all(self)
    }

    /// Whether all elements over dimensions are true.
    ///
    /// No gradient: a count, position or truth value does not change smoothly.
    #[track_caller]
    pub fn all_dim(&self, dims: impl AsRef<[i64]>, keepdim: bool) -> Tensor {
        plain(self.try_all_dim(dims, keepdim))
    }

    /// [`Tensor::all_dim`] with errors as values.
    #[track_caller]
    pub fn try_all_dim(&self, dims: impl AsRef<[i64]>, keepdim: bool) -> Result<Tensor> {
        reductions::all_dim(self, dims.as_ref(), keepdim)
    }

    /// Whether any element is true.
    ///
    /// No gradient: a count, position or truth value does not change smoothly.
    #[track_caller]
    pub fn any(&self) -> Tensor {
        plain(self.try_any())
    }

    /// [`Tensor::any`] with errors as values.
    #[track_caller]
    pub fn try_any(&self) -> Result<Tensor> {
        reductions::any(self)
    }

    /// Whether any element over dimensions is true.
    ///
    /// No gradient: a count, position or truth value does not change smoothly.
    #[track_caller]
    pub fn any_dim(&self, dims: impl AsRef<[i64]>, keepdim: bool) -> Tensor {
        plain(self.try_any_dim(dims, keepdim))
    }

    /// [`Tensor::any_dim`] with errors as values.
    #[track_caller]
    pub fn try_any_dim(&self, dims: impl AsRef<[i64]>, keepdim: bool) -> Result<Tensor> {
        reductions::any_dim(self, dims.as_ref(), keepdim)
    }

    /// Logarithm of the sum of exponentials, without overflow.
    #[track_caller]
    pub fn logsumexp(&self, dims: impl AsRef<[i64]>, keepdim: bool) -> Tensor {
        plain(self.try_logsumexp(dims, keepdim))
    }

    /// [`Tensor::logsumexp`] with errors as values.
    #[track_caller]
    pub fn try_logsumexp(&self, dims: impl AsRef<[i64]>, keepdim: bool) -> Result<Tensor> {
        reductions::logsumexp(self, dims.as_ref(), keepdim)
    }

    /// Running sum along a dimension.
    #[track_caller]
    pub fn cumsum(&self, dim: i64) -> Tensor {
        plain(self.try_cumsum(dim))
    }

    /// [`Tensor::cumsum`] with errors as values.
    #[track_caller]
    pub fn try_cumsum(&self, dim: i64) -> Result<Tensor> {
        reductions::cumsum(self, dim)
    }

    /// [`Tensor::cumsum`] written into `self`.
    #[track_caller]
    pub fn cumsum_(&self, dim: i64) -> &Tensor {
        plain(self.try_cumsum_(dim))
    }

    /// [`Tensor::cumsum_`] with errors as values.
    #[track_caller]
    pub fn try_cumsum_(&self, dim: i64) -> Result<&Tensor> {
        reductions::cumsum_(self, dim).map(|()| self)
    }

    /// Running product along a dimension.
    #[track_caller]
    pub fn cumprod(&self, dim: i64) -> Tensor {
        plain(self.try_cumprod(dim))
    }

    /// [`Tensor::cumprod`] with errors as values.
    #[track_caller]
    pub fn try_cumprod(&self, dim: i64) -> Result<Tensor> {
        reductions::cumprod(self, dim)
    }

    /// [`Tensor::cumprod`] written into `self`.
    #[track_caller]
    pub fn cumprod_(&self, dim: i64) -> &Tensor {
        plain(self.try_cumprod_(dim))
    }

    /// [`Tensor::cumprod_`] with errors as values.
    #[track_caller]
    pub fn try_cumprod_(&self, dim: i64) -> Result<&Tensor> {
        reductions::cumprod_(self, dim).map(|()| self)
    }

    /// Number of elements that are not zero.
    ///
    /// No gradient: a count, position or truth value does not change smoothly.
    #[track_caller]
    pub fn count_nonzero(&self, dims: Option<&[i64]>) -> Tensor {
        plain(self.try_count_nonzero(dims))
    }

    /// [`Tensor::count_nonzero`] with errors as values.
    #[track_caller]
    pub fn try_count_nonzero(&self, dims: Option<&[i64]>) -> Result<Tensor> {
        reductions::count_nonzero(self, dims)
    }
}
