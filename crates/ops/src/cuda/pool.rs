//! Pooling, its gradients, and windows as columns on GPUs.

use cresset_storage::{DType, Device, Dims, Result};

use super::call::{Program, ordinal_of};
use super::launch::{Target, joined, words};
use super::matmul::MOST_SIZE;
use super::text::{computed, stored};
use crate::array::Array;
use crate::copy::contiguous;
use crate::pool::Divisor;
use crate::window::{Sizes, Window};

/// The fields of `Pool` in `pool.cu`.
const POOL_WORDS: usize = 25;
/// Elements from which on a bin is worth a warp.
const WIDE_BIN: usize = 32;

/// What is computed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Task {
    /// The elements at places.
    Taken,
    /// The gradient of the largest elements, from their places.
    LargestBackward,
    Means(Divisor),
    MeansBackward(Divisor),
    Bins,
    BinsBackward,
    Unfold,
    Fold,
}

/// A window as kernels take it. One that is moved over planes beyond 32 bits has no kernel.
fn fits(window: &Window) -> bool {
    let reach = |dim: usize| {
        let spans = [window.output[dim] * window.stride[dim], window.kernel[dim] * window.dilation[dim]];
        spans.iter().sum::<usize>() + window.input[dim] + 2 * window.padding[dim]
    };
    let sizes = [window.n_inputs(), window.n_outputs(), window.n_taps()];
    (0..3).map(reach).chain(sizes).all(|size| size <= MOST_SIZE)
}

/// Planes of these sizes, for bins.
pub(crate) fn bins([input, output]: [Sizes; 2]) -> Window {
    Window { input, output, kernel: [1; 3], stride: [1; 3], padding: [0; 3], dilation: [1; 3] }
}

/// The largest element of each window and its place; none where there is no kernel.
pub(crate) fn largest(op: &'static str, window: &Window, x: &Array, out: &Dims) -> Result<Option<(Array, Array)>> {
    if x.device() == Device::Cpu || !x.dtype().is_floating_point() || !fits(window) {
        return Ok(None);
    }
    let mut indices = Array::empty(op, out, DType::I64, x.device())?;
    let found = launched(op, ("largest", [0, 0]), window, [x, x], out, Some(&mut indices))?;
    Ok(found.map(|found| (found, indices)))
}

/// A result of these sizes; none where there is no kernel.
pub(crate) fn run(
    op: &'static str,
    task: Task,
    window: &Window,
    x: &Array,
    places: Option<&Array>,
    out: &Dims,
) -> Result<Option<Array>> {
    let moves = matches!(task, Task::Taken | Task::Unfold);
    if x.device() == Device::Cpu || !moves && !x.dtype().is_floating_point() || !fits(window) {
        return Ok(None);
    }
    let counted = |divisor| match divisor {
        Divisor::Padded => [0, 0],
        Divisor::Inside => [1, 0],
        Divisor::Fixed(divisor) => [2, divisor as u64],
    };
    let bin = (0..3).map(|dim| window.input[dim].div_ceil(window.output[dim].max(1))).product::<usize>();
    let entry = match task {
        Task::Taken => ("taken", [0, 0]),
        Task::LargestBackward => ("largest_backward", [0, 0]),
        Task::Means(divisor) => ("means", counted(divisor)),
        Task::MeansBackward(divisor) => ("means_backward", counted(divisor)),
        Task::Bins if bin >= WIDE_BIN => ("bins_by_warps", [0, 0]),
        Task::Bins => ("bins", [0, 0]),
        Task::BinsBackward => ("bins_backward", [0, 0]),
        Task::Unfold => ("unfold", [0, 0]),
        Task::Fold => ("fold", [0, 0]),
    };
    launched(op, entry, window, [x, places.unwrap_or(x)], out, None)
}

fn launched(
    op: &'static str,
    (entry, counted): (&str, [u64; 2]),
    window: &Window,
    [x, places]: [&Array; 2],
    out: &Dims,
    indices: Option<&mut Array>,
) -> Result<Option<Array>> {
    let (Some(ordinal), Some(held)) = (ordinal_of(x), stored(x.dtype())) else { return Ok(None) };
    let (x, places) = (contiguous(op, x)?, contiguous(op, places)?);
    let mut result = Array::empty(op, out, x.dtype(), x.device())?;
    let numel = result.numel();
    if numel == 0 {
        return Ok(Some(result));
    }
    let types = [("In", held), ("C", computed(x.dtype()))];
    let file = concat!(include_str!("team.cu"), include_str!("pool.cu"));
    let program = Program { name: "pool", types: &types, constants: &[], file };
    let n_threads = if entry == "bins_by_warps" { numel.saturating_mul(32) } else { numel };
    let written = [Some(&mut result), indices].into_iter().flatten();
    let targets = written.map(|array| Target::Fresh(array.storage_mut())).collect();
    program.run(ordinal, (entry, n_threads), targets, &[Some(&x), Some(&places)], |found| {
        let sizes = [window.input, window.kernel, window.stride, window.padding, window.dilation, window.output];
        let indices = found.written.get(1).copied().unwrap_or(0);
        joined::<POOL_WORDS>(&[
            &[found.read[0], found.read[1], found.written[0], indices, numel as u64],
            &words(sizes.as_flattened()),
            &counted,
        ])
    })?;
    Ok(Some(result))
}
