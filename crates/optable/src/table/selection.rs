//! Rows that return one of their inputs: extrema, bounds, choice.
use crate::expr::{Expr, G, Test, W, X, Y, Z, select};
use crate::function::{eq, ge, gt, is_inf, is_nan, le, lt, maximum, minimum, ne};
use crate::row::Class::{Arithmetic, Rounding, Select};
use crate::row::Row;

/// The gradient where the test holds.
fn grad_where(test: Test) -> Expr {
    select(test, G, 0.0)
}

/// The gradient where `kept` holds, half of it at a tie.
fn grad_shared(kept: Test) -> Expr {
    select(eq(X, Y), G / 2.0, grad_where(kept))
}

/// The gradient, except where the test holds.
fn grad_unless(test: Test) -> Expr {
    select(test, 0.0, G)
}

/// A tie gives half to each input; NaN passes the gradient on, as in PyTorch.
fn shared(lost: Test) -> Expr {
    select(lost, 0.0, select(eq(X, Y), G / 2.0, G))
}

pub fn rows() -> Vec<Row> {
    vec![
        Row::new(Arithmetic, "maximum", maximum(X, Y), "Larger of two; NaN if either is NaN; ties share the gradient.")
            .with("other")
            .boolean()
            .gradient([shared(lt(X, Y)), shared(gt(X, Y))])
            .new_only(),
        Row::new(
            Arithmetic,
            "minimum",
            minimum(X, Y),
            "Smaller of two; NaN if either is NaN; ties share the gradient.",
        )
        .with("other")
        .boolean()
        .gradient([shared(gt(X, Y)), shared(lt(X, Y))])
        .new_only(),
        Row::new(
            Arithmetic,
            "fmax",
            select(ge(X, Y) | ne(Y, Y), X, Y),
            "Larger of two; a NaN yields to the other; ties share the gradient.",
        )
        .with("other")
        .boolean()
        .gradient([grad_shared(ge(X, Y) | ne(Y, Y)), grad_shared(!(ge(X, Y) | ne(Y, Y)))])
        .new_only(),
        Row::new(
            Arithmetic,
            "fmin",
            select(le(X, Y) | ne(Y, Y), X, Y),
            "Smaller of two; a NaN yields to the other; ties share the gradient.",
        )
        .with("other")
        .boolean()
        .gradient([grad_shared(le(X, Y) | ne(Y, Y)), grad_shared(!(le(X, Y) | ne(Y, Y)))])
        .new_only(),
        Row::new(
            Arithmetic,
            "clamp",
            minimum(maximum(X, Y), Z),
            "Brought between two bounds; the gradient passes at both.",
        )
        .with("min")
        .with("max")
        .gradient([grad_where(ge(X, Y) & le(X, Z)), grad_where(lt(X, Y) & lt(Y, Z)), grad_where(gt(X, Z) | lt(Z, Y))])
        .over([-3.0..3.0, -2.0..0.0, 0.0..2.0])
        .aten(["clamp.default", "clamp.Tensor", "clip.default", "clip.Tensor"]),
        Row::new(Arithmetic, "clamp_min", maximum(X, Y), "Brought to at least a bound; the gradient passes at it.")
            .with("min")
            .gradient([grad_where(ge(X, Y)), grad_where(lt(X, Y))])
            .aten(["clamp_min.default", "clamp_min.Tensor"]),
        Row::new(Arithmetic, "clamp_max", minimum(X, Y), "Brought to at most a bound; the gradient passes at it.")
            .with("max")
            .gradient([grad_where(le(X, Y)), grad_where(gt(X, Y))])
            .aten(["clamp_max.default", "clamp_max.Tensor"]),
        Row::new(
            Select,
            "where_self",
            select(ne(X, 0.0), Y, Z),
            "Called on a condition: the first argument where it is true, else the second.",
        )
        .analytic()
        .with("input")
        .with("other")
        .chooses()
        .boolean()
        .gradient([grad_where(ne(X, 0.0)), grad_unless(ne(X, 0.0))])
        .new_only()
        .aten(["where.self", "where.Scalar", "where.ScalarSelf", "where.ScalarOther"]),
        Row::new(
            Rounding,
            "nan_to_num",
            select(is_nan(X), Y, select(eq(X, f64::INFINITY), Z, select(eq(X, f64::NEG_INFINITY), W, X))),
            "Replaces NaN and the infinities; the gradient is zero there.",
        )
        .number("nan", Some(0.0), 0.0)
        .number("posinf", None, 9.0)
        .number("neginf", None, -9.0)
        .gradient([grad_unless(is_nan(X) | is_inf(X))]),
    ]
}
