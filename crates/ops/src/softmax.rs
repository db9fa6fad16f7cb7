//! Softmax, its logarithm, and their gradients. Halves are computed in f32.

use cresset_storage::{Dims, Result};

use crate::access::{Access, fill};
use crate::array::Array;
use crate::copy::{contiguous, to_dtype};
use crate::cpu::softmax::{self as cpu, Lines, Task};
use crate::cuda::softmax as cuda;
use crate::plain::{Plain, for_dtype, not_floating};
use crate::pointwise::computing;

/// The lines along a dimension.
pub(crate) fn lines(sizes: &Dims, dim: usize) -> Lines {
    let outer = sizes.get(..dim).map_or(1, |lead| lead.iter().product());
    let inner = sizes.get(dim + 1..).map_or(1, |rest| rest.iter().product());
    Lines { outer, size: sizes.get(dim).copied().unwrap_or(1), inner }
}

/// The array in the dtype that kernels compute in, its elements in a row.
pub(crate) fn computable(op: &'static str, x: &Array) -> Result<Array> {
    if !x.dtype().is_floating_point() {
        return Err(not_floating(op, x.dtype()));
    }
    let computed = computing(x.dtype());
    if computed == x.dtype() { contiguous(op, x) } else { contiguous(op, &to_dtype(op, x, computed)?) }
}

/// The result in the dtype of the inputs.
pub(crate) fn rounded(op: &'static str, out: Array, like: &Array) -> Result<Array> {
    if out.dtype() == like.dtype() { Ok(out) } else { to_dtype(op, &out, like.dtype()) }
}

fn forward(op: &'static str, x: &Array, dim: i64, log: bool) -> Result<Array> {
    let dim = x.layout().dim(op, dim)?;
    if let Some(out) = cuda::run(op, x, None, lines(x.sizes(), dim), log)? {
        return Ok(out);
    }
    let input = computable(op, x)?;
    let mut out = Array::empty(op, x.sizes(), input.dtype(), x.device())?;
    let access = Access::read(&[&input])?;
    for_dtype!(op, input.dtype(), float: T => {
        type Wide = <T as Plain>::Wide;
        let x: &[Wide] = access.slice(op, 0)?;
        cpu::run(Task::Forward { x, log }, lines(input.sizes(), dim), fill(op, &mut out)?);
    });
    drop(access);
    rounded(op, out, x)
}

fn backward(op: &'static str, grad: &Array, out: &Array, dim: i64, log: bool) -> Result<Array> {
    let dim = out.layout().dim(op, dim)?;
    let grad = grad.with_layout(grad.layout().broadcast_to(op, out.sizes())?);
    if grad.dtype() == out.dtype()
        && let Some(sent) = cuda::run(op, &grad, Some(out), lines(out.sizes(), dim), log)?
    {
        return Ok(sent);
    }
    let grad = computable(op, &grad)?;
    let result = computable(op, out)?;
    let mut sent = Array::empty(op, out.sizes(), result.dtype(), out.device())?;
    let access = Access::read(&[&grad, &result])?;
    for_dtype!(op, result.dtype(), float: T => {
        type Wide = <T as Plain>::Wide;
        let (grad, result): (&[Wide], &[Wide]) = (access.slice(op, 0)?, access.slice(op, 1)?);
        cpu::run(Task::Backward { grad, out: result, log }, lines(out.sizes(), dim), fill(op, &mut sent)?);
    });
    drop(access);
    rounded(op, sent, out)
}

/// Exponentials along a dimension, divided by their sum. A line without a finite greatest element becomes NaN.
///
/// # Errors
/// A dim that is not there, or no floating dtype.
pub fn softmax(x: &Array, dim: i64) -> Result<Array> {
    forward("softmax", x, dim, false)
}

/// Logarithm of [`softmax`], without its rounding to 0.
///
/// # Errors
/// As [`softmax`].
pub fn log_softmax(x: &Array, dim: i64) -> Result<Array> {
    forward("log_softmax", x, dim, true)
}

/// The gradient of [`softmax`] from that of its result and the result: `out * (grad - sum(grad * out))`.
///
/// # Errors
/// As [`softmax`], or a gradient of other sizes.
pub fn softmax_backward(grad: &Array, out: &Array, dim: i64) -> Result<Array> {
    backward("softmax_backward", grad, out, dim, false)
}

/// The gradient of [`log_softmax`] from that of its result and the result: `grad - exp(out) * sum(grad)`.
///
/// # Errors
/// As [`softmax`], or a gradient of other sizes.
pub fn log_softmax_backward(grad: &Array, out: &Array, dim: i64) -> Result<Array> {
    backward("log_softmax_backward", grad, out, dim, true)
}
