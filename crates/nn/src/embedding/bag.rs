//! Embeddings reduced over bags of indices.

use cresset_autograd::{BagMode, BagOptions, Options, Result, Tensor};

use super::{Rows, row_setters};
use crate::builder::{dtype_setter, setters};
use crate::functional::embedding_bag;
use crate::hooks::call_several;
use crate::{Module, Parameter};

/// Rows of a weight by their numbers, reduced over bags.
///
/// # Shapes
/// Indices `[bags, size]`, or `[*]` with offsets `[bags]`, to `[bags, embedding_dim]`.
#[derive(Clone, Debug, Module)]
#[module(extra_repr)]
pub struct EmbeddingBag {
    /// The weight.
    pub weight: Parameter,
    rows: Rows,
    mode: BagMode,
    include_last_offset: bool,
}

/// Options of an [`EmbeddingBag`], at first PyTorch's defaults.
#[derive(Clone, Debug)]
#[must_use]
pub struct EmbeddingBagBuilder {
    sizes: [usize; 2],
    rows: Rows,
    mode: BagMode,
    include_last_offset: bool,
    options: Options,
}

impl EmbeddingBag {
    /// A layer of means, whose rows start normal.
    ///
    /// # Errors
    /// No memory left.
    pub fn new(num_embeddings: usize, embedding_dim: usize) -> Result<EmbeddingBag> {
        EmbeddingBag::builder(num_embeddings, embedding_dim).build()
    }

    /// A layer with options.
    pub fn builder(num_embeddings: usize, embedding_dim: usize) -> EmbeddingBagBuilder {
        EmbeddingBagBuilder {
            sizes: [num_embeddings, embedding_dim],
            rows: Rows::USUAL,
            mode: BagMode::Mean,
            include_last_offset: false,
            options: Options::new(),
        }
    }

    /// One row for each bag. Indices of one dim have offsets at which bags begin; those of two dims have a bag in each
    /// row, and no offsets.
    ///
    /// # Errors
    /// Indices or offsets out of range, or weights where rows are not summed.
    pub fn forward(&self, x: &Tensor, offsets: Option<&Tensor>, per_sample_weights: Option<&Tensor>) -> Result<Tensor> {
        match (offsets, per_sample_weights) {
            (None, None) => call_several(self, [x], |[x]| self.bags(x, None, None)),
            (Some(offsets), None) => call_several(self, [x, offsets], |[x, offsets]| self.bags(x, Some(offsets), None)),
            (None, Some(weights)) => call_several(self, [x, weights], |[x, weights]| self.bags(x, None, Some(weights))),
            (Some(offsets), Some(weights)) => call_several(self, [x, offsets, weights], |[x, offsets, weights]| {
                self.bags(x, Some(offsets), Some(weights))
            }),
        }
    }

    fn bags(&self, x: &Tensor, offsets: Option<&Tensor>, per_sample_weights: Option<&Tensor>) -> Result<Tensor> {
        self.rows.shorten(&self.weight, x)?;
        let options = BagOptions {
            mode: self.mode,
            scale_grad_by_freq: self.rows.scale_grad_by_freq,
            per_sample_weights,
            include_last_offset: self.include_last_offset,
            padding_idx: self.rows.padding_idx.map(|at| at as i64),
        };
        embedding_bag(x, &self.weight, offsets, options)
    }

    fn extra_repr(&self) -> String {
        let mode = match self.mode {
            BagMode::Sum => "sum",
            BagMode::Mean => "mean",
            BagMode::Max => "max",
        };
        let [num_embeddings, embedding_dim] = self.weight.sizes() else { return String::new() };
        let (shown, padding) = (self.rows.shown(), self.rows.padding());
        format!("{num_embeddings}, {embedding_dim}{shown}, mode='{mode}'{padding}")
    }
}

impl EmbeddingBagBuilder {
    row_setters!();
    setters! {
        /// What becomes of the rows of a bag; their mean unless told otherwise.
        (mode: BagMode);
        /// Whether the last offset is the end of the last bag.
        (include_last_offset: bool);
    }
    dtype_setter!();

    /// The layer.
    ///
    /// # Errors
    /// A padding row that is not there, not a floating dtype, or no memory left.
    pub fn build(self) -> Result<EmbeddingBag> {
        let EmbeddingBagBuilder { sizes, rows, mode, include_last_offset, options } = self;
        let weight = rows.weight("EmbeddingBag", sizes, &options)?;
        Ok(EmbeddingBag { weight, rows, mode, include_last_offset })
    }
}
