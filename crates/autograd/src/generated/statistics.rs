//! Methods of the room `statistics`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::autocast::Casts;
use crate::methods::statistics;
use crate::record::one_device;
use crate::{DType, Result, Scalar, Tensor, plain};

impl Tensor {
    /// Smallest and largest element, of all or over a dimension; ties share the gradient.
    #[track_caller]
    pub fn aminmax(&self, dim: Option<i64>, keepdim: bool) -> (Tensor, Tensor) {
        plain(self.try_aminmax(dim, keepdim))
    }

    /// [`Tensor::aminmax`] with errors as values.
    #[track_caller]
    pub fn try_aminmax(&self, dim: Option<i64>, keepdim: bool) -> Result<(Tensor, Tensor)> {
        statistics::aminmax(self, dim, keepdim)
    }

    /// The lower median of all elements; equal ones share the gradient.
    #[track_caller]
    pub fn median(&self) -> Tensor {
        plain(self.try_median())
    }

    /// [`Tensor::median`] with errors as values.
    #[track_caller]
    pub fn try_median(&self) -> Result<Tensor> {
        statistics::median(self)
    }

    /// The lower median along a dimension, and its position. NaN if there is one.
    #[track_caller]
    pub fn median_dim(&self, dim: i64, keepdim: bool) -> (Tensor, Tensor) {
        plain(self.try_median_dim(dim, keepdim))
    }

    /// [`Tensor::median_dim`] with errors as values.
    #[track_caller]
    pub fn try_median_dim(&self, dim: i64, keepdim: bool) -> Result<(Tensor, Tensor)> {
        statistics::median_dim(self, dim, keepdim)
    }

    /// The lower median of all elements that are not NaN.
    #[track_caller]
    pub fn nanmedian(&self) -> Tensor {
        plain(self.try_nanmedian())
    }

    /// [`Tensor::nanmedian`] with errors as values.
    #[track_caller]
    pub fn try_nanmedian(&self) -> Result<Tensor> {
        statistics::nanmedian(self)
    }

    /// The lower median along a dimension of what is not NaN, and its position.
    #[track_caller]
    pub fn nanmedian_dim(&self, dim: i64, keepdim: bool) -> (Tensor, Tensor) {
        plain(self.try_nanmedian_dim(dim, keepdim))
    }

    /// [`Tensor::nanmedian_dim`] with errors as values.
    #[track_caller]
    pub fn try_nanmedian_dim(&self, dim: i64, keepdim: bool) -> Result<(Tensor, Tensor)> {
        statistics::nanmedian_dim(self, dim, keepdim)
    }

    /// The most frequent element along a dimension, the least of several, and its last position.
    #[track_caller]
    pub fn mode(&self, dim: i64, keepdim: bool) -> (Tensor, Tensor) {
        plain(self.try_mode(dim, keepdim))
    }

    /// [`Tensor::mode`] with errors as values.
    #[track_caller]
    pub fn try_mode(&self, dim: i64, keepdim: bool) -> Result<(Tensor, Tensor)> {
        statistics::mode(self, dim, keepdim)
    }

    /// The element at a fraction of the order, of all or along a dimension; between two as the word says: `linear`, `lower`, `higher`, `midpoint` or `nearest`.
    #[track_caller]
    pub fn quantile(&self, q: f64, dim: Option<i64>, keepdim: bool, interpolation: &str) -> Tensor {
        plain(self.try_quantile(q, dim, keepdim, interpolation))
    }

