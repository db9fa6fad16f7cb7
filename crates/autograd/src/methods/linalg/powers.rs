//! Functions of a matrix, and products of several tensors.

use cresset_ops::decompose as ops;
use cresset_storage::{Error, Result};
use smallvec::smallvec;

use super::{Kept, adjoint, gradient, identity, lead, recorded_one, signed};
use crate::Tensor;

#[track_caller]
fn exponential(op: &'static str, a: &Tensor) -> Result<Tensor> {
    let out = ops::matrix_exp(op, a.array())?;
    recorded_one("LinalgMatrixExpBackward0", &[a], out, &[Kept::Input(0)], move |_, grads, kept| {
        let (Some(grad), [a]) = (gradient(grads, 0), kept) else { return Ok(smallvec![None]) };
        let n = a.try_size(-1)?;
        // The exponential of [[A, G], [0, A]] has the derivative in the direction G in its upper right part.
        let a = adjoint(a)?;
        let upper = Tensor::try_cat(&[&a, grad], -1)?;
        let lower = Tensor::try_cat(&[&crate::try_zeros_like(&a)?, &a], -1)?;
        let whole = exponential(op, &Tensor::try_cat(&[&upper, &lower], -2)?)?;
        Ok(smallvec![Some(whole.try_narrow(-2, 0, n)?.try_narrow(-1, n as i64, n)?)])
    })
}

#[track_caller]
pub(crate) fn linalg_matrix_exp(a: &Tensor) -> Result<Tensor> {
    exponential("linalg_matrix_exp", a)
}

#[track_caller]
pub(crate) fn matrix_exp(a: &Tensor) -> Result<Tensor> {
    exponential("matrix_exp", a)
}

#[track_caller]
fn power(op: &'static str, a: &Tensor, n: i64) -> Result<Tensor> {
    let square = a.dim() >= 2 && a.try_size(-1)? == a.try_size(-2)?;
    if !square {
        let remedy = "self needs at least two dims, the last two equal";
        return Err(Error::shape(op, "not a batch of square matrices", &[("self", a.sizes())], remedy));
    }
    if n == 0 {
        let size = a.try_size(-1)?;
        let sizes = [&signed(lead(a))[..], &[size as i64, size as i64]].concat();
        let out = identity(a, size)?.try_expand(sizes)?.try_contiguous()?;
        // Connected, as in PyTorch: its gradient is zero.
        return recorded_one("MatrixPowerBackward0", &[a], out.array().clone(), &[Kept::Input(0)], |_, _, kept| {
            Ok(smallvec![Some(crate::try_zeros_like(&kept[0])?)])
        });
    }
    let mut square = if n < 0 { a.try_linalg_inv()? } else { a.clone() };
    let mut left = n.unsigned_abs();
    if left == 1 {
        return if n < 0 { Ok(square) } else { square.try_copy() };
    }
    let mut out: Option<Tensor> = None;
    loop {
        if left % 2 == 1 {
            out = Some(match out {
                Some(out) => out.try_matmul(&square)?,
                None => square.clone(),
            });
        }
        left /= 2;
        match (left, out) {
            (0, Some(out)) => return Ok(out),
            (_, held) => out = held,
        }
        square = square.try_matmul(&square)?;
    }
}

#[track_caller]
pub(crate) fn linalg_matrix_power(a: &Tensor, n: i64) -> Result<Tensor> {
    power("linalg_matrix_power", a, n)
}

#[track_caller]
pub(crate) fn matrix_power(a: &Tensor, n: i64) -> Result<Tensor> {
    power("matrix_power", a, n)
}

/// Where to split each product of neighbours so that all take the fewest multiplications: `splits[first][last]` is the
/// last factor of the left part.
fn cheapest_splits(sizes: &[usize]) -> Vec<Vec<usize>> {
    let n = sizes.len() - 1;
    let mut costs = vec![vec![0.0f64; n]; n];
    let mut splits = vec![vec![0; n]; n];
    for length in 2..=n {
        for first in 0..=n - length {
            let last = first + length - 1;
            costs[first][last] = f64::INFINITY;
            for split in first..last {
                let own = sizes[first] as f64 * sizes[split + 1] as f64 * sizes[last + 1] as f64;
                let cost = costs[first][split] + costs[split + 1][last] + own;
                if cost < costs[first][last] {
                    (costs[first][last], splits[first][last]) = (cost, split);
                }
            }
        }
    }
    splits
}

