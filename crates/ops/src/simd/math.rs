//! Functions of floating-point lanes.
//!
//! Functions that a training step calls often are vectorised, once for both types: only the [`Coefficients`] differ.
//! The others go lane by lane through f64.

#[allow(clippy::approx_constant, reason = "these are the first parts of longer constants")]
mod coefficients;
pub(super) mod division;
mod error_function;
mod exponential;
mod logarithm;
mod neighbour;
mod polynomial;
pub(super) mod power;
mod special;
pub(super) mod trigonometric;

use super::{FloatBits, Mask};
pub use coefficients::Coefficients;

/// f32 and f64 as lanes.
pub trait FloatScalar: Coefficients + Copy + Default + PartialEq + PartialOrd + 'static {
    /// Width in bits.
    const BITS: u32;
    /// Bits of the mantissa that are stored.
    const MANTISSA_BITS: u32;
    /// Exponent bias.
    const BIAS: f64;
    /// Adding this rounds a small number to a whole one, which then is in the lowest bits.
    const ROUNDING: Self;
    /// The least normal number.
    const MIN_NORMAL: Self;
    /// The bits of the mantissa.
    const MANTISSA: Self;
    /// The bits of all but the sign.
    const MAGNITUDE: Self;
    /// Infinity.
    const INFINITY: Self;
    /// The bits 1: the least number above 0.
    const TINY: Self;

    /// Exactly, to f64.
    fn to_f64(self) -> f64;
    /// Rounded, from f64.
    fn from_f64(value: f64) -> Self;
    /// The bits.
    fn word(self) -> u64;
    /// From bits.
    fn from_word(word: u64) -> Self;
    /// `self * factor + addend`, rounded once.
    fn mul_add(self, factor: Self, addend: Self) -> Self;
    /// Square root.
    fn sqrt(self) -> Self;
    /// Rounded down.
    fn floor(self) -> Self;
    /// Rounded up.
    fn ceil(self) -> Self;
    /// Rounded towards zero.
    fn trunc(self) -> Self;
    /// Rounded to nearest, ties to even.
    fn round_ties_even(self) -> Self;
    /// Remainder with the sign of the dividend.
    fn fmod(self, rhs: Self) -> Self;
    /// Quotient.
    fn divide(self, rhs: Self) -> Self;
}

macro_rules! float_scalars {
    ($($float:ident $word:ident $bias:literal),*) => { $(
        impl FloatScalar for $float {
            const BITS: u32 = $word::BITS;
            const MANTISSA_BITS: u32 = $float::MANTISSA_DIGITS - 1;
            const BIAS: f64 = $bias;
            const ROUNDING: Self = 1.5 * ((1u64 << ($float::MANTISSA_DIGITS - 1)) as Self);
            const MIN_NORMAL: Self = $float::MIN_POSITIVE;
            const MANTISSA: Self = $float::from_bits((1 << ($float::MANTISSA_DIGITS - 1)) - 1);
            const MAGNITUDE: Self = $float::from_bits(!0 >> 1);
            const INFINITY: Self = $float::INFINITY;
            const TINY: Self = $float::from_bits(1);

            #[inline(always)]
            fn to_f64(self) -> f64 { f64::from(self) }
            #[inline(always)]
            fn from_f64(value: f64) -> Self { value as $float }
            #[inline(always)]
            fn word(self) -> u64 { u64::from(self.to_bits()) }
            #[inline(always)]
            fn from_word(word: u64) -> Self { $float::from_bits(word as $word) }
            #[inline(always)]
            fn mul_add(self, factor: Self, addend: Self) -> Self { $float::mul_add(self, factor, addend) }
            #[inline(always)]
            fn sqrt(self) -> Self { $float::sqrt(self) }
            #[inline(always)]
            fn floor(self) -> Self { $float::floor(self) }
            #[inline(always)]
            fn ceil(self) -> Self { $float::ceil(self) }
            #[inline(always)]
            fn trunc(self) -> Self { $float::trunc(self) }
            #[inline(always)]
            fn round_ties_even(self) -> Self { $float::round_ties_even(self) }
            #[inline(always)]
            fn fmod(self, rhs: Self) -> Self { self % rhs }
            #[inline(always)]
            fn divide(self, rhs: Self) -> Self { self / rhs }
        }
    )* };
}

float_scalars!(f32 u32 127.0, f64 u64 1023.0);

