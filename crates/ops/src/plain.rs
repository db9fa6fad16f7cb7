//! Element types as kernels see them.

use cresset_storage::{Complex32, Complex64, DType, Scalar, bf16, f16};

use crate::simd::Boolean;

/// A type of which every bit pattern is a value, with the dtype it stands for.
///
/// # Safety
/// The size is that of the dtype, there is no padding, and any bytes are a valid value.
pub unsafe trait Plain: Copy + Send + Sync + 'static {
    /// The dtype.
    const DTYPE: DType;
    /// The type that sums and products of this one are computed in: f32 for the halves.
    type Wide: Plain;
    /// To the computing type.
    fn widen(self) -> Self::Wide;
    /// From the computing type.
    fn narrow(wide: Self::Wide) -> Self;
    /// Whether values can have fractions.
    const FLOATING: bool;
    /// Whether values have an imaginary part.
    const COMPLEX: bool = false;
    /// To f64; may round a large integer, and leaves an imaginary part out.
    fn to_f64(self) -> f64;
    /// From f64; fractions are cut off where the type has none.
    fn from_f64(value: f64) -> Self;
    /// To i64; fractions are cut off.
    fn to_i64(self) -> i64;
    /// From i64; wraps where the type is smaller.
    fn from_i64(value: i64) -> Self;

    /// Whether values are f32 or halves, which convert into each other without f64.
    const SINGLE: bool = false;
    /// To f32.
    #[inline(always)]
    fn to_f32(self) -> f32 {
        self.to_f64() as f32
    }
    /// From f32; fractions are cut off where the type has none.
    #[inline(always)]
    fn from_f32(value: f32) -> Self {
        Self::from_f64(f64::from(value))
    }

    /// The imaginary part.
    #[inline(always)]
    fn imaginary(self) -> f64 {
        0.0
    }
    /// From a complex number; the imaginary part is left out where the type has none.
    #[inline(always)]
    fn from_complex(re: f64, _im: f64) -> Self {
        Self::from_f64(re)
    }

    /// The value as another type, as PyTorch's `to`: fractions and imaginary parts are cut off, whole numbers wrap, all
    /// but 0 is true.
    #[inline(always)]
    fn convert<T: Plain>(self) -> T {
        if Self::DTYPE == T::DTYPE {
            // SAFETY: one dtype has one size, and any bits are a value.
            return unsafe { std::mem::transmute_copy(&self) };
        }
        if Self::SINGLE && T::SINGLE {
            T::from_f32(self.to_f32())
        } else if Self::COMPLEX {
            T::from_complex(self.to_f64(), self.imaginary())
        } else if Self::FLOATING {
            T::from_f64(self.to_f64())
        } else {
            T::from_i64(self.to_i64())
        }
    }

    /// The nearest value to a plain number.
    #[inline(always)]
    fn of_scalar(scalar: Scalar) -> Self {
        match scalar {
            Scalar::F64(value) => Self::from_f64(value),
            Scalar::Complex(value) => Self::from_complex(value.re, value.im),
            other => Self::from_i64(other.as_i64()),
        }
    }
}

macro_rules! plain {
    ($($type:ty => $dtype:ident, $convert:expr, $floating:literal, $single:literal;)*) => {$(
        // SAFETY: a primitive number: any bits are a value.
        unsafe impl Plain for $type {
            const DTYPE: DType = DType::$dtype;
            type Wide = $type;
            #[inline(always)]
            fn widen(self) -> $type { self }
            #[inline(always)]
            fn narrow(wide: $type) -> $type { wide }
            #[inline(always)]
            fn to_f64(self) -> f64 { self as f64 }
            #[inline(always)]
            fn from_f64(value: f64) -> $type { $convert(value) }
            const FLOATING: bool = $floating;
            const SINGLE: bool = $single;
            #[inline(always)]
            fn to_i64(self) -> i64 { self as i64 }
            #[inline(always)]
            fn from_i64(value: i64) -> $type { value as $type }
        }
    )*};
}

/// The whole part of a number; the least one where it does not fit, as x86's instruction and so PyTorch has it.
#[inline(always)]
fn whole_i64(value: f64) -> i64 {
    if value < 9_223_372_036_854_775_808.0 { value as i64 } else { i64::MIN }
}

