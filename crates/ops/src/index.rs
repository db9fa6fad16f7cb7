//! Reading and writing by position: along a dimension, by vectors of places, by masks, by tensors of indices.

mod advanced;
mod along;
mod bags;
mod embedding;
mod mask;
mod places;

use cresset_storage::{Category, DType, Device, Error, ErrorKind, Result};

use crate::access::Access;
use crate::array::{Array, Operand};
use crate::copy::{contiguous, full, to_device};
use crate::cpu::index::Places;
use crate::cuda::index as cuda;
use crate::plain::{Plain, for_dtype};

pub use advanced::{index, index_put, index_put_, index_sum};
pub(crate) use along::Joined;
pub use along::{Fold, gather, scatter, scatter_, scatter_add, scatter_add_, scatter_fold, scatter_sum};
pub use bags::largest_of_bags;
pub use embedding::{Rows, embedding_read, embedding_sum, one_hot};
pub use mask::{masked_fill, masked_fill_, masked_scatter, masked_scatter_, masked_select, masked_spread, nonzero};
pub(crate) use places::Way;
pub use places::{
    index_add, index_add_, index_copy, index_copy_, index_fill, index_fill_, index_select, places_sum, take, take_sum,
};

/// Whether indices may count from the back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Negative {
    Wraps,
    Refused,
}

/// The indices as checked positions of a dimension of `size`, in row-major order.
pub(crate) fn positions(
    op: &'static str,
    index: &Array,
    dim: usize,
    size: usize,
    negative: Negative,
) -> Result<Vec<usize>> {
    if index.numel() == 0 {
        return Ok(Vec::new());
    }
    check_index_dtype(op, index)?;
    let index = contiguous(op, index)?;
    let access = Access::read(&[&index])?;
    for_dtype!(op, index.dtype(), real: T => {
        let wrap = |&index: &T| {
            let index = index.to_i64();
            let from_front = if index < 0 && negative == Negative::Wraps { index + size as i64 } else { index };
            match usize::try_from(from_front) {
                Ok(position) if position < size => Ok(position),
                _ => Err(ErrorKind::Index { op, index, dim, size }.into()),
            }
        };
        access.slice::<T>(op, 0)?.iter().map(wrap).collect()
    })
}

/// As [`positions`] for an array of a GPU: there, as int64.
///
/// The answer of the device is waited for: an index out of range is an error of this call, as on the processor.
pub(crate) fn positions_there(
    op: &'static str,
    index: &Array,
    dim: usize,
    size: usize,
    negative: Negative,
    device: Device,
) -> Result<Array> {
    if index.numel() > 0 {
        check_index_dtype(op, index)?;
        if index.device() == device
            && let Some(found) = cuda::positions(op, index, size, negative == Negative::Wraps)?
        {
            return Ok(found);
        }
    }
    // Also where an index is out of range, for the words of the error.
    let here = positions(op, index, dim, size, negative)?;
    let n = here.len();
    let here = Array::from_vec(here.into_iter().map(|position| position as i64).collect(), &[n])?;
    to_device(op, &here, device)
}

/// Places that are read or written: positions on the processor, or on a GPU.
pub(crate) enum Chosen {
    Here(Places),
    There(Places<Array>),
}

impl Chosen {
    /// The positions of an index along `dim`, for an array on `device`, with the sizes around the dimension.
    fn new(
        op: &'static str,
        index: &Array,
        (dim, [outer, size, inner]): (usize, [usize; 3]),
        negative: Negative,
        device: Device,
    ) -> Result<Chosen> {
        Ok(if device == Device::Cpu {
            Chosen::Here(Places { outer, size, inner, at: positions(op, index, dim, size, negative)? })
        } else {
            let at = positions_there(op, index, dim, size, negative, device)?;
            Chosen::There(Places { outer, size, inner, at })
        })
    }

    /// The number of positions.
    fn n(&self) -> usize {
        match self {
            Chosen::Here(places) => places.at.len(),
            Chosen::There(places) => places.at.numel(),
        }
    }
}

