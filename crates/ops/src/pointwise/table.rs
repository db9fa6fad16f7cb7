//! The form of the generated table of elementwise operators.

use crate::cpu::tiles::Tiles;

/// Which dtypes an operator takes and which it gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    /// Any numbers; the result has the promoted dtype.
    Arithmetic,
    /// Whole numbers and booleans become floating numbers first.
    Float,
    /// Floating numbers; whole numbers and booleans are refused.
    FloatOnly,
    /// Floating numbers; whole numbers pass unchanged.
    Rounding,
    /// A condition first; the result has the promoted dtype of the others.
    Select,
    /// Any dtypes; the result is boolean, the inputs are compared in the promoted dtype.
    Comparison,
    /// One tensor of any dtype; the result is boolean.
    Predicate,
    /// Any dtypes, as truth values; the result is boolean.
    Logical,
    /// Whole numbers and booleans.
    Bitwise,
}

/// One operator.
pub struct Row {
    /// PyTorch's name.
    pub name: &'static str,
    /// Which dtypes it takes and gives.
    pub class: Class,
    /// Whether an arithmetic operator takes booleans.
    pub boolean: bool,
    /// Whether complex numbers give a real number.
    pub real: bool,
    /// The number of inputs.
    pub inputs: u8,
    /// How many of them, the first ones, take part in type promotion; the others are plain numbers.
    pub operands: u8,
    /// The kernels of the value.
    pub value: Tiles,
    /// The kernels of the gradient in each input; `None` where it has none.
    pub gradients: &'static [Option<Gradient>],
    /// Why there is no gradient at all.
    pub no_grad: Option<&'static str>,
}

/// The fused first-order gradient in one input.
pub struct Gradient {
    /// What it is computed from, in the order of the kernel's inputs.
    pub args: &'static [Arg],
    /// Its kernels.
    pub tiles: Tiles,
}

impl Gradient {
    /// The gradient of the result, passed on as it is.
    pub const PASS: Gradient = Gradient { args: &[], tiles: Tiles::NONE };
}

/// A value that a gradient is computed from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Arg {
    /// The gradient of the result.
    Grad,
    /// An input of the call.
    Input(u8),
    /// The result of the call.
    Output,
}
