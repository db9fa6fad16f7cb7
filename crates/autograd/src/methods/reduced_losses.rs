//! Losses of predictions, reduced to a mean or a sum.

mod ctc;
mod margins;

use cresset_ops::Array;
use cresset_ops::loss::{self as ops, Classes};
use cresset_storage::{DType, Dims, Error, Result};
use smallvec::smallvec;

use crate::graph::{Backward, Gradients, NodeRef};
use crate::record::{Keep, record};
use crate::saved::Saved;
use crate::{Tensor, mode};

pub(crate) use ctc::ctc_loss;
pub(crate) use margins::{
    cosine_embedding_loss, hinge_embedding_loss, margin_ranking_loss, multi_margin_loss, multilabel_margin_loss,
    soft_margin_loss, triplet_margin_loss,
};

pub use cresset_ops::loss::Reduction;

/// The mean or the sum of the terms of a loss, or the terms themselves.
#[track_caller]
fn reduced(op: &'static str, terms: &Tensor, reduction: Reduction) -> Result<Tensor> {
    match reduction {
        Reduction::None => Ok(terms.clone()),
        Reduction::Sum => terms.try_sum(),
        Reduction::Mean if terms.dtype().is_floating_point() => terms.try_sum()?.try_div(terms.numel() as f64),
        Reduction::Mean => {
            let remedy = "convert to a floating type first";
            Err(Error::dtype(op, "no mean of whole numbers", &[("self", terms.dtype())], remedy))
        }
    }
}

#[track_caller]
pub(crate) fn mse_loss(x: &Tensor, target: &Tensor, reduction: Reduction) -> Result<Tensor> {
    reduced("mse_loss", &x.try_squared_difference(target)?, reduction)
}

#[track_caller]
pub(crate) fn l1_loss(x: &Tensor, target: &Tensor, reduction: Reduction) -> Result<Tensor> {
    reduced("l1_loss", &x.try_sub(target)?.try_abs()?, reduction)
}

/// The terms in the dtype of the prediction, which must be of as high a kind.
#[track_caller]
fn in_dtype_of(op: &'static str, x: &Tensor, terms: &Tensor) -> Result<Tensor> {
    if x.dtype().category() < terms.dtype().category() {
        let dtypes = [("self", x.dtype()), ("result", terms.dtype())];
        return Err(Error::dtype(op, "the result does not fit the dtype of self", &dtypes, "convert self first"));
    }
    terms.try_to_dtype(x.dtype())
}

#[track_caller]
pub(crate) fn huber_loss(x: &Tensor, target: &Tensor, reduction: Reduction, delta: f64) -> Result<Tensor> {
    if delta <= 0.0 || delta.is_nan() {
        return Err(Error::argument("huber_loss", "delta", delta, "delta must be above 0"));
    }
    let terms = x.try_huber(target, delta)?;
    reduced("huber_loss", &in_dtype_of("huber_loss", x, &terms)?, reduction)
}

#[track_caller]
pub(crate) fn smooth_l1_loss(x: &Tensor, target: &Tensor, reduction: Reduction, beta: f64) -> Result<Tensor> {
    if beta < 0.0 || beta.is_nan() {
        return Err(Error::argument("smooth_l1_loss", "beta", beta, "beta must not be negative"));
    }
    if beta == 0.0 {
        return l1_loss(x, target, reduction);
    }
    reduced("smooth_l1_loss", &x.try_smooth_l1(target, beta)?, reduction)
}

#[track_caller]
pub(crate) fn kl_div(x: &Tensor, target: &Tensor, reduction: Reduction, log_target: bool) -> Result<Tensor> {
    for tensor in [x, target] {
        if !tensor.dtype().is_floating_point() {
            let dtypes = [("self", x.dtype()), ("target", target.dtype())];
            return Err(Error::dtype("kl_div", "not floating dtypes", &dtypes, "convert both to a floating type"));
        }
    }
    let terms = if log_target { x.try_kl_log_term(target)? } else { x.try_kl_term(target)? };
    reduced("kl_div", &terms, reduction)
}

/// The terms, each times its weight.
#[track_caller]
fn weighted(terms: Tensor, weight: Option<&Tensor>) -> Result<Tensor> {
    weight.map_or_else(|| Ok(terms.clone()), |weight| terms.try_mul(weight))
}

