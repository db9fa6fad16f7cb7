//! Functions of one complex number. Branch cuts and values at infinity are those of C.
//!
//! # Source
//! W. Kahan, "Branch Cuts for Complex Elementary Functions", 1987.

use cresset_storage::{Complex32, Complex64};

use super::wide;

/// A complex number as elementwise bodies see it. Order, minimum and maximum look at the real part alone.
#[allow(missing_docs, reason = "the names are those of the lanes of real numbers")]
pub trait ComplexNumber: Copy + Send + Sync + 'static {
    fn constant(value: f64) -> Self;
    fn select(test: bool, if_true: Self, if_false: Self) -> Self;
    fn add(self, rhs: Self) -> Self;
    fn sub(self, rhs: Self) -> Self;
    fn mul(self, rhs: Self) -> Self;
    fn div(self, rhs: Self) -> Self;
    fn pow(self, rhs: Self) -> Self;
    fn minimum(self, rhs: Self) -> Self;
    fn maximum(self, rhs: Self) -> Self;
    fn neg(self) -> Self;
    /// The magnitude, with no imaginary part.
    fn abs(self) -> Self;
    /// The number divided by its magnitude; zero at zero.
    fn sign(self) -> Self;
    fn sqrt(self) -> Self;
    fn rsqrt(self) -> Self;
    fn recip(self) -> Self;
    fn exp(self) -> Self;
    fn exp2(self) -> Self;
    fn expm1(self) -> Self;
    fn log(self) -> Self;
    fn log2(self) -> Self;
    fn log10(self) -> Self;
    fn log1p(self) -> Self;
    fn sin(self) -> Self;
    fn cos(self) -> Self;
    fn tan(self) -> Self;
    fn asin(self) -> Self;
    fn acos(self) -> Self;
    fn atan(self) -> Self;
    fn sinh(self) -> Self;
    fn cosh(self) -> Self;
    fn tanh(self) -> Self;
    fn asinh(self) -> Self;
    fn acosh(self) -> Self;
    fn atanh(self) -> Self;
    fn sigmoid(self) -> Self;
    fn eq(self, rhs: Self) -> bool;
    fn ne(self, rhs: Self) -> bool;
    fn lt(self, rhs: Self) -> bool;
    fn is_nan(self) -> bool;
    fn is_inf(self) -> bool;
}

/// What both complex types compute alike.
macro_rules! alike {
    ($type:ident, $part:ty) => {
        #[inline(always)]
        fn constant(value: f64) -> $type {
            $type::new(value as $part, 0.0)
        }
        #[inline(always)]
        fn select(test: bool, if_true: $type, if_false: $type) -> $type {
            if test { if_true } else { if_false }
        }
        #[inline(always)]
        fn add(self, rhs: $type) -> $type {
            self + rhs
        }
        #[inline(always)]
        fn sub(self, rhs: $type) -> $type {
            self - rhs
        }
        #[inline(always)]
        fn mul(self, rhs: $type) -> $type {
            self * rhs
        }
        /// Both parts of `rhs` are divided by the greater one first, so that no square overflows.
        #[inline(always)]
        fn div(self, rhs: $type) -> $type {
            let (a, b, c, d) = (self.re, self.im, rhs.re, rhs.im);
            if c.abs() >= d.abs() {
                if c == 0.0 {
                    return $type::new(a / c.abs(), b / d.abs());
                }
                let ratio = d / c;
                let scale = 1.0 / (c + d * ratio);
                return $type::new((a + b * ratio) * scale, (b - a * ratio) * scale);
            }
            let ratio = c / d;
            let scale = 1.0 / (c * ratio + d);
            $type::new((a * ratio + b) * scale, (b * ratio - a) * scale)
        }
        #[inline(always)]
        fn minimum(self, rhs: $type) -> $type {
            if self.re < rhs.re || self.is_nan() { self } else { rhs }
        }
        #[inline(always)]
        fn maximum(self, rhs: $type) -> $type {
            if self.re < rhs.re || rhs.is_nan() { rhs } else { self }
        }
        #[inline(always)]
        fn neg(self) -> $type {
            -self
        }
        #[inline(always)]
        fn abs(self) -> $type {
            $type::new(self.re.hypot(self.im), 0.0)
        }
        #[inline(always)]
        fn eq(self, rhs: $type) -> bool {
            self == rhs
        }
        #[inline(always)]
        fn ne(self, rhs: $type) -> bool {
            self != rhs
        }
        #[inline(always)]
        fn lt(self, rhs: $type) -> bool {
            self.re < rhs.re
        }
        #[inline(always)]
        fn is_nan(self) -> bool {
            self.re.is_nan() | self.im.is_nan()
        }
        #[inline(always)]
        fn is_inf(self) -> bool {
            self.re.is_infinite() | self.im.is_infinite()
        }
    };
}

