//! Special functions of one f64.

use std::f64::consts::{FRAC_2_SQRT_PI, PI, SQRT_2};

/// `exp(x^2) * erfc(x)`.
///
/// # Numerics
/// Relative error below 1e-15 for x > -5; below that the error of `exp(x^2)` is that of a compensated square.
pub fn erfcx(x: f64) -> f64 {
    if x < -0.5 {
        return 2.0 * exp_of_square(x) - erfcx(-x);
    }
    if x < 12.0 {
        return exp_of_square(x) * libm::erfc(x);
    }
    // Asymptotic series: the terms shrink until k = x^2, here far below the rounding.
    let square = x * x;
    let mut term = 1.0;
    let mut sum = 1.0;
    for k in 0..16 {
        term *= -f64::from(2 * k + 1) / (2.0 * square);
        sum += term;
        if term.abs() < 1e-17 {
            break;
        }
    }
    sum * (FRAC_2_SQRT_PI / 2.0) / x
}

/// `exp(x^2)` with the rounding error of the square put back.
fn exp_of_square(x: f64) -> f64 {
    let square = x * x;
    let rest = x.mul_add(x, -square);
    if square.is_finite() { square.exp() * (1.0 + rest) } else { square.exp() }
}

/// The `y > 0` with `erfc(y) = q`, for `0 < q <= 0.5`: Newton steps on the logarithm, which converge from anywhere.
fn erfc_inverse(q: f64) -> f64 {
    let log_q = q.ln();
    // Leading term of the tail: y^2 + log(y * sqrt(pi)) = -log(q).
    let mut y = (-log_q - 0.5 * (PI * (-log_q).max(0.5)).ln()).max(0.2).sqrt();
    for _ in 0..8 {
        let tail = erfcx(y);
        let step = (tail.ln() - y * y - log_q) * tail / FRAC_2_SQRT_PI;
        y += step;
        if step.abs() < 1e-9 * y {
            break;
        }
    }
    y
}

/// Inverse of `erf`: infinite at -1 and 1, NaN outside.
pub fn erfinv(x: f64) -> f64 {
    let magnitude = x.abs();
    if magnitude > 0.5 {
        return match magnitude {
            m if m < 1.0 => erfc_inverse(1.0 - m).copysign(x),
            1.0 => f64::INFINITY.copysign(x),
            _ => f64::NAN,
        };
    }
    // First terms of the Maclaurin series, then Halley steps, each of which triples the digits.
    let z = x / FRAC_2_SQRT_PI;
    let mut y = z * (1.0 + z * z * (1.0 / 3.0 + z * z * (7.0 / 30.0)));
    for _ in 0..3 {
        let newton = (libm::erf(y) - x) / (FRAC_2_SQRT_PI * (-y * y).exp());
        y -= newton / (1.0 + y * newton);
    }
    if x == 0.0 { x } else { y }
}

/// Inverse hyperbolic cosine, NaN below 1: libm's goes wrong for great negative arguments.
pub fn acosh(x: f64) -> f64 {
    if x < 1.0 { f64::NAN } else { libm::acosh(x) }
}

/// Quantile of the normal distribution: infinite at 0 and 1, NaN outside.
pub fn ndtri(p: f64) -> f64 {
    if p == 0.0 {
        f64::NEG_INFINITY
    } else if p == 1.0 {
        f64::INFINITY
    } else if !(p > 0.0 && p < 1.0) {
        f64::NAN
    } else if p < 0.25 {
        -SQRT_2 * erfc_inverse(2.0 * p)
    } else if p > 0.75 {
        SQRT_2 * erfc_inverse(2.0 * (1.0 - p))
    } else {
        SQRT_2 * erfinv(2.0 * p - 1.0)
    }
}

/// Coefficients of `1/x^(2k)` in `log(x) - 1/(2x) - digamma(x)`: `B(2k) / (2k)`, from k = 1.
const DIGAMMA_TAIL: [f64; 8] =
    [1.0 / 12.0, -1.0 / 120.0, 1.0 / 252.0, -1.0 / 240.0, 1.0 / 132.0, -691.0 / 32760.0, 1.0 / 12.0, -3617.0 / 8160.0];

