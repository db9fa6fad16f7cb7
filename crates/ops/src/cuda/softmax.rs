//! Softmax and its gradient on GPUs.

use cresset_storage::cuda::{Gpu, Grid, Stream};
use cresset_storage::{Device, Result};

use super::launch::{Target, Words, launch, takes, with_addresses};
use super::text::{computed, stored, whole};
use crate::array::Array;
use crate::copy::contiguous;
use crate::cpu::softmax::Lines;

/// Threads of a block.
const THREADS: usize = 256;
/// Blocks at most: what is left over goes round.
const MOST_BLOCKS: usize = 1 << 16;

/// Softmax of `x`, or the gradient of softmax where `x` is that of the result `out`. None where there is no kernel.
pub(crate) fn run(op: &'static str, x: &Array, out: Option<&Array>, lines: Lines, log: bool) -> Result<Option<Array>> {
    let (Device::Cuda(ordinal), dtype) = (x.device(), x.dtype()) else { return Ok(None) };
    if !dtype.is_floating_point() || !takes([dtype]) {
        return Ok(None);
    }
    let x = contiguous(op, x)?;
    let out = out.map(|out| contiguous(op, out)).transpose()?;
    let mut result = Array::empty(op, x.sizes(), dtype, x.device())?;
    if x.numel() == 0 {
        return Ok(Some(result));
    }
    let (gpu, stream) = (Gpu::of(ordinal)?, Stream::current(ordinal)?);
    let in_rows = lines.inner == 1;
    let entry = match (in_rows, &out) {
        (true, None) => "rows",
        (true, Some(_)) => "rows_backward",
        (false, None) => "columns",
        (false, Some(_)) => "columns_backward",
    };
    let text = || {
        let types = [("In", stored(dtype)), ("C", Some(computed(dtype)))];
        let types = types.map(|(name, is)| (name, is.unwrap_or("float")));
        let constants = [("LOG", usize::from(log)), ("THREADS", THREADS), ("ARGUMENT_WORDS", 6)];
        whole(&types, &constants, concat!(include_str!("block.cu"), "\n", include_str!("softmax.cu")))
    };
    let kernel = gpu.kernel(&format!("{}softmax {dtype}", if log { "log_" } else { "" }), entry, text)?;
    let n_lines = lines.outer * lines.inner;
    let blocks = if in_rows { n_lines } else { n_lines.div_ceil(THREADS) };
    let grid = Grid::line(blocks.min(MOST_BLOCKS) as u32, THREADS as u32);
    with_addresses(stream, vec![Target::Fresh(result.storage_mut())], &[Some(&x), out.as_ref()], |found| {
        let sizes = [lines.outer, lines.size, lines.inner].map(|size| size as u64);
        let [outer, size, inner] = sizes;
        launch(stream, kernel, grid, &Words([found.read[0], found.read[1], found.written[0], outer, size, inner]))
    })?;
    Ok(Some(result))
}
