//! Attention: in blocks with a gradient by recomputation, or made of other operators where weights are dropped, the
//! mask needs a gradient or gradients of gradients are wanted.

use cresset_ops::attention::{self as ops, Attention, Given};
use cresset_ops::{Array, broadcast_sizes};
use cresset_storage::{DType, Dims, Error, Result};

use crate::graph::{Backward, Gradients, NodeRef};
use crate::methods::neural::{dropout, signed};
use crate::record::{Keep, record};
use crate::saved::Saved;
use crate::{Options, Tensor, mode};

const OP: &str = "scaled_dot_product_attention";

#[track_caller]
#[allow(clippy::too_many_arguments, reason = "PyTorch's arguments")]
pub(crate) fn scaled_dot_product_attention(
    query: &Tensor,
    key: &Tensor,
    value: &Tensor,
    attn_mask: Option<&Tensor>,
    dropout_p: f64,
    is_causal: bool,
    scale: Option<f64>,
    enable_gqa: bool,
) -> Result<Tensor> {
    check([query, key, value], attn_mask, is_causal)?;
    let scale = scale.unwrap_or_else(|| 1.0 / (query.sizes()[query.dim() - 1] as f64).sqrt());
    let mask = attn_mask.map(|mask| as_number(query, mask)).transpose()?;
    let batches = Batches::of([query, key, value], mask.as_ref(), enable_gqa)?;
    let Batches { lead, shared, .. } = &batches;
    let flat = |x: &Tensor, lead: &Dims| -> Result<Tensor> {
        let last = signed(&x.sizes()[x.dim() - 2..]);
        let n: usize = lead.iter().product();
        let whole = [&signed(lead)[..], &last].concat();
        x.try_expand(whole)?.try_reshape([&[n as i64], &last[..]].concat())
    };
    let inputs = [flat(query, lead)?, flat(key, &batches.key_lead)?, flat(value, &batches.key_lead)?];
    let needs_gradient = |mask: &Tensor| mask.requires_grad() && mode::is_grad_enabled();
    let out = if dropout_p > 0.0 || mask.as_ref().is_some_and(needs_gradient) {
        let mask = mask.as_ref().map(|mask| whole_mask(mask, lead, [&inputs[0], &inputs[1]])).transpose()?;
        composed(&inputs, mask.as_ref(), dropout_p, is_causal, scale, *shared)?
    } else {
        let (mask, planes) = match &mask {
            Some(mask) => batches.planes(mask)?,
            None => (None, Vec::new()),
        };
        let how = Attention { scale, causal: is_causal, shared: *shared, planes };
        fused(inputs, mask, how)?
    };
    let sizes = [&signed(lead)[..], &[query.sizes()[query.dim() - 2] as i64, value.sizes()[value.dim() - 1] as i64]];
    out.try_reshape(sizes.concat())
}

fn check(inputs: [&Tensor; 3], mask: Option<&Tensor>, is_causal: bool) -> Result<()> {
    let [query, key, value] = inputs;
    let shapes: [(_, &[usize]); 3] = [("query", query.sizes()), ("key", key.sizes()), ("value", value.sizes())];
    let refuse = |problem, remedy| Err(Error::shape(OP, problem, &shapes, remedy));
    if inputs.iter().any(|x| x.dim() < 2) {
        return refuse("fewer than two dims", "query, key and value are [batch, .., length, features]");
    }
    let dtypes = [("query", query.dtype()), ("key", key.dtype()), ("value", value.dtype())];
    if dtypes.iter().any(|(_, dtype)| *dtype != query.dtype() || !dtype.is_floating_point()) {
        return Err(Error::dtype(OP, "dtypes differ or are not floating", &dtypes, "use one floating dtype"));
    }
    let end = |x: &Tensor, at: usize| x.sizes()[x.dim() - at];
    if end(query, 1) != end(key, 1) || end(key, 2) != end(value, 2) {
        return refuse("sizes differ", "query and key have equal features, key and value equal lengths");
    }
    if is_causal && mask.is_some() {
        return Err(Error::argument(OP, "is_causal", true, "give either a mask or is_causal"));
    }
    Ok(())
}

