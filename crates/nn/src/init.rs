//! Initial values of parameters, written in place and not recorded.
//!
//! # Source
//! <https://docs.pytorch.org/docs/stable/nn.init.html>

use cresset_autograd::{DType, Error, Options, Result, Tensor, no_grad, try_randperm};

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

/// Normal numbers within `a..=b`; those outside are drawn again. PyTorch's defaults are 0, 1, -2 and 2.
///
/// # Errors
/// Not a floating dtype, no room between the bounds, or a deviation that is not positive.
pub fn trunc_normal_(tensor: &Tensor, mean: f64, std: f64, a: f64, b: f64) -> Result<()> {
    let bad = |name, value: f64, remedy| Err(Error::argument("trunc_normal_", name, value, remedy));
    if !(std > 0.0 && std.is_finite()) {
        return bad("std", std, "it must be positive");
    }
    if a.is_nan() || b.is_nan() || a >= b {
        return bad("b", b, "it must be above a");
    }
    no_grad(|| {
        let f64s = Options::new().dtype(DType::F64);
        let distribution = |x: f64| -> Result<f64> {
            let x = f64s.clone().try_full([], x / std::f64::consts::SQRT_2)?;
            Ok((1.0 + x.try_erf()?.try_item()?) / 2.0)
        };
        let likely = distribution((b - mean) / std)? - distribution((a - mean) / std)? > 0.3;
        if likely {
            normal_within(tensor, mean, std, a, b)
        } else if a.is_finite() && b.is_finite() {
            accepted_within(tensor, mean, std, a, b)
        } else {
            bad("a", a, "bounds that are seldom met must be finite")
        }
    })
}

/// Draws again what falls outside.
fn normal_within(tensor: &Tensor, mean: f64, std: f64, a: f64, b: f64) -> Result<()> {
    // The bounds as the dtype has them.
    let rounded = |bound: f64| Options::like(tensor).try_full([], bound)?.try_item();
    let (low, high) = (rounded(a)?, rounded(b)?);
    let mut drawn = tensor.try_normal_(mean, std)?.clone();
    loop {
        let outside = drawn.try_lt(low)?.try_logical_or(&drawn.try_gt(high)?)?;
        if outside.try_count_nonzero(None)?.try_item()? == 0.0 {
            break;
        }
        let again = Options::like(tensor).try_empty(tensor.sizes())?;
        drawn = outside.try_where_self(again.try_normal_(mean, std)?, &drawn)?;
    }
    if drawn.is_same(tensor) { Ok(()) } else { tensor.try_copy_(&drawn).map(drop) }
}

/// Draws uniform numbers and keeps each with the chance of its density.
fn accepted_within(tensor: &Tensor, mean: f64, std: f64, a: f64, b: f64) -> Result<()> {
    let mode = a.max(mean.min(b));
    let log_peak = -0.5 * ((mode - mean) / std).powi(2);
    let log_density = |x: &Tensor| x.try_sub(mean)?.try_div(std)?.try_pow(2)?.try_mul(-0.5)?.try_sub(log_peak);
    let chance = || Options::like(tensor).try_empty(tensor.sizes())?.try_uniform_(0.0, 1.0)?.try_log();
    let mut drawn = tensor.try_uniform_(a, b)?.clone();
    let density = log_density(&drawn)?;
    let mut pending = chance()?.try_gt(&density)?;
    while pending.try_count_nonzero(None)?.try_item()? != 0.0 {
        let again = Options::like(tensor).try_empty(tensor.sizes())?;
        again.try_uniform_(a, b)?;
        drawn = pending.try_where_self(&again, &drawn)?;
        let refused = chance()?.try_gt(&log_density(&again)?)?;
        pending = pending.try_logical_and(&refused)?;
    }
    if drawn.is_same(tensor) { Ok(()) } else { tensor.try_copy_(&drawn).map(drop) }
}

