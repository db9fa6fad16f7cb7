//! The elementwise operators and their kernels. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
mod activations;
mod arithmetic;
mod bitwise;
mod comparison;
mod exponential;
pub(crate) mod kernels;
mod losses;
mod powers;
mod rounding;
pub(crate) mod rules;
mod selection;
mod special;
mod trigonometric;
use crate::pointwise::table::Row;

/// The elementwise operators.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pointwise {
    /// Sum.
    Add,
    /// Sum with the second term scaled.
    AddAlpha,
    /// Difference.
    Sub,
    /// Difference with the second term scaled.
    SubAlpha,
    /// Difference from the other side.
    Rsub,
    /// Product.
    Mul,
    /// Quotient; whole numbers give a float.
    Div,
    /// Quotient rounded down; the gradient is zero.
    DivFloor,
    /// Quotient rounded towards zero; the gradient is zero.
    DivTrunc,
    /// Quotient rounded down.
    FloorDivide,
    /// Remainder with the sign of the dividend.
    Fmod,
    /// Remainder with the sign of the divisor, as Python's `%`.
    Remainder,
    /// `x` times two to the other.
    Ldexp,
    /// Adds a scaled product.
    Addcmul,
    /// Adds a scaled quotient.
    Addcdiv,
    /// Linear interpolation, exact at both ends.
    Lerp,
    /// Power.
    Pow,
    /// Second power.
    Square,
    /// Square root.
    Sqrt,
    /// Reciprocal of the square root.
    Rsqrt,
    /// One over `x`.
    Reciprocal,
    /// Opposite.
    Neg,
    /// The tensor itself.
    Positive,
    /// Absolute value; the gradient at zero is zero.
    Abs,
    /// Sign: -1, 0 or 1; zero for NaN.
    Sign,
    /// Sign, under the name that PyTorch also uses for complex numbers.
    Sgn,
    /// Size of `x` with the sign of the other.
    Copysign,
    /// Neighbouring float in the direction of the other.
    Nextafter,
    /// Length of the hypotenuse, without overflow in between.
    Hypot,
    /// Step function.
    Heaviside,
    /// Largest whole number not above `x`.
    Floor,
    /// Smallest whole number not below `x`.
    Ceil,
    /// Nearest whole number, halves to the even one.
    Round,
    /// Whole part.
    Trunc,
    /// Part behind the point, with the sign of `x`.
    Frac,
    /// Exponential.
    Exp,
    /// Power of two.
    Exp2,
    /// Exponential less one, exact near zero.
    Expm1,
    /// Natural logarithm.
    Log,
    /// Logarithm to base two.
    Log2,
    /// Logarithm to base ten.
    Log10,
    /// Logarithm of one plus `x`, exact near zero.
    Log1p,
    /// Logarithm of the sum of two exponentials, without overflow.
    Logaddexp,
    /// Logarithm to base two of the sum of two powers of two, without overflow.
    Logaddexp2,
    /// Product with a logarithm; zero where `x` is zero.
    Xlogy,
    /// Product with the logarithm of one plus the other; zero where `x` is zero.
    Xlog1py,
    /// Term of the entropy: zero at zero, minus infinity below.
    Entr,
    /// Sine.
    Sin,
    /// Cosine.
    Cos,
    /// Tangent.
    Tan,
    /// Inverse of the sine.
    Asin,
    /// Inverse of the cosine.
    Acos,
    /// Inverse of the tangent.
    Atan,
    /// Angle of the point with ordinate `x` and abscissa `other`.
    Atan2,
    /// Hyperbolic sine.
    Sinh,
    /// Hyperbolic cosine.
    Cosh,
    /// Hyperbolic tangent.
    Tanh,
    /// Inverse of the hyperbolic sine.
    Asinh,
    /// Inverse of the hyperbolic cosine.
    Acosh,
    /// Inverse of the hyperbolic tangent.
    Atanh,
    /// Degrees to radians.
    Deg2rad,
    /// Radians to degrees.
    Rad2deg,
    /// Normalised cardinal sine.
    Sinc,
    /// Error function.
    Erf,
    /// Complementary error function.
    Erfc,
    /// Complementary error function times `exp(x^2)`.
    Erfcx,
    /// Logarithm of the normal distribution's integral.
    LogNdtr,
    /// Inverse of the error function.
    Erfinv,
    /// Distribution function of the standard normal.
    Ndtr,
    /// Logarithm of the absolute value of the gamma function.
    Lgamma,
    /// Derivative of `lgamma`.
    Digamma,
    /// Derivative of order `n` of `digamma`, `n >= 1`.
    Polygamma,
    /// Modified Bessel function of the first kind, order 0.
    I0,
    /// `i0` times `exp(-abs(x))`.
    I0e,
    /// Modified Bessel function of the first kind, order 1.
    I1,
    /// `i1` times `exp(-abs(x))`.
    I1e,
    /// Logistic function.
    Sigmoid,
    /// Inverse of `sigmoid`.
    Logit,
    /// Positive part; the gradient at zero is zero.
    Relu,
    /// Positive part, at most six.
    Relu6,
    /// Identity above zero, a small slope below.
    LeakyRelu,
    /// `leaky_relu` with a learned slope.
    PreluKernel,
    /// `x` above the threshold, else the value.
    Threshold,
    /// Identity between two bounds.
    Hardtanh,
    /// Sigmoid of three straight pieces.
    Hardsigmoid,
    /// `x` times `hardsigmoid(x)`.
    Hardswish,
    /// Zero between `-lambd` and `lambd`, identity outside.
    Hardshrink,
    /// Moves towards zero by `lambd`, stopping there.
    Softshrink,
    /// Difference from the hyperbolic tangent.
    Tanhshrink,
    /// A sigmoid without exponentials.
    Softsign,
    /// Smooth positive part; the identity above the threshold.
    Softplus,
    /// Logarithm of the sigmoid, without overflow.
    Logsigmoid,
    /// `x` times its sigmoid; also called swish.
    Silu,
    /// `x` times the normal distribution function.
    Gelu,
    /// `gelu` in its tanh approximation.
    GeluTanh,
    /// `x` times the tanh of its softplus.
    Mish,
    /// Identity above zero, an exponential down to `-alpha` below.
    Elu,
    /// `elu` with a continuous slope.
    Celu,
    /// `elu` scaled so that layers keep mean zero and variance one.
    Selu,
    /// `elu` with the result and the exponent scaled.
    EluScaled,
    /// Whether equal.
    Eq,
    /// Whether different.
    Ne,
    /// Whether less.
    Lt,
    /// Whether less or equal.
    Le,
    /// Whether greater.
    Gt,
    /// Whether greater or equal.
    Ge,
    /// Whether not a number.
    Isnan,
    /// Whether infinite.
    Isinf,
    /// Whether neither infinite nor NaN.
    Isfinite,
    /// Whether plus infinity.
    Isposinf,
    /// Whether minus infinity.
    Isneginf,
    /// Whether the sign bit is set: negative numbers and minus zero.
    Signbit,
    /// Whether both are true.
    LogicalAnd,
    /// Whether at least one is true.
    LogicalOr,
    /// Whether exactly one is true.
    LogicalXor,
    /// Whether false.
    LogicalNot,
    /// Larger of two; NaN if either is NaN; ties share the gradient.
    Maximum,
    /// Smaller of two; NaN if either is NaN; ties share the gradient.
    Minimum,
    /// Larger of two; a NaN yields to the other; ties share the gradient.
    Fmax,
    /// Smaller of two; a NaN yields to the other; ties share the gradient.
    Fmin,
    /// Brought between two bounds; the gradient passes at both.
    Clamp,
    /// Brought to at least a bound; the gradient passes at it.
    ClampMin,
    /// Brought to at most a bound; the gradient passes at it.
    ClampMax,
    /// Called on a condition: the first argument where it is true, else the second.
    WhereSelf,
    /// Replaces NaN and the infinities; the gradient is zero there.
    NanToNum,
    /// Bits set in both.
    BitwiseAnd,
    /// Bits set in either.
    BitwiseOr,
    /// Bits set in one only.
    BitwiseXor,
    /// Every bit reversed; the opposite of a bool.
    BitwiseNot,
    /// Bits moved up.
    BitwiseLeftShift,
    /// Bits moved down, the sign kept.
    BitwiseRightShift,
    /// Greatest common divisor, never negative.
    Gcd,
    /// Least common multiple, never negative.
    Lcm,
    /// Term of the mean squared error.
    SquaredDifference,
    /// Term of the smooth L1 loss: quadratic within `beta`.
    SmoothL1,
    /// Term of the Huber loss: quadratic within `delta`.
    Huber,
    /// Term of the binary cross entropy of a probability; logarithms stop at -100.
    Bce,
    /// Term of the binary cross entropy of a logit, without overflow.
    BceWithLogits,
    /// The same with the positive class times `pos_weight`.
    BceWithLogitsWeighted,
    /// Term of the Kullback-Leibler divergence from a log-probability.
    KlTerm,
    /// The same with the target as a log-probability.
    KlLogTerm,
    /// Term of the soft margin loss.
    SoftMargin,
}

