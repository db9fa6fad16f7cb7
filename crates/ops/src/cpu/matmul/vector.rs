//! Products of a row and a matrix, which read the matrix once and are bound by memory.
//!
//! Terms are summed in as many sums as a register has lanes, each term in that of its place modulo the lanes; the sums
//! are then added in halves. Both kernels do so: the result is the same whether the rows of the matrix or its columns are
//! runs in memory.

use super::Product;
use super::blocks::{ROOM, take_room};
use super::stored::{Stored, Wide};
use crate::cpu::lanes::total;
use crate::simd::{Float, FloatScalar, Kernel, Number, Simd};

/// One row times a matrix whose columns are runs of elements.
pub(super) struct Dots<'a, E: Stored> {
    pub(super) product: &'a Product,
    pub(super) lhs: *const E,
    pub(super) rhs: *const E,
    pub(super) out: *mut E::Wide,
}

/// Columns of [`Dots`] at once: each register of the row is read once for all of them, and no sum waits for itself.
const COLUMNS: usize = 8;

/// The result of a sum: `alpha * sum + beta * out`.
///
/// # Safety
/// `out` is valid.
#[inline(always)]
unsafe fn end<T: FloatScalar>(product: &Product, sum: T, out: *mut T) {
    let [alpha, beta] = [product.alpha.as_f64(), product.beta.as_f64()];
    let number = <T as FloatScalar>::from_f64;
    let scaled = FloatScalar::mul_add(number(alpha), sum, number(-0.0));
    // SAFETY: by the caller.
    unsafe { *out = if beta == 0.0 { scaled } else { FloatScalar::mul_add(number(beta), *out, scaled) } };
}

impl<E: Stored> Kernel for Dots<'_, E> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        let &Product { inner, columns, lhs_strides, rhs_strides, .. } = self.product;
        let mut kept = take_room::<E>(inner);
        let mut lhs = self.lhs;
        if lhs_strides[1] != 1 {
            let room = kept.as_mut_ptr().cast::<E>();
            for at in 0..inner {
                // SAFETY: the product's caller vouches for the row; there is room for it.
                unsafe { *room.add(at) = *self.lhs.add(at * lhs_strides[1]) };
            }
            lhs = room;
        }
        let mut column = 0;
        while column < columns {
            let rhs = self.rhs.wrapping_add(column * rhs_strides[1]);
            let out = self.out.wrapping_add(column);
            // SAFETY: by the product's caller; the columns are there.
            unsafe {
                if columns - column >= COLUMNS {
                    self.dots::<S, COLUMNS>(lhs, rhs, out);
                    column += COLUMNS;
                } else {
                    self.dots::<S, 1>(lhs, rhs, out);
                    column += 1;
                }
            }
        }
        ROOM.set(kept);
    }
}

impl<E: Stored> Dots<'_, E> {
    /// # Safety
    /// `lhs` has the inner size's elements in a row, `rhs` so many for each of `C` columns, `out` has `C`.
    #[inline(always)]
    unsafe fn dots<S: Simd, const C: usize>(&self, lhs: *const E, rhs: *const E, out: *mut E::Wide) {
        let len = <Wide<E, S> as Number>::LEN;
        let &Product { inner, rhs_strides, .. } = self.product;
        let mut sums = [Wide::<E, S>::constant(0.0); C];
        let mut at = 0;
        while at < inner {
            let n = len.min(inner - at);
            // SAFETY: `n` elements are left; where fewer than a register holds, the other lanes are zeros.
            unsafe {
                if n == len {
                    let factor = E::load::<S>(lhs.add(at));
                    for (column, sum) in sums.iter_mut().enumerate() {
                        *sum = E::load::<S>(rhs.add(column * rhs_strides[1] + at)).mul_add(factor, *sum);
                    }
                } else {
                    let factor = E::load_part::<S>(lhs.add(at), n);
                    for (column, sum) in sums.iter_mut().enumerate() {
                        *sum = E::load_part::<S>(rhs.add(column * rhs_strides[1] + at), n).mul_add(factor, *sum);
                    }
                }
            }
            at += n;
        }
        for (column, &sum) in sums.iter().enumerate() {
            // SAFETY: by the caller.
            unsafe { end(self.product, total::<Wide<E, S>, E::Wide>(sum), out.add(column)) };
        }
    }
}

