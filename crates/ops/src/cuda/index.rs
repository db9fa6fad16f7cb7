//! Reading and writing by position on GPUs.

use cresset_storage::cuda::Gpu;
use cresset_storage::{DType, Device, Dims, MAX_DIMS, Result, Scalar};

use super::call::{Program, THREADS, counter, offset_bytes, ordinal_of, unit, unit_bytes};
use super::launch::{Addresses, Target};
use super::text::{computed, element, stored};
use crate::array::Array;
use crate::copy::{contiguous, full};
use crate::cpu::index::Places;
use crate::cpu::index::Target as Written;
use crate::index::{Fold, Joined, Way};

/// What a kernel writes, in the name of an operator.
pub(super) fn target<'a>(op: &'static str, written: Written<'a>) -> Target<'a> {
    match written {
        Written::New(out) => Target::Fresh(out.storage_mut()),
        Written::Held(out) => Target::Held(op, out),
    }
}

/// Whether there is a type to compute in.
fn computes(dtype: DType) -> bool {
    stored(dtype).is_some()
}

/// The types of a text that moves elements in units.
fn moving(unit_bytes: usize, n: usize) -> [(&'static str, &'static str); 4] {
    // Where nothing is computed, the types to compute in only have to be there.
    [("In", "float"), ("C", "float"), unit(unit_bytes), counter(n)]
}

/// The types of a text that computes with elements.
fn computing(dtype: DType, n: usize) -> [(&'static str, &'static str); 4] {
    [("In", element(dtype)), ("C", computed(dtype)), unit(1), counter(n)]
}

/// The indices as positions of a dimension of `size`, int64 in row-major order; none where one is no position.
pub(crate) fn positions(op: &'static str, index: &Array, size: usize, wraps: bool) -> Result<Option<Array>> {
    let Some(ordinal) = ordinal_of(index) else { return Ok(None) };
    let index = contiguous(op, index)?;
    let n = index.numel();
    let mut out = Array::empty(op, &Dims::new(op, &[n])?, DType::I64, index.device())?;
    let mut outside = full(op, &Dims::new(op, &[1])?, 0.into(), DType::I64, index.device())?;
    let program = Program {
        name: "positions",
        types: &[("In", stored(index.dtype()).unwrap_or("long long")), counter(n)],
        constants: &[],
        file: include_str!("positions.cu"),
    };
    let targets = vec![Target::Fresh(out.storage_mut()), Target::Fresh(outside.storage_mut())];
    program.run(ordinal, ("positions", n), targets, &[Some(&index)], |found| {
        [found.read[0], found.written[0], found.written[1], n as u64, size as u64, u64::from(wraps)]
    })?;
    let access = crate::access::Access::read(&[&outside])?;
    let any_outside = access.slice::<i64>(op, 0)? != [0];
    drop(access);
    Ok(if any_outside { None } else { Some(out) })
}

/// Whether there is a kernel for writing elements of a dtype so.
pub(crate) fn has_kernel(source: &Array, way: Way, one: bool) -> bool {
    // Rows of complex numbers are added as those of their parts.
    let in_parts = match way {
        Way::Replace => return true,
        Way::Add => !one,
        Way::AddScaled(by) => !one && by.as_complex().im == 0.0,
    };
    in_parts || computes(source.dtype())
}

fn places_program<'a>(types: &'a [(&'static str, &'static str)]) -> Program<'a> {
    let file = concat!(include_str!("atomic.cu"), "\n", include_str!("before.cu"), "\n", include_str!("places.cu"));
    Program { name: "places", types, constants: &[], file }
}

/// Up to so many positions, each block that adds rows looks through all of them, so that sums have one order. For more
/// that would cost more than the sums: atomic additions come in any order, as PyTorch's.
const MOST_IN_ORDER: usize = 1 << 16;
/// Rows of fewer elements would leave most threads of such a block idle.
const LEAST_COLUMNS: usize = 32;

/// The sizes of places, the inner one in units.
fn sizes_of(places: &Places<Array>, inner: usize) -> [u64; 4] {
    [places.outer, places.at.numel(), places.size, inner].map(|size| size as u64)
}

/// Fills a new array with the places of `x`, which is contiguous.
pub(crate) fn read(x: &Array, out: &mut Array, places: &Places<Array>) -> Result<()> {
    let (Some(ordinal), n) = (ordinal_of(&places.at), out.numel()) else { return Ok(()) };
    if n == 0 {
        return Ok(());
    }
    let row_bytes = places.inner * x.dtype().n_bytes();
    let unit_bytes = unit_bytes([row_bytes, offset_bytes(x)]);
    let inner = row_bytes / unit_bytes;
    let units = n / places.inner * inner;
    let types = moving(unit_bytes, units);
    let [outer, n, size, inner] = sizes_of(places, inner);
    let inputs = [Some(x), Some(&places.at)];
    places_program(&types).run(ordinal, ("read", units), vec![Target::Fresh(out.storage_mut())], &inputs, |found| {
        [found.read[0], found.read[1], found.written[0], 0, outer, n, size, inner, 0, 0, 0]
    })
}

