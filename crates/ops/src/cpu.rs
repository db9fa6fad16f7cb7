//! Kernels for the processor.

pub(crate) mod bytes;
mod cast;
pub(crate) mod copy;
pub(crate) mod optimizer;
mod plan;
pub(crate) mod pointwise;
pub mod tiles;
