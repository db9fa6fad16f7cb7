//! Hand-written operators: each records itself, with its backward beside it.

pub(crate) mod conversion;
pub(crate) mod linear_algebra;
mod pending;
pub(crate) mod reduced_losses;
pub(crate) mod reductions;
pub(crate) mod shape;
pub(crate) mod softmax;
