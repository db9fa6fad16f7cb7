//! Rows at the places of one dimension.

use super::BLOCK;
use crate::cpu::ask::ask_for_all;
use crate::cpu::copy::{STREAMED_BYTES, end_streams, stream};
use crate::parallel::{SERIAL_ELEMENTS, for_chunks};
use crate::plain::Plain;

/// Positions along one dimension of an array, and the numbers of elements around it.
pub(crate) struct Places<At = Vec<usize>> {
    /// Product of the sizes before the dimension.
    pub(crate) outer: usize,
    /// Size of the dimension.
    pub(crate) size: usize,
    /// Product of the sizes after the dimension.
    pub(crate) inner: usize,
    /// Positions, all below `size`: for a GPU's array int64 in row-major order.
    pub(crate) at: At,
}

/// Fills `out` with the places of `x`.
pub(crate) fn read<T: Plain>(x: &[T], out: &mut [T], places: &Places) {
    let Places { size, inner, at, .. } = places;
    if out.is_empty() {
        return;
    }
    let rows_per_block = (BLOCK / inner).max(1);
    let work = out.len();
    let streams = size_of_val(out) >= STREAMED_BYTES;
    let n_ahead = if streams { BYTES_AHEAD_OF_STREAMS } else { BYTES_AHEAD } / size_of::<T>();
    let last = out.len() / inner - 1;
    for_chunks(out, rows_per_block * inner, work, &|block, part| {
        let first = block * rows_per_block;
        if *inner == 1 {
            for (unit, out) in part.iter_mut().enumerate() {
                let unit = first + unit;
                *out = x[unit / at.len() * size + at[unit % at.len()]];
            }
            return;
        }
        let row = |unit: usize| {
            let row = unit / at.len() * size + at[unit % at.len()];
            &x[row * inner..(row + 1) * inner]
        };
        for (unit, out) in part.chunks_exact_mut(*inner).enumerate() {
            let from = row(first + unit);
            // No processor foresees where the next row is.
            let ahead = row(last.min(first + unit + 1));
            ask_for_all(ahead.as_ptr(), ahead.len().min(n_ahead));
            if streams {
                // SAFETY: rows of one length, of which one is to be written.
                unsafe { stream(from.as_ptr().cast(), out.as_mut_ptr().cast(), size_of_val(from)) };
            } else {
                out.copy_from_slice(from);
            }
        }
        if streams {
            end_streams();
        }
    });
}

/// Bytes of the next row to ask for: beyond them the processor goes on by itself.
const BYTES_AHEAD: usize = 2048;

/// The same where results go past the caches: all that is in the way of the row at hand.
const BYTES_AHEAD_OF_STREAMS: usize = 1 << 15;

/// Blocks that the places of a large target are split in. Each looks through all positions, so there are few.
const WRITE_BLOCKS: usize = 16;

/// Runs `body` on the place of `out` for each position, in order; the unit counts places of all rows of the outer
/// dimensions.
pub(crate) fn write<T: Plain>(out: &mut [T], places: &Places, body: &(dyn Fn(usize, &mut [T]) + Sync)) {
    let Places { outer, size, inner, at } = places;
    let work = outer * at.len() * inner;
    if work == 0 || out.is_empty() {
        return;
    }
    let blocks = if *outer > 1 || work < SERIAL_ELEMENTS { 1 } else { WRITE_BLOCKS.min(*size) };
    let rows = size.div_ceil(blocks);
    for_chunks(out, rows * inner, work, &|block, part| {
        // With several blocks there is one outer row; with one block for each, the block is the outer row.
        let (lead, first) = if *outer > 1 { (block, 0) } else { (0, block * rows) };
        let n_rows = part.len() / inner;
        for (nth, &position) in at.iter().enumerate() {
            let row = position.wrapping_sub(first);
            if row < n_rows {
                body(lead * at.len() + nth, &mut part[row * inner..(row + 1) * inner]);
            }
        }
    });
}
