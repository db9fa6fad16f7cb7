//! Every gradient against differences. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
#![allow(clippy::needless_borrows_for_generic_args, reason = "all tensors are passed alike")]
mod harness;
#[path = "generated/methods.rs"]
mod methods;
#[path = "generated/pointwise.rs"]
mod pointwise;
