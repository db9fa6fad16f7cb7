//! The greatest and the least, and where they stand.

use super::*;
use crate::cpu::reduce::fold::Least;
use crate::cpu::reduce::position;

/// The greatest element over dimensions; NaN if one is NaN.
///
/// # Errors
/// As [`sum`]; also a folded dimension without elements.
pub fn amax(x: &Array, dims: &[i64], keepdim: bool) -> Result<Array> {
    let call = Call::new("amax", x, dims, keepdim)?;
    call.refuse_empty(x)?;
    if let Some(out) = call.on_gpu(x, Folds::Greatest, 0.0)? {
        return Ok(out);
    }
    for_dtype!(call.op, x.dtype(), real: T => call.finish(&call.fold::<T, _>(x, Greatest)?, T::narrow))
}

/// The least element over dimensions; NaN if one is NaN.
///
/// # Errors
/// As [`amax`].
pub fn amin(x: &Array, dims: &[i64], keepdim: bool) -> Result<Array> {
    let call = Call::new("amin", x, dims, keepdim)?;
    call.refuse_empty(x)?;
    if let Some(out) = call.on_gpu(x, Folds::Least, 0.0)? {
        return Ok(out);
    }
    for_dtype!(call.op, x.dtype(), real: T => call.finish(&call.fold::<T, _>(x, Least)?, T::narrow))
}

/// The greatest element over a dimension and the first position where it stands. NaN is greater than all.
///
/// # Errors
/// As [`amax`].
pub fn max_dim(x: &Array, dim: i64, keepdim: bool) -> Result<(Array, Array)> {
    let found = Found::new("max", x, &[dim], keepdim)?;
    if let Some(both) = found.on_gpu(Folds::GreatestAt)? {
        return Ok(both);
    }
    for_dtype!(found.call.op, x.dtype(), real: T => found.both::<T, _>(Greatest))
}

/// The least element over a dimension and the first position where it stands. NaN is less than all.
///
/// # Errors
/// As [`amax`].
pub fn min_dim(x: &Array, dim: i64, keepdim: bool) -> Result<(Array, Array)> {
    let found = Found::new("min", x, &[dim], keepdim)?;
    if let Some(both) = found.on_gpu(Folds::LeastAt)? {
        return Ok(both);
    }
    for_dtype!(found.call.op, x.dtype(), real: T => found.both::<T, _>(Least))
}

/// The first position of the greatest element over a dimension, or among all in row-major order.
///
/// # Errors
/// As [`amax`].
pub fn argmax(x: &Array, dim: Option<i64>, keepdim: bool) -> Result<Array> {
    let found = Found::new("argmax", x, dim.as_slice(), keepdim)?;
    if let Some((_, positions)) = found.on_gpu(Folds::GreatestAt)? {
        return Ok(positions);
    }
    for_dtype!(found.call.op, x.dtype(), real: T => found.position::<T>(&found.call.fold::<T, _>(&found.x, Greatest)?))
}

/// The first position of the least element over a dimension, or among all in row-major order.
///
/// # Errors
/// As [`amax`].
pub fn argmin(x: &Array, dim: Option<i64>, keepdim: bool) -> Result<Array> {
    let found = Found::new("argmin", x, dim.as_slice(), keepdim)?;
    if let Some((_, positions)) = found.on_gpu(Folds::LeastAt)? {
        return Ok(positions);
    }
    for_dtype!(found.call.op, x.dtype(), real: T => found.position::<T>(&found.call.fold::<T, _>(&found.x, Least)?))
}

/// A call that asks for positions: its input is made contiguous, so that the plan's order is that of the result.
struct Found {
    call: Call,
    x: Array,
    /// Elements along the folded dimension, and of the dimensions within it.
    counts: [usize; 2],
}

impl Found {
    fn new(op: &'static str, x: &Array, dim: &[i64], keepdim: bool) -> Result<Found> {
        let x = contiguous(op, x)?;
        let call = Call::new(op, &x, dim, keepdim)?;
        call.refuse_empty(&x)?;
        let within = match dim.first() {
            Some(&dim) => x.sizes().iter().skip(x.layout().dim(op, dim)? + 1).product(),
            None => 1,
        };
        let counts = [call.n_folded(), within];
        Ok(Found { call, x, counts })
    }

    /// Extremes and positions by a kernel of a GPU, where there is one.
    fn on_gpu(&self, folds: Folds) -> Result<Option<(Array, Array)>> {
        let call = &self.call;
        let Some((values, Some(positions))) = cuda::run(call.op, &self.x, &call.plan, folds, 0.0)? else {
            return Ok(None);
        };
        let arrange = |made| call.plan.arrange(call.op, made, &call.sizes);
        Ok(Some((arrange(&values)?, arrange(&positions)?)))
    }

    fn position<T: Element>(&self, extremes: &[T::Wide]) -> Result<Array> {
        let op = self.call.op;
        let mut out = Array::empty(op, &self.call.sizes, DType::I64, self.call.device)?;
        position::first::<T>(op, &self.x, self.counts, extremes, &mut out)?;
        Ok(out)
    }

    fn both<T: Element, F: Fold<T, Given = (), State = T::Wide>>(&self, fold: F) -> Result<(Array, Array)> {
        let extremes = self.call.fold::<T, _>(&self.x, fold)?;
        Ok((self.call.finish(&extremes, T::narrow)?, self.position::<T>(&extremes)?))
    }
}
