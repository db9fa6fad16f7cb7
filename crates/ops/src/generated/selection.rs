//! Rows of the section `selection`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::cpu::complex::ComplexNumber;
use crate::cpu::tiles;
use crate::pointwise::body::{ComplexBody, FloatBody, NumberBody};
use crate::pointwise::table::{Arg, Class, Gradient, Row};
use crate::simd::Mask;
use crate::simd::{Float, Number};
/// `maximum(x, other)`
pub struct MaximumValue;
impl NumberBody<2> for MaximumValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Number>([x, other]: [V; 2]) -> V {
        x.maximum(other)
    }
}

/// `where(x < other, 0, where(x == other, g / 2, g))`
pub struct MaximumGrad0;
impl FloatBody<3> for MaximumGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, other]: [V; 3]) -> V {
        V::select(x.lt(other), V::constant(0.0), V::select(x.eq(other), g.div(V::constant(2.0)), g))
    }
}

/// `where(x > other, 0, where(x == other, g / 2, g))`
pub struct MaximumGrad1;
impl FloatBody<3> for MaximumGrad1 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, other]: [V; 3]) -> V {
        V::select(x.gt(other), V::constant(0.0), V::select(x.eq(other), g.div(V::constant(2.0)), g))
    }
}

pub(super) const MAXIMUM: Row = Row {
    name: "maximum",
    class: Class::Arithmetic,
    boolean: true,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::number::<MaximumValue, 2>(),
    gradients: &[
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<MaximumGrad0, 3>() }),
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<MaximumGrad1, 3>() }),
    ],
    no_grad: None,
};

/// `minimum(x, other)`
pub struct MinimumValue;
impl NumberBody<2> for MinimumValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Number>([x, other]: [V; 2]) -> V {
        x.minimum(other)
    }
}

/// `where(x > other, 0, where(x == other, g / 2, g))`
pub struct MinimumGrad0;
impl FloatBody<3> for MinimumGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, other]: [V; 3]) -> V {
        V::select(x.gt(other), V::constant(0.0), V::select(x.eq(other), g.div(V::constant(2.0)), g))
    }
}

/// `where(x < other, 0, where(x == other, g / 2, g))`
pub struct MinimumGrad1;
impl FloatBody<3> for MinimumGrad1 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, other]: [V; 3]) -> V {
        V::select(x.lt(other), V::constant(0.0), V::select(x.eq(other), g.div(V::constant(2.0)), g))
    }
}

pub(super) const MINIMUM: Row = Row {
    name: "minimum",
    class: Class::Arithmetic,
    boolean: true,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::number::<MinimumValue, 2>(),
    gradients: &[
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<MinimumGrad0, 3>() }),
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<MinimumGrad1, 3>() }),
    ],
    no_grad: None,
};

/// `where(x >= other or other != other, x, other)`
pub struct FmaxValue;
impl NumberBody<2> for FmaxValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Number>([x, other]: [V; 2]) -> V {
        V::select(x.ge(other).or(other.ne(other)), x, other)
    }
}

/// `where(x == other, g / 2, where(x >= other or other != other, g, 0))`
pub struct FmaxGrad0;
impl FloatBody<3> for FmaxGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, other]: [V; 3]) -> V {
        V::select(x.eq(other), g.div(V::constant(2.0)), V::select(x.ge(other).or(other.ne(other)), g, V::constant(0.0)))
    }
}

/// `where(x == other, g / 2, where(not (x >= other or other != other), g, 0))`
pub struct FmaxGrad1;
impl FloatBody<3> for FmaxGrad1 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, other]: [V; 3]) -> V {
        V::select(
            x.eq(other),
            g.div(V::constant(2.0)),
            V::select(x.ge(other).or(other.ne(other)).not(), g, V::constant(0.0)),
        )
    }
}

pub(super) const FMAX: Row = Row {
    name: "fmax",
    class: Class::Arithmetic,
    boolean: true,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::number::<FmaxValue, 2>(),
    gradients: &[
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<FmaxGrad0, 3>() }),
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<FmaxGrad1, 3>() }),
    ],
    no_grad: None,
};

