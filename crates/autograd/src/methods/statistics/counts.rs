//! Histograms and counts.

use cresset_storage::{DType, Error, Result, Scalar};

use super::check_floating;
use crate::{Tensor, no_grad};

#[track_caller]
pub(crate) fn histc(x: &Tensor, bins: i64, min: Scalar, max: Scalar) -> Result<Tensor> {
    no_grad(|| histogram(&x.detach(), bins, min.as_f64(), max.as_f64()))
}

fn histogram(x: &Tensor, bins: i64, min: f64, max: f64) -> Result<Tensor> {
    let op = "histc";
    check_floating(op, x)?;
    let Some(n_bins) = usize::try_from(bins).ok().filter(|&bins| bins > 0) else {
        return Err(Error::argument(op, "bins", bins, "bins must be above 0"));
    };
    let (mut low, mut high) = (min, max);
    if low == high && x.numel() > 0 {
        (low, high) = (x.try_min()?.try_item()?, x.try_max()?.try_item()?);
    }
    if low == high {
        (low, high) = (low - 1.0, high + 1.0);
    }
    if !low.is_finite() || !high.is_finite() {
        return Err(Error::argument(op, "min", format!("{low}, max {high}"), "the bounds must be finite"));
    }
    if low > high {
        return Err(Error::argument(op, "max", max, "max must not be below min"));
    }
    let inside = x.try_ge(low)?.try_logical_and(&x.try_le(high)?)?;
    let inside = x.try_masked_select(&inside)?;
    // In the dtype of the elements, so that those near an edge fall where PyTorch's fall.
    let scalar = |value: f64| crate::Options::like(x).try_full([], value);
    let width = scalar(high)?.try_sub(&scalar(low)?)?;
    let place = inside.try_sub(&scalar(low)?)?.try_mul(bins)?.try_div(&width)?;
    let place = place.try_to_dtype(DType::I64)?.try_clamp(0, bins - 1)?;
    let ones = crate::Options::like(x).try_ones(place.sizes())?;
    crate::Options::like(x).try_zeros([n_bins])?.try_index_add(0, &place, &ones, 1)
}

#[track_caller]
pub(crate) fn bincount(x: &Tensor, weights: Option<&Tensor>, minlength: i64) -> Result<Tensor> {
    no_grad(|| tally(&x.detach(), weights.map(Tensor::detach).as_ref(), minlength))
}

fn tally(x: &Tensor, weights: Option<&Tensor>, minlength: i64) -> Result<Tensor> {
    let op = "bincount";
    let Ok(least) = usize::try_from(minlength) else {
        return Err(Error::argument(op, "minlength", minlength, "minlength must not be negative"));
    };
    if x.dim() == 1 && x.numel() == 0 {
        return crate::Options::like(x).dtype(DType::I64).try_zeros([least]);
    }
    if x.dim() != 1 {
        return Err(Error::shape(op, "not a vector", &[("self", x.sizes())], "give one dim"));
    }
    if !x.dtype().is_integral() {
        return Err(Error::dtype(op, "not whole numbers", &[("self", x.dtype())], "convert to a whole-number type"));
    }
    if let Some(weights) = weights.filter(|weights| weights.sizes() != x.sizes()) {
        let shapes: [(_, &[usize]); 2] = [("self", x.sizes()), ("weights", weights.sizes())];
        return Err(Error::shape(op, "sizes differ", &shapes, "give one weight for each number"));
    }
    let places = x.try_to_dtype(DType::I64)?;
    let lowest = places.try_min()?.try_scalar()?.as_i64();
    if lowest < 0 {
        return Err(Error::argument(op, "self", lowest, "the numbers must not be negative"));
    }
    let highest = places.try_max()?.try_scalar()?.as_i64();
    let n_bins = usize::try_from(highest).unwrap_or(usize::MAX).saturating_add(1).max(least);
    let weights = match weights {
        None => crate::try_ones_like(&places)?,
        Some(weights) if weights.dtype() == DType::F32 => weights.clone(),
        Some(weights) => weights.try_to_dtype(DType::F64)?,
    };
    crate::Options::like(&weights).try_zeros([n_bins])?.try_index_add(0, &places, &weights, 1)
}