/// As [`whole_i64`].
#[inline(always)]
fn whole_i32(value: f64) -> i32 {
    if value < 2_147_483_648.0 { value as i32 } else { i32::MIN }
}

plain! {
    u8 => U8, |value| whole_i64(value) as u8, false, false;
    i8 => I8, |value| whole_i32(value) as i8, false, false;
    i16 => I16, |value| whole_i32(value) as i16, false, false;
    i32 => I32, whole_i32, false, false;
    i64 => I64, whole_i64, false, false;
    f32 => F32, |value| value as f32, true, true;
    f64 => F64, |value| value, true, false;
}

/// The value of a half, without branches, so that loops become ones of whole registers; `half` asks the processor at
/// each element.
#[inline(always)]
fn widen_f16(half: f16) -> f32 {
    let bits = u32::from(half.to_bits());
    let magnitude = (bits & 0x7fff) << 13;
    // The exponent's zero is 112 lower; the product is right for subnormal halves too.
    let scaled = f32::from_bits(magnitude) * f32::from_bits((127 + 112) << 23);
    let infinite = if magnitude >= 0x7c00 << 13 { 0xff << 23 } else { 0 };
    f32::from_bits(scaled.to_bits() | infinite | (bits & 0x8000) << 16)
}

/// The nearest half, to even where two are; NaN stays NaN.
#[inline(always)]
fn narrow_f16(wide: f32) -> f16 {
    let bits = wide.to_bits();
    let (sign, magnitude) = ((bits >> 16) & 0x8000, bits & 0x7fff_ffff);
    // Adding 0.5 rounds at the last place of subnormal halves.
    let subnormal = (f32::from_bits(magnitude) + 0.5).to_bits().wrapping_sub(0.5f32.to_bits());
    let rounding = 0xfff + ((magnitude >> 13) & 1);
    let normal = magnitude.wrapping_sub(112 << 23).wrapping_add(rounding) >> 13;
    let finite = if magnitude < 113 << 23 { subnormal } else { normal };
    let undefined = if magnitude > 0xff << 23 { 0x7e00 } else { 0x7c00 };
    f16::from_bits((sign | if magnitude >= (127 + 16) << 23 { undefined } else { finite }) as u16)
}

/// The value of a bfloat16 number. Sums take 2.5 times as long where the bits are only shifted: with the crate's test
/// for NaN the compiler finds wider loads.
#[inline(always)]
fn widen_bf16(half: bf16) -> f32 {
    half.to_f32()
}

/// The nearest bfloat16 number, to even where two are; NaN stays NaN.
#[inline(always)]
fn narrow_bf16(wide: f32) -> bf16 {
    let bits = wide.to_bits();
    let rounded = bits.wrapping_add(0x7fff + ((bits >> 16) & 1)) >> 16;
    let undefined = (bits >> 16) | 0x40;
    bf16::from_bits(if bits & 0x7fff_ffff > 0xff << 23 { undefined } else { rounded } as u16)
}

macro_rules! plain_half {
    ($($type:ty => $dtype:ident, $widen:ident, $narrow:ident;)*) => {$(
        // SAFETY: sixteen bits, any of which are a value.
        unsafe impl Plain for $type {
            const DTYPE: DType = DType::$dtype;
            type Wide = f32;
            #[inline(always)]
            fn widen(self) -> f32 { $widen(self) }
            #[inline(always)]
            fn narrow(wide: f32) -> $type { $narrow(wide) }
            #[inline(always)]
            fn to_f64(self) -> f64 { f64::from($widen(self)) }
            #[inline(always)]
            fn from_f64(value: f64) -> $type { <$type>::from_f64(value) }
            const FLOATING: bool = true;
            const SINGLE: bool = true;
            #[inline(always)]
            fn to_f32(self) -> f32 { $widen(self) }
            #[inline(always)]
            fn from_f32(value: f32) -> $type { $narrow(value) }
            #[inline(always)]
            fn to_i64(self) -> i64 { $widen(self) as i64 }
            #[inline(always)]
            fn from_i64(value: i64) -> $type { $narrow(value as f32) }
        }
    )*};
}

plain_half! { f16 => F16, widen_f16, narrow_f16; bf16 => BF16, widen_bf16, narrow_bf16; }

