//! Distinct values on GPUs.

use cresset_storage::cuda::{Gpu, Grid, Stream};
use cresset_storage::{DType, Device, Dims, Result};

use super::fold::THREADS;
use super::launch::{Target, Words, launch, takes, with_addresses};
use super::text::{computed, stored, whole};
use crate::array::Array;
use crate::copy::contiguous_copy;
use crate::reading::to_vec;
use crate::scan::{Direction, cumsum};
use crate::sort::Unique;

/// Blocks at most: what is left over goes round.
const MOST_BLOCKS: usize = 1 << 16;
/// The fields of `Distinct` in `distinct.cu`.
const ARGUMENT_WORDS: usize = 10;

/// The distinct values of a vector in which equal elements are neighbours, and which had these positions before in an
/// array of sizes `sizes`. Waits for the device, as the number of values is a size. None where there is no kernel.
pub(crate) fn runs(
    op: &'static str,
    sorted: &Array,
    positions: Option<&Array>,
    sizes: &Dims,
) -> Result<Option<Unique>> {
    let (Device::Cuda(ordinal), dtype) = (sorted.device(), sorted.dtype()) else { return Ok(None) };
    let n = sorted.numel();
    if !takes([dtype]) {
        return Ok(None);
    }
    let (gpu, stream) = (Gpu::of(ordinal)?, Stream::current(ordinal)?);
    let whole_numbers = |n: usize| Array::empty(op, &Dims::new(op, &[n])?, DType::I64, sorted.device());
    if n == 0 {
        let inverse = Array::empty(op, sizes, DType::I64, sorted.device())?;
        return Ok(Some(Unique { values: sorted.clone(), inverse, counts: whole_numbers(0)? }));
    }
    let run = |entry, read: &[Option<&Array>], written: Vec<&mut Array>, first_written: usize, n_values: usize| {
        let kernel = gpu.kernel(&format!("distinct {dtype}"), entry, || {
            let types = [("In", stored(dtype).unwrap_or("float")), ("C", computed(dtype))];
            let constants = [("THREADS", THREADS), ("ARGUMENT_WORDS", ARGUMENT_WORDS)];
            whole(&types, &constants, include_str!("distinct.cu"))
        })?;
        let targets = written.into_iter().map(|array| Target::Fresh(array.storage_mut())).collect();
        with_addresses(stream, targets, read, |found| {
            let mut words = [0; ARGUMENT_WORDS];
            words[..found.read.len()].copy_from_slice(&found.read);
            words[first_written..][..found.written.len()].copy_from_slice(&found.written);
            [words[8], words[9]] = [n as u64, n_values as u64];
            let blocks = n.div_ceil(THREADS).min(MOST_BLOCKS);
            launch(stream, kernel, Grid::line(blocks as u32, THREADS as u32), &Words(words))
        })
    };
    let mut begins = whole_numbers(n)?;
    run("begins", &[Some(sorted)], vec![&mut begins], 3, 0)?;
    let ranks = cumsum(&begins, 0, Direction::Forward)?;
    // A copy: to read one element of an array brings all of it over.
    let last = contiguous_copy(op, &ranks.as_strided(op, &[1], &[1], n - 1)?)?;
    let n_values = to_vec::<i64>(&last)?.first().map_or(0, |&rank| rank as usize);
    let mut values = Array::empty(op, &Dims::new(op, &[n_values])?, dtype, sorted.device())?;
    let mut inverse = Array::empty(op, sizes, DType::I64, sorted.device())?;
    let (mut firsts, mut counts) = (whole_numbers(n_values)?, whole_numbers(n_values)?);
    let read = [Some(sorted), positions, Some(&ranks)];
    run("values", &read, vec![&mut values, &mut inverse, &mut firsts], 4, n_values)?;
    let read = [None, None, None, None, None, None, Some(&firsts)];
    run("counts", &read, vec![&mut counts], 7, n_values)?;
    Ok(Some(Unique { values, inverse, counts }))
}
