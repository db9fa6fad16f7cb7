//! Circular and hyperbolic functions and their inverses.
use std::f64::consts::PI;

use crate::expr::{G, OUT, X, Y, select};
use crate::function::{
    acos, acosh, asin, asinh, atan, atan2, atanh, cos, cosh, eq, recip, rsqrt, sin, sinh, tan, tanh,
};
use crate::row::Class::Float;
use crate::row::Row;

pub fn rows() -> Vec<Row> {
    vec![
        Row::new(Float, "sin", sin(X), "Sine.").analytic().gradient([G * cos(X)]),
        Row::new(Float, "cos", cos(X), "Cosine.").analytic().gradient([G * -sin(X)]),
        Row::new(Float, "tan", tan(X), "Tangent.").analytic().gradient([G * (1.0 + OUT * OUT)]).over([-1.3..1.3]),
        Row::new(Float, "asin", asin(X), "Inverse of the sine.")
            .analytic()
            .gradient([G * rsqrt(1.0 - X * X)])
            .over([-0.9..0.9]),
        Row::new(Float, "acos", acos(X), "Inverse of the cosine.")
            .analytic()
            .gradient([G * -rsqrt(1.0 - X * X)])
            .over([-0.9..0.9]),
        Row::new(Float, "atan", atan(X), "Inverse of the tangent.").analytic().gradient([G / (X * X + 1.0)]),
        Row::new(Float, "atan2", atan2(X, Y), "Angle of the point with ordinate `x` and abscissa `other`.")
            .with("other")
            .gradient([G * (Y * recip(X * X + Y * Y)), G * (-X * recip(X * X + Y * Y))])
            .over([0.3..3.0, -3.0..3.0]),
        Row::new(Float, "sinh", sinh(X), "Hyperbolic sine.").analytic().gradient([G * cosh(X)]),
        Row::new(Float, "cosh", cosh(X), "Hyperbolic cosine.").analytic().gradient([G * sinh(X)]),
        Row::new(Float, "tanh", tanh(X), "Hyperbolic tangent.").analytic().gradient([G * ((1.0 - OUT) * (1.0 + OUT))]),
        Row::new(Float, "asinh", asinh(X), "Inverse of the hyperbolic sine.")
            .analytic()
            .gradient([G * rsqrt(X * X + 1.0)]),
        Row::new(Float, "acosh", acosh(X), "Inverse of the hyperbolic cosine.")
            .analytic()
            .gradient([G * rsqrt(X * X - 1.0)])
            .over([1.2..4.0]),
        Row::new(Float, "atanh", atanh(X), "Inverse of the hyperbolic tangent.")
            .analytic()
            .gradient([G / (1.0 - X * X)])
            .over([-0.9..0.9]),
        Row::new(Float, "deg2rad", X * (PI / 180.0), "Degrees to radians.").gradient([G * (PI / 180.0)]),
        Row::new(Float, "rad2deg", X * (180.0 / PI), "Radians to degrees.").gradient([G * (180.0 / PI)]),
        Row::new(Float, "sinc", select(eq(X, 0.0), 1.0, sin(X * PI) / (X * PI)), "Normalised cardinal sine.")
            .analytic()
            .gradient([select(eq(X * PI * X, 0.0), 0.0, G * ((X * PI * cos(X * PI) - sin(X * PI)) / (X * PI * X)))])
            .aten(["sinc.default", "special_sinc.default"]),
    ]
}
