//! Steps of optimisers on GPUs: one launch updates up to 64 parameters and their states.

use cresset_storage::cuda::{Gpu, Grid, Stream};
use cresset_storage::{DType, Device, Result};

use super::launch::{Target, Words, launch, with_addresses};
use super::text::{computed, stored, whole};
use crate::array::Array;
use crate::cpu::optimizer::check;
use crate::generated::rules::{MOST_NUMBERS, MOST_OPTIONS};
use crate::optimizer::rule::{MOST_ARRAYS, Update};

/// Parameters of one launch, whose addresses stand in its arguments.
const MOST: usize = 64;
/// What a launch tells of its rule: what the elements share, then the options and the number of the step, from which a
/// graph computes the former anew.
const NUMBERS: usize = MOST_NUMBERS + MOST_OPTIONS + 1;
/// Elements that a block updates: 8 packs of floats for each thread.
const CHUNK: usize = 8 * 1024;
/// Threads of a block.
const THREADS: usize = 256;

/// The arguments: the addresses, ends and sizes of the parameters, the numbers, the address of the count of replays.
const WORDS: usize = MOST * MOST_ARRAYS + MOST + MOST + NUMBERS + 1;

/// Queues updates of one device. Says no for the CPU's.
///
/// # Errors
/// As the CPU's way.
pub(crate) fn run(op: &'static str, updates: &[Update<'_>]) -> Result<bool> {
    let device = updates.first().and_then(|update| update.arrays[0]).map(Array::device);
    let Some(Device::Cuda(ordinal)) = device else { return Ok(false) };
    check(op, updates)?;
    let launched = |update: &Update<'_>| {
        let mut numbers = [0; NUMBERS];
        let known = update.numbers().into_iter().chain(update.options).chain([update.step]);
        numbers.iter_mut().zip(known).for_each(|(word, number)| *word = number.to_bits());
        (update.row.name, update.row.kernel, numbers)
    };
    let rows = updates.iter().map(|update| {
        let (entry, rule, numbers) = launched(update);
        Row { entry, rule, numbers, arrays: update.arrays }
    });
    queue(op, ordinal, &rows.collect::<Vec<_>>(), Some(1))?;
    Ok(true)
}

/// Multiplies dense arrays of one GPU by a number, and takes the truth from `finite` where an element was not finite.
pub(crate) fn scale(op: &'static str, arrays: &[&Array], factor: f64, finite: &Array) -> Result<()> {
    let Device::Cuda(ordinal) = finite.device() else { return Ok(()) };
    let mut numbers = [0; NUMBERS];
    numbers[0] = factor.to_bits();
    let rows = arrays.iter().map(|array| Row {
        entry: "scale",
        rule: "",
        numbers,
        arrays: [Some(*array), Some(finite), None, None, None],
    });
    queue(op, ordinal, &rows.collect::<Vec<_>>(), None)
}

/// The arrays of one parameter, the kernel with its rule, and the bits of its numbers.
struct Row<'a> {
    entry: &'static str,
    rule: &'static str,
    numbers: [u64; NUMBERS],
    arrays: [Option<&'a Array>; MOST_ARRAYS],
}

/// Queues kernels on rows of one GPU, that have passed all checks. All arrays are written but those at the place that
/// is only read.
fn queue(op: &'static str, ordinal: usize, rows: &[Row<'_>], only_read: Option<usize>) -> Result<()> {
    let (gpu, stream) = (Gpu::of(ordinal)?, Stream::current(ordinal)?);
    let mut targets = Vec::new();
    let mut inputs = Vec::new();
    // Where the address of each array will be found: among those that are read or written, and which.
    let mut places = Vec::with_capacity(rows.len());
    for row in rows {
        places.push(std::array::from_fn::<_, MOST_ARRAYS, _>(|place| {
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
    // Rows with equal dtypes, kernels and numbers lie together and share launches.
    let mut order: Vec<usize> = (0..rows.len()).filter(|&at| first(at).1 > 0).collect();
    let key = |at: usize| (first(at).0 as usize, rows[at].entry, rows[at].numbers);
    order.sort_by_key(|&at| key(at));
    with_addresses(stream, targets, &inputs, |found| {
        for part in order.chunk_by(|&lhs, &rhs| key(lhs) == key(rhs)).flat_map(|alike| alike.chunks(MOST)) {
            let (dtype, Row { entry, rule, .. }) = (first(part[0]).0, &rows[part[0]]);
            let mut words = [0; WORDS];
            let (arrays, rest) = words.split_at_mut(MOST * MOST_ARRAYS);
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
                arrays[at * MOST_ARRAYS..][..MOST_ARRAYS].copy_from_slice(&addresses);
                (ends[at], numel[at]) = (n_chunks as u64, first(row).1 as u64);
            }
            let kernel = gpu.kernel(&format!("optimizer {entry} {dtype}"), entry, || text(dtype, entry, rule))?;
            launch(stream, kernel, Grid::line(n_chunks as u32, THREADS as u32), &Words(words))?;
        }
        Ok(())
    })
}

/// The text of a rule's step, or without one that of scaling.
fn text(dtype: DType, entry: &str, rule: &str) -> String {
    let types = [("In", stored(dtype).unwrap_or("float")), ("C", computed(dtype))];
    let constants = [
        ("MOST", MOST),
        ("ARRAYS", MOST_ARRAYS),
        ("NUMBERS", MOST_NUMBERS),
        ("OPTIONS", MOST_OPTIONS),
        ("CHUNK", CHUNK),
        ("THREADS", THREADS),
        ("ARGUMENT_WORDS", WORDS),
    ];
    let file = whole(&types, &constants, include_str!("optimizer.cu"));
    if rule.is_empty() {
        return file;
    }
    format!(
        "{file}\n{rule}\nextern \"C\" __global__ void __launch_bounds__(THREADS, 1) {entry}(Steps p) {{ step<Rule>(p); }}\n"
    )
}
