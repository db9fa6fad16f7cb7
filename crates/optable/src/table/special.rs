//! Error, gamma and Bessel functions.
use std::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI, PI};

use crate::expr::{Expr, G, OUT, X, Y, call, select};
use crate::function::{
    abs, cos, digamma, eq, erf, erfc, erfcx, erfinv, exp, fmod, ge, gt, i0, i0e, i1, i1e, le, lgamma, log, log1p, lt,
    pow, recip, sigmoid, sign, sin,
};
use crate::row::Class::Float;
use crate::row::Row;

/// B(2j) / (2j)!, the coefficients of the Euler-Maclaurin formula.
const EULER_MACLAURIN: [f64; 8] = [
    1.0 / 12.0,
    -1.0 / 720.0,
    1.0 / 30_240.0,
    -1.0 / 1_209_600.0,
    1.0 / 47_900_160.0,
    -691.0 / 1_307_674_368_000.0,
    1.0 / 74_724_249_600.0,
    -3_617.0 / 10_670_622_842_880_000.0,
];

/// Hurwitz's zeta function for `q > 0`: eight terms of its series, the rest by the Euler-Maclaurin formula.
fn zeta(s: &Expr, q: &Expr) -> Expr {
    let far = q + 8.0;
    let power = pow(&far, -s);
    let near = (1..8).fold(pow(q, -s), |sum, k| sum + pow(q + f64::from(k), -s));
    let mut factor = s * &power / &far;
    let mut tail = near + &power * &far / (s - 1.0) + &power * 0.5;
    for (j, coefficient) in (0_u32..).zip(EULER_MACLAURIN) {
        tail = tail + &factor * coefficient;
        let next = f64::from(2 * j + 1);
        factor = factor * (s + next) * (s + (next + 1.0)) / (&far * &far);
    }
    tail
}

/// Derivative of order `n` of the digamma function, `n >= 1`. Left of zero only `n` of 1 and 2 have a reflection; higher
/// orders are NaN, because the number of terms that the series needs there depends on `x`.
fn polygamma(x: impl Into<Expr>, n: impl Into<Expr>) -> Expr {
    let (x, n) = (x.into(), n.into());
    let reflected = lt(&x, 0.5) & le(&n, 2.0);
    let argument = select(reflected.clone(), 1.0 - &x, &x);
    let zeta = zeta(&(&n + 1.0), &select(le(&argument, 0.0), f64::NAN, &argument));
    let sine = recip(sin(&x * PI));
    // The derivatives of pi * cot(pi * x), up to their sign.
    let first = (PI * PI) * (&sine * &sine);
    let second = 2.0 * &first * (PI * cos(&x * PI) * &sine);
    let sign = select(eq(fmod(&n, 2.0), 0.0), -1.0, 1.0);
    let there = select(eq(&n, 1.0), first - &zeta, -2.0 * &zeta - second);
    select(reflected, there, sign * exp(lgamma(&n + 1.0)) * &zeta)
}

pub fn rows() -> Vec<Row> {
    vec![
        Row::new(Float, "erf", erf(X), "Error function.")
            .gradient([G * (FRAC_2_SQRT_PI * exp(-(X * X)))])
            .aten(["erf.default", "special_erf.default"]),
        Row::new(Float, "erfc", erfc(X), "Complementary error function.")
            .gradient([G * (-FRAC_2_SQRT_PI * exp(-(X * X)))])
            .aten(["erfc.default", "special_erfc.default"]),
        Row::new(Float, "erfcx", erfcx(X), "Complementary error function times `exp(x^2)`.")
            .gradient([G * (2.0 * X * OUT - FRAC_2_SQRT_PI)])
            .new_only()
            .aten(["special_erfcx.default"]),
        Row::new(
            Float,
            "log_ndtr",
            select(
                lt(X, -1.0),
                log(erfcx(X * -FRAC_1_SQRT_2) * 0.5) - (X * FRAC_1_SQRT_2) * (X * FRAC_1_SQRT_2),
                log1p(erfc(X * FRAC_1_SQRT_2) * -0.5),
            ),
            "Logarithm of the normal distribution's integral.",
        )
        .gradient([G / (erfcx(X * -FRAC_1_SQRT_2) * PI.sqrt() * FRAC_1_SQRT_2)])
        .new_only()
        .aten(["special_log_ndtr.default"]),
        Row::new(Float, "erfinv", erfinv(X), "Inverse of the error function.")
            .gradient([G * (1.0 / FRAC_2_SQRT_PI * exp(OUT * OUT))])
            .over([-0.9..0.9])
            .aten(["erfinv.default", "special_erfinv.default"]),
        Row::new(Float, "ndtr", 0.5 * erfc(X * -FRAC_1_SQRT_2), "Distribution function of the standard normal.")
            .gradient([G * (0.5 * FRAC_2_SQRT_PI * FRAC_1_SQRT_2 * exp(-0.5 * (X * X)))])
            .new_only()
            .aten(["special_ndtr.default"]),
        Row::new(Float, "lgamma", lgamma(X), "Logarithm of the absolute value of the gamma function.")
            .gradient([G * digamma(X)])
            .over([0.3..5.0])
            .aten(["lgamma.default", "special_gammaln.default"]),
        Row::new(Float, "digamma", digamma(X), "Derivative of `lgamma`.")
            .gradient([G * call("polygamma", [X.into(), 1.0.into()], polygamma(X, 1.0))])
            .over([0.3..5.0])
            .aten(["digamma.default", "special_psi.default"]),
        Row::new(Float, "polygamma", polygamma(X, Y), "Derivative of order `n` of `digamma`, `n >= 1`.")
            .number("n", None, 1.0)
            .gradient([G * call("polygamma", [X.into(), Y + 1.0], polygamma(X, Y + 1.0))])
            .over([0.3..5.0])
            .formula("(-1)^(n+1) n! zeta(n + 1, x)"),
        Row::new(Float, "i0", i0(X), "Modified Bessel function of the first kind, order 0.")
            .gradient([G * i1(X)])
            .aten(["i0.default", "special_i0.default"]),
        Row::new(Float, "i0e", i0e(X), "`i0` times `exp(-abs(x))`.")
            .gradient([G * (i1e(X) - sign(X) * OUT)])
            .new_only()
            .aten(["special_i0e.default"]),
        Row::new(Float, "i1", i1(X), "Modified Bessel function of the first kind, order 1.")
            .gradient([G * select(gt(abs(X), f64::EPSILON), i0(X) - OUT / X, 0.5)])
            .new_only()
            .aten(["special_i1.default"]),
        Row::new(Float, "i1e", i1e(X), "`i1` times `exp(-abs(x))`.")
            .gradient([G * select(gt(abs(X), f64::EPSILON), i0e(X) - OUT * (sign(X) + recip(X)), 0.5)])
            .new_only()
            .aten(["special_i1e.default"]),
        Row::new(Float, "sigmoid", sigmoid(X), "Logistic function.")
            .analytic()
            .gradient([G * ((1.0 - OUT) * OUT)])
            .aten(["sigmoid.default", "special_expit.default"]),
        Row::new(Float, "logit", log(X / (1.0 - X)), "Inverse of `sigmoid`.")
            .gradient([select(ge(X, 0.0) & le(X, 1.0), G / (X * (1.0 - X)), f64::NAN)])
            .over([0.1..0.9])
            .aten(["logit.default", "special_logit.default"]),
    ]
}
