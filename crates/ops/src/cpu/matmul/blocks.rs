//! Products of matrices in blocks that stay in cache.
//!
//! A block of `rhs` is packed for the second cache, a few rows of `lhs` for the first; tiles of the result run over
//! both. Each element is the sum of its terms in order, in groups of [`INNER`], whatever the block it falls in.

use std::cell::Cell;
use std::marker::PhantomData;

use super::Product;
use super::pack::{INNER, LHS_STRIDE, Rows, Source};
use super::stored::{Stored, Wide};
use super::tile::{REGISTERS, Tile, rows_of};
use crate::simd::{Kernel, Number, Simd, dispatch};

/// How factors are packed, and the tile that reads them so.
pub(super) trait Form<E: Stored> {
    /// Terms of a sum that are packed as one.
    const DEPTH: usize;

    /// Packed terms come in runs of so many.
    const RUN: usize = 1;

    /// Rows of `lhs` that are packed together.
    #[inline(always)]
    fn rows_at_once<S: Simd>() -> usize {
        <Wide<E, S> as Number>::LEN
    }

    /// Rows that are computed at once.
    #[inline(always)]
    fn rows<S: Simd>() -> usize {
        rows_of::<S>()
    }

    /// Columns of a tile, and of a panel.
    #[inline(always)]
    fn columns<S: Simd>() -> usize {
        REGISTERS * <Wide<E, S> as Number>::LEN
    }

    /// Rows of `lhs`, at most [`Form::rows_at_once`], as tiles read them: where they are, or copied.
    ///
    /// # Safety
    /// The elements are there, and so is room for them at `to`.
    unsafe fn lhs<S: Simd>(from: &Source<E>, rows: usize, inner: usize, to: *mut E::Wide) -> Rows<E::Wide>;

    /// Copies columns of `rhs` to panels of [`Form::columns`], one after the other; the last is as many registers wide as
    /// it needs, and what it has beyond the columns is zero.
    ///
    /// # Safety
    /// The elements are there, and so is room for them and for what fills up the last panel.
    unsafe fn pack_rhs<S: Simd>(from: &Source<E>, inner: usize, columns: usize, to: *mut E::Wide);

    /// Computes a tile.
    ///
    /// # Safety
    /// Rows and columns are packed, or in place, and the result has them.
    unsafe fn compute<S: Simd>(tile: Tile<E::Wide>);
}

/// One number after the other, in the computing type.
pub(super) struct Singles;

impl<E: Stored> Form<E> for Singles {
    const DEPTH: usize = 1;

    #[inline(always)]
    fn rows<S: Simd>() -> usize {
        <Wide<E, S> as Number>::LEN
    }

    #[inline(always)]
    unsafe fn lhs<S: Simd>(from: &Source<E>, rows: usize, inner: usize, to: *mut E::Wide) -> Rows<E::Wide> {
        // SAFETY: by the caller.
        unsafe { from.lhs::<S>(rows, inner, to) }
    }

    #[inline(always)]
    unsafe fn pack_rhs<S: Simd>(from: &Source<E>, inner: usize, columns: usize, to: *mut E::Wide) {
        // SAFETY: by the caller.
        unsafe { from.pack_rhs::<S>(inner, columns, to) }
    }

    #[inline(always)]
    unsafe fn compute<S: Simd>(tile: Tile<E::Wide>) {
        dispatch(tile);
    }
}

/// One product.
pub(super) struct Blocks<'a, E: Stored, F> {
    pub(super) product: &'a Product,
    pub(super) lhs: *const E,
    pub(super) rhs: *const E,
    /// What sums begin with, for each column; without it `beta` times `out`.
    pub(super) bias: Option<*const E::Wide>,
    pub(super) out: *mut E::Wide,
    pub(super) form: PhantomData<F>,
}

/// Bytes of a row of a block of `rhs`: with [`INNER`] rows, half a megabyte.
const RHS_ROW_BYTES: usize = 1920;

/// Elements of `rhs` up to which it is read where it lies.
pub(super) const IN_PLACE: usize = 1 << 14;

/// 64 bytes at a multiple of 64.
#[derive(Clone, Copy)]
#[repr(align(64))]
pub(super) struct Line {
    _bytes: [u8; 64],
}

thread_local! {
    /// Room for packed blocks and rows, kept as long as the thread lives: half a megabyte, or more where a row is longer.
    pub(super) static ROOM: Cell<Vec<Line>> = const { Cell::new(Vec::new()) };
}

