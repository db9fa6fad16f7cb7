//! The methods of tensors. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
pub(crate) mod activations;
pub(crate) mod arithmetic;
pub(crate) mod bitwise;
pub(crate) mod comparison;
pub(crate) mod conversion;
pub(crate) mod exponential;
pub(crate) mod linear_algebra;
pub(crate) mod losses;
pub(crate) mod powers;
pub(crate) mod reduced_losses;
pub(crate) mod reductions;
pub(crate) mod rounding;
pub(crate) mod selection;
pub(crate) mod shape;
pub(crate) mod softmax;
pub(crate) mod special;
pub(crate) mod trigonometric;
