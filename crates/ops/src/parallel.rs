//! Work shared among threads, in blocks that do not depend on how many there are.
//!
//! The blocks of a call are cut into as many shares as threads take part. A thread does its own share first, which is
//! the same one in every call on arrays of one size: so it finds in its caches what it wrote there. Then it helps the
//! others. Summing 64 MiB again and again takes 0.70 ms so; 1.18 ms where each thread takes the next block of all.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::ptr::{null_mut, without_provenance_mut};
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::Thread;
use std::time::{Duration, Instant};

/// Elements below which work stays on the calling thread: waking a sleeping worker costs as much as this many cheap
/// element operations.
pub(crate) const SERIAL_ELEMENTS: usize = 32 * 1024;

/// How long a worker without work looks out for more before it sleeps: longer than what lies between two operators of a
/// training step. Waking it takes 5 µs of the caller and up to 50 µs until it begins.
const LOOKOUT: Duration = Duration::from_micros(200);

/// Looks of a waiting thread between which it does nothing else; after them it offers its core to others at each look.
const QUICK_LOOKS: u32 = 2_000;

static THREADS: AtomicUsize = AtomicUsize::new(0);
static WORKERS: OnceLock<Vec<Worker>> = OnceLock::new();

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

/// One call's blocks, cut into shares.
struct Call<'a> {
    body: &'a (dyn Fn(usize) + Sync),
    shares: Vec<Share>,
    /// Workers that took the call and will not touch it again.
    left: AtomicUsize,
    panic: Mutex<Option<Box<dyn Any + Send>>>,
}

/// A run of blocks, from which threads take the next. On cache lines of its own: most are taken by one thread.
#[repr(align(128))]
struct Share {
    next: AtomicUsize,
    end: usize,
}

impl Call<'_> {
    /// Does the blocks of the share `own`, then those of the others that are left.
    fn work(&self, own: usize) {
        let nested = AT_WORK.replace(true);
        for turn in 0..self.shares.len() {
            let share = &self.shares[(own + turn) % self.shares.len()];
            loop {
                let block = share.next.fetch_add(1, Ordering::Relaxed);
                if block >= share.end {
                    break;
                }
                if let Err(panic) = catch_unwind(AssertUnwindSafe(|| (self.body)(block))) {
                    *self.panic.lock().unwrap_or_else(PoisonError::into_inner) = Some(panic);
                }
            }
        }
        AT_WORK.set(nested);
    }
}

/// A thread that helps calling threads.
struct Worker {
    mailbox: Arc<Mailbox>,
    thread: Thread,
}

/// Where a worker finds the call that it is offered.
#[derive(Default)]
struct Mailbox {
    /// Null while the worker is free, [`TAKEN`] while it is at work.
    call: AtomicPtr<Call<'static>>,
    /// Whether the worker sleeps or is about to.
    sleeps: AtomicBool,
}

const TAKEN: *mut Call<'static> = without_provenance_mut(1);

impl Worker {
    fn start(place: usize) -> Option<Worker> {
        let mailbox = Arc::new(Mailbox::default());
        let inside = Arc::clone(&mailbox);
        let builder = std::thread::Builder::new().name(format!("cresset-{place}"));
        let handle = builder.spawn(move || inside.serve(place)).ok()?;
        Some(Worker { mailbox, thread: handle.thread().clone() })
    }

    /// Offers a call to a worker that is free.
    fn offer(&self, call: *mut Call<'static>) -> bool {
        let slot = &self.mailbox.call;
        let free = slot.load(Ordering::Relaxed).is_null();
        if !free || slot.compare_exchange(null_mut(), call, Ordering::SeqCst, Ordering::Relaxed).is_err() {
            return false;
        }
        // The worker says that it sleeps before it looks a last time: one of both sees the other.
        if self.mailbox.sleeps.load(Ordering::SeqCst) {
            self.thread.unpark();
        }
        true
    }

    /// Takes the offer back from a worker that has not come yet.
    fn revoke(&self, call: *mut Call<'static>) -> bool {
        self.mailbox.call.compare_exchange(call, null_mut(), Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }
}

impl Mailbox {
    /// The life of the worker, whose own share is that of its place.
    fn serve(&self, place: usize) {
        loop {
            let call = self.wait();
            if self.call.compare_exchange(call, TAKEN, Ordering::Acquire, Ordering::Relaxed).is_err() {
                continue;
            }
            // SAFETY: whoever offered the call waits until every worker that took it has left.
            let call = unsafe { &*call };
            call.work(place);
            // Free first: the next call may follow at once.
            self.call.store(null_mut(), Ordering::Release);
            call.left.fetch_add(1, Ordering::Release);
        }
    }

    /// The next call that is offered.
    fn wait(&self) -> *mut Call<'static> {
        let (mut looks, since) = (0u32, Instant::now());
        loop {
            let call = self.call.load(Ordering::SeqCst);
            if !call.is_null() {
                return call;
            }
            looks = looks.saturating_add(1);
            pause(looks);
            if looks > QUICK_LOOKS && since.elapsed() > LOOKOUT {
                self.sleeps.store(true, Ordering::SeqCst);
                if self.call.load(Ordering::SeqCst).is_null() {
                    std::thread::park();
                }
                self.sleeps.store(false, Ordering::SeqCst);
            }
        }
    }
}

/// Passes the time until the next look.
fn pause(looks: u32) {
    if looks < QUICK_LOOKS { std::hint::spin_loop() } else { std::thread::yield_now() }
}

/// The threads beside the calling ones. They are our own, so that they never run a caller's jobs while a call holds
/// locks. Where none can be started, the calling thread does all.
fn workers() -> &'static [Worker] {
    WORKERS.get_or_init(|| (1..machine_threads()).map_while(Worker::start).collect())
}

/// Runs `body` once for each of `n_blocks` blocks, on the calling thread and the workers that are free. A panic in a
/// block goes on in the caller after all blocks have ended.
pub(crate) fn for_blocks(n_blocks: usize, body: &(dyn Fn(usize) + Sync)) {
    let threads = num_threads().min(n_blocks);
    if threads <= 1 || AT_WORK.get() {
        (0..n_blocks).for_each(body);
        return;
    }
    let edge = |share: usize| share * n_blocks / threads;
    let shares = (0..threads).map(|at| Share { next: AtomicUsize::new(edge(at)), end: edge(at + 1) }).collect();
    let call = Call { body, shares, left: AtomicUsize::new(0), panic: Mutex::new(None) };
    let offered = std::ptr::from_ref(&call).cast_mut().cast::<Call<'static>>();
    let helpers: Vec<&Worker> = workers().iter().filter(|worker| worker.offer(offered)).take(threads - 1).collect();
    call.work(0);
    let taken = helpers.iter().filter(|worker| !worker.revoke(offered)).count();
    let mut looks = 0;
    // The last blocks are about to end: sleeping would cost more than they take.
    while call.left.load(Ordering::Acquire) < taken {
        looks += 1;
        pause(looks);
    }
    if let Some(panic) = call.panic.into_inner().unwrap_or_else(PoisonError::into_inner) {
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
