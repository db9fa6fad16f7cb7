//! Elements as folds see them: what they are summed in, their order, their truth.

use cresset_storage::{bf16, f16};

use crate::cpu::lanes;
use crate::plain::Plain;
use crate::simd::{Boolean, Float, Simd};

/// An element of an array that is folded.
pub(crate) trait Element: Plain<Wide: Ordered> {
    /// What sums and products are computed in: i64 for whole numbers, f32 for the halves.
    type Sum: Number;
    /// The element type of a sum: i64 for whole numbers, else the type itself.
    type Summed: Plain;
    /// As a term of a sum.
    fn term(self) -> Self::Sum;
    /// A sum as an element.
    fn summed(sum: Self::Sum) -> Self::Summed;
    /// Whether it is not zero; NaN is true.
    fn is_true(self) -> bool;

    /// The sum of elements in a row, where registers hold such: a loop over lanes is left to the compiler, which takes
    /// half as many side by side.
    #[inline(always)]
    fn sum_of_row<S: Simd>(_row: &[Self]) -> Option<Self::Sum> {
        None
    }
}

/// What sums and products are computed in.
pub(crate) trait Number: Plain + Ordered {
    /// The empty sum.
    const ZERO: Self;
    /// The empty product.
    const ONE: Self;
    /// Sum; integers wrap.
    fn plus(self, rhs: Self) -> Self;
    /// Product; integers wrap.
    fn times(self, rhs: Self) -> Self;
}

/// f32 and f64.
pub(crate) trait Real: Number {
    /// As lanes.
    type Lanes<S: Simd>: Float<Scalar = Self>;
    /// Difference.
    fn minus(self, rhs: Self) -> Self;
    /// Quotient by a count.
    fn over(self, count: f64) -> Self;
    /// Magnitude.
    fn magnitude(self) -> Self;
    /// Power.
    fn power(self, exponent: f64) -> Self;
    /// Square root.
    fn root(self) -> Self;
    /// Exponential.
    fn exponential(self) -> Self;
    /// Natural logarithm.
    fn logarithm(self) -> Self;
}

/// Values with an order, and perhaps a NaN.
pub(crate) trait Ordered: Plain {
    /// Not greater than any other.
    const LEAST: Self;
    /// Not less than any other.
    const GREATEST: Self;
    /// Less, or false if one is NaN.
    fn is_less(self, rhs: Self) -> bool;
    /// Not a number.
    fn is_undefined(self) -> bool;

    /// The greater; NaN if one is NaN.
    #[inline(always)]
    fn greater_of(self, rhs: Self) -> Self {
        if self.is_less(rhs) | rhs.is_undefined() { rhs } else { self }
    }
    /// The lesser; NaN if one is NaN.
    #[inline(always)]
    fn lesser_of(self, rhs: Self) -> Self {
        if rhs.is_less(self) | rhs.is_undefined() { rhs } else { self }
    }
    /// Equal, or both NaN.
    #[inline(always)]
    fn is_same(self, rhs: Self) -> bool {
        !(self.is_less(rhs) | rhs.is_less(self)) & (self.is_undefined() == rhs.is_undefined())
    }
}

macro_rules! whole {
    ($($type:ty),*) => {$(
        impl Element for $type {
            type Sum = i64;
            type Summed = i64;
            #[inline(always)]
            fn term(self) -> i64 { self as i64 }
            #[inline(always)]
            fn summed(sum: i64) -> i64 { sum }
            #[inline(always)]
            fn is_true(self) -> bool { self != 0 }
        }
        impl Ordered for $type {
            const LEAST: $type = <$type>::MIN;
            const GREATEST: $type = <$type>::MAX;
            #[inline(always)]
            fn is_less(self, rhs: $type) -> bool { self < rhs }
            #[inline(always)]
            fn is_undefined(self) -> bool { false }
        }
    )*};
}
whole!(u8, i8, i16, i32, i64);

impl Element for Boolean {
    type Sum = i64;
    type Summed = i64;
    #[inline(always)]
    fn term(self) -> i64 {
        i64::from(self.get())
    }
    #[inline(always)]
    fn summed(sum: i64) -> i64 {
        sum
    }
    #[inline(always)]
    fn is_true(self) -> bool {
        self.get()
    }
}

impl Ordered for Boolean {
    const LEAST: Boolean = Boolean::new(false);
    const GREATEST: Boolean = Boolean::new(true);
    #[inline(always)]
    fn is_less(self, rhs: Boolean) -> bool {
        !self.get() & rhs.get()
    }
    #[inline(always)]
    fn is_undefined(self) -> bool {
        false
    }
}

impl Number for i64 {
    const ZERO: i64 = 0;
    const ONE: i64 = 1;
    #[inline(always)]
    fn plus(self, rhs: i64) -> i64 {
        self.wrapping_add(rhs)
    }
    #[inline(always)]
    fn times(self, rhs: i64) -> i64 {
        self.wrapping_mul(rhs)
    }
}

macro_rules! floating {
    ($($type:ty => $sum:ty $(, in $lanes:ident)?;)*) => {$(
        impl Element for $type {
            type Sum = $sum;
            type Summed = $type;
            $(
                #[inline(always)]
                fn sum_of_row<S: Simd>(row: &[$type]) -> Option<$sum> {
                    Some(lanes::sum::<S::$lanes, $type>(row))
                }
            )?
            #[inline(always)]
            fn term(self) -> $sum { self.widen() }
            #[inline(always)]
            fn summed(sum: $sum) -> $type { <$type>::narrow(sum) }
            #[inline(always)]
            fn is_true(self) -> bool { self.widen() != 0.0 }
        }
    )*};
}
floating! { f16 => f32; bf16 => f32; f32 => f32, in F32; f64 => f64, in F64; }

macro_rules! real {
    ($($type:ident $lanes:ident),*) => {$(
        impl Number for $type {
            const ZERO: $type = 0.0;
            const ONE: $type = 1.0;
            #[inline(always)]
            fn plus(self, rhs: $type) -> $type { self + rhs }
            #[inline(always)]
            fn times(self, rhs: $type) -> $type { self * rhs }
        }
        impl Ordered for $type {
            const LEAST: $type = $type::NEG_INFINITY;
            const GREATEST: $type = $type::INFINITY;
            #[inline(always)]
            fn is_less(self, rhs: $type) -> bool { self < rhs }
            #[inline(always)]
            fn is_undefined(self) -> bool { self.is_nan() }
        }
        impl Real for $type {
            type Lanes<S: Simd> = S::$lanes;
            #[inline(always)]
            fn minus(self, rhs: $type) -> $type { self - rhs }
            #[inline(always)]
            fn over(self, count: f64) -> $type { self / count as $type }
            #[inline(always)]
            fn magnitude(self) -> $type { self.abs() }
            #[inline(always)]
            fn power(self, exponent: f64) -> $type { self.powf(exponent as $type) }
            #[inline(always)]
            fn root(self) -> $type { self.sqrt() }
            #[inline(always)]
            fn exponential(self) -> $type { self.exp() }
            #[inline(always)]
            fn logarithm(self) -> $type { self.ln() }
        }
    )*};
}
real!(f32 F32, f64 F64);
