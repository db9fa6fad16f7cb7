//! Losses of classes.

use cresset_autograd::{Reduction, Result, Tensor};

use super::reduction_setter;
use crate::{Buffer, Module};

/// The target that losses of classes leave out unless told otherwise.
const IGNORED: i64 = -100;

/// Negative log-probability of the target class.
///
/// # Shapes
/// Input `[batch, classes, *]` or `[classes]` of log-probabilities, target `[batch, *]` or `[]` of classes.
#[derive(Clone, Debug, Module)]
pub struct NLLLoss {
    weight: Option<Buffer>,
    ignore_index: i64,
    reduction: Reduction,
}

impl Default for NLLLoss {
    fn default() -> NLLLoss {
        NLLLoss { weight: None, ignore_index: IGNORED, reduction: Reduction::Mean }
    }
}

impl NLLLoss {
    /// The mean over all targets but those of class -100.
    #[must_use]
    pub fn new() -> NLLLoss {
        NLLLoss::default()
    }

    /// With a weight for each class.
    #[must_use]
    pub fn weight(mut self, weight: &Tensor) -> NLLLoss {
        self.weight = Some(Buffer::new(weight.clone()));
        self
    }

    /// With another target to leave out.
    #[must_use]
    pub fn ignore_index(mut self, ignore_index: i64) -> NLLLoss {
        self.ignore_index = ignore_index;
        self
    }

    reduction_setter!();

    /// The loss of log-probabilities against target classes.
    ///
    /// # Errors
    /// Sizes or dtypes that do not fit, or a class that is not there.
    pub fn forward(&self, input: &Tensor, target: &Tensor) -> Result<Tensor> {
        input.try_nll_loss(target, self.weight.as_deref(), self.reduction, self.ignore_index)
    }
}

/// [`NLLLoss`] of images, under its older name.
pub type NLLLoss2d = NLLLoss;

/// Negative log-probability of the target class, from logits.
///
/// # Shapes
/// Input `[batch, classes, *]` or `[classes]` of logits; target `[batch, *]` or `[]` of classes, or the input's sizes
/// with the probabilities of all classes.
#[derive(Clone, Debug, Module)]
pub struct CrossEntropyLoss {
    weight: Option<Buffer>,
    ignore_index: i64,
    label_smoothing: f64,
    reduction: Reduction,
}

impl Default for CrossEntropyLoss {
    fn default() -> CrossEntropyLoss {
        CrossEntropyLoss { weight: None, ignore_index: IGNORED, label_smoothing: 0.0, reduction: Reduction::Mean }
    }
}

impl CrossEntropyLoss {
    /// The mean over all targets but those of class -100.
    #[must_use]
    pub fn new() -> CrossEntropyLoss {
        CrossEntropyLoss::default()
    }

    /// With a weight for each class.
    #[must_use]
    pub fn weight(mut self, weight: &Tensor) -> CrossEntropyLoss {
        self.weight = Some(Buffer::new(weight.clone()));
        self
    }

    /// With another target to leave out.
    #[must_use]
    pub fn ignore_index(mut self, ignore_index: i64) -> CrossEntropyLoss {
        self.ignore_index = ignore_index;
        self
    }

    /// With a part of the target spread over all classes.
    #[must_use]
    pub fn label_smoothing(mut self, label_smoothing: f64) -> CrossEntropyLoss {
        self.label_smoothing = label_smoothing;
        self
    }

    reduction_setter!();

    /// The loss of logits against target classes or probabilities.
    ///
    /// # Errors
    /// Sizes or dtypes that do not fit, a class that is not there, or a smoothing outside 0..=1.
    pub fn forward(&self, input: &Tensor, target: &Tensor) -> Result<Tensor> {
        let weight = self.weight.as_deref();
        input.try_cross_entropy(target, weight, self.reduction, self.ignore_index, self.label_smoothing)
    }
}
