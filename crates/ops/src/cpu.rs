//! Kernels for the processor.

pub(crate) mod cast;
pub(crate) mod pointwise;
pub mod tiles;
