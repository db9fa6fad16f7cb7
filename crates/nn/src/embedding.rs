//! Embedding layers.

mod bag;

use cresset_autograd::{Error, Options, Result, Tensor, no_grad};

use crate::builder::dtype_setter;
use crate::hooks::call;
use crate::python::python_float;
use crate::{Forward, Module, Parameter, init};

pub use bag::{EmbeddingBag, EmbeddingBagBuilder};

/// Rows of a weight by their numbers.
///
/// # Shapes
/// `[*]` of integers to `[*, embedding_dim]`; the weight is `[num_embeddings, embedding_dim]`.
#[derive(Clone, Debug, Module)]
#[module(extra_repr)]
pub struct Embedding {
    /// The weight.
    pub weight: Parameter,
    rows: Rows,
}

/// How rows are read.
#[derive(Clone, Copy, Debug)]
struct Rows {
    padding_idx: Option<usize>,
    max_norm: Option<f64>,
    norm_type: f64,
    scale_grad_by_freq: bool,
}

impl Rows {
    const USUAL: Rows = Rows { padding_idx: None, max_norm: None, norm_type: 2.0, scale_grad_by_freq: false };

    /// Shortens the rows that will be read to the greatest norm, in place, as PyTorch does.
    fn shorten(self, weight: &Tensor, indices: &Tensor) -> Result<()> {
        let Some(max_norm) = self.max_norm else { return Ok(()) };
        no_grad(|| {
            let (read, ..) = indices.try_reshape([-1])?.try_unique()?;
            let rows = weight.try_index_select(0, &read)?;
            let norms = rows.try_norm(self.norm_type, Some(&[1]), true)?;
            // PyTorch's margin, by which the product stays below the bound.
            let short = rows.try_mul(&norms.try_add(1e-7)?.try_reciprocal()?.try_mul(max_norm)?)?;
            let rows = norms.try_gt(max_norm)?.try_where_self(&short, &rows)?;
            weight.try_index_copy_(0, &read, &rows).map(drop)
        })
    }

    /// What of it is not usual, for the summary.
    fn shown(self) -> String {
        let mut text = String::new();
        if let Some(max_norm) = self.max_norm {
            text += &format!(", max_norm={}", python_float(max_norm));
        }
        if self.norm_type != 2.0 {
            text += &format!(", norm_type={}", python_float(self.norm_type));
        }
        if self.scale_grad_by_freq {
            text += ", scale_grad_by_freq=True";
        }
        text
    }

    /// The padding row, for the summary.
    fn padding(self) -> String {
        self.padding_idx.map_or(String::new(), |at| format!(", padding_idx={at}"))
    }

    /// The weight, drawn as PyTorch draws it.
    fn weight(self, op: &'static str, sizes: [usize; 2], options: &Options) -> Result<Parameter> {
        let weight = Parameter::new(options.clone().try_empty(sizes)?)?;
        init::normal_(&weight, 0.0, 1.0)?;
        if let Some(at) = self.padding_idx {
            if at >= sizes[0] {
                return Err(Error::argument(op, "padding_idx", at, "it must be below num_embeddings"));
            }
            no_grad(|| weight.try_select(0, at as i64)?.try_zero_().map(drop))?;
        }
        Ok(weight)
    }
}

/// Options of an [`Embedding`].
#[derive(Clone, Debug)]
#[must_use]
pub struct EmbeddingBuilder {
    sizes: [usize; 2],
    rows: Rows,
    options: Options,
}

/// The setters of both kinds of builders.
macro_rules! row_setters {
    () => {
        /// A row that starts as zeros and gets no gradient.
        pub fn padding_idx(mut self, padding_idx: usize) -> Self {
            self.rows.padding_idx = Some(padding_idx);
            self
        }

        /// The greatest norm of a row; longer ones are shortened in place when they are read.
        pub fn max_norm(mut self, max_norm: f64) -> Self {
            self.rows.max_norm = Some(max_norm);
            self
        }

        /// The order of the norm that `max_norm` bounds; 2 unless told otherwise.
        pub fn norm_type(mut self, norm_type: f64) -> Self {
            self.rows.norm_type = norm_type;
            self
        }

        /// Whether each row's gradient is divided by how often the row was read.
        pub fn scale_grad_by_freq(mut self, scale_grad_by_freq: bool) -> Self {
            self.rows.scale_grad_by_freq = scale_grad_by_freq;
            self
        }
    };
}
use row_setters;

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
        EmbeddingBuilder { sizes: [num_embeddings, embedding_dim], rows: Rows::USUAL, options: Options::new() }
    }

    /// A layer of given rows, which are not trained if `freeze`.
    ///
    /// # Errors
    /// Not two dims, or not a floating dtype.
    pub fn from_pretrained(embeddings: &Tensor, freeze: bool) -> Result<Embedding> {
        if embeddings.dim() != 2 {
            let remedy = "give [num_embeddings, embedding_dim]";
            return Err(Error::shape("Embedding", "not two dims", &[("embeddings", embeddings.sizes())], remedy));
        }
        let weight = Parameter::new(embeddings.clone())?;
        weight.try_requires_grad_(!freeze)?;
        Ok(Embedding { weight, rows: Rows::USUAL })
    }

    fn extra_repr(&self) -> String {
        let [num_embeddings, embedding_dim] = self.weight.sizes() else { return String::new() };
        format!("{num_embeddings}, {embedding_dim}{}{}", self.rows.padding(), self.rows.shown())
    }
}

impl EmbeddingBuilder {
    row_setters!();
    dtype_setter!();

    /// The layer.
    ///
    /// # Errors
    /// A padding row that is not there, not a floating dtype, or no memory left.
    pub fn build(self) -> Result<Embedding> {
        Ok(Embedding { weight: self.rows.weight("Embedding", self.sizes, &self.options)?, rows: self.rows })
    }
}

impl Forward for Embedding {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        self.rows.shorten(&self.weight, x)?;
        let padding_idx = self.rows.padding_idx.map(|at| at as i64);
        call(self, x, |x| self.weight.try_embedding(x, padding_idx, self.rows.scale_grad_by_freq))
    }
}
