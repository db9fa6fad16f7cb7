//! Hand-written operators: each records itself, with its backward beside it.

pub(crate) mod conversion;
pub(crate) mod elementwise;
pub(crate) mod folded_scatter;
pub(crate) mod indexing;
pub(crate) mod join;
pub(crate) mod linear_algebra;
pub(crate) mod neural;
pub(crate) mod pieces;
pub(crate) mod products;
pub(crate) mod reduced_losses;
pub(crate) mod reductions;
pub(crate) mod shape;
pub(crate) mod softmax;
pub(crate) mod statistics;
