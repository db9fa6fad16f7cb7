//! Losses before they are reduced: one value for each element.
use crate::expr::{Expr, G, X, Y, Z, call, select};
use crate::function::{abs, eq, exp, ge, le, log, log1p, lt, maximum, sigmoid};
use crate::row::Class::FloatOnly;
use crate::row::Row;

/// Difference of prediction and target.
fn gap() -> Expr {
    X - Y
}

fn opposite(gradient: Expr) -> [Expr; 2] {
    [gradient.clone(), -gradient]
}

/// The slope of a loss that is quadratic within `width` and straight outside.
fn bent_slope(inner: Expr, outer: impl Into<Expr>) -> [Expr; 2] {
    let outer = outer.into();
    opposite(G * select(le(gap(), -Z), -&outer, select(ge(gap(), Z), outer, inner)))
}

/// `t log(t)`, zero at zero.
fn entropy(t: impl Into<Expr>) -> Expr {
    let t = t.into();
    select(eq(&t, 0.0), 0.0, &t * log(&t))
}

pub fn rows() -> Vec<Row> {
    let row = |name, value: Expr, doc| Row::new(FloatOnly, name, value, doc).with("target").new_only().aten([]);
    vec![
        row("squared_difference", gap() * gap(), "Term of the mean squared error.")
            .gradient(opposite(G * (2.0 * gap()))),
        row(
            "smooth_l1",
            select(lt(abs(gap()), Z), 0.5 * (gap() * gap()) / Z, abs(gap()) - 0.5 * Z),
            "Term of the smooth L1 loss: quadratic within `beta`.",
        )
        .number("beta", Some(1.0), 0.8)
        .gradient(bent_slope(gap() / Z, 1.0)),
        row(
            "huber",
            select(lt(abs(gap()), Z), 0.5 * (gap() * gap()), Z * (abs(gap()) - 0.5 * Z)),
            "Term of the Huber loss: quadratic within `delta`.",
        )
        .number("delta", Some(1.0), 0.8)
        .gradient(bent_slope(gap(), Z)),
        row(
            "bce",
            (Y - 1.0) * maximum(log1p(-X), -100.0) - Y * maximum(log(X), -100.0),
            "Term of the binary cross entropy of a probability; logarithms stop at -100.",
        )
        .gradient([G * ((X - Y) / maximum((1.0 - X) * X, 1e-12)), -(G * call("logit", [X.into()], log(X / (1.0 - X))))])
        .over([0.1..0.9, 0.0..1.0]),
        row(
            "bce_with_logits",
            (1.0 - Y) * X + (maximum(-X, 0.0) + log1p(exp(-abs(X)))),
            "Term of the binary cross entropy of a logit, without overflow.",
        )
        .gradient([G * (sigmoid(X) - Y), -(G * X)])
        .over([-3.0..3.0, 0.0..1.0]),
        row(
            "bce_with_logits_weighted",
            (1.0 - Y) * X + ((Z - 1.0) * Y + 1.0) * (maximum(-X, 0.0) + log1p(exp(-abs(X)))),
            "The same with the positive class times `pos_weight`.",
        )
        .with("pos_weight")
        .gradient([
            G * ((Z * Y + 1.0 - Y) * sigmoid(X) - Z * Y),
            G * (Z * (maximum(-X, 0.0) + log1p(exp(-abs(X)))) - (maximum(X, 0.0) + log1p(exp(-abs(X))))),
            G * (Y * (maximum(-X, 0.0) + log1p(exp(-abs(X))))),
        ])
        .over([-3.0..3.0, 0.0..1.0, 0.5..2.0]),
        row("kl_term", entropy(Y) - Y * X, "Term of the Kullback-Leibler divergence from a log-probability.")
            .gradient([-(G * Y), G * (log(Y) + 1.0 - X)])
            .over([-3.0..0.0, 0.1..1.0]),
        row("kl_log_term", exp(Y) * (Y - X), "The same with the target as a log-probability.")
            .gradient([-(G * exp(Y)), G * (exp(Y) * (Y - X + 1.0))])
            .over([-3.0..0.0, -3.0..0.0]),
        row("soft_margin", log1p(exp(-(X * Y))), "Term of the soft margin loss.")
            .gradient([-(G * (Y * sigmoid(-(X * Y)))), -(G * (X * sigmoid(-(X * Y))))]),
    ]
}
