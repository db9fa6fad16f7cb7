//! Kernels over arrays: elementwise, reductions, products, convolutions.
