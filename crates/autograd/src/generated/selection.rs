//! Elementwise methods of the section `selection`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::pointwise::{At, OfComplex, Rule, record, record_, write_out};
use crate::{AsOperand, Result, Tensor, plain};
use cresset_ops::Pointwise;

impl Tensor {
    /// Larger of two; NaN if either is NaN; ties share the gradient. `out = maximum(x, other)`
    #[track_caller]
    pub fn maximum(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_maximum(other))
    }

    /// [`Tensor::maximum`] with errors as values.
    #[track_caller]
    pub fn try_maximum(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&MAXIMUM, [self.into(), other.as_operand()])
    }

    /// [`Tensor::maximum`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn maximum_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_maximum_out(other, out))
    }

    /// [`Tensor::maximum_out`] with errors as values.
    #[track_caller]
    pub fn try_maximum_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&MAXIMUM, [self.into(), other.as_operand()], out)
    }

    /// Smaller of two; NaN if either is NaN; ties share the gradient. `out = minimum(x, other)`
    #[track_caller]
    pub fn minimum(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_minimum(other))
    }

    /// [`Tensor::minimum`] with errors as values.
    #[track_caller]
    pub fn try_minimum(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&MINIMUM, [self.into(), other.as_operand()])
    }

    /// [`Tensor::minimum`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn minimum_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_minimum_out(other, out))
    }

    /// [`Tensor::minimum_out`] with errors as values.
    #[track_caller]
    pub fn try_minimum_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&MINIMUM, [self.into(), other.as_operand()], out)
    }

    /// Larger of two; a NaN yields to the other; ties share the gradient. `out = where(x >= other or other != other, x, other)`
    #[track_caller]
    pub fn fmax(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_fmax(other))
    }

    /// [`Tensor::fmax`] with errors as values.
    #[track_caller]
    pub fn try_fmax(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&FMAX, [self.into(), other.as_operand()])
    }

    /// [`Tensor::fmax`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn fmax_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_fmax_out(other, out))
    }

    /// [`Tensor::fmax_out`] with errors as values.
    #[track_caller]
    pub fn try_fmax_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&FMAX, [self.into(), other.as_operand()], out)
    }

    /// Smaller of two; a NaN yields to the other; ties share the gradient. `out = where(x <= other or other != other, x, other)`
    #[track_caller]
    pub fn fmin(&self, other: impl AsOperand) -> Tensor {
        plain(self.try_fmin(other))
    }

    /// [`Tensor::fmin`] with errors as values.
    #[track_caller]
    pub fn try_fmin(&self, other: impl AsOperand) -> Result<Tensor> {
        record(&FMIN, [self.into(), other.as_operand()])
    }

    /// [`Tensor::fmin`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn fmin_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_fmin_out(other, out))
    }

    /// [`Tensor::fmin_out`] with errors as values.
    #[track_caller]
    pub fn try_fmin_out<'a>(&self, other: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&FMIN, [self.into(), other.as_operand()], out)
    }

    /// Brought between two bounds; the gradient passes at both. `out = minimum(maximum(x, min), max)`
    #[track_caller]
    pub fn clamp(&self, min: impl AsOperand, max: impl AsOperand) -> Tensor {
        plain(self.try_clamp(min, max))
    }

    /// [`Tensor::clamp`] with errors as values.
    #[track_caller]
    pub fn try_clamp(&self, min: impl AsOperand, max: impl AsOperand) -> Result<Tensor> {
        record(&CLAMP, [self.into(), min.as_operand(), max.as_operand()])
    }

    /// [`Tensor::clamp`] written into `self`.
    #[track_caller]
    pub fn clamp_(&self, min: impl AsOperand, max: impl AsOperand) -> &Tensor {
        plain(self.try_clamp_(min, max))
    }

    /// [`Tensor::clamp_`] with errors as values.
    #[track_caller]
    pub fn try_clamp_(&self, min: impl AsOperand, max: impl AsOperand) -> Result<&Tensor> {
        record_(&CLAMP, self, [min.as_operand(), max.as_operand()]).map(|()| self)
    }

    /// [`Tensor::clamp`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn clamp_out<'a>(&self, min: impl AsOperand, max: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_clamp_out(min, max, out))
    }

    /// [`Tensor::clamp_out`] with errors as values.
    #[track_caller]
    pub fn try_clamp_out<'a>(&self, min: impl AsOperand, max: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&CLAMP, [self.into(), min.as_operand(), max.as_operand()], out)
    }

    /// Brought to at least a bound; the gradient passes at it. `out = maximum(x, min)`
    #[track_caller]
    pub fn clamp_min(&self, min: impl AsOperand) -> Tensor {
        plain(self.try_clamp_min(min))
    }

    /// [`Tensor::clamp_min`] with errors as values.
    #[track_caller]
    pub fn try_clamp_min(&self, min: impl AsOperand) -> Result<Tensor> {
        record(&CLAMP_MIN, [self.into(), min.as_operand()])
    }

    /// [`Tensor::clamp_min`] written into `self`.
    #[track_caller]
    pub fn clamp_min_(&self, min: impl AsOperand) -> &Tensor {
        plain(self.try_clamp_min_(min))
    }

    /// [`Tensor::clamp_min_`] with errors as values.
    #[track_caller]
    pub fn try_clamp_min_(&self, min: impl AsOperand) -> Result<&Tensor> {
        record_(&CLAMP_MIN, self, [min.as_operand()]).map(|()| self)
    }

    /// [`Tensor::clamp_min`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn clamp_min_out<'a>(&self, min: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_clamp_min_out(min, out))
    }

    /// [`Tensor::clamp_min_out`] with errors as values.
    #[track_caller]
    pub fn try_clamp_min_out<'a>(&self, min: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&CLAMP_MIN, [self.into(), min.as_operand()], out)
    }

    /// Brought to at most a bound; the gradient passes at it. `out = minimum(x, max)`
    #[track_caller]
    pub fn clamp_max(&self, max: impl AsOperand) -> Tensor {
        plain(self.try_clamp_max(max))
    }

    /// [`Tensor::clamp_max`] with errors as values.
    #[track_caller]
    pub fn try_clamp_max(&self, max: impl AsOperand) -> Result<Tensor> {
        record(&CLAMP_MAX, [self.into(), max.as_operand()])
    }

    /// [`Tensor::clamp_max`] written into `self`.
    #[track_caller]
    pub fn clamp_max_(&self, max: impl AsOperand) -> &Tensor {
        plain(self.try_clamp_max_(max))
    }

    /// [`Tensor::clamp_max_`] with errors as values.
    #[track_caller]
    pub fn try_clamp_max_(&self, max: impl AsOperand) -> Result<&Tensor> {
        record_(&CLAMP_MAX, self, [max.as_operand()]).map(|()| self)
    }

    /// [`Tensor::clamp_max`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn clamp_max_out<'a>(&self, max: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_clamp_max_out(max, out))
    }

    /// [`Tensor::clamp_max_out`] with errors as values.
    #[track_caller]
    pub fn try_clamp_max_out<'a>(&self, max: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&CLAMP_MAX, [self.into(), max.as_operand()], out)
    }

    /// Called on a condition: the first argument where it is true, else the second. `out = where(condition != 0, input, other)`
    #[track_caller]
    pub fn where_self(&self, input: impl AsOperand, other: impl AsOperand) -> Tensor {
        plain(self.try_where_self(input, other))
    }

    /// [`Tensor::where_self`] with errors as values.
    #[track_caller]
    pub fn try_where_self(&self, input: impl AsOperand, other: impl AsOperand) -> Result<Tensor> {
        record(&WHERE_SELF, [self.into(), input.as_operand(), other.as_operand()])
    }

    /// [`Tensor::where_self`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn where_self_out<'a>(&self, input: impl AsOperand, other: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_where_self_out(input, other, out))
    }

    /// [`Tensor::where_self_out`] with errors as values.
    #[track_caller]
    pub fn try_where_self_out<'a>(
        &self,
        input: impl AsOperand,
        other: impl AsOperand,
        out: &'a Tensor,
    ) -> Result<&'a Tensor> {
        write_out(&WHERE_SELF, [self.into(), input.as_operand(), other.as_operand()], out)
    }

    /// Replaces NaN and the infinities; the gradient is zero there. `out = where(is_nan(x), nan, where(x == inf, posinf, where(x == -inf, neginf, x)))`. PyTorch's defaults: `nan = 0`.
    #[track_caller]
    pub fn nan_to_num(&self, nan: f64, posinf: f64, neginf: f64) -> Tensor {
        plain(self.try_nan_to_num(nan, posinf, neginf))
    }

    /// [`Tensor::nan_to_num`] with errors as values.
    #[track_caller]
    pub fn try_nan_to_num(&self, nan: f64, posinf: f64, neginf: f64) -> Result<Tensor> {
        record(&NAN_TO_NUM, [self.into(), nan.into(), posinf.into(), neginf.into()])
    }

    /// [`Tensor::nan_to_num`] written into `self`.
    #[track_caller]
    pub fn nan_to_num_(&self, nan: f64, posinf: f64, neginf: f64) -> &Tensor {
        plain(self.try_nan_to_num_(nan, posinf, neginf))
    }

    /// [`Tensor::nan_to_num_`] with errors as values.
    #[track_caller]
    pub fn try_nan_to_num_(&self, nan: f64, posinf: f64, neginf: f64) -> Result<&Tensor> {
        record_(&NAN_TO_NUM, self, [nan.into(), posinf.into(), neginf.into()]).map(|()| self)
    }

    /// [`Tensor::nan_to_num`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn nan_to_num_out<'a>(&self, nan: f64, posinf: f64, neginf: f64, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_nan_to_num_out(nan, posinf, neginf, out))
    }

    /// [`Tensor::nan_to_num_out`] with errors as values.
    #[track_caller]
    pub fn try_nan_to_num_out<'a>(&self, nan: f64, posinf: f64, neginf: f64, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&NAN_TO_NUM, [self.into(), nan.into(), posinf.into(), neginf.into()], out)
    }
}

