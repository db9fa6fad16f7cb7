//! Steps of optimisers: one call updates all parameters and their states in place.

pub(crate) mod rule;

use std::collections::HashSet;

use cresset_storage::{DType, Device, Dims, Error, ErrorKind, Result};

use crate::array::{Array, Operand};
use crate::copy;
use crate::cpu::optimizer::{lie_alike, run};
use crate::cuda;
use crate::generated::Pointwise;
use crate::pointwise::{check_writable, pointwise, pointwise_};
use crate::reduce;

pub use crate::generated::rules::Rule;
use rule::{MOST_ARRAYS, Update};

/// The most states of one parameter.
pub const MAX_STATES: usize = 3;

/// One parameter of a step.
#[derive(Clone, Copy, Debug)]
pub struct Slot<'a> {
    /// The parameter, which is written.
    pub param: &'a Array,
    /// Its gradient, of the same sizes and dtype.
    pub grad: &'a Array,
    /// The states the optimiser keeps of it, made by [`state_like`]; they are written.
    pub states: [Option<&'a Array>; MAX_STATES],
    /// The number of this step of this parameter; the first is 1.
    pub step: u64,
}

/// Zeros in the memory order of a parameter: a new state of it.
///
/// # Errors
/// No memory left.
pub fn state_like(param: &Array) -> Result<Array> {
    let mut out = Array::empty_like("state_like", param.layout(), param.dtype(), param.device())?;
    copy::copy_into("state_like", Operand::Scalar(0.into()), &mut out)?;
    Ok(out)
}

