//! Normalisation over rows and over the channels of a batch.

pub(crate) mod native;

use cresset_ops::Array;
use cresset_ops::norm::{self as ops, BatchNorm, Normalised, Rows};
use cresset_storage::{DType, Error, Result};

use crate::graph::{Backward, Gradients, NodeRef};
use crate::record::{Keep, record};
use crate::saved::Saved;
use crate::{Tensor, mode};

/// How the input is seen so that what is normalised together are whole dimensions.
struct View {
    /// Sizes of the input.
    sizes: Vec<i64>,
    /// The dimensions that are normalised over.
    over: Vec<i64>,
    /// Sizes of the weights.
    weight: Vec<i64>,
    eps: f64,
    /// Whether the mean is subtracted.
    centred: bool,
}

/// What computes the gradients of first order.
enum Fused {
    Rows(Rows),
    Channels {
        /// Whether the statistics are the batch's own.
        training: bool,
    },
}

/// What the node keeps.
struct Kept {
    x: Saved,
    weight: Option<Saved>,
    /// Mean and factor of each row or channel.
    statistics: [Array; 2],
}

struct NormBackward {
    name: &'static str,
    view: View,
    fused: Fused,
    weight: Option<DType>,
    bias: Option<DType>,
    kept: Keep<Kept>,
}

impl Backward for NormBackward {
    fn name(&self) -> &'static str {
        self.name
    }

    fn apply(&self, node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        let found = self.kept.with(node, |kept| {
            if mode::is_grad_enabled() { self.on_tensors(node, kept, grad) } else { self.fused(node, kept, grad) }
        })?;
        let dtypes = [Some(grad.dtype()), self.weight, self.bias];
        let mut sent = Gradients::new();
        for (at, (found, dtype)) in found.into_iter().zip(dtypes).enumerate() {
            sent.push(match (found, dtype) {
                (Some(found), Some(dtype)) if node.needs_input_grad(at) => Some(found.try_to_dtype(dtype)?),
                _ => None,
            });
        }
        Ok(sent)
    }

    fn release(&self) {
        self.kept.release();
    }
}

impl NormBackward {
    fn fused(&self, node: &NodeRef, kept: &Kept, grad: &Tensor) -> Result<[Option<Tensor>; 3]> {
        let (grad, x) = (grad.array(), kept.x.array(node)?);
        let weight = kept.weight.as_ref().map(|weight| weight.array(node)).transpose()?;
        let [mean, rstd] = &kept.statistics;
        match &self.fused {
            Fused::Channels { training } => {
                let found = ops::batch_norm_backward(grad, x, weight, [mean, rstd], *training, mean.dtype())?;
                Ok(found.map(|found| Some(Tensor::new(found))))
            }
            Fused::Rows(rows) => {
                let dtype = mean.dtype();
                let needs_affine = node.needs_input_grad(1) || node.needs_input_grad(2);
                if needs_affine && node.needs_input_grad(0) {
                    let statistics = [mean, rstd];
                    let (x, [weight, bias]) =
                        ops::normalise_rows_backward_whole(grad, x, rows, weight, statistics, dtype)?;
                    return Ok([x, weight, bias].map(|found| Some(Tensor::new(found))));
                }
                let mut found = [None, None, None];
                if node.needs_input_grad(0) {
                    found[0] = Some(ops::normalise_rows_backward(grad, x, rows, weight, [mean, rstd])?);
                }
                if needs_affine {
                    let affine = ops::normalise_rows_backward_affine(grad, x, rows, [mean, rstd], dtype)?;
                    let [weight, bias] = affine.map(Some);
                    (found[1], found[2]) = (weight, bias);
                }
                Ok(found.map(|found| found.map(Tensor::new)))
            }
        }
    }

