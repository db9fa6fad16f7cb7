//! Rows of the section `exponential`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::cpu::complex::ComplexNumber;
use crate::cpu::complex::Truth;
use crate::cpu::tiles;
use crate::pointwise::body::{ComplexBody, FloatBody};
use crate::pointwise::table::{Arg, Class, Gradient, Row};
use crate::simd::Float;
use crate::simd::Mask;
/// `exp(x)`
pub struct ExpValue;
impl FloatBody<1> for ExpValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.exp()
    }
}

impl ComplexBody<1> for ExpValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> V {
        x.exp()
    }
}

/// `g * out`
pub struct ExpGrad0;
impl FloatBody<2> for ExpGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, out]: [V; 2]) -> V {
        g.mul(out)
    }
}

pub(super) const EXP: Row = Row {
    name: "exp",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<ExpValue, 1>().complex::<ExpValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Output], tiles: tiles::float::<ExpGrad0, 2>() })],
    no_grad: None,
};

/// `exp2(x)`
pub struct Exp2Value;
impl FloatBody<1> for Exp2Value {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.exp2()
    }
}

impl ComplexBody<1> for Exp2Value {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> V {
        x.exp2()
    }
}

/// `g * out * ln(2)`
pub struct Exp2Grad0;
impl FloatBody<2> for Exp2Grad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, out]: [V; 2]) -> V {
        g.mul(out.mul(V::constant(std::f64::consts::LN_2)))
    }
}

pub(super) const EXP2: Row = Row {
    name: "exp2",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<Exp2Value, 1>().complex::<Exp2Value, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Output], tiles: tiles::float::<Exp2Grad0, 2>() })],
    no_grad: None,
};

/// `expm1(x)`
pub struct Expm1Value;
impl FloatBody<1> for Expm1Value {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.expm1()
    }
}

impl ComplexBody<1> for Expm1Value {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> V {
        x.expm1()
    }
}

/// `g * (out + 1)`
pub struct Expm1Grad0;
impl FloatBody<2> for Expm1Grad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, out]: [V; 2]) -> V {
        g.mul(out.add(V::constant(1.0)))
    }
}

pub(super) const EXPM1: Row = Row {
    name: "expm1",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<Expm1Value, 1>().complex::<Expm1Value, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Output], tiles: tiles::float::<Expm1Grad0, 2>() })],
    no_grad: None,
};

/// `log(x)`
pub struct LogValue;
impl FloatBody<1> for LogValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.log()
    }
}

impl ComplexBody<1> for LogValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> V {
        x.log()
    }
}

/// `g / x`
pub struct LogGrad0;
impl FloatBody<2> for LogGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        g.div(x)
    }
}

pub(super) const LOG: Row = Row {
    name: "log",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<LogValue, 1>().complex::<LogValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<LogGrad0, 2>() })],
    no_grad: None,
};

/// `log2(x)`
pub struct Log2Value;
impl FloatBody<1> for Log2Value {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.log2()
    }
}

impl ComplexBody<1> for Log2Value {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> V {
        x.log2()
    }
}

/// `g / (x * ln(2))`
pub struct Log2Grad0;
impl FloatBody<2> for Log2Grad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        g.div(x.mul(V::constant(std::f64::consts::LN_2)))
    }
}

pub(super) const LOG2: Row = Row {
    name: "log2",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<Log2Value, 1>().complex::<Log2Value, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<Log2Grad0, 2>() })],
    no_grad: None,
};

/// `log10(x)`
pub struct Log10Value;
impl FloatBody<1> for Log10Value {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.log10()
    }
}

impl ComplexBody<1> for Log10Value {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> V {
        x.log10()
    }
}

/// `g / (x * ln(10))`
pub struct Log10Grad0;
impl FloatBody<2> for Log10Grad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        g.div(x.mul(V::constant(std::f64::consts::LN_10)))
    }
}

pub(super) const LOG10: Row = Row {
    name: "log10",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<Log10Value, 1>().complex::<Log10Value, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<Log10Grad0, 2>() })],
    no_grad: None,
};

/// `log1p(x)`
pub struct Log1pValue;
impl FloatBody<1> for Log1pValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.log1p()
    }
}

impl ComplexBody<1> for Log1pValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> V {
        x.log1p()
    }
}

/// `g / (x + 1)`
pub struct Log1pGrad0;
impl FloatBody<2> for Log1pGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        g.div(x.add(V::constant(1.0)))
    }
}

pub(super) const LOG1P: Row = Row {
    name: "log1p",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<Log1pValue, 1>().complex::<Log1pValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<Log1pGrad0, 2>() })],
    no_grad: None,
};

/// `where(is_inf(x) and x == other, x, maximum(x, other) + log1p(exp(minimum(x, other) - maximum(x, other))))`
pub struct LogaddexpValue;
impl FloatBody<2> for LogaddexpValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x, other]: [V; 2]) -> V {
        let s0 = x.maximum(other);
        V::select(x.is_inf().and(x.eq(other)), x, s0.add(x.minimum(other).sub(s0).exp().log1p()))
    }
}

impl ComplexBody<2> for LogaddexpValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x, other]: [V; 2]) -> V {
        let s0 = x.maximum(other);
        V::select(x.is_inf().and(x.eq(other)), x, s0.add(x.minimum(other).sub(s0).exp().log1p()))
    }
}

/// `g * sigmoid(x - other)`
pub struct LogaddexpGrad0;
impl FloatBody<3> for LogaddexpGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, other]: [V; 3]) -> V {
        g.mul(x.sub(other).sigmoid())
    }
}