macro_rules! widened {
    ($($name:ident)*) => {$(
        #[inline]
        fn $name(self) -> Complex32 {
            wide(self, ComplexNumber::$name)
        }
    )*};
}

impl ComplexNumber for Complex32 {
    alike!(Complex32, f32);
    widened! {
        sign sqrt rsqrt recip exp exp2 expm1 log log2 log10 log1p sin cos tan asin acos atan sinh cosh tanh asinh acosh
        atanh sigmoid
    }
    #[inline]
    fn pow(self, rhs: Complex32) -> Complex32 {
        let exponent = Complex64::new(rhs.re.into(), rhs.im.into());
        wide(self, |base| ComplexNumber::pow(base, exponent))
    }
}

/// `i * x`.
#[inline(always)]
fn turned(x: Complex64) -> Complex64 {
    Complex64::new(-x.im, x.re)
}

/// `-i * x`.
#[inline(always)]
fn turned_back(x: Complex64) -> Complex64 {
    Complex64::new(x.im, -x.re)
}

/// `x * y`, where zero times infinity is zero: how C's functions treat a part that is exactly zero.
#[inline(always)]
fn times(x: f64, y: f64) -> f64 {
    if y == 0.0 && !x.is_nan() { if x.is_sign_negative() { -y } else { y } } else { x * y }
}

/// The roots of `1 - x` and `1 + x`, on the side of the cut that the sign of a zero tells.
fn roots_beside(x: Complex64) -> [Complex64; 2] {
    [Complex64::new(1.0 - x.re, -x.im), Complex64::new(1.0 + x.re, x.im)].map(ComplexNumber::sqrt)
}

impl ComplexNumber for Complex64 {
    alike!(Complex64, f64);

    fn sign(self) -> Complex64 {
        let size = self.re.hypot(self.im);
        if size == 0.0 { Complex64::ZERO } else { Complex64::new(self.re / size, self.im / size) }
    }

    fn sqrt(self) -> Complex64 {
        let (x, y) = (self.re, self.im);
        if x == 0.0 && y == 0.0 {
            return Complex64::new(0.0, y);
        }
        if y.is_infinite() {
            return Complex64::new(f64::INFINITY, y);
        }
        if x.is_infinite() {
            let rest = if y.is_nan() { y } else { 0.0 };
            return match x > 0.0 {
                true => Complex64::new(x, rest.copysign(y)),
                false => Complex64::new(rest, f64::INFINITY.copysign(y)),
            };
        }
        let root = (0.5 * (x.abs() + x.hypot(y))).sqrt();
        let other = y / (2.0 * root);
        if x >= 0.0 { Complex64::new(root, other) } else { Complex64::new(other.abs(), root.copysign(y)) }
    }

    fn rsqrt(self) -> Complex64 {
        ComplexNumber::recip(ComplexNumber::sqrt(self))
    }

    fn recip(self) -> Complex64 {
        ComplexNumber::div(Complex64::ONE, self)
    }

    fn exp(self) -> Complex64 {
        let (x, y) = (self.re, self.im);
        if y == 0.0 {
            return Complex64::new(x.exp(), y);
        }
        if x == f64::NEG_INFINITY && !y.is_finite() {
            return Complex64::ZERO;
        }
        if x == f64::INFINITY && !y.is_finite() {
            return Complex64::new(x, f64::NAN);
        }
        let (sin, cos) = y.sin_cos();
        Complex64::new(times(x.exp(), cos), times(x.exp(), sin))
    }

    fn exp2(self) -> Complex64 {
        ComplexNumber::exp(self * std::f64::consts::LN_2)
    }

    fn expm1(self) -> Complex64 {
        let (x, y) = (self.re, self.im);
        let half = (0.5 * y).sin();
        Complex64::new(x.exp_m1() * y.cos() - 2.0 * half * half, x.exp() * y.sin())
    }

