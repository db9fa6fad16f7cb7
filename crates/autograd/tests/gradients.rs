//! Every gradient against differences. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
mod harness;
#[path = "generated/methods.rs"]
mod methods;
#[path = "generated/pointwise.rs"]
mod pointwise;
