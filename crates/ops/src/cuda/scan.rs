//! Running folds on GPUs.

use cresset_storage::{DType, Dims, Result};

use super::call::{MOST_BLOCKS, Program, THREADS, blocks_wanted, ordinal_of};
use super::fold::{STATE_BYTES, summing};
use super::launch::{Target, joined, words};
use super::text::{computed, element};
use crate::array::Array;
use crate::cpu::scan::Direction;

/// Elements of a part at least.
const PART: usize = 8 * THREADS;
/// Lines side by side that are worth a thread each.
const MANY_LINES: usize = 1 << 10;
/// Elements of a line that are too few for a block.
const SHORT: usize = 32;
/// The fields of `Scan` in `scan.cu`.
const SCAN_WORDS: usize = 10;

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
    let (Some(ordinal), Some(x)) = (ordinal_of(out), x) else { return Ok(false) };
    let (dtype, floating) = (x.dtype(), x.dtype().is_floating_point());
    let needs_floating = matches!(scans, Scans::LogSum | Scans::Recurrence);
    let has_order = !dtype.is_complex() || matches!(scans, Scans::Sum | Scans::Product);
    if !has_order || needs_floating && !floating {
        return Ok(false);
    }
    if x.numel() == 0 {
        return Ok(true);
    }
    let name = format!("struct {scans:?}");
    let (held, result) = (element(dtype), element(out.dtype()));
    let types =
        [("In", held), ("Out", result), ("C", computed(dtype)), ("S", computed(summing(dtype))), ("SCAN", &name)];
    let constants = [("FLOATING", usize::from(floating)), ("STATE_BYTES", STATE_BYTES)];
    let file = concat!(include_str!("team.cu"), include_str!("scan.cu"));
    let program = Program { name: "scan", types: &types, constants: &constants, file };
    let n_lines = x.numel() / n;
    let in_columns = n <= SHORT || inner > 1 && n_lines >= MANY_LINES;
    let n_parts = if in_columns { 1 } else { (blocks_wanted(ordinal)? / n_lines).clamp(1, n.div_ceil(PART)) };
    let mut parts = match n_parts {
        1 => None,
        _ => Some(Array::empty(op, &Dims::new(op, &[n_lines, n_parts, STATE_BYTES])?, DType::U8, x.device())?),
    };
    let (has_positions, has_parts) = (positions.is_some(), parts.is_some());
    let written = [Some(out), positions, parts.as_mut()].into_iter().flatten();
    let targets = written.map(|array| Target::Fresh(array.storage_mut())).collect();
    program.with(ordinal, targets, &[Some(x), y], |found, queue| {
        let mut left = found.written.iter().copied();
        let mut next = |there: bool| if there { left.next().unwrap_or(0) } else { 0 };
        let written = [true, has_positions, has_parts].map(&mut next);
        let sizes = [n_lines, n, inner, n_parts, usize::from(direction == Direction::Backward)];
        let words: [u64; SCAN_WORDS] = joined(&[&found.read, &written, &words(&sizes)]);
        let blocks = if in_columns { n_lines.div_ceil(THREADS) } else { n_lines };
        let grid = [blocks.min(MOST_BLOCKS), n_parts];
        if has_parts {
            queue.launch("parts", grid, words)?;
        }
        queue.launch(if in_columns { "columns" } else { "lines" }, grid, words)
    })?;
    Ok(true)
}
