//! A layer's forward with everything that looks at it.

use cresset_autograd::{Error, Result, Tensor};

use super::backward::Passage;
use super::observe::tell;
use super::registered::{Kind, hooks_of};
use crate::Module;

/// Runs the forward of a layer of one's own so that hooks and observers see it, as PyTorch's `__call__`. The library's
/// layers do so themselves.
///
/// ```
/// use cresset_autograd::{Result, Tensor, ones};
/// use cresset_nn::{Linear, Forward, Module, call};
///
/// #[derive(Module)]
/// struct Twice(Linear);
///
/// impl Forward for Twice {
///     fn forward(&self, x: &Tensor) -> Result<Tensor> {
///         call(self, x, |x| self.0.forward(&self.0.forward(x)?))
///     }
/// }
///
/// # fn main() -> Result<()> {
/// let model = Twice(Linear::new(2, 2)?);
/// let hook = model.register_forward_hook("", |_x, out| Ok(Some(vec![out[0].try_mul(0)?])))?;
/// assert_eq!(model.forward(&ones([1, 2]))?.sum().item(), 0.0);
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// As the forward and the hooks.
pub fn call(module: &dyn Module, x: &Tensor, forward: impl FnOnce(&Tensor) -> Result<Tensor>) -> Result<Tensor> {
    call_several(module, [x], |[x]| forward(x))
}

/// As [`call`], of a layer that makes one tensor of several.
///
/// # Errors
/// As [`call_tuple`].
pub(crate) fn call_several<const N: usize>(
    module: &dyn Module,
    inputs: [&Tensor; N],
    forward: impl FnOnce([&Tensor; N]) -> Result<Tensor>,
) -> Result<Tensor> {
    let [out] = call_tuple(module, inputs, |inputs| Ok([forward(inputs)?]))?;
    Ok(out)
}

/// As [`call`], of a layer that makes several tensors of several.
///
/// # Errors
/// As the forward and the hooks, or a hook that gives another number of tensors.
pub fn call_tuple<const N: usize, const M: usize>(
    module: &dyn Module,
    inputs: [&Tensor; N],
    forward: impl FnOnce([&Tensor; N]) -> Result<[Tensor; M]>,
) -> Result<[Tensor; M]> {
    let hooks = hooks_of(module);
    if hooks.is_empty() {
        let outs = forward(inputs)?;
        tell(module, &inputs, &outs.each_ref());
        return Ok(outs);
    }
    let mut inputs: [Tensor; N] = inputs.map(Tensor::clone);
    for hook in &hooks {
        if let Kind::Before(hook) = &**hook {
            inputs = replaced(module, inputs.clone(), hook(&inputs)?)?;
        }
    }
    let passage = Passage::new(&inputs, &hooks);
    if let Some(passage) = &passage {
        inputs = replaced(module, inputs.clone(), Some(passage.enter(&inputs)?))?;
    }
    let mut outs = forward(inputs.each_ref())?;
    for hook in &hooks {
        if let Kind::After(hook) = &**hook {
            outs = replaced(module, outs.clone(), hook(&inputs, &outs)?)?;
        }
    }
    tell(module, &inputs.each_ref(), &outs.each_ref());
    match &passage {
        Some(passage) => replaced(module, outs.clone(), Some(passage.leave(&outs)?)),
        None => Ok(outs),
    }
}

/// The tensors that a hook gives in place of others.
fn replaced<const N: usize>(module: &dyn Module, held: [Tensor; N], given: Option<Vec<Tensor>>) -> Result<[Tensor; N]> {
    let Some(given) = given else { return Ok(held) };
    given.try_into().map_err(|given: Vec<Tensor>| {
        let found = format_args!("{} for {N} of {}", given.len(), module.module_name());
        Error::graph("hook", "another number of tensors", found, "give one for each, or None")
    })
}
