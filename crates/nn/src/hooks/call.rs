//! A layer's forward with everything that looks at it.

use cresset_autograd::{Error, Result, Tensor};

use super::backward::{Passed, of_input, of_output};
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
/// let hook = model.register_forward_hook("", |_x, out| Ok(Some(out.try_mul(0)?)))?;
/// assert_eq!(model.forward(&ones([1, 2]))?.sum().item(), 0.0);
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// As the forward and the hooks.
pub fn call(module: &dyn Module, x: &Tensor, forward: impl FnOnce(&Tensor) -> Result<Tensor>) -> Result<Tensor> {
    let hooks = hooks_of(module);
    if hooks.is_empty() {
        let out = forward(x)?;
        tell(module, &[x], &[&out]);
        return Ok(out);
    }
    let mut x = x.clone();
    for hook in &hooks {
        if let Kind::Before(hook) = &**hook {
            x = hook(&x)?.unwrap_or(x);
        }
    }
    let backward = hooks.iter().any(|hook| matches!(**hook, Kind::Backward(_) | Kind::BackwardBefore(_)));
    let passed = Passed::default();
    let waits = backward && x.requires_grad();
    if waits {
        x = of_input(&x, &passed, &hooks)?;
    }
    let mut out = forward(&x)?;
    for hook in &hooks {
        if let Kind::After(hook) = &**hook {
            out = hook(&x, &out)?.unwrap_or(out);
        }
    }
    tell(module, &[&x], &[&out]);
    if backward && out.requires_grad() {
        out = of_output(&out, &passed, &hooks, waits)?;
    }
    Ok(out)
}

/// Tells hooks and observers of a forward that is not from one tensor to one tensor. Hooks see the first of each.
///
/// # Errors
/// As the hooks; one that would change what passes.
pub(crate) fn report(module: &dyn Module, inputs: &[&Tensor], outputs: &[&Tensor]) -> Result<()> {
    for hook in hooks_of(module) {
        let changed = match (&*hook, inputs, outputs) {
            (Kind::After(hook), [input, ..], [out, ..]) => hook(input, out)?.is_some(),
            _ => true,
        };
        if changed {
            let found = format_args!("{} tensors to {} of {}", inputs.len(), outputs.len(), module.module_name());
            let remedy = "look at this layer with a forward hook that returns None";
            return Err(Error::graph("hook", "only layers from one tensor to one can be changed", found, remedy));
        }
    }
    tell(module, inputs, outputs);
    Ok(())
}
