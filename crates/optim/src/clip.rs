//! Gradients kept within bounds.

use cresset_autograd::optimizer::scale_;
use cresset_autograd::{Error, Result, Tensor, no_grad};

/// The norm of all tensors together, as one vector. An infinite `norm_type` is the largest size of an element.
///
/// # Errors
/// With `error_if_nonfinite`, a norm that is no number or infinite.
///
/// # Source
/// <https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.get_total_norm.html>
pub fn get_total_norm(tensors: &[Tensor], norm_type: f64, error_if_nonfinite: bool) -> Result<f64> {
    let norm = |x: &Tensor| x.try_linalg_vector_norm(norm_type, None, false, None);
    let total = no_grad(|| {
        let norms: Vec<Tensor> = tensors.iter().map(|tensor| norm(&tensor.detach())).collect::<Result<_>>()?;
        if norms.is_empty() {
            return Ok(0.0);
        }
        norm(&Tensor::try_stack(&norms.iter().collect::<Vec<_>>(), 0)?)?.try_item()
    })?;
    if error_if_nonfinite && !total.is_finite() {
        let remedy = "look for the step that made it, or give error_if_nonfinite = false";
        return Err(Error::argument("get_total_norm", "norm", total, remedy));
    }
    Ok(total)
}

fn grads(parameters: &[Tensor]) -> Vec<Tensor> {
    parameters.iter().filter_map(Tensor::grad).collect()
}

/// Scales all gradients in place so that their norm together is at most `max_norm`; returns the norm before.
///
/// # Errors
/// As [`get_total_norm`], or a negative `max_norm`.
///
/// # Source
/// <https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_norm_.html>
pub fn clip_grad_norm_(parameters: &[Tensor], max_norm: f64, norm_type: f64, error_if_nonfinite: bool) -> Result<f64> {
    crate::options::check_not_negative("clip_grad_norm_", &[("max_norm", max_norm)])?;
    let total = get_total_norm(&grads(parameters), norm_type, error_if_nonfinite)?;
    clip_grads_with_norm_(parameters, max_norm, total)?;
    Ok(total)
}

/// Makes all gradients smaller, in place, as if their norm were `total_norm`: where it is known already, or that of more
/// parameters than these.
///
/// # Errors
/// A negative norm.
pub fn clip_grads_with_norm_(parameters: &[Tensor], max_norm: f64, total_norm: f64) -> Result<()> {
    crate::options::check_not_negative("clip_grads_with_norm_", &[("max_norm", max_norm)])?;
    let factor = max_norm / (total_norm + 1e-6);
    // A NaN reaches every gradient, as in PyTorch, whose clamp keeps it.
    let factor = if factor > 1.0 { 1.0 } else { factor };
    let grads = grads(parameters);
    let arrays: Vec<_> = grads.iter().map(Tensor::array).collect();
    scale_("clip_grads_with_norm_", &arrays, factor)
}

/// Brings each element of all gradients into `-clip_value..=clip_value`, in place.
///
/// # Errors
/// A negative bound.
///
/// # Source
/// <https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_value_.html>
pub fn clip_grad_value_(parameters: &[Tensor], clip_value: f64) -> Result<()> {
    crate::options::check_not_negative("clip_grad_value_", &[("clip_value", clip_value)])?;
    no_grad(|| grads(parameters).iter().try_for_each(|grad| grad.try_clamp_(-clip_value, clip_value).map(drop)))
}
