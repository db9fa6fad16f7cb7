//! Rows of the section `activations`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::cpu::complex::ComplexNumber;
use crate::cpu::tiles;
use crate::pointwise::body::{ComplexBody, FloatBody, NumberBody};
use crate::pointwise::table::{Arg, Class, Gradient, Row};
use crate::simd::Mask;
use crate::simd::{Float, Number};
/// `maximum(x, 0)`
pub struct ReluValue;
impl NumberBody<1> for ReluValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Number>([x]: [V; 1]) -> V {
        x.maximum(V::constant(0.0))
    }
}

/// `where(out <= 0, 0, g)`
pub struct ReluGrad0;
impl FloatBody<2> for ReluGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, out]: [V; 2]) -> V {
        V::select(out.le(V::constant(0.0)), V::constant(0.0), g)
    }
}

pub(super) const RELU: Row = Row {
    name: "relu",
    class: Class::Arithmetic,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::number::<ReluValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Output], tiles: tiles::float::<ReluGrad0, 2>() })],
    no_grad: None,
};

/// `minimum(maximum(x, 0), 6)`
pub struct Relu6Value;
impl NumberBody<1> for Relu6Value {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Number>([x]: [V; 1]) -> V {
        x.maximum(V::constant(0.0)).minimum(V::constant(6.0))
    }
}

/// `where(x <= 0 or x >= 6, 0, g)`
pub struct Relu6Grad0;
impl FloatBody<2> for Relu6Grad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        V::select(x.le(V::constant(0.0)).or(x.ge(V::constant(6.0))), V::constant(0.0), g)
    }
}

pub(super) const RELU6: Row = Row {
    name: "relu6",
    class: Class::Arithmetic,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::number::<Relu6Value, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<Relu6Grad0, 2>() })],
    no_grad: None,
};

/// `where(x > 0, x, x * negative_slope)`
pub struct LeakyReluValue;
impl FloatBody<2> for LeakyReluValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([x, negative_slope]: [V; 2]) -> V {
        V::select(x.gt(V::constant(0.0)), x, x.mul(negative_slope))
    }
}

/// `where(x > 0, g, g * negative_slope)`
pub struct LeakyReluGrad0;
impl FloatBody<3> for LeakyReluGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, x, negative_slope]: [V; 3]) -> V {
        V::select(x.gt(V::constant(0.0)), g, g.mul(negative_slope))
    }
}

pub(super) const LEAKY_RELU: Row = Row {
    name: "leaky_relu",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 1,
    value: tiles::float::<LeakyReluValue, 2>(),
    gradients: &[
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<LeakyReluGrad0, 3>() }),
        None,
    ],
    no_grad: None,
};

/// `where(x > 0, x, weight * x)`
pub struct PreluKernelValue;
impl FloatBody<2> for PreluKernelValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([x, weight]: [V; 2]) -> V {
        V::select(x.gt(V::constant(0.0)), x, weight.mul(x))
    }
}

/// `where(x > 0, g, weight * g)`
pub struct PreluKernelGrad0;
impl FloatBody<3> for PreluKernelGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, x, weight]: [V; 3]) -> V {
        V::select(x.gt(V::constant(0.0)), g, weight.mul(g))
    }
}

/// `where(x > 0, 0, x * g)`
pub struct PreluKernelGrad1;
impl FloatBody<2> for PreluKernelGrad1 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        V::select(x.gt(V::constant(0.0)), V::constant(0.0), x.mul(g))
    }
}

pub(super) const PRELU_KERNEL: Row = Row {
    name: "prelu_kernel",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::float::<PreluKernelValue, 2>(),
    gradients: &[
        Some(Gradient {
            args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)],
            tiles: tiles::float::<PreluKernelGrad0, 3>(),
        }),
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<PreluKernelGrad1, 2>() }),
    ],
    no_grad: None,
};

/// `where(x <= threshold, value, x)`
pub struct ThresholdValue;
impl NumberBody<3> for ThresholdValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Number>([x, threshold, value]: [V; 3]) -> V {
        V::select(x.le(threshold), value, x)
    }
}

/// `where(x <= threshold, 0, g)`
pub struct ThresholdGrad0;
impl FloatBody<3> for ThresholdGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, x, threshold]: [V; 3]) -> V {
        V::select(x.le(threshold), V::constant(0.0), g)
    }
}

