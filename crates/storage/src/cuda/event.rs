//! Marks in a stream that others can wait for.

use cudarc::driver::{result, sys};

use super::{Gpu, Handle, Stream};
use crate::{ErrorKind, Result};

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
        Event::with(stream, sys::CUevent_flags::CU_EVENT_DISABLE_TIMING)
    }

    /// As [`Event::record`], with the time for [`Event::elapsed_ms`].
    ///
    /// # Errors
    /// The device is lost.
    pub fn timed(stream: Stream) -> Result<Event> {
        Event::with(stream, sys::CUevent_flags::CU_EVENT_DEFAULT)
    }

    fn with(stream: Stream, flags: sys::CUevent_flags) -> Result<Event> {
        let (gpu, queue) = (stream.gpu, stream.handle()?);
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

    /// The milliseconds from this mark to a later one of the same device; waits for both. Both are made by
    /// [`Event::timed`].
    ///
    /// # Errors
    /// Marks without a time or of two devices, or a kernel that failed.
    pub fn elapsed_ms(&self, later: &Event) -> Result<f64> {
        self.synchronize()?;
        later.synchronize()?;
        let mut elapsed = 0.0_f32;
        type Elapsed = unsafe extern "C" fn(*mut f32, sys::CUevent, sys::CUevent) -> sys::CUresult;
        // SAFETY: the function has had this type since the first CUDA. The bindings know its second version alone, which
        // drivers before 12.8 lack.
        let find = |name: &[u8]| unsafe { sys::culib().get::<Elapsed>(name) };
        let Ok(function) = find(b"cuEventElapsedTime_v2\0").or_else(|_| find(b"cuEventElapsedTime\0")) else {
            let code = "the driver has no such function".to_owned();
            return Err(ErrorKind::Cuda { device: self.gpu.device(), call: "cuEventElapsedTime", code }.into());
        };
        // SAFETY: both events live, the place is there.
        let answer = unsafe { function(&mut elapsed, self.handle.0, later.handle.0) }.result();
        self.gpu.check("cuEventElapsedTime", answer).map(|()| f64::from(elapsed))
    }
}

impl Drop for Event {
    fn drop(&mut self) {
        // SAFETY: the handle is this value's own. The driver keeps what still waits for it; it may be gone at exit, and
        // then the event is too.
        let _ = unsafe { result::event::destroy(self.handle.0) };
    }
}
