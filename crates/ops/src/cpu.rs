//! Kernels for the processor.

pub(crate) mod bins;
pub(crate) mod bytes;
mod cast;
pub mod complex;
pub(crate) mod conv;
pub(crate) mod copy;
pub(crate) mod decompose;
mod disjoint;
pub(crate) mod fft;
pub(crate) mod index;
pub(crate) mod join;
pub(crate) mod lanes;
pub(crate) mod loss;
pub(crate) mod matmul;
pub(crate) mod norm;
pub(crate) mod optimizer;
mod plan;
pub(crate) mod pointwise;
pub(crate) mod pool;
pub(crate) mod real;
pub(crate) mod reduce;
pub(crate) mod resample;
pub(crate) mod scan;
pub(crate) mod search;
pub(crate) mod softmax;
pub(crate) mod sort;
pub mod tiles;
