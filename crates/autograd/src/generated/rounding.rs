//! Elementwise methods of the section `rounding`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::pointwise::{At, OfComplex, Rule, record, record_, write_out};
use crate::{Result, Tensor, plain};
use cresset_ops::Pointwise;

impl Tensor {
    /// Largest whole number not above `x`. `out = floor(x)`
    #[track_caller]
    pub fn floor(&self) -> Tensor {
        plain(self.try_floor())
    }

    /// [`Tensor::floor`] with errors as values.
    #[track_caller]
    pub fn try_floor(&self) -> Result<Tensor> {
        record(&FLOOR, [self.into()])
    }

    /// [`Tensor::floor`] written into `self`.
    #[track_caller]
    pub fn floor_(&self) -> &Tensor {
        plain(self.try_floor_())
    }

    /// [`Tensor::floor_`] with errors as values.
    #[track_caller]
    pub fn try_floor_(&self) -> Result<&Tensor> {
        record_(&FLOOR, self, []).map(|()| self)
    }

    /// [`Tensor::floor`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn floor_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_floor_out(out))
    }

    /// [`Tensor::floor_out`] with errors as values.
    #[track_caller]
    pub fn try_floor_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&FLOOR, [self.into()], out)
    }

    /// Smallest whole number not below `x`. `out = ceil(x)`
    #[track_caller]
    pub fn ceil(&self) -> Tensor {
        plain(self.try_ceil())
    }

    /// [`Tensor::ceil`] with errors as values.
    #[track_caller]
    pub fn try_ceil(&self) -> Result<Tensor> {
        record(&CEIL, [self.into()])
    }

    /// [`Tensor::ceil`] written into `self`.
    #[track_caller]
    pub fn ceil_(&self) -> &Tensor {
        plain(self.try_ceil_())
    }

    /// [`Tensor::ceil_`] with errors as values.
    #[track_caller]
    pub fn try_ceil_(&self) -> Result<&Tensor> {
        record_(&CEIL, self, []).map(|()| self)
    }

    /// [`Tensor::ceil`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn ceil_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_ceil_out(out))
    }

    /// [`Tensor::ceil_out`] with errors as values.
    #[track_caller]
    pub fn try_ceil_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&CEIL, [self.into()], out)
    }

    /// Nearest whole number, halves to the even one. `out = round(x)`
    #[track_caller]
    pub fn round(&self) -> Tensor {
        plain(self.try_round())
    }

    /// [`Tensor::round`] with errors as values.
    #[track_caller]
    pub fn try_round(&self) -> Result<Tensor> {
        record(&ROUND, [self.into()])
    }

    /// [`Tensor::round`] written into `self`.
    #[track_caller]
    pub fn round_(&self) -> &Tensor {
        plain(self.try_round_())
    }

    /// [`Tensor::round_`] with errors as values.
    #[track_caller]
    pub fn try_round_(&self) -> Result<&Tensor> {
        record_(&ROUND, self, []).map(|()| self)
    }

    /// [`Tensor::round`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn round_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_round_out(out))
    }

    /// [`Tensor::round_out`] with errors as values.
    #[track_caller]
    pub fn try_round_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&ROUND, [self.into()], out)
    }

    /// Whole part. `out = trunc(x)`
    #[track_caller]
    pub fn trunc(&self) -> Tensor {
        plain(self.try_trunc())
    }

    /// [`Tensor::trunc`] with errors as values.
    #[track_caller]
    pub fn try_trunc(&self) -> Result<Tensor> {
        record(&TRUNC, [self.into()])
    }

    /// [`Tensor::trunc`] written into `self`.
    #[track_caller]
    pub fn trunc_(&self) -> &Tensor {
        plain(self.try_trunc_())
    }

    /// [`Tensor::trunc_`] with errors as values.
    #[track_caller]
    pub fn try_trunc_(&self) -> Result<&Tensor> {
        record_(&TRUNC, self, []).map(|()| self)
    }

    /// [`Tensor::trunc`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn trunc_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_trunc_out(out))
    }

    /// [`Tensor::trunc_out`] with errors as values.
    #[track_caller]
    pub fn try_trunc_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&TRUNC, [self.into()], out)
    }

    /// Part behind the point, with the sign of `x`. `out = x - trunc(x)`
    #[track_caller]
    pub fn frac(&self) -> Tensor {
        plain(self.try_frac())
    }

    /// [`Tensor::frac`] with errors as values.
    #[track_caller]
    pub fn try_frac(&self) -> Result<Tensor> {
        record(&FRAC, [self.into()])
    }

    /// [`Tensor::frac`] written into `self`.
    #[track_caller]
    pub fn frac_(&self) -> &Tensor {
        plain(self.try_frac_())
    }

    /// [`Tensor::frac_`] with errors as values.
    #[track_caller]
    pub fn try_frac_(&self) -> Result<&Tensor> {
        record_(&FRAC, self, []).map(|()| self)
    }

    /// [`Tensor::frac`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn frac_out<'a>(&self, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_frac_out(out))
    }

    /// [`Tensor::frac_out`] with errors as values.
    #[track_caller]
    pub fn try_frac_out<'a>(&self, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&FRAC, [self.into()], out)
    }
}

pub(crate) static FLOOR: Rule = Rule {
    op: Pointwise::Floor,
    node: "FloorBackward0",
    gradients: &[Some(floor_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `0`.
fn floor_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.full(0.0)
}

pub(crate) static CEIL: Rule = Rule {
    op: Pointwise::Ceil,
    node: "CeilBackward0",
    gradients: &[Some(ceil_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `0`.
fn ceil_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.full(0.0)
}

pub(crate) static ROUND: Rule = Rule {
    op: Pointwise::Round,
    node: "RoundBackward0",
    gradients: &[Some(round_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `0`.
fn round_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.full(0.0)
}

pub(crate) static TRUNC: Rule = Rule {
    op: Pointwise::Trunc,
    node: "TruncBackward0",
    gradients: &[Some(trunc_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `0`.
fn trunc_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.full(0.0)
}

pub(crate) static FRAC: Rule = Rule {
    op: Pointwise::Frac,
    node: "FracBackward0",
    gradients: &[Some(frac_grad_0)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g`.
fn frac_grad_0(at: &At<'_>) -> Result<Tensor> {
    Ok(at.grad().clone())
}
