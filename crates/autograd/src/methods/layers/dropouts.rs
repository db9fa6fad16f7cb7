//! Noise with PyTorch's draws: relatives of dropout, and the leaky relu with random slopes.

use cresset_ops::random::default_generator;
use cresset_ops::{Array, sampling};
use cresset_storage::{DType, Error, Result, Scalar};
use smallvec::smallvec;

use crate::Tensor;
use crate::graph::{Backward, Gradients, NodeRef};
use crate::record::record;

fn check_probability(op: &'static str, p: f64) -> Result<()> {
    match (0.0..=1.0).contains(&p) {
        true => Ok(()),
        false => Err(Error::argument(op, "p", p, "the probability must be in 0..=1")),
    }
}

/// Ones with chance `p` and zeros, as an array like that of `x`, so that numbers are drawn in the order of memory.
pub(crate) fn kept_elements(op: &'static str, x: &Tensor, dtype: DType, p: f64) -> Result<Tensor> {
    let kept = Array::empty_like(op, x.array().layout(), dtype, x.device())?;
    sampling::bernoulli_(&kept, p, default_generator())?;
    Ok(Tensor::new(kept))
}

/// One draw for each sample and channel.
fn kept_features(op: &'static str, x: &Tensor, p: f64) -> Result<Tensor> {
    let [batch, channels, rest @ ..] = x.sizes() else {
        let remedy = "self must have at least two dims";
        return Err(Error::shape(op, "no samples and channels", &[("self", x.sizes())], remedy));
    };
    let sizes = [&[*batch, *channels], &vec![1; rest.len()][..]].concat();
    let kept = crate::Options::like(x).try_empty(sizes)?;
    sampling::bernoulli_(kept.array(), p, default_generator())?;
    Ok(kept)
}

/// What all kinds of dropout share; `noise` draws.
#[track_caller]
fn noisy(
    op: &'static str,
    x: &Tensor,
    p: f64,
    training: bool,
    alpha: bool,
    noise: impl FnOnce(f64) -> Result<Tensor>,
) -> Result<Tensor> {
    check_probability(op, p)?;
    if p == 0.0 || !training || x.numel() == 0 {
        return Ok(x.clone());
    }
    if p == 1.0 {
        return x.try_mul(&crate::Options::like(x).try_zeros([])?);
    }
    if !x.dtype().is_floating_point() {
        return Err(Error::dtype(op, "not a floating dtype", &[("self", x.dtype())], "convert to a floating dtype"));
    }
    let noise = noise(1.0 - p)?;
    if !alpha {
        return x.try_mul(noise.try_div_(1.0 - p)?);
    }
    // The value that selu tends to far below zero, and what keeps mean and variance.
    let alpha = 1.758_099_340_847_376_6;
    let slope = 1.0 / ((alpha * alpha * p + 1.0) * (1.0 - p)).sqrt();
    let shift = noise.try_add(-1.0)?.try_mul(alpha * slope)?.try_add(alpha * slope * p)?;
    x.try_mul(noise.try_mul_(slope)?)?.try_add(&shift)
}

#[track_caller]
pub(crate) fn feature_dropout(x: &Tensor, p: f64, training: bool) -> Result<Tensor> {
    let op = "feature_dropout";
    noisy(op, x, p, training, false, |p| kept_features(op, x, p))
}

#[track_caller]
pub(crate) fn alpha_dropout(x: &Tensor, p: f64, training: bool) -> Result<Tensor> {
    let op = "alpha_dropout";
    noisy(op, x, p, training, true, |p| kept_elements(op, x, x.dtype(), p))
}

#[track_caller]
pub(crate) fn feature_alpha_dropout(x: &Tensor, p: f64, training: bool) -> Result<Tensor> {
    let op = "feature_alpha_dropout";
    noisy(op, x, p, training, true, |p| kept_features(op, x, p))
}

#[track_caller]
pub(crate) fn native_dropout(x: &Tensor, p: f64, training: bool) -> Result<(Tensor, Tensor)> {
    let op = "native_dropout";
    check_probability(op, p)?;
    if x.numel() == 0 {
        return Ok((x.clone(), crate::try_empty_like(x)?));
    }
    if !training {
        let mask = crate::Options::like(x).dtype(DType::Bool).try_ones(x.sizes())?;
        return Ok((x.try_copy()?, mask));
    }
    if !x.dtype().is_floating_point() {
        return Err(Error::dtype(op, "not a floating dtype", &[("self", x.dtype())], "convert to a floating dtype"));
    }
    let mask = kept_elements(op, x, DType::Bool, 1.0 - p)?;
    let scale = if p == 1.0 { 0.0 } else { 1.0 / (1.0 - p) };
    Ok((x.try_mul(&mask)?.try_mul(scale)?, mask))
}