/// A mask to add to scores: minus infinity where one of bool hides.
fn as_number(query: &Tensor, mask: &Tensor) -> Result<Tensor> {
    if mask.dtype() == DType::Bool {
        let zeros = Options::like(query).try_zeros(mask.sizes())?;
        return zeros.try_masked_fill(&mask.try_logical_not()?, f64::NEG_INFINITY);
    }
    if mask.dtype() != query.dtype() {
        let dtypes = [("query", query.dtype()), ("attn_mask", mask.dtype())];
        return Err(Error::dtype(OP, "a mask of another dtype", &dtypes, "use bool or the query's dtype"));
    }
    Ok(mask.clone())
}

/// The dims in front of the last two.
struct Batches {
    /// Of queries.
    lead: Dims,
    /// Of keys and values.
    key_lead: Dims,
    /// Heads of queries that share one of keys and values.
    shared: usize,
}

fn lead_of(x: &Tensor) -> Result<Dims> {
    Dims::new(OP, &x.sizes()[..x.dim().saturating_sub(2)])
}

impl Batches {
    fn of([query, key, value]: [&Tensor; 3], mask: Option<&Tensor>, enable_gqa: bool) -> Result<Batches> {
        let (mut lead, mut key_lead) = (lead_of(query)?, broadcast_sizes(OP, &lead_of(key)?, &lead_of(value)?)?);
        let mut shared = 1;
        if let (true, Some(&heads), Some(&key_heads)) = (enable_gqa, lead.last(), key_lead.last())
            && heads != key_heads
        {
            if key_heads == 0 || heads % key_heads != 0 {
                let shapes: [(_, &[usize]); 2] = [("query", query.sizes()), ("key", key.sizes())];
                let remedy = "the query's heads must be a multiple of those of key and value";
                return Err(Error::shape(OP, "numbers of heads differ", &shapes, remedy));
            }
            shared = heads / key_heads;
        }
        // In front of the heads, or everywhere, sizes broadcast.
        let own = lead;
        if let (true, Some(last)) = (shared > 1, key_lead.last_mut()) {
            *last *= shared;
        }
        lead = broadcast_sizes(OP, &own, &key_lead)?;
        if let Some(mask) = mask {
            let scores = [&lead[..], &[query.sizes()[query.dim() - 2], key.sizes()[key.dim() - 2]]].concat();
            let scores = Dims::new(OP, &scores)?;
            let both = broadcast_sizes(OP, &scores, mask.array().sizes())?;
            if both[both.len() - 2..] != scores[scores.len() - 2..] {
                let shapes: [(_, &[usize]); 2] = [("scores", &scores), ("attn_mask", mask.sizes())];
                return Err(Error::shape(OP, "a mask that does not fit", &shapes, "it must broadcast to the scores"));
            }
            lead = Dims::new(OP, &both[..both.len() - 2])?;
        }
        key_lead = lead;
        if let (true, Some(last)) = (shared > 1, key_lead.last_mut()) {
            *last /= shared;
        }
        Ok(Batches { lead, key_lead, shared })
    }