/// Writes rows, or one value, to the places of a contiguous target.
pub(crate) fn write(
    op: &'static str,
    written: Written<'_>,
    source: &Array,
    one: bool,
    places: &Places<Array>,
    way: Way,
) -> Result<()> {
    let dtype = source.dtype();
    let Some(ordinal) = ordinal_of(&places.at) else { return Ok(()) };
    let n_places = places.at.numel();
    let n = places.outer * n_places * places.inner;
    if n == 0 {
        return Ok(());
    }
    if let Way::Replace = way {
        let row_bytes = places.inner * dtype.n_bytes();
        let unit_bytes = match one {
            true => dtype.n_bytes(),
            false => unit_bytes([row_bytes, offset_bytes(source), offset_bytes(written.array())]),
        };
        let inner = row_bytes / unit_bytes;
        let units = n / places.inner * inner;
        let types = moving(unit_bytes, units);
        let program = places_program(&types);
        let [outer, n, size, inner] = sizes_of(places, inner);
        // One value is the same from whichever place it comes.
        let owner = if one { None } else { Some(owners(op, places, &program, "own", units)?) };
        let inputs = [Some(source), Some(&places.at), owner.as_ref()];
        program.run(ordinal, ("replace", units), vec![target(op, written)], &inputs, |found| {
            let [x, at, owner] = [found.read[0], found.read[1], found.read[2]];
            [x, at, found.written[0], owner, outer, n, size, inner, u64::from(one), 0, 0]
        })?;
        return Ok(());
    }
    let n_parts = if dtype.is_complex() { 2 } else { 1 };
    let (dtype, columns, n) = (dtype.to_real(), places.inner * n_parts, n * n_parts);
    let in_order = n_places <= MOST_IN_ORDER && columns >= LEAST_COLUMNS;
    let (entry, by) = match (way, in_order) {
        (Way::AddScaled(by), true) => ("add_scaled_ordered", by),
        (Way::AddScaled(by), false) => ("add_scaled", by),
        (_, true) => ("add_ordered", Scalar::I64(1)),
        (_, false) => ("add", Scalar::I64(1)),
    };
    let types = computing(dtype, n);
    let [outer, n_places, size, inner] = sizes_of(places, columns);
    let inputs = [Some(source), Some(&places.at)];
    let words = |found: &Addresses| {
        let [x, at, out] = [found.read[0], found.read[1], found.written[0]];
        let one = u64::from(one);
        [x, at, out, 0, outer, n_places, size, inner, one, by.as_f64().to_bits(), by.as_i64() as u64]
    };
    let (program, targets) = (places_program(&types), vec![target(op, written)]);
    if !in_order {
        return program.run(ordinal, (entry, n), targets, &inputs, words);
    }
    let parts = columns.div_ceil(THREADS);
    let most = Gpu::of(ordinal)?.multiprocessors().max(1) as usize * 8;
    let owners = most.div_ceil(parts).min(places.size);
    program.run_blocks(ordinal, (entry, [owners, parts]), targets, &inputs, words)
}

/// Zeros for each of `numel` places, in the type that counts to `n`.
fn zeros(op: &'static str, numel: usize, n: usize, device: Device) -> Result<Array> {
    let dtype = if counter(n).1 == "unsigned" { DType::I32 } else { DType::I64 };
    full(op, &Dims::new(op, &[numel])?, 0.into(), dtype, device)
}

/// For each position the last place that names it and one, or how many do: what `entry` makes of zeros.
fn owners(op: &'static str, places: &Places<Array>, program: &Program<'_>, entry: &str, units: usize) -> Result<Array> {
    let owner = zeros(op, places.size, units, places.at.device())?;
    let Some(ordinal) = ordinal_of(&owner) else { return Ok(owner) };
    let n = places.at.numel();
    program.run(ordinal, (entry, n), vec![Target::Held(op, &owner)], &[Some(&places.at)], |found| {
        [0, found.read[0], 0, found.written[0], 1, n as u64, places.size as u64, 1, 0, 0, 0]
    })?;
    Ok(owner)
}

