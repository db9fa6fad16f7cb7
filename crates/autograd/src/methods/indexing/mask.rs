//! Reading and writing where a mask is true.

use cresset_ops::{Array, broadcast_sizes, index as ops};
use cresset_storage::{DType, Dims, Result, Scalar};
use smallvec::smallvec;

use super::places::with_value;
use super::record::{Move, Rule, moved, padded, record, record_};
use crate::Tensor;
use crate::graph::{Gradients, NodeRef};
use crate::operand::Operand;

const ZERO: Operand<'_> = Operand::Scalar(Scalar::I64(0));

/// A value where a mask is true.
struct Fill {
    /// Sizes of the tensor, which the mask may widen.
    sizes: Dims,
    /// Dtype of the value.
    value: DType,
}

impl Rule for Fill {
    fn name(&self) -> &'static str {
        "MaskedFillBackward0"
    }

    fn gradients(&self, node: &NodeRef, grad: &Tensor, kept: &[&Tensor]) -> Result<Gradients> {
        let own = match node.needs_input_grad(0) {
            true => Some(masked_fill(grad, kept[0], ZERO)?.try_sum_to_size(&self.sizes)?),
            false => None,
        };
        let value = match node.needs_input_grad(1) {
            true => Some(masked_select(grad, kept[0])?.try_sum()?.try_to_dtype(self.value)?),
            false => None,
        };
        Ok(smallvec![own, value])
    }
}

fn filling(x: &Tensor, value: Operand<'_>) -> Fill {
    let value = match value {
        Operand::Tensor(value) => value.dtype(),
        Operand::Scalar(_) => x.dtype(),
    };
    Fill { sizes: *x.array().sizes(), value }
}

#[track_caller]
pub(crate) fn masked_fill(x: &Tensor, mask: &Tensor, value: Operand<'_>) -> Result<Tensor> {
    let out = ops::masked_fill("masked_fill", x.array(), mask.array(), value.lower())?;
    record(&with_value(x, value), &[mask], out, filling(x, value))
}

#[track_caller]
pub(crate) fn masked_fill_(x: &Tensor, mask: &Tensor, value: Operand<'_>) -> Result<()> {
    let write = || ops::masked_fill_("masked_fill_", x.array(), mask.array(), value.lower());
    record_("masked_fill_", &with_value(x, value), &[mask], write, filling(x, value))
}

/// Elements where a mask is true; back: at those places.
#[derive(Clone)]
struct Select(Dims);

impl Move for Select {
    fn name(&self) -> &'static str {
        "MaskedSelectBackward0"
    }

    fn forth(&self, x: &Array, kept: &[&Array]) -> Result<Array> {
        ops::masked_select("masked_select", x, kept[0])
    }

    fn back(&self, grad: &Array, kept: &[&Array]) -> Result<Array> {
        ops::masked_spread("masked_select_backward", &self.0, kept[0], grad)
    }
}

#[track_caller]
pub(crate) fn masked_select(x: &Tensor, mask: &Tensor) -> Result<Tensor> {
    let sizes = broadcast_sizes("masked_select", x.array().sizes(), mask.array().sizes())?;
    if sizes == *x.array().sizes() {
        return moved(x, &[mask], Select(sizes));
    }
    let wanted: Vec<i64> = sizes.iter().map(|&size| size as i64).collect();
    moved(&x.try_expand(wanted)?, &[mask], Select(sizes))
}

/// Elements of a source where a mask is true.
struct Scatter {
    sizes: Dims,
    source: Dims,
}

impl Rule for Scatter {
    fn name(&self) -> &'static str {
        "MaskedScatterBackward0"
    }

    fn gradients(&self, node: &NodeRef, grad: &Tensor, kept: &[&Tensor]) -> Result<Gradients> {
        let own = match node.needs_input_grad(0) {
            true => Some(masked_fill(grad, kept[0], ZERO)?.try_sum_to_size(&self.sizes)?),
            false => None,
        };
        let source = match node.needs_input_grad(1) {
            true => {
                let used = masked_select(grad, kept[0])?;
                let wanted: Vec<i64> = self.source.iter().map(|&size| size as i64).collect();
                Some(padded(&used, &Dims::clamped(&[self.source.numel()]))?.try_reshape(wanted)?)
            }
            false => None,
        };
        Ok(smallvec![own, source])
    }
}

fn scattering(x: &Tensor, source: &Tensor) -> Scatter {
    Scatter { sizes: *x.array().sizes(), source: *source.array().sizes() }
}

#[track_caller]
pub(crate) fn masked_scatter(x: &Tensor, mask: &Tensor, source: &Tensor) -> Result<Tensor> {
    let out = ops::masked_scatter("masked_scatter", x.array(), mask.array(), source.array())?;
    record(&[x, source], &[mask], out, scattering(x, source))
}

#[track_caller]
pub(crate) fn masked_scatter_(x: &Tensor, mask: &Tensor, source: &Tensor) -> Result<()> {
    let write = || ops::masked_scatter_("masked_scatter_", x.array(), mask.array(), source.array());
    record_("masked_scatter_", &[x, source], &[mask], write, scattering(x, source))
}

pub(crate) fn nonzero(x: &Tensor) -> Result<Tensor> {
    ops::nonzero("nonzero", x.array()).map(Tensor::new)
}
