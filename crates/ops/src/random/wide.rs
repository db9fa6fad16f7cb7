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
        if from == 0.0 {
            stream.fill_u32(out, |bits| place(unit_f32(bits) * length));
        } else {
            stream.fill_u32(out, |bits| place(multiply_add(unit_f32(bits), length, from)));
        }
    }

    fn transform(block: &mut [f32; BLOCK], mean: f64, std: f64) {
        let (mean, std) = (mean as f32, std as f32);
        let mut standard = [0.0_f32; BLOCK];
        for index in 0..BLOCK / 2 {
            // The functions are computed in double and rounded to f32 where PyTorch's have their f32 results.
            let radius = (-2.0 * ln(1.0 - block[index]) as f32).sqrt();
            let (sine, cosine) = sin_cos(std::f32::consts::TAU * block[index + BLOCK / 2]);
            standard[index] = radius * cosine as f32;
            standard[index + BLOCK / 2] = radius * sine as f32;
        }
        for (value, standard) in block.iter_mut().zip(standard) {
            *value = multiply_add(standard, std, mean);
        }
    }
}

/// `lhs * rhs + offset` with a single rounding, for finite operands.
///
/// In double the product is exact, and the sum is rounded to odd: to the neighbour towards zero with the last bit set
/// if anything was cut off. Rounding that to f32 is rounding the exact sum. `f32::mul_add` is a library call for each
/// element where the build may not assume the instruction: with it a normal took 5.2 ns instead of 4.3.
fn multiply_add(lhs: f32, rhs: f32, offset: f32) -> f32 {
    let (product, offset) = (f64::from(lhs) * f64::from(rhs), f64::from(offset));
    let sum = product + offset;
    let added = sum - product;
    let error = (product - (sum - added)) + (offset - added);
    let towards_zero = sum.to_bits().wrapping_sub(u64::from(error * sum < 0.0));
    f64::from_bits(towards_zero | u64::from(error != 0.0)) as f32
}

/// The natural logarithm of a float in `(0, 1]`, before rounding to f32; relative error below 1e-10.
fn ln(value: f32) -> f64 {
    // value = 2^exponent * mantissa with the mantissa between sqrt(1/2) and sqrt(2).
    let bits = value.to_bits();
    let exponent = (bits.wrapping_sub(std::f32::consts::FRAC_1_SQRT_2.to_bits()) as i32) >> 23;
    let mantissa = f64::from(f32::from_bits(bits.wrapping_sub((exponent << 23) as u32)));
    // 2 artanh(s) by its Taylor series: |s| < 0.1716, the first term left out is below 2 s * 5.1e-11.
    let s = (mantissa - 1.0) / (mantissa + 1.0);
    let z = s * s;
    let tail = 1.0 / 7.0 + z * (1.0 / 9.0 + z * (1.0 / 11.0));
    let series = 1.0 + z * (1.0 / 3.0 + z * (1.0 / 5.0 + z * tail));
    f64::from(exponent) * std::f64::consts::LN_2 + 2.0 * s * series
}

/// Sine and cosine of an angle in `[0, 2 pi]`, before rounding to f32; relative error below 3e-10.
fn sin_cos(angle: f32) -> (f64, f64) {
    // Adding 1.5 * 2^52 rounds to an integer and leaves it in the low bits.
    const TO_INTEGER: f64 = 6_755_399_441_055_744.0;
    // The first 33 bits of pi / 2, whose multiples are exact, and the rest: a float comes within 1.2e-8 of one.
    const QUARTER_HEAD: f64 = 1.570_796_326_734_125_6;
    const QUARTER_TAIL: f64 = 6.077_100_506_506_192e-11;
    let angle = f64::from(angle);
    let rounded = angle * std::f64::consts::FRAC_2_PI + TO_INTEGER;
    let quadrant = rounded.to_bits();
    let rest = angle - (rounded - TO_INTEGER) * QUARTER_HEAD - (rounded - TO_INTEGER) * QUARTER_TAIL;
    // Taylor series on |rest| <= pi / 4; the first terms left out are below 9e-12 and 2e-10 of the value.
    let z = rest * rest;
    let sine_tail = 1.0 / 362_880.0 - z * (1.0 / 39_916_800.0);
    let sine = rest * (1.0 - z * (1.0 / 6.0 - z * (1.0 / 120.0 - z * (1.0 / 5040.0 - z * sine_tail))));
    let cosine_tail = 1.0 / 40_320.0 - z * (1.0 / 3_628_800.0);
    let cosine = 1.0 - z * (1.0 / 2.0 - z * (1.0 / 24.0 - z * (1.0 / 720.0 - z * cosine_tail)));
    // Quadrant by bit operations: a branch on a random quadrant is mispredicted every other time.
    let (sine, cosine) = (sine.to_bits(), cosine.to_bits());
    let swap = (sine ^ cosine) & (quadrant & 1).wrapping_neg();
    let sine_sign = (quadrant & 2) << 62;
    let cosine_sign = (quadrant.wrapping_add(1) & 2) << 62;
    (f64::from_bits(sine ^ swap ^ sine_sign), f64::from_bits(cosine ^ swap ^ cosine_sign))
}

