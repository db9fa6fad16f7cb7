//! Order along rows on GPUs.

use cresset_storage::{DType, Dims, Result};

use super::call::{MOST_BLOCKS, Program, ordinal_of};
use super::launch::{Target, joined, words};
use super::text::{computed, stored};
use crate::array::Array;
use crate::cpu::sort::Pick;

/// Bytes of a block's tile.
const TILE_BYTES: usize = 1 << 14;
/// The fields of `Sort` in `sort.cu`.
const SORT_WORDS: usize = 14;

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
    let (Some(ordinal), Some(held)) = (ordinal_of(rows), stored(rows.dtype())) else { return Ok(false) };
    let dtype = rows.dtype();
    let long = dtype.n_bytes() == 8 || u32::try_from(width).is_err();
    // Only types of 64 bits have keys as long; a longer row of others has its positions in such entries too.
    let entry_bytes = if long { 16 } else { 8 };
    let tile = TILE_BYTES / entry_bytes;
    let computed = if long && dtype.is_floating_point() { "double" } else { computed(dtype) };
    let types = [("In", held), ("C", computed)];
    let constants = [("LONG", usize::from(long)), ("FLOATING", usize::from(dtype.is_floating_point())), ("TILE", tile)];
    let file = concat!(include_str!("team.cu"), include_str!("sort.cu"));
    let program = Program { name: "sort", types: &types, constants: &constants, file };
    let (n_rows, wanted) = (rows.numel() / width, pick.first + pick.kept);
    let segment = width.next_power_of_two().min(tile);
    let mut runs = Runs::new(width, segment, wanted);
    let stride = runs.total();
    let room = if runs.n > 1 { n_rows * stride * entry_bytes / 8 } else { 0 };
    let buffer = || Array::empty(op, &Dims::clamped(&[room]), DType::I64, rows.device());
    let (mut first, mut second) = (buffer()?, buffer()?);
    let targets = [values, positions, &mut first, &mut second].map(|array| Target::Fresh(array.storage_mut()));
    program.with(ordinal, targets.into(), &[Some(rows)], |found, queue| {
        let (results, buffers) = found.written.split_at(2);
        let run = |entry, blocks: usize, runs: Runs, len: usize, buffers: [u64; 2]| {
            let descending = usize::from(pick.descending);
            let sizes = [n_rows, width, pick.first, pick.kept, descending, runs.n, len, runs.last, stride];
            let words = joined::<SORT_WORDS>(&[&found.read, results, &buffers, &words(&sizes)]);
            queue.launch(entry, [blocks.clamp(1, MOST_BLOCKS), 1], words)
        };
        let (mut from, mut to) = (buffers[0], buffers[1]);
        run("tiles", (n_rows * runs.n).div_ceil(tile / segment), runs, segment, [from, to])?;
        let mut each = segment;
        while runs.n > 1 {
            (from, to) = (to, from);
            let made = (2 * runs.len).min(wanted);
            run("merge", n_rows * runs.n.div_ceil(2) * made.div_ceil(tile), runs, runs.len, [from, to])?;
            each *= 2;
            runs = Runs::new(width, each, wanted);
        }
        Ok(())
    })?;
    Ok(true)
}
