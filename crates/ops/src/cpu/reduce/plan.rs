//! How a reduction walks its array: kept and folded dimensions, each in memory order and merged where they lie evenly.

use cresset_storage::{Dims, Layout, MAX_DIMS, Result};

use crate::array::Array;
use crate::copy::contiguous;

/// Dimensions with sizes and strides, the largest stride first.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Axes {
    sizes: [usize; MAX_DIMS],
    strides: [usize; MAX_DIMS],
    rank: usize,
}

impl Axes {
    const NONE: Axes = Axes { sizes: [1; MAX_DIMS], strides: [0; MAX_DIMS], rank: 0 };

    fn push(&mut self, size: usize, stride: usize) {
        if size == 1 {
            return;
        }
        if self.rank > 0 && self.strides[self.rank - 1] == stride.wrapping_mul(size) {
            self.sizes[self.rank - 1] *= size;
        } else {
            self.sizes[self.rank] = size;
            self.rank += 1;
        }
        self.strides[self.rank - 1] = stride;
    }

    /// Size and stride of the innermost dimension.
    #[inline(always)]
    pub(crate) fn inner(&self) -> Option<(usize, usize)> {
        let last = self.rank.checked_sub(1)?;
        Some((self.sizes[last], self.strides[last]))
    }

    /// Size and stride of each dimension.
    pub(crate) fn dims(&self) -> impl DoubleEndedIterator<Item = (usize, usize)> {
        self.sizes[..self.rank].iter().copied().zip(self.strides[..self.rank].iter().copied())
    }

    /// All dimensions but the innermost.
    #[inline(always)]
    pub(crate) fn outer(&self) -> Axes {
        Axes { rank: self.rank.saturating_sub(1), ..*self }
    }

    /// Where the place `at` lies, in row-major order of these dimensions.
    #[inline(always)]
    pub(crate) fn offset(&self, at: usize) -> usize {
        let (mut rest, mut offset) = (at, 0);
        for dim in (0..self.rank).rev() {
            offset += rest % self.sizes[dim] * self.strides[dim];
            rest /= self.sizes[dim];
        }
        offset
    }

    /// A walk through all places from `at` on.
    #[inline(always)]
    pub(crate) fn walk(&self, at: usize) -> Walk {
        let mut walk = Walk { axes: *self, index: [0; MAX_DIMS], offset: self.offset(at) };
        let mut rest = at;
        for dim in (0..self.rank).rev() {
            walk.index[dim] = rest % self.sizes[dim];
            rest /= self.sizes[dim];
        }
        walk
    }
}

/// A place, and the way to the next.
pub(crate) struct Walk {
    axes: Axes,
    index: [usize; MAX_DIMS],
    /// Where the place lies.
    pub(crate) offset: usize,
}

impl Walk {
    /// Steps to the next place; after the last comes the first.
    #[inline(always)]
    pub(crate) fn step(&mut self) {
        for dim in (0..self.axes.rank).rev() {
            self.index[dim] += 1;
            self.offset += self.axes.strides[dim];
            if self.index[dim] < self.axes.sizes[dim] {
                return;
            }
            self.offset -= self.axes.strides[dim] * self.axes.sizes[dim];
            self.index[dim] = 0;
        }
    }
}

/// The walk of one reduction.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) kept: Axes,
    pub(crate) folded: Axes,
    /// The number of results.
    pub(crate) n_results: usize,
    /// The number of elements that become one result.
    pub(crate) n_folded: usize,
    /// Sizes of the kept dimensions, in the order in which results are made.
    made_sizes: Dims,
    /// For each kept dimension, in the array's order, which one of `made_sizes` it is.
    made_at: Dims,
}

impl Plan {
    /// The walk that folds the dimensions for which `is_folded` holds.
    pub(crate) fn new(op: &'static str, layout: &Layout, is_folded: &[bool; MAX_DIMS]) -> Result<Plan> {
        let (mut kept, mut folded) = (Axes::NONE, Axes::NONE);
        let (mut n_results, mut n_folded) = (1, 1);
        let (mut made_sizes, mut made_at) = (Dims::EMPTY, Dims::EMPTY);
        let mut place = [0; MAX_DIMS];
        for &dim in layout.memory_order().iter() {
            let (size, stride) = (layout.sizes()[dim], layout.strides()[dim]);
            if is_folded[dim] {
                folded.push(size, stride);
                n_folded *= size;
            } else {
                kept.push(size, stride);
                n_results *= size;
                place[dim] = made_sizes.len();
                made_sizes.push(op, size)?;
            }
        }
        for dim in (0..layout.rank()).filter(|&dim| !is_folded[dim]) {
            made_at.push(op, place[dim])?;
        }
        Ok(Plan { kept, folded, n_results, n_folded, made_sizes, made_at })
    }

    /// The results, made in the order of the plan, in the array's order and with sizes `sizes`.
    pub(crate) fn arrange(&self, op: &'static str, made: &Array, sizes: &Dims) -> Result<Array> {
        let order: Vec<i64> = self.made_at.iter().map(|&at| at as i64).collect();
        let made = made.with_layout(Layout::contiguous(self.made_sizes).permute(op, &order)?);
        Ok(contiguous(op, &made)?.with_layout(Layout::contiguous(*sizes)))
    }
}
