//! Layers that change nothing but the shape, or nothing.

use cresset_autograd::{Result, Tensor};

use crate::{Forward, Module};

/// Several dimensions as one; by default all but the first.
#[derive(Clone, Copy, Debug, Module)]
#[module(extra_repr)]
pub struct Flatten {
    start_dim: i64,
    end_dim: i64,
}

impl Flatten {
    /// All dimensions but the first.
    #[must_use]
    pub fn new() -> Flatten {
        Flatten::dims(1, -1)
    }

    /// The dimensions from `start_dim` to `end_dim`, both included.
    #[must_use]
    pub fn dims(start_dim: i64, end_dim: i64) -> Flatten {
        Flatten { start_dim, end_dim }
    }

    fn extra_repr(&self) -> String {
        format!("start_dim={}, end_dim={}", self.start_dim, self.end_dim)
    }
}

impl Default for Flatten {
    fn default() -> Flatten {
        Flatten::new()
    }
}

impl Forward for Flatten {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        x.try_flatten(self.start_dim, self.end_dim)
    }
}

/// The tensor itself.
#[derive(Clone, Copy, Debug, Default, Module)]
pub struct Identity;

impl Forward for Identity {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        Ok(x.clone())
    }
}
