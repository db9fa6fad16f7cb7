//! Hand-written operators: each records itself, with its backward beside it.

pub(crate) mod conversion;
pub(crate) mod neural;
mod pending;
pub(crate) mod shape;
