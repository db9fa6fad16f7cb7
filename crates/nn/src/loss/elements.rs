//! Losses of an input against a target of the same sizes.

use cresset_autograd::{Reduction, Result, Tensor};

use super::reduction_setter;
use crate::Module;
use crate::hooks::call_several;

/// Losses with PyTorch's default of each option.
macro_rules! element_losses {
    ($(
        $(#[$doc:meta])*
        $name:ident($($(#[$field_doc:meta])* $field:ident: $type:ty = $usual:expr),*) = $forward:expr;
    )*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Module)]
        pub struct $name {
            reduction: Reduction,
            $($field: $type,)*
        }

        impl Default for $name {
            fn default() -> $name {
                $name { reduction: Reduction::Mean, $($field: $usual),* }
            }
        }

        impl $name {
            /// The mean over all elements, with PyTorch's options.
            #[must_use]
            pub fn new() -> $name {
                $name::default()
            }

            $(
                $(#[$field_doc])*
                #[must_use]
                pub fn $field(mut self, $field: $type) -> $name {
                    self.$field = $field;
                    self
                }
            )*

            reduction_setter!();

            /// The loss of an input against a target.
            ///
            /// # Errors
            /// Sizes or dtypes that do not fit.
            pub fn forward(&self, input: &Tensor, target: &Tensor) -> Result<Tensor> {
                call_several(self, [input, target], |[input, target]| {
                    let forward: fn(&$name, &Tensor, &Tensor) -> Result<Tensor> = $forward;
                    forward(self, input, target)
                })
            }
        }
    )*};
}

element_losses! {
    /// Squared error.
    MSELoss() = |this, input, target| input.try_mse_loss(target, this.reduction);
    /// Absolute error.
    L1Loss() = |this, input, target| input.try_l1_loss(target, this.reduction);
    /// Squared error below `beta`, absolute error above.
    SmoothL1Loss(/** Where the two meet. */ beta: f64 = 1.0) =
        |this, input, target| input.try_smooth_l1_loss(target, this.reduction, this.beta);
    /// Squared error below `delta`, `delta` times the absolute error above.
    HuberLoss(/** Where the two meet. */ delta: f64 = 1.0) =
        |this, input, target| input.try_huber_loss(target, this.reduction, this.delta);
    /// Divergence of the target's probabilities from the input's, which is given as logarithms.
    KLDivLoss(
        /** Whether the target is given as logarithms. */
        log_target: bool = false,
        /** Whether the sum is divided by the size of the batch, as `reduction='batchmean'`. */
        batch_mean: bool = false
    ) = |this, input, target| {
        let reduction = if this.batch_mean { Reduction::Sum } else { this.reduction };
        let loss = input.try_kl_div(target, reduction, this.log_target)?;
        let batch = input.sizes().first().copied().unwrap_or(1);
        if this.batch_mean { loss.try_div(batch as f64) } else { Ok(loss) }
    };
    /// `log(1 + exp(-target * input))`, for targets -1 and 1.
    SoftMarginLoss() = |this, input, target| input.try_soft_margin_loss(target, this.reduction);
    /// The input where the target is 1, what it lacks to the margin where it is -1.
    HingeEmbeddingLoss(/** The margin. */ margin: f64 = 1.0) =
        |this, input, target| input.try_hinge_embedding_loss(target, this.margin, this.reduction);
    /// What the scores of the target's classes lack to a margin of 1 above each other class; a target row ends at -1.
    MultiLabelMarginLoss() = |this, input, target| input.try_multilabel_margin_loss(target, this.reduction);
}
