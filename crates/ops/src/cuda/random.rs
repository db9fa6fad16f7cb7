//! Random numbers drawn on GPUs, those of PyTorch's generator for them.

use cresset_storage::cuda::Gpu;
use cresset_storage::{DType, Dims, Result};

use super::call::{Program, THREADS, ordinal_of};
use super::launch::Target;
use super::text::stored;
use crate::access::Access;
use crate::array::{Array, Operand};
use crate::copy::{copy_, full};
use crate::pointwise::check_writable;
use crate::random::Generator;

const TEXT: &str = concat!(include_str!("team.cu"), "\n", include_str!("random.cu"));

/// What numbers are drawn.
#[derive(Clone, Copy)]
pub(crate) enum Draw {
    Uniform {
        from: f64,
        to: f64,
    },
    Normal {
        mean: f64,
        std: f64,
    },
    LogNormal {
        mean: f64,
        std: f64,
    },
    Exponential {
        rate: f64,
    },
    Cauchy {
        median: f64,
        sigma: f64,
    },
    Geometric {
        p: f64,
    },
    /// `value` with probability `p`, else 0.
    Bernoulli {
        p: f64,
        value: f64,
    },
    /// Whole numbers from `low` on, as many as `range`; with 0 all of 64 bits.
    Whole {
        low: i64,
        range: u64,
    },
    /// Whole numbers below `range`, of 64 random bits where the dtype is wide.
    Any {
        range: u64,
    },
}

/// What a kernel needs to know of a distribution.
struct Parameters {
    entry: &'static str,
    /// Numbers of one draw of a thread.
    per_draw: usize,
    reals: [f64; 2],
    base: i64,
    range: u64,
}

impl Draw {
    fn parameters(self, dtype: DType) -> Parameters {
        let per_draw = per_draw(dtype);
        let real = |entry, a: f64, b: f64| Parameters { entry, per_draw, reals: [a, b], base: 0, range: 0 };
        let whole = |wide: bool, base: i64, range: u64| {
            let (entry, per_draw) = if wide { ("whole_64", 2) } else { ("whole_32", 4) };
            Parameters { entry, per_draw, reals: [0.0; 2], base, range }
        };
        match self {
            Draw::Uniform { from, to } => real("uniform", from, to),
            Draw::Normal { mean, std } => real("gaussian", mean, std),
            Draw::LogNormal { mean, std } => real("log_normal", mean, std),
            Draw::Exponential { rate } => real("exponential", rate, 0.0),
            Draw::Cauchy { median, sigma } => real("cauchy", median, sigma),
            Draw::Geometric { p } => real("geometric", p, 0.0),
            Draw::Bernoulli { p, value } => real("bernoulli", p, value),
            // From there on, the remainder of 32 bits would be visibly uneven.
            Draw::Whole { range: 0, .. } => whole(true, 0, 0),
            Draw::Whole { low, range } => whole(range >= 1 << 28, low, range),
            Draw::Any { range } => whole(dtype.n_bytes() == 8, 0, range),
        }
    }
}

/// Numbers of one draw of floats.
fn per_draw(dtype: DType) -> usize {
    if dtype == DType::F64 { 2 } else { 4 }
}

/// Threads that a multiprocessor of an architecture holds, from the CUDA C++ programming guide.
fn resident_threads(architecture: u32) -> usize {
    match architecture {
        75 => 1024,
        86..=89 | 110.. => 1536,
        _ => 2048,
    }
}

/// Blocks that a device holds at once.
fn most_blocks(ordinal: usize) -> Result<usize> {
    let gpu = Gpu::of(ordinal)?;
    Ok(gpu.multiprocessors().max(1) as usize * (resident_threads(gpu.architecture()) / THREADS))
}

/// Draws for the `n` elements of an array: the blocks of the grid that PyTorch would start, and what
/// [`Generator::reserve`] gives for as many places of each thread's sequence.
fn reserve(generator: &Generator, ordinal: usize, n: usize, per_draw: usize) -> Result<(usize, [u64; 3])> {
    let blocks = n.div_ceil(THREADS).clamp(1, most_blocks(ordinal)?);
    let draws = n.div_ceil(blocks * THREADS * per_draw);
    Ok((blocks, generator.reserve(ordinal, 4 * draws as u64)?))
}

fn run(
    entry: &'static str,
    (dtype, n): (DType, usize),
    (blocks, [seed, offset, start]): (usize, [u64; 3]),
    ordinal: usize,
    targets: Vec<Target<'_>>,
    x: Option<&Array>,
    (reals, base, range): ([f64; 2], i64, u64),
) -> Result<()> {
    let wide = if dtype == DType::F64 { "double" } else { "float" };
    let types = [("In", stored(dtype).unwrap_or("float")), ("C", wide)];
    let constants = [("N", per_draw(dtype))];
    let program = Program { name: "random", types: &types, constants: &constants, file: TEXT };
    program.run_blocks(ordinal, (entry, [blocks, 1]), targets, &[x], |found| {
        let outside = found.written.get(1).copied().unwrap_or(0);
        let [a, b] = reals.map(f64::to_bits);
        [found.read[0], found.written[0], outside, n as u64, seed, offset, start, a, b, base as u64, range]
    })
}

