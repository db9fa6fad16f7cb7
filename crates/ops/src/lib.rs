//! Kernels over arrays: elementwise, reductions, products, convolutions.

pub mod simd;
