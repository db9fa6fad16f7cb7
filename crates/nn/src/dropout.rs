//! Dropout.

use cresset_autograd::{Error, Result, Tensor};

use crate::python::python_float;
use crate::{Forward, Mode, Module};

/// In training, sets elements to zero with chance `p` and scales up the rest; in evaluation, does nothing.
#[derive(Clone, Debug, Module)]
#[module(extra_repr)]
pub struct Dropout {
    p: f64,
    mode: Mode,
}

impl Dropout {
    /// Dropout with chance `p`.
    ///
    /// # Errors
    /// `p` is not in 0..=1.
    pub fn new(p: f64) -> Result<Dropout> {
        if !(0.0..=1.0).contains(&p) {
            return Err(Error::argument("Dropout", "p", p, "a chance lies in 0..=1"));
        }
        Ok(Dropout { p, mode: Mode::new() })
    }

    fn extra_repr(&self) -> String {
        format!("p={}, inplace=False", python_float(self.p))
    }
}

impl Forward for Dropout {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        x.try_dropout(self.p, self.mode.is_training())
    }
}