    /// The gradients as operators on tensors, so that they have gradients themselves.
    fn on_tensors(&self, node: &NodeRef, kept: &Kept, grad: &Tensor) -> Result<[Option<Tensor>; 3]> {
        let View { sizes, over, weight: weight_sizes, eps, centred } = &self.view;
        let input = kept.x.tensor(node)?;
        let (x, grad) = (input.try_reshape(sizes)?, grad.try_reshape(sizes)?);
        let per_weight: Vec<usize> = weight_sizes.iter().map(|&size| size as usize).collect();
        let count: i64 = over.iter().map(|&dim| sizes[dim as usize]).product();
        let mean = |x: &Tensor| x.try_sum_dim(over, true)?.try_mul(1.0 / count as f64);
        let weight = kept.weight.as_ref().map(|weight| weight.tensor(node)?.try_reshape(weight_sizes)).transpose()?;
        let scaled = match &weight {
            Some(weight) => grad.try_mul(weight)?,
            None => grad.clone(),
        };
        let (normal, to_input) = if let Fused::Channels { training: false } = self.fused {
            let [mean, rstd] =
                kept.statistics.each_ref().map(|number| Tensor::new(number.clone()).try_reshape(weight_sizes));
            let rstd = rstd?;
            (x.try_sub(&mean?)?.try_mul(&rstd)?, scaled.try_mul(&rstd)?)
        } else {
            let x = if *centred { x.try_sub(&mean(&x)?)? } else { x };
            let rstd = mean(&x.try_mul(&x)?)?.try_add(*eps)?.try_rsqrt()?;
            let normal = x.try_mul(&rstd)?;
            let along = normal.try_mul(&mean(&scaled.try_mul(&normal)?)?)?;
            let shifted = if *centred { scaled.try_sub(&mean(&scaled)?)? } else { scaled };
            let to_input = shifted.try_sub(&along)?.try_mul(&rstd)?;
            (normal, to_input)
        };
        let whole = |sizes: &[usize]| -> Vec<i64> { sizes.iter().map(|&size| size as i64).collect() };
        let to_weight = grad.try_mul(&normal)?.try_sum_to_size(&per_weight)?;
        let to_bias = grad.try_sum_to_size(&per_weight)?;
        let own = match &self.fused {
            Fused::Rows(rows) => whole(rows.weight_sizes()),
            Fused::Channels { .. } => vec![-1],
        };
        Ok([
            Some(to_input.try_reshape(whole(input.sizes()))?),
            Some(to_weight.try_reshape(&own)?),
            Some(to_bias.try_reshape(&own)?),
        ])
    }
}

/// A result with the mean and the factor of each row or channel.
type WithStatistics = (Tensor, [Array; 2]);

#[track_caller]
fn recorded(
    name: &'static str,
    inputs: [Option<&Tensor>; 3],
    found: Normalised,
    view: View,
    fused: Fused,
) -> Result<WithStatistics> {
    let Normalised { out, mean, rstd } = found;
    let statistics = [mean.clone(), rstd.clone()];
    let out = record(&inputs, out, |_| {
        let [x, weight, bias] = inputs;
        let Some(x) = x else { return Err(Error::graph(name, "no input", "self", "pass one")) };
        let kept =
            Kept { x: Saved::input(x)?, weight: weight.map(Saved::input).transpose()?, statistics: [mean, rstd] };
        let dtype = |parameter: Option<&Tensor>| parameter.map(Tensor::dtype);
        Ok(NormBackward { name, view, fused, weight: dtype(weight), bias: dtype(bias), kept: Keep::new(kept) })
    })?;
    Ok((out, statistics))
}

fn whole(size: usize) -> i64 {
    size as i64
}

#[track_caller]
fn last_dims(
    op: &'static str,
    name: &'static str,
    x: &Tensor,
    normalized_shape: &[i64],
    [weight, bias]: [Option<&Tensor>; 2],
    eps: f64,
    centred: bool,
) -> Result<WithStatistics> {
    let rows = Rows::of_last_dims(op, x.array(), normalized_shape, centred)?;
    let found = ops::normalise_rows(x.array(), &rows, weight.map(Tensor::array), bias.map(Tensor::array), eps)?;
    let len = normalized_shape.iter().product();
    let n_rows = whole(x.sizes()[..x.dim() - normalized_shape.len()].iter().product());
    let view = View { sizes: vec![n_rows, len], over: vec![1], weight: vec![1, len], eps, centred };
    recorded(name, [Some(x), weight, bias], found, view, Fused::Rows(rows))
}

#[track_caller]
pub(crate) fn layer_norm(
    x: &Tensor,
    normalized_shape: &[i64],
    weight: Option<&Tensor>,
    bias: Option<&Tensor>,
    eps: f64,
) -> Result<Tensor> {
    Ok(last_dims("layer_norm", LAYER_NORM, x, normalized_shape, [weight, bias], eps, true)?.0)
}

const LAYER_NORM: &str = "NativeLayerNormBackward0";

/// As many of the last sizes as `other` has dims.
fn last_sizes<'a>(x: &'a Tensor, other: &Tensor) -> &'a [usize] {
    &x.sizes()[x.dim().saturating_sub(other.dim())..]
}

#[track_caller]
pub(crate) fn rms_norm(
    x: &Tensor,
    normalized_shape: &[i64],
    weight: Option<&Tensor>,
    eps: Option<f64>,
) -> Result<Tensor> {
    if x.dtype().is_complex() {
        return complex_rms_norm(x, normalized_shape, weight, eps);
    }
    let eps = eps.unwrap_or_else(|| ops::default_eps(x.dtype()));
    if let Some(other) = weight.filter(|weight| weight.dtype() != x.dtype() && weight.sizes() == last_sizes(x, weight))
    {
        let normal = last_dims("rms_norm", "FusedRmsNormBackward0", x, normalized_shape, [None, None], eps, false)?.0;
        return normal.try_mul(other)?.try_to_dtype(x.dtype());
    }
    Ok(last_dims("rms_norm", "FusedRmsNormBackward0", x, normalized_shape, [weight, None], eps, false)?.0)
}

