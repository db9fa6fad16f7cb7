//! Floating element types together with the SIMD lanes that hold them.

use crate::plain::Plain;
use crate::simd::{Float, Simd};

/// A type that kernels compute in: f32 or f64. Lets a loop be written once for both.
pub(crate) trait Lanes: Plain + Default {
    /// Lanes of it at a SIMD level.
    type At<S: Simd>: Float<Scalar = Self>;
}

impl Lanes for f32 {
    type At<S: Simd> = S::F32;
}

impl Lanes for f64 {
    type At<S: Simd> = S::F64;
}

/// The sum of all lanes.
#[inline(always)]
pub(crate) fn total<V: Float<Scalar = T>, T: Lanes>(lanes: V) -> f64 {
    let mut values = [T::default(); 64];
    // SAFETY: a register has at most 64 lanes.
    unsafe { lanes.store(values.as_mut_ptr()) };
    let mut sum = 0.0;
    for value in &values[..V::LEN] {
        sum += Plain::to_f64(*value);
    }
    sum
}

/// The greatest of all lanes; NaN if one is NaN.
#[inline(always)]
pub(crate) fn greatest<V: Float<Scalar = T>, T: Lanes>(lanes: V) -> T {
    let mut values = [T::default(); 64];
    // SAFETY: a register has at most 64 lanes.
    unsafe { lanes.store(values.as_mut_ptr()) };
    let mut greatest = values[0];
    for value in &values[1..V::LEN] {
        let (held, other) = (Plain::to_f64(greatest), Plain::to_f64(*value));
        if other > held || other.is_nan() {
            greatest = *value;
        }
    }
    greatest
}