pub(crate) static MAXIMUM: Rule = Rule {
    op: Pointwise::Maximum,
    node: "MaximumBackward0",
    gradients: &[Some(maximum_grad_0), Some(maximum_grad_1)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `where(x < other, 0, where(x == other, g / 2, g))`.
fn maximum_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?
        .try_lt(at.input(1))?
        .try_where_self(0.0, &at.tensor(0)?.try_eq(at.input(1))?.try_where_self(&at.grad().try_div(2.0)?, at.grad())?)
}

/// Gradient in `other`: `where(x > other, 0, where(x == other, g / 2, g))`.
fn maximum_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?
        .try_gt(at.input(1))?
        .try_where_self(0.0, &at.tensor(0)?.try_eq(at.input(1))?.try_where_self(&at.grad().try_div(2.0)?, at.grad())?)
}

pub(crate) static MINIMUM: Rule = Rule {
    op: Pointwise::Minimum,
    node: "MinimumBackward0",
    gradients: &[Some(minimum_grad_0), Some(minimum_grad_1)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `where(x > other, 0, where(x == other, g / 2, g))`.
fn minimum_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?
        .try_gt(at.input(1))?
        .try_where_self(0.0, &at.tensor(0)?.try_eq(at.input(1))?.try_where_self(&at.grad().try_div(2.0)?, at.grad())?)
}

/// Gradient in `other`: `where(x < other, 0, where(x == other, g / 2, g))`.
fn minimum_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?
        .try_lt(at.input(1))?
        .try_where_self(0.0, &at.tensor(0)?.try_eq(at.input(1))?.try_where_self(&at.grad().try_div(2.0)?, at.grad())?)
}

