//! Memory for the CPU.

use std::alloc::Layout;
use std::ptr::NonNull;

use crate::{Device, ErrorKind, Result};

/// Bytes in use and held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Bytes that tensors hold.
    pub in_use_bytes: usize,
}

/// Statistics.
#[must_use]
pub fn stats() -> Stats {
    Stats::default()
}
/// Cap.
pub fn set_cap(_cap_bytes: Option<usize>) {}
/// Gives cached memory back.
pub fn empty_cache() {}

/// A piece of memory, 64-byte aligned, always initialised.
#[derive(Debug)]
pub(crate) struct Block {
    pointer: NonNull<u8>,
    layout: Layout,
}

// SAFETY: a block owns its memory and hands out nothing but its address.
unsafe impl Send for Block {}
// SAFETY: as above.
unsafe impl Sync for Block {}

impl Block {
    #[inline]
    pub(crate) fn pointer(&self) -> NonNull<u8> {
        self.pointer
    }
}

/// Memory for `n_bytes`.
pub(crate) fn allocate(n_bytes: usize) -> Result<Block> {
    let layout = Layout::from_size_align(n_bytes.max(1), 64).map_err(|_| oom(n_bytes))?;
    // SAFETY: the size is not zero.
    let pointer = NonNull::new(unsafe { std::alloc::alloc_zeroed(layout) }).ok_or_else(|| oom(n_bytes))?;
    Ok(Block { pointer, layout })
}

fn oom(n_bytes: usize) -> crate::Error {
    ErrorKind::OutOfMemory { device: Device::Cpu, requested_bytes: n_bytes, in_use_bytes: 0, cap_bytes: None }.into()
}

impl Drop for Block {
    fn drop(&mut self) {
        // SAFETY: allocated with this layout.
        unsafe { std::alloc::dealloc(self.pointer.as_ptr(), self.layout) }
    }
}