/// Draws over an array of a GPU, in the order in which its elements lie in memory; an array with gaps is filled in
/// row-major order.
pub(crate) fn draw(op: &'static str, out: &Array, draw: Draw, generator: &Generator) -> Result<()> {
    check_writable(op, out)?;
    let Some(ordinal) = ordinal_of(out).filter(|_| out.numel() > 0) else { return Ok(()) };
    if !out.layout().is_dense() {
        let filled = Array::empty(op, out.sizes(), out.dtype(), out.device())?;
        self::draw(op, &filled, draw, generator)?;
        return copy_(op, out, Operand::Array(&filled));
    }
    let Parameters { entry, per_draw, reals, base, range } = draw.parameters(out.dtype());
    let reserved = reserve(generator, ordinal, out.numel(), per_draw)?;
    let call = (out.dtype(), out.numel());
    run(entry, call, reserved, ordinal, vec![Target::Held(op, out)], None, (reals, base, range))
}

/// Ones with the probabilities of `x`, which is contiguous. None where one is no probability.
pub(crate) fn bernoulli(op: &'static str, x: &Array, generator: &Generator) -> Result<Option<Array>> {
    let out = Array::empty(op, x.sizes(), x.dtype(), x.device())?;
    let (Some(ordinal), n @ 1..) = (ordinal_of(x), x.numel()) else { return Ok(Some(out)) };
    let reserved = reserve(generator, ordinal, n, per_draw(x.dtype()))?;
    checked("bernoulli_of", op, (x, out), n, reserved, (0, 0))
}

/// Fills a new array by an entry that says where it found what is no parameter: then there is no result.
fn checked(
    entry: &'static str,
    op: &'static str,
    (x, mut out): (&Array, Array),
    n: usize,
    reserved: (usize, [u64; 3]),
    (base, range): (i64, u64),
) -> Result<Option<Array>> {
    let Some(ordinal) = ordinal_of(x) else { return Ok(None) };
    let mut outside = full(op, &Dims::new(op, &[1])?, 0.into(), DType::I64, x.device())?;
    let targets = vec![Target::Fresh(out.storage_mut()), Target::Fresh(outside.storage_mut())];
    run(entry, (x.dtype(), n), reserved, ordinal, targets, Some(x), ([0.0; 2], base, range))?;
    let access = Access::read(&[&outside])?;
    let any_outside = access.slice::<i64>(op, 0)? != [0];
    Ok(if any_outside { None } else { Some(out) })
}

/// Places of a sequence that a count uses up at most, but for one in far more than 2^64.
const DRAWS_OF_A_COUNT: u64 = 256;

/// Counts of the rates `x`, which is contiguous. None where one is no rate.
pub(crate) fn poisson(op: &'static str, x: &Array, generator: &Generator) -> Result<Option<Array>> {
    let out = Array::empty(op, x.sizes(), x.dtype(), x.device())?;
    let (Some(ordinal), n @ 1..) = (ordinal_of(x), x.numel()) else { return Ok(Some(out)) };
    let blocks = n.div_ceil(THREADS).min(most_blocks(ordinal)?);
    let reserved = (blocks, generator.reserve(ordinal, 4 * DRAWS_OF_A_COUNT)?);
    checked("poisson", op, (x, out), n, reserved, (0, 0))
}

/// `n_samples` indices for each row of `width` weights of `x`, which is contiguous and has rows. None where there is a
/// weight or a row that cannot be drawn from.
pub(crate) fn multinomial(
    op: &'static str,
    x: &Array,
    width: usize,
    n_samples: usize,
    replacement: bool,
    generator: &Generator,
) -> Result<Option<Array>> {
    let Some(ordinal) = ordinal_of(x) else { return Ok(None) };
    let rows = x.numel() / width;
    let out = Array::empty(op, &Dims::new(op, &[rows, n_samples])?, DType::I64, x.device())?;
    let (entry, n_blocks) = if replacement { ("sample_again", rows * n_samples) } else { ("sample_once", rows) };
    let blocks = n_blocks.clamp(1, most_blocks(ordinal)?);
    let reserved = (blocks, generator.reserve(ordinal, width.next_multiple_of(4) as u64)?);
    checked(entry, op, (x, out), rows, reserved, (width as i64, n_samples as u64))
}

/// Numbers between `lower` and `upper` where `x`, which is contiguous, is at most 0, else 1.
pub(crate) fn slopes(op: &'static str, x: &Array, lower: f64, upper: f64, generator: &Generator) -> Result<Array> {
    let mut out = Array::empty(op, x.sizes(), x.dtype(), x.device())?;
    let (Some(ordinal), n @ 1..) = (ordinal_of(x), x.numel()) else { return Ok(out) };
    let reserved = reserve(generator, ordinal, n, per_draw(x.dtype()))?;
    let targets = vec![Target::Fresh(out.storage_mut())];
    run("slopes", (x.dtype(), n), reserved, ordinal, targets, Some(x), ([lower, upper], 0, 0))?;
    Ok(out)
}
