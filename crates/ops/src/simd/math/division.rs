//! Remainders and whole quotients of floats, as PyTorch rounds them.

use super::{Float, FloatScalar};
use crate::simd::Mask;

/// Remainder with the sign of the dividend, exact.
///
/// Where the quotient is below 2^22 (f32) or 2^51 (f64), its truncation is right or one too great; either way the
/// fused remainder is exact and one correction suffices. Registers with a lane beyond that go lane by lane.
#[inline(always)]
pub fn fmod<V: Float>(lhs: V, rhs: V) -> V {
    let quotient = lhs.div(rhs).trunc();
    let bound = V::constant(f64::from(V::Scalar::MANTISSA_BITS - 1).exp2());
    if !quotient.abs().lt(bound).all() {
        return lhs.map2(rhs, V::Scalar::fmod);
    }
    let rest = quotient.neg().mul_add(rhs, lhs);
    let overshot = rest.bits_xor(lhs).sign_bit().and(rest.ne(V::constant(0.0)));
    let rest = V::select(overshot, rest.add(rhs.abs().copysign(lhs)), rest);
    // An infinite divisor gives quotient 0 and 0 * inf.
    V::select(quotient.eq(V::constant(0.0)).and(rest.is_nan()), lhs, rest.copysign(lhs))
}

/// Remainder with the sign of the divisor.
#[inline(always)]
pub fn remainder<V: Float>(lhs: V, rhs: V) -> V {
    let rest = fmod(lhs, rhs);
    V::select(differs(rest, rhs), rest.add(rhs), rest)
}

/// Quotient rounded down.
///
/// # Source
/// `div_floor_floating` of PyTorch: the remainder decides, so that the result is the floor of the exact quotient.
#[inline(always)]
pub fn floor_divide<V: Float>(lhs: V, rhs: V) -> V {
    let rest = fmod(lhs, rhs);
    let quotient = lhs.sub(rest).div(rhs);
    let quotient = V::select(differs(rest, rhs), quotient.sub(V::constant(1.0)), quotient);
    let floor = quotient.floor();
    let near = quotient.sub(floor).gt(V::constant(0.5));
    let rounded = V::select(near, floor.add(V::constant(1.0)), floor);
    let plain = lhs.div(rhs);
    let rounded = V::select(quotient.eq(V::constant(0.0)), V::constant(0.0).copysign(plain), rounded);
    V::select(rhs.eq(V::constant(0.0)), plain, rounded)
}

/// Quotient rounded towards zero.
#[inline(always)]
pub fn trunc_divide<V: Float>(lhs: V, rhs: V) -> V {
    lhs.div(rhs).trunc()
}

/// Where a remainder is not zero and its sign is not the divisor's.
#[inline(always)]
fn differs<V: Float>(rest: V, rhs: V) -> V::Mask {
    let zero = V::constant(0.0);
    rest.ne(zero).and(rest.lt(zero).xor(rhs.lt(zero)))
}
