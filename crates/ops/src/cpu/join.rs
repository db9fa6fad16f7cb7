//! Reads dimensions by lists of sources, and clears triangles.

use cresset_storage::{Dims, Layout};

use super::index::for_rows;
use crate::index::plus;
use crate::parallel::for_chunks;
use crate::plain::Plain;

/// Elements that one thread works through before it takes more.
const BLOCK: usize = 1 << 13;

/// Whether the sources are neighbours in rising order.
fn is_run(from: &[usize]) -> bool {
    from.windows(2).all(|pair| pair[1] == pair[0] + 1)
}

/// Fills `out` with the elements of `x` at the sources of each dimension.
pub(crate) fn rearrange<T: Plain>(x: &[T], out: &mut [T], input: &Dims, from: &[Vec<usize>]) {
    if out.is_empty() {
        return;
    }
    let Some((last, lead)) = from.split_last() else {
        out[0] = x[0];
        return;
    };
    let strides = *Layout::contiguous(*input).strides();
    let sizes: Vec<usize> = lead.iter().map(Vec::len).collect();
    let offset = |dim: usize, index: usize| [lead[dim][index] * strides[dim]];
    let (width, run) = (last.len(), is_run(last));
    let rows_per_block = (BLOCK / width).max(1);
    let work = out.len();
    for_chunks(out, rows_per_block * width, work, &|block, part| {
        let first = block * rows_per_block;
        for_rows(&sizes, first..first + part.len() / width, offset, |row, [base]| {
            let out = &mut part[(row - first) * width..(row - first + 1) * width];
            if run {
                out.copy_from_slice(&x[base + last[0]..base + last[0] + width]);
            } else {
                out.iter_mut().zip(last).for_each(|(out, &at)| *out = x[base + at]);
            }
        });
    });
}

/// Adds each element of `grad` at its source in `out`, in row-major order and on one thread: several may have one
/// source.
pub(crate) fn rearrange_sum<T: Plain>(grad: &[T], out: &mut [T], input: &Dims, from: &[Vec<usize>]) {
    if grad.is_empty() {
        return;
    }
    let Some((last, lead)) = from.split_last() else {
        out[0] = plus(out[0], grad[0]);
        return;
    };
    let strides = *Layout::contiguous(*input).strides();
    let sizes: Vec<usize> = lead.iter().map(Vec::len).collect();
    let offset = |dim: usize, index: usize| [lead[dim][index] * strides[dim]];
    let width = last.len();
    for_rows(&sizes, 0..grad.len() / width, offset, |row, [base]| {
        for (&value, &at) in grad[row * width..(row + 1) * width].iter().zip(last) {
            out[base + at] = plus(out[base + at], value);
        }
    });
}

/// Writes zeros above the diagonal of each matrix if the lower triangle is kept, else below it.
pub(crate) fn clear<T: Plain>(out: &mut [T], rows: usize, columns: usize, lower: bool, diagonal: i64) {
    let work = out.len();
    if work == 0 {
        return;
    }
    let rows_per_block = (BLOCK / columns).max(1);
    for_chunks(out, rows_per_block * columns, work, &|block, part| {
        for (row, part) in part.chunks_exact_mut(columns).enumerate() {
            let row = (block * rows_per_block + row) % rows;
            // The first column right of the diagonal for the lower triangle, the diagonal's own for the upper.
            let edge = (row as i64).saturating_add(diagonal).saturating_add(i64::from(lower));
            let edge = edge.clamp(0, columns as i64) as usize;
            let cleared = if lower { &mut part[edge..] } else { &mut part[..edge] };
            cleared.fill(T::from_i64(0));
        }
    });
}
