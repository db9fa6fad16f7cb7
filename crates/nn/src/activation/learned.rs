//! Activations with parameters.

use cresset_autograd::{Options, Result, Tensor};

use crate::hooks::call;
use crate::{Forward, Module, Parameter};

/// Identity above zero, below it a slope that is learned: one for all channels, or one for each.
#[derive(Clone, Debug, Module)]
#[module(extra_repr)]
pub struct PReLU {
    /// The slopes.
    pub weight: Parameter,
}

impl PReLU {
    /// One slope of 0.25.
    ///
    /// # Errors
    /// No memory left.
    pub fn new() -> Result<PReLU> {
        PReLU::with(1, 0.25)
    }

    /// So many slopes with a value to start from.
    ///
    /// # Errors
    /// No memory left.
    pub fn with(num_parameters: usize, init: f64) -> Result<PReLU> {
        Ok(PReLU { weight: Parameter::new(Options::new().try_full([num_parameters], init)?)? })
    }

    fn extra_repr(&self) -> String {
        format!("num_parameters={}", self.weight.numel())
    }
}

impl Forward for PReLU {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        call(self, x, |x| x.try_prelu(&self.weight))
    }
}
