//! Gradients held against finite differences.

use cresset_storage::{DType, Error, Result};

use crate::{GradOptions, Options, Tensor, mode, try_grad};

/// How close the gradients must be.
#[derive(Clone, Copy, Debug)]
pub struct Tolerance {
    /// Half the distance of the two points of a central difference.
    pub step: f64,
    /// The allowed absolute difference.
    pub absolute: f64,
    /// The allowed difference relative to the gradient.
    pub relative: f64,
}

impl Default for Tolerance {
    fn default() -> Tolerance {
        Tolerance { step: 1e-6, absolute: 1e-5, relative: 1e-3 }
    }
}

/// Checks the gradient of `function` at `inputs` against central differences, as `torch.autograd.gradcheck`. Inputs
/// that require gradients are checked; they must be `float64`.
///
/// # Errors
/// What the function refuses, or a gradient that differs: the error names input, element and both values.
pub fn gradcheck(
    function: impl Fn(&[Tensor]) -> Result<Vec<Tensor>>,
    inputs: &[Tensor],
    tolerance: Tolerance,
) -> Result<()> {
    let outputs = function(inputs)?;
    for (at, output) in outputs.iter().enumerate() {
        if output.requires_grad() {
            check_output(&function, inputs, at, output, tolerance)?;
        }
    }
    Ok(())
}

/// Checks the gradient of the gradient, as `torch.autograd.gradgradcheck`.
///
/// # Errors
/// As [`gradcheck`].
pub fn gradgradcheck(
    function: impl Fn(&[Tensor]) -> Result<Vec<Tensor>>,
    inputs: &[Tensor],
    tolerance: Tolerance,
) -> Result<()> {
    let wanted: Vec<usize> = (0..inputs.len()).filter(|&at| inputs[at].requires_grad()).collect();
    let first = |points: &[Tensor]| -> Result<Vec<Tensor>> {
        let outputs = function(&points[..inputs.len()])?;
        let outputs: Vec<&Tensor> = outputs.iter().filter(|output| output.requires_grad()).collect();
        let sources: Vec<&Tensor> = wanted.iter().map(|&at| &points[at]).collect();
        let grad_outputs = &points[inputs.len()..];
        let options = GradOptions { grad_outputs: Some(grad_outputs), create_graph: true, ..GradOptions::default() };
        Ok(try_grad(&outputs, &sources, options)?.into_iter().flatten().collect())
    };
    let mut points: Vec<Tensor> = inputs.to_vec();
    for output in function(inputs)?.iter().filter(|output| output.requires_grad()) {
        // A gradient that is not alike everywhere, so that mixed-up elements show.
        let values = (0..output.numel()).map(|at| 0.5 + ((at * 7 + 3) % 11) as f64 / 11.0).collect();
        let grad = Tensor::try_from_vec::<f64>(values, output.sizes())?.try_to_device(output.device())?;
        grad.try_requires_grad_(true)?;
        points.push(grad);
    }
    gradcheck(first, &points, tolerance)
}

fn check_output(
    function: &impl Fn(&[Tensor]) -> Result<Vec<Tensor>>,
    inputs: &[Tensor],
    which: usize,
    output: &Tensor,
    tolerance: Tolerance,
) -> Result<()> {
    let sources: Vec<&Tensor> = inputs.iter().filter(|input| input.requires_grad()).collect();
    for source in &sources {
        if source.dtype() != DType::F64 {
            let remedy = "differences need float64";
            return Err(Error::dtype("gradcheck", "not float64", &[("input", source.dtype())], remedy));
        }
    }
    // Row `at` of the Jacobian: the gradient of output element `at`.
    let mut rows = Vec::with_capacity(output.numel());
    for at in 0..output.numel() {
        let mut one = vec![0.0; output.numel()];
        one[at] = 1.0;
        let one = Options::like(output)
            .try_tensor(one)?
            .try_reshape(output.sizes().iter().map(|&size| size as i64).collect::<Vec<_>>())?;
        let options = GradOptions { grad_outputs: Some(&[one]), retain_graph: true, create_graph: false };
        let grads = try_grad(&[output], &sources, options)?;
        let grads = grads.iter().zip(&sources).map(|(grad, source)| match grad {
            Some(grad) => grad.try_to_vec::<f64>(),
            None => Ok(vec![0.0; source.numel()]),
        });
        rows.push(grads.collect::<Result<Vec<Vec<f64>>>>()?);
    }
    let mut source_at = 0;
    for (input_at, input) in inputs.iter().enumerate() {
        if !input.requires_grad() {
            continue;
        }
        for element in 0..input.numel() {
            let [up, down] =
                [tolerance.step, -tolerance.step].map(|step| shifted(function, inputs, input_at, element, step, which));
            let (up, down) = (up?, down?);
            for (at, row) in rows.iter().enumerate() {
                let numeric = (up[at] - down[at]) / (2.0 * tolerance.step);
                let analytic = row[source_at][element];
                let close = (numeric - analytic).abs() <= tolerance.absolute + tolerance.relative * numeric.abs();
                let both_nan = numeric.is_nan() && analytic.is_nan();
                if !(close || both_nan) {
                    let subject = format!(
                        "output {which} element {at}, input {input_at} element {element}: backward {analytic:e}, \
                         difference {numeric:e}"
                    );
                    return Err(Error::graph("gradcheck", "gradient differs", subject, "mend the gradient formula"));
                }
            }
        }
        source_at += 1;
    }
    Ok(())
}

/// The elements of an output with one input element moved.
fn shifted(
    function: &impl Fn(&[Tensor]) -> Result<Vec<Tensor>>,
    inputs: &[Tensor],
    input_at: usize,
    element: usize,
    step: f64,
    which: usize,
) -> Result<Vec<f64>> {
    let moved: Vec<Tensor> = mode::no_grad(|| {
        inputs
            .iter()
            .map(|input| {
                let copy = input.detach();
                Ok(copy)
            })
            .collect::<Result<_>>()
    })?;
    let mut values = moved[input_at].try_to_vec::<f64>()?;
    values[element] += step;
    let flat = Tensor::try_from_vec(values, inputs[input_at].sizes())?.try_to_device(inputs[input_at].device())?;
    // The same strides as before: a check on a transposed input is to stay one.
    let layout = inputs[input_at].array().layout();
    let like = Tensor::new(cresset_ops::Array::empty_like("gradcheck", layout, DType::F64, flat.device())?);
    like.try_copy_(&flat)?;
    let mut moved = moved;
    for (moved, input) in moved.iter().zip(inputs) {
        moved.try_requires_grad_(input.requires_grad())?;
    }
    like.try_requires_grad_(true)?;
    moved[input_at] = like;
    function(&moved)?[which].try_to_vec::<f64>()
}
