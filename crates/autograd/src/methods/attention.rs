//! Attention.

use cresset_storage::{DType, Error, Result};

use crate::Tensor;
use crate::{Options, methods};

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
    let op = "scaled_dot_product_attention";
    let shapes: [(_, &[usize]); 3] = [("query", query.sizes()), ("key", key.sizes()), ("value", value.sizes())];
    let refuse = |problem, remedy| Err(Error::shape(op, problem, &shapes, remedy));
    if [query, key, value].iter().any(|x| x.dim() < 2) {
        return refuse("fewer than two dims", "query, key and value are [batch, .., length, features]");
    }
    let dtypes = [("query", query.dtype()), ("key", key.dtype()), ("value", value.dtype())];
    if dtypes.iter().any(|(_, dtype)| *dtype != query.dtype() || !dtype.is_floating_point()) {
        return Err(Error::dtype(op, "dtypes differ or are not floating", &dtypes, "use one floating dtype"));
    }
    let [length, features] = [query.sizes()[query.dim() - 2], query.sizes()[query.dim() - 1]];
    let (others, key_features) = (key.sizes()[key.dim() - 2], key.sizes()[key.dim() - 1]);
    if features != key_features || others != value.sizes()[value.dim() - 2] {
        return refuse("sizes differ", "query and key have equal features, key and value equal lengths");
    }
    if is_causal && attn_mask.is_some() {
        return Err(Error::argument(op, "is_causal", true, "give either a mask or is_causal"));
    }
    let [key, value] =
        if enable_gqa { [heads(query, key)?, heads(query, value)?] } else { [key.clone(), value.clone()] };
    // Half of the factor on each side, which keeps products of halves in range.
    let root = scale.unwrap_or_else(|| 1.0 / (features as f64).sqrt());
    let (sign, half) = (root.signum(), root.abs().sqrt());
    let transposed = key.try_transpose(-2, -1)?.try_mul(half)?;
    let mut scores = query.try_mul(half * sign)?.try_matmul(&transposed)?;
    let mask = match attn_mask {
        None if is_causal => {
            let all = Options::new().dtype(DType::Bool).try_ones([length, others])?;
            Some(all.try_tril(0)?)
        }
        mask => mask.cloned(),
    };
    if let Some(mask) = mask {
        scores = scores.try_add(&as_number(op, query, &mask)?)?;
    }
    let mut weights = safe_softmax(&scores)?;
    if dropout_p > 0.0 {
        weights = methods::neural::dropout(&weights, dropout_p, true)?;
    }
    weights.try_matmul(&value)
}

/// A mask to add to scores: minus infinity where one of bool hides.
fn as_number(op: &'static str, query: &Tensor, mask: &Tensor) -> Result<Tensor> {
    if mask.dtype() == DType::Bool {
        let zeros = Options::like(query).try_zeros(mask.sizes())?;
        return zeros.try_masked_fill(&mask.try_logical_not()?, f64::NEG_INFINITY);
    }
    if mask.dtype() != query.dtype() {
        let dtypes = [("query", query.dtype()), ("attn_mask", mask.dtype())];
        return Err(Error::dtype(op, "a mask of another dtype", &dtypes, "use bool or the query's dtype"));
    }
    Ok(mask.clone())
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

/// Heads repeated to as many as the query's.
fn heads(query: &Tensor, x: &Tensor) -> Result<Tensor> {
    if query.dim() < 3 || x.dim() < 3 {
        return Ok(x.clone());
    }
    let (wanted, given) = (query.sizes()[query.dim() - 3], x.sizes()[x.dim() - 3]);
    if wanted == given {
        return Ok(x.clone());
    }
    if given == 0 || wanted % given != 0 {
        let shapes: [(_, &[usize]); 2] = [("query", query.sizes()), ("key or value", x.sizes())];
        let remedy = "the query's heads must be a multiple of those of key and value";
        return Err(Error::shape("scaled_dot_product_attention", "numbers of heads differ", &shapes, remedy));
    }
    x.try_repeat_interleave((wanted / given) as i64, Some(-3))
}
