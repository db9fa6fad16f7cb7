//! A layer with hooks.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, PoisonError};

use cresset_autograd::{Context, Function, Result, Saves, Tensor};

use crate::{Forward, Member, MemberMut, Module, See, SeeMut};

type Before = Arc<dyn Fn(&Tensor) -> Result<Option<Tensor>> + Send + Sync>;
type After = Arc<dyn Fn(&Tensor, &Tensor) -> Result<Option<Tensor>> + Send + Sync>;
type Backward = Arc<dyn Fn(Option<&Tensor>, &Tensor) -> Result<Option<Tensor>> + Send + Sync>;

/// The hooks of a layer, each with its number.
#[derive(Default)]
struct Hooks {
    next: u64,
    before: Vec<(u64, Before)>,
    after: Vec<(u64, After)>,
    backward: Vec<(u64, Backward)>,
}

/// A layer whose forward and backward call hooks, as PyTorch's modules do. It is the layer in all else: its names, its
/// parameters, its summary.
///
/// ```
/// use cresset_autograd::{Result, ones};
/// use cresset_nn::{Forward, Hooked, Linear};
///
/// # fn main() -> Result<()> {
/// let layer = Hooked::new(Linear::new(2, 1)?);
/// let hook = layer.register_forward_hook(|_, out| Ok(Some(out.try_mul(0)?)));
/// assert_eq!(layer.forward(&ones([1, 2]))?.item(), 0.0);
/// hook.remove();
/// # Ok(())
/// # }
/// ```
pub struct Hooked<M> {
    layer: M,
    hooks: Arc<Mutex<Hooks>>,
}

/// Takes a hook away again.
pub struct HookRemover {
    hooks: Arc<Mutex<Hooks>>,
    number: u64,
}

impl HookRemover {
    /// Takes the hook away.
    pub fn remove(self) {
        let mut hooks = self.hooks.lock().unwrap_or_else(PoisonError::into_inner);
        hooks.before.retain(|(number, _)| *number != self.number);
        hooks.after.retain(|(number, _)| *number != self.number);
        hooks.backward.retain(|(number, _)| *number != self.number);
    }
}

impl<M: Module> Hooked<M> {
    /// A layer without hooks yet.
    #[must_use]
    pub fn new(layer: M) -> Hooked<M> {
        Hooked { layer, hooks: Arc::default() }
    }

    /// The layer without its hooks.
    #[must_use]
    pub fn into_inner(self) -> M {
        self.layer
    }

    fn register(&self, put: impl FnOnce(&mut Hooks, u64)) -> HookRemover {
        let mut hooks = self.hooks.lock().unwrap_or_else(PoisonError::into_inner);
        let number = hooks.next;
        hooks.next += 1;
        put(&mut hooks, number);
        HookRemover { hooks: self.hooks.clone(), number }
    }

    /// Calls `hook` with the input before each forward; a tensor that it returns takes the input's place.
    pub fn register_forward_pre_hook(
        &self,
        hook: impl Fn(&Tensor) -> Result<Option<Tensor>> + Send + Sync + 'static,
    ) -> HookRemover {
        self.register(|hooks, number| hooks.before.push((number, Arc::new(hook))))
    }

    /// Calls `hook` with input and output after each forward; a tensor that it returns takes the output's place.
    pub fn register_forward_hook(
        &self,
        hook: impl Fn(&Tensor, &Tensor) -> Result<Option<Tensor>> + Send + Sync + 'static,
    ) -> HookRemover {
        self.register(|hooks, number| hooks.after.push((number, Arc::new(hook))))
    }

    /// Calls `hook` with the gradients of input and output when backward has computed both; a tensor that it returns takes
    /// the place of the input's gradient. The input's is `None` where the input requires none; the hook is called then as
    /// soon as the output's is known.
    pub fn register_full_backward_hook(
        &self,
        hook: impl Fn(Option<&Tensor>, &Tensor) -> Result<Option<Tensor>> + Send + Sync + 'static,
    ) -> HookRemover {
        self.register(|hooks, number| hooks.backward.push((number, Arc::new(hook))))
    }
}

/// The gradient of an output, on its way from the output's place in the graph to the input's.
type Passed = Arc<Mutex<Option<Tensor>>>;

