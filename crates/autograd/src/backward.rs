//! Backward as users call it.

use cresset_storage::{Error, Result};

use crate::engine::{self, Settings};
use crate::graph::{Edge, Hook, HookFunction, NodeRef};
use crate::{Tensor, plain};

/// How backward runs.
#[derive(Clone, Copy, Debug, Default)]
pub struct BackwardOptions<'a> {
    /// The gradient of the tensor itself; needed where it is not a scalar.
    pub gradient: Option<&'a Tensor>,
    /// Saved tensors are kept for another backward.
    pub retain_graph: bool,
    /// Backward is recorded itself, so that its results can be differentiated.
    pub create_graph: bool,
}

fn root(tensor: &Tensor, gradient: Option<&Tensor>) -> Result<(Edge, Tensor)> {
    let Some(edge) = tensor.edge() else {
        let remedy = "call requires_grad_(true) on a tensor it depends on, and do not run it within no_grad";
        return Err(Error::graph("backward", "does not require a gradient", "self", remedy));
    };
    let gradient = match gradient {
        Some(gradient) if gradient.sizes() != tensor.sizes() => {
            let shapes = [("self", tensor.sizes()), ("gradient", gradient.sizes())];
            return Err(Error::shape(
                "backward",
                "gradient has other sizes",
                &shapes,
                "give one of the tensor's sizes",
            ));
        }
        Some(gradient) => gradient.try_to_dtype(tensor.dtype())?,
        None if tensor.is_complex() => {
            let remedy = "take the real part or abs first, or give a gradient";
            return Err(Error::dtype("backward", "not a real scalar", &[("self", tensor.dtype())], remedy));
        }
        None if tensor.numel() != 1 => {
            let shapes = [("self", tensor.sizes())];
            return Err(Error::shape(
                "backward",
                "not a scalar",
                &shapes,
                "reduce it with sum or mean, or give a gradient",
            ));
        }
        None => crate::try_ones_like(tensor)?,
    };
    Ok((edge, gradient))
}

impl Tensor {
    /// Adds the gradients of this scalar to every leaf it depends on.
    ///
    /// # Panics
    /// As [`Tensor::try_backward`] errs.
    #[track_caller]
    pub fn backward(&self) {
        plain(self.try_backward());
    }

    /// [`Tensor::backward`] with errors as values.
    ///
    /// # Errors
    /// Not a scalar, not part of a graph, a graph that was freed, a saved tensor that was written, or an operator
    /// without a gradient.
    pub fn try_backward(&self) -> Result<()> {
        self.try_backward_with(BackwardOptions::default())
    }

    /// Backward with options.
    ///
    /// # Errors
    /// As [`Tensor::try_backward`].
    pub fn try_backward_with(&self, options: BackwardOptions<'_>) -> Result<()> {
        let roots = vec![root(self, options.gradient)?];
        engine::run(roots, None, settings(options.retain_graph, options.create_graph)).map(drop)
    }

    /// Backward with options.
    ///
    /// # Panics
    /// As [`Tensor::try_backward`] errs.
    #[track_caller]
    pub fn backward_with(&self, options: BackwardOptions<'_>) {
        plain(self.try_backward_with(options));
    }

    /// Keeps the gradient of this tensor although it is no leaf.
    ///
    /// # Errors
    /// The tensor does not require a gradient.
    pub fn retain_grad(&self) -> Result<()> {
        if self.is_leaf() && self.requires_grad() {
            return Ok(());
        }
        let Some(edge) = self.edge() else {
            let remedy = "only tensors that require gradients have one";
            return Err(Error::graph("retain_grad", "does not require a gradient", "self", remedy));
        };
        if std::mem::replace(&mut self.history().retains_grad, true) {
            return Ok(());
        }
        // Weak: the node belongs to the tensor, so a handle back would keep both forever.
        let tensor = std::sync::Arc::downgrade(&self.0);
        let keep: HookFunction = std::sync::Arc::new(move |grad: &Tensor| {
            if let Some(inner) = tensor.upgrade() {
                return engine::add_to_leaf(&Tensor(inner), grad).map(|()| None);
            }
            Ok(None)
        });
        edge.node.hooks().push(Hook { id: 0, output: edge.output, function: keep });
        Ok(())
    }

