//! Comparisons, properties of floats and logic: rows that return bool.
use crate::expr::{Test, X, Y};
use crate::function::{eq, ge, gt, is_inf, is_nan, le, lt, ne, sign_bit};
use crate::row::Class::{Comparison, Logical, Predicate};
use crate::row::Row;

const STEP: &str = "a truth value does not change smoothly";

fn comparison(name: &'static str, test: Test, doc: &'static str) -> Row {
    let row = Row::new(Comparison, name, test, doc).with("other").boolean().no_grad(STEP);
    Row { aten: vec![format!("{name}.Tensor"), format!("{name}.Scalar")], ..row }
}

fn predicate(name: &'static str, test: Test, doc: &'static str) -> Row {
    Row::new(Predicate, name, test, doc).boolean().no_grad(STEP).new_only()
}

fn logical(name: &'static str, test: Test, doc: &'static str) -> Row {
    Row::new(Logical, name, test, doc).with("other").boolean().no_grad(STEP)
}

pub fn rows() -> Vec<Row> {
    vec![
        comparison("eq", eq(X, Y), "Whether equal.").analytic(),
        comparison("ne", ne(X, Y), "Whether different.").analytic(),
        comparison("lt", lt(X, Y), "Whether less."),
        comparison("le", le(X, Y), "Whether less or equal."),
        comparison("gt", gt(X, Y), "Whether greater."),
        comparison("ge", ge(X, Y), "Whether greater or equal."),
        predicate("isnan", is_nan(X), "Whether not a number.").analytic(),
        predicate("isinf", is_inf(X), "Whether infinite.").analytic(),
        predicate("isfinite", !(is_inf(X) | is_nan(X)), "Whether neither infinite nor NaN.").analytic(),
        predicate("isposinf", eq(X, f64::INFINITY), "Whether plus infinity."),
        predicate("isneginf", eq(X, f64::NEG_INFINITY), "Whether minus infinity."),
        predicate("signbit", sign_bit(X), "Whether the sign bit is set: negative numbers and minus zero."),
        logical("logical_and", ne(X, 0.0) & ne(Y, 0.0), "Whether both are true.").analytic(),
        logical("logical_or", ne(X, 0.0) | ne(Y, 0.0), "Whether at least one is true.").analytic(),
        logical("logical_xor", ne(X, 0.0) ^ ne(Y, 0.0), "Whether exactly one is true.").analytic(),
        Row::new(Logical, "logical_not", eq(X, 0.0), "Whether false.").analytic().boolean().no_grad(STEP),
    ]
}
