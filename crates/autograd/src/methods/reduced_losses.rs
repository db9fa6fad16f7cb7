//! Losses of predictions, reduced to a mean or a sum.

use cresset_ops::Array;
use cresset_ops::loss::{self as ops, Classes};
use cresset_storage::{DType, Dims, Error, Result};
use smallvec::smallvec;

use crate::graph::{Backward, Gradients, NodeRef};
use crate::record::{Keep, record};
use crate::saved::Saved;
use crate::{Tensor, mode};

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
