//! Attention in memory that grows with the length and not with its square, and its gradient by recomputation.

use cresset_storage::{DType, Dims, Error, Result};

use crate::access::{Access, fill};
use crate::array::Array;
use crate::copy::contiguous;
use crate::cpu::attention as cpu;
use crate::cpu::matmul::has_brain_products;
use crate::cuda::attention as cuda;
use crate::plain::{Plain, for_dtype};
use crate::pointwise::computing;
use crate::softmax::{computable, rounded};

/// How queries meet keys.
#[derive(Clone, Debug)]
pub struct Attention {
    /// What products of queries and keys are multiplied by.
    pub scale: f64,
    /// Whether a query sees no key of a higher position.
    pub causal: bool,
    /// Batches of queries that share one batch of keys and values.
    pub shared: usize,
    /// For each batch of queries its plane of the mask; empty without a mask.
    pub planes: Vec<usize>,
}

/// The tensors of a call: `[batches, length, features]` each; the mask is `[planes, length of queries or 1, length]`
/// and is added to the products.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    /// Queries.
    pub query: &'a Array,
    /// Keys.
    pub key: &'a Array,
    /// Values.
    pub value: &'a Array,
    /// Mask.
    pub mask: Option<&'a Array>,
}

/// Checks sizes and dtypes; gives the kernels' sizes.
fn shape(op: &'static str, given: Given<'_>, how: &Attention) -> Result<cpu::Shape> {
    let Given { query, key, value, mask } = given;
    let shapes: [(_, &[usize]); 3] = [("query", query.sizes()), ("key", key.sizes()), ("value", value.sizes())];
    let refuse = |problem, remedy| Err(Error::shape(op, problem, &shapes, remedy));
    let (&[batches, queries, features], &[key_batches, keys, key_features], &[value_batches, values, width]) =
        (&query.sizes()[..], &key.sizes()[..], &value.sizes()[..])
    else {
        return refuse("not three dims", "each is [batches, length, features]");
    };
    let fits = key_batches == value_batches
        && how.shared > 0
        && key_batches * how.shared == batches
        && features == key_features
        && keys == values;
    if !fits {
        return refuse("sizes differ", "batches, features of queries and keys, lengths of keys and values must fit");
    }
    if query.dtype() != key.dtype() || query.dtype() != value.dtype() {
        let dtypes = [("query", query.dtype()), ("key", key.dtype()), ("value", value.dtype())];
        return Err(Error::dtype(op, "dtypes differ", &dtypes, "convert them to one"));
    }
    let mut mask_rows = 0;
    if let Some(mask) = mask {
        let fits = matches!(mask.sizes()[..], [planes, rows, columns]
            if columns == keys && (rows == 1 || rows == queries) && how.planes.iter().all(|&plane| plane < planes));
        if !fits || how.planes.len() != batches || mask.dtype() != query.dtype() {
            return refuse(
                "a mask that does not fit",
                "mask is [planes, queries or 1, keys], with a plane for each batch",
            );
        }
        mask_rows = mask.sizes()[1];
    }
    Ok(cpu::Shape { batches, queries, keys, features, width, mask_rows })
}

