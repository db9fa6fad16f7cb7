//! Copies, other dtypes, and sums down to smaller sizes.

use cresset_ops::{Array, copy};
use cresset_storage::{DType, Device, Result};
use smallvec::smallvec;

use crate::graph::{Backward, Gradients, NodeRef};
use crate::{Tensor, views};

/// A copy, perhaps of another dtype or on another device: the gradient gets those of the input back.
struct Cast {
    name: &'static str,
    dtype: DType,
    device: Device,
}

impl Backward for Cast {
    fn name(&self) -> &'static str {
        self.name
    }

    fn apply(&self, _node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        Ok(smallvec![Some(to_dtype(grad, self.dtype)?.try_to_device(self.device)?)])
    }
}

/// A copy of `x`, recorded as such. A result that is no floating number ends the graph.
#[track_caller]
pub(crate) fn link_cast(name: &'static str, x: &Tensor, out: Array) -> Result<Tensor> {
    if !out.dtype().is_differentiable() {
        return Ok(Tensor::new(out));
    }
    Ok(views::link(x, out, Cast { name, dtype: x.dtype(), device: x.device() }))
}

#[track_caller]
pub(crate) fn to_dtype(x: &Tensor, dtype: DType) -> Result<Tensor> {
    if x.dtype() == dtype {
        return Ok(x.clone());
    }
    link_cast("ToCopyBackward0", x, copy::to_dtype("to_dtype", x.array(), dtype)?)
}
