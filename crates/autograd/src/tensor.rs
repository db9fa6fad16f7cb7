//! The tensor: a handle to an array that may be part of a graph.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cresset_ops::Array;
use cresset_storage::{DType, Device, Error, Layout, Result, Storage, placed};

use crate::accumulate::AccumulateGrad;
use crate::graph::{Edge, Node, NodeRef, give_up};
use crate::{mode, views};

/// A tensor. Clones are handles to the same tensor.
///
/// # Threads
/// A tensor can be used from several threads at once. Each operator holds the locks of its storages while its kernel
/// runs, so it sees a concurrent in-place write whole or not at all; which of the two, only the program's own
/// synchronisation decides. Recording is per thread: [`crate::no_grad`] on one does not touch another. Two threads may
/// run backward at once; gradients of shared leaves add up under the leaf's lock.
#[derive(Clone)]
pub struct Tensor(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    array: Array,
    /// The tensor whose memory this one is a view of.
    view: Option<View>,
    inference: bool,
    requires_grad: AtomicBool,
    history: Mutex<History>,
}

/// How a tensor came to share another's memory.
#[derive(Clone)]
pub(crate) struct View {
    pub(crate) base: Tensor,
    pub(crate) origin: Origin,
}

/// Where a view was made, which decides whether it may be written in place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Origin {
    /// By one recorded call.
    Recorded,
    /// Without recording.
    NoGrad,
    /// As one of several results.
    Multiple,
}

/// The tensor's place in the graph.
#[derive(Default)]
pub(crate) struct History {
    /// The call that made it.
    pub(crate) grad_fn: Option<Edge>,
    /// The version of the storage that `grad_fn` of a view stands for.
    pub(crate) view_version: u64,
    pub(crate) grad: Option<Tensor>,
    /// The node that gradients of this leaf arrive at.
    pub(crate) accumulator: Option<NodeRef>,
    pub(crate) retains_grad: bool,
}

impl Tensor {
    /// The array is put together where it stays.
    #[inline]
    fn from_parts(
        array: impl FnOnce() -> Array,
        view: Option<View>,
        requires_grad: bool,
        grad_fn: Option<Edge>,
    ) -> Tensor {
        Tensor(placed(|| {
            let array = array();
            let view_version = if view.is_some() { array.storage().version() } else { 0 };
            Inner {
                array,
                view,
                inference: mode::is_inference_mode(),
                requires_grad: AtomicBool::new(requires_grad),
                history: Mutex::new(History { grad_fn, view_version, ..History::default() }),
            }
        }))
    }

    /// A tensor outside of any graph.
    #[inline]
    #[must_use]
    pub fn new(array: Array) -> Tensor {
        Tensor::from_parts(|| array, None, false, None)
    }

    /// The result of a recorded call.
    #[inline]
    #[must_use]
    pub fn recorded(array: Array, edge: Edge) -> Tensor {
        Tensor::from_parts(|| array, None, true, Some(edge))
    }

    /// A tensor outside of any graph, over a filled storage.
    #[inline]
    pub(crate) fn over(storage: Storage, layout: &Layout, dtype: DType) -> Tensor {
        Tensor::from_parts(|| Array::over(storage, layout, dtype), None, false, None)
    }

    /// Makes a new tensor the result of a recorded call.
    #[inline]
    pub(crate) fn attach(mut self, edge: Edge) -> Tensor {
        match Arc::get_mut(&mut self.0) {
            Some(inner) => {
                *inner.requires_grad.get_mut() = true;
                inner.history.get_mut().unwrap_or_else(PoisonError::into_inner).grad_fn = Some(edge);
                self
            }
            None => Tensor::recorded(self.array().clone(), edge),
        }
    }

    /// A tensor of other memory at this tensor's place in the graph.
    pub(crate) fn same_edge(&self, array: Array) -> Tensor {
        match self.edge() {
            Some(edge) => Tensor::recorded(array, edge),
            None => Tensor::new(array),
        }
    }

    /// A view of `self`'s memory.
    pub(crate) fn view_of(&self, array: Array, origin: Origin, edge: Option<Edge>) -> Tensor {
        let base = self.0.view.as_ref().map_or_else(|| self.clone(), |view| view.base.clone());
        let origin = match &self.0.view {
            Some(view) if origin == Origin::Recorded => view.origin,
            _ => origin,
        };
        Tensor::from_parts(|| array, Some(View { base, origin }), edge.is_some(), edge)
    }

    /// The elements.
    #[inline]
    #[must_use]
    pub fn array(&self) -> &Array {
        &self.0.array
    }

    pub(crate) fn view_info(&self) -> Option<&View> {
        self.0.view.as_ref()
    }

    pub(crate) fn history(&self) -> MutexGuard<'_, History> {
        self.0.history.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn mark_requires_grad(&self) {
        self.0.requires_grad.store(true, Ordering::Release);
    }

    /// The sizes.
    #[inline]
    #[must_use]
    pub fn sizes(&self) -> &[usize] {
        self.0.array.sizes()
    }

    /// The sizes, as `tensor.shape`.
    #[inline]
    #[must_use]
    pub fn shape(&self) -> &[usize] {
        self.sizes()
    }

    /// The steps between neighbours of each dimension, in elements.
    #[must_use]
    pub fn strides(&self) -> &[usize] {
        self.0.array.layout().strides()
    }

    /// The position of the first element in the storage.
    #[must_use]
    pub fn storage_offset(&self) -> usize {
        self.0.array.layout().offset()
    }

