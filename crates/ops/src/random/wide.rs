//! The two types that random numbers are computed in, f32 and f64: uniforms, and normals in blocks of 16.

use super::box_muller::BoxMuller;
use super::multiply_add::multiply_add;
use super::stream::{Stream, unit_f32, unit_f64};
use crate::simd::dispatch;

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
        dispatch(BoxMuller { block, mean: mean as f32, std: std as f32 });
    }
}