pub(crate) static FMAX: Rule = Rule {
    op: Pointwise::Fmax,
    node: "FmaxBackward0",
    gradients: &[Some(fmax_grad_0), Some(fmax_grad_1)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `where(x == other, g / 2, where(x >= other or other != other, g, 0))`.
fn fmax_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?.try_eq(at.input(1))?.try_where_self(
        &at.grad().try_div(2.0)?,
        &at.tensor(0)?
            .try_ge(at.input(1))?
            .try_logical_or(&at.tensor(1)?.try_ne(at.input(1))?)?
            .try_where_self(at.grad(), 0.0)?,
    )
}

/// Gradient in `other`: `where(x == other, g / 2, where(not (x >= other or other != other), g, 0))`.
fn fmax_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?.try_eq(at.input(1))?.try_where_self(
        &at.grad().try_div(2.0)?,
        &at.tensor(0)?
            .try_ge(at.input(1))?
            .try_logical_or(&at.tensor(1)?.try_ne(at.input(1))?)?
            .try_logical_not()?
            .try_where_self(at.grad(), 0.0)?,
    )
}

pub(crate) static FMIN: Rule = Rule {
    op: Pointwise::Fmin,
    node: "FminBackward0",
    gradients: &[Some(fmin_grad_0), Some(fmin_grad_1)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `where(x == other, g / 2, where(x <= other or other != other, g, 0))`.
fn fmin_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?.try_eq(at.input(1))?.try_where_self(
        &at.grad().try_div(2.0)?,
        &at.tensor(0)?
            .try_le(at.input(1))?
            .try_logical_or(&at.tensor(1)?.try_ne(at.input(1))?)?
            .try_where_self(at.grad(), 0.0)?,
    )
}

/// Gradient in `other`: `where(x == other, g / 2, where(not (x <= other or other != other), g, 0))`.
fn fmin_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?.try_eq(at.input(1))?.try_where_self(
        &at.grad().try_div(2.0)?,
        &at.tensor(0)?
            .try_le(at.input(1))?
            .try_logical_or(&at.tensor(1)?.try_ne(at.input(1))?)?
            .try_logical_not()?
            .try_where_self(at.grad(), 0.0)?,
    )
}

