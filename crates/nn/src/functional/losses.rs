//! Losses that are a few operators.

use cresset_autograd::{Error, Reduction, Result, Tensor};

/// The mean over classes of the binary cross entropy of logits, with a weight for each class if there is one.
///
/// # Shapes
/// Input and target `[*, classes]`.
///
/// # Errors
/// Sizes or dtypes that do not fit.
pub fn multilabel_soft_margin_loss(
    input: &Tensor,
    target: &Tensor,
    weight: Option<&Tensor>,
    reduction: Reduction,
) -> Result<Tensor> {
    if input.sizes() != target.sizes() || input.dim() == 0 {
        let shapes: [(_, &[usize]); 2] = [("input", input.sizes()), ("target", target.sizes())];
        return Err(Error::shape("multilabel_soft_margin_loss", "sizes differ", &shapes, "give [*, classes] twice"));
    }
    let positive = target.try_mul(&input.try_logsigmoid()?)?;
    let negative = target.try_rsub(1)?.try_mul(&input.try_neg()?.try_logsigmoid()?)?;
    let mut loss = positive.try_add(&negative)?.try_neg()?;
    if let Some(weight) = weight {
        loss = loss.try_mul(weight)?;
    }
    reduced(loss.try_mean_dim([-1], false)?, reduction)
}

/// [`super::triplet_margin_loss`] with a distance of one's own.
///
/// # Errors
/// As the distance.
pub fn triplet_margin_with_distance_loss(
    anchor: &Tensor,
    positive: &Tensor,
    negative: &Tensor,
    distance: impl Fn(&Tensor, &Tensor) -> Result<Tensor>,
    margin: f64,
    swap: bool,
    reduction: Reduction,
) -> Result<Tensor> {
    let near = distance(anchor, positive)?;
    let mut far = distance(anchor, negative)?;
    if swap {
        far = far.try_minimum(&distance(positive, negative)?)?;
    }
    reduced(near.try_sub(&far)?.try_add(margin)?.try_clamp_min(0.0)?, reduction)
}

fn reduced(loss: Tensor, reduction: Reduction) -> Result<Tensor> {
    match reduction {
        Reduction::None => Ok(loss),
        Reduction::Mean => loss.try_mean(),
        Reduction::Sum => loss.try_sum(),
    }
}

/// The cross entropy of logits that a linear map makes: the weight is `[classes, *, in_features]`, the bias
/// `[classes, *]`.
///
/// # Shapes
/// Input `[batch, in_features]` or `[in_features]`; target `[batch, *]` of classes, or `[batch, classes, *]` of
/// probabilities.
///
/// # Errors
/// Sizes or dtypes that do not fit, or a class that is not there.
#[allow(clippy::too_many_arguments, reason = "PyTorch's arguments")]
pub fn linear_cross_entropy(
    input: &Tensor,
    linear_weight: &Tensor,
    target: &Tensor,
    linear_bias: Option<&Tensor>,
    weight: Option<&Tensor>,
    reduction: Reduction,
    ignore_index: i64,
    label_smoothing: f64,
) -> Result<Tensor> {
    let (lead, sizes) = (input.sizes().split_last(), linear_weight.sizes());
    let (Some((_, batch)), true, Some((&in_features, outputs))) = (lead, input.dim() <= 2, sizes.split_last()) else {
        let shapes = [("input", input.sizes()), ("linear_weight", sizes)];
        let remedy = "input is [batch, in_features] or [in_features], linear_weight [classes, *, in_features]";
        return Err(Error::shape("linear_cross_entropy", "wrong number of dims", &shapes, remedy));
    };
    let flat = linear_weight.try_reshape([-1, in_features as i64])?;
    let bias = linear_bias.map(|bias| bias.try_reshape([-1])).transpose()?;
    let logits = input.try_linear(&flat, bias.as_ref())?;
    let whole: Vec<i64> = batch.iter().chain(outputs).map(|&size| size as i64).collect();
    logits.try_reshape(whole)?.try_cross_entropy(target, weight, reduction, ignore_index, label_smoothing)
}
