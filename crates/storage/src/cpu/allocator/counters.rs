//! Statistics, counted by each thread for itself and summed when somebody asks: a shared counter would cost more than
//! the allocation.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::class::SMALL_LIMIT;
use super::system;

/// What the memory of tensors on the CPU amounts to. Bytes are those of whole blocks; a small buffer's block also holds
/// its header of 128 bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// Bytes that tensors hold.
    pub in_use_bytes: usize,
    /// The most bytes that tensors held at once since [`reset_peak`]. Each thread beyond the first may make it wrong by
    /// 256 KiB.
    pub peak_in_use_bytes: usize,
    /// Bytes kept for later tensors.
    pub cached_bytes: usize,
    /// Allocations since the process began.
    pub allocations: u64,
    /// Allocations that a cached block served.
    pub cache_hits: u64,
    /// Blocks that came from the system.
    pub system_allocations: u64,
    /// Blocks that went back to the system.
    pub system_frees: u64,
}

/// Bytes in use that threads have handed in.
static IN_USE_BYTES: AtomicI64 = AtomicI64::new(0);
static PEAK_BYTES: AtomicI64 = AtomicI64::new(0);
/// Allocations of threads that have ended.
static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);
static THREADS: Mutex<Vec<Arc<Counters>>> = Mutex::new(Vec::new());

/// A thread hands its bytes in when they have drifted this far.
const DRIFT_BYTES: i64 = 256 * 1024;

/// One thread's counters. Only that thread writes them, so that plain loads and stores do.
#[derive(Default)]
pub(super) struct Counters {
    /// Bytes taken less bytes given back since the thread last handed them in.
    drift_bytes: AtomicI64,
    /// The highest that `drift_bytes` has been since then.
    drift_peak_bytes: AtomicI64,
    allocations: AtomicU64,
}

impl Counters {
    #[inline]
    pub(super) fn count_allocation(&self, capacity: usize) {
        self.allocations.store(self.allocations.load(Relaxed) + 1, Relaxed);
        if capacity > SMALL_LIMIT {
            // The peak of the bytes not handed in yet was reached without this block.
            self.hand_in();
            add_in_use(capacity);
            return;
        }
        let drift = self.drift_bytes.load(Relaxed) + capacity as i64;
        self.drift_bytes.store(drift, Relaxed);
        if drift > self.drift_peak_bytes.load(Relaxed) {
            self.drift_peak_bytes.store(drift, Relaxed);
            if drift > DRIFT_BYTES {
                self.hand_in();
            }
        }
    }

    #[inline]
    pub(super) fn count_free(&self, capacity: usize) {
        if capacity > SMALL_LIMIT {
            // And here with this block.
            self.hand_in();
            IN_USE_BYTES.fetch_sub(capacity as i64, Relaxed);
            return;
        }
        let drift = self.drift_bytes.load(Relaxed) - capacity as i64;
        self.drift_bytes.store(drift, Relaxed);
        if drift < -DRIFT_BYTES {
            self.hand_in();
        }
    }

    fn peak(&self) -> i64 {
        IN_USE_BYTES.load(Relaxed) + self.drift_peak_bytes.load(Relaxed)
    }

    #[cold]
    fn hand_in(&self) {
        PEAK_BYTES.fetch_max(self.peak(), Relaxed);
        IN_USE_BYTES.fetch_add(self.drift_bytes.load(Relaxed), Relaxed);
        self.drift_bytes.store(0, Relaxed);
        self.drift_peak_bytes.store(0, Relaxed);
    }
}

/// Counts an allocation of a thread that is ending.
pub(super) fn count_allocation(capacity: usize) {
    ALLOCATIONS.fetch_add(1, Relaxed);
    add_in_use(capacity);
}

/// Counts a free of a thread that is ending.
pub(super) fn count_free(capacity: usize) {
    IN_USE_BYTES.fetch_sub(capacity as i64, Relaxed);
}

fn add_in_use(capacity: usize) {
    let capacity = capacity as i64;
    let in_use = IN_USE_BYTES.fetch_add(capacity, Relaxed) + capacity;
    PEAK_BYTES.fetch_max(in_use, Relaxed);
}

fn threads() -> MutexGuard<'static, Vec<Arc<Counters>>> {
    THREADS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Counters for a new thread.
pub(super) fn register() -> Arc<Counters> {
    let counters = Arc::<Counters>::default();
    threads().push(counters.clone());
    counters
}

/// Keeps the sums of a thread that ends.
pub(super) fn retire(counters: &Arc<Counters>) {
    let mut threads = threads();
    counters.hand_in();
    ALLOCATIONS.fetch_add(counters.allocations.load(Relaxed), Relaxed);
    threads.retain(|other| !Arc::ptr_eq(other, counters));
}

/// Statistics of the CPU's memory, exact while no other thread allocates.
#[must_use]
pub fn stats() -> Stats {
    let threads = threads();
    let sum = |read: fn(&Counters) -> i64| threads.iter().map(|counters| read(counters)).sum::<i64>();
    let in_use = IN_USE_BYTES.load(Relaxed) + sum(|counters| counters.drift_bytes.load(Relaxed));
    let peak = threads.iter().map(|counters| counters.peak()).fold(in_use.max(PEAK_BYTES.load(Relaxed)), i64::max);
    let allocations =
        ALLOCATIONS.load(Relaxed) + threads.iter().map(|counters| counters.allocations.load(Relaxed)).sum::<u64>();
    let in_use_bytes = usize::try_from(in_use).unwrap_or(0);
    let (system_allocations, system_frees) = system::traffic();
    Stats {
        in_use_bytes,
        peak_in_use_bytes: usize::try_from(peak).unwrap_or(0),
        cached_bytes: system::reserved_bytes().saturating_sub(in_use_bytes),
        allocations,
        cache_hits: allocations.saturating_sub(system_allocations),
        system_allocations,
        system_frees,
    }
}

/// Starts the peak anew from what is in use now.
pub fn reset_peak() {
    let threads = threads();
    let mut in_use = IN_USE_BYTES.load(Relaxed);
    for counters in threads.iter() {
        let drift = counters.drift_bytes.load(Relaxed);
        // Another thread may overwrite this with an older peak; it is at most 256 KiB too high then.
        counters.drift_peak_bytes.store(drift, Relaxed);
        in_use += drift;
    }
    PEAK_BYTES.store(in_use, Relaxed);
}
