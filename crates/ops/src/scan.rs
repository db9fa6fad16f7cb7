//! Running sums, products and extremes along a dimension.

use cresset_storage::{Complex64, DType, Error, Layout, Result};

use crate::array::{Array, Operand};
use crate::copy::{contiguous, copy_, full};
use crate::cpu::scan::{self as cpu, Complexes, ExtremePosition, ExtremeValue, Fractions, LogSum, Wholes};
use crate::cuda::scan::{self as cuda, Scans};
use crate::plain::{Plain, for_dtype};

pub use crate::cpu::scan::Direction;

/// The dimension, and how many elements follow each other along and within it.
fn along(op: &'static str, x: &Array, dim: i64) -> Result<(usize, [usize; 2])> {
    let at = x.layout().dim(op, dim)?;
    let n = x.sizes().get(at).copied().unwrap_or(1);
    Ok((at, [n, x.sizes().iter().skip(at + 1).product()]))
}

/// The running sum along a dimension. Whole numbers and booleans give int64.
///
/// # Numerics
/// Floating sums are carried in f64, on GPUs in the dtype that kernels compute in.
///
/// # Errors
/// The dimension is not there, or there is no memory.
pub fn cumsum(x: &Array, dim: i64, direction: Direction) -> Result<Array> {
    total::<false>("cumsum", x, dim, direction)
}

/// The running product along a dimension. Whole numbers and booleans give int64.
///
/// # Numerics
/// Floating products are carried in f64, on GPUs in the dtype that kernels compute in.
///
/// # Errors
/// The dimension is not there, or there is no memory.
pub fn cumprod(x: &Array, dim: i64, direction: Direction) -> Result<Array> {
    total::<true>("cumprod", x, dim, direction)
}

fn total<const PRODUCT: bool>(op: &'static str, x: &Array, dim: i64, direction: Direction) -> Result<Array> {
    let (_, sizes) = along(op, x, dim)?;
    let x = contiguous(op, x)?;
    let result = if x.dtype().is_differentiable() { x.dtype() } else { DType::I64 };
    let mut out = Array::empty(op, x.sizes(), result, x.device())?;
    let scans = if PRODUCT { Scans::Product } else { Scans::Sum };
    if cuda::run(op, scans, [Some(&x), None], sizes, direction, &mut out, None)? {
        return Ok(out);
    }
    if x.dtype().is_complex() {
        for_dtype!(op, x.dtype(), complex: T => {
            cpu::scan::<T, _>(op, &x, sizes, direction, Complexes::<PRODUCT>, &mut out)?;
        });
        return Ok(out);
    }
    for_dtype!(op, x.dtype(), real: T => match T::FLOATING {
        true => cpu::scan::<T, _>(op, &x, sizes, direction, Fractions::<PRODUCT>, &mut out)?,
        false => cpu::scan::<T, _>(op, &x, sizes, direction, Wholes::<PRODUCT>, &mut out)?,
    });
    Ok(out)
}

/// The logarithm of the running sum of exponentials along a dimension.
///
/// # Numerics
/// Carried in f64, on GPUs in the dtype that kernels compute in; nothing overflows.
///
/// # Errors
/// Not a floating dtype, the dimension is not there, or there is no memory.
pub fn logcumsumexp(x: &Array, dim: i64) -> Result<Array> {
    let op = "logcumsumexp";
    let (_, sizes) = along(op, x, dim)?;
    let x = contiguous(op, x)?;
    let mut out = Array::empty(op, x.sizes(), x.dtype(), x.device())?;
    if cuda::run(op, Scans::LogSum, [Some(&x), None], sizes, Direction::Forward, &mut out, None)? {
        return Ok(out);
    }
    for_dtype!(op, x.dtype(), float: T => {
        cpu::scan::<T, _>(op, &x, sizes, Direction::Forward, LogSum, &mut out)?;
    });
    Ok(out)
}

/// The greatest element so far along a dimension, and the last position where it stands. A NaN stays.
///
/// # Errors
/// The dimension is not there, or there is no memory.
pub fn cummax(x: &Array, dim: i64) -> Result<(Array, Array)> {
    extreme::<false>("cummax", x, dim)
}

