//! NVIDIA GPUs as users meet them: what is there, streams, events, memory, graphs.
//!
//! Tensors come to a GPU by [`Tensor::to_device`](crate::Tensor::to_device), and what is computed from them stays there.

pub use cresset_ops::cuda::through_the_cpu;
pub use cresset_storage::cuda::{
    Event, Graph, Probe, Stats, Stream, StreamGuard, cap, device_count, empty_cache, ensure_available, is_available,
    is_capturing, probe, reset_peak, set_cap, stats, synchronize,
};
