//! Boolean lanes: sums are `or`, products are `and`.

use super::integer::IntegerElement;
use super::{Boolean, Element, Pack};

#[inline(always)]
fn zip<const N: usize>(
    lhs: Pack<Boolean, N>,
    rhs: Pack<Boolean, N>,
    function: impl Fn(bool, bool) -> bool,
) -> Pack<Boolean, N> {
    lhs.zip(rhs, |a, b| Boolean::new(function(a.get(), b.get())))
}

impl Element for Boolean {
    #[inline(always)]
    fn constant(value: f64) -> Self {
        Self::new(value != 0.0)
    }
    #[inline(always)]
    fn add(self, rhs: Self) -> Self {
        Self::new(self.get() | rhs.get())
    }
    #[inline(always)]
    fn sub(self, rhs: Self) -> Self {
        Self::new(self.get() ^ rhs.get())
    }
    #[inline(always)]
    fn mul(self, rhs: Self) -> Self {
        Self::new(self.get() & rhs.get())
    }
    #[inline(always)]
    fn neg(self) -> Self {
        Self::new(self.get())
    }
    #[inline(always)]
    fn abs(self) -> Self {
        Self::new(self.get())
    }
    #[inline(always)]
    fn sign(self) -> Self {
        Self::new(self.get())
    }
    #[inline(always)]
    fn minimum(self, rhs: Self) -> Self {
        self.mul(rhs)
    }
    #[inline(always)]
    fn maximum(self, rhs: Self) -> Self {
        self.add(rhs)
    }
    #[inline(always)]
    fn less(self, rhs: Self) -> bool {
        !self.get() & rhs.get()
    }
    #[inline(always)]
    fn less_or_equal(self, rhs: Self) -> bool {
        !self.get() | rhs.get()
    }
    #[inline(always)]
    fn fmod<const N: usize>(lhs: Pack<Self, N>, _: Pack<Self, N>) -> Pack<Self, N> {
        lhs.each(|_| Self::new(false))
    }
    #[inline(always)]
    fn remainder<const N: usize>(lhs: Pack<Self, N>, _: Pack<Self, N>) -> Pack<Self, N> {
        lhs.each(|_| Self::new(false))
    }
    #[inline(always)]
    fn floor_divide<const N: usize>(lhs: Pack<Self, N>, rhs: Pack<Self, N>) -> Pack<Self, N> {
        zip(lhs, rhs, |a, b| a & b)
    }
    #[inline(always)]
    fn trunc_divide<const N: usize>(lhs: Pack<Self, N>, rhs: Pack<Self, N>) -> Pack<Self, N> {
        zip(lhs, rhs, |a, b| a & b)
    }
    #[inline(always)]
    fn pow<const N: usize>(lhs: Pack<Self, N>, rhs: Pack<Self, N>) -> Pack<Self, N> {
        zip(lhs, rhs, |a, b| a | !b)
    }
}

impl IntegerElement for Boolean {
    #[inline(always)]
    fn bit_and(self, rhs: Self) -> Self {
        self.mul(rhs)
    }
    #[inline(always)]
    fn bit_or(self, rhs: Self) -> Self {
        self.add(rhs)
    }
    #[inline(always)]
    fn bit_xor(self, rhs: Self) -> Self {
        self.sub(rhs)
    }
    #[inline(always)]
    fn bit_not(self) -> Self {
        Self::new(!self.get())
    }
    #[inline(always)]
    fn shift_left(self, count: Self) -> Self {
        Self::new(self.get() & !count.get())
    }
    #[inline(always)]
    fn shift_right(self, count: Self) -> Self {
        Self::new(self.get() & !count.get())
    }
    #[inline(always)]
    fn gcd(self, rhs: Self) -> Self {
        self.add(rhs)
    }
    #[inline(always)]
    fn lcm(self, rhs: Self) -> Self {
        self.mul(rhs)
    }
}
