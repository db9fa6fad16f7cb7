//! States of one number for each parameter, kept on the processor so that no step waits for a GPU.

use cresset_autograd::optimizer::Slot;
use cresset_autograd::{DType, Device, Error, Options, Result, Tensor, cuda, default_dtype};

/// A new one, in the dtype in which PyTorch keeps such numbers.
pub(crate) fn scalar_state(value: f64) -> Result<Tensor> {
    let dtype = if default_dtype() == DType::F64 { DType::F64 } else { DType::F32 };
    Options::new().dtype(dtype).device(Device::Cpu).try_full([], value)
}

/// Those of all parameters, by their place in the rule's names.
///
/// # Errors
/// One that is not there, or a capture in a graph, whose replays would not change it.
pub(crate) fn scalar_states(op: &'static str, slots: &[Slot<'_>], at: usize) -> Result<Vec<Tensor>> {
    let state = |slot: &Slot<'_>| {
        if matches!(slot.param.device(), Device::Cuda(ordinal) if cuda::is_capturing(ordinal)) {
            let remedy = "step outside of the graph, or use an optimiser like Adam";
            return Err(Error::graph(op, "a replay cannot change numbers of the processor", "step", remedy));
        }
        let refuse = || Error::argument(op, "states", at, "load a state that this optimiser saved");
        slot.states[at].map(|state| Tensor::new(state.clone())).ok_or_else(refuse)
    };
    slots.iter().map(state).collect()
}
