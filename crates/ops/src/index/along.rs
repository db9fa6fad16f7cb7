//! One index for each element of the result: gather and its opposites.

use cresset_storage::{DType, Device, Dims, Error, ErrorKind, Layout, Result};

use super::{Negative, check_index_dtype, check_same_dtype, in_sum_dtype, plus, positions_there};
use crate::access::{Access, fill};
use crate::array::{Array, Operand};
use crate::copy::{contiguous, contiguous_copy, full, to_dtype};
use crate::cpu::index as cpu;
use crate::cpu::index::{Start, Target};
use crate::cpu::reduce::element::Ordered;
use crate::cuda::index as cuda;
use crate::plain::{Plain, for_dtype};

/// The sizes, with a scalar's as those of a vector of one.
fn at_least_one(sizes: &Dims) -> Dims {
    if sizes.is_empty() { Dims::clamped(&[1]) } else { *sizes }
}

/// Refuses an index that reaches outside of `other` in a dimension other than `free`.
fn check_within(op: &'static str, index: &Array, other: &Array, name: &'static str, free: Option<usize>) -> Result<()> {
    let (inner, outer) = (at_least_one(index.sizes()), at_least_one(other.sizes()));
    let refuse = |problem, remedy| Err(Error::shape(op, problem, &[("index", &inner), (name, &outer)], remedy));
    if inner.len() != outer.len() {
        return refuse("numbers of dims differ", "index must have as many dims");
    }
    if (0..inner.len()).any(|dim| Some(dim) != free && inner[dim] > outer[dim]) {
        return refuse("index is too large", "apart from dim, no size of index may exceed the other's");
    }
    Ok(())
}

/// The indices as int64 in row-major order.
fn whole(op: &'static str, index: &Array) -> Result<Array> {
    check_index_dtype(op, index)?;
    if index.dtype() == DType::I64 { contiguous(op, index) } else { contiguous(op, &to_dtype(op, index, DType::I64)?) }
}

/// Names the first index that is no position of the dimension.
#[cold]
fn outside(op: &'static str, index: &[i64], dim: usize, size: usize) -> Error {
    let first = index.iter().copied().find(|&index| !(0..size as i64).contains(&index));
    ErrorKind::Index { op, index: first.unwrap_or_default(), dim, size }.into()
}

/// `out[i][j][k] = x[i][index[i][j][k]][k]` for `dim` 1, with the sizes of `index`.
///
/// # Errors
/// An index out of range, or sizes that do not fit.
pub fn gather(op: &'static str, x: &Array, dim: i64, index: &Array) -> Result<Array> {
    let dim = x.layout().dim(op, dim)?;
    let mut out = Array::empty(op, index.sizes(), x.dtype(), x.device())?;
    if index.numel() == 0 {
        return Ok(out);
    }
    check_within(op, index, x, "self", Some(dim))?;
    let sizes = at_least_one(x.sizes());
    if x.device() != Device::Cpu {
        let at = positions_there(op, index, dim, sizes[dim], Negative::Refused, x.device())?;
        let index_sizes = at_least_one(index.sizes());
        cuda::gather(&contiguous(op, x)?, &mut out, &along(&at, &index_sizes, &sizes, dim))?;
        return Ok(out);
    }
    let (x, index) = (contiguous(op, x)?, whole(op, index)?);
    let grid = cpu::Grid::new(&at_least_one(index.sizes()), &sizes, dim);
    let access = Access::read(&[&x, &index])?;
    let index = access.slice(op, 1)?;
    let found = for_dtype!(x.dtype(), T => {
        cpu::gather::<T>(access.slice(op, 0)?, fill(op, &mut out)?, index, &grid)
    });
    if found { Ok(out) } else { Err(outside(op, index, dim, sizes[dim])) }
}

