//! Sine, cosine and tangent.

use super::polynomial::polynomial;
use super::{Coefficients, Float, FloatScalar};
use crate::simd::Mask;

/// Up to here the reduction below is good: `x - n high` is exact while the rest of the quadrants is small.
const BOUND: f64 = 100_000.0;

/// The quadrant, in the lowest bits, and the angle within it, at most pi/4 from its middle.
#[inline(always)]
fn reduce<V: Float>(x: V) -> (V, V) {
    let rounding = V::splat(V::Scalar::ROUNDING);
    let quadrant = x.mul_add(V::constant(std::f64::consts::FRAC_2_PI), rounding);
    let n = quadrant.sub(rounding);
    let [high, middle, low] = V::Scalar::HALF_PI;
    let r = n.mul_add(V::constant(-high), x);
    let r = n.mul_add(V::constant(-middle), r);
    (quadrant, n.mul_add(V::constant(-low), r))
}

/// Sine and cosine of at most pi/4.
#[inline(always)]
fn reduced<V: Float>(r: V) -> (V, V) {
    let z = r.mul(r);
    let sin = r.mul(z).mul_add(polynomial(z, V::Scalar::SIN), r);
    let cos = z.mul_add(z.mul(polynomial(z, V::Scalar::COS)), z.mul_add(V::constant(-0.5), V::constant(1.0)));
    (sin, cos)
}

/// Sine of `x` plus whole quadrants.
#[inline(always)]
fn shifted<V: Float>(x: V, quadrants: f64) -> V {
    let (quadrant, r) = reduce(x);
    let quadrant = quadrant.add(V::constant(quadrants));
    let (sin, cos) = reduced(r);
    let odd = quadrant.bits_shift_left(V::Scalar::BITS - 1).sign_bit();
    let sign = quadrant.bits_shift_left(V::Scalar::BITS - 2).bits_and(V::constant(-0.0));
    V::select(odd, cos, sin).bits_xor(sign)
}

/// Puts in the results of lanes beyond the bound, so that a result does not depend on the other lanes.
#[inline(always)]
fn beyond<V: Float>(x: V, result: V, function: impl Fn(f64) -> f64) -> V {
    if !x.abs().gt(V::constant(BOUND)).any() {
        return result;
    }
    x.map2(result, |x, result| {
        let x = x.to_f64();
        if x.abs() > BOUND { V::Scalar::from_f64(function(x)) } else { result }
    })
}

/// Sine.
///
/// # Numerics
/// Within 2 ulp. Lanes beyond 100000 in magnitude go one by one.
#[inline(always)]
pub fn sin<V: Float>(x: V) -> V {
    beyond(x, V::select(x.eq(V::constant(0.0)), x, shifted(x, 0.0)), f64::sin)
}

/// Cosine.
///
/// # Numerics
/// Within 2 ulp. Lanes beyond 100000 in magnitude go one by one.
#[inline(always)]
pub fn cos<V: Float>(x: V) -> V {
    beyond(x, shifted(x, 1.0), f64::cos)
}

/// Tangent as a quotient: within 3 ulp, so it is taken in f64 for f32.
#[inline(always)]
pub fn tan<V: Float>(x: V) -> V {
    let (quadrant, r) = reduce(x);
    let (sin, cos) = reduced(r);
    let odd = quadrant.bits_shift_left(V::Scalar::BITS - 1).sign_bit();
    let quotient = V::select(odd, cos.neg(), sin).div(V::select(odd, sin, cos));
    beyond(x, V::select(x.eq(V::constant(0.0)), x, quotient), f64::tan)
}
