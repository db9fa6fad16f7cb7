//! Sums, products, quotients, powers and signs.
use crate::expr::{Expr, G, OUT, W, X, Y, Z, select};
use crate::function::{
    abs, copysign, eq, exp2, floor_divide, fmod, ge, gt, hypot, log, lt, neg, nextafter, pow, recip, remainder, rsqrt,
    sign, sqrt, trunc_divide,
};
use crate::row::Class::{Arithmetic, Float, FloatOnly};
use crate::row::{Class, Row, Value};

fn zero() -> Expr {
    0.0.into()
}

fn binary(class: Class, name: &'static str, value: impl Into<Value>, doc: &'static str) -> Row {
    Row::new(class, name, value, doc).with("other")
}

/// Ratio of the result to `x` is the sign that was put on, and no sign at zero.
fn copied_sign() -> Expr {
    select(eq(X, 0.0), 0.0, OUT / X)
}

pub fn rows() -> Vec<Row> {
    vec![
        binary(Arithmetic, "add", X + Y, "Sum.")
            .boolean()
            .gradient([G.into(), G.into()])
            .aten(["add.Tensor", "add.Scalar"]),
        binary(Arithmetic, "add_alpha", X + Z * Y, "Sum with the second term scaled.")
            .number("alpha", Some(1.0), 0.7)
            .gradient([G.into(), G * Z])
            .aten(["add.Tensor", "add.Scalar"]),
        binary(Arithmetic, "sub", X - Y, "Difference.").gradient([G.into(), -G]).aten(["sub.Tensor", "sub.Scalar"]),
        binary(Arithmetic, "sub_alpha", X - Z * Y, "Difference with the second term scaled.")
            .number("alpha", Some(1.0), 0.7)
            .gradient([G.into(), -(G * Z)])
            .aten(["sub.Tensor", "sub.Scalar"]),
        binary(Arithmetic, "rsub", Y - X, "Difference from the other side.")
            .gradient([-G, G.into()])
            .new_only()
            .aten(["rsub.Tensor", "rsub.Scalar"]),
        binary(Arithmetic, "mul", X * Y, "Product.")
            .boolean()
            .gradient([G * Y, G * X])
            .aten(["mul.Tensor", "mul.Scalar"]),
        binary(Float, "div", X / Y, "Quotient; whole numbers give a float.")
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
        Row::new(Arithmetic, "pow", pow(X, Y), "Power.")
            .with("exponent")
            .gradient([
                select(eq(Y, 0.0), 0.0, G * (Y * pow(X, Y - 1.0))),
                select(eq(X, 0.0) & ge(Y, 0.0), 0.0, G * (OUT * log(X))),
            ])
            .over([0.1..3.0, -3.0..3.0])
            .aten(["pow.Tensor_Tensor", "pow.Tensor_Scalar"]),
        Row::new(Arithmetic, "square", X * X, "Second power.").gradient([G * (2.0 * X)]),
        Row::new(Float, "sqrt", sqrt(X), "Square root.").gradient([G / (2.0 * OUT)]).over([0.1..4.0]),
        Row::new(Float, "rsqrt", rsqrt(X), "Reciprocal of the square root.")
            .gradient([-0.5 * G * (OUT * OUT * OUT)])
            .over([0.2..4.0]),
        Row::new(Float, "reciprocal", recip(X), "One over `x`.").gradient([-G * (OUT * OUT)]).over([0.3..3.0]),
        Row::new(Arithmetic, "neg", neg(X), "Opposite.").gradient([-G]),
        Row::new(Arithmetic, "positive", X, "The tensor itself.").gradient([G.into()]).new_only(),
        Row::new(Arithmetic, "abs", abs(X), "Absolute value; the gradient at zero is zero.")
            .boolean()
            .gradient([G * sign(X)]),
        Row::new(Arithmetic, "sign", sign(X), "Sign: -1, 0 or 1; NaN stays NaN.").boolean().gradient([zero()]),
        Row::new(Arithmetic, "sgn", sign(X), "Sign, under the name that PyTorch also uses for complex numbers.")
            .boolean()
            .gradient([zero()]),
        binary(Float, "copysign", copysign(X, Y), "Size of `x` with the sign of the other.")
            .gradient([G * copied_sign(), zero()])
            .aten(["copysign.Tensor", "copysign.Scalar"]),
        binary(FloatOnly, "nextafter", nextafter(X, Y), "Neighbouring float in the direction of the other.")
            .no_grad("PyTorch gives nextafter no derivative"),
        binary(FloatOnly, "hypot", hypot(X, Y), "Length of the hypotenuse, without overflow in between.")
            .gradient([G * (X / OUT), G * (Y / OUT)])
            .over([0.2..3.0, 0.2..3.0]),
        binary(Float, "ldexp", X * exp2(Y), "`x` times two to the other.")
            .gradient([G * exp2(Y), G * (OUT * std::f64::consts::LN_2)])
            .aten(["ldexp.Tensor"]),
        Row::new(Arithmetic, "heaviside", select(eq(X, 0.0), Y, select(gt(X, 0.0), 1.0, 0.0)), "Step function.")
            .with("values")
            .boolean()
            .no_grad("PyTorch gives heaviside no derivative"),
        Row::new(Arithmetic, "addcmul", X + W * (Y * Z), "Adds a scaled product.")
            .with("tensor1")
            .with("tensor2")
            .number("value", Some(1.0), 0.7)
            .gradient([G.into(), G * (Z * W), G * (Y * W)]),
        Row::new(FloatOnly, "addcdiv", X + W * (Y / Z), "Adds a scaled quotient.")
            .with("tensor1")
            .with("tensor2")
            .number("value", Some(1.0), 0.7)
            .gradient([G.into(), G * (W / Z), -(G * (W * Y / (Z * Z)))])
            .over([-3.0..3.0, -3.0..3.0, 0.5..3.0]),
        Row::new(
            FloatOnly,
            "lerp",
            select(lt(Z, 0.5), X + Z * (Y - X), Y - (Y - X) * (1.0 - Z)),
            "Linear interpolation, exact at both ends.",
        )
        .with("end")
        .with("weight")
        .gradient([G * (1.0 - Z), G * Z, G * (Y - X)])
        .aten(["lerp.Tensor", "lerp.Scalar"]),
    ]
}
