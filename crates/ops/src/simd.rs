//! Numbers in SIMD registers: algorithms written once, run at the best level of the machine.
//!
//! A [`Kernel`] is generic over a [`Simd`] level. [`dispatch`] chooses the level once and runs the kernel inside a
//! function that has the level's target features, so everything that it calls must be `#[inline(always)]`:
//!
//! ```
//! use cresset_ops::simd::{dispatch, Float, Kernel, Number, Simd};
//!
//! struct Exp<'a>(&'a mut [f32]);
//! impl Kernel for Exp<'_> {
//!     type Output = ();
//!     #[inline(always)]
//!     fn run<S: Simd>(self) {
//!         let (body, tail) = self.0.split_at_mut(self.0.len() / S::F32::LEN * S::F32::LEN);
//!         for lanes in body.chunks_exact_mut(S::F32::LEN) {
//!             // SAFETY: the chunk has LEN elements.
//!             unsafe { S::F32::load(lanes.as_ptr()).exp().store(lanes.as_mut_ptr()) }
//!         }
//!         let rest = S::F32::load_slice(tail, 0.0).exp();
//!         rest.store_slice(tail);
//!     }
//! }
//! let mut values = [0.0; 37];
//! dispatch(Exp(&mut values));
//! assert_eq!(values, [1.0; 37]);
//! ```
//!
//! A closure does not inherit `#[inline(always)]`: give arithmetic to a kernel as a type with an inline method.

mod boolean;
pub mod convert;
mod level;
mod math;
mod pack;
#[cfg(target_arch = "x86_64")]
mod register;

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
#[cfg(target_arch = "x86_64")]
mod tiles;

use half::{bf16, f16};

pub use boolean::Boolean;
pub(crate) use level::dispatch_narrow;
pub use level::{Forced, Level, available, dispatch, forced, level, with_level};
pub use math::{Coefficients, FloatScalar};

/// Truth values, one per lane.
pub trait Mask: Copy + 'static {
    /// True where both are.
    fn and(self, rhs: Self) -> Self;
    /// True where one is.
    fn or(self, rhs: Self) -> Self;
    /// True where exactly one is.
    fn xor(self, rhs: Self) -> Self;
    /// True where it is not.
    fn not(self) -> Self;
    /// Whether a lane is true.
    fn any(self) -> bool;
    /// Whether all lanes are true.
    fn all(self) -> bool;
    /// Writes one byte per lane, 0 or 1.
    ///
    /// # Safety
    /// `pointer` must be valid for writes of as many bytes as there are lanes.
    unsafe fn store_bytes(self, pointer: *mut u8);
    /// Reads one byte per lane; any byte but 0 is true.
    ///
    /// # Safety
    /// `pointer` must be valid for reads of as many bytes as there are lanes.
    unsafe fn load_bytes(pointer: *const u8) -> Self;
}

