//! The Rust types that stand for the dtypes.

use crate::{Complex32, Complex64, DType, Scalar, bf16, f16};

/// A Rust type whose values are the elements of a dtype.
pub trait Element: Copy + Send + Sync + PartialEq + std::fmt::Debug + Into<Scalar> + 'static {
    /// The dtype.
    const DTYPE: DType;

    /// The nearest value to a plain number.
    fn from_scalar(value: Scalar) -> Self;
}

macro_rules! element {
    ($($type:ty => $dtype:ident, $value:ident => $from:expr;)*) => {$(
        impl Element for $type {
            const DTYPE: DType = DType::$dtype;
            #[inline]
            fn from_scalar($value: Scalar) -> $type {
                $from
            }
        }
    )*};
}

element! {
    bool => Bool, x => x.as_bool();
    u8 => U8, x => x.as_i64() as u8;
    i8 => I8, x => x.as_i64() as i8;
    i16 => I16, x => x.as_i64() as i16;
    i32 => I32, x => x.as_i64() as i32;
    i64 => I64, x => x.as_i64();
    f16 => F16, x => f16::from_f64(x.as_f64());
    bf16 => BF16, x => bf16::from_f64(x.as_f64());
    f32 => F32, x => x.as_f64() as f32;
    f64 => F64, x => x.as_f64();
    Complex32 => C64, x => {
        let value = x.as_complex();
        Complex32::new(value.re as f32, value.im as f32)
    };
    Complex64 => C128, x => x.as_complex();
}