/// Rows of `x` without that of the position `left_out`; `by_frequency`, each is divided by how often its position is
/// named. None where there is no kernel.
pub(crate) fn weighed(
    op: &'static str,
    x: &Array,
    places: &Places<Array>,
    left_out: Option<usize>,
    by_frequency: bool,
) -> Result<Option<Array>> {
    let Some(ordinal) = ordinal_of(&places.at).filter(|_| computes(x.dtype())) else { return Ok(None) };
    let x = contiguous(op, x)?;
    let n = x.numel();
    let mut out = Array::empty(op, x.sizes(), x.dtype(), x.device())?;
    let types = computing(x.dtype(), n);
    let program = places_program(&types);
    let counts = if by_frequency { Some(owners(op, places, &program, "count", n)?) } else { None };
    let left_out = left_out.map_or(-1, |row| row as i64) as u64;
    let inputs = [Some(&x), Some(&places.at), counts.as_ref()];
    program.run(ordinal, ("weigh", n), vec![Target::Fresh(out.storage_mut())], &inputs, |found| {
        let [x, at, counts] = [found.read[0], found.read[1], found.read[2]];
        let [outer, n, size, inner] = sizes_of(places, places.inner);
        [x, at, found.written[0], counts, outer, n, size, inner, 0, 0, left_out]
    })?;
    Ok(Some(out))
}

/// Positions along a dimension of an array, one for each element of `sizes`.
pub(crate) struct Along<'a> {
    /// Int64 in row-major order; none where no dimension has any.
    pub(crate) at: Option<&'a Array>,
    pub(crate) sizes: &'a Dims,
    /// Strides of the array, with 0 for the dimension.
    pub(crate) strides: Dims,
    /// Stride of the dimension.
    pub(crate) stride: usize,
}

impl Along<'_> {
    fn n(&self) -> usize {
        self.sizes.iter().product()
    }

    fn program<'a>(types: &'a [(&'static str, &'static str)]) -> Program<'a> {
        let file = concat!(include_str!("atomic.cu"), "\n", include_str!("along.cu"));
        Program { name: "along", types, constants: &[], file }
    }

    fn folds<'a>(types: &'a [(&'static str, &'static str)]) -> Program<'a> {
        let file =
            concat!(include_str!("atomic.cu"), "\n", include_str!("along.cu"), "\n", include_str!("along_folds.cu"));
        Program { name: "along folds", types, constants: &[], file }
    }

    fn words(&self, [x, at, out, owner]: [u64; 4], source_strides: &[usize]) -> [u64; 7 + 3 * MAX_DIMS] {
        let mut words = [0; 7 + 3 * MAX_DIMS];
        let head = [x, at, out, owner, self.n() as u64, self.sizes.len() as u64, self.stride as u64];
        words[..7].copy_from_slice(&head);
        for (part, numbers) in
            words[7..].chunks_exact_mut(MAX_DIMS).zip([self.sizes, &self.strides[..], source_strides])
        {
            part.iter_mut().zip(numbers).for_each(|(word, &number)| *word = number as u64);
        }
        words
    }
}

/// Fills a new array with the elements of `x`, which is contiguous, at the positions.
pub(crate) fn gather(x: &Array, out: &mut Array, along: &Along<'_>) -> Result<()> {
    let (Some(ordinal), n) = (ordinal_of(x), along.n()) else { return Ok(()) };
    let types = moving(x.dtype().n_bytes(), n);
    let inputs = [Some(x), along.at];
    let program = Along::program(&types);
    program.run(ordinal, ("gather", n), vec![Target::Fresh(out.storage_mut())], &inputs, |found| {
        along.words([found.read[0], found.read[1], found.written[0], 0], &[])
    })
}

/// Writes each element of `source`, or one value where all strides are 0, to its position in a contiguous target.
pub(crate) fn scatter(
    op: &'static str,
    written: Written<'_>,
    (source, source_strides): (&Array, &Dims),
    along: &Along<'_>,
    way: Joined,
) -> Result<()> {
    let dtype = source.dtype();
    let Some(ordinal) = ordinal_of(written.array()) else { return Ok(()) };
    let n = along.n();
    let entry = match way {
        Joined::Replace => "scatter",
        Joined::Add => "add",
        Joined::Fold(Fold::Product) => "product",
        Joined::Fold(Fold::Largest) => "largest",
        Joined::Fold(Fold::Smallest) => "smallest",
    };
    if way != Joined::Replace {
        let types = computing(dtype, n);
        let inputs = [Some(source), along.at];
        let program = if way == Joined::Add { Along::program(&types) } else { Along::folds(&types) };
        return program.run(ordinal, (entry, n), vec![target(op, written)], &inputs, |found| {
            along.words([found.read[0], found.read[1], found.written[0], 0], source_strides)
        });
    }
    let numel = written.array().numel();
    let owner = zeros(op, numel, n, source.device())?;
    let types = moving(dtype.n_bytes(), n);
    let program = Along::program(&types);
    program.run(ordinal, ("own", n), vec![Target::Held(op, &owner)], &[along.at], |found| {
        along.words([0, found.read[0], 0, found.written[0]], &[])
    })?;
    let inputs = [Some(source), along.at, Some(&owner)];
    program.run(ordinal, (entry, n), vec![target(op, written)], &inputs, |found| {
        along.words([found.read[0], found.read[1], found.written[0], found.read[2]], source_strides)
    })
}
