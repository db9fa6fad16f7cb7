//! Arrays put together, and arrays whose dimensions are read in another order, repeated or cut to a triangle.

use cresset_storage::{DType, Device, Dims, Error, ErrorKind, Participant, Result, result_type};

use crate::access::{Access, device_of, exclusive};
use crate::array::Array;
use crate::copy::{contiguous, contiguous_copy, full, to_dtype};
use crate::cpu::copy as cpu_copy;
use crate::cpu::index::Target;
use crate::cpu::join as cpu;
use crate::cuda::join as cuda;
use crate::index::in_sum_dtype;
use crate::plain::for_dtype;

/// Whether an array counts for nothing in [`cat`], as PyTorch has it: a vector without elements.
#[must_use]
pub fn is_skipped_by_cat(part: &Array) -> bool {
    *part.sizes() == [0usize][..]
}

/// The dtype of arrays put together.
fn common_dtype(parts: &[&Array]) -> DType {
    let first = parts.first().map_or(DType::F32, |part| part.dtype());
    if parts.iter().all(|part| part.dtype() == first) {
        return first;
    }
    result_type(parts.iter().map(|part| match part.rank() {
        0 => Participant::ZeroDim(part.dtype()),
        _ => Participant::Dimensioned(part.dtype()),
    }))
}

/// Arrays one after another along a dimension. Vectors without elements are left out.
///
/// # Errors
/// No arrays, arrays without dimensions, or sizes that differ in another dimension.
pub fn cat(op: &'static str, parts: &[&Array], dim: i64) -> Result<Array> {
    let Some(&like) = parts.iter().find(|part| !is_skipped_by_cat(part)).or(parts.first()) else {
        return Err(Error::argument(op, "tensors", "none", "give at least one tensor"));
    };
    let dim = like.layout().dim(op, dim)?;
    let mut sizes = *like.sizes();
    let mut total = 0usize;
    for part in parts {
        if part.rank() == 0 {
            let remedy = "use stack, or unsqueeze them first";
            return Err(Error::shape(op, "a scalar cannot be joined", &[("tensor", part.sizes())], remedy));
        }
        if is_skipped_by_cat(part) {
            continue;
        }
        let fits =
            part.rank() == like.rank() && (0..part.rank()).all(|at| at == dim || part.sizes()[at] == like.sizes()[at]);
        if !fits {
            let shapes = [("first", &like.sizes()[..]), ("other", part.sizes())];
            return Err(Error::shape(op, "sizes differ", &shapes, "apart from dim, all sizes must be equal"));
        }
        total = total.saturating_add(part.sizes()[dim]);
    }
    sizes[dim] = total;
    let mut out = Array::empty(op, &sizes, common_dtype(parts), like.device())?;
    if out.device() != Device::Cpu {
        join_there(op, parts, &mut out, sizes[..dim].iter().product())?;
        return Ok(out);
    }
    let mut start = 0;
    for part in parts.iter().filter(|part| !is_skipped_by_cat(part)) {
        let length = part.sizes()[dim];
        let place = out.layout().narrow(op, dim as i64, start as i64, length)?;
        write_part(op, &mut out, place, part)?;
        start += length;
    }
    Ok(out)
}

/// Arrays of the same sizes one after another along a new dimension.
///
/// # Errors
/// No arrays, or sizes that differ.
pub fn stack(op: &'static str, parts: &[&Array], dim: i64) -> Result<Array> {
    let Some(first) = parts.first() else {
        return Err(Error::argument(op, "tensors", "none", "give at least one tensor"));
    };
    let dim = Dims::dim(op, dim, first.rank() + 1)?;
    if let Some(other) = parts.iter().find(|part| part.sizes() != first.sizes()) {
        let shapes = [("first", &first.sizes()[..]), ("other", other.sizes())];
        return Err(Error::shape(op, "sizes differ", &shapes, "all sizes must be equal"));
    }
    let mut sizes = *first.sizes();
    sizes.insert(op, dim, parts.len())?;
    let mut out = Array::empty(op, &sizes, common_dtype(parts), first.device())?;
    if out.device() != Device::Cpu {
        join_there(op, parts, &mut out, sizes[..dim].iter().product())?;
        return Ok(out);
    }
    for (at, part) in parts.iter().enumerate() {
        let place = out.layout().select(op, dim as i64, at as i64)?;
        write_part(op, &mut out, place, part)?;
    }
    Ok(out)
}

/// Fills a new array of a GPU with parts, one after the other in each of its `outer` rows.
fn join_there(op: &'static str, parts: &[&Array], out: &mut Array, outer: usize) -> Result<()> {
    let mut whole = Vec::with_capacity(parts.len());
    for part in parts.iter().filter(|part| part.numel() > 0) {
        device_of(op, [&*out, part])?;
        let part = if part.dtype() == out.dtype() { (*part).clone() } else { to_dtype(op, part, out.dtype())? };
        whole.push(contiguous(op, &part)?);
    }
    cuda::join(&whole, out, outer)
}

