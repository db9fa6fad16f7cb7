//! Vectors of indices into one dimension, and indices into the flattened array.

use cresset_storage::{Complex64, Dims, Error, Result, Scalar};

use super::{Chosen, Negative, around, check_same_dtype, check_vector, in_sum_dtype, plus, value_like};
use crate::array::{Array, Operand};
use crate::copy::{contiguous, contiguous_copy, full};
use crate::cpu::index as cpu;
use crate::cpu::index::{Places, Target};
use crate::cuda::index as cuda;
use crate::plain::{Plain, for_dtype};

/// The places of a dimension that are read or written, and the sizes around it.
fn places(op: &'static str, x: &Array, dim: usize, index: &Array, negative: Negative) -> Result<Chosen> {
    check_vector(op, index)?;
    Chosen::new(op, index, (dim, around(x.sizes(), dim)), negative, x.device())
}

/// Fills `sizes` with the places of `x`.
pub(super) fn read(op: &'static str, x: &Array, sizes: &Dims, places: &Chosen) -> Result<Array> {
    let mut out = Array::empty(op, sizes, x.dtype(), x.device())?;
    let x = contiguous(op, x)?;
    let places = match places {
        Chosen::Here(places) => places,
        Chosen::There(places) => {
            cuda::read(&x, &mut out, places)?;
            return Ok(out);
        }
    };
    for_dtype!(x.dtype(), T => {
        Target::New(&mut out).write::<T>(op, &[&x], |out, sources| {
            cpu::read(sources.slice(op, 0)?, out, places);
            Ok(())
        })?;
    });
    Ok(out)
}

