//! Hand-written operators: each records itself, with its backward beside it.

pub(crate) mod conversion;
pub(crate) mod indexing;
pub(crate) mod join;
mod pending;
pub(crate) mod shape;
