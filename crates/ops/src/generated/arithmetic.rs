//! Rows of the section `arithmetic`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::cpu::complex::ComplexNumber;
use crate::cpu::tiles;
use crate::pointwise::body::{ComplexBody, FloatBody, NumberBody};
use crate::pointwise::table::{Arg, Class, Gradient, Row};
use crate::simd::{Float, Number};
/// `x + other`
pub struct AddValue;
impl NumberBody<2> for AddValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Number>([x, other]: [V; 2]) -> V {
        x.add(other)
    }
}

impl ComplexBody<2> for AddValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x, other]: [V; 2]) -> V {
        x.add(other)
    }
}

pub(super) const ADD: Row = Row {
    name: "add",
    class: Class::Arithmetic,
    boolean: true,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::number::<AddValue, 2>().complex::<AddValue, 2>(),
    gradients: &[Some(Gradient::PASS), Some(Gradient::PASS)],
    no_grad: None,
};

/// `x + alpha * other`
pub struct AddAlphaValue;
impl NumberBody<3> for AddAlphaValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Number>([x, other, alpha]: [V; 3]) -> V {
        x.add(alpha.mul(other))
    }
}

impl ComplexBody<3> for AddAlphaValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x, other, alpha]: [V; 3]) -> V {
        x.add(alpha.mul(other))
    }
}

/// `g * alpha`
pub struct AddAlphaGrad1;
impl FloatBody<2> for AddAlphaGrad1 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, alpha]: [V; 2]) -> V {
        g.mul(alpha)
    }
}

pub(super) const ADD_ALPHA: Row = Row {
    name: "add_alpha",
    class: Class::Arithmetic,
    boolean: false,
    real: false,
    inputs: 3,
    operands: 2,
    value: tiles::number::<AddAlphaValue, 3>().complex::<AddAlphaValue, 3>(),
    gradients: &[
        Some(Gradient::PASS),
        Some(Gradient { args: &[Arg::Grad, Arg::Input(2)], tiles: tiles::float::<AddAlphaGrad1, 2>() }),
        None,
    ],
    no_grad: None,
};

/// `x - other`
pub struct SubValue;
impl NumberBody<2> for SubValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Number>([x, other]: [V; 2]) -> V {
        x.sub(other)
    }
}

impl ComplexBody<2> for SubValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x, other]: [V; 2]) -> V {
        x.sub(other)
    }
}

/// `-g`
pub struct SubGrad1;
impl FloatBody<1> for SubGrad1 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g]: [V; 1]) -> V {
        g.neg()
    }
}

pub(super) const SUB: Row = Row {
    name: "sub",
    class: Class::Arithmetic,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::number::<SubValue, 2>().complex::<SubValue, 2>(),
    gradients: &[Some(Gradient::PASS), Some(Gradient { args: &[Arg::Grad], tiles: tiles::float::<SubGrad1, 1>() })],
    no_grad: None,
};

/// `x - alpha * other`
pub struct SubAlphaValue;
impl NumberBody<3> for SubAlphaValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Number>([x, other, alpha]: [V; 3]) -> V {
        x.sub(alpha.mul(other))
    }
}

impl ComplexBody<3> for SubAlphaValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x, other, alpha]: [V; 3]) -> V {
        x.sub(alpha.mul(other))
    }
}

/// `-(g * alpha)`
pub struct SubAlphaGrad1;
impl FloatBody<2> for SubAlphaGrad1 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, alpha]: [V; 2]) -> V {
        g.mul(alpha).neg()
    }
}

pub(super) const SUB_ALPHA: Row = Row {
    name: "sub_alpha",
    class: Class::Arithmetic,
    boolean: false,
    real: false,
    inputs: 3,
    operands: 2,
    value: tiles::number::<SubAlphaValue, 3>().complex::<SubAlphaValue, 3>(),
    gradients: &[
        Some(Gradient::PASS),
        Some(Gradient { args: &[Arg::Grad, Arg::Input(2)], tiles: tiles::float::<SubAlphaGrad1, 2>() }),
        None,
    ],
    no_grad: None,
};

/// `other - x`
pub struct RsubValue;
impl NumberBody<2> for RsubValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Number>([x, other]: [V; 2]) -> V {
        other.sub(x)
    }
}

impl ComplexBody<2> for RsubValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x, other]: [V; 2]) -> V {
        other.sub(x)
    }
}

