//! Fused steps of optimisers over elements in a row.

mod updates;

use cresset_storage::{DType, Error, ErrorKind, ReadGuard, Result, WriteGuard};

use crate::array::Array;
use crate::parallel;
use crate::plain::{Plain, for_dtype};
use crate::simd::{Float, Kernel, Simd, dispatch};

pub(crate) use updates::{AdamUpdate, SgdUpdate};

/// Elements that one thread updates before it takes more: five arrays of them stay in its second-level cache.
const BLOCK: usize = 8 * 1024;

/// Halves that are widened at once.
const WIDENED: usize = 256;

/// What a step does to the elements at one place: parameter, gradient, then states. The gradient comes back unused.
pub(crate) trait Update<const N: usize>: Copy + Send + Sync {
    /// The new elements. Implementations must be `#[inline(always)]`.
    fn update<V: Float>(&self, lanes: [V; N]) -> [V; N];
}

/// One parameter: where it, its gradient and its states are.
struct Job<U, const N: usize> {
    pointers: [*mut u8; N],
    numel: usize,
    dtype: DType,
    update: U,
}

// SAFETY: a job is addresses and numbers; whoever runs it answers for the memory.
unsafe impl<U: Send, const N: usize> Send for Job<U, N> {}
// SAFETY: as for Send.
unsafe impl<U: Sync, const N: usize> Sync for Job<U, N> {}

impl<U, const N: usize> Job<U, N> {
    fn new(numel: usize, dtype: DType, update: U) -> Job<U, N> {
        Job { pointers: [std::ptr::null_mut(); N], numel, dtype, update }
    }
}

