//! Attention of several heads.

use cresset_autograd::{DType, Error, Options, Result, Tensor};

use crate::builder::{dtype_setter, setters};
use crate::hooks::report;
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

const OP: &str = "MultiheadAttention";

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
        let dims = [query, key, value].map(Tensor::dim);
        if dims != [3; 3] && dims != [2; 3] {
            let shapes: [(_, &[usize]); 3] = [("query", query.sizes()), ("key", key.sizes()), ("value", value.sizes())];
            return Err(Error::shape(
                OP,
                "wrong number of dims",
                &shapes,
                "all have three dims, or two without a batch",
            ));
        }
        if options.is_causal && options.attn_mask.is_none() {
            return Err(Error::argument(OP, "is_causal", true, "give the mask too: generate_square_subsequent_mask"));
        }
        let batched = query.dim() == 3;
        let turn = |x: &Tensor| match (batched, self.batch_first) {
            (false, _) => x.try_unsqueeze(1),
            (true, true) => x.try_transpose(0, 1),
            (true, false) => Ok(x.clone()),
        };
        let same = [query.is_same(key), key.is_same(value)];
        let query = turn(query)?;
        let key = if same[0] { query.clone() } else { turn(key)? };
        let value = if same[1] { key.clone() } else { turn(value)? };
        let (out, weights) = self.attend([&query, &key, &value], batched, options)?;
        let (out, weights) = match (batched, self.batch_first) {
            (false, _) => (out.try_squeeze_dim(1)?, weights.map(|weights| weights.try_squeeze_dim(0)).transpose()?),
            (true, true) => (out.try_transpose(0, 1)?, weights),
            (true, false) => (out, weights),
        };
        report(self, &[&query, &key, &value], &[&out]);
        Ok((out, weights))
    }

    /// Query, key and value by their weights.
    fn projected(&self, inputs: [&Tensor; 3]) -> Result<[Tensor; 3]> {
        let biases = match &self.in_proj_bias {
            Some(bias) => bias.try_chunk(3, 0)?.into_iter().map(Some).collect(),
            None => vec![None; 3],
        };
        let weights: Vec<Tensor> =
            match (&self.in_proj_weight, [&self.q_proj_weight, &self.k_proj_weight, &self.v_proj_weight]) {
                (Some(weight), _) if inputs[0].is_same(inputs[1]) && inputs[1].is_same(inputs[2]) => {
                    // One product for all three.
                    let all = inputs[0].try_linear(weight, self.in_proj_bias.as_deref())?.try_chunk(3, -1)?;
                    return <[Tensor; 3]>::try_from(all)
                        .map_err(|_| Error::graph(OP, "no thirds", "in_proj_weight", ""));
                }
                (Some(weight), _) => weight.try_chunk(3, 0)?,
                (None, each) => each.into_iter().flatten().map(|weight| weight.tensor().clone()).collect(),
            };
        let mut outs = inputs.map(Tensor::clone);
        for ((out, weight), bias) in outs.iter_mut().zip(&weights).zip(&biases) {
            *out = out.try_linear(weight, bias.as_ref())?;
        }
        Ok(outs)
    }

    fn attend(
        &self,
        inputs: [&Tensor; 3],
        batched: bool,
        options: AttentionOptions<'_>,
    ) -> Result<(Tensor, Option<Tensor>)> {
        let [target, batch, embed_dim] = *inputs[0].sizes() else { return Err(self.misfit(inputs)) };
        if embed_dim != self.out_proj.weight.sizes()[0] || inputs[1].sizes()[..2] != inputs[2].sizes()[..2] {
            return Err(self.misfit(inputs));
        }
        let (heads, width) = (self.num_heads, embed_dim / self.num_heads);
        let [query, mut key, mut value] = self.projected(inputs)?;
        let mut further = 0;
        if let (Some(bias_k), Some(bias_v)) = (&self.bias_k, &self.bias_v) {
            let repeats = [1, batch as i64, 1];
            key = Tensor::try_cat(&[&key, &bias_k.try_repeat(repeats)?], 0)?;
            value = Tensor::try_cat(&[&value, &bias_v.try_repeat(repeats)?], 0)?;
            further += 1;
        }
        if self.add_zero_attn {
            key = key.try_pad([0, 0, 0, 0, 0, 1], 0.0)?;
            value = value.try_pad([0, 0, 0, 0, 0, 1], 0.0)?;
            further += 1;
        }
        // To [batch, heads, length, width].
        let split = |x: &Tensor| {
            let length = x.sizes()[0] as i64;
            x.try_reshape([length, batch as i64, heads as i64, width as i64])?.try_permute([1, 2, 0, 3])
        };
        let (query, key, value) = (split(&query)?, split(&key)?, split(&value)?);
        let source = key.sizes()[2];
        let sizes = [batch, heads, target, source];
        let is_causal =
            options.is_causal && options.key_padding_mask.is_none() && !options.need_weights && further == 0;
        let mask = if is_causal { None } else { mask(&query, options, sizes, further, batched)? };
        let p = if self.mode.is_training() { self.dropout } else { 0.0 };
        let (out, weights) = if options.need_weights {
            let scores = query.try_mul((1.0 / width as f64).sqrt())?.try_matmul(&key.try_transpose(-2, -1)?)?;
            let scores = mask.map_or(Ok(scores.clone()), |mask| scores.try_add(&mask))?;
            let weights = scores.try_softmax(-1)?;
            let weights = if p > 0.0 { weights.try_dropout(p, true)? } else { weights };
            let shown = if options.average_attn_weights { weights.try_mean_dim([1], false)? } else { weights.clone() };
            (weights.try_matmul(&value)?, Some(shown))
        } else {
            (query.try_scaled_dot_product_attention(&key, &value, mask.as_ref(), p, is_causal, None, false)?, None)
        };
        let out = out.try_permute([2, 0, 1, 3])?.try_reshape([target as i64, batch as i64, embed_dim as i64])?;
        Ok((out.try_linear(&self.out_proj.weight, self.out_proj.bias.as_deref())?, weights))
    }

    fn misfit(&self, [query, key, value]: [&Tensor; 3]) -> Error {
        let shapes: [(_, &[usize]); 3] = [("query", query.sizes()), ("key", key.sizes()), ("value", value.sizes())];
        let remedy = "the query's last size is embed_dim, and key and value have one length and batch";
        Error::shape(OP, "sizes differ", &shapes, remedy)
    }
}

