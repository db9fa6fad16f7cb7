//! Elementwise methods of the section `losses`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::pointwise::{At, OfComplex, Rule, record, write_out};
use crate::{AsOperand, Result, Tensor, plain};
use cresset_ops::Pointwise;

impl Tensor {
    /// Term of the mean squared error. `out = (x - target) * (x - target)`
    #[track_caller]
    pub fn squared_difference(&self, target: impl AsOperand) -> Tensor {
        plain(self.try_squared_difference(target))
    }

    /// [`Tensor::squared_difference`] with errors as values.
    #[track_caller]
    pub fn try_squared_difference(&self, target: impl AsOperand) -> Result<Tensor> {
        record(&SQUARED_DIFFERENCE, [self.into(), target.as_operand()])
    }

    /// [`Tensor::squared_difference`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn squared_difference_out<'a>(&self, target: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_squared_difference_out(target, out))
    }

    /// [`Tensor::squared_difference_out`] with errors as values.
    #[track_caller]
    pub fn try_squared_difference_out<'a>(&self, target: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&SQUARED_DIFFERENCE, [self.into(), target.as_operand()], out)
    }

    /// Term of the smooth L1 loss: quadratic within `beta`. `out = where(abs(x - target) < beta, 0.5 * (x - target) * (x - target) / beta, abs(x - target) - 0.5 * beta)`. PyTorch's defaults: `beta = 1`.
    #[track_caller]
    pub fn smooth_l1(&self, target: impl AsOperand, beta: f64) -> Tensor {
        plain(self.try_smooth_l1(target, beta))
    }

    /// [`Tensor::smooth_l1`] with errors as values.
    #[track_caller]
    pub fn try_smooth_l1(&self, target: impl AsOperand, beta: f64) -> Result<Tensor> {
        record(&SMOOTH_L1, [self.into(), target.as_operand(), beta.into()])
    }

    /// [`Tensor::smooth_l1`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn smooth_l1_out<'a>(&self, target: impl AsOperand, beta: f64, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_smooth_l1_out(target, beta, out))
    }

    /// [`Tensor::smooth_l1_out`] with errors as values.
    #[track_caller]
    pub fn try_smooth_l1_out<'a>(&self, target: impl AsOperand, beta: f64, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&SMOOTH_L1, [self.into(), target.as_operand(), beta.into()], out)
    }

    /// Term of the Huber loss: quadratic within `delta`. `out = where(abs(x - target) < delta, 0.5 * (x - target) * (x - target), delta * (abs(x - target) - 0.5 * delta))`. PyTorch's defaults: `delta = 1`.
    #[track_caller]
    pub fn huber(&self, target: impl AsOperand, delta: f64) -> Tensor {
        plain(self.try_huber(target, delta))
    }

    /// [`Tensor::huber`] with errors as values.
    #[track_caller]
    pub fn try_huber(&self, target: impl AsOperand, delta: f64) -> Result<Tensor> {
        record(&HUBER, [self.into(), target.as_operand(), delta.into()])
    }

    /// [`Tensor::huber`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn huber_out<'a>(&self, target: impl AsOperand, delta: f64, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_huber_out(target, delta, out))
    }

    /// [`Tensor::huber_out`] with errors as values.
    #[track_caller]
    pub fn try_huber_out<'a>(&self, target: impl AsOperand, delta: f64, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&HUBER, [self.into(), target.as_operand(), delta.into()], out)
    }

    /// Term of the binary cross entropy of a probability; logarithms stop at -100. `out = (target - 1) * maximum(log1p(-x), -100) - target * maximum(log(x), -100)`
    #[track_caller]
    pub fn bce(&self, target: impl AsOperand) -> Tensor {
        plain(self.try_bce(target))
    }

    /// [`Tensor::bce`] with errors as values.
    #[track_caller]
    pub fn try_bce(&self, target: impl AsOperand) -> Result<Tensor> {
        record(&BCE, [self.into(), target.as_operand()])
    }

    /// [`Tensor::bce`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn bce_out<'a>(&self, target: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_bce_out(target, out))
    }

    /// [`Tensor::bce_out`] with errors as values.
    #[track_caller]
    pub fn try_bce_out<'a>(&self, target: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&BCE, [self.into(), target.as_operand()], out)
    }

    /// Term of the binary cross entropy of a logit, without overflow. `out = (1 - target) * x + maximum(-x, 0) + log1p(exp(-abs(x)))`
    #[track_caller]
    pub fn bce_with_logits(&self, target: impl AsOperand) -> Tensor {
        plain(self.try_bce_with_logits(target))
    }

    /// [`Tensor::bce_with_logits`] with errors as values.
    #[track_caller]
    pub fn try_bce_with_logits(&self, target: impl AsOperand) -> Result<Tensor> {
        record(&BCE_WITH_LOGITS, [self.into(), target.as_operand()])
    }

    /// [`Tensor::bce_with_logits`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn bce_with_logits_out<'a>(&self, target: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_bce_with_logits_out(target, out))
    }

    /// [`Tensor::bce_with_logits_out`] with errors as values.
    #[track_caller]
    pub fn try_bce_with_logits_out<'a>(&self, target: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&BCE_WITH_LOGITS, [self.into(), target.as_operand()], out)
    }

    /// The same with the positive class times `pos_weight`. `out = (1 - target) * x + ((pos_weight - 1) * target + 1) * (maximum(-x, 0) + log1p(exp(-abs(x))))`
    #[track_caller]
    pub fn bce_with_logits_weighted(&self, target: impl AsOperand, pos_weight: impl AsOperand) -> Tensor {
        plain(self.try_bce_with_logits_weighted(target, pos_weight))
    }

    /// [`Tensor::bce_with_logits_weighted`] with errors as values.
    #[track_caller]
    pub fn try_bce_with_logits_weighted(&self, target: impl AsOperand, pos_weight: impl AsOperand) -> Result<Tensor> {
        record(&BCE_WITH_LOGITS_WEIGHTED, [self.into(), target.as_operand(), pos_weight.as_operand()])
    }

    /// [`Tensor::bce_with_logits_weighted`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn bce_with_logits_weighted_out<'a>(
        &self,
        target: impl AsOperand,
        pos_weight: impl AsOperand,
        out: &'a Tensor,
    ) -> &'a Tensor {
        plain(self.try_bce_with_logits_weighted_out(target, pos_weight, out))
    }

    /// [`Tensor::bce_with_logits_weighted_out`] with errors as values.
    #[track_caller]
    pub fn try_bce_with_logits_weighted_out<'a>(
        &self,
        target: impl AsOperand,
        pos_weight: impl AsOperand,
        out: &'a Tensor,
    ) -> Result<&'a Tensor> {
        write_out(&BCE_WITH_LOGITS_WEIGHTED, [self.into(), target.as_operand(), pos_weight.as_operand()], out)
    }

    /// Term of the Kullback-Leibler divergence from a log-probability. `out = where(target == 0, 0, target * log(target)) - target * x`
    #[track_caller]
    pub fn kl_term(&self, target: impl AsOperand) -> Tensor {
        plain(self.try_kl_term(target))
    }

    /// [`Tensor::kl_term`] with errors as values.
    #[track_caller]
    pub fn try_kl_term(&self, target: impl AsOperand) -> Result<Tensor> {
        record(&KL_TERM, [self.into(), target.as_operand()])
    }

    /// [`Tensor::kl_term`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn kl_term_out<'a>(&self, target: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_kl_term_out(target, out))
    }

    /// [`Tensor::kl_term_out`] with errors as values.
    #[track_caller]
    pub fn try_kl_term_out<'a>(&self, target: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&KL_TERM, [self.into(), target.as_operand()], out)
    }

    /// The same with the target as a log-probability. `out = exp(target) * (target - x)`
    #[track_caller]
    pub fn kl_log_term(&self, target: impl AsOperand) -> Tensor {
        plain(self.try_kl_log_term(target))
    }

    /// [`Tensor::kl_log_term`] with errors as values.
    #[track_caller]
    pub fn try_kl_log_term(&self, target: impl AsOperand) -> Result<Tensor> {
        record(&KL_LOG_TERM, [self.into(), target.as_operand()])
    }

    /// [`Tensor::kl_log_term`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn kl_log_term_out<'a>(&self, target: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_kl_log_term_out(target, out))
    }

    /// [`Tensor::kl_log_term_out`] with errors as values.
    #[track_caller]
    pub fn try_kl_log_term_out<'a>(&self, target: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&KL_LOG_TERM, [self.into(), target.as_operand()], out)
    }

    /// Term of the soft margin loss. `out = log1p(exp(-(x * target)))`
    #[track_caller]
    pub fn soft_margin(&self, target: impl AsOperand) -> Tensor {
        plain(self.try_soft_margin(target))
    }

    /// [`Tensor::soft_margin`] with errors as values.
    #[track_caller]
    pub fn try_soft_margin(&self, target: impl AsOperand) -> Result<Tensor> {
        record(&SOFT_MARGIN, [self.into(), target.as_operand()])
    }

    /// [`Tensor::soft_margin`] written into `out`, which has the sizes of the result. No gradient.
    #[track_caller]
    pub fn soft_margin_out<'a>(&self, target: impl AsOperand, out: &'a Tensor) -> &'a Tensor {
        plain(self.try_soft_margin_out(target, out))
    }

    /// [`Tensor::soft_margin_out`] with errors as values.
    #[track_caller]
    pub fn try_soft_margin_out<'a>(&self, target: impl AsOperand, out: &'a Tensor) -> Result<&'a Tensor> {
        write_out(&SOFT_MARGIN, [self.into(), target.as_operand()], out)
    }
}

