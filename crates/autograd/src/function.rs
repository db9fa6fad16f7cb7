//! Operators of a user's own, with their gradients: `torch.autograd.Function`.

use std::panic::Location;
use std::sync::{Mutex, PoisonError};

use cresset_storage::{Error, Result};
use smallvec::SmallVec;

use crate::graph::{Backward, Edge, Gradients, Node, NodeRef};
use crate::saved::{Saved, released};
use crate::{Tensor, mode};

/// An operator with a gradient of its own.
///
/// ```
/// use cresset_autograd::{tensor, Context, Function, Result, Tensor};
///
/// /// The cube of a tensor.
/// struct Cube;
///
/// impl Function for Cube {
///     const NAME: &'static str = "CubeBackward";
///     fn forward(&self, context: &mut Context, inputs: &[&Tensor]) -> Result<Vec<Tensor>> {
///         context.save_for_backward(&[inputs[0]]);
///         Ok(vec![inputs[0].try_pow(3)?])
///     }
///     fn backward(&self, context: &Saves, grads: &[Option<Tensor>]) -> Result<Vec<Option<Tensor>>> {
///         let x = &context.saved_tensors()[0];
///         Ok(vec![grads[0].as_ref().map(|grad| grad * (x * x * 3.0))])
///     }
/// }
/// # use cresset_autograd::Saves;
/// let x = tensor([2.0]);
/// x.requires_grad_(true);
/// Cube.apply(&[&x])?[0].sum().backward();
/// assert_eq!(x.grad().map(|grad| grad.item()), Some(12.0));
/// # Ok::<(), cresset_autograd::Error>(())
/// ```
pub trait Function: Send + Sync + Sized + 'static {
    /// The name of the node.
    const NAME: &'static str;

    /// The results. Nothing in here is recorded.
    ///
    /// # Errors
    /// What the function refuses.
    fn forward(&self, context: &mut Context, inputs: &[&Tensor]) -> Result<Vec<Tensor>>;

    /// The gradients of the inputs from those of the results. It is recorded where gradients of gradients are wanted.
    ///
    /// # Errors
    /// What the function refuses.
    fn backward(&self, saves: &Saves, grads: &[Option<Tensor>]) -> Result<Vec<Option<Tensor>>>;

    /// Calls the function and records it as one node.
    ///
    /// # Errors
    /// As [`Function::forward`].
    #[track_caller]
    fn apply(self, inputs: &[&Tensor]) -> Result<Vec<Tensor>> {
        apply(self, inputs, Location::caller())
    }
}

/// What `forward` tells the graph.
#[derive(Debug, Default)]
pub struct Context {
    saved: Vec<Tensor>,
    non_differentiable: Vec<Tensor>,
}

impl Context {
    /// Keeps inputs, results or others for backward. Writing one of them in place makes backward an error.
    pub fn save_for_backward(&mut self, tensors: &[&Tensor]) {
        self.saved = tensors.iter().map(|&tensor| tensor.clone()).collect();
    }

    /// Says that no gradient flows through these results.
    pub fn mark_non_differentiable(&mut self, results: &[&Tensor]) {
        self.non_differentiable = results.iter().map(|&tensor| tensor.clone()).collect();
    }
}

/// What `backward` is given beside the gradients.
#[derive(Debug)]
pub struct Saves {
    tensors: Vec<Tensor>,
    needed: Vec<bool>,
}

impl Saves {
    /// The tensors that `forward` kept, in its order.
    #[must_use]
    pub fn saved_tensors(&self) -> &[Tensor] {
        &self.tensors
    }

    /// Whether the gradient of an input is wanted.
    #[must_use]
    pub fn needs_input_grad(&self, input: usize) -> bool {
        self.needed.get(input).copied().unwrap_or(false)
    }
}

struct FunctionBackward<F> {
    function: F,
    saved: Mutex<Option<Vec<Saved>>>,
}

impl<F: Function> Backward for FunctionBackward<F> {
    fn name(&self) -> &'static str {
        F::NAME
    }

    fn apply(&self, node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let tensors = match &*self.saved.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(saved) => saved.iter().map(|saved| saved.tensor(node)).collect::<Result<Vec<_>>>()?,
            None => return Err(released(node)),
        };
        let edges = node.next_edges();
        let saves = Saves { tensors, needed: edges.iter().map(Option::is_some).collect() };
        let given = self.function.backward(&saves, grads)?;
        if given.len() != edges.len() {
            let subject = format!("{} for {} inputs of {}", given.len(), edges.len(), F::NAME);
            let remedy = "return one gradient or None for each input";
            return Err(Error::graph("Function::backward", "wrong number of gradients", subject, remedy));
        }
        Ok(given.into_iter().collect())
    }

    fn release(&self) {
        let saved = self.saved.lock().unwrap_or_else(PoisonError::into_inner).take();
        drop(saved);
    }
}

fn apply<F: Function>(function: F, inputs: &[&Tensor], place: &'static Location<'static>) -> Result<Vec<Tensor>> {
    let mut context = Context::default();
    let results = mode::no_grad(|| function.forward(&mut context, inputs))?;
    let edges: SmallVec<[Option<Edge>; 2]> =
        if mode::is_grad_enabled() { inputs.iter().map(|input| input.edge()).collect() } else { SmallVec::new() };
    if edges.iter().all(Option::is_none) {
        return Ok(results);
    }
    let saved = context.saved.iter().map(|kept| match results.iter().position(|result| result.is_same(kept)) {
        Some(output) => Ok(Saved::output(kept.array(), output)),
        None => Saved::input(kept),
    });
    let saved = Mutex::new(Some(saved.collect::<Result<Vec<_>>>()?));
    let node = Node::record(edges, results.len(), place, FunctionBackward { function, saved });
    let results = results.iter().enumerate().map(|(output, result)| {
        let differentiable =
            result.dtype().is_differentiable() && !context.non_differentiable.iter().any(|other| other.is_same(result));
        match differentiable {
            true => Tensor::recorded(result.array().clone(), Edge { node: node.clone(), output }),
            false => Tensor::new(result.array().clone()),
        }
    });
    Ok(results.collect())
}
