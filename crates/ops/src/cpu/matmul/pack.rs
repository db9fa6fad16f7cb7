//! Blocks of the factors copied to where the innermost loop reads them in a row.

use super::stored::{Stored, Wide};
use super::tile::REGISTERS;
use crate::cpu::ask::ask_for;
use crate::simd::{Number, Simd};

/// Terms that are summed before they are added to the result. It alone decides how sums are grouped, so a result is the
/// same for any threads, layouts and number of rows.
pub(super) const INNER: usize = 256;

/// From one packed row of `lhs` to the next: off a power of two, so that rows share no lines of the first cache.
pub(super) const LHS_STRIDE: usize = INNER + 16;

/// Rows of `rhs` that are asked for before they are copied.
pub(super) const AHEAD: usize = 4;

/// A factor: its first element and the steps along the rows and along the columns.
#[derive(Clone, Copy)]
pub(super) struct Source<T> {
    pub(super) start: *const T,
    pub(super) strides: [usize; 2],
}

/// Rows of `lhs` as tiles read them.
#[derive(Clone, Copy)]
pub(super) struct Rows<T> {
    pub(super) start: *const T,
    /// From one row to the next.
    pub(super) row_stride: usize,
    /// From one term of a row to the next.
    pub(super) step: usize,
}

impl<T> Rows<T> {
    /// Rows that are packed [`LHS_STRIDE`] apart.
    #[inline(always)]
    pub(super) fn apart(start: *const T) -> Rows<T> {
        Rows { start, row_stride: LHS_STRIDE, step: 1 }
    }
}

impl<E: Stored> Source<E> {
    /// The part that starts at a row and a column.
    #[inline(always)]
    pub(super) fn from(&self, row: usize, column: usize) -> Source<E> {
        let offset = row * self.strides[0] + column * self.strides[1];
        Source { start: self.start.wrapping_add(offset), ..*self }
    }

    #[inline(always)]
    pub(super) fn turned(&self) -> Source<E> {
        Source { start: self.start, strides: [self.strides[1], self.strides[0]] }
    }

    /// Copies a row of `n` elements, and zeros up to a whole register where they stand in a run.
    ///
    /// # Safety
    /// The elements are there, and there is room for whole registers of them.
    #[inline(always)]
    unsafe fn copy<S: Simd>(&self, n: usize, to: *mut E::Wide) {
        // SAFETY: by the caller.
        unsafe {
            if self.strides[1] == 1 {
                return run::<E, S>(self.start, n, to);
            }
            for column in 0..n {
                *to.add(column) = (*self.from(0, column).start).widen();
            }
        }
    }

    /// Asks for the `at`th of so many parts of a block, which is needed soon.
    #[inline(always)]
    pub(super) fn ask_for_part(&self, rows: usize, columns: usize, at: usize, parts: usize) {
        let source = if self.strides[1] == 1 { *self } else { self.turned() };
        let (runs, len) = if self.strides[1] == 1 { (rows, columns) } else { (columns, rows) };
        for run in runs * at / parts..runs * (at + 1) / parts {
            for element in (0..len).step_by(64 / size_of::<E>()) {
                ask_for(source.from(run, element).start);
            }
        }
    }

    /// As [`Form::lhs`](super::blocks::Form::lhs): rows that are runs are read where they lie.
    ///
    /// # Safety
    /// As there.
    #[inline(always)]
    pub(super) unsafe fn lhs<S: Simd>(&self, rows: usize, inner: usize, to: *mut E::Wide) -> Rows<E::Wide> {
        let len = <Wide<E, S> as Number>::LEN;
        if E::IS_WIDE && self.strides[1] == 1 {
            return Rows { start: self.start.cast(), row_stride: self.strides[0], step: 1 };
        }
        // SAFETY: by the caller; a register of rows for each term, or rows a little apart, fit the room.
        unsafe {
            if self.strides[0] == 1 {
                for at in 0..inner {
                    self.from(0, at).turned().copy::<S>(rows, to.add(at * len));
                }
                return Rows { start: to, row_stride: 1, step: len };
            }
            for row in 0..rows {
                self.from(row, 0).copy::<S>(inner, to.add(row * LHS_STRIDE));
            }
        }
        Rows::apart(to)
    }

    /// As [`Form::pack_rhs`](super::blocks::Form::pack_rhs).
    ///
    /// # Safety
    /// As there.
    #[inline(always)]
    pub(super) unsafe fn pack_rhs<S: Simd>(&self, inner: usize, columns: usize, to: *mut E::Wide) {
        let len = <Wide<E, S> as Number>::LEN;
        let panel = REGISTERS * len;
        let whole = columns / panel * panel;
        let rest = columns - whole;
        let last_width = rest.next_multiple_of(len);
        let last = to.wrapping_add(whole * inner);
        // SAFETY: by the caller.
        unsafe {
            if !rest.is_multiple_of(len) && self.strides[1] != 1 {
                for at in 0..inner {
                    Wide::<E, S>::constant(0.0).store(last.add((at + 1) * last_width - len));
                }
            }
            if self.strides[0] != 1 || self.strides[1] == 1 {
                for at in 0..inner {
                    self.from(at + AHEAD, 0).ask_for_part(1, columns, 0, 1);
                    for column in (0..whole).step_by(panel) {
                        self.from(at, column).copy::<S>(panel, to.add(column * inner + at * panel));
                    }
                    if rest > 0 {
                        self.from(at, whole).copy::<S>(rest, last.add(at * last_width));
                    }
                }
                return;
            }
            for column in (0..columns).step_by(len) {
                let (start, width) = (column / panel * panel, if column < whole { panel } else { last_width });
                let to = to.add(start * inner + column - start);
                let n = len.min(columns - column);
                self.from(0, column).turned().unturn::<S>(n, inner, to, width);
            }
        }
    }

    /// Copies `rows` runs of `columns` elements, at most a register's of rows, so that runs become columns.
    ///
    /// # Safety
    /// The elements are there, and so is room for them.
    #[inline(always)]
    unsafe fn unturn<S: Simd>(&self, rows: usize, columns: usize, to: *mut E::Wide, to_stride: usize) {
        let len = <Wide<E, S> as Number>::LEN;
        let mut at = 0;
        // SAFETY: by the caller.
        unsafe {
            if rows == len {
                while at + len <= columns {
                    E::turn::<S>(self.from(0, at).start, self.strides[0], to.add(at * to_stride), to_stride);
                    at += len;
                }
            }
            for column in at..columns {
                for row in 0..rows {
                    *to.add(column * to_stride + row) = (*self.from(row, column).start).widen();
                }
            }
        }
    }
}

/// Copies a run, and zeros up to a whole register.
///
/// # Safety
/// `n` elements are readable, and there is room for whole registers of them.
#[inline(always)]
unsafe fn run<E: Stored, S: Simd>(from: *const E, n: usize, to: *mut E::Wide) {
    let len = <Wide<E, S> as Number>::LEN;
    let mut at = 0;
    // SAFETY: by the caller.
    unsafe {
        while at + len <= n {
            E::load::<S>(from.add(at)).store(to.add(at));
            at += len;
        }
        if at < n {
            E::load_part::<S>(from.add(at), n - at).store(to.add(at));
        }
    }
}
