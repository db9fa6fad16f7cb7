//! Memory of the processor that a GPU reads by itself.

use std::ptr::NonNull;
use std::sync::{Mutex, PoisonError};

use cudarc::driver::result;

use super::{Event, Gpu};
use crate::{ErrorKind, Result};

/// Page-locked memory. It goes when the copies that read it are over.
pub(crate) struct Pinned {
    gpu: &'static Gpu,
    pointer: NonNull<u8>,
    /// The marks behind copies that read the memory.
    readers: Mutex<Vec<Event>>,
}

// SAFETY: the memory is this value's own, and is written through the storage's locks alone.
unsafe impl Send for Pinned {}
// SAFETY: as for Send.
unsafe impl Sync for Pinned {}

impl Pinned {
    /// Memory of zeros, which any device may read.
    pub(crate) fn new(ordinal: usize, n_bytes: usize) -> Result<Pinned> {
        /// cuda.h: CU_MEMHOSTALLOC_PORTABLE. Without WRITECOMBINED, so that the processor reads it at full speed.
        const PORTABLE: u32 = 1;
        let gpu = Gpu::of(ordinal)?;
        gpu.bind()?;
        // SAFETY: the device is bound.
        let found = gpu.check("cuMemHostAlloc", unsafe { result::malloc_host(n_bytes.max(1), PORTABLE) })?;
        let refused = || ErrorKind::Cuda { device: gpu.device(), call: "cuMemHostAlloc", code: "null".to_owned() };
        let pointer = NonNull::new(found.cast::<u8>()).ok_or_else(refused)?;
        // SAFETY: the memory is that long and nobody else's.
        unsafe { pointer.write_bytes(0, n_bytes) };
        Ok(Pinned { gpu, pointer, readers: Mutex::default() })
    }

    pub(crate) fn pointer(&self) -> NonNull<u8> {
        self.pointer
    }

    /// Remembers that a copy reads the memory until a mark is reached.
    pub(crate) fn add_reader(&self, event: Event) {
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        readers.retain(|event| !matches!(event.is_done(), Ok(true)));
        readers.push(event);
    }

    /// Waits for the copies that read the memory.
    pub(crate) fn wait(&self) -> Result<()> {
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        readers.drain(..).try_for_each(|event| event.synchronize())
    }
}

impl Drop for Pinned {
    fn drop(&mut self) {
        // Where the wait fails the device is lost, and reads nothing any more.
        let _ = self.wait();
        if self.gpu.bind().is_ok() {
            // SAFETY: the memory came from the driver and is in nobody's hands.
            let _ = unsafe { result::free_host(self.pointer.as_ptr().cast()) };
        }
    }
}
