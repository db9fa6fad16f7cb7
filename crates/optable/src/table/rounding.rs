//! Rounding and what is left of it.
use crate::expr::{G, X};
use crate::function::{ceil, floor, round, trunc};
use crate::row::Class::{FloatOnly, Rounding};
use crate::row::Row;

pub fn rows() -> Vec<Row> {
    vec![
        Row::new(Rounding, "floor", floor(X), "Largest whole number not above `x`.").gradient([0.0.into()]),
        Row::new(Rounding, "ceil", ceil(X), "Smallest whole number not below `x`.").gradient([0.0.into()]),
        Row::new(Rounding, "round", round(X), "Nearest whole number, halves to the even one.").gradient([0.0.into()]),
        Row::new(Rounding, "trunc", trunc(X), "Whole part.")
            .gradient([0.0.into()])
            .aten(["trunc.default", "fix.default"]),
        Row::new(FloatOnly, "frac", X - trunc(X), "Part behind the point, with the sign of `x`.").gradient([G.into()]),
    ]
}