/// Hands a tensor on, and keeps its gradient.
struct OfOutput {
    passed: Passed,
    /// Called at once, where the input has no gradient to wait for.
    hooks: Vec<Backward>,
}

impl Function for OfOutput {
    const NAME: &'static str = "BackwardHookFunctionBackward";

    fn forward(&self, _context: &mut Context, inputs: &[&Tensor]) -> Result<Vec<Tensor>> {
        inputs.iter().map(|x| x.try_view_as(x)).collect()
    }

    fn backward(&self, _saves: &Saves, grads: &[Option<Tensor>]) -> Result<Vec<Option<Tensor>>> {
        if let Some(Some(grad)) = grads.first() {
            for hook in &self.hooks {
                hook(None, grad)?;
            }
            *self.passed.lock().unwrap_or_else(PoisonError::into_inner) = Some(grad.clone());
        }
        Ok(grads.to_vec())
    }
}

/// Hands a tensor on, and calls the hooks with its gradient and the output's.
struct OfInput {
    passed: Passed,
    hooks: Vec<Backward>,
}

impl Function for OfInput {
    const NAME: &'static str = "BackwardHookFunctionBackward";

    fn forward(&self, _context: &mut Context, inputs: &[&Tensor]) -> Result<Vec<Tensor>> {
        inputs.iter().map(|x| x.try_view_as(x)).collect()
    }

    fn backward(&self, _saves: &Saves, grads: &[Option<Tensor>]) -> Result<Vec<Option<Tensor>>> {
        let of_output = self.passed.lock().unwrap_or_else(PoisonError::into_inner).take();
        let mut grads = grads.to_vec();
        if let (Some(Some(grad)), Some(of_output)) = (grads.first_mut(), of_output) {
            for hook in &self.hooks {
                if let Some(instead) = hook(Some(grad), &of_output)? {
                    *grad = instead;
                }
            }
        }
        Ok(grads)
    }
}

/// The tensor that a function of one tensor gives.
fn apply(function: impl Function, x: &Tensor) -> Result<Tensor> {
    let mut outs = function.apply(&[x])?;
    Ok(outs.pop().unwrap_or_else(|| x.clone()))
}

impl<M: Forward> Forward for Hooked<M> {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        // The lock is not held while hooks run, as they may register others.
        let (before, after, backward) = {
            let hooks = self.hooks.lock().unwrap_or_else(PoisonError::into_inner);
            (hooks.before.clone(), hooks.after.clone(), hooks.backward.clone())
        };
        let mut x = x.clone();
        for (_, hook) in &before {
            x = hook(&x)?.unwrap_or(x);
        }
        let hooks: Vec<Backward> = backward.into_iter().map(|(_, hook)| hook).collect();
        let passed = Passed::default();
        let waits = !hooks.is_empty() && x.requires_grad();
        if waits {
            x = apply(OfInput { passed: passed.clone(), hooks: hooks.clone() }, &x)?;
        }
        let mut out = self.layer.forward(&x)?;
        for (_, hook) in &after {
            out = hook(&x, &out)?.unwrap_or(out);
        }
        if !hooks.is_empty() && out.requires_grad() {
            let hooks = if waits { Vec::new() } else { hooks };
            out = apply(OfOutput { passed, hooks }, &out)?;
        }
        Ok(out)
    }
}

impl<M> Deref for Hooked<M> {
    type Target = M;

    fn deref(&self) -> &M {
        &self.layer
    }
}

impl<M> DerefMut for Hooked<M> {
    fn deref_mut(&mut self) -> &mut M {
        &mut self.layer
    }
}

impl<M: Module> Module for Hooked<M> {
    fn as_module(&self) -> &dyn Module {
        self.layer.as_module()
    }

    fn module_name(&self) -> &str {
        self.layer.module_name()
    }

    fn extra_repr(&self) -> String {
        Module::extra_repr(&self.layer)
    }

    fn members<'a>(&'a self, see: &mut See<'a, '_>) {
        self.layer.members(&mut |name, member: Member<'a>| see(name, member));
    }

    fn members_mut(&mut self, see: &mut SeeMut<'_>) {
        self.layer.members_mut(&mut |member: MemberMut<'_>| see(member));
    }
}