/// One row times a matrix whose rows are runs of elements.
pub(super) struct Combine<'a, E: Stored> {
    pub(super) product: &'a Product,
    pub(super) lhs: *const E,
    pub(super) rhs: *const E,
    pub(super) out: *mut E::Wide,
}

/// Rows of the matrix, as many apart as there are sums, that are added at once.
const AT_ONCE: usize = 8;

/// Columns whose sums are kept for the second cache.
const WIDTH: usize = 2048;

impl<E: Stored> Kernel for Combine<'_, E> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        let &Product { inner, columns, .. } = self.product;
        let lanes = <Wide<E, S> as Number>::LEN;
        let most = WIDTH.min(columns.next_multiple_of(lanes));
        let mut kept = take_room::<E::Wide>(lanes * most);
        let sums = kept.as_mut_ptr().cast::<E::Wide>();
        for start in (0..columns).step_by(most) {
            let width = most.min(columns - start);
            // SAFETY: the room has `most` sums for each lane, and the product's caller vouches for the rest.
            unsafe {
                sums.write_bytes(0, lanes * most);
                for group in (0..inner).step_by(lanes * AT_ONCE) {
                    for lane in 0..lanes.min(inner - group) {
                        let n_rows = (inner - group - lane).div_ceil(lanes);
                        let sums = sums.add(lane * most);
                        if n_rows >= AT_ONCE {
                            self.add::<S, AT_ONCE>(group + lane, start, width, sums);
                        } else {
                            for row in 0..n_rows {
                                self.add::<S, 1>(group + lane + row * lanes, start, width, sums);
                            }
                        }
                    }
                }
                let mut half = lanes / 2;
                while half > 0 {
                    for at in 0..half * most {
                        let other = *sums.add(half * most + at);
                        *sums.add(at) = *sums.add(at) + other;
                    }
                    half /= 2;
                }
                for column in 0..width {
                    end(self.product, *sums.add(column), self.out.add(start + column));
                }
            }
        }
        ROOM.set(kept);
    }
}

impl<E: Stored> Combine<'_, E> {
    /// Adds the terms of `K` rows, from `row` on and a register's lanes apart.
    ///
    /// # Safety
    /// The rows and so many columns from `start` on are there; `sums` has them in whole registers.
    #[inline(always)]
    unsafe fn add<S: Simd, const K: usize>(&self, row: usize, start: usize, width: usize, sums: *mut E::Wide) {
        let len = <Wide<E, S> as Number>::LEN;
        let &Product { lhs_strides, rhs_strides, .. } = self.product;
        let mut factors = [Wide::<E, S>::constant(0.0); K];
        for (at, factor) in factors.iter_mut().enumerate() {
            // SAFETY: by the caller.
            *factor = Wide::<E, S>::splat(unsafe { *self.lhs.add((row + at * len) * lhs_strides[1]) }.widen());
        }
        let rhs = self.rhs.wrapping_add(row * rhs_strides[0] + start);
        let step = len * rhs_strides[0];
        let mut column = 0;
        while column < width {
            let left = width - column;
            // SAFETY: by the caller.
            unsafe {
                let mut sum = Wide::<E, S>::load(sums.add(column));
                for (at, factor) in factors.iter().enumerate() {
                    let from = rhs.add(at * step + column);
                    let elements = if left >= len { E::load::<S>(from) } else { E::load_part::<S>(from, left) };
                    sum = elements.mul_add(*factor, sum);
                }
                sum.store(sums.add(column));
            }
            column += len;
        }
    }
}
