//! Memory for the CPU, kept and handed out again: fresh pages cost more than most kernels.
//!
//! A request goes down until someone has a block for it: the thread's own `front` (small blocks, no lock), the shared
//! `back` (one lock), the `system`. A freed block goes the same way up. Every block starts at a multiple of 64 bytes
//! and holds initialised memory: zeroed by the system, or what its last user left.

mod back;
mod class;
mod counters;
mod front;
mod system;

use std::ptr::NonNull;

use self::system::Span;
use crate::{Device, ErrorKind, Result};

pub use self::counters::{Stats, reset_peak, stats};
pub use self::system::cap;

/// A piece of memory, 64-byte aligned, always initialised. Dropping it, on any thread, gives it back.
#[derive(Debug)]
pub(crate) struct Block {
    pointer: NonNull<u8>,
    capacity: usize,
}

// SAFETY: a block owns its memory and hands out nothing but its address.
unsafe impl Send for Block {}
// SAFETY: as for Send.
unsafe impl Sync for Block {}

impl Block {
    #[inline]
    fn new(span: Span) -> Block {
        Block { pointer: span.pointer, capacity: span.capacity }
    }

    #[inline]
    pub(crate) fn pointer(&self) -> NonNull<u8> {
        self.pointer
    }
}

impl Drop for Block {
    #[inline]
    fn drop(&mut self) {
        let span = Span { pointer: self.pointer, capacity: self.capacity };
        if span.capacity <= class::SMALL_LIMIT { front::give(span) } else { give_large(span) }
    }
}

/// Memory for `n_bytes`, which may be zero.
///
/// # Errors
/// No memory left, the cap reached, or more than `isize::MAX` bytes.
#[inline]
pub(crate) fn allocate(n_bytes: usize) -> Result<Block> {
    if n_bytes <= class::SMALL_LIMIT {
        let class = class::of(n_bytes);
        match front::take(class) {
            Some(span) => Ok(Block::new(span)),
            None => obtain(class::capacity(class), n_bytes),
        }
    } else {
        allocate_large(n_bytes)
    }
}

#[inline(never)]
fn allocate_large(n_bytes: usize) -> Result<Block> {
    let Some(capacity) = class::large_capacity(n_bytes) else {
        return Err(out_of_memory(n_bytes));
    };
    let cached = back::lock().take_large(capacity);
    match cached {
        Some(span) => {
            front::count_allocation(span.capacity);
            Ok(Block::new(span))
        }
        None => obtain(capacity, n_bytes),
    }
}

#[inline(never)]
fn give_large(span: Span) {
    front::count_free(span.capacity);
    back::keep(std::iter::once(span));
}

/// A block from the system. Where it refuses, all cached memory goes back to it before it is asked again.
#[cold]
fn obtain(capacity: usize, n_bytes: usize) -> Result<Block> {
    let span = Span::obtain(capacity).or_else(|| {
        empty_cache();
        Span::obtain(capacity)
    });
    let span = span.ok_or_else(|| out_of_memory(n_bytes))?;
    front::count_allocation(capacity);
    Ok(Block::new(span))
}

#[cold]
fn out_of_memory(requested_bytes: usize) -> crate::Error {
    let in_use_bytes = stats().in_use_bytes;
    ErrorKind::OutOfMemory { device: Device::Cpu, requested_bytes, in_use_bytes, cap_bytes: cap() }.into()
}

/// Sets the most bytes that blocks, in use and cached, may take together; `None` lifts the limit.
///
/// An allocation that would pass the cap gives cached memory back first, and is refused if that is not enough.
/// Memory that already is in use stays. The memory of vectors handed over to a storage does not count.
pub fn set_cap(cap_bytes: Option<usize>) {
    system::set_cap(cap_bytes);
    if cap_bytes.is_some_and(|cap| system::reserved_bytes() > cap) {
        empty_cache();
    }
}

/// Gives cached memory back to the system, as `torch.cuda.empty_cache` does.
///
/// Another thread gives back what it holds when it next allocates or frees a small block; one that sleeps keeps what
/// it has: at most 128 KiB, and at most 32 blocks, of each size.
pub fn empty_cache() {
    front::empty_all();
    let cached = back::lock().drain();
    cached.into_iter().for_each(Span::release);
}
