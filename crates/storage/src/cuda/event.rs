//! Marks in a stream that others can wait for.

use cudarc::driver::{result, sys};

use super::{Gpu, Handle, Stream};
use crate::Result;

/// A mark behind all work that a stream had when it was recorded.
pub struct Event {
    gpu: &'static Gpu,
    handle: Handle<sys::CUevent_st>,
}

impl Event {
    /// Marks what the stream has so far.
    ///
    /// # Errors
    /// The device is lost.
    pub fn record(stream: Stream) -> Result<Event> {
        let (gpu, queue) = (stream.gpu, stream.handle()?);
        let flags = sys::CUevent_flags::CU_EVENT_DISABLE_TIMING;
        let handle = gpu.check("cuEventCreate", result::event::create(flags))?;
        let event = Event { gpu, handle: Handle(handle) };
        // SAFETY: the event was just made, streams are never destroyed.
        gpu.check("cuEventRecord", unsafe { result::event::record(handle, queue) })?;
        Ok(event)
    }

    pub(super) fn handle(&self) -> sys::CUevent {
        self.handle.0
    }

    /// Whether the work before the mark is done.
    ///
    /// # Errors
    /// A kernel failed.
    pub fn is_done(&self) -> Result<bool> {
        self.gpu.bind()?;
        // SAFETY: the event lives as long as `self`.
        match unsafe { result::event::query(self.handle.0) } {
            Err(error) if error.0 == sys::CUresult::CUDA_ERROR_NOT_READY => Ok(false),
            answer => self.gpu.check("cuEventQuery", answer).map(|()| true),
        }
    }

    /// Waits on the processor for the work before the mark.
    ///
    /// # Errors
    /// A kernel failed.
    pub fn synchronize(&self) -> Result<()> {
        self.gpu.bind()?;
        // SAFETY: the event lives as long as `self`.
        self.gpu.check("cuEventSynchronize", unsafe { result::event::synchronize(self.handle.0) })
    }
}

impl Drop for Event {
    fn drop(&mut self) {
        // SAFETY: the handle is this value's own. The driver keeps what still waits for it; it may be gone at exit, and
        // then the event is too.
        let _ = unsafe { result::event::destroy(self.handle.0) };
    }
}
