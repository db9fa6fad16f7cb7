//! Floating-point lanes without SIMD registers.

use half::{bf16, f16};

use super::{Element, Float, FloatBits, FloatScalar, Pack, PackMask, Single};
use crate::simd::math::{division, power};

macro_rules! float_elements {
    ($($float:ident),*) => { $(
        impl Element for $float {
            #[inline(always)]
            fn constant(value: f64) -> Self { value as $float }
            #[inline(always)]
            fn add(self, rhs: Self) -> Self { self + rhs }
            #[inline(always)]
            fn sub(self, rhs: Self) -> Self { self - rhs }
            #[inline(always)]
            fn mul(self, rhs: Self) -> Self { self * rhs }
            #[inline(always)]
            fn neg(self) -> Self { -self }
            #[inline(always)]
            fn abs(self) -> Self { $float::abs(self) }
            #[inline(always)]
            fn sign(self) -> Self { (self > 0.0) as u8 as $float - (self < 0.0) as u8 as $float }
            #[inline(always)]
            fn minimum(self, rhs: Self) -> Self { if self < rhs || self.is_nan() { self } else { rhs } }
            #[inline(always)]
            fn maximum(self, rhs: Self) -> Self { if self > rhs || self.is_nan() { self } else { rhs } }
            #[inline(always)]
            fn less(self, rhs: Self) -> bool { self < rhs }
            #[inline(always)]
            fn less_or_equal(self, rhs: Self) -> bool { self <= rhs }
            #[inline(always)]
            fn fmod<const N: usize>(lhs: Pack<Self, N>, rhs: Pack<Self, N>) -> Pack<Self, N> {
                division::fmod(lhs, rhs)
            }
            #[inline(always)]
            fn remainder<const N: usize>(lhs: Pack<Self, N>, rhs: Pack<Self, N>) -> Pack<Self, N> {
                division::remainder(lhs, rhs)
            }
            #[inline(always)]
            fn floor_divide<const N: usize>(lhs: Pack<Self, N>, rhs: Pack<Self, N>) -> Pack<Self, N> {
                division::floor_divide(lhs, rhs)
            }
            #[inline(always)]
            fn trunc_divide<const N: usize>(lhs: Pack<Self, N>, rhs: Pack<Self, N>) -> Pack<Self, N> {
                division::trunc_divide(lhs, rhs)
            }
            #[inline(always)]
            fn pow<const N: usize>(lhs: Pack<Self, N>, rhs: Pack<Self, N>) -> Pack<Self, N> {
                power::lanewise(lhs, rhs)
            }
        }
    )* };
}

float_elements!(f32, f64);

impl<T: FloatScalar + Element, const N: usize> FloatBits for Pack<T, N> {
    #[inline(always)]
    fn bits_and(self, rhs: Self) -> Self {
        self.zip(rhs, |a, b| T::from_word(a.word() & b.word()))
    }
    #[inline(always)]
    fn bits_or(self, rhs: Self) -> Self {
        self.zip(rhs, |a, b| T::from_word(a.word() | b.word()))
    }
    #[inline(always)]
    fn bits_xor(self, rhs: Self) -> Self {
        self.zip(rhs, |a, b| T::from_word(a.word() ^ b.word()))
    }
    #[inline(always)]
    fn bits_add(self, rhs: Self) -> Self {
        self.zip(rhs, |a, b| T::from_word(a.word().wrapping_add(b.word())))
    }
    #[inline(always)]
    fn bits_sub(self, rhs: Self) -> Self {
        self.zip(rhs, |a, b| T::from_word(a.word().wrapping_sub(b.word())))
    }
    #[inline(always)]
    fn bits_shift_left(self, count: u32) -> Self {
        self.each(|a| T::from_word(a.word() << count))
    }
    #[inline(always)]
    fn bits_shift_right(self, count: u32) -> Self {
        self.each(|a| T::from_word(a.word() >> count))
    }
    #[inline(always)]
    fn bounded(self, low: Self, high: Self) -> Self {
        self.zip(low, |x, low| if x < low { low } else { x }).zip(high, |x, high| if x > high { high } else { x })
    }
}

impl<T: FloatScalar + Element, const N: usize> Float for Pack<T, N> {
    #[inline(always)]
    fn div(self, rhs: Self) -> Self {
        self.zip(rhs, T::divide)
    }
    #[inline(always)]
    fn mul_add(mut self, factor: Self, addend: Self) -> Self {
        for i in 0..N {
            self.0[i] = FloatScalar::mul_add(self.0[i], factor.0[i], addend.0[i]);
        }
        self
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        self.each(T::sqrt)
    }
    #[inline(always)]
    fn floor(self) -> Self {
        self.each(T::floor)
    }
    #[inline(always)]
    fn ceil(self) -> Self {
        self.each(T::ceil)
    }
    #[inline(always)]
    fn trunc(self) -> Self {
        self.each(T::trunc)
    }
    #[inline(always)]
    fn round(self) -> Self {
        self.each(T::round_ties_even)
    }
    #[inline(always)]
    fn is_nan(self) -> PackMask<N> {
        self.test(|x| x.partial_cmp(&x).is_none())
    }
    #[inline(always)]
    fn sign_bit(self) -> PackMask<N> {
        self.test(|x| x.word() >> (T::BITS - 1) != 0)
    }
}

impl Single for Pack<f32, 4> {
    type Double = Pack<f64, 2>;
    #[inline(always)]
    fn widen(self) -> (Pack<f64, 2>, Pack<f64, 2>) {
        let (mut low, mut high) = (Pack([0.0; 2]), Pack([0.0; 2]));
        for i in 0..2 {
            low.0[i] = f64::from(self.0[i]);
            high.0[i] = f64::from(self.0[i + 2]);
        }
        (low, high)
    }
    #[inline(always)]
    fn narrow(low: Pack<f64, 2>, high: Pack<f64, 2>) -> Self {
        let mut lanes = Pack([0.0; 4]);
        for i in 0..2 {
            lanes.0[i] = low.0[i] as f32;
            lanes.0[i + 2] = high.0[i] as f32;
        }
        lanes
    }
    #[inline(always)]
    unsafe fn load_f16(pointer: *const f16) -> Self {
        // SAFETY: the caller grants 4 elements.
        Pack(unsafe { pointer.cast::<[f16; 4]>().read_unaligned() }.map(f16::to_f32))
    }
    #[inline(always)]
    unsafe fn store_f16(self, pointer: *mut f16) {
        // SAFETY: the caller grants 4 elements.
        unsafe { pointer.cast::<[f16; 4]>().write_unaligned(self.0.map(f16::from_f32)) }
    }
    #[inline(always)]
    unsafe fn load_bf16(pointer: *const bf16) -> Self {
        // SAFETY: the caller grants 4 elements.
        Pack(unsafe { pointer.cast::<[bf16; 4]>().read_unaligned() }.map(bf16::to_f32))
    }
    #[inline(always)]
    unsafe fn store_bf16(self, pointer: *mut bf16) {
        // SAFETY: the caller grants 4 elements.
        unsafe { pointer.cast::<[bf16; 4]>().write_unaligned(self.0.map(bf16::from_f32)) }
    }
}