/// Logarithmic derivative of the gamma function: infinite against the sign of a zero, NaN at negative whole numbers.
///
/// # Numerics
/// Within 16 ulp for positive numbers; for negative ones within 16 ulp of the greater of its two terms.
pub fn digamma(x: f64) -> f64 {
    if x == 0.0 {
        return f64::INFINITY.copysign(-x);
    }
    if x < 0.0 {
        if x == x.floor() {
            return f64::NAN;
        }
        // The tangent's argument is reduced first: x * PI loses the digits behind the point.
        let angle = PI * (x - x.round_ties_even());
        return digamma(1.0 - x) - PI / angle.tan();
    }
    // The positive root, split so that the product below keeps its relative accuracy.
    const ROOT: f64 = 1.461_632_144_968_362_2;
    const ROOT_REST: f64 = 9.549_995_429_965_697e-17;
    if (x - ROOT).abs() < 0.4 {
        return near_root((x - ROOT) - ROOT_REST);
    }
    let (mut shifted, mut sum) = (x, 0.0);
    while shifted < 10.0 {
        sum -= 1.0 / shifted;
        shifted += 1.0;
    }
    let square = 1.0 / (shifted * shifted);
    let tail = DIGAMMA_TAIL.iter().rev().fold(0.0, |sum, term| sum * square + term) * square;
    if shifted < 1e17 { sum + (shifted.ln() - 0.5 / shifted - tail) } else { shifted.ln() }
}

/// Taylor polynomial of `digamma` about its positive root, to 1e-17 within 0.4.
fn near_root(distance: f64) -> f64 {
    const TERMS: [f64; 28] = [
        0.9676722454476212,
        -0.4427631689835921,
        0.258499760955651,
        -0.16394270544240652,
        0.10782405069126237,
        -0.07219956125645471,
        0.04880428816414311,
        -0.03316112647484736,
        0.022597648232218104,
        -0.01542476590494896,
        0.010538791616612175,
        -0.007204534386356869,
        0.004926781395729853,
        -0.003369801655439328,
        0.002305126326734928,
        -0.0015769367714301972,
        0.0010788252019162967,
        -0.0007380709389960052,
        0.000504953265834602,
        -0.0003454680251063077,
        0.00023635601564027053,
        -0.00016170622091974803,
        0.0001106337276874741,
        -7.569179582195066e-05,
        5.178575795222081e-05,
        -3.5430070947659604e-05,
        2.424006611860132e-05,
        -1.6584242271854135e-05,
    ];
    TERMS.iter().rev().fold(0.0, |sum, term| sum * distance + term) * distance
}

/// Below this the power series of the Bessel functions is summed, above it the asymptotic one.
const BESSEL_BOUND: f64 = 22.0;

/// `sum of (x/2)^(2k) / (k! (k + order)!)`; all terms are positive, so nothing cancels.
fn bessel_series(x: f64, order: f64) -> f64 {
    let quarter = 0.25 * x * x;
    let (mut term, mut sum, mut k) = (1.0, 1.0, 1.0);
    while term > 1e-17 * sum {
        term *= quarter / (k * (k + order));
        sum += term;
        k += 1.0;
    }
    sum
}

/// `exp(-x) * sqrt(2 pi x) * I(x)` by Hankel's expansion, for x above the bound.
fn bessel_tail(x: f64, order: f64) -> f64 {
    let (mut term, mut sum, mut k) = (1.0f64, 1.0, 1.0);
    while term.abs() > 1e-17 && k < 40.0 {
        let odd = 2.0 * k - 1.0;
        term *= (odd * odd - 4.0 * order * order) / (8.0 * k * x);
        sum += term;
        k += 1.0;
    }
    sum
}

/// Modified Bessel function of the first kind, order 0, within 16 ulp as are the three below.
pub fn i0(x: f64) -> f64 {
    let x = x.abs();
    if x < BESSEL_BOUND {
        return bessel_series(x, 0.0);
    }
    // The exponential in two halves, as the product may be finite where exp(x) is not.
    let half = (0.5 * x).exp();
    if half.is_infinite() {
        return half;
    }
    half * (bessel_tail(x, 0.0) / (2.0 * PI * x).sqrt()) * half
}

/// `exp(-|x|) * i0(x)`.
pub fn i0e(x: f64) -> f64 {
    let x = x.abs();
    if x < BESSEL_BOUND { bessel_series(x, 0.0) * (-x).exp() } else { bessel_tail(x, 0.0) / (2.0 * PI * x).sqrt() }
}

/// Modified Bessel function of the first kind, order 1.
pub fn i1(x: f64) -> f64 {
    let magnitude = x.abs();
    if magnitude < BESSEL_BOUND {
        return 0.5 * x * bessel_series(magnitude, 1.0);
    }
    let half = (0.5 * magnitude).exp();
    if half.is_infinite() {
        return half.copysign(x);
    }
    (half * (bessel_tail(magnitude, 1.0) / (2.0 * PI * magnitude).sqrt()) * half).copysign(x)
}

/// `exp(-|x|) * i1(x)`.
pub fn i1e(x: f64) -> f64 {
    let magnitude = x.abs();
    if magnitude < BESSEL_BOUND {
        return 0.5 * x * bessel_series(magnitude, 1.0) * (-magnitude).exp();
    }
    (bessel_tail(magnitude, 1.0) / (2.0 * PI * magnitude).sqrt()).copysign(x)
}
