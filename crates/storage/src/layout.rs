//! Which element of a buffer stands at which index: sizes, strides and an offset, all counted in elements.

use crate::{DType, Dims, Error, ErrorKind, MAX_DIMS, Result};

/// Sizes, strides and offset of a tensor within its buffer, in elements.
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
        Layout { sizes, strides: contiguous_strides(&sizes), offset: 0, contiguous: true }
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
        let (sizes_, strides_) = (Dims::new(op, sizes)?, Dims::new(op, strides)?);
        sizes_.checked_numel(op, 1)?;
        if !sizes.contains(&0) {
            let mut last = Some(offset);
            for (&size, &stride) in sizes.iter().zip(strides) {
                last = (size - 1).checked_mul(stride).and_then(|span| last?.checked_add(span));
            }
            if last.is_none_or(|last| last >= n_elements) {
                return refuse("reaches outside the storage", "every element must lie within the storage");
            }
        }
        Ok(Layout::from_parts(sizes_, strides_, offset))
    }

    #[inline]
    fn from_parts(sizes: Dims, strides: Dims, offset: usize) -> Layout {
        Layout { sizes, strides, offset, contiguous: is_contiguous(&sizes, &strides) }
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
        self.contiguous || is_contiguous_in(self, &self.memory_order())
    }

    /// The dimensions from the largest stride to the smallest; equal strides keep their order.
    #[must_use]
    pub fn memory_order(&self) -> Dims {
        let mut order = Dims::EMPTY;
        for dim in 0..self.rank() {
            // There are at most as many entries as dims, so the push cannot fail.
            let _ = order.push("memory_order", dim);
        }
        order.sort_by(|&a, &b| self.strides[b].cmp(&self.strides[a]));
        order
    }

    /// Whether two different indices can mean the same element. May say yes where none do.
    #[must_use]
    pub fn may_overlap_itself(&self) -> bool {
        if self.contiguous || self.numel() < 2 {
            return false;
        }
        let mut extent = 1;
        for &dim in self.memory_order().iter().rev() {
            if self.sizes[dim] == 1 {
                continue;
            }
            if self.strides[dim] < extent {
                return true;
            }
            extent += (self.sizes[dim] - 1) * self.strides[dim];
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

    /// The layout whose dimension `i` is this one's `order[i]`.
    ///
    /// # Errors
    /// `order` is not a permutation of the dimensions.
    pub fn permute(&self, op: &'static str, order: &[i64]) -> Result<Layout> {
        if order.len() != self.rank() {
            let shown: Vec<usize> = order.iter().map(|&dim| dim.unsigned_abs() as usize).collect();
            return Err(Error::shape(
                op,
                "wrong number of dims",
                &[("self", &self.sizes), ("dims", &shown)],
                "name every dim once",
            ));
        }
        let mut out = *self;
        let mut seen = [false; MAX_DIMS];
        for (to, &dim) in order.iter().enumerate() {
            let from = self.dim(op, dim)?;
            if std::mem::replace(&mut seen[from], true) {
                return Err(ErrorKind::RepeatedDim { op, dim }.into());
            }
            out.sizes[to] = self.sizes[from];
            out.strides[to] = self.strides[from];
        }
        Ok(Layout::from_parts(out.sizes, out.strides, self.offset))
    }

    /// Two dimensions change places.
    ///
    /// # Errors
    /// A dimension is not there.
    pub fn transpose(&self, op: &'static str, dim0: i64, dim1: i64) -> Result<Layout> {
        let (dim0, dim1) = (self.dim(op, dim0)?, self.dim(op, dim1)?);
        let mut out = *self;
        if self.rank() > 0 {
            out.sizes.swap(dim0, dim1);
            out.strides.swap(dim0, dim1);
        }
        Ok(Layout::from_parts(out.sizes, out.strides, self.offset))
    }

    /// `length` indices of a dimension from `start` on.
    ///
    /// # Errors
    /// The range leaves the dimension.
    pub fn narrow(&self, op: &'static str, dim: i64, start: i64, length: usize) -> Result<Layout> {
        let (at, size) = self.sized_dim(op, dim)?;
        let first = if start < 0 { start + size as i64 } else { start };
        if first < 0 || first > size as i64 {
            return Err(ErrorKind::Index { op, index: start, dim: at, size }.into());
        }
        if length > size - first as usize {
            return Err(Error::argument(
                op,
                "length",
                format!("{length} from start {first} in a dim of size {size}"),
                "start + length must not exceed the size",
            ));
        }
        Ok(self.cut(at, first as usize, length, 1))
    }

    /// Indices `start..end` of a dimension, every `step`th. Both ends count from the back when negative and are
    /// clamped to the dimension, as in Python.
    ///
    /// # Errors
    /// The dimension is not there, or the step is not positive.
    pub fn slice(&self, op: &'static str, dim: i64, start: Option<i64>, end: Option<i64>, step: i64) -> Result<Layout> {
        let (at, size) = self.sized_dim(op, dim)?;
        if step <= 0 {
            return Err(Error::argument(op, "step", step, "step must be at least 1"));
        }
        let clamp = |index: i64| {
            (if index < 0 { index.saturating_add(size as i64) } else { index }).clamp(0, size as i64) as usize
        };
        let start = start.map_or(0, clamp);
        let length = end.map_or(size, clamp).saturating_sub(start);
        Ok(self.cut(at, start, length.div_ceil(step as usize), step as usize))
    }

    fn cut(&self, dim: usize, start: usize, length: usize, step: usize) -> Layout {
        let mut out = *self;
        // An empty cut keeps the offset, so that it never points past the buffer.
        if length > 0 {
            out.offset += start * self.strides[dim];
        }
        out.sizes[dim] = length;
        out.strides[dim] = if length > 1 { self.strides[dim].saturating_mul(step) } else { self.strides[dim] };
        Layout::from_parts(out.sizes, out.strides, out.offset)
    }

    fn sized_dim(&self, op: &'static str, dim: i64) -> Result<(usize, usize)> {
        if self.rank() == 0 {
            return Err(Error::shape(op, "a scalar has no dims", &[("self", &self.sizes)], "unsqueeze it first"));
        }
        let at = self.dim(op, dim)?;
        Ok((at, self.sizes[at]))
    }

    /// One index of a dimension, which goes away.
    ///
    /// # Errors
    /// The index is out of range.
    pub fn select(&self, op: &'static str, dim: i64, index: i64) -> Result<Layout> {
        let (at, size) = self.sized_dim(op, dim)?;
        let place = if index < 0 { index + size as i64 } else { index };
        if place < 0 || place >= size as i64 {
            return Err(ErrorKind::Index { op, index, dim: at, size }.into());
        }
        let mut out = *self;
        out.offset += place as usize * self.strides[at];
        out.sizes.remove(at);
        out.strides.remove(at);
        Ok(Layout::from_parts(out.sizes, out.strides, out.offset))
    }

    /// The dimension goes away if its size is 1.
    ///
    /// # Errors
    /// The dimension is not there.
    pub fn squeeze(&self, op: &'static str, dim: i64) -> Result<Layout> {
        let at = self.dim(op, dim)?;
        let mut out = *self;
        if self.sizes.get(at) == Some(&1) {
            out.sizes.remove(at);
            out.strides.remove(at);
        }
        Ok(out)
    }

    /// A dimension of size 1 is put before `dim`.
    ///
    /// # Errors
    /// The dimension is not there, or there are too many.
    pub fn unsqueeze(&self, op: &'static str, dim: i64) -> Result<Layout> {
        let at = Dims::dim(op, dim, self.rank() + 1)?;
        let mut out = *self;
        // PyTorch's stride: the one a contiguous tensor would have.
        let stride = self.sizes.get(at).map_or(1, |size| size * self.strides[at]);
        out.sizes.insert(op, at, 1)?;
        out.strides.insert(op, at, stride)?;
        Ok(Layout::from_parts(out.sizes, out.strides, out.offset))
    }

    /// Dimensions of size 1 are repeated, and new ones put in front, without a copy. `usize::MAX` stands for a size
    /// that stays.
    ///
    /// # Errors
    /// A size does not fit.
    pub fn expand(&self, op: &'static str, sizes: &[i64]) -> Result<Layout> {
        let refuse = || {
            let shown: Vec<usize> = sizes.iter().map(|&size| size.max(0) as usize).collect();
            Error::shape(
                op,
                "sizes do not expand",
                &[("self", &self.sizes), ("sizes", &shown)],
                "each size must equal the tensor's, or the tensor's must be 1; -1 keeps one",
            )
        };
        if sizes.len() < self.rank() {
            return Err(refuse());
        }
        let lead = sizes.len() - self.rank();
        let (mut out_sizes, mut out_strides) = (Dims::EMPTY, Dims::EMPTY);
        for (at, &size) in sizes.iter().enumerate() {
            let (held, stride) = match at.checked_sub(lead) {
                Some(from) => (self.sizes[from], self.strides[from]),
                None if size < 0 => return Err(refuse()),
                None => (1, 0),
            };
            let size = match usize::try_from(size) {
                Ok(size) => size,
                Err(_) if size == -1 => held,
                Err(_) => return Err(refuse()),
            };
            if size != held && held != 1 {
                return Err(refuse());
            }
            out_sizes.push(op, size)?;
            out_strides.push(op, if size == held && at >= lead { stride } else { 0 })?;
        }
        out_sizes.checked_numel(op, 1)?;
        Ok(Layout::from_parts(out_sizes, out_strides, self.offset))
    }

    /// As [`Layout::expand`] to sizes that are known; the fast path of broadcasting.
    ///
    /// # Errors
    /// A size does not fit.
    pub fn broadcast_to(&self, op: &'static str, sizes: &Dims) -> Result<Layout> {
        if self.sizes == *sizes {
            return Ok(*self);
        }
        let mut wanted = [0i64; MAX_DIMS];
        for (to, &size) in wanted.iter_mut().zip(sizes) {
            *to = size as i64;
        }
        self.expand(op, &wanted[..sizes.len()])
    }

    /// The same elements in row-major order under other sizes, where no copy is needed for that.
    #[must_use]
    pub fn view(&self, sizes: &Dims) -> Option<Layout> {
        if self.contiguous {
            return Some(Layout { offset: self.offset, ..Layout::contiguous(*sizes) });
        }
        view_strides(self, sizes).map(|strides| Layout::from_parts(*sizes, strides, self.offset))
    }

    /// The diagonal of two dimensions as a last dimension.
    ///
    /// # Errors
    /// A dimension is not there, or both are the same.
    pub fn diagonal(&self, op: &'static str, offset: i64, dim0: i64, dim1: i64) -> Result<Layout> {
        let (row, column) = (self.sized_dim(op, dim0)?.0, self.sized_dim(op, dim1)?.0);
        if row == column {
            return Err(ErrorKind::RepeatedDim { op, dim: dim1 }.into());
        }
        let mut out = *self;
        let (skip_rows, skip_columns) = (offset.min(0).unsigned_abs() as usize, offset.max(0) as usize);
        let length = self.sizes[row].saturating_sub(skip_rows).min(self.sizes[column].saturating_sub(skip_columns));
        if length > 0 {
            out.offset += skip_rows * self.strides[row] + skip_columns * self.strides[column];
        }
        let stride = self.strides[row] + self.strides[column];
        for dim in [row.max(column), row.min(column)] {
            out.sizes.remove(dim);
            out.strides.remove(dim);
        }
        out.sizes.push(op, length)?;
        out.strides.push(op, stride)?;
        Ok(Layout::from_parts(out.sizes, out.strides, out.offset))
    }

    /// Windows of `size` over a dimension, `step` apart, as a last dimension.
    ///
    /// # Errors
    /// The window is larger than the dimension, or the step is zero.
    pub fn unfold(&self, op: &'static str, dim: i64, size: usize, step: usize) -> Result<Layout> {
        let at = self.dim(op, dim)?;
        let (held, stride) = (self.sizes.get(at).copied().unwrap_or(1), self.strides.get(at).copied().unwrap_or(1));
        if size > held {
            return Err(Error::argument(op, "size", size, "size must not exceed the dim's size"));
        }
        if step == 0 {
            return Err(Error::argument(op, "step", step, "step must be at least 1"));
        }
        let mut out = *self;
        if self.rank() > 0 {
            out.sizes[at] = (held - size) / step + 1;
            out.strides[at] = stride.saturating_mul(step);
        }
        out.sizes.push(op, size)?;
        out.strides.push(op, stride)?;
        Ok(Layout::from_parts(out.sizes, out.strides, out.offset))
    }

    /// The bytes from the buffer's start to this layout's first element.
    #[inline]
    #[must_use]
    pub fn offset_bytes(&self, dtype: DType) -> usize {
        self.offset * dtype.n_bytes()
    }
}

/// The strides of row-major order. An empty dimension counts as 1, as in PyTorch.
#[inline]
fn contiguous_strides(sizes: &Dims) -> Dims {
    let mut strides = *sizes;
    let mut stride = 1usize;
    for at in (0..sizes.len()).rev() {
        strides[at] = stride;
        stride = stride.wrapping_mul(sizes[at].max(1));
    }
    strides
}

#[inline]
fn is_contiguous(sizes: &Dims, strides: &Dims) -> bool {
    let mut expected = 1;
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

fn is_contiguous_in(layout: &Layout, order: &[usize]) -> bool {
    let (mut sizes, mut strides) = (layout.sizes, layout.strides);
    for (to, &from) in order.iter().enumerate() {
        sizes[to] = layout.sizes[from];
        strides[to] = layout.strides[from];
    }
    is_contiguous(&sizes, &strides)
}

/// Splits and merges dimensions: runs of dimensions that lie evenly in memory can be cut anew.
fn view_strides(layout: &Layout, sizes: &Dims) -> Option<Dims> {
    if layout.numel() == 0 {
        return (layout.sizes == *sizes).then_some(layout.strides);
    }
    let mut strides = *sizes;
    let mut to = sizes.len();
    let mut run_numel = 1;
    let mut from = layout.rank();
    while from > 0 {
        from -= 1;
        let run_stride = layout.strides[from];
        run_numel *= layout.sizes[from];
        // Lengthen the run while the next dimension steps over exactly this one.
        let mut dim = from;
        while dim > 0
            && (layout.sizes[dim - 1] == 1 || layout.strides[dim - 1] == layout.sizes[dim] * layout.strides[dim])
        {
            dim -= 1;
            run_numel *= layout.sizes[dim];
            // A dimension of size 1 takes part with the stride that keeps the run even.
            if layout.sizes[dim] == 1 {
                return view_strides(&without_ones(layout), sizes);
            }
        }
        from = dim;
        let mut cut = 1;
        while to > 0 && cut < run_numel {
            to -= 1;
            strides[to] = run_stride * cut;
            cut *= sizes[to];
        }
        if cut != run_numel {
            return None;
        }
        run_numel = 1;
    }
    // What is left in front has size 1.
    while to > 0 {
        to -= 1;
        if sizes[to] != 1 {
            return None;
        }
        strides[to] = strides.get(to + 1).map_or(1, |stride| stride * sizes[to + 1]);
    }
    Some(strides)
}

fn without_ones(layout: &Layout) -> Layout {
    let mut out = *layout;
    for dim in (0..layout.rank()).rev() {
        if layout.sizes[dim] == 1 {
            out.sizes.remove(dim);
            out.strides.remove(dim);
        }
    }
    out
}
