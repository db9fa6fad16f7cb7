//! Steps of optimisers: one call updates all parameters and their states in place.

use std::collections::HashSet;

use cresset_storage::{DType, Device, Dims, Error, ErrorKind, Result};

use crate::array::{Array, Operand};
use crate::copy;
use crate::cpu::optimizer::{AdamUpdate, SgdUpdate, Update, lie_alike, run};
use crate::cuda;
use crate::generated::Pointwise;
use crate::pointwise::{check_writable, pointwise, pointwise_};
use crate::reduce;

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

/// Stochastic gradient descent.
///
/// # Source
/// <https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html>
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs, reason = "PyTorch's names")]
pub struct Sgd {
    pub lr: f64,
    pub momentum: f64,
    pub dampening: f64,
    pub weight_decay: f64,
    pub nesterov: bool,
    pub maximize: bool,
}

/// Adam and, with decoupled weight decay, AdamW.
///
/// # Source
/// <https://docs.pytorch.org/docs/stable/generated/torch.optim.Adam.html>
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs, reason = "PyTorch's names")]
pub struct Adam {
    pub lr: f64,
    pub betas: (f64, f64),
    pub eps: f64,
    pub weight_decay: f64,
    pub decoupled_weight_decay: bool,
    pub amsgrad: bool,
    pub maximize: bool,
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

/// A step of [`Sgd`]. With momentum, state 0 is the momentum buffer; it is not read in a parameter's first step.
///
/// # Numerics
/// The roundings of PyTorch's loop over parameters; f16 and bf16 are computed in f32 and rounded once.
///
/// # Errors
/// Sizes, dtypes or memory orders that differ within a slot, a state that is not there, or memory in two slots.
pub fn sgd(slots: &[Slot<'_>], options: &Sgd) -> Result<()> {
    if options.momentum == 0.0 {
        step("sgd", slots, &|slot| SgdUpdate::<2>::new(options, slot.step))
    } else {
        step("sgd", slots, &|slot| SgdUpdate::<3>::new(options, slot.step))
    }
}

/// A step of [`Adam`]. State 0 is the mean of the gradients, 1 that of their squares, 2 with `amsgrad` the largest of
/// those.
///
/// # Numerics
/// The roundings of PyTorch's loop over parameters; f16 and bf16 are computed in f32 and rounded once.
///
/// # Errors
/// As [`sgd`].
pub fn adam(slots: &[Slot<'_>], options: &Adam) -> Result<()> {
    if options.amsgrad {
        step("adam", slots, &|slot| AdamUpdate::<5>::new(options, slot.step))
    } else {
        step("adam", slots, &|slot| AdamUpdate::<4>::new(options, slot.step))
    }
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

/// Updates the slots; a kernel sees the parameter, the gradient and `N - 2` states.
fn step<U: Update<N> + cuda::optimizer::Fused, const N: usize>(
    op: &'static str,
    slots: &[Slot<'_>],
    update: &dyn Fn(&Slot<'_>) -> U,
) -> Result<()> {
    for slot in slots {
        check(op, slot, N - 2)?;
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
    let mut rows = Vec::with_capacity(slots.len());
    let mut gapped = Vec::new();
    for (at, slot) in slots.iter().enumerate() {
        if !slot.param.layout().is_dense() {
            gapped.push(slot);
            continue;
        }
        let grad = moves.next_if(|(place, _)| *place == at).map_or(slot.grad, |(_, grad)| grad);
        let mut arrays = [slot.param; N];
        arrays[1] = grad;
        for (array, state) in arrays[2..].iter_mut().zip(slot.states) {
            *array = state.unwrap_or(slot.param);
        }
        rows.push((arrays, update(slot)));
    }
    let device = |row: &([&Array; N], U)| row.0[0].device();
    for alike in rows.chunk_by(|lhs, rhs| device(lhs) == device(rhs)) {
        if !cuda::optimizer::run(op, alike)? {
            run(op, alike)?;
        }
    }
    gapped.into_iter().try_for_each(|slot| step_of_gapped(op, slot, update))
}

/// The step of a parameter with gaps between its elements, through a copy without.
fn step_of_gapped<U: Update<N> + cuda::optimizer::Fused, const N: usize>(
    op: &'static str,
    slot: &Slot<'_>,
    update: &dyn Fn(&Slot<'_>) -> U,
) -> Result<()> {
    check_writable(op, slot.param)?;
    let param = copy::contiguous_copy(op, slot.param)?;
    step(op, &[Slot { param: &param, ..*slot }], update)?;
    copy::copy_(op, slot.param, Operand::Array(&param))
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
