//! Second order through the dispatcher: the gradient of a gradient against a difference of gradients, in f64.
//!
//! For one random direction `u` and weights `v` of the inputs of a case, `s(x) = Σ v · grad f(x)`. The derivative of `s`
//! along `u` by a second backward must be what central differences of `s` give.

use cresset_autograd::{DType, Device, Generator, GradOptions, Tensor, enable_grad, manual_seed, try_grad};
use cresset_interop::aten::{Outputs, Value};
use serde_json::Value as Json;

use crate::cases::{flat, is_written, list, text};
use crate::decode::{self, Call, Checked, Trouble};
use crate::set::Shard;

/// Cases whose gradient is not the derivative of their function, in PyTorch too.
const LEFT_OUT: [(&str, &str); 3] = [
    ("polar.default#9", "the direction of a negative magnitude is the opposite one in PyTorch's gradient"),
    ("_native_batch_norm_legit.no_stats#16", "the gradient in PyTorch depends on the layout of the cotangent"),
    ("inverse.default#2", "a pivot that is 0 by rounding"),
];

/// Moves under which the gradient of an operator is its derivative: it reads one triangle of a matrix, and its gradient
/// is that of symmetric or triangular matrices.
#[derive(Clone, Copy, PartialEq)]
enum Moves {
    Any,
    Symmetric,
    Triangular,
}

/// The moves of one input, and whether the matrix is the upper triangle.
fn moves(op: &str, at: usize, call: &Call) -> (Moves, bool) {
    let given =
        |name: &str| call.keywords.iter().any(|(known, value)| known == name && matches!(value, Value::Bool(true)));
    let positional = |at: usize| matches!(call.positional.get(at), Some(Value::Bool(true)));
    match op.trim_start_matches("aten.").split('.').next().unwrap_or_default() {
        "linalg_cholesky" | "linalg_cholesky_ex" | "linalg_eigvalsh" | "linalg_eigh" | "_linalg_eigh" | "cholesky" => {
            (Moves::Symmetric, false)
        }
        "linalg_pinv" if given("hermitian") => (Moves::Symmetric, false),
        "cholesky_inverse" => (Moves::Triangular, positional(1)),
        "cholesky_solve" if at == 1 => (Moves::Triangular, positional(2)),
        _ => (Moves::Any, false),
    }
}

/// Elements of the inputs of a case above which it is left out: differences would take most of the time of the run.
const MOST_ELEMENTS: usize = 4096;

/// A case at which gradients are taken, moved along the direction.
struct Point {
    /// The weighted sum of the gradients.
    sum: Tensor,
    leaves: Vec<Tensor>,
}

fn wide(tensor: &Tensor) -> Tensor {
    match tensor.dtype() {
        DType::F64 | DType::C128 => tensor.clone(),
        dtype if dtype.is_complex() => tensor.to_dtype(DType::C128).detach(),
        dtype if dtype.is_floating_point() => tensor.to_dtype(DType::F64).detach(),
        _ => tensor.clone(),
    }
}

/// All floating arguments in f64, so that they still fit each other.
fn widen(call: &mut Call) {
    let values = call.positional.iter_mut().chain(call.keywords.iter_mut().map(|(_, value)| value));
    for value in values {
        match value {
            Value::Tensor(tensor) => *tensor = wide(tensor),
            Value::Tensors(tensors) => tensors.iter_mut().for_each(|tensor| *tensor = wide(tensor)),
            Value::OptionalTensors(tensors) => tensors.iter_mut().flatten().for_each(|tensor| *tensor = wide(tensor)),
            Value::DType(dtype) if dtype.is_floating_point() => *dtype = DType::F64,
            Value::DType(dtype) if dtype.is_complex() => *dtype = DType::C128,
            _ => {}
        }
    }
}

/// A tensor of reals over the same memory or the same values.
fn real(tensor: &Tensor) -> Tensor {
    if tensor.is_complex() { tensor.view_as_real() } else { tensor.clone() }
}

fn dot(tensor: &Tensor, weights: &Tensor) -> Tensor {
    (real(tensor) * weights).sum()
}

/// Numbers of size 0.5 to 1.5 and either sign, one for each real of a tensor.
fn direction(like: &Tensor, generator: &Generator) -> Checked<Tensor> {
    let values: Vec<f64> = (0..real(like).numel())
        .map(|_| {
            let bits = generator.random_u32();
            let size = 0.5 + f64::from(bits >> 1) / f64::from(1u32 << 31);
            if bits & 1 == 0 { size } else { -size }
        })
        .collect();
    Ok(Tensor::from_vec(values, real(like).sizes()).try_to_device(like.device())?)
}

/// The nearest matrix of the form that an operator's gradient is for.
fn fitted(matrix: Tensor, (moves, upper): (Moves, bool)) -> Tensor {
    match moves {
        Moves::Any => matrix,
        Moves::Symmetric => (&matrix + matrix.adjoint()) * 0.5,
        Moves::Triangular if upper => matrix.triu(0),
        Moves::Triangular => matrix.tril(0),
    }
}

