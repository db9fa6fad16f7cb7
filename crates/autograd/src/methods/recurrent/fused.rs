//! One direction of one recurrent layer as one node: all steps in one kernel, and the gradients of the weights as one
//! product each. Gradients of gradients go through the operators that the layer is made of.

use std::panic::Location;

use cresset_ops::matmul;
use cresset_ops::recurrent::{self as ops, Arrived, Recurrence, Trace};
use cresset_storage::{DType, Device, Error, Result};

use super::{Cell, State, Weights, composed};
use crate::engine::{self, Settings};
use crate::graph::{Backward, Edge, Gradients, Node, NodeRef};
use crate::methods::linear_algebra::tall;
use crate::methods::neural::signed;
use crate::record::{Keep, carrying, is_recorded};
use crate::saved::Saved;
use crate::{Tensor, mode};

/// Rows of all steps from which packing weights is repaid, if they are more than [`SMALL_WEIGHTS`].
const LEAST_ROWS: usize = 16;

/// Elements of a weight that are packed faster than one operator is called.
const SMALL_WEIGHTS: usize = 1 << 14;

/// Whether a call is one that the kernel takes.
pub(super) fn fits(x: &Tensor, first: &State, weights: Weights<'_>) -> bool {
    let all = [Some(x), Some(&first.hidden), first.memory.as_ref(), Some(weights.input), Some(weights.hidden)];
    let biases = weights.biases.into_iter().flatten().map(Some);
    let mut tensors = all.into_iter().chain(biases).flatten();
    weights.projection.is_none()
        && (has_kernel(x) || repays_packing(x, weights))
        && tensors.all(|tensor| tensor.dtype() == x.dtype() && tensor.device() == x.device())
}

/// Whether the layer has a kernel on a GPU.
pub(super) fn has_kernel(x: &Tensor) -> bool {
    x.device() != Device::Cpu && x.dtype().is_floating_point()
}

/// Whether the kernel of the CPU takes the dtype, and is faster than the operators that a layer is made of.
fn repays_packing(x: &Tensor, weights: Weights<'_>) -> bool {
    let rows: usize = x.sizes()[..2].iter().product();
    x.device() == Device::Cpu
        && matches!(x.dtype(), DType::F32 | DType::F64)
        && (rows >= LEAST_ROWS || weights.hidden.array().numel() <= SMALL_WEIGHTS)
}

/// What the node keeps: of its inputs the input, first state and memory, weights and biases, and what the steps left.
struct Kept {
    inputs: [Option<Saved>; INPUTS],
    /// The states, which are a result and may be written.
    states: Saved,
    trace: Trace,
}

const INPUTS: usize = 7;

struct RecurrentBackward {
    cell: Cell,
    reverse: bool,
    kept: Keep<Kept>,
}

/// As [`composed`].
#[track_caller]
pub(super) fn run(
    cell: Cell,
    x: &Tensor,
    first: &State,
    weights: Weights<'_>,
    reverse: bool,
) -> Result<(Tensor, State)> {
    let x = &x.try_contiguous()?;
    let [from_input, from_hidden] = weights.biases.map_or([None; 2], |biases| biases.map(Some));
    let inputs = [
        Some(x),
        Some(&first.hidden),
        first.memory.as_ref(),
        Some(weights.input),
        Some(weights.hidden),
        from_input,
        from_hidden,
    ];
    let gates = matmul::linear(x.array(), weights.input.array(), from_input.map(Tensor::array))?;
    let how = Recurrence { cell, reverse, weight: weights.hidden.array(), bias: from_hidden.map(Tensor::array) };
    let trace = ops::recurrent(how, gates, first.hidden.array(), first.memory.as_ref().map(Tensor::array))?;
    let (states, hidden) = (trace.states()?, trace.last_state()?);
    let memory = first.memory.is_some().then(|| trace.last_memory()).transpose()?;
    if !is_recorded(&inputs) {
        let state = State { hidden: Tensor::new(hidden), memory: memory.map(Tensor::new) };
        return Ok((Tensor::new(states), state));
    }
    let mut saved = [const { None }; INPUTS];
    for (saved, input) in saved.iter_mut().zip(inputs) {
        *saved = input.map(Saved::input).transpose()?;
    }
    let kept = Keep::new(Kept { inputs: saved, states: Saved::output(&states, 0), trace });
    let edges = inputs.iter().map(|input| input.and_then(Tensor::edge)).collect();
    let node = Node::record(edges, 3, Location::caller(), RecurrentBackward { cell, reverse, kept });
    let result = |array, output| Tensor::recorded(array, Edge { node: node.clone(), output });
    let state = State { hidden: result(hidden, 1), memory: memory.map(|memory| result(memory, 2)) };
    Ok((result(states, 0), state))
}

