//! Order along rows on GPUs.

use cresset_storage::cuda::{Gpu, Grid, Stream};
use cresset_storage::{DType, Device, Dims, Result};

use super::fold::THREADS;
use super::launch::{Target, Words, launch, takes, with_addresses};
use super::text::{computed, stored, whole};
use crate::array::Array;
use crate::cpu::sort::Pick;

/// Bytes of a block's tile.
const TILE_BYTES: usize = 1 << 14;
/// Blocks at most: what is left over goes round.
const MOST_BLOCKS: usize = 1 << 20;
/// The fields of `Sort` in `sort.cu`.
const ARGUMENT_WORDS: usize = 14;

/// Runs of a row: their number, the elements of each, of the last, and of all.
#[derive(Clone, Copy)]
struct Runs {
    n: usize,
    len: usize,
    last: usize,
}

impl Runs {
    /// Runs of `each` elements of a row, of which those after the `wanted` ones are dropped.
    fn new(width: usize, each: usize, wanted: usize) -> Runs {
        let n = width.div_ceil(each);
        Runs { n, len: each.min(wanted), last: (width - (n - 1) * each).min(wanted) }
    }

    fn total(self) -> usize {
        (self.n - 1) * self.len + self.last
    }
}

/// Fills values and positions with the wanted places of the order of each row of `width` elements. False where there is
/// no kernel.
pub(crate) fn order(
    op: &'static str,
    rows: &Array,
    width: usize,
    pick: Pick,
    values: &mut Array,
    positions: &mut Array,
) -> Result<bool> {
    let (Device::Cuda(ordinal), dtype) = (rows.device(), rows.dtype()) else { return Ok(false) };
    if !takes([dtype]) {
        return Ok(false);
    }
    let (gpu, stream) = (Gpu::of(ordinal)?, Stream::current(ordinal)?);
    let long = dtype.n_bytes() == 8 || u32::try_from(width).is_err();
    // Only types of 64 bits have keys as long; a longer row of others has its positions in such entries too.
    let entry_bytes = if long { 16 } else { 8 };
    let tile = TILE_BYTES / entry_bytes;
    let text = || {
        let types = [
            ("In", stored(dtype).unwrap_or("float")),
            ("C", if long && dtype.is_floating_point() { "double" } else { computed(dtype) }),
        ];
        let constants = [
            ("LONG", usize::from(long)),
            ("FLOATING", usize::from(dtype.is_floating_point())),
            ("TILE", tile),
            ("THREADS", THREADS),
            ("ARGUMENT_WORDS", ARGUMENT_WORDS),
        ];
        whole(&types, &constants, concat!(include_str!("team.cu"), include_str!("sort.cu")))
    };
    let program = format!("sort {dtype}{}", if long { " long" } else { "" });
    let (n_rows, wanted) = (rows.numel() / width, pick.first + pick.kept);
    let segment = width.next_power_of_two().min(tile);
    let mut runs = Runs::new(width, segment, wanted);
    let stride = runs.total();
    let room = if runs.n > 1 { n_rows * stride * entry_bytes / 8 } else { 0 };
    let buffer = || Array::empty(op, &Dims::clamped(&[room]), DType::I64, rows.device());
    let (mut first, mut second) = (buffer()?, buffer()?);
    let targets = [values, positions, &mut first, &mut second].map(|array| Target::Fresh(array.storage_mut()));
    with_addresses(stream, targets.into(), &[Some(rows)], |found| {
        let [values, positions, mut from, mut to] = [0, 1, 2, 3].map(|at: usize| found.written[at]);
        let words = |runs: Runs, len: usize, from: u64, to: u64| {
            let numbers =
                [n_rows, width, pick.first, pick.kept, usize::from(pick.descending), runs.n, len, runs.last, stride];
            let mut words = [found.read[0], values, positions, from, to, 0, 0, 0, 0, 0, 0, 0, 0, 0];
            for (word, number) in words[5..].iter_mut().zip(numbers) {
                *word = number as u64;
            }
            Words::<ARGUMENT_WORDS>(words)
        };
        let grid = |blocks: usize| Grid::line(blocks.clamp(1, MOST_BLOCKS) as u32, THREADS as u32);
        let blocks = (n_rows * runs.n).div_ceil(tile / segment);
        launch(stream, gpu.kernel(&program, "tiles", text)?, grid(blocks), &words(runs, segment, from, to))?;
        let mut each = segment;
        while runs.n > 1 {
            (from, to) = (to, from);
            let made = (2 * runs.len).min(wanted);
            let blocks = n_rows * runs.n.div_ceil(2) * made.div_ceil(tile);
            launch(stream, gpu.kernel(&program, "merge", text)?, grid(blocks), &words(runs, runs.len, from, to))?;
            each *= 2;
            runs = Runs::new(width, each, wanted);
        }
        Ok(())
    })?;
    Ok(true)
}