/// `-g`
pub struct RsubGrad0;
impl FloatBody<1> for RsubGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g]: [V; 1]) -> V {
        g.neg()
    }
}

pub(super) const RSUB: Row = Row {
    name: "rsub",
    class: Class::Arithmetic,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::number::<RsubValue, 2>().complex::<RsubValue, 2>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad], tiles: tiles::float::<RsubGrad0, 1>() }), Some(Gradient::PASS)],
    no_grad: None,
};

/// `x * other`
pub struct MulValue;
impl NumberBody<2> for MulValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Number>([x, other]: [V; 2]) -> V {
        x.mul(other)
    }
}

impl ComplexBody<2> for MulValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x, other]: [V; 2]) -> V {
        x.mul(other)
    }
}

/// `g * other`
pub struct MulGrad0;
impl FloatBody<2> for MulGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, other]: [V; 2]) -> V {
        g.mul(other)
    }
}

/// `g * x`
pub struct MulGrad1;
impl FloatBody<2> for MulGrad1 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        g.mul(x)
    }
}

pub(super) const MUL: Row = Row {
    name: "mul",
    class: Class::Arithmetic,
    boolean: true,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::number::<MulValue, 2>().complex::<MulValue, 2>(),
    gradients: &[
        Some(Gradient { args: &[Arg::Grad, Arg::Input(1)], tiles: tiles::float::<MulGrad0, 2>() }),
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<MulGrad1, 2>() }),
    ],
    no_grad: None,
};

/// `x / other`
pub struct DivValue;
impl FloatBody<2> for DivValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([x, other]: [V; 2]) -> V {
        x.div(other)
    }
}

impl ComplexBody<2> for DivValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x, other]: [V; 2]) -> V {
        x.div(other)
    }
}

/// `g / other`
pub struct DivGrad0;
impl FloatBody<2> for DivGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, other]: [V; 2]) -> V {
        g.div(other)
    }
}

/// `-(g * x / other / other)`
pub struct DivGrad1;
impl FloatBody<3> for DivGrad1 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, x, other]: [V; 3]) -> V {
        g.mul(x.div(other).div(other)).neg()
    }
}

pub(super) const DIV: Row = Row {
    name: "div",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::float::<DivValue, 2>().complex::<DivValue, 2>(),
    gradients: &[
        Some(Gradient { args: &[Arg::Grad, Arg::Input(1)], tiles: tiles::float::<DivGrad0, 2>() }),
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<DivGrad1, 3>() }),
    ],
    no_grad: None,
};

/// `floor_divide(x, other)`
pub struct DivFloorValue;
impl NumberBody<2> for DivFloorValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Number>([x, other]: [V; 2]) -> V {
        x.floor_divide(other)
    }
}

/// `0`
pub struct DivFloorGrad0;
impl FloatBody<1> for DivFloorGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([_]: [V; 1]) -> V {
        V::constant(0.0)
    }
}

/// `0`
pub struct DivFloorGrad1;
impl FloatBody<1> for DivFloorGrad1 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([_]: [V; 1]) -> V {
        V::constant(0.0)
    }
}

pub(super) const DIV_FLOOR: Row = Row {
    name: "div_floor",
    class: Class::Arithmetic,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::number::<DivFloorValue, 2>(),
    gradients: &[
        Some(Gradient { args: &[Arg::Grad], tiles: tiles::float::<DivFloorGrad0, 1>() }),
        Some(Gradient { args: &[Arg::Grad], tiles: tiles::float::<DivFloorGrad1, 1>() }),
    ],
    no_grad: None,
};

/// `trunc_divide(x, other)`
pub struct DivTruncValue;
impl NumberBody<2> for DivTruncValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Number>([x, other]: [V; 2]) -> V {
        x.trunc_divide(other)
    }
}

/// `0`
pub struct DivTruncGrad0;
impl FloatBody<1> for DivTruncGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([_]: [V; 1]) -> V {
        V::constant(0.0)
    }
}

/// `0`
pub struct DivTruncGrad1;
impl FloatBody<1> for DivTruncGrad1 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([_]: [V; 1]) -> V {
        V::constant(0.0)
    }
}

pub(super) const DIV_TRUNC: Row = Row {
    name: "div_trunc",
    class: Class::Arithmetic,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::number::<DivTruncValue, 2>(),
    gradients: &[
        Some(Gradient { args: &[Arg::Grad], tiles: tiles::float::<DivTruncGrad0, 1>() }),
        Some(Gradient { args: &[Arg::Grad], tiles: tiles::float::<DivTruncGrad1, 1>() }),
    ],
    no_grad: None,
};

