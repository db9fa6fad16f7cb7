//! Losses of class predictions on GPUs.

use cresset_storage::{DType, Dims, Result};

use super::call::{Program, THREADS, blocks_wanted, ordinal_of};
use super::launch::{Addresses, Target, takes};
use super::text::{computed, stored};
use crate::array::Array;
use crate::copy::contiguous;
use crate::cpu::softmax::Lines;
use crate::loss::{Reduction, not_a_class};
use crate::pointwise::computing;
use crate::reading::to_vec;

/// Blocks that count the weights of targets at most: as many as the next kernel's blocks have threads.
const MOST_COUNTED: usize = 256;
/// Lines of as many classes have a block each.
const LONG: usize = 1024;
/// The fields of `Loss` in `loss.cu`.
const LOSS_WORDS: usize = 19;

/// The targets of a call, checked but for their values.
pub(crate) struct Labels<'a> {
    pub(crate) target: &'a Array,
    pub(crate) weight: Option<&'a Array>,
    pub(crate) lines: Lines,
    pub(crate) ignore_index: i64,
    pub(crate) smoothing: f64,
    pub(crate) reduction: Reduction,
}

/// A call whose targets are counted.
struct Call<'a> {
    labels: &'a Labels<'a>,
    ordinal: usize,
    dtype: DType,
    /// For each block that counted, the sum of the weights and the first line whose target is no class.
    counted: Array,
}

/// The other arrays of a kernel.
#[derive(Default)]
struct Read<'a> {
    x: Option<&'a Array>,
    statistics: Option<&'a Array>,
    grad: Option<&'a Array>,
    parts: Option<&'a Array>,
}

