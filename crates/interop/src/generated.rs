//! PyTorch's overloads that are one method each. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
mod activations;
mod arithmetic;
mod bitwise;
mod comparison;
mod complex;
mod exponential;
mod fft;
mod indexing;
mod join;
mod linear_algebra;
mod neural;
mod powers;
mod reduced_losses;
mod reductions;
mod rounding;
mod selection;
mod shape;
mod special;
mod trigonometric;

use crate::aten::Table;

/// Every table.
pub(crate) const TABLES: &[Table] = &[
    arithmetic::TABLE,
    powers::TABLE,
    rounding::TABLE,
    exponential::TABLE,
    trigonometric::TABLE,
    special::TABLE,
    activations::TABLE,
    comparison::TABLE,
    selection::TABLE,
    bitwise::TABLE,
    reductions::TABLE,
    linear_algebra::TABLE,
    shape::TABLE,
    reduced_losses::TABLE,
    join::TABLE,
    indexing::TABLE,
    neural::TABLE,
    complex::TABLE,
    fft::TABLE,
];
