//! Vectors of indices into one dimension, and indices into the flattened tensor.

use cresset_ops::{Array, index as ops};
use cresset_storage::{Complex64, Dims, Result, Scalar};
use smallvec::smallvec;

use super::record::{Move, Rule, moved, padded, record, record_};
use crate::Tensor;
use crate::graph::{Gradients, NodeRef};
use crate::methods::complex::conjugate;
use crate::operand::Operand;

/// Places of a dimension; back: their sum.
#[derive(Clone)]
struct Select {
    dim: i64,
    sizes: Dims,
}

impl Move for Select {
    fn name(&self) -> &'static str {
        "IndexSelectBackward0"
    }

    fn forth(&self, x: &Array, kept: &[&Array]) -> Result<Array> {
        ops::index_select("index_select", x, self.dim, kept[0])
    }

    fn back(&self, grad: &Array, kept: &[&Array]) -> Result<Array> {
        ops::places_sum("index_select_backward", &self.sizes, self.dim, kept[0], grad)
    }
}

#[track_caller]
pub(crate) fn index_select(x: &Tensor, dim: i64, index: &Tensor) -> Result<Tensor> {
    moved(x, &[index], Select { dim, sizes: *x.array().sizes() })
}

/// Elements at positions of the flattened tensor; back: their sum.
#[derive(Clone)]
struct Take(Dims);

impl Move for Take {
    fn name(&self) -> &'static str {
        "TakeBackward0"
    }

    fn forth(&self, x: &Array, kept: &[&Array]) -> Result<Array> {
        ops::take("take", x, kept[0])
    }

    fn back(&self, grad: &Array, kept: &[&Array]) -> Result<Array> {
        ops::take_sum("take_backward", &self.0, kept[0], grad)
    }
}

#[track_caller]
pub(crate) fn take(x: &Tensor, index: &Tensor) -> Result<Tensor> {
    moved(x, &[index], Take(*x.array().sizes()))
}

/// Places of a source added to, or copied over, places of a dimension.
struct Write {
    dim: i64,
    /// The factor of the source where it is added; `None` where it is copied over.
    added: Option<Scalar>,
    /// Sizes of the source.
    source: Dims,
}

impl Rule for Write {
    fn name(&self) -> &'static str {
        if self.added.is_some() { "IndexAddBackward0" } else { "IndexCopyBackward0" }
    }

    fn gradients(&self, node: &NodeRef, grad: &Tensor, kept: &[&Tensor]) -> Result<Gradients> {
        let own = match node.needs_input_grad(0) {
            true if self.added.is_some() => Some(grad.clone()),
            true => Some(index_fill(grad, self.dim, kept[0], Operand::Scalar(Scalar::I64(0)))?),
            false => None,
        };
        let source = match node.needs_input_grad(1) {
            true => {
                let read = index_select(grad, self.dim, kept[0])?;
                let scaled = match self.added {
                    Some(alpha) if alpha.as_complex() != Complex64::ONE => read.try_mul(conjugate(alpha))?,
                    _ => read,
                };
                Some(padded(&scaled, &self.source)?)
            }
            false => None,
        };
        Ok(smallvec![own, source])
    }
}

#[track_caller]
pub(crate) fn index_add(x: &Tensor, dim: i64, index: &Tensor, source: &Tensor, alpha: Scalar) -> Result<Tensor> {
    let out = ops::index_add("index_add", x.array(), dim, index.array(), source.array(), alpha)?;
    record(&[x, source], &[index], out, Write { dim, added: Some(alpha), source: *source.array().sizes() })
}

#[track_caller]
pub(crate) fn index_add_(x: &Tensor, dim: i64, index: &Tensor, source: &Tensor, alpha: Scalar) -> Result<()> {
    let write = || ops::index_add_("index_add_", x.array(), dim, index.array(), source.array(), alpha);
    let rule = Write { dim, added: Some(alpha), source: *source.array().sizes() };
    record_("index_add_", &[x, source], &[index], write, rule)
}

#[track_caller]
pub(crate) fn index_copy(x: &Tensor, dim: i64, index: &Tensor, source: &Tensor) -> Result<Tensor> {
    let out = ops::index_copy("index_copy", x.array(), dim, index.array(), source.array())?;
    record(&[x, source], &[index], out, Write { dim, added: None, source: *source.array().sizes() })
}

#[track_caller]
pub(crate) fn index_copy_(x: &Tensor, dim: i64, index: &Tensor, source: &Tensor) -> Result<()> {
    let write = || ops::index_copy_("index_copy_", x.array(), dim, index.array(), source.array());
    let rule = Write { dim, added: None, source: *source.array().sizes() };
    record_("index_copy_", &[x, source], &[index], write, rule)
}

/// One value at places of a dimension.
struct Fill {
    dim: i64,
}

/// The index without repeats: a place that is filled twice passes its gradient on once.
fn without_repeats(index: &Tensor, size: usize) -> Result<Tensor> {
    let mut places = index.try_to_vec::<i64>()?;
    places.iter_mut().for_each(|place| *place = place.rem_euclid(size.max(1) as i64));
    places.sort_unstable();
    places.dedup();
    let n = places.len();
    index.beside(places, [n])
}

impl Rule for Fill {
    fn name(&self) -> &'static str {
        "IndexFillBackward0"
    }

    fn gradients(&self, node: &NodeRef, grad: &Tensor, kept: &[&Tensor]) -> Result<Gradients> {
        let own = match node.needs_input_grad(0) {
            true => Some(index_fill(grad, self.dim, kept[0], Operand::Scalar(Scalar::I64(0)))?),
            false => None,
        };
        let value = match node.needs_input_grad(1) {
            true => {
                let size = if grad.dim() == 0 { 1 } else { grad.try_size(self.dim)? };
                Some(index_select(grad, self.dim, &without_repeats(kept[0], size)?)?.try_sum()?)
            }
            false => None,
        };
        Ok(smallvec![own, value])
    }
}

/// `x` and the value, where that is a tensor.
pub(super) fn with_value<'a>(x: &'a Tensor, value: Operand<'a>) -> Vec<&'a Tensor> {
    match value {
        Operand::Tensor(value) => vec![x, value],
        Operand::Scalar(_) => vec![x],
    }
}

#[track_caller]
pub(crate) fn index_fill(x: &Tensor, dim: i64, index: &Tensor, value: Operand<'_>) -> Result<Tensor> {
    let out = ops::index_fill("index_fill", x.array(), dim, index.array(), value.lower())?;
    record(&with_value(x, value), &[index], out, Fill { dim })
}

#[track_caller]
pub(crate) fn index_fill_(x: &Tensor, dim: i64, index: &Tensor, value: Operand<'_>) -> Result<()> {
    let write = || ops::index_fill_("index_fill_", x.array(), dim, index.array(), value.lower());
    record_("index_fill_", &with_value(x, value), &[index], write, Fill { dim })
}
