//! Rows of the section `trigonometric`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::cpu::complex::ComplexNumber;
use crate::cpu::tiles;
use crate::pointwise::body::{ComplexBody, FloatBody};
use crate::pointwise::table::{Arg, Class, Gradient, Row};
use crate::simd::Float;
/// `sin(x)`
pub struct SinValue;
impl FloatBody<1> for SinValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.sin()
    }
}

impl ComplexBody<1> for SinValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> V {
        x.sin()
    }
}

/// `g * cos(x)`
pub struct SinGrad0;
impl FloatBody<2> for SinGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        g.mul(x.cos())
    }
}

pub(super) const SIN: Row = Row {
    name: "sin",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<SinValue, 1>().complex::<SinValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<SinGrad0, 2>() })],
    no_grad: None,
};

/// `cos(x)`
pub struct CosValue;
impl FloatBody<1> for CosValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.cos()
    }
}

impl ComplexBody<1> for CosValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> V {
        x.cos()
    }
}

/// `g * -sin(x)`
pub struct CosGrad0;
impl FloatBody<2> for CosGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        g.mul(x.sin().neg())
    }
}

pub(super) const COS: Row = Row {
    name: "cos",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<CosValue, 1>().complex::<CosValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<CosGrad0, 2>() })],
    no_grad: None,
};

/// `tan(x)`
pub struct TanValue;
impl FloatBody<1> for TanValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.tan()
    }
}

impl ComplexBody<1> for TanValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> V {
        x.tan()
    }
}

/// `g * (1 + out * out)`
pub struct TanGrad0;
impl FloatBody<2> for TanGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, out]: [V; 2]) -> V {
        g.mul(out.mul_add(out, V::constant(1.0)))
    }
}

pub(super) const TAN: Row = Row {
    name: "tan",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<TanValue, 1>().complex::<TanValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Output], tiles: tiles::float::<TanGrad0, 2>() })],
    no_grad: None,
};

/// `asin(x)`
pub struct AsinValue;
impl FloatBody<1> for AsinValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.asin()
    }
}

impl ComplexBody<1> for AsinValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> V {
        x.asin()
    }
}

/// `g * rsqrt(1 - x * x)`
pub struct AsinGrad0;
impl FloatBody<2> for AsinGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        g.mul(V::constant(1.0).sub(x.mul(x)).rsqrt())
    }
}

pub(super) const ASIN: Row = Row {
    name: "asin",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<AsinValue, 1>().complex::<AsinValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<AsinGrad0, 2>() })],
    no_grad: None,
};

/// `acos(x)`
pub struct AcosValue;
impl FloatBody<1> for AcosValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.acos()
    }
}

impl ComplexBody<1> for AcosValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> V {
        x.acos()
    }
}

/// `g * -rsqrt(1 - x * x)`
pub struct AcosGrad0;
impl FloatBody<2> for AcosGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        g.mul(V::constant(1.0).sub(x.mul(x)).rsqrt().neg())
    }
}

pub(super) const ACOS: Row = Row {
    name: "acos",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<AcosValue, 1>().complex::<AcosValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<AcosGrad0, 2>() })],
    no_grad: None,
};

/// `atan(x)`
pub struct AtanValue;
impl FloatBody<1> for AtanValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.atan()
    }
}

impl ComplexBody<1> for AtanValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> V {
        x.atan()
    }
}

/// `g / (x * x + 1)`
pub struct AtanGrad0;
impl FloatBody<2> for AtanGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        g.div(x.mul_add(x, V::constant(1.0)))
    }
}

pub(super) const ATAN: Row = Row {
    name: "atan",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<AtanValue, 1>().complex::<AtanValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<AtanGrad0, 2>() })],
    no_grad: None,
};

/// `atan2(x, other)`
pub struct Atan2Value;
impl FloatBody<2> for Atan2Value {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x, other]: [V; 2]) -> V {
        x.atan2(other)
    }
}

/// `g * other * recip(x * x + other * other)`
pub struct Atan2Grad0;
impl FloatBody<3> for Atan2Grad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, other]: [V; 3]) -> V {
        g.mul(other.mul(x.mul_add(x, other.mul(other)).recip()))
    }
}

/// `g * -x * recip(x * x + other * other)`
pub struct Atan2Grad1;
impl FloatBody<3> for Atan2Grad1 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, other]: [V; 3]) -> V {
        g.mul(x.neg().mul(x.mul_add(x, other.mul(other)).recip()))
    }
}

pub(super) const ATAN2: Row = Row {
    name: "atan2",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::float::<Atan2Value, 2>(),
    gradients: &[
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<Atan2Grad0, 3>() }),
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<Atan2Grad1, 3>() }),
    ],
    no_grad: None,
};

/// `sinh(x)`
pub struct SinhValue;
impl FloatBody<1> for SinhValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.sinh()
    }
}

impl ComplexBody<1> for SinhValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> V {
        x.sinh()
    }
}

/// `g * cosh(x)`
pub struct SinhGrad0;
impl FloatBody<2> for SinhGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        g.mul(x.cosh())
    }
}

pub(super) const SINH: Row = Row {
    name: "sinh",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<SinhValue, 1>().complex::<SinhValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<SinhGrad0, 2>() })],
    no_grad: None,
};

/// `cosh(x)`
pub struct CoshValue;
impl FloatBody<1> for CoshValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.cosh()
    }
}