/// Values weighted by the softmax of the products of queries and keys, and for each query the logarithm of the sum of
/// exponentials, which [`attention_backward`] takes. A query that sees no key gets zeros.
///
/// # Numerics
/// Halves are computed in f32. Processors with an instruction for products of bfloat16 numbers take the weights rounded to
/// them, as PyTorch does.
///
/// # Errors
/// Sizes or dtypes that do not fit.
///
/// # Source
/// Dao et al., FlashAttention, <https://arxiv.org/abs/2205.14135>.
pub fn attention(given: Given<'_>, how: &Attention) -> Result<(Array, Array)> {
    let op = "scaled_dot_product_attention";
    let shape = shape(op, given, how)?;
    if let Some(found) = cuda::forward(op, given, &shape, how)? {
        return Ok(found);
    }
    let as_they_are = given.query.dtype() == DType::BF16 && has_brain_products();
    let ready = |array| if as_they_are { contiguous(op, array) } else { computable(op, array) };
    let (query, key, value) = (ready(given.query)?, ready(given.key)?, ready(given.value)?);
    let mask = given.mask.map(|mask| computable(op, mask)).transpose()?;
    let dtype = computing(query.dtype());
    let mut out =
        Array::empty(op, &Dims::new(op, &[shape.batches, shape.queries, shape.width])?, dtype, query.device())?;
    let mut log_sums = Array::empty(op, &Dims::new(op, &[shape.batches, shape.queries])?, dtype, query.device())?;
    let mut arrays = vec![&query, &key, &value];
    arrays.extend(&mask);
    let access = Access::read(&arrays)?;
    if as_they_are {
        let inputs = [access.slice(op, 0)?, access.slice(op, 1)?, access.slice(op, 2)?];
        let mask = if mask.is_some() { Some(access.slice(op, 3)?) } else { None };
        cpu::forward_of_brains(&shape, how, inputs, mask, fill(op, &mut out)?, fill(op, &mut log_sums)?);
        drop(access);
        return Ok((rounded(op, out, given.query)?, log_sums));
    }
    for_dtype!(op, dtype, float: T => {
        type Wide = <T as Plain>::Wide;
        let inputs = cpu::Inputs::<Wide> {
            query: access.slice(op, 0)?,
            key: access.slice(op, 1)?,
            value: access.slice(op, 2)?,
            mask: if mask.is_some() { Some(access.slice(op, 3)?) } else { None },
        };
        cpu::forward(&shape, how, inputs, fill(op, &mut out)?, fill(op, &mut log_sums)?);
    });
    drop(access);
    Ok((rounded(op, out, given.query)?, log_sums))
}

/// The gradients of queries, keys and values, from that of the result, the result and the logarithms of
/// [`attention`].
///
/// # Errors
/// As [`attention`], or a gradient of other sizes than the result.
pub fn attention_backward(
    grad: &Array,
    given: Given<'_>,
    out: &Array,
    log_sums: &Array,
    how: &Attention,
) -> Result<[Array; 3]> {
    let op = "scaled_dot_product_attention_backward";
    let shape = shape(op, given, how)?;
    let wanted = [shape.batches, shape.queries, shape.width];
    if grad.sizes()[..] != wanted || out.sizes()[..] != wanted || log_sums.sizes()[..] != wanted[..2] {
        let shapes: [(_, &[usize]); 2] = [("grad", grad.sizes()), ("result", out.sizes())];
        return Err(Error::shape(op, "gradient of other sizes", &shapes, "it must have the sizes of the result"));
    }
    if let Some(sent) = cuda::backward(op, [grad, out, log_sums], given, &shape, how)? {
        return Ok(sent);
    }
    let arrays = [given.query, given.key, given.value, grad, out].map(|array| computable(op, array));
    let [query, key, value, grad, out] = arrays;
    let (query, key, value, grad, out) = (query?, key?, value?, grad?, out?);
    let mask = given.mask.map(|mask| computable(op, mask)).transpose()?;
    let dtype = query.dtype();
    let like = |array: &Array| Array::empty(op, array.sizes(), dtype, array.device());
    let (mut to_query, mut to_key, mut to_value) = (like(&query)?, like(&key)?, like(&value)?);
    let mut arrays = vec![&query, &key, &value, &grad, &out, log_sums];
    arrays.extend(&mask);
    let access = Access::read(&arrays)?;
    for_dtype!(op, dtype, float: T => {
        type Wide = <T as Plain>::Wide;
        let inputs = cpu::Inputs::<Wide> {
            query: access.slice(op, 0)?,
            key: access.slice(op, 1)?,
            value: access.slice(op, 2)?,
            mask: if mask.is_some() { Some(access.slice(op, 6)?) } else { None },
        };
        let results = cpu::Results { grad: access.slice(op, 3)?, out: access.slice(op, 4)?, log_sums: access.slice(op, 5)? };
        let to = [fill(op, &mut to_query)?, fill(op, &mut to_key)?, fill(op, &mut to_value)?];
        cpu::backward(&shape, how, inputs, results, to);
    });
    drop(access);
    Ok([rounded(op, to_query, given.query)?, rounded(op, to_key, given.key)?, rounded(op, to_value, given.value)?])
}