pub(super) const THRESHOLD: Row = Row {
    name: "threshold",
    class: Class::Arithmetic,
    boolean: false,
    real: false,
    inputs: 3,
    operands: 1,
    value: tiles::number::<ThresholdValue, 3>(),
    gradients: &[
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<ThresholdGrad0, 3>() }),
        None,
        None,
    ],
    no_grad: None,
};

/// `minimum(maximum(x, min_val), max_val)`
pub struct HardtanhValue;
impl NumberBody<3> for HardtanhValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Number>([x, min_val, max_val]: [V; 3]) -> V {
        x.maximum(min_val).minimum(max_val)
    }
}

/// `where(x <= min_val or x >= max_val, 0, g)`
pub struct HardtanhGrad0;
impl FloatBody<4> for HardtanhGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, x, min_val, max_val]: [V; 4]) -> V {
        V::select(x.le(min_val).or(x.ge(max_val)), V::constant(0.0), g)
    }
}

pub(super) const HARDTANH: Row = Row {
    name: "hardtanh",
    class: Class::Arithmetic,
    boolean: false,
    real: false,
    inputs: 3,
    operands: 1,
    value: tiles::number::<HardtanhValue, 3>(),
    gradients: &[
        Some(Gradient {
            args: &[Arg::Grad, Arg::Input(0), Arg::Input(1), Arg::Input(2)],
            tiles: tiles::float::<HardtanhGrad0, 4>(),
        }),
        None,
        None,
    ],
    no_grad: None,
};

/// `minimum(maximum(x + 3, 0), 6) / 6`
pub struct HardsigmoidValue;
impl FloatBody<1> for HardsigmoidValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.add(V::constant(3.0)).maximum(V::constant(0.0)).minimum(V::constant(6.0)).div(V::constant(6.0))
    }
}

/// `where(x > -3 and x < 3, g / 6, 0)`
pub struct HardsigmoidGrad0;
impl FloatBody<2> for HardsigmoidGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        V::select(x.gt(V::constant(-3.0)).and(x.lt(V::constant(3.0))), g.div(V::constant(6.0)), V::constant(0.0))
    }
}

pub(super) const HARDSIGMOID: Row = Row {
    name: "hardsigmoid",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<HardsigmoidValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<HardsigmoidGrad0, 2>() })],
    no_grad: None,
};

/// `x * minimum(maximum(x + 3, 0), 6) / 6`
pub struct HardswishValue;
impl FloatBody<1> for HardswishValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.mul(x.add(V::constant(3.0)).maximum(V::constant(0.0)).minimum(V::constant(6.0))).div(V::constant(6.0))
    }
}

/// `where(x <= -3, 0, where(x < 3, g * (x / 3 + 0.5), g))`
pub struct HardswishGrad0;
impl FloatBody<2> for HardswishGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        V::select(
            x.le(V::constant(-3.0)),
            V::constant(0.0),
            V::select(x.lt(V::constant(3.0)), g.mul(x.div(V::constant(3.0)).add(V::constant(0.5))), g),
        )
    }
}

pub(super) const HARDSWISH: Row = Row {
    name: "hardswish",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<HardswishValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<HardswishGrad0, 2>() })],
    no_grad: None,
};

/// `where(x >= -lambd and x <= lambd, 0, x)`
pub struct HardshrinkValue;
impl FloatBody<2> for HardshrinkValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x, lambd]: [V; 2]) -> V {
        V::select(x.ge(lambd.neg()).and(x.le(lambd)), V::constant(0.0), x)
    }
}

/// `where(x >= -lambd and x <= lambd, 0, g)`
pub struct HardshrinkGrad0;
impl FloatBody<3> for HardshrinkGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, lambd]: [V; 3]) -> V {
        V::select(x.ge(lambd.neg()).and(x.le(lambd)), V::constant(0.0), g)
    }
}

pub(super) const HARDSHRINK: Row = Row {
    name: "hardshrink",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 1,
    value: tiles::float::<HardshrinkValue, 2>(),
    gradients: &[
        Some(Gradient {
            args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)],
            tiles: tiles::float::<HardshrinkGrad0, 3>(),
        }),
        None,
    ],
    no_grad: None,
};

