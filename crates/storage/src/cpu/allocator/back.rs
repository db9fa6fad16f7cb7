//! The cache that all threads share: what overflows the fronts, and every large block.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use super::class::{self, N_CLASSES, SMALL_LIMIT};
use super::system::Span;

/// At least this much is kept, however small the machine.
const LEAST_LIMIT: usize = 1 << 30;

static BACK: Mutex<Back> = Mutex::new(Back::new());

/// Free blocks by size.
pub(super) struct Back {
    small: [Vec<Span>; N_CLASSES],
    /// By size and then by age, the youngest first: its bytes may still be in the processor's caches.
    large: BTreeMap<(usize, u64), Span>,
    /// The sizes of the large blocks by age.
    ages: BTreeMap<u64, usize>,
    /// Falls with every large block that is kept, so that a younger one has a smaller number.
    next_age: u64,
    cached_bytes: usize,
}

/// The shared cache. Whoever holds it must not free blocks.
pub(super) fn lock() -> MutexGuard<'static, Back> {
    BACK.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Keeps free blocks. What passes the limit goes back to the system, after the lock is given up.
pub(super) fn keep(spans: impl Iterator<Item = Span>) {
    let excess = {
        let mut back = lock();
        spans.for_each(|span| back.insert(span));
        back.shrink(limit())
    };
    excess.into_iter().for_each(Span::release);
}

impl Back {
    const fn new() -> Back {
        Back {
            small: [const { Vec::new() }; N_CLASSES],
            large: BTreeMap::new(),
            ages: BTreeMap::new(),
            next_age: u64::MAX,
            cached_bytes: 0,
        }
    }

    /// Moves up to `count` blocks of a class to the end of `into`.
    pub(super) fn take_small(&mut self, class: usize, count: usize, into: &mut Vec<Span>) {
        let held = &mut self.small[class];
        let count = count.min(held.len());
        into.extend(held.drain(held.len() - count..));
        self.cached_bytes -= count * class::capacity(class);
    }

    /// The smallest block that fits and does not waste too much.
    pub(super) fn take_large(&mut self, capacity: usize) -> Option<Span> {
        let fits = (capacity, 0)..=(class::largest_fit(capacity), u64::MAX);
        let key = *self.large.range(fits).next()?.0;
        self.remove_large(key)
    }

    fn remove_large(&mut self, key: (usize, u64)) -> Option<Span> {
        let span = self.large.remove(&key)?;
        self.ages.remove(&key.1);
        self.cached_bytes -= span.capacity;
        Some(span)
    }

    fn insert(&mut self, span: Span) {
        self.cached_bytes += span.capacity;
        if span.capacity <= SMALL_LIMIT {
            self.small[class::of(span.capacity)].push(span);
            return;
        }
        self.ages.insert(self.next_age, span.capacity);
        self.large.insert((span.capacity, self.next_age), span);
        self.next_age -= 1;
    }

    /// Takes out the oldest large blocks, and then the largest small ones, until no more than `limit` bytes are left.
    fn shrink(&mut self, limit: usize) -> Vec<Span> {
        let mut excess = Vec::new();
        while self.cached_bytes > limit {
            let span = match self.ages.last_key_value() {
                Some((&age, &capacity)) => self.remove_large((capacity, age)),
                None => self.pop_small(),
            };
            match span {
                Some(span) => excess.push(span),
                None => break,
            }
        }
        excess
    }

    fn pop_small(&mut self) -> Option<Span> {
        let span = self.small.iter_mut().rev().find_map(Vec::pop)?;
        self.cached_bytes -= span.capacity;
        Some(span)
    }

    /// Takes everything out.
    pub(super) fn drain(&mut self) -> Vec<Span> {
        self.shrink(0)
    }
}

/// The most bytes kept here: a quarter of the memory of the machine, or of its control group, and at least 1 GiB.
fn limit() -> usize {
    static LIMIT: OnceLock<usize> = OnceLock::new();
    *LIMIT.get_or_init(|| {
        let group = std::fs::read_to_string("/sys/fs/cgroup/memory.max").ok();
        let group_bytes = group.and_then(|text| text.trim().parse().ok()).unwrap_or(usize::MAX);
        (group_bytes.min(machine_bytes()) / 4).max(LEAST_LIMIT)
    })
}

#[cfg(all(target_os = "linux", not(miri)))]
fn machine_bytes() -> usize {
    // SAFETY: both calls only ask for a number.
    let [pages, page_bytes] = unsafe { [libc::sysconf(libc::_SC_PHYS_PAGES), libc::sysconf(libc::_SC_PAGESIZE)] };
    usize::try_from(pages).unwrap_or(0).saturating_mul(usize::try_from(page_bytes).unwrap_or(0))
}

/// Not known here: the least limit holds.
#[cfg(not(all(target_os = "linux", not(miri))))]
fn machine_bytes() -> usize {
    0
}

#[cfg(test)]
mod tests {
    use std::ptr::NonNull;

    use super::*;

    /// A span that is only moved about, never used or released.
    fn span(capacity: usize) -> Span {
        Span { pointer: NonNull::dangling(), capacity }
    }

    const KIB: usize = 1024;

    #[test]
    fn takes_the_best_fit_and_refuses_waste() {
        let mut back = Back::new();
        [400, 100, 120, 200].into_iter().for_each(|kib| back.insert(span(kib * KIB)));
        assert_eq!(back.take_large(101 * KIB).map(|span| span.capacity), Some(120 * KIB));
        assert_eq!(back.take_large(101 * KIB).map(|span| span.capacity), None);
        assert_eq!(back.take_large(320 * KIB).map(|span| span.capacity), Some(400 * KIB));
        assert_eq!(back.take_large(201 * KIB).map(|span| span.capacity), None);
        assert_eq!(back.cached_bytes, 300 * KIB);
    }

    #[test]
    fn gives_up_the_oldest_large_block_first() {
        let mut back = Back::new();
        [300, 100, 200, 1].into_iter().for_each(|kib| back.insert(span(kib * KIB)));
        let excess = |back: &mut Back, limit| -> Vec<usize> {
            back.shrink(limit * KIB).iter().map(|span| span.capacity / KIB).collect()
        };
        assert_eq!(excess(&mut back, 601), []);
        assert_eq!(excess(&mut back, 600), [300]);
        assert_eq!(excess(&mut back, 1), [100, 200]);
        assert_eq!(excess(&mut back, 0), [1]);
        assert_eq!((back.cached_bytes, back.ages.len(), back.large.len()), (0, 0, 0));
    }

    #[test]
    fn hands_small_blocks_out_in_batches() {
        let mut back = Back::new();
        (0..5).for_each(|_| back.insert(span(64)));
        let mut taken = Vec::new();
        back.take_small(0, 3, &mut taken);
        back.take_small(0, 3, &mut taken);
        back.take_small(1, 3, &mut taken);
        assert_eq!((taken.len(), back.cached_bytes), (5, 0));
    }

    #[test]
    fn the_limit_is_at_least_a_gibibyte() {
        assert!(limit() >= LEAST_LIMIT);
    }
}
