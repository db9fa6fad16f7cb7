//! PyTorch's overloads that are one method each. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
mod activations;
mod arithmetic;
mod attention;
mod bitwise;
mod comparison;
mod complex;
mod elementwise;
mod exponential;
mod fft;
mod folded_scatter;
mod indexing;
mod join;
mod layers;
mod linalg;
mod linear_algebra;
mod neural;
mod padding;
mod pieces;
mod pooling;
mod powers;
mod products;
mod recurrent;
mod reduced_losses;
mod reductions;
mod resizing;
mod rounding;
mod selection;
mod shape;
mod special;
mod statistics;
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
    elementwise::TABLE,
    statistics::TABLE,
    linear_algebra::TABLE,
    linalg::TABLE,
    shape::TABLE,
    pieces::TABLE,
    products::TABLE,
    reduced_losses::TABLE,
    join::TABLE,
    indexing::TABLE,
    folded_scatter::TABLE,
    neural::TABLE,
    complex::TABLE,
    fft::TABLE,
    pooling::TABLE,
    padding::TABLE,
    resizing::TABLE,
    layers::TABLE,
    recurrent::TABLE,
    attention::TABLE,
];
