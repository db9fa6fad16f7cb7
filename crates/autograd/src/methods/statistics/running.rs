//! Folds of all elements so far, and of neighbours.

use cresset_ops::scan::{self as ops, Direction};
use cresset_storage::{DType, Error, Result, Scalar};
use smallvec::smallvec;

use crate::Tensor;
use crate::graph::{Backward, Gradients, NodeRef};
use crate::methods::reductions::{recurrence, shift};
use crate::record::{Keep, carrying, record};
use crate::saved::Saved;

#[track_caller]
fn extreme(x: &Tensor, dim: i64, found: (cresset_ops::Array, cresset_ops::Array)) -> Result<(Tensor, Tensor)> {
    let (values, positions) = (Tensor::new(found.0), Tensor::new(found.1));
    if !x.requires_grad() {
        return Ok((values, positions));
    }
    Ok((carrying(&values, &x.try_gather(dim, &positions)?), positions))
}

#[track_caller]
pub(crate) fn cummax(x: &Tensor, dim: i64) -> Result<(Tensor, Tensor)> {
    extreme(x, dim, ops::cummax(x.array(), dim)?)
}

#[track_caller]
pub(crate) fn cummin(x: &Tensor, dim: i64) -> Result<(Tensor, Tensor)> {
    extreme(x, dim, ops::cummin(x.array(), dim)?)
}

/// The node of [`logcumsumexp`].
struct LogcumsumexpBackward {
    dim: i64,
    saved: Keep<(Saved, Saved)>,
}

impl Backward for LogcumsumexpBackward {
    fn name(&self) -> &'static str {
        "LogcumsumexpBackward0"
    }

    fn apply(&self, node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        let (x, out) = self.saved.with(node, |(x, out)| Ok((x.tensor(node)?, out.tensor(node)?)))?;
        // The gradients of all later sums, each scaled down from its sum to this one: a recurrence from the end whose
        // factors never exceed 1, so that nothing overflows.
        let later = shift(&out, self.dim, Direction::Backward, f64::INFINITY)?;
        let factor = out.try_eq(&later)?.try_where_self(1.0, &out.try_sub(&later)?.try_exp()?)?;
        let total = recurrence(&factor, grad, self.dim, Direction::Backward)?;
        Ok(smallvec![Some(total.try_mul(&x.try_sub(&out)?.try_exp()?)?)])
    }

    fn release(&self) {
        self.saved.release();
    }
}

#[track_caller]
pub(crate) fn logcumsumexp(x: &Tensor, dim: i64) -> Result<Tensor> {
    if x.dtype().is_complex() {
        // Less the greatest real part, so that no exponential overflows.
        let greatest = if x.dim() == 0 { x.try_real()? } else { x.try_real()?.try_amax([dim], true)? }.detach();
        let shift = greatest.try_isfinite()?.try_where_self(&greatest, 0)?;
        return x.try_sub(&shift)?.try_exp()?.try_cumsum(dim)?.try_log()?.try_add(&shift);
    }
    let out = ops::logcumsumexp(x.array(), dim)?;
    record(&[Some(x)], out, |out| {
        let saved = Keep::new((Saved::input(x)?, Saved::output(out, 0)));
        Ok(LogcumsumexpBackward { dim, saved })
    })
}

/// All places of a dimension but the last, and all but the first.
#[track_caller]
fn neighbours(x: &Tensor, dim: i64) -> Result<(Tensor, Tensor)> {
    let n_pairs = x.try_size(dim)?.saturating_sub(1);
    let first = i64::from(x.try_size(dim)? > 0);
    Ok((x.try_narrow(dim, 0, n_pairs)?, x.try_narrow(dim, first, n_pairs)?))
}

fn step(op: &'static str, dx: Scalar) -> Result<Scalar> {
    match dx {
        Scalar::Bool(_) => Err(Error::argument(op, "dx", dx, "dx must be a number")),
        dx => Ok(dx),
    }
}

