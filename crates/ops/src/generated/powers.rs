//! Rows of the section `powers`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::cpu::complex::ComplexNumber;
use crate::cpu::tiles;
use crate::pointwise::body::{ComplexBody, FloatBody, NumberBody};
use crate::pointwise::table::{Arg, Class, Gradient, Row};
use crate::simd::Mask;
use crate::simd::{Float, Number};
/// `pow(x, exponent)`
pub struct PowValue;
impl NumberBody<2> for PowValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Number>([x, exponent]: [V; 2]) -> V {
        x.pow(exponent)
    }
}

impl ComplexBody<2> for PowValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x, exponent]: [V; 2]) -> V {
        x.pow(exponent)
    }
}

/// `where(exponent == 0, 0, g * exponent * pow(x, exponent - 1))`
pub struct PowGrad0;
impl FloatBody<3> for PowGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, exponent]: [V; 3]) -> V {
        V::select(
            exponent.eq(V::constant(0.0)),
            V::constant(0.0),
            g.mul(exponent.mul(x.pow(exponent.sub(V::constant(1.0))))),
        )
    }
}

/// `where(x == 0 and not (is_inf(out) or is_nan(out)), 0, g * out * log(x))`
pub struct PowGrad1;
impl FloatBody<3> for PowGrad1 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, out, x]: [V; 3]) -> V {
        V::select(
            x.eq(V::constant(0.0)).and(out.is_inf().or(out.is_nan()).not()),
            V::constant(0.0),
            g.mul(out.mul(x.log())),
        )
    }
}

pub(super) const POW: Row = Row {
    name: "pow",
    class: Class::Arithmetic,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::number::<PowValue, 2>().complex::<PowValue, 2>(),
    gradients: &[
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<PowGrad0, 3>() }),
        Some(Gradient { args: &[Arg::Grad, Arg::Output, Arg::Input(0)], tiles: tiles::float::<PowGrad1, 3>() }),
    ],
    no_grad: None,
};

/// `x * x`
pub struct SquareValue;
impl NumberBody<1> for SquareValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Number>([x]: [V; 1]) -> V {
        x.mul(x)
    }
}

impl ComplexBody<1> for SquareValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> V {
        x.mul(x)
    }
}

/// `g * 2 * x`
pub struct SquareGrad0;
impl FloatBody<2> for SquareGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        g.mul(V::constant(2.0).mul(x))
    }
}

pub(super) const SQUARE: Row = Row {
    name: "square",
    class: Class::Arithmetic,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::number::<SquareValue, 1>().complex::<SquareValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<SquareGrad0, 2>() })],
    no_grad: None,
};

/// `sqrt(x)`
pub struct SqrtValue;
impl FloatBody<1> for SqrtValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.sqrt()
    }
}

impl ComplexBody<1> for SqrtValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> V {
        x.sqrt()
    }
}

/// `g / (2 * out)`
pub struct SqrtGrad0;
impl FloatBody<2> for SqrtGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, out]: [V; 2]) -> V {
        g.div(V::constant(2.0).mul(out))
    }
}

pub(super) const SQRT: Row = Row {
    name: "sqrt",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<SqrtValue, 1>().complex::<SqrtValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Output], tiles: tiles::float::<SqrtGrad0, 2>() })],
    no_grad: None,
};

/// `rsqrt(x)`
pub struct RsqrtValue;
impl FloatBody<1> for RsqrtValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.rsqrt()
    }
}

impl ComplexBody<1> for RsqrtValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> V {
        x.rsqrt()
    }
}

/// `-0.5 * g * out * out * out`
pub struct RsqrtGrad0;
impl FloatBody<2> for RsqrtGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, out]: [V; 2]) -> V {
        V::constant(-0.5).mul(g).mul(out.mul(out).mul(out))
    }
}

