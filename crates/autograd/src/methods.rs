//! Hand-written operators: each records itself, with its backward beside it.

pub(crate) mod conversion;
mod pending;
pub(crate) mod shape;