/// Numbers of one type in one register, or in a few.
pub trait Number: Copy + 'static {
    /// The type of one lane.
    type Scalar: Copy + Default + 'static;
    /// One truth value per lane.
    type Mask: Mask;
    /// How many lanes there are; at most 64.
    const LEN: usize;

    /// The same number in every lane.
    fn splat(value: Self::Scalar) -> Self;
    /// The same number in every lane, converted as by `as`.
    fn constant(value: f64) -> Self;
    /// Reads `LEN` elements; the pointer need not be aligned to the register.
    ///
    /// # Safety
    /// `pointer` must be valid for reads of `LEN` elements.
    unsafe fn load(pointer: *const Self::Scalar) -> Self;
    /// Writes `LEN` elements; the pointer need not be aligned to the register.
    ///
    /// # Safety
    /// `pointer` must be valid for writes of `LEN` elements.
    unsafe fn store(self, pointer: *mut Self::Scalar);
    /// Writes `LEN` elements past the caches where the level can; `end_streams` must follow before another thread reads
    /// them.
    ///
    /// # Safety
    /// As for [`Number::store`], and the pointer is aligned to 64 bytes or to the register.
    #[inline(always)]
    unsafe fn stream(self, pointer: *mut Self::Scalar) {
        // SAFETY: by the caller.
        unsafe { self.store(pointer) }
    }

    /// Sum; integers wrap, booleans `or`.
    fn add(self, rhs: Self) -> Self;
    /// Difference; integers wrap, booleans `xor`.
    fn sub(self, rhs: Self) -> Self;
    /// Product; integers wrap, booleans `and`.
    fn mul(self, rhs: Self) -> Self;
    /// Negation; integers wrap.
    fn neg(self) -> Self;
    /// Absolute value; the least integer stays itself.
    fn abs(self) -> Self;
    /// The lesser; NaN if one is NaN.
    fn minimum(self, rhs: Self) -> Self;
    /// The greater; NaN if one is NaN.
    fn maximum(self, rhs: Self) -> Self;
    /// Remainder with the sign of the dividend; an integer divided by zero gives 0.
    fn fmod(self, rhs: Self) -> Self;
    /// Remainder with the sign of the divisor; an integer divided by zero gives 0.
    fn remainder(self, rhs: Self) -> Self;
    /// Quotient rounded down; an integer divided by zero gives 0.
    fn floor_divide(self, rhs: Self) -> Self;
    /// Quotient rounded towards zero; an integer divided by zero gives 0.
    fn trunc_divide(self, rhs: Self) -> Self;
    /// Power; of integers, a negative exponent gives 0 unless the base is 1 or -1.
    fn pow(self, rhs: Self) -> Self;
    /// -1, 0 or 1; 0 for NaN, as PyTorch.
    fn sign(self) -> Self;

    /// Equal.
    fn eq(self, rhs: Self) -> Self::Mask;
    /// Not equal; true for NaN.
    fn ne(self, rhs: Self) -> Self::Mask;
    /// Less.
    fn lt(self, rhs: Self) -> Self::Mask;
    /// Less or equal.
    fn le(self, rhs: Self) -> Self::Mask;
    /// Greater.
    fn gt(self, rhs: Self) -> Self::Mask;
    /// Greater or equal.
    fn ge(self, rhs: Self) -> Self::Mask;
    /// Picks per lane.
    fn select(mask: Self::Mask, if_true: Self, if_false: Self) -> Self;

    /// Applies a scalar function to each lane.
    #[inline(always)]
    fn map(self, function: impl Fn(Self::Scalar) -> Self::Scalar) -> Self {
        const { assert!(Self::LEN <= 64) };
        let mut lanes = [Self::Scalar::default(); 64];
        // SAFETY: LEN is at most 64, the length of `lanes`.
        unsafe { self.store(lanes.as_mut_ptr()) };
        for lane in &mut lanes[..Self::LEN] {
            *lane = function(*lane);
        }
        // SAFETY: as above.
        unsafe { Self::load(lanes.as_ptr()) }
    }

    /// Applies a scalar function to each pair of lanes.
    #[inline(always)]
    fn map2(self, rhs: Self, function: impl Fn(Self::Scalar, Self::Scalar) -> Self::Scalar) -> Self {
        let mut lanes = [Self::Scalar::default(); 64];
        const { assert!(Self::LEN <= 64) };
        let mut others = [Self::Scalar::default(); 64];
        // SAFETY: LEN is at most 64, the length of both arrays.
        unsafe {
            self.store(lanes.as_mut_ptr());
            rhs.store(others.as_mut_ptr());
        }
        for (lane, other) in lanes[..Self::LEN].iter_mut().zip(&others) {
            *lane = function(*lane, *other);
        }
        // SAFETY: as above.
        unsafe { Self::load(lanes.as_ptr()) }
    }

    /// Reads the first `n` elements, fewer than `LEN`; the other lanes hold zeros.
    ///
    /// # Safety
    /// `pointer` must be valid for reads of `n` elements, and `n` at most `LEN`.
    #[inline(always)]
    unsafe fn load_part(pointer: *const Self::Scalar, n: usize) -> Self {
        let mut lanes = [Self::Scalar::default(); 64];
        // SAFETY: by the caller; LEN is at most 64.
        unsafe {
            std::ptr::copy_nonoverlapping(pointer, lanes.as_mut_ptr(), n);
            Self::load(lanes.as_ptr())
        }
    }

    /// Writes the first `n` lanes, fewer than `LEN`.
    ///
    /// # Safety
    /// `pointer` must be valid for writes of `n` elements, and `n` at most `LEN`.
    #[inline(always)]
    unsafe fn store_part(self, pointer: *mut Self::Scalar, n: usize) {
        let mut lanes = [Self::Scalar::default(); 64];
        // SAFETY: by the caller; LEN is at most 64.
        unsafe {
            self.store(lanes.as_mut_ptr());
            std::ptr::copy_nonoverlapping(lanes.as_ptr(), pointer, n);
        }
    }

    /// Reads a slice of at most `LEN` elements; the lanes behind its end are `fill`.
    #[inline(always)]
    fn load_slice(slice: &[Self::Scalar], fill: Self::Scalar) -> Self {
        const { assert!(Self::LEN <= 64) };
        let mut lanes = [fill; 64];
        lanes[..slice.len()].copy_from_slice(slice);
        // SAFETY: LEN is at most 64, the length of `lanes`.
        unsafe { Self::load(lanes.as_ptr()) }
    }

    /// Writes the first lanes to a slice of at most `LEN` elements.
    #[inline(always)]
    fn store_slice(self, slice: &mut [Self::Scalar]) {
        const { assert!(Self::LEN <= 64) };
        let mut lanes = [Self::Scalar::default(); 64];
        // SAFETY: LEN is at most 64, the length of `lanes`.
        unsafe { self.store(lanes.as_mut_ptr()) };
        let n = slice.len();
        slice.copy_from_slice(&lanes[..n]);
    }
}

