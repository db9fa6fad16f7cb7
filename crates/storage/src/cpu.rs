//! The processor's own memory.

pub(crate) mod allocator;