impl ComplexBody<1> for CoshValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> V {
        x.cosh()
    }
}

/// `g * sinh(x)`
pub struct CoshGrad0;
impl FloatBody<2> for CoshGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        g.mul(x.sinh())
    }
}

pub(super) const COSH: Row = Row {
    name: "cosh",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<CoshValue, 1>().complex::<CoshValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<CoshGrad0, 2>() })],
    no_grad: None,
};

/// `tanh(x)`
pub struct TanhValue;
impl FloatBody<1> for TanhValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.tanh()
    }
}

impl ComplexBody<1> for TanhValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> V {
        x.tanh()
    }
}

/// `g * (1 - out) * (1 + out)`
pub struct TanhGrad0;
impl FloatBody<2> for TanhGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, out]: [V; 2]) -> V {
        g.mul(V::constant(1.0).sub(out).mul(V::constant(1.0).add(out)))
    }
}

pub(super) const TANH: Row = Row {
    name: "tanh",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<TanhValue, 1>().complex::<TanhValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Output], tiles: tiles::float::<TanhGrad0, 2>() })],
    no_grad: None,
};

/// `asinh(x)`
pub struct AsinhValue;
impl FloatBody<1> for AsinhValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.asinh()
    }
}

impl ComplexBody<1> for AsinhValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> V {
        x.asinh()
    }
}

/// `g * rsqrt(x * x + 1)`
pub struct AsinhGrad0;
impl FloatBody<2> for AsinhGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        g.mul(x.mul_add(x, V::constant(1.0)).rsqrt())
    }
}

pub(super) const ASINH: Row = Row {
    name: "asinh",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<AsinhValue, 1>().complex::<AsinhValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<AsinhGrad0, 2>() })],
    no_grad: None,
};

/// `acosh(x)`
pub struct AcoshValue;
impl FloatBody<1> for AcoshValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.acosh()
    }
}

impl ComplexBody<1> for AcoshValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> V {
        x.acosh()
    }
}

/// `g * rsqrt(x * x - 1)`
pub struct AcoshGrad0;
impl FloatBody<2> for AcoshGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        g.mul(x.mul(x).sub(V::constant(1.0)).rsqrt())
    }
}

pub(super) const ACOSH: Row = Row {
    name: "acosh",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<AcoshValue, 1>().complex::<AcoshValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<AcoshGrad0, 2>() })],
    no_grad: None,
};

/// `atanh(x)`
pub struct AtanhValue;
impl FloatBody<1> for AtanhValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.atanh()
    }
}

impl ComplexBody<1> for AtanhValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> V {
        x.atanh()
    }
}

/// `g / (1 - x * x)`
pub struct AtanhGrad0;
impl FloatBody<2> for AtanhGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        g.div(V::constant(1.0).sub(x.mul(x)))
    }
}

pub(super) const ATANH: Row = Row {
    name: "atanh",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<AtanhValue, 1>().complex::<AtanhValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<AtanhGrad0, 2>() })],
    no_grad: None,
};

/// `x * (pi/180)`
pub struct Deg2radValue;
impl FloatBody<1> for Deg2radValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.mul(V::constant(0.017453292519943295))
    }
}

/// `g * (pi/180)`
pub struct Deg2radGrad0;
impl FloatBody<1> for Deg2radGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g]: [V; 1]) -> V {
        g.mul(V::constant(0.017453292519943295))
    }
}

pub(super) const DEG2RAD: Row = Row {
    name: "deg2rad",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<Deg2radValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad], tiles: tiles::float::<Deg2radGrad0, 1>() })],
    no_grad: None,
};

/// `x * (180/pi)`
pub struct Rad2degValue;
impl FloatBody<1> for Rad2degValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.mul(V::constant(57.29577951308232))
    }
}

/// `g * (180/pi)`
pub struct Rad2degGrad0;
impl FloatBody<1> for Rad2degGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g]: [V; 1]) -> V {
        g.mul(V::constant(57.29577951308232))
    }
}

pub(super) const RAD2DEG: Row = Row {
    name: "rad2deg",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<Rad2degValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad], tiles: tiles::float::<Rad2degGrad0, 1>() })],
    no_grad: None,
};

/// `where(x == 0, 1, sin(x * pi) / (x * pi))`
pub struct SincValue;
impl FloatBody<1> for SincValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        let s0 = x.mul(V::constant(std::f64::consts::PI));
        V::select(x.eq(V::constant(0.0)), V::constant(1.0), s0.sin().div(s0))
    }
}

impl ComplexBody<1> for SincValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> V {
        let s0 = x.mul(V::constant(std::f64::consts::PI));
        V::select(x.eq(V::constant(0.0)), V::constant(1.0), s0.sin().div(s0))
    }
}

/// `where(x * pi * x == 0, 0, g * (x * pi * cos(x * pi) - sin(x * pi)) / (x * pi * x))`
pub struct SincGrad0;
impl FloatBody<2> for SincGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        let s0 = x.mul(V::constant(std::f64::consts::PI));
        let s1 = s0.mul(x);
        V::select(s1.eq(V::constant(0.0)), V::constant(0.0), g.mul(s0.mul(s0.cos()).sub(s0.sin()).div(s1)))
    }
}

pub(super) const SINC: Row = Row {
    name: "sinc",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<SincValue, 1>().complex::<SincValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<SincGrad0, 2>() })],
    no_grad: None,
};