/// The bits of floating-point lanes, for the functions in `math`.
pub trait FloatBits: Number<Scalar: FloatScalar> {
    /// Bitwise and.
    fn bits_and(self, rhs: Self) -> Self;
    /// Bitwise or.
    fn bits_or(self, rhs: Self) -> Self;
    /// Bitwise exclusive or.
    fn bits_xor(self, rhs: Self) -> Self;
    /// Sum of the bits as integers; wraps.
    fn bits_add(self, rhs: Self) -> Self;
    /// Difference of the bits as integers; wraps.
    fn bits_sub(self, rhs: Self) -> Self;
    /// The bits shifted left.
    fn bits_shift_left(self, count: u32) -> Self;
    /// The bits shifted right; zeros come in.
    fn bits_shift_right(self, count: u32) -> Self;
    /// `low` where less, `high` where greater, NaN where NaN.
    fn bounded(self, low: Self, high: Self) -> Self;

    /// `self * 2^exponent`, rounded once.
    ///
    /// `exponent` is whole and its magnitude at most 250 (f32) or 2000 (f64), and `self * 2^(exponent / 2)` is normal.
    #[inline(always)]
    fn scale(self, exponent: Self) -> Self {
        let rounding = Self::splat(Self::Scalar::ROUNDING);
        let first = exponent.mul(Self::constant(0.5)).add(rounding).sub(rounding);
        self.mul(first.power_of_two()).mul(exponent.sub(first).power_of_two())
    }

    /// `2^self` for a whole `self` that is the exponent of a normal number.
    #[inline(always)]
    fn power_of_two(self) -> Self {
        // The sum has the biased exponent in its lowest bits.
        self.add(Self::constant(Self::Scalar::ROUNDING.to_f64() + Self::Scalar::BIAS))
            .bits_shift_left(Self::Scalar::MANTISSA_BITS)
    }