pub(crate) static SQUARED_DIFFERENCE: Rule = Rule {
    op: Pointwise::SquaredDifference,
    node: "SquaredDifferenceBackward0",
    gradients: &[Some(squared_difference_grad_0), Some(squared_difference_grad_1)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * 2 * (x - target)`.
fn squared_difference_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(0)?.try_sub(at.input(1))?.try_mul(2.0)?)
}

/// Gradient in `target`: `-(g * 2 * (x - target))`.
fn squared_difference_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(0)?.try_sub(at.input(1))?.try_mul(2.0)?)?.try_neg()
}

pub(crate) static SMOOTH_L1: Rule = Rule {
    op: Pointwise::SmoothL1,
    node: "SmoothL1Backward0",
    gradients: &[Some(smooth_l1_grad_0), Some(smooth_l1_grad_1), None],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * where(x - target <= -beta, -1, where(x - target >= beta, 1, (x - target) / beta))`.
fn smooth_l1_grad_0(at: &At<'_>) -> Result<Tensor> {
    let s0 = at.tensor(0)?.try_sub(at.input(1))?;
    at.grad().try_mul(
        &s0.try_le(-at.number(2))?
            .try_where_self(-1.0, &s0.try_ge(at.number(2))?.try_where_self(1.0, &s0.try_div(at.number(2))?)?)?,
    )
}

/// Gradient in `target`: `-(g * where(x - target <= -beta, -1, where(x - target >= beta, 1, (x - target) / beta)))`.
fn smooth_l1_grad_1(at: &At<'_>) -> Result<Tensor> {
    let s0 = at.tensor(0)?.try_sub(at.input(1))?;
    at.grad()
        .try_mul(
            &s0.try_le(-at.number(2))?
                .try_where_self(-1.0, &s0.try_ge(at.number(2))?.try_where_self(1.0, &s0.try_div(at.number(2))?)?)?,
        )?
        .try_neg()
}

pub(crate) static HUBER: Rule = Rule {
    op: Pointwise::Huber,
    node: "HuberBackward0",
    gradients: &[Some(huber_grad_0), Some(huber_grad_1), None],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * where(x - target <= -delta, -delta, where(x - target >= delta, delta, x - target))`.
fn huber_grad_0(at: &At<'_>) -> Result<Tensor> {
    let s0 = at.tensor(0)?.try_sub(at.input(1))?;
    at.grad().try_mul(
        &s0.try_le(-at.number(2))?
            .try_where_self(-at.number(2), &s0.try_ge(at.number(2))?.try_where_self(at.number(2), &s0)?)?,
    )
}

/// Gradient in `target`: `-(g * where(x - target <= -delta, -delta, where(x - target >= delta, delta, x - target)))`.
fn huber_grad_1(at: &At<'_>) -> Result<Tensor> {
    let s0 = at.tensor(0)?.try_sub(at.input(1))?;
    at.grad()
        .try_mul(
            &s0.try_le(-at.number(2))?
                .try_where_self(-at.number(2), &s0.try_ge(at.number(2))?.try_where_self(at.number(2), &s0)?)?,
        )?
        .try_neg()
}

pub(crate) static BCE: Rule = Rule {
    op: Pointwise::Bce,
    node: "BceBackward0",
    gradients: &[Some(bce_grad_0), Some(bce_grad_1)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * (x - target) / maximum((1 - x) * x, 1e-12)`.
fn bce_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(
        &at.tensor(0)?
            .try_sub(at.input(1))?
            .try_div(&at.tensor(0)?.try_rsub(1.0)?.try_mul(at.input(0))?.try_maximum(1e-12)?)?,
    )
}

/// Gradient in `target`: `-(g * logit(x))`.
fn bce_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(0)?.try_logit()?)?.try_neg()
}