    fn log(self) -> Complex64 {
        Complex64::new(self.re.hypot(self.im).ln(), self.im.atan2(self.re))
    }

    fn log2(self) -> Complex64 {
        ComplexNumber::log(self) / std::f64::consts::LN_2
    }

    fn log10(self) -> Complex64 {
        ComplexNumber::log(self) / std::f64::consts::LN_10
    }

    fn log1p(self) -> Complex64 {
        let (x, y) = (self.re, self.im);
        let angle = y.atan2(x + 1.0);
        if x.hypot(y) < 0.5 {
            let excess = x * (2.0 + x) + y * y;
            return Complex64::new(if excess == 0.0 { x } else { 0.5 * excess.ln_1p() }, angle);
        }
        Complex64::new((x + 1.0).hypot(y).ln(), angle)
    }

    fn sin(self) -> Complex64 {
        turned_back(ComplexNumber::sinh(turned(self)))
    }

    fn cos(self) -> Complex64 {
        ComplexNumber::cosh(turned(self))
    }

    fn tan(self) -> Complex64 {
        turned_back(ComplexNumber::tanh(turned(self)))
    }

    fn sinh(self) -> Complex64 {
        let (sin, cos) = self.im.sin_cos();
        Complex64::new(times(cos, self.re.sinh()), times(self.re.cosh(), sin))
    }

    fn cosh(self) -> Complex64 {
        let (sin, cos) = self.im.sin_cos();
        Complex64::new(self.re.cosh() * cos, times(sin, self.re.sinh()))
    }

    fn tanh(self) -> Complex64 {
        let (x, y) = (self.re, self.im);
        if x.abs() > 20.0 {
            let rest = if y.is_finite() { 4.0 * y.sin() * y.cos() * (-2.0 * x.abs()).exp() } else { 0.0 };
            return Complex64::new(1.0f64.copysign(x), rest);
        }
        let (tan, sinh) = (y.tan(), x.sinh());
        let slope = 1.0 + tan * tan;
        let below = 1.0 + slope * sinh * sinh;
        Complex64::new(slope * (1.0 + sinh * sinh).sqrt() * sinh / below, tan / below)
    }

    fn asin(self) -> Complex64 {
        let [below, above] = roots_beside(self);
        Complex64::new(self.re.atan2((below * above).re), (below.conj() * above).im.asinh())
    }

    fn acos(self) -> Complex64 {
        let [below, above] = roots_beside(self);
        Complex64::new(2.0 * below.re.atan2(above.re), (above.conj() * below).im.asinh())
    }

    fn atan(self) -> Complex64 {
        turned_back(ComplexNumber::atanh(turned(self)))
    }

    fn asinh(self) -> Complex64 {
        turned_back(ComplexNumber::asin(turned(self)))
    }

    fn acosh(self) -> Complex64 {
        let (below, above) = (ComplexNumber::sqrt(self - 1.0), ComplexNumber::sqrt(self + 1.0));
        Complex64::new((below.conj() * above).re.asinh(), 2.0 * below.im.atan2(above.re))
    }

    fn atanh(self) -> Complex64 {
        let (x, y) = (self.re, self.im);
        if x.abs() > 1e150 || y.abs() > 1e150 {
            // Squares would overflow; what is left of the real part is below every float next to pi / 2.
            return Complex64::new(0.0f64.copysign(x), std::f64::consts::FRAC_PI_2.copysign(y));
        }
        let re = 0.25 * (4.0 * x / ((1.0 - x) * (1.0 - x) + y * y)).ln_1p();
        Complex64::new(re, 0.5 * (2.0 * y).atan2((1.0 - x) * (1.0 + x) - y * y))
    }

    fn sigmoid(self) -> Complex64 {
        ComplexNumber::recip(1.0 + ComplexNumber::exp(-self))
    }

    fn pow(self, rhs: Complex64) -> Complex64 {
        if rhs == Complex64::ZERO {
            return Complex64::ONE;
        }
        if rhs == Complex64::ONE {
            return self;
        }
        if self == Complex64::ZERO && rhs.re > 0.0 {
            return Complex64::ZERO;
        }
        ComplexNumber::exp(rhs * ComplexNumber::log(self))
    }
}
