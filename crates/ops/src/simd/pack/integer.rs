//! Integer lanes: wrapping arithmetic, and division that never traps.

use super::{Element, Integer, Pack};

/// What integers of each width do, beyond [`Element`].
pub trait IntegerElement: Element {
    fn bit_and(self, rhs: Self) -> Self;
    fn bit_or(self, rhs: Self) -> Self;
    fn bit_xor(self, rhs: Self) -> Self;
    fn bit_not(self) -> Self;
    fn shift_left(self, count: Self) -> Self;
    fn shift_right(self, count: Self) -> Self;
    fn gcd(self, rhs: Self) -> Self;
    fn lcm(self, rhs: Self) -> Self;
}

macro_rules! integer_elements {
    ($($int:ident $unsigned:ident),*) => { $(
        // For u8 "less than zero" is never true, which is what its sign, division and shifts need.
        #[allow(unused_comparisons)]
        impl Element for $int {
            #[inline(always)]
            fn constant(value: f64) -> Self { value as $int }
            #[inline(always)]
            fn add(self, rhs: Self) -> Self { self.wrapping_add(rhs) }
            #[inline(always)]
            fn sub(self, rhs: Self) -> Self { self.wrapping_sub(rhs) }
            #[inline(always)]
            fn mul(self, rhs: Self) -> Self { self.wrapping_mul(rhs) }
            #[inline(always)]
            fn neg(self) -> Self { self.wrapping_neg() }
            #[inline(always)]
            fn abs(self) -> Self { if self < 0 { self.wrapping_neg() } else { self } }
            #[inline(always)]
            fn sign(self) -> Self { ((self > 0) as $int).wrapping_sub((self < 0) as $int) }
            #[inline(always)]
            fn minimum(self, rhs: Self) -> Self { Ord::min(self, rhs) }
            #[inline(always)]
            fn maximum(self, rhs: Self) -> Self { Ord::max(self, rhs) }
            #[inline(always)]
            fn less(self, rhs: Self) -> bool { self < rhs }
            #[inline(always)]
            fn less_or_equal(self, rhs: Self) -> bool { self <= rhs }
            #[inline(always)]
            fn fmod<const N: usize>(lhs: Pack<Self, N>, rhs: Pack<Self, N>) -> Pack<Self, N> {
                lhs.zip(rhs, |a, b| if b == 0 { 0 } else { a.wrapping_rem(b) })
            }
            #[inline(always)]
            fn remainder<const N: usize>(lhs: Pack<Self, N>, rhs: Pack<Self, N>) -> Pack<Self, N> {
                lhs.zip(rhs, |a, b| {
                    let rest = if b == 0 { 0 } else { a.wrapping_rem(b) };
                    if rest != 0 && (rest < 0) != (b < 0) { rest.wrapping_add(b) } else { rest }
                })
            }
            #[inline(always)]
            fn floor_divide<const N: usize>(lhs: Pack<Self, N>, rhs: Pack<Self, N>) -> Pack<Self, N> {
                lhs.zip(rhs, |a, b| {
                    if b == 0 {
                        return 0;
                    }
                    let quotient = a.wrapping_div(b);
                    let inexact = quotient.wrapping_mul(b) != a;
                    if inexact && (a < 0) != (b < 0) { quotient.wrapping_sub(1) } else { quotient }
                })
            }
            #[inline(always)]
            fn trunc_divide<const N: usize>(lhs: Pack<Self, N>, rhs: Pack<Self, N>) -> Pack<Self, N> {
                lhs.zip(rhs, |a, b| if b == 0 { 0 } else { a.wrapping_div(b) })
            }
            #[inline(always)]
            fn pow<const N: usize>(lhs: Pack<Self, N>, rhs: Pack<Self, N>) -> Pack<Self, N> {
                lhs.zip(rhs, |base, exponent| {
                    if exponent < 0 {
                        return match (base == 1, base == (0 as $int).wrapping_sub(1), exponent & 1) {
                            (true, _, _) | (_, true, 0) => 1,
                            (_, true, _) => base,
                            _ => 0,
                        };
                    }
                    let (mut power, mut factor, mut rest) = (1 as $int, base, exponent);
                    while rest != 0 {
                        if rest & 1 != 0 {
                            power = power.wrapping_mul(factor);
                        }
                        factor = factor.wrapping_mul(factor);
                        rest >>= 1;
                    }
                    power
                })
            }
        }

        #[allow(unused_comparisons)]
        impl IntegerElement for $int {
            #[inline(always)]
            fn bit_and(self, rhs: Self) -> Self { self & rhs }
            #[inline(always)]
            fn bit_or(self, rhs: Self) -> Self { self | rhs }
            #[inline(always)]
            fn bit_xor(self, rhs: Self) -> Self { self ^ rhs }
            #[inline(always)]
            fn bit_not(self) -> Self { !self }
            #[inline(always)]
            fn shift_left(self, count: Self) -> Self {
                let shifted = self.wrapping_shl(count as u32);
                if (count as $unsigned) < $int::BITS as $unsigned { shifted } else { 0 }
            }
            #[inline(always)]
            fn shift_right(self, count: Self) -> Self {
                let shifted = self.wrapping_shr(count as u32);
                let filled = if self < 0 { !0 } else { 0 };
                if (count as $unsigned) < $int::BITS as $unsigned { shifted } else { filled }
            }
            #[inline(always)]
            fn gcd(self, rhs: Self) -> Self {
                let (mut a, mut b) = (Element::abs(self) as $unsigned, Element::abs(rhs) as $unsigned);
                while b != 0 {
                    (a, b) = (b, a % b);
                }
                a as $int
            }
            #[inline(always)]
            fn lcm(self, rhs: Self) -> Self {
                let divisor = IntegerElement::gcd(self, rhs);
                if divisor == 0 { 0 } else { Element::abs(self.wrapping_div(divisor).wrapping_mul(rhs)) }
            }
        }
    )* };
}

integer_elements!(i64 u64, i32 u32, i16 u16, i8 u8, u8 u8);

impl<T: IntegerElement, const N: usize> Integer for Pack<T, N> {
    #[inline(always)]
    fn bit_and(self, rhs: Self) -> Self {
        self.zip(rhs, T::bit_and)
    }
    #[inline(always)]
    fn bit_or(self, rhs: Self) -> Self {
        self.zip(rhs, T::bit_or)
    }
    #[inline(always)]
    fn bit_xor(self, rhs: Self) -> Self {
        self.zip(rhs, T::bit_xor)
    }
    #[inline(always)]
    fn bit_not(self) -> Self {
        self.each(T::bit_not)
    }
    #[inline(always)]
    fn shift_left(self, count: Self) -> Self {
        self.zip(count, T::shift_left)
    }
    #[inline(always)]
    fn shift_right(self, count: Self) -> Self {
        self.zip(count, T::shift_right)
    }
    #[inline(always)]
    fn gcd(self, rhs: Self) -> Self {
        self.zip(rhs, T::gcd)
    }
    #[inline(always)]
    fn lcm(self, rhs: Self) -> Self {
        self.zip(rhs, T::lcm)
    }
}
