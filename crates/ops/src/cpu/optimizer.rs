//! Fused steps of optimisers over elements in a row.

use std::marker::PhantomData;

use cresset_storage::{DType, Error, ErrorKind, ReadGuard, Result, WriteGuard};

use crate::array::Array;
use crate::optimizer::rule::{Body, MOST_ARRAYS, Numbers, Update, is_written};
use crate::parallel;
use crate::plain::{Plain, for_dtype};
use crate::simd::{Float, Kernel, Simd, dispatch};

/// Elements that one thread updates before it takes more: five arrays of them stay in its second-level cache.
const BLOCK: usize = 8 * 1024;

/// Halves that are widened at once.
const WIDENED: usize = 256;

/// Runs a rule on elements in a row.
pub(crate) type Sweep = unsafe fn(DType, &Numbers, &Pointers, from: usize, n: usize);

/// Where a parameter, its gradient and its states are.
type Pointers = [*mut u8; MOST_ARRAYS];

/// One parameter of a step.
struct Job {
    pointers: Pointers,
    numel: usize,
    dtype: DType,
    numbers: Numbers,
    sweep: Sweep,
}

// SAFETY: a job is addresses and numbers; whoever runs it answers for the memory.
unsafe impl Send for Job {}
// SAFETY: as for Send.
unsafe impl Sync for Job {}

impl Job {
    fn new(update: &Update<'_>) -> Job {
        let (numel, dtype) = update.arrays[0].map_or((0, DType::F32), |param| (param.numel(), param.dtype()));
        let pointers = [std::ptr::null_mut(); MOST_ARRAYS];
        Job { pointers, numel, dtype, numbers: update.numbers(), sweep: update.row.sweep }
    }
}

/// A lock that lives as long as the step.
enum Held<'a> {
    Read(#[expect(dead_code, reason = "held for its drop")] ReadGuard<'a>),
    Write(#[expect(dead_code, reason = "held for its drop")] WriteGuard<'a>),
}

/// Updates parameters.
///
/// All locks are taken at once and in the order of the storages, as in every call, so no two calls wait for each other.
///
/// # Errors
/// Written memory that two arrays have in common, or a parameter whose arrays do not lie alike.
pub(crate) fn run(op: &'static str, updates: &[Update<'_>]) -> Result<()> {
    let found = check(op, updates)?;
    let mut held = Vec::with_capacity(found.len());
    let mut jobs: Vec<Job> = updates.iter().map(Job::new).collect();
    for same in found.chunk_by(|lhs, rhs| lhs.array.storage().id() == rhs.array.storage().id()) {
        let Some(first) = same.first() else { continue };
        let storage = first.array.storage();
        let start = if same.iter().any(|found| is_written(found.place)) {
            let mut guard = storage.write(op);
            let start = guard.pointer()?;
            held.push(Held::Write(guard));
            start
        } else {
            let guard = storage.read();
            let start = guard.pointer()?.cast_mut();
            held.push(Held::Read(guard));
            start
        };
        for found in same {
            let offset_bytes = found.array.layout().offset_bytes(found.array.dtype());
            jobs[found.update].pointers[found.place] = start.wrapping_add(offset_bytes);
        }
    }
    // SAFETY: every array of an update was found to fit its parameter, so all have `numel` elements in a row; the locks
    // are held, and `check` refuses written memory that another array of the call has too.
    unsafe { run_jobs(&jobs) };
    drop(held);
    Ok(())
}

/// An array of a call: of which update, at which place.
pub(crate) struct Found<'a> {
    array: &'a Array,
    update: usize,
    place: usize,
}

/// The arrays of all updates in the order of their storages' numbers.
///
/// # Errors
/// As [`run`].
pub(crate) fn check<'a>(op: &'static str, updates: &[Update<'a>]) -> Result<Vec<Found<'a>>> {
    let mut found = Vec::with_capacity(updates.len() * MOST_ARRAYS);
    for (update, held) in updates.iter().enumerate() {
        check_alike(op, held)?;
        found.extend(held.arrays().map(|(place, array)| Found { array, update, place }));
    }
    found.sort_unstable_by_key(|found| (found.array.storage().id(), found.update, found.place));
    for same in found.chunk_by(|lhs, rhs| lhs.array.storage().id() == rhs.array.storage().id()) {
        check_apart(op, same)?;
    }
    Ok(found)
}

/// Refuses written memory that another array of the call looks at.
fn check_apart(op: &'static str, same: &[Found<'_>]) -> Result<()> {
    for (at, lhs) in same.iter().enumerate() {
        for rhs in &same[at + 1..] {
            if (is_written(lhs.place) || is_written(rhs.place)) && lhs.array.may_share_elements(rhs.array) {
                let problem = "a parameter or state shares memory with another array of the step";
                return Err(ErrorKind::Overlap { op, problem, remedy: "name each parameter once" }.into());
            }
        }
    }
    Ok(())
}

