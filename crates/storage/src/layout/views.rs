//! Layouts over the same buffer as another: no element moves.
//!
//! Strides are PyTorch's, those of empty dimensions and of size 1 included. Such strides lead to no element and may be
//! any number, so arithmetic on them saturates.

use super::{Layout, strides};
use crate::{Dims, Error, ErrorKind, MAX_DIMS, Result};

impl Layout {
    /// The layout whose dimension `i` is this one's `order[i]`.
    ///
    /// # Errors
    /// `order` is not a permutation of the dimensions.
    pub fn permute(&self, op: &'static str, order: &[i64]) -> Result<Layout> {
        if order.len() != self.rank() {
            let shown = format!("{order:?} for sizes {}", self.sizes);
            return Err(Error::argument(op, "dims", shown, "name every dim once"));
        }
        let mut from = self.sizes;
        for (at, &dim) in order.iter().enumerate() {
            from[at] = self.dim(op, dim)?;
            if from[..at].contains(&from[at]) {
                return Err(ErrorKind::RepeatedDim { op, dim }.into());
            }
        }
        let permuted = |dims: &Dims| Dims::from_fn(self.rank(), |at| dims[from[at]]);
        Ok(Layout::from_parts(permuted(&self.sizes), permuted(&self.strides), self.offset))
    }

