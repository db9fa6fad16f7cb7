//! Overloads written by hand: those whose arguments are not those of one method by name, and those where PyTorch refuses
//! or converts more than the method does. They take the place of generated ones.

use super::Table;

mod conversion;
mod creation;
mod defects;
mod distributions;
mod fft;
mod folds;
mod indexing;
mod linalg;
mod neural;
mod pointwise;
mod random;
mod reductions;
mod shape;
mod sizes;

/// Every table.
pub(super) const TABLES: &[Table] = &[
    conversion::TABLE,
    creation::TABLE,
    distributions::TABLE,
    fft::TABLE,
    folds::TABLE,
    indexing::TABLE,
    linalg::TABLE,
    neural::TABLE,
    pointwise::TABLE,
    random::TABLE,
    reductions::TABLE,
    shape::TABLE,
    sizes::TABLE,
];
