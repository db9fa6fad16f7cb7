//! Memory from the operating system and back to it, counted against the cap.

use std::ptr::NonNull;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};

use super::class;

static RESERVED_BYTES: AtomicUsize = AtomicUsize::new(0);
/// `usize::MAX` stands for no cap.
static CAP_BYTES: AtomicUsize = AtomicUsize::new(usize::MAX);
static OBTAINED: AtomicU64 = AtomicU64::new(0);
static RELEASED: AtomicU64 = AtomicU64::new(0);

/// A block while nobody uses it. Whoever holds one owns its memory.
#[derive(Debug)]
pub(super) struct Span {
    pub(super) pointer: NonNull<u8>,
    pub(super) capacity: usize,
}

// SAFETY: a span owns its memory.
unsafe impl Send for Span {}

impl Span {
    /// Zeroed memory, unless the system or the cap refuses.
    pub(super) fn obtain(capacity: usize) -> Option<Span> {
        let within_cap = |held: usize| held.checked_add(capacity).filter(|&sum| sum <= CAP_BYTES.load(Relaxed));
        RESERVED_BYTES.fetch_update(Relaxed, Relaxed, within_cap).ok()?;
        match obtain_zeroed(capacity) {
            Some(pointer) => {
                OBTAINED.fetch_add(1, Relaxed);
                Some(Span { pointer, capacity })
            }
            None => {
                RESERVED_BYTES.fetch_sub(capacity, Relaxed);
                None
            }
        }
    }

    /// Gives the memory back.
    pub(super) fn release(self) {
        // SAFETY: a span comes from `obtain_zeroed` with its capacity, and is taken by value: nobody else has it.
        unsafe { release_memory(self.pointer, self.capacity) };
        RESERVED_BYTES.fetch_sub(self.capacity, Relaxed);
        RELEASED.fetch_add(1, Relaxed);
    }
}

/// The most bytes that blocks may take, if limited.
#[must_use]
pub fn cap() -> Option<usize> {
    Some(CAP_BYTES.load(Relaxed)).filter(|&cap| cap != usize::MAX)
}

pub(super) fn set_cap(cap_bytes: Option<usize>) {
    CAP_BYTES.store(cap_bytes.unwrap_or(usize::MAX), Relaxed);
}

/// The bytes of all blocks, in use and cached.
pub(super) fn reserved_bytes() -> usize {
    RESERVED_BYTES.load(Relaxed)
}

/// How many blocks were obtained and released since the process began.
pub(super) fn traffic() -> (u64, u64) {
    (OBTAINED.load(Relaxed), RELEASED.load(Relaxed))
}

fn obtain_zeroed(capacity: usize) -> Option<NonNull<u8>> {
    #[cfg(all(target_os = "linux", not(miri)))]
    if capacity > class::SMALL_LIMIT {
        return pages::map(capacity);
    }
    let layout = std::alloc::Layout::from_size_align(capacity, class::ALIGNMENT).ok()?;
    // SAFETY: no class and no large block has zero bytes.
    NonNull::new(unsafe { std::alloc::alloc_zeroed(layout) })
}

/// # Safety
/// The memory came from `obtain_zeroed(capacity)` and is not used any more.
unsafe fn release_memory(pointer: NonNull<u8>, capacity: usize) {
    #[cfg(all(target_os = "linux", not(miri)))]
    if capacity > class::SMALL_LIMIT {
        // SAFETY: the caller's promise; blocks of this size come from `map`.
        return unsafe { pages::unmap(pointer, capacity) };
    }
    if let Ok(layout) = std::alloc::Layout::from_size_align(capacity, class::ALIGNMENT) {
        // SAFETY: the caller's promise; `obtain_zeroed` used the same layout.
        unsafe { std::alloc::dealloc(pointer.as_ptr(), layout) }
    }
}

/// Whole pages for large blocks. The system zeroes them as they are first touched, one 4 KiB page at a time at about
/// 2 GB/s, or one huge page at a time at about 9 GB/s (both measured on a virtual machine with one thread).
#[cfg(all(target_os = "linux", not(miri)))]
mod pages {
    use std::ptr::{NonNull, null_mut};

    use super::class::HUGE_PAGE;

    /// The smallest block that lies on huge pages.
    const HUGE_LIMIT: usize = 2 * HUGE_PAGE;

    pub(super) fn map(n_bytes: usize) -> Option<NonNull<u8>> {
        if n_bytes < HUGE_LIMIT {
            return reserve(n_bytes);
        }
        let start = reserve(n_bytes + HUGE_PAGE)?;
        let head = start.align_offset(HUGE_PAGE);
        // SAFETY: the mapping is a huge page longer than the block, so the block and both ends lie within it. The ends
        // are whole pages, and nobody has seen their addresses.
        let block = unsafe {
            let block = start.add(head);
            unmap(start, head);
            unmap(block.add(n_bytes), HUGE_PAGE - head);
            block
        };
        // SAFETY: the block is mapped. Advice changes no contents; where it is refused, small pages do.
        unsafe { libc::madvise(block.as_ptr().cast(), n_bytes, libc::MADV_HUGEPAGE) };
        Some(block)
    }

    fn reserve(n_bytes: usize) -> Option<NonNull<u8>> {
        let access = libc::PROT_READ | libc::PROT_WRITE;
        let kind = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
        // SAFETY: a new anonymous mapping at an address of the system's choice touches no memory in use.
        let pointer = unsafe { libc::mmap(null_mut(), n_bytes, access, kind, -1, 0) };
        if pointer == libc::MAP_FAILED { None } else { NonNull::new(pointer.cast()) }
    }

    /// # Safety
    /// The pages were mapped by `reserve` and are not used any more.
    pub(super) unsafe fn unmap(pointer: NonNull<u8>, n_bytes: usize) {
        if n_bytes > 0 {
            // SAFETY: the caller's promise.
            unsafe { libc::munmap(pointer.as_ptr().cast(), n_bytes) };
        }
    }
}