/// `floor_divide(x, other)`
pub struct FloorDivideValue;
impl NumberBody<2> for FloorDivideValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Number>([x, other]: [V; 2]) -> V {
        x.floor_divide(other)
    }
}

pub(super) const FLOOR_DIVIDE: Row = Row {
    name: "floor_divide",
    class: Class::Arithmetic,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::number::<FloorDivideValue, 2>(),
    gradients: &[None, None],
    no_grad: Some("PyTorch gives floor_divide no derivative; div_floor has a zero one"),
};

/// `fmod(x, other)`
pub struct FmodValue;
impl NumberBody<2> for FmodValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Number>([x, other]: [V; 2]) -> V {
        x.fmod(other)
    }
}

/// `-(g * trunc_divide(x, other))`
pub struct FmodGrad1;
impl FloatBody<3> for FmodGrad1 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, other]: [V; 3]) -> V {
        g.mul(x.trunc_divide(other)).neg()
    }
}

pub(super) const FMOD: Row = Row {
    name: "fmod",
    class: Class::Arithmetic,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::number::<FmodValue, 2>(),
    gradients: &[
        Some(Gradient::PASS),
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<FmodGrad1, 3>() }),
    ],
    no_grad: None,
};

/// `remainder(x, other)`
pub struct RemainderValue;
impl NumberBody<2> for RemainderValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Number>([x, other]: [V; 2]) -> V {
        x.remainder(other)
    }
}

/// `-(g * floor_divide(x, other))`
pub struct RemainderGrad1;
impl FloatBody<3> for RemainderGrad1 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, other]: [V; 3]) -> V {
        g.mul(x.floor_divide(other)).neg()
    }
}

pub(super) const REMAINDER: Row = Row {
    name: "remainder",
    class: Class::Arithmetic,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::number::<RemainderValue, 2>(),
    gradients: &[
        Some(Gradient::PASS),
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<RemainderGrad1, 3>() }),
    ],
    no_grad: None,
};

/// `x * exp2(other)`
pub struct LdexpValue;
impl FloatBody<2> for LdexpValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x, other]: [V; 2]) -> V {
        x.mul(other.exp2())
    }
}

impl ComplexBody<2> for LdexpValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x, other]: [V; 2]) -> V {
        x.mul(other.exp2())
    }
}

/// `g * exp2(other)`
pub struct LdexpGrad0;
impl FloatBody<2> for LdexpGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, other]: [V; 2]) -> V {
        g.mul(other.exp2())
    }
}

/// `g * out * ln(2)`
pub struct LdexpGrad1;
impl FloatBody<2> for LdexpGrad1 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, out]: [V; 2]) -> V {
        g.mul(out.mul(V::constant(std::f64::consts::LN_2)))
    }
}

pub(super) const LDEXP: Row = Row {
    name: "ldexp",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::float::<LdexpValue, 2>().complex::<LdexpValue, 2>(),
    gradients: &[
        Some(Gradient { args: &[Arg::Grad, Arg::Input(1)], tiles: tiles::float::<LdexpGrad0, 2>() }),
        Some(Gradient { args: &[Arg::Grad, Arg::Output], tiles: tiles::float::<LdexpGrad1, 2>() }),
    ],
    no_grad: None,
};

/// `x + value * tensor1 * tensor2`
pub struct AddcmulValue;
impl NumberBody<4> for AddcmulValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Number>([x, tensor1, tensor2, value]: [V; 4]) -> V {
        x.add(value.mul(tensor1.mul(tensor2)))
    }
}

impl ComplexBody<4> for AddcmulValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x, tensor1, tensor2, value]: [V; 4]) -> V {
        x.add(value.mul(tensor1.mul(tensor2)))
    }
}

/// `g * tensor2 * value`
pub struct AddcmulGrad1;
impl FloatBody<3> for AddcmulGrad1 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, tensor2, value]: [V; 3]) -> V {
        g.mul(tensor2.mul(value))
    }
}

/// `g * tensor1 * value`
pub struct AddcmulGrad2;
impl FloatBody<3> for AddcmulGrad2 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, tensor1, value]: [V; 3]) -> V {
        g.mul(tensor1.mul(value))
    }
}

