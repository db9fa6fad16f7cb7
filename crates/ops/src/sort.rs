//! Order along a dimension: sort, the largest elements, the k-th, distinct values.
//!
//! NaN counts as larger than every number and equal to itself; -0 equals 0. Elements that are equal keep their order.

use cresset_storage::{Dims, Error, Result};

use crate::access::{Access, fill};
use crate::array::Array;
use crate::copy::{beside, contiguous, contiguous_copy};
use crate::cpu::sort as cpu;
use crate::cpu::sort::Pick;
use crate::cuda::{distinct, sort as cuda};
use crate::plain::for_dtype;

/// The dimensions with `dim` and the last exchanged.
fn exchanged(op: &'static str, x: &Array, dim: usize) -> Result<Array> {
    if x.rank() == 0 {
        return Ok(x.clone());
    }
    Ok(x.with_layout(x.layout().transpose(op, dim as i64, -1)?))
}

/// The first places in order along a dimension: values and positions, `pick.kept` of them along `dim`.
fn order(op: &'static str, x: &Array, dim: usize, pick: Pick) -> Result<(Array, Array)> {
    let rows = contiguous(op, &exchanged(op, x, dim)?)?;
    let width = rows.sizes().last().copied().unwrap_or(1);
    let mut sizes = *rows.sizes();
    if let Some(last) = sizes.last_mut() {
        *last = pick.kept;
    }
    let mut indices = Array::empty(op, &sizes, cresset_storage::DType::I64, x.device())?;
    let mut values = Array::empty(op, &sizes, x.dtype(), x.device())?;
    if values.numel() > 0 && !cuda::order(op, &rows, width, pick, &mut values, &mut indices)? {
        let access = Access::read(&[&rows])?;
        for_dtype!(op, x.dtype(), real: T => {
            let (rows, at): (&[T], &mut [i64]) = (access.slice(op, 0)?, fill(op, &mut indices)?);
            cpu::positions(rows, width, pick, at);
            cpu::values(rows, width, pick.kept, at, fill(op, &mut values)?);
        });
    }
    Ok((contiguous(op, &exchanged(op, &values, dim)?)?, contiguous(op, &exchanged(op, &indices, dim)?)?))
}

fn size_along(x: &Array, dim: usize) -> usize {
    x.sizes().get(dim).copied().unwrap_or(1)
}

/// The elements in order along a dimension, and the positions they had. Stable.
///
/// # Errors
/// The dimension is not there.
pub fn sort(op: &'static str, x: &Array, dim: i64, descending: bool) -> Result<(Array, Array)> {
    let dim = x.layout().dim(op, dim)?;
    let kept = size_along(x, dim);
    order(op, x, dim, Pick { first: 0, kept, descending })
}

/// The `k` largest, or smallest, elements along a dimension in order, and their positions.
///
/// # Errors
/// The dimension is not there, or has fewer elements.
pub fn topk(op: &'static str, x: &Array, k: usize, dim: i64, largest: bool) -> Result<(Array, Array)> {
    let dim = x.layout().dim(op, dim)?;
    let size = size_along(x, dim);
    if k > size {
        let remedy = "k must not exceed the size of the dim";
        return Err(Error::argument(op, "k", format!("{k} in a dim of size {size}"), remedy));
    }
    if x.rank() == 0 && k != 1 {
        return Err(Error::argument(op, "k", k, "a scalar has one element"));
    }
    order(op, x, dim, Pick { first: 0, kept: k, descending: largest })
}

/// The `k`-th smallest element along a dimension, counted from 1, and its position. The dimension stays with size 1.
///
/// # Errors
/// The dimension is not there, or has no such element.
pub fn kthvalue(op: &'static str, x: &Array, k: usize, dim: i64) -> Result<(Array, Array)> {
    let dim = x.layout().dim(op, dim)?;
    let size = size_along(x, dim);
    if k == 0 || k > size {
        let remedy = "k must be in 1..=size";
        return Err(Error::argument(op, "k", format!("{k} in a dim of size {size}"), remedy));
    }
    order(op, x, dim, Pick { first: k - 1, kept: 1, descending: false })
}

/// The distinct elements.
#[derive(Debug)]
pub struct Unique {
    /// In rising order for [`unique`], in order of appearance for [`unique_consecutive`].
    pub values: Array,
    /// For each element of the input, the position of its value.
    pub inverse: Array,
    /// For each value, how often it stands in the input.
    pub counts: Array,
}

/// The distinct elements of the flattened array in rising order. Every NaN is a value of its own.
///
/// # Errors
/// No memory left.
pub fn unique(op: &'static str, x: &Array) -> Result<Unique> {
    let flat = flattened(op, x)?;
    let (sorted, positions) = sort(op, &flat, 0, false)?;
    if let Some(found) = distinct::runs(op, &sorted, Some(&positions), x.sizes())? {
        return Ok(found);
    }
    let positions = crate::reading::to_vec::<i64>(&positions)?;
    runs(op, &sorted, x.sizes(), &positions)
}

/// The first elements of runs of equal elements in the flattened array.
///
/// # Errors
/// No memory left.
pub fn unique_consecutive(op: &'static str, x: &Array) -> Result<Unique> {
    let flat = flattened(op, x)?;
    if let Some(found) = distinct::runs(op, &flat, None, x.sizes())? {
        return Ok(found);
    }
    let positions: Vec<i64> = (0..x.numel() as i64).collect();
    runs(op, &flat, x.sizes(), &positions)
}

fn flattened(op: &'static str, x: &Array) -> Result<Array> {
    let x = contiguous_copy(op, x)?;
    x.as_strided(op, &[x.numel()], &[1], 0)
}

/// The distinct values of a vector in which equal elements are neighbours, and which had these positions before.
fn runs(op: &'static str, sorted: &Array, sizes: &Dims, positions: &[i64]) -> Result<Unique> {
    let mut starts = Vec::new();
    let mut inverse = vec![0i64; positions.len()];
    let mut values = {
        let access = Access::read(&[sorted])?;
        for_dtype!(op, sorted.dtype(), real: T => {
            let elements: &[T] = access.slice(op, 0)?;
            for (at, &position) in positions.iter().enumerate() {
                if at == 0 || !cpu::is_equal(elements[at - 1], elements[at]) {
                    starts.push(at);
                }
                inverse[position as usize] = starts.len() as i64 - 1;
            }
        });
        Array::empty(op, &Dims::clamped(&[starts.len()]), sorted.dtype(), sorted.device())?
    };
    let access = Access::read(&[sorted])?;
    for_dtype!(op, sorted.dtype(), real: T => {
        let elements: &[T] = access.slice(op, 0)?;
        let values: &mut [T] = fill(op, &mut values)?;
        values.iter_mut().zip(&starts).for_each(|(value, &start)| *value = elements[start]);
    });
    let ends = starts.iter().skip(1).copied().chain([positions.len()]);
    let counts: Vec<i64> = starts.iter().zip(ends).map(|(start, end)| (end - start) as i64).collect();
    let n_values = counts.len();
    let (inverse, counts) = (beside(op, inverse, sizes, sorted)?, beside(op, counts, &[n_values], sorted)?);
    Ok(Unique { values, inverse, counts })
}
