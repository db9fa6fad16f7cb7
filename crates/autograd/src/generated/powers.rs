//! Elementwise methods of the section `powers`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::methods::complex;
use crate::pointwise::{At, OfComplex, Rule, record, record_, write_out};
use crate::{AsOperand, Result, Tensor, plain};
use cresset_ops::Pointwise;

impl Tensor {
    /// Power. `out = pow(x, exponent)`
    #[track_caller]
    pub fn pow(&self, exponent: impl AsOperand) -> Tensor {
        plain(self.try_pow(exponent))
    }

    /// [`Tensor::pow`] with errors as values.
    #[track_caller]
    pub fn try_pow(&self, exponent: impl AsOperand) -> Result<Tensor> {
        record(&POW, [self.into(), exponent.as_operand()])
    }

    /// [`Tensor::pow`] written into `self`.
    #[track_caller]
    pub fn pow_(&self, exponent: impl AsOperand) -> &Tensor {
        plain(self.try_pow_(exponent))
    }

    /// [`Tensor::pow_`] with errors as values.
    #[track_caller]
    pub fn try_pow_(&self, exponent: impl AsOperand) -> Result<&Tensor> {
        record_(&POW, self, [exponent.as_operand()]).map(|()| self)
    }

    /// [`Tensor::pow`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn pow_out<'a>(&self, exponent: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_pow_out(exponent, out))
    }

    /// [`Tensor::pow_out`] with errors as values.
    #[track_caller]
    pub fn try_pow_out<'a>(&self, exponent: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&POW, [self.into(), exponent.as_operand()], out)
    }

    /// Second power. `out = x * x`
    #[track_caller]
    pub fn square(&self) -> Tensor {
        plain(self.try_square())
    }

    /// [`Tensor::square`] with errors as values.
    #[track_caller]
    pub fn try_square(&self) -> Result<Tensor> {
        record(&SQUARE, [self.into()])
    }

    /// [`Tensor::square`] written into `self`.
    #[track_caller]
    pub fn square_(&self) -> &Tensor {
        plain(self.try_square_())
    }

    /// [`Tensor::square_`] with errors as values.
    #[track_caller]
    pub fn try_square_(&self) -> Result<&Tensor> {
        record_(&SQUARE, self, []).map(|()| self)
    }

    /// [`Tensor::square`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn square_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_square_out(out))
    }

    /// [`Tensor::square_out`] with errors as values.
    #[track_caller]
    pub fn try_square_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&SQUARE, [self.into()], out)
    }

    /// Square root. `out = sqrt(x)`
    #[track_caller]
    pub fn sqrt(&self) -> Tensor {
        plain(self.try_sqrt())
    }

    /// [`Tensor::sqrt`] with errors as values.
    #[track_caller]
    pub fn try_sqrt(&self) -> Result<Tensor> {
        record(&SQRT, [self.into()])
    }

    /// [`Tensor::sqrt`] written into `self`.
    #[track_caller]
    pub fn sqrt_(&self) -> &Tensor {
        plain(self.try_sqrt_())
    }

    /// [`Tensor::sqrt_`] with errors as values.
    #[track_caller]
    pub fn try_sqrt_(&self) -> Result<&Tensor> {
        record_(&SQRT, self, []).map(|()| self)
    }

    /// [`Tensor::sqrt`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn sqrt_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_sqrt_out(out))
    }

    /// [`Tensor::sqrt_out`] with errors as values.
    #[track_caller]
    pub fn try_sqrt_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&SQRT, [self.into()], out)
    }

    /// Reciprocal of the square root. `out = rsqrt(x)`
    #[track_caller]
    pub fn rsqrt(&self) -> Tensor {
        plain(self.try_rsqrt())
    }

    /// [`Tensor::rsqrt`] with errors as values.
    #[track_caller]
    pub fn try_rsqrt(&self) -> Result<Tensor> {
        record(&RSQRT, [self.into()])
    }

    /// [`Tensor::rsqrt`] written into `self`.
    #[track_caller]
    pub fn rsqrt_(&self) -> &Tensor {
        plain(self.try_rsqrt_())
    }

    /// [`Tensor::rsqrt_`] with errors as values.
    #[track_caller]
    pub fn try_rsqrt_(&self) -> Result<&Tensor> {
        record_(&RSQRT, self, []).map(|()| self)
    }

    /// [`Tensor::rsqrt`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn rsqrt_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_rsqrt_out(out))
    }

    /// [`Tensor::rsqrt_out`] with errors as values.
    #[track_caller]
    pub fn try_rsqrt_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&RSQRT, [self.into()], out)
    }

    /// One over `x`. `out = recip(x)`
    #[track_caller]
    pub fn reciprocal(&self) -> Tensor {
        plain(self.try_reciprocal())
    }

    /// [`Tensor::reciprocal`] with errors as values.
    #[track_caller]
    pub fn try_reciprocal(&self) -> Result<Tensor> {
        record(&RECIPROCAL, [self.into()])
    }

    /// [`Tensor::reciprocal`] written into `self`.
    #[track_caller]
    pub fn reciprocal_(&self) -> &Tensor {
        plain(self.try_reciprocal_())
    }

    /// [`Tensor::reciprocal_`] with errors as values.
    #[track_caller]
    pub fn try_reciprocal_(&self) -> Result<&Tensor> {
        record_(&RECIPROCAL, self, []).map(|()| self)
    }

    /// [`Tensor::reciprocal`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn reciprocal_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_reciprocal_out(out))
    }

    /// [`Tensor::reciprocal_out`] with errors as values.
    #[track_caller]
    pub fn try_reciprocal_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&RECIPROCAL, [self.into()], out)
    }

    /// Opposite. `out = -x`
    #[track_caller]
    pub fn neg(&self) -> Tensor {
        plain(self.try_neg())
    }

    /// [`Tensor::neg`] with errors as values.
    #[track_caller]
    pub fn try_neg(&self) -> Result<Tensor> {
        record(&NEG, [self.into()])
    }

    /// [`Tensor::neg`] written into `self`.
    #[track_caller]
    pub fn neg_(&self) -> &Tensor {
        plain(self.try_neg_())
    }

    /// [`Tensor::neg_`] with errors as values.
    #[track_caller]
    pub fn try_neg_(&self) -> Result<&Tensor> {
        record_(&NEG, self, []).map(|()| self)
    }

    /// [`Tensor::neg`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn neg_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_neg_out(out))
    }

    /// [`Tensor::neg_out`] with errors as values.
    #[track_caller]
    pub fn try_neg_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&NEG, [self.into()], out)
    }

    /// The tensor itself. `out = x`
    #[track_caller]
    pub fn positive(&self) -> Tensor {
        plain(self.try_positive())
    }

    /// [`Tensor::positive`] with errors as values.
    #[track_caller]
    pub fn try_positive(&self) -> Result<Tensor> {
        record(&POSITIVE, [self.into()])
    }

    /// [`Tensor::positive`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn positive_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_positive_out(out))
    }

    /// [`Tensor::positive_out`] with errors as values.
    #[track_caller]
    pub fn try_positive_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&POSITIVE, [self.into()], out)
    }

    /// Absolute value; the gradient at zero is zero. `out = abs(x)`
    #[track_caller]
    pub fn abs(&self) -> Tensor {
        plain(self.try_abs())
    }

    /// [`Tensor::abs`] with errors as values.
    #[track_caller]
    pub fn try_abs(&self) -> Result<Tensor> {
        record(&ABS, [self.into()])
    }

    /// [`Tensor::abs`] written into `self`.
    #[track_caller]
    pub fn abs_(&self) -> &Tensor {
        plain(self.try_abs_())
    }

    /// [`Tensor::abs_`] with errors as values.
    #[track_caller]
    pub fn try_abs_(&self) -> Result<&Tensor> {
        record_(&ABS, self, []).map(|()| self)
    }

    /// [`Tensor::abs`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn abs_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_abs_out(out))
    }

    /// [`Tensor::abs_out`] with errors as values.
    #[track_caller]
    pub fn try_abs_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&ABS, [self.into()], out)
    }

    /// Sign: -1, 0 or 1; zero for NaN. `out = sign(x)`
    #[track_caller]
    pub fn sign(&self) -> Tensor {
        plain(self.try_sign())
    }

    /// [`Tensor::sign`] with errors as values.
    #[track_caller]
    pub fn try_sign(&self) -> Result<Tensor> {
        record(&SIGN, [self.into()])
    }

    /// [`Tensor::sign`] written into `self`.
    #[track_caller]
    pub fn sign_(&self) -> &Tensor {
        plain(self.try_sign_())
    }

    /// [`Tensor::sign_`] with errors as values.
    #[track_caller]
    pub fn try_sign_(&self) -> Result<&Tensor> {
        record_(&SIGN, self, []).map(|()| self)
    }

    /// [`Tensor::sign`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn sign_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_sign_out(out))
    }

    /// [`Tensor::sign_out`] with errors as values.
    #[track_caller]
    pub fn try_sign_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&SIGN, [self.into()], out)
    }

    /// Sign, under the name that PyTorch also uses for complex numbers. `out = sign(x)`
    #[track_caller]
    pub fn sgn(&self) -> Tensor {
        plain(self.try_sgn())
    }

    /// [`Tensor::sgn`] with errors as values.
    #[track_caller]
    pub fn try_sgn(&self) -> Result<Tensor> {
        record(&SGN, [self.into()])
    }

    /// [`Tensor::sgn`] written into `self`.
    #[track_caller]
    pub fn sgn_(&self) -> &Tensor {
        plain(self.try_sgn_())
    }

    /// [`Tensor::sgn_`] with errors as values.
    #[track_caller]
    pub fn try_sgn_(&self) -> Result<&Tensor> {
        record_(&SGN, self, []).map(|()| self)
    }

    /// [`Tensor::sgn`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn sgn_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_sgn_out(out))
    }

    /// [`Tensor::sgn_out`] with errors as values.
    #[track_caller]
    pub fn try_sgn_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&SGN, [self.into()], out)
    }

    /// Size of `x` with the sign of the other. `out = copysign(x, other)`
    #[track_caller]
    pub fn copysign(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_copysign(other))
    }

    /// [`Tensor::copysign`] with errors as values.
    #[track_caller]
    pub fn try_copysign(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&COPYSIGN, [self.into(), other.as_operand()])
    }

    /// [`Tensor::copysign`] written into `self`.
    #[track_caller]
    pub fn copysign_(&self, other: impl AsOperand) -> &Tensor {
        plain(self.try_copysign_(other))
    }

    /// [`Tensor::copysign_`] with errors as values.
    #[track_caller]
    pub fn try_copysign_(&self, other: impl AsOperand) -> Result<&Tensor> {
        record_(&COPYSIGN, self, [other.as_operand()]).map(|()| self)
    }

    /// [`Tensor::copysign`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn copysign_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_copysign_out(other, out))
    }

    /// [`Tensor::copysign_out`] with errors as values.
    #[track_caller]
    pub fn try_copysign_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&COPYSIGN, [self.into(), other.as_operand()], out)
    }

    /// Neighbouring float in the direction of the other. `out = nextafter(x, other)`
    #[track_caller]
    pub fn nextafter(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_nextafter(other))
    }

    /// [`Tensor::nextafter`] with errors as values.
    #[track_caller]
    pub fn try_nextafter(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&NEXTAFTER, [self.into(), other.as_operand()])
    }

    /// [`Tensor::nextafter`] written into `self`.
    #[track_caller]
    pub fn nextafter_(&self, other: impl AsOperand) -> &Tensor {
        plain(self.try_nextafter_(other))
    }

    /// [`Tensor::nextafter_`] with errors as values.
    #[track_caller]
    pub fn try_nextafter_(&self, other: impl AsOperand) -> Result<&Tensor> {
        record_(&NEXTAFTER, self, [other.as_operand()]).map(|()| self)
    }

    /// [`Tensor::nextafter`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn nextafter_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_nextafter_out(other, out))
    }

    /// [`Tensor::nextafter_out`] with errors as values.
    #[track_caller]
    pub fn try_nextafter_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&NEXTAFTER, [self.into(), other.as_operand()], out)
    }

    /// Length of the hypotenuse, without overflow in between. `out = hypot(x, other)`
    #[track_caller]
    pub fn hypot(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_hypot(other))
    }

    /// [`Tensor::hypot`] with errors as values.
    #[track_caller]
    pub fn try_hypot(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&HYPOT, [self.into(), other.as_operand()])
    }

    /// [`Tensor::hypot`] written into `self`.
    #[track_caller]
    pub fn hypot_(&self, other: impl AsOperand) -> &Tensor {
        plain(self.try_hypot_(other))
    }

    /// [`Tensor::hypot_`] with errors as values.
    #[track_caller]
    pub fn try_hypot_(&self, other: impl AsOperand) -> Result<&Tensor> {
        record_(&HYPOT, self, [other.as_operand()]).map(|()| self)
    }

    /// [`Tensor::hypot`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn hypot_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_hypot_out(other, out))
    }

    /// [`Tensor::hypot_out`] with errors as values.
    #[track_caller]
    pub fn try_hypot_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&HYPOT, [self.into(), other.as_operand()], out)
    }

    /// Step function. `out = where(x == 0, values, where(x > 0, 1, 0))`
    ///
    /// No gradient: PyTorch gives heaviside no derivative.
    #[track_caller]
    pub fn heaviside(&self, values: impl AsOperand) -> Tensor {
        plain(self.try_heaviside(values))
    }

    /// [`Tensor::heaviside`] with errors as values.
    #[track_caller]
    pub fn try_heaviside(&self, values: impl AsOperand) -> Result<Tensor> {
        record(&HEAVISIDE, [self.into(), values.as_operand()])
    }

    /// [`Tensor::heaviside`] written into `self`.
    #[track_caller]
    pub fn heaviside_(&self, values: impl AsOperand) -> &Tensor {
        plain(self.try_heaviside_(values))
    }

    /// [`Tensor::heaviside_`] with errors as values.
    #[track_caller]
    pub fn try_heaviside_(&self, values: impl AsOperand) -> Result<&Tensor> {
        record_(&HEAVISIDE, self, [values.as_operand()]).map(|()| self)
    }

    /// [`Tensor::heaviside`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn heaviside_out<'a>(&self, values: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_heaviside_out(values, out))
    }

    /// [`Tensor::heaviside_out`] with errors as values.
    #[track_caller]
    pub fn try_heaviside_out<'a>(&self, values: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&HEAVISIDE, [self.into(), values.as_operand()], out)
    }
}