impl Places<Array> {
    /// The same places on the processor.
    fn fetched(&self) -> Result<Places> {
        let at = crate::reading::to_vec::<i64>(&self.at)?.into_iter().map(|position| position as usize).collect();
        Ok(Places { outer: self.outer, size: self.size, inner: self.inner, at })
    }
}

/// Refuses what is neither int64 nor int32.
fn check_index_dtype(op: &'static str, index: &Array) -> Result<()> {
    if matches!(index.dtype(), DType::I64 | DType::I32) {
        return Ok(());
    }
    let remedy = "use int64 or int32";
    Err(Error::dtype(op, "not a dtype of indices", &[("index", index.dtype())], remedy))
}

/// Refuses an index that is neither a scalar nor a vector.
pub(crate) fn check_vector(op: &'static str, index: &Array) -> Result<()> {
    if index.rank() > 1 {
        let remedy = "index must have at most one dim";
        return Err(Error::shape(op, "index is not a vector", &[("index", index.sizes())], remedy));
    }
    Ok(())
}

/// Refuses two dtypes that differ.
pub(crate) fn check_same_dtype(op: &'static str, x: &Array, source: &Array) -> Result<()> {
    if x.dtype() != source.dtype() {
        let dtypes = [("self", x.dtype()), ("source", source.dtype())];
        return Err(Error::dtype(op, "dtypes differ", &dtypes, "convert the source to the dtype of self"));
    }
    Ok(())
}

/// An array without dimensions that holds the value in the dtype of `x`.
pub(crate) fn value_like(op: &'static str, x: &Array, value: Operand<'_>) -> Result<Array> {
    match value {
        Operand::Scalar(scalar) => full(op, &cresset_storage::Dims::EMPTY, scalar, x.dtype(), x.device()),
        Operand::Array(value) if value.rank() > 0 => {
            let remedy = "the value must be a number or a tensor without dims";
            Err(Error::shape(op, "value has dims", &[("value", value.sizes())], remedy))
        }
        Operand::Array(value) if value.dtype().category() > x.dtype().category() => {
            let dtypes = [("self", x.dtype()), ("value", value.dtype())];
            Err(Error::dtype(op, "value does not fit the dtype", &dtypes, "convert one of them first"))
        }
        Operand::Array(value) => {
            let value = crate::copy::to_dtype(op, value, x.dtype())?;
            // One number may come from anywhere.
            if value.device() == x.device() { Ok(value) } else { to_device(op, &value, x.device()) }
        }
    }
}

/// The sum of two elements: whole numbers wrap, truth values are joined by or.
#[inline(always)]
pub(crate) fn plus<T: Plain>(lhs: T, rhs: T) -> T {
    if T::COMPLEX {
        T::from_complex(lhs.to_f64() + rhs.to_f64(), lhs.imaginary() + rhs.imaginary())
    } else if T::FLOATING {
        T::from_f64(lhs.to_f64() + rhs.to_f64())
    } else {
        T::from_i64(lhs.to_i64().wrapping_add(rhs.to_i64()))
    }
}

/// Runs a sum on `x` in the dtype that sums of its dtype are kept in, and gives its result the dtype of `x`.
pub(crate) fn in_sum_dtype(op: &'static str, x: &Array, run: impl FnOnce(&Array) -> Result<Array>) -> Result<Array> {
    if x.dtype().category() != Category::Floating || x.dtype().n_bytes() != 2 {
        return run(x);
    }
    let sum = run(&crate::copy::to_dtype(op, x, DType::F32)?)?;
    crate::copy::to_dtype(op, &sum, x.dtype())
}

/// Sizes around a dimension: the product before it, its own, the product after it. A scalar counts as a vector of one.
pub(crate) fn around(sizes: &[usize], dim: usize) -> [usize; 3] {
    match sizes.get(dim) {
        Some(&size) => [sizes[..dim].iter().product(), size, sizes[dim + 1..].iter().product()],
        None => [1, 1, 1],
    }
}
