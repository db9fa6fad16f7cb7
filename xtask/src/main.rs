//! `cargo xtask`: codegen, checks, tests and benchmarks.
fn main() {}
