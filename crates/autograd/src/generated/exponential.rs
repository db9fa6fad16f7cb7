//! Elementwise methods of the section `exponential`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::pointwise::{At, OfComplex, Rule, record, record_, write_out};
use crate::{AsOperand, Result, Tensor, plain};
use cresset_ops::Pointwise;

impl Tensor {
    /// Exponential. `out = exp(x)`
    #[track_caller]
    pub fn exp(&self) -> Tensor {
        plain(self.try_exp())
    }

    /// [`Tensor::exp`] with errors as values.
    #[track_caller]
    pub fn try_exp(&self) -> Result<Tensor> {
        record(&EXP, [self.into()])
    }

    /// [`Tensor::exp`] written into `self`.
    #[track_caller]
    pub fn exp_(&self) -> &Tensor {
        plain(self.try_exp_())
    }

    /// [`Tensor::exp_`] with errors as values.
    #[track_caller]
    pub fn try_exp_(&self) -> Result<&Tensor> {
        record_(&EXP, self, []).map(|()| self)
    }

    /// [`Tensor::exp`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn exp_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_exp_out(out))
    }

    /// [`Tensor::exp_out`] with errors as values.
    #[track_caller]
    pub fn try_exp_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&EXP, [self.into()], out)
    }

    /// Power of two. `out = exp2(x)`
    #[track_caller]
    pub fn exp2(&self) -> Tensor {
        plain(self.try_exp2())
    }

    /// [`Tensor::exp2`] with errors as values.
    #[track_caller]
    pub fn try_exp2(&self) -> Result<Tensor> {
        record(&EXP2, [self.into()])
    }

    /// [`Tensor::exp2`] written into `self`.
    #[track_caller]
    pub fn exp2_(&self) -> &Tensor {
        plain(self.try_exp2_())
    }

    /// [`Tensor::exp2_`] with errors as values.
    #[track_caller]
    pub fn try_exp2_(&self) -> Result<&Tensor> {
        record_(&EXP2, self, []).map(|()| self)
    }

    /// [`Tensor::exp2`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn exp2_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_exp2_out(out))
    }

    /// [`Tensor::exp2_out`] with errors as values.
    #[track_caller]
    pub fn try_exp2_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&EXP2, [self.into()], out)
    }

    /// Exponential less one, exact near zero. `out = expm1(x)`
    #[track_caller]
    pub fn expm1(&self) -> Tensor {
        plain(self.try_expm1())
    }

    /// [`Tensor::expm1`] with errors as values.
    #[track_caller]
    pub fn try_expm1(&self) -> Result<Tensor> {
        record(&EXPM1, [self.into()])
    }

    /// [`Tensor::expm1`] written into `self`.
    #[track_caller]
    pub fn expm1_(&self) -> &Tensor {
        plain(self.try_expm1_())
    }

    /// [`Tensor::expm1_`] with errors as values.
    #[track_caller]
    pub fn try_expm1_(&self) -> Result<&Tensor> {
        record_(&EXPM1, self, []).map(|()| self)
    }

    /// [`Tensor::expm1`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn expm1_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_expm1_out(out))
    }

    /// [`Tensor::expm1_out`] with errors as values.
    #[track_caller]
    pub fn try_expm1_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&EXPM1, [self.into()], out)
    }

    /// Natural logarithm. `out = log(x)`
    #[track_caller]
    pub fn log(&self) -> Tensor {
        plain(self.try_log())
    }

    /// [`Tensor::log`] with errors as values.
    #[track_caller]
    pub fn try_log(&self) -> Result<Tensor> {
        record(&LOG, [self.into()])
    }

    /// [`Tensor::log`] written into `self`.
    #[track_caller]
    pub fn log_(&self) -> &Tensor {
        plain(self.try_log_())
    }

    /// [`Tensor::log_`] with errors as values.
    #[track_caller]
    pub fn try_log_(&self) -> Result<&Tensor> {
        record_(&LOG, self, []).map(|()| self)
    }

    /// [`Tensor::log`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn log_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_log_out(out))
    }

    /// [`Tensor::log_out`] with errors as values.
    #[track_caller]
    pub fn try_log_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&LOG, [self.into()], out)
    }

    /// Logarithm to base two. `out = log2(x)`
    #[track_caller]
    pub fn log2(&self) -> Tensor {
        plain(self.try_log2())
    }

    /// [`Tensor::log2`] with errors as values.
    #[track_caller]
    pub fn try_log2(&self) -> Result<Tensor> {
        record(&LOG2, [self.into()])
    }

    /// [`Tensor::log2`] written into `self`.
    #[track_caller]
    pub fn log2_(&self) -> &Tensor {
        plain(self.try_log2_())
    }

    /// [`Tensor::log2_`] with errors as values.
    #[track_caller]
    pub fn try_log2_(&self) -> Result<&Tensor> {
        record_(&LOG2, self, []).map(|()| self)
    }

    /// [`Tensor::log2`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn log2_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_log2_out(out))
    }

    /// [`Tensor::log2_out`] with errors as values.
    #[track_caller]
    pub fn try_log2_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&LOG2, [self.into()], out)
    }

    /// Logarithm to base ten. `out = log10(x)`
    #[track_caller]
    pub fn log10(&self) -> Tensor {
        plain(self.try_log10())
    }

    /// [`Tensor::log10`] with errors as values.
    #[track_caller]
    pub fn try_log10(&self) -> Result<Tensor> {
        record(&LOG10, [self.into()])
    }

    /// [`Tensor::log10`] written into `self`.
    #[track_caller]
    pub fn log10_(&self) -> &Tensor {
        plain(self.try_log10_())
    }

    /// [`Tensor::log10_`] with errors as values.
    #[track_caller]
    pub fn try_log10_(&self) -> Result<&Tensor> {
        record_(&LOG10, self, []).map(|()| self)
    }

    /// [`Tensor::log10`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn log10_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_log10_out(out))
    }

    /// [`Tensor::log10_out`] with errors as values.
    #[track_caller]
    pub fn try_log10_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&LOG10, [self.into()], out)
    }

    /// Logarithm of one plus `x`, exact near zero. `out = log1p(x)`
    #[track_caller]
    pub fn log1p(&self) -> Tensor {
        plain(self.try_log1p())
    }

    /// [`Tensor::log1p`] with errors as values.
    #[track_caller]
    pub fn try_log1p(&self) -> Result<Tensor> {
        record(&LOG1P, [self.into()])
    }

    /// [`Tensor::log1p`] written into `self`.
    #[track_caller]
    pub fn log1p_(&self) -> &Tensor {
        plain(self.try_log1p_())
    }

    /// [`Tensor::log1p_`] with errors as values.
    #[track_caller]
    pub fn try_log1p_(&self) -> Result<&Tensor> {
        record_(&LOG1P, self, []).map(|()| self)
    }

    /// [`Tensor::log1p`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn log1p_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_log1p_out(out))
    }

    /// [`Tensor::log1p_out`] with errors as values.
    #[track_caller]
    pub fn try_log1p_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&LOG1P, [self.into()], out)
    }

    /// Logarithm of the sum of two exponentials, without overflow. `out = where(is_inf(x) and x == other, x, maximum(x, other) + log1p(exp(minimum(x, other) - maximum(x, other))))`
    #[track_caller]
    pub fn logaddexp(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_logaddexp(other))
    }

    /// [`Tensor::logaddexp`] with errors as values.
    #[track_caller]
    pub fn try_logaddexp(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&LOGADDEXP, [self.into(), other.as_operand()])
    }

    /// [`Tensor::logaddexp`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn logaddexp_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_logaddexp_out(other, out))
    }

    /// [`Tensor::logaddexp_out`] with errors as values.
    #[track_caller]
    pub fn try_logaddexp_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&LOGADDEXP, [self.into(), other.as_operand()], out)
    }

    /// Logarithm to base two of the sum of two powers of two, without overflow. `out = where(is_inf(x) and x == other, x, maximum(x, other) + log1p(exp2(-abs(x - other))) / ln(2))`
    #[track_caller]
    pub fn logaddexp2(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_logaddexp2(other))
    }

    /// [`Tensor::logaddexp2`] with errors as values.
    #[track_caller]
    pub fn try_logaddexp2(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&LOGADDEXP2, [self.into(), other.as_operand()])
    }

    /// [`Tensor::logaddexp2`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn logaddexp2_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_logaddexp2_out(other, out))
    }

    /// [`Tensor::logaddexp2_out`] with errors as values.
    #[track_caller]
    pub fn try_logaddexp2_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&LOGADDEXP2, [self.into(), other.as_operand()], out)
    }

    /// Product with a logarithm; zero where `x` is zero. `out = where(x == 0 and not is_nan(other), 0, x * log(other))`
    #[track_caller]
    pub fn xlogy(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_xlogy(other))
    }

    /// [`Tensor::xlogy`] with errors as values.
    #[track_caller]
    pub fn try_xlogy(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&XLOGY, [self.into(), other.as_operand()])
    }

    /// [`Tensor::xlogy`] written into `self`.
    #[track_caller]
    pub fn xlogy_(&self, other: impl AsOperand) -> &Tensor {
        plain(self.try_xlogy_(other))
    }

    /// [`Tensor::xlogy_`] with errors as values.
    #[track_caller]
    pub fn try_xlogy_(&self, other: impl AsOperand) -> Result<&Tensor> {
        record_(&XLOGY, self, [other.as_operand()]).map(|()| self)
    }

    /// [`Tensor::xlogy`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn xlogy_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_xlogy_out(other, out))
    }

    /// [`Tensor::xlogy_out`] with errors as values.
    #[track_caller]
    pub fn try_xlogy_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&XLOGY, [self.into(), other.as_operand()], out)
    }

    /// Product with the logarithm of one plus the other; zero where `x` is zero. `out = where(x == 0 and not is_nan(other), 0, x * log1p(other))`
    #[track_caller]
    pub fn xlog1py(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_xlog1py(other))
    }

    /// [`Tensor::xlog1py`] with errors as values.
    #[track_caller]
    pub fn try_xlog1py(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&XLOG1PY, [self.into(), other.as_operand()])
    }

    /// [`Tensor::xlog1py`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn xlog1py_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_xlog1py_out(other, out))
    }

    /// [`Tensor::xlog1py_out`] with errors as values.
    #[track_caller]
    pub fn try_xlog1py_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&XLOG1PY, [self.into(), other.as_operand()], out)
    }

    /// Term of the entropy: zero at zero, minus infinity below. `out = where(x == 0, 0, where(x < 0, -inf, -x * log(x)))`
    #[track_caller]
    pub fn entr(&self) -> Tensor {
        plain(self.try_entr())
    }

    /// [`Tensor::entr`] with errors as values.
    #[track_caller]
    pub fn try_entr(&self) -> Result<Tensor> {
        record(&ENTR, [self.into()])
    }

    /// [`Tensor::entr`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn entr_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_entr_out(out))
    }

    /// [`Tensor::entr_out`] with errors as values.
    #[track_caller]
    pub fn try_entr_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&ENTR, [self.into()], out)
    }
}

