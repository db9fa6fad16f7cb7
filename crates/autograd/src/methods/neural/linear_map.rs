//! Linear maps of one tensor: the gradient of each is its transpose, whose gradient is the map again.

use std::sync::Arc;

use cresset_ops::Array;
use cresset_storage::Result;
use smallvec::smallvec;

use crate::Tensor;
use crate::graph::{Backward, Gradients, NodeRef};
use crate::record::record;

/// A linear map and its transpose.
pub(crate) trait LinearMap: Send + Sync + 'static {
    /// PyTorch's name of the node of the map, and of that of its transpose.
    fn name(&self, transposed: bool) -> &'static str;

    /// The map, or its transpose.
    fn map(&self, x: &Array, transposed: bool) -> Result<Array>;
}

struct LinearBackward<M> {
    map: Arc<M>,
    transposed: bool,
}

impl<M: LinearMap> Backward for LinearBackward<M> {
    fn name(&self) -> &'static str {
        self.map.name(self.transposed)
    }

    fn apply(&self, _node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        Ok(smallvec![Some(apply(grad, self.map.clone(), !self.transposed)?)])
    }
}

/// Applies a map, or its transpose.
#[track_caller]
pub(crate) fn apply<M: LinearMap>(x: &Tensor, map: Arc<M>, transposed: bool) -> Result<Tensor> {
    let out = map.map(x.array(), transposed)?;
    link(x, out, map, transposed)
}

/// A result that depends on `x` as the map does, or its transpose.
#[track_caller]
pub(crate) fn link<M: LinearMap>(x: &Tensor, out: Array, map: Arc<M>, transposed: bool) -> Result<Tensor> {
    record(&[Some(x)], out, |_| Ok(LinearBackward { map, transposed }))
}
