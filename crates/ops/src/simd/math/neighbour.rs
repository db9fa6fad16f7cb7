//! The next representable number.

use super::{Float, FloatScalar};
use crate::simd::Mask;

/// The next number after `from` towards `to`; `to` if they are equal, NaN if one is NaN.
#[inline(always)]
pub fn nextafter<V: Float>(from: V, to: V) -> V {
    let zero = V::constant(0.0);
    let tiny = V::splat(V::Scalar::TINY);
    // Bits grow with the magnitude: away from zero is one more.
    let away = from.lt(to).xor(from.lt(zero));
    let step = V::select(away, from.bits_add(tiny), from.bits_sub(tiny));
    let step = V::select(from.eq(zero), tiny.copysign(to), step);
    V::select(from.is_nan().or(to.is_nan()), from.add(to), V::select(from.eq(to), to, step))
}
