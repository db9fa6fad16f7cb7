//! Each thread's own small blocks, reached without a lock, and its share of the statistics.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use super::class::{self, N_CLASSES};
use super::counters::{self, Counters};
use super::system::Span;
use super::{back, system};

/// The most blocks of a class that a front holds; half of them move to the back, or from it, at a time.
const MOST_BLOCKS: usize = 32;
/// The most bytes of a class that a front holds.
const MOST_BYTES: usize = 128 * 1024;

/// Counts the calls to empty every front. Each thread looks at it, because none may reach into another's front.
static EPOCH: AtomicU64 = AtomicU64::new(0);

thread_local! {
    static FRONT: RefCell<Front> = RefCell::new(Front::new());
}

struct Front {
    lists: [Vec<Span>; N_CLASSES],
    epoch: u64,
    counters: Arc<Counters>,
}

/// A free block of the class from this thread's front or the back, counted as an allocation.
#[inline]
pub(super) fn take(class: usize) -> Option<Span> {
    match with_front(|front| front.take(class)) {
        Some(span) => span,
        None => take_without_front(class),
    }
}

/// Takes a small block that is no longer used.
#[inline]
pub(super) fn give(span: Span) {
    // The span has to survive a front that is gone, so it is moved out of the option only by one that is there.
    let mut span = Some(span);
    with_front(|front| span.take().map(|span| front.give(span)));
    if let Some(span) = span {
        give_without_front(span);
    }
}

/// Counts an allocation that did not pass through `take`.
pub(super) fn count_allocation(capacity: usize) {
    if with_front(|front| front.counters.count_allocation(capacity)).is_none() {
        counters::count_allocation(capacity);
    }
}

/// Counts a free that did not pass through `give`.
pub(super) fn count_free(capacity: usize) {
    if with_front(|front| front.counters.count_free(capacity)).is_none() {
        counters::count_free(capacity);
    }
}

/// Empties this thread's front, and has every other thread empty its own when it next uses it.
pub(super) fn empty_all() {
    EPOCH.fetch_add(1, Relaxed);
    with_front(Front::follow_epoch);
}

/// Runs `action` on this thread's front, unless the thread is ending and has none any more.
#[inline]
fn with_front<T>(action: impl FnOnce(&mut Front) -> T) -> Option<T> {
    FRONT.try_with(|front| front.try_borrow_mut().ok().map(|mut front| action(&mut front))).ok().flatten()
}

#[cold]
fn take_without_front(class: usize) -> Option<Span> {
    let mut taken = Vec::new();
    back::lock().take_small(class, 1, &mut taken);
    let span = taken.pop()?;
    counters::count_allocation(span.capacity);
    Some(span)
}

#[cold]
fn give_without_front(span: Span) {
    counters::count_free(span.capacity);
    back::keep(std::iter::once(span));
}

impl Front {
    fn new() -> Front {
        Front { lists: [const { Vec::new() }; N_CLASSES], epoch: EPOCH.load(Relaxed), counters: counters::register() }
    }

    #[inline]
    fn take(&mut self, class: usize) -> Option<Span> {
        self.follow_epoch();
        let span = match self.lists[class].pop() {
            Some(span) => span,
            None => self.refill(class)?,
        };
        self.counters.count_allocation(span.capacity);
        Some(span)
    }

    #[inline]
    fn give(&mut self, span: Span) {
        self.follow_epoch();
        let capacity = span.capacity;
        self.counters.count_free(capacity);
        let list = &mut self.lists[class::of(capacity)];
        if list.len() >= MOST_BLOCKS || list.len() * capacity >= MOST_BYTES {
            spill(list);
        }
        list.push(span);
    }

    #[cold]
    fn refill(&mut self, class: usize) -> Option<Span> {
        let count = (MOST_BYTES / class::capacity(class)).min(MOST_BLOCKS) / 2;
        let list = &mut self.lists[class];
        back::lock().take_small(class, count, list);
        list.pop()
    }

    #[inline]
    fn follow_epoch(&mut self) {
        let epoch = EPOCH.load(Relaxed);
        if epoch != self.epoch {
            self.epoch = epoch;
            self.release_all();
        }
    }

    #[cold]
    fn release_all(&mut self) {
        self.lists.iter_mut().flat_map(|list| list.drain(..)).for_each(system::Span::release);
    }
}

/// Moves the older half to the back: the younger one may still be in the processor's caches.
#[cold]
fn spill(list: &mut Vec<Span>) {
    back::keep(list.drain(..list.len() / 2));
}

impl Drop for Front {
    fn drop(&mut self) {
        back::keep(self.lists.iter_mut().flat_map(|list| list.drain(..)));
        counters::retire(&self.counters);
    }
}