pub(super) const RSQRT: Row = Row {
    name: "rsqrt",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<RsqrtValue, 1>().complex::<RsqrtValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Output], tiles: tiles::float::<RsqrtGrad0, 2>() })],
    no_grad: None,
};

/// `recip(x)`
pub struct ReciprocalValue;
impl FloatBody<1> for ReciprocalValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.recip()
    }
}

impl ComplexBody<1> for ReciprocalValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> V {
        x.recip()
    }
}

/// `-g * out * out`
pub struct ReciprocalGrad0;
impl FloatBody<2> for ReciprocalGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, out]: [V; 2]) -> V {
        g.neg().mul(out.mul(out))
    }
}

pub(super) const RECIPROCAL: Row = Row {
    name: "reciprocal",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<ReciprocalValue, 1>().complex::<ReciprocalValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Output], tiles: tiles::float::<ReciprocalGrad0, 2>() })],
    no_grad: None,
};

/// `-x`
pub struct NegValue;
impl NumberBody<1> for NegValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Number>([x]: [V; 1]) -> V {
        x.neg()
    }
}

impl ComplexBody<1> for NegValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> V {
        x.neg()
    }
}

/// `-g`
pub struct NegGrad0;
impl FloatBody<1> for NegGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g]: [V; 1]) -> V {
        g.neg()
    }
}

pub(super) const NEG: Row = Row {
    name: "neg",
    class: Class::Arithmetic,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::number::<NegValue, 1>().complex::<NegValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad], tiles: tiles::float::<NegGrad0, 1>() })],
    no_grad: None,
};

/// `x`
pub struct PositiveValue;
impl NumberBody<1> for PositiveValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Number>([x]: [V; 1]) -> V {
        x
    }
}

impl ComplexBody<1> for PositiveValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> V {
        x
    }
}

pub(super) const POSITIVE: Row = Row {
    name: "positive",
    class: Class::Arithmetic,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::number::<PositiveValue, 1>().complex::<PositiveValue, 1>(),
    gradients: &[Some(Gradient::PASS)],
    no_grad: None,
};

/// `abs(x)`
pub struct AbsValue;
impl NumberBody<1> for AbsValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Number>([x]: [V; 1]) -> V {
        x.abs()
    }
}

impl ComplexBody<1> for AbsValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> V {
        x.abs()
    }
}

/// `g * sign(x)`
pub struct AbsGrad0;
impl FloatBody<2> for AbsGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        g.mul(x.sign())
    }
}

pub(super) const ABS: Row = Row {
    name: "abs",
    class: Class::Arithmetic,
    boolean: true,
    real: true,
    inputs: 1,
    operands: 1,
    value: tiles::number::<AbsValue, 1>().complex::<AbsValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<AbsGrad0, 2>() })],
    no_grad: None,
};

/// `sign(x)`
pub struct SignValue;
impl NumberBody<1> for SignValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Number>([x]: [V; 1]) -> V {
        x.sign()
    }
}

/// `0`
pub struct SignGrad0;
impl FloatBody<1> for SignGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([_]: [V; 1]) -> V {
        V::constant(0.0)
    }
}

pub(super) const SIGN: Row = Row {
    name: "sign",
    class: Class::Arithmetic,
    boolean: true,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::number::<SignValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad], tiles: tiles::float::<SignGrad0, 1>() })],
    no_grad: None,
};

/// `sign(x)`
pub struct SgnValue;
impl NumberBody<1> for SgnValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Number>([x]: [V; 1]) -> V {
        x.sign()
    }
}

impl ComplexBody<1> for SgnValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> V {
        x.sign()
    }
}

/// `0`
pub struct SgnGrad0;
impl FloatBody<1> for SgnGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([_]: [V; 1]) -> V {
        V::constant(0.0)
    }
}

pub(super) const SGN: Row = Row {
    name: "sgn",
    class: Class::Arithmetic,
    boolean: true,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::number::<SgnValue, 1>().complex::<SgnValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad], tiles: tiles::float::<SgnGrad0, 1>() })],
    no_grad: None,
};

