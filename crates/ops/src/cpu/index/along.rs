//! One index for each element: gather and its opposites.

use std::sync::atomic::{AtomicBool, Ordering};

use cresset_storage::{Dims, Layout};

use super::{BLOCK, for_rows};
use crate::cpu::ask::ask_for_all;
use crate::cpu::disjoint::Disjoint;
use crate::parallel::{for_chunks, for_ranges};
use crate::plain::Plain;

/// The geometry of one index for each element: rows of the index's last dimension within an array.
pub(crate) struct Grid {
    /// Sizes of the index but for the last.
    lead: Dims,
    /// Size of the index's last dimension.
    width: usize,
    /// Strides of the array, without that of the indexed dimension.
    strides: Dims,
    /// Size of the indexed dimension.
    pub(crate) size: usize,
    /// Stride of the indexed dimension.
    stride: usize,
    /// Step of the array along the index's last dimension: 0 where that is the indexed one.
    step: usize,
    /// Rows of the index, one after the other, that may name the same elements.
    group: usize,
}

impl Grid {
    /// An index of `index_sizes` along `dim` of a contiguous array of `sizes`.
    pub(crate) fn new(index_sizes: &Dims, sizes: &Dims, dim: usize) -> Grid {
        let mut strides = *Layout::contiguous(*sizes).strides();
        let stride = std::mem::replace(&mut strides[dim], 0);
        let mut lead = *index_sizes;
        let width = lead.remove(index_sizes.len() - 1);
        let group = lead.get(dim..).map_or(1, |below| below.iter().product());
        Grid { lead, width, strides, size: sizes[dim], stride, step: strides[index_sizes.len() - 1], group }
    }

    /// Whether the positions of a row of the index are those of a row of the array.
    fn is_along_rows(&self) -> bool {
        self.step == 0 && self.stride == 1
    }

    /// The number of elements up to the last that can be named.
    fn reach(&self) -> usize {
        let outer: usize = self.lead.iter().zip(self.strides.iter()).map(|(&size, &stride)| (size - 1) * stride).sum();
        // No position fits into a dim without elements.
        if self.size == 0 { 0 } else { outer + (self.width - 1) * self.step + (self.size - 1) * self.stride + 1 }
    }
}

/// Indices that are looked at together before they are used: to look through a long row first is to read it twice.
const RUN: usize = 16;

/// Elements ahead of those at hand that are asked for: the processor follows a row by itself, but begins anew with each.
const AHEAD: usize = 1024;

/// Elements of a row that is kept in the caches of a core together with the next, and with the indices of both.
const NEAR: usize = 1 << 15;

/// Fills a row with the elements of a line at the positions. Returns whether all are positions.
#[inline(always)]
fn gather_row<T: Plain>(line: &[T], index: &[i64], out: &mut [T], rows_ahead: usize) -> bool {
    let take = |index: &[i64], out: &mut [T]| {
        for (out, &position) in out.iter_mut().zip(index) {
            // SAFETY: they are positions of the line.
            *out = unsafe { *line.get_unchecked(position as usize) };
        }
    };
    if index.len() < RUN || line.len() > NEAR {
        let found = within(index, line.len());
        if found {
            take(index, out);
        }
        return found;
    }
    let ((runs, rest), (outs, last)) = (index.as_chunks::<RUN>(), out.as_chunks_mut::<RUN>());
    for (at, (run, out)) in runs.iter().zip(outs).enumerate() {
        if !within(run, line.len()) {
            return false;
        }
        if rows_ahead > 0 {
            ask_for_all(run.as_ptr().wrapping_add(rows_ahead * index.len()), RUN);
            ask_for_all(line.as_ptr().wrapping_add(rows_ahead * line.len() + at * RUN), RUN);
        }
        take(run, out);
    }
    let found = within(rest, line.len());
    if found {
        take(rest, last);
    }
    found
}

