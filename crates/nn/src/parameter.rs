//! What a module holds of its own: parameters, buffers, and whether it is in training.

use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};

use cresset_autograd::{Result, Tensor};

/// A tensor that training changes. It is used as the tensor it is.
///
/// Clones are the same parameter: a module that holds a clone of another's shares it, and it counts once.
#[derive(Clone, Debug)]
pub struct Parameter(Tensor);

impl Parameter {
    /// A parameter of a tensor's memory, which requires a gradient.
    ///
    /// # Errors
    /// Not a floating dtype.
    pub fn new(tensor: Tensor) -> Result<Parameter> {
        let leaf = tensor.detach();
        leaf.try_requires_grad_(true)?;
        Ok(Parameter(leaf))
    }

    /// The tensor.
    #[must_use]
    pub fn tensor(&self) -> &Tensor {
        &self.0
    }

    /// Puts another tensor in place of this one.
    pub(crate) fn replace(&mut self, tensor: Tensor) {
        self.0 = tensor;
    }
}

impl Deref for Parameter {
    type Target = Tensor;

    fn deref(&self) -> &Tensor {
        &self.0
    }
}

/// A tensor that belongs to a module's state but is not trained, such as running statistics.
#[derive(Clone, Debug)]
pub struct Buffer {
    tensor: Tensor,
    persistent: bool,
}

impl Buffer {
    /// A buffer that is saved with the module.
    #[must_use]
    pub fn new(tensor: Tensor) -> Buffer {
        Buffer { tensor, persistent: true }
    }

    /// A buffer that moves with the module but is not saved, as `persistent=False`.
    #[must_use]
    pub fn transient(tensor: Tensor) -> Buffer {
        Buffer { tensor, persistent: false }
    }

    /// The tensor.
    #[must_use]
    pub fn tensor(&self) -> &Tensor {
        &self.tensor
    }

    /// Whether it is saved with the module.
    #[must_use]
    pub fn is_persistent(&self) -> bool {
        self.persistent
    }

    /// Puts another tensor in place of this one.
    pub(crate) fn replace(&mut self, tensor: Tensor) {
        self.tensor = tensor;
    }
}

impl Deref for Buffer {
    type Target = Tensor;

    fn deref(&self) -> &Tensor {
        &self.tensor
    }
}

/// Whether a module is in training. A module whose forward depends on it has a field of this type.
#[derive(Debug)]
pub struct Mode(AtomicBool);

impl Mode {
    /// In training, as modules are when made.
    #[must_use]
    pub const fn new() -> Mode {
        Mode(AtomicBool::new(true))
    }

    /// Whether the module is in training.
    #[must_use]
    pub fn is_training(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Says whether the module is in training.
    pub fn set(&self, training: bool) {
        self.0.store(training, Ordering::Relaxed);
    }
}

impl Default for Mode {
    fn default() -> Mode {
        Mode::new()
    }
}

impl Clone for Mode {
    fn clone(&self) -> Mode {
        Mode(AtomicBool::new(self.is_training()))
    }
}
