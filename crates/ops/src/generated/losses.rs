//! Rows of the section `losses`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::cpu::tiles;
use crate::pointwise::body::FloatBody;
use crate::pointwise::table::{Arg, Class, Gradient, Row};
use crate::simd::Float;
/// `(x - target) * (x - target)`
pub struct SquaredDifferenceValue;
impl FloatBody<2> for SquaredDifferenceValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([x, target]: [V; 2]) -> V {
        let s0 = x.sub(target);
        s0.mul(s0)
    }
}

/// `g * 2 * (x - target)`
pub struct SquaredDifferenceGrad0;
impl FloatBody<3> for SquaredDifferenceGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, x, target]: [V; 3]) -> V {
        g.mul(V::constant(2.0).mul(x.sub(target)))
    }
}

/// `-(g * 2 * (x - target))`
pub struct SquaredDifferenceGrad1;
impl FloatBody<3> for SquaredDifferenceGrad1 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, x, target]: [V; 3]) -> V {
        g.mul(V::constant(2.0).mul(x.sub(target))).neg()
    }
}

pub(super) const SQUARED_DIFFERENCE: Row = Row {
    name: "squared_difference",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::float::<SquaredDifferenceValue, 2>(),
    gradients: &[
        Some(Gradient {
            args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)],
            tiles: tiles::float::<SquaredDifferenceGrad0, 3>(),
        }),
        Some(Gradient {
            args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)],
            tiles: tiles::float::<SquaredDifferenceGrad1, 3>(),
        }),
    ],
    no_grad: None,
};

/// `where(abs(x - target) < beta, 0.5 * (x - target) * (x - target) / beta, abs(x - target) - 0.5 * beta)`
pub struct SmoothL1Value;
impl FloatBody<3> for SmoothL1Value {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x, target, beta]: [V; 3]) -> V {
        let s0 = x.sub(target);
        let s1 = s0.abs();
        V::select(s1.lt(beta), V::constant(0.5).mul(s0.mul(s0)).div(beta), s1.sub(V::constant(0.5).mul(beta)))
    }
}

/// `g * where(x - target <= -beta, -1, where(x - target >= beta, 1, (x - target) / beta))`
pub struct SmoothL1Grad0;
impl FloatBody<4> for SmoothL1Grad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, target, beta]: [V; 4]) -> V {
        let s0 = x.sub(target);
        g.mul(V::select(
            s0.le(beta.neg()),
            V::constant(1.0).neg(),
            V::select(s0.ge(beta), V::constant(1.0), s0.div(beta)),
        ))
    }
}

/// `-(g * where(x - target <= -beta, -1, where(x - target >= beta, 1, (x - target) / beta)))`
pub struct SmoothL1Grad1;
impl FloatBody<4> for SmoothL1Grad1 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, target, beta]: [V; 4]) -> V {
        let s0 = x.sub(target);
        g.mul(V::select(
            s0.le(beta.neg()),
            V::constant(1.0).neg(),
            V::select(s0.ge(beta), V::constant(1.0), s0.div(beta)),
        ))
        .neg()
    }
}

pub(super) const SMOOTH_L1: Row = Row {
    name: "smooth_l1",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 3,
    operands: 2,
    value: tiles::float::<SmoothL1Value, 3>(),
    gradients: &[
        Some(Gradient {
            args: &[Arg::Grad, Arg::Input(0), Arg::Input(1), Arg::Input(2)],
            tiles: tiles::float::<SmoothL1Grad0, 4>(),
        }),
        Some(Gradient {
            args: &[Arg::Grad, Arg::Input(0), Arg::Input(1), Arg::Input(2)],
            tiles: tiles::float::<SmoothL1Grad1, 4>(),
        }),
        None,
    ],
    no_grad: None,
};

/// `where(abs(x - target) < delta, 0.5 * (x - target) * (x - target), delta * (abs(x - target) - 0.5 * delta))`
pub struct HuberValue;
impl FloatBody<3> for HuberValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x, target, delta]: [V; 3]) -> V {
        let s0 = x.sub(target);
        let s1 = s0.abs();
        V::select(s1.lt(delta), V::constant(0.5).mul(s0.mul(s0)), delta.mul(s1.sub(V::constant(0.5).mul(delta))))
    }
}

/// `g * where(x - target <= -delta, -delta, where(x - target >= delta, delta, x - target))`
pub struct HuberGrad0;
impl FloatBody<4> for HuberGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, target, delta]: [V; 4]) -> V {
        let s0 = x.sub(target);
        let s1 = delta.neg();
        g.mul(V::select(s0.le(s1), s1, V::select(s0.ge(delta), delta, s0)))
    }
}