macro_rules! plain_complex {
    ($($type:ty, $part:ty => $dtype:ident;)*) => {$(
        // SAFETY: two floating numbers without padding between them: any bits are a value.
        unsafe impl Plain for $type {
            const DTYPE: DType = DType::$dtype;
            type Wide = $type;
            #[inline(always)]
            fn widen(self) -> $type { self }
            #[inline(always)]
            fn narrow(wide: $type) -> $type { wide }
            #[inline(always)]
            fn to_f64(self) -> f64 { f64::from(self.re) }
            #[inline(always)]
            fn from_f64(value: f64) -> $type { <$type>::new(value as $part, 0.0) }
            const FLOATING: bool = true;
            const COMPLEX: bool = true;
            #[inline(always)]
            fn to_i64(self) -> i64 { self.re as i64 }
            #[inline(always)]
            fn from_i64(value: i64) -> $type { <$type>::new(value as $part, 0.0) }
            #[inline(always)]
            fn imaginary(self) -> f64 { f64::from(self.im) }
            #[inline(always)]
            fn from_complex(re: f64, im: f64) -> $type { <$type>::new(re as $part, im as $part) }
        }
    )*};
}

plain_complex! { Complex32, f32 => C64; Complex64, f64 => C128; }

// SAFETY: a byte, any value of which is a truth value.
unsafe impl Plain for Boolean {
    const DTYPE: DType = DType::Bool;
    type Wide = Boolean;
    #[inline(always)]
    fn widen(self) -> Boolean {
        self
    }
    #[inline(always)]
    fn narrow(wide: Boolean) -> Boolean {
        wide
    }
    #[inline(always)]
    fn to_f64(self) -> f64 {
        f64::from(u8::from(self.get()))
    }
    #[inline(always)]
    fn from_f64(value: f64) -> Boolean {
        Boolean::new(value != 0.0)
    }
    const FLOATING: bool = false;
    #[inline(always)]
    fn to_i64(self) -> i64 {
        i64::from(self.get())
    }
    #[inline(always)]
    fn from_i64(value: i64) -> Boolean {
        Boolean::new(value != 0)
    }
    #[inline(always)]
    fn from_complex(re: f64, im: f64) -> Boolean {
        Boolean::new(re != 0.0 || im != 0.0)
    }
}

