//! From the items of an index to views, and to index tensors for what views cannot say.

use cresset_storage::{DType, Error, ErrorKind, Result};

use super::item::{IndexItem, Range};
use crate::operand::Operand;
use crate::tensor::Origin;
use crate::views::{self, Undo};
use crate::{Options, Tensor};

/// A view of the named part, and index tensors for its dimensions.
struct Part {
    view: Tensor,
    /// One entry for each leading dimension of the view; no entries where the view is the part.
    tensors: Vec<Option<Tensor>>,
}

fn is_mask(tensor: &Tensor) -> bool {
    matches!(tensor.dtype(), DType::Bool | DType::U8)
}

/// The dimensions that an item stands for.
fn n_dims(item: &IndexItem) -> usize {
    match item {
        IndexItem::At(_) | IndexItem::Range(_) => 1,
        IndexItem::NewAxis | IndexItem::Ellipsis => 0,
        IndexItem::Tensor(tensor) if is_mask(tensor) => tensor.dim(),
        IndexItem::Tensor(_) => 1,
    }
}

/// One place of the view's dimension `at`, with an error that speaks of the indexed tensor's dimension `dim`.
#[track_caller]
fn select(op: &'static str, view: &Tensor, at: usize, dim: usize, index: i64) -> Result<Tensor> {
    let size = view.sizes()[at];
    let limit = size as i64;
    if index < -limit || index >= limit {
        return Err(ErrorKind::Index { op, index, dim, size }.into());
    }
    view.try_select(at as i64, index)
}

#[track_caller]
fn walk(op: &'static str, x: &Tensor, items: &[IndexItem]) -> Result<Part> {
    let named: usize = items.iter().map(n_dims).sum();
    if named > x.dim() {
        let shapes = [("self", x.sizes()), ("indexed dims", &[named][..])];
        return Err(Error::shape(op, "too many indices", &shapes, "give at most one index for each dim"));
    }
    if items.iter().filter(|item| matches!(item, IndexItem::Ellipsis)).count() > 1 {
        return Err(Error::argument(op, "indices", "two ellipses", "give at most one ellipsis"));
    }
    let mut part = Part { view: x.clone(), tensors: Vec::new() };
    // The next dimension of the view, the one of `x` that it comes from, and those that `tensors` stand for.
    let (mut at, mut dim, mut covered) = (0usize, 0usize, 0usize);
    for item in items {
        match item {
            IndexItem::At(index) => part.view = select(op, &part.view, at, dim, *index)?,
            IndexItem::Range(Range { start: None, end: None, step: 1 }) => at += 1,
            IndexItem::Range(Range { start, end, step }) => {
                part.view = part.view.try_slice(at as i64, *start, *end, *step)?;
                at += 1;
            }
            IndexItem::NewAxis => {
                part.view = part.view.try_unsqueeze(at as i64)?;
                at += 1;
            }
            IndexItem::Ellipsis => {
                at += x.dim() - named;
                dim += x.dim() - named;
            }
            // A whole number in a tensor is as good as one without.
            IndexItem::Tensor(index) if index.dim() == 0 && index.dtype().is_integral() && !is_mask(index) => {
                part.view = select(op, &part.view, at, dim, index.try_scalar()?.as_i64())?;
            }
            IndexItem::Tensor(index) => {
                let end = at + n_dims(item);
                if is_mask(index) && (index.dim() == 0 || part.view.sizes().get(at..end) != Some(index.sizes())) {
                    let shapes = [("self", x.sizes()), ("mask", index.sizes())];
                    let remedy = "a mask must have the sizes of the dims it stands for";
                    return Err(Error::shape(op, "mask does not fit", &shapes, remedy));
                }
                part.tensors.extend((covered..at).map(|_| None));
                part.tensors.push(Some(index.clone()));
                covered = end;
                at = end;
            }
        }
        dim += n_dims(item);
    }
    Ok(part)
}

#[track_caller]
pub(super) fn read(x: &Tensor, items: &[IndexItem]) -> Result<Tensor> {
    let Part { view, tensors } = walk("i", x, items)?;
    if !tensors.is_empty() {
        let tensors: Vec<Option<&Tensor>> = tensors.iter().map(Option::as_ref).collect();
        return view.try_index(&tensors);
    }
    if !view.is_same(x) {
        return Ok(view);
    }
    let layout = *x.array().layout();
    views::record("AliasBackward0", x, layout, Origin::Recorded, || Ok(Undo::Reshape(*layout.sizes())))
}

/// The value without leading dimensions of size 1, which broadcasting does not need.
#[track_caller]
fn without_leading_ones(value: &Tensor) -> Result<Tensor> {
    let n_ones = value.sizes().iter().take_while(|&&size| size == 1).count();
    match n_ones {
        0 => Ok(value.clone()),
        _ => value.try_reshape(value.sizes()[n_ones..].iter().map(|&size| size as i64).collect::<Vec<_>>()),
    }
}

#[track_caller]
pub(super) fn write(x: &Tensor, items: &[IndexItem], value: Operand<'_>) -> Result<()> {
    let Part { view, tensors } = walk("i_put_", x, items)?;
    if tensors.is_empty() {
        match value {
            Operand::Scalar(value) => view.try_fill_(value)?,
            Operand::Tensor(value) => view.try_copy_(&without_leading_ones(value)?)?,
        };
        return Ok(());
    }
    let tensors: Vec<Option<&Tensor>> = tensors.iter().map(Option::as_ref).collect();
    let values = match value {
        Operand::Scalar(value) => Options::like(&view).try_full([], value)?,
        // A number of the processor goes anywhere, as in elementwise operators.
        Operand::Tensor(value) if value.dim() == 0 => value.try_to_device(view.device())?.try_to_dtype(view.dtype())?,
        Operand::Tensor(value) => without_leading_ones(value)?.try_to_dtype(view.dtype())?,
    };
    view.try_index_put_(&tensors, &values, false)?;
    Ok(())
}
