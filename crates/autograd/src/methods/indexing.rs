//! Reading and writing by position, and order.

mod advanced;
mod along;
mod embedding;
mod mask;
mod order;
mod places;
pub(crate) mod record;
mod scattered_view;

pub(crate) use advanced::{index, index_put, index_put_};
pub(crate) use along::{gather, scatter, scatter_, scatter_add, scatter_add_, take_along_dim};
pub(crate) use embedding::{embedding, one_hot};
pub(crate) use mask::{masked_fill, masked_fill_, masked_scatter, masked_scatter_, masked_select, nonzero};
pub(crate) use order::{argsort, kthvalue, sort, topk, unique, unique_consecutive};
pub(crate) use places::{index_add, index_add_, index_copy, index_copy_, index_fill, index_fill_, index_select, take};
pub(crate) use scattered_view::{diagonal_scatter, select_scatter, slice_scatter};