/// The least element so far along a dimension, and the last position where it stands. A NaN stays.
///
/// # Errors
/// The dimension is not there, or there is no memory.
pub fn cummin(x: &Array, dim: i64) -> Result<(Array, Array)> {
    extreme::<true>("cummin", x, dim)
}

fn extreme<const LEAST: bool>(op: &'static str, x: &Array, dim: i64) -> Result<(Array, Array)> {
    let (_, sizes) = along(op, x, dim)?;
    let x = contiguous(op, x)?;
    let mut values = Array::empty(op, x.sizes(), x.dtype(), x.device())?;
    let mut positions = Array::empty(op, x.sizes(), DType::I64, x.device())?;
    let scans = if LEAST { Scans::Least } else { Scans::Greatest };
    if cuda::run(op, scans, [Some(&x), None], sizes, Direction::Forward, &mut values, Some(&mut positions))? {
        return Ok((values, positions));
    }
    for_dtype!(op, x.dtype(), real: T => {
        cpu::scan::<T, _>(op, &x, sizes, Direction::Forward, ExtremeValue::<LEAST>, &mut values)?;
        cpu::scan::<T, _>(op, &x, sizes, Direction::Forward, ExtremePosition::<LEAST>, &mut positions)?;
    });
    Ok((values, positions))
}

/// `y`, where each element is `term` plus `factor` times the `y` before it along a dimension. The first factor counts
/// for nothing. Gradients of running products are such recurrences, which need no division and so no care for zeros.
///
/// # Numerics
/// On GPUs products of factors are made apart from the terms: where they overflow, a term of 0 before them gives NaN.
///
/// # Errors
/// Sizes or dtypes that differ, not a floating dtype, or the dimension is not there.
pub fn linear_recurrence(factor: &Array, term: &Array, dim: i64, direction: Direction) -> Result<Array> {
    let op = "linear_recurrence";
    if factor.sizes() != term.sizes() {
        let shapes: [(&str, &[usize]); 2] = [("factor", factor.sizes()), ("term", term.sizes())];
        return Err(Error::shape(op, "sizes differ", &shapes, "both must have the same sizes"));
    }
    if factor.dtype() != term.dtype() {
        let dtypes = [("factor", factor.dtype()), ("term", term.dtype())];
        return Err(Error::dtype(op, "dtypes differ", &dtypes, "convert one to the dtype of the other"));
    }
    let (_, sizes) = along(op, term, dim)?;
    let (factor, term) = (contiguous(op, factor)?, contiguous(op, term)?);
    let mut out = Array::empty(op, term.sizes(), term.dtype(), term.device())?;
    if cuda::run(op, Scans::Recurrence, [Some(&factor), Some(&term)], sizes, direction, &mut out, None)? {
        return Ok(out);
    }
    if term.dtype().is_complex() {
        for_dtype!(op, term.dtype(), complex: T => {
            cpu::recurrence::<T, Complex64>(op, [&factor, &term], sizes, direction, &mut out)?;
        });
        return Ok(out);
    }
    for_dtype!(op, term.dtype(), float: T => {
        cpu::recurrence::<T, f64>(op, [&factor, &term], sizes, direction, &mut out)?;
    });
    Ok(out)
}

/// The elements moved one place on along a dimension; `first` comes in and the last falls out.
///
/// # Errors
/// The dimension is not there, or there is no memory.
pub fn shift(x: &Array, dim: i64, direction: Direction, first: f64) -> Result<Array> {
    let op = "shift";
    let (at, [n, _]) = along(op, x, dim)?;
    let out = full(op, x.sizes(), first.into(), x.dtype(), x.device())?;
    if n > 1 {
        let (from, to) = match direction {
            Direction::Forward => (0, 1),
            Direction::Backward => (1, 0),
        };
        let part = |layout: &Layout, start| layout.narrow(op, at as i64, start, n - 1);
        let source = x.with_layout(part(x.layout(), from)?);
        copy_(op, &out.with_layout(part(out.layout(), to)?), Operand::Array(&source))?;
    }
    Ok(out)
}
