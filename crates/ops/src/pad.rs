//! A constant around an array.

use cresset_storage::{Error, Layout, Result, Scalar};

use crate::array::{Array, Operand};
use crate::copy::{contiguous_copy, copy_, copy_into};

/// The array with `value` around its last dims, as `torch.nn.functional.pad`: `pad` has the elements before and after
/// the last dim, then before and after the one in front of it, and so on. Negative numbers cut elements off.
///
/// # Errors
/// An odd number of pads, more than two for each dim, or a size that would become negative.
pub fn pad(x: &Array, pad: &[i64], value: Scalar) -> Result<Array> {
    let op = "pad";
    let rank = x.rank();
    let refuse = |remedy| Error::argument(op, "pad", format!("{pad:?}"), remedy);
    if !pad.len().is_multiple_of(2) || pad.len() / 2 > rank {
        return Err(refuse("give two numbers for each of the last dims"));
    }
    let mut sizes = *x.sizes();
    for (at, pair) in pad.chunks_exact(2).enumerate() {
        let dim = rank - 1 - at;
        let size = sizes[dim] as i128 + i128::from(pair[0]) + i128::from(pair[1]);
        sizes[dim] = usize::try_from(size).map_err(|_| refuse("no size may become negative"))?;
    }
    sizes.checked_numel(op, x.dtype().n_bytes())?;
    // The part of `x` that stays, and its place in the result.
    let (mut from, mut to) = (*x.layout(), Layout::contiguous(sizes));
    for (at, pair) in pad.chunks_exact(2).enumerate() {
        let dim = rank - 1 - at;
        let (cut, before) = (pair[0].saturating_neg().max(0), pair[0].max(0));
        let end = x.sizes()[dim] as i64 - pair[1].saturating_neg().max(0);
        let kept = usize::try_from(end - cut).map_err(|_| refuse("no more elements can be cut than there are"))?;
        if kept == 0 {
            return crate::copy::full(op, &sizes, value, x.dtype(), x.device());
        }
        from = from.narrow(op, dim as i64, cut, kept)?;
        to = to.narrow(op, dim as i64, before, kept)?;
    }
    let kept = x.with_layout(from);
    if *from.sizes() == sizes {
        return contiguous_copy(op, &kept);
    }
    let mut out = Array::empty(op, &sizes, x.dtype(), x.device())?;
    copy_into(op, Operand::Scalar(value), &mut out)?;
    copy_(op, &out.with_layout(to), Operand::Array(&kept))?;
    Ok(out)
}

/// The pads that undo others, as far as their gradient is concerned.
#[must_use]
pub fn opposite(pad: &[i64]) -> Vec<i64> {
    pad.iter().map(|&elements| elements.saturating_neg()).collect()
}
