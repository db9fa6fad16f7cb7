//! Overloads written by hand: those whose arguments are not those of one method by name.

use super::Table;

mod pointwise;

/// Every table.
pub(super) const TABLES: &[Table] = &[pointwise::TABLE];