/// PyTorch's for complex numbers: the mean of the squares, not of the absolute values' squares.
#[track_caller]
fn complex_rms_norm(x: &Tensor, shape: &[i64], weight: Option<&Tensor>, eps: Option<f64>) -> Result<Tensor> {
    let eps = eps.unwrap_or_else(|| ops::default_eps(x.dtype().to_real()));
    let fits = x.sizes().iter().rev().zip(shape.iter().rev()).all(|(&size, &given)| size as i64 == given);
    if shape.is_empty() || shape.len() > x.dim() || !fits {
        let given: Vec<usize> = shape.iter().map(|&size| usize::try_from(size).unwrap_or_default()).collect();
        let shapes = [("self", x.sizes()), ("normalized_shape", &given[..])];
        return Err(Error::shape("rms_norm", "sizes differ", &shapes, "normalized_shape must be the last sizes"));
    }
    let dims: Vec<i64> = (1..=shape.len() as i64).map(|back| -back).collect();
    let scale = x.try_mul(x)?.try_mean_dim(dims, true)?.try_add(eps)?.try_rsqrt()?;
    let out = x.try_mul(&scale)?;
    weight.map_or(Ok(out.clone()), |weight| out.try_mul(weight))
}

#[track_caller]
pub(crate) fn group_norm(
    x: &Tensor,
    num_groups: i64,
    weight: Option<&Tensor>,
    bias: Option<&Tensor>,
    eps: f64,
) -> Result<Tensor> {
    Ok(groups(x, num_groups, weight, bias, eps)?.0)
}

#[track_caller]
fn groups(
    x: &Tensor,
    num_groups: i64,
    weight: Option<&Tensor>,
    bias: Option<&Tensor>,
    eps: f64,
) -> Result<WithStatistics> {
    if x.dim() > 1 && x.sizes()[1..].contains(&0) {
        let remedy = "only the batch may be empty";
        return Err(Error::shape("group_norm", "an empty dim", &[("self", x.sizes())], remedy));
    }
    let rows = Rows::of_groups("group_norm", x.array(), num_groups)?;
    let found = ops::normalise_rows(x.array(), &rows, weight.map(Tensor::array), bias.map(Tensor::array), eps)?;
    let (batch, channels) = (whole(x.sizes()[0]), whole(x.sizes()[1]) / num_groups);
    let run = whole(x.sizes()[2..].iter().product());
    let view = View {
        sizes: vec![batch, num_groups, channels, run],
        over: vec![2, 3],
        weight: vec![1, num_groups, channels, 1],
        eps,
        centred: true,
    };
    recorded("NativeGroupNormBackward0", [Some(x), weight, bias], found, view, Fused::Rows(rows))
}

#[track_caller]
#[allow(clippy::too_many_arguments, reason = "PyTorch's arguments")]
pub(crate) fn batch_norm(
    x: &Tensor,
    weight: Option<&Tensor>,
    bias: Option<&Tensor>,
    running_mean: Option<&Tensor>,
    running_var: Option<&Tensor>,
    training: bool,
    momentum: f64,
    eps: f64,
) -> Result<Tensor> {
    channels([Some(x), weight, bias], [running_mean, running_var], training, momentum, eps).map(|found| found.0)
}

#[track_caller]
fn channels(
    inputs: [Option<&Tensor>; 3],
    [running_mean, running_var]: [Option<&Tensor>; 2],
    training: bool,
    momentum: f64,
    eps: f64,
) -> Result<WithStatistics> {
    let op = "batch_norm";
    let [Some(x), weight, bias] = inputs else { return Err(Error::graph(op, "no input", "self", "pass one")) };
    if x.dim() == 1 && x.numel() == 0 {
        // Nothing to normalise, whatever the channels.
        let none = || Array::empty(op, x.array().sizes(), x.dtype(), x.device());
        return Ok((x.try_copy()?, [none()?, none()?]));
    }
    if [running_mean, running_var].into_iter().flatten().any(Tensor::requires_grad) {
        return Err(Error::graph(op, "running statistics that require gradients", "running_mean", "use buffers"));
    }
    let [running_mean, running_var] = [running_mean, running_var].map(|running| running.map(Tensor::array));
    let how = BatchNorm { running_mean, running_var, training, momentum, eps };
    let found = ops::batch_norm(x.array(), weight.map(Tensor::array), bias.map(Tensor::array), how)?;
    let (batch, channels) = (whole(x.sizes()[0]), whole(x.sizes()[1]));
    let plane = whole(x.sizes()[2..].iter().product());
    let view = View {
        sizes: vec![batch, channels, plane],
        over: vec![0, 2],
        weight: vec![1, channels, 1],
        eps,
        centred: true,
    };
    recorded("NativeBatchNormBackward0", inputs, found, view, Fused::Channels { training })
}
