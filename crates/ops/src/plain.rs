//! Element types as kernels see them.

use cresset_storage::{DType, bf16, f16};

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
    /// To f64; may round a large integer.
    fn to_f64(self) -> f64;
    /// From f64; fractions are cut off where the type has none.
    fn from_f64(value: f64) -> Self;
    /// To i64; fractions are cut off.
    fn to_i64(self) -> i64;
    /// From i64; wraps where the type is smaller.
    fn from_i64(value: i64) -> Self;

    /// The value as another type, as PyTorch's `to`: fractions are cut off, whole numbers wrap, all but 0 is true.
    #[inline(always)]
    fn convert<T: Plain>(self) -> T {
        if Self::FLOATING { T::from_f64(self.to_f64()) } else { T::from_i64(self.to_i64()) }
    }
}

macro_rules! plain {
    ($($type:ty => $dtype:ident $floating:literal;)*) => {$(
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
            fn from_f64(value: f64) -> $type {
                // Through i64, so that a negative number wraps in an unsigned type instead of becoming 0.
                if $floating { value as $type } else { value as i64 as $type }
            }
            const FLOATING: bool = $floating;
            #[inline(always)]
            fn to_i64(self) -> i64 { self as i64 }
            #[inline(always)]
            fn from_i64(value: i64) -> $type { value as $type }
        }
    )*};
}

plain! {
    u8 => U8 false; i8 => I8 false; i16 => I16 false; i32 => I32 false; i64 => I64 false;
    f32 => F32 true; f64 => F64 true;
}

macro_rules! plain_half {
    ($($type:ty => $dtype:ident;)*) => {$(
        // SAFETY: sixteen bits, any of which are a value.
        unsafe impl Plain for $type {
            const DTYPE: DType = DType::$dtype;
            type Wide = f32;
            #[inline(always)]
            fn widen(self) -> f32 { self.to_f32() }
            #[inline(always)]
            fn narrow(wide: f32) -> $type { <$type>::from_f32(wide) }
            #[inline(always)]
            fn to_f64(self) -> f64 { f64::from(self.to_f32()) }
            #[inline(always)]
            fn from_f64(value: f64) -> $type { <$type>::from_f64(value) }
            const FLOATING: bool = true;
            #[inline(always)]
            fn to_i64(self) -> i64 { self.to_f32() as i64 }
            #[inline(always)]
            fn from_i64(value: i64) -> $type { <$type>::from_f32(value as f32) }
        }
    )*};
}

plain_half! { f16 => F16; bf16 => BF16; }

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
}

/// Runs an expression with a type in place of a dtype. The one place where kernels match on [`DType`].
///
/// `for_dtype!(dtype, T => body)` takes every dtype; `for_dtype!(op, dtype, float: T => body)`,
/// `for_dtype!(op, dtype, numeric: T => body)` and, for what decompositions take, `for_dtype!(op, dtype, field: T =>
/// body)` return an error for the others.
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
pub(crate) fn not_a_field(op: &'static str, dtype: DType) -> cresset_storage::Error {
    cresset_storage::Error::dtype(op, "no decompositions of this dtype", &[("self", dtype)], "use float32 or float64")
}