impl Backward for RecurrentBackward {
    fn name(&self) -> &'static str {
        match self.cell {
            Cell::Tanh => "RnnTanhBackward0",
            Cell::Relu => "RnnReluBackward0",
            Cell::Lstm => "LstmBackward0",
            Cell::Gru => "GruBackward0",
        }
    }

    fn apply(&self, node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        if grads.iter().all(Option::is_none) {
            return Ok(Gradients::new());
        }
        self.kept.with(node, |kept| {
            if mode::is_grad_enabled() { self.on_tensors(node, kept, grads) } else { self.fused(node, kept, grads) }
        })
    }

    fn release(&self) {
        self.kept.release();
    }
}

/// An input that every call has.
fn there<T>(input: Option<T>) -> Result<T> {
    input.ok_or_else(|| Error::graph("recurrent", "an input is gone", "inputs", "give all inputs"))
}

impl RecurrentBackward {
    #[track_caller]
    fn fused(&self, node: &NodeRef, kept: &Kept, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let input = |at: usize| there(kept.inputs[at].as_ref())?.tensor(node);
        kept.states.array(node)?;
        let (x, w_ih, w_hh) = (input(0)?, input(3)?, input(4)?);
        let how = Recurrence { cell: self.cell, reverse: self.reverse, weight: w_hh.array(), bias: None };
        let grad = |at: usize| grads.get(at).and_then(Option::as_ref).map(Tensor::array);
        let arrived = Arrived { states: grad(0), hidden: grad(1), memory: grad(2) };
        let sent = ops::recurrent_backward(how, &kept.trace, arrived)?;
        let is_gru = self.cell == Cell::Gru;
        let (gates, parts) = (tall(&Tensor::new(sent.gates))?, tall(&Tensor::new(sent.parts))?);
        let needed = |at: usize| node.needs_input_grad(at);
        let wanted = |at: usize, found: &dyn Fn() -> Result<Tensor>| needed(at).then(found).transpose();
        let to_bias = |grads: &Tensor| grads.try_sum_dim([0], false);
        let to_first = wanted(5, &|| to_bias(&gates))?;
        let to_second = match &to_first {
            Some(same) if !is_gru && needed(6) => Some(same.clone()),
            _ => wanted(6, &|| to_bias(&parts))?,
        };
        let old = Tensor::new(kept.trace.old_states()?);
        Ok([
            wanted(0, &|| gates.try_mm(&w_ih)?.try_reshape(signed(x.sizes())))?,
            needed(1).then(|| Tensor::new(sent.hidden)),
            needed(2).then(|| Tensor::new(sent.memory)),
            wanted(3, &|| gates.try_t()?.try_mm(&tall(&x)?))?,
            wanted(4, &|| parts.try_t()?.try_mm(&tall(&old)?))?,
            to_first,
            to_second,
        ]
        .into_iter()
        .collect())
    }

    /// The gradients as operators on tensors, so that they have gradients themselves.
    #[track_caller]
    fn on_tensors(&self, node: &NodeRef, kept: &Kept, grads: &[Option<Tensor>]) -> Result<Gradients> {
        // Under names of their own: an input that is made of another one must not send its gradient there.
        let mut inputs = [const { None }; INPUTS];
        for (input, saved) in inputs.iter_mut().zip(&kept.inputs) {
            let own = |saved: &Saved| saved.tensor(node).map(|tensor| carrying(&tensor, &tensor));
            *input = saved.as_ref().map(own).transpose()?;
        }
        let [x, hidden, memory, input, from_hidden, first, second] = inputs.each_ref().map(Option::as_ref);
        let biases = first.zip(second).map(|(first, second)| [first, second]);
        let weights = Weights { input: there(input)?, hidden: there(from_hidden)?, biases, projection: None };
        let state = State { hidden: there(hidden)?.clone(), memory: memory.cloned() };
        let (states, last) = composed(self.cell, there(x)?, state, weights, self.reverse)?;
        let results = [Some(states), Some(last.hidden), last.memory];
        let roots = results.into_iter().zip(grads).filter_map(|(result, grad)| Some((result?.edge()?, grad.clone()?)));
        let ends: Vec<Option<Edge>> = inputs.iter().map(|input| input.as_ref().and_then(Tensor::edge)).collect();
        let settings = Settings { retain_graph: true, create_graph: true, fills_leaves: false };
        Ok(engine::run(roots.collect(), Some(&ends[..]), settings)?.into_iter().collect())
    }
}
