//! Statistics and limits of the memory that tensors use.

pub use crate::cpu::allocator::{Stats, cap, empty_cache, reset_peak, set_cap, stats};
