//! Elementwise methods of the section `special`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::pointwise::{At, OfComplex, Rule, record, record_, write_out};
use crate::{Result, Tensor, plain};
use cresset_ops::Pointwise;

impl Tensor {
    /// Error function. `out = erf(x)`
    #[track_caller]
    pub fn erf(&self) -> Tensor {
        plain(self.try_erf())
    }

    /// [`Tensor::erf`] with errors as values.
    #[track_caller]
    pub fn try_erf(&self) -> Result<Tensor> {
        record(&ERF, [self.into()])
    }

    /// [`Tensor::erf`] written into `self`.
    #[track_caller]
    pub fn erf_(&self) -> &Tensor {
        plain(self.try_erf_())
    }

    /// [`Tensor::erf_`] with errors as values.
    #[track_caller]
    pub fn try_erf_(&self) -> Result<&Tensor> {
        record_(&ERF, self, []).map(|()| self)
    }

    /// [`Tensor::erf`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn erf_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_erf_out(out))
    }

    /// [`Tensor::erf_out`] with errors as values.
    #[track_caller]
    pub fn try_erf_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&ERF, [self.into()], out)
    }

    /// Complementary error function. `out = erfc(x)`
    #[track_caller]
    pub fn erfc(&self) -> Tensor {
        plain(self.try_erfc())
    }

    /// [`Tensor::erfc`] with errors as values.
    #[track_caller]
    pub fn try_erfc(&self) -> Result<Tensor> {
        record(&ERFC, [self.into()])
    }

    /// [`Tensor::erfc`] written into `self`.
    #[track_caller]
    pub fn erfc_(&self) -> &Tensor {
        plain(self.try_erfc_())
    }

    /// [`Tensor::erfc_`] with errors as values.
    #[track_caller]
    pub fn try_erfc_(&self) -> Result<&Tensor> {
        record_(&ERFC, self, []).map(|()| self)
    }

    /// [`Tensor::erfc`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn erfc_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_erfc_out(out))
    }

    /// [`Tensor::erfc_out`] with errors as values.
    #[track_caller]
    pub fn try_erfc_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&ERFC, [self.into()], out)
    }

    /// Complementary error function times `exp(x^2)`. `out = erfcx(x)`
    #[track_caller]
    pub fn erfcx(&self) -> Tensor {
        plain(self.try_erfcx())
    }

    /// [`Tensor::erfcx`] with errors as values.
    #[track_caller]
    pub fn try_erfcx(&self) -> Result<Tensor> {
        record(&ERFCX, [self.into()])
    }

    /// [`Tensor::erfcx`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn erfcx_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_erfcx_out(out))
    }

    /// [`Tensor::erfcx_out`] with errors as values.
    #[track_caller]
    pub fn try_erfcx_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&ERFCX, [self.into()], out)
    }

    /// Logarithm of the normal distribution's integral. `out = where(x < -1, log(erfcx(x * -1/sqrt(2)) * 0.5) - x * 1/sqrt(2) * x * 1/sqrt(2), log1p(erfc(x * 1/sqrt(2)) * -0.5))`
    #[track_caller]
    pub fn log_ndtr(&self) -> Tensor {
        plain(self.try_log_ndtr())
    }

    /// [`Tensor::log_ndtr`] with errors as values.
    #[track_caller]
    pub fn try_log_ndtr(&self) -> Result<Tensor> {
        record(&LOG_NDTR, [self.into()])
    }

    /// [`Tensor::log_ndtr`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn log_ndtr_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_log_ndtr_out(out))
    }

    /// [`Tensor::log_ndtr_out`] with errors as values.
    #[track_caller]
    pub fn try_log_ndtr_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&LOG_NDTR, [self.into()], out)
    }

    /// Inverse of the error function. `out = erfinv(x)`
    #[track_caller]
    pub fn erfinv(&self) -> Tensor {
        plain(self.try_erfinv())
    }

    /// [`Tensor::erfinv`] with errors as values.
    #[track_caller]
    pub fn try_erfinv(&self) -> Result<Tensor> {
        record(&ERFINV, [self.into()])
    }

    /// [`Tensor::erfinv`] written into `self`.
    #[track_caller]
    pub fn erfinv_(&self) -> &Tensor {
        plain(self.try_erfinv_())
    }

    /// [`Tensor::erfinv_`] with errors as values.
    #[track_caller]
    pub fn try_erfinv_(&self) -> Result<&Tensor> {
        record_(&ERFINV, self, []).map(|()| self)
    }

    /// [`Tensor::erfinv`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn erfinv_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_erfinv_out(out))
    }

    /// [`Tensor::erfinv_out`] with errors as values.
    #[track_caller]
    pub fn try_erfinv_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&ERFINV, [self.into()], out)
    }

    /// Distribution function of the standard normal. `out = 0.5 * erfc(x * -1/sqrt(2))`
    #[track_caller]
    pub fn ndtr(&self) -> Tensor {
        plain(self.try_ndtr())
    }

    /// [`Tensor::ndtr`] with errors as values.
    #[track_caller]
    pub fn try_ndtr(&self) -> Result<Tensor> {
        record(&NDTR, [self.into()])
    }

    /// [`Tensor::ndtr`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn ndtr_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_ndtr_out(out))
    }

    /// [`Tensor::ndtr_out`] with errors as values.
    #[track_caller]
    pub fn try_ndtr_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&NDTR, [self.into()], out)
    }

    /// Logarithm of the absolute value of the gamma function. `out = lgamma(x)`
    #[track_caller]
    pub fn lgamma(&self) -> Tensor {
        plain(self.try_lgamma())
    }

    /// [`Tensor::lgamma`] with errors as values.
    #[track_caller]
    pub fn try_lgamma(&self) -> Result<Tensor> {
        record(&LGAMMA, [self.into()])
    }

    /// [`Tensor::lgamma`] written into `self`.
    #[track_caller]
    pub fn lgamma_(&self) -> &Tensor {
        plain(self.try_lgamma_())
    }

    /// [`Tensor::lgamma_`] with errors as values.
    #[track_caller]
    pub fn try_lgamma_(&self) -> Result<&Tensor> {
        record_(&LGAMMA, self, []).map(|()| self)
    }

    /// [`Tensor::lgamma`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn lgamma_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_lgamma_out(out))
    }

    /// [`Tensor::lgamma_out`] with errors as values.
    #[track_caller]
    pub fn try_lgamma_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&LGAMMA, [self.into()], out)
    }

    /// Derivative of `lgamma`. `out = digamma(x)`
    #[track_caller]
    pub fn digamma(&self) -> Tensor {
        plain(self.try_digamma())
    }

    /// [`Tensor::digamma`] with errors as values.
    #[track_caller]
    pub fn try_digamma(&self) -> Result<Tensor> {
        record(&DIGAMMA, [self.into()])
    }

    /// [`Tensor::digamma`] written into `self`.
    #[track_caller]
    pub fn digamma_(&self) -> &Tensor {
        plain(self.try_digamma_())
    }

    /// [`Tensor::digamma_`] with errors as values.
    #[track_caller]
    pub fn try_digamma_(&self) -> Result<&Tensor> {
        record_(&DIGAMMA, self, []).map(|()| self)
    }

    /// [`Tensor::digamma`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn digamma_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_digamma_out(out))
    }

    /// [`Tensor::digamma_out`] with errors as values.
    #[track_caller]
    pub fn try_digamma_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&DIGAMMA, [self.into()], out)
    }

    /// Derivative of order `n` of `digamma`, `n >= 1`. `out = (-1)^(n+1) n! zeta(n + 1, x)`
    #[track_caller]
    pub fn polygamma(&self, n: f64) -> Tensor {
        plain(self.try_polygamma(n))
    }

    /// [`Tensor::polygamma`] with errors as values.
    #[track_caller]
    pub fn try_polygamma(&self, n: f64) -> Result<Tensor> {
        record(&POLYGAMMA, [self.into(), n.into()])
    }

    /// [`Tensor::polygamma`] written into `self`.
    #[track_caller]
    pub fn polygamma_(&self, n: f64) -> &Tensor {
        plain(self.try_polygamma_(n))
    }

    /// [`Tensor::polygamma_`] with errors as values.
    #[track_caller]
    pub fn try_polygamma_(&self, n: f64) -> Result<&Tensor> {
        record_(&POLYGAMMA, self, [n.into()]).map(|()| self)
    }

    /// [`Tensor::polygamma`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn polygamma_out<'a>(&self, n: f64, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_polygamma_out(n, out))
    }

    /// [`Tensor::polygamma_out`] with errors as values.
    #[track_caller]
    pub fn try_polygamma_out<'a>(&self, n: f64, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&POLYGAMMA, [self.into(), n.into()], out)
    }

    /// Modified Bessel function of the first kind, order 0. `out = i0(x)`
    #[track_caller]
    pub fn i0(&self) -> Tensor {
        plain(self.try_i0())
    }

    /// [`Tensor::i0`] with errors as values.
    #[track_caller]
    pub fn try_i0(&self) -> Result<Tensor> {
        record(&I0, [self.into()])
    }

    /// [`Tensor::i0`] written into `self`.
    #[track_caller]
    pub fn i0_(&self) -> &Tensor {
        plain(self.try_i0_())
    }

    /// [`Tensor::i0_`] with errors as values.
    #[track_caller]
    pub fn try_i0_(&self) -> Result<&Tensor> {
        record_(&I0, self, []).map(|()| self)
    }

    /// [`Tensor::i0`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn i0_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_i0_out(out))
    }

    /// [`Tensor::i0_out`] with errors as values.
    #[track_caller]
    pub fn try_i0_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&I0, [self.into()], out)
    }

    /// `i0` times `exp(-abs(x))`. `out = i0e(x)`
    #[track_caller]
    pub fn i0e(&self) -> Tensor {
        plain(self.try_i0e())
    }

    /// [`Tensor::i0e`] with errors as values.
    #[track_caller]
    pub fn try_i0e(&self) -> Result<Tensor> {
        record(&I0E, [self.into()])
    }

    /// [`Tensor::i0e`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn i0e_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_i0e_out(out))
    }

    /// [`Tensor::i0e_out`] with errors as values.
    #[track_caller]
    pub fn try_i0e_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&I0E, [self.into()], out)
    }

    /// Modified Bessel function of the first kind, order 1. `out = i1(x)`
    #[track_caller]
    pub fn i1(&self) -> Tensor {
        plain(self.try_i1())
    }

    /// [`Tensor::i1`] with errors as values.
    #[track_caller]
    pub fn try_i1(&self) -> Result<Tensor> {
        record(&I1, [self.into()])
    }

    /// [`Tensor::i1`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn i1_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_i1_out(out))
    }

    /// [`Tensor::i1_out`] with errors as values.
    #[track_caller]
    pub fn try_i1_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&I1, [self.into()], out)
    }

    /// `i1` times `exp(-abs(x))`. `out = i1e(x)`
    #[track_caller]
    pub fn i1e(&self) -> Tensor {
        plain(self.try_i1e())
    }

    /// [`Tensor::i1e`] with errors as values.
    #[track_caller]
    pub fn try_i1e(&self) -> Result<Tensor> {
        record(&I1E, [self.into()])
    }

    /// [`Tensor::i1e`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn i1e_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_i1e_out(out))
    }

    /// [`Tensor::i1e_out`] with errors as values.
    #[track_caller]
    pub fn try_i1e_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&I1E, [self.into()], out)
    }

    /// Logistic function. `out = sigmoid(x)`
    #[track_caller]
    pub fn sigmoid(&self) -> Tensor {
        plain(self.try_sigmoid())
    }

    /// [`Tensor::sigmoid`] with errors as values.
    #[track_caller]
    pub fn try_sigmoid(&self) -> Result<Tensor> {
        record(&SIGMOID, [self.into()])
    }

    /// [`Tensor::sigmoid`] written into `self`.
    #[track_caller]
    pub fn sigmoid_(&self) -> &Tensor {
        plain(self.try_sigmoid_())
    }

    /// [`Tensor::sigmoid_`] with errors as values.
    #[track_caller]
    pub fn try_sigmoid_(&self) -> Result<&Tensor> {
        record_(&SIGMOID, self, []).map(|()| self)
    }

    /// [`Tensor::sigmoid`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn sigmoid_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_sigmoid_out(out))
    }

    /// [`Tensor::sigmoid_out`] with errors as values.
    #[track_caller]
    pub fn try_sigmoid_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&SIGMOID, [self.into()], out)
    }

    /// Inverse of `sigmoid`. `out = log(x / (1 - x))`
    #[track_caller]
    pub fn logit(&self) -> Tensor {
        plain(self.try_logit())
    }

    /// [`Tensor::logit`] with errors as values.
    #[track_caller]
    pub fn try_logit(&self) -> Result<Tensor> {
        record(&LOGIT, [self.into()])
    }

    /// [`Tensor::logit`] written into `self`.
    #[track_caller]
    pub fn logit_(&self) -> &Tensor {
        plain(self.try_logit_())
    }

    /// [`Tensor::logit_`] with errors as values.
    #[track_caller]
    pub fn try_logit_(&self) -> Result<&Tensor> {
        record_(&LOGIT, self, []).map(|()| self)
    }

    /// [`Tensor::logit`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn logit_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_logit_out(out))
    }

    /// [`Tensor::logit_out`] with errors as values.
    #[track_caller]
    pub fn try_logit_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&LOGIT, [self.into()], out)
    }
}