/// Refuses numbers outside of 0..=1; NaN passes.
fn check_probabilities(op: &'static str, name: &'static str, x: &Tensor) -> Result<()> {
    let x = x.detach();
    if x.try_lt(0.0)?.try_logical_or(&x.try_gt(1.0)?)?.try_any()?.try_scalar()?.as_bool() {
        return Err(Error::argument(op, name, "outside of 0..=1", "all elements must be between 0 and 1"));
    }
    Ok(())
}

#[track_caller]
pub(crate) fn binary_cross_entropy(
    x: &Tensor,
    target: &Tensor,
    weight: Option<&Tensor>,
    reduction: Reduction,
) -> Result<Tensor> {
    let op = "binary_cross_entropy";
    if x.sizes() != target.sizes() {
        let shapes = [("self", x.sizes()), ("target", target.sizes())];
        return Err(Error::shape(op, "sizes differ", &shapes, "give one target for each element"));
    }
    if x.dtype() != target.dtype() {
        let dtypes = [("self", x.dtype()), ("target", target.dtype())];
        return Err(Error::dtype(op, "dtypes differ", &dtypes, "convert the target to the dtype of self"));
    }
    check_probabilities(op, "self", x)?;
    check_probabilities(op, "target", target)?;
    reduced(op, &weighted(x.try_bce(target)?, weight)?, reduction)
}

#[track_caller]
pub(crate) fn binary_cross_entropy_with_logits(
    x: &Tensor,
    target: &Tensor,
    weight: Option<&Tensor>,
    pos_weight: Option<&Tensor>,
    reduction: Reduction,
) -> Result<Tensor> {
    let op = "binary_cross_entropy_with_logits";
    let terms = match pos_weight {
        None => x.try_bce_with_logits(target)?,
        Some(pos_weight) => x.try_bce_with_logits_weighted(target, pos_weight)?,
    };
    if terms.sizes() != target.sizes() {
        let shapes = [("self", x.sizes()), ("target", target.sizes())];
        return Err(Error::shape(op, "more elements than targets", &shapes, "give one target for each element"));
    }
    if target.dtype().category() < terms.dtype().category() {
        let dtypes = [("self", x.dtype()), ("target", target.dtype())];
        return Err(Error::dtype(op, "not a floating target", &dtypes, "convert the target to a floating type"));
    }
    reduced(op, &weighted(terms, weight)?, reduction)
}

#[track_caller]
pub(crate) fn poisson_nll_loss(
    x: &Tensor,
    target: &Tensor,
    log_input: bool,
    full: bool,
    eps: f64,
    reduction: Reduction,
) -> Result<Tensor> {
    let mut terms = match log_input {
        true => x.try_exp()?.try_sub(&target.try_mul(x)?)?,
        false => x.try_sub(&target.try_mul(&x.try_add(eps)?.try_log()?)?)?,
    };
    if full {
        // Stirling's approximation of the logarithm of the factorial.
        let scale = target.try_mul(std::f64::consts::TAU)?.try_log()?.try_mul(0.5)?;
        let factorial = target.try_mul(&target.try_log()?)?.try_sub(target)?.try_add(&scale)?;
        terms = terms.try_add(&factorial.try_masked_fill(&target.try_le(1)?, 0)?)?;
    }
    reduced("poisson_nll_loss", &terms, reduction)
}

#[track_caller]
pub(crate) fn gaussian_nll_loss(
    x: &Tensor,
    target: &Tensor,
    var: &Tensor,
    full: bool,
    eps: f64,
    reduction: Reduction,
) -> Result<Tensor> {
    let op = "gaussian_nll_loss";
    if var.detach().try_lt(0.0)?.try_any()?.try_scalar()?.as_bool() {
        return Err(Error::argument(op, "var", "below 0", "variances must not be negative"));
    }
    let var = match var.sizes() == x.sizes() || var.dim() == x.dim() {
        true => var.clone(),
        // One variance for each row.
        false => var.try_unsqueeze(-1)?,
    };
    // The bound is no part of the gradient, as in PyTorch.
    let var = crate::record::carrying(&var.detach().try_clamp_min(eps)?, &var);
    let mut terms = x.try_sub(target)?.try_square()?.try_div(&var)?.try_add(&var.try_log()?)?.try_mul(0.5)?;
    if full {
        terms = terms.try_add(0.5 * std::f64::consts::TAU.ln())?;
    }
    reduced(op, &terms, reduction)
}