    /// The size of one dimension; negative numbers count from the last.
    ///
    /// # Panics
    /// The dimension is not there.
    #[must_use]
    #[track_caller]
    pub fn size(&self, dim: i64) -> usize {
        crate::plain(self.try_size(dim))
    }

    /// [`Tensor::size`] with errors as values.
    ///
    /// # Errors
    /// The dimension is not there.
    pub fn try_size(&self, dim: i64) -> Result<usize> {
        let at = self.0.array.layout().dim("size", dim)?;
        self.sizes().get(at).copied().ok_or_else(|| {
            Error::shape("size", "a scalar has no dims", &[("self", self.sizes())], "unsqueeze it first")
        })
    }

    /// The number of dimensions.
    #[inline]
    #[must_use]
    pub fn dim(&self) -> usize {
        self.0.array.rank()
    }

    /// The number of elements.
    #[inline]
    #[must_use]
    pub fn numel(&self) -> usize {
        self.0.array.numel()
    }

    /// The type of the elements.
    #[inline]
    #[must_use]
    pub fn dtype(&self) -> DType {
        self.0.array.dtype()
    }

    /// Where the elements are.
    #[inline]
    #[must_use]
    pub fn device(&self) -> Device {
        self.0.array.device()
    }

    /// Whether the elements stand in row-major order without gaps.
    #[inline]
    #[must_use]
    pub fn is_contiguous(&self) -> bool {
        self.0.array.layout().is_contiguous()
    }

    /// How often the memory was written in place; saved tensors are checked by it.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.0.array.storage().version()
    }

    /// Whether both are handles to one tensor.
    #[must_use]
    pub fn is_same(&self, other: &Tensor) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Whether both look at the same memory.
    #[must_use]
    pub fn shares_storage(&self, other: &Tensor) -> bool {
        self.array().storage().same(other.array().storage())
    }

    /// Whether this tensor was made in inference mode.
    #[must_use]
    pub fn is_inference(&self) -> bool {
        self.0.inference
    }

    /// Whether this tensor looks at the memory of another.
    #[must_use]
    pub fn is_view(&self) -> bool {
        self.0.view.is_some()
    }

    /// Whether gradients flow to or through this tensor.
    #[inline]
    #[must_use]
    pub fn requires_grad(&self) -> bool {
        self.0.requires_grad.load(Ordering::Acquire)
            // A view made before its base came to need gradients needs them too.
            || self.0.view.as_ref().is_some_and(|view| view.origin != Origin::NoGrad && view.base.requires_grad_itself())
    }

    fn requires_grad_itself(&self) -> bool {
        self.0.requires_grad.load(Ordering::Acquire)
    }

    /// Whether no recorded call made this tensor.
    #[must_use]
    pub fn is_leaf(&self) -> bool {
        !self.requires_grad() || self.grad_fn().is_none()
    }

    /// The recorded call that made this tensor.
    #[must_use]
    pub fn grad_fn(&self) -> Option<NodeRef> {
        views::grad_edge(self).map(|edge| edge.node)
    }

    /// Says whether gradients are to flow to this leaf, and returns it.
    ///
    /// # Panics
    /// As [`Tensor::try_requires_grad_`] errs.
    #[track_caller]
    pub fn requires_grad_(&self, requires_grad: bool) -> &Tensor {
        crate::plain(self.try_requires_grad_(requires_grad))
    }

    /// [`Tensor::requires_grad_`] with errors as values.
    ///
    /// # Errors
    /// Not a floating dtype, an inference tensor, or not a leaf.
    pub fn try_requires_grad_(&self, requires_grad: bool) -> Result<&Tensor> {
        let op = "requires_grad_";
        if requires_grad && !self.dtype().is_differentiable() {
            let remedy = "only floating and complex dtypes can require gradients";
            return Err(Error::dtype(op, "not a floating dtype", &[("self", self.dtype())], remedy));
        }
        if requires_grad && self.0.inference {
            return Err(Error::graph(op, "made in inference mode", "tensor", "clone it outside of inference mode"));
        }
        if !self.is_leaf() {
            if requires_grad {
                return Ok(self);
            }
            let name = self.grad_fn().map_or("none", |node| node.name());
            return Err(Error::graph(op, "not a leaf", name, "use detach() to leave the graph"));
        }
        self.0.requires_grad.store(requires_grad, Ordering::Release);
        Ok(self)
    }

    /// The gradient that backward has left here.
    #[must_use]
    pub fn grad(&self) -> Option<Tensor> {
        self.history().grad.clone()
    }

    /// Sets or clears the gradient.
    pub fn set_grad(&self, grad: Option<Tensor>) {
        let old = std::mem::replace(&mut self.history().grad, grad);
        // Dropped outside of the lock: it may be the last handle to a graph.
        drop(old);
    }

    /// The same elements outside of the graph. Writes in place are seen by both.
    #[must_use]
    pub fn detach(&self) -> Tensor {
        Tensor::new(self.array().clone())
    }

    /// Where gradients of this tensor go; `None` if it needs none.
    #[inline]
    pub(crate) fn edge(&self) -> Option<Edge> {
        if !self.requires_grad() {
            return None;
        }
        views::grad_edge(self).or_else(|| Some(Edge { node: self.accumulator(), output: 0 }))
    }

    /// The node that gradients of this leaf arrive at.
    pub(crate) fn accumulator(&self) -> NodeRef {
        let leaf = || Node::leaf(AccumulateGrad::new(Arc::downgrade(&self.0)));
        self.history().accumulator.get_or_insert_with(leaf).clone()
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        let history = self.history.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(edge) = history.grad_fn.take() {
            give_up(edge);
        }
    }
}

impl fmt::Debug for Tensor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
