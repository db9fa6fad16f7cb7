//! Distances and angles between vectors.

use cresset_storage::{Error, Result};

use super::with_last;
use crate::record::carrying;
use crate::{Options, Tensor};

fn check_floating(op: &'static str, x: &Tensor, other: &Tensor) -> Result<()> {
    if cresset_storage::promote(x.dtype(), other.dtype()).is_floating_point() {
        return Ok(());
    }
    let dtypes = [("x1", x.dtype()), ("x2", other.dtype())];
    Err(Error::dtype(op, "not a floating dtype", &dtypes, "convert to a floating type first"))
}

#[track_caller]
pub(crate) fn cosine_similarity(x: &Tensor, x2: &Tensor, dim: i64, eps: f64) -> Result<Tensor> {
    check_floating("cosine_similarity", x, x2)?;
    let dtype = cresset_storage::promote(x.dtype(), x2.dtype());
    let sizes = cresset_ops::broadcast_sizes("cosine_similarity", x.array().sizes(), x2.array().sizes())?;
    let sizes: Vec<i64> = sizes.iter().map(|&size| size as i64).collect();
    let directed = |x: &Tensor| -> Result<Tensor> {
        let x = x.try_to_dtype(dtype)?.try_expand(&sizes)?;
        let norm = x.try_norm(2.0, Some(&[dim]), true)?;
        // The bound is no part of the gradient, as in PyTorch.
        let bounded = carrying(&norm.detach().try_clamp_min(eps)?, &norm);
        x.try_div(&bounded)
    };
    directed(x)?.try_mul(&directed(x2)?)?.try_sum_dim([dim], false)
}

#[track_caller]
pub(crate) fn pairwise_distance(x: &Tensor, x2: &Tensor, p: f64, eps: f64, keepdim: bool) -> Result<Tensor> {
    let gap = x.try_sub(x2)?.try_add(eps)?;
    gap.try_norm(p, Some(&[-1]), keepdim)
}

/// The p-norm over the last dimension. Where it is infinite, each of equal elements gets the whole gradient, as in
/// PyTorch's distances.
#[track_caller]
fn length(gap: &Tensor, p: f64) -> Result<Tensor> {
    if gap.sizes().last() == Some(&0) {
        return Options::like(gap).try_zeros(&gap.sizes()[..gap.dim() - 1]);
    }
    if p == 1.0 && gap.requires_grad() {
        // The sign of NaN is NaN here, unlike that of the absolute value.
        let sign = gap.detach();
        let sign = sign.try_isnan()?.try_where_self(f64::NAN, &sign.try_sign()?)?;
        return Ok(carrying(
            &gap.detach().try_norm(p, Some(&[-1]), false)?,
            &gap.try_mul(&sign)?.try_sum_dim([-1], false)?,
        ));
    }
    if !p.is_infinite() || !gap.requires_grad() {
        return gap.try_norm(p, Some(&[-1]), false);
    }
    let size = gap.try_abs()?;
    let most = size.detach().try_amax([-1], true)?;
    let chosen = size.detach().try_eq(&most)?;
    let slope = chosen.try_where_self(&size, 0.0)?.try_sum_dim([-1], false)?;
    Ok(carrying(&most.try_squeeze_dim(-1)?, &slope))
}

fn check_p(op: &'static str, p: f64) -> Result<()> {
    if p >= 0.0 { Ok(()) } else { Err(Error::argument(op, "p", p, "p must not be negative")) }
}

/// From this many rows on PyTorch computes euclidean distances by a product of matrices.
const ROWS_FOR_PRODUCT: usize = 25;

#[track_caller]
pub(crate) fn cdist(x: &Tensor, x2: &Tensor, p: f64, compute_mode: Option<i64>) -> Result<Tensor> {
    let op = "cdist";
    check_p(op, p)?;
    let mode = compute_mode.unwrap_or(0);
    if !(0..=2).contains(&mode) {
        return Err(Error::argument(op, "compute_mode", mode, "use 0, 1 or 2"));
    }
    let shapes = [("x1", x.sizes()), ("x2", x2.sizes())];
    if x.dim() < 2 || x2.dim() < 2 {
        return Err(Error::shape(op, "fewer than two dims", &shapes, "give rows of vectors"));
    }
    if x.sizes().last() != x2.sizes().last() {
        return Err(Error::shape(op, "vectors of other lengths", &shapes, "x1.size(-1) must equal x2.size(-1)"));
    }
    for tensor in [x, x2] {
        check_floating(op, tensor, tensor)?;
    }
    let (rows, columns) = (x.sizes()[x.dim() - 2], x2.sizes()[x2.dim() - 2]);
    let is_many = rows > ROWS_FOR_PRODUCT || columns > ROWS_FOR_PRODUCT;
    if p == 2.0 && x.numel() > 0 && x2.numel() > 0 && (mode == 1 || (mode == 0 && is_many)) {
        return by_product(x, x2);
    }
    length(&x.try_unsqueeze(-2)?.try_sub(&x2.try_unsqueeze(-3)?)?, p)
}

/// Euclidean distances by one product of matrices.
#[track_caller]
fn by_product(x: &Tensor, x2: &Tensor) -> Result<Tensor> {
    let square = |x: &Tensor| x.try_square()?.try_sum_dim([-1], true);
    let ones =
        |x: &Tensor| Options::like(x).try_ones(with_last(x, 1, &[1]).iter().map(|&n| n as usize).collect::<Vec<_>>());
    let lhs = Tensor::try_cat(&[&x.try_mul(-2.0)?, &square(x)?, &ones(x)?], -1)?;
    let rhs = Tensor::try_cat(&[x2, &ones(x2)?, &square(x2)?], -1)?;
    let squared = lhs.try_matmul(&rhs.try_transpose(-1, -2)?)?.try_clamp_min(0.0)?;
    // The root is not smooth at 0: its gradient there is 0.
    let is_zero = squared.detach().try_eq(0.0)?;
    is_zero.try_where_self(0.0, &is_zero.try_where_self(1.0, &squared)?.try_sqrt()?)
}

#[track_caller]
pub(crate) fn pdist(x: &Tensor, p: f64) -> Result<Tensor> {
    let op = "pdist";
    check_p(op, p)?;
    if x.dim() != 2 {
        return Err(Error::shape(op, "not rows of vectors", &[("self", x.sizes())], "give two dims"));
    }
    check_floating(op, x, x)?;
    let n = x.sizes()[0];
    let pairs = Tensor::try_triu_indices(n, n, 1)?;
    let rows = |at: i64| x.try_index_select(0, &pairs.try_select(0, at)?);
    length(&rows(0)?.try_sub(&rows(1)?)?, p)
}
