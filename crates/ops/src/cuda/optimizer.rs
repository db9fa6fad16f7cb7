//! Steps of optimisers on GPUs: one launch updates up to 64 parameters and their states.

use cresset_storage::cuda::{Arguments, Gpu, Grid, Stream};
use cresset_storage::{DType, Device, Result};

use super::launch::{Target, launch, with_addresses};
use super::text::{computed, stored, whole};
use crate::array::Array;
use crate::cpu::optimizer::check_rows;

/// Parameters of one launch, whose addresses stand in its arguments.
const MOST: usize = 64;
/// Parameter, gradient and the most states.
const ARRAYS: usize = 2 + crate::optimizer::MAX_STATES;
/// Numbers of the options and of the step.
pub(crate) const NUMBERS: usize = 12;
/// Elements that a block updates: 8 packs of floats for each thread.
const CHUNK: usize = 8 * 1024;
/// Threads of a block.
const THREADS: usize = 256;

/// The structure that the kernels take; the other side is in `optimizer.cu`.
#[repr(C)]
#[derive(Clone, Copy)]
struct Steps {
    arrays: [[u64; ARRAYS]; MOST],
    ends: [i64; MOST],
    numel: [i64; MOST],
    numbers: [f64; NUMBERS],
    replays: u64,
}

// SAFETY: the fields are those of the text's structure, eight bytes each; the text checks the size. The arrays of a row
// were found to have `numel` elements in a row each.
unsafe impl Arguments for Steps {}

/// An update as the kernels know it.
pub(crate) trait Fused {
    /// The kernel.
    const ENTRY: &'static str;

    /// The kernel's numbers, in its order.
    fn numbers(&self) -> [f64; NUMBERS];
}

/// Queues the step of rows of one device. Says no for the CPU's.
///
/// # Errors
/// As the CPU's way.
pub(crate) fn run<U: Fused, const N: usize>(op: &'static str, rows: &[([&Array; N], U)]) -> Result<bool> {
    let Some(Device::Cuda(ordinal)) = rows.first().map(|(arrays, _)| arrays[0].device()) else { return Ok(false) };
    check_rows(op, rows)?;
    let (gpu, stream) = (Gpu::of(ordinal)?, Stream::current(ordinal)?);
    let mut targets = Vec::with_capacity(rows.len() * (N - 1));
    let mut grads = Vec::with_capacity(rows.len());
    for (arrays, _) in rows {
        let written = arrays.iter().enumerate().filter(|(place, _)| *place != 1);
        targets.extend(written.map(|(_, array)| Target::Held(op, array)));
        grads.push(Some(arrays[1]));
    }
    // Rows with equal dtypes and numbers lie together and share launches.
    let mut order: Vec<(DType, [u64; NUMBERS], usize)> = rows
        .iter()
        .enumerate()
        .filter(|(_, (arrays, _))| arrays[0].numel() > 0)
        .map(|(at, (arrays, update))| (arrays[0].dtype(), update.numbers().map(f64::to_bits), at))
        .collect();
    order.sort_by_key(|(dtype, numbers, _)| (*dtype as usize, *numbers));
    with_addresses(stream, targets, &grads, |found| {
        for alike in order.chunk_by(|lhs, rhs| (lhs.0, lhs.1) == (rhs.0, rhs.1)) {
            for part in alike.chunks(MOST) {
                let (dtype, numbers, _) = part[0];
                let mut steps = Steps {
                    arrays: [[0; ARRAYS]; MOST],
                    ends: [i64::MAX; MOST],
                    numel: [0; MOST],
                    numbers: numbers.map(f64::from_bits),
                    replays: stream.replays()?,
                };
                let mut n_chunks = 0;
                for (place, &(.., row)) in part.iter().enumerate() {
                    let numel = rows[row].0[0].numel();
                    n_chunks += numel.div_ceil(CHUNK);
                    let written = &found.written[row * (N - 1)..][..N - 1];
                    steps.arrays[place][0] = written[0];
                    steps.arrays[place][1] = found.read[row];
                    steps.arrays[place][2..=N - 1].copy_from_slice(&written[1..]);
                    steps.numel[place] = numel as i64;
                    steps.ends[place] = n_chunks as i64;
                }
                let kernel = gpu.kernel(&format!("optimizer {dtype}"), U::ENTRY, || text(dtype))?;
                launch(stream, kernel, Grid::line(n_chunks as u32, THREADS as u32), &steps)?;
            }
        }
        Ok(())
    })?;
    Ok(true)
}

fn text(dtype: DType) -> String {
    let types = [("In", stored(dtype).unwrap_or("float")), ("C", computed(dtype))];
    let constants = [
        ("MOST", MOST),
        ("ARRAYS", ARRAYS),
        ("NUMBERS", NUMBERS),
        ("CHUNK", CHUNK),
        ("THREADS", THREADS),
        ("ARGUMENT_BYTES", size_of::<Steps>()),
    ];
    whole(&types, &constants, include_str!("optimizer.cu"))
}
