//! Views: tensors that look at another's memory, and the calls that make them.

mod pieces;

pub(crate) use pieces::{Cuts, pieces};

use std::panic::Location;

use cresset_ops::{Array, strided};
use cresset_storage::{Dims, Layout, Result};
use smallvec::smallvec;

use crate::graph::{Backward, Edge, Gradients, Node, NodeRef};
use crate::methods::complex::layout_of_parts;
use crate::tensor::{Origin, View};
use crate::{Tensor, mode};

/// How the gradient of a view becomes that of its input.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "stands in a node of its own: a box would cost an allocation")]
pub(crate) enum Undo {
    /// The view has the input's elements in the input's order under other sizes.
    Reshape(Dims),
    /// The view has the input's dimensions in this order.
    Permute(Dims),
    /// The view repeats elements of an input of these sizes.
    Expand(Dims),
    /// The view has some elements of the input: both as layouts of one buffer.
    Part { input: Layout, view: Layout },
    /// The view has the parts of complex numbers.
    AsReal,
    /// The view has complex numbers of these parts.
    AsComplex,
}

/// The node of a view.
struct ViewBackward {
    name: &'static str,
    undo: Undo,
}

impl Backward for ViewBackward {
    fn name(&self) -> &'static str {
        self.name
    }

    fn apply(&self, _node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        Ok(smallvec![Some(match &self.undo {
            Undo::Reshape(sizes) => reshape_to(grad, sizes)?,
            Undo::Permute(order) => {
                let mut inverse = vec![0; order.len()];
                for (to, &from) in order.iter().enumerate() {
                    inverse[from] = to as i64;
                }
                grad.try_permute(inverse)?
            }
            Undo::Expand(sizes) => grad.try_sum_to_size(sizes)?,
            Undo::Part { input, view } => scatter(grad, input, view)?,
            Undo::AsReal => as_complex(grad)?,
            Undo::AsComplex => grad.try_view_as_real()?,
        })])
    }
}

/// Complex numbers of the parts in the last dimension, wherever these stand.
#[track_caller]
pub(crate) fn as_complex(x: &Tensor) -> Result<Tensor> {
    x.try_contiguous()?.try_view_as_complex()
}

/// The elements of `x`, which has the sizes of `input`, at the places of `view`: both are layouts of one buffer.
#[track_caller]
pub(crate) fn gather(x: &Tensor, input: &Layout, view: &Layout) -> Result<Tensor> {
    let out = strided::gather("as_strided", x.array(), input, view)?;
    let body = Strided { input: *input, view: *view, scatters_back: true };
    Ok(link(x, out, body))
}

/// A tensor of the sizes of `input` that has the elements of `x` at the places of `view` and zeros elsewhere. Elements
/// that share a place are added.
#[track_caller]
pub(crate) fn scatter(x: &Tensor, input: &Layout, view: &Layout) -> Result<Tensor> {
    let out = strided::scatter("as_strided_scatter", x.array(), input, view)?;
    let body = Strided { input: *input, view: *view, scatters_back: false };
    Ok(link(x, out, body))
}

/// [`gather`] and [`scatter`] are each other's gradient.
struct Strided {
    input: Layout,
    view: Layout,
    scatters_back: bool,
}

impl Backward for Strided {
    fn name(&self) -> &'static str {
        "AsStridedBackward0"
    }

    fn apply(&self, _node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        let back = if self.scatters_back { scatter } else { gather };
        Ok(smallvec![Some(back(grad, &self.input, &self.view)?)])
    }
}

/// The result of a call with one input, recorded if the input needs it.
#[track_caller]
pub(crate) fn link(x: &Tensor, out: Array, body: impl Backward) -> Tensor {
    match x.edge() {
        Some(edge) if mode::is_grad_enabled() => {
            let node = Node::record(smallvec![Some(edge)], 1, Location::caller(), body);
            Tensor::recorded(out, Edge { node, output: 0 })
        }
        _ => Tensor::new(out),
    }
}

/// A view of `x`. `undo` is asked for only where the call is recorded.
#[track_caller]
pub(crate) fn record(
    name: &'static str,
    x: &Tensor,
    layout: Layout,
    origin: Origin,
    undo: impl FnOnce() -> Result<Undo>,
) -> Result<Tensor> {
    record_as(name, x, x.array().with_layout(layout), origin, undo)
}