impl<'a> Call<'a> {
    /// Counts the targets. None where there is no kernel.
    fn new(op: &'static str, labels: &'a Labels<'a>, dtype: DType) -> Result<Option<Call<'a>>> {
        let Some(ordinal) = ordinal_of(labels.target).filter(|_| dtype.is_floating_point() && takes([dtype])) else {
            return Ok(None);
        };
        let n_lines = labels.target.numel();
        let n_counted = n_lines.div_ceil(4 * THREADS).clamp(1, MOST_COUNTED);
        let mut counted = Array::empty(op, &Dims::new(op, &[n_counted, 2])?, DType::I64, labels.target.device())?;
        let inputs = [Some(labels.target), labels.weight];
        queue(ordinal, dtype, ("weigh", n_counted), vec![&mut counted], &inputs, |found| {
            let mut words = words(labels, 0.0);
            [words[TARGET], words[WEIGHT], words[COUNTED]] = [found.read[0], found.read[1], found.written[0]];
            words
        })?;
        Ok(Some(Call { labels, ordinal, dtype, counted }))
    }

    /// Refuses targets that are no classes. Waits for the device.
    fn check(&self, op: &'static str) -> Result<()> {
        let target = self.labels.target;
        let strays = to_vec::<i64>(&self.counted)?.into_iter().skip(1).step_by(2);
        let first = strays.min().and_then(|line| usize::try_from(line).ok()).filter(|&line| line < target.numel());
        match first {
            Some(line) => {
                let class = to_vec::<i64>(target)?.get(line).copied().unwrap_or_default();
                Err(not_a_class(op, class, self.labels.lines.size))
            }
            None => Ok(()),
        }
    }

    /// Threads for a line, and blocks for all.
    fn grid(&self) -> Result<(usize, usize)> {
        let Lines { size, inner, .. } = self.labels.lines;
        let lanes = match size {
            _ if inner > 1 => 1,
            LONG.. => THREADS,
            _ => (size / 4).next_power_of_two().min(32),
        };
        let blocks = self.labels.target.numel().div_ceil(THREADS / lanes);
        Ok((lanes, blocks.clamp(1, blocks_wanted(self.ordinal)?)))
    }

    /// Queues a kernel over all lines; `written` are arrays, `place` puts their addresses among the words.
    fn run(
        &self,
        entry: &'static str,
        read: &Read<'_>,
        written: Vec<&mut Array>,
        (lanes, blocks): (usize, usize),
        sign: f64,
        place: impl FnOnce(&Addresses, &mut [u64; LOSS_WORDS]),
    ) -> Result<()> {
        let Labels { target, weight, .. } = *self.labels;
        let inputs = [Some(target), weight, read.x, read.statistics, read.grad, Some(&self.counted), read.parts];
        queue(self.ordinal, self.dtype, (entry, blocks), written, &inputs, |found| {
            let mut words = words(self.labels, sign);
            words[..found.read.len()].copy_from_slice(&found.read);
            words[LANES] = lanes as u64;
            words[N_COUNTED] = (self.counted.numel() / 2) as u64;
            words[N_PARTS] = read.parts.map_or(0, Array::numel) as u64;
            place(found, &mut words);
            words
        })
    }

    /// The losses of all lines as the result, where kernel `entry` computes them and fills the statistics.
    fn losses(
        &self,
        op: &'static str,
        entry: &'static str,
        x: &Array,
        statistics: Option<&mut Array>,
    ) -> Result<Array> {
        let device = x.device();
        let (read, has_statistics) = (Read { x: Some(x), ..Read::default() }, statistics.is_some());
        // Log-probabilities need no team: a line has one element that counts.
        let (lanes, blocks) = self.grid()?;
        let grid = (if has_statistics { lanes } else { 1 }, blocks);
        let apart = self.labels.reduction == Reduction::None;
        let mut made = if apart {
            Array::empty(op, self.labels.target.sizes(), self.dtype, device)?
        } else {
            Array::empty(op, &Dims::new(op, &[grid.1])?, DType::F64, device)?
        };
        let written: Vec<&mut Array> = [&mut made].into_iter().chain(statistics).collect();
        self.run(entry, &read, written, grid, 0.0, |found, words| {
            words[if apart { OUT } else { PARTS }] = found.written[0];
            if has_statistics {
                words[STATISTICS] = found.written[1];
            }
        })?;
        if apart {
            return Ok(made);
        }
        let mut out = Array::empty(op, &Dims::EMPTY, self.dtype, device)?;
        let read = Read { parts: Some(&made), ..Read::default() };
        self.run("total", &read, vec![&mut out], (1, 1), 0.0, |found, words| words[OUT] = found.written[0])?;
        Ok(out)
    }
}

// The places of fields of `Loss`.
const TARGET: usize = 0;
const WEIGHT: usize = 1;
const STATISTICS: usize = 3;
const COUNTED: usize = 5;
const PARTS: usize = 6;
const OUT: usize = 7;
const LANES: usize = 14;
const N_COUNTED: usize = 15;
const N_PARTS: usize = 16;

/// The words that are known before addresses are.
fn words(labels: &Labels<'_>, sign: f64) -> [u64; LOSS_WORDS] {
    let mut words = [0; LOSS_WORDS];
    [words[8], words[9]] = [labels.smoothing, sign].map(f64::to_bits);
    words[10] = labels.ignore_index as u64;
    let Lines { size, inner, .. } = labels.lines;
    [words[11], words[12], words[13]] = [labels.target.numel(), size, inner].map(|number| number as u64);
    words[17] = u64::from(labels.reduction == Reduction::Mean);
    words[18] = u64::from(labels.reduction == Reduction::None);
    words
}

/// Queues an entry of `loss.cu` on so many blocks.
fn queue(
    ordinal: usize,
    dtype: DType,
    (entry, blocks): (&str, usize),
    written: Vec<&mut Array>,
    inputs: &[Option<&Array>],
    words: impl FnOnce(&Addresses) -> [u64; LOSS_WORDS],
) -> Result<()> {
    let types = [("In", stored(dtype).unwrap_or("float")), ("C", computed(dtype))];
    let file = concat!(include_str!("team.cu"), include_str!("loss.cu"));
    let program = Program { name: "loss", types: &types, constants: &[], file };
    let targets = written.into_iter().map(|array| Target::Fresh(array.storage_mut())).collect();
    program.run_blocks(ordinal, (entry, [blocks, 1]), targets, inputs, words)
}

/// The negative log-probabilities of the targets.
pub(crate) fn of_log_probabilities(op: &'static str, x: &Array, labels: &Labels<'_>) -> Result<Option<Array>> {
    let Some(call) = Call::new(op, labels, x.dtype())? else { return Ok(None) };
    let out = call.losses(op, "of_log_probabilities", &contiguous(op, x)?, None)?;
    call.check(op)?;
    Ok(Some(out))
}

/// The cross entropy of logits; fills the statistics of their lines.
pub(crate) fn of_logits(
    op: &'static str,
    x: &Array,
    labels: &Labels<'_>,
    statistics: &mut Array,
) -> Result<Option<Array>> {
    let Some(call) = Call::new(op, labels, x.dtype())? else { return Ok(None) };
    let out = call.losses(op, "of_logits", &contiguous(op, x)?, Some(statistics))?;
    call.check(op)?;
    Ok(Some(out))
}

/// The gradient of [`of_logits`]. The targets were checked when the loss was computed: to look again would wait for the
/// device. The gradient of one that is no class is NaN.
pub(crate) fn of_logits_backward(
    op: &'static str,
    grad: &Array,
    x: &Array,
    statistics: &Array,
    labels: &Labels<'_>,
) -> Result<Option<Array>> {
    let Lines { outer, inner, .. } = labels.lines;
    let fits = statistics.dtype() == computing(x.dtype()) && statistics.numel() == 2 * outer * inner;
    // The CPU's way has the words for what was made by another call.
    if !fits || grad.dtype() != computing(x.dtype()) || !statistics.layout().is_contiguous() {
        return Ok(None);
    }
    let Some(call) = Call::new(op, labels, x.dtype())? else { return Ok(None) };
    let x = contiguous(op, x)?;
    let mut out = Array::empty(op, x.sizes(), x.dtype(), x.device())?;
    let read = Read { x: Some(&x), statistics: Some(statistics), grad: Some(grad), parts: None };
    let place = |found: &Addresses, words: &mut [u64; LOSS_WORDS]| words[OUT] = found.written[0];
    call.run("gradient_of_logits", &read, vec![&mut out], call.grid()?, -1.0, place)?;
    Ok(Some(out))
}

/// What each class counts, times `sign`, and times the gradient of the loss where there is one. With a gradient, the
/// targets were checked when the loss was computed.
pub(crate) fn shares(
    op: &'static str,
    grad: Option<&Array>,
    sizes: &Dims,
    dtype: DType,
    labels: &Labels<'_>,
    sign: f64,
) -> Result<Option<Array>> {
    if grad.is_some_and(|grad| grad.dtype() != computing(dtype)) {
        return Ok(None);
    }
    let Some(call) = Call::new(op, labels, dtype)? else { return Ok(None) };
    let mut out = Array::empty(op, sizes, dtype, labels.target.device())?;
    let read = Read { grad, ..Read::default() };
    let place = |found: &Addresses, words: &mut [u64; LOSS_WORDS]| words[OUT] = found.written[0];
    call.run("shares", &read, vec![&mut out], call.grid()?, sign, place)?;
    if grad.is_none() {
        call.check(op)?;
    }
    Ok(Some(out))
}
