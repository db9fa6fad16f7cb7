//! Losses as modules.

mod classes;
mod elements;
mod margins;
mod pairs;
mod regression;
mod sequences;

pub use classes::{CrossEntropyLoss, LinearCrossEntropyLoss, NLLLoss, NLLLoss2d};
pub use elements::{
    HingeEmbeddingLoss, HuberLoss, KLDivLoss, L1Loss, MSELoss, MultiLabelMarginLoss, SmoothL1Loss, SoftMarginLoss,
};
pub use margins::{BCELoss, BCEWithLogitsLoss, MultiLabelSoftMarginLoss, MultiMarginLoss};
pub use pairs::{CosineEmbeddingLoss, MarginRankingLoss, TripletMarginLoss, TripletMarginWithDistanceLoss};
pub use regression::{GaussianNLLLoss, PoissonNLLLoss};
pub use sequences::CTCLoss;

/// The setter of the reduction, which all losses have.
macro_rules! reduction_setter {
    () => {
        /// With another reduction than the mean.
        #[must_use]
        pub fn reduction(mut self, reduction: cresset_autograd::Reduction) -> Self {
            self.reduction = reduction;
            self
        }
    };
}
use reduction_setter;
