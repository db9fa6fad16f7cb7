//! Recurrent layers on GPUs: for each step a product, and one kernel for all that is elementwise.

use cresset_storage::Result;

use super::call::{Program, ordinal_of};
use super::launch::Target;
use super::text::{computed, stored};
use crate::array::Array;
use crate::copy::contiguous;
use crate::cpu::recurrent::Layer;
use crate::matmul::{addmm, linear, mm};
use crate::recurrent::{Cell, Recurrence};

/// What a forward call reads and writes; as the CPU's.
pub(crate) struct Forward<'a> {
    pub(crate) bias: Option<&'a Array>,
    pub(crate) gates: &'a Array,
    pub(crate) states: &'a Array,
    pub(crate) beside: &'a Array,
}

/// What a backward call reads and writes; as the CPU's.
pub(crate) struct Backward<'a> {
    pub(crate) gates: &'a Array,
    pub(crate) states: &'a Array,
    pub(crate) beside: &'a Array,
    pub(crate) grad: Option<&'a Array>,
    pub(crate) to_gates: &'a Array,
    pub(crate) to_parts: &'a Array,
    pub(crate) to_hidden: &'a Array,
    pub(crate) to_memory: &'a Array,
}

/// The words of the structure.
const WORDS: usize = 14;

/// The matrix of one step.
fn step_of(op: &'static str, array: &Array, place: usize) -> Result<Array> {
    Ok(array.with_layout(array.layout().select(op, 0, place as i64)?))
}

/// Queues the kernel of a step. `words` gets where the written and the read arrays begin, and from an address, a place
/// and the elements of a place, where that place lies.
fn queue<const W: usize, const R: usize>(
    layer: &Layer,
    entry: &str,
    written: [&Array; W],
    read: [Option<&Array>; R],
    words: impl FnOnce([u64; W], [u64; R], &dyn Fn(u64, usize, usize) -> u64) -> [u64; WORDS - 2],
) -> Result<()> {
    let (op, dtype) = (layer.cell.op(), written[0].dtype());
    let (Some(ordinal), Some(held)) = (ordinal_of(written[0]), stored(dtype)) else { return Ok(()) };
    let types = [("In", held), ("C", computed(dtype))];
    let program = Program { name: "recurrent", types: &types, constants: &[], file: include_str!("recurrent.cu") };
    let (batch, hidden) = (layer.batch, layer.hidden);
    let targets = written.map(|array| Target::Held(op, array)).into();
    program.run(ordinal, (entry, batch * hidden), targets, &read, |found| {
        let place_of = |address: u64, place: usize, n: usize| address + (place * n * dtype.n_bytes()) as u64;
        let (written, read) = (std::array::from_fn(|at| found.written[at]), std::array::from_fn(|at| found.read[at]));
        let mut all = [0; WORDS];
        all[..WORDS - 2].copy_from_slice(&words(written, read, &place_of));
        (all[WORDS - 2], all[WORDS - 1]) = (batch as u64, hidden as u64);
        all
    })
}

/// Where the old and the new elements beside the states are.
fn beside_places(layer: &Layer, step: usize) -> [usize; 2] {
    let places = layer.places(step);
    if layer.cell == Cell::Gru { [places.gates; 2] } else { [places.old, places.new] }
}

/// All steps. Says no where there is no kernel for the call.
pub(crate) fn forward(layer: &Layer, how: Recurrence<'_>, call: &Forward<'_>) -> Result<bool> {
    let op = layer.cell.op();
    if ordinal_of(call.gates).is_none() || !call.gates.dtype().is_floating_point() {
        return Ok(false);
    }
    let weight = contiguous(op, how.weight)?;
    let (width, all) = (layer.batch * layer.hidden, layer.batch * layer.width());
    for step in (0..layer.steps).filter(|_| width > 0) {
        let (places, beside) = (layer.places(step), beside_places(layer, step));
        let sums = linear(&step_of(op, call.states, places.old)?, &weight, None)?;
        let written = [call.gates, call.states, call.beside];
        queue(layer, op, written, [Some(&sums), call.bias], |[gates, states, memory], [sums, bias], at| {
            let [old, new] = [places.old, places.new].map(|place| at(states, place, width));
            let [old_beside, new_beside] = beside.map(|place| at(memory, place, width));
            [sums, bias, at(gates, places.gates, all), old, new, old_beside, new_beside, 0, 0, 0, 0, 0]
        })?;
    }
    Ok(true)
}

/// All steps from the last, and the gradient of the first state. None where there is no kernel for the call.
pub(crate) fn backward(layer: &Layer, how: Recurrence<'_>, call: &Backward<'_>) -> Result<Option<Array>> {
    let op = layer.cell.op();
    if ordinal_of(call.gates).is_none() || !call.gates.dtype().is_floating_point() {
        return Ok(None);
    }
    let weight = contiguous(op, how.weight)?;
    let (width, all) = (layer.batch * layer.hidden, layer.batch * layer.width());
    let is_gru = layer.cell == Cell::Gru;
    let entry = format!("{op}_backward");
    let mut to_hidden = call.to_hidden.clone();
    for step in (0..layer.steps).rev().filter(|_| width > 0) {
        let (places, beside) = (layer.places(step), beside_places(layer, step));
        let written = [call.to_gates, call.to_parts, &to_hidden, call.to_memory];
        let read = [Some(call.gates), Some(call.states), Some(call.beside), call.grad];
        queue(layer, &entry, written, read, |to, [gates, states, memory, grad], at| {
            let [old, new] = [places.old, places.new].map(|place| at(states, place, width));
            let [old_beside, new_beside] = beside.map(|place| at(memory, place, width));
            let grad = if grad == 0 { 0 } else { at(grad, places.gates, width) };
            let [gates, to_gates, to_parts] = [gates, to[0], to[1]].map(|steps| at(steps, places.gates, all));
            [0, 0, gates, old, new, old_beside, new_beside, grad, to_gates, to_parts, to[2], to[3]]
        })?;
        to_hidden = match is_gru {
            true => addmm(&to_hidden, &step_of(op, call.to_parts, places.gates)?, &weight, 1.into(), 1.into())?,
            false => mm(&step_of(op, call.to_gates, places.gates)?, &weight)?,
        };
    }
    Ok(Some(to_hidden))
}
