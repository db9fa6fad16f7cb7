//! Uniforms turned into normals in f32, bit for bit as PyTorch on x86.
//!
//! Logarithm, sine and cosine are those of the Cephes library (`logf.c`, `sinf.c`; S. L. Moshier, 1989), with the
//! products and sums joined where the compiler of PyTorch's kernel joins them.

use super::wide::BLOCK;
use crate::simd::{Float, Kernel, Mask, Number, Simd};

/// A block of uniforms in `[0, 1)` that becomes normals; element `j + 8` gives the angle for elements `j` and `j + 8`.
pub(super) struct BoxMuller<'a> {
    pub(super) block: &'a mut [f32; BLOCK],
    pub(super) mean: f32,
    pub(super) std: f32,
}

impl Kernel for BoxMuller<'_> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        let (mean, std) = (S::F32::splat(self.mean), S::F32::splat(self.std));
        let (first, second) = self.block.split_at_mut(BLOCK / 2);
        for (first, second) in first.chunks_mut(S::F32::LEN).zip(second.chunks_mut(S::F32::LEN)) {
            let one = S::F32::constant(1.0);
            let radius = log(one.sub(S::F32::load_slice(first, 0.5))).mul(S::F32::constant(-2.0)).sqrt();
            let angle = S::F32::load_slice(second, 0.5).mul(S::F32::constant(std::f64::consts::TAU));
            let (sine, cosine) = sin_cos(angle);
            radius.mul(cosine).mul_add(std, mean).store_slice(first);
            radius.mul(sine).mul_add(std, mean).store_slice(second);
        }
    }
}

/// The polynomial with these coefficients, the highest first.
#[inline(always)]
fn polynomial<V: Float<Scalar = f32>>(x: V, coefficients: &[f64]) -> V {
    let mut value = V::constant(coefficients[0]);
    for &coefficient in &coefficients[1..] {
        value = value.mul_add(x, V::constant(coefficient));
    }
    value
}

/// The natural logarithm of normal numbers.
#[inline(always)]
fn log<V: Float<Scalar = f32>>(x: V) -> V {
    const COEFFICIENTS: [f64; 9] = [
        7.037_683_629_2e-2,
        -1.151_461_031_0e-1,
        1.167_699_874_0e-1,
        -1.242_014_084_6e-1,
        1.424_932_278_7e-1,
        -1.666_805_766_5e-1,
        2.000_071_476_5e-1,
        -2.499_999_399_3e-1,
        3.333_333_117_4e-1,
    ];
    let (exponent, mantissa) = x.split();
    // The mantissa between the roots of 1/2 and 2.
    let half = mantissa.mul(V::constant(0.5));
    let is_high = half.ge(V::constant(std::f64::consts::FRAC_1_SQRT_2));
    let m = V::select(is_high, half, mantissa).sub(V::constant(1.0));
    let exponent = V::select(is_high, exponent.add(V::constant(1.0)), exponent);
    let z = m.mul(m);
    let tail = polynomial(m, &COEFFICIENTS).mul(m).mul_add(z, exponent.mul(V::constant(-2.121_944_40e-4)));
    let tail = z.mul_add(V::constant(-0.5), tail);
    exponent.mul_add(V::constant(0.693_359_375), m.add(tail))
}

/// Sine and cosine of angles in `[0, 2 pi]`.
#[inline(always)]
fn sin_cos<V: Float<Scalar = f32>>(x: V) -> (V, V) {
    const SINE: [f64; 3] = [-1.951_529_589_1e-4, 8.332_160_873_6e-3, -1.666_665_461_1e-1];
    const COSINE: [f64; 3] = [2.443_315_711_809_948e-5, -1.388_731_625_493_765e-3, 4.166_664_568_298_827e-2];
    // Parts of a quarter of pi, whose multiples are exact.
    const QUARTER: [f64; 3] = [-0.785_156_25, -2.418_756_484_985_351_6e-4, -3.774_894_977_445_941e-8];
    // The octant, rounded up to an even number: 0, 2, 4, 6 or 8.
    let octant = x.mul(V::constant(1.273_239_544_735_16)).trunc().add(V::constant(1.0));
    let octant = octant.mul(V::constant(0.5)).trunc().mul(V::constant(2.0));
    let rest = QUARTER.iter().fold(x, |rest, &part| octant.mul_add(V::constant(part), rest));
    let z = rest.mul(rest);
    let cosine = polynomial(z, &COSINE).mul(z).mul_add(z, z.mul(V::constant(0.5)).neg()).add(V::constant(1.0));
    let sine = polynomial(z, &SINE).mul(z).mul_add(rest, rest);
    let is = |number: f64| octant.eq(V::constant(number));
    let swapped = is(2.0).or(is(6.0));
    let (direct, other) = (V::select(swapped, cosine, sine), V::select(swapped, sine, cosine));
    (V::select(is(4.0).or(is(6.0)), direct.neg(), direct), V::select(is(2.0).or(is(4.0)), other.neg(), other))
}
