//! Losses of classes.

use cresset_autograd::{Error, Reduction, Result, Tensor};

use super::reduction_setter;
use crate::hooks::call_several;
use crate::python::{python_bool, python_float};
use crate::sizes::Tuple;
use crate::{Buffer, Linear, Module, functional};

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
        call_several(self, [input, target], |[input, target]| {
            input.try_nll_loss(target, self.weight.as_deref(), self.reduction, self.ignore_index)
        })
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
        call_several(self, [input, target], |[input, target]| {
            let weight = self.weight.as_deref();
            input.try_cross_entropy(target, weight, self.reduction, self.ignore_index, self.label_smoothing)
        })
    }
}

/// [`CrossEntropyLoss`] of logits that a linear layer of its own makes of the input.
///
/// # Shapes
/// Input `[batch, in_features]` or `[in_features]`; target `[batch, *]` of classes, or `[batch, classes, *]` of
/// probabilities, where `*` are the `out_features`.
///
/// # Numerics
/// All logits are computed at once, as with PyTorch's `options=None`.
#[derive(Clone, Debug, Module)]
#[module(extra_repr)]
pub struct LinearCrossEntropyLoss {
    weight: Option<Buffer>,
    /// The layer that makes the logits of all `out_features`.
    pub linear: Linear,
    num_classes: usize,
    out_features: Vec<usize>,
    ignore_index: Option<i64>,
    label_smoothing: f64,
    reduction: Reduction,
}

impl LinearCrossEntropyLoss {
    /// For so many classes, with a layer that has no bias.
    ///
    /// # Errors
    /// No memory left.
    pub fn new(in_features: usize, num_classes: usize) -> Result<LinearCrossEntropyLoss> {
        LinearCrossEntropyLoss::with(in_features, num_classes, &[], false)
    }

    /// For a class at each place of `out_features`, with or without a bias.
    ///
    /// # Errors
    /// Sizes that overflow, or no memory left.
    pub fn with(
        in_features: usize,
        num_classes: usize,
        out_features: &[usize],
        bias: bool,
    ) -> Result<LinearCrossEntropyLoss> {
        let all = out_features.iter().try_fold(num_classes, |all, &size| all.checked_mul(size)).ok_or_else(|| {
            let given = format!("{out_features:?}");
            Error::argument("LinearCrossEntropyLoss", "out_features", given, "give sizes whose product fits")
        })?;
        Ok(LinearCrossEntropyLoss {
            weight: None,
            linear: Linear::builder(in_features, all).bias(bias).build()?,
            num_classes,
            out_features: out_features.to_vec(),
            ignore_index: None,
            label_smoothing: 0.0,
            reduction: Reduction::Mean,
        })
    }

    /// With a weight for each class.
    #[must_use]
    pub fn weight(mut self, weight: &Tensor) -> LinearCrossEntropyLoss {
        self.weight = Some(Buffer::new(weight.clone()));
        self
    }

    /// With another target to leave out than -100.
    #[must_use]
    pub fn ignore_index(mut self, ignore_index: i64) -> LinearCrossEntropyLoss {
        self.ignore_index = Some(ignore_index);
        self
    }

    /// With a part of the target spread over all classes.
    #[must_use]
    pub fn label_smoothing(mut self, label_smoothing: f64) -> LinearCrossEntropyLoss {
        self.label_smoothing = label_smoothing;
        self
    }

    reduction_setter!();

    fn extra_repr(&self) -> String {
        let in_features = self.linear.weight.sizes().last().copied().unwrap_or_default();
        let reduction = match self.reduction {
            Reduction::None => "none",
            Reduction::Mean => "mean",
            Reduction::Sum => "sum",
        };
        format!(
            "in_features={in_features}, num_classes={}, out_features={}, bias={}, reduction={reduction}, \
             ignore_index={}, label_smoothing={}, options=None",
            self.num_classes,
            Tuple(&self.out_features),
            python_bool(self.linear.bias.is_some()),
            self.ignore_index.map_or("None".to_string(), |index| index.to_string()),
            python_float(self.label_smoothing)
        )
    }

    /// The loss of inputs against target classes or probabilities.
    ///
    /// # Errors
    /// Sizes or dtypes that do not fit, a class that is not there, or a smoothing outside 0..=1.
    pub fn forward(&self, input: &Tensor, target: &Tensor) -> Result<Tensor> {
        call_several(self, [input, target], |[input, target]| {
            let places = self.out_features.iter().map(|&size| size as i64);
            let sizes: Vec<i64> = std::iter::once(self.num_classes as i64).chain(places).collect();
            let in_features = self.linear.weight.sizes().last().map_or(-1, |&size| size as i64);
            let weight = self.linear.weight.try_reshape([&sizes[..], &[in_features]].concat())?;
            let bias = self.linear.bias.as_ref().map(|bias| bias.try_reshape(&sizes)).transpose()?;
            functional::linear_cross_entropy(
                input,
                &weight,
                target,
                bias.as_ref(),
                self.weight.as_deref(),
                self.reduction,
                self.ignore_index.unwrap_or(IGNORED),
                self.label_smoothing,
            )
        })
    }
}