/// Fills `out` with the elements of `x` at the positions, one for each. Returns whether all are positions.
pub(crate) fn gather<T: Plain>(x: &[T], out: &mut [T], index: &[i64], grid: &Grid) -> bool {
    let rows_per_block = (BLOCK / grid.width.max(1)).max(1);
    let work = out.len();
    let outside = AtomicBool::new(false);
    // Of a row that is longer than its indices so little may be taken that it is not worth to be brought.
    let rows_ahead = if grid.size <= grid.width.min(NEAR) { AHEAD.div_ceil(grid.width.max(1)) } else { 0 };
    for_chunks(out, rows_per_block * grid.width, work, &|block, part| {
        let first = block * rows_per_block;
        let rows = first..first + part.len() / grid.width;
        let offset = |dim: usize, index: usize| [index * grid.strides[dim]];
        for_rows(&grid.lead, rows, offset, |row, [base]| {
            let index = &index[row * grid.width..(row + 1) * grid.width];
            let out = &mut part[(row - first) * grid.width..(row - first + 1) * grid.width];
            let found = if grid.is_along_rows() {
                gather_row(&x[base..base + grid.size], index, out, rows_ahead)
            } else {
                within(index, grid.size) && {
                    for (column, (out, &index)) in out.iter_mut().zip(index).enumerate() {
                        *out = x[base + index as usize * grid.stride + column * grid.step];
                    }
                    true
                }
            };
            if !found {
                outside.store(true, Ordering::Relaxed);
            }
        });
    });
    !outside.into_inner()
}

/// Whether all indices are positions of a dimension of `size`. Of the numbers from 0 to the last none, and no distance
/// to it, is negative: so whole registers are looked at together.
#[inline(always)]
fn within(index: &[i64], size: usize) -> bool {
    let last = size as i64 - 1;
    index.iter().fold(0, |signs, &index| signs | index | last.wrapping_sub(index)) >= 0
}

/// As [`within`], by all threads.
pub(crate) fn are_within(index: &[i64], size: usize) -> bool {
    let outside = AtomicBool::new(false);
    for_ranges(index.len(), BLOCK, index.len(), &|range| {
        if !within(&index[range], size) {
            outside.store(true, Ordering::Relaxed);
        }
    });
    !outside.into_inner()
}

/// What stands in a target before a source is joined to it.
#[derive(Clone, Copy)]
pub(crate) enum Start<A> {
    /// Its own elements.
    Own,
    /// Those of another array of its sizes.
    Of(A),
    Zeros,
}

impl<T: Plain> Start<&[T]> {
    /// Writes the elements from `at` on.
    #[inline(always)]
    fn write(self, at: usize, out: &mut [T]) {
        match self {
            Start::Own => {}
            Start::Of(elements) => out.copy_from_slice(&elements[at..at + out.len()]),
            Start::Zeros => out.fill(T::from_i64(0)),
        }
    }
}