/// Runs an expression with a type in place of a dtype. The one place where kernels match on [`DType`].
///
/// `for_dtype!(dtype, T => body)` takes every dtype, for kernels that only move elements. `for_dtype!(op, dtype, real: T
/// => body)` and its like with `float:`, `numeric:`, `complex:` and, for
/// what decompositions take, `field:` return an error for the others.
macro_rules! for_dtype {
    ($dtype:expr, $type:ident => $body:expr) => {{
        use cresset_storage::DType;
        match $dtype {
            DType::Bool => {
                type $type = $crate::simd::Boolean;
                $body
            }
            DType::U8 => {
                type $type = u8;
                $body
            }
            DType::I8 => {
                type $type = i8;
                $body
            }
            DType::I16 => {
                type $type = i16;
                $body
            }
            DType::I32 => {
                type $type = i32;
                $body
            }
            DType::I64 => {
                type $type = i64;
                $body
            }
            DType::F16 => {
                type $type = cresset_storage::f16;
                $body
            }
            DType::BF16 => {
                type $type = cresset_storage::bf16;
                $body
            }
            DType::F32 => {
                type $type = f32;
                $body
            }
            DType::F64 => {
                type $type = f64;
                $body
            }
            DType::C64 => {
                type $type = cresset_storage::Complex32;
                $body
            }
            DType::C128 => {
                type $type = cresset_storage::Complex64;
                $body
            }
        }
    }};
    ($op:expr, $dtype:expr, real: $type:ident => $body:expr) => {{
        use cresset_storage::DType;
        match $dtype {
            DType::Bool => {
                type $type = $crate::simd::Boolean;
                $body
            }
            DType::U8 => {
                type $type = u8;
                $body
            }
            DType::I8 => {
                type $type = i8;
                $body
            }
            DType::I16 => {
                type $type = i16;
                $body
            }
            DType::I32 => {
                type $type = i32;
                $body
            }
            DType::I64 => {
                type $type = i64;
                $body
            }
            DType::F16 => {
                type $type = cresset_storage::f16;
                $body
            }
            DType::BF16 => {
                type $type = cresset_storage::bf16;
                $body
            }
            DType::F32 => {
                type $type = f32;
                $body
            }
            DType::F64 => {
                type $type = f64;
                $body
            }
            other => return Err($crate::plain::is_complex($op, other)),
        }
    }};
    ($op:expr, $dtype:expr, float: $type:ident => $body:expr) => {{
        use cresset_storage::DType;
        match $dtype {
            DType::F16 => {
                type $type = cresset_storage::f16;
                $body
            }
            DType::BF16 => {
                type $type = cresset_storage::bf16;
                $body
            }
            DType::F32 => {
                type $type = f32;
                $body
            }
            DType::F64 => {
                type $type = f64;
                $body
            }
            other => return Err($crate::plain::not_floating($op, other)),
        }
    }};
    ($op:expr, $dtype:expr, complex: $type:ident => $body:expr) => {{
        use cresset_storage::DType;
        match $dtype {
            DType::C64 => {
                type $type = cresset_storage::Complex32;
                $body
            }
            DType::C128 => {
                type $type = cresset_storage::Complex64;
                $body
            }
            other => return Err($crate::plain::not_complex($op, other)),
        }
    }};
    ($op:expr, $dtype:expr, field: $type:ident => $body:expr) => {{
        use cresset_storage::DType;
        match $dtype {
            DType::F32 => {
                type $type = f32;
                $body
            }
            DType::F64 => {
                type $type = f64;
                $body
            }
            DType::C64 => {
                type $type = cresset_storage::Complex32;
                $body
            }
            DType::C128 => {
                type $type = cresset_storage::Complex64;
                $body
            }
            other => return Err($crate::plain::not_a_field($op, other)),
        }
    }};
    ($op:expr, $dtype:expr, numeric: $type:ident => $body:expr) => {{
        use cresset_storage::DType;
        match $dtype {
            DType::U8 => {
                type $type = u8;
                $body
            }
            DType::I8 => {
                type $type = i8;
                $body
            }
            DType::I16 => {
                type $type = i16;
                $body
            }
            DType::I32 => {
                type $type = i32;
                $body
            }
            DType::I64 => {
                type $type = i64;
                $body
            }
            DType::F16 => {
                type $type = cresset_storage::f16;
                $body
            }
            DType::BF16 => {
                type $type = cresset_storage::bf16;
                $body
            }
            DType::F32 => {
                type $type = f32;
                $body
            }
            DType::F64 => {
                type $type = f64;
                $body
            }
            DType::Bool => return Err($crate::plain::not_numeric($op)),
            other => return Err($crate::plain::is_complex($op, other)),
        }
    }};
}
pub(crate) use for_dtype;

#[cold]
pub(crate) fn not_floating(op: &'static str, dtype: DType) -> cresset_storage::Error {
    cresset_storage::Error::dtype(
        op,
        "not a floating dtype",
        &[("self", dtype)],
        "use float16, bfloat16, float32 or float64",
    )
}

#[cold]
pub(crate) fn not_numeric(op: &'static str) -> cresset_storage::Error {
    cresset_storage::Error::dtype(op, "not a numeric dtype", &[("self", DType::Bool)], "convert to a number type first")
}

#[cold]
pub(crate) fn is_complex(op: &'static str, dtype: DType) -> cresset_storage::Error {
    cresset_storage::Error::dtype(
        op,
        "not defined for complex numbers",
        &[("self", dtype)],
        "take the real or imaginary part, or abs, first",
    )
}

#[cold]
pub(crate) fn not_complex(op: &'static str, dtype: DType) -> cresset_storage::Error {
    cresset_storage::Error::dtype(op, "not a complex dtype", &[("self", dtype)], "convert to complex64 or complex128")
}

#[cold]
pub(crate) fn not_a_field(op: &'static str, dtype: DType) -> cresset_storage::Error {
    cresset_storage::Error::dtype(
        op,
        "no decompositions of this dtype",
        &[("self", dtype)],
        "use float32, float64 or a complex dtype",
    )
}