/// `where(x > lambd, x - lambd, where(x < -lambd, x + lambd, where(is_nan(x), x, 0)))`
pub struct SoftshrinkValue;
impl FloatBody<2> for SoftshrinkValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x, lambd]: [V; 2]) -> V {
        V::select(
            x.gt(lambd),
            x.sub(lambd),
            V::select(x.lt(lambd.neg()), x.add(lambd), V::select(x.is_nan(), x, V::constant(0.0))),
        )
    }
}

/// `where(x >= -lambd and x <= lambd, 0, g)`
pub struct SoftshrinkGrad0;
impl FloatBody<3> for SoftshrinkGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, lambd]: [V; 3]) -> V {
        V::select(x.ge(lambd.neg()).and(x.le(lambd)), V::constant(0.0), g)
    }
}

pub(super) const SOFTSHRINK: Row = Row {
    name: "softshrink",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 1,
    value: tiles::float::<SoftshrinkValue, 2>(),
    gradients: &[
        Some(Gradient {
            args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)],
            tiles: tiles::float::<SoftshrinkGrad0, 3>(),
        }),
        None,
    ],
    no_grad: None,
};

/// `x - tanh(x)`
pub struct TanhshrinkValue;
impl FloatBody<1> for TanhshrinkValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.sub(x.tanh())
    }
}

/// `g * tanh(x) * tanh(x)`
pub struct TanhshrinkGrad0;
impl FloatBody<2> for TanhshrinkGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        let s0 = x.tanh();
        g.mul(s0.mul(s0))
    }
}

pub(super) const TANHSHRINK: Row = Row {
    name: "tanhshrink",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<TanhshrinkValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<TanhshrinkGrad0, 2>() })],
    no_grad: None,
};

/// `x / (1 + abs(x))`
pub struct SoftsignValue;
impl FloatBody<1> for SoftsignValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.div(V::constant(1.0).add(x.abs()))
    }
}

/// `g / ((1 + abs(x)) * (1 + abs(x)))`
pub struct SoftsignGrad0;
impl FloatBody<2> for SoftsignGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        let s0 = V::constant(1.0).add(x.abs());
        g.div(s0.mul(s0))
    }
}

pub(super) const SOFTSIGN: Row = Row {
    name: "softsign",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<SoftsignValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<SoftsignGrad0, 2>() })],
    no_grad: None,
};

/// `where(x * beta > threshold, x, log1p(exp(x * beta)) / beta)`
pub struct SoftplusValue;
impl FloatBody<3> for SoftplusValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x, beta, threshold]: [V; 3]) -> V {
        let s0 = x.mul(beta);
        V::select(s0.gt(threshold), x, s0.exp().log1p().div(beta))
    }
}

/// `where(x * beta > threshold, g, g * sigmoid(x * beta))`
pub struct SoftplusGrad0;
impl FloatBody<4> for SoftplusGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, beta, threshold]: [V; 4]) -> V {
        let s0 = x.mul(beta);
        V::select(s0.gt(threshold), g, g.mul(s0.sigmoid()))
    }
}

pub(super) const SOFTPLUS: Row = Row {
    name: "softplus",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 3,
    operands: 1,
    value: tiles::float::<SoftplusValue, 3>(),
    gradients: &[
        Some(Gradient {
            args: &[Arg::Grad, Arg::Input(0), Arg::Input(1), Arg::Input(2)],
            tiles: tiles::float::<SoftplusGrad0, 4>(),
        }),
        None,
        None,
    ],
    no_grad: None,
};

/// `minimum(x, 0) - log1p(exp(-abs(x)))`
pub struct LogsigmoidValue;
impl FloatBody<1> for LogsigmoidValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.minimum(V::constant(0.0)).sub(x.abs().neg().exp().log1p())
    }
}

/// `g * sigmoid(-x)`
pub struct LogsigmoidGrad0;
impl FloatBody<2> for LogsigmoidGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        g.mul(x.neg().sigmoid())
    }
}

pub(super) const LOGSIGMOID: Row = Row {
    name: "logsigmoid",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<LogsigmoidValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<LogsigmoidGrad0, 2>() })],
    no_grad: None,
};

/// `x * sigmoid(x)`
pub struct SiluValue;
impl FloatBody<1> for SiluValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.mul(x.sigmoid())
    }
}

