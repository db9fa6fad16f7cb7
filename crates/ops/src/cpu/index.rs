//! Moves elements by checked positions, and writes arrays that exist or are new by one way.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use cresset_storage::{Dims, Layout, Result};

use crate::access::{Access, fill};
use crate::array::{Array, Operand};
use crate::copy::{contiguous_copy, copy_};
use crate::cpu::ask::ask_for;
use crate::cpu::copy::{STREAMED_BYTES, end_streams, stream};
use crate::cpu::disjoint::Disjoint;
use crate::parallel::{SERIAL_ELEMENTS, for_chunks, for_ranges};
use crate::plain::{Plain, for_dtype};
use crate::pointwise::check_writable;
use crate::simd::Boolean;

/// What a kernel writes.
pub(crate) enum Target<'a> {
    /// A contiguous array that nobody else holds yet.
    New(&'a mut Array),
    /// An array in use.
    Held(&'a Array),
}

/// The arrays that a kernel reads beside its target.
pub(crate) struct Sources<'a> {
    access: Access<'a>,
    first: usize,
}

impl Sources<'_> {
    /// The elements of source `at`.
    pub(crate) fn slice<T: Plain>(&self, op: &'static str, at: usize) -> Result<&[T]> {
        self.access.slice(op, self.first + at)
    }
}

impl Target<'_> {
    /// The written array.
    pub(crate) fn array(&self) -> &Array {
        match self {
            Target::New(array) => array,
            Target::Held(array) => array,
        }
    }

    /// Runs `body` on the elements in row-major order. The sources are contiguous; of those that share elements with
    /// the target, it sees copies.
    pub(crate) fn write<T: Plain>(
        self,
        op: &'static str,
        sources: &[&Array],
        body: impl FnOnce(&mut [T], &Sources<'_>) -> Result<()>,
    ) -> Result<()> {
        self.settled(op, sources, |target, sources| {
            let out = match target {
                Target::New(out) => {
                    let sources = Sources { access: Access::read(sources)?, first: 0 };
                    return body(fill(op, out)?, &sources);
                }
                Target::Held(out) => out,
            };
            let arrays: Vec<&Array> = std::iter::once(out).chain(sources.iter().copied()).collect();
            let sources = Sources { access: Access::write(op, &arrays)?, first: 1 };
            // This checks the layout and the dtype as well.
            if sources.access.slice::<T>(op, 0)?.is_empty() {
                return body(&mut [], &sources);
            }
            // SAFETY: a contiguous layout lies within its storage, whose memory is initialised and aligned; any bits
            // are a T, whose dtype was checked above; the write lock keeps everyone else out, and no source shares an
            // element.
            let elements =
                unsafe { std::slice::from_raw_parts_mut(sources.access.pointer(0).cast::<T>(), out.numel()) };
            body(elements, &sources)
        })
    }

    /// Runs `body` on a contiguous target and on sources that share no element with it.
    pub(crate) fn settled(
        self,
        op: &'static str,
        sources: &[&Array],
        body: impl FnOnce(Target<'_>, &[&Array]) -> Result<()>,
    ) -> Result<()> {
        let out = match self {
            Target::New(_) => return body(self, sources),
            Target::Held(out) => out,
        };
        check_writable(op, out)?;
        if !out.layout().is_contiguous() {
            let mut filled = contiguous_copy(op, out)?;
            body(Target::New(&mut filled), sources)?;
            return copy_(op, out, Operand::Array(&filled));
        }
        let copy = |source: &Array| source.may_share_elements(out).then(|| contiguous_copy(op, source)).transpose();
        let copies = sources.iter().map(|source| copy(source)).collect::<Result<Vec<Option<Array>>>>()?;
        let apart: Vec<&Array> =
            copies.iter().zip(sources).map(|(copy, source)| copy.as_ref().unwrap_or(source)).collect();
        body(Target::Held(out), &apart)
    }
}

/// Runs `body` on rows of a grid with the offsets of each row: dimension `d` at index `i` adds `offset(d, i)`.
pub(crate) fn for_rows<const N: usize>(
    sizes: &[usize],
    rows: Range<usize>,
    offset: impl Fn(usize, usize) -> [usize; N],
    mut body: impl FnMut(usize, [usize; N]),
) {
    let mut index = [0usize; cresset_storage::MAX_DIMS];
    let mut at = [0usize; N];
    let mut rest = rows.start;
    let move_by = |at: &mut [usize; N], from: Option<[usize; N]>, to: [usize; N]| {
        for n in 0..N {
            // Offsets go up and down; only their sum is an offset.
            at[n] = at[n].wrapping_sub(from.map_or(0, |from| from[n])).wrapping_add(to[n]);
        }
    };
    for dim in (0..sizes.len()).rev() {
        index[dim] = rest % sizes[dim].max(1);
        rest /= sizes[dim].max(1);
        move_by(&mut at, None, offset(dim, index[dim]));
    }
    for row in rows {
        body(row, at);
        for dim in (0..sizes.len()).rev() {
            let from = offset(dim, index[dim]);
            index[dim] += 1;
            if index[dim] < sizes[dim] {
                move_by(&mut at, Some(from), offset(dim, index[dim]));
                break;
            }
            index[dim] = 0;
            move_by(&mut at, Some(from), offset(dim, 0));
        }
    }
}

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

    /// The number of elements up to the last that can be named.
    fn reach(&self) -> usize {
        let outer: usize = self.lead.iter().zip(self.strides.iter()).map(|(&size, &stride)| (size - 1) * stride).sum();
        // No position fits into a dim without elements.
        if self.size == 0 { 0 } else { outer + (self.width - 1) * self.step + (self.size - 1) * self.stride + 1 }
    }
}