/// Fills one place of a new array.
fn write_part(op: &'static str, out: &mut Array, place: cresset_storage::Layout, part: &Array) -> Result<()> {
    if part.numel() == 0 {
        return Ok(());
    }
    let start = exclusive(op, out)?;
    let place = out.with_layout(place);
    let to = start.wrapping_add(place.layout().offset_bytes(place.dtype()));
    let access = Access::read(&[part])?;
    cpu_copy::copy(part.dtype(), part.layout(), access.pointer(0), &place, to);
    Ok(())
}

/// For each dimension of a result, where its indices lie in the input.
#[derive(Clone, Debug)]
pub struct Sources {
    /// Sizes of the input, with a 1 for each new dimension in front.
    input: Dims,
    sizes: Dims,
    /// No lists where there are no elements: then a dimension can have any size.
    from: Vec<Vec<usize>>,
}

impl Sources {
    /// `source(dim, index)` for every index of a result of `sizes`.
    fn new(
        op: &'static str,
        dtype: DType,
        input: Dims,
        sizes: Dims,
        source: impl Fn(usize, usize) -> usize,
    ) -> Result<Sources> {
        let numel = sizes.checked_numel(op, dtype.n_bytes())?;
        let list = |(dim, &size): (usize, &usize)| {
            let mut list = Vec::new();
            list.try_reserve_exact(size)
                .map_err(|_| Error::shape(op, "too many elements", &[("sizes", &sizes)], "ask for fewer"))?;
            list.extend((0..size).map(|index| source(dim, index)));
            Ok::<Vec<usize>, Error>(list)
        };
        let from: Result<Vec<Vec<usize>>> =
            if numel == 0 { Ok(Vec::new()) } else { sizes.iter().enumerate().map(list).collect() };
        Ok(Sources { input, sizes, from: from? })
    }

    /// Sources of a tensor that is reversed along some dimensions.
    ///
    /// # Errors
    /// A dimension that is not there or is named twice.
    pub fn flip(op: &'static str, x: &Array, dims: &[i64]) -> Result<Sources> {
        let mut reversed = [false; cresset_storage::MAX_DIMS];
        for &dim in dims {
            if std::mem::replace(&mut reversed[x.layout().dim(op, dim)?], true) {
                return Err(ErrorKind::RepeatedDim { op, dim }.into());
            }
        }
        let sizes = *x.sizes();
        let source = |dim: usize, index: usize| if reversed[dim] { sizes[dim] - 1 - index } else { index };
        Sources::new(op, x.dtype(), sizes, sizes, source)
    }

    /// Sources of a tensor that is moved along some dimensions, around the end.
    ///
    /// # Errors
    /// A dimension that is not there, or not one shift for each.
    pub fn roll(op: &'static str, x: &Array, shifts: &[i64], dims: &[i64]) -> Result<Sources> {
        if shifts.is_empty() || shifts.len() != dims.len() {
            let value = format!("{} for {} dims", shifts.len(), dims.len());
            return Err(Error::argument(op, "number of shifts", value, "give one shift for each dim"));
        }
        let sizes = *x.sizes();
        if sizes.is_empty() {
            return Err(Error::shape(op, "a scalar has no dims", &[("self", &sizes)], "roll without dims"));
        }
        let mut back = [0usize; cresset_storage::MAX_DIMS];
        for (&shift, &dim) in shifts.iter().zip(dims) {
            let dim = x.layout().dim(op, dim)?;
            let size = sizes.get(dim).map_or(1, |&size| size.max(1)) as i64;
            back[dim] = (back[dim] + (size - shift.rem_euclid(size)) as usize) % size as usize;
        }
        let source = |dim: usize, index: usize| (index + back[dim]) % sizes[dim];
        Sources::new(op, x.dtype(), sizes, sizes, source)
    }

    /// Sources of a tensor that is repeated along each dimension; more repeats than dimensions put new ones in front.
    ///
    /// # Errors
    /// Fewer repeats than dimensions, or a negative one.
    pub fn repeat(op: &'static str, x: &Array, repeats: &[i64]) -> Result<Sources> {
        let Some(lead) = repeats.len().checked_sub(x.rank()) else {
            let shapes = [("self", &x.sizes()[..]), ("number of repeats", &[repeats.len()])];
            return Err(Error::shape(op, "too few repeats", &shapes, "give one for each dim, or more"));
        };
        let mut input = Dims::filled(op, repeats.len(), 1)?;
        input[lead..].copy_from_slice(x.sizes());
        let mut sizes = input;
        for (size, &times) in sizes.iter_mut().zip(repeats) {
            *size = size.saturating_mul(not_negative(op, times)?);
        }
        Sources::new(op, x.dtype(), input, sizes, |dim, index| index % input[dim])
    }

