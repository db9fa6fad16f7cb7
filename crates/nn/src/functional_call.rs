//! A module with other parameters for one call.

use cresset_autograd::{Error, Result, Tensor};

use crate::module::{replace, walk};
use crate::{Member, Module, StateDict};

/// Puts back what was there, also when a panic passes.
struct Swapped<'a, M: Module> {
    model: &'a mut M,
    /// What was there, and what is there for now.
    pairs: Vec<(Tensor, Tensor)>,
}

impl<M: Module> Drop for Swapped<'_, M> {
    fn drop(&mut self) {
        let held =
            |tensor: &Tensor| self.pairs.iter().find(|(_, given)| given.is_same(tensor)).map(|(held, _)| held.clone());
        self.model.members_mut(&mut |member| replace(member, &held));
    }
}

/// Calls a module with tensors in place of the parameters and buffers of the same names, as
/// `torch.func.functional_call`. Gradients go to the tensors, which may be results of other operators.
///
/// ```
/// use cresset_autograd::{Result, ones, tensor};
/// use cresset_nn::{Forward, Linear, StateDict, functional_call};
///
/// # fn main() -> Result<()> {
/// let mut model = Linear::builder(2, 1).bias(false).build()?;
/// let scale = tensor([3.0]).requires_grad_(true).clone();
/// let weight: StateDict = [("weight", &ones([1, 2]) * &scale)].into_iter().collect();
/// let out = functional_call(&mut model, &weight, |model| model.forward(&ones([1, 2])))?;
/// out.sum().backward();
/// assert_eq!((out.item(), scale.grad().map(|grad| grad.item())), (6.0, Some(2.0)));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// A name that the module does not have, other sizes, or as the call.
pub fn functional_call<M: Module, T>(
    model: &mut M,
    tensors: &StateDict,
    call: impl FnOnce(&M) -> Result<T>,
) -> Result<T> {
    const OP: &str = "functional_call";
    let mut pairs: Vec<(Tensor, Tensor)> = Vec::new();
    let mut held: Vec<(String, Tensor)> = Vec::new();
    walk(model.as_module(), "", &mut |path, member| match member {
        Member::Parameter(parameter) => held.push((path.to_string(), parameter.tensor().clone())),
        Member::Buffer(buffer) => held.push((path.to_string(), buffer.tensor().clone())),
        _ => {}
    });
    for (name, given) in tensors.iter() {
        let Some((_, held)) = held.iter().find(|(other, _)| other == name) else {
            return Err(Error::argument(OP, "tensors", name, "give names of the module's parameters and buffers"));
        };
        if held.sizes() != given.sizes() {
            let shapes: [(_, &[usize]); 2] = [("held", held.sizes()), ("given", given.sizes())];
            return Err(Error::shape(OP, "sizes differ", &shapes, "give tensors of the parameters' sizes"));
        }
        // A handle of its own, so that one tensor may stand under two names.
        pairs.push((held.clone(), given.try_view_as(given)?));
    }
    let given = |tensor: &Tensor| pairs.iter().find(|(held, _)| held.is_same(tensor)).map(|(_, given)| given.clone());
    model.members_mut(&mut |member| replace(member, &given));
    let swapped = Swapped { model, pairs };
    call(swapped.model)
}