/// A step of a rule over all parameters at once.
///
/// # Numerics
/// The roundings of PyTorch's loop over parameters; f16 and bf16 are computed in f32 and rounded once.
///
/// # Errors
/// Sizes, dtypes or memory orders that differ within a slot, a state that is not there, or memory in two slots.
pub fn step(rule: &Rule, slots: &[Slot<'_>]) -> Result<()> {
    step_each(slots, &|_| *rule)
}

/// [`step`] with a rule for each slot by its place, for options that differ between parameters.
///
/// # Errors
/// As [`step`].
pub fn step_each(slots: &[Slot<'_>], rule: &dyn Fn(usize) -> Rule) -> Result<()> {
    let parts: Vec<_> = (0..slots.len()).map(|at| rule(at).parts()).collect();
    let Some(op) = parts.first().map(|(row, _)| row.name) else { return Ok(()) };
    for (slot, (row, _)) in slots.iter().zip(&parts) {
        check(op, slot, row.n_arrays - 2)?;
    }
    // Gradients in another order than their parameter's are copied into it; most steps have none.
    let mut moved = Vec::new();
    for (at, slot) in slots.iter().enumerate() {
        if slot.param.layout().is_dense() && !lie_alike(slot.param, slot.grad) {
            let mut grad = Array::empty_like(op, slot.param.layout(), slot.grad.dtype(), slot.grad.device())?;
            copy::copy_into(op, Operand::Array(slot.grad), &mut grad)?;
            moved.push((at, grad));
        }
    }
    let mut moves = moved.iter().peekable();
    let mut updates = Vec::with_capacity(slots.len());
    let mut gapped = Vec::new();
    for (at, (slot, &(row, options))) in slots.iter().zip(&parts).enumerate() {
        if !slot.param.layout().is_dense() {
            gapped.push((at, slot));
            continue;
        }
        let grad = moves.next_if(|(place, _)| *place == at).map_or(slot.grad, |(_, grad)| grad);
        let held = [Some(slot.param), Some(grad)].into_iter().chain(slot.states).take(row.n_arrays);
        let mut arrays = [None; MOST_ARRAYS];
        arrays.iter_mut().zip(held).for_each(|(array, held)| *array = held);
        updates.push(Update { row, options, step: slot.step as f64, arrays });
    }
    let device = |update: &Update<'_>| update.arrays[0].map(Array::device);
    for alike in updates.chunk_by(|lhs, rhs| device(lhs) == device(rhs)) {
        if !cuda::optimizer::run(op, alike)? {
            run(op, alike)?;
        }
    }
    gapped.into_iter().try_for_each(|(at, slot)| step_of_gapped(op, slot, &rule(at)))
}

/// The step of a parameter with gaps between its elements, through a copy without.
fn step_of_gapped(op: &'static str, slot: &Slot<'_>, rule: &Rule) -> Result<()> {
    check_writable(op, slot.param)?;
    let param = copy::contiguous_copy(op, slot.param)?;
    step(rule, &[Slot { param: &param, ..*slot }])?;
    copy::copy_(op, slot.param, Operand::Array(&param))
}

/// Multiplies arrays by a number in place.
///
/// # Errors
/// Elements that cannot be written.
pub fn scale_(op: &'static str, arrays: &[&Array], factor: f64) -> Result<()> {
    scaled(op, arrays, factor, false).map(drop)
}

/// Multiplies arrays by a number in place. Gives for each device a truth value: whether all elements there were finite
/// before.
///
/// # Errors
/// As [`scale_`].
pub fn unscale_(op: &'static str, arrays: &[&Array], factor: f64) -> Result<Vec<Array>> {
    scaled(op, arrays, factor, true)
}

fn scaled(op: &'static str, arrays: &[&Array], factor: f64, looks: bool) -> Result<Vec<Array>> {
    arrays.iter().try_for_each(|array| check_writable(op, array))?;
    let mut finite: Vec<Array> = Vec::new();
    let mut fused: Vec<Vec<&Array>> = Vec::new();
    let mut written = HashSet::new();
    for &array in arrays {
        let device = array.device();
        let at = finite.iter().position(|held| held.device() == device).unwrap_or(finite.len());
        if at == finite.len() {
            finite.push(copy::full(op, &Dims::EMPTY, true.into(), DType::Bool, device)?);
            fused.push(Vec::new());
        }
        // Blocks of one launch must not meet in one storage.
        let first = written.insert(array.storage().id());
        let dense = array.dtype().is_floating_point() && array.layout().is_dense();
        if device != Device::Cpu && dense && first {
            fused[at].push(array);
            continue;
        }
        if looks {
            let all = reduce::all(&pointwise(Pointwise::Isfinite, &[Operand::Array(array)])?, None, false)?;
            pointwise_(Pointwise::LogicalAnd, &finite[at], &[Operand::Array(&all)])?;
        }
        pointwise_(Pointwise::Mul, array, &[Operand::Scalar(factor.into())])?;
    }
    for (arrays, finite) in fused.iter().zip(&finite) {
        cuda::optimizer::scale(op, arrays, factor, finite)?;
    }
    Ok(finite)
}

fn check(op: &'static str, slot: &Slot<'_>, n_states: usize) -> Result<()> {
    let param = slot.param;
    let states = slot.states.iter().take(n_states);
    for (name, array) in [("grad", Some(slot.grad))].into_iter().chain(states.map(|state| ("state", *state))) {
        let Some(array) = array else {
            return Err(Error::argument(op, "states", "none", "make each state with state_like"));
        };
        if array.sizes() != param.sizes() {
            let operands: [(_, &[usize]); 2] = [("param", param.sizes()), (name, array.sizes())];
            return Err(Error::shape(op, "sizes differ", &operands, "gradient and states have the parameter's sizes"));
        }
        if array.dtype() != param.dtype() {
            let operands = [("param", param.dtype()), (name, array.dtype())];
            return Err(Error::dtype(op, "dtypes differ", &operands, "gradient and states have the parameter's dtype"));
        }
        if array.device() != param.device() {
            let devices = vec![param.device(), array.device()];
            let remedy = "gradient and states are on the parameter's device";
            return Err(ErrorKind::Device { op, problem: "devices differ", devices, remedy }.into());
        }
        let state_order =
            if param.layout().is_dense() { lie_alike(param, array) } else { array.layout().is_contiguous() };
        if name == "state" && !state_order {
            let operands: [(_, &[usize]); 2] = [("param", param.layout().strides()), (name, array.layout().strides())];
            return Err(Error::shape(op, "strides differ", &operands, "make each state with state_like"));
        }
    }
    if param.dtype().is_floating_point() {
        return Ok(());
    }
    Err(Error::dtype(op, "not a floating dtype", &[("param", param.dtype())], "only floating dtypes learn"))
}