/// Elements that one thread works through before it takes more.
const BLOCK: usize = 1 << 13;

/// Fills `out` with the elements of `x` at the positions, one for each. Returns whether all are positions.
pub(crate) fn gather<T: Plain>(x: &[T], out: &mut [T], index: &[i64], grid: &Grid) -> bool {
    let rows_per_block = (BLOCK / grid.width.max(1)).max(1);
    let work = out.len();
    let outside = AtomicBool::new(false);
    for_chunks(out, rows_per_block * grid.width, work, &|block, part| {
        let first = block * rows_per_block;
        let rows = first..first + part.len() / grid.width;
        let offset = |dim: usize, index: usize| [index * grid.strides[dim]];
        for_rows(&grid.lead, rows, offset, |row, [base]| {
            let index = &index[row * grid.width..(row + 1) * grid.width];
            let out = &mut part[(row - first) * grid.width..(row - first + 1) * grid.width];
            if !within(index, grid.size) {
                outside.store(true, Ordering::Relaxed);
            } else if grid.step == 0 && grid.stride == 1 {
                let line = &x[base..base + grid.size];
                for (out, &index) in out.iter_mut().zip(index) {
                    // SAFETY: all indices of the row are positions of the line.
                    *out = unsafe { *line.get_unchecked(index as usize) };
                }
            } else {
                for (column, (out, &index)) in out.iter_mut().zip(index).enumerate() {
                    *out = x[base + index as usize * grid.stride + column * grid.step];
                }
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

/// Joins each element of the source to that at its position in `out`; if several go there, in row-major order. There is
/// at least one index. Returns whether all are positions; rows with one that is not are left out.
pub(crate) fn scatter<T: Plain>(
    out: &mut [T],
    source: &[T],
    source_strides: &Dims,
    index: &[i64],
    grid: &Grid,
    join: impl Fn(T, T) -> T + Sync,
) -> bool {
    let outside = AtomicBool::new(false);
    let source_step = source_strides[grid.lead.len()];
    // Elements of different groups, and of different columns of one group, go to different places.
    let groups = index.len() / (grid.width * grid.group).max(1);
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
                if grid.step == 0 && grid.stride == 1 && source_step == 1 {
                    // SAFETY: a row of the grid's array; no other part has elements that go here.
                    let line = unsafe { out.run(base..base + grid.size) };
                    for (&position, &value) in index.iter().zip(&source[from..from + grid.width]) {
                        // SAFETY: all indices of the row are positions of the line.
                        let place = unsafe { line.get_unchecked_mut(position as usize) };
                        *place = join(*place, value);
                    }
                    return;
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
        let last = first + part.len() / inner - 1;
        for (unit, out) in part.chunks_exact_mut(*inner).enumerate() {
            let from = row(first + unit);
            if streams {
                // SAFETY: rows of one length, of which one is to be written.
                unsafe { stream(from.as_ptr().cast(), out.as_mut_ptr().cast(), size_of_val(from)) };
                continue;
            }
            // No processor foresees where the next row is.
            let ahead = row(last.min(first + unit + 1));
            let lines = ahead.iter().step_by((LINE_BYTES / size_of::<T>()).max(1));
            lines.take(LINES_AHEAD).for_each(|line| ask_for(line));
            out.copy_from_slice(from);
        }
        end_streams();
    });
}

const LINE_BYTES: usize = 64;

/// Lines of the next row to ask for: beyond them the processor goes on by itself.
const LINES_AHEAD: usize = 32;

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

/// Multiplies each row of `out` by its factor.
pub(crate) fn scale_rows(op: &'static str, out: &mut Array, width: usize, factors: &[f64]) -> Result<()> {
    for_dtype!(op, out.dtype(), real: T => {
        let rows: &mut [T] = fill(op, out)?;
        let work = rows.len();
        for_chunks(rows, width, work, &|row, part| {
            let factor = factors[row];
            // A factor of 0 leaves out even what is not finite.
            let scaled = |value: T| if factor == 0.0 { T::from_i64(0) } else { T::from_f64(value.to_f64() * factor) };
            part.iter_mut().for_each(|value| *value = scaled(*value));
        });
    });
    Ok(())
}

/// Writes the value where the mask is true.
pub(crate) fn fill_where<T: Plain>(out: &mut [T], mask: &[Boolean], value: T) {
    let work = out.len();
    for_chunks(out, BLOCK, work, &|block, part| {
        for (out, holds) in part.iter_mut().zip(&mask[block * BLOCK..]) {
            *out = if holds.get() { value } else { *out };
        }
    });
}

/// Whether an element is zero; NaN is not.
#[inline(always)]
pub(crate) fn is_zero<T: Plain>(value: T) -> bool {
    if T::COMPLEX {
        value.to_f64() == 0.0 && value.imaginary() == 0.0
    } else if T::FLOATING {
        value.to_f64() == 0.0
    } else {
        value.to_i64() == 0
    }
}
