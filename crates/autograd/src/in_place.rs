//! Writing in place: who may be written, and how the graph learns of it.

use cresset_storage::{Error, Result};
use smallvec::SmallVec;

use crate::graph::{Backward, Edge, Gradients, Node, NodeRef};
use crate::tensor::Origin;
use crate::views::{Between, Crossing};
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
    if Between::new(base, target).is_none() {
        let remedy = "reshape it to fewer dims first";
        return Err(Error::graph(op, "the parts of a written view have too many dims", "self", remedy));
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
    // Checked before the write: the parts of the base or of the view are a tensor.
    let Some(between) = Between::new(base, target) else { return };
    let body = CopySlices { between, written: node };
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
    between: Between,
    written: NodeRef,
}

impl Backward for CopySlices {
    fn name(&self) -> &'static str {
        "CopySlices"
    }

    fn apply(&self, _node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        let Between { base, view, crossing } = &self.between;
        let parts;
        let grad = match crossing {
            Crossing::ToReal => {
                parts = grad.try_view_as_real()?;
                &parts
            }
            _ => grad,
        };
        let taken = views::gather(grad, base, view)?;
        let ones = crate::try_ones_like(&taken.detach())?;
        let taken = if *crossing == Crossing::ToComplex { views::as_complex(&taken)? } else { taken };
        let mut sent = self.written.body().apply(&self.written, &[Some(taken)])?;
        let was_written = views::scatter(&ones, base, view)?.try_ne(0.0)?;
        let own = match sent.first_mut().and_then(Option::take) {
            Some(own) if *crossing == Crossing::ToComplex => views::scatter(&own.try_view_as_real()?, base, view)?,
            Some(own) => views::scatter(&own, base, view)?,
            None => crate::try_zeros_like(&grad.detach())?,
        };
        let mut gradients = Gradients::new();
        let own = was_written.try_where_self(&own, grad)?;
        gradients.push(Some(if *crossing == Crossing::ToReal { views::as_complex(&own)? } else { own }));
        gradients.extend(sent.into_iter().skip(1));
        Ok(gradients)
    }

    fn release(&self) {
        self.written.body().release();
    }
}
