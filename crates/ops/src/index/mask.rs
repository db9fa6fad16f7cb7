//! Reading and writing where a mask is true, and the places of elements that are not zero.

use cresset_storage::{DType, Device, Dims, Error, Result};

use super::places::{Change, Way, read, write};
use super::{Chosen, check_same_dtype, value_like};
use crate::access::Access;
use crate::array::{Array, Operand};
use crate::broadcast::broadcast_sizes;
use crate::copy::{beside, contiguous, contiguous_copy, full};
use crate::cpu::index as cpu;
use crate::cpu::index::{Places, Target};
use crate::cuda::mask as cuda;
use crate::plain::for_dtype;
use crate::simd::Boolean;

/// The mask expanded to `sizes`, without gaps.
fn expanded(op: &'static str, mask: &Array, sizes: &Dims) -> Result<Array> {
    if mask.dtype() != DType::Bool {
        let remedy = "compare to get a bool tensor";
        return Err(Error::dtype(op, "mask is not boolean", &[("mask", mask.dtype())], remedy));
    }
    let layout = mask.layout().broadcast_to(op, sizes).map_err(|_| {
        let shapes = [("mask", &mask.sizes()[..]), ("self", sizes)];
        Error::shape(op, "sizes do not broadcast", &shapes, "the mask must broadcast to self")
    })?;
    contiguous(op, &mask.with_layout(layout))
}

/// `x` with the common sizes of itself and the mask.
fn widened(op: &'static str, x: &Array, mask: &Array) -> Result<Array> {
    let sizes = broadcast_sizes(op, x.sizes(), mask.sizes())?;
    Ok(x.with_layout(x.layout().broadcast_to(op, &sizes)?))
}

/// The value where the mask is true, else the element of `x`; both broadcast.
///
/// # Errors
/// A mask that is not boolean, sizes that do not broadcast, a value with dimensions.
pub fn masked_fill(op: &'static str, x: &Array, mask: &Array, value: Operand<'_>) -> Result<Array> {
    let mut out = contiguous_copy(op, &widened(op, x, mask)?)?;
    fill(op, Target::New(&mut out), mask, value)?;
    Ok(out)
}

/// [`masked_fill`] into `x` itself, to which the mask broadcasts.
///
/// # Errors
/// As [`masked_fill`].
pub fn masked_fill_(op: &'static str, x: &Array, mask: &Array, value: Operand<'_>) -> Result<()> {
    fill(op, Target::Held(x), mask, value)
}

fn fill(op: &'static str, target: Target<'_>, mask: &Array, value: Operand<'_>) -> Result<()> {
    let value = value_like(op, target.array(), value)?;
    let mask = expanded(op, mask, target.array().sizes())?;
    if target.array().device() != Device::Cpu {
        return target.settled(op, &[&mask, &value], |target, sources| cuda::fill(op, target, sources[0], sources[1]));
    }
    for_dtype!(value.dtype(), T => target.write::<T>(op, &[&mask, &value], |out, sources| {
        cpu::fill_where(out, sources.slice::<Boolean>(op, 0)?, sources.slice::<T>(op, 1)?[0]);
        Ok(())
    }))
}

/// The elements where the mask is true, in row-major order; both broadcast.
///
/// # Errors
/// A mask that is not boolean, or sizes that do not broadcast.
pub fn masked_select(op: &'static str, x: &Array, mask: &Array) -> Result<Array> {
    let x = widened(op, x, mask)?;
    let mask = expanded(op, mask, x.sizes())?;
    let x = contiguous(op, &x)?;
    if let Some(at) = cuda::positions(op, &mask)? {
        let n = at.numel();
        return read(op, &x, &Dims::clamped(&[n]), &Chosen::There(Places { outer: 1, size: x.numel(), inner: 1, at }));
    }
    let access = Access::read(&[&mask, &x])?;
    let holds: &[Boolean] = access.slice(op, 0)?;
    let n = holds.iter().filter(|holds| holds.get()).count();
    let mut out = Array::empty(op, &Dims::clamped(&[n]), x.dtype(), x.device())?;
    for_dtype!(x.dtype(), T => {
        let chosen = holds.iter().zip(access.slice::<T>(op, 1)?).filter(|(holds, _)| holds.get());
        let out: &mut [T] = crate::access::fill(op, &mut out)?;
        out.iter_mut().zip(chosen).for_each(|(out, (_, &value))| *out = value);
    });
    Ok(out)
}