pub(crate) static CLAMP: Rule = Rule {
    op: Pointwise::Clamp,
    node: "ClampBackward0",
    gradients: &[Some(clamp_grad_0), Some(clamp_grad_1), Some(clamp_grad_2)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `where(x >= min and x <= max, g, 0)`.
fn clamp_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?
        .try_ge(at.input(1))?
        .try_logical_and(&at.tensor(0)?.try_le(at.input(2))?)?
        .try_where_self(at.grad(), 0.0)
}

/// Gradient in `min`: `where(x < min and min < max, g, 0)`.
fn clamp_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?
        .try_lt(at.input(1))?
        .try_logical_and(&at.tensor(1)?.try_lt(at.input(2))?)?
        .try_where_self(at.grad(), 0.0)
}

/// Gradient in `max`: `where(x > max or max < min, g, 0)`.
fn clamp_grad_2(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?
        .try_gt(at.input(2))?
        .try_logical_or(&at.tensor(2)?.try_lt(at.input(1))?)?
        .try_where_self(at.grad(), 0.0)
}

pub(crate) static CLAMP_MIN: Rule = Rule {
    op: Pointwise::ClampMin,
    node: "ClampMinBackward0",
    gradients: &[Some(clamp_min_grad_0), Some(clamp_min_grad_1)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `where(x >= min, g, 0)`.
fn clamp_min_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?.try_ge(at.input(1))?.try_where_self(at.grad(), 0.0)
}

/// Gradient in `min`: `where(x < min, g, 0)`.
fn clamp_min_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?.try_lt(at.input(1))?.try_where_self(at.grad(), 0.0)
}

pub(crate) static CLAMP_MAX: Rule = Rule {
    op: Pointwise::ClampMax,
    node: "ClampMaxBackward0",
    gradients: &[Some(clamp_max_grad_0), Some(clamp_max_grad_1)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `where(x <= max, g, 0)`.
fn clamp_max_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?.try_le(at.input(1))?.try_where_self(at.grad(), 0.0)
}

/// Gradient in `max`: `where(x > max, g, 0)`.
fn clamp_max_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?.try_gt(at.input(1))?.try_where_self(at.grad(), 0.0)
}

pub(crate) static WHERE_SELF: Rule = Rule {
    op: Pointwise::WhereSelf,
    node: "WhereBackward0",
    gradients: &[None, Some(where_self_grad_1), Some(where_self_grad_2)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `input`: `where(condition != 0, g, 0)`.
fn where_self_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?.try_ne(0.0)?.try_where_self(at.grad(), 0.0)
}

/// Gradient in `other`: `where(condition != 0, 0, g)`.
fn where_self_grad_2(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?.try_ne(0.0)?.try_where_self(0.0, at.grad())
}

pub(crate) static NAN_TO_NUM: Rule = Rule {
    op: Pointwise::NanToNum,
    node: "NanToNumBackward0",
    gradients: &[Some(nan_to_num_grad_0), None, None, None],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `where(is_nan(x) or is_inf(x), 0, g)`.
fn nan_to_num_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.tensor(0)?.try_isnan()?.try_logical_or(&at.tensor(0)?.try_isinf()?)?.try_where_self(0.0, at.grad())
}
