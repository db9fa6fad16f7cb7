//! The dimensions that a reduction has folded, for its way back.

use cresset_storage::{Dims, Result};

use crate::Tensor;

/// Which dimensions of which sizes were folded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Folded {
    /// The sizes of the input.
    sizes: Dims,
    /// The same with 1 for each folded dimension.
    kept: Dims,
}

impl Folded {
    /// Of a reduction of `x` over `dims`; none means all.
    pub(super) fn new(x: &Tensor, dims: &[i64]) -> Result<Folded> {
        let sizes = *x.array().sizes();
        let mut kept = sizes;
        for dim in 0..sizes.len() {
            if dims.is_empty() {
                kept[dim] = 1;
            }
        }
        for &dim in dims {
            let at = Dims::dim("reduce", dim, sizes.len())?;
            if let Some(size) = kept.get_mut(at) {
                *size = 1;
            }
        }
        Ok(Folded { sizes, kept })
    }

    /// How many elements became one.
    pub(super) fn n_folded(&self) -> usize {
        self.sizes.iter().zip(&self.kept).filter(|(_, kept)| **kept == 1).map(|(size, _)| size).product()
    }

    /// The dimensions that were folded.
    pub(super) fn dims(&self) -> Vec<i64> {
        let folded = |dim: &usize| self.kept[*dim] == 1;
        (0..self.sizes.len()).filter(folded).map(|dim| dim as i64).collect()
    }

    /// A result, with or without its dimensions of size 1, repeated over the input's sizes.
    pub(super) fn spread(&self, result: &Tensor) -> Result<Tensor> {
        result.try_reshape(signed(&self.kept))?.try_expand(signed(&self.sizes))
    }

    /// The sum of a tensor of the input's sizes, with dimensions of size 1.
    pub(super) fn total(&self, x: &Tensor) -> Result<Tensor> {
        match self.dims() {
            // A scalar has no dimension to sum over.
            dims if dims.is_empty() => Ok(x.clone()),
            dims => x.try_sum_dim(dims, true),
        }
    }

    /// The mean of a tensor of the input's sizes, with dimensions of size 1.
    pub(super) fn average(&self, x: &Tensor) -> Result<Tensor> {
        self.total(x)?.try_div(self.n_folded() as f64)
    }
}

fn signed(sizes: &Dims) -> Vec<i64> {
    sizes.iter().map(|&size| size as i64).collect()
}
