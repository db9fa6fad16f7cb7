//! Overloads written by hand: those whose arguments are not those of one method by name.

use super::Table;

mod distributions;
mod leftovers;
mod pointwise;

/// Every table.
pub(super) const TABLES: &[Table] = &[distributions::TABLE, leftovers::TABLE, pointwise::TABLE];
