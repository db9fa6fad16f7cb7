//! Products of matrices of whole numbers, which wrap.

use super::Product;
use crate::plain::Plain;

/// One product. Sums of 64 bits that wrap give the same lower bits as sums of the type's own width.
///
/// # Safety
/// As [`super::Multiply::multiply`].
pub(super) unsafe fn multiply<T: Plain>(product: &Product, lhs: *const T, rhs: *const T, out: *mut T) {
    let &Product { rows, inner, columns, lhs_strides, rhs_strides, out_stride, alpha, beta } = product;
    let (alpha, beta) = (alpha.as_i64(), beta.as_i64());
    let mut sums = vec![0i64; columns];
    for row in 0..rows {
        sums.fill(0);
        for at in 0..inner {
            // SAFETY: by the caller: `row` and `at` are within lhs.
            let factor = unsafe { *lhs.add(row * lhs_strides[0] + at * lhs_strides[1]) }.to_i64().wrapping_mul(alpha);
            let rhs = rhs.wrapping_add(at * rhs_strides[0]);
            for (column, sum) in sums.iter_mut().enumerate() {
                // SAFETY: by the caller: `at` and `column` are within rhs.
                let element = unsafe { *rhs.add(column * rhs_strides[1]) }.to_i64();
                *sum = sum.wrapping_add(factor.wrapping_mul(element));
            }
        }
        let out = out.wrapping_add(row * out_stride);
        for (column, &sum) in sums.iter().enumerate() {
            // SAFETY: by the caller: `row` and `column` are within out.
            unsafe {
                let out = out.add(column);
                let held = if beta == 0 { 0 } else { (*out).to_i64().wrapping_mul(beta) };
                *out = T::from_i64(sum.wrapping_add(held));
            }
        }
    }
}
