//! Backward: visits the graph from its roots and adds up gradients. The only place that adds them.

use std::cell::Cell;
use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use cresset_ops::pointwise::pointwise_;
use cresset_ops::{Operand, Pointwise};
use cresset_storage::{Error, ErrorKind, Result};
use smallvec::{SmallVec, smallvec};

use crate::graph::{Edge, Gradients, NodeRef, id};
use crate::{Tensor, autocast, mode};

/// How a run of backward behaves.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Settings {
    /// Saved tensors are kept for another run.
    pub(crate) retain_graph: bool,
    /// The run itself is recorded.
    pub(crate) create_graph: bool,
    /// Gradients are added to the leaves although some are wanted; none goes past a wanted edge.
    pub(crate) fills_leaves: bool,
}

thread_local! {
    /// Whether the run that is on adds gradients to leaves.
    static FILLS_LEAVES: Cell<bool> = const { Cell::new(true) };
}

/// Whether the run that is on adds gradients to leaves.
pub(crate) fn fills_leaves() -> bool {
    FILLS_LEAVES.get()
}

/// Says so until it is dropped.
struct Filling(bool);

impl Filling {
    fn begin(fills_leaves: bool) -> Filling {
        Filling(FILLS_LEAVES.replace(fills_leaves))
    }
}

impl Drop for Filling {
    fn drop(&mut self) {
        FILLS_LEAVES.set(self.0);
    }
}

/// Hashes addresses: their low bits are alike, so the high half of a product tells them apart.
#[derive(Default)]
pub(crate) struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_usize(usize::from(byte));
        }
    }
    fn write_usize(&mut self, value: usize) {
        self.0 = (self.0 ^ value as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(26);
    }
}

/// What is known of a node during a run.
struct State {
    /// Taken when the node has run.
    node: Option<NodeRef>,
    /// The places of the nodes that its gradients go to, one for each edge; [`NOWHERE`] where there is none.
    sends_to: SmallVec<[usize; 2]>,
    /// Edges from which a gradient is still to come.
    waiting_for: usize,
    grads: Gradients,
    /// Whether gradients that arrive here are wanted: all are in a plain backward.
    wanted: bool,
}

/// No node's place.
const NOWHERE: usize = usize::MAX;

/// A node whose gradients have all arrived.
struct Ready {
    sequence: u64,
    at: usize,
}

impl PartialEq for Ready {
    fn eq(&self, other: &Ready) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Ready {}
impl PartialOrd for Ready {
    fn partial_cmp(&self, other: &Ready) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Ready {
    fn cmp(&self, other: &Ready) -> Ordering {
        (self.sequence, self.at).cmp(&(other.sequence, other.at))
    }
}

/// The nodes of a run, by address.
#[derive(Default)]
struct Graph {
    states: Vec<State>,
    places: HashMap<usize, usize, BuildHasherDefault<AddressHasher>>,
}

/// Nodes of which a thread keeps the room from one run to the next.
const KEPT_NODES: usize = 1 << 12;

thread_local! {
    /// An empty graph whose room was already grown by earlier runs: growing it would cost as much as a small node.
    static ROOM: Cell<Graph> = Cell::default();
}

impl Graph {
    /// All nodes that can be reached from the roots without passing one of `ends`, with the number of edges into each.
    fn discover(roots: &[(Edge, Tensor)], ends: &[Option<Edge>]) -> Graph {
        let mut graph = ROOM.take();
        for (edge, _) in roots {
            graph.enter(&edge.node);
        }
        let mut next = 0;
        while next < graph.states.len() {
            let Some(node) = graph.states[next].node.clone() else { break };
            if ends.iter().flatten().any(|end| Arc::ptr_eq(&end.node, &node)) {
                next += 1;
                continue;
            }
            for edge in node.next_edges() {
                let at = edge.as_ref().map_or(NOWHERE, |edge| graph.enter(&edge.node));
                graph.states[next].sends_to.push(at);
                if let Some(state) = graph.states.get_mut(at) {
                    state.waiting_for += 1;
                }
            }
            next += 1;
        }
        graph
    }

