//! Evaluation of polynomials.

use super::Float;

/// `coefficients[0] + coefficients[1] x + ...` by Horner's rule: the kernels overlap independent registers, so the
/// longer chain costs less than the extra products of a tree.
#[inline(always)]
pub fn polynomial<V: Float>(x: V, coefficients: &'static [f64]) -> V {
    let (last, rest) = match coefficients.split_last() {
        Some(split) => split,
        None => return V::constant(0.0),
    };
    let mut sum = V::constant(*last);
    for coefficient in rest.iter().rev() {
        sum = sum.mul_add(x, V::constant(*coefficient));
    }
    sum
}
