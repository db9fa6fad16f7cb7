//! The embedding layer.

use cresset_autograd::{DType, Error, Options, Result, Tensor, no_grad};

use crate::{Forward, Module, Parameter, init};

/// Rows of a weight by their numbers.
///
/// # Shapes
/// `[*]` of integers to `[*, embedding_dim]`; the weight is `[num_embeddings, embedding_dim]`.
#[derive(Debug, Module)]
#[module(extra_repr)]
pub struct Embedding {
    /// The weight.
    pub weight: Parameter,
    padding_idx: Option<usize>,
}

/// Options of an [`Embedding`].
#[derive(Clone, Debug)]
#[must_use]
pub struct EmbeddingBuilder {
    num_embeddings: usize,
    embedding_dim: usize,
    padding_idx: Option<usize>,
    options: Options,
}

impl Embedding {
    /// A layer whose rows start normal.
    ///
    /// # Errors
    /// No memory left.
    pub fn new(num_embeddings: usize, embedding_dim: usize) -> Result<Embedding> {
        Embedding::builder(num_embeddings, embedding_dim).build()
    }

    /// A layer with options.
    pub fn builder(num_embeddings: usize, embedding_dim: usize) -> EmbeddingBuilder {
        EmbeddingBuilder { num_embeddings, embedding_dim, padding_idx: None, options: Options::new() }
    }

    fn extra_repr(&self) -> String {
        let [num_embeddings, embedding_dim] = self.weight.sizes() else { return String::new() };
        let padding = self.padding_idx.map_or(String::new(), |padding_idx| format!(", padding_idx={padding_idx}"));
        format!("{num_embeddings}, {embedding_dim}{padding}")
    }
}

impl EmbeddingBuilder {
    /// A row that starts as zeros and gets no gradient.
    pub fn padding_idx(mut self, padding_idx: usize) -> EmbeddingBuilder {
        self.padding_idx = Some(padding_idx);
        self
    }

    /// The dtype of the weight.
    pub fn dtype(mut self, dtype: DType) -> EmbeddingBuilder {
        self.options = self.options.dtype(dtype);
        self
    }

    /// The layer.
    ///
    /// # Errors
    /// A padding row that is not there, not a floating dtype, or no memory left.
    pub fn build(self) -> Result<Embedding> {
        let EmbeddingBuilder { num_embeddings, embedding_dim, padding_idx, options } = self;
        let weight = Parameter::new(options.try_empty([num_embeddings, embedding_dim])?)?;
        init::normal_(&weight, 0.0, 1.0)?;
        if let Some(at) = padding_idx {
            if at >= num_embeddings {
                return Err(Error::argument("Embedding", "padding_idx", at, "it must be below num_embeddings"));
            }
            no_grad(|| weight.try_select(0, at as i64)?.try_zero_().map(drop))?;
        }
        Ok(Embedding { weight, padding_idx })
    }
}

impl Forward for Embedding {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        self.weight.try_embedding(x, self.padding_idx.map(|at| at as i64), false)
    }
}
