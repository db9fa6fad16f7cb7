//! Logarithms.

use super::polynomial::polynomial;
use super::{Coefficients, Float, FloatScalar};

/// Exponent `n` and parts of the mantissa's logarithm: `log(x) = n log(2) + high + low`, for positive finite lanes.
///
/// With `f = m - 1` and `s = f / (2 + f)`: `log(1 + f) = f - (f^2/2 - s (f^2/2 + R(s^2)))`, as in FreeBSD's `e_log.c`;
/// `high` is `f`, which is exact.
#[inline(always)]
fn parts<V: Float>(x: V) -> (V, V, V) {
    let (exponent, mantissa) = x.split();
    let f = mantissa.sub(V::constant(1.0));
    let s = f.div(f.add(V::constant(2.0)));
    let z = s.mul(s);
    let half_square = f.mul(f).mul(V::constant(0.5));
    let tail = z.mul_add(polynomial(z, V::Scalar::LOG), half_square);
    (exponent, f, s.mul_add(tail, half_square.neg()))
}

/// Puts in the results for zero, negative, infinite and NaN lanes.
#[inline(always)]
fn with_limits<V: Float>(x: V, logarithm: V) -> V {
    let infinity = V::splat(V::Scalar::INFINITY);
    let zero = V::constant(0.0);
    let logarithm = V::select(x.lt(infinity), logarithm, x);
    let limit = V::select(x.eq(zero), infinity.neg(), V::constant(f64::NAN));
    V::select(x.le(zero), limit, logarithm)
}

/// Natural logarithm.
///
/// # Numerics
/// Within 1 ulp.
#[inline(always)]
pub fn log<V: Float>(x: V) -> V {
    let (exponent, high, low) = parts(x);
    let [ln2, ln2_rest] = V::Scalar::LN_2;
    let fraction = high.add(exponent.mul_add(V::constant(ln2_rest), low));
    with_limits(x, exponent.mul_add(V::constant(ln2), fraction))
}

/// Logarithm to base 2.
///
/// # Numerics
/// Within 2 ulp; exact for powers of 2.
#[inline(always)]
pub fn log2<V: Float>(x: V) -> V {
    let (exponent, high, low) = parts(x);
    let [scale, scale_rest] = V::Scalar::LOG2_E;
    let rest = high.mul_add(V::constant(scale_rest), low.mul(V::constant(scale)));
    with_limits(x, exponent.add(high.mul_add(V::constant(scale), rest)))
}

/// Logarithm to base 10.
///
/// # Numerics
/// Within 2 ulp.
#[inline(always)]
pub fn log10<V: Float>(x: V) -> V {
    let (exponent, high, low) = parts(x);
    let [scale, scale_rest] = V::Scalar::LOG10_E;
    let [log2, log2_rest] = V::Scalar::LOG10_2;
    let rest = high.mul_add(V::constant(scale_rest), exponent.mul(V::constant(log2_rest)));
    let rest = low.mul_add(V::constant(scale), rest);
    with_limits(x, exponent.mul_add(V::constant(log2), high.mul_add(V::constant(scale), rest)))
}

/// `log(1 + x)`: the logarithm of the rounded sum, and what was rounded off divided by it.
///
/// # Numerics
/// Within 2 ulp.
#[inline(always)]
pub fn log1p<V: Float>(x: V) -> V {
    let one = V::constant(1.0);
    let sum = one.add(x);
    let added = sum.sub(x);
    let lost = one.sub(added).add(x.sub(sum.sub(added)));
    let correction = lost.div(sum);
    // At -1 and at infinity there is nothing to correct.
    let correction = V::select(correction.is_nan(), V::constant(0.0), correction);
    let result = log(sum).add(correction);
    V::select(x.eq(V::constant(0.0)), x, result)
}
