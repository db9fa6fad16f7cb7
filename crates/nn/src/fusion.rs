//! Batch normalisation in evaluation as part of the layer in front of it.

use cresset_autograd::{Error, Options, Result, Tensor, no_grad};

use crate::{BatchNorm, Conv, Linear, Module, Parameter};

/// Works a normalisation into the weight and the bias of a layer.
fn fuse<const N: usize>(
    op: &'static str,
    norm: &BatchNorm<N>,
    weight: &mut Parameter,
    bias: &mut Option<Parameter>,
) -> Result<()> {
    let (Some(mean), Some(var), false) = (&norm.running_mean, &norm.running_var, norm.is_training()) else {
        let remedy = "call eval() first, and keep running statistics";
        return Err(Error::graph(op, "a normalisation that is not in evaluation", norm, remedy));
    };
    let (scale, shift) = (norm.weight.as_deref(), norm.bias.as_deref());
    let fused = fuse_conv_bn_weights(weight, bias.as_deref(), mean, var, norm.eps(), scale, shift, false)?;
    (*weight, *bias) = (Parameter::new(fused.0)?, Some(Parameter::new(fused.1)?));
    Ok(())
}

/// A convolution that computes what `conv` and then `bn` compute in evaluation, as `torch.nn.utils.fuse_conv_bn_eval`.
///
/// # Errors
/// `bn` is in training or has no running statistics, or has another number of channels.
pub fn fuse_conv_bn_eval<const N: usize>(conv: &Conv<N>, bn: &BatchNorm<N>) -> Result<Conv<N>> {
    let mut fused = conv.clone();
    fuse("fuse_conv_bn_eval", bn, &mut fused.weight, &mut fused.bias)?;
    Ok(fused)
}

/// A linear layer that computes what `linear` and then `bn` compute in evaluation, as
/// `torch.nn.utils.fuse_linear_bn_eval`.
///
/// # Errors
/// `bn` is in training or has no running statistics, or has another number of channels.
pub fn fuse_linear_bn_eval<const N: usize>(linear: &Linear, bn: &BatchNorm<N>) -> Result<Linear> {
    let mut fused = linear.clone();
    fuse("fuse_linear_bn_eval", bn, &mut fused.weight, &mut fused.bias)?;
    Ok(fused)
}

/// Weight and bias of a layer with batch normalisation worked in: its running mean and variance, its weight and its bias.
/// The outputs of the layer are the first dimension of its weight, or with `transpose` the second.
///
/// # Errors
/// Sizes that do not fit.
#[allow(clippy::too_many_arguments, reason = "PyTorch's arguments")]
pub fn fuse_conv_bn_weights(
    conv_w: &Tensor,
    conv_b: Option<&Tensor>,
    bn_rm: &Tensor,
    bn_rv: &Tensor,
    bn_eps: f64,
    bn_w: Option<&Tensor>,
    bn_b: Option<&Tensor>,
    transpose: bool,
) -> Result<(Tensor, Tensor)> {
    let outputs = usize::from(transpose);
    if bn_rv.dim() != 1 || bn_rm.sizes() != bn_rv.sizes() || conv_w.sizes().get(outputs) != Some(&bn_rv.numel()) {
        let shapes = [("conv_w", conv_w.sizes()), ("bn_rm", bn_rm.sizes()), ("bn_rv", bn_rv.sizes())];
        let remedy = "the normalisation must have the layer's output channels";
        return Err(Error::shape("fuse_conv_bn_weights", "sizes differ", &shapes, remedy));
    }
    no_grad(|| {
        let inverse = bn_rv.try_add(bn_eps)?.try_rsqrt()?;
        let factor = bn_w.map_or(Ok(inverse.clone()), |weight| inverse.try_mul(weight))?;
        let start = conv_b.map_or_else(|| Options::like(bn_rm).try_zeros(bn_rm.sizes()), |bias| Ok(bias.clone()))?;
        let scaled = start.try_sub(bn_rm)?.try_mul(&factor)?;
        let bias = bn_b.map_or(Ok(scaled.clone()), |shift| scaled.try_add(shift))?;
        let mut spread = vec![1; conv_w.dim()];
        spread[outputs] = -1;
        let weight = conv_w.try_mul(&factor.try_reshape(spread)?)?;
        Ok((weight.try_to_dtype(conv_w.dtype())?, bias.try_to_dtype(conv_w.dtype())?))
    })
}
