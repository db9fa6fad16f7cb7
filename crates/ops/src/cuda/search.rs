//! Bisection in sorted rows on GPUs.

use cresset_storage::cuda::{Gpu, Grid, Stream};
use cresset_storage::{Device, Result};

use super::fold::THREADS;
use super::launch::{Target, Words, launch, takes, with_addresses};
use super::text::{computed, stored, whole};
use crate::array::Array;

/// Blocks at most: what is left over goes round.
const MOST_BLOCKS: usize = 1 << 16;
/// The fields of `Search` in `search.cu`.
const ARGUMENT_WORDS: usize = 7;

/// Fills `out` with the place of each value in its sequence of `width` elements, which `row` values share. False where
/// there is no kernel.
pub(crate) fn places(
    sequence: &Array,
    width: usize,
    values: &Array,
    row: usize,
    right: bool,
    out: &mut Array,
) -> Result<bool> {
    let (Device::Cuda(ordinal), dtype) = (values.device(), values.dtype()) else { return Ok(false) };
    if !takes([dtype]) || sequence.device() != values.device() {
        return Ok(false);
    }
    if values.numel() == 0 {
        return Ok(true);
    }
    let (gpu, stream) = (Gpu::of(ordinal)?, Stream::current(ordinal)?);
    let kernel = gpu.kernel(&format!("search {dtype}"), "places", || {
        let types = [("In", stored(dtype).unwrap_or("float")), ("C", computed(dtype))];
        let constants = [("THREADS", THREADS), ("ARGUMENT_WORDS", ARGUMENT_WORDS)];
        whole(&types, &constants, concat!(include_str!("team.cu"), include_str!("search.cu")))
    })?;
    let blocks = values.numel().div_ceil(THREADS).min(MOST_BLOCKS);
    let inputs = [Some(sequence), Some(values)];
    with_addresses(stream, vec![Target::Fresh(out.storage_mut())], &inputs, |found| {
        let [width, row, numel] = [width, row, values.numel()].map(|number| number as u64);
        let words = [found.read[0], found.read[1], found.written[0], width, row, numel, u64::from(right)];
        launch(stream, kernel, Grid::line(blocks as u32, THREADS as u32), &Words(words))
    })?;
    Ok(true)
}
