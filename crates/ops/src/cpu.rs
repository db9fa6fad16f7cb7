//! Kernels for the processor.

mod cast;
pub(crate) mod copy;
pub(crate) mod index;
pub(crate) mod join;
pub(crate) mod lanes;
pub(crate) mod loss;
pub(crate) mod matmul;
pub(crate) mod optimizer;
mod plan;
pub(crate) mod pointwise;
pub(crate) mod reduce;
pub(crate) mod scan;
pub(crate) mod softmax;
pub(crate) mod sort;
pub mod tiles;
