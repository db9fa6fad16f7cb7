//! Elements chosen by their rank: medians, quantiles, the most frequent.

use cresset_storage::{DType, Error, Result};

use super::check_not_empty;
use crate::Tensor;
use crate::record::carrying;

#[track_caller]
pub(crate) fn aminmax(x: &Tensor, dim: Option<i64>, keepdim: bool) -> Result<(Tensor, Tensor)> {
    let dims: Vec<i64> = dim.into_iter().collect();
    Ok((x.try_amin(&dims, keepdim)?, x.try_amax(&dims, keepdim)?))
}

/// One number for each row of a dimension, brought to the rows' sizes.
fn narrowed(x: &Tensor, dim: i64, keepdim: bool) -> Result<Tensor> {
    if keepdim || x.dim() == 0 { Ok(x.clone()) } else { x.try_squeeze_dim(dim) }
}

/// How many elements along a dimension are not NaN; `None` where all are.
fn n_defined(x: &Tensor, dim: i64) -> Result<Option<Tensor>> {
    if !x.dtype().is_floating_point() {
        return Ok(None);
    }
    x.try_isnan()?.try_logical_not()?.try_sum_dim([dim], true).map(Some)
}

/// The element of middle rank along a dimension, and its position.
#[track_caller]
fn middle(op: &'static str, x: &Tensor, dim: i64, keepdim: bool, skips_nan: bool) -> Result<(Tensor, Tensor)> {
    check_not_empty(op, x, dim)?;
    let size = if x.dim() == 0 { 1 } else { x.try_size(dim)? as i64 };
    let (sorted, positions) = x.detach().try_sort(dim, false)?;
    let rank = match n_defined(&sorted, dim)? {
        None => (size - 1) / 2,
        Some(defined) => {
            let least = defined.try_sub(1)?.try_clamp_min(0)?.try_div_floor(2)?;
            let rank = match skips_nan {
                true => least,
                // The first NaN stands behind everything that is defined.
                false => defined.try_lt(size)?.try_where_self(&defined, (size - 1) / 2)?,
            };
            return chosen(x, dim, keepdim, &positions.try_gather(dim, &rank)?);
        }
    };
    let position = if x.dim() == 0 { positions } else { positions.try_narrow(dim, rank, 1)? };
    chosen(x, dim, keepdim, &position)
}

/// The elements at one position of each row of a dimension, and the positions.
#[track_caller]
fn chosen(x: &Tensor, dim: i64, keepdim: bool, position: &Tensor) -> Result<(Tensor, Tensor)> {
    Ok((narrowed(&x.try_gather(dim, position)?, dim, keepdim)?, narrowed(position, dim, keepdim)?))
}

/// The element of middle rank of all: those equal to it share its gradient.
#[track_caller]
fn middle_of_all(op: &'static str, x: &Tensor, skips_nan: bool) -> Result<Tensor> {
    let flat = x.try_reshape([-1])?;
    if flat.numel() == 0 {
        let least = if x.dtype().is_floating_point() { f64::NAN } else { i64::MIN as f64 };
        return Ok(carrying(&crate::Options::like(x).try_full([], least)?, &flat.try_sum()?.try_to_dtype(x.dtype())?));
    }
    let (value, _) = middle(op, &flat.detach(), 0, false, skips_nan)?;
    if !x.requires_grad() {
        return Ok(value);
    }
    let mut equals = flat.detach().try_eq(&value)?;
    if value.dtype().is_floating_point() {
        equals = equals.try_logical_or(&flat.detach().try_isnan()?.try_logical_and(&value.try_isnan()?)?)?;
    }
    Ok(carrying(&value, &flat.try_masked_select(&equals)?.try_mean()?))
}

#[track_caller]
pub(crate) fn median(x: &Tensor) -> Result<Tensor> {
    middle_of_all("median", x, false)
}

#[track_caller]
pub(crate) fn median_dim(x: &Tensor, dim: i64, keepdim: bool) -> Result<(Tensor, Tensor)> {
    middle("median", x, dim, keepdim, false)
}

#[track_caller]
pub(crate) fn nanmedian(x: &Tensor) -> Result<Tensor> {
    middle_of_all("nanmedian", x, true)
}

#[track_caller]
pub(crate) fn nanmedian_dim(x: &Tensor, dim: i64, keepdim: bool) -> Result<(Tensor, Tensor)> {
    middle("nanmedian", x, dim, keepdim, true)
}