    /// Calls `hook` with the gradient of this tensor whenever backward computes it; a tensor that it returns takes the
    /// gradient's place, an error ends backward. The handle removes the hook.
    ///
    /// # Errors
    /// The tensor does not require a gradient.
    pub fn register_hook(
        &self,
        hook: impl Fn(&Tensor) -> Result<Option<Tensor>> + Send + Sync + 'static,
    ) -> Result<HookHandle> {
        let Some(edge) = self.edge() else {
            let remedy = "only tensors that require gradients have one";
            return Err(Error::graph("register_hook", "does not require a gradient", "self", remedy));
        };
        let function: HookFunction = std::sync::Arc::new(hook);
        let id = next_hook();
        edge.node.hooks().push(Hook { id, output: edge.output, function });
        Ok(HookHandle { node: edge.node, id })
    }
}

fn next_hook() -> u64 {
    static NEXT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(1);
    NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed)
}

/// Removes a hook.
#[derive(Debug)]
pub struct HookHandle {
    node: NodeRef,
    id: u64,
}

impl HookHandle {
    /// Removes the hook.
    pub fn remove(self) {
        self.node.hooks().retain(|hook| hook.id != self.id);
    }
}

fn settings(retain_graph: bool, create_graph: bool) -> Settings {
    Settings { retain_graph: retain_graph || create_graph, create_graph, fills_leaves: false }
}

/// How [`try_grad`] runs.
#[derive(Clone, Copy, Debug, Default)]
pub struct GradOptions<'a> {
    /// The gradients of the outputs; needed where they are not scalars.
    pub grad_outputs: Option<&'a [Tensor]>,
    /// Saved tensors are kept for another backward.
    pub retain_graph: bool,
    /// Backward is recorded itself, so that its results can be differentiated.
    pub create_graph: bool,
}

/// The gradients of the sum of `outputs` in each of `inputs`, as `torch.autograd.grad`. No leaf is changed. An input
/// that the outputs do not depend on gives `None`.
///
/// # Errors
/// As [`Tensor::try_backward`]; also an input that does not require a gradient.
pub fn try_grad(outputs: &[&Tensor], inputs: &[&Tensor], options: GradOptions<'_>) -> Result<Vec<Option<Tensor>>> {
    let mut roots = Vec::with_capacity(outputs.len());
    for (at, output) in outputs.iter().enumerate() {
        roots.push(root(output, options.grad_outputs.and_then(|grads| grads.get(at)))?);
    }
    let mut ends = Vec::with_capacity(inputs.len());
    for input in inputs {
        if !input.requires_grad() {
            let remedy = "call requires_grad_(true) on it before it is used";
            return Err(Error::graph("grad", "an input does not require a gradient", "inputs", remedy));
        }
        ends.push(input.edge());
    }
    engine::run(roots, Some(&ends), settings(options.retain_graph, options.create_graph))
}

/// [`try_grad`] of one output with the usual options, where every input has a gradient.
///
/// # Panics
/// As [`try_grad`] errs, or the output does not depend on an input.
#[must_use]
#[track_caller]
pub fn grad(output: &Tensor, inputs: &[&Tensor]) -> Vec<Tensor> {
    let grads = try_grad(&[output], inputs, GradOptions::default()).and_then(|grads| {
        grads
            .into_iter()
            .map(|grad| {
                let remedy = "leave it out, or use try_grad";
                grad.ok_or_else(|| Error::graph("grad", "an input is not part of the graph", "inputs", remedy))
            })
            .collect()
    });
    plain(grads)
}
