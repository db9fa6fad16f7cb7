//! What the generated bodies of elementwise operators look like.

use crate::cpu::complex::ComplexNumber;
use crate::simd::{Float, Integer, Number};

/// A value of floating lanes.
pub trait FloatBody<const N: usize>: 'static {
    /// Whether it takes so few instructions that the memory's speed is its own.
    const CHEAP: bool;
    /// The value for one register of each input.
    fn eval<V: Float>(inputs: [V; N]) -> V;
}

/// A question to floating lanes.
pub trait FloatTest<const N: usize>: 'static {
    /// The answer for one register of each input.
    fn eval<V: Float>(inputs: [V; N]) -> V::Mask;
}

/// A value of lanes of any type.
pub trait NumberBody<const N: usize>: 'static {
    /// Whether it takes so few instructions that the memory's speed is its own.
    const CHEAP: bool;
    /// The value for one register of each input.
    fn eval<V: Number>(inputs: [V; N]) -> V;
}

/// A question to lanes of any type.
pub trait NumberTest<const N: usize>: 'static {
    /// The answer for one register of each input.
    fn eval<V: Number>(inputs: [V; N]) -> V::Mask;
}

/// A value of integer lanes.
pub trait IntegerBody<const N: usize>: 'static {
    /// Whether it takes so few instructions that the memory's speed is its own.
    const CHEAP: bool;
    /// The value for one register of each input.
    fn eval<V: Integer>(inputs: [V; N]) -> V;
}

/// A value of complex numbers.
pub trait ComplexBody<const N: usize>: 'static {
    /// The value for one element of each input.
    fn eval<V: ComplexNumber>(inputs: [V; N]) -> V;
}

/// A question to complex numbers.
pub trait ComplexTest<const N: usize>: 'static {
    /// The answer for one element of each input.
    fn eval<V: ComplexNumber>(inputs: [V; N]) -> bool;
}