    /// Exponent and mantissa: `self = mantissa * 2^exponent`, mantissa in [0.75, 1.5); for positive finite lanes.
    #[inline(always)]
    fn split(self) -> (Self, Self) {
        let subnormal = self.lt(Self::splat(Self::Scalar::MIN_NORMAL));
        let lift = f64::from(Self::Scalar::MANTISSA_BITS + 1);
        let normal = Self::select(subnormal, self.mul(Self::constant(lift.exp2())), self);
        let three_quarters = Self::constant(0.75);
        let shifted = normal.bits_add(Self::constant(1.0).bits_sub(three_quarters));
        let mantissa = shifted.bits_and(Self::splat(Self::Scalar::MANTISSA)).bits_add(three_quarters);
        // A whole number below 2^MANTISSA_BITS, made a float by the exponent bits of 2^MANTISSA_BITS.
        let offset = f64::from(Self::Scalar::MANTISSA_BITS).exp2();
        let biased = shifted.bits_shift_right(Self::Scalar::MANTISSA_BITS).bits_or(Self::constant(offset));
        let zero_point = Self::constant(offset + Self::Scalar::BIAS);
        let lifted = Self::constant(offset + Self::Scalar::BIAS + lift);
        (biased.sub(Self::select(subnormal, lifted, zero_point)), mantissa)
    }
}

/// Integer lanes.
pub trait Integer: Number {
    /// Bitwise and; logical for booleans.
    fn bit_and(self, rhs: Self) -> Self;
    /// Bitwise or; logical for booleans.
    fn bit_or(self, rhs: Self) -> Self;
    /// Bitwise exclusive or; logical for booleans.
    fn bit_xor(self, rhs: Self) -> Self;
    /// Bitwise not; logical for booleans.
    fn bit_not(self) -> Self;
    /// Shift left; 0 if the count is negative or not less than the width.
    fn shift_left(self, count: Self) -> Self;
    /// Shift right with the sign; a count that is negative or not less than the width fills with the sign.
    fn shift_right(self, count: Self) -> Self;
    /// Greatest common divisor, of magnitudes.
    fn gcd(self, rhs: Self) -> Self;
    /// Least common multiple, of magnitudes; 0 if one is 0.
    fn lcm(self, rhs: Self) -> Self;
}

pub use math::Float;

/// f32 lanes, which widen to two registers of f64.
pub trait Single: Float<Scalar = f32> {
    /// Half as many lanes of f64.
    type Double: Float<Scalar = f64>;
    /// The lower and the upper half of the lanes, exactly.
    fn widen(self) -> (Self::Double, Self::Double);
    /// Rounds the two halves to f32.
    fn narrow(low: Self::Double, high: Self::Double) -> Self;

    /// Reads `LEN` halves, exactly.
    ///
    /// # Safety
    /// `pointer` must be valid for reads of `LEN` elements.
    unsafe fn load_f16(pointer: *const f16) -> Self;
    /// Writes `LEN` halves, rounded to nearest even; NaN stays NaN.
    ///
    /// # Safety
    /// `pointer` must be valid for writes of `LEN` elements.
    unsafe fn store_f16(self, pointer: *mut f16);
    /// Reads `LEN` bfloat16 numbers, exactly.
    ///
    /// # Safety
    /// `pointer` must be valid for reads of `LEN` elements.
    unsafe fn load_bf16(pointer: *const bf16) -> Self;
    /// Writes `LEN` bfloat16 numbers, rounded to nearest even; NaN stays NaN.
    ///
    /// # Safety
    /// `pointer` must be valid for writes of `LEN` elements.
    unsafe fn store_bf16(self, pointer: *mut bf16);
}

/// A SIMD level: the registers it has.
pub trait Simd: 'static {
    /// Lanes of f32.
    type F32: Single<Double = Self::F64>;
    /// Lanes of f64.
    type F64: Float<Scalar = f64>;
    /// Lanes of i64.
    type I64: Integer<Scalar = i64>;
    /// Lanes of i32.
    type I32: Integer<Scalar = i32>;
    /// Lanes of i16.
    type I16: Integer<Scalar = i16>;
    /// Lanes of i8.
    type I8: Integer<Scalar = i8>;
    /// Lanes of u8.
    type U8: Integer<Scalar = u8>;
    /// Lanes of bool.
    type Bool: Integer<Scalar = Boolean>;
    /// Which level it is.
    const LEVEL: Level;
}

/// Code that runs at the chosen level.
pub trait Kernel {
    /// What it returns.
    type Output;
    /// Runs; must be `#[inline(always)]`.
    fn run<S: Simd>(self) -> Self::Output;
}
