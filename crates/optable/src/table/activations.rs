//! Activation functions.
use std::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI, SQRT_2};

use crate::expr::{Expr, G, OUT, W, X, Y, Z, select};
use crate::function::{abs, erf, exp, expm1, ge, gt, is_nan, le, log1p, lt, maximum, minimum, sigmoid, tanh};
use crate::row::Class::{Arithmetic, FloatOnly};
use crate::row::Row;

/// Constants of the self-normalising network (Klambauer et al. 2017), as PyTorch writes them.
const SELU_ALPHA: f64 = 1.673_263_242_354_377_2;
const SELU_SCALE: f64 = 1.050_700_987_355_480_5;

/// The cubic inside the tanh form of gelu (Hendrycks and Gimpel 2016): √(2/π) (x + 0.044715 x³).
const GELU_CUBIC: f64 = 0.044_715;
const GELU_SLOPE: f64 = SQRT_2 * FRAC_2_SQRT_PI * 0.5;

/// Logarithm of `1 + exp(x)`, which must not overflow: composed forms run over the whole line.
fn log1p_exp(x: impl Into<Expr>) -> Expr {
    let x = x.into();
    maximum(&x, 0.0) + log1p(exp(-abs(&x)))
}

/// Distribution function of the standard normal.
fn normal() -> Expr {
    0.5 * (1.0 + erf(X * FRAC_1_SQRT_2))
}

fn gelu_tanh_slope() -> Expr {
    let squash = gelu_tanh();
    let bend = (1.0 - &squash) * (1.0 + &squash) * (GELU_SLOPE * (1.0 + 3.0 * GELU_CUBIC * (X * X)));
    0.5 * (1.0 + squash) + 0.5 * X * bend
}

fn gelu_tanh() -> Expr {
    tanh(GELU_SLOPE * (X + GELU_CUBIC * (X * X * X)))
}

fn mish_slope() -> Expr {
    let squash = tanh(log1p_exp(X));
    &squash + X * sigmoid(X) * ((1.0 - &squash) * (1.0 + &squash))
}