/// `-(g * where(x - target <= -delta, -delta, where(x - target >= delta, delta, x - target)))`
pub struct HuberGrad1;
impl FloatBody<4> for HuberGrad1 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, target, delta]: [V; 4]) -> V {
        let s0 = x.sub(target);
        let s1 = delta.neg();
        g.mul(V::select(s0.le(s1), s1, V::select(s0.ge(delta), delta, s0))).neg()
    }
}

pub(super) const HUBER: Row = Row {
    name: "huber",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 3,
    operands: 2,
    value: tiles::float::<HuberValue, 3>(),
    gradients: &[
        Some(Gradient {
            args: &[Arg::Grad, Arg::Input(0), Arg::Input(1), Arg::Input(2)],
            tiles: tiles::float::<HuberGrad0, 4>(),
        }),
        Some(Gradient {
            args: &[Arg::Grad, Arg::Input(0), Arg::Input(1), Arg::Input(2)],
            tiles: tiles::float::<HuberGrad1, 4>(),
        }),
        None,
    ],
    no_grad: None,
};

/// `(target - 1) * maximum(log1p(-x), -100) - target * maximum(log(x), -100)`
pub struct BceValue;
impl FloatBody<2> for BceValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x, target]: [V; 2]) -> V {
        target
            .sub(V::constant(1.0))
            .mul(x.neg().log1p().maximum(V::constant(-100.0)))
            .sub(target.mul(x.log().maximum(V::constant(-100.0))))
    }
}

/// `g * (x - target) / maximum((1 - x) * x, 1e-12)`
pub struct BceGrad0;
impl FloatBody<3> for BceGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, target]: [V; 3]) -> V {
        g.mul(x.sub(target).div(V::constant(1.0).sub(x).mul(x).maximum(V::constant(1e-12))))
    }
}

/// `-(g * logit(x))`
pub struct BceGrad1;
impl FloatBody<2> for BceGrad1 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        g.mul(x.div(V::constant(1.0).sub(x)).log()).neg()
    }
}

pub(super) const BCE: Row = Row {
    name: "bce",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::float::<BceValue, 2>(),
    gradients: &[
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<BceGrad0, 3>() }),
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<BceGrad1, 2>() }),
    ],
    no_grad: None,
};

/// `(1 - target) * x + maximum(-x, 0) + log1p(exp(-abs(x)))`
pub struct BceWithLogitsValue;
impl FloatBody<2> for BceWithLogitsValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x, target]: [V; 2]) -> V {
        V::constant(1.0).sub(target).mul_add(x, x.neg().maximum(V::constant(0.0)).add(x.abs().neg().exp().log1p()))
    }
}

/// `g * (sigmoid(x) - target)`
pub struct BceWithLogitsGrad0;
impl FloatBody<3> for BceWithLogitsGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, target]: [V; 3]) -> V {
        g.mul(x.sigmoid().sub(target))
    }
}

/// `-(g * x)`
pub struct BceWithLogitsGrad1;
impl FloatBody<2> for BceWithLogitsGrad1 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        g.mul(x).neg()
    }
}

pub(super) const BCE_WITH_LOGITS: Row = Row {
    name: "bce_with_logits",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::float::<BceWithLogitsValue, 2>(),
    gradients: &[
        Some(Gradient {
            args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)],
            tiles: tiles::float::<BceWithLogitsGrad0, 3>(),
        }),
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<BceWithLogitsGrad1, 2>() }),
    ],
    no_grad: None,
};

/// `(1 - target) * x + ((pos_weight - 1) * target + 1) * (maximum(-x, 0) + log1p(exp(-abs(x))))`
pub struct BceWithLogitsWeightedValue;
impl FloatBody<3> for BceWithLogitsWeightedValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x, target, pos_weight]: [V; 3]) -> V {
        V::constant(1.0).sub(target).mul_add(
            x,
            pos_weight
                .sub(V::constant(1.0))
                .mul_add(target, V::constant(1.0))
                .mul(x.neg().maximum(V::constant(0.0)).add(x.abs().neg().exp().log1p())),
        )
    }
}

/// `g * ((pos_weight * target + 1 - target) * sigmoid(x) - pos_weight * target)`
pub struct BceWithLogitsWeightedGrad0;
impl FloatBody<4> for BceWithLogitsWeightedGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, target, pos_weight]: [V; 4]) -> V {
        let s0 = pos_weight.mul(target);
        g.mul(s0.add(V::constant(1.0)).sub(target).mul(x.sigmoid()).sub(s0))
    }
}

/// `g * (pos_weight * (maximum(-x, 0) + log1p(exp(-abs(x)))) - (maximum(x, 0) + log1p(exp(-abs(x)))))`
pub struct BceWithLogitsWeightedGrad1;
impl FloatBody<3> for BceWithLogitsWeightedGrad1 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, pos_weight]: [V; 3]) -> V {
        let s0 = x.abs().neg().exp().log1p();
        g.mul(pos_weight.mul(x.neg().maximum(V::constant(0.0)).add(s0)).sub(x.maximum(V::constant(0.0)).add(s0)))
    }
}

