//! Exponentials and what is made of one: the hyperbolic tangent and the logistic function.

use super::polynomial::polynomial;
use super::{Coefficients, Float, FloatScalar};

/// `exp(r) - 1` for `|r| <= log(2) / 2`.
#[inline(always)]
fn reduced<V: Float>(r: V) -> V {
    r.mul(r).mul_add(polynomial(r, V::Scalar::EXP), r)
}

/// `n` and `r` with `x = n log(2) + r`; the first product is exact in the fused sum, and so is that sum.
#[inline(always)]
fn reduce<V: Float>(x: V) -> (V, V) {
    let [high, low] = V::Scalar::LN_2;
    let n = x.mul(V::constant(V::Scalar::LOG2_E[0])).round();
    let r = n.mul_add(V::constant(-high), x);
    (n, n.mul_add(V::constant(-low), r))
}

/// Exponential.
///
/// # Numerics
/// Within 1 ulp, subnormal results too; beyond the range 0 or infinity.
#[inline(always)]
pub fn exp<V: Float>(x: V) -> V {
    let (n, r) = reduce(x.bounded(V::constant(V::Scalar::EXP_ZERO), V::constant(V::Scalar::EXP_INFINITE)));
    reduced(r).add(V::constant(1.0)).scale(n)
}

/// Power of 2.
///
/// # Numerics
/// Within 1 ulp, exact for whole arguments.
#[inline(always)]
pub fn exp2<V: Float>(x: V) -> V {
    // Two more than the exponents of the least and the greatest number.
    let least = V::constant(-V::Scalar::BIAS - f64::from(V::Scalar::MANTISSA_BITS) - 1.0);
    let x = x.bounded(least, V::constant(V::Scalar::BIAS + 1.0));
    let n = x.round();
    let [high, low] = V::Scalar::LN_2;
    let fraction = x.sub(n);
    let r = fraction.mul_add(V::constant(high), fraction.mul(V::constant(low)));
    reduced(r).add(V::constant(1.0)).scale(n)
}

/// `exp(x) - 1`.
///
/// # Numerics
/// Within 2 ulp.
#[inline(always)]
pub fn expm1<V: Float>(x: V) -> V {
    // Far below -40 the result is -1 in either type.
    let (n, r) = reduce(x.bounded(V::constant(-60.0), V::constant(V::Scalar::EXP_INFINITE)));
    // Half the power, as 2^n itself may overflow where the result does not.
    let half_power = n.sub(V::constant(1.0)).power_of_two();
    let half = half_power.mul_add(reduced(r), half_power.sub(V::constant(0.5)));
    // Keeps the sign of zero.
    half.add(half).copysign(x)
}

/// Hyperbolic tangent: `e / (e + 2)` with `e = exp(2 |x|) - 1`, whose error fades as the result nears 1.
///
/// # Numerics
/// Within 2 ulp.
#[inline(always)]
pub fn tanh<V: Float>(x: V) -> V {
    let (n, r) = reduce(x.abs().mul(V::constant(2.0)).bounded(V::constant(0.0), V::constant(60.0)));
    let power = n.power_of_two();
    let e = power.mul_add(reduced(r), power.sub(V::constant(1.0)));
    let divisor = e.add(V::constant(2.0));
    let quotient = e.div(divisor);
    // What the divisor's rounding lost; 1 / divisor is (1 - tanh) / 2. Without it the error is 2.4 ulp.
    let added = divisor.sub(e);
    let lost = V::constant(2.0).sub(added).add(e.sub(divisor.sub(added)));
    let slope = quotient.mul_add(quotient, quotient.neg()).mul(V::constant(0.5));
    lost.mul_add(slope, quotient).copysign(x)
}

/// `1 / (1 + exp(-x))`.
///
/// # Numerics
/// Within 2.5 ulp; for great negative arguments it goes on into the subnormal numbers, where the plain formula is 0.
#[inline(always)]
pub fn sigmoid<V: Float>(x: V) -> V {
    let one = V::constant(1.0);
    let e = exp(x.abs().neg());
    V::select(x.sign_bit(), e, one).div(one.add(e))
}