    /// The mask as planes, and the plane of each batch.
    fn planes(&self, mask: &Tensor) -> Result<(Option<Tensor>, Vec<usize>)> {
        let mask = match mask.dim() {
            0 | 1 => mask.try_reshape([&vec![1; 2 - mask.dim()][..], &signed(mask.sizes())].concat())?,
            _ => mask.clone(),
        };
        let (own, [rows, columns]) = (lead_of(&mask)?, [mask.sizes()[mask.dim() - 2], mask.sizes()[mask.dim() - 1]]);
        let n: usize = own.iter().product();
        let planes = mask.detach().try_reshape([n as i64, rows as i64, columns as i64])?;
        let ahead = self.lead.len() - own.len();
        let n_batches: usize = self.lead.iter().product();
        let plane = |batch: usize| {
            let (mut rest, mut plane, mut step) = (batch, 0, 1);
            for dim in (0..self.lead.len()).rev() {
                let at = rest % self.lead[dim];
                rest /= self.lead[dim];
                if let Some(&size) = dim.checked_sub(ahead).and_then(|dim| own.get(dim)) {
                    plane += if size == 1 { 0 } else { at * step };
                    step *= size;
                }
            }
            plane
        };
        Ok((Some(planes), (0..n_batches).map(plane).collect()))
    }
}

/// The mask for each batch, `[batches, queries, keys]`.
fn whole_mask(mask: &Tensor, lead: &Dims, [query, key]: [&Tensor; 2]) -> Result<Tensor> {
    let ends = [query.sizes()[1] as i64, key.sizes()[1] as i64];
    let n: usize = lead.iter().product();
    mask.try_expand([&signed(lead)[..], &ends].concat())?.try_reshape([n as i64, ends[0], ends[1]])
}

/// Each batch of keys or values as often as queries share it.
fn repeated(x: &Tensor, shared: usize) -> Result<Tensor> {
    if shared == 1 { Ok(x.clone()) } else { x.try_repeat_interleave(shared as i64, Some(0)) }
}

/// Scaled and masked products of queries and keys.
fn scores(query: &Tensor, key: &Tensor, mask: Option<&Tensor>, causal: bool, scale: f64) -> Result<Tensor> {
    let scores = query.try_bmm(&key.try_transpose(1, 2)?)?.try_mul(scale)?;
    if causal {
        let sizes = [query.sizes()[1], key.sizes()[1]];
        let hidden = Options::like(query).dtype(DType::Bool).try_ones(sizes)?.try_triu(1)?;
        return scores.try_masked_fill(&hidden, f64::NEG_INFINITY);
    }
    match mask {
        Some(mask) => scores.try_add(mask),
        None => Ok(scores),
    }
}

/// Softmax over the last dim; zeros where all are minus infinity.
fn safe_softmax(scores: &Tensor) -> Result<Tensor> {
    if scores.sizes().last() == Some(&0) {
        return Ok(scores.clone());
    }
    let hidden = scores.detach().try_eq(f64::NEG_INFINITY)?.try_all_dim([-1], true)?;
    // Before as well, for a softmax of nothing is not a number, and so would be its gradient.
    scores.try_masked_fill(&hidden, 0.0)?.try_softmax(-1)?.try_masked_fill(&hidden, 0.0)
}

/// Attention of recorded operators. Halves are computed in f32, and numbers drawn for it.
#[track_caller]
fn composed(
    inputs: &[Tensor; 3],
    mask: Option<&Tensor>,
    dropout_p: f64,
    causal: bool,
    scale: f64,
    shared: usize,
) -> Result<Tensor> {
    let dtype = inputs[0].dtype();
    let wide = |x: &Tensor| x.try_to_dtype(if dtype == DType::F64 { DType::F64 } else { DType::F32 });
    let [query, key, value] = inputs.each_ref().map(wide);
    let (query, key, value) = (query?, repeated(&key?, shared)?, repeated(&value?, shared)?);
    let mask = mask.map(wide).transpose()?;
    let mut weights = safe_softmax(&scores(&query, &key, mask.as_ref(), causal, scale)?)?;
    if dropout_p > 0.0 {
        weights = dropout(&weights, dropout_p, true)?;
    }
    weights.try_bmm(&value)?.try_to_dtype(dtype)
}

/// What the node keeps.
struct Kept {
    inputs: [Saved; 3],
    mask: Option<Saved>,
    out: Saved,
    log_sums: Array,
}

