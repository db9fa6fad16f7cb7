//! Hand-written operators: each records itself, with its backward beside it.

pub(crate) mod attention;
pub(crate) mod bags;
pub(crate) mod complex;
pub(crate) mod conversion;
pub(crate) mod elementwise;
pub(crate) mod fft;
pub(crate) mod folded_scatter;
pub(crate) mod indexing;
pub(crate) mod join;
pub(crate) mod layers;
pub(crate) mod linalg;
pub(crate) mod linear_algebra;
pub(crate) mod neural;
pub(crate) mod padding;
pub(crate) mod pieces;
pub(crate) mod pooling;
pub(crate) mod products;
pub(crate) mod recurrent;
pub(crate) mod reduced_losses;
pub(crate) mod reductions;
pub(crate) mod resizing;
pub(crate) mod shape;
pub(crate) mod softmax;
pub(crate) mod statistics;
