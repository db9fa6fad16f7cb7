//! Attention of several heads.

use cresset_autograd::{Error, Options, Result, Tensor};

use super::AttentionWeights;
use crate::builder::{dtype_setter, setters};
use crate::hooks::call_tuple;
use crate::{Linear, Mode, Module, Parameter, init};

/// Attention of several heads: softmax of the products of queries and keys, times the values.
///
/// # Shapes
/// Query `[target, batch, embed_dim]`, key `[source, batch, kdim]`, value `[source, batch, vdim]`, or with `batch_first`
/// the batch in front; the batch may be left out.
///
/// # Source
/// Vaswani et al. 2017, <https://arxiv.org/abs/1706.03762>.
#[derive(Clone, Debug, Module)]
pub struct MultiheadAttention {
    /// The weights of query, key and value as one, where all have the same size.
    pub in_proj_weight: Option<Parameter>,
    /// The weight of the query, where sizes differ.
    pub q_proj_weight: Option<Parameter>,
    /// The weight of the key, where sizes differ.
    pub k_proj_weight: Option<Parameter>,
    /// The weight of the value, where sizes differ.
    pub v_proj_weight: Option<Parameter>,
    /// The biases of query, key and value as one.
    pub in_proj_bias: Option<Parameter>,
    /// A further key.
    pub bias_k: Option<Parameter>,
    /// A further value.
    pub bias_v: Option<Parameter>,
    /// What mixes the heads.
    pub out_proj: Linear,
    mode: Mode,
    num_heads: usize,
    dropout: f64,
    add_zero_attn: bool,
    batch_first: bool,
}

/// Options of a [`MultiheadAttention`], at first PyTorch's defaults.
#[derive(Clone, Debug)]
#[must_use]
pub struct MultiheadAttentionBuilder {
    embed_dim: usize,
    num_heads: usize,
    dropout: f64,
    bias: bool,
    add_bias_kv: bool,
    add_zero_attn: bool,
    kdim: Option<usize>,
    vdim: Option<usize>,
    batch_first: bool,
    options: Options,
}

/// How one call attends; `Default` is PyTorch's.
#[derive(Clone, Copy, Debug)]
pub struct AttentionOptions<'a> {
    /// Keys that are left out, `[batch, source]`: true ones, or those to which minus infinity is added.
    pub key_padding_mask: Option<&'a Tensor>,
    /// Whether the weights of the values are wanted too.
    pub need_weights: bool,
    /// Pairs that are left out, `[target, source]` or `[batch * num_heads, target, source]`: true ones, or numbers to add.
    pub attn_mask: Option<&'a Tensor>,
    /// Whether the weights are means over the heads.
    pub average_attn_weights: bool,
    /// Whether `attn_mask`, which must be given, is the one that hides what comes later.
    pub is_causal: bool,
}

impl Default for AttentionOptions<'_> {
    fn default() -> Self {
        AttentionOptions {
            key_padding_mask: None,
            need_weights: true,
            attn_mask: None,
            average_attn_weights: true,
            is_causal: false,
        }
    }
}

pub(super) const OP: &str = "MultiheadAttention";

impl MultiheadAttention {
    /// Attention without dropout.
    ///
    /// # Errors
    /// Heads that do not divide the size, or no memory left.
    pub fn new(embed_dim: usize, num_heads: usize) -> Result<MultiheadAttention> {
        MultiheadAttention::builder(embed_dim, num_heads).build()
    }

    /// Attention with options.
    pub fn builder(embed_dim: usize, num_heads: usize) -> MultiheadAttentionBuilder {
        MultiheadAttentionBuilder {
            embed_dim,
            num_heads,
            dropout: 0.0,
            bias: true,
            add_bias_kv: false,
            add_zero_attn: false,
            kdim: None,
            vdim: None,
            batch_first: false,
            options: Options::new(),
        }
    }

    /// Whether the batch is the first dimension.
    #[must_use]
    pub fn is_batch_first(&self) -> bool {
        self.batch_first
    }

    /// What the queries find, and the weights of the values if they are wanted: `[batch, target, source]`, or with a
    /// further dim for the heads.
    ///
    /// # Errors
    /// Sizes or dtypes that do not fit.
    pub fn forward(
        &self,
        query: &Tensor,
        key: &Tensor,
        value: &Tensor,
        options: AttentionOptions<'_>,
    ) -> Result<(Tensor, Option<Tensor>)> {
        let p = if self.mode.is_training() { self.dropout } else { 0.0 };
        let run = |inputs: [&Tensor; 3]| self.weights().forward(inputs, self.num_heads, p, self.batch_first, options);
        if !options.need_weights {
            let [out] = call_tuple(self, [query, key, value], |inputs| Ok([run(inputs)?.0]))?;
            return Ok((out, None));
        }
        let [out, weights] = call_tuple(self, [query, key, value], |inputs| {
            let (out, weights) = run(inputs)?;
            let weights = weights.ok_or_else(|| Error::graph(OP, "no weights", "need_weights", "ask for them"))?;
            Ok([out, weights])
        })?;
        Ok((out, Some(weights)))
    }