    /// [`Tensor::quantile`] with errors as values.
    #[track_caller]
    pub fn try_quantile(&self, q: f64, dim: Option<i64>, keepdim: bool, interpolation: &str) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return statistics::quantile(&casts.one(self)?, q, dim, keepdim, interpolation);
        }
        statistics::quantile(self, q, dim, keepdim, interpolation)
    }

    /// The quantile of what is not NaN.
    #[track_caller]
    pub fn nanquantile(&self, q: f64, dim: Option<i64>, keepdim: bool, interpolation: &str) -> Tensor {
        plain(self.try_nanquantile(q, dim, keepdim, interpolation))
    }

    /// [`Tensor::nanquantile`] with errors as values.
    #[track_caller]
    pub fn try_nanquantile(&self, q: f64, dim: Option<i64>, keepdim: bool, interpolation: &str) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return statistics::nanquantile(&casts.one(self)?, q, dim, keepdim, interpolation);
        }
        statistics::nanquantile(self, q, dim, keepdim, interpolation)
    }

    /// Elements in order along the first dimension.
    #[track_caller]
    pub fn msort(&self) -> Tensor {
        plain(self.try_msort())
    }

    /// [`Tensor::msort`] with errors as values.
    #[track_caller]
    pub fn try_msort(&self) -> Result<Tensor> {
        statistics::msort(self)
    }

    /// Sum of what is not NaN.
    #[track_caller]
    pub fn nansum(&self, dim: Option<&[i64]>, keepdim: bool, dtype: Option<DType>) -> Tensor {
        plain(self.try_nansum(dim, keepdim, dtype))
    }

    /// [`Tensor::nansum`] with errors as values.
    #[track_caller]
    pub fn try_nansum(&self, dim: Option<&[i64]>, keepdim: bool, dtype: Option<DType>) -> Result<Tensor> {
        statistics::nansum(self, dim, keepdim, dtype)
    }

    /// Mean of what is not NaN.
    #[track_caller]
    pub fn nanmean(&self, dim: Option<&[i64]>, keepdim: bool, dtype: Option<DType>) -> Tensor {
        plain(self.try_nanmean(dim, keepdim, dtype))
    }

    /// [`Tensor::nanmean`] with errors as values.
    #[track_caller]
    pub fn try_nanmean(&self, dim: Option<&[i64]>, keepdim: bool, dtype: Option<DType>) -> Result<Tensor> {
        statistics::nanmean(self, dim, keepdim, dtype)
    }

    /// Standard deviation and mean.
    #[track_caller]
    pub fn std_mean(&self, dim: Option<&[i64]>, correction: f64, keepdim: bool) -> (Tensor, Tensor) {
        plain(self.try_std_mean(dim, correction, keepdim))
    }

    /// [`Tensor::std_mean`] with errors as values.
    #[track_caller]
    pub fn try_std_mean(&self, dim: Option<&[i64]>, correction: f64, keepdim: bool) -> Result<(Tensor, Tensor)> {
        statistics::std_mean(self, dim, correction, keepdim)
    }

    /// Variance and mean.
    #[track_caller]
    pub fn var_mean(&self, dim: Option<&[i64]>, correction: f64, keepdim: bool) -> (Tensor, Tensor) {
        plain(self.try_var_mean(dim, correction, keepdim))
    }

    /// [`Tensor::var_mean`] with errors as values.
    #[track_caller]
    pub fn try_var_mean(&self, dim: Option<&[i64]>, correction: f64, keepdim: bool) -> Result<(Tensor, Tensor)> {
        statistics::var_mean(self, dim, correction, keepdim)
    }

    /// The p-norm of the difference.
    #[track_caller]
    pub fn dist(&self, other: &Tensor, p: f64) -> Tensor {
        plain(self.try_dist(other, p))
    }

    /// [`Tensor::dist`] with errors as values.
    #[track_caller]
    pub fn try_dist(&self, other: &Tensor, p: f64) -> Result<Tensor> {
        one_device("dist", [Some(self), Some(other)])?;
        statistics::dist(self, other, p)
    }

    /// Sum of the diagonal of a matrix.
    #[track_caller]
    pub fn trace(&self) -> Tensor {
        plain(self.try_trace())
    }

    /// [`Tensor::trace`] with errors as values.
    #[track_caller]
    pub fn try_trace(&self) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return statistics::trace(&casts.one(self)?);
        }
        statistics::trace(self)
    }

    /// Places of a dimension whose p-norm exceeds `maxnorm` scaled down to it.
    #[track_caller]
    pub fn renorm(&self, p: f64, dim: i64, maxnorm: f64) -> Tensor {
        plain(self.try_renorm(p, dim, maxnorm))
    }

    /// [`Tensor::renorm`] with errors as values.
    #[track_caller]
    pub fn try_renorm(&self, p: f64, dim: i64, maxnorm: f64) -> Result<Tensor> {
        statistics::renorm(self, p, dim, maxnorm)
    }

    /// Covariances of the rows of a matrix.
    #[track_caller]
    pub fn cov(&self, correction: i64) -> Tensor {
        plain(self.try_cov(correction))
    }

    /// [`Tensor::cov`] with errors as values.
    #[track_caller]
    pub fn try_cov(&self, correction: i64) -> Result<Tensor> {
        statistics::cov(self, correction)
    }

    /// Correlation coefficients of the rows of a matrix.
    #[track_caller]
    pub fn corrcoef(&self) -> Tensor {
        plain(self.try_corrcoef())
    }

    /// [`Tensor::corrcoef`] with errors as values.
    #[track_caller]
    pub fn try_corrcoef(&self) -> Result<Tensor> {
        statistics::corrcoef(self)
    }

    /// Stretches of a dimension, given by their lengths or offsets, folded: `sum`, `mean`, `prod`, `max` or `min`.
    #[track_caller]
    pub fn segment_reduce(
        &self,
        reduce: &str,
        lengths: Option<&Tensor>,
        offsets: Option<&Tensor>,
        axis: i64,
        unsafe_: bool,
        initial: Option<Scalar>,
    ) -> Tensor {
        plain(self.try_segment_reduce(reduce, lengths, offsets, axis, unsafe_, initial))
    }

    /// [`Tensor::segment_reduce`] with errors as values.
    #[track_caller]
    pub fn try_segment_reduce(
        &self,
        reduce: &str,
        lengths: Option<&Tensor>,
        offsets: Option<&Tensor>,
        axis: i64,
        unsafe_: bool,
        initial: Option<Scalar>,
    ) -> Result<Tensor> {
        one_device("segment_reduce", [Some(self), lengths, offsets])?;
        statistics::segment_reduce(self, reduce, lengths, offsets, axis, unsafe_, initial)
    }

    /// Largest element so far along a dimension, and its last position.
    #[track_caller]
    pub fn cummax(&self, dim: i64) -> (Tensor, Tensor) {
        plain(self.try_cummax(dim))
    }

    /// [`Tensor::cummax`] with errors as values.
    #[track_caller]
    pub fn try_cummax(&self, dim: i64) -> Result<(Tensor, Tensor)> {
        statistics::cummax(self, dim)
    }

    /// Smallest element so far along a dimension, and its last position.
    #[track_caller]
    pub fn cummin(&self, dim: i64) -> (Tensor, Tensor) {
        plain(self.try_cummin(dim))
    }

    /// [`Tensor::cummin`] with errors as values.
    #[track_caller]
    pub fn try_cummin(&self, dim: i64) -> Result<(Tensor, Tensor)> {
        statistics::cummin(self, dim)
    }

    /// Logarithm of the running sum of exponentials along a dimension, without overflow.
    #[track_caller]
    pub fn logcumsumexp(&self, dim: i64) -> Tensor {
        plain(self.try_logcumsumexp(dim))
    }

    /// [`Tensor::logcumsumexp`] with errors as values.
    #[track_caller]
    pub fn try_logcumsumexp(&self, dim: i64) -> Result<Tensor> {
        statistics::logcumsumexp(self, dim)
    }

    /// Integral along a dimension by the trapezoidal rule, with even steps.
    #[track_caller]
    pub fn trapezoid(&self, dx: impl Into<Scalar>, dim: i64) -> Tensor {
        plain(self.try_trapezoid(dx, dim))
    }

    /// [`Tensor::trapezoid`] with errors as values.
    #[track_caller]
    pub fn try_trapezoid(&self, dx: impl Into<Scalar>, dim: i64) -> Result<Tensor> {
        statistics::trapezoid(self, dx.into(), dim)
    }

    /// Integral along a dimension by the trapezoidal rule, at given places.
    #[track_caller]
    pub fn trapezoid_x(&self, x: &Tensor, dim: i64) -> Tensor {
        plain(self.try_trapezoid_x(x, dim))
    }

    /// [`Tensor::trapezoid_x`] with errors as values.
    #[track_caller]
    pub fn try_trapezoid_x(&self, x: &Tensor, dim: i64) -> Result<Tensor> {
        one_device("trapezoid_x", [Some(self), Some(x)])?;
        statistics::trapezoid_x(self, x, dim)
    }

    /// Running integral along a dimension by the trapezoidal rule, with even steps.
    #[track_caller]
    pub fn cumulative_trapezoid(&self, dx: impl Into<Scalar>, dim: i64) -> Tensor {
        plain(self.try_cumulative_trapezoid(dx, dim))
    }

    /// [`Tensor::cumulative_trapezoid`] with errors as values.
    #[track_caller]
    pub fn try_cumulative_trapezoid(&self, dx: impl Into<Scalar>, dim: i64) -> Result<Tensor> {
        statistics::cumulative_trapezoid(self, dx.into(), dim)
    }

    /// Differences of neighbours along a dimension, `n` times.
    #[track_caller]
    pub fn diff(&self, n: i64, dim: i64, prepend: Option<&Tensor>, append: Option<&Tensor>) -> Tensor {
        plain(self.try_diff(n, dim, prepend, append))
    }

    /// [`Tensor::diff`] with errors as values.
    #[track_caller]
    pub fn try_diff(&self, n: i64, dim: i64, prepend: Option<&Tensor>, append: Option<&Tensor>) -> Result<Tensor> {
        one_device("diff", [Some(self), prepend, append])?;
        statistics::diff(self, n, dim, prepend, append)
    }

    /// How many elements fall into each of so many equal stretches; of the elements' own range if both bounds are 0.
    ///
    /// No gradient: a count does not change smoothly.
    #[track_caller]
    pub fn histc(&self, bins: i64, min: impl Into<Scalar>, max: impl Into<Scalar>) -> Tensor {
        plain(self.try_histc(bins, min, max))
    }

    /// [`Tensor::histc`] with errors as values.
    #[track_caller]
    pub fn try_histc(&self, bins: i64, min: impl Into<Scalar>, max: impl Into<Scalar>) -> Result<Tensor> {
        statistics::histc(self, bins, min.into(), max.into())
    }

    /// How often each whole number occurs, or the sum of its weights.
    ///
    /// No gradient: a count does not change smoothly.
    #[track_caller]
    pub fn bincount(&self, weights: Option<&Tensor>, minlength: i64) -> Tensor {
        plain(self.try_bincount(weights, minlength))
    }

    /// [`Tensor::bincount`] with errors as values.
    #[track_caller]
    pub fn try_bincount(&self, weights: Option<&Tensor>, minlength: i64) -> Result<Tensor> {
        one_device("bincount", [Some(self), weights])?;
        statistics::bincount(self, weights, minlength)
    }
}