#[track_caller]
fn multiplied(factors: &[Tensor], splits: &[Vec<usize>], first: usize, last: usize) -> Result<Tensor> {
    if first == last {
        return Ok(factors[first].clone());
    }
    let split = splits[first][last];
    let left = multiplied(factors, splits, first, split)?;
    left.try_matmul(&multiplied(factors, splits, split + 1, last)?)
}

#[track_caller]
pub(crate) fn linalg_multi_dot(tensors: &[&Tensor]) -> Result<Tensor> {
    let op = "linalg_multi_dot";
    let [first, between @ .., last] = tensors else {
        return Err(Error::argument(op, "tensors", tensors.len(), "at least two tensors"));
    };
    let ranks =
        between.iter().all(|tensor| tensor.dim() == 2) && [first, last].iter().all(|end| (1..=2).contains(&end.dim()));
    if !ranks {
        let shapes: [(_, &[usize]); 2] = [("first", first.sizes()), ("last", last.sizes())];
        return Err(Error::shape(op, "not matrices", &shapes, "two dims each; one is allowed at both ends"));
    }
    if let Some(other) = tensors.iter().find(|tensor| tensor.dtype() != first.dtype()) {
        let dtypes = [("first", first.dtype()), ("other", other.dtype())];
        return Err(Error::dtype(op, "dtypes differ", &dtypes, "convert them to one"));
    }
    let mut factors: Vec<Tensor> = tensors.iter().map(|&tensor| tensor.clone()).collect();
    let end = factors.len() - 1;
    if first.dim() == 1 {
        factors[0] = first.try_unsqueeze(0)?;
    }
    if last.dim() == 1 {
        factors[end] = last.try_unsqueeze(1)?;
    }
    if let Some(pair) = factors.windows(2).find(|pair| pair[0].sizes()[1] != pair[1].sizes()[0]) {
        let shapes: [(_, &[usize]); 2] = [("lhs", pair[0].sizes()), ("rhs", pair[1].sizes())];
        return Err(Error::shape(op, "inner sizes differ", &shapes, "lhs.size(-1) must equal rhs.size(-2)"));
    }
    let sizes: Vec<usize> = factors.iter().map(|factor| factor.sizes()[0]).chain([factors[end].sizes()[1]]).collect();
    let mut out = multiplied(&factors, &cheapest_splits(&sizes), 0, end)?;
    if last.dim() == 1 {
        out = out.try_squeeze_dim(-1)?;
    }
    if first.dim() == 1 {
        out = out.try_squeeze_dim(0)?;
    }
    Ok(out)
}

#[track_caller]
fn crossed(op: &'static str, x: &Tensor, other: &Tensor, dim: i64) -> Result<Tensor> {
    let shapes: [(_, &[usize]); 2] = [("self", x.sizes()), ("other", other.sizes())];
    if x.dim() != other.dim() {
        return Err(Error::shape(op, "numbers of dims differ", &shapes, "unsqueeze one of them"));
    }
    if x.dtype() != other.dtype() {
        let dtypes = [("self", x.dtype()), ("other", other.dtype())];
        return Err(Error::dtype(op, "dtypes differ", &dtypes, "convert one of them first"));
    }
    if x.dim() == 0 || x.try_size(dim)? != 3 || other.try_size(dim)? != 3 {
        return Err(Error::shape(op, "vectors are not of length 3", &shapes, "both sizes along dim must be 3"));
    }
    let turned = |x: &Tensor, by: i64| x.try_roll([by], [dim]);
    let forward = turned(x, -1)?.try_mul(&turned(other, -2)?)?;
    forward.try_sub(&turned(x, -2)?.try_mul(&turned(other, -1)?)?)
}

#[track_caller]
pub(crate) fn linalg_cross(x: &Tensor, other: &Tensor, dim: i64) -> Result<Tensor> {
    crossed("linalg_cross", x, other, dim)
}

#[track_caller]
pub(crate) fn cross(x: &Tensor, other: &Tensor, dim: Option<i64>) -> Result<Tensor> {
    let first = || x.sizes().iter().position(|&size| size == 3).map(|dim| dim as i64);
    match dim.or_else(first) {
        Some(dim) => crossed("cross", x, other, dim),
        None => Err(Error::shape("cross", "no dim of size 3", &[("self", x.sizes())], "vectors have three elements")),
    }
}
