//! NVIDIA GPUs, found at run time: the same binary runs where there is none.
//!
//! A [`Gpu`] is one device with its memory, streams and kernels. Each thread works on a stream of its own; a buffer
//! knows the streams that use it and makes one wait for the other, so no order is lost between threads. Kernels are
//! texts in CUDA C, compiled for the device at hand by NVRTC and kept on disk.

pub mod blas;
mod buffer;
mod cache;
mod compile;
pub mod dnn;
mod draws;
mod event;
mod gpu;
mod graph;
mod kernel;
mod memory;
mod pinned;
mod pool;
mod probe;
mod stream;

pub(crate) use self::buffer::{ALIGNMENT, Buffer, Foreign};
pub use self::draws::RandomSource;
pub use self::event::Event;
pub use self::gpu::Gpu;
pub use self::graph::{Graph, begin_operator, is_capturing};
pub(crate) use self::graph::{forget, touch};
pub use self::kernel::{Arguments, Grid, Kernel};
pub use self::memory::{Stats, cap, empty_cache, reset_peak, set_cap, stats};
pub(crate) use self::pinned::Pinned;
pub use self::probe::{Probe, device_count, ensure_available, is_available, probe};
pub use self::stream::{Stream, StreamGuard};

use crate::Result;

/// Waits for all work on the device of this ordinal, as `torch.cuda.synchronize`.
///
/// # Errors
/// The device is not there, or a kernel failed.
pub fn synchronize(ordinal: usize) -> Result<()> {
    Gpu::of(ordinal)?.synchronize()
}

/// A handle of the driver.
#[derive(Clone, Copy)]
struct Handle<T>(*mut T);

// SAFETY: the driver's contexts, streams, modules and functions may be used from any thread; nothing here looks behind
// the address.
unsafe impl<T> Send for Handle<T> {}
// SAFETY: as for Send.
unsafe impl<T> Sync for Handle<T> {}
