//! The pieces that a dimension is cut into: results of one call, whose gradients come together in one pass.

use std::panic::Location;

use cresset_ops::copy::copy_;
use cresset_ops::{Array, Operand};
use cresset_storage::{Layout, Result};
use smallvec::smallvec;

use crate::graph::{Backward, Edge, Gradients, Node, NodeRef};
use crate::tensor::Origin;
use crate::{Options, Tensor, mode};

/// How a dimension is cut.
#[derive(Clone, Debug)]
pub(crate) struct Cuts {
    /// The call that cuts.
    pub(crate) op: &'static str,
    /// The name of its node.
    pub(crate) node: &'static str,
    /// The dimension.
    pub(crate) dim: i64,
    /// Where each piece starts, and its length.
    pub(crate) pieces: Vec<[usize; 2]>,
    /// Whether pieces lack the dimension: all are one long.
    pub(crate) drops_dim: bool,
}

impl Cuts {
    fn cut(&self, layout: &Layout, at: usize) -> Result<Layout> {
        let [start, length] = self.pieces[at];
        match self.drops_dim {
            true => layout.select(self.op, self.dim, start as i64),
            false => layout.narrow(self.op, self.dim, start as i64, length),
        }
    }
}

/// The node of all pieces.
struct PiecesBackward {
    cuts: Cuts,
    /// Of the input: its gradient lies in memory as it does, so that views that were made before need no copy.
    layout: Layout,
}

impl PiecesBackward {
    /// The gradient of the input; pieces of which none has arrived are zeros.
    fn join(&self, grads: &[Option<Tensor>], like: &Tensor) -> Result<Tensor> {
        let Cuts { op, .. } = self.cuts;
        let out = Array::empty_like(op, &self.layout, like.dtype(), like.device())?;
        for (at, grad) in grads.iter().enumerate() {
            let place = out.with_layout(self.cuts.cut(out.layout(), at)?);
            let from = grad.as_ref().map_or(Operand::Scalar(0.into()), |grad| Operand::Array(grad.array()));
            copy_(op, &place, from)?;
        }
        Ok(Tensor::new(out))
    }

    /// As [`PiecesBackward::join`], of operators that have gradients themselves.
    fn join_recorded(&self, grads: &[Option<Tensor>], like: &Tensor) -> Result<Tensor> {
        let piece = |(at, grad): (usize, &Option<Tensor>)| match grad {
            Some(grad) => Ok(grad.clone()),
            None => Options::like(like).try_zeros(&self.cuts.cut(&self.layout, at)?.sizes()[..]),
        };
        let pieces = grads.iter().enumerate().map(piece).collect::<Result<Vec<_>>>()?;
        let pieces: Vec<&Tensor> = pieces.iter().collect();
        match self.cuts.drops_dim {
            true => Tensor::try_stack(&pieces, self.cuts.dim),
            false => Tensor::try_cat(&pieces, self.cuts.dim),
        }
    }
}

impl Backward for PiecesBackward {
    fn name(&self) -> &'static str {
        self.cuts.node
    }

    fn apply(&self, _node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(like) = grads.iter().flatten().next() else { return Ok(Gradients::new()) };
        let joined = if mode::is_grad_enabled() { self.join_recorded(grads, like) } else { self.join(grads, like) };
        Ok(smallvec![Some(joined?)])
    }
}

/// Views of the pieces of `x`, which together have each of its elements once.
#[track_caller]
pub(crate) fn pieces(x: &Tensor, cuts: Cuts) -> Result<Vec<Tensor>> {
    let layout = *x.array().layout();
    let layouts = (0..cuts.pieces.len()).map(|at| cuts.cut(&layout, at)).collect::<Result<Vec<_>>>()?;
    let view = |layout: Layout, origin, edge| x.view_of(x.array().with_layout(layout), origin, edge);
    if !mode::is_grad_enabled() {
        return Ok(layouts.into_iter().map(|layout| view(layout, Origin::NoGrad, None)).collect());
    }
    let node = x.edge().map(|edge| {
        let body = PiecesBackward { cuts, layout };
        Node::record(smallvec![Some(edge)], layouts.len(), Location::caller(), body)
    });
    let edge = |output: usize| node.clone().map(|node| Edge { node, output });
    Ok(layouts.into_iter().enumerate().map(|(at, layout)| view(layout, Origin::Multiple, edge(at))).collect())
}