/// `copysign(x, other)`
pub struct CopysignValue;
impl FloatBody<2> for CopysignValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x, other]: [V; 2]) -> V {
        x.copysign(other)
    }
}

/// `g * where(x == 0, 0, out / x)`
pub struct CopysignGrad0;
impl FloatBody<3> for CopysignGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, out, x]: [V; 3]) -> V {
        g.mul(V::select(x.eq(V::constant(0.0)), V::constant(0.0), out.div(x)))
    }
}

/// `0`
pub struct CopysignGrad1;
impl FloatBody<1> for CopysignGrad1 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([_]: [V; 1]) -> V {
        V::constant(0.0)
    }
}

pub(super) const COPYSIGN: Row = Row {
    name: "copysign",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::float::<CopysignValue, 2>(),
    gradients: &[
        Some(Gradient { args: &[Arg::Grad, Arg::Output, Arg::Input(0)], tiles: tiles::float::<CopysignGrad0, 3>() }),
        Some(Gradient { args: &[Arg::Grad], tiles: tiles::float::<CopysignGrad1, 1>() }),
    ],
    no_grad: None,
};

/// `nextafter(x, other)`
pub struct NextafterValue;
impl FloatBody<2> for NextafterValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x, other]: [V; 2]) -> V {
        x.nextafter(other)
    }
}

/// `where(x == other, 0, g)`
pub struct NextafterGrad0;
impl FloatBody<3> for NextafterGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, x, other]: [V; 3]) -> V {
        V::select(x.eq(other), V::constant(0.0), g)
    }
}

/// `0`
pub struct NextafterGrad1;
impl FloatBody<1> for NextafterGrad1 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([_]: [V; 1]) -> V {
        V::constant(0.0)
    }
}

pub(super) const NEXTAFTER: Row = Row {
    name: "nextafter",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::float::<NextafterValue, 2>(),
    gradients: &[
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<NextafterGrad0, 3>() }),
        Some(Gradient { args: &[Arg::Grad], tiles: tiles::float::<NextafterGrad1, 1>() }),
    ],
    no_grad: None,
};

/// `hypot(x, other)`
pub struct HypotValue;
impl FloatBody<2> for HypotValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x, other]: [V; 2]) -> V {
        x.hypot(other)
    }
}

/// `g * x / out`
pub struct HypotGrad0;
impl FloatBody<3> for HypotGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, out, x]: [V; 3]) -> V {
        g.mul(x.div(out))
    }
}

/// `g * other / out`
pub struct HypotGrad1;
impl FloatBody<3> for HypotGrad1 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, out, other]: [V; 3]) -> V {
        g.mul(other.div(out))
    }
}

pub(super) const HYPOT: Row = Row {
    name: "hypot",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::float::<HypotValue, 2>(),
    gradients: &[
        Some(Gradient { args: &[Arg::Grad, Arg::Output, Arg::Input(0)], tiles: tiles::float::<HypotGrad0, 3>() }),
        Some(Gradient { args: &[Arg::Grad, Arg::Output, Arg::Input(1)], tiles: tiles::float::<HypotGrad1, 3>() }),
    ],
    no_grad: None,
};

/// `where(x == 0, values, where(x > 0, 1, 0))`
pub struct HeavisideValue;
impl NumberBody<2> for HeavisideValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Number>([x, values]: [V; 2]) -> V {
        V::select(x.eq(V::constant(0.0)), values, V::select(x.gt(V::constant(0.0)), V::constant(1.0), V::constant(0.0)))
    }
}

pub(super) const HEAVISIDE: Row = Row {
    name: "heaviside",
    class: Class::Arithmetic,
    boolean: true,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::number::<HeavisideValue, 2>(),
    gradients: &[None, None],
    no_grad: Some("PyTorch gives heaviside no derivative"),
};