#[cfg(test)]
mod tests {
    use super::{ln, multiply_add, sin_cos};
    use crate::random::Generator;

    #[test]
    fn multiply_add_rounds_once() {
        let generator = Generator::new(3);
        let operand = |scale: f32| {
            let exponent = (generator.random_u32() % 40) as i32 - 20;
            generator.random_u32() as i32 as f32 * 2.0_f32.powi(exponent) * scale
        };
        // The second scale makes subnormal results.
        for (factor_scale, offset_scale) in [(1.0, 1.0), (2.0_f32.powi(-95), 2.0_f32.powi(-100) * 2.0_f32.powi(-40))] {
            for _ in 0..100_000 {
                let (lhs, rhs, offset) = (operand(factor_scale), operand(factor_scale), operand(offset_scale));
                assert_eq!(multiply_add(lhs, rhs, offset), lhs.mul_add(rhs, offset), "{lhs:e} {rhs:e} {offset:e}");
            }
        }
        // Just below a tie, which the sum in double rounds to the tie itself.
        let (lhs, rhs, offset) = (1.0 + 2.0_f32.powi(-16), 1.0 - 2.0_f32.powi(-16), 1.0 + f32::EPSILON);
        for lhs in [lhs * 2.0_f32.powi(-24), -lhs * 2.0_f32.powi(-24)] {
            let rounded_twice = (f64::from(lhs) * f64::from(rhs) + f64::from(offset)) as f32;
            assert_ne!(rounded_twice, offset);
            assert_eq!(multiply_add(lhs, rhs, offset), offset);
            assert_eq!(multiply_add(-lhs, rhs, -offset), -offset);
        }
    }

    #[test]
    fn logarithm_is_that_of_the_library_to_1e_10() {
        for numerator in (1..1 << 24).step_by(61).chain([1 << 24, (1 << 24) - 1, 11_863_283, 11_863_284]) {
            let value = numerator as f32 / (1 << 24) as f32;
            let want = f64::from(value).ln();
            assert!((ln(value) - want).abs() <= 1e-10 * want.abs(), "{value}");
        }
    }

    #[test]
    fn sine_and_cosine_are_those_of_the_library_to_3e_10() {
        let quarters = (0..=4).map(|turn| (turn as f32 * std::f32::consts::FRAC_PI_2).to_bits());
        let near_quarters = quarters.flat_map(|bits| bits.saturating_sub(20)..bits + 20).map(f32::from_bits);
        let spread =
            (0..1 << 24).step_by(61).map(|numerator| std::f32::consts::TAU * (numerator as f32 / (1 << 24) as f32));
        for angle in spread.chain(near_quarters).filter(|&angle| angle <= std::f32::consts::TAU) {
            let ((sine, cosine), (want_sine, want_cosine)) = (sin_cos(angle), f64::from(angle).sin_cos());
            assert!((sine - want_sine).abs() <= 3e-10 * want_sine.abs(), "sin {angle:e}: {sine:e} {want_sine:e}");
            assert!(
                (cosine - want_cosine).abs() <= 3e-10 * want_cosine.abs(),
                "cos {angle:e}: {cosine:e} {want_cosine:e}"
            );
        }
    }
}