/// Refuses arrays that do not have the same elements in the same order without gaps.
fn check_alike(op: &'static str, update: &Update<'_>) -> Result<()> {
    let Some(param) = update.arrays[0] else { return Ok(()) };
    let alike =
        |array: &Array| array.dtype() == param.dtype() && array.sizes() == param.sizes() && lie_alike(array, param);
    if param.layout().is_dense() && update.arrays().all(|(_, array)| alike(array)) {
        return Ok(());
    }
    let operands: [(_, &[usize]); 1] = [("param", param.layout().strides())];
    Err(Error::shape(op, "arrays of a parameter lie differently", &operands, "make each state with state_like"))
}

/// Whether the same index is at the same distance from the first element in both.
pub(crate) fn lie_alike(lhs: &Array, rhs: &Array) -> bool {
    let (lhs, rhs) = (lhs.layout(), rhs.layout());
    (lhs.is_contiguous() && rhs.is_contiguous()) || lhs.strides() == rhs.strides()
}

/// Runs the jobs, in parallel where there is much to do.
///
/// # Safety
/// Each job's pointers are valid for its number of elements of its dtype, all but the gradient's for writing too, and
/// no written element is reached through two pointers.
unsafe fn run_jobs(jobs: &[Job]) {
    let numel: usize = jobs.iter().map(|job| job.numel).sum();
    if numel < parallel::SERIAL_ELEMENTS {
        for job in jobs {
            // SAFETY: by the caller.
            unsafe { job.run(0, job.numel) };
        }
        return;
    }
    // The number of blocks before each job and in all.
    let mut starts = Vec::with_capacity(jobs.len() + 1);
    let mut n_blocks = 0;
    for job in jobs {
        starts.push(n_blocks);
        n_blocks += job.numel.div_ceil(BLOCK);
    }
    parallel::for_blocks(n_blocks, &|block| {
        // The last job that starts at or before the block: jobs without elements share their start with the next.
        let at = starts.partition_point(|&start| start <= block) - 1;
        let from = (block - starts[at]) * BLOCK;
        // SAFETY: by the caller; the blocks of a job are disjoint and within it.
        unsafe { jobs[at].run(from, BLOCK.min(jobs[at].numel - from)) };
    });
}

impl Job {
    /// Runs `n` elements from element `from`.
    ///
    /// # Safety
    /// As [`run_jobs`], and the elements are within the job.
    unsafe fn run(&self, from: usize, n: usize) {
        // SAFETY: by the caller.
        unsafe { (self.sweep)(self.dtype, &self.numbers, &self.pointers, from, n) };
    }
}

/// Runs a rule on `n` elements from element `from`.
///
/// # Safety
/// The first `N` pointers are valid as those of [`run_jobs`], and the elements are within the job.
pub(crate) unsafe fn sweep<B: Body<N, K>, const N: usize, const K: usize>(
    dtype: DType,
    numbers: &Numbers,
    pointers: &Pointers,
    from: usize,
    n: usize,
) {
    let numbers: [f64; K] = std::array::from_fn(|at| numbers[at]);
    let sweep = || -> Result<()> {
        for_dtype!("optimizer", dtype, float: T => {
            let pointers: [*mut T; N] = std::array::from_fn(|at| pointers[at].cast::<T>().wrapping_add(from));
            // SAFETY: by the caller.
            unsafe { <T as Swept>::sweep::<B, N, K>(&numbers, pointers, n) };
            Ok(())
        })
    };
    // Front doors let floating dtypes alone through.
    let swept = sweep();
    debug_assert!(swept.is_ok());
}

/// An element type that steps are computed for.
trait Swept: Plain {
    /// Updates `n` elements in a row.
    ///
    /// # Safety
    /// As [`run_jobs`].
    unsafe fn sweep<B: Body<N, K>, const N: usize, const K: usize>(
        numbers: &[f64; K],
        pointers: [*mut Self; N],
        n: usize,
    );
}

/// The loop over elements at one SIMD level.
struct Lanes<'a, B, T, const N: usize, const K: usize> {
    body: PhantomData<B>,
    numbers: &'a [f64; K],
    pointers: [*mut T; N],
    n: usize,
}

