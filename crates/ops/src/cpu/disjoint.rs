//! A slice of which the threads of one call write disjoint parts.

use std::marker::PhantomData;
use std::ops::Range;

/// A mutable slice shared among threads, each of which writes places that no other touches.
pub(crate) struct Disjoint<'a, T> {
    start: *mut T,
    len: usize,
    borrowed: PhantomData<&'a mut [T]>,
}

// SAFETY: each thread writes places of its own, and T is Send.
unsafe impl<T: Send> Send for Disjoint<'_, T> {}
// SAFETY: as for Send.
unsafe impl<T: Send> Sync for Disjoint<'_, T> {}

impl<'a, T> Disjoint<'a, T> {
    pub(crate) fn new(slice: &'a mut [T]) -> Disjoint<'a, T> {
        Disjoint { start: slice.as_mut_ptr(), len: slice.len(), borrowed: PhantomData }
    }

    /// The address of an element.
    pub(crate) fn pointer(&self, at: usize) -> *mut T {
        debug_assert!(at <= self.len);
        self.start.wrapping_add(at)
    }

    /// A run of elements.
    ///
    /// # Safety
    /// No other thread touches the run while the result lives.
    #[allow(clippy::mut_from_ref, reason = "the caller keeps the runs apart")]
    pub(crate) unsafe fn run(&self, range: Range<usize>) -> &mut [T] {
        assert!(range.start <= range.end && range.end <= self.len);
        // SAFETY: within the slice, which is borrowed; by the caller nobody else has this run.
        unsafe { std::slice::from_raw_parts_mut(self.start.add(range.start), range.len()) }
    }
}
