//! Rows of a weight matrix by index.

use cresset_ops::Array;
use cresset_ops::index::{self as ops, Rows};
use cresset_storage::{Dims, Error, ErrorKind, Result};

use super::record::{Move, moved};
use crate::Tensor;

/// Rows of a matrix; back: their sum, but for the padding row.
#[derive(Clone)]
struct Embedding {
    sizes: Dims,
    rows: Rows,
}

impl Move for Embedding {
    fn name(&self) -> &'static str {
        "EmbeddingBackward0"
    }

    fn forth(&self, x: &Array, kept: &[&Array]) -> Result<Array> {
        ops::embedding_read("embedding", x, kept[0], Rows::default())
    }

    fn back(&self, grad: &Array, kept: &[&Array]) -> Result<Array> {
        ops::embedding_sum("embedding_backward", &self.sizes, kept[0], grad, self.rows)
    }

    fn again(&self, grad: &Array, kept: &[&Array]) -> Result<Array> {
        ops::embedding_read("embedding_backward", grad, kept[0], self.rows)
    }
}

#[track_caller]
pub(crate) fn embedding(
    weight: &Tensor,
    indices: &Tensor,
    padding_idx: Option<i64>,
    scale_grad_by_freq: bool,
) -> Result<Tensor> {
    let op = "embedding";
    let sizes = *weight.array().sizes();
    let Some(&n_rows) = sizes.first() else {
        return Err(Error::shape(op, "weight is not a matrix", &[("weight", &sizes)], "the weight must have two dims"));
    };
    let padding = match padding_idx {
        Some(index) => {
            let row = if index < 0 { index.saturating_add(n_rows as i64) } else { index };
            let row = usize::try_from(row).ok().filter(|&row| row < n_rows);
            Some(row.ok_or_else(|| Error::from(ErrorKind::Index { op, index, dim: 0, size: n_rows }))?)
        }
        None => None,
    };
    let rows = Rows { padding, scale_by_frequency: scale_grad_by_freq };
    moved(weight, &[indices], Embedding { sizes, rows })
}

pub(crate) fn one_hot(x: &Tensor, num_classes: i64) -> Result<Tensor> {
    ops::one_hot("one_hot", x.array(), num_classes).map(Tensor::new)
}