impl Pointwise {
    /// Every operator.
    pub const ALL: [Pointwise; 142] = [
        Pointwise::Add,
        Pointwise::AddAlpha,
        Pointwise::Sub,
        Pointwise::SubAlpha,
        Pointwise::Rsub,
        Pointwise::Mul,
        Pointwise::Div,
        Pointwise::DivFloor,
        Pointwise::DivTrunc,
        Pointwise::FloorDivide,
        Pointwise::Fmod,
        Pointwise::Remainder,
        Pointwise::Ldexp,
        Pointwise::Addcmul,
        Pointwise::Addcdiv,
        Pointwise::Lerp,
        Pointwise::Pow,
        Pointwise::Square,
        Pointwise::Sqrt,
        Pointwise::Rsqrt,
        Pointwise::Reciprocal,
        Pointwise::Neg,
        Pointwise::Positive,
        Pointwise::Abs,
        Pointwise::Sign,
        Pointwise::Sgn,
        Pointwise::Copysign,
        Pointwise::Nextafter,
        Pointwise::Hypot,
        Pointwise::Heaviside,
        Pointwise::Floor,
        Pointwise::Ceil,
        Pointwise::Round,
        Pointwise::Trunc,
        Pointwise::Frac,
        Pointwise::Exp,
        Pointwise::Exp2,
        Pointwise::Expm1,
        Pointwise::Log,
        Pointwise::Log2,
        Pointwise::Log10,
        Pointwise::Log1p,
        Pointwise::Logaddexp,
        Pointwise::Logaddexp2,
        Pointwise::Xlogy,
        Pointwise::Xlog1py,
        Pointwise::Entr,
        Pointwise::Sin,
        Pointwise::Cos,
        Pointwise::Tan,
        Pointwise::Asin,
        Pointwise::Acos,
        Pointwise::Atan,
        Pointwise::Atan2,
        Pointwise::Sinh,
        Pointwise::Cosh,
        Pointwise::Tanh,
        Pointwise::Asinh,
        Pointwise::Acosh,
        Pointwise::Atanh,
        Pointwise::Deg2rad,
        Pointwise::Rad2deg,
        Pointwise::Sinc,
        Pointwise::Erf,
        Pointwise::Erfc,
        Pointwise::Erfcx,
        Pointwise::LogNdtr,
        Pointwise::Erfinv,
        Pointwise::Ndtr,
        Pointwise::Lgamma,
        Pointwise::Digamma,
        Pointwise::Polygamma,
        Pointwise::I0,
        Pointwise::I0e,
        Pointwise::I1,
        Pointwise::I1e,
        Pointwise::Sigmoid,
        Pointwise::Logit,
        Pointwise::Relu,
        Pointwise::Relu6,
        Pointwise::LeakyRelu,
        Pointwise::PreluKernel,
        Pointwise::Threshold,
        Pointwise::Hardtanh,
        Pointwise::Hardsigmoid,
        Pointwise::Hardswish,
        Pointwise::Hardshrink,
        Pointwise::Softshrink,
        Pointwise::Tanhshrink,
        Pointwise::Softsign,
        Pointwise::Softplus,
        Pointwise::Logsigmoid,
        Pointwise::Silu,
        Pointwise::Gelu,
        Pointwise::GeluTanh,
        Pointwise::Mish,
        Pointwise::Elu,
        Pointwise::Celu,
        Pointwise::Selu,
        Pointwise::EluScaled,
        Pointwise::Eq,
        Pointwise::Ne,
        Pointwise::Lt,
        Pointwise::Le,
        Pointwise::Gt,
        Pointwise::Ge,
        Pointwise::Isnan,
        Pointwise::Isinf,
        Pointwise::Isfinite,
        Pointwise::Isposinf,
        Pointwise::Isneginf,
        Pointwise::Signbit,
        Pointwise::LogicalAnd,
        Pointwise::LogicalOr,
        Pointwise::LogicalXor,
        Pointwise::LogicalNot,
        Pointwise::Maximum,
        Pointwise::Minimum,
        Pointwise::Fmax,
        Pointwise::Fmin,
        Pointwise::Clamp,
        Pointwise::ClampMin,
        Pointwise::ClampMax,
        Pointwise::WhereSelf,
        Pointwise::NanToNum,
        Pointwise::BitwiseAnd,
        Pointwise::BitwiseOr,
        Pointwise::BitwiseXor,
        Pointwise::BitwiseNot,
        Pointwise::BitwiseLeftShift,
        Pointwise::BitwiseRightShift,
        Pointwise::Gcd,
        Pointwise::Lcm,
        Pointwise::SquaredDifference,
        Pointwise::SmoothL1,
        Pointwise::Huber,
        Pointwise::Bce,
        Pointwise::BceWithLogits,
        Pointwise::BceWithLogitsWeighted,
        Pointwise::KlTerm,
        Pointwise::KlLogTerm,
        Pointwise::SoftMargin,
    ];
}

