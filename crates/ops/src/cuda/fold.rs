//! Launches folds of GPUs: which threads take which elements of a walk.

use cresset_storage::{DType, Dims, MAX_DIMS, Result};

use super::call::{MOST_BLOCKS, Program, THREADS, blocks_wanted, ordinal_of};
use super::launch::{Target, joined};
use super::text::{computed, element};
use crate::array::Array;
use crate::cpu::reduce::plan::{Axes, Plan};

/// Packs that a thread folds before more threads share a result.
const PACKS: usize = 4;
/// Partial results of one result at most.
const MOST_PARTS: usize = 1 << 12;
/// Room for a partial result.
pub(super) const STATE_BYTES: usize = 32;
/// Arrays that a fold reads and writes at most.
const MOST_ARRAYS: usize = 4;
/// The words of `Axes` and of `Call` in `fold_call.cu`.
const AXES_WORDS: usize = 1 + 2 * MAX_DIMS;
const CALL_WORDS: usize = 2 * MOST_ARRAYS + 1 + 2 + 2 + 4 + 2 * AXES_WORDS;

/// A fold of a text.
pub(super) struct Fold<'a> {
    /// The name of its structure.
    pub(super) name: &'a str,
    /// The text that has the structure between `fold_call.cu` and `fold.cu`, and what it is called.
    pub(super) file: &'static str,
    pub(super) program: &'static str,
    /// Types that the text needs besides `In`, `C` and `S`.
    pub(super) types: &'a [(&'static str, DType)],
    pub(super) numbers: [f64; 2],
    pub(super) whole: [usize; 2],
}

/// The widest dtype that sums are computed in.
pub(super) fn summing(dtype: DType) -> DType {
    if dtype.is_integral() || dtype == DType::Bool { DType::I64 } else { crate::pointwise::computing(dtype) }
}

/// Whether 16 bytes at a time lie within the innermost of the `walked` dimensions, wherever one begins.
fn fits_packs(walked: &Axes, others: &Axes, width: usize) -> bool {
    let even = |axes: &Axes, skip: usize| axes.dims().rev().skip(skip).all(|(_, stride)| stride % width == 0);
    walked.inner().is_some_and(|(size, stride)| stride == 1 && size % width == 0) && even(walked, 1) && even(others, 0)
}

/// How the threads are laid over a walk.
struct Shape {
    entry: &'static str,
    /// Threads of a block that share a result, or that have results beside each other.
    lanes: usize,
    blocks: usize,
    parts: usize,
}

impl Shape {
    fn of(plan: &Plan, dtype: DType, aligned: bool, blocks_wanted: usize) -> Shape {
        let pack = 16 / dtype.n_bytes();
        let nearest = plan.folded.inner().map_or(usize::MAX, |(_, stride)| stride);
        let shape = |entry, lanes, blocks: usize, most_parts: usize| {
            let parts = (blocks_wanted / blocks.max(1)).min(most_parts).clamp(1, MOST_PARTS);
            Shape { entry, lanes, blocks: blocks.clamp(1, MOST_BLOCKS), parts }
        };
        if plan.kept.inner().is_some_and(|(_, stride)| stride < nearest) {
            let pack = results_pack(pack);
            let packed = aligned && pack > 1 && fits_packs(&plan.kept, &plan.folded, pack);
            let (entry, width) = if packed { ("results_packs", pack) } else { ("results", 1) };
            let across = plan.n_results.div_ceil(width);
            // A warp reads neighbours; more of them where there are fewer elements than threads for each.
            let fewest = 32.max(THREADS / plan.n_folded.next_power_of_two().min(THREADS));
            let lanes = across.next_power_of_two().min(fewest);
            let rows = THREADS / lanes;
            return shape(entry, lanes, across.div_ceil(lanes), plan.n_folded / (rows * PACKS));
        }
        let packed = aligned && pack > 1 && fits_packs(&plan.folded, &plan.kept, pack);
        let (entry, width) = if packed { ("fold_packs", pack) } else { ("fold", 1) };
        let n_packs = plan.n_folded / width;
        let lanes = n_packs.div_ceil(PACKS).next_power_of_two().min(THREADS);
        shape(entry, lanes, plan.n_results.div_ceil(THREADS / lanes), n_packs / (lanes * PACKS))
    }
}

