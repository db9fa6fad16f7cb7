//! Overloads written by hand: those whose arguments are not those of one method by name.

use super::Table;

mod leftovers;
mod pointwise;

/// Every table.
pub(super) const TABLES: &[Table] = &[leftovers::TABLE, pointwise::TABLE];
