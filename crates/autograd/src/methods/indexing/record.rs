//! Records calls that move elements: the tensors of indices are kept, the elements are not.

use std::panic::Location;

use cresset_ops::Array;
use cresset_storage::{Dims, Layout, Result};
use smallvec::SmallVec;

use crate::graph::{Backward, Gradients, Node, NodeRef};
use crate::record::{Keep, is_recorded};
use crate::saved::Saved;
use crate::{Tensor, in_place, views};

/// How gradients go through a call.
pub(crate) trait Rule: Send + Sync + 'static {
    /// PyTorch's name of the node.
    fn name(&self) -> &'static str;

    /// The gradients of the inputs; `kept` are the tensors given to [`record`]. Made of recorded operators.
    fn gradients(&self, node: &NodeRef, grad: &Tensor, kept: &[&Tensor]) -> Result<Gradients>;
}

/// The node of a call with a [`Rule`].
struct Ruled<R> {
    rule: R,
    kept: Keep<SmallVec<[Saved; 1]>>,
}

impl<R: Rule> Backward for Ruled<R> {
    fn name(&self) -> &'static str {
        self.rule.name()
    }

    fn apply(&self, node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        self.kept.with(node, |kept| {
            let kept: SmallVec<[Tensor; 1]> = kept.iter().map(|saved| saved.tensor(node)).collect::<Result<_>>()?;
            let kept: SmallVec<[&Tensor; 1]> = kept.iter().collect();
            self.rule.gradients(node, grad, &kept)
        })
    }

    fn release(&self) {
        self.kept.release();
    }
}

fn ruled<R: Rule>(rule: R, kept: &[&Tensor]) -> Result<Ruled<R>> {
    let kept = kept.iter().map(|tensor| Saved::input(tensor)).collect::<Result<_>>()?;
    Ok(Ruled { rule, kept: Keep::new(kept) })
}

fn all<'a>(inputs: &[&'a Tensor]) -> SmallVec<[Option<&'a Tensor>; 2]> {
    inputs.iter().map(|input| Some(*input)).collect()
}

/// The result of a call, recorded if an input needs it.
#[track_caller]
pub(crate) fn record(inputs: &[&Tensor], kept: &[&Tensor], out: Array, rule: impl Rule) -> Result<Tensor> {
    crate::record::record(&all(inputs), out, |_| ruled(rule, kept))
}

/// Runs a call that writes its first input, and records it if an input needs it.
#[track_caller]
pub(crate) fn record_(
    op: &'static str,
    inputs: &[&Tensor],
    kept: &[&Tensor],
    write: impl FnOnce() -> Result<()>,
    rule: impl Rule,
) -> Result<()> {
    let target = inputs[0];
    let recorded = is_recorded(&all(inputs));
    in_place::check(op, target, recorded)?;
    let node = match recorded {
        true => {
            let edges = inputs.iter().map(|input| input.edge()).collect();
            Some(Node::record(edges, 1, Location::caller(), ruled(rule, kept)?))
        }
        false => None,
    };
    write()?;
    if let Some(node) = node {
        in_place::rebase(target, node);
    }
    Ok(())
}

/// A call that brings elements of its one input to other places, and the way back, which adds them up.
pub(crate) trait Move: Clone + Send + Sync + 'static {
    /// PyTorch's name of the node.
    fn name(&self) -> &'static str;

    /// The call; `kept` are its tensors of indices.
    fn forth(&self, x: &Array, kept: &[&Array]) -> Result<Array>;

    /// Its gradient.
    fn back(&self, grad: &Array, kept: &[&Array]) -> Result<Array>;

    /// The gradient of [`Move::back`], where that is not simply the transpose of the call.
    fn again(&self, grad: &Array, kept: &[&Array]) -> Result<Array> {
        self.forth(grad, kept)
    }
}

/// The [`Rule`] of a [`Move`].
struct Moved<M> {
    map: M,
    /// Whether the recorded call went back.
    went_back: bool,
}

impl<M: Move> Rule for Moved<M> {
    fn name(&self) -> &'static str {
        self.map.name()
    }

    fn gradients(&self, _node: &NodeRef, grad: &Tensor, kept: &[&Tensor]) -> Result<Gradients> {
        let arrays: SmallVec<[&Array; 1]> = kept.iter().map(|tensor| tensor.array()).collect();
        let out = match self.went_back {
            true => self.map.again(grad.array(), &arrays)?,
            false => self.map.back(grad.array(), &arrays)?,
        };
        let rule = Moved { map: self.map.clone(), went_back: !self.went_back };
        Ok(smallvec::smallvec![Some(record(&[grad], kept, out, rule)?)])
    }
}

/// Runs and records a [`Move`].
#[track_caller]
pub(crate) fn moved(x: &Tensor, kept: &[&Tensor], map: impl Move) -> Result<Tensor> {
    let arrays: SmallVec<[&Array; 1]> = kept.iter().map(|tensor| tensor.array()).collect();
    let out = map.forth(x.array(), &arrays)?;
    moved_to(x, kept, out, map)
}

/// Records a [`Move`] whose result is known.
#[track_caller]
pub(crate) fn moved_to(x: &Tensor, kept: &[&Tensor], out: Array, map: impl Move) -> Result<Tensor> {
    record(&[x], kept, out, Moved { map, went_back: false })
}

/// Runs and records a [`Move`] over its own input.
#[track_caller]
pub(crate) fn moved_(op: &'static str, x: &Tensor, map: impl Move, write: impl FnOnce() -> Result<()>) -> Result<()> {
    record_(op, &[x], &[], write, Moved { map, went_back: false })
}

/// The gradient of a source of these sizes of which only the leading part, as large as `grad`, was read.
pub(crate) fn padded(grad: &Tensor, sizes: &Dims) -> Result<Tensor> {
    let op = "padded";
    if *grad.array().sizes() == *sizes {
        return Ok(grad.clone());
    }
    if grad.numel() == sizes.numel() || grad.dim() != sizes.len() {
        let wanted: Vec<i64> = sizes.iter().map(|&size| size as i64).collect();
        return if grad.numel() == 0 {
            crate::Options::like(grad).try_zeros(&sizes[..])
        } else {
            grad.try_reshape(wanted)
        };
    }
    let whole = Layout::contiguous(*sizes);
    let part = Layout::strided(op, grad.sizes(), whole.strides(), 0, sizes.numel())?;
    views::scatter(grad, &whole, &part)
}