pub(super) const ADDCMUL: Row = Row {
    name: "addcmul",
    class: Class::Arithmetic,
    boolean: false,
    real: false,
    inputs: 4,
    operands: 3,
    value: tiles::number::<AddcmulValue, 4>().complex::<AddcmulValue, 4>(),
    gradients: &[
        Some(Gradient::PASS),
        Some(Gradient { args: &[Arg::Grad, Arg::Input(2), Arg::Input(3)], tiles: tiles::float::<AddcmulGrad1, 3>() }),
        Some(Gradient { args: &[Arg::Grad, Arg::Input(1), Arg::Input(3)], tiles: tiles::float::<AddcmulGrad2, 3>() }),
        None,
    ],
    no_grad: None,
};

/// `x + value * tensor1 / tensor2`
pub struct AddcdivValue;
impl FloatBody<4> for AddcdivValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([x, tensor1, tensor2, value]: [V; 4]) -> V {
        value.mul_add(tensor1.div(tensor2), x)
    }
}

impl ComplexBody<4> for AddcdivValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x, tensor1, tensor2, value]: [V; 4]) -> V {
        x.add(value.mul(tensor1.div(tensor2)))
    }
}

/// `g * value / tensor2`
pub struct AddcdivGrad1;
impl FloatBody<3> for AddcdivGrad1 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, tensor2, value]: [V; 3]) -> V {
        g.mul(value.div(tensor2))
    }
}

/// `-(g * value * tensor1 / (tensor2 * tensor2))`
pub struct AddcdivGrad2;
impl FloatBody<4> for AddcdivGrad2 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, tensor1, tensor2, value]: [V; 4]) -> V {
        g.mul(value.mul(tensor1).div(tensor2.mul(tensor2))).neg()
    }
}

pub(super) const ADDCDIV: Row = Row {
    name: "addcdiv",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 4,
    operands: 3,
    value: tiles::float::<AddcdivValue, 4>().complex::<AddcdivValue, 4>(),
    gradients: &[
        Some(Gradient::PASS),
        Some(Gradient { args: &[Arg::Grad, Arg::Input(2), Arg::Input(3)], tiles: tiles::float::<AddcdivGrad1, 3>() }),
        Some(Gradient {
            args: &[Arg::Grad, Arg::Input(1), Arg::Input(2), Arg::Input(3)],
            tiles: tiles::float::<AddcdivGrad2, 4>(),
        }),
        None,
    ],
    no_grad: None,
};

/// `where(abs(weight) < 0.5, x + weight * (end - x), end - (end - x) * (1 - weight))`
pub struct LerpValue;
impl FloatBody<3> for LerpValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x, end, weight]: [V; 3]) -> V {
        let s0 = end.sub(x);
        V::select(
            weight.abs().lt(V::constant(0.5)),
            weight.mul_add(s0, x),
            end.sub(s0.mul(V::constant(1.0).sub(weight))),
        )
    }
}

impl ComplexBody<3> for LerpValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x, end, weight]: [V; 3]) -> V {
        let s0 = end.sub(x);
        V::select(
            weight.abs().lt(V::constant(0.5)),
            x.add(weight.mul(s0)),
            end.sub(s0.mul(V::constant(1.0).sub(weight))),
        )
    }
}

/// `g * (1 - weight)`
pub struct LerpGrad0;
impl FloatBody<2> for LerpGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, weight]: [V; 2]) -> V {
        g.mul(V::constant(1.0).sub(weight))
    }
}

/// `g * weight`
pub struct LerpGrad1;
impl FloatBody<2> for LerpGrad1 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, weight]: [V; 2]) -> V {
        g.mul(weight)
    }
}

/// `g * (end - x)`
pub struct LerpGrad2;
impl FloatBody<3> for LerpGrad2 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, x, end]: [V; 3]) -> V {
        g.mul(end.sub(x))
    }
}

pub(super) const LERP: Row = Row {
    name: "lerp",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 3,
    operands: 3,
    value: tiles::float::<LerpValue, 3>().complex::<LerpValue, 3>(),
    gradients: &[
        Some(Gradient { args: &[Arg::Grad, Arg::Input(2)], tiles: tiles::float::<LerpGrad0, 2>() }),
        Some(Gradient { args: &[Arg::Grad, Arg::Input(2)], tiles: tiles::float::<LerpGrad1, 2>() }),
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<LerpGrad2, 3>() }),
    ],
    no_grad: None,
};
