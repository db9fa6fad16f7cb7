//! Powers.

use super::{Float, FloatScalar};

/// Power by the scalar function of f64.
#[inline(always)]
pub fn lanewise<V: Float>(base: V, exponent: V) -> V {
    base.map2(exponent, |base, exponent| V::Scalar::from_f64(base.to_f64().powf(exponent.to_f64())))
}

/// Power of f32 lanes.
#[inline(always)]
pub fn single<V: crate::simd::Single>(base: V, exponent: V) -> V {
    lanewise(base, exponent)
}