pub(crate) static EXP: Rule = Rule {
    op: Pointwise::Exp,
    node: "ExpBackward0",
    gradients: &[Some(exp_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * out`.
fn exp_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(at.output())
}

pub(crate) static EXP2: Rule = Rule {
    op: Pointwise::Exp2,
    node: "Exp2Backward0",
    gradients: &[Some(exp2_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * out * ln(2)`.
fn exp2_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.output().try_mul(std::f64::consts::LN_2)?)
}

pub(crate) static EXPM1: Rule = Rule {
    op: Pointwise::Expm1,
    node: "Expm1Backward0",
    gradients: &[Some(expm1_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * (out + 1)`.
fn expm1_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.output().try_add(1.0)?)
}

pub(crate) static LOG: Rule = Rule {
    op: Pointwise::Log,
    node: "LogBackward0",
    gradients: &[Some(log_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g / x`.
fn log_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_div(at.input(0))
}

pub(crate) static LOG2: Rule = Rule {
    op: Pointwise::Log2,
    node: "Log2Backward0",
    gradients: &[Some(log2_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g / (x * ln(2))`.
fn log2_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_div(&at.tensor(0)?.try_mul(std::f64::consts::LN_2)?)
}

pub(crate) static LOG10: Rule = Rule {
    op: Pointwise::Log10,
    node: "Log10Backward0",
    gradients: &[Some(log10_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g / (x * ln(10))`.
fn log10_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_div(&at.tensor(0)?.try_mul(std::f64::consts::LN_10)?)
}

pub(crate) static LOG1P: Rule = Rule {
    op: Pointwise::Log1p,
    node: "Log1pBackward0",
    gradients: &[Some(log1p_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g / (x + 1)`.
fn log1p_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_div(&at.tensor(0)?.try_add(1.0)?)
}

pub(crate) static LOGADDEXP: Rule = Rule {
    op: Pointwise::Logaddexp,
    node: "LogaddexpBackward0",
    gradients: &[Some(logaddexp_grad_0), Some(logaddexp_grad_1)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * sigmoid(x - other)`.
fn logaddexp_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(0)?.try_sub(at.input(1))?.try_sigmoid()?)
}

/// Gradient in `other`: `g * sigmoid(other - x)`.
fn logaddexp_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(0)?.try_rsub(at.input(1))?.try_sigmoid()?)
}

pub(crate) static LOGADDEXP2: Rule = Rule {
    op: Pointwise::Logaddexp2,
    node: "Logaddexp2Backward0",
    gradients: &[Some(logaddexp2_grad_0), Some(logaddexp2_grad_1)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g / (1 + exp2(other - x))`.
fn logaddexp2_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_div(&at.tensor(0)?.try_rsub(at.input(1))?.try_exp2()?.try_add(1.0)?)
}

/// Gradient in `other`: `g / (1 + exp2(x - other))`.
fn logaddexp2_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_div(&at.tensor(0)?.try_sub(at.input(1))?.try_exp2()?.try_add(1.0)?)
}

pub(crate) static XLOGY: Rule = Rule {
    op: Pointwise::Xlogy,
    node: "XlogyBackward0",
    gradients: &[Some(xlogy_grad_0), Some(xlogy_grad_1)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `where(x == 0 and other <= 0, 0, xlogy(g, other))`.
fn xlogy_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?
        .try_eq(0.0)?
        .try_logical_and(&at.tensor(1)?.try_le(0.0)?)?
        .try_where_self(0.0, &at.grad().try_xlogy(at.input(1))?)
}

/// Gradient in `other`: `g * x / other`.
fn xlogy_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(at.input(0))?.try_div(at.input(1))
}

pub(crate) static XLOG1PY: Rule = Rule {
    op: Pointwise::Xlog1py,
    node: "SpecialXlog1pyBackward0",
    gradients: &[Some(xlog1py_grad_0), Some(xlog1py_grad_1)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `where(x == 0 and other <= -1, 0, xlog1py(g, other))`.
fn xlog1py_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?
        .try_eq(0.0)?
        .try_logical_and(&at.tensor(1)?.try_le(-1.0)?)?
        .try_where_self(0.0, &at.grad().try_xlog1py(at.input(1))?)
}

/// Gradient in `other`: `g * x / (other + 1)`.
fn xlog1py_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(at.input(0))?.try_div(&at.tensor(1)?.try_add(1.0)?)
}

pub(crate) static ENTR: Rule = Rule {
    op: Pointwise::Entr,
    node: "SpecialEntrBackward0",
    gradients: &[Some(entr_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `-g * (1 + log(x))`.
fn entr_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_neg()?.try_mul(&at.tensor(0)?.try_log()?.try_add(1.0)?)
}