pub fn rows() -> Vec<Row> {
    vec![
        Row::new(Arithmetic, "relu", maximum(X, 0.0), "Positive part; the gradient at zero is zero.")
            .gradient([select(le(OUT, 0.0), 0.0, G)]),
        Row::new(Arithmetic, "relu6", minimum(maximum(X, 0.0), 6.0), "Positive part, at most six.")
            .gradient([select(le(X, 0.0) | ge(X, 6.0), 0.0, G)])
            .over([-3.0..9.0]),
        Row::new(FloatOnly, "leaky_relu", select(gt(X, 0.0), X, X * Y), "Identity above zero, a small slope below.")
            .number("negative_slope", Some(0.01), 0.2)
            .gradient([select(gt(X, 0.0), G, G * Y)]),
        Row::new(FloatOnly, "prelu_kernel", select(gt(X, 0.0), X, Y * X), "`leaky_relu` with a learned slope.")
            .with("weight")
            .gradient([select(gt(X, 0.0), G, Y * G), select(gt(X, 0.0), 0.0, X * G)])
            .new_only()
            .aten(["_prelu_kernel.default"]),
        Row::new(Arithmetic, "threshold", select(le(X, Y), Z, X), "`x` above the threshold, else the value.")
            .number("threshold", None, 0.5)
            .number("value", None, -1.0)
            .gradient([select(le(X, Y), 0.0, G)]),
        Row::new(Arithmetic, "hardtanh", minimum(maximum(X, Y), Z), "Identity between two bounds.")
            .number("min_val", Some(-1.0), -1.0)
            .number("max_val", Some(1.0), 1.0)
            .gradient([select(le(X, Y) | ge(X, Z), 0.0, G)]),
        Row::new(
            FloatOnly,
            "hardsigmoid",
            minimum(maximum(X + 3.0, 0.0), 6.0) / 6.0,
            "Sigmoid of three straight pieces.",
        )
        .gradient([select(gt(X, -3.0) & lt(X, 3.0), G / 6.0, 0.0)])
        .over([-5.0..5.0]),
        Row::new(FloatOnly, "hardswish", X * minimum(maximum(X + 3.0, 0.0), 6.0) / 6.0, "`x` times `hardsigmoid(x)`.")
            .gradient([select(le(X, -3.0), 0.0, select(lt(X, 3.0), G * (X / 3.0 + 0.5), G))])
            .over([-5.0..5.0]),
        Row::new(
            FloatOnly,
            "hardshrink",
            select(ge(X, -Y) & le(X, Y), 0.0, X),
            "Zero between `-lambd` and `lambd`, identity outside.",
        )
        .number("lambd", Some(0.5), 0.5)
        .gradient([select(ge(X, -Y) & le(X, Y), 0.0, G)])
        .new_only(),
        Row::new(
            FloatOnly,
            "softshrink",
            select(gt(X, Y), X - Y, select(lt(X, -Y), X + Y, select(is_nan(X), X, 0.0))),
            "Moves towards zero by `lambd`, stopping there.",
        )
        .number("lambd", Some(0.5), 0.5)
        .gradient([select(ge(X, -Y) & le(X, Y), 0.0, G)])
        .new_only(),
        Row::new(FloatOnly, "tanhshrink", X - tanh(X), "Difference from the hyperbolic tangent.")
            .gradient([G * (tanh(X) * tanh(X))])
            .new_only()
            .aten([]),
        Row::new(FloatOnly, "softsign", X / (1.0 + abs(X)), "A sigmoid without exponentials.")
            .gradient([G / ((1.0 + abs(X)) * (1.0 + abs(X)))])
            .new_only()
            .aten([]),
        Row::new(
            FloatOnly,
            "softplus",
            select(gt(X * Y, Z), X, log1p(exp(X * Y)) / Y),
            "Smooth positive part; the identity above the threshold.",
        )
        .number("beta", Some(1.0), 1.5)
        .number("threshold", Some(20.0), 3.0)
        .gradient([select(gt(X * Y, Z), G, G * sigmoid(X * Y))])
        .new_only(),
        Row::new(
            FloatOnly,
            "logsigmoid",
            minimum(X, 0.0) - log1p(exp(-abs(X))),
            "Logarithm of the sigmoid, without overflow.",
        )
        .gradient([G * sigmoid(-X)])
        .new_only()
        .aten(["log_sigmoid.default"]),
        Row::new(FloatOnly, "silu", X * sigmoid(X), "`x` times its sigmoid; also called swish.")
            .analytic()
            .gradient([G * (sigmoid(X) * (1.0 + X * (1.0 - sigmoid(X))))]),
        Row::new(FloatOnly, "gelu", X * normal(), "`x` times the normal distribution function.")
            .gradient([G * (normal() + X * (0.5 * FRAC_2_SQRT_PI * FRAC_1_SQRT_2 * exp(-0.5 * (X * X))))]),
        Row::new(FloatOnly, "gelu_tanh", 0.5 * X * (1.0 + gelu_tanh()), "`gelu` in its tanh approximation.")
            .gradient([G * gelu_tanh_slope()])
            .aten(["gelu.default"]),
        Row::new(FloatOnly, "mish", X * tanh(log1p_exp(X)), "`x` times the tanh of its softplus.")
            .gradient([G * mish_slope()]),
        Row::new(
            FloatOnly,
            "elu",
            select(lt(X, 0.0), Y * expm1(X), X),
            "Identity above zero, an exponential down to `-alpha` below.",
        )
        .number("alpha", Some(1.0), 0.7)
        .gradient([select(le(X, 0.0), G * (Y * exp(X)), G)]),
        Row::new(FloatOnly, "celu", select(lt(X, 0.0), Y * expm1(X / Y), X), "`elu` with a continuous slope.")
            .number("alpha", Some(1.0), 0.7)
            .gradient([select(le(X, 0.0), G * exp(X / Y), G)]),
        Row::new(
            FloatOnly,
            "selu",
            select(lt(X, 0.0), SELU_SCALE * SELU_ALPHA * expm1(X), SELU_SCALE * X),
            "`elu` scaled so that layers keep mean zero and variance one.",
        )
        .gradient([select(le(X, 0.0), G * (SELU_SCALE * SELU_ALPHA * exp(X)), G * SELU_SCALE)]),
        Row::new(
            FloatOnly,
            "elu_scaled",
            select(lt(X, 0.0), Y * Z * expm1(X * W), X * Z),
            "`elu` with the result and the exponent scaled.",
        )
        .number("alpha", Some(1.0), 0.7)
        .number("scale", Some(1.0), 1.3)
        .number("input_scale", Some(1.0), 0.8)
        .gradient([select(le(X, 0.0), G * (Y * Z * W * exp(X * W)), G * Z)])
        .aten(["elu.default"]),
    ]
}
