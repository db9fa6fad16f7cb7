//! Attention of several heads as a function of its weights.

use cresset_autograd::{DType, Error, Options, Result, Tensor};

use super::AttentionOptions;
use super::attention::OP;

/// The weights of attention of several heads, under the names that they have in [`super::MultiheadAttention`].
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the names say it; the layer's fields have the words")]
pub struct AttentionWeights<'a> {
    pub in_proj_weight: Option<&'a Tensor>,
    pub q_proj_weight: Option<&'a Tensor>,
    pub k_proj_weight: Option<&'a Tensor>,
    pub v_proj_weight: Option<&'a Tensor>,
    pub in_proj_bias: Option<&'a Tensor>,
    pub bias_k: Option<&'a Tensor>,
    pub bias_v: Option<&'a Tensor>,
    pub out_proj_weight: &'a Tensor,
    pub out_proj_bias: Option<&'a Tensor>,
    /// Whether there are a further key and value of zeros.
    pub add_zero_attn: bool,
}

/// What the queries find, and the weights of the values if they are wanted: `[batch, target, source]`, or with a further
/// dim for the heads. The batch is the second dimension.
///
/// # Shapes
/// Query `[target, batch, embed_dim]`, key and value `[source, batch, *]`; the batch may be left out.
///
/// # Errors
/// Sizes or dtypes that do not fit, or no weights for query, key and value.
#[allow(clippy::too_many_arguments, reason = "PyTorch's arguments")]
pub fn multi_head_attention_forward(
    query: &Tensor,
    key: &Tensor,
    value: &Tensor,
    num_heads: usize,
    weights: &AttentionWeights<'_>,
    dropout_p: f64,
    training: bool,
    options: AttentionOptions<'_>,
) -> Result<(Tensor, Option<Tensor>)> {
    let p = if training { dropout_p } else { 0.0 };
    weights.forward([query, key, value], num_heads, p, false, options)
}

impl AttentionWeights<'_> {
    /// [`multi_head_attention_forward`] with the batch in front where it says so.
    pub(super) fn forward(
        &self,
        [query, key, value]: [&Tensor; 3],
        num_heads: usize,
        p: f64,
        batch_first: bool,
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
        let turn = |x: &Tensor| match (batched, batch_first) {
            (false, _) => x.try_unsqueeze(1),
            (true, true) => x.try_transpose(0, 1),
            (true, false) => Ok(x.clone()),
        };
        let same = [query.is_same(key), key.is_same(value)];
        let query = turn(query)?;
        let key = if same[0] { query.clone() } else { turn(key)? };
        let value = if same[1] { key.clone() } else { turn(value)? };
        let (out, weights) = self.attend([&query, &key, &value], num_heads, p, batched, options)?;
        let (out, weights) = match (batched, batch_first) {
            (false, _) => (out.try_squeeze_dim(1)?, weights.map(|weights| weights.try_squeeze_dim(0)).transpose()?),
            (true, true) => (out.try_transpose(0, 1)?, weights),
            (true, false) => (out, weights),
        };
        Ok((out, weights))
    }

    /// Query, key and value by their weights.
    fn projected(&self, inputs: [&Tensor; 3]) -> Result<[Tensor; 3]> {
        let thirds = |x: &Tensor, dim| {
            let found = <[Tensor; 3]>::try_from(x.try_chunk(3, dim)?);
            let remedy = "it must be that of query, key and value, one after another";
            found.map_err(|_| Error::shape(OP, "no thirds", &[("in_proj", x.sizes())], remedy))
        };
        let weights = match (self.in_proj_weight, self.q_proj_weight, self.k_proj_weight, self.v_proj_weight) {
            (Some(weight), ..) if inputs[0].is_same(inputs[1]) && inputs[1].is_same(inputs[2]) => {
                // One product for all three.
                return thirds(&inputs[0].try_linear(weight, self.in_proj_bias)?, -1);
            }
            (Some(weight), ..) => thirds(weight, 0)?,
            (None, Some(q), Some(k), Some(v)) => [q.clone(), k.clone(), v.clone()],
            _ => {
                let remedy = "give in_proj_weight, or q_proj_weight, k_proj_weight and v_proj_weight";
                return Err(Error::argument(OP, "weights", "none for query, key and value", remedy));
            }
        };
        let biases = self.in_proj_bias.map(|bias| thirds(bias, 0)).transpose()?;
        let mut outs = inputs.map(Tensor::clone);
        for (at, (out, weight)) in outs.iter_mut().zip(&weights).enumerate() {
            *out = out.try_linear(weight, biases.as_ref().map(|biases| &biases[at]))?;
        }
        Ok(outs)
    }

    /// What queries `[target, batch, embed_dim]` find, with dropout of chance `p`.
    pub(super) fn attend(
        &self,
        inputs: [&Tensor; 3],
        heads: usize,
        p: f64,
        batched: bool,
        options: AttentionOptions<'_>,
    ) -> Result<(Tensor, Option<Tensor>)> {
        let [target, batch, embed_dim] = *inputs[0].sizes() else { return Err(self.misfit(inputs)) };
        if self.out_proj_weight.sizes() != [embed_dim; 2] || inputs[1].sizes()[..2] != inputs[2].sizes()[..2] {
            return Err(self.misfit(inputs));
        }
        if heads == 0 || embed_dim == 0 || !embed_dim.is_multiple_of(heads) {
            return Err(Error::argument(OP, "num_heads", heads, "it must divide embed_dim, and neither be 0"));
        }
        let width = embed_dim / heads;
        let [query, mut key, mut value] = self.projected(inputs)?;
        let mut further = 0;
        if let (Some(bias_k), Some(bias_v)) = (self.bias_k, self.bias_v) {
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
        Ok((out.try_linear(self.out_proj_weight, self.out_proj_bias)?, weights))
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
