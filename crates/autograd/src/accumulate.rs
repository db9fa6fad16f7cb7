//! The node that ends the graph at a leaf.

use std::sync::Weak;

use cresset_storage::Result;
use smallvec::smallvec;

use crate::graph::{Backward, Gradients, NodeRef};
use crate::tensor::Inner;
use crate::{Tensor, engine};

/// Adds what arrives to the gradient of a leaf.
///
/// The leaf holds its node, so the node holds the leaf weakly: a leaf that nobody can reach any more needs no gradient.
pub(crate) struct AccumulateGrad {
    leaf: Weak<Inner>,
}

impl AccumulateGrad {
    pub(crate) fn new(leaf: Weak<Inner>) -> AccumulateGrad {
        AccumulateGrad { leaf }
    }
}

impl Backward for AccumulateGrad {
    fn name(&self) -> &'static str {
        "AccumulateGrad"
    }

    fn apply(&self, _node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        if let (Some(Some(grad)), Some(leaf)) = (grads.first(), self.leaf.upgrade()) {
            engine::add_to_leaf(&Tensor(leaf), grad)?;
        }
        Ok(smallvec![])
    }
}