/// The target of a loss of classes, and how it counts.
#[derive(Clone, Copy)]
struct Counted<'a> {
    target: &'a Tensor,
    weight: Option<&'a Tensor>,
    reduction: Reduction,
    ignore_index: i64,
    label_smoothing: f64,
}

/// The same, kept for backward.
struct KeptTarget {
    target: Saved,
    weight: Option<Saved>,
    reduction: Reduction,
    ignore_index: i64,
    label_smoothing: f64,
}

impl<'a> Counted<'a> {
    fn classes(&self) -> Classes<'a> {
        let &Counted { target, weight, reduction, ignore_index, label_smoothing } = self;
        let weight = weight.map(Tensor::array);
        Classes { target: target.array(), weight, reduction, ignore_index, label_smoothing }
    }

    fn keep(&self) -> Result<KeptTarget> {
        let &Counted { target, weight, reduction, ignore_index, label_smoothing } = self;
        let weight = weight.map(Saved::input).transpose()?;
        Ok(KeptTarget { target: Saved::input(target)?, weight, reduction, ignore_index, label_smoothing })
    }

    /// Refuses a weight whose gradient would be dropped.
    fn check(&self, op: &'static str) -> Result<()> {
        match self.weight {
            Some(weight) if mode::is_grad_enabled() && weight.requires_grad() => {
                Err(Error::graph(op, "has no gradient in this input", "weight", "detach the weight"))
            }
            _ => Ok(()),
        }
    }
}

impl KeptTarget {
    fn with<R>(&self, node: &NodeRef, body: impl FnOnce(Counted<'_>) -> Result<R>) -> Result<R> {
        let &KeptTarget { ref target, ref weight, reduction, ignore_index, label_smoothing } = self;
        let target = target.tensor(node)?;
        let weight = weight.as_ref().map(|weight| weight.tensor(node)).transpose()?;
        body(Counted { target: &target, weight: weight.as_ref(), reduction, ignore_index, label_smoothing })
    }
}

/// The node of [`nll_loss`].
struct NllLossBackward {
    sizes: Dims,
    dtype: DType,
    kept: Keep<KeptTarget>,
}

impl Backward for NllLossBackward {
    fn name(&self) -> &'static str {
        "NllLossBackward0"
    }

    fn apply(&self, node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        let sent = self.kept.with(node, |kept| {
            kept.with(node, |counted| {
                let sent = ops::nll_loss_backward(grad.array(), &self.sizes, self.dtype, &counted.classes())?;
                record(&[Some(grad)], sent, |_| Ok(NllLossBackwardBackward { kept: Keep::new(counted.keep()?) }))
            })
        })?;
        Ok(smallvec![Some(sent)])
    }

    fn release(&self) {
        self.kept.release();
    }
}

/// The node of the gradient of [`nll_loss`]: both are linear, and each is the other's transpose.
struct NllLossBackwardBackward {
    kept: Keep<KeptTarget>,
}

impl Backward for NllLossBackwardBackward {
    fn name(&self) -> &'static str {
        "NllLossBackwardBackward0"
    }

    fn apply(&self, node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        let sent = self.kept.with(node, |kept| kept.with(node, |counted| recorded_nll_loss(grad, counted)))?;
        Ok(smallvec![Some(sent)])
    }

    fn release(&self) {
        self.kept.release();
    }
}

#[track_caller]
fn recorded_nll_loss(x: &Tensor, counted: Counted<'_>) -> Result<Tensor> {
    counted.check("nll_loss")?;
    let out = ops::nll_loss(x.array(), &counted.classes())?;
    record(&[Some(x)], out, |_| {
        Ok(NllLossBackward { sizes: *x.array().sizes(), dtype: x.dtype(), kept: Keep::new(counted.keep()?) })
    })
}