/// A matrix, of the first size and all others, whose rows or columns are orthogonal and of length `gain` (Saxe et al.
/// 2013).
///
/// # Errors
/// Fewer than two dimensions, or not a floating dtype.
pub fn orthogonal_(tensor: &Tensor, gain: f64) -> Result<()> {
    if tensor.dim() < 2 {
        let remedy = "give two dims or more";
        return Err(Error::shape("orthogonal_", "too few dims", &[("tensor", tensor.sizes())], remedy));
    }
    if tensor.numel() == 0 {
        return Ok(());
    }
    no_grad(|| {
        let rows = tensor.sizes()[0];
        let columns = tensor.numel() / rows;
        let drawn = Options::like(tensor).try_empty([rows, columns])?;
        drawn.try_normal_(0.0, 1.0)?;
        let tall = if rows < columns { drawn.try_t()? } else { drawn };
        let (q, r) = tall.try_linalg_qr("reduced")?;
        let q = q.try_mul(&r.try_diagonal(0, 0, 1)?.try_sign()?)?;
        let q = if rows < columns { q.try_t()? } else { q };
        tensor.try_copy_(&q.try_reshape_as(tensor)?)?;
        tensor.try_mul_(gain).map(drop)
    })
}

/// Normal numbers, of which the given part of each column is zero (Martens 2010). PyTorch's default deviation is 0.01.
///
/// # Errors
/// Not two dimensions, not a floating dtype, or a part outside 0..=1.
pub fn sparse_(tensor: &Tensor, sparsity: f64, std: f64) -> Result<()> {
    let &[rows, columns] = tensor.sizes() else {
        return Err(Error::shape("sparse_", "not two dims", &[("tensor", tensor.sizes())], "give a matrix"));
    };
    if !(0.0..=1.0).contains(&sparsity) {
        return Err(Error::argument("sparse_", "sparsity", sparsity, "a part lies in 0..=1"));
    }
    let n_zeros = (sparsity * rows as f64).ceil() as usize;
    no_grad(|| {
        tensor.try_normal_(0.0, std)?;
        for column in 0..columns {
            let zeros = try_randperm(rows)?.try_narrow(0, 0, n_zeros)?;
            tensor.try_select(1, column as i64)?.try_index_fill_(0, &zeros, 0)?;
        }
        Ok(())
    })
}

/// Ones on the diagonal, zeros elsewhere.
///
/// # Errors
/// Not two dimensions.
pub fn eye_(tensor: &Tensor) -> Result<()> {
    if tensor.dim() != 2 {
        return Err(Error::shape("eye_", "not two dims", &[("tensor", tensor.sizes())], "give a matrix"));
    }
    no_grad(|| tensor.try_zero_()?.try_diagonal(0, 0, 1)?.try_fill_(1).map(drop))
}

/// A convolution that hands on as many channels of each group as it can.
///
/// # Errors
/// Not three to five dimensions, or groups that do not divide the first.
pub fn dirac_(tensor: &Tensor, groups: usize) -> Result<()> {
    let sizes = tensor.sizes();
    let (3..=5, [n_out, n_in, window @ ..]) = (sizes.len(), sizes) else {
        return Err(Error::shape("dirac_", "not a convolution", &[("tensor", sizes)], "give three to five dims"));
    };
    if groups == 0 || !n_out.is_multiple_of(groups) {
        return Err(Error::argument("dirac_", "groups", groups, "it must divide the first size"));
    }
    let n_each = n_out / groups;
    no_grad(|| {
        let mut middle = tensor.try_zero_()?.clone();
        for size in window {
            middle = middle.try_select(2, (size / 2) as i64)?;
        }
        for group in 0..groups {
            let rows = middle.try_narrow(0, (group * n_each) as i64, n_each)?;
            rows.try_narrow(1, 0, n_each.min(*n_in))?.try_diagonal(0, 0, 1)?.try_fill_(1)?;
        }
        Ok(())
    })
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
