//! Normalisation on GPUs.

use cresset_storage::{DType, Device, Dims, Layout, MAX_DIMS, Result};

use super::call::{MOST_BLOCKS, Program, THREADS};
use super::fold::{Fold, fold};
use super::launch::{Target, joined, takes, words};
use super::text::{computed, stored};
use crate::array::Array;
use crate::cpu::reduce::plan::Plan;
use crate::norm::{BatchNorm, Normalised, Rows};
use crate::pointwise::computing;

/// Rows of fewer elements have a warp each.
const LONG: usize = 1024;
/// The fields of `Norm` in `norm.cu`.
const NORM_WORDS: usize = 16;
/// The text of the folds of channels.
const FOLDS: &str = concat!(
    include_str!("team.cu"),
    include_str!("fold_call.cu"),
    include_str!("norm_folds.cu"),
    include_str!("fold.cu")
);

/// The arrays of a call; the weights and statistics have the dtype that is computed in.
#[derive(Clone, Copy, Default)]
struct Read<'a> {
    x: Option<&'a Array>,
    grad: Option<&'a Array>,
    weight: Option<&'a Array>,
    bias: Option<&'a Array>,
    statistics: [Option<&'a Array>; 2],
    /// The gradients of weight and bias, or running statistics.
    sums: [Option<&'a Array>; 2],
}

/// The numbers of a call, as `Norm` has them.
#[derive(Clone, Copy, Default)]
struct Numbers {
    eps: f64,
    n_rows: usize,
    len: usize,
    groups: usize,
    run: usize,
    n_weights: usize,
}

/// What a call writes: the result, and statistics where they are not there yet.
struct Written<'a> {
    out: Option<&'a mut Array>,
    statistics: Option<[&'a mut Array; 2]>,
}

/// The device and dtype of a call that has kernels.
fn native(x: &Array) -> Option<(usize, DType)> {
    match x.device() {
        Device::Cuda(ordinal) if x.dtype().is_floating_point() && takes([x.dtype()]) => Some((ordinal, x.dtype())),
        _ => None,
    }
}

/// Whether statistics of a caller are what kernels take them for: `n` numbers each in a row, of the dtype that is computed
/// in. The CPU's way has the words for others.
fn fit(x: &Array, statistics: [&Array; 2], n: usize) -> bool {
    let wide = computing(x.dtype());
    statistics.iter().all(|array| array.dtype() == wide && array.numel() == n && array.layout().is_contiguous())
}

/// Queues an entry of `norm.cu`; its twin for packs where the elements lie so.
fn run(
    (ordinal, dtype): (usize, DType),
    entry: &'static str,
    centred: bool,
    read: Read<'_>,
    numbers: Numbers,
    written: Written<'_>,
) -> Result<()> {
    let pack = 16 / dtype.n_bytes();
    let types = [("In", stored(dtype).unwrap_or("float")), ("C", computed(dtype))];
    let constants = [("CENTRED", usize::from(centred)), ("PACK", pack)];
    let file = concat!(include_str!("team.cu"), include_str!("norm.cu"));
    let program = Program { name: "norm", types: &types, constants: &constants, file };
    let [mean, rstd] = read.statistics;
    let [along, total] = read.sums;
    let inputs = [read.x, read.grad, read.weight, read.bias, mean, rstd, along, total];
    let has_out = written.out.is_some();
    // The statistics come first, then the result.
    let targets = written.statistics.into_iter().flatten().chain(written.out);
    let targets = targets.map(|array| Target::Fresh(array.storage_mut())).collect();
    program.with(ordinal, targets, &inputs, |found, queue| {
        let (statistics, out) = found.written.split_at(found.written.len() - usize::from(has_out));
        let mut addresses: [u64; 9] = joined(&[&found.read, out]);
        addresses[4..4 + statistics.len()].copy_from_slice(statistics);
        let Numbers { eps, n_rows, len, groups, run, n_weights } = numbers;
        let in_rows = entry.starts_with("rows");
        let aligned = [0, 1, 8].iter().all(|&at| addresses[at].is_multiple_of(16));
        // A pack lies within a row, and either within a run or in runs of one element.
        let fits = if in_rows {
            len % pack == 0 && (run == 1 || run % pack == 0)
        } else {
            run % pack == 0 || run == 1 && groups % pack == 0
        };
        let packed = aligned && fits && has_out;
        let width = if packed { pack } else { 1 };
        let lanes = if len >= LONG { THREADS } else { 32 };
        let blocks = if in_rows {
            n_rows.div_ceil(THREADS / lanes)
        } else if has_out {
            (n_rows * run / width).div_ceil(THREADS)
        } else {
            groups.div_ceil(THREADS)
        };
        let name = if packed { format!("{entry}_packs") } else { entry.to_owned() };
        let sizes = words(&[n_rows, len, groups, run, n_weights, lanes]);
        let words: [u64; NORM_WORDS] = joined(&[&addresses, &[eps.to_bits()], &sizes]);
        queue.launch(&name, [blocks.clamp(1, MOST_BLOCKS), 1], words)
    })
}

fn n_rows(x: &Array, rows: &Rows) -> usize {
    x.numel().checked_div(rows.len).unwrap_or(0)
}

fn of_rows(rows: &Rows, n_rows: usize) -> Numbers {
    Numbers { eps: 0.0, n_rows, len: rows.len, groups: rows.groups, run: rows.run, n_weights: rows.n_weights }
}

/// Rows less their means, over the roots of their variances. `made` are the arrays to fill. False where there is no
/// kernel.
pub(crate) fn rows(
    x: &Array,
    rows: &Rows,
    [weight, bias]: [Option<&Array>; 2],
    eps: f64,
    made: &mut Normalised,
) -> Result<bool> {
    let Some(native) = native(x) else { return Ok(false) };
    let n_rows = made.mean.numel();
    if n_rows == 0 {
        return Ok(true);
    }
    let read = Read { x: Some(x), weight, bias, ..Read::default() };
    let written = Written { out: Some(&mut made.out), statistics: Some([&mut made.mean, &mut made.rstd]) };
    run(native, "rows", rows.centred, read, Numbers { eps, ..of_rows(rows, n_rows) }, written)?;
    Ok(true)
}

/// The gradient of the input of [`rows`].
pub(crate) fn rows_backward(
    grad: &Array,
    x: &Array,
    rows: &Rows,
    weight: Option<&Array>,
    [mean, rstd]: [&Array; 2],
    out: &mut Array,
) -> Result<bool> {
    let Some(native) = native(x).filter(|_| fit(x, [mean, rstd], n_rows(x, rows))) else { return Ok(false) };
    if x.numel() == 0 {
        return Ok(true);
    }
    let read = Read { x: Some(x), grad: Some(grad), weight, statistics: [Some(mean), Some(rstd)], ..Read::default() };
    let written = Written { out: Some(out), statistics: None };
    run(native, "rows_backward", rows.centred, read, of_rows(rows, mean.numel()), written)?;
    Ok(true)
}

/// The walk over the elements of each channel.
fn channels(op: &'static str, sizes: [usize; 3]) -> Result<Plan> {
    let mut is_folded = [true; MAX_DIMS];
    is_folded[1] = false;
    Plan::new(op, &Layout::contiguous(Dims::new(op, &sizes)?), &is_folded)
}

/// The sums of the gradients of weight and bias of each channel, in the dtype that is computed in. Statistics are those
/// of a channel, or those of rows of `row` elements.
fn gradients(
    op: &'static str,
    [grad, x]: [&Array; 2],
    sizes: [usize; 3],
    [mean, rstd]: [&Array; 2],
    row: Option<usize>,
) -> Result<[Array; 2]> {
    let wide = computing(x.dtype());
    let per_channel = Dims::new(op, &[sizes[1]])?;
    let mut along = Array::empty(op, &per_channel, wide, x.device())?;
    let mut total = Array::empty(op, &per_channel, wide, x.device())?;
    let statistics = match row {
        None => 0,
        // There is a row for each element of the fold.
        Some(row) if row == sizes[1] && sizes[2] == 1 => 1,
        Some(row) => row,
    };
    let called = Fold {
        name: "Gradients",
        file: FOLDS,
        program: "norm of channels",
        types: &[("Running", wide)],
        numbers: [0.0; 2],
        whole: [statistics, 0],
    };
    let written = vec![Target::Fresh(along.storage_mut()), Target::Fresh(total.storage_mut())];
    fold(op, &called, &channels(op, sizes)?, &[Some(grad), Some(x), Some(mean), Some(rstd)], written)?;
    Ok([along, total])
}

/// The gradients of weight and bias of [`rows`], flat, in the dtype that is computed in.
pub(crate) fn rows_backward_affine(
    op: &'static str,
    grad: &Array,
    x: &Array,
    rows: &Rows,
    statistics: [&Array; 2],
) -> Result<Option<[Array; 2]>> {
    if native(x).is_none() || !fit(x, statistics, n_rows(x, rows)) {
        return Ok(None);
    }
    let n_channels = rows.groups * rows.n_weights;
    let batch = n_rows(x, rows) / rows.groups.max(1);
    gradients(op, [grad, x], [batch, n_channels, rows.run], statistics, Some(rows.len)).map(Some)
}

/// The result of `batch_norm`; `made` are the arrays to fill, and running statistics move in training.
pub(crate) fn batch(
    op: &'static str,
    x: &Array,
    sizes: [usize; 3],
    [weight, bias]: [Option<&Array>; 2],
    how: BatchNorm<'_>,
    made: &mut Normalised,
) -> Result<bool> {
    let Some(native) = native(x) else { return Ok(false) };
    let running = [how.running_mean, how.running_var];
    let [batch, channels_, plane] = sizes;
    let numbers =
        Numbers { eps: how.eps, n_rows: batch * channels_, run: plane, groups: channels_, ..Numbers::default() };
    if how.training {
        let moved = if x.numel() > 0 { running } else { [None; 2] };
        let dtype = moved.iter().flatten().map(|array| array.dtype()).next().unwrap_or(computing(x.dtype()));
        if moved.iter().flatten().any(|array| array.dtype() != dtype || !array.layout().is_contiguous()) {
            return Ok(false);
        }
        let called = Fold {
            name: "ChannelMoments",
            file: FOLDS,
            program: "norm of channels",
            types: &[("Running", dtype)],
            numbers: [how.eps, how.momentum],
            whole: [usize::from(moved[0].is_some()) | usize::from(moved[1].is_some()) << 1, 0],
        };
        let mut written = vec![Target::Fresh(made.mean.storage_mut()), Target::Fresh(made.rstd.storage_mut())];
        written.extend(moved.into_iter().flatten().map(|array| Target::Held(op, array)));
        fold(op, &called, &channels(op, sizes)?, &[Some(x)], written)?;
    } else if channels_ > 0 {
        let wide = computing(x.dtype());
        let [Some(mean), Some(var)] = running else { return Ok(false) };
        let [mean, var] = [crate::norm::parameter(op, mean, wide)?, crate::norm::parameter(op, var, wide)?];
        let read = Read { sums: [Some(&mean), Some(&var)], ..Read::default() };
        let written = Written { out: None, statistics: Some([&mut made.mean, &mut made.rstd]) };
        run(native, "running", true, read, numbers, written)?;
    }
    if x.numel() == 0 {
        return Ok(true);
    }
    let Normalised { out, mean, rstd } = made;
    let read = Read { x: Some(x), weight, bias, statistics: [Some(mean), Some(rstd)], ..Read::default() };
    run(native, "channels_forward", true, read, numbers, Written { out: Some(out), statistics: None })?;
    Ok(true)
}

/// The gradients of weight and bias of `batch_norm` in the dtype that is computed in; that of the input fills `out`.
pub(crate) fn batch_backward(
    op: &'static str,
    [grad, x]: [&Array; 2],
    sizes: [usize; 3],
    weight: Option<&Array>,
    [mean, rstd]: [&Array; 2],
    training: bool,
    out: &mut Array,
) -> Result<Option<[Array; 2]>> {
    let Some(native) = native(x).filter(|_| fit(x, [mean, rstd], sizes[1])) else { return Ok(None) };
    let sums = gradients(op, [grad, x], sizes, [mean, rstd], None)?;
    if x.numel() > 0 {
        let [batch, channels, plane] = sizes;
        let numbers = Numbers {
            n_rows: batch * channels,
            len: batch * plane,
            groups: channels,
            run: plane,
            ..Numbers::default()
        };
        let used = if training { [Some(&sums[0]), Some(&sums[1])] } else { [None; 2] };
        let statistics = [Some(mean), Some(rstd)];
        let read = Read { x: Some(x), grad: Some(grad), weight, statistics, sums: used, ..Read::default() };
        run(native, "channels_backward", true, read, numbers, Written { out: Some(out), statistics: None })?;
    }
    Ok(Some(sums))
}
