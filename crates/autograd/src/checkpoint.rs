//! Activation checkpointing: results are computed a second time in backward instead of being kept until then.

use std::sync::Arc;

use cresset_ops::random::{Generator, default_generator};
use cresset_storage::{DType, Error, Result};

use crate::engine::{self, Settings};
use crate::record::carrying;
use crate::{Context, Function, Options, Saves, Tensor, autocast, mode};

/// A part of a model that is computed again in backward.
struct Recomputed<F> {
    function: F,
    /// The default generator's state before the first computation.
    random: Generator,
    /// The dtype of autocast then.
    autocast: Option<DType>,
}

impl<F> Function for Recomputed<F>
where
    F: Fn(&[Tensor]) -> Result<Vec<Tensor>> + Send + Sync + 'static,
{
    const NAME: &'static str = "CheckpointBackward";

    fn forward(&self, context: &mut Context, inputs: &[&Tensor]) -> Result<Vec<Tensor>> {
        // The first one is there only so that the call is recorded.
        let given = inputs.get(1..).unwrap_or_default();
        context.save_for_backward(given);
        (self.function)(&given.iter().map(|&input| input.clone()).collect::<Vec<_>>())
    }

    fn backward(&self, saves: &Saves, grads: &[Option<Tensor>]) -> Result<Vec<Option<Tensor>>> {
        let create_graph = mode::is_grad_enabled();
        let mut inputs = Vec::with_capacity(saves.saved_tensors().len());
        for (at, saved) in saves.saved_tensors().iter().enumerate() {
            // Where this run is recorded itself, the inputs stay in the graph, behind a node that ends the run here.
            inputs.push(match saves.needs_input_grad(at + 1) {
                true if create_graph => carrying(saved, saved),
                true => saved.detach().try_requires_grad_(true)?.clone(),
                false => saved.detach(),
            });
        }
        let now = default_generator().clone_state();
        default_generator().copy_state(&self.random);
        let dtypes = autocast::restore(self.autocast);
        let results = mode::enable_grad(|| (self.function)(&inputs));
        drop(dtypes);
        default_generator().copy_state(&now);
        // All at once, as the results had been kept: one after another would round sums of gradients differently.
        let roots = results?.into_iter().zip(grads);
        let roots = roots.filter_map(|(result, grad)| Some((result.edge()?, grad.clone()?))).collect();
        let ends: Vec<_> = inputs.iter().map(Tensor::edge).collect();
        let settings = Settings { retain_graph: create_graph, create_graph, fills_leaves: engine::fills_leaves() };
        let grads = engine::run(roots, Some(&ends), settings)?;
        Ok(std::iter::once(None).chain(grads).collect())
    }
}

/// Calls a function and keeps nothing of it but its inputs: backward computes it once more, with the same random
/// numbers.
///
/// Gradients of parameters that the function holds are added to them when backward passes it, so they come with
/// `backward` alone, not with `grad`.
///
/// ```
/// use cresset_autograd::{checkpoint, tensor};
///
/// let weight = tensor([2.0]);
/// weight.requires_grad_(true);
/// let held = weight.clone();
/// let x = tensor([3.0]);
/// let y = checkpoint(move |inputs| Ok(vec![(&inputs[0] * &held).try_square()?]), &[&x])?;
/// y[0].sum().backward();
/// assert_eq!(weight.grad().map(|grad| grad.item()), Some(2.0 * 3.0 * 2.0 * 3.0));
/// # Ok::<(), cresset_autograd::Error>(())
/// ```
///
/// # Errors
/// As the function.
///
/// # Source
/// <https://docs.pytorch.org/docs/stable/checkpoint.html>
#[track_caller]
pub fn checkpoint<F>(function: F, inputs: &[&Tensor]) -> Result<Vec<Tensor>>
where
    F: Fn(&[Tensor]) -> Result<Vec<Tensor>> + Send + Sync + 'static,
{
    let recorded = Options::new().requires_grad(true).try_zeros([0])?;
    let all: Vec<&Tensor> = std::iter::once(&recorded).chain(inputs.iter().copied()).collect();
    Recomputed { function, random: default_generator().clone_state(), autocast: autocast::autocast_dtype() }.apply(&all)
}

/// A function from one tensor to another, which a checkpoint can hold.
pub type Part = Arc<dyn Fn(&Tensor) -> Result<Tensor> + Send + Sync>;

/// Calls functions one after another in so many stretches, each but the last as a [`checkpoint`].
///
/// # Errors
/// No stretch, more of them than functions, or as the functions.
///
/// # Source
/// <https://docs.pytorch.org/docs/stable/checkpoint.html>
#[track_caller]
pub fn checkpoint_sequential(functions: &[Part], segments: usize, input: &Tensor) -> Result<Tensor> {
    if segments == 0 || segments > functions.len() {
        let value = format!("{segments} of {} functions", functions.len());
        return Err(Error::argument("checkpoint_sequential", "segments", value, "give 1 to as many as functions"));
    }
    let size = functions.len() / segments;
    let (stretches, last) = functions.split_at(size * (segments - 1));
    let run = |part: &[Part], x: &Tensor| part.iter().try_fold(x.clone(), |x, function| function(&x));
    let mut x = input.clone();
    for stretch in stretches.chunks(size) {
        let held = stretch.to_vec();
        let mut results = checkpoint(move |inputs| Ok(vec![run(&held, &inputs[0])?]), &[&x])?;
        x = results.remove(0);
    }
    run(last, &x)
}