struct AttentionBackward {
    how: Attention,
    kept: Keep<Kept>,
}

/// Attention in blocks.
#[track_caller]
fn fused(inputs: [Tensor; 3], mask: Option<Tensor>, how: Attention) -> Result<Tensor> {
    let [query, key, value] = &inputs;
    let given =
        Given { query: query.array(), key: key.array(), value: value.array(), mask: mask.as_ref().map(Tensor::array) };
    let (out, log_sums) = ops::attention(given, &how)?;
    record(&[Some(query), Some(key), Some(value)], out, |out| {
        let saved = [Saved::input(query)?, Saved::input(key)?, Saved::input(value)?];
        let mask = mask.as_ref().map(Saved::input).transpose()?;
        let kept = Kept { inputs: saved, mask, out: Saved::output(out, 0), log_sums };
        Ok(AttentionBackward { how, kept: Keep::new(kept) })
    })
}

impl Backward for AttentionBackward {
    fn name(&self) -> &'static str {
        "ScaledDotProductFlashAttentionForCpuBackward0"
    }

    fn apply(&self, node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        let found = self.kept.with(node, |kept| {
            if mode::is_grad_enabled() { self.on_tensors(node, kept, grad) } else { self.fused(node, kept, grad) }
        })?;
        Ok(found.into_iter().enumerate().map(|(at, found)| node.needs_input_grad(at).then_some(found)).collect())
    }

    fn release(&self) {
        self.kept.release();
    }
}

impl AttentionBackward {
    fn fused(&self, node: &NodeRef, kept: &Kept, grad: &Tensor) -> Result<[Tensor; 3]> {
        let [query, key, value] = &kept.inputs;
        let mask = kept.mask.as_ref().map(|mask| mask.array(node)).transpose()?;
        let given = Given { query: query.array(node)?, key: key.array(node)?, value: value.array(node)?, mask };
        let found = ops::attention_backward(grad.array(), given, kept.out.array(node)?, &kept.log_sums, &self.how)?;
        Ok(found.map(Tensor::new))
    }

    /// The gradients as operators on tensors, so that they have gradients themselves.
    fn on_tensors(&self, node: &NodeRef, kept: &Kept, grad: &Tensor) -> Result<[Tensor; 3]> {
        let [query, key, value] = kept.inputs.each_ref().map(|input| input.tensor(node));
        let (query, key, value) = (query?, repeated(&key?, self.how.shared)?, repeated(&value?, self.how.shared)?);
        let mask = match &kept.mask {
            Some(mask) => {
                let planes: Vec<i64> = self.how.planes.iter().map(|&plane| plane as i64).collect();
                let n = planes.len();
                let mask = mask.tensor(node)?;
                Some(mask.try_index_select(0, &mask.beside(planes, [n])?)?)
            }
            None => None,
        };
        let weights = safe_softmax(&scores(&query, &key, mask.as_ref(), self.how.causal, self.how.scale)?)?;
        let to_weights = grad.try_bmm(&value.try_transpose(1, 2)?)?;
        let along = to_weights.try_mul(&weights)?.try_sum_dim([-1], true)?;
        let to_scores = to_weights.try_sub(&along)?.try_mul(&weights)?.try_mul(self.how.scale)?;
        // Of keys and values that several queries share, the sum.
        let together = |x: Tensor| {
            let shared = self.how.shared as i64;
            if shared == 1 {
                return Ok(x);
            }
            let [n, length, width] = [0, 1, 2].map(|dim| x.sizes()[dim] as i64);
            x.try_reshape([n / shared, shared, length, width])?.try_sum_dim([1], false)
        };
        Ok([
            to_scores.try_bmm(&key)?,
            together(to_scores.try_transpose(1, 2)?.try_bmm(&query)?)?,
            together(weights.try_transpose(1, 2)?.try_bmm(grad)?)?,
        ])
    }
}
