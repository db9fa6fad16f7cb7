//! Kernels for the processor.

mod cast;
pub(crate) mod conv;
pub(crate) mod copy;
mod disjoint;
pub(crate) mod norm;
mod plan;
pub(crate) mod pointwise;
pub(crate) mod pool;
pub(crate) mod real;
pub mod tiles;
