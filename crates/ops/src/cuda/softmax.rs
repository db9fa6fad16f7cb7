//! Softmax and its gradient on GPUs.

use cresset_storage::Result;

use super::call::{MOST_BLOCKS, Program, THREADS, ordinal_of};
use super::launch::Target;
use super::text::{computed, stored};
use crate::array::Array;
use crate::copy::contiguous;
use crate::cpu::softmax::Lines;

/// Softmax of `x`, or the gradient of softmax where `x` is that of the result `out`. None where there is no kernel.
pub(crate) fn run(op: &'static str, x: &Array, out: Option<&Array>, lines: Lines, log: bool) -> Result<Option<Array>> {
    let dtype = x.dtype();
    let (Some(ordinal), Some(held)) = (ordinal_of(x), stored(dtype)) else { return Ok(None) };
    if !dtype.is_floating_point() {
        return Ok(None);
    }
    let x = contiguous(op, x)?;
    let out = out.map(|out| contiguous(op, out)).transpose()?;
    let mut result = Array::empty(op, x.sizes(), dtype, x.device())?;
    if x.numel() == 0 {
        return Ok(Some(result));
    }
    let in_rows = lines.inner == 1;
    let entry = match (in_rows, &out) {
        (true, None) => "rows",
        (true, Some(_)) => "rows_backward",
        (false, None) => "columns",
        (false, Some(_)) => "columns_backward",
    };
    let n_lines = lines.outer * lines.inner;
    let blocks = if in_rows { n_lines } else { n_lines.div_ceil(THREADS) };
    let types = [("In", held), ("C", computed(dtype))];
    let constants = [("LOG", usize::from(log))];
    let file = concat!(include_str!("team.cu"), "\n", include_str!("softmax.cu"));
    let program = Program { name: "softmax", types: &types, constants: &constants, file };
    let (targets, inputs) = (vec![Target::Fresh(result.storage_mut())], [Some(&x), out.as_ref()]);
    program.run_blocks(ordinal, (entry, [blocks.min(MOST_BLOCKS), 1]), targets, &inputs, |found| {
        let [outer, size, inner] = [lines.outer, lines.size, lines.inner].map(|size| size as u64);
        [found.read[0], found.read[1], found.written[0], outer, size, inner]
    })?;
    Ok(Some(result))
}
