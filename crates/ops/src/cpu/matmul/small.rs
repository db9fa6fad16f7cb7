//! Products small enough that packing both matrices would cost more than it saves.
//!
//! A tile of rows × registers of the result stays in registers while the inner dimension runs. Columns of `rhs` are
//! read where they lie if they are next to each other and fill the registers; else they are packed, one panel at a
//! time.

use std::marker::PhantomData;

use super::Product;
use crate::cpu::lanes::Lanes;
use crate::simd::{Float, Kernel, Number, Simd};

/// One product.
pub(super) struct Small<'a, T> {
    pub(super) product: &'a Product,
    pub(super) lhs: *const T,
    pub(super) rhs: *const T,
    pub(super) out: *mut T,
}

/// Rows of a tile: with two registers a row, 12 sums, two registers of `rhs` and one of `lhs` fit the 16 registers of
/// AVX2.
const ROWS: usize = 6;

impl<T: Lanes> Kernel for Small<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        let &Product { inner, columns, rhs_strides, .. } = self.product;
        let lanes = <T::At<S> as Number>::LEN;
        let mut packed: Vec<T> = Vec::new();
        let mut at = 0;
        while at < columns {
            let registers = if columns - at > lanes { 2 } else { 1 };
            let width = (registers * lanes).min(columns - at);
            let from = self.rhs.wrapping_add(at * rhs_strides[1]);
            let (panel, stride) = if rhs_strides[1] == 1 && width == registers * lanes {
                (from, rhs_strides[0])
            } else {
                // Of a narrower panel than the last one the lanes behind its width hold old numbers: they are
                // computed with and not stored.
                packed.resize(inner * registers * lanes, T::default());
                // SAFETY: the product's caller vouches for `width` columns of `rhs`.
                unsafe { pack(&mut packed, registers * lanes, from, rhs_strides, inner, width) };
                (packed.as_ptr(), registers * lanes)
            };
            let columns = Panel { panel, stride, width, lanes: PhantomData };
            let out = self.out.wrapping_add(at);
            // SAFETY: the panel has `inner` rows of `registers` registers; the rest is as the product's caller says.
            unsafe {
                if registers == 2 {
                    columns.rows::<T::At<S>, 2>(self.product, self.lhs, out);
                } else {
                    columns.rows::<T::At<S>, 1>(self.product, self.lhs, out);
                }
            }
            at += width;
        }
    }
}

/// Copies `width` columns so that each row of them is in a row.
///
/// # Safety
/// `from` is valid for `inner` × `width` elements at the strides.
#[inline(always)]
unsafe fn pack<T: Lanes>(
    packed: &mut [T],
    row: usize,
    from: *const T,
    strides: [usize; 2],
    inner: usize,
    width: usize,
) {
    if strides[1] == 1 {
        for (at, to) in packed.chunks_exact_mut(row).enumerate() {
            // SAFETY: by the caller.
            unsafe { std::ptr::copy_nonoverlapping(from.add(at * strides[0]), to.as_mut_ptr(), width) };
        }
        return;
    }
    // In runs of rows that stay in the first cache while their columns are written one after the other.
    let mut first = 0;
    while first < inner {
        let last = inner.min(first + RUN);
        for column in 0..width {
            for at in first..last {
                // SAFETY: by the caller; `packed` has `inner` rows, and `column` is less than `row`.
                unsafe {
                    *packed.get_unchecked_mut(at * row + column) = *from.add(at * strides[0] + column * strides[1]);
                }
            }
        }
        first = last;
    }
}

/// Rows that are packed at a time: 16 elements are one line of the cache in f32.
const RUN: usize = 16;

/// Some columns of `rhs`, each row of them in a row.
struct Panel<T> {
    panel: *const T,
    stride: usize,
    width: usize,
    lanes: PhantomData<T>,
}

impl<T: Lanes> Panel<T> {
    /// All rows of the result in these columns.
    ///
    /// # Safety
    /// The panel has `inner` rows of `N` registers; `lhs` and `out` are as in [`super::Multiply::multiply`].
    #[inline(always)]
    unsafe fn rows<V: Float<Scalar = T>, const N: usize>(&self, product: &Product, lhs: *const T, out: *mut T) {
        let mut row = 0;
        while row < product.rows {
            let lhs = lhs.wrapping_add(row * product.lhs_strides[0]);
            let out = out.wrapping_add(row * product.out_stride);
            let n_rows = ROWS.min(product.rows - row);
            // SAFETY: by the caller; `n_rows` rows are left.
            unsafe {
                match n_rows {
                    1 => self.tile::<V, 1, N>(product, lhs, out),
                    2 => self.tile::<V, 2, N>(product, lhs, out),
                    3 => self.tile::<V, 3, N>(product, lhs, out),
                    4 => self.tile::<V, 4, N>(product, lhs, out),
                    5 => self.tile::<V, 5, N>(product, lhs, out),
                    _ => self.tile::<V, ROWS, N>(product, lhs, out),
                }
            }
            row += n_rows;
        }
    }

    /// A tile of `R` rows and `N` registers of the result.
    ///
    /// # Safety
    /// As [`Panel::rows`], with `R` rows left.
    #[inline(always)]
    unsafe fn tile<V: Float<Scalar = T>, const R: usize, const N: usize>(
        &self,
        product: &Product,
        lhs: *const T,
        out: *mut T,
    ) {
        let mut sums = [[V::constant(0.0); N]; R];
        let (mut panel, mut column) = (self.panel, lhs);
        for _ in 0..product.inner {
            let mut row = [V::constant(0.0); N];
            for (at, lanes) in row.iter_mut().enumerate() {
                // SAFETY: by the caller.
                *lanes = unsafe { V::load(panel.add(at * V::LEN)) };
            }
            for (at, sums) in sums.iter_mut().enumerate() {
                // SAFETY: by the caller.
                let factor = V::splat(unsafe { *column.add(at * product.lhs_strides[0]) });
                for (sum, lanes) in sums.iter_mut().zip(&row) {
                    *sum = factor.mul_add(*lanes, *sum);
                }
            }
            panel = panel.wrapping_add(self.stride);
            column = column.wrapping_add(product.lhs_strides[1]);
        }
        let (alpha, beta) = (product.alpha.as_f64(), product.beta.as_f64());
        let plain = alpha == 1.0 && beta == 0.0;
        for (row, sums) in sums.iter().enumerate() {
            for (at, &sum) in sums.iter().enumerate() {
                let out = out.wrapping_add(row * product.out_stride + at * V::LEN);
                let left = self.width.saturating_sub(at * V::LEN);
                // SAFETY: by the caller; `left` columns are left from here.
                unsafe {
                    let value = if plain {
                        sum
                    } else if beta == 0.0 {
                        V::constant(alpha).mul(sum)
                    } else {
                        let held = if left >= V::LEN { V::load(out) } else { V::load_part(out, left) };
                        V::constant(alpha).mul_add(sum, V::constant(beta).mul(held))
                    };
                    if left >= V::LEN { value.store(out) } else { value.store_part(out, left) }
                }
            }
        }
    }
}
