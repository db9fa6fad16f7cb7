//! Elementwise methods of the section `trigonometric`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::pointwise::{At, OfComplex, Rule, record, record_, write_out};
use crate::{AsOperand, Result, Tensor, plain};
use cresset_ops::Pointwise;

impl Tensor {
    /// Sine. `out = sin(x)`
    #[track_caller]
    pub fn sin(&self) -> Tensor {
        plain(self.try_sin())
    }

    /// [`Tensor::sin`] with errors as values.
    #[track_caller]
    pub fn try_sin(&self) -> Result<Tensor> {
        record(&SIN, [self.into()])
    }

    /// [`Tensor::sin`] written into `self`.
    #[track_caller]
    pub fn sin_(&self) -> &Tensor {
        plain(self.try_sin_())
    }

    /// [`Tensor::sin_`] with errors as values.
    #[track_caller]
    pub fn try_sin_(&self) -> Result<&Tensor> {
        record_(&SIN, self, []).map(|()| self)
    }

    /// [`Tensor::sin`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn sin_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_sin_out(out))
    }

    /// [`Tensor::sin_out`] with errors as values.
    #[track_caller]
    pub fn try_sin_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&SIN, [self.into()], out)
    }

    /// Cosine. `out = cos(x)`
    #[track_caller]
    pub fn cos(&self) -> Tensor {
        plain(self.try_cos())
    }

    /// [`Tensor::cos`] with errors as values.
    #[track_caller]
    pub fn try_cos(&self) -> Result<Tensor> {
        record(&COS, [self.into()])
    }

    /// [`Tensor::cos`] written into `self`.
    #[track_caller]
    pub fn cos_(&self) -> &Tensor {
        plain(self.try_cos_())
    }

    /// [`Tensor::cos_`] with errors as values.
    #[track_caller]
    pub fn try_cos_(&self) -> Result<&Tensor> {
        record_(&COS, self, []).map(|()| self)
    }

    /// [`Tensor::cos`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn cos_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_cos_out(out))
    }

    /// [`Tensor::cos_out`] with errors as values.
    #[track_caller]
    pub fn try_cos_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&COS, [self.into()], out)
    }

    /// Tangent. `out = tan(x)`
    #[track_caller]
    pub fn tan(&self) -> Tensor {
        plain(self.try_tan())
    }

    /// [`Tensor::tan`] with errors as values.
    #[track_caller]
    pub fn try_tan(&self) -> Result<Tensor> {
        record(&TAN, [self.into()])
    }

    /// [`Tensor::tan`] written into `self`.
    #[track_caller]
    pub fn tan_(&self) -> &Tensor {
        plain(self.try_tan_())
    }

    /// [`Tensor::tan_`] with errors as values.
    #[track_caller]
    pub fn try_tan_(&self) -> Result<&Tensor> {
        record_(&TAN, self, []).map(|()| self)
    }

    /// [`Tensor::tan`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn tan_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_tan_out(out))
    }

    /// [`Tensor::tan_out`] with errors as values.
    #[track_caller]
    pub fn try_tan_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&TAN, [self.into()], out)
    }

    /// Inverse of the sine. `out = asin(x)`
    #[track_caller]
    pub fn asin(&self) -> Tensor {
        plain(self.try_asin())
    }

    /// [`Tensor::asin`] with errors as values.
    #[track_caller]
    pub fn try_asin(&self) -> Result<Tensor> {
        record(&ASIN, [self.into()])
    }

    /// [`Tensor::asin`] written into `self`.
    #[track_caller]
    pub fn asin_(&self) -> &Tensor {
        plain(self.try_asin_())
    }

    /// [`Tensor::asin_`] with errors as values.
    #[track_caller]
    pub fn try_asin_(&self) -> Result<&Tensor> {
        record_(&ASIN, self, []).map(|()| self)
    }

    /// [`Tensor::asin`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn asin_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_asin_out(out))
    }

    /// [`Tensor::asin_out`] with errors as values.
    #[track_caller]
    pub fn try_asin_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&ASIN, [self.into()], out)
    }

    /// Inverse of the cosine. `out = acos(x)`
    #[track_caller]
    pub fn acos(&self) -> Tensor {
        plain(self.try_acos())
    }

    /// [`Tensor::acos`] with errors as values.
    #[track_caller]
    pub fn try_acos(&self) -> Result<Tensor> {
        record(&ACOS, [self.into()])
    }

    /// [`Tensor::acos`] written into `self`.
    #[track_caller]
    pub fn acos_(&self) -> &Tensor {
        plain(self.try_acos_())
    }

    /// [`Tensor::acos_`] with errors as values.
    #[track_caller]
    pub fn try_acos_(&self) -> Result<&Tensor> {
        record_(&ACOS, self, []).map(|()| self)
    }

    /// [`Tensor::acos`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn acos_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_acos_out(out))
    }

    /// [`Tensor::acos_out`] with errors as values.
    #[track_caller]
    pub fn try_acos_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&ACOS, [self.into()], out)
    }

    /// Inverse of the tangent. `out = atan(x)`
    #[track_caller]
    pub fn atan(&self) -> Tensor {
        plain(self.try_atan())
    }

    /// [`Tensor::atan`] with errors as values.
    #[track_caller]
    pub fn try_atan(&self) -> Result<Tensor> {
        record(&ATAN, [self.into()])
    }

    /// [`Tensor::atan`] written into `self`.
    #[track_caller]
    pub fn atan_(&self) -> &Tensor {
        plain(self.try_atan_())
    }

    /// [`Tensor::atan_`] with errors as values.
    #[track_caller]
    pub fn try_atan_(&self) -> Result<&Tensor> {
        record_(&ATAN, self, []).map(|()| self)
    }

    /// [`Tensor::atan`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn atan_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_atan_out(out))
    }

    /// [`Tensor::atan_out`] with errors as values.
    #[track_caller]
    pub fn try_atan_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&ATAN, [self.into()], out)
    }

    /// Angle of the point with ordinate `x` and abscissa `other`. `out = atan2(x, other)`
    #[track_caller]
    pub fn atan2(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_atan2(other))
    }

    /// [`Tensor::atan2`] with errors as values.
    #[track_caller]
    pub fn try_atan2(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&ATAN2, [self.into(), other.as_operand()])
    }

    /// [`Tensor::atan2`] written into `self`.
    #[track_caller]
    pub fn atan2_(&self, other: impl AsOperand) -> &Tensor {
        plain(self.try_atan2_(other))
    }

    /// [`Tensor::atan2_`] with errors as values.
    #[track_caller]
    pub fn try_atan2_(&self, other: impl AsOperand) -> Result<&Tensor> {
        record_(&ATAN2, self, [other.as_operand()]).map(|()| self)
    }

    /// [`Tensor::atan2`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn atan2_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_atan2_out(other, out))
    }

    /// [`Tensor::atan2_out`] with errors as values.
    #[track_caller]
    pub fn try_atan2_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&ATAN2, [self.into(), other.as_operand()], out)
    }

    /// Hyperbolic sine. `out = sinh(x)`
    #[track_caller]
    pub fn sinh(&self) -> Tensor {
        plain(self.try_sinh())
    }

    /// [`Tensor::sinh`] with errors as values.
    #[track_caller]
    pub fn try_sinh(&self) -> Result<Tensor> {
        record(&SINH, [self.into()])
    }

    /// [`Tensor::sinh`] written into `self`.
    #[track_caller]
    pub fn sinh_(&self) -> &Tensor {
        plain(self.try_sinh_())
    }

    /// [`Tensor::sinh_`] with errors as values.
    #[track_caller]
    pub fn try_sinh_(&self) -> Result<&Tensor> {
        record_(&SINH, self, []).map(|()| self)
    }

    /// [`Tensor::sinh`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn sinh_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_sinh_out(out))
    }

    /// [`Tensor::sinh_out`] with errors as values.
    #[track_caller]
    pub fn try_sinh_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&SINH, [self.into()], out)
    }

    /// Hyperbolic cosine. `out = cosh(x)`
    #[track_caller]
    pub fn cosh(&self) -> Tensor {
        plain(self.try_cosh())
    }

    /// [`Tensor::cosh`] with errors as values.
    #[track_caller]
    pub fn try_cosh(&self) -> Result<Tensor> {
        record(&COSH, [self.into()])
    }

    /// [`Tensor::cosh`] written into `self`.
    #[track_caller]
    pub fn cosh_(&self) -> &Tensor {
        plain(self.try_cosh_())
    }

    /// [`Tensor::cosh_`] with errors as values.
    #[track_caller]
    pub fn try_cosh_(&self) -> Result<&Tensor> {
        record_(&COSH, self, []).map(|()| self)
    }

    /// [`Tensor::cosh`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn cosh_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_cosh_out(out))
    }

    /// [`Tensor::cosh_out`] with errors as values.
    #[track_caller]
    pub fn try_cosh_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&COSH, [self.into()], out)
    }

    /// Hyperbolic tangent. `out = tanh(x)`
    #[track_caller]
    pub fn tanh(&self) -> Tensor {
        plain(self.try_tanh())
    }

    /// [`Tensor::tanh`] with errors as values.
    #[track_caller]
    pub fn try_tanh(&self) -> Result<Tensor> {
        record(&TANH, [self.into()])
    }

    /// [`Tensor::tanh`] written into `self`.
    #[track_caller]
    pub fn tanh_(&self) -> &Tensor {
        plain(self.try_tanh_())
    }

    /// [`Tensor::tanh_`] with errors as values.
    #[track_caller]
    pub fn try_tanh_(&self) -> Result<&Tensor> {
        record_(&TANH, self, []).map(|()| self)
    }

    /// [`Tensor::tanh`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn tanh_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_tanh_out(out))
    }

    /// [`Tensor::tanh_out`] with errors as values.
    #[track_caller]
    pub fn try_tanh_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&TANH, [self.into()], out)
    }

    /// Inverse of the hyperbolic sine. `out = asinh(x)`
    #[track_caller]
    pub fn asinh(&self) -> Tensor {
        plain(self.try_asinh())
    }

    /// [`Tensor::asinh`] with errors as values.
    #[track_caller]
    pub fn try_asinh(&self) -> Result<Tensor> {
        record(&ASINH, [self.into()])
    }

    /// [`Tensor::asinh`] written into `self`.
    #[track_caller]
    pub fn asinh_(&self) -> &Tensor {
        plain(self.try_asinh_())
    }

    /// [`Tensor::asinh_`] with errors as values.
    #[track_caller]
    pub fn try_asinh_(&self) -> Result<&Tensor> {
        record_(&ASINH, self, []).map(|()| self)
    }

    /// [`Tensor::asinh`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn asinh_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_asinh_out(out))
    }

    /// [`Tensor::asinh_out`] with errors as values.
    #[track_caller]
    pub fn try_asinh_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&ASINH, [self.into()], out)
    }

    /// Inverse of the hyperbolic cosine. `out = acosh(x)`
    #[track_caller]
    pub fn acosh(&self) -> Tensor {
        plain(self.try_acosh())
    }

    /// [`Tensor::acosh`] with errors as values.
    #[track_caller]
    pub fn try_acosh(&self) -> Result<Tensor> {
        record(&ACOSH, [self.into()])
    }

    /// [`Tensor::acosh`] written into `self`.
    #[track_caller]
    pub fn acosh_(&self) -> &Tensor {
        plain(self.try_acosh_())
    }

    /// [`Tensor::acosh_`] with errors as values.
    #[track_caller]
    pub fn try_acosh_(&self) -> Result<&Tensor> {
        record_(&ACOSH, self, []).map(|()| self)
    }

    /// [`Tensor::acosh`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn acosh_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_acosh_out(out))
    }

    /// [`Tensor::acosh_out`] with errors as values.
    #[track_caller]
    pub fn try_acosh_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&ACOSH, [self.into()], out)
    }

    /// Inverse of the hyperbolic tangent. `out = atanh(x)`
    #[track_caller]
    pub fn atanh(&self) -> Tensor {
        plain(self.try_atanh())
    }

    /// [`Tensor::atanh`] with errors as values.
    #[track_caller]
    pub fn try_atanh(&self) -> Result<Tensor> {
        record(&ATANH, [self.into()])
    }

    /// [`Tensor::atanh`] written into `self`.
    #[track_caller]
    pub fn atanh_(&self) -> &Tensor {
        plain(self.try_atanh_())
    }

    /// [`Tensor::atanh_`] with errors as values.
    #[track_caller]
    pub fn try_atanh_(&self) -> Result<&Tensor> {
        record_(&ATANH, self, []).map(|()| self)
    }

    /// [`Tensor::atanh`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn atanh_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_atanh_out(out))
    }

    /// [`Tensor::atanh_out`] with errors as values.
    #[track_caller]
    pub fn try_atanh_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&ATANH, [self.into()], out)
    }

    /// Degrees to radians. `out = x * (pi/180)`
    #[track_caller]
    pub fn deg2rad(&self) -> Tensor {
        plain(self.try_deg2rad())
    }

    /// [`Tensor::deg2rad`] with errors as values.
    #[track_caller]
    pub fn try_deg2rad(&self) -> Result<Tensor> {
        record(&DEG2RAD, [self.into()])
    }

    /// [`Tensor::deg2rad`] written into `self`.
    #[track_caller]
    pub fn deg2rad_(&self) -> &Tensor {
        plain(self.try_deg2rad_())
    }

    /// [`Tensor::deg2rad_`] with errors as values.
    #[track_caller]
    pub fn try_deg2rad_(&self) -> Result<&Tensor> {
        record_(&DEG2RAD, self, []).map(|()| self)
    }

    /// [`Tensor::deg2rad`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn deg2rad_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_deg2rad_out(out))
    }

    /// [`Tensor::deg2rad_out`] with errors as values.
    #[track_caller]
    pub fn try_deg2rad_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&DEG2RAD, [self.into()], out)
    }

    /// Radians to degrees. `out = x * (180/pi)`
    #[track_caller]
    pub fn rad2deg(&self) -> Tensor {
        plain(self.try_rad2deg())
    }

    /// [`Tensor::rad2deg`] with errors as values.
    #[track_caller]
    pub fn try_rad2deg(&self) -> Result<Tensor> {
        record(&RAD2DEG, [self.into()])
    }

    /// [`Tensor::rad2deg`] written into `self`.
    #[track_caller]
    pub fn rad2deg_(&self) -> &Tensor {
        plain(self.try_rad2deg_())
    }

    /// [`Tensor::rad2deg_`] with errors as values.
    #[track_caller]
    pub fn try_rad2deg_(&self) -> Result<&Tensor> {
        record_(&RAD2DEG, self, []).map(|()| self)
    }

    /// [`Tensor::rad2deg`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn rad2deg_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_rad2deg_out(out))
    }

    /// [`Tensor::rad2deg_out`] with errors as values.
    #[track_caller]
    pub fn try_rad2deg_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&RAD2DEG, [self.into()], out)
    }

    /// Normalised cardinal sine. `out = where(x == 0, 1, sin(x * pi) / (x * pi))`
    #[track_caller]
    pub fn sinc(&self) -> Tensor {
        plain(self.try_sinc())
    }

    /// [`Tensor::sinc`] with errors as values.
    #[track_caller]
    pub fn try_sinc(&self) -> Result<Tensor> {
        record(&SINC, [self.into()])
    }

    /// [`Tensor::sinc`] written into `self`.
    #[track_caller]
    pub fn sinc_(&self) -> &Tensor {
        plain(self.try_sinc_())
    }

    /// [`Tensor::sinc_`] with errors as values.
    #[track_caller]
    pub fn try_sinc_(&self) -> Result<&Tensor> {
        record_(&SINC, self, []).map(|()| self)
    }

    /// [`Tensor::sinc`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn sinc_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_sinc_out(out))
    }

    /// [`Tensor::sinc_out`] with errors as values.
    #[track_caller]
    pub fn try_sinc_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&SINC, [self.into()], out)
    }
}

