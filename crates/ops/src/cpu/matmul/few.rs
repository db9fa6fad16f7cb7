//! Products with so few rows that `rhs` is used once from memory: it is read in long runs where it lies.

use super::Product;
use super::pack::INNER;
use super::turn::Turn;
use crate::simd::{Float, FloatScalar, Kernel, Simd};

/// One product. The columns of `rhs` are next to each other, and there are at most [`MOST_ROWS`] rows.
pub(super) struct Few<'a, T> {
    pub(super) product: &'a Product,
    pub(super) lhs: *const T,
    pub(super) rhs: *const T,
    pub(super) out: *mut T,
}

/// The most rows for which reading `rhs` takes longer than the arithmetic.
pub(super) const MOST_ROWS: usize = 8;

/// Sums held while a run of rows of `rhs` goes by: 16 KB of f32.
const SUMS: usize = 4096;

/// Rows of `rhs` that go by at once: sums are read and written once for all of them.
const AT_ONCE: usize = 8;

impl<T: Turn> Kernel for Few<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        macro_rules! choose {
            ($($count:literal)*) => {
                match self.product.rows {
                    $($count => self.compute::<T::At<S>, $count>(),)*
                    _ => {}
                }
            };
        }
        choose!(1 2 3 4 5 6 7 8);
    }
}

impl<T: Turn> Few<'_, T> {
    #[inline(always)]
    fn compute<V: Float<Scalar = T>, const R: usize>(&self) {
        let &Product { inner, columns, rhs_strides, out_stride, .. } = self.product;
        let [alpha, beta] =
            [self.product.alpha, self.product.beta].map(|scalar| <T as FloatScalar>::from_f64(scalar.as_f64()));
        let zero = T::default();
        let mut sums = [zero; SUMS];
        let most = SUMS / R / V::LEN * V::LEN;
        for column in (0..columns).step_by(most) {
            let width = most.min(columns - column);
            for group in (0..inner).step_by(INNER) {
                sums[..R * most].fill(zero);
                let end = inner.min(group + INNER);
                let mut at = group;
                while at < end {
                    let n = if end - at >= AT_ONCE { AT_ONCE } else { 1 };
                    let rhs = self.rhs.wrapping_add(at * rhs_strides[0] + column);
                    // SAFETY: the product's caller vouches for the factors; `most` sums stand for each row.
                    unsafe {
                        if n == AT_ONCE {
                            self.add::<V, R, AT_ONCE>(at, rhs, width, &mut sums, most);
                        } else {
                            self.add::<V, R, 1>(at, rhs, width, &mut sums, most);
                        }
                    }
                    at += n;
                }
                for row in 0..R {
                    let out = self.out.wrapping_add(row * out_stride + column);
                    for (at, &sum) in sums[row * most..][..width].iter().enumerate() {
                        // SAFETY: the product's caller vouches for the result.
                        let out = unsafe { &mut *out.add(at) };
                        let ended = FloatScalar::mul_add(alpha, sum, <T as FloatScalar>::from_f64(-0.0));
                        *out = if group > 0 {
                            FloatScalar::mul_add(<T as FloatScalar>::from_f64(1.0), *out, ended)
                        } else if beta == zero {
                            ended
                        } else {
                            FloatScalar::mul_add(beta, *out, ended)
                        };
                    }
                }
            }
        }
    }

    /// Adds the terms of `K` rows of `rhs`.
    ///
    /// # Safety
    /// `rhs` has `K` rows of `width` elements, `lhs` the elements from column `at` on, `sums` `R` runs of `width`.
    #[inline(always)]
    unsafe fn add<V: Float<Scalar = T>, const R: usize, const K: usize>(
        &self,
        at: usize,
        rhs: *const T,
        width: usize,
        sums: &mut [T; SUMS],
        stride: usize,
    ) {
        let &Product { lhs_strides, rhs_strides, .. } = self.product;
        let mut factors = [[V::constant(0.0); R]; K];
        for (column, factors) in factors.iter_mut().enumerate() {
            for (row, factor) in factors.iter_mut().enumerate() {
                let offset = row * lhs_strides[0] + (at + column) * lhs_strides[1];
                // SAFETY: by the caller.
                *factor = V::splat(unsafe { *self.lhs.add(offset) });
            }
        }
        let sums = sums.as_mut_ptr();
        let mut column = 0;
        while column < width {
            let whole = width - column >= V::LEN;
            let mut held = [V::constant(0.0); R];
            // SAFETY: by the caller; sums stand in whole registers.
            unsafe {
                for (row, held) in held.iter_mut().enumerate() {
                    *held = V::load(sums.add(row * stride + column));
                }
                for (at, factors) in factors.iter().enumerate() {
                    let from = rhs.add(at * rhs_strides[0] + column);
                    let lanes = if whole { V::load(from) } else { V::load_part(from, width - column) };
                    for (held, factor) in held.iter_mut().zip(factors) {
                        *held = factor.mul_add(lanes, *held);
                    }
                }
                for (row, held) in held.iter().enumerate() {
                    held.store(sums.add(row * stride + column));
                }
            }
            column += V::LEN;
        }
    }
}
