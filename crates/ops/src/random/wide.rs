//! The two types that random numbers are computed in, f32 and f64: uniforms, and normals in blocks of 16.

use super::stream::{Stream, unit_f32, unit_f64};

/// Elements that the Box-Muller transform turns at once.
pub(super) const BLOCK: usize = 16;

/// A type that PyTorch computes in: f64, or f32 for f32 and the half types.
pub trait Wide: Copy + Default {
    /// A uniform number in `[0, 1)` with as many random bits as the type has digits.
    fn draw(stream: &mut Stream) -> f64;

    /// The value rounded to this type.
    fn round(value: f64) -> f64;

    /// Sets each element to `place` of `unit * (to - from) + from`, rounded once.
    fn fill_uniform<T>(out: &mut [T], from: f64, to: f64, place: impl Fn(Self) -> T, stream: &mut Stream);

    /// Turns 16 uniforms in `[0, 1)` into normals; element `j + 8` gives the angle for elements `j` and `j + 8`.
    fn transform(block: &mut [Self; BLOCK], mean: f64, std: f64);
}

impl Wide for f64 {
    fn draw(stream: &mut Stream) -> f64 {
        stream.next_f64()
    }

    fn round(value: f64) -> f64 {
        value
    }

    fn fill_uniform<T>(out: &mut [T], from: f64, to: f64, place: impl Fn(f64) -> T, stream: &mut Stream) {
        if (from, to) == (0.0, 1.0) {
            stream.fill_u64(out, |bits| place(unit_f64(bits)));
        } else {
            stream.fill_u64(out, |bits| place(unit_f64(bits).mul_add(to - from, from)));
        }
    }

    fn transform(block: &mut [f64; BLOCK], mean: f64, std: f64) {
        for index in 0..BLOCK / 2 {
            let radius = (-2.0 * (1.0 - block[index]).ln()).sqrt();
            let (sine, cosine) = (std::f64::consts::TAU * block[index + BLOCK / 2]).sin_cos();
            block[index] = (radius * cosine).mul_add(std, mean);
            block[index + BLOCK / 2] = (radius * sine).mul_add(std, mean);
        }
    }
}

impl Wide for f32 {
    fn draw(stream: &mut Stream) -> f64 {
        f64::from(unit_f32(stream.next_u32()))
    }

    fn round(value: f64) -> f64 {
        f64::from(value as f32)
    }

    fn fill_uniform<T>(out: &mut [T], from: f64, to: f64, place: impl Fn(f32) -> T, stream: &mut Stream) {
        let (from, to) = (from as f32, to as f32);
        let length = to - from;
        stream.fill_u32(out, |bits| place(multiply_add(unit_f32(bits), length, from)));
    }

    fn transform(block: &mut [f32; BLOCK], mean: f64, std: f64) {
        let (mean, std) = (mean as f32, std as f32);
        for index in 0..BLOCK / 2 {
            // The functions are computed in double and rounded to f32 where PyTorch's have their f32 results.
            let logarithm = f64::from(1.0 - block[index]).ln() as f32;
            let radius = (-2.0 * logarithm).sqrt();
            let angle = std::f32::consts::TAU * block[index + BLOCK / 2];
            let (sine, cosine) = f64::from(angle).sin_cos();
            block[index] = multiply_add(radius * cosine as f32, std, mean);
            block[index + BLOCK / 2] = multiply_add(radius * sine as f32, std, mean);
        }
    }
}

/// `lhs * rhs + offset` with a single rounding, for finite operands.
///
/// In double: the product is exact and the sum is rounded to odd, so that rounding it to f32 is as if the sum were
/// exact. `f32::mul_add` becomes a library call for each element where the build may not assume a fused instruction.
fn multiply_add(lhs: f32, rhs: f32, offset: f32) -> f32 {
    let product = f64::from(lhs) * f64::from(rhs);
    let offset = f64::from(offset);
    let sum = product + offset;
    let added = sum - product;
    let error = (product - (sum - added)) + (offset - added);
    let bits = sum.to_bits();
    let away_from_zero = (error > 0.0) == (sum > 0.0);
    let neighbour = if away_from_zero { bits.wrapping_add(1) } else { bits.wrapping_sub(1) };
    let is_even_and_inexact = error != 0.0 && bits & 1 == 0;
    f64::from_bits(if is_even_and_inexact { neighbour } else { bits }) as f32
}

#[cfg(test)]
mod tests {
    use super::multiply_add;
    use crate::random::Generator;

    #[test]
    fn multiply_add_rounds_once() {
        let generator = Generator::new(3);
        let mut n_rounded_twice = 0;
        for _ in 0..200_000 {
            let operand = || {
                let exponent = (generator.random_u32() % 40) as i32 - 20;
                (generator.random_u32() as i32 as f32) * 2.0_f32.powi(exponent)
            };
            let (lhs, rhs, offset) = (operand(), operand(), operand());
            assert_eq!(multiply_add(lhs, rhs, offset), lhs.mul_add(rhs, offset), "{lhs:e} {rhs:e} {offset:e}");
        }
        // Halfway cases, where a sum rounded to even in double would lose the last bit.
        for offset in [1.0 + f32::EPSILON, 1.0, -1.0, -1.0 - f32::EPSILON] {
            for (lhs, rhs) in [(2.0_f32.powi(-24), 1.0 + f32::EPSILON), (2.0_f32.powi(-24), 1.0 - f32::EPSILON)] {
                for sign in [1.0, -1.0] {
                    let (want, tiny) = ((sign * lhs).mul_add(rhs, offset), 2.0_f32.powi(-60));
                    assert_eq!(multiply_add(sign * lhs, rhs, offset), want);
                    let half = f64::from(f32::EPSILON) / 2.0;
                    let twice = (half + f64::from(tiny) + f64::from(offset)) as f32;
                    n_rounded_twice += usize::from(twice != want);
                }
            }
        }
        assert!(n_rounded_twice > 0);
    }
}