pub(crate) static SIN: Rule = Rule {
    op: Pointwise::Sin,
    node: "SinBackward0",
    gradients: &[Some(sin_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * cos(x)`.
fn sin_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(0)?.try_cos()?)
}

pub(crate) static COS: Rule = Rule {
    op: Pointwise::Cos,
    node: "CosBackward0",
    gradients: &[Some(cos_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * -sin(x)`.
fn cos_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(0)?.try_sin()?.try_neg()?)
}

pub(crate) static TAN: Rule = Rule {
    op: Pointwise::Tan,
    node: "TanBackward0",
    gradients: &[Some(tan_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * (1 + out * out)`.
fn tan_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.output().try_mul(at.output())?.try_add(1.0)?)
}

pub(crate) static ASIN: Rule = Rule {
    op: Pointwise::Asin,
    node: "AsinBackward0",
    gradients: &[Some(asin_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * rsqrt(1 - x * x)`.
fn asin_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(0)?.try_mul(at.input(0))?.try_rsub(1.0)?.try_rsqrt()?)
}

pub(crate) static ACOS: Rule = Rule {
    op: Pointwise::Acos,
    node: "AcosBackward0",
    gradients: &[Some(acos_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * -rsqrt(1 - x * x)`.
fn acos_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(0)?.try_mul(at.input(0))?.try_rsub(1.0)?.try_rsqrt()?.try_neg()?)
}

pub(crate) static ATAN: Rule = Rule {
    op: Pointwise::Atan,
    node: "AtanBackward0",
    gradients: &[Some(atan_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g / (x * x + 1)`.
fn atan_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_div(&at.tensor(0)?.try_mul(at.input(0))?.try_add(1.0)?)
}

pub(crate) static ATAN2: Rule = Rule {
    op: Pointwise::Atan2,
    node: "Atan2Backward0",
    gradients: &[Some(atan2_grad_0), Some(atan2_grad_1)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * other * recip(x * x + other * other)`.
fn atan2_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(
        &at.tensor(0)?
            .try_mul(at.input(0))?
            .try_add(&at.tensor(1)?.try_mul(at.input(1))?)?
            .try_reciprocal()?
            .try_mul(at.input(1))?,
    )
}

/// Gradient in `other`: `g * -x * recip(x * x + other * other)`.
fn atan2_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(0)?.try_neg()?.try_mul(
        &at.tensor(0)?.try_mul(at.input(0))?.try_add(&at.tensor(1)?.try_mul(at.input(1))?)?.try_reciprocal()?,
    )?)
}

pub(crate) static SINH: Rule = Rule {
    op: Pointwise::Sinh,
    node: "SinhBackward0",
    gradients: &[Some(sinh_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * cosh(x)`.
fn sinh_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(0)?.try_cosh()?)
}

pub(crate) static COSH: Rule = Rule {
    op: Pointwise::Cosh,
    node: "CoshBackward0",
    gradients: &[Some(cosh_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * sinh(x)`.
fn cosh_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(0)?.try_sinh()?)
}

pub(crate) static TANH: Rule = Rule {
    op: Pointwise::Tanh,
    node: "TanhBackward0",
    gradients: &[Some(tanh_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * (1 - out) * (1 + out)`.
fn tanh_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.output().try_rsub(1.0)?.try_mul(&at.output().try_add(1.0)?)?)
}

pub(crate) static ASINH: Rule = Rule {
    op: Pointwise::Asinh,
    node: "AsinhBackward0",
    gradients: &[Some(asinh_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * rsqrt(x * x + 1)`.
fn asinh_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(0)?.try_mul(at.input(0))?.try_add(1.0)?.try_rsqrt()?)
}

pub(crate) static ACOSH: Rule = Rule {
    op: Pointwise::Acosh,
    node: "AcoshBackward0",
    gradients: &[Some(acosh_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * rsqrt(x * x - 1)`.
fn acosh_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(0)?.try_mul(at.input(0))?.try_sub(1.0)?.try_rsqrt()?)
}

pub(crate) static ATANH: Rule = Rule {
    op: Pointwise::Atanh,
    node: "AtanhBackward0",
    gradients: &[Some(atanh_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g / (1 - x * x)`.
fn atanh_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_div(&at.tensor(0)?.try_mul(at.input(0))?.try_rsub(1.0)?)
}

pub(crate) static DEG2RAD: Rule = Rule {
    op: Pointwise::Deg2rad,
    node: "Deg2radBackward0",
    gradients: &[Some(deg2rad_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * (pi/180)`.
fn deg2rad_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(0.017453292519943295)
}

pub(crate) static RAD2DEG: Rule = Rule {
    op: Pointwise::Rad2deg,
    node: "Rad2degBackward0",
    gradients: &[Some(rad2deg_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * (180/pi)`.
fn rad2deg_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(57.29577951308232)
}

pub(crate) static SINC: Rule = Rule {
    op: Pointwise::Sinc,
    node: "SincBackward0",
    gradients: &[Some(sinc_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `where(x * pi * x == 0, 0, g * (x * pi * cos(x * pi) - sin(x * pi)) / (x * pi * x))`.
fn sinc_grad_0(at: &At<'_>) -> Result<Tensor> {
    let s0 = at.tensor(0)?.try_mul(std::f64::consts::PI)?;
    let s1 = s0.try_mul(at.input(0))?;
    s1.try_eq(0.0)?
        .try_where_self(0.0, &at.grad().try_mul(&s0.try_mul(&s0.try_cos()?)?.try_sub(&s0.try_sin()?)?.try_div(&s1)?)?)
}