/// A lock that lives as long as the step.
enum Held<'a> {
    Read(#[expect(dead_code, reason = "held for its drop")] ReadGuard<'a>),
    Write(#[expect(dead_code, reason = "held for its drop")] WriteGuard<'a>),
}

/// Runs the kernel on rows of parameter, gradient and states, of which all but the gradient are written.
///
/// All locks are taken at once and in the order of the storages, as in every call, so no two calls wait for each other.
///
/// # Errors
/// Written memory that two arrays have in common, or a row whose arrays do not lie alike.
pub(crate) fn run<U: Update<N>, const N: usize>(op: &'static str, rows: &[([&Array; N], U)]) -> Result<()> {
    let order = check_rows(op, rows)?;
    let array = |at: usize| rows[at / N].0[at % N];
    let mut held = Vec::with_capacity(order.len());
    let mut jobs: Vec<Job<U, N>> =
        rows.iter().map(|(arrays, update)| Job::new(arrays[0].numel(), arrays[0].dtype(), *update)).collect();
    for same in order.chunk_by(|lhs, rhs| lhs.0 == rhs.0) {
        let Some(&(_, first)) = same.first() else { continue };
        let storage = array(first).storage();
        let start = if same.iter().any(|&(_, at)| is_written::<N>(at)) {
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
        for &(_, at) in same {
            let offset_bytes = array(at).layout().offset_bytes(array(at).dtype());
            jobs[at / N].pointers[at % N] = start.wrapping_add(offset_bytes);
        }
    }
    // SAFETY: every array of a row was found to fit its parameter, so all have `numel` elements in a row; the locks are
    // held, and `check_rows` refuses written memory that another array of the call has too.
    unsafe { run_jobs(&jobs) };
    drop(held);
    Ok(())
}

/// Whether the array of this number, counted through rows of `N`, is written: all but the gradients are.
fn is_written<const N: usize>(at: usize) -> bool {
    at % N != 1
}

/// The arrays of the rows, counted through, in the order of their storages' numbers, which stand before them.
///
/// # Errors
/// As [`run`].
pub(crate) fn check_rows<U, const N: usize>(
    op: &'static str,
    rows: &[([&Array; N], U)],
) -> Result<Vec<(usize, usize)>> {
    rows.iter().try_for_each(|(arrays, _)| check_alike(op, arrays))?;
    let array = |at: usize| rows[at / N].0[at % N];
    let mut order: Vec<(usize, usize)> = (0..rows.len() * N).map(|at| (array(at).storage().id(), at)).collect();
    order.sort_unstable();
    for same in order.chunk_by(|lhs, rhs| lhs.0 == rhs.0) {
        check_apart(op, same, &array, &is_written::<N>)?;
    }
    Ok(order)
}

/// Refuses written memory that another array of the call looks at.
fn check_apart<'a>(
    op: &'static str,
    same: &[(usize, usize)],
    array: &dyn Fn(usize) -> &'a Array,
    written: &dyn Fn(usize) -> bool,
) -> Result<()> {
    for (place, &(_, lhs)) in same.iter().enumerate() {
        for &(_, rhs) in &same[place + 1..] {
            if (written(lhs) || written(rhs)) && array(lhs).may_share_elements(array(rhs)) {
                let problem = "a parameter or state shares memory with another array of the step";
                return Err(ErrorKind::Overlap { op, problem, remedy: "name each parameter once" }.into());
            }
        }
    }
    Ok(())
}

/// Refuses arrays that do not have the same elements in the same order without gaps.
fn check_alike<const N: usize>(op: &'static str, arrays: &[&Array; N]) -> Result<()> {
    let param = arrays[0];
    let alike =
        |array: &Array| array.dtype() == param.dtype() && array.sizes() == param.sizes() && lie_alike(array, param);
    if param.layout().is_dense() && arrays.iter().all(|array| alike(array)) {
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
unsafe fn run_jobs<U: Update<N>, const N: usize>(jobs: &[Job<U, N>]) {
    let numel: usize = jobs.iter().map(|job| job.numel).sum();
    if numel < parallel::SERIAL_ELEMENTS {
        for job in jobs {
            // SAFETY: by the caller.
            unsafe { run_part(job, 0, job.numel) };
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
        unsafe { run_part(&jobs[at], from, BLOCK.min(jobs[at].numel - from)) };
    });
}

/// Runs `n` elements of a job from element `from`.
///
/// # Safety
/// As [`run_jobs`], and the elements are within the job.
unsafe fn run_part<U: Update<N>, const N: usize>(job: &Job<U, N>, from: usize, n: usize) {
    let sweep = || -> Result<()> {
        for_dtype!("optimizer", job.dtype, float: T => {
            let pointers = job.pointers.map(|pointer| pointer.cast::<T>().wrapping_add(from));
            // SAFETY: by the caller.
            unsafe { <T as Swept>::sweep(&job.update, pointers, n) };
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
    unsafe fn sweep<U: Update<N>, const N: usize>(update: &U, pointers: [*mut Self; N], n: usize);
}

/// The loop over elements at one SIMD level.
struct Sweep<'a, U, T, const N: usize> {
    update: &'a U,
    pointers: [*mut T; N],
    n: usize,
}

macro_rules! swept {
    ($type:ident, $level:ident) => {
        impl<U: Update<N>, const N: usize> Kernel for Sweep<'_, U, $type, N> {
            type Output = ();
            #[inline(always)]
            fn run<S: Simd>(self) {
                // SAFETY: by whoever made the sweep.
                unsafe { sweep_lanes::<S::$level, U, N>(self.update, self.pointers, self.n) };
            }
        }

        impl Swept for $type {
            unsafe fn sweep<U: Update<N>, const N: usize>(update: &U, pointers: [*mut $type; N], n: usize) {
                dispatch(Sweep { update, pointers, n });
            }
        }
    };
}

swept!(f32, F32);
swept!(f64, F64);

macro_rules! swept_half {
    ($type:ty) => {
        impl Swept for $type {
            unsafe fn sweep<U: Update<N>, const N: usize>(update: &U, pointers: [*mut $type; N], n: usize) {
                // SAFETY: by the caller.
                unsafe { sweep_widened(update, pointers, n) };
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
unsafe fn sweep_lanes<V: Float, U: Update<N>, const N: usize>(update: &U, pointers: [*mut V::Scalar; N], n: usize) {
    let mut at = 0;
    while at + V::LEN <= n {
        let mut lanes = [V::constant(0.0); N];
        for (lane, pointer) in lanes.iter_mut().zip(pointers) {
            // SAFETY: a whole register is left.
            *lane = unsafe { V::load(pointer.add(at)) };
        }
        let lanes = update.update(lanes);
        for (place, (lane, pointer)) in lanes.into_iter().zip(pointers).enumerate() {
            if place != 1 {
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
        let lanes = update.update(lanes);
        for (place, (lane, pointer)) in lanes.into_iter().zip(pointers).enumerate() {
            if place != 1 {
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
unsafe fn sweep_widened<T: Plain<Wide = f32>, U: Update<N>, const N: usize>(
    update: &U,
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
        unsafe { f32::sweep(update, stretch, len) };
        for (place, (wide, pointer)) in wide.iter().zip(pointers).enumerate() {
            for (at, &wide) in wide[..len].iter().enumerate().filter(|_| place != 1) {
                // SAFETY: `from + at` is below n, and all but the gradient may be written.
                unsafe { pointer.add(from + at).write(T::narrow(wide)) };
            }
        }
        from += len;
    }
}
