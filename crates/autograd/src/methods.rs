//! Hand-written operators: each records itself, with its backward beside it.

pub(crate) mod conversion;
pub(crate) mod indexing;
pub(crate) mod join;
pub(crate) mod linalg;
pub(crate) mod linear_algebra;
pub(crate) mod neural;
pub(crate) mod reduced_losses;
pub(crate) mod reductions;
pub(crate) mod shape;
pub(crate) mod softmax;
