//! The element types that random functions fill, and how PyTorch draws and rounds each.

use half::{bf16, f16};

use super::stream::Stream;

/// A type that random functions can fill: f64 f32 f16 bf16 i64 i32 i16 i8 u8 bool.
pub trait Element: sealed::Draw {}

/// An element that is a number: all but bool.
pub trait NumberElement: Element {}

/// A floating-point element: f64 f32 f16 bf16.
pub trait FloatElement: NumberElement + sealed::DrawFloat {}

/// What the public traits rest on, out of reach so that no other type can implement them.
pub(super) mod sealed {
    use super::Stream;

    pub trait Draw: Copy + PartialEq + Send + Sync + 'static {
        /// PyTorch's name of the dtype.
        const NAME: &'static str;
        /// The integers that the type holds, cut to i64.
        const INTEGERS: (i64, i64);
        /// The last of the consecutive integers: the greatest that `random_from` draws.
        const LAST_CONSECUTIVE: i64;

        /// PyTorch's `static_cast` from double.
        fn from_f64(value: f64) -> Self;
        /// PyTorch's `static_cast` from int64.
        fn from_i64(value: i64) -> Self;
        /// One draw from all non-negative integers up to the last consecutive one.
        fn draw(stream: &mut Stream) -> Self;
    }

    pub trait DrawFloat: Draw {
        /// The type that PyTorch computes in: the type itself, or f32 for the half types.
        type Wide: super::super::wide::Wide;

        fn to_f64(self) -> f64;
        fn from_wide(value: Self::Wide) -> Self;
    }
}

macro_rules! integer_element {
    ($($element:ty, $name:literal, $draw:ident;)*) => {$(
        impl Element for $element {}
        impl NumberElement for $element {}
        impl sealed::Draw for $element {
            const NAME: &'static str = $name;
            const INTEGERS: (i64, i64) = (<$element>::MIN as i64, <$element>::MAX as i64);
            const LAST_CONSECUTIVE: i64 = <$element>::MAX as i64;

            fn from_f64(value: f64) -> Self {
                value as Self
            }
            fn from_i64(value: i64) -> Self {
                value as Self
            }
            fn draw(stream: &mut Stream) -> Self {
                stream.$draw() as Self & Self::MAX
            }
        }
    )*};
}

integer_element! {
    i64, "int64", next_u64;
    i32, "int32", next_u32;
    i16, "int16", next_u32;
    i8, "int8", next_u32;
    u8, "uint8", next_u32;
}

impl Element for bool {}
impl sealed::Draw for bool {
    const NAME: &'static str = "bool";
    const INTEGERS: (i64, i64) = (0, 1);
    const LAST_CONSECUTIVE: i64 = 1;

    fn from_f64(value: f64) -> Self {
        value != 0.0
    }
    fn from_i64(value: i64) -> Self {
        value != 0
    }
    fn draw(stream: &mut Stream) -> Self {
        stream.next_u32() & 1 == 1
    }
}

macro_rules! float_element {
    ($($element:ty, $name:literal, $digits:literal, $last:expr, $wide:ty, $draw:ident,
       |$double:ident| $from_f64:expr, |$value:ident| $from_wide:expr;)*) => {$(
        impl Element for $element {}
        impl NumberElement for $element {}
        impl FloatElement for $element {}
        impl sealed::Draw for $element {
            const NAME: &'static str = $name;
            const INTEGERS: (i64, i64) = (-$last, $last);
            const LAST_CONSECUTIVE: i64 = 1 << $digits;

            fn from_f64($double: f64) -> Self {
                $from_f64
            }
            fn from_i64(value: i64) -> Self {
                <Self as sealed::DrawFloat>::from_wide(value as $wide)
            }
            fn draw(stream: &mut Stream) -> Self {
                Self::from_f64((stream.$draw() as u64 % ((1 << $digits) + 1)) as f64)
            }
        }
        impl sealed::DrawFloat for $element {
            type Wide = $wide;

            fn to_f64(self) -> f64 {
                f64::from(self)
            }
            fn from_wide($value: $wide) -> Self {
                $from_wide
            }
        }
    )*};
}

// The half types take a double through f32 and so round twice, as PyTorch does.
float_element! {
    f64, "float64", 53, i64::MAX, f64, next_u64, |value| value, |value| value;
    f32, "float32", 24, i64::MAX, f32, next_u32, |value| value as f32, |value| value;
    f16, "float16", 11, 65504, f32, next_u32, |value| f16::from_f32(value as f32), |value| f16::from_f32(value);
    bf16, "bfloat16", 8, i64::MAX, f32, next_u32, |value| bf16::from_f32(value as f32), |value| bf16::from_f32(value);
}
