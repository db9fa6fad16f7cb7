//! Copies, conversions and fills on GPUs, and the way from the processor to them.

use cresset_storage::{DType, Result};

use super::launch::Target;
use super::pointwise::{Computed, run};
use crate::array::{Array, Operand};
use crate::copy::to_device;
use crate::cpu::bytes;

/// Fills a new array of a GPU with elements or a number. Says no where there is no kernel for it.
pub(crate) fn fill(from: Operand<'_>, out: &mut Array) -> Result<bool> {
    if from.array().is_some_and(|from| from.device() != out.device()) {
        return Ok(false);
    }
    let (layout, dtype, device) = (*out.layout(), out.dtype(), out.device());
    if layout.offset() != 0 {
        return Ok(false);
    }
    run(&conversion(from, dtype), &[from], &layout, dtype, device, Target::Fresh(out.storage_mut()))
}

/// Writes elements or a number over an array of a GPU. Says no where there is no kernel for it.
pub(crate) fn overwrite(op: &'static str, from: Operand<'_>, out: &Array) -> Result<bool> {
    let moved = match from.array() {
        Some(from) if from.may_share_elements(out) => return Ok(false),
        Some(from) if from.device() != out.device() => Some(to_device(op, from, out.device())?),
        _ => None,
    };
    let from = moved.as_ref().map_or(from, Operand::Array);
    let computed = conversion(from, out.dtype());
    run(&computed, &[from], out.layout(), out.dtype(), out.device(), Target::Held(op, out))
}

/// The formula `x` in the dtype of the elements; a number is computed in that of the result.
fn conversion(from: Operand<'_>, dtype: DType) -> Computed {
    let compute = from.array().map_or(dtype, Array::dtype);
    Computed { name: "copy".to_owned(), body: Some("return x0;"), compute, gives: compute }
}

/// Copies a contiguous array of another device into a new one of a GPU: from another GPU and from pinned memory without
/// waiting.
pub(crate) fn upload(from: &Array, out: &mut Array) -> Result<()> {
    if out.storage_mut().fill_from(from.storage(), from.layout().offset_bytes(from.dtype()))? {
        return Ok(());
    }
    let mut bytes = vec![0; from.numel() * from.dtype().n_bytes()];
    bytes::read("to_device", from, &mut bytes)?;
    out.storage_mut().upload(&bytes)
}
