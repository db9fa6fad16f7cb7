//! Places of values in sorted sequences.

use cresset_storage::{DType, Error, Result};

use crate::access::{Access, fill};
use crate::array::Array;
use crate::copy::contiguous;
use crate::cpu::search as cpu;
use crate::cuda::resample as cuda;
use crate::plain::for_dtype;

/// For each value the number of elements of its sorted sequence that stand before it: those that are less, and with
/// `right` those that are equal too. A sequence of one dimension serves all values; else there is one for each row.
///
/// # Errors
/// Sizes that do not fit, or dtypes that differ.
pub fn searchsorted(op: &'static str, sequence: &Array, values: &Array, right: bool) -> Result<Array> {
    let shapes: [(&str, &[usize]); 2] = [("sorted_sequence", sequence.sizes()), ("self", values.sizes())];
    let refuse = |problem, remedy| Err(Error::shape(op, problem, &shapes, remedy));
    let Some((&width, lead)) = sequence.sizes().split_last() else {
        return refuse("a scalar is no sequence", "the sequence must have a dim");
    };
    if !lead.is_empty() && values.sizes().split_last().is_none_or(|(_, other)| other != lead) {
        return refuse(
            "sizes differ",
            "apart from the last, the sizes of both must be equal, or the sequence a vector",
        );
    }
    if sequence.dtype() != values.dtype() {
        let dtypes = [("sorted_sequence", sequence.dtype()), ("self", values.dtype())];
        return Err(Error::dtype(op, "dtypes differ", &dtypes, "convert one to the dtype of the other"));
    }
    let (sequence, values) = (contiguous(op, sequence)?, contiguous(op, values)?);
    let mut out = Array::empty(op, values.sizes(), DType::I64, values.device())?;
    let row = if lead.is_empty() { values.numel() } else { values.sizes().last().copied().unwrap_or(1) };
    if cuda::search(&sequence, &values, &mut out, [width, row], right)? {
        return Ok(out);
    }
    let access = Access::read(&[&sequence, &values])?;
    for_dtype!(op, values.dtype(), real: T => {
        let (sequence, values): (&[T], &[T]) = (access.slice(op, 0)?, access.slice(op, 1)?);
        cpu::places(sequence, width, values, row, right, fill(op, &mut out)?);
    });
    drop(access);
    Ok(out)
}