pub(crate) static BCE_WITH_LOGITS: Rule = Rule {
    op: Pointwise::BceWithLogits,
    node: "BceWithLogitsBackward0",
    gradients: &[Some(bce_with_logits_grad_0), Some(bce_with_logits_grad_1)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * (sigmoid(x) - target)`.
fn bce_with_logits_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(0)?.try_sigmoid()?.try_sub(at.input(1))?)
}

/// Gradient in `target`: `-(g * x)`.
fn bce_with_logits_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(at.input(0))?.try_neg()
}

pub(crate) static BCE_WITH_LOGITS_WEIGHTED: Rule = Rule {
    op: Pointwise::BceWithLogitsWeighted,
    node: "BceWithLogitsWeightedBackward0",
    gradients: &[
        Some(bce_with_logits_weighted_grad_0),
        Some(bce_with_logits_weighted_grad_1),
        Some(bce_with_logits_weighted_grad_2),
    ],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `g * ((pos_weight * target + 1 - target) * sigmoid(x) - pos_weight * target)`.
fn bce_with_logits_weighted_grad_0(at: &At<'_>) -> Result<Tensor> {
    let s0 = at.tensor(1)?.try_mul(at.input(2))?;
    at.grad().try_mul(&s0.try_add(1.0)?.try_sub(at.input(1))?.try_mul(&at.tensor(0)?.try_sigmoid()?)?.try_sub(&s0)?)
}

/// Gradient in `target`: `g * (pos_weight * (maximum(-x, 0) + log1p(exp(-abs(x)))) - (maximum(x, 0) + log1p(exp(-abs(x)))))`.
fn bce_with_logits_weighted_grad_1(at: &At<'_>) -> Result<Tensor> {
    let s0 = at.tensor(0)?.try_abs()?.try_neg()?.try_exp()?.try_log1p()?;
    at.grad().try_mul(
        &at.tensor(0)?
            .try_neg()?
            .try_maximum(0.0)?
            .try_add(&s0)?
            .try_mul(at.input(2))?
            .try_sub(&at.tensor(0)?.try_maximum(0.0)?.try_add(&s0)?)?,
    )
}

/// Gradient in `pos_weight`: `g * target * (maximum(-x, 0) + log1p(exp(-abs(x))))`.
fn bce_with_logits_weighted_grad_2(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(
        &at.tensor(0)?
            .try_neg()?
            .try_maximum(0.0)?
            .try_add(&at.tensor(0)?.try_abs()?.try_neg()?.try_exp()?.try_log1p()?)?
            .try_mul(at.input(1))?,
    )
}

pub(crate) static KL_TERM: Rule = Rule {
    op: Pointwise::KlTerm,
    node: "KlTermBackward0",
    gradients: &[Some(kl_term_grad_0), Some(kl_term_grad_1)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `-(g * target)`.
fn kl_term_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(at.input(1))?.try_neg()
}

/// Gradient in `target`: `g * (log(target) + 1 - x)`.
fn kl_term_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(1)?.try_log()?.try_add(1.0)?.try_sub(at.input(0))?)
}

pub(crate) static KL_LOG_TERM: Rule = Rule {
    op: Pointwise::KlLogTerm,
    node: "KlLogTermBackward0",
    gradients: &[Some(kl_log_term_grad_0), Some(kl_log_term_grad_1)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `-(g * exp(target))`.
fn kl_log_term_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(1)?.try_exp()?)?.try_neg()
}

/// Gradient in `target`: `g * exp(target) * (target - x + 1)`.
fn kl_log_term_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(1)?.try_exp()?.try_mul(&at.tensor(0)?.try_rsub(at.input(1))?.try_add(1.0)?)?)
}

pub(crate) static SOFT_MARGIN: Rule = Rule {
    op: Pointwise::SoftMargin,
    node: "SoftMarginBackward0",
    gradients: &[Some(soft_margin_grad_0), Some(soft_margin_grad_1)],
    of_complex: OfComplex::Conjugated,
};

/// Gradient in `x`: `-(g * target * sigmoid(-(x * target)))`.
fn soft_margin_grad_0(at: &At<'_>) -> Result<Tensor> {
    at.grad().try_mul(&at.tensor(0)?.try_mul(at.input(1))?.try_neg()?.try_sigmoid()?.try_mul(at.input(1))?)?.try_neg()
}

/// Gradient in `target`: `-(g * x * sigmoid(-(x * target)))`.
fn soft_margin_grad_1(at: &At<'_>) -> Result<Tensor> {
    at.grad()
        .try_mul(&at.tensor(0)?.try_mul(&at.tensor(0)?.try_mul(at.input(1))?.try_neg()?.try_sigmoid()?)?)?
        .try_neg()
}
