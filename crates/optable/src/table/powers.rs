//! Powers, roots, signs and what is made of them.
use crate::expr::{Expr, G, OUT, X, Y, select};
use crate::function::{
    abs, copysign, eq, gt, hypot, is_inf, is_nan, log, neg, nextafter, pow, recip, rsqrt, sign, sqrt,
};
use crate::row::Class::{Arithmetic, Float, FloatOnly};
use crate::row::{Class, Complex, Row};

fn zero() -> Expr {
    0.0.into()
}

fn binary(class: Class, name: &'static str, value: Expr, doc: &'static str) -> Row {
    Row::new(class, name, value, doc).with("other")
}

/// Ratio of the result to `x` is the sign that was put on, and no sign at zero.
fn copied_sign() -> Expr {
    select(eq(X, 0.0), 0.0, OUT / X)
}

pub fn rows() -> Vec<Row> {
    vec![
        Row::new(Arithmetic, "pow", pow(X, Y), "Power.")
            .analytic()
            .with("exponent")
            .gradient([
                select(eq(Y, 0.0), 0.0, G * (Y * pow(X, Y - 1.0))),
                select(eq(X, 0.0) & !(is_inf(OUT) | is_nan(OUT)), 0.0, G * (OUT * log(X))),
            ])
            .over([0.1..3.0, -3.0..3.0])
            .aten(["pow.Tensor_Tensor", "pow.Tensor_Scalar"]),
        Row::new(Arithmetic, "square", X * X, "Second power.").analytic().gradient([G * (2.0 * X)]),
        Row::new(Float, "sqrt", sqrt(X), "Square root.").analytic().gradient([G / (2.0 * OUT)]).over([0.1..4.0]),
        Row::new(Float, "rsqrt", rsqrt(X), "Reciprocal of the square root.")
            .analytic()
            .gradient([-0.5 * G * (OUT * OUT * OUT)])
            .over([0.2..4.0]),
        Row::new(Float, "reciprocal", recip(X), "One over `x`.")
            .analytic()
            .gradient([-G * (OUT * OUT)])
            .over([0.3..3.0]),
        Row::new(Arithmetic, "neg", neg(X), "Opposite.").analytic().gradient([-G]),
        Row::new(Arithmetic, "positive", X, "The tensor itself.").analytic().gradient([G.into()]).new_only(),
        Row::new(Arithmetic, "abs", abs(X), "Absolute value; the gradient at zero is zero.")
            .complex(Complex::Real)
            .boolean()
            .gradient([G * sign(X)]),
        Row::new(Arithmetic, "sign", sign(X), "Sign: -1, 0 or 1; zero for NaN.").boolean().gradient([zero()]),
        Row::new(Arithmetic, "sgn", sign(X), "Sign, under the name that PyTorch also uses for complex numbers.")
            .complex(Complex::Own)
            .boolean()
            .gradient([zero()]),
        binary(Float, "copysign", copysign(X, Y), "Size of `x` with the sign of the other.")
            .gradient([G * copied_sign(), zero()])
            .aten(["copysign.Tensor", "copysign.Scalar"]),
        binary(FloatOnly, "nextafter", nextafter(X, Y), "Neighbouring float in the direction of the other.")
            .gradient([select(eq(X, Y), 0.0, G), zero()]),
        binary(FloatOnly, "hypot", hypot(X, Y), "Length of the hypotenuse, without overflow in between.")
            .gradient([G * (X / OUT), G * (Y / OUT)])
            .over([0.2..3.0, 0.2..3.0]),
        Row::new(Arithmetic, "heaviside", select(eq(X, 0.0), Y, select(gt(X, 0.0), 1.0, 0.0)), "Step function.")
            .with("values")
            .boolean()
            .no_grad("PyTorch gives heaviside no derivative"),
    ]
}