pub(crate) static ERF: Rule = Rule {
    op: Pointwise::Erf,
    node: "ErfBackward0",
    gradients: &[Some(erf_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * 2/sqrt(pi) * exp(-(x * x))`.
fn erf_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad()
        .try_mul(&at.tensor(0)?.try_mul(at.input(0))?.try_neg()?.try_exp()?.try_mul(std::f64::consts::FRAC_2_SQRT_PI)?)
}

pub(crate) static ERFC: Rule = Rule {
    op: Pointwise::Erfc,
    node: "ErfcBackward0",
    gradients: &[Some(erfc_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * -2/sqrt(pi) * exp(-(x * x))`.
fn erfc_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad()
        .try_mul(&at.tensor(0)?.try_mul(at.input(0))?.try_neg()?.try_exp()?.try_mul(-std::f64::consts::FRAC_2_SQRT_PI)?)
}

pub(crate) static ERFCX: Rule = Rule {
    op: Pointwise::Erfcx,
    node: "SpecialErfcxBackward0",
    gradients: &[Some(erfcx_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * (2 * x * out - 2/sqrt(pi))`.
fn erfcx_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(0)?.try_mul(2.0)?.try_mul(at.output())?.try_sub(std::f64::consts::FRAC_2_SQRT_PI)?)
}

pub(crate) static LOG_NDTR: Rule = Rule {
    op: Pointwise::LogNdtr,
    node: "SpecialLogNdtrBackward0",
    gradients: &[Some(log_ndtr_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g / (erfcx(x * -1/sqrt(2)) * 1.7724538509055159 * 1/sqrt(2))`.
fn log_ndtr_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_div(
        &at.tensor(0)?
            .try_mul(-std::f64::consts::FRAC_1_SQRT_2)?
            .try_erfcx()?
            .try_mul(1.7724538509055159)?
            .try_mul(std::f64::consts::FRAC_1_SQRT_2)?,
    )
}

pub(crate) static ERFINV: Rule = Rule {
    op: Pointwise::Erfinv,
    node: "ErfinvBackward0",
    gradients: &[Some(erfinv_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * 0.886226925452758 * exp(out * out)`.
fn erfinv_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.output().try_mul(at.output())?.try_exp()?.try_mul(0.886226925452758)?)
}

pub(crate) static NDTR: Rule = Rule {
    op: Pointwise::Ndtr,
    node: "SpecialNdtrBackward0",
    gradients: &[Some(ndtr_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * 0.3989422804014327 * exp(-0.5 * x * x)`.
fn ndtr_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(0)?.try_mul(at.input(0))?.try_mul(-0.5)?.try_exp()?.try_mul(0.3989422804014327)?)
}

pub(crate) static LGAMMA: Rule = Rule {
    op: Pointwise::Lgamma,
    node: "LgammaBackward0",
    gradients: &[Some(lgamma_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * digamma(x)`.
fn lgamma_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(0)?.try_digamma()?)
}

pub(crate) static DIGAMMA: Rule = Rule {
    op: Pointwise::Digamma,
    node: "DigammaBackward0",
    gradients: &[Some(digamma_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * polygamma(x, 1)`.
fn digamma_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(0)?.try_polygamma(1.0)?)
}

pub(crate) static POLYGAMMA: Rule = Rule {
    op: Pointwise::Polygamma,
    node: "PolygammaBackward0",
    gradients: &[Some(polygamma_grad_0), None],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * polygamma(x, n + 1)`.
fn polygamma_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(0)?.try_polygamma(at.number(1) + 1.0)?)
}

pub(crate) static I0: Rule =
    Rule { op: Pointwise::I0, node: "I0Backward0", gradients: &[Some(i0_grad_0)], of_complex: OfComplex::Conjugated };

/// Gradient in `x`: `g * i1(x)`.
fn i0_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(0)?.try_i1()?)
}

pub(crate) static I0E: Rule = Rule {
    op: Pointwise::I0e,
    node: "SpecialI0eBackward0",
    gradients: &[Some(i0e_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * (i1e(x) - sign(x) * out)`.
fn i0e_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(0)?.try_i1e()?.try_sub(&at.tensor(0)?.try_sgn()?.try_mul(at.output())?)?)
}

pub(crate) static I1: Rule = Rule {
    op: Pointwise::I1,
    node: "SpecialI1Backward0",
    gradients: &[Some(i1_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * where(abs(x) > 2.220446049250313e-16, i0(x) - out / x, 0.5)`.
fn i1_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(
        &at.tensor(0)?
            .try_abs()?
            .try_gt(2.220446049250313e-16)?
            .try_where_self(&at.tensor(0)?.try_i0()?.try_sub(&at.output().try_div(at.input(0))?)?, 0.5)?,
    )
}

pub(crate) static I1E: Rule = Rule {
    op: Pointwise::I1e,
    node: "SpecialI1eBackward0",
    gradients: &[Some(i1e_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * where(abs(x) > 2.220446049250313e-16, i0e(x) - out * (sign(x) + recip(x)), 0.5)`.
fn i1e_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(
        &at.tensor(0)?.try_abs()?.try_gt(2.220446049250313e-16)?.try_where_self(
            &at.tensor(0)?
                .try_i0e()?
                .try_sub(&at.output().try_mul(&at.tensor(0)?.try_sgn()?.try_add(&at.tensor(0)?.try_reciprocal()?)?)?)?,
            0.5,
        )?,
    )
}

pub(crate) static SIGMOID: Rule = Rule {
    op: Pointwise::Sigmoid,
    node: "SigmoidBackward0",
    gradients: &[Some(sigmoid_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * (1 - out) * out`.
fn sigmoid_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.output().try_rsub(1.0)?.try_mul(at.output())?)
}

pub(crate) static LOGIT: Rule = Rule {
    op: Pointwise::Logit,
    node: "LogitBackward0",
    gradients: &[Some(logit_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `where(x >= 0 and x <= 1, g / (x * (1 - x)), NaN)`.
fn logit_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?
        .try_ge(0.0)?
        .try_logical_and(&at.tensor(0)?.try_le(1.0)?)?
        .try_where_self(&at.grad().try_div(&at.tensor(0)?.try_mul(&at.tensor(0)?.try_rsub(1.0)?)?)?, f64::NAN)
}
