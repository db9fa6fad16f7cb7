//! Kernels for the processor.

mod cast;
pub(crate) mod copy;
mod plan;
pub(crate) mod pointwise;
pub mod tiles;
