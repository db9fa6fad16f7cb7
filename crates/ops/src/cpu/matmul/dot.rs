//! The product of two vectors.
//!
//! The one product whose terms are not added in order: a single sum would wait for each addition.

use super::Product;
use crate::cpu::lanes::{Lanes, total};
use crate::plain::Plain;
use crate::simd::{Float, Kernel, Number, Simd};

/// One row times one column.
pub(super) struct Dot<'a, T> {
    pub(super) product: &'a Product,
    pub(super) lhs: *const T,
    pub(super) rhs: *const T,
    pub(super) out: *mut T,
}

/// Sums at once: as many as it takes to hide the wait for an addition.
const SUMS: usize = 8;

impl<T: Lanes> Kernel for Dot<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        let &Product { inner, lhs_strides, rhs_strides, .. } = self.product;
        // SAFETY: the product's caller vouches for the vectors.
        let copies = unsafe { [in_a_row(self.lhs, lhs_strides[1], inner), in_a_row(self.rhs, rhs_strides[0], inner)] };
        let lhs = copies[0].as_ref().map_or(self.lhs, |copy| copy.as_ptr());
        let rhs = copies[1].as_ref().map_or(self.rhs, |copy| copy.as_ptr());
        let len = <T::At<S> as Number>::LEN;
        let mut sums = [T::At::<S>::constant(0.0); SUMS];
        let mut at = 0;
        // SAFETY: as above; where fewer elements are left than a register holds, the other lanes are zeros.
        unsafe {
            while at + SUMS * len <= inner {
                for (place, sum) in sums.iter_mut().enumerate() {
                    let (lhs, rhs) = (lhs.add(at + place * len), rhs.add(at + place * len));
                    *sum = T::At::<S>::load(lhs).mul_add(T::At::<S>::load(rhs), *sum);
                }
                at += SUMS * len;
            }
            while at < inner {
                let n = len.min(inner - at);
                let (lhs, rhs) = (load_up_to::<T::At<S>, T>(lhs.add(at), n), load_up_to::<T::At<S>, T>(rhs.add(at), n));
                sums[0] = lhs.mul_add(rhs, sums[0]);
                at += n;
            }
        }
        let mut width = SUMS / 2;
        while width > 0 {
            for at in 0..width {
                sums[at] = sums[at].add(sums[at + width]);
            }
            width /= 2;
        }
        let (alpha, beta) = (self.product.alpha.as_f64(), self.product.beta.as_f64());
        let sum = alpha * Plain::to_f64(total::<T::At<S>, T>(sums[0]));
        // SAFETY: the product's caller vouches for the one result.
        unsafe {
            let held = if beta == 0.0 { 0.0 } else { beta * Plain::to_f64(*self.out) };
            *self.out = <T as Plain>::from_f64(sum + held);
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

/// # Safety
/// `pointer` is valid for `n` elements, at most as many as a register holds.
#[inline(always)]
unsafe fn load_up_to<V: Float<Scalar = T>, T: Lanes>(pointer: *const T, n: usize) -> V {
    // SAFETY: by the caller.
    unsafe { if n == V::LEN { V::load(pointer) } else { V::load_part(pointer, n) } }
}
