//! Writing in place: who may be written, and how the graph learns of it.

use std::sync::Arc;

use cresset_ops::{Array, copy};
use cresset_storage::{Error, Layout, Result};
use smallvec::SmallVec;

use crate::graph::{Backward, Edge, Gradients, Node, NodeRef};
use crate::tensor::Origin;
use crate::{Tensor, mode, views};

/// Refuses to write a tensor in place where the graph could not tell.
pub(crate) fn check(op: &'static str, target: &Tensor, recorded: bool) -> Result<()> {
    if target.is_inference() && !mode::is_inference_mode() && recorded {
        let remedy = "clone it outside of inference mode";
        return Err(Error::graph(op, "an inference tensor is written in a recorded call", "self", remedy));
    }
    if !mode::is_grad_enabled() {
        return Ok(());
    }
    if target.requires_grad() && target.is_leaf() {
        let remedy = "write it within no_grad, or use the form without the underscore";
        return Err(Error::graph(op, "a leaf that requires a gradient is written in place", "self", remedy));
    }
    let Some(view) = target.view_info() else { return Ok(()) };
    let base = &view.base;
    if base.requires_grad() && base.is_leaf() {
        let remedy = "write it within no_grad, or clone the leaf first";
        return Err(Error::graph(op, "a view of a leaf that requires a gradient is written in place", "self", remedy));
    }
    if !recorded && !base.requires_grad() {
        return Ok(());
    }
    let problem = match view.origin {
        Origin::Recorded => return Ok(()),
        Origin::NoGrad => "a view made without recording is written in a recorded call",
        Origin::Multiple => "one of several views made by one call is written in place",
    };
    Err(Error::graph(op, problem, "self", "make the view anew with select or narrow, or clone it"))
}

/// Makes `node` the call that made `target`. Where the target is a view, its base learns of the write too.
pub(crate) fn rebase(target: &Tensor, node: NodeRef) {
    let Some(view) = target.view_info() else {
        target.mark_requires_grad();
        let old = target.history().grad_fn.replace(Edge { node, output: 0 });
        drop(old);
        return;
    };
    let base = &view.base;
    let mut edges: SmallVec<[Option<Edge>; 2]> = SmallVec::new();
    edges.push(base.edge());
    edges.extend(node.next_edges().iter().skip(1).cloned());
    let place = node.place();
    let body = CopySlices { base: base.array().clone(), view: *target.array().layout(), written: node };
    let node = Node::record(edges, 1, place, body);
    base.mark_requires_grad();
    let old = base.history().grad_fn.replace(Edge { node, output: 0 });
    drop(old);
    target.mark_requires_grad();
    // The view's own edge is stale now: it is made from the base when next asked for.
    views::forget_edge(target);
}

/// The node of a base, one of whose views was written: the gradient of the written part goes through the writing call,
/// the rest passes by.
struct CopySlices {
    /// Of the base, for its geometry; the elements are not read.
    base: Array,
    view: Layout,
    written: NodeRef,
}

impl Backward for CopySlices {
    fn name(&self) -> &'static str {
        "CopySlices"
    }

    fn apply(&self, _node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        let base = self.base.layout();
        // The gradient in the geometry of the base, so that the view's layout fits it.
        let whole = Tensor::new(copy::empty_storage_like("CopySlices", &self.base)?);
        let whole = whole.try_zero_()?.try_as_strided_layout(base)?;
        let result = mode::no_grad(|| whole.try_copy_(grad.detach()).map(Tensor::clone))?;
        if mode::is_grad_enabled() {
            return Err(Error::graph("CopySlices", "no gradient of a gradient", "a written view", "clone the base first"));
        }
        let part = result.try_as_strided_layout(&self.view)?;
        let taken = part.try_contiguous_clone()?;
        let mut sent = self.written.body().apply(&self.written, &[Some(taken)])?;
        match sent.first_mut().and_then(Option::take) {
            Some(own) => part.try_copy_(&own)?,
            None => part.try_zero_()?,
        };
        let mut gradients = Gradients::new();
        gradients.push(Some(result));
        gradients.extend(sent.into_iter().skip(1));
        Ok(gradients)
    }

    fn release(&self) {
        self.written.body().release();
    }
}