    /// Leaves the room for the next run.
    fn end(mut self) {
        if self.states.capacity() <= KEPT_NODES {
            self.states.clear();
            self.places.clear();
            ROOM.set(self);
        }
    }

    fn enter(&mut self, node: &NodeRef) -> usize {
        let states = &mut self.states;
        *self.places.entry(id(node)).or_insert_with(|| {
            let grads = smallvec![None; node.n_outputs()];
            let node = Some(node.clone());
            states.push(State { node, sends_to: SmallVec::new(), waiting_for: 0, grads, wanted: true });
            states.len() - 1
        })
    }

    /// Marks the nodes from which one of `ends` can be reached, and only those, as wanted.
    fn restrict(&mut self, ends: &[Option<Edge>]) {
        for state in &mut self.states {
            state.wanted = false;
        }
        let mut stack: Vec<usize> =
            ends.iter().flatten().filter_map(|edge| self.places.get(&id(&edge.node)).copied()).collect();
        let mut sources: Vec<SmallVec<[usize; 2]>> = vec![SmallVec::new(); self.states.len()];
        for (at, state) in self.states.iter().enumerate() {
            for &to in state.sends_to.iter().filter(|&&to| to != NOWHERE) {
                sources[to].push(at);
            }
        }
        while let Some(at) = stack.pop() {
            if !std::mem::replace(&mut self.states[at].wanted, true) {
                stack.extend(&sources[at]);
            }
        }
    }
}

/// Runs backward from `roots`. Where `wanted` is given, the gradients that arrive at those edges are returned and no
/// leaf is changed unless the settings say so; else gradients are added to the leaves.
pub(crate) fn run(
    roots: Vec<(Edge, Tensor)>,
    wanted: Option<&[Option<Edge>]>,
    settings: Settings,
) -> Result<Vec<Option<Tensor>>> {
    let _mode = mode::set_grad_enabled(settings.create_graph);
    let _dtypes = autocast::restore(None);
    let fills_leaves = wanted.is_none() || settings.fills_leaves;
    let _filling = Filling::begin(fills_leaves);
    let mut graph = Graph::discover(&roots, wanted.filter(|_| fills_leaves).unwrap_or_default());
    let mut captured: Vec<Option<Tensor>> = vec![None; wanted.map_or(0, <[_]>::len)];
    let mut captures: HashMap<usize, SmallVec<[usize; 1]>, BuildHasherDefault<AddressHasher>> = HashMap::default();
    if let Some(ends) = wanted {
        if !fills_leaves {
            graph.restrict(ends);
        }
        for (slot, edge) in ends.iter().enumerate() {
            if let Some(edge) = edge {
                captures.entry(id(&edge.node)).or_default().push(slot);
            }
        }
    }
    let mut ready = BinaryHeap::new();
    for (edge, grad) in roots {
        let at = graph.enter(&edge.node);
        add(&mut graph.states[at].grads[edge.output], grad)?;
        if graph.states[at].waiting_for == 0 && !ready.iter().any(|entry: &Ready| entry.at == at) {
            ready.push(Ready { sequence: edge.node.sequence(), at });
        }
    }
    while let Some(Ready { at, .. }) = ready.pop() {
        // The place of a node in the graph's list is kept, but no handle: what it holds can go as soon as it has run.
        let Some(node) = graph.states[at].node.take() else { continue };
        let state = &mut graph.states[at];
        let arrived = state.grads.iter().any(Option::is_some);
        if state.wanted && arrived {
            run_hooks(&node, &mut state.grads)?;
        }
        if let (Some(ends), Some(slots)) = (wanted, captures.get(&id(&node))) {
            for &slot in slots {
                if let Some(edge) = &ends[slot] {
                    captured[slot] = state.grads.get(edge.output).cloned().flatten();
                }
            }
            if fills_leaves {
                state.grads.clear();
                continue;
            }
        }
        let is_leaf = node.next_edges().is_empty() && !fills_leaves;
        let mut sent = Gradients::new();
        if state.wanted && arrived && !is_leaf {
            sent = node.body().apply(&node, &state.grads).map_err(|cause| in_node(&node, cause))?;
            if mode::is_anomaly_enabled() {
                refuse_nan(&node, &sent)?;
            }
            if !settings.retain_graph {
                node.body().release();
            }
        }
        state.grads.clear();
        for (input, edge) in node.next_edges().iter().enumerate() {
            let Some(edge) = edge else { continue };
            let to = graph.states[at].sends_to[input];
            let state = &mut graph.states[to];
            if let (true, Some(grad)) = (state.wanted, sent.get_mut(input).and_then(Option::take)) {
                add(&mut state.grads[edge.output], grad)?;
            }
            state.waiting_for -= 1;
            if state.waiting_for == 0 {
                ready.push(Ready { sequence: edge.node.sequence(), at: to });
            }
        }
    }
    graph.end();
    Ok(captured)
}

fn run_hooks(node: &NodeRef, grads: &mut Gradients) -> Result<()> {
    // Copied out, so that a hook may add or remove hooks.
    let hooks: SmallVec<[_; 1]> = node.hooks().iter().map(|hook| (hook.output, hook.function.clone())).collect();
    for (output, function) in hooks {
        if let Some(Some(grad)) = grads.get_mut(output)
            && let Some(other) = function(grad)?
        {
            *grad = other;
        }
    }
    Ok(())
}

#[cold]
fn in_node(node: &NodeRef, cause: Error) -> Error {
    let recorded_at = mode::is_anomaly_enabled().then(|| node.place().to_string());
    match cause.kind() {
        // These name the node themselves.
        ErrorKind::Modified { .. } | ErrorKind::Backward { .. } | ErrorKind::Graph { .. } => cause,
        _ => ErrorKind::Backward { node: node.name(), recorded_at, cause }.into(),
    }
}

fn refuse_nan(node: &NodeRef, grads: &Gradients) -> Result<()> {
    for grad in grads.iter().flatten() {
        if mode::no_grad(|| grad.try_isnan()?.try_any()?.try_item())? != 0.0 {
            let recorded_at = Some(node.place().to_string());
            let cause = Error::graph("detect_anomaly", "backward made a NaN", node.name(), "check the call's inputs");
            return Err(ErrorKind::Backward { node: node.name(), recorded_at, cause }.into());
        }
    }
    Ok(())
}

/// Adds a gradient to what has arrived.
fn add(held: &mut Option<Tensor>, grad: Tensor) -> Result<()> {
    *held = Some(match held.take() {
        None => grad,
        Some(sum) if can_take_over(&sum) => {
            pointwise_(Pointwise::Add, sum.array(), &[Operand::Array(grad.array())])?;
            sum
        }
        Some(sum) => sum.try_add(&grad)?,
    });
    Ok(())
}

/// Whether nobody but the run holds the gradient, so that it may be written.
fn can_take_over(grad: &Tensor) -> bool {
    !mode::is_grad_enabled()
        && grad.is_contiguous()
        && Arc::strong_count(&grad.0) == 1
        && grad.array().storage().handles() == 1
}

/// Adds a gradient to that of a leaf.
pub(crate) fn add_to_leaf(leaf: &Tensor, grad: &Tensor) -> Result<()> {
    let mut history = leaf.history();
    let sum = match history.grad.take() {
        None if mode::is_grad_enabled() => grad.clone(),
        // A gradient that is held elsewhere, or that is broadcast, gets memory of its own: the leaf's may be written.
        None if grad.array().storage().handles() > 1 || !grad.is_contiguous() => grad.detach().try_copy_row_major()?,
        None => grad.detach(),
        Some(held) if mode::is_grad_enabled() => held.try_add(grad)?,
        Some(held) => {
            held.try_add_(grad)?;
            held
        }
    };
    history.grad = Some(sum);
    Ok(())
}
