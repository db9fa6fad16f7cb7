//! The methods of tensors. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
mod activations;
mod arithmetic;
mod bitwise;
mod comparison;
mod conversion;
mod exponential;
mod indexing;
mod linear_algebra;
mod losses;
mod neural;
mod powers;
mod reductions;
mod rounding;
mod selection;
mod shape;
mod special;
mod trigonometric;