    /// Two dimensions change places.
    ///
    /// # Errors
    /// A dimension is not there.
    pub fn transpose(&self, op: &'static str, dim0: i64, dim1: i64) -> Result<Layout> {
        let (dim0, dim1) = (self.dim(op, dim0)?, self.dim(op, dim1)?);
        if dim0 == dim1 {
            return Ok(*self);
        }
        let mut out = *self;
        out.sizes.swap(dim0, dim1);
        out.strides.swap(dim0, dim1);
        Ok(out.recounted())
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

    /// One index of a dimension, which goes away.
    ///
    /// # Errors
    /// The index is out of range.
    pub fn select(&self, op: &'static str, dim: i64, index: i64) -> Result<Layout> {
        let (at, size) = self.sized_dim(op, dim)?;
        let place = if index < 0 { index.saturating_add(size as i64) } else { index };
        if place < 0 || place >= size as i64 {
            return Err(ErrorKind::Index { op, index, dim: at, size }.into());
        }
        let mut out = self.cut(at, place as usize, 1, 1);
        out.remove_dim(at);
        Ok(out.recounted())
    }

    /// The dimension goes away if its size is 1.
    ///
    /// # Errors
    /// The dimension is not there.
    pub fn squeeze(&self, op: &'static str, dim: i64) -> Result<Layout> {
        let at = self.dim(op, dim)?;
        let mut out = *self;
        if self.sizes.get(at) == Some(&1) {
            out.remove_dim(at);
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
        let stride = self.sizes.get(at).map_or(1, |size| size.saturating_mul(self.strides[at]));
        out.sizes.insert(op, at, 1)?;
        out.strides.insert(op, at, stride)?;
        Ok(out)
    }

    /// Dimensions of size 1 are repeated, and new ones put in front, without a copy. -1 stands for a size that stays.
    ///
    /// # Errors
    /// A size does not fit, or a new dimension is -1.
    pub fn expand(&self, op: &'static str, sizes: &[i64]) -> Result<Layout> {
        let refuse = || {
            let remedy = "each size must equal the tensor's, or the tensor's must be 1; -1 keeps one";
            match sizes.iter().map(|&size| usize::try_from(size)).collect::<Result<Vec<usize>, _>>() {
                Ok(shown) => {
                    Error::shape(op, "sizes do not expand", &[("self", &self.sizes), ("sizes", &shown)], remedy)
                }
                Err(_) => Error::argument(op, "sizes", format!("{sizes:?} for sizes {}", self.sizes), remedy),
            }
        };
        let lead = sizes.len().checked_sub(self.rank()).ok_or_else(refuse)?;
        let mut out_sizes = Dims::filled(op, sizes.len(), 1)?;
        let mut out_strides = out_sizes;
        for at in (0..sizes.len()).rev() {
            let (held, stride) = match at.checked_sub(lead) {
                Some(from) => (self.sizes[from], self.strides[from]),
                None => (1, out_sizes.get(at + 1).map_or(1, |size| size.saturating_mul(out_strides[at + 1]))),
            };
            let size = match usize::try_from(sizes[at]) {
                Ok(size) => size,
                Err(_) if sizes[at] == -1 && at >= lead => held,
                Err(_) => return Err(refuse()),
            };
            if size != held && held != 1 {
                return Err(refuse());
            }
            out_sizes[at] = size;
            out_strides[at] = if size == held { stride } else { 0 };
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

    /// The same elements in row-major order under other sizes, where no copy is needed for that and the number of
    /// elements stays.
    #[must_use]
    pub fn view(&self, sizes: &Dims) -> Option<Layout> {
        let numel = self.numel();
        if sizes.checked_numel("view", 1).ok()? != numel {
            return None;
        }
        let row_major = || Layout { offset: self.offset, ..Layout::contiguous(*sizes) };
        if numel == 0 {
            return Some(if self.sizes == *sizes { *self } else { row_major() });
        }
        if self.contiguous && self.strides.last().is_none_or(|&stride| stride == 1) {
            return Some(row_major());
        }
        strides::cut_anew(self, sizes).map(|strides| Layout::from_parts(*sizes, strides, self.offset))
    }

    /// The diagonal of two dimensions as a last dimension.
    ///
    /// # Errors
    /// A dimension is not there, or both are the same.
    pub fn diagonal(&self, op: &'static str, offset: i64, dim0: i64, dim1: i64) -> Result<Layout> {
        let ((row, n_rows), (column, n_columns)) = (self.sized_dim(op, dim0)?, self.sized_dim(op, dim1)?);
        if row == column {
            return Err(ErrorKind::RepeatedDim { op, dim: dim1 }.into());
        }
        let (skip_rows, skip_columns) = (offset.min(0).unsigned_abs() as usize, offset.max(0) as usize);
        let length = n_rows.saturating_sub(skip_rows).min(n_columns.saturating_sub(skip_columns));
        let mut out = *self;
        if length > 0 {
            out = out.cut(row, skip_rows, length, 1).cut(column, skip_columns, length, 1);
        }
        let stride = self.strides[row].saturating_add(self.strides[column]);
        out.remove_dim(row.max(column));
        out.remove_dim(row.min(column));
        out.push_dim(op, length, stride)?;
        Ok(out.recounted())
    }

    /// Windows of `size` over a dimension, `step` apart, as a last dimension.
    ///
    /// # Errors
    /// The window is larger than the dimension, the step is zero, or there are too many elements.
    pub fn unfold(&self, op: &'static str, dim: i64, size: usize, step: usize) -> Result<Layout> {
        let at = self.dim(op, dim)?;
        // A scalar is one element long.
        let (held, stride) = (self.sizes.get(at).copied().unwrap_or(1), self.strides.get(at).copied().unwrap_or(1));
        if size > held {
            let shown = format!("{size} in a dim of size {held}");
            return Err(Error::argument(op, "size", shown, "size must not exceed the dim's size"));
        }
        if step == 0 {
            return Err(Error::argument(op, "step", step, "step must be at least 1"));
        }
        let mut out = *self;
        if self.rank() > 0 {
            out.sizes[at] = (held - size) / step + 1;
            out.strides[at] = stride.saturating_mul(step);
        }
        out.push_dim(op, size, stride)?;
        // Windows overlap, so there can be more elements than the buffer holds.
        out.sizes.checked_numel(op, 1)?;
        Ok(out.recounted())
    }

    /// `length` indices of a dimension from `start` on, every `step`th. The caller has checked that they are there.
    fn cut(&self, dim: usize, start: usize, length: usize, step: usize) -> Layout {
        let mut out = *self;
        out.sizes[dim] = length;
        out.strides[dim] = self.strides[dim].saturating_mul(step);
        // Where no element is left, the offset stays: `start` may be past the end.
        if out.numel() > 0 {
            out.offset += start * self.strides[dim];
        }
        out.recounted()
    }

    fn sized_dim(&self, op: &'static str, dim: i64) -> Result<(usize, usize)> {
        if self.rank() == 0 {
            return Err(Error::shape(op, "a scalar has no dims", &[("self", &self.sizes)], "unsqueeze it first"));
        }
        let at = self.dim(op, dim)?;
        Ok((at, self.sizes[at]))
    }

    fn remove_dim(&mut self, at: usize) {
        self.sizes.remove(at);
        self.strides.remove(at);
    }

    fn push_dim(&mut self, op: &'static str, size: usize, stride: usize) -> Result<()> {
        self.sizes.push(op, size)?;
        self.strides.push(op, stride)
    }

    /// Itself, once it is known anew whether it is contiguous.
    #[inline]
    fn recounted(self) -> Layout {
        Layout::from_parts(self.sizes, self.strides, self.offset)
    }
}
