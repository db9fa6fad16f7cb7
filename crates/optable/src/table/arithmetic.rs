//! Sums, products, quotients and their combinations.
use crate::expr::{Expr, G, OUT, W, X, Y, Z, select};
use crate::function::{abs, exp2, floor_divide, fmod, lt, remainder, trunc_divide};
use crate::row::Class::{Arithmetic, Float, FloatOnly};
use crate::row::{Class, Row};

fn zero() -> Expr {
    0.0.into()
}

fn binary(class: Class, name: &'static str, value: Expr, doc: &'static str) -> Row {
    Row::new(class, name, value, doc).with("other")
}

pub fn rows() -> Vec<Row> {
    vec![
        binary(Arithmetic, "add", X + Y, "Sum.")
            .analytic()
            .boolean()
            .gradient([G.into(), G.into()])
            .aten(["add.Tensor", "add.Scalar"]),
        binary(Arithmetic, "add_alpha", X + Z * Y, "Sum with the second term scaled.")
            .analytic()
            .number("alpha", Some(1.0), 0.7)
            .gradient([G.into(), G * Z])
            .aten(["add.Tensor", "add.Scalar"]),
        binary(Arithmetic, "sub", X - Y, "Difference.")
            .analytic()
            .gradient([G.into(), -G])
            .aten(["sub.Tensor", "sub.Scalar"]),
        binary(Arithmetic, "sub_alpha", X - Z * Y, "Difference with the second term scaled.")
            .analytic()
            .number("alpha", Some(1.0), 0.7)
            .gradient([G.into(), -(G * Z)])
            .aten(["sub.Tensor", "sub.Scalar"]),
        binary(Arithmetic, "rsub", Y - X, "Difference from the other side.")
            .analytic()
            .gradient([-G, G.into()])
            .new_only()
            .aten(["rsub.Tensor", "rsub.Scalar"]),
        binary(Arithmetic, "mul", X * Y, "Product.")
            .analytic()
            .boolean()
            .gradient([G * Y, G * X])
            .aten(["mul.Tensor", "mul.Scalar"]),
        binary(Float, "div", X / Y, "Quotient; whole numbers give a float.")
            .analytic()
            .gradient([G / Y, -(G * (X / Y / Y))])
            .over([-3.0..3.0, 0.5..3.0])
            .aten(["div.Tensor", "div.Scalar", "true_divide.Tensor"]),
        binary(Arithmetic, "div_floor", floor_divide(X, Y), "Quotient rounded down; the gradient is zero.")
            .gradient([zero(), zero()])
            .over([-3.0..3.0, 0.5..3.0])
            .aten(["div.Tensor_mode", "div.Scalar_mode"]),
        binary(Arithmetic, "div_trunc", trunc_divide(X, Y), "Quotient rounded towards zero; the gradient is zero.")
            .gradient([zero(), zero()])
            .over([-3.0..3.0, 0.5..3.0])
            .aten(["div.Tensor_mode", "div.Scalar_mode"]),
        binary(Arithmetic, "floor_divide", floor_divide(X, Y), "Quotient rounded down.")
            .no_grad("PyTorch gives floor_divide no derivative; div_floor has a zero one")
            .over([-3.0..3.0, 0.5..3.0])
            .aten(["floor_divide.default", "floor_divide.Scalar"]),
        binary(Arithmetic, "fmod", fmod(X, Y), "Remainder with the sign of the dividend.")
            .gradient([G.into(), -(G * trunc_divide(X, Y))])
            .over([-3.0..3.0, 0.5..3.0])
            .aten(["fmod.Tensor", "fmod.Scalar"]),
        binary(Arithmetic, "remainder", remainder(X, Y), "Remainder with the sign of the divisor, as Python's `%`.")
            .gradient([G.into(), -(G * floor_divide(X, Y))])
            .over([-3.0..3.0, 0.5..3.0])
            .aten(["remainder.Tensor", "remainder.Scalar"]),
        binary(Float, "ldexp", X * exp2(Y), "`x` times two to the other.")
            .analytic()
            .gradient([G * exp2(Y), G * (OUT * std::f64::consts::LN_2)])
            .aten(["ldexp.Tensor"]),
        Row::new(Arithmetic, "addcmul", X + W * (Y * Z), "Adds a scaled product.")
            .analytic()
            .with("tensor1")
            .with("tensor2")
            .number("value", Some(1.0), 0.7)
            .gradient([G.into(), G * (Z * W), G * (Y * W)]),
        Row::new(FloatOnly, "addcdiv", X + W * (Y / Z), "Adds a scaled quotient.")
            .analytic()
            .with("tensor1")
            .with("tensor2")
            .number("value", Some(1.0), 0.7)
            .gradient([G.into(), G * (W / Z), -(G * (W * Y / (Z * Z)))])
            .over([-3.0..3.0, -3.0..3.0, 0.5..3.0]),
        Row::new(
            FloatOnly,
            "lerp",
            select(lt(abs(Z), 0.5), X + Z * (Y - X), Y - (Y - X) * (1.0 - Z)),
            "Linear interpolation, exact at both ends.",
        )
        .analytic()
        .with("end")
        .with("weight")
        .gradient([G * (1.0 - Z), G * Z, G * (Y - X)])
        .aten(["lerp.Tensor", "lerp.Scalar"]),
    ]
}
