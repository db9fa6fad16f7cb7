//! Fused steps of optimisers over elements in a row.

use cresset_storage::{DType, Result};

use crate::optimizer::{Adam, Sgd};
use crate::parallel;
use crate::plain::{Plain, for_dtype};
use crate::simd::{Float, Kernel, Simd, dispatch};

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
pub(crate) struct Job<U, const N: usize> {
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
    pub(crate) fn new(numel: usize, dtype: DType, update: U) -> Job<U, N> {
        Job { pointers: [std::ptr::null_mut(); N], numel, dtype, update }
    }

    pub(crate) fn set(&mut self, place: usize, pointer: *mut u8) {
        self.pointers[place] = pointer;
    }
}

/// Runs the jobs, in parallel where there is much to do.
///
/// # Safety
/// Each job's pointers are valid for its number of elements of its dtype, all but the gradient's for writing too, and
/// no written element is reached through two pointers.
pub(crate) unsafe fn run<U: Update<N>, const N: usize>(jobs: &[Job<U, N>]) {
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
/// As [`run`], and the elements are within the job.
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
    /// As [`run`].
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
/// As [`run`].
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
/// As [`run`].
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

/// A step of [`Sgd`] on one parameter.
#[derive(Clone, Copy)]
pub(crate) struct SgdUpdate {
    options: Sgd,
    first: bool,
}

impl SgdUpdate {
    pub(crate) fn new(options: &Sgd, step: u64) -> SgdUpdate {
        SgdUpdate { options: *options, first: step <= 1 }
    }

    #[inline(always)]
    fn decayed<V: Float>(&self, param: V, grad: V) -> V {
        let grad = if self.options.maximize { grad.neg() } else { grad };
        if self.options.weight_decay == 0.0 {
            grad
        } else {
            param.mul_add(V::constant(self.options.weight_decay), grad)
        }
    }
}

impl Update<2> for SgdUpdate {
    #[inline(always)]
    fn update<V: Float>(&self, [param, grad]: [V; 2]) -> [V; 2] {
        let grad = self.decayed(param, grad);
        [grad.mul_add(V::constant(-self.options.lr), param), grad]
    }
}

impl Update<3> for SgdUpdate {
    #[inline(always)]
    fn update<V: Float>(&self, [param, grad, buffer]: [V; 3]) -> [V; 3] {
        let momentum = V::constant(self.options.momentum);
        let grad = self.decayed(param, grad);
        let buffer = if self.first {
            grad
        } else {
            grad.mul_add(V::constant(1.0 - self.options.dampening), buffer.mul(momentum))
        };
        let grad = if self.options.nesterov { buffer.mul_add(momentum, grad) } else { buffer };
        [grad.mul_add(V::constant(-self.options.lr), param), grad, buffer]
    }
}

/// A step of [`Adam`] on one parameter. The numbers are computed in f64 and rounded to the dtype, as PyTorch's are.
#[derive(Clone, Copy)]
pub(crate) struct AdamUpdate {
    maximize: bool,
    /// What the parameter is multiplied by first; 1 without decoupled weight decay.
    shrink: f64,
    /// Added to the gradient, times the parameter.
    weight_decay: f64,
    mean_weight: f64,
    square_decay: f64,
    square_weight: f64,
    root_correction: f64,
    eps: f64,
    step_size: f64,
}

impl AdamUpdate {
    pub(crate) fn new(options: &Adam, step: u64) -> AdamUpdate {
        let (beta1, beta2) = options.betas;
        let step = step as f64;
        let decoupled = options.decoupled_weight_decay;
        AdamUpdate {
            maximize: options.maximize,
            shrink: if decoupled { 1.0 - options.lr * options.weight_decay } else { 1.0 },
            weight_decay: if decoupled { 0.0 } else { options.weight_decay },
            mean_weight: 1.0 - beta1,
            square_decay: beta2,
            square_weight: 1.0 - beta2,
            root_correction: (1.0 - beta2.powf(step)).sqrt(),
            eps: options.eps,
            step_size: options.lr / (1.0 - beta1.powf(step)),
        }
    }

    /// The gradient, mean and mean square after this step, and the parameter after its decay.
    #[inline(always)]
    fn averaged<V: Float>(&self, [param, grad, mean, square]: [V; 4]) -> [V; 4] {
        let grad = if self.maximize { grad.neg() } else { grad };
        let param = param.mul(V::constant(self.shrink));
        let grad = if self.weight_decay == 0.0 { grad } else { param.mul_add(V::constant(self.weight_decay), grad) };
        let weight = V::constant(self.mean_weight);
        // PyTorch's lerp starts from the nearer end.
        let mean = if self.mean_weight < 0.5 {
            grad.sub(mean).mul_add(weight, mean)
        } else {
            grad.sub(mean).mul_add(weight.sub(V::constant(1.0)), grad)
        };
        let square = square.mul(V::constant(self.square_decay));
        let square = grad.mul(V::constant(self.square_weight)).mul_add(grad, square);
        [param, grad, mean, square]
    }

    #[inline(always)]
    fn moved<V: Float>(&self, param: V, mean: V, square: V) -> V {
        let divisor = square.sqrt().div(V::constant(self.root_correction)).add(V::constant(self.eps));
        mean.mul(V::constant(-self.step_size)).div(divisor).add(param)
    }
}

impl Update<4> for AdamUpdate {
    #[inline(always)]
    fn update<V: Float>(&self, lanes: [V; 4]) -> [V; 4] {
        let [param, grad, mean, square] = self.averaged(lanes);
        [self.moved(param, mean, square), grad, mean, square]
    }
}

impl Update<5> for AdamUpdate {
    #[inline(always)]
    fn update<V: Float>(&self, [param, grad, mean, square, largest]: [V; 5]) -> [V; 5] {
        let [param, grad, mean, square] = self.averaged([param, grad, mean, square]);
        let largest = largest.maximum(square);
        [self.moved(param, mean, largest), grad, mean, square, largest]
    }
}
