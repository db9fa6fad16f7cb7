//! Exponentials and logarithms.
use std::f64::consts::{LN_2, LN_10};

use crate::expr::{Expr, G, OUT, X, Y, call, select};
use crate::function::{
    abs, eq, exp, exp2, expm1, is_inf, is_nan, le, log, log1p, log2, log10, lt, maximum, minimum, sigmoid,
};
use crate::row::Class::{Float, FloatOnly};
use crate::row::Row;

/// `x log(y)`, zero at `x = 0` unless `y` is NaN.
fn xlogy(x: impl Into<Expr>, y: impl Into<Expr>) -> Expr {
    let (x, y) = (x.into(), y.into());
    select(eq(&x, 0.0) & !is_nan(&y), 0.0, &x * log(&y))
}

/// `x log(1 + y)`, zero at `x = 0` unless `y` is NaN.
fn xlog1py(x: impl Into<Expr>, y: impl Into<Expr>) -> Expr {
    let (x, y) = (x.into(), y.into());
    select(eq(&x, 0.0) & !is_nan(&y), 0.0, &x * log1p(&y))
}

/// Equal infinities have no difference: the maximum is the sum then.
fn log_sum(rest: Expr) -> Expr {
    select(is_inf(X) & eq(X, Y), X, maximum(X, Y) + rest)
}

pub fn rows() -> Vec<Row> {
    vec![
        Row::new(Float, "exp", exp(X), "Exponential.").analytic().gradient([G * OUT]),
        Row::new(Float, "exp2", exp2(X), "Power of two.")
            .analytic()
            .gradient([G * (OUT * LN_2)])
            .aten(["exp2.default", "special_exp2.default"]),
        Row::new(Float, "expm1", expm1(X), "Exponential less one, exact near zero.")
            .analytic()
            .gradient([G * (OUT + 1.0)])
            .aten(["expm1.default", "special_expm1.default"]),
        Row::new(Float, "log", log(X), "Natural logarithm.").analytic().gradient([G / X]).over([0.1..5.0]),
        Row::new(Float, "log2", log2(X), "Logarithm to base two.")
            .analytic()
            .gradient([G / (X * LN_2)])
            .over([0.1..5.0]),
        Row::new(Float, "log10", log10(X), "Logarithm to base ten.")
            .analytic()
            .gradient([G / (X * LN_10)])
            .over([0.1..5.0]),
        Row::new(Float, "log1p", log1p(X), "Logarithm of one plus `x`, exact near zero.")
            .analytic()
            .gradient([G / (X + 1.0)])
            .over([-0.8..5.0])
            .aten(["log1p.default", "special_log1p.default"]),
        Row::new(
            FloatOnly,
            "logaddexp",
            log_sum(log1p(exp(minimum(X, Y) - maximum(X, Y)))),
            "Logarithm of the sum of two exponentials, without overflow.",
        )
        .analytic()
        .with("other")
        .gradient([G * sigmoid(X - Y), G * sigmoid(Y - X)])
        .new_only(),
        Row::new(
            FloatOnly,
            "logaddexp2",
            log_sum(log1p(exp2(-abs(X - Y))) / LN_2),
            "Logarithm to base two of the sum of two powers of two, without overflow.",
        )
        .with("other")
        .gradient([G / (1.0 + exp2(Y - X)), G / (1.0 + exp2(X - Y))])
        .new_only(),
        Row::new(Float, "xlogy", xlogy(X, Y), "Product with a logarithm; zero where `x` is zero.")
            .with("other")
            .gradient([
                select(eq(X, 0.0) & le(Y, 0.0), 0.0, call("xlogy", [G.into(), Y.into()], xlogy(G, Y))),
                G * X / Y,
            ])
            .over([-3.0..3.0, 0.2..3.0])
            .aten(["xlogy.Tensor", "xlogy.Scalar_Other", "special_xlogy.default", "special_xlogy.other_scalar"]),
        Row::new(
            Float,
            "xlog1py",
            xlog1py(X, Y),
            "Product with the logarithm of one plus the other; zero where `x` is zero.",
        )
        .with("other")
        .gradient([
            select(eq(X, 0.0) & le(Y, -1.0), 0.0, call("xlog1py", [G.into(), Y.into()], xlog1py(G, Y))),
            G * X / (Y + 1.0),
        ])
        .over([-3.0..3.0, -0.7..3.0])
        .new_only()
        .aten(["special_xlog1py.default", "special_xlog1py.other_scalar"]),
        Row::new(
            Float,
            "entr",
            select(eq(X, 0.0), 0.0, select(lt(X, 0.0), f64::NEG_INFINITY, -X * log(X))),
            "Term of the entropy: zero at zero, minus infinity below.",
        )
        .gradient([-G * (1.0 + log(X))])
        .over([0.1..3.0])
        .new_only()
        .aten(["special_entr.default"]),
    ]
}
