//! Rows of the section `comparison`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::cpu::complex::ComplexNumber;
use crate::cpu::complex::Truth;
use crate::cpu::tiles;
use crate::pointwise::body::{ComplexTest, FloatTest, NumberTest};
use crate::pointwise::table::{Class, Row};
use crate::simd::Mask;
use crate::simd::{Float, Number};
/// `x == other`
pub struct EqValue;
impl NumberTest<2> for EqValue {
    #[inline(always)]
    fn eval<V: Number>([x, other]: [V; 2]) -> V::Mask {
        x.eq(other)
    }
}

impl ComplexTest<2> for EqValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x, other]: [V; 2]) -> bool {
        x.eq(other)
    }
}

pub(super) const EQ: Row = Row {
    name: "eq",
    class: Class::Comparison,
    boolean: true,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::number_test::<EqValue, 2>().complex_test::<EqValue, 2>(),
    gradients: &[None, None],
    no_grad: Some("a truth value does not change smoothly"),
};

/// `x != other`
pub struct NeValue;
impl NumberTest<2> for NeValue {
    #[inline(always)]
    fn eval<V: Number>([x, other]: [V; 2]) -> V::Mask {
        x.ne(other)
    }
}

impl ComplexTest<2> for NeValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x, other]: [V; 2]) -> bool {
        x.ne(other)
    }
}

pub(super) const NE: Row = Row {
    name: "ne",
    class: Class::Comparison,
    boolean: true,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::number_test::<NeValue, 2>().complex_test::<NeValue, 2>(),
    gradients: &[None, None],
    no_grad: Some("a truth value does not change smoothly"),
};

/// `x < other`
pub struct LtValue;
impl NumberTest<2> for LtValue {
    #[inline(always)]
    fn eval<V: Number>([x, other]: [V; 2]) -> V::Mask {
        x.lt(other)
    }
}

pub(super) const LT: Row = Row {
    name: "lt",
    class: Class::Comparison,
    boolean: true,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::number_test::<LtValue, 2>(),
    gradients: &[None, None],
    no_grad: Some("a truth value does not change smoothly"),
};

/// `x <= other`
pub struct LeValue;
impl NumberTest<2> for LeValue {
    #[inline(always)]
    fn eval<V: Number>([x, other]: [V; 2]) -> V::Mask {
        x.le(other)
    }
}

pub(super) const LE: Row = Row {
    name: "le",
    class: Class::Comparison,
    boolean: true,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::number_test::<LeValue, 2>(),
    gradients: &[None, None],
    no_grad: Some("a truth value does not change smoothly"),
};

/// `x > other`
pub struct GtValue;
impl NumberTest<2> for GtValue {
    #[inline(always)]
    fn eval<V: Number>([x, other]: [V; 2]) -> V::Mask {
        x.gt(other)
    }
}

pub(super) const GT: Row = Row {
    name: "gt",
    class: Class::Comparison,
    boolean: true,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::number_test::<GtValue, 2>(),
    gradients: &[None, None],
    no_grad: Some("a truth value does not change smoothly"),
};

/// `x >= other`
pub struct GeValue;
impl NumberTest<2> for GeValue {
    #[inline(always)]
    fn eval<V: Number>([x, other]: [V; 2]) -> V::Mask {
        x.ge(other)
    }
}

pub(super) const GE: Row = Row {
    name: "ge",
    class: Class::Comparison,
    boolean: true,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::number_test::<GeValue, 2>(),
    gradients: &[None, None],
    no_grad: Some("a truth value does not change smoothly"),
};

/// `is_nan(x)`
pub struct IsnanValue;
impl FloatTest<1> for IsnanValue {
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V::Mask {
        x.is_nan()
    }
}

impl ComplexTest<1> for IsnanValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> bool {
        x.is_nan()
    }
}

pub(super) const ISNAN: Row = Row {
    name: "isnan",
    class: Class::Predicate,
    boolean: true,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float_test::<IsnanValue, 1>().complex_test::<IsnanValue, 1>(),
    gradients: &[None],
    no_grad: Some("a truth value does not change smoothly"),
};

/// `is_inf(x)`
pub struct IsinfValue;
impl FloatTest<1> for IsinfValue {
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V::Mask {
        x.is_inf()
    }
}

impl ComplexTest<1> for IsinfValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> bool {
        x.is_inf()
    }
}

pub(super) const ISINF: Row = Row {
    name: "isinf",
    class: Class::Predicate,
    boolean: true,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float_test::<IsinfValue, 1>().complex_test::<IsinfValue, 1>(),
    gradients: &[None],
    no_grad: Some("a truth value does not change smoothly"),
};

/// `not (is_inf(x) or is_nan(x))`
pub struct IsfiniteValue;
impl FloatTest<1> for IsfiniteValue {
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V::Mask {
        x.is_inf().or(x.is_nan()).not()
    }
}

impl ComplexTest<1> for IsfiniteValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> bool {
        x.is_inf().or(x.is_nan()).not()
    }
}