/// `where(x <= other or other != other, x, other)`
pub struct FminValue;
impl NumberBody<2> for FminValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Number>([x, other]: [V; 2]) -> V {
        V::select(x.le(other).or(other.ne(other)), x, other)
    }
}

/// `where(x == other, g / 2, where(x <= other or other != other, g, 0))`
pub struct FminGrad0;
impl FloatBody<3> for FminGrad0 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, other]: [V; 3]) -> V {
        V::select(x.eq(other), g.div(V::constant(2.0)), V::select(x.le(other).or(other.ne(other)), g, V::constant(0.0)))
    }
}

/// `where(x == other, g / 2, where(not (x <= other or other != other), g, 0))`
pub struct FminGrad1;
impl FloatBody<3> for FminGrad1 {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([g, x, other]: [V; 3]) -> V {
        V::select(
            x.eq(other),
            g.div(V::constant(2.0)),
            V::select(x.le(other).or(other.ne(other)).not(), g, V::constant(0.0)),
        )
    }
}

pub(super) const FMIN: Row = Row {
    name: "fmin",
    class: Class::Arithmetic,
    boolean: true,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::number::<FminValue, 2>(),
    gradients: &[
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<FminGrad0, 3>() }),
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<FminGrad1, 3>() }),
    ],
    no_grad: None,
};

/// `minimum(maximum(x, min), max)`
pub struct ClampValue;
impl NumberBody<3> for ClampValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Number>([x, min, max]: [V; 3]) -> V {
        x.maximum(min).minimum(max)
    }
}

/// `where(x >= min and x <= max, g, 0)`
pub struct ClampGrad0;
impl FloatBody<4> for ClampGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, x, min, max]: [V; 4]) -> V {
        V::select(x.ge(min).and(x.le(max)), g, V::constant(0.0))
    }
}

/// `where(x < min and min < max, g, 0)`
pub struct ClampGrad1;
impl FloatBody<4> for ClampGrad1 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, x, min, max]: [V; 4]) -> V {
        V::select(x.lt(min).and(min.lt(max)), g, V::constant(0.0))
    }
}

/// `where(x > max or max < min, g, 0)`
pub struct ClampGrad2;
impl FloatBody<4> for ClampGrad2 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, x, min, max]: [V; 4]) -> V {
        V::select(x.gt(max).or(max.lt(min)), g, V::constant(0.0))
    }
}

pub(super) const CLAMP: Row = Row {
    name: "clamp",
    class: Class::Arithmetic,
    boolean: false,
    real: false,
    inputs: 3,
    operands: 3,
    value: tiles::number::<ClampValue, 3>(),
    gradients: &[
        Some(Gradient {
            args: &[Arg::Grad, Arg::Input(0), Arg::Input(1), Arg::Input(2)],
            tiles: tiles::float::<ClampGrad0, 4>(),
        }),
        Some(Gradient {
            args: &[Arg::Grad, Arg::Input(0), Arg::Input(1), Arg::Input(2)],
            tiles: tiles::float::<ClampGrad1, 4>(),
        }),
        Some(Gradient {
            args: &[Arg::Grad, Arg::Input(0), Arg::Input(1), Arg::Input(2)],
            tiles: tiles::float::<ClampGrad2, 4>(),
        }),
    ],
    no_grad: None,
};

/// `maximum(x, min)`
pub struct ClampMinValue;
impl NumberBody<2> for ClampMinValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Number>([x, min]: [V; 2]) -> V {
        x.maximum(min)
    }
}

/// `where(x >= min, g, 0)`
pub struct ClampMinGrad0;
impl FloatBody<3> for ClampMinGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, x, min]: [V; 3]) -> V {
        V::select(x.ge(min), g, V::constant(0.0))
    }
}

/// `where(x < min, g, 0)`
pub struct ClampMinGrad1;
impl FloatBody<3> for ClampMinGrad1 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, x, min]: [V; 3]) -> V {
        V::select(x.lt(min), g, V::constant(0.0))
    }
}

pub(super) const CLAMP_MIN: Row = Row {
    name: "clamp_min",
    class: Class::Arithmetic,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::number::<ClampMinValue, 2>(),
    gradients: &[
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<ClampMinGrad0, 3>() }),
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<ClampMinGrad1, 3>() }),
    ],
    no_grad: None,
};

