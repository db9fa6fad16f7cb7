//! The node that ends the graph at a leaf.

use cresset_storage::Result;
use smallvec::smallvec;

use crate::graph::{Backward, Gradients, NodeRef};
use crate::{Tensor, engine};

/// Adds what arrives to the gradient of a leaf.
pub(crate) struct AccumulateGrad {
    leaf: Tensor,
}

impl AccumulateGrad {
    pub(crate) fn new(leaf: Tensor) -> AccumulateGrad {
        AccumulateGrad { leaf }
    }
}

impl Backward for AccumulateGrad {
    fn name(&self) -> &'static str {
        "AccumulateGrad"
    }

    fn apply(&self, _node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        if let Some(Some(grad)) = grads.first() {
            engine::add_to_leaf(&self.leaf, grad)?;
        }
        Ok(smallvec![])
    }
}