fn moved(leaf: &Tensor, direction: &Tensor, step: f64) -> Checked<Tensor> {
    let step = direction * step;
    let step = if leaf.is_complex() { step.view_as_complex() } else { step };
    Ok((leaf + step).detach())
}

fn point(case: &Json, shard: &Shard, step: f64) -> Checked<(Point, Vec<Tensor>)> {
    let op = text(case, "op");
    let grads = &case["grads"];
    let generator = Generator::new(11);
    let mut call = Call::read(case, shard)?;
    widen(&mut call);
    let (mut leaves, mut weights, mut directions) = (Vec::new(), Vec::new(), Vec::new());
    for input in list(&grads["inputs"]) {
        let path = text(input, "arg");
        let given = call.tensor_at(path)?.detach();
        if !given.dtype().is_floating_point() && !given.is_complex() {
            return Err(Trouble::Skipped("inputs that are not f64".to_owned()));
        }
        if real(&given).isfinite().all().item() == 0.0 {
            return Err(Trouble::Skipped("inputs that are not finite".to_owned()));
        }
        // What PyTorch takes no gradient of stays where it is.
        if input["value"].is_null() {
            continue;
        }
        let at = path.split('.').nth(1).and_then(|part| part.parse().ok()).unwrap_or_default();
        let moves = moves(op, at, &call);
        let along = direction(&given, &generator)?;
        let along = fitted(if given.is_complex() { along.view_as_complex() } else { along }, moves);
        directions.push(real(&along).contiguous());
        weights.push(direction(&given, &generator)?);
        let given = fitted(given, moves);
        let leaf = if step == 0.0 { given } else { moved(&given, &directions[leaves.len()], step)? };
        leaf.try_requires_grad_(true)?;
        call.put(path, if is_written(op, path) { leaf.try_copy()? } else { leaf.clone() })?;
        leaves.push(leaf);
    }
    if leaves.iter().map(Tensor::numel).sum::<usize>() > MOST_ELEMENTS {
        return Err(Trouble::Skipped("large inputs".to_owned()));
    }
    if let Some(seed) = case["seed"].as_u64() {
        manual_seed(seed);
    }
    let outputs: Outputs = enable_grad(|| call.run(op))?;
    let (mut roots, mut cotangents) = (Vec::new(), Vec::new());
    for (tensor, cotangent) in flat(&outputs).into_iter().zip(list(&grads["cotangents"])) {
        if !cotangent.is_null() {
            if !matches!(tensor.dtype(), DType::F64 | DType::C128) {
                return Err(Trouble::Skipped("results that are not f64".to_owned()));
            }
            roots.push(tensor);
            cotangents.push(wide(&decode::tensor(cotangent, shard)?));
        }
    }
    let options = GradOptions { grad_outputs: Some(&cotangents), create_graph: true, ..GradOptions::default() };
    let found = try_grad(&roots, &leaves.iter().collect::<Vec<_>>(), options)?;
    let device = leaves.first().map_or(Device::Cpu, Tensor::device);
    let mut sum = Tensor::from_vec(vec![0.0f64], []).try_to_device(device)?;
    for (gradient, weights) in found.iter().zip(&weights) {
        if let Some(gradient) = gradient {
            sum += dot(gradient, weights);
        }
    }
    Ok((Point { sum, leaves }, directions))
}

/// Checks one line of `cases.jsonl`.
pub fn case(case: &Json, shard: &Shard) -> Checked {
    if case.get("grads").is_none() {
        return Err(Trouble::Skipped("no gradient".to_owned()));
    }
    if let Some((_, why)) = LEFT_OUT.iter().find(|(id, _)| *id == text(case, "id")) {
        return Err(Trouble::Skipped((*why).to_owned()));
    }
    let (here, directions) = point(case, shard, 0.0)?;
    let analytic = if here.sum.requires_grad() {
        let options = GradOptions::default();
        let second = try_grad(&[&here.sum], &here.leaves.iter().collect::<Vec<_>>(), options)?;
        let parts = second.iter().zip(&directions);
        parts.filter_map(|(second, along)| second.as_ref().map(|second| dot(second, along).item())).sum::<f64>()
    } else {
        0.0
    };
    let slope = |step: f64| -> Checked<f64> {
        let ahead = point(case, shard, step)?.0.sum.item();
        let behind = point(case, shard, -step)?.0.sum.item();
        Ok((ahead - behind) / (2.0 * step))
    };
    let (coarse, fine) = (slope(2e-5)?, slope(1e-5)?);
    let size = here.sum.item().abs().max(fine.abs()).max(1.0);
    if !fine.is_finite() || (coarse - fine).abs() > 1e-4 * size {
        return Err(Trouble::Skipped("not smooth there".to_owned()));
    }
    if (analytic - fine).abs() <= 1e-3 * size {
        return Ok(());
    }
    Err(Trouble::Failed(format!("second order: {analytic:e} by backward, {fine:e} by differences")))
}