pub(crate) static POW: Rule = Rule {
    op: Pointwise::Pow,
    node: "PowBackward0",
    gradients: &[Some(pow_grad_0), Some(pow_grad_1)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `where(exponent == 0, 0, g * exponent * pow(x, exponent - 1))`.
fn pow_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.tensor(1)?.try_eq(0.0)?.try_where_self(
        0.0,
        &at.grad().try_mul(&at.tensor(0)?.try_pow(&at.tensor(1)?.try_sub(1.0)?)?.try_mul(at.input(1))?)?,
    )
}

/// Gradient in `exponent`: `where(x == 0 and not (is_inf(out) or is_nan(out)), 0, g * out * log(x))`.
fn pow_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?
        .try_eq(0.0)?
        .try_logical_and(&at.output().try_isinf()?.try_logical_or(&at.output().try_isnan()?)?.try_logical_not()?)?
        .try_where_self(0.0, &at.grad().try_mul(&at.output().try_mul(&at.tensor(0)?.try_log()?)?)?)
}

pub(crate) static SQUARE: Rule = Rule {
    op: Pointwise::Square,
    node: "SquareBackward0",
    gradients: &[Some(square_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * 2 * x`.
fn square_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(0)?.try_mul(2.0)?)
}

pub(crate) static SQRT: Rule = Rule {
    op: Pointwise::Sqrt,
    node: "SqrtBackward0",
    gradients: &[Some(sqrt_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g / (2 * out)`.
fn sqrt_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_div(&at.output().try_mul(2.0)?)
}

pub(crate) static RSQRT: Rule = Rule {
    op: Pointwise::Rsqrt,
    node: "RsqrtBackward0",
    gradients: &[Some(rsqrt_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `-0.5 * g * out * out * out`.
fn rsqrt_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(-0.5)?.try_mul(&at.output().try_mul(at.output())?.try_mul(at.output())?)
}

pub(crate) static RECIPROCAL: Rule = Rule {
    op: Pointwise::Reciprocal,
    node: "ReciprocalBackward0",
    gradients: &[Some(reciprocal_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `-g * out * out`.
fn reciprocal_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_neg()?.try_mul(&at.output().try_mul(at.output())?)
}

pub(crate) static NEG: Rule = Rule {
    op: Pointwise::Neg,
    node: "NegBackward0",
    gradients: &[Some(neg_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `-g`.
fn neg_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_neg()
}

pub(crate) static POSITIVE: Rule = Rule {
    op: Pointwise::Positive,
    node: "PositiveBackward0",
    gradients: &[Some(positive_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g`.
fn positive_grad_0(at: &At<'_>) -> Result<Tensor> {
    Ok(at.grad().clone())
}

pub(crate) static ABS: Rule =
    Rule { op: Pointwise::Abs, node: "AbsBackward0", gradients: &[Some(abs_grad_0)], of_complex: OfComplex::Alike };

/// Gradient in `x`: `g * sign(x)`.
fn abs_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(0)?.try_sgn()?)
}

pub(crate) static SIGN: Rule = Rule {
    op: Pointwise::Sign,
    node: "SignBackward0",
    gradients: &[Some(sign_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `0`.
fn sign_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.full(0.0)
}

pub(crate) static SGN: Rule = Rule {
    op: Pointwise::Sgn,
    node: "SgnBackward0",
    gradients: &[Some(sgn_grad_0)],
    of_complex: OfComplex::Own(complex::sgn_gradient),
};

/// Gradient in `x`: `0`.
fn sgn_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.full(0.0)
}

pub(crate) static COPYSIGN: Rule = Rule {
    op: Pointwise::Copysign,
    node: "CopysignBackward0",
    gradients: &[Some(copysign_grad_0), Some(copysign_grad_1)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * where(x == 0, 0, out / x)`.
fn copysign_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(0)?.try_eq(0.0)?.try_where_self(0.0, &at.output().try_div(at.input(0))?)?)
}

/// Gradient in `other`: `0`.
fn copysign_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.full(0.0)
}

pub(crate) static NEXTAFTER: Rule = Rule {
    op: Pointwise::Nextafter,
    node: "NextafterBackward0",
    gradients: &[Some(nextafter_grad_0), Some(nextafter_grad_1)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `where(x == other, 0, g)`.
fn nextafter_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?.try_eq(at.input(1))?.try_where_self(0.0, at.grad())
}

/// Gradient in `other`: `0`.
fn nextafter_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.full(0.0)
}

pub(crate) static HYPOT: Rule = Rule {
    op: Pointwise::Hypot,
    node: "HypotBackward0",
    gradients: &[Some(hypot_grad_0), Some(hypot_grad_1)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * x / out`.
fn hypot_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(0)?.try_div(at.output())?)
}

/// Gradient in `other`: `g * other / out`.
fn hypot_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(1)?.try_div(at.output())?)
}

pub(crate) static HEAVISIDE: Rule = Rule {
    op: Pointwise::Heaviside,
    node: "HeavisideBackward0",
    gradients: &[None, None],
    of_complex: OfComplex::Conjugated,
};
