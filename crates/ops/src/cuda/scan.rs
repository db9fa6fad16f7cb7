//! Running folds on GPUs.

use cresset_storage::cuda::{Gpu, Grid, Stream};
use cresset_storage::{DType, Device, Dims, Result};

use super::fold::{THREADS, summing};
use super::launch::{Target, Words, launch, with_addresses};
use super::text::{computed, element, whole};
use crate::array::Array;
use crate::cpu::scan::Direction;

/// Blocks at most: what is left over goes round.
const MOST_BLOCKS: usize = 1 << 20;
/// Blocks that a multiprocessor is given before lines are cut into parts.
const BLOCKS_PER_MULTIPROCESSOR: usize = 16;
/// Elements of a part at least.
const PART: usize = 8 * THREADS;
/// Lines side by side that are worth a thread each.
const MANY_LINES: usize = 1 << 10;
/// Elements of a line that are too few for a block.
const SHORT: usize = 32;
/// Room for a partial result.
const STATE_BYTES: usize = 32;
/// The fields of `Scan` in `scan.cu`.
const ARGUMENT_WORDS: usize = 10;

/// What is carried along. The names are those of structures in `scan.cu`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scans {
    Sum,
    Product,
    LogSum,
    Greatest,
    Least,
    Recurrence,
}

/// Fills `out`, and `positions` for extremes, with the running fold of contiguous inputs of sizes `[.., n, inner]`. False
/// where there is no kernel.
pub(crate) fn run(
    op: &'static str,
    scans: Scans,
    [x, y]: [Option<&Array>; 2],
    [n, inner]: [usize; 2],
    direction: Direction,
    out: &mut Array,
    positions: Option<&mut Array>,
) -> Result<bool> {
    let (Device::Cuda(ordinal), Some(x)) = (out.device(), x) else { return Ok(false) };
    let (dtype, result) = (x.dtype(), out.dtype());
    let needs_floating = matches!(scans, Scans::LogSum | Scans::Recurrence);
    let has_order = !dtype.is_complex() || matches!(scans, Scans::Sum | Scans::Product);
    if !has_order || needs_floating && !dtype.is_floating_point() {
        return Ok(false);
    }
    if x.numel() == 0 {
        return Ok(true);
    }
    let (gpu, stream) = (Gpu::of(ordinal)?, Stream::current(ordinal)?);
    let text = || {
        let types =
            [("In", element(dtype)), ("Out", element(result)), ("C", computed(dtype)), ("S", computed(summing(dtype)))];
        let constants = [
            ("FLOATING", usize::from(dtype.is_floating_point())),
            ("THREADS", THREADS),
            ("STATE_BYTES", STATE_BYTES),
            ("ARGUMENT_WORDS", ARGUMENT_WORDS),
        ];
        let name = format!("#define SCAN {scans:?}\n");
        whole(&types, &constants, &[include_str!("team.cu"), &name, include_str!("scan.cu")].concat())
    };
    let program = format!("scan {scans:?} {dtype} {result}");
    let n_lines = x.numel() / n;
    let in_columns = n <= SHORT || inner > 1 && n_lines >= MANY_LINES;
    let wanted = gpu.multiprocessors().max(1) as usize * BLOCKS_PER_MULTIPROCESSOR;
    let n_parts = if in_columns { 1 } else { (wanted / n_lines).clamp(1, n.div_ceil(PART)) };
    let mut parts = match n_parts {
        1 => None,
        _ => Some(Array::empty(op, &Dims::new(op, &[n_lines, n_parts, STATE_BYTES])?, DType::U8, x.device())?),
    };
    let (has_positions, has_parts) = (positions.is_some(), parts.is_some());
    let written = [Some(out), positions, parts.as_mut()].into_iter().flatten();
    let targets = written.map(|array| Target::Fresh(array.storage_mut())).collect();
    with_addresses(stream, targets, &[Some(x), y], |found| {
        let mut left = found.written.iter().copied();
        let mut next = |there: bool| if there { left.next().unwrap_or(0) } else { 0 };
        let (out, positions, parts) = (next(true), next(has_positions), next(has_parts));
        let [x, y] = [0, 1].map(|at: usize| found.read.get(at).copied().unwrap_or(0));
        let backward = u64::from(direction == Direction::Backward);
        let [n_lines_, n, inner, n_parts_] = [n_lines, n, inner, n_parts].map(|number| number as u64);
        let words = Words([x, y, out, positions, parts, n_lines_, n, inner, n_parts_, backward]);
        let blocks = if in_columns { n_lines.div_ceil(THREADS) } else { n_lines };
        let mut grid = Grid::line(blocks.min(MOST_BLOCKS) as u32, THREADS as u32);
        grid.blocks[1] = n_parts as u32;
        if has_parts {
            launch(stream, gpu.kernel(&program, "parts", text)?, grid, &words)?;
        }
        let entry = if in_columns { "columns" } else { "lines" };
        launch(stream, gpu.kernel(&program, entry, text)?, grid, &words)
    })?;
    Ok(true)
}
