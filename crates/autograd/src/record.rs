//! Records calls of hand-written operators, and holds what their nodes keep.

use std::panic::Location;
use std::sync::{Mutex, PoisonError};

use cresset_ops::{Array, copy};
use cresset_storage::{Error, Result};
use smallvec::SmallVec;

use crate::graph::{Backward, Edge, Gradients, Node, NodeRef};
use crate::saved::released;
use crate::{Tensor, in_place, mode, views};

/// Inputs of a call by position; `None` for an optional one that is not there.
pub(crate) type Inputs<'a> = [Option<&'a Tensor>];

/// Refuses tensors of several devices.
///
/// # Errors
/// They are on several.
pub(crate) fn one_device<'a>(op: &'static str, tensors: impl IntoIterator<Item = Option<&'a Tensor>>) -> Result<()> {
    cresset_ops::device_of(op, tensors.into_iter().flatten().map(Tensor::array)).map(drop)
}

/// Whether a call with these inputs is recorded.
#[inline]
pub(crate) fn is_recorded(inputs: &Inputs<'_>) -> bool {
    mode::is_grad_enabled() && inputs.iter().flatten().any(|input| input.requires_grad())
}

fn edges(inputs: &Inputs<'_>) -> SmallVec<[Option<Edge>; 2]> {
    inputs.iter().map(|input| input.and_then(Tensor::edge)).collect()
}

/// The result of a call. `body` makes the node's body from the result, and is asked only where the call is recorded.
#[track_caller]
#[inline]
pub(crate) fn record<B: Backward>(
    inputs: &Inputs<'_>,
    out: Array,
    body: impl FnOnce(&Array) -> Result<B>,
) -> Result<Tensor> {
    if !is_recorded(inputs) {
        return Ok(Tensor::new(out));
    }
    let node = Node::record(edges(inputs), 1, Location::caller(), body(&out)?);
    Ok(Tensor::recorded(out, Edge { node, output: 0 }))
}

/// Writes the result of a call over its first input, in the name of `op`. As [`record`], except that `body` must not
/// keep the first input.
///
/// # Errors
/// The first input must not be written, or the result does not have its sizes and dtype.
#[track_caller]
pub(crate) fn record_in_place<B: Backward>(
    op: &'static str,
    target: &Tensor,
    inputs: &Inputs<'_>,
    out: &Array,
    body: impl FnOnce() -> Result<B>,
) -> Result<()> {
    if out.sizes() != target.array().sizes() {
        let remedy = "use the form without the underscore";
        let shapes: [(_, &[usize]); 2] = [("self", target.sizes()), ("result", out.sizes())];
        return Err(Error::shape(op, "result has other sizes than the tensor in place", &shapes, remedy));
    }
    let recorded = is_recorded(inputs);
    in_place::check(op, target, recorded)?;
    let node = match recorded {
        true => Some(Node::record(edges(inputs), 1, Location::caller(), body()?)),
        false => None,
    };
    copy::copy_(op, target.array(), cresset_ops::Operand::Array(out))?;
    if let Some(node) = node {
        in_place::rebase(target, node);
    }
    Ok(())
}

/// What a node keeps until it is released.
#[derive(Debug)]
pub(crate) struct Keep<T>(Mutex<Option<T>>);

impl<T> Keep<T> {
    pub(crate) fn new(kept: T) -> Keep<T> {
        Keep(Mutex::new(Some(kept)))
    }

    /// What is kept, for as long as `body` runs.
    ///
    /// # Errors
    /// As `body`; also a node that was released.
    pub(crate) fn with<R>(&self, node: &NodeRef, body: impl FnOnce(&T) -> Result<R>) -> Result<R> {
        match &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(kept) => body(kept),
            None => Err(released(node)),
        }
    }

    /// Lets go of it.
    pub(crate) fn release(&self) {
        // Dropped outside of the lock: it may be the last handle to a graph.
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        drop(kept);
    }
}

/// The node of a value that has another tensor's gradient.
struct Carried;

impl Backward for Carried {
    fn name(&self) -> &'static str {
        "IdentityBackward"
    }

    fn apply(&self, _node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        Ok(smallvec::smallvec![grads.first().cloned().flatten()])
    }
}

/// The elements of `value`, newly made, with the gradient of `slope`, a tensor of its sizes and dtype: for operators
/// whose value is found another way than their gradient.
#[track_caller]
pub(crate) fn carrying(value: &Tensor, slope: &Tensor) -> Tensor {
    views::link(slope, value.array().clone(), Carried)
}
