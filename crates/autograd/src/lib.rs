//! Tensors with a dynamic graph and backward.

pub mod printing;
