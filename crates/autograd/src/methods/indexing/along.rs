//! One index for each element: gather, scatter and their gradients.

use cresset_ops::{Array, broadcast_sizes, index as ops};
use cresset_storage::{Dims, Error, Result, Scalar};
use smallvec::smallvec;

use super::record::{Move, Rule, moved, padded, record, record_};
use crate::Tensor;
use crate::graph::{Gradients, NodeRef};
use crate::operand::Operand;

/// Elements at an index along a dimension; back: their sum at the index.
#[derive(Clone)]
pub(super) struct Gather {
    pub(super) name: &'static str,
    pub(super) dim: i64,
    /// Sizes of the input.
    pub(super) sizes: Dims,
}

impl Move for Gather {
    fn name(&self) -> &'static str {
        self.name
    }

    fn forth(&self, x: &Array, kept: &[&Array]) -> Result<Array> {
        ops::gather("gather", x, self.dim, kept[0])
    }

    fn back(&self, grad: &Array, kept: &[&Array]) -> Result<Array> {
        ops::scatter_sum("gather_backward", &self.sizes, self.dim, kept[0], grad)
    }
}

#[track_caller]
pub(crate) fn gather(x: &Tensor, dim: i64, index: &Tensor) -> Result<Tensor> {
    moved(x, &[index], Gather { name: "GatherBackward0", dim, sizes: *x.array().sizes() })
}

#[track_caller]
pub(crate) fn take_along_dim(x: &Tensor, indices: &Tensor, dim: Option<i64>) -> Result<Tensor> {
    let op = "take_along_dim";
    let Some(dim) = dim else {
        // As PyTorch, which takes a view of the tensor and so refuses what is not contiguous enough.
        return gather(&x.try_view([-1])?, 0, &indices.try_view([-1])?);
    };
    if x.dim() != indices.dim() {
        let shapes = [("self", x.sizes()), ("indices", indices.sizes())];
        return Err(Error::shape(op, "numbers of dims differ", &shapes, "indices must have as many dims"));
    }
    let at = x.array().layout().dim(op, dim)?;
    let (mut own, mut of_index) = (*x.array().sizes(), *indices.array().sizes());
    let sizes = (own.get(at).copied(), of_index.get(at).copied());
    for dims in [&mut own, &mut of_index] {
        if let Some(size) = dims.get_mut(at) {
            *size = 1;
        }
    }
    let common = broadcast_sizes(op, &own, &of_index)?;
    let with = |size: Option<usize>| {
        let mut sizes: Vec<i64> = common.iter().map(|&size| size as i64).collect();
        if let (Some(size), Some(held)) = (size, sizes.get_mut(at)) {
            *held = size as i64;
        }
        sizes
    };
    gather(&x.try_expand(with(sizes.0))?, dim, &indices.try_expand(with(sizes.1))?)
}

/// Elements written, or added, at an index along a dimension. What is overwritten gets no gradient.
struct Scatter {
    dim: i64,
    adds: bool,
    /// Sizes of the source.
    source: Dims,
}

impl Rule for Scatter {
    fn name(&self) -> &'static str {
        if self.adds { "ScatterAddBackward0" } else { "ScatterBackward0" }
    }

    fn gradients(&self, node: &NodeRef, grad: &Tensor, kept: &[&Tensor]) -> Result<Gradients> {
        let own = match node.needs_input_grad(0) {
            true if self.adds => Some(grad.clone()),
            true => Some(scatter(grad, self.dim, kept[0], Operand::Scalar(Scalar::I64(0)))?),
            false => None,
        };
        let source = match node.needs_input_grad(1) {
            true => Some(padded(&gather(grad, self.dim, kept[0])?, &self.source)?),
            false => None,
        };
        Ok(smallvec![own, source])
    }
}

/// The tensor of an operand, if it is one, with its sizes.
fn tensor_of<'a>(source: Operand<'a>) -> (Option<&'a Tensor>, Dims) {
    match source {
        Operand::Tensor(tensor) => (Some(tensor), *tensor.array().sizes()),
        Operand::Scalar(_) => (None, Dims::EMPTY),
    }
}

#[track_caller]
pub(crate) fn scatter(x: &Tensor, dim: i64, index: &Tensor, src: Operand<'_>) -> Result<Tensor> {
    let out = ops::scatter("scatter", x.array(), dim, index.array(), src.lower())?;
    let (tensor, source) = tensor_of(src);
    let inputs: Vec<&Tensor> = std::iter::once(x).chain(tensor).collect();
    record(&inputs, &[index], out, Scatter { dim, adds: false, source })
}

#[track_caller]
pub(crate) fn scatter_(x: &Tensor, dim: i64, index: &Tensor, src: Operand<'_>) -> Result<()> {
    let (tensor, source) = tensor_of(src);
    let inputs: Vec<&Tensor> = std::iter::once(x).chain(tensor).collect();
    let write = || ops::scatter_("scatter_", x.array(), dim, index.array(), src.lower());
    record_("scatter_", &inputs, &[index], write, Scatter { dim, adds: false, source })
}

#[track_caller]
pub(crate) fn scatter_add(x: &Tensor, dim: i64, index: &Tensor, src: &Tensor) -> Result<Tensor> {
    let out = ops::scatter_add("scatter_add", x.array(), dim, index.array(), src.array())?;
    record(&[x, src], &[index], out, Scatter { dim, adds: true, source: *src.array().sizes() })
}

#[track_caller]
pub(crate) fn scatter_add_(x: &Tensor, dim: i64, index: &Tensor, src: &Tensor) -> Result<()> {
    let write = || ops::scatter_add_("scatter_add_", x.array(), dim, index.array(), src.array());
    let rule = Scatter { dim, adds: true, source: *src.array().sizes() };
    record_("scatter_add_", &[x, src], &[index], write, rule)
}
