//! Overloads written by hand: those whose arguments are not those of one method by name.

use super::Table;

mod conversion;
mod creation;
mod distributions;
mod indexing;
mod leftovers;
mod neural;
mod pointwise;
mod reductions;
mod shape;
mod sizes;

/// Every table.
pub(super) const TABLES: &[Table] = &[
    conversion::TABLE,
    creation::TABLE,
    distributions::TABLE,
    indexing::TABLE,
    leftovers::TABLE,
    neural::TABLE,
    pointwise::TABLE,
    reductions::TABLE,
    shape::TABLE,
    sizes::TABLE,
];