#[track_caller]
pub(crate) fn trapezoid(y: &Tensor, dx: Scalar, dim: i64) -> Result<Tensor> {
    let dx = step("trapezoid", dx)?;
    if y.try_size(dim)? == 0 {
        let mut sizes = y.sizes().to_vec();
        sizes.remove(y.array().layout().dim("trapezoid", dim)?);
        return crate::Options::like(y).try_zeros(sizes);
    }
    let ends = y.try_select(dim, 0)?.try_add(&y.try_select(dim, -1)?)?;
    y.try_sum_dim([dim], false)?.try_sub(&ends.try_mul(0.5)?)?.try_mul(dx)
}

#[track_caller]
pub(crate) fn trapezoid_x(y: &Tensor, x: &Tensor, dim: i64) -> Result<Tensor> {
    let op = "trapezoid";
    if x.dtype() == DType::Bool || y.dtype() == DType::Bool {
        let dtypes = [("self", y.dtype()), ("x", x.dtype())];
        return Err(Error::dtype(op, "booleans are no numbers", &dtypes, "convert to a number type first"));
    }
    let (before, after) = neighbours(y, dim)?;
    let places = match x.dim() {
        // A vector of places serves every row.
        1 if y.dim() > 1 => {
            let mut sizes = vec![1; y.dim()];
            sizes[y.array().layout().dim(op, dim)?] = -1;
            x.try_reshape(sizes)?
        }
        _ => x.clone(),
    };
    let (left, right) = neighbours(&places, dim)?;
    right.try_sub(&left)?.try_mul(&before.try_add(&after)?)?.try_sum_dim([dim], false)?.try_div(2.0)
}

#[track_caller]
pub(crate) fn cumulative_trapezoid(y: &Tensor, dx: Scalar, dim: i64) -> Result<Tensor> {
    let dx = step("cumulative_trapezoid", dx)?;
    let (before, after) = neighbours(y, dim)?;
    before.try_add(&after)?.try_mul(dx.as_f64() / 2.0)?.try_cumsum(dim)
}

#[track_caller]
pub(crate) fn diff(x: &Tensor, n: i64, dim: i64, prepend: Option<&Tensor>, append: Option<&Tensor>) -> Result<Tensor> {
    let op = "diff";
    if x.dim() == 0 {
        return Err(Error::shape(op, "a scalar has no neighbours", &[("self", x.sizes())], "give at least one dim"));
    }
    if n < 0 {
        return Err(Error::argument(op, "n", n, "n must not be negative"));
    }
    for (name, part) in [("prepend", prepend), ("append", append)] {
        if let Some(part) = part.filter(|part| part.dim() != x.dim()) {
            let shapes: [(_, &[usize]); 2] = [("self", x.sizes()), (name, part.sizes())];
            return Err(Error::shape(op, "numbers of dims differ", &shapes, "give as many dims as self has"));
        }
    }
    let at = x.array().layout().dim(op, dim)? as i64;
    for (name, part) in [("prepend", prepend), ("append", append)] {
        let Some(part) = part else { continue };
        let others = x.sizes().iter().zip(part.sizes()).enumerate().filter(|(dim, _)| *dim as i64 != at);
        if others.into_iter().any(|(_, (own, other))| own != other) {
            let shapes: [(_, &[usize]); 2] = [("self", x.sizes()), (name, part.sizes())];
            return Err(Error::shape(op, "sizes differ", &shapes, "apart from dim, all sizes must be equal"));
        }
    }
    if n == 0 {
        return x.try_copy();
    }
    let mut out = match (prepend, append) {
        (None, None) => x.clone(),
        _ => Tensor::try_cat(&prepend.into_iter().chain([x]).chain(append).collect::<Vec<_>>(), at)?,
    };
    for _ in 0..n.min(out.try_size(at)? as i64) {
        let (before, after) = neighbours(&out, at)?;
        out = match out.dtype() {
            DType::Bool => after.try_logical_xor(&before)?,
            _ => after.try_sub(&before)?,
        };
    }
    Ok(out)
}
