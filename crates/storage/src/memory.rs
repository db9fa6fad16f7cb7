//! Statistics and limits of the memory that tensors use.

pub use crate::cpu::allocator::{Stats, empty_cache, set_cap, stats};
