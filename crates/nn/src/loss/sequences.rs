//! Losses of sequences.

use cresset_autograd::{Reduction, Result, Tensor};

use super::reduction_setter;
use crate::Module;
use crate::hooks::call_several;

/// Negative log-likelihood of label sequences over all their alignments with a longer input.
///
/// # Shapes
/// Input `[steps, batch, classes]` of log-probabilities; targets `[batch, longest]`, or one after another in one dim.
///
/// # Source
/// Graves et al. 2006.
#[derive(Clone, Copy, Debug, Default, Module)]
pub struct CTCLoss {
    blank: i64,
    zero_infinity: bool,
    reduction: Reduction,
}

impl CTCLoss {
    /// The mean over the batch of losses per label, with class 0 for no label.
    #[must_use]
    pub fn new() -> CTCLoss {
        CTCLoss::default()
    }

    /// With another class for no label.
    #[must_use]
    pub fn blank(mut self, blank: i64) -> CTCLoss {
        self.blank = blank;
        self
    }

    /// Whether targets that are too long count as zero, gradients included.
    #[must_use]
    pub fn zero_infinity(mut self, zero_infinity: bool) -> CTCLoss {
        self.zero_infinity = zero_infinity;
        self
    }

    reduction_setter!();

    /// The loss of log-probabilities against label sequences.
    ///
    /// # Errors
    /// Sizes, lengths or dtypes that do not fit.
    pub fn forward(
        &self,
        log_probs: &Tensor,
        targets: &Tensor,
        input_lengths: &[i64],
        target_lengths: &[i64],
    ) -> Result<Tensor> {
        call_several(self, [log_probs, targets], |[log_probs, targets]| {
            let (blank, zero_infinity) = (self.blank, self.zero_infinity);
            log_probs.try_ctc_loss(targets, input_lengths, target_lengths, blank, self.reduction, zero_infinity)
        })
    }
}
