//! Functions that are a few operators.

use cresset_autograd::{Error, Options, Result, Tensor};

use crate::dropout::drop_channels;

/// [`super::softmax`] of the opposite numbers.
///
/// # Errors
/// No such dimension.
pub fn softmin(input: &Tensor, dim: i64) -> Result<Tensor> {
    input.try_neg()?.try_softmax(dim)
}

/// A tensor divided by its norm along a dimension, or by `eps` where that is larger.
///
/// # Errors
/// No such dimension.
pub fn normalize(input: &Tensor, p: f64, dim: i64, eps: f64) -> Result<Tensor> {
    input.try_div(&input.try_norm(p, Some(&[dim]), true)?.try_clamp_min(eps)?)
}

/// Samples of the categories whose logits are given, with gradients (Jang et al. 2017). With `hard` they are one-hot, with
/// the gradients of the soft ones.
///
/// # Errors
/// No such dimension.
pub fn gumbel_softmax(logits: &Tensor, tau: f64, hard: bool, dim: i64) -> Result<Tensor> {
    let exponential = Options::like(logits).try_empty(logits.sizes())?;
    let gumbels = exponential.try_exponential_(1.0)?.try_log()?.try_neg()?;
    let soft = logits.try_add(&gumbels)?.try_div(tau)?.try_softmax(dim)?;
    if !hard {
        return Ok(soft);
    }
    let (_, index) = soft.try_max_dim(dim, true)?;
    let zeros = Options::like(logits).try_zeros(logits.sizes())?;
    zeros.try_scatter(dim, &index, 1.0)?.try_sub(soft.detach())?.try_add(&soft)
}

/// [`super::dropout`] of whole channels of sequences, `[batch, channels, length]` or without the batch.
///
/// # Errors
/// Other dims, or a chance that is not in 0..=1.
pub fn dropout1d(input: &Tensor, p: f64, training: bool) -> Result<Tensor> {
    drop_channels::<1>("dropout1d", input, p, training)
}

/// [`super::dropout`] of whole channels of images, `[batch, channels, height, width]` or without the batch.
///
/// # Errors
/// Other dims, or a chance that is not in 0..=1.
pub fn dropout2d(input: &Tensor, p: f64, training: bool) -> Result<Tensor> {
    drop_channels::<2>("dropout2d", input, p, training)
}

/// [`super::dropout`] of whole channels of volumes, `[batch, channels, depth, height, width]` or without the batch.
///
/// # Errors
/// Other dims, or a chance that is not in 0..=1.
pub fn dropout3d(input: &Tensor, p: f64, training: bool) -> Result<Tensor> {
    drop_channels::<3>("dropout3d", input, p, training)
}

/// Cross-correlation along time, which is the first dimension, with `pad` zeros on both sides.
///
/// # Shapes
/// Input `[time, batch, in_channels]`, weight `[kernel, in_channels, out_channels]`, bias `[out_channels]`.
///
/// # Errors
/// Sizes or dtypes that do not fit.
pub fn conv_tbc(input: &Tensor, weight: &Tensor, bias: &Tensor, pad: i64) -> Result<Tensor> {
    if input.dim() != 3 || weight.dim() != 3 {
        let shapes: [(_, &[usize]); 2] = [("input", input.sizes()), ("weight", weight.sizes())];
        let remedy = "input is [time, batch, channels], weight [kernel, in_channels, out_channels]";
        return Err(Error::shape("conv_tbc", "wrong number of dims", &shapes, remedy));
    }
    let (input, weight) = (input.try_permute([1, 2, 0])?, weight.try_permute([2, 1, 0])?);
    input.try_conv1d(&weight, Some(bias), [1], [pad], [1], 1)?.try_permute([2, 0, 1])
}
