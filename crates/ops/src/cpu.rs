//! Kernels for the processor.

mod cast;
pub(crate) mod copy;
mod plan;
pub(crate) mod pointwise;
pub(crate) mod reduce;
pub(crate) mod scan;
pub mod tiles;
