//! Losses of scores with weights.

use cresset_autograd::{Reduction, Result, Tensor};

use super::reduction_setter;
use crate::functional::multilabel_soft_margin_loss;
use crate::hooks::call_several;
use crate::{Buffer, Module};

/// Cross entropy of probabilities and targets in 0..=1.
#[derive(Clone, Debug, Default, Module)]
pub struct BCELoss {
    weight: Option<Buffer>,
    reduction: Reduction,
}

/// The setter of a weight.
macro_rules! weight_setter {
    ($doc:literal) => {
        #[doc = $doc]
        #[must_use]
        pub fn weight(mut self, weight: &Tensor) -> Self {
            self.weight = Some(Buffer::new(weight.clone()));
            self
        }
    };
}

impl BCELoss {
    /// The mean over all elements.
    #[must_use]
    pub fn new() -> BCELoss {
        BCELoss::default()
    }

    weight_setter!("With a weight for each element of a batch.");
    reduction_setter!();

    /// The loss of probabilities against targets.
    ///
    /// # Errors
    /// Sizes, dtypes or probabilities that do not fit.
    pub fn forward(&self, input: &Tensor, target: &Tensor) -> Result<Tensor> {
        call_several(self, [input, target], |[input, target]| {
            input.try_binary_cross_entropy(target, self.weight.as_deref(), self.reduction)
        })
    }
}

/// [`BCELoss`] from logits.
#[derive(Clone, Debug, Default, Module)]
pub struct BCEWithLogitsLoss {
    weight: Option<Buffer>,
    pos_weight: Option<Buffer>,
    reduction: Reduction,
}

impl BCEWithLogitsLoss {
    /// The mean over all elements.
    #[must_use]
    pub fn new() -> BCEWithLogitsLoss {
        BCEWithLogitsLoss::default()
    }

    weight_setter!("With a weight for each element of a batch.");
    reduction_setter!();

    /// With a weight of positive targets for each class.
    #[must_use]
    pub fn pos_weight(mut self, pos_weight: &Tensor) -> BCEWithLogitsLoss {
        self.pos_weight = Some(Buffer::new(pos_weight.clone()));
        self
    }

    /// The loss of logits against targets.
    ///
    /// # Errors
    /// Sizes or dtypes that do not fit.
    pub fn forward(&self, input: &Tensor, target: &Tensor) -> Result<Tensor> {
        call_several(self, [input, target], |[input, target]| {
            let (weight, pos_weight) = (self.weight.as_deref(), self.pos_weight.as_deref());
            input.try_binary_cross_entropy_with_logits(target, weight, pos_weight, self.reduction)
        })
    }
}

/// The mean over classes of [`BCEWithLogitsLoss`].
///
/// # Shapes
/// Input and target `[*, classes]`.
#[derive(Clone, Debug, Default, Module)]
pub struct MultiLabelSoftMarginLoss {
    weight: Option<Buffer>,
    reduction: Reduction,
}

impl MultiLabelSoftMarginLoss {
    /// The mean over the batch.
    #[must_use]
    pub fn new() -> MultiLabelSoftMarginLoss {
        MultiLabelSoftMarginLoss::default()
    }

    weight_setter!("With a weight for each class.");
    reduction_setter!();

    /// The loss of logits against targets.
    ///
    /// # Errors
    /// Sizes or dtypes that do not fit.
    pub fn forward(&self, input: &Tensor, target: &Tensor) -> Result<Tensor> {
        call_several(self, [input, target], |[input, target]| {
            multilabel_soft_margin_loss(input, target, self.weight.as_deref(), self.reduction)
        })
    }
}

/// What the score of the target class lacks to a margin above each other class, to a power.
///
/// # Shapes
/// Input `[batch, classes]` or `[classes]`, target `[batch]` or `[]` of classes.
#[derive(Clone, Debug, Module)]
pub struct MultiMarginLoss {
    weight: Option<Buffer>,
    p: i64,
    margin: f64,
    reduction: Reduction,
}

impl Default for MultiMarginLoss {
    fn default() -> MultiMarginLoss {
        MultiMarginLoss { weight: None, p: 1, margin: 1.0, reduction: Reduction::Mean }
    }
}

impl MultiMarginLoss {
    /// The mean over the batch, of the first power, with a margin of 1.
    #[must_use]
    pub fn new() -> MultiMarginLoss {
        MultiMarginLoss::default()
    }

    weight_setter!("With a weight for each class.");
    reduction_setter!();

    /// With the power 1 or 2.
    #[must_use]
    pub fn p(mut self, p: i64) -> MultiMarginLoss {
        self.p = p;
        self
    }

    /// With another margin.
    #[must_use]
    pub fn margin(mut self, margin: f64) -> MultiMarginLoss {
        self.margin = margin;
        self
    }

    /// The loss of scores against target classes.
    ///
    /// # Errors
    /// Sizes or dtypes that do not fit, or a class that is not there.
    pub fn forward(&self, input: &Tensor, target: &Tensor) -> Result<Tensor> {
        call_several(self, [input, target], |[input, target]| {
            input.try_multi_margin_loss(target, self.p, self.margin, self.weight.as_deref(), self.reduction)
        })
    }
}