/// A copy of `x`, widened to the sizes of the mask, with the first elements of `source` where the mask is true.
///
/// # Errors
/// A mask that is not boolean, sizes that do not broadcast, another dtype, or a source with too few elements.
pub fn masked_scatter(op: &'static str, x: &Array, mask: &Array, source: &Array) -> Result<Array> {
    let mut out = contiguous_copy(op, &widened(op, x, mask)?)?;
    spread(op, Target::New(&mut out), mask, source)?;
    Ok(out)
}

/// [`masked_scatter`] into `x` itself, to which the mask broadcasts.
///
/// # Errors
/// As [`masked_scatter`].
pub fn masked_scatter_(op: &'static str, x: &Array, mask: &Array, source: &Array) -> Result<()> {
    spread(op, Target::Held(x), mask, source)
}

/// Zeros of `sizes` with the elements of `source` where the mask is true: the transpose of [`masked_select`].
///
/// # Errors
/// As [`masked_scatter`].
pub fn masked_spread(op: &'static str, sizes: &Dims, mask: &Array, source: &Array) -> Result<Array> {
    let mut out = full(op, sizes, 0.into(), source.dtype(), source.device())?;
    spread(op, Target::New(&mut out), mask, source)?;
    Ok(out)
}

fn spread(op: &'static str, target: Target<'_>, mask: &Array, source: &Array) -> Result<()> {
    check_same_dtype(op, target.array(), source)?;
    let mask = expanded(op, mask, target.array().sizes())?;
    let source = contiguous(op, source)?;
    let check = |n: usize| {
        if n <= source.numel() {
            return Ok(());
        }
        let remedy = "the source needs an element for each place where the mask is true";
        let shapes: [(_, &[usize]); 2] = [("needed", &[n]), ("source", &[source.numel()])];
        Err(Error::shape(op, "source has too few elements", &shapes, remedy))
    };
    if let Some(at) = cuda::positions(op, &mask)? {
        check(at.numel())?;
        let places = Chosen::There(Places { outer: 1, size: mask.numel(), inner: 1, at });
        return write(op, target, &places, Change::Rows(&source), Way::Replace);
    }
    for_dtype!(source.dtype(), T => target.write::<T>(op, &[&mask, &source], |out, sources| {
        let holds: &[Boolean] = sources.slice(op, 0)?;
        let values: &[T] = sources.slice(op, 1)?;
        let n = holds.iter().filter(|holds| holds.get()).count();
        check(n)?;
        let places = out.iter_mut().zip(holds).filter(|(_, holds)| holds.get());
        places.zip(values).for_each(|((out, _), &value)| *out = value);
        Ok(())
    }))
}

/// The positions, in the flattened array, of the elements that are not zero.
fn nonzero_positions(op: &'static str, x: &Array) -> Result<Vec<usize>> {
    let x = contiguous(op, x)?;
    let access = Access::read(&[&x])?;
    for_dtype!(x.dtype(), T => {
        let values: &[T] = access.slice(op, 0)?;
        Ok((0..values.len()).filter(|&at| !cpu::is_zero(values[at])).collect())
    })
}

/// The indices of the elements that are not zero, one in each row.
///
/// # Errors
/// No memory left.
pub fn nonzero(op: &'static str, x: &Array) -> Result<Array> {
    let (sizes, rank) = (*x.sizes(), x.rank());
    if x.device() != Device::Cpu
        && let Some(positions) = cuda::positions(op, &contiguous(op, x)?)?
    {
        return cuda::split(op, &positions, &sizes);
    }
    let positions = nonzero_positions(op, x)?;
    let mut indices = vec![0i64; positions.len() * rank];
    for (row, mut rest) in positions.iter().copied().enumerate() {
        for dim in (0..rank).rev() {
            indices[row * rank + dim] = (rest % sizes[dim]) as i64;
            rest /= sizes[dim];
        }
    }
    beside(op, indices, &[positions.len(), rank], x)
}