/// One row for each operator, in the order of [`Pointwise`].
pub static ROWS: [Row; 142] = [
    arithmetic::ADD,
    arithmetic::ADD_ALPHA,
    arithmetic::SUB,
    arithmetic::SUB_ALPHA,
    arithmetic::RSUB,
    arithmetic::MUL,
    arithmetic::DIV,
    arithmetic::DIV_FLOOR,
    arithmetic::DIV_TRUNC,
    arithmetic::FLOOR_DIVIDE,
    arithmetic::FMOD,
    arithmetic::REMAINDER,
    arithmetic::LDEXP,
    arithmetic::ADDCMUL,
    arithmetic::ADDCDIV,
    arithmetic::LERP,
    powers::POW,
    powers::SQUARE,
    powers::SQRT,
    powers::RSQRT,
    powers::RECIPROCAL,
    powers::NEG,
    powers::POSITIVE,
    powers::ABS,
    powers::SIGN,
    powers::SGN,
    powers::COPYSIGN,
    powers::NEXTAFTER,
    powers::HYPOT,
    powers::HEAVISIDE,
    rounding::FLOOR,
    rounding::CEIL,
    rounding::ROUND,
    rounding::TRUNC,
    rounding::FRAC,
    exponential::EXP,
    exponential::EXP2,
    exponential::EXPM1,
    exponential::LOG,
    exponential::LOG2,
    exponential::LOG10,
    exponential::LOG1P,
    exponential::LOGADDEXP,
    exponential::LOGADDEXP2,
    exponential::XLOGY,
    exponential::XLOG1PY,
    exponential::ENTR,
    trigonometric::SIN,
    trigonometric::COS,
    trigonometric::TAN,
    trigonometric::ASIN,
    trigonometric::ACOS,
    trigonometric::ATAN,
    trigonometric::ATAN2,
    trigonometric::SINH,
    trigonometric::COSH,
    trigonometric::TANH,
    trigonometric::ASINH,
    trigonometric::ACOSH,
    trigonometric::ATANH,
    trigonometric::DEG2RAD,
    trigonometric::RAD2DEG,
    trigonometric::SINC,
    special::ERF,
    special::ERFC,
    special::ERFCX,
    special::LOG_NDTR,
    special::ERFINV,
    special::NDTR,
    special::LGAMMA,
    special::DIGAMMA,
    special::POLYGAMMA,
    special::I0,
    special::I0E,
    special::I1,
    special::I1E,
    special::SIGMOID,
    special::LOGIT,
    activations::RELU,
    activations::RELU6,
    activations::LEAKY_RELU,
    activations::PRELU_KERNEL,
    activations::THRESHOLD,
    activations::HARDTANH,
    activations::HARDSIGMOID,
    activations::HARDSWISH,
    activations::HARDSHRINK,
    activations::SOFTSHRINK,
    activations::TANHSHRINK,
    activations::SOFTSIGN,
    activations::SOFTPLUS,
    activations::LOGSIGMOID,
    activations::SILU,
    activations::GELU,
    activations::GELU_TANH,
    activations::MISH,
    activations::ELU,
    activations::CELU,
    activations::SELU,
    activations::ELU_SCALED,
    comparison::EQ,
    comparison::NE,
    comparison::LT,
    comparison::LE,
    comparison::GT,
    comparison::GE,
    comparison::ISNAN,
    comparison::ISINF,
    comparison::ISFINITE,
    comparison::ISPOSINF,
    comparison::ISNEGINF,
    comparison::SIGNBIT,
    comparison::LOGICAL_AND,
    comparison::LOGICAL_OR,
    comparison::LOGICAL_XOR,
    comparison::LOGICAL_NOT,
    selection::MAXIMUM,
    selection::MINIMUM,
    selection::FMAX,
    selection::FMIN,
    selection::CLAMP,
    selection::CLAMP_MIN,
    selection::CLAMP_MAX,
    selection::WHERE_SELF,
    selection::NAN_TO_NUM,
    bitwise::BITWISE_AND,
    bitwise::BITWISE_OR,
    bitwise::BITWISE_XOR,
    bitwise::BITWISE_NOT,
    bitwise::BITWISE_LEFT_SHIFT,
    bitwise::BITWISE_RIGHT_SHIFT,
    bitwise::GCD,
    bitwise::LCM,
    losses::SQUARED_DIFFERENCE,
    losses::SMOOTH_L1,
    losses::HUBER,
    losses::BCE,
    losses::BCE_WITH_LOGITS,
    losses::BCE_WITH_LOGITS_WEIGHTED,
    losses::KL_TERM,
    losses::KL_LOG_TERM,
    losses::SOFT_MARGIN,
];
