//! Which element of a buffer stands at which index: sizes, strides and an offset, all counted in elements.

mod strides;
mod views;

use crate::{DType, Dims, Error, Result};

/// Sizes, strides and offset of a tensor within its buffer, in elements.
///
/// Every element lies within the buffer that the layout was made for, and so does the offset where there are no
/// elements: neither a position nor its bytes overflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    sizes: Dims,
    strides: Dims,
    offset: usize,
    contiguous: bool,
}

impl Layout {
    /// Row-major, from the start of the buffer. The caller has checked that the size does not overflow.
    #[inline]
    #[must_use]
    pub fn contiguous(sizes: Dims) -> Layout {
        Layout { sizes, strides: strides::contiguous(&sizes), offset: 0, contiguous: true }
    }

    /// The same sizes and strides from the start of a buffer of its own.
    #[inline]
    #[must_use]
    pub fn at_start(&self) -> Layout {
        Layout { offset: 0, ..*self }
    }

    /// Any strides over a buffer of `n_elements`.
    ///
    /// # Errors
    /// Sizes and strides of different length, or an element outside the buffer.
    pub fn strided(
        op: &'static str,
        sizes: &[usize],
        strides: &[usize],
        offset: usize,
        n_elements: usize,
    ) -> Result<Layout> {
        let refuse = |problem, remedy| {
            Err(Error::shape(
                op,
                problem,
                &[("sizes", sizes), ("strides", strides), ("offset", &[offset]), ("elements", &[n_elements])],
                remedy,
            ))
        };
        if sizes.len() != strides.len() {
            return refuse("sizes and strides differ in length", "give one stride for each size");
        }
        let (held_sizes, held_strides) = (Dims::new(op, sizes)?, Dims::new(op, strides)?);
        let end = if held_sizes.checked_numel(op, 1)? == 0 {
            Some(offset)
        } else {
            sizes
                .iter()
                .zip(strides)
                .try_fold(offset, |last, (&size, &stride)| last.checked_add((size - 1).checked_mul(stride)?))
                .and_then(|last| last.checked_add(1))
        };
        if end.is_none_or(|end| end > n_elements) {
            return refuse("reaches outside the storage", "every element must lie within the storage");
        }
        Ok(Layout::from_parts(held_sizes, held_strides, offset))
    }

    #[inline]
    fn from_parts(sizes: Dims, strides: Dims, offset: usize) -> Layout {
        Layout { sizes, strides, offset, contiguous: strides::are_contiguous(&sizes, &strides) }
    }

    /// The sizes.
    #[inline]
    #[must_use]
    pub fn sizes(&self) -> &Dims {
        &self.sizes
    }

    /// The strides.
    #[inline]
    #[must_use]
    pub fn strides(&self) -> &Dims {
        &self.strides
    }

    /// The position of the first element.
    #[inline]
    #[must_use]
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// The number of dimensions.
    #[inline]
    #[must_use]
    pub fn rank(&self) -> usize {
        self.sizes.len()
    }

    /// The number of elements.
    #[inline]
    #[must_use]
    pub fn numel(&self) -> usize {
        self.sizes.numel()
    }

    /// Whether elements follow each other in row-major order without gaps. Dimensions of size 1 do not matter, nor do
    /// any where there are no elements.
    #[inline]
    #[must_use]
    pub fn is_contiguous(&self) -> bool {
        self.contiguous
    }

    /// Whether elements fill a gap-free span in some order of the dimensions.
    #[must_use]
    pub fn is_dense(&self) -> bool {
        self.contiguous || {
            let order = self.memory_order();
            let in_order = |dims: &Dims| Dims::from_fn(self.rank(), |at| dims[order[at]]);
            strides::are_contiguous(&in_order(&self.sizes), &in_order(&self.strides))
        }
    }

    /// The dimensions from the largest stride to the smallest; equal strides keep their order.
    #[must_use]
    pub fn memory_order(&self) -> Dims {
        let mut order = Dims::from_fn(self.rank(), |dim| dim);
        order.sort_by_key(|&dim| std::cmp::Reverse(self.strides[dim]));
        order
    }

    /// Whether two different indices can mean the same element. May say yes where none do.
    #[must_use]
    pub fn may_overlap_itself(&self) -> bool {
        if self.contiguous || self.numel() < 2 {
            return false;
        }
        // Each dimension, from the smallest stride on, has to step over all that the ones before it reach.
        let mut reach = 1;
        for &dim in self.memory_order().iter().rev().filter(|&&dim| self.sizes[dim] > 1) {
            if self.strides[dim] < reach {
                return true;
            }
            reach += (self.sizes[dim] - 1) * self.strides[dim];
        }
        false
    }

    /// The first element and the one after the last, where there are any.
    #[must_use]
    pub fn span(&self) -> std::ops::Range<usize> {
        if self.numel() == 0 {
            return self.offset..self.offset;
        }
        let last: usize = self.sizes.iter().zip(&self.strides).map(|(size, stride)| (size - 1) * stride).sum();
        self.offset..self.offset + last + 1
    }

    /// A dimension counted from the front.
    ///
    /// # Errors
    /// The dimension is not there.
    #[inline]
    pub fn dim(&self, op: &'static str, dim: i64) -> Result<usize> {
        Dims::dim(op, dim, self.rank())
    }

    /// The bytes from the buffer's start to this layout's first element.
    #[inline]
    #[must_use]
    pub fn offset_bytes(&self, dtype: DType) -> usize {
        self.offset * dtype.n_bytes()
    }
}
