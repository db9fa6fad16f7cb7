//! Steps of optimisers on GPUs: one launch updates up to 64 parameters and their states.

use cresset_storage::cuda::{Gpu, Grid, Stream};
use cresset_storage::{DType, Device, Result};

use super::launch::{Target, Words, launch, with_addresses};
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

/// The arguments: the addresses, ends and sizes of the parameters, the numbers, the address of the count of replays.
const WORDS: usize = MOST * ARRAYS + MOST + MOST + NUMBERS + 1;

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
    let rows = rows.iter().map(|(arrays, update)| Row {
        arrays: std::array::from_fn(|place| arrays.get(place).copied()),
        numbers: update.numbers().map(f64::to_bits),
    });
    queue(op, U::ENTRY, ordinal, &rows.collect::<Vec<_>>(), Some(1))?;
    Ok(true)
}

/// Multiplies dense arrays of one GPU by a number, and takes the truth from `finite` where an element was not finite.
pub(crate) fn scale(op: &'static str, arrays: &[&Array], factor: f64, finite: &Array) -> Result<()> {
    let Device::Cuda(ordinal) = finite.device() else { return Ok(()) };
    let mut numbers = [0; NUMBERS];
    numbers[0] = factor.to_bits();
    let rows = arrays
        .iter()
        .map(|array| Row { arrays: std::array::from_fn(|place| [*array, finite].get(place).copied()), numbers });
    queue(op, "scale", ordinal, &rows.collect::<Vec<_>>(), None)
}

/// The arrays of one parameter, and the bits of the kernel's numbers.
struct Row<'a> {
    arrays: [Option<&'a Array>; ARRAYS],
    numbers: [u64; NUMBERS],
}

/// Queues a kernel on rows of one GPU, that have passed all checks. All arrays are written but those at the place that
/// is only read.
fn queue(op: &'static str, entry: &str, ordinal: usize, rows: &[Row<'_>], only_read: Option<usize>) -> Result<()> {
    let (gpu, stream) = (Gpu::of(ordinal)?, Stream::current(ordinal)?);
    let mut targets = Vec::new();
    let mut inputs = Vec::new();
    // Where the address of each array will be found: among those that are read or written, and which.
    let mut places = Vec::with_capacity(rows.len());
    for row in rows {
        places.push(std::array::from_fn::<_, ARRAYS, _>(|place| {
            let array = row.arrays[place]?;
            if only_read == Some(place) {
                inputs.push(Some(array));
                Some((true, inputs.len() - 1))
            } else {
                targets.push(Target::Held(op, array));
                Some((false, targets.len() - 1))
            }
        }));
    }
    let first = |at: usize| rows[at].arrays[0].map_or((DType::F32, 0), |array| (array.dtype(), array.numel()));
    // Rows with equal dtypes and numbers lie together and share launches.
    let mut order: Vec<usize> = (0..rows.len()).filter(|&at| first(at).1 > 0).collect();
    let key = |at: usize| (first(at).0 as usize, rows[at].numbers);
    order.sort_by_key(|&at| key(at));
    with_addresses(stream, targets, &inputs, |found| {
        for part in order.chunk_by(|&lhs, &rhs| key(lhs) == key(rhs)).flat_map(|alike| alike.chunks(MOST)) {
            let dtype = first(part[0]).0;
            let mut words = [0; WORDS];
            let (arrays, rest) = words.split_at_mut(MOST * ARRAYS);
            let (ends, rest) = rest.split_at_mut(MOST);
            let (numel, rest) = rest.split_at_mut(MOST);
            let (numbers, replays) = rest.split_at_mut(NUMBERS);
            ends.fill(i64::MAX as u64);
            numbers.copy_from_slice(&rows[part[0]].numbers);
            replays[0] = stream.replays()?;
            let mut n_chunks = 0;
            for (at, &row) in part.iter().enumerate() {
                n_chunks += first(row).1.div_ceil(CHUNK);
                let address =
                    |(read, place): (bool, usize)| if read { found.read[place] } else { found.written[place] };
                let addresses = places[row].map(|place| place.map_or(0, address));
                arrays[at * ARRAYS..][..ARRAYS].copy_from_slice(&addresses);
                (ends[at], numel[at]) = (n_chunks as u64, first(row).1 as u64);
            }
            let kernel = gpu.kernel(&format!("optimizer {dtype}"), entry, || text(dtype))?;
            launch(stream, kernel, Grid::line(n_chunks as u32, THREADS as u32), &Words(words))?;
        }
        Ok(())
    })
}

fn text(dtype: DType) -> String {
    let types = [("In", stored(dtype).unwrap_or("float")), ("C", computed(dtype))];
    let constants = [
        ("MOST", MOST),
        ("ARRAYS", ARRAYS),
        ("NUMBERS", NUMBERS),
        ("CHUNK", CHUNK),
        ("THREADS", THREADS),
        ("ARGUMENT_WORDS", WORDS),
    ];
    whole(&types, &constants, include_str!("optimizer.cu"))
}
