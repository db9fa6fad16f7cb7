//! Powers.

use super::{Float, FloatScalar};
use crate::simd::{Mask, Single};

/// Power by the scalar function of f64.
#[inline(always)]
pub fn lanewise<V: Float>(base: V, exponent: V) -> V {
    base.map2(exponent, |base, exponent| V::Scalar::from_f64(base.to_f64().powf(exponent.to_f64())))
}

/// Power of f32 lanes, `2^(y log2 x)` in f64.
///
/// # Numerics
/// Within 0.51 ulp: the logarithm's 2 ulp of f64 grow by at most 150, the magnitude of a finite result's exponent.
#[inline(always)]
pub fn single<V: Single>(base: V, exponent: V) -> V {
    let (base_low, base_high) = base.abs().widen();
    let (exponent_low, exponent_high) = exponent.widen();
    let magnitude = V::narrow(positive(base_low, exponent_low), positive(base_high, exponent_high));

    let (zero, one) = (V::constant(0.0), V::constant(1.0));
    let whole = exponent.trunc().eq(exponent);
    let odd = whole.and(exponent.mul(V::constant(0.5)).trunc().mul(V::constant(2.0)).ne(exponent));
    let signed = V::select(odd, magnitude.copysign(base), magnitude);
    // An infinite exponent counts as whole; so do the bases 0 and -infinity, whatever the exponent.
    let unreal = base.lt(zero).and(whole.not()).and(base.is_inf().not());
    let result = V::select(unreal, V::constant(f64::NAN), signed);
    let unit = base.abs().eq(one).and(exponent.is_inf()).or(exponent.eq(zero)).or(base.eq(one));
    let result = V::select(unit, one, result);
    let nan = base.is_nan().or(exponent.is_nan()).and(unit.not());
    V::select(nan, base.add(exponent), result)
}

/// Power of a base that is not negative, for exponents of f32.
#[inline(always)]
fn positive<V: Float>(base: V, exponent: V) -> V {
    base.log2().mul(exponent).exp2()
}
