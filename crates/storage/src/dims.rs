//! Sizes and strides of up to eight dimensions, held inline.

use std::fmt;
use std::ops::{Deref, DerefMut};

use crate::{Error, ErrorKind, Result};

/// The most dimensions a tensor can have.
pub const MAX_DIMS: usize = 8;

/// A short list of sizes or strides. It never touches the heap.
#[derive(Clone, Copy)]
pub struct Dims {
    /// Zeros behind the end, so that lists are compared as a whole.
    values: [usize; MAX_DIMS],
    len: u8,
}

impl Dims {
    /// No dimensions: the shape of a scalar.
    pub const EMPTY: Dims = Dims { values: [0; MAX_DIMS], len: 0 };

    /// A copy of `values`.
    ///
    /// # Errors
    /// More than [`MAX_DIMS`] values.
    pub fn new(op: &'static str, values: &[usize]) -> Result<Dims> {
        if values.len() > MAX_DIMS {
            return Err(too_many(op, values.len()));
        }
        Ok(Dims::clamped(values))
    }

    /// The first [`MAX_DIMS`] of `values`.
    #[inline]
    #[must_use]
    pub fn clamped(values: &[usize]) -> Dims {
        let len = values.len().min(MAX_DIMS);
        let mut dims = Dims::EMPTY;
        dims.values[..len].copy_from_slice(&values[..len]);
        dims.len = len as u8;
        dims
    }

    /// `len` times `value`.
    ///
    /// # Errors
    /// More than [`MAX_DIMS`] values.
    pub fn filled(op: &'static str, len: usize, value: usize) -> Result<Dims> {
        if len > MAX_DIMS {
            return Err(too_many(op, len));
        }
        Ok(Dims::from_fn(len, |_| value))
    }

    /// `value(0)`, `value(1)` and so on, as many as another list has.
    #[inline]
    pub(crate) fn from_fn(len: usize, value: impl FnMut(usize) -> usize) -> Dims {
        let mut dims = Dims { values: [0; MAX_DIMS], len: len.min(MAX_DIMS) as u8 };
        for (to, value) in dims.iter_mut().zip((0..).map(value)) {
            *to = value;
        }
        dims
    }

    /// Adds a value at the end.
    ///
    /// # Errors
    /// There are [`MAX_DIMS`] already.
    pub fn push(&mut self, op: &'static str, value: usize) -> Result<()> {
        self.insert(op, self.len(), value)
    }

    /// Puts `value` before position `at`.
    ///
    /// # Errors
    /// There are [`MAX_DIMS`] already.
    ///
    /// # Panics
    /// `at` is past the end.
    pub fn insert(&mut self, op: &'static str, at: usize, value: usize) -> Result<()> {
        let len = self.len();
        if len == MAX_DIMS {
            return Err(too_many(op, len + 1));
        }
        self.values.copy_within(at..len, at + 1);
        self.values[at] = value;
        self.len += 1;
        Ok(())
    }

    /// Takes the value at position `at` out.
    ///
    /// # Panics
    /// There is no such position.
    pub fn remove(&mut self, at: usize) -> usize {
        let value = self[at];
        let len = self.len();
        self.values.copy_within(at + 1..len, at);
        self.values[len - 1] = 0;
        self.len -= 1;
        value
    }

    /// The product of all values, where the elements of a tensor of these sizes can be addressed.
    ///
    /// # Errors
    /// The product, in bytes, or one of the values passes `isize::MAX`.
    #[inline]
    pub fn checked_numel(&self, op: &'static str, item_bytes: usize) -> Result<usize> {
        let most = isize::MAX as usize;
        let fits = |value: &usize| *value <= most;
        let numel = if self.contains(&0) {
            // Empty, however large the others are.
            self.iter().all(fits).then_some(0)
        } else {
            self.iter().try_fold(1usize, |numel, &size| numel.checked_mul(size))
        };
        numel
            .filter(|numel| numel.checked_mul(item_bytes).as_ref().is_some_and(fits))
            .ok_or_else(|| ErrorKind::SizeOverflow { op, sizes: *self, item_bytes }.into())
    }

    /// The product of all values, known to fit.
    #[inline]
    #[must_use]
    pub fn numel(&self) -> usize {
        // Before the zero of an empty tensor comes to its turn, the product of the others may not fit.
        self.iter().fold(1, |numel, &size| numel.wrapping_mul(size))
    }

    /// A dimension counted from the front; `dim` may count from the back. A scalar takes 0 and -1.
    ///
    /// # Errors
    /// The dimension is not there.
    #[inline]
    pub fn dim(op: &'static str, dim: i64, rank: usize) -> Result<usize> {
        let span = rank.max(1) as i64;
        if dim < -span || dim >= span {
            return Err(ErrorKind::Dim { op, dim, rank }.into());
        }
        Ok((if dim < 0 { dim + span } else { dim }) as usize)
    }
}

#[cold]
fn too_many(op: &'static str, len: usize) -> Error {
    Error::argument(op, "number of dims", len, "at most 8 dims are supported")
}

impl Deref for Dims {
    type Target = [usize];
    #[inline]
    fn deref(&self) -> &[usize] {
        &self.values[..usize::from(self.len)]
    }
}

impl DerefMut for Dims {
    #[inline]
    fn deref_mut(&mut self) -> &mut [usize] {
        &mut self.values[..usize::from(self.len)]
    }
}

impl PartialEq for Dims {
    #[inline]
    fn eq(&self, other: &Dims) -> bool {
        // Without a branch or a call: sizes are compared several times in each operator.
        let differences = self.values.iter().zip(&other.values).fold(0, |found, (lhs, rhs)| found | (lhs ^ rhs));
        differences == 0 && self.len == other.len
    }
}

impl Eq for Dims {}

impl PartialEq<[usize]> for Dims {
    fn eq(&self, other: &[usize]) -> bool {
        self[..] == *other
    }
}

impl<'a> IntoIterator for &'a Dims {
    type Item = &'a usize;
    type IntoIter = std::slice::Iter<'a, usize>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Dims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &self[..])
    }
}

impl fmt::Debug for Dims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &self[..])
    }
}