impl ComplexBody<1> for SiluValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([x]: [V; 1]) -> V {
        x.mul(x.sigmoid())
    }
}

/// `g * sigmoid(x) * (1 + x * (1 - sigmoid(x)))`
pub struct SiluGrad0;
impl FloatBody<2> for SiluGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        let s0 = x.sigmoid();
        g.mul(s0.mul(x.mul_add(V::constant(1.0).sub(s0), V::constant(1.0))))
    }
}

pub(super) const SILU: Row = Row {
    name: "silu",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<SiluValue, 1>().complex::<SiluValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<SiluGrad0, 2>() })],
    no_grad: None,
};

/// `x * 0.5 * (1 + erf(x * 1/sqrt(2)))`
pub struct GeluValue;
impl FloatBody<1> for GeluValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.mul(V::constant(0.5).mul(V::constant(1.0).add(x.mul(V::constant(std::f64::consts::FRAC_1_SQRT_2)).erf())))
    }
}

/// `g * (0.5 * (1 + erf(x * 1/sqrt(2))) + x * 0.3989422804014327 * exp(-0.5 * x * x))`
pub struct GeluGrad0;
impl FloatBody<2> for GeluGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        g.mul(V::constant(0.5).mul_add(
            V::constant(1.0).add(x.mul(V::constant(std::f64::consts::FRAC_1_SQRT_2)).erf()),
            x.mul(V::constant(0.3989422804014327).mul(V::constant(-0.5).mul(x.mul(x)).exp())),
        ))
    }
}

pub(super) const GELU: Row = Row {
    name: "gelu",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<GeluValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<GeluGrad0, 2>() })],
    no_grad: None,
};

/// `0.5 * x * (1 + tanh(0.7978845608028654 * (x + 0.044715 * x * x * x)))`
pub struct GeluTanhValue;
impl FloatBody<1> for GeluTanhValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        V::constant(0.5).mul(x).mul(
            V::constant(1.0)
                .add(V::constant(0.7978845608028654).mul(V::constant(0.044715).mul_add(x.mul(x).mul(x), x)).tanh()),
        )
    }
}

/// `g * (0.5 * (1 + tanh(0.7978845608028654 * (x + 0.044715 * x * x * x))) + 0.5 * x * (1 - tanh(0.7978845608028654 * (x + 0.044715 * x * x * x))) * (1 + tanh(0.7978845608028654 * (x + 0.044715 * x * x * x))) * 0.7978845608028654 * (1 + 0.134145 * x * x))`
pub struct GeluTanhGrad0;
impl FloatBody<2> for GeluTanhGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        let s0 = x.mul(x);
        let s1 = V::constant(0.7978845608028654).mul(V::constant(0.044715).mul_add(s0.mul(x), x)).tanh();
        let s2 = V::constant(1.0).add(s1);
        g.mul(
            V::constant(0.5).mul_add(
                s2,
                V::constant(0.5).mul(x).mul(
                    V::constant(1.0)
                        .sub(s1)
                        .mul(s2)
                        .mul(V::constant(0.7978845608028654).mul(V::constant(0.134145).mul_add(s0, V::constant(1.0)))),
                ),
            ),
        )
    }
}

pub(super) const GELU_TANH: Row = Row {
    name: "gelu_tanh",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<GeluTanhValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<GeluTanhGrad0, 2>() })],
    no_grad: None,
};

/// `x * tanh(maximum(x, 0) + log1p(exp(-abs(x))))`
pub struct MishValue;
impl FloatBody<1> for MishValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        x.mul(x.maximum(V::constant(0.0)).add(x.abs().neg().exp().log1p()).tanh())
    }
}

/// `g * (tanh(maximum(x, 0) + log1p(exp(-abs(x)))) + x * sigmoid(x) * (1 - tanh(maximum(x, 0) + log1p(exp(-abs(x))))) * (1 + tanh(maximum(x, 0) + log1p(exp(-abs(x))))))`
pub struct MishGrad0;
impl FloatBody<2> for MishGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        let s0 = x.maximum(V::constant(0.0)).add(x.abs().neg().exp().log1p()).tanh();
        g.mul(x.mul(x.sigmoid()).mul_add(V::constant(1.0).sub(s0).mul(V::constant(1.0).add(s0)), s0))
    }
}

