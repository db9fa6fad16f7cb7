//! Products of a matrix and a vector, which read the matrix once and are bound by memory.

use super::Product;
use crate::cpu::lanes::{Lanes, total};
use crate::plain::Plain;
use crate::simd::{Float, Kernel, Simd};

/// The dot products of the rows of a matrix, whose elements are next to each other, with a vector.
pub(super) struct Dots<'a, T> {
    pub(super) product: &'a Product,
    pub(super) matrix: *const T,
    pub(super) vector: *const T,
    pub(super) step: usize,
    pub(super) out: *mut T,
}

impl<T: Lanes> Kernel for Dots<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        let &Product { rows, inner, lhs_strides, .. } = self.product;
        // SAFETY: the product's caller vouches for the vector.
        let copied = unsafe { in_a_row(self.vector, self.step, inner) };
        let vector = copied.as_ref().map_or(self.vector, |copied| copied.as_ptr());
        let mut row = 0;
        while row < rows {
            let matrix = self.matrix.wrapping_add(row * lhs_strides[0]);
            let out = self.out.wrapping_add(row);
            // SAFETY: by the product's caller; the rows are there.
            unsafe {
                if rows - row >= 4 {
                    dots::<T::At<S>, T, 4>(self.product, matrix, vector, out);
                    row += 4;
                } else {
                    dots::<T::At<S>, T, 1>(self.product, matrix, vector, out);
                    row += 1;
                }
            }
        }
    }
}

/// The vector's elements in a row, where they are not already.
///
/// # Safety
/// The vector is valid for `len` elements `step` apart.
#[inline(always)]
unsafe fn in_a_row<T: Lanes>(vector: *const T, step: usize, len: usize) -> Option<Vec<T>> {
    if step == 1 || len == 1 {
        return None;
    }
    let mut copied = Vec::with_capacity(len);
    for at in 0..len {
        // SAFETY: by the caller.
        copied.push(unsafe { *vector.add(at * step) });
    }
    Some(copied)
}

/// `R` dot products at once, so that each register of the vector is read once for all of them.
///
/// # Safety
/// `matrix` has `R` rows of `inner` elements, `vector` has `inner` elements, `out` has `R`.
#[inline(always)]
unsafe fn dots<V: Float<Scalar = T>, T: Lanes, const R: usize>(
    product: &Product,
    matrix: *const T,
    vector: *const T,
    out: *mut T,
) {
    let (inner, stride) = (product.inner, product.lhs_strides[0]);
    // Two sums a row: one would wait for its last addition.
    let mut sums = [[V::constant(0.0); 2]; R];
    let mut at = 0;
    while at + 2 * V::LEN <= inner {
        // SAFETY: two registers are left in the vector and in each row.
        unsafe {
            let factors = [V::load(vector.add(at)), V::load(vector.add(at + V::LEN))];
            for (row, sums) in sums.iter_mut().enumerate() {
                let elements = matrix.add(row * stride + at);
                sums[0] = V::load(elements).mul_add(factors[0], sums[0]);
                sums[1] = V::load(elements.add(V::LEN)).mul_add(factors[1], sums[1]);
            }
        }
        at += 2 * V::LEN;
    }
    while at < inner {
        let n = V::LEN.min(inner - at);
        // SAFETY: `n` elements are left; where fewer than a register holds, the other lanes are zeros.
        unsafe {
            let factor = load_up_to::<V, T>(vector.add(at), n);
            for (row, sums) in sums.iter_mut().enumerate() {
                sums[0] = load_up_to::<V, T>(matrix.add(row * stride + at), n).mul_add(factor, sums[0]);
            }
        }
        at += n;
    }
    let (alpha, beta) = (product.alpha.as_f64(), product.beta.as_f64());
    for (row, sums) in sums.iter().enumerate() {
        let sum = alpha * Plain::to_f64(total::<V, T>(sums[0].add(sums[1])));
        // SAFETY: `out` has `R` elements.
        unsafe {
            let out = out.add(row);
            let held = if beta == 0.0 { 0.0 } else { beta * Plain::to_f64(*out) };
            *out = <T as Plain>::from_f64(sum + held);
        }
    }
}

/// # Safety
/// `pointer` is valid for `n` elements, at most as many as a register holds.
#[inline(always)]
unsafe fn load_up_to<V: Float<Scalar = T>, T: Lanes>(pointer: *const T, n: usize) -> V {
    // SAFETY: by the caller.
    unsafe { if n == V::LEN { V::load(pointer) } else { V::load_part(pointer, n) } }
}

/// The rows of a matrix, whose elements are next to each other, times a vector's elements and added up.
pub(super) struct Combine<'a, T> {
    pub(super) product: &'a Product,
    pub(super) matrix: *const T,
    pub(super) vector: *const T,
    pub(super) step: usize,
    pub(super) out: *mut T,
}

/// Rows that are added at once: the result is read and written once for all of them.
const AT_ONCE: usize = 8;

impl<T: Lanes> Kernel for Combine<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        let product = self.product;
        let mut row = 0;
        while row < product.inner {
            let n_rows = if product.inner - row >= AT_ONCE { AT_ONCE } else { 1 };
            let mut factors = [0.0; AT_ONCE];
            for (at, factor) in factors[..n_rows].iter_mut().enumerate() {
                // SAFETY: the product's caller vouches for the vector.
                *factor = product.alpha.as_f64() * unsafe { *self.vector.add((row + at) * self.step) }.to_f64();
            }
            let matrix = self.matrix.wrapping_add(row * product.rhs_strides[0]);
            let beta = if row == 0 { product.beta.as_f64() } else { 1.0 };
            // SAFETY: by the product's caller; the rows are there.
            unsafe {
                if n_rows == AT_ONCE {
                    add_rows::<T::At<S>, T, AT_ONCE>(product, beta, &factors, matrix, self.out);
                } else {
                    add_rows::<T::At<S>, T, 1>(product, beta, &factors, matrix, self.out);
                }
            }
            row += n_rows;
        }
    }
}

/// `out = beta * out + factors @ matrix` for `R` rows.
///
/// # Safety
/// `matrix` has `R` rows of `columns` elements, `out` has `columns`.
#[inline(always)]
unsafe fn add_rows<V: Float<Scalar = T>, T: Lanes, const R: usize>(
    product: &Product,
    beta: f64,
    factors: &[f64; AT_ONCE],
    matrix: *const T,
    out: *mut T,
) {
    let (columns, stride) = (product.columns, product.rhs_strides[0]);
    let mut lanes = [V::constant(0.0); R];
    for (lanes, &factor) in lanes.iter_mut().zip(factors) {
        *lanes = V::constant(factor);
    }
    let scale = V::constant(beta);
    let mut at = 0;
    while at < columns {
        let n = V::LEN.min(columns - at);
        // SAFETY: `n` elements are left of `out` and of each row.
        unsafe {
            let out = out.add(at);
            let mut sum = V::constant(0.0);
            if beta != 0.0 {
                sum = load_up_to::<V, T>(out, n);
                if beta != 1.0 {
                    sum = sum.mul(scale);
                }
            }
            for (row, &factor) in lanes.iter().enumerate() {
                sum = load_up_to::<V, T>(matrix.add(row * stride + at), n).mul_add(factor, sum);
            }
            if n == V::LEN { sum.store(out) } else { sum.store_part(out, n) }
        }
        at += n;
    }
}