/// Methods that apply a function of f64 to each lane.
macro_rules! lanewise {
    ($($(#[$doc:meta])* $name:ident = $function:expr;)*) => { $(
        $(#[$doc])*
        #[inline(always)]
        fn $name(self) -> Self {
            self.map_f64($function)
        }
    )* };
}

/// Floating-point lanes.
pub trait Float: FloatBits {
    /// Quotient.
    fn div(self, rhs: Self) -> Self;
    /// `self * factor + addend`, rounded once.
    fn mul_add(self, factor: Self, addend: Self) -> Self;
    /// Square root.
    fn sqrt(self) -> Self;
    /// Rounded down.
    fn floor(self) -> Self;
    /// Rounded up.
    fn ceil(self) -> Self;
    /// Rounded towards zero.
    fn trunc(self) -> Self;
    /// Rounded to nearest, ties to even.
    fn round(self) -> Self;
    /// Not a number.
    fn is_nan(self) -> Self::Mask;
    /// The sign bit is set, be it a zero or NaN.
    fn sign_bit(self) -> Self::Mask;

    /// Infinite.
    #[inline(always)]
    fn is_inf(self) -> Self::Mask {
        self.abs().eq(Self::splat(Self::Scalar::INFINITY))
    }
    /// `1 / self`.
    #[inline(always)]
    fn recip(self) -> Self {
        Self::constant(1.0).div(self)
    }
    /// `1 / sqrt(self)`.
    #[inline(always)]
    fn rsqrt(self) -> Self {
        self.sqrt().recip()
    }
    /// The magnitude of `self` with the sign of `sign`.
    #[inline(always)]
    fn copysign(self, sign: Self) -> Self {
        self.abs().bits_or(sign.bits_and(Self::constant(-0.0)))
    }
    /// The lesser; the other if one is NaN.
    #[inline(always)]
    fn fmin(self, rhs: Self) -> Self {
        Self::select(self.lt(rhs).or(rhs.is_nan()), self, rhs)
    }
    /// The greater; the other if one is NaN.
    #[inline(always)]
    fn fmax(self, rhs: Self) -> Self {
        Self::select(self.gt(rhs).or(rhs.is_nan()), self, rhs)
    }
    /// The next number towards `rhs`.
    #[inline(always)]
    fn nextafter(self, rhs: Self) -> Self {
        neighbour::nextafter(self, rhs)
    }
    /// Applies a function of f64 to each lane.
    #[inline(always)]
    fn map_f64(self, function: impl Fn(f64) -> f64) -> Self {
        self.map(|lane| Self::Scalar::from_f64(function(lane.to_f64())))
    }
    /// Length of the hypotenuse.
    #[inline(always)]
    fn hypot(self, rhs: Self) -> Self {
        self.map2(rhs, |a, b| Self::Scalar::from_f64(a.to_f64().hypot(b.to_f64())))
    }
    /// Angle of the point with ordinate `self` and abscissa `rhs`.
    #[inline(always)]
    fn atan2(self, rhs: Self) -> Self {
        self.map2(rhs, |a, b| Self::Scalar::from_f64(a.to_f64().atan2(b.to_f64())))
    }

    /// Exponential.
    #[inline(always)]
    fn exp(self) -> Self {
        exponential::exp(self)
    }
    /// Power of 2.
    #[inline(always)]
    fn exp2(self) -> Self {
        exponential::exp2(self)
    }
    /// `exp(self) - 1`, accurate near 0.
    #[inline(always)]
    fn expm1(self) -> Self {
        exponential::expm1(self)
    }
    /// Hyperbolic tangent.
    #[inline(always)]
    fn tanh(self) -> Self {
        exponential::tanh(self)
    }
    /// `1 / (1 + exp(-self))`.
    #[inline(always)]
    fn sigmoid(self) -> Self {
        exponential::sigmoid(self)
    }
    /// Natural logarithm.
    #[inline(always)]
    fn log(self) -> Self {
        logarithm::log(self)
    }
    /// Logarithm to base 2.
    #[inline(always)]
    fn log2(self) -> Self {
        logarithm::log2(self)
    }
    /// Logarithm to base 10.
    #[inline(always)]
    fn log10(self) -> Self {
        logarithm::log10(self)
    }
    /// `log(1 + self)`, accurate near 0.
    #[inline(always)]
    fn log1p(self) -> Self {
        logarithm::log1p(self)
    }
    /// Sine.
    #[inline(always)]
    fn sin(self) -> Self {
        trigonometric::sin(self)
    }
    /// Cosine.
    #[inline(always)]
    fn cos(self) -> Self {
        trigonometric::cos(self)
    }
    /// Error function.
    #[inline(always)]
    fn erf(self) -> Self {
        error_function::erf(self)
    }

    lanewise! {
        /// Tangent.
        tan = f64::tan;
        /// Arc sine.
        asin = f64::asin;
        /// Arc cosine.
        acos = f64::acos;
        /// Arc tangent.
        atan = f64::atan;
        /// Hyperbolic sine.
        sinh = f64::sinh;
        /// Hyperbolic cosine.
        cosh = f64::cosh;
        /// Inverse hyperbolic sine.
        asinh = libm::asinh;
        /// Inverse hyperbolic cosine.
        acosh = special::acosh;
        /// Inverse hyperbolic tangent.
        atanh = libm::atanh;
        /// `1 - erf(self)`, accurate in the tail.
        erfc = libm::erfc;
        /// `exp(self^2) * erfc(self)`.
        erfcx = special::erfcx;
        /// Inverse of `erf`.
        erfinv = special::erfinv;
        /// Quantile of the normal distribution.
        ndtri = special::ndtri;
        /// Logarithm of the magnitude of the gamma function.
        lgamma = libm::lgamma;
        /// Derivative of `lgamma`.
        digamma = special::digamma;
        /// Modified Bessel function of the first kind, order 0.
        i0 = special::i0;
        /// `exp(-abs(self)) * i0(self)`.
        i0e = special::i0e;
        /// Modified Bessel function of the first kind, order 1.
        i1 = special::i1;
        /// `exp(-abs(self)) * i1(self)`.
        i1e = special::i1e;
    }
}