/// Results whose elements a thread reads at once: as many as leave registers for their states.
fn results_pack(pack: usize) -> usize {
    pack.min(4)
}

/// Dimensions as words.
fn words_of(axes: &Axes) -> [u64; AXES_WORDS] {
    let mut words = [0; AXES_WORDS];
    for (dim, (size, stride)) in axes.dims().enumerate() {
        [words[0], words[1 + dim], words[1 + MAX_DIMS + dim]] = [dim as u64 + 1, size as u64, stride as u64];
    }
    words
}

/// Folds along the plan of the first array, the second of which has the same layout. A fold knows what the others are.
pub(super) fn fold(
    op: &'static str,
    fold: &Fold<'_>,
    plan: &Plan,
    inputs: &[Option<&Array>],
    written: Vec<Target<'_>>,
) -> Result<()> {
    let [Some(x), ..] = inputs else { return Ok(()) };
    let (dtype, Some(ordinal), 1..) = (x.dtype(), ordinal_of(x), plan.n_results) else { return Ok(()) };
    let wanted = blocks_wanted(ordinal)?;
    // Whether elements begin at multiples of 16 bytes is known with their addresses.
    let shapes = [false, true].map(|aligned| Shape::of(plan, dtype, aligned, wanted));
    let mut parts = match shapes[0].parts.max(shapes[1].parts) {
        1 => None,
        n => Some(Array::empty(op, &Dims::new(op, &[plan.n_results, n, STATE_BYTES])?, DType::U8, x.device())?),
    };
    let mut types = vec![("In", element(dtype)), ("C", computed(dtype)), ("S", computed(summing(dtype)))];
    types.extend(fold.types.iter().map(|&(name, dtype)| (name, element(dtype))));
    let name = format!("struct {}", fold.name);
    types.push(("FOLD", &name));
    let pack = 16 / dtype.n_bytes();
    let constants = [
        ("FLOATING", usize::from(dtype.is_floating_point())),
        ("PACK", pack),
        ("RESULTS_PACK", results_pack(pack)),
        ("STATE_BYTES", STATE_BYTES),
    ];
    let program = Program { name: fold.program, types: &types, constants: &constants, file: fold.file };
    let n_written = written.len();
    let targets = written.into_iter().chain(parts.as_mut().map(|parts| Target::Fresh(parts.storage_mut()))).collect();
    program.with(ordinal, targets, inputs, |found, queue| {
        let aligned = found.read.iter().take(2).all(|address| address % 16 == 0);
        let shape = &shapes[usize::from(aligned)];
        let (written, parts) = found.written.split_at(n_written);
        let words = |lanes: usize| {
            joined::<CALL_WORDS>(&[
                &joined::<MOST_ARRAYS>(&[&found.read]),
                &joined::<MOST_ARRAYS>(&[written]),
                &[parts.first().copied().unwrap_or(0)],
                &fold.numbers.map(f64::to_bits),
                &fold.whole.map(|number| number as u64),
                &[plan.n_results, plan.n_folded, shape.parts, lanes].map(|number| number as u64),
                &words_of(&plan.kept),
                &words_of(&plan.folded),
            ])
        };
        queue.launch(shape.entry, [shape.blocks, shape.parts], words(shape.lanes))?;
        if shape.parts == 1 {
            return Ok(());
        }
        let lanes = shape.parts.next_power_of_two().min(THREADS);
        let blocks = plan.n_results.div_ceil(THREADS / lanes).min(MOST_BLOCKS);
        queue.launch("finish", [blocks, 1], words(lanes))
    })
}