/// Positions along `dim` of a contiguous array of `sizes`.
fn along<'a>(at: &'a Array, index_sizes: &'a Dims, sizes: &Dims, dim: usize) -> cuda::Along<'a> {
    let mut strides = *Layout::contiguous(*sizes).strides();
    let stride = std::mem::replace(&mut strides[dim], 0);
    cuda::Along { at: Some(at), sizes: index_sizes, strides, stride }
}

/// What happens to an element that is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Joined {
    Replace,
    Add,
    Fold(Fold),
}

/// How an element that is written joins the one that stands there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fold {
    /// Their product.
    Product,
    /// The greater; NaN if one is NaN.
    Largest,
    /// The less; NaN if one is NaN.
    Smallest,
}

impl Fold {
    #[inline(always)]
    fn join<T: Plain<Wide: Ordered>>(self, held: T, new: T) -> T {
        let (x, y) = (held.widen(), new.widen());
        match self {
            Fold::Product if T::FLOATING => T::from_f64(held.to_f64() * new.to_f64()),
            Fold::Product => T::from_i64(held.to_i64().wrapping_mul(new.to_i64())),
            Fold::Largest if y.is_undefined() || x.is_less(y) => new,
            Fold::Smallest if y.is_undefined() || y.is_less(x) => new,
            Fold::Largest | Fold::Smallest => held,
        }
    }
}

/// A new array that starts with the elements of `x`, and the source joined to it.
fn joined(op: &'static str, x: &Array, dim: i64, index: &Array, source: Operand<'_>, way: Joined) -> Result<Array> {
    // There the elements are written row by row with what joins them.
    if x.device() == Device::Cpu && x.layout().is_contiguous() && index.numel() > 0 {
        let mut out = Array::empty(op, x.sizes(), x.dtype(), x.device())?;
        write(op, Target::New(&mut out), Start::Of(x), dim, index, source, way)?;
        return Ok(out);
    }
    let mut out = contiguous_copy(op, x)?;
    write(op, Target::New(&mut out), Start::Own, dim, index, source, way)?;
    Ok(out)
}

fn write(
    op: &'static str,
    target: Target<'_>,
    start: Start<&Array>,
    dim: i64,
    index: &Array,
    source: Operand<'_>,
    way: Joined,
) -> Result<()> {
    let x = target.array();
    let dim = x.layout().dim(op, dim)?;
    let value = match source {
        Operand::Array(source) => {
            check_same_dtype(op, x, source)?;
            contiguous(op, source)?
        }
        scalar => super::value_like(op, x, scalar)?,
    };
    if index.numel() == 0 {
        return Ok(());
    }
    check_within(op, index, x, "self", Some(dim))?;
    let index_sizes = at_least_one(index.sizes());
    let (sizes, mut source_strides) = (at_least_one(x.sizes()), Dims::filled(op, index_sizes.len(), 0)?);
    if source.array().is_some() {
        check_within(op, index, &value, "source", None)?;
        source_strides = *Layout::contiguous(at_least_one(value.sizes())).strides();
    }
    if x.device() != Device::Cpu && (!x.dtype().is_complex() || !matches!(way, Joined::Fold(_))) {
        let at = positions_there(op, index, dim, sizes[dim], Negative::Refused, x.device())?;
        let along = along(&at, &index_sizes, &sizes, dim);
        return target.settled(op, &[&value], |target, sources| {
            cuda::scatter(op, target, (sources[0], &source_strides), &along, way)
        });
    }
    let index = whole(op, index)?;
    let grid = cpu::Grid::new(&index_sizes, &sizes, dim);
    let places = (start, &source_strides, &index, &grid, dim);
    match way {
        Joined::Replace => for_dtype!(x.dtype(), T => scatter_by(op, target, &value, places, |_: T, new: T| new)),
        Joined::Add => for_dtype!(x.dtype(), T => scatter_by(op, target, &value, places, plus::<T>)),
        Joined::Fold(Fold::Product) if x.dtype().is_complex() => {
            for_dtype!(op, x.dtype(), complex: T => scatter_by(op, target, &value, places, |held: T, new: T| held * new))
        }
        Joined::Fold(fold) => for_dtype!(op, x.dtype(), real: T => {
            // What is NaN stays NaN.
            let join = |held: T, new: T| if held.widen().is_undefined() { held } else { fold.join(held, new) };
            scatter_by(op, target, &value, places, join)
        }),
    }
}

