//! Kernels for the processor.

mod cast;
pub(crate) mod copy;
pub(crate) mod lanes;
pub(crate) mod matmul;
mod plan;
pub(crate) mod pointwise;
pub mod tiles;
