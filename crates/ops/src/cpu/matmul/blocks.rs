//! Products of matrices in blocks that stay in cache.
//!
//! A block of `rhs` is packed for the second cache, a few rows of `lhs` for the first; tiles of the result run over
//! both. Each element is the sum of its terms in order, in groups of [`INNER`], whatever the block it falls in.

use std::cell::Cell;

use super::Product;
use super::pack::{INNER, LHS_STRIDE, Source};
use super::stored::{Stored, Wide};
use super::tile::{REGISTERS, Tile, rows_of};
use crate::simd::{Kernel, Number, Simd, dispatch};

/// One product.
pub(super) struct Blocks<'a, E: Stored> {
    pub(super) product: &'a Product,
    pub(super) lhs: *const E,
    pub(super) rhs: *const E,
    pub(super) out: *mut E::Wide,
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

impl<E: Stored> Kernel for Blocks<'_, E> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        let &Product { rows, inner, columns, lhs_strides, rhs_strides, .. } = self.product;
        let len = <Wide<E, S> as Number>::LEN;
        let panel = REGISTERS * len;
        let lhs = Source { start: self.lhs, strides: lhs_strides };
        let rhs = Source { start: self.rhs, strides: rhs_strides };
        let most = RHS_ROW_BYTES / size_of::<E::Wide>();
        let n_blocks = columns.div_ceil(most);
        // Columns that are used once are best used from the first cache.
        let width = if rows <= rows_of::<S>() { len } else { columns.div_ceil(n_blocks).next_multiple_of(panel) };
        let in_place = E::IS_WIDE && rhs_strides[1] == 1 && inner * columns <= IN_PLACE;
        let lhs_room = len * LHS_STRIDE;
        let rhs_room = width * inner.min(INNER);
        // Not lent to a closure: that would lack the level's instructions.
        let mut kept = take_room::<E::Wide>(lhs_room + rhs_room);
        let room = kept.as_mut_ptr().cast::<E::Wide>();
        let room_for_rhs = room.wrapping_add(lhs_room);
        for column in (0..columns).step_by(width) {
            let n_columns = width.min(columns - column);
            for start in (0..inner.max(1)).step_by(INNER) {
                let inner = INNER.min(inner - start);
                let rhs = rhs.from(start, column);
                let whole = if in_place { n_columns / len * len } else { 0 };
                // SAFETY: the product's caller vouches for the factors; the room is large enough.
                unsafe { rhs.pack_rhs::<S>(inner, whole..n_columns, room_for_rhs) };
                let beta = if start == 0 { self.product.beta.as_f64() } else { 1.0 };
                for row in (0..rows).step_by(len) {
                    let n_rows = len.min(rows - row);
                    // SAFETY: as above.
                    unsafe { lhs.from(row, start).pack_lhs::<S>(n_rows, inner, room) };
                    let out = self.out.wrapping_add(row * self.product.out_stride + column);
                    let mut at = 0;
                    while at < n_columns {
                        let end = if at < whole { whole } else { n_columns };
                        let width = panel.min(end - at);
                        let (start, stride) = if at < whole {
                            (rhs.from(0, at).start.cast(), rhs_strides[0])
                        } else {
                            (room_for_rhs.cast_const().wrapping_add((at - whole) * inner), width.next_multiple_of(len))
                        };
                        for row in (0..n_rows).step_by(rows_of::<S>()) {
                            // Rows and columns are packed or in place, and the result has them.
                            dispatch(Tile {
                                rows: rows_of::<S>().min(n_rows - row),
                                inner,
                                lhs: room.wrapping_add(row * LHS_STRIDE),
                                rhs: start,
                                rhs_stride: stride,
                                out: out.wrapping_add(row * self.product.out_stride + at),
                                out_stride: self.product.out_stride,
                                width,
                                alpha: self.product.alpha.as_f64(),
                                beta,
                            });
                        }
                        at += width;
                    }
                }
            }
        }
        ROOM.set(kept);
    }
}
