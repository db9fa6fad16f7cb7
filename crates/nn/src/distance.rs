//! Distances as modules.

use cresset_autograd::{Result, Tensor};

use crate::Module;
use crate::hooks::call_several;

/// The cosine of the angle between two tensors along a dimension.
#[derive(Clone, Copy, Debug, Module)]
pub struct CosineSimilarity {
    /// The dimension.
    pub dim: i64,
    /// The least product of lengths that is divided by.
    pub eps: f64,
}

impl Default for CosineSimilarity {
    fn default() -> CosineSimilarity {
        CosineSimilarity { dim: 1, eps: 1e-8 }
    }
}

impl CosineSimilarity {
    /// The cosine of two tensors of the same sizes.
    ///
    /// # Errors
    /// Sizes or dtypes that do not fit.
    pub fn forward(&self, x1: &Tensor, x2: &Tensor) -> Result<Tensor> {
        call_several(self, [x1, x2], |[x1, x2]| x1.try_cosine_similarity(x2, self.dim, self.eps))
    }
}

/// The norm of the difference of two tensors along the last dimension.
#[derive(Clone, Copy, Debug, Module)]
pub struct PairwiseDistance {
    /// The order of the norm.
    pub p: f64,
    /// What is added to each difference.
    pub eps: f64,
    /// Whether the dimension stays, with size 1.
    pub keepdim: bool,
}

impl Default for PairwiseDistance {
    fn default() -> PairwiseDistance {
        PairwiseDistance { p: 2.0, eps: 1e-6, keepdim: false }
    }
}

impl PairwiseDistance {
    /// The distances of two tensors of the same sizes.
    ///
    /// # Errors
    /// Sizes or dtypes that do not fit.
    pub fn forward(&self, x1: &Tensor, x2: &Tensor) -> Result<Tensor> {
        call_several(self, [x1, x2], |[x1, x2]| x1.try_pairwise_distance(x2, self.p, self.eps, self.keepdim))
    }
}
