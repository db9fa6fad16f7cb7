//! Losses of pairs and triplets of inputs.

use std::fmt;
use std::sync::Arc;

use cresset_autograd::{Reduction, Result, Tensor};

use super::reduction_setter;
use crate::Module;
use crate::functional::triplet_margin_with_distance_loss;
use crate::hooks::call_several;

macro_rules! pair_losses {
    ($($(#[$doc:meta])* $name:ident = $method:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, Module)]
        pub struct $name {
            margin: f64,
            reduction: Reduction,
        }

        impl $name {
            /// The mean over all pairs, with a margin of 0.
            #[must_use]
            pub fn new() -> $name {
                $name::default()
            }

            /// With another margin.
            #[must_use]
            pub fn margin(mut self, margin: f64) -> $name {
                self.margin = margin;
                self
            }

            reduction_setter!();

            /// The loss of two inputs against targets 1 and -1.
            ///
            /// # Errors
            /// Sizes or dtypes that do not fit.
            pub fn forward(&self, input1: &Tensor, input2: &Tensor, target: &Tensor) -> Result<Tensor> {
                call_several(self, [input1, input2, target], |[input1, input2, target]| {
                    input1.$method(input2, target, self.margin, self.reduction)
                })
            }
        }
    )*};
}

pair_losses! {
    /// What the first input lacks to being larger than the second by a margin, or smaller where the target is -1.
    MarginRankingLoss = try_margin_ranking_loss;
    /// What the cosine of two inputs lacks to 1, or where the target is -1 has above a margin.
    CosineEmbeddingLoss = try_cosine_embedding_loss;
}

/// What the distance to a negative lacks to being larger by a margin than that to a positive.
///
/// # Shapes
/// `[batch, features]` or `[features]`, three times.
#[derive(Clone, Copy, Debug, Module)]
pub struct TripletMarginLoss {
    margin: f64,
    p: f64,
    eps: f64,
    swap: bool,
    reduction: Reduction,
}

impl Default for TripletMarginLoss {
    fn default() -> TripletMarginLoss {
        TripletMarginLoss { margin: 1.0, p: 2.0, eps: 1e-6, swap: false, reduction: Reduction::Mean }
    }
}

impl TripletMarginLoss {
    /// The mean over the batch, with a margin of 1.
    #[must_use]
    pub fn new() -> TripletMarginLoss {
        TripletMarginLoss::default()
    }

    /// With another margin.
    #[must_use]
    pub fn margin(mut self, margin: f64) -> TripletMarginLoss {
        self.margin = margin;
        self
    }

    /// With another order of the norm.
    #[must_use]
    pub fn p(mut self, p: f64) -> TripletMarginLoss {
        self.p = p;
        self
    }

    /// With another number added to each difference.
    #[must_use]
    pub fn eps(mut self, eps: f64) -> TripletMarginLoss {
        self.eps = eps;
        self
    }

    /// Whether the distance from positive to negative counts, where it is the less.
    #[must_use]
    pub fn swap(mut self, swap: bool) -> TripletMarginLoss {
        self.swap = swap;
        self
    }

    reduction_setter!();

    /// The loss of anchors, positives and negatives.
    ///
    /// # Errors
    /// Sizes or dtypes that do not fit.
    pub fn forward(&self, anchor: &Tensor, positive: &Tensor, negative: &Tensor) -> Result<Tensor> {
        call_several(self, [anchor, positive, negative], |[anchor, positive, negative]| {
            let TripletMarginLoss { margin, p, eps, swap, reduction } = *self;
            anchor.try_triplet_margin_loss(positive, negative, margin, p, eps, swap, reduction)
        })
    }
}

type Distance = Arc<dyn Fn(&Tensor, &Tensor) -> Result<Tensor> + Send + Sync>;

/// [`TripletMarginLoss`] with a distance of one's own.
#[derive(Clone, Module)]
pub struct TripletMarginWithDistanceLoss {
    distance: Distance,
    margin: f64,
    swap: bool,
    reduction: Reduction,
}

impl fmt::Debug for TripletMarginWithDistanceLoss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TripletMarginWithDistanceLoss")
    }
}

impl Default for TripletMarginWithDistanceLoss {
    fn default() -> TripletMarginWithDistanceLoss {
        TripletMarginWithDistanceLoss::new(|x1, x2| x1.try_pairwise_distance(x2, 2.0, 1e-6, false))
    }
}

impl TripletMarginWithDistanceLoss {
    /// The mean over the batch, with a margin of 1. [`Default`] has the usual distance.
    pub fn new(
        distance: impl Fn(&Tensor, &Tensor) -> Result<Tensor> + Send + Sync + 'static,
    ) -> TripletMarginWithDistanceLoss {
        let distance = Arc::new(distance);
        TripletMarginWithDistanceLoss { distance, margin: 1.0, swap: false, reduction: Reduction::Mean }
    }

    /// With another margin.
    #[must_use]
    pub fn margin(mut self, margin: f64) -> TripletMarginWithDistanceLoss {
        self.margin = margin;
        self
    }

    /// Whether the distance from positive to negative counts, where it is the less.
    #[must_use]
    pub fn swap(mut self, swap: bool) -> TripletMarginWithDistanceLoss {
        self.swap = swap;
        self
    }

    reduction_setter!();

    /// The loss of anchors, positives and negatives.
    ///
    /// # Errors
    /// As the distance.
    pub fn forward(&self, anchor: &Tensor, positive: &Tensor, negative: &Tensor) -> Result<Tensor> {
        call_several(self, [anchor, positive, negative], |[anchor, positive, negative]| {
            let TripletMarginWithDistanceLoss { margin, swap, reduction, .. } = *self;
            let distance = |x1: &Tensor, x2: &Tensor| (self.distance)(x1, x2);
            triplet_margin_with_distance_loss(anchor, positive, negative, distance, margin, swap, reduction)
        })
    }
}