/// `minimum(x, max)`
pub struct ClampMaxValue;
impl NumberBody<2> for ClampMaxValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Number>([x, max]: [V; 2]) -> V {
        x.minimum(max)
    }
}

/// `where(x <= max, g, 0)`
pub struct ClampMaxGrad0;
impl FloatBody<3> for ClampMaxGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, x, max]: [V; 3]) -> V {
        V::select(x.le(max), g, V::constant(0.0))
    }
}

/// `where(x > max, g, 0)`
pub struct ClampMaxGrad1;
impl FloatBody<3> for ClampMaxGrad1 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, x, max]: [V; 3]) -> V {
        V::select(x.gt(max), g, V::constant(0.0))
    }
}

pub(super) const CLAMP_MAX: Row = Row {
    name: "clamp_max",
    class: Class::Arithmetic,
    boolean: false,
    real: false,
    inputs: 2,
    operands: 2,
    value: tiles::number::<ClampMaxValue, 2>(),
    gradients: &[
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<ClampMaxGrad0, 3>() }),
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0), Arg::Input(1)], tiles: tiles::float::<ClampMaxGrad1, 3>() }),
    ],
    no_grad: None,
};

/// `where(condition != 0, input, other)`
pub struct WhereSelfValue;
impl NumberBody<3> for WhereSelfValue {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Number>([condition, input, other]: [V; 3]) -> V {
        V::select(condition.ne(V::constant(0.0)), input, other)
    }
}

impl ComplexBody<3> for WhereSelfValue {
    #[inline(always)]
    fn eval<V: ComplexNumber>([condition, input, other]: [V; 3]) -> V {
        V::select(condition.ne(V::constant(0.0)), input, other)
    }
}

/// `where(condition != 0, g, 0)`
pub struct WhereSelfGrad1;
impl FloatBody<2> for WhereSelfGrad1 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, condition]: [V; 2]) -> V {
        V::select(condition.ne(V::constant(0.0)), g, V::constant(0.0))
    }
}

/// `where(condition != 0, 0, g)`
pub struct WhereSelfGrad2;
impl FloatBody<2> for WhereSelfGrad2 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, condition]: [V; 2]) -> V {
        V::select(condition.ne(V::constant(0.0)), V::constant(0.0), g)
    }
}

pub(super) const WHERE_SELF: Row = Row {
    name: "where_self",
    class: Class::Select,
    boolean: true,
    real: false,
    inputs: 3,
    operands: 3,
    value: tiles::number::<WhereSelfValue, 3>().complex::<WhereSelfValue, 3>(),
    gradients: &[
        None,
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<WhereSelfGrad1, 2>() }),
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<WhereSelfGrad2, 2>() }),
    ],
    no_grad: None,
};

/// `where(is_nan(x), nan, where(x == inf, posinf, where(x == -inf, neginf, x)))`
pub struct NanToNumValue;
impl FloatBody<4> for NanToNumValue {
    const CHEAP: bool = false;
    #[inline(always)]
    fn eval<V: Float>([x, nan, posinf, neginf]: [V; 4]) -> V {
        V::select(
            x.is_nan(),
            nan,
            V::select(
                x.eq(V::constant(f64::INFINITY)),
                posinf,
                V::select(x.eq(V::constant(-f64::INFINITY)), neginf, x),
            ),
        )
    }
}

/// `where(is_nan(x) or is_inf(x), 0, g)`
pub struct NanToNumGrad0;
impl FloatBody<2> for NanToNumGrad0 {
    const CHEAP: bool = true;
    #[inline(always)]
    fn eval<V: Float>([g, x]: [V; 2]) -> V {
        V::select(x.is_nan().or(x.is_inf()), V::constant(0.0), g)
    }
}

pub(super) const NAN_TO_NUM: Row = Row {
    name: "nan_to_num",
    class: Class::Rounding,
    boolean: false,
    real: false,
    inputs: 4,
    operands: 1,
    value: tiles::float::<NanToNumValue, 4>(),
    gradients: &[
        Some(Gradient { args: &[Arg::Grad, Arg::Input(0)], tiles: tiles::float::<NanToNumGrad0, 2>() }),
        None,
        None,
        None,
    ],
    no_grad: None,
};
