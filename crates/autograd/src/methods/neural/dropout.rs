//! Dropout with PyTorch's draws.

use cresset_ops::{random::default_generator, sampling};
use cresset_storage::{Error, Result};

use crate::Tensor;
use crate::methods::layers::kept_elements;

/// What to multiply by; nothing where dropout does nothing.
fn noise(x: &Tensor, p: f64, training: bool) -> Result<Option<Tensor>> {
    if !(0.0..=1.0).contains(&p) {
        return Err(Error::argument("dropout", "p", p, "the probability must be in 0..=1"));
    }
    if !training || p == 0.0 || x.numel() == 0 {
        return Ok(None);
    }
    let sizes = x.array().sizes();
    if !x.is_contiguous() && p < 1.0 {
        // Drawn in the order of memory.
        let noise = kept_elements("dropout", x, x.dtype(), 1.0 - p)?;
        noise.try_div_(1.0 - p)?;
        return Ok(Some(noise));
    }
    let noise = sampling::dropout_noise(sizes, x.dtype(), p, x.device(), default_generator())?;
    Ok(Some(Tensor::new(noise)))
}

#[track_caller]
pub(crate) fn dropout(x: &Tensor, p: f64, training: bool) -> Result<Tensor> {
    match noise(x, p, training)? {
        Some(noise) => x.try_mul(&noise),
        None => Ok(x.clone()),
    }
}

#[track_caller]
pub(crate) fn dropout_(x: &Tensor, p: f64, training: bool) -> Result<()> {
    match noise(x, p, training)? {
        Some(noise) => x.try_mul_(&noise).map(|_| ()),
        None => Ok(()),
    }
}
