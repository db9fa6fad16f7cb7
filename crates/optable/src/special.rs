//! Special functions in f64, good to about 1e-12: the measure that gradients are checked with, not a kernel.
use std::f64::consts::PI;

/// Error function.
pub fn erf(x: f64) -> f64 {
    if x.abs() < 2.5 { erf_series(x) } else { x.signum() * (1.0 - erfc_fraction(x.abs())) }
}

/// Complementary error function.
pub fn erfc(x: f64) -> f64 {
    if x < -2.5 {
        2.0 - erfc_fraction(-x)
    } else if x < 1.0 {
        1.0 - erf_series(x)
    } else {
        erfc_fraction(x)
    }
}

/// All terms of this series have one sign, so nothing cancels: erf(x) = 2/√π e^(-x²) Σ 2ⁿ x^(2n+1) / (2n+1)!!.
fn erf_series(x: f64) -> f64 {
    let mut term = x;
    let mut sum = x;
    let mut n = 1.0;
    while term.abs() > sum.abs() * 1e-17 {
        term *= 2.0 * x * x / (2.0 * n + 1.0);
        sum += term;
        n += 1.0;
    }
    2.0 / PI.sqrt() * (-x * x).exp() * sum
}

fn erfc_fraction(x: f64) -> f64 {
    (-x * x).exp() * erfcx_fraction(x)
}

/// Laplace's continued fraction, taken from its 400th level, where it has converged for x >= 1.
fn erfcx_fraction(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    let mut tail = x;
    for level in (1..=400).rev() {
        tail = x + f64::from(level) / 2.0 / tail;
    }
    1.0 / PI.sqrt() / tail
}

/// Complementary error function times `exp(x²)`.
pub fn erfcx(x: f64) -> f64 {
    if x < 1.0 { (x * x).exp() * erfc(x) } else { erfcx_fraction(x) }
}

/// Inverse of the error function, by Newton steps on `erfc` so that arguments near one keep their digits.
pub fn erfinv(y: f64) -> f64 {
    let size = y.abs();
    if size >= 1.0 {
        return if size == 1.0 { y * f64::INFINITY } else { f64::NAN };
    }
    // Winitzki's approximation, within 2e-3.
    let log = (1.0 - size * size).ln();
    let half = 2.0 / (PI * 0.147) + log / 2.0;
    let mut x = ((half * half - log / 0.147).sqrt() - half).sqrt();
    for _ in 0..6 {
        let residual = if size < 0.5 { erf(x) - size } else { (1.0 - size) - erfc(x) };
        x -= residual * PI.sqrt() / 2.0 * (x * x).exp();
    }
    x.copysign(y)
}

/// Logarithm of the absolute value of the gamma function.
pub fn lgamma(x: f64) -> f64 {
    if x < 0.5 {
        let sine = (PI * x).sin().abs();
        return if x == x.floor() { f64::INFINITY } else { (PI / sine).ln() - lgamma(1.0 - x) };
    }
    let mut product = 1.0;
    let mut z = x;
    while z < 15.0 {
        product *= z;
        z += 1.0;
    }
    // Stirling's series: B(2k) / (2k (2k-1) z^(2k-1)).
    let coefficients = [1.0 / 12.0, -1.0 / 360.0, 1.0 / 1260.0, -1.0 / 1680.0, 1.0 / 1188.0, -691.0 / 360_360.0];
    let series = coefficients.iter().rev().fold(0.0, |sum, c| sum / (z * z) + c) / z;
    (z - 0.5) * z.ln() - z + 0.5 * (2.0 * PI).ln() + series - f64::ln(product)
}

/// Derivative of `lgamma`.
pub fn digamma(x: f64) -> f64 {
    if x == 0.0 {
        return f64::INFINITY.copysign(-x);
    }
    if x < 0.5 {
        return if x == x.floor() { f64::NAN } else { digamma(1.0 - x) - PI / (PI * x).tan() };
    }
    let mut shifted = 0.0;
    let mut z = x;
    while z < 15.0 {
        shifted += 1.0 / z;
        z += 1.0;
    }
    // B(2k) / (2k z^(2k)).
    let coefficients = [1.0 / 12.0, -1.0 / 120.0, 1.0 / 252.0, -1.0 / 240.0, 1.0 / 132.0, -691.0 / 32_760.0];
    let series = coefficients.iter().rev().fold(0.0, |sum, c| sum / (z * z) + c) / (z * z);
    z.ln() - 0.5 / z - series - shifted
}

/// Modified Bessel function of the first kind, order 0.
pub fn i0(x: f64) -> f64 {
    bessel(x, 1.0, 0.0)
}

/// Order 0 times `exp(-|x|)`; up to |x| = 700.
pub fn i0e(x: f64) -> f64 {
    bessel(x, (-x.abs()).exp(), 0.0)
}

/// Modified Bessel function of the first kind, order 1.
pub fn i1(x: f64) -> f64 {
    bessel(x, x / 2.0, 1.0)
}

/// Order 1 times `exp(-|x|)`; up to |x| = 700.
pub fn i1e(x: f64) -> f64 {
    bessel(x, x / 2.0 * (-x.abs()).exp(), 1.0)
}

/// Power series from its first term; all terms have one sign.
fn bessel(x: f64, first: f64, order: f64) -> f64 {
    let mut term = first;
    let mut sum = first;
    let mut k = 1.0;
    while term.abs() > sum.abs() * 1e-17 {
        term *= x * x / 4.0 / (k * (k + order));
        sum += term;
        k += 1.0;
    }
    sum
}

/// Neighbour of `x` in the direction of `y`.
pub fn nextafter(x: f64, y: f64) -> f64 {
    if x.is_nan() || y.is_nan() {
        f64::NAN
    } else if x == y {
        y
    } else if x < y {
        x.next_up()
    } else {
        x.next_down()
    }
}

/// Greatest common divisor of two whole numbers, never negative.
pub fn gcd(x: f64, y: f64) -> f64 {
    let (mut x, mut y) = (x.abs(), y.abs());
    while y != 0.0 {
        (x, y) = (y, x % y);
    }
    x
}

/// Least common multiple of two whole numbers, never negative.
pub fn lcm(x: f64, y: f64) -> f64 {
    let divisor = gcd(x, y);
    if divisor == 0.0 { 0.0 } else { (x / divisor * y).abs() }
}