/// A result whose gradient PyTorch multiplies by other factors than the result itself.
struct FactorBackward {
    name: &'static str,
    factors: Tensor,
}

impl Backward for FactorBackward {
    fn name(&self) -> &'static str {
        self.name
    }

    fn apply(&self, _node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        Ok(smallvec![Some(grad.try_mul(&self.factors)?)])
    }
}

impl Tensor {
    /// [`Tensor::native_dropout`] in training, as PyTorch does it where the caller does not say whether it is: the
    /// gradient is not scaled up.
    ///
    /// # Errors
    /// Not a floating dtype, or `p` outside 0..=1.
    #[track_caller]
    pub fn try_native_dropout_unscaled(&self, p: f64) -> Result<(Tensor, Tensor)> {
        let (out, mask) = native_dropout(&self.detach(), p, true)?;
        if self.numel() == 0 {
            return Ok((self.clone(), mask));
        }
        let factors = mask.clone();
        let name = "NativeDropoutBackward0";
        Ok((record(&[Some(self)], out.array().clone(), |_| Ok(FactorBackward { name, factors }))?, mask))
    }
}

/// The slopes of [`Tensor::rrelu`] in training: random where an element is not above zero, else one.
fn slopes(op: &'static str, x: &Tensor, lower: f64, upper: f64) -> Result<Tensor> {
    sampling::rrelu_slopes(op, x.array(), lower, upper, default_generator()).map(Tensor::new)
}

fn bounds(op: &'static str, lower: Scalar, upper: Scalar) -> Result<(f64, f64)> {
    let (lower, upper) = (lower.as_f64(), upper.as_f64());
    if lower.is_finite() && upper.is_finite() && lower <= upper {
        return Ok((lower, upper));
    }
    Err(Error::argument(op, "upper", upper, "bounds must be finite, the upper one not below the lower"))
}

#[track_caller]
pub(crate) fn rrelu(x: &Tensor, lower: Scalar, upper: Scalar, training: bool) -> Result<Tensor> {
    let op = "rrelu";
    let (lower, upper) = bounds(op, lower, upper)?;
    if training { x.try_mul(&slopes(op, x, lower, upper)?) } else { x.try_leaky_relu((lower + upper) / 2.0) }
}

#[track_caller]
pub(crate) fn rrelu_(x: &Tensor, lower: Scalar, upper: Scalar, training: bool) -> Result<()> {
    let op = "rrelu_";
    let (lower, upper) = bounds(op, lower, upper)?;
    let done = match training {
        true => x.try_mul_(&slopes(op, x, lower, upper)?),
        false => x.try_leaky_relu_((lower + upper) / 2.0),
    };
    done.map(|_| ())
}

impl Tensor {
    /// [`Tensor::rrelu`] and the slopes that were drawn; without training the slopes are `noise`. As in PyTorch, the
    /// gradient in training is that of `noise` as it was given.
    ///
    /// # Errors
    /// Bounds that are no range, or noise of other sizes.
    #[track_caller]
    pub fn try_rrelu_with_noise(
        &self,
        noise: &Tensor,
        lower: impl Into<Scalar>,
        upper: impl Into<Scalar>,
        training: bool,
    ) -> Result<(Tensor, Tensor)> {
        let op = "rrelu_with_noise";
        let (lower, upper) = bounds(op, lower.into(), upper.into())?;
        if noise.sizes() != self.sizes() {
            let shapes: [(_, &[usize]); 2] = [("self", self.sizes()), ("noise", noise.sizes())];
            return Err(Error::shape(op, "noise of other sizes", &shapes, "noise must have the sizes of self"));
        }
        if noise.dtype() != self.dtype() {
            let dtypes = [("self", self.dtype()), ("noise", noise.dtype())];
            return Err(Error::dtype(op, "dtypes differ", &dtypes, "convert the noise"));
        }
        if !training {
            return Ok((self.try_leaky_relu((lower + upper) / 2.0)?, noise.detach().try_copy()?));
        }
        let slopes = slopes(op, self, lower, upper)?;
        let out = self.detach().try_mul(&slopes)?;
        let (name, factors) = ("RreluWithNoiseFunctionalBackward0", noise.detach().try_copy()?);
        Ok((record(&[Some(self)], out.array().clone(), |_| Ok(FactorBackward { name, factors }))?, slopes))
    }
}