/// `g * target * (maximum(-x, 0) + log1p(exp(-abs(x))))`
pub struct BceWithLogitsWeightedGrad2;
impl FloatBody<3> for BceWithLogitsWeightedGrad2 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, target]: [V; 3]) -> V {
        g.mul(target.mul(x.neg().maximum(V::constant(0.0)).add(x.abs().neg().exp().log1p())))
    }
}

pub(super) const BCE_WITH_LOGITS_WEIGHTED: Row = Row {
    name: "bce_with_logits_weighted",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 3,
    operands: 3,
    value: tiles::float::<BceWithLogitsWeightedValue, 3>(),
    gradients: &[
        Some(Gradient {
            args: &[Arg::Grad, Arg::Input(0), Arg::Input(1), Arg::Input(2)],
            tiles: tiles::float::<BceWithLogitsWeightedGrad0, 4>(),
        }),
        Some(Gradient {
            args: &[Arg::Grad, Arg::Input(0), Arg::Input(2)],
            tiles: tiles::float::<BceWithLogitsWeightedGrad1, 3>(),
        }),
        Some(Gradient {
            args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)],
            tiles: tiles::float::<BceWithLogitsWeightedGrad2, 3>(),
        }),
    ],
    no_grad: None,
};

/// `where(target == 0, 0, target * log(target)) - target * x`
pub struct KlTermValue;
impl FloatBody<2> for KlTermValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x, target]: [V; 2]) -> V {
        V::select(target.eq(V::constant(0.0)), V::constant(0.0), target.mul(target.log())).sub(target.mul(x))
    }
}

/// `-(g * target)`
pub struct KlTermGrad0;
impl FloatBody<2> for KlTermGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, target]: [V; 2]) -> V {
        g.mul(target).neg()
    }
}

/// `g * (log(target) + 1 - x)`
pub struct KlTermGrad1;
impl FloatBody<3> for KlTermGrad1 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, target]: [V; 3]) -> V {
        g.mul(target.log().add(V::constant(1.0)).sub(x))
    }
}

pub(super) const KL_TERM: Row = Row {
    name: "kl_term",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::float::<KlTermValue, 2>(),
    gradients: &[
        Some(Gradient { args: &[Arg::Grad, Arg::Input(1)], tiles: tiles::float::<KlTermGrad0, 2>() }),
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<KlTermGrad1, 3>() }),
    ],
    no_grad: None,
};

/// `exp(target) * (target - x)`
pub struct KlLogTermValue;
impl FloatBody<2> for KlLogTermValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x, target]: [V; 2]) -> V {
        target.exp().mul(target.sub(x))
    }
}

/// `-(g * exp(target))`
pub struct KlLogTermGrad0;
impl FloatBody<2> for KlLogTermGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, target]: [V; 2]) -> V {
        g.mul(target.exp()).neg()
    }
}

/// `g * exp(target) * (target - x + 1)`
pub struct KlLogTermGrad1;
impl FloatBody<3> for KlLogTermGrad1 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, target]: [V; 3]) -> V {
        g.mul(target.exp().mul(target.sub(x).add(V::constant(1.0))))
    }
}

pub(super) const KL_LOG_TERM: Row = Row {
    name: "kl_log_term",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::float::<KlLogTermValue, 2>(),
    gradients: &[
        Some(Gradient { args: &[Arg::Grad, Arg::Input(1)], tiles: tiles::float::<KlLogTermGrad0, 2>() }),
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<KlLogTermGrad1, 3>() }),
    ],
    no_grad: None,
};

/// `log1p(exp(-(x * target)))`
pub struct SoftMarginValue;
impl FloatBody<2> for SoftMarginValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x, target]: [V; 2]) -> V {
        x.mul(target).neg().exp().log1p()
    }
}

/// `-(g * target * sigmoid(-(x * target)))`
pub struct SoftMarginGrad0;
impl FloatBody<3> for SoftMarginGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, target]: [V; 3]) -> V {
        g.mul(target.mul(x.mul(target).neg().sigmoid())).neg()
    }
}

/// `-(g * x * sigmoid(-(x * target)))`
pub struct SoftMarginGrad1;
impl FloatBody<3> for SoftMarginGrad1 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, target]: [V; 3]) -> V {
        g.mul(x.mul(x.mul(target).neg().sigmoid())).neg()
    }
}

pub(super) const SOFT_MARGIN: Row = Row {
    name: "soft_margin",
    class: Class::FloatOnly,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::float::<SoftMarginValue, 2>(),
    gradients: &[
        Some(Gradient {
            args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)],
            tiles: tiles::float::<SoftMarginGrad0, 3>(),
        }),
        Some(Gradient {
            args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)],
            tiles: tiles::float::<SoftMarginGrad1, 3>(),
        }),
    ],
    no_grad: None,
};
