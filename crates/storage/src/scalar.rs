//! A plain number that takes part in an operator.

use std::fmt;

use crate::{Category, Complex32, Complex64, bf16, f16};

/// A plain number: PyTorch's `Scalar`.
// The tag takes a whole word: with a truth value beside it, each move goes by halves of words that wait for each other.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(u64)]
pub enum Scalar {
    /// A floating number.
    F64(f64),
    /// A whole number.
    I64(i64),
    /// A truth value.
    Bool(bool),
    /// A complex number.
    Complex(Complex64),
}

impl Scalar {
    /// The kind of number, as type promotion sees it.
    #[inline]
    #[must_use]
    pub const fn category(self) -> Category {
        match self {
            Scalar::F64(_) => Category::Floating,
            Scalar::I64(_) => Category::Integral,
            Scalar::Bool(_) => Category::Boolean,
            Scalar::Complex(_) => Category::Complex,
        }
    }

    /// The value as a floating number; an imaginary part is left out.
    #[inline]
    #[must_use]
    pub fn as_f64(self) -> f64 {
        match self {
            Scalar::F64(value) => value,
            Scalar::I64(value) => value as f64,
            Scalar::Bool(value) => f64::from(u8::from(value)),
            Scalar::Complex(value) => value.re,
        }
    }

    /// The value as a whole number; fractions are cut off.
    #[inline]
    #[must_use]
    pub fn as_i64(self) -> i64 {
        match self {
            Scalar::F64(value) => value as i64,
            Scalar::I64(value) => value,
            Scalar::Bool(value) => i64::from(value),
            Scalar::Complex(value) => value.re as i64,
        }
    }

    /// Whether the value is not zero.
    #[inline]
    #[must_use]
    pub fn as_bool(self) -> bool {
        match self {
            Scalar::F64(value) => value != 0.0,
            Scalar::I64(value) => value != 0,
            Scalar::Bool(value) => value,
            Scalar::Complex(value) => value.re != 0.0 || value.im != 0.0,
        }
    }

    /// The value as a complex number.
    #[inline]
    #[must_use]
    pub fn as_complex(self) -> Complex64 {
        match self {
            Scalar::Complex(value) => value,
            other => Complex64::new(other.as_f64(), 0.0),
        }
    }
}

impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scalar::F64(value) => write!(f, "{value:?}"),
            Scalar::I64(value) => write!(f, "{value}"),
            Scalar::Bool(value) => write!(f, "{value}"),
            Scalar::Complex(value) => write!(f, "({:?}{:+?}j)", value.re, value.im),
        }
    }
}

macro_rules! scalar_from {
    ($($type:ty => $variant:ident $(as $wide:ty)?),*) => {$(
        impl From<$type> for Scalar {
            #[inline]
            fn from(value: $type) -> Scalar {
                Scalar::$variant(value $(as $wide)?)
            }
        }
    )*};
}

scalar_from!(
    f64 => F64, f32 => F64 as f64, i64 => I64, i32 => I64 as i64, i16 => I64 as i64, i8 => I64 as i64,
    u8 => I64 as i64, u32 => I64 as i64, usize => I64 as i64, bool => Bool
);

impl From<f16> for Scalar {
    fn from(value: f16) -> Scalar {
        Scalar::F64(value.to_f64())
    }
}

impl From<bf16> for Scalar {
    fn from(value: bf16) -> Scalar {
        Scalar::F64(value.to_f64())
    }
}

impl From<Complex64> for Scalar {
    fn from(value: Complex64) -> Scalar {
        Scalar::Complex(value)
    }
}

impl From<Complex32> for Scalar {
    fn from(value: Complex32) -> Scalar {
        Scalar::Complex(Complex64::new(value.re.into(), value.im.into()))
    }
}
