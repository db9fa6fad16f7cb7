//! Cresset's table of operators: one row each.
