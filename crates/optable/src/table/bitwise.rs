//! Bits and divisors of integers.
use crate::expr::{Expr, X, Y};
use crate::function::{bit_and, bit_not, bit_or, bit_xor, gcd, lcm, shift_left, shift_right};
use crate::row::Class::Bitwise;
use crate::row::Row;

const INTEGERS: &str = "integers have no gradient";

fn binary(name: &'static str, value: Expr, doc: &'static str) -> Row {
    Row::new(Bitwise, name, value, doc).with("other").no_grad(INTEGERS)
}

fn bits(name: &'static str, value: Expr, doc: &'static str, dunder: &str) -> Row {
    let overloads = ["Tensor", "Scalar"].map(|kind| [format!("{name}.{kind}"), format!("__{dunder}__.{kind}")]);
    Row { aten: overloads.concat(), ..binary(name, value, doc).boolean() }
}

fn shift(name: &'static str, value: Expr, doc: &'static str, dunder: &str) -> Row {
    let own = ["Tensor", "Tensor_Scalar"].map(|kind| format!("{name}.{kind}"));
    let python = ["Tensor", "Scalar"].map(|kind| format!("__{dunder}__.{kind}"));
    Row { aten: [own, python].concat(), ..binary(name, value, doc) }
}

pub fn rows() -> Vec<Row> {
    vec![
        bits("bitwise_and", bit_and(X, Y), "Bits set in both.", "and"),
        bits("bitwise_or", bit_or(X, Y), "Bits set in either.", "or"),
        bits("bitwise_xor", bit_xor(X, Y), "Bits set in one only.", "xor"),
        Row::new(Bitwise, "bitwise_not", bit_not(X), "Every bit reversed; the opposite of a bool.")
            .boolean()
            .no_grad(INTEGERS),
        shift("bitwise_left_shift", shift_left(X, Y), "Bits moved up.", "lshift"),
        shift("bitwise_right_shift", shift_right(X, Y), "Bits moved down, the sign kept.", "rshift"),
        binary("gcd", gcd(X, Y), "Greatest common divisor, never negative."),
        binary("lcm", lcm(X, Y), "Least common multiple, never negative."),
    ]
}
