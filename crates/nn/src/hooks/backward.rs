//! Gradients of a layer's input and output on their way through the graph.

use std::sync::{Arc, Mutex, PoisonError};

use cresset_autograd::{Context, Function, Result, Saves, Tensor};

use super::registered::Kind;

/// The gradient of an output, on its way from the output's place in the graph to the input's.
pub(super) type Passed = Arc<Mutex<Option<Tensor>>>;

/// Hands a tensor on, and keeps its gradient.
struct OfOutput {
    passed: Passed,
    hooks: Vec<Arc<Kind>>,
    /// Whether the input has a gradient, which hooks wait for.
    waits: bool,
}

impl Function for OfOutput {
    const NAME: &'static str = "BackwardHookFunctionBackward";

    fn forward(&self, _context: &mut Context, inputs: &[&Tensor]) -> Result<Vec<Tensor>> {
        inputs.iter().map(|x| x.try_view_as(x)).collect()
    }

    fn backward(&self, _saves: &Saves, grads: &[Option<Tensor>]) -> Result<Vec<Option<Tensor>>> {
        let [Some(grad)] = grads else { return Ok(grads.to_vec()) };
        let mut grad = grad.clone();
        for hook in &self.hooks {
            if let Kind::BackwardBefore(hook) = &**hook {
                grad = hook(&grad)?.unwrap_or(grad);
            }
        }
        for hook in self.hooks.iter().filter(|_| !self.waits) {
            if let Kind::Backward(hook) = &**hook {
                hook(None, &grad)?;
            }
        }
        *self.passed.lock().unwrap_or_else(PoisonError::into_inner) = Some(grad.clone());
        Ok(vec![Some(grad)])
    }
}

/// Hands a tensor on, and calls the hooks with its gradient and the output's.
struct OfInput {
    passed: Passed,
    hooks: Vec<Arc<Kind>>,
}

impl Function for OfInput {
    const NAME: &'static str = "BackwardHookFunctionBackward";

    fn forward(&self, _context: &mut Context, inputs: &[&Tensor]) -> Result<Vec<Tensor>> {
        inputs.iter().map(|x| x.try_view_as(x)).collect()
    }

    fn backward(&self, _saves: &Saves, grads: &[Option<Tensor>]) -> Result<Vec<Option<Tensor>>> {
        let of_output = self.passed.lock().unwrap_or_else(PoisonError::into_inner).take();
        let ([Some(grad)], Some(of_output)) = (grads, of_output) else { return Ok(grads.to_vec()) };
        let mut grad = grad.clone();
        for hook in &self.hooks {
            if let Kind::Backward(hook) = &**hook {
                grad = hook(Some(&grad), &of_output)?.unwrap_or(grad);
            }
        }
        Ok(vec![Some(grad)])
    }
}

/// An input on its way into a layer with backward hooks.
pub(super) fn of_input(x: &Tensor, passed: &Passed, hooks: &[Arc<Kind>]) -> Result<Tensor> {
    apply(OfInput { passed: passed.clone(), hooks: hooks.to_vec() }, x)
}

/// An output on its way out of one.
pub(super) fn of_output(out: &Tensor, passed: &Passed, hooks: &[Arc<Kind>], waits: bool) -> Result<Tensor> {
    apply(OfOutput { passed: passed.clone(), hooks: hooks.to_vec(), waits }, out)
}

/// The tensor that a function of one tensor gives.
fn apply(function: impl Function, x: &Tensor) -> Result<Tensor> {
    let mut outs = function.apply(&[x])?;
    Ok(outs.pop().unwrap_or_else(|| x.clone()))
}
