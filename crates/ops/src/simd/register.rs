//! Methods of register types: each calls one intrinsic on the wrapped registers.
//!
//! Their safety is that of the whole level: a register type is reached only through its `Simd` type, which only
//! `dispatch` names, and only after the machine was found to have the level's features.

/// Methods of one register.
macro_rules! unary {
    ($($name:ident = $intrinsic:expr;)*) => { $(
        #[inline(always)]
        fn $name(self) -> Self {
            // SAFETY: the level's features are there, see `register.rs`.
            Self(unsafe { $intrinsic(self.0) })
        }
    )* };
}

/// Methods of two registers.
macro_rules! binary {
    ($($name:ident = $intrinsic:expr;)*) => { $(
        #[inline(always)]
        fn $name(self, rhs: Self) -> Self {
            // SAFETY: the level's features are there, see `register.rs`.
            Self(unsafe { $intrinsic(self.0, rhs.0) })
        }
    )* };
}

/// Comparisons of two registers.
macro_rules! compare {
    ($mask:ident: $($name:ident = $intrinsic:ident::<$predicate:ident>;)*) => { $(
        #[inline(always)]
        fn $name(self, rhs: Self) -> $mask {
            // SAFETY: the level's features are there, see `register.rs`.
            $mask(unsafe { $intrinsic::<$predicate>(self.0, rhs.0) })
        }
    )* };
}

/// What [`Number`](super::Number) asks of floats beyond one instruction.
macro_rules! float_arithmetic {
    (pow = $pow:path) => {
        #[inline(always)]
        fn fmod(self, rhs: Self) -> Self {
            $crate::simd::math::division::fmod(self, rhs)
        }
        #[inline(always)]
        fn remainder(self, rhs: Self) -> Self {
            $crate::simd::math::division::remainder(self, rhs)
        }
        #[inline(always)]
        fn floor_divide(self, rhs: Self) -> Self {
            $crate::simd::math::division::floor_divide(self, rhs)
        }
        #[inline(always)]
        fn trunc_divide(self, rhs: Self) -> Self {
            $crate::simd::math::division::trunc_divide(self, rhs)
        }
        #[inline(always)]
        fn pow(self, rhs: Self) -> Self {
            $pow(self, rhs)
        }
        #[inline(always)]
        fn sign(self) -> Self {
            let zero = Self::constant(0.0);
            let signed = Self::constant(1.0).copysign(self);
            Self::select(self.gt(zero).or(self.lt(zero)), signed, zero)
        }
        #[inline(always)]
        fn neg(self) -> Self {
            self.bits_xor(Self::constant(-0.0))
        }
        #[inline(always)]
        fn abs(self) -> Self {
            self.bits_and(Self::splat(Self::Scalar::MAGNITUDE))
        }
        #[inline(always)]
        fn constant(value: f64) -> Self {
            Self::splat(value as Self::Scalar)
        }
    };
}

pub(super) use {binary, compare, float_arithmetic, unary};
