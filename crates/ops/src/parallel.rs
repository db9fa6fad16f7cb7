//! Work shared among threads, in blocks that do not depend on how many there are.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::{ThreadPool, ThreadPoolBuilder};

/// Elements below which work stays on the calling thread: waking a sleeping worker costs as much as this many cheap
/// element operations.
pub(crate) const SERIAL_ELEMENTS: usize = 32 * 1024;

static THREADS: AtomicUsize = AtomicUsize::new(0);
static POOL: OnceLock<Option<ThreadPool>> = OnceLock::new();

thread_local! {
    /// Whether this thread is at work for a parallel call: nested calls run on it alone.
    static AT_WORK: Cell<bool> = const { Cell::new(false) };
}

fn machine_threads() -> usize {
    static MACHINE: OnceLock<usize> = OnceLock::new();
    *MACHINE.get_or_init(|| std::thread::available_parallelism().map_or(1, usize::from))
}

/// The number of threads that operators use, as `torch.get_num_threads`.
#[must_use]
pub fn num_threads() -> usize {
    match THREADS.load(Ordering::Relaxed) {
        0 => machine_threads(),
        threads => threads,
    }
}

/// Sets the number of threads that operators use, at least 1 and at most those of the machine. Results do not depend
/// on it.
pub fn set_num_threads(threads: usize) {
    THREADS.store(threads.clamp(1, machine_threads()), Ordering::Relaxed);
}

/// The workers beside the calling thread. The pool is our own, so that its threads never run a caller's own jobs while
/// a call holds locks.
fn pool() -> Option<&'static ThreadPool> {
    POOL.get_or_init(|| {
        let workers = machine_threads() - 1;
        let builder = ThreadPoolBuilder::new().num_threads(workers).thread_name(|at| format!("cresset-{at}"));
        // Without workers, or where none can be started, the calling thread does all.
        if workers == 0 { None } else { builder.build().ok() }
    })
    .as_ref()
}

/// One call's blocks, from which every thread takes the next.
struct Blocks {
    body: *const (dyn Fn(usize) + Sync),
    n_blocks: usize,
    next: AtomicUsize,
    done: AtomicUsize,
    panic: Mutex<Option<Box<dyn Any + Send>>>,
}

// SAFETY: the body is Sync, and is used only while the call that owns it waits.
unsafe impl Send for Blocks {}
// SAFETY: as for Send.
unsafe impl Sync for Blocks {}

impl Blocks {
    /// Takes blocks until there are none. A worker that comes late finds none and touches nothing else.
    fn work(&self) {
        let nested = AT_WORK.replace(true);
        loop {
            let block = self.next.fetch_add(1, Ordering::Relaxed);
            if block >= self.n_blocks {
                break;
            }
            // SAFETY: `done` lacks this block, so the call that owns the body still waits for it.
            let body = unsafe { &*self.body };
            if let Err(panic) = catch_unwind(AssertUnwindSafe(|| body(block))) {
                *self.panic.lock().unwrap_or_else(PoisonError::into_inner) = Some(panic);
            }
            self.done.fetch_add(1, Ordering::Release);
        }
        AT_WORK.set(nested);
    }
}

/// Runs `body` once for each of `n_blocks` blocks, on the calling thread and the workers that are free. A panic in a
/// block goes on in the caller after all blocks have ended.
pub(crate) fn for_blocks(n_blocks: usize, body: &(dyn Fn(usize) + Sync)) {
    let threads = num_threads().min(n_blocks);
    let workers = if threads > 1 && !AT_WORK.get() { pool() } else { None };
    let Some(workers) = workers else {
        (0..n_blocks).for_each(body);
        return;
    };
    // SAFETY: only the lifetime changes; this function returns after the last use of the body.
    let body = unsafe { std::mem::transmute::<*const (dyn Fn(usize) + Sync), *const (dyn Fn(usize) + Sync)>(body) };
    let blocks = Arc::new(Blocks {
        body,
        n_blocks,
        next: AtomicUsize::new(0),
        done: AtomicUsize::new(0),
        panic: Mutex::new(None),
    });
    for _ in 1..threads {
        let blocks = Arc::clone(&blocks);
        workers.spawn(move || blocks.work());
    }
    blocks.work();
    // Blocks taken by workers are about to end: sleeping would cost more than they take.
    let mut spins = 0u32;
    while blocks.done.load(Ordering::Acquire) < n_blocks {
        spins += 1;
        if spins < 10_000 { std::hint::spin_loop() } else { std::thread::yield_now() }
    }
    let panic = blocks.panic.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(panic) = panic {
        resume_unwind(panic);
    }
}

/// Runs `body` on each run of at most `block` indices of `0..len`; on the calling thread alone where `work` (elements
/// touched in all) is small.
pub(crate) fn for_ranges(len: usize, block: usize, work: usize, body: &(dyn Fn(std::ops::Range<usize>) + Sync)) {
    let block = block.max(1);
    let n_blocks = len.div_ceil(block);
    let run = |at: usize| body(at * block..len.min((at + 1) * block));
    if work < SERIAL_ELEMENTS { (0..n_blocks).for_each(run) } else { for_blocks(n_blocks, &run) }
}

/// Runs `body` on each run of `chunk` elements of `out`, with the run's number; on the calling thread alone where
/// `work` (elements touched in all) is small.
pub(crate) fn for_chunks<T: Send>(out: &mut [T], chunk: usize, work: usize, body: &(dyn Fn(usize, &mut [T]) + Sync)) {
    let chunk = chunk.max(1);
    if work < SERIAL_ELEMENTS {
        out.chunks_mut(chunk).enumerate().for_each(|(at, part)| body(at, part));
        return;
    }
    let len = out.len();
    let start = Start(out.as_mut_ptr());
    for_blocks(len.div_ceil(chunk), &|at| {
        let from = at * chunk;
        // SAFETY: blocks are disjoint runs within the slice, each handed out once, while the slice is borrowed.
        let part = unsafe { std::slice::from_raw_parts_mut(start.at(from), chunk.min(len - from)) };
        body(at, part);
    });
}

/// The start of a slice that several threads write disjoint runs of.
struct Start<T>(*mut T);

impl<T> Start<T> {
    fn at(&self, offset: usize) -> *mut T {
        self.0.wrapping_add(offset)
    }
}

// SAFETY: each thread writes its own run, and T is Send.
unsafe impl<T: Send> Send for Start<T> {}
// SAFETY: as for Send.
unsafe impl<T: Send> Sync for Start<T> {}