/// Writes each element of `value` to its place, joined with the one that stands there.
fn scatter_by<T: Plain>(
    op: &'static str,
    target: Target<'_>,
    value: &Array,
    (start, strides, index, grid, dim): (Start<&Array>, &Dims, &Array, &cpu::Grid, usize),
    join: impl Fn(T, T) -> T + Sync,
) -> Result<()> {
    // A new array is nobody's yet: there, each index is looked at just before it is used.
    let in_use = matches!(target, Target::Held(_));
    let sources: &[&Array] = if let Start::Of(before) = start { &[value, index, before] } else { &[value, index] };
    target.write::<T>(op, sources, |out, sources| {
        let (source, index) = (sources.slice(op, 0)?, sources.slice(op, 1)?);
        let start = match start {
            Start::Own => Start::Own,
            Start::Of(_) => Start::Of(sources.slice(op, 2)?),
            Start::Zeros => Start::Zeros,
        };
        let found = !in_use || cpu::are_within(index, grid.size);
        if found && cpu::scatter(out, start, source, strides, index, grid, join) {
            return Ok(());
        }
        Err(outside(op, index, dim, grid.size))
    })
}

/// A copy of `x` with each element of the source, a number or an array, written to its index along `dim`. Of several
/// with one index the last stays.
///
/// # Errors
/// An index out of range, sizes or dtypes that do not fit.
pub fn scatter(op: &'static str, x: &Array, dim: i64, index: &Array, source: Operand<'_>) -> Result<Array> {
    joined(op, x, dim, index, source, Joined::Replace)
}

/// [`scatter`] into `x` itself.
///
/// # Errors
/// As [`scatter`].
pub fn scatter_(op: &'static str, x: &Array, dim: i64, index: &Array, source: Operand<'_>) -> Result<()> {
    write(op, Target::Held(x), Start::Own, dim, index, source, Joined::Replace)
}

/// A copy of `x` with each element of the source added at its index along `dim`.
///
/// # Errors
/// As [`scatter`].
pub fn scatter_add(op: &'static str, x: &Array, dim: i64, index: &Array, source: &Array) -> Result<Array> {
    joined(op, x, dim, index, Operand::Array(source), Joined::Add)
}

/// [`scatter_add`] into `x` itself.
///
/// # Errors
/// As [`scatter`].
pub fn scatter_add_(op: &'static str, x: &Array, dim: i64, index: &Array, source: &Array) -> Result<()> {
    write(op, Target::Held(x), Start::Own, dim, index, Operand::Array(source), Joined::Add)
}

/// A copy of `x` with each element of the source joined to that at its index along `dim`.
///
/// # Errors
/// An index out of range, sizes or dtypes that do not fit.
pub fn scatter_fold(op: &'static str, x: &Array, dim: i64, index: &Array, source: &Array, fold: Fold) -> Result<Array> {
    joined(op, x, dim, index, Operand::Array(source), Joined::Fold(fold))
}

/// Zeros of `sizes` with each element of the source added at its index along `dim`: the transpose of [`gather`].
///
/// # Errors
/// As [`scatter`].
pub fn scatter_sum(op: &'static str, sizes: &Dims, dim: i64, index: &Array, source: &Array) -> Result<Array> {
    in_sum_dtype(op, source, |source| {
        let lazily = source.device() == Device::Cpu && index.numel() > 0;
        let (mut out, start) = if lazily {
            (Array::empty(op, sizes, source.dtype(), source.device())?, Start::Zeros)
        } else {
            (full(op, sizes, 0.into(), source.dtype(), source.device())?, Start::Own)
        };
        write(op, Target::New(&mut out), start, dim, index, Operand::Array(source), Joined::Add)?;
        Ok(out)
    })
}
