//! Gradients of a layer's inputs and outputs on their way through the graph.

use std::sync::{Arc, Mutex, PoisonError};

use cresset_autograd::{Context, Error, Function, Result, Saves, Tensor};

use super::registered::{Gradients, Kind};

/// The way through a layer with backward hooks: two nodes that hand tensors on, around all nodes of the layer.
pub(super) struct Passage {
    hooks: Vec<Arc<Kind>>,
    n_inputs: usize,
    /// Whether an input has a gradient, which hooks wait for.
    waits: bool,
    /// The gradients of the outputs, on their way to the inputs' node.
    passed: Arc<Mutex<Option<Gradients>>>,
}

impl Passage {
    /// None where no hook looks at gradients.
    pub(super) fn new(inputs: &[Tensor], hooks: &[Arc<Kind>]) -> Option<Passage> {
        hooks.iter().any(|hook| matches!(**hook, Kind::Backward(_) | Kind::BackwardBefore(_))).then(|| Passage {
            hooks: hooks.to_vec(),
            n_inputs: inputs.len(),
            waits: inputs.iter().any(Tensor::requires_grad),
            passed: Arc::default(),
        })
    }

    /// The inputs on their way into the layer.
    pub(super) fn enter(&self, inputs: &[Tensor]) -> Result<Vec<Tensor>> {
        handed_on(inputs, |places| OfInputs {
            hooks: self.hooks.clone(),
            passed: self.passed.clone(),
            places,
            n_inputs: self.n_inputs,
        })
    }

    /// The outputs on their way out of it.
    pub(super) fn leave(&self, outs: &[Tensor]) -> Result<Vec<Tensor>> {
        handed_on(outs, |places| OfOutputs {
            hooks: self.hooks.clone(),
            passed: self.passed.clone(),
            places,
            n_outputs: outs.len(),
            without_inputs: (!self.waits).then(|| vec![None; self.n_inputs]),
        })
    }
}

/// Sends the tensors that have gradients through a function that is made for their places.
fn handed_on<F: Function>(tensors: &[Tensor], function: impl FnOnce(Vec<usize>) -> F) -> Result<Vec<Tensor>> {
    let places: Vec<usize> = (0..tensors.len()).filter(|&at| tensors[at].requires_grad()).collect();
    let mut all = tensors.to_vec();
    if places.is_empty() {
        return Ok(all);
    }
    let sent: Vec<&Tensor> = places.iter().map(|&at| &tensors[at]).collect();
    let came = function(places.clone()).apply(&sent)?;
    places.iter().zip(came).for_each(|(&at, tensor)| all[at] = tensor);
    Ok(all)
}

/// Gradients at their places among `n`.
fn spread(grads: &[Option<Tensor>], places: &[usize], n: usize) -> Gradients {
    let mut all = vec![None; n];
    places.iter().zip(grads).for_each(|(&at, grad)| all[at] = grad.clone());
    all
}

/// What a hook gives in place of gradients.
fn replaced(held: Gradients, given: Option<Gradients>) -> Result<Gradients> {
    match given {
        Some(given) if given.len() != held.len() => {
            let found = format_args!("{} for {}", given.len(), held.len());
            Err(Error::graph("hook", "another number of gradients", found, "give one for each, or None"))
        }
        given => Ok(given.unwrap_or(held)),
    }
}

/// Hands outputs on, and keeps their gradients.
struct OfOutputs {
    hooks: Vec<Arc<Kind>>,
    passed: Arc<Mutex<Option<Gradients>>>,
    places: Vec<usize>,
    n_outputs: usize,
    /// No gradients of inputs, where hooks need not wait for them.
    without_inputs: Option<Gradients>,
}

impl Function for OfOutputs {
    const NAME: &'static str = "BackwardHookFunctionBackward";

    fn forward(&self, _context: &mut Context, inputs: &[&Tensor]) -> Result<Vec<Tensor>> {
        inputs.iter().map(|x| x.try_view_as(x)).collect()
    }

    fn backward(&self, _saves: &Saves, grads: &[Option<Tensor>]) -> Result<Vec<Option<Tensor>>> {
        let mut all = spread(grads, &self.places, self.n_outputs);
        for hook in &self.hooks {
            if let Kind::BackwardBefore(hook) = &**hook {
                all = replaced(all.clone(), hook(&all)?)?;
            }
        }
        for hook in &self.hooks {
            if let (Kind::Backward(hook), Some(of_inputs)) = (&**hook, &self.without_inputs) {
                hook(of_inputs, &all)?;
            }
        }
        *self.passed.lock().unwrap_or_else(PoisonError::into_inner) = Some(all.clone());
        Ok(self.places.iter().map(|&at| all[at].clone()).collect())
    }
}

/// Hands inputs on, and calls the hooks with their gradients and the outputs'.
struct OfInputs {
    hooks: Vec<Arc<Kind>>,
    passed: Arc<Mutex<Option<Gradients>>>,
    places: Vec<usize>,
    n_inputs: usize,
}

impl Function for OfInputs {
    const NAME: &'static str = "BackwardHookFunctionBackward";

    fn forward(&self, _context: &mut Context, inputs: &[&Tensor]) -> Result<Vec<Tensor>> {
        inputs.iter().map(|x| x.try_view_as(x)).collect()
    }

    fn backward(&self, _saves: &Saves, grads: &[Option<Tensor>]) -> Result<Vec<Option<Tensor>>> {
        let of_outputs = self.passed.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(of_outputs) = of_outputs else { return Ok(grads.to_vec()) };
        let mut all = spread(grads, &self.places, self.n_inputs);
        for hook in &self.hooks {
            if let Kind::Backward(hook) = &**hook {
                all = replaced(all.clone(), hook(&all, &of_outputs)?)?;
            }
        }
        Ok(self.places.iter().map(|&at| all[at].clone()).collect())
    }
}
