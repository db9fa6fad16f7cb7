//! Variance, standard deviation and norms.

use super::*;
use crate::cpu::reduce::fold::{
    GreatestMagnitude, LeastMagnitude, MagnitudeSum, PowerSum, SquareSum, SquaredDistanceSum,
};

/// The variance over dimensions: the sum of squared distances from the mean, divided by the count less `correction` or
/// by 0 where that is negative.
///
/// # Errors
/// As [`sum`]; also not a floating dtype.
pub fn variance(x: &Array, dims: &[i64], correction: f64, keepdim: bool) -> Result<Array> {
    let op = "var";
    let call = Call::new(op, x, dims, keepdim)?;
    if let Some(out) = call.on_gpu(x, Folds::Variance, divisor(&call, correction))? {
        return Ok(out);
    }
    for_dtype!(op, x.dtype(), float: T => call.finish(&spread::<T>(&call, x, correction)?, T::summed))
}

/// The square root of [`variance`].
///
/// # Errors
/// As [`variance`].
pub fn standard_deviation(x: &Array, dims: &[i64], correction: f64, keepdim: bool) -> Result<Array> {
    let op = "std";
    let call = Call::new(op, x, dims, keepdim)?;
    if let Some(out) = call.on_gpu(x, Folds::Deviation, divisor(&call, correction))? {
        return Ok(out);
    }
    for_dtype!(op, x.dtype(), float: T => {
        call.finish(&spread::<T>(&call, x, correction)?, |variance| T::summed(variance.root()))
    })
}

/// What the sum of squared distances is divided by.
fn divisor(call: &Call, correction: f64) -> f64 {
    (call.n_folded() as f64 - correction).max(0.0)
}

/// The variances in the order of the plan.
fn spread<T: Element<Sum: Real>>(call: &Call, x: &Array, correction: f64) -> Result<Vec<T::Sum>> {
    let count = call.n_folded() as f64;
    let mut means = call.fold::<T, _>(x, Sum)?;
    for mean in &mut means {
        *mean = mean.over(count);
    }
    let mut variances = call.fold_given::<T, _>(x, SquaredDistanceSum, &means)?;
    for variance in &mut variances {
        *variance = variance.over(divisor(call, correction));
    }
    Ok(variances)
}

/// The `p`-norm over dimensions: the number of elements that are not zero for 0, the greatest magnitude for infinity,
/// the least for minus infinity.
///
/// # Errors
/// As [`sum`]; also not a floating dtype, or nothing to fold where `p` is negative or infinite.
pub fn norm(x: &Array, p: f64, dims: &[i64], keepdim: bool) -> Result<Array> {
    let op = "norm";
    let call = Call::new(op, x, dims, keepdim)?;
    if p < 0.0 || p == f64::INFINITY {
        call.refuse_empty(x)?;
    }
    let folds = match p {
        0.0 => Folds::CountNorm,
        1.0 => Folds::MagnitudeSum,
        2.0 => Folds::Euclid,
        f64::INFINITY => Folds::GreatestMagnitude,
        f64::NEG_INFINITY => Folds::LeastMagnitude,
        _ => Folds::PowerSum,
    };
    if let Some(out) = call.on_gpu(x, folds, p)? {
        return Ok(out);
    }
    for_dtype!(op, x.dtype(), float: T => match p {
        0.0 => call.finish(&call.fold::<T, _>(x, TrueCount)?, T::from_i64),
        1.0 => call.finish(&call.fold::<T, _>(x, MagnitudeSum)?, T::summed),
        2.0 => call.finish(&call.fold::<T, _>(x, SquareSum)?, |sum| T::summed(sum.root())),
        f64::INFINITY => call.finish(&call.fold::<T, _>(x, GreatestMagnitude)?, T::summed),
        f64::NEG_INFINITY => call.finish(&call.fold::<T, _>(x, LeastMagnitude)?, T::summed),
        _ => call.finish(&call.fold::<T, _>(x, PowerSum(p))?, |sum| T::summed(sum.power(1.0 / p))),
    })
}