/// Room for `n` elements, which hold anything; given back by [`ROOM`]'s `set`.
pub(super) fn take_room<T>(n: usize) -> Vec<Line> {
    let mut room = ROOM.take();
    let lines = (n * size_of::<T>()).div_ceil(64);
    if room.len() < lines {
        room.resize(lines, Line { _bytes: [0; 64] });
    }
    room
}

impl<E: Stored, F: Form<E>> Kernel for Blocks<'_, E, F> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        let &Product { rows, inner, columns, lhs_strides, rhs_strides, .. } = self.product;
        let len = <Wide<E, S> as Number>::LEN;
        let (panel, rows_at_once) = (F::columns::<S>(), F::rows_at_once::<S>());
        let lhs = Source { start: self.lhs, strides: lhs_strides };
        let rhs = Source { start: self.rhs, strides: rhs_strides };
        let most = RHS_ROW_BYTES / size_of::<E::Wide>();
        let n_blocks = columns.div_ceil(most);
        // Columns that are used once are best used from the first cache.
        let width = if rows <= rows_of::<S>() { len } else { columns.div_ceil(n_blocks).next_multiple_of(panel) };
        let in_place = E::IS_WIDE && rhs_strides[1] == 1 && inner * columns <= IN_PLACE;
        // What the first two caches hold anyway need not be asked for.
        let is_near = rows * inner <= IN_PLACE;
        let lhs_room = rows_at_once * LHS_STRIDE;
        let terms = |inner: usize| inner.div_ceil(F::DEPTH).next_multiple_of(F::RUN);
        let rhs_room = width * terms(inner).min(INNER);
        // Not lent to a closure: that would lack the level's instructions.
        let mut kept = take_room::<E::Wide>(lhs_room + rhs_room);
        let room = kept.as_mut_ptr().cast::<E::Wide>();
        let room_for_rhs = room.wrapping_add(lhs_room);
        for column in (0..columns).step_by(width) {
            let n_columns = width.min(columns - column);
            let n_panels = n_columns.div_ceil(panel);
            for start in (0..inner.max(1)).step_by(INNER * F::DEPTH) {
                let inner = (INNER * F::DEPTH).min(inner - start);
                let terms = terms(inner);
                let rhs = rhs.from(start, column);
                let whole = if in_place { n_columns / len * len } else { 0 };
                // SAFETY: the product's caller vouches for the factors; the room is large enough.
                unsafe { F::pack_rhs::<S>(&rhs.from(0, whole), inner, n_columns - whole, room_for_rhs) };
                let beta = match (start, self.bias) {
                    (0, None) => self.product.beta.as_f64(),
                    _ => 1.0,
                };
                for row in (0..rows).step_by(rows_at_once) {
                    let n_rows = rows_at_once.min(rows - row);
                    // SAFETY: as above.
                    let packed = unsafe { F::lhs::<S>(&lhs.from(row, start), n_rows, inner, room) };
                    let next = lhs.from(row + rows_at_once, start);
                    let n_next = if is_near { 0 } else { rows_at_once.min(rows - row - n_rows) };
                    let out = self.out.wrapping_add(row * self.product.out_stride + column);
                    let (held, held_stride) = match self.bias {
                        Some(bias) if start == 0 => (bias.wrapping_add(column), 0),
                        _ => (out.cast_const(), self.product.out_stride),
                    };
                    let mut at = 0;
                    while at < n_columns {
                        let end = if at < whole { whole } else { n_columns };
                        let width = panel.min(end - at);
                        let (start, stride) = if at < whole {
                            (rhs.from(0, at).start.cast(), rhs_strides[0])
                        } else {
                            (room_for_rhs.cast_const().wrapping_add((at - whole) * terms), width.next_multiple_of(len))
                        };
                        next.ask_for_part(n_next, inner, at / panel, n_panels);
                        for row in (0..n_rows).step_by(F::rows::<S>()) {
                            let tile = Tile {
                                rows: F::rows::<S>().min(n_rows - row),
                                inner: terms,
                                lhs: packed.start.wrapping_add(row * packed.row_stride),
                                lhs_stride: packed.row_stride,
                                lhs_step: packed.step,
                                rhs: start,
                                rhs_stride: stride,
                                held: held.wrapping_add(row * held_stride + at),
                                held_stride,
                                out: out.wrapping_add(row * self.product.out_stride + at),
                                out_stride: self.product.out_stride,
                                width,
                                alpha: self.product.alpha.as_f64(),
                                beta,
                            };
                            // SAFETY: as above.
                            unsafe { F::compute::<S>(tile) };
                        }
                        at += width;
                    }
                }
            }
        }
        ROOM.set(kept);
    }
}
