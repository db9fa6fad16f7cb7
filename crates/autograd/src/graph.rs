//! The graph: nodes that know how to send gradients on, and edges between them.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::panic::Location;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cresset_storage::{Result, placed};
use smallvec::SmallVec;

use crate::Tensor;

/// Gradients, one for each output or input of a node; `None` where there is none.
pub type Gradients = SmallVec<[Option<Tensor>; 2]>;

/// What a node does.
pub trait Backward: Send + Sync + 'static {
    /// PyTorch's name of the node: `MulBackward0`.
    fn name(&self) -> &'static str;

    /// The gradients of the inputs from those of the outputs. Entries whose edge is absent may be `None`.
    ///
    /// # Errors
    /// What the operators of the formula refuse, or saved tensors that are gone or were written.
    fn apply(&self, node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients>;

    /// Lets go of saved tensors.
    fn release(&self) {}
}

/// A node of the graph: one recorded call.
pub struct Node<B: ?Sized = dyn Backward> {
    sequence: u64,
    edges: SmallVec<[Option<Edge>; 2]>,
    n_outputs: usize,
    hooks: Mutex<Vec<Hook>>,
    place: &'static Location<'static>,
    body: B,
}

/// A function that sees the gradient of an output before its node runs, and may replace it.
pub(crate) struct Hook {
    pub(crate) id: u64,
    pub(crate) output: usize,
    pub(crate) function: HookFunction,
}

/// See [`Hook`].
pub(crate) type HookFunction = Arc<dyn Fn(&Tensor) -> Result<Option<Tensor>> + Send + Sync>;

/// Where a gradient goes: an output of a node.
#[derive(Clone, Debug)]
pub struct Edge {
    /// The node.
    pub node: NodeRef,
    /// Which of its outputs.
    pub output: usize,
}

thread_local! {
    static SEQUENCE: Cell<u64> = const { Cell::new(0) };
}

/// The number of the next recorded call. Backward visits later calls first.
fn next_sequence() -> u64 {
    SEQUENCE.replace(SEQUENCE.get() + 1)
}

impl<B: Backward> Node<B> {
    /// A node for a call recorded at `place`.
    #[inline]
    pub(crate) fn record(
        edges: SmallVec<[Option<Edge>; 2]>,
        n_outputs: usize,
        place: &'static Location<'static>,
        body: B,
    ) -> NodeRef {
        placed(|| Node { sequence: next_sequence(), edges, n_outputs, hooks: Mutex::default(), place, body })
    }

    /// The node that ends the graph at a leaf: it runs before all others that are ready.
    pub(crate) fn leaf(body: B) -> NodeRef {
        Arc::new(Node {
            sequence: u64::MAX,
            edges: SmallVec::new(),
            n_outputs: 1,
            hooks: Mutex::new(Vec::new()),
            place: Location::caller(),
            body,
        })
    }
}

impl Node {
    /// PyTorch's name of the node.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.body.name()
    }

    /// Where the gradients of the inputs go.
    #[must_use]
    pub fn next_edges(&self) -> &[Option<Edge>] {
        &self.edges
    }

    /// Whether the gradient of an input is wanted.
    #[inline]
    #[must_use]
    pub fn needs_input_grad(&self, input: usize) -> bool {
        matches!(self.edges.get(input), Some(Some(_)))
    }

    /// The source line of the recorded call.
    #[must_use]
    pub fn place(&self) -> &'static Location<'static> {
        self.place
    }

    pub(crate) fn sequence(&self) -> u64 {
        self.sequence
    }

    pub(crate) fn n_outputs(&self) -> usize {
        self.n_outputs
    }

    pub(crate) fn hooks(&self) -> MutexGuard<'_, Vec<Hook>> {
        self.hooks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn body(&self) -> &dyn Backward {
        &self.body
    }
}

/// A handle to a [`Node`].
pub type NodeRef = Arc<Node>;

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}>", self.name())
    }
}

/// A number that tells this node from every other one alive.
#[inline]
pub(crate) fn id(node: &NodeRef) -> usize {
    Arc::as_ptr(node).cast::<()>() as usize
}

thread_local! {
    /// Edges given up while a node is taken apart; `None` outside of that.
    static GIVEN_UP: RefCell<Option<Vec<Edge>>> = const { RefCell::new(None) };
}

/// Drops an edge. Where it holds the last handle to a chain of nodes, they are taken apart one after the other instead
/// of one within the other, which would overflow the stack.
pub(crate) fn give_up(edge: Edge) {
    if Arc::strong_count(&edge.node) > 1 {
        return;
    }
    let mut edge = Some(edge);
    // While the thread ends there may be no list any more: then the edge goes at once.
    let outermost = GIVEN_UP.try_with(|list| match &mut *list.borrow_mut() {
        Some(list) => {
            list.extend(edge.take());
            false
        }
        none => {
            *none = Some(Vec::new());
            true
        }
    });
    drop(edge);
    while outermost == Ok(true) {
        let next = GIVEN_UP.with(|list| {
            let mut list = list.borrow_mut();
            let next = list.as_mut().and_then(Vec::pop);
            if next.is_none() {
                *list = None;
            }
            next
        });
        if next.is_none() {
            break;
        }
    }
}

impl<B: ?Sized> Drop for Node<B> {
    fn drop(&mut self) {
        while let Some(edge) = self.edges.pop() {
            if let Some(edge) = edge {
                give_up(edge);
            }
        }
    }
}
