//! Arithmetic of strides: row-major order, and which shapes can share it.

use super::Layout;
use crate::Dims;

/// The strides of row-major order. An empty dimension counts as 1, as in PyTorch.
#[inline]
pub(super) fn contiguous(sizes: &Dims) -> Dims {
    let mut strides = *sizes;
    let mut stride = 1usize;
    for at in (0..sizes.len()).rev() {
        strides[at] = stride;
        // Wraps only beside an empty dimension, where no stride is ever used.
        stride = stride.wrapping_mul(sizes[at].max(1));
    }
    strides
}

/// Whether the strides are those of row-major order, leaving aside dimensions of size 1.
#[inline]
pub(super) fn are_contiguous(sizes: &Dims, strides: &Dims) -> bool {
    let mut expected = 1usize;
    for at in (0..sizes.len()).rev() {
        match sizes[at] {
            0 => return true,
            1 => {}
            size => {
                if strides[at] != expected {
                    return sizes.contains(&0);
                }
                expected = expected.wrapping_mul(size);
            }
        }
    }
    true
}

/// The strides that give a layout's elements in row-major order under other sizes of the same product, not zero.
///
/// Runs of dimensions that lie evenly in memory can be cut anew; a new dimension may not reach over the end of a run.
///
/// # Source
/// `computeStride` in PyTorch's `aten/src/ATen/TensorUtils.cpp`.
pub(super) fn cut_anew(layout: &Layout, sizes: &Dims) -> Option<Dims> {
    let mut strides = *sizes;
    let mut open = sizes.len();
    let mut run_end = layout.rank();
    // A scalar is a run of one element.
    let mut stride = layout.strides.last().copied().unwrap_or(1);
    loop {
        let (run_start, run_numel) = run_before(layout, run_end, stride);
        let mut numel = 1;
        while open > 0 && (numel < run_numel || sizes[open - 1] == 1) {
            open -= 1;
            // Wraps only for sizes of 1 over a stride that no element uses.
            strides[open] = stride.wrapping_mul(numel);
            numel *= sizes[open];
        }
        if numel != run_numel {
            return None;
        }
        if run_start == 0 {
            return (open == 0).then_some(strides);
        }
        run_end = run_start;
        stride = layout.strides[run_end - 1];
    }
}

/// The first dimension of the run that ends before `end`, and the number of elements of the run.
fn run_before(layout: &Layout, end: usize, stride: usize) -> (usize, usize) {
    let mut start = end;
    let mut numel = 1usize;
    while start > 0 {
        let size = layout.sizes[start - 1];
        let joins = start == end || size == 1 || layout.strides[start - 1] == numel.wrapping_mul(stride);
        if !joins {
            break;
        }
        start -= 1;
        numel *= size;
    }
    (start, numel)
}
