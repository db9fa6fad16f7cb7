//! Initial values of parameters, written in place and not recorded.
//!
//! # Source
//! <https://docs.pytorch.org/docs/stable/nn.init.html>

use cresset_autograd::{Error, Result, Tensor, no_grad};

/// What follows a layer, for [`calculate_gain`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Nonlinearity {
    /// Nothing, or a convolution.
    Linear,
    /// The logistic function.
    Sigmoid,
    /// The hyperbolic tangent.
    Tanh,
    /// The positive part.
    ReLU,
    /// `leaky_relu` with its negative slope.
    LeakyReLU(f64),
    /// The scaled exponential unit.
    SELU,
}

/// The side of a layer whose variance is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fan {
    /// In the forward pass.
    In,
    /// In the backward pass.
    Out,
}

/// The factor by which initial weights are larger because of what follows them.
#[must_use]
pub fn calculate_gain(nonlinearity: Nonlinearity) -> f64 {
    match nonlinearity {
        Nonlinearity::Linear | Nonlinearity::Sigmoid => 1.0,
        Nonlinearity::Tanh => 5.0 / 3.0,
        Nonlinearity::ReLU => 2.0f64.sqrt(),
        Nonlinearity::LeakyReLU(slope) => (2.0 / (1.0 + slope * slope)).sqrt(),
        Nonlinearity::SELU => 0.75,
    }
}

/// How many inputs each output of a weight has, and how many outputs each input.
///
/// # Errors
/// Fewer than two dimensions.
pub fn calculate_fan_in_and_fan_out(weight: &Tensor) -> Result<(usize, usize)> {
    let [n_out, n_in, window @ ..] = weight.sizes() else {
        let remedy = "fans need at least two dims";
        return Err(Error::shape(
            "calculate_fan_in_and_fan_out",
            "too few dims",
            &[("weight", weight.sizes())],
            remedy,
        ));
    };
    let window: usize = window.iter().product();
    Ok((n_in * window, n_out * window))
}

/// Uniform numbers in `a..b`.
///
/// # Errors
/// Not a floating dtype, or bounds that do not fit it.
pub fn uniform_(tensor: &Tensor, a: f64, b: f64) -> Result<()> {
    no_grad(|| tensor.try_uniform_(a, b).map(drop))
}

/// Normal numbers.
///
/// # Errors
/// Not a floating dtype, or a negative deviation.
pub fn normal_(tensor: &Tensor, mean: f64, std: f64) -> Result<()> {
    no_grad(|| tensor.try_normal_(mean, std).map(drop))
}

/// One value.
///
/// # Errors
/// Several elements share a place in memory.
pub fn constant_(tensor: &Tensor, value: f64) -> Result<()> {
    no_grad(|| tensor.try_fill_(value).map(drop))
}

/// Ones.
///
/// # Errors
/// Several elements share a place in memory.
pub fn ones_(tensor: &Tensor) -> Result<()> {
    constant_(tensor, 1.0)
}

/// Zeros.
///
/// # Errors
/// Several elements share a place in memory.
pub fn zeros_(tensor: &Tensor) -> Result<()> {
    constant_(tensor, 0.0)
}

/// Uniform numbers whose variance fits both sides of a layer (Glorot and Bengio 2010).
///
/// # Errors
/// Fewer than two dimensions, or not a floating dtype.
pub fn xavier_uniform_(tensor: &Tensor, gain: f64) -> Result<()> {
    let bound = 3.0f64.sqrt() * xavier_deviation(tensor, gain)?;
    uniform_(tensor, -bound, bound)
}

/// Normal numbers whose variance fits both sides of a layer (Glorot and Bengio 2010).
///
/// # Errors
/// Fewer than two dimensions, or not a floating dtype.
pub fn xavier_normal_(tensor: &Tensor, gain: f64) -> Result<()> {
    normal_(tensor, 0.0, xavier_deviation(tensor, gain)?)
}

fn xavier_deviation(tensor: &Tensor, gain: f64) -> Result<f64> {
    let (fan_in, fan_out) = calculate_fan_in_and_fan_out(tensor)?;
    // A tensor without elements may have no fans.
    Ok(gain * (2.0 / (fan_in + fan_out).max(1) as f64).sqrt())
}

/// Uniform numbers whose variance fits one side of a layer (He et al. 2015).
///
/// # Errors
/// Fewer than two dimensions, or not a floating dtype.
pub fn kaiming_uniform_(tensor: &Tensor, mode: Fan, nonlinearity: Nonlinearity) -> Result<()> {
    let bound = 3.0f64.sqrt() * kaiming_deviation(tensor, mode, nonlinearity)?;
    uniform_(tensor, -bound, bound)
}

/// Normal numbers whose variance fits one side of a layer (He et al. 2015).
///
/// # Errors
/// Fewer than two dimensions, or not a floating dtype.
pub fn kaiming_normal_(tensor: &Tensor, mode: Fan, nonlinearity: Nonlinearity) -> Result<()> {
    normal_(tensor, 0.0, kaiming_deviation(tensor, mode, nonlinearity)?)
}

fn kaiming_deviation(tensor: &Tensor, mode: Fan, nonlinearity: Nonlinearity) -> Result<f64> {
    let (fan_in, fan_out) = calculate_fan_in_and_fan_out(tensor)?;
    let fan = if mode == Fan::In { fan_in } else { fan_out };
    Ok(calculate_gain(nonlinearity) / (fan.max(1) as f64).sqrt())
}

/// The initial weight and bias of linear and convolutional layers: uniform within one over the root of the fan-in.
pub(crate) fn affine(weight: &Tensor, bias: Option<&Tensor>) -> Result<()> {
    // As PyTorch writes it: the bound is rounded on the way as its is.
    kaiming_uniform_(weight, Fan::In, Nonlinearity::LeakyReLU(5.0f64.sqrt()))?;
    let Some(bias) = bias else { return Ok(()) };
    let (fan_in, _) = calculate_fan_in_and_fan_out(weight)?;
    let bound = if fan_in == 0 { 0.0 } else { 1.0 / (fan_in as f64).sqrt() };
    uniform_(bias, -bound, bound)
}
