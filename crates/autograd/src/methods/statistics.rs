//! Moments, distances and other folds made of the reductions.

mod counts;
mod order;
mod running;
mod segments;

use cresset_storage::{DType, Dims, Error, Result};

use crate::Tensor;

pub(crate) use counts::{bincount, histc};
pub(crate) use order::{aminmax, median, median_dim, mode, msort, nanmedian, nanmedian_dim, nanquantile, quantile};
pub(crate) use running::{cummax, cummin, cumulative_trapezoid, diff, logcumsumexp, trapezoid, trapezoid_x};
pub(crate) use segments::segment_reduce;

/// Refuses whole numbers and booleans.
fn check_floating(op: &'static str, x: &Tensor) -> Result<()> {
    if x.dtype().is_floating_point() {
        return Ok(());
    }
    Err(Error::dtype(op, "not a floating dtype", &[("self", x.dtype())], "convert to a floating type first"))
}

/// Refuses a dimension of size 0, of which there is no extreme.
fn check_not_empty(op: &'static str, x: &Tensor, dim: i64) -> Result<()> {
    let at = x.array().layout().dim(op, dim)?;
    if x.sizes().get(at) == Some(&0) {
        return Err(Error::shape(
            op,
            "a dim without elements",
            &[("self", x.sizes())],
            "reduce a dim that has elements",
        ));
    }
    Ok(())
}

fn in_dtype(x: &Tensor, dtype: Option<DType>) -> Result<Tensor> {
    dtype.map_or_else(|| Ok(x.clone()), |dtype| x.try_to_dtype(dtype))
}

#[track_caller]
pub(crate) fn nansum(x: &Tensor, dim: Option<&[i64]>, keepdim: bool, dtype: Option<DType>) -> Result<Tensor> {
    let x = in_dtype(x, dtype)?;
    if !x.dtype().is_floating_point() {
        return x.try_sum_dim(dim.unwrap_or(&[]), keepdim);
    }
    x.try_isnan()?.try_where_self(0.0, &x)?.try_sum_dim(dim.unwrap_or(&[]), keepdim)
}

#[track_caller]
pub(crate) fn nanmean(x: &Tensor, dim: Option<&[i64]>, keepdim: bool, dtype: Option<DType>) -> Result<Tensor> {
    check_floating("nanmean", x)?;
    let count = x.try_isnan()?.try_logical_not()?.try_sum_dim(dim.unwrap_or(&[]), keepdim)?;
    nansum(x, dim, keepdim, dtype)?.try_div(&count)
}

#[track_caller]
pub(crate) fn std_mean(x: &Tensor, dim: Option<&[i64]>, correction: f64, keepdim: bool) -> Result<(Tensor, Tensor)> {
    Ok((x.try_std(dim, correction, keepdim)?, x.try_mean_dim(dim.unwrap_or(&[]), keepdim)?))
}

#[track_caller]
pub(crate) fn var_mean(x: &Tensor, dim: Option<&[i64]>, correction: f64, keepdim: bool) -> Result<(Tensor, Tensor)> {
    Ok((x.try_var(dim, correction, keepdim)?, x.try_mean_dim(dim.unwrap_or(&[]), keepdim)?))
}

#[track_caller]
pub(crate) fn dist(x: &Tensor, other: &Tensor, p: f64) -> Result<Tensor> {
    x.try_sub(other)?.try_norm(p, None, false)
}

#[track_caller]
pub(crate) fn trace(x: &Tensor) -> Result<Tensor> {
    if x.dim() != 2 {
        return Err(Error::shape("trace", "not a matrix", &[("self", x.sizes())], "give two dims"));
    }
    x.try_diagonal(0, 0, 1)?.try_sum()
}

#[track_caller]
pub(crate) fn renorm(x: &Tensor, p: f64, dim: i64, maxnorm: f64) -> Result<Tensor> {
    let op = "renorm";
    if !x.dtype().is_differentiable() {
        check_floating(op, x)?;
    }
    if x.dim() < 2 {
        return Err(Error::shape(op, "fewer than two dims", &[("self", x.sizes())], "give at least two dims"));
    }
    if p <= 0.0 || p.is_nan() {
        return Err(Error::argument(op, "p", p, "p must be above 0"));
    }
    if maxnorm < 0.0 || maxnorm.is_nan() {
        return Err(Error::argument(op, "maxnorm", maxnorm, "maxnorm must be at least 0"));
    }
    let kept = Dims::dim(op, dim, x.dim())?;
    let others: Vec<i64> = (0..x.dim()).filter(|&at| at != kept).map(|at| at as i64).collect();
    // PyTorch's, which keeps the quotient finite.
    const EPSILON: f64 = 1e-7;
    let wide = if x.dtype().n_bytes() == 2 { x.try_to_dtype(DType::F32)? } else { x.clone() };
    let norm = wide.try_norm(p, Some(&others), true)?;
    let scale = norm.try_add(EPSILON)?.try_reciprocal()?.try_mul(maxnorm)?;
    let factor = norm.try_gt(maxnorm)?.try_where_self(&scale, 1.0)?;
    x.try_mul(&factor.try_to_dtype(if x.dtype().is_complex() { factor.dtype() } else { x.dtype() })?)
}

#[track_caller]
pub(crate) fn cov(x: &Tensor, correction: i64) -> Result<Tensor> {
    let op = "cov";
    if x.dim() > 2 || x.dtype() == DType::Bool {
        return Err(Error::shape(op, "not rows of numbers", &[("self", x.sizes())], "give at most two dims"));
    }
    let rows = if x.dim() < 2 { x.try_reshape([1, -1])? } else { x.clone() };
    let rows = if rows.dtype().is_floating_point() { rows } else { rows.try_to_dtype(crate::default_dtype())? };
    let n = rows.sizes()[1] as i64;
    let centred = rows.try_sub(&rows.try_mean_dim([1], true)?)?;
    let product = centred.try_matmul(&centred.try_t()?)?.try_div((n - correction).max(0) as f64)?;
    if x.dim() < 2 { product.try_reshape([]) } else { Ok(product) }
}

#[track_caller]
pub(crate) fn corrcoef(x: &Tensor) -> Result<Tensor> {
    let cov = cov(x, 1)?;
    if cov.dim() == 0 {
        return cov.try_div(&cov);
    }
    let deviation = cov.try_diagonal(0, 0, 1)?.try_sqrt()?;
    cov.try_div(&deviation.try_unsqueeze(1)?)?.try_div(&deviation.try_unsqueeze(0)?)?.try_clamp(-1.0, 1.0)
}