pub(super) const MISH: Row = Row {
    name: "mish",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<MishValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<MishGrad0, 2>() })],
    no_grad: None,
};

/// `where(x < 0, alpha * expm1(x), x)`
pub struct EluValue;
impl FloatBody<2> for EluValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x, alpha]: [V; 2]) -> V {
        V::select(x.lt(V::constant(0.0)), alpha.mul(x.expm1()), x)
    }
}

/// `where(x <= 0, g * alpha * exp(x), g)`
pub struct EluGrad0;
impl FloatBody<3> for EluGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, alpha]: [V; 3]) -> V {
        V::select(x.le(V::constant(0.0)), g.mul(alpha.mul(x.exp())), g)
    }
}

pub(super) const ELU: Row = Row {
    name: "elu",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 1,
    value: tiles::float::<EluValue, 2>(),
    gradients: &[
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<EluGrad0, 3>() }),
        None,
    ],
    no_grad: None,
};

/// `where(x < 0, alpha * expm1(x / alpha), x)`
pub struct CeluValue;
impl FloatBody<2> for CeluValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x, alpha]: [V; 2]) -> V {
        V::select(x.lt(V::constant(0.0)), alpha.mul(x.div(alpha).expm1()), x)
    }
}

/// `where(x <= 0, g * exp(x / alpha), g)`
pub struct CeluGrad0;
impl FloatBody<3> for CeluGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, alpha]: [V; 3]) -> V {
        V::select(x.le(V::constant(0.0)), g.mul(x.div(alpha).exp()), g)
    }
}

pub(super) const CELU: Row = Row {
    name: "celu",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 1,
    value: tiles::float::<CeluValue, 2>(),
    gradients: &[
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<CeluGrad0, 3>() }),
        None,
    ],
    no_grad: None,
};

/// `where(x < 0, 1.7580993408473766 * expm1(x), 1.0507009873554805 * x)`
pub struct SeluValue;
impl FloatBody<1> for SeluValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x]: [V; 1]) -> V {
        V::select(
            x.lt(V::constant(0.0)),
            V::constant(1.7580993408473766).mul(x.expm1()),
            V::constant(1.0507009873554805).mul(x),
        )
    }
}

/// `where(x <= 0, g * 1.7580993408473766 * exp(x), g * 1.0507009873554805)`
pub struct SeluGrad0;
impl FloatBody<2> for SeluGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        V::select(
            x.le(V::constant(0.0)),
            g.mul(V::constant(1.7580993408473766).mul(x.exp())),
            g.mul(V::constant(1.0507009873554805)),
        )
    }
}

pub(super) const SELU: Row = Row {
    name: "selu",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 1,
    operands: 1,
    value: tiles::float::<SeluValue, 1>(),
    gradients: &[Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<SeluGrad0, 2>() })],
    no_grad: None,
};

/// `where(x < 0, alpha * scale * expm1(x * input_scale), x * scale)`
pub struct EluScaledValue;
impl FloatBody<4> for EluScaledValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x, alpha, scale, input_scale]: [V; 4]) -> V {
        V::select(x.lt(V::constant(0.0)), alpha.mul(scale).mul(x.mul(input_scale).expm1()), x.mul(scale))
    }
}

/// `where(x <= 0, g * alpha * scale * input_scale * exp(x * input_scale), g * scale)`
pub struct EluScaledGrad0;
impl FloatBody<5> for EluScaledGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, alpha, scale, input_scale]: [V; 5]) -> V {
        V::select(
            x.le(V::constant(0.0)),
            g.mul(alpha.mul(scale).mul(input_scale).mul(x.mul(input_scale).exp())),
            g.mul(scale),
        )
    }
}

pub(super) const ELU_SCALED: Row = Row {
    name: "elu_scaled",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 4,
    operands: 1,
    value: tiles::float::<EluScaledValue, 4>(),
    gradients: &[
        Some(Gradient {
            args: &[Arg::Grad, Arg::Input(0), Arg::Input(1), Arg::Input(2), Arg::Input(3)],
            tiles: tiles::float::<EluScaledGrad0, 5>(),
        }),
        None,
        None,
        None,
    ],
    no_grad: None,
};