#[track_caller]
pub(crate) fn mode(x: &Tensor, dim: i64, keepdim: bool) -> Result<(Tensor, Tensor)> {
    let op = "mode";
    check_not_empty(op, x, dim)?;
    if x.dim() == 0 {
        return chosen(x, dim, keepdim, &crate::Options::like(x).dtype(DType::I64).try_zeros([])?);
    }
    let size = x.try_size(dim)?;
    let (sorted, positions) = x.detach().try_sort(dim, false)?;
    let mut along = vec![1; x.dim()];
    along[x.array().layout().dim(op, dim)?] = -1;
    let place = crate::Options::new().device(x.device()).try_arange(0i64, size as i64, 1i64)?.try_reshape(along)?;
    let (before, after) = (sorted.try_narrow(dim, 0, size - 1)?, sorted.try_narrow(dim, 1, size - 1)?);
    let differs = before.try_ne(&after)?;
    let mut edge: Vec<usize> = x.sizes().to_vec();
    edge[x.array().layout().dim(op, dim)?] = 1;
    let edge = crate::Options::like(x).dtype(DType::Bool).try_ones(edge)?;
    // A run begins behind, and ends before, an element that differs.
    let begins = Tensor::try_cat(&[&edge, &differs], dim)?;
    let ends = Tensor::try_cat(&[&differs, &edge], dim)?;
    let (first, _) = begins.try_where_self(&place, 0)?.try_cummax(dim)?;
    let length = ends.try_where_self(&place.try_sub(&first)?.try_add(1)?, 0)?;
    let (_, best) = length.try_max_dim(dim, true)?;
    chosen(x, dim, keepdim, &positions.try_gather(dim, &best)?)
}

/// What stands between two ranks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Interpolation {
    Linear,
    Lower,
    Higher,
    Midpoint,
    Nearest,
}

fn interpolation(op: &'static str, word: &str) -> Result<Interpolation> {
    Ok(match word {
        "linear" => Interpolation::Linear,
        "lower" => Interpolation::Lower,
        "higher" => Interpolation::Higher,
        "midpoint" => Interpolation::Midpoint,
        "nearest" => Interpolation::Nearest,
        _ => {
            let remedy = "use linear, lower, higher, midpoint or nearest";
            return Err(Error::argument(op, "interpolation", word, remedy));
        }
    })
}

#[track_caller]
fn ranked(
    op: &'static str,
    x: &Tensor,
    q: f64,
    dim: Option<i64>,
    keepdim: bool,
    word: &str,
    skips_nan: bool,
) -> Result<Tensor> {
    let interpolation = interpolation(op, word)?;
    if !matches!(x.dtype(), DType::F32 | DType::F64) {
        let remedy = "convert to float32 or float64";
        return Err(Error::dtype(op, "not float32 or float64", &[("self", x.dtype())], remedy));
    }
    if !(0.0..=1.0).contains(&q) {
        return Err(Error::argument(op, "q", q, "q must be in 0..=1"));
    }
    if x.numel() == 0 {
        return Err(Error::shape(op, "no elements", &[("self", x.sizes())], "give at least one element"));
    }
    let Some(dim) = dim else {
        let out = ranked(op, &x.try_reshape([-1])?, q, Some(0), false, word, skips_nan)?;
        return if keepdim { out.try_reshape(vec![1; x.dim()]) } else { Ok(out) };
    };
    let (sorted, _) = x.try_sort(dim, false)?;
    let Some(defined) = n_defined(&sorted.detach(), dim)? else { return Ok(sorted) };
    let size = if x.dim() == 0 { 1 } else { x.try_size(dim)? as i64 };
    // The order of steps decides the rounding of a rank: a product in the dtype of the elements.
    let q = crate::Options::like(x).try_full([], q)?;
    let rank = match skips_nan {
        true => defined.try_to_dtype(x.dtype())?.try_sub(1.0)?.try_mul(&q)?.try_clamp_min(0.0)?,
        false => {
            let rank = q.try_mul((size - 1) as f64)?;
            defined.try_lt(size)?.try_where_self((size - 1) as f64, &rank)?.try_to_dtype(x.dtype())?
        }
    };
    let rank = match interpolation {
        Interpolation::Lower => rank.try_floor()?,
        Interpolation::Higher => rank.try_ceil()?,
        Interpolation::Nearest => rank.try_round()?,
        Interpolation::Linear | Interpolation::Midpoint => rank,
    };
    let below = rank.try_to_dtype(DType::I64)?;
    let lower = sorted.try_gather(dim, &below)?;
    let between = match interpolation {
        Interpolation::Linear => rank.try_sub(&below)?,
        Interpolation::Midpoint => crate::try_full_like(&rank, 0.5)?,
        _ => return narrowed(&lower, dim, keepdim),
    };
    let upper = sorted.try_gather(dim, &rank.try_ceil()?.try_to_dtype(DType::I64)?)?;
    narrowed(&lower.try_lerp(&upper, &between)?, dim, keepdim)
}

#[track_caller]
pub(crate) fn quantile(x: &Tensor, q: f64, dim: Option<i64>, keepdim: bool, interpolation: &str) -> Result<Tensor> {
    ranked("quantile", x, q, dim, keepdim, interpolation, false)
}

#[track_caller]
pub(crate) fn nanquantile(x: &Tensor, q: f64, dim: Option<i64>, keepdim: bool, interpolation: &str) -> Result<Tensor> {
    ranked("nanquantile", x, q, dim, keepdim, interpolation, true)
}

#[track_caller]
pub(crate) fn msort(x: &Tensor) -> Result<Tensor> {
    Ok(x.try_sort(0, false)?.0)
}
