//! Kernels for the processor.

mod cast;
pub(crate) mod copy;
pub(crate) mod index;
pub(crate) mod join;
mod plan;
pub(crate) mod pointwise;
pub(crate) mod sort;
pub mod tiles;
