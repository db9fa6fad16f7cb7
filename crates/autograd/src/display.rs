//! Tensors as text, as PyTorch prints them.

use std::fmt;

use cresset_storage::{Category, Complex64, Device, Result, default_dtype};

use crate::printing::{self, Suffix, Values, print_options, shown};
use crate::{Tensor, mode};

/// The elements that are shown, in row-major order: the edges of long dimensions.
fn edges(tensor: &Tensor, options: &printing::Options) -> Result<Tensor> {
    let mut out = tensor.detach();
    for (dim, [head, tail]) in shown(tensor.sizes(), options).into_iter().enumerate() {
        if tail.is_empty() {
            continue;
        }
        let dim = dim as i64;
        let parts = [head, tail].map(|range| out.try_narrow(dim, range.start as i64, range.len()));
        let [head, tail] = parts;
        out = Tensor::try_cat(&[&head?, &tail?], dim)?;
    }
    Ok(out)
}

impl fmt::Display for Tensor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let options = print_options();
        let grad_fn = self.grad_fn();
        let device = match self.device() {
            Device::Cpu => None,
            device => Some(device.to_string()),
        };
        let suffix = Suffix {
            dtype: self.dtype().name(),
            default_dtype: match self.is_complex() {
                true => default_dtype().to_complex().name(),
                false => default_dtype().name(),
            },
            device: device.as_deref(),
            requires_grad: self.requires_grad(),
            grad_fn: grad_fn.as_ref().map(|node| node.name()),
        };
        let text = mode::no_grad(|| -> Result<Option<String>> {
            let part = edges(self, &options)?;
            Ok(match self.dtype().category() {
                Category::Floating => {
                    printing::format(Values::Float(&part.try_to_vec()?), self.sizes(), &suffix, &options)
                }
                Category::Integral => {
                    printing::format(Values::Integer(&part.try_to_vec()?), self.sizes(), &suffix, &options)
                }
                Category::Complex => {
                    let values: Vec<Complex64> = part.try_to_vec()?;
                    let pairs: Vec<(f64, f64)> = values.iter().map(|value| (value.re, value.im)).collect();
                    printing::format(Values::Complex(&pairs), self.sizes(), &suffix, &options)
                }
                Category::Boolean => {
                    printing::format(Values::Boolean(&part.try_to_vec()?), self.sizes(), &suffix, &options)
                }
            }
            .ok())
        });
        match text {
            Ok(Some(text)) => f.write_str(&text),
            Ok(None) | Err(_) => Err(fmt::Error),
        }
    }
}