#[track_caller]
pub(crate) fn nll_loss(
    x: &Tensor,
    target: &Tensor,
    weight: Option<&Tensor>,
    reduction: Reduction,
    ignore_index: i64,
) -> Result<Tensor> {
    recorded_nll_loss(x, Counted { target, weight, reduction, ignore_index, label_smoothing: 0.0 })
}

/// The node of [`cross_entropy`] with classes as a target.
struct CrossEntropyBackward {
    kept: Keep<(Saved, Array, KeptTarget)>,
}

impl Backward for CrossEntropyBackward {
    fn name(&self) -> &'static str {
        "CrossEntropyLossBackward0"
    }

    fn apply(&self, node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        let sent = self.kept.with(node, |(x, statistics, kept)| {
            kept.with(node, |counted| match mode::is_grad_enabled() {
                true => cross_entropy_gradient(grad, &x.tensor(node)?, counted),
                false => {
                    let classes = counted.classes();
                    ops::cross_entropy_backward(grad.array(), x.array(node)?, statistics, &classes).map(Tensor::new)
                }
            })
        })?;
        Ok(smallvec![Some(sent)])
    }

    fn release(&self) {
        self.kept.release();
    }
}

/// The gradient of [`cross_entropy`] on tensors: the softmax times the sum of a line's shares, less the shares.
#[track_caller]
fn cross_entropy_gradient(grad: &Tensor, x: &Tensor, counted: Counted<'_>) -> Result<Tensor> {
    let dim = ops::class_dim(x.dim()) as i64;
    let shares = Tensor::new(ops::cross_entropy_shares(x.array().sizes(), x.dtype(), &counted.classes())?);
    let grad = if grad.dim() > 0 { grad.try_unsqueeze(dim)? } else { grad.clone() };
    let slope = x.try_softmax(dim)?.try_mul(&shares.try_sum_dim([dim], true)?)?.try_sub(&shares)?;
    slope.try_mul(&grad)
}

#[track_caller]
pub(crate) fn cross_entropy(
    x: &Tensor,
    target: &Tensor,
    weight: Option<&Tensor>,
    reduction: Reduction,
    ignore_index: i64,
    label_smoothing: f64,
) -> Result<Tensor> {
    let counted = Counted { target, weight, reduction, ignore_index, label_smoothing };
    if target.dtype().is_floating_point() {
        return cross_entropy_of_probabilities(x, counted);
    }
    counted.check("cross_entropy")?;
    let (out, statistics) = ops::cross_entropy(x.array(), &counted.classes())?;
    record(&[Some(x)], out, |_| {
        Ok(CrossEntropyBackward { kept: Keep::new((Saved::input(x)?, statistics, counted.keep()?)) })
    })
}

/// A target of probabilities may itself require a gradient, so the formula stands on tensors, as in PyTorch.
#[track_caller]
fn cross_entropy_of_probabilities(x: &Tensor, counted: Counted<'_>) -> Result<Tensor> {
    ops::check_probabilities(x.array(), &counted.classes())?;
    if counted.ignore_index >= 0 {
        let remedy = "leave it negative where the target holds probabilities";
        return Err(Error::argument("cross_entropy", "ignore_index", counted.ignore_index, remedy));
    }
    let dim = ops::class_dim(x.dim());
    let n_classes = x.sizes()[dim];
    let smoothing = counted.label_smoothing;
    let target = match smoothing > 0.0 {
        true => counted.target.try_mul(1.0 - smoothing)?.try_add(smoothing / n_classes as f64)?,
        false => counted.target.clone(),
    };
    let mut terms = x.try_log_softmax(dim as i64)?.try_mul(&target)?;
    if let Some(weight) = counted.weight {
        let mut sizes = vec![1; x.dim()];
        sizes[dim] = -1;
        terms = terms.try_mul(&weight.try_reshape(sizes)?)?;
    }
    match counted.reduction {
        Reduction::None => terms.try_sum_dim([dim as i64], false)?.try_neg(),
        Reduction::Sum => terms.try_sum()?.try_neg(),
        Reduction::Mean => {
            let lines = x.numel() / n_classes.max(1);
            terms.try_sum()?.try_neg()?.try_div(lines as f64)
        }
    }
}