    /// Sources of a tensor each place of which along `dim` is repeated as often as `repeats` says: one number for all
    /// places, or one for each.
    ///
    /// # Errors
    /// A dimension that is not there, another number of repeats, or a negative one.
    pub fn interleave(op: &'static str, x: &Array, repeats: &[i64], dim: i64) -> Result<Sources> {
        let at = x.layout().dim(op, dim)?;
        let input = *x.sizes();
        let Some(&size) = input.get(at) else {
            return Err(Error::shape(op, "a scalar has no dims", &[("self", x.sizes())], "flatten it first"));
        };
        if repeats.len() != 1 && repeats.len() != size {
            let shapes = [("self", &input[..]), ("number of repeats", &[repeats.len()])];
            return Err(Error::shape(op, "wrong number of repeats", &shapes, "give one, or one for each place"));
        }
        let times = repeats.iter().map(|&times| not_negative(op, times)).collect::<Result<Vec<usize>>>()?;
        let of = |place: usize| times[if times.len() == 1 { 0 } else { place }];
        let mut sizes = input;
        sizes[at] = match times[..] {
            [times] => size.saturating_mul(times),
            _ => times.iter().fold(0usize, |sum, &times| sum.saturating_add(times)),
        };
        // The list has eight bytes for each place.
        let numel = sizes.checked_numel(op, x.dtype().n_bytes().max(8))?;
        let places: Vec<usize> = match numel {
            0 => Vec::new(),
            _ => (0..size).flat_map(|place| std::iter::repeat_n(place, of(place))).collect(),
        };
        Sources::new(op, x.dtype(), input, sizes, |dim, index| if dim == at { places[index] } else { index })
    }
}

fn not_negative(op: &'static str, times: i64) -> Result<usize> {
    usize::try_from(times).map_err(|_| Error::argument(op, "repeats", times, "repeats must not be negative"))
}

/// The elements of `x` at the sources of each place.
///
/// # Errors
/// No memory left.
pub fn rearrange(op: &'static str, x: &Array, sources: &Sources) -> Result<Array> {
    let mut out = Array::empty(op, &sources.sizes, x.dtype(), x.device())?;
    let x = contiguous(op, x)?;
    if x.device() != Device::Cpu {
        cuda::rearrange(op, &x, &mut out, &sources.input, &sources.from)?;
        return Ok(out);
    }
    for_dtype!(x.dtype(), T => {
        Target::New(&mut out).write::<T>(op, &[&x], |out, inputs| {
            cpu::rearrange(inputs.slice(op, 0)?, out, &sources.input, &sources.from);
            Ok(())
        })?;
    });
    Ok(out)
}

/// An array of `sizes` with each element of `grad` added at its source: the transpose of [`rearrange`].
///
/// # Errors
/// No memory left.
pub fn rearrange_sum(op: &'static str, grad: &Array, sources: &Sources, sizes: &Dims) -> Result<Array> {
    in_sum_dtype(op, grad, |grad| {
        let mut out = full(op, sizes, 0.into(), grad.dtype(), grad.device())?;
        let grad = contiguous(op, grad)?;
        if cuda::rearrange_sum(op, &grad, &mut out, &sources.input, &sources.from)? {
            return Ok(out);
        }
        for_dtype!(grad.dtype(), T => {
            Target::New(&mut out).write::<T>(op, &[&grad], |out, inputs| {
                cpu::rearrange_sum(inputs.slice(op, 0)?, out, &sources.input, &sources.from);
                Ok(())
            })?;
        });
        Ok(out)
    })
}

/// The part of the last two dimensions that stays.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Triangle {
    /// On and below the diagonal.
    Lower,
    /// On and above the diagonal.
    Upper,
}

/// One triangle of each matrix, with zeros elsewhere.
///
/// # Errors
/// Fewer than two dimensions.
pub fn triangle(op: &'static str, x: &Array, kept: Triangle, diagonal: i64) -> Result<Array> {
    let mut out = contiguous_copy(op, x)?;
    clear(op, Target::New(&mut out), kept, diagonal)?;
    Ok(out)
}

/// [`triangle`] into `x` itself.
///
/// # Errors
/// As [`triangle`].
pub fn triangle_(op: &'static str, x: &Array, kept: Triangle, diagonal: i64) -> Result<()> {
    clear(op, Target::Held(x), kept, diagonal)
}

fn clear(op: &'static str, target: Target<'_>, kept: Triangle, diagonal: i64) -> Result<()> {
    let x = target.array();
    let [.., rows, columns] = x.sizes()[..] else {
        let remedy = "the tensor must have at least two dims";
        return Err(Error::shape(op, "not a matrix", &[("self", x.sizes())], remedy));
    };
    let lower = kept == Triangle::Lower;
    if x.device() != Device::Cpu {
        return target.settled(op, &[], |target, _| cuda::clear(op, target, [rows, columns], lower, diagonal));
    }
    for_dtype!(x.dtype(), T => target.write::<T>(op, &[], |out, _| {
        cpu::clear(out, rows, columns, lower, diagonal);
        Ok(())
    }))
}