pub(super) const ISFINITE: Row = Row {
    name: "isfinite",
    class: Class::Predicate,
    boolean: true,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float_test::<IsfiniteValue, 1>().complex_test::<IsfiniteValue, 1>(),
    gradients: &[None],
    no_grad: Some("a truth value does not change smoothly"),
};

/// `x == inf`
pub struct IsposinfValue;
impl FloatTest<1> for IsposinfValue {
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V::Mask {
        x.eq(V::constant(f64::INFINITY))
    }
}

pub(super) const ISPOSINF: Row = Row {
    name: "isposinf",
    class: Class::Predicate,
    boolean: true,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float_test::<IsposinfValue, 1>(),
    gradients: &[None],
    no_grad: Some("a truth value does not change smoothly"),
};

/// `x == -inf`
pub struct IsneginfValue;
impl FloatTest<1> for IsneginfValue {
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V::Mask {
        x.eq(V::constant(-f64::INFINITY))
    }
}

pub(super) const ISNEGINF: Row = Row {
    name: "isneginf",
    class: Class::Predicate,
    boolean: true,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float_test::<IsneginfValue, 1>(),
    gradients: &[None],
    no_grad: Some("a truth value does not change smoothly"),
};

/// `sign_bit(x)`
pub struct SignbitValue;
impl FloatTest<1> for SignbitValue {
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V::Mask {
        x.sign_bit()
    }
}

pub(super) const SIGNBIT: Row = Row {
    name: "signbit",
    class: Class::Predicate,
    boolean: true,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float_test::<SignbitValue, 1>(),
    gradients: &[None],
    no_grad: Some("a truth value does not change smoothly"),
};

/// `x != 0 and other != 0`
pub struct LogicalAndValue;
impl NumberTest<2> for LogicalAndValue {
    #[inline(always)]
    fn eval<V: Number>([x, other]: [V; 2]) -> V::Mask {
        x.ne(V::constant(0.0)).and(other.ne(V::constant(0.0)))
    }
}

impl ComplexTest<2> for LogicalAndValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x, other]: [V; 2]) -> bool {
        x.ne(V::constant(0.0)).and(other.ne(V::constant(0.0)))
    }
}

pub(super) const LOGICAL_AND: Row = Row {
    name: "logical_and",
    class: Class::Logical,
    boolean: true,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::number_test::<LogicalAndValue, 2>().complex_test::<LogicalAndValue, 2>(),
    gradients: &[None, None],
    no_grad: Some("a truth value does not change smoothly"),
};

/// `x != 0 or other != 0`
pub struct LogicalOrValue;
impl NumberTest<2> for LogicalOrValue {
    #[inline(always)]
    fn eval<V: Number>([x, other]: [V; 2]) -> V::Mask {
        x.ne(V::constant(0.0)).or(other.ne(V::constant(0.0)))
    }
}

impl ComplexTest<2> for LogicalOrValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x, other]: [V; 2]) -> bool {
        x.ne(V::constant(0.0)).or(other.ne(V::constant(0.0)))
    }
}

pub(super) const LOGICAL_OR: Row = Row {
    name: "logical_or",
    class: Class::Logical,
    boolean: true,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::number_test::<LogicalOrValue, 2>().complex_test::<LogicalOrValue, 2>(),
    gradients: &[None, None],
    no_grad: Some("a truth value does not change smoothly"),
};

/// `x != 0 xor other != 0`
pub struct LogicalXorValue;
impl NumberTest<2> for LogicalXorValue {
    #[inline(always)]
    fn eval<V: Number>([x, other]: [V; 2]) -> V::Mask {
        x.ne(V::constant(0.0)).xor(other.ne(V::constant(0.0)))
    }
}

impl ComplexTest<2> for LogicalXorValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x, other]: [V; 2]) -> bool {
        x.ne(V::constant(0.0)).xor(other.ne(V::constant(0.0)))
    }
}

pub(super) const LOGICAL_XOR: Row = Row {
    name: "logical_xor",
    class: Class::Logical,
    boolean: true,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::number_test::<LogicalXorValue, 2>().complex_test::<LogicalXorValue, 2>(),
    gradients: &[None, None],
    no_grad: Some("a truth value does not change smoothly"),
};

/// `x == 0`
pub struct LogicalNotValue;
impl NumberTest<1> for LogicalNotValue {
    #[inline(always)]
    fn eval<V: Number>([x]: [V; 1]) -> V::Mask {
        x.eq(V::constant(0.0))
    }
}

impl ComplexTest<1> for LogicalNotValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> bool {
        x.eq(V::constant(0.0))
    }
}

pub(super) const LOGICAL_NOT: Row = Row {
    name: "logical_not",
    class: Class::Logical,
    boolean: true,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::number_test::<LogicalNotValue, 1>().complex_test::<LogicalNotValue, 1>(),
    gradients: &[None],
    no_grad: Some("a truth value does not change smoothly"),
};