/// `g * sigmoid(other - x)`
pub struct LogaddexpGrad1;
impl FloatBody<3> for LogaddexpGrad1 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, other]: [V; 3]) -> V {
        g.mul(other.sub(x).sigmoid())
    }
}

pub(super) const LOGADDEXP: Row = Row {
    name: "logaddexp",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::float::<LogaddexpValue, 2>().complex::<LogaddexpValue, 2>(),
    gradients: &[
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<LogaddexpGrad0, 3>() }),
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<LogaddexpGrad1, 3>() }),
    ],
    no_grad: None,
};

/// `where(is_inf(x) and x == other, x, maximum(x, other) + log1p(exp2(-abs(x - other))) / ln(2))`
pub struct Logaddexp2Value;
impl FloatBody<2> for Logaddexp2Value {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x, other]: [V; 2]) -> V {
        V::select(
            x.is_inf().and(x.eq(other)),
            x,
            x.maximum(other).add(x.sub(other).abs().neg().exp2().log1p().div(V::constant(std::f64::consts::LN_2))),
        )
    }
}

/// `g / (1 + exp2(other - x))`
pub struct Logaddexp2Grad0;
impl FloatBody<3> for Logaddexp2Grad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, other]: [V; 3]) -> V {
        g.div(V::constant(1.0).add(other.sub(x).exp2()))
    }
}

/// `g / (1 + exp2(x - other))`
pub struct Logaddexp2Grad1;
impl FloatBody<3> for Logaddexp2Grad1 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, other]: [V; 3]) -> V {
        g.div(V::constant(1.0).add(x.sub(other).exp2()))
    }
}

pub(super) const LOGADDEXP2: Row = Row {
    name: "logaddexp2",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::float::<Logaddexp2Value, 2>(),
    gradients: &[
        Some(Gradient {
            args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)],
            tiles: tiles::float::<Logaddexp2Grad0, 3>(),
        }),
        Some(Gradient {
            args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)],
            tiles: tiles::float::<Logaddexp2Grad1, 3>(),
        }),
    ],
    no_grad: None,
};

/// `where(x == 0 and not is_nan(other), 0, x * log(other))`
pub struct XlogyValue;
impl FloatBody<2> for XlogyValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x, other]: [V; 2]) -> V {
        V::select(x.eq(V::constant(0.0)).and(other.is_nan().not()), V::constant(0.0), x.mul(other.log()))
    }
}

/// `where(x == 0 and other <= 0, 0, xlogy(g, other))`
pub struct XlogyGrad0;
impl FloatBody<3> for XlogyGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, other]: [V; 3]) -> V {
        V::select(
            x.eq(V::constant(0.0)).and(other.le(V::constant(0.0))),
            V::constant(0.0),
            V::select(g.eq(V::constant(0.0)).and(other.is_nan().not()), V::constant(0.0), g.mul(other.log())),
        )
    }
}

/// `g * x / other`
pub struct XlogyGrad1;
impl FloatBody<3> for XlogyGrad1 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, x, other]: [V; 3]) -> V {
        g.mul(x).div(other)
    }
}

pub(super) const XLOGY: Row = Row {
    name: "xlogy",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::float::<XlogyValue, 2>(),
    gradients: &[
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<XlogyGrad0, 3>() }),
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<XlogyGrad1, 3>() }),
    ],
    no_grad: None,
};

/// `where(x == 0 and not is_nan(other), 0, x * log1p(other))`
pub struct Xlog1pyValue;
impl FloatBody<2> for Xlog1pyValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x, other]: [V; 2]) -> V {
        V::select(x.eq(V::constant(0.0)).and(other.is_nan().not()), V::constant(0.0), x.mul(other.log1p()))
    }
}

/// `where(x == 0 and other <= -1, 0, xlog1py(g, other))`
pub struct Xlog1pyGrad0;
impl FloatBody<3> for Xlog1pyGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, other]: [V; 3]) -> V {
        V::select(
            x.eq(V::constant(0.0)).and(other.le(V::constant(-1.0))),
            V::constant(0.0),
            V::select(g.eq(V::constant(0.0)).and(other.is_nan().not()), V::constant(0.0), g.mul(other.log1p())),
        )
    }
}

/// `g * x / (other + 1)`
pub struct Xlog1pyGrad1;
impl FloatBody<3> for Xlog1pyGrad1 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, x, other]: [V; 3]) -> V {
        g.mul(x).div(other.add(V::constant(1.0)))
    }
}

pub(super) const XLOG1PY: Row = Row {
    name: "xlog1py",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::float::<Xlog1pyValue, 2>(),
    gradients: &[
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<Xlog1pyGrad0, 3>() }),
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<Xlog1pyGrad1, 3>() }),
    ],
    no_grad: None,
};

/// `where(x == 0, 0, where(x < 0, -inf, -x * log(x)))`
pub struct EntrValue;
impl FloatBody<1> for EntrValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        V::select(
            x.eq(V::constant(0.0)),
            V::constant(0.0),
            V::select(x.lt(V::constant(0.0)), V::constant(-f64::INFINITY), x.neg().mul(x.log())),
        )
    }
}

/// `-g * (1 + log(x))`
pub struct EntrGrad0;
impl FloatBody<2> for EntrGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        g.neg().mul(V::constant(1.0).add(x.log()))
    }
}

pub(super) const ENTR: Row = Row {
    name: "entr",
    class: Class::Float,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<EntrValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<EntrGrad0, 2>() })],
    no_grad: None,
};