    fn weights(&self) -> AttentionWeights<'_> {
        AttentionWeights {
            in_proj_weight: self.in_proj_weight.as_deref(),
            q_proj_weight: self.q_proj_weight.as_deref(),
            k_proj_weight: self.k_proj_weight.as_deref(),
            v_proj_weight: self.v_proj_weight.as_deref(),
            in_proj_bias: self.in_proj_bias.as_deref(),
            bias_k: self.bias_k.as_deref(),
            bias_v: self.bias_v.as_deref(),
            add_zero_attn: self.add_zero_attn,
            out_proj_weight: &self.out_proj.weight,
            out_proj_bias: self.out_proj.bias.as_deref(),
        }
    }
}

impl MultiheadAttentionBuilder {
    setters! {
        /// The chance of dropout of the weights of values.
        (dropout: f64);
        /// Whether there are biases.
        (bias: bool);
        /// Whether there are a further key and value that are learned.
        (add_bias_kv: bool);
        /// Whether there are a further key and value of zeros.
        (add_zero_attn: bool);
        /// The size of keys, if it is not `embed_dim`.
        some (kdim: usize);
        /// The size of values, if it is not `embed_dim`.
        some (vdim: usize);
        /// Whether the batch is the first dimension.
        (batch_first: bool);
    }
    dtype_setter!();

    /// The layer.
    ///
    /// # Errors
    /// Heads that do not divide the size, a chance outside 0..=1, not a floating dtype, or no memory left.
    pub fn build(self) -> Result<MultiheadAttention> {
        let MultiheadAttentionBuilder { embed_dim, num_heads, dropout, bias, add_bias_kv, add_zero_attn, .. } = self;
        let MultiheadAttentionBuilder { kdim, vdim, batch_first, options, .. } = self;
        if num_heads == 0 || embed_dim == 0 || !embed_dim.is_multiple_of(num_heads) {
            return Err(Error::argument(OP, "num_heads", num_heads, "it must divide embed_dim, and neither be 0"));
        }
        if !(0.0..=1.0).contains(&dropout) {
            return Err(Error::argument(OP, "dropout", dropout, "a chance lies in 0..=1"));
        }
        let (kdim, vdim) = (kdim.unwrap_or(embed_dim), vdim.unwrap_or(embed_dim));
        let empty = |sizes: &[usize]| Parameter::new(options.clone().try_empty(sizes)?);
        let maybe = |wanted: bool, sizes: &[usize]| wanted.then(|| empty(sizes)).transpose();
        let apart = (kdim, vdim) != (embed_dim, embed_dim);
        let layer = MultiheadAttention {
            in_proj_weight: maybe(!apart, &[3 * embed_dim, embed_dim])?,
            q_proj_weight: maybe(apart, &[embed_dim, embed_dim])?,
            k_proj_weight: maybe(apart, &[embed_dim, kdim])?,
            v_proj_weight: maybe(apart, &[embed_dim, vdim])?,
            in_proj_bias: maybe(bias, &[3 * embed_dim])?,
            bias_k: maybe(add_bias_kv, &[1, 1, embed_dim])?,
            bias_v: maybe(add_bias_kv, &[1, 1, embed_dim])?,
            out_proj: Linear::builder(embed_dim, embed_dim).bias(bias).within_attention(&options).build()?,
            mode: Mode::new(),
            num_heads,
            dropout,
            add_zero_attn,
            batch_first,
        };
        let weights = [&layer.in_proj_weight, &layer.q_proj_weight, &layer.k_proj_weight, &layer.v_proj_weight];
        weights.into_iter().flatten().try_for_each(|weight| init::xavier_uniform_(weight, 1.0))?;
        [&layer.in_proj_bias, &layer.out_proj.bias]
            .into_iter()
            .flatten()
            .filter(|_| bias)
            .try_for_each(|bias| init::zeros_(bias))?;
        [&layer.bias_k, &layer.bias_v].into_iter().flatten().try_for_each(|bias| init::xavier_normal_(bias, 1.0))?;
        Ok(layer)
    }
}
