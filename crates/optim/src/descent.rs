//! What the rules that are written with tensor operators share.

use cresset_autograd::optimizer::Slot;
use cresset_autograd::{Error, Result, Tensor, no_grad};

/// One parameter of a step as tensors, which share memory with the optimiser's.
pub(crate) struct Descent {
    pub(crate) param: Tensor,
    /// The direction to climb for `maximize`.
    pub(crate) grad: Tensor,
    states: Vec<Option<Tensor>>,
    pub(crate) step: f64,
}

impl Descent {
    /// A state of the parameter, by its place in the rule's names.
    pub(crate) fn state(&self, at: usize) -> Result<&Tensor> {
        let refuse = || Error::argument("step", "states", at, "load a state that this optimiser saved");
        self.states.get(at).and_then(Option::as_ref).ok_or_else(refuse)
    }
}

/// Runs one step of each parameter, without recording.
pub(crate) fn each(
    op: &'static str,
    slots: &[Slot<'_>],
    maximize: bool,
    mut update: impl FnMut(&mut Descent) -> Result<()>,
) -> Result<()> {
    // All are checked before the first is written.
    for slot in slots {
        if slot.grad.sizes() != slot.param.sizes() {
            let shapes: [(_, &[usize]); 2] = [("param", slot.param.sizes()), ("grad", slot.grad.sizes())];
            return Err(Error::shape(op, "sizes differ", &shapes, "a gradient has its parameter's sizes"));
        }
        if slot.grad.dtype() != slot.param.dtype() || !slot.param.dtype().is_floating_point() {
            let dtypes = [("param", slot.param.dtype()), ("grad", slot.grad.dtype())];
            return Err(Error::dtype(op, "dtypes do not fit", &dtypes, "both have one floating dtype"));
        }
    }
    no_grad(|| {
        slots.iter().try_for_each(|slot| {
            let grad = Tensor::new(slot.grad.clone());
            let states = slot.states.iter().map(|state| state.map(|state| Tensor::new(state.clone()))).collect();
            update(&mut Descent {
                param: Tensor::new(slot.param.clone()),
                grad: if maximize { grad.try_neg()? } else { grad },
                states,
                step: slot.step as f64,
            })
        })
    })
}