/// Joins each element of the source to that at its position in `out`; if several go there, in row-major order. There is
/// at least one index. Returns whether all are positions; not all elements are joined where they are not.
pub(crate) fn scatter<T: Plain>(
    out: &mut [T],
    start: Start<&[T]>,
    source: &[T],
    source_strides: &Dims,
    index: &[i64],
    grid: &Grid,
    join: impl Fn(T, T) -> T + Sync,
) -> bool {
    let source_step = source_strides[grid.lead.len()];
    let n_rows = index.len() / grid.width.max(1);
    let by_rows = grid.is_along_rows() && source_step == 1 && !out.is_empty() && n_rows * grid.size == out.len();
    // A longer row would have left the first cache, and one alone would be begun by one thread.
    let begins_by_row = by_rows && grid.size <= BLOCK;
    if !begins_by_row && !matches!(start, Start::Own) {
        let n_elements = out.len();
        for_chunks(out, BLOCK, n_elements, &|block, part| start.write(block * BLOCK, part));
    }
    let start = if begins_by_row { start } else { Start::Own };
    if by_rows {
        return scatter_rows(out, start, source, source_strides, index, grid, join);
    }
    let outside = AtomicBool::new(false);
    // Elements of different groups, and of different columns of one group, go to different places.
    let groups = n_rows / grid.group.max(1);
    let columns = if grid.step == 0 { grid.width } else { BLOCK.div_ceil(grid.group).max(64).min(grid.width) };
    let column_parts = grid.width.div_ceil(columns.max(1));
    let parts_per_block = (BLOCK / (columns * grid.group).max(1)).max(1);
    let offset = |dim: usize, index: usize| [index * grid.strides[dim], index * source_strides[dim]];
    assert!(grid.reach() <= out.len());
    let out = Disjoint::new(out);
    for_ranges(groups * column_parts, parts_per_block, index.len(), &|parts| {
        for part in parts {
            let first = part % column_parts * columns;
            let rows = part / column_parts * grid.group;
            for_rows(&grid.lead, rows..rows + grid.group, offset, |row, [base, from]| {
                let index = &index[row * grid.width..(row + 1) * grid.width];
                if !within(index, grid.size) {
                    return outside.store(true, Ordering::Relaxed);
                }
                for column in first..grid.width.min(first + columns) {
                    let position = index[column] as usize;
                    // SAFETY: a place of the grid's array; no other part has elements that go here.
                    let place = unsafe { &mut *out.pointer(base + position * grid.stride + column * grid.step) };
                    *place = join(*place, source[from + column * source_step]);
                }
            });
        }
    });
    !outside.into_inner()
}

/// [`scatter`] where each row of the index goes to a row of its own, and all rows have one: what a row starts with is
/// written while it is at hand.
fn scatter_rows<T: Plain>(
    out: &mut [T],
    start: Start<&[T]>,
    source: &[T],
    source_strides: &Dims,
    index: &[i64],
    grid: &Grid,
    join: impl Fn(T, T) -> T + Sync,
) -> bool {
    let (width, size) = (grid.width, grid.size);
    let rows_per_block = (BLOCK / width.max(size)).max(1);
    let work = index.len().max(out.len());
    let outside = AtomicBool::new(false);
    let offset = |dim: usize, index: usize| [index * source_strides[dim]];
    for_chunks(out, rows_per_block * size, work, &|block, part| {
        let first = block * rows_per_block;
        for_rows(&grid.lead, first..first + part.len() / size, offset, |row, [from]| {
            let line = &mut part[(row - first) * size..(row - first + 1) * size];
            start.write(row * size, line);
            if !scatter_row(line, &index[row * width..(row + 1) * width], &source[from..from + width], &join) {
                outside.store(true, Ordering::Relaxed);
            }
        });
    });
    !outside.into_inner()
}

/// Joins a row of the source to the elements of a line at the positions. Returns whether all are positions; those behind
/// one that is not are left out.
#[inline(always)]
fn scatter_row<T: Plain>(line: &mut [T], index: &[i64], source: &[T], join: impl Fn(T, T) -> T) -> bool {
    let size = line.len();
    let mut put = |index: &[i64], source: &[T]| {
        for (&position, &value) in index.iter().zip(source) {
            // SAFETY: they are positions of the line.
            let place = unsafe { line.get_unchecked_mut(position as usize) };
            *place = join(*place, value);
        }
    };
    // A line out of the first cache takes longer than the indices: then there is nothing to look at meanwhile.
    let looked_at = size > BLOCK;
    if looked_at && !within(index, size) {
        return false;
    }
    let ((runs, rest), (sources, last)) = (index.as_chunks::<RUN>(), source.as_chunks::<RUN>());
    for (run, source) in runs.iter().zip(sources) {
        if !looked_at && !within(run, size) {
            return false;
        }
        put(run, source);
    }
    let found = within(rest, size);
    if found {
        put(rest, last);
    }
    found
}
