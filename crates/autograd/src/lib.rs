//! Tensors with a dynamic graph and backward.