/// As [`record`], of any array over the memory of `x`.
#[track_caller]
pub(crate) fn record_as(
    name: &'static str,
    x: &Tensor,
    array: Array,
    origin: Origin,
    undo: impl FnOnce() -> Result<Undo>,
) -> Result<Tensor> {
    if !mode::is_grad_enabled() {
        return Ok(x.view_of(array, Origin::NoGrad, None));
    }
    let edge = match x.edge() {
        Some(edge) => {
            let body = ViewBackward { name, undo: undo()? };
            Some(Edge { node: Node::record(smallvec![Some(edge)], 1, Location::caller(), body), output: 0 })
        }
        None => None,
    };
    Ok(x.view_of(array, origin, edge))
}

/// A view that has some of the elements of `x`: `cut` is applied to the layout of `x`, and for the gradient to a
/// row-major one of its sizes.
#[track_caller]
pub(crate) fn part(
    name: &'static str,
    x: &Tensor,
    origin: Origin,
    cut: impl Fn(&Layout) -> Result<Layout>,
) -> Result<Tensor> {
    let layout = x.array().layout();
    record(name, x, cut(layout)?, origin, || {
        let input = Layout::contiguous(*layout.sizes());
        Ok(Undo::Part { view: cut(&input)?, input })
    })
}

fn reshape_to(x: &Tensor, sizes: &Dims) -> Result<Tensor> {
    let wanted: Vec<i64> = sizes.iter().map(|&size| size as i64).collect();
    x.try_reshape(wanted)
}

/// Whether a view sees the memory of its base as another kind of number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Crossing {
    /// No.
    No,
    /// The base is complex, the view is of its parts.
    ToReal,
    /// The view is of complex numbers made of the base's elements.
    ToComplex,
}

/// A base and its view as layouts of one buffer, in the elements of the one that is real if only one is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Between {
    pub(crate) base: Layout,
    pub(crate) view: Layout,
    pub(crate) crossing: Crossing,
}

impl Between {
    /// `None` where the parts have too many dimensions to be a tensor of their own.
    pub(crate) fn new(base: &Tensor, view: &Tensor) -> Option<Between> {
        let (base_layout, view_layout) = (*base.array().layout(), *view.array().layout());
        Some(match (base.dtype().is_complex(), view.dtype().is_complex()) {
            (true, false) => {
                Between { base: layout_of_parts(&base_layout).ok()?, view: view_layout, crossing: Crossing::ToReal }
            }
            (false, true) => {
                Between { base: base_layout, view: layout_of_parts(&view_layout).ok()?, crossing: Crossing::ToComplex }
            }
            _ => Between { base: base_layout, view: view_layout, crossing: Crossing::No },
        })
    }
}

/// Where gradients of a tensor that is no leaf go. That of a view is made anew when its base was written since.
#[inline]
pub(crate) fn grad_edge(tensor: &Tensor) -> Option<Edge> {
    match tensor.view_info() {
        Some(view) => edge_of_view(tensor, view),
        None => tensor.history().grad_fn.clone(),
    }
}

fn edge_of_view(tensor: &Tensor, view: &View) -> Option<Edge> {
    let mut history = tensor.history();
    let version = tensor.array().storage().version();
    if history.view_version == version || view.origin == Origin::NoGrad || !view.base.requires_grad() {
        return history.grad_fn.clone();
    }
    let base = view.base.edge()?;
    let between = Between::new(&view.base, tensor)?;
    let part = Undo::Part { input: between.base, view: between.view };
    let steps = match between.crossing {
        Crossing::No => [Some(part), None],
        Crossing::ToReal => [Some(Undo::AsReal), Some(part)],
        Crossing::ToComplex => [Some(part), Some(Undo::AsComplex)],
    };
    let place = base.node.place();
    let mut edge = base;
    for undo in steps.into_iter().flatten() {
        let body = ViewBackward { name: "AsStridedBackward0", undo };
        edge = Edge { node: Node::record(smallvec![Some(edge)], 1, place, body), output: 0 };
    }
    history.view_version = version;
    history.grad_fn = Some(edge);
    history.grad_fn.clone()
}

/// Makes [`grad_edge`] of a view start from its base again.
pub(crate) fn forget_edge(view: &Tensor) {
    view.history().view_version = u64::MAX;
}
