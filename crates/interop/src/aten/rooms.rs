//! Overloads written by hand: those whose arguments are not those of one method by name.

use super::Table;

mod neural;
mod pointwise;

/// Every table.
pub(super) const TABLES: &[Table] = &[neural::TABLE, pointwise::TABLE];