/// What is written to the places.
#[derive(Clone, Copy)]
pub(super) enum Change<'a> {
    /// Rows of an array that has one for each place.
    Rows(&'a Array),
    /// The same value everywhere.
    Value(&'a Array),
}

/// How it is written.
#[derive(Clone, Copy)]
pub(crate) enum Way {
    Replace,
    Add,
    /// Times the number.
    AddScaled(Scalar),
}

/// Writes the change to the places of the target, in order.
pub(super) fn write(op: &'static str, target: Target<'_>, places: &Chosen, change: Change<'_>, way: Way) -> Result<()> {
    let (Change::Rows(source) | Change::Value(source)) = change;
    let source = contiguous(op, source)?;
    match places {
        Chosen::Here(places) => write_here(op, target, places, change, &source, way),
        Chosen::There(places) => target.settled(op, &[&source], |target, sources| {
            let (source, one) = (sources[0], matches!(change, Change::Value(_)));
            if cuda::has_kernel(source, way, one) {
                return cuda::write(op, target, source, one, places, way);
            }
            write_here(op, target, &places.fetched()?, change, source, way)
        }),
    }
}

/// [`write`] on the processor.
fn write_here(
    op: &'static str,
    target: Target<'_>,
    places: &Places,
    change: Change<'_>,
    source: &Array,
    way: Way,
) -> Result<()> {
    let inner = places.inner;
    for_dtype!(target.array().dtype(), T => target.write::<T>(op, &[source], |out, sources| {
        let source: &[T] = sources.slice(op, 0)?;
        let scale = |value: T, by: Scalar| match by {
            by if T::COMPLEX => {
                let scaled = Complex64::new(value.to_f64(), value.imaginary()) * by.as_complex();
                T::from_complex(scaled.re, scaled.im)
            }
            Scalar::F64(by) if T::FLOATING => T::from_f64(value.to_f64() * by),
            by => if T::FLOATING {
                T::from_f64(value.to_f64() * by.as_f64())
            } else {
                T::from_i64(value.to_i64().wrapping_mul(by.as_i64()))
            },
        };
        let add = |out: &mut T, value: T| *out = plus(*out, value);
        let row = |unit: usize| &source[unit * inner..(unit + 1) * inner];
        match (change, way) {
            (Change::Rows(_), Way::Replace) => cpu::write(out, places, &|unit, out: &mut [T]| {
                out.copy_from_slice(row(unit));
            }),
            (Change::Rows(_), Way::Add) => cpu::write(out, places, &|unit, out: &mut [T]| {
                out.iter_mut().zip(row(unit)).for_each(|(out, &value)| add(out, value));
            }),
            (Change::Rows(_), Way::AddScaled(by)) => cpu::write(out, places, &|unit, out: &mut [T]| {
                out.iter_mut().zip(row(unit)).for_each(|(out, &value)| add(out, scale(value, by)));
            }),
            (Change::Value(_), way) => {
                let value = match way {
                    Way::AddScaled(by) => scale(source[0], by),
                    _ => source[0],
                };
                match way {
                    Way::Replace => cpu::write(out, places, &|_, out: &mut [T]| out.fill(value)),
                    _ => cpu::write(out, places, &|_, out: &mut [T]| out.iter_mut().for_each(|out| add(out, value))),
                }
            }
        }
        Ok(())
    }))
}

/// Sizes with one of them changed; a scalar stays one.
fn with_size(sizes: &Dims, dim: usize, size: usize) -> Dims {
    let mut sizes = *sizes;
    if let Some(held) = sizes.get_mut(dim) {
        *held = size;
    }
    sizes
}

/// The places `index` of a dimension, in that order.
///
/// # Errors
/// An index out of range, or more than one dimension of indices.
pub fn index_select(op: &'static str, x: &Array, dim: i64, index: &Array) -> Result<Array> {
    let dim = x.layout().dim(op, dim)?;
    let places = places(op, x, dim, index, Negative::Refused)?;
    if x.rank() == 0 && places.n() != 1 {
        let remedy = "give exactly one index";
        return Err(Error::shape(op, "a scalar has one place", &[("index", index.sizes())], remedy));
    }
    read(op, x, &with_size(x.sizes(), dim, places.n()), &places)
}

/// Zeros of `sizes` with the places of `source` added at `index` along `dim`: the transpose of [`index_select`].
///
/// # Errors
/// As [`index_select`].
pub fn places_sum(op: &'static str, sizes: &Dims, dim: i64, index: &Array, source: &Array) -> Result<Array> {
    in_sum_dtype(op, source, |source| {
        let mut out = full(op, sizes, 0.into(), source.dtype(), source.device())?;
        let dim = out.layout().dim(op, dim)?;
        let places = places(op, &out, dim, index, Negative::Wraps)?;
        write(op, Target::New(&mut out), &places, Change::Rows(source), Way::Add)?;
        Ok(out)
    })
}

/// The places for rows of `source`, whose sizes must be those of `x` but along `dim`.
fn for_rows(op: &'static str, x: &Array, dim: i64, index: &Array, source: &Array) -> Result<Chosen> {
    let dim = x.layout().dim(op, dim)?;
    check_same_dtype(op, x, source)?;
    check_vector(op, index)?;
    let shapes = [("self", &x.sizes()[..]), ("index", index.sizes()), ("source", source.sizes())];
    let rows = source.sizes().get(dim).copied().unwrap_or(1);
    if rows != index.numel() {
        return Err(Error::shape(
            op,
            "as many indices as places needed",
            &shapes,
            "source.size(dim) must equal the number of indices",
        ));
    }
    // A scalar may stand for a vector of one on either side.
    let flat = source.rank().max(1) == 1 && x.rank().max(1) == 1;
    if !flat && *source.sizes() != with_size(x.sizes(), dim, rows) {
        return Err(Error::shape(
            op,
            "sizes differ",
            &shapes,
            "apart from dim, the sizes of source must be those of self",
        ));
    }
    places(op, x, dim, index, Negative::Refused)
}

/// A copy of `x` with the places of `source`, times `alpha`, added at `index` along `dim`.
///
/// # Errors
/// An index out of range, sizes or dtypes that do not fit.
pub fn index_add(op: &'static str, x: &Array, dim: i64, index: &Array, source: &Array, alpha: Scalar) -> Result<Array> {
    let mut out = contiguous_copy(op, x)?;
    add(op, Target::New(&mut out), dim, index, source, alpha)?;
    Ok(out)
}

/// [`index_add`] into `x` itself.
///
/// # Errors
/// As [`index_add`].
pub fn index_add_(op: &'static str, x: &Array, dim: i64, index: &Array, source: &Array, alpha: Scalar) -> Result<()> {
    add(op, Target::Held(x), dim, index, source, alpha)
}

fn add(op: &'static str, target: Target<'_>, dim: i64, index: &Array, source: &Array, alpha: Scalar) -> Result<()> {
    let x = target.array();
    if alpha.category() > x.dtype().category() {
        let remedy = "a whole-number tensor takes a whole alpha, a boolean one a boolean";
        return Err(Error::argument(op, "alpha", alpha, remedy));
    }
    let places = for_rows(op, x, dim, index, source)?;
    let way = if alpha.as_complex() == Complex64::new(1.0, 0.0) { Way::Add } else { Way::AddScaled(alpha) };
    write(op, target, &places, Change::Rows(source), way)
}

/// A copy of `x` with the places of `source` written to `index` along `dim`. Of several with one index the last stays.
///
/// # Errors
/// As [`index_add`].
pub fn index_copy(op: &'static str, x: &Array, dim: i64, index: &Array, source: &Array) -> Result<Array> {
    let mut out = contiguous_copy(op, x)?;
    let places = for_rows(op, x, dim, index, source)?;
    write(op, Target::New(&mut out), &places, Change::Rows(source), Way::Replace)?;
    Ok(out)
}

/// [`index_copy`] into `x` itself.
///
/// # Errors
/// As [`index_add`].
pub fn index_copy_(op: &'static str, x: &Array, dim: i64, index: &Array, source: &Array) -> Result<()> {
    let places = for_rows(op, x, dim, index, source)?;
    write(op, Target::Held(x), &places, Change::Rows(source), Way::Replace)
}

/// A copy of `x` with one value at the places `index` of a dimension.
///
/// # Errors
/// An index out of range, or a value with dimensions.
pub fn index_fill(op: &'static str, x: &Array, dim: i64, index: &Array, value: Operand<'_>) -> Result<Array> {
    let mut out = contiguous_copy(op, x)?;
    fill(op, Target::New(&mut out), dim, index, value)?;
    Ok(out)
}

/// [`index_fill`] into `x` itself.
///
/// # Errors
/// As [`index_fill`].
pub fn index_fill_(op: &'static str, x: &Array, dim: i64, index: &Array, value: Operand<'_>) -> Result<()> {
    fill(op, Target::Held(x), dim, index, value)
}

fn fill(op: &'static str, target: Target<'_>, dim: i64, index: &Array, value: Operand<'_>) -> Result<()> {
    let x = target.array();
    let dim = x.layout().dim(op, dim)?;
    let value = value_like(op, x, value)?;
    let places = places(op, x, dim, index, Negative::Wraps)?;
    write(op, target, &places, Change::Value(&value), Way::Replace)
}

/// The elements at positions of the flattened array, with the sizes of `index`.
///
/// # Errors
/// An index out of range.
pub fn take(op: &'static str, x: &Array, index: &Array) -> Result<Array> {
    let places = Chosen::new(op, index, (0, [1, x.numel(), 1]), Negative::Wraps, x.device())?;
    read(op, x, index.sizes(), &places)
}

/// Zeros of `sizes` with elements added at positions of the flattened array: the transpose of [`take`].
///
/// # Errors
/// As [`take`].
pub fn take_sum(op: &'static str, sizes: &Dims, index: &Array, source: &Array) -> Result<Array> {
    in_sum_dtype(op, source, |source| {
        let mut out = full(op, sizes, 0.into(), source.dtype(), source.device())?;
        let places = Chosen::new(op, index, (0, [1, out.numel(), 1]), Negative::Wraps, out.device())?;
        write(op, Target::New(&mut out), &places, Change::Rows(source), Way::Add)?;
        Ok(out)
    })
}
