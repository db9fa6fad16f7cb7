//! The error function.

use super::exponential::exp;
use super::polynomial::polynomial;
use super::{Coefficients, Float};
use crate::simd::Mask;

/// Error function: a polynomial up to 1, beyond it 1 minus the exponential of one.
///
/// # Numerics
/// Within 2 ulp.
#[inline(always)]
pub fn erf<V: Float>(x: V) -> V {
    let magnitude = x.abs();
    let z = x.mul(x);
    let [slope, slope_rest] = V::Scalar::ERF_SLOPE;
    let tail = z.mul_add(polynomial(z, V::Scalar::ERF), V::constant(slope_rest));
    let near = x.mul_add(V::constant(slope), x.mul(tail));
    let is_near = magnitude.lt(V::constant(1.0));
    // Small activations are common, and the far part is two thirds of the work.
    if is_near.all() {
        return near.copysign(x);
    }
    // From the greatest argument of the polynomial on, the result is 1.
    let t = magnitude.sub(V::constant(2.0)).bounded(V::constant(-1.0), V::constant(V::Scalar::ERF_ONE - 2.0));
    let far = V::constant(1.0).sub(exp(polynomial(t, V::Scalar::ERFC)));
    V::select(is_near, near, far).copysign(x)
}
