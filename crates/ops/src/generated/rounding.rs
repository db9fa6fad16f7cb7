//! Rows of the section `rounding`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::cpu::tiles;
use crate::pointwise::body::FloatBody;
use crate::pointwise::table::{Arg, Class, Gradient, Row};
use crate::simd::Float;
/// `floor(x)`
pub struct FloorValue;
impl FloatBody<1> for FloorValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.floor()
    }
}

/// `0`
pub struct FloorGrad0;
impl FloatBody<1> for FloorGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([_]: [V; 1]) -> V {
        V::constant(0.0)
    }
}

pub(super) const FLOOR: Row = Row {
    name: "floor",
    class: Class::Rounding,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<FloorValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad], tiles: tiles::float::<FloorGrad0, 1>() })],
    no_grad: None,
};

/// `ceil(x)`
pub struct CeilValue;
impl FloatBody<1> for CeilValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.ceil()
    }
}

/// `0`
pub struct CeilGrad0;
impl FloatBody<1> for CeilGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([_]: [V; 1]) -> V {
        V::constant(0.0)
    }
}

pub(super) const CEIL: Row = Row {
    name: "ceil",
    class: Class::Rounding,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<CeilValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad], tiles: tiles::float::<CeilGrad0, 1>() })],
    no_grad: None,
};

/// `round(x)`
pub struct RoundValue;
impl FloatBody<1> for RoundValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.round()
    }
}

/// `0`
pub struct RoundGrad0;
impl FloatBody<1> for RoundGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([_]: [V; 1]) -> V {
        V::constant(0.0)
    }
}

pub(super) const ROUND: Row = Row {
    name: "round",
    class: Class::Rounding,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<RoundValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad], tiles: tiles::float::<RoundGrad0, 1>() })],
    no_grad: None,
};

/// `trunc(x)`
pub struct TruncValue;
impl FloatBody<1> for TruncValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.trunc()
    }
}

/// `0`
pub struct TruncGrad0;
impl FloatBody<1> for TruncGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([_]: [V; 1]) -> V {
        V::constant(0.0)
    }
}

pub(super) const TRUNC: Row = Row {
    name: "trunc",
    class: Class::Rounding,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<TruncValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad], tiles: tiles::float::<TruncGrad0, 1>() })],
    no_grad: None,
};

/// `x - trunc(x)`
pub struct FracValue;
impl FloatBody<1> for FracValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.sub(x.trunc())
    }
}

pub(super) const FRAC: Row = Row {
    name: "frac",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<FracValue, 1>(),
    gradients: &[Some(Gradient::PASS)],
    no_grad: None,
};