/// Both masks as numbers to add to scores of sizes `[batch, heads, target, source]`, of which the last `further` sources
/// are never hidden.
fn mask(
    query: &Tensor,
    options: AttentionOptions<'_>,
    sizes: [usize; 4],
    further: usize,
    batched: bool,
) -> Result<Option<Tensor>> {
    let [batch, heads, target, source] = sizes;
    let given = source - further;
    let numbers = |mask: &Tensor| match mask.dtype() {
        DType::Bool => Options::like(query).try_zeros(mask.sizes())?.try_masked_fill(mask, f64::NEG_INFINITY),
        _ => mask.try_to_dtype(query.dtype()),
    };
    let refuse =
        |name, mask: &Tensor, remedy| Err(Error::shape(OP, "a mask of other sizes", &[(name, mask.sizes())], remedy));
    let pairs = match options.attn_mask {
        None => None,
        Some(mask) if mask.sizes() == [target, given] => Some(numbers(mask)?),
        Some(mask) if mask.sizes() == [batch * heads, target, given] => {
            Some(numbers(mask)?.try_reshape([batch, heads, target, given].map(|size| size as i64))?)
        }
        Some(mask) => {
            return refuse("attn_mask", mask, "it must be [target, source] or [batch * num_heads, target, source]");
        }
    };
    let keys = match options.key_padding_mask {
        None => None,
        Some(mask) if mask.sizes() == [batch, given] || !batched && mask.sizes() == [given] => {
            Some(numbers(mask)?.try_reshape([batch as i64, 1, 1, given as i64])?)
        }
        Some(mask) => return refuse("key_padding_mask", mask, "it must be [batch, source]"),
    };
    let both = match (pairs, keys) {
        (Some(pairs), Some(keys)) => Some(pairs.try_add(&keys)?),
        (pairs, keys) => pairs.or(keys),
    };
    match both {
        Some(mask) if further > 0 => mask.try_pad([0, further as i64], 0.0).map(Some),
        mask => Ok(mask),
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