macro_rules! swept {
    ($type:ident, $level:ident) => {
        impl<B: Body<N, K>, const N: usize, const K: usize> Kernel for Lanes<'_, B, $type, N, K> {
            type Output = ();
            #[inline(always)]
            fn run<S: Simd>(self) {
                // SAFETY: by whoever made the sweep.
                unsafe { sweep_lanes::<S::$level, B, N, K>(self.numbers, self.pointers, self.n) };
            }
        }

        impl Swept for $type {
            unsafe fn sweep<B: Body<N, K>, const N: usize, const K: usize>(
                numbers: &[f64; K],
                pointers: [*mut $type; N],
                n: usize,
            ) {
                dispatch(Lanes { body: PhantomData::<B>, numbers, pointers, n });
            }
        }
    };
}

swept!(f32, F32);
swept!(f64, F64);

macro_rules! swept_half {
    ($type:ty) => {
        impl Swept for $type {
            unsafe fn sweep<B: Body<N, K>, const N: usize, const K: usize>(
                numbers: &[f64; K],
                pointers: [*mut $type; N],
                n: usize,
            ) {
                // SAFETY: by the caller.
                unsafe { sweep_widened::<$type, B, N, K>(numbers, pointers, n) };
            }
        }
    };
}

swept_half!(cresset_storage::f16);
swept_half!(cresset_storage::bf16);

/// Updates elements a register at a time.
///
/// # Safety
/// As [`run_jobs`].
#[inline(always)]
unsafe fn sweep_lanes<V: Float, B: Body<N, K>, const N: usize, const K: usize>(
    numbers: &[f64; K],
    pointers: [*mut V::Scalar; N],
    n: usize,
) {
    let mut shared = [V::constant(0.0); K];
    for (shared, &number) in shared.iter_mut().zip(numbers) {
        *shared = V::constant(number);
    }
    let mut at = 0;
    while at + V::LEN <= n {
        let mut lanes = [V::constant(0.0); N];
        for (lane, pointer) in lanes.iter_mut().zip(pointers) {
            // SAFETY: a whole register is left.
            *lane = unsafe { V::load(pointer.add(at)) };
        }
        let lanes = B::update(shared, lanes);
        for (place, (lane, pointer)) in lanes.into_iter().zip(pointers).enumerate() {
            if is_written(place) {
                // SAFETY: as above, and all but the gradient may be written.
                unsafe { lane.store(pointer.add(at)) };
            }
        }
        at += V::LEN;
    }
    if at < n {
        let mut lanes = [V::constant(0.0); N];
        for (lane, pointer) in lanes.iter_mut().zip(pointers) {
            // SAFETY: `n - at` elements are left.
            *lane = unsafe { V::load_part(pointer.add(at), n - at) };
        }
        let lanes = B::update(shared, lanes);
        for (place, (lane, pointer)) in lanes.into_iter().zip(pointers).enumerate() {
            if is_written(place) {
                // SAFETY: as above, and all but the gradient may be written.
                unsafe { lane.store_part(pointer.add(at), n - at) };
            }
        }
    }
}

/// Updates elements that are computed in f32, a stretch at a time.
///
/// # Safety
/// As [`run_jobs`].
unsafe fn sweep_widened<T: Plain<Wide = f32>, B: Body<N, K>, const N: usize, const K: usize>(
    numbers: &[f64; K],
    pointers: [*mut T; N],
    n: usize,
) {
    let mut wide = [[0.0f32; WIDENED]; N];
    let mut from = 0;
    while from < n {
        let len = WIDENED.min(n - from);
        for (wide, pointer) in wide.iter_mut().zip(pointers) {
            for (at, wide) in wide[..len].iter_mut().enumerate() {
                // SAFETY: `from + at` is below n.
                *wide = unsafe { pointer.add(from + at).read() }.widen();
            }
        }
        let stretch = wide.each_mut().map(|wide| wide.as_mut_ptr());
        // SAFETY: each buffer holds `len` elements and is reached through one pointer.
        unsafe { f32::sweep::<B, N, K>(numbers, stretch, len) };
        for (place, (wide, pointer)) in wide.iter().zip(pointers).enumerate() {
            for (at, &wide) in wide[..len].iter().enumerate().filter(|_| is_written(place)) {
                // SAFETY: `from + at` is below n, and all but the gradient may be written.
                unsafe { pointer.add(from + at).write(T::narrow(wide)) };
            }
        }
        from += len;
    }
}
