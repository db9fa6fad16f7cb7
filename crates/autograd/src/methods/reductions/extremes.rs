//! Greatest and least elements. Without a position ties share the gradient; with one it goes to the chosen element.

use cresset_ops::{Array, reduce as ops};
use cresset_storage::{Dims, Result};
use smallvec::smallvec;

use super::folded::Folded;
use crate::graph::{Backward, Gradients, NodeRef};
use crate::record::{Keep, record};
use crate::saved::Saved;
use crate::{Options, Tensor};

/// The node of an extreme without a position.
struct ExtremeBackward {
    name: &'static str,
    folded: Folded,
    saved: Keep<(Saved, Saved)>,
}

impl Backward for ExtremeBackward {
    fn name(&self) -> &'static str {
        self.name
    }

    fn apply(&self, node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        let (x, out) = self.saved.with(node, |(x, out)| Ok((x.tensor(node)?, out.tensor(node)?)))?;
        let spread = self.folded.spread(&out)?;
        // NaN is no equal of itself, but where it is the result it was chosen.
        let chosen = x.try_eq(&spread)?.try_logical_or(&x.try_isnan()?.try_logical_and(&spread.try_isnan()?)?)?;
        let ties = self.folded.total(&chosen.try_to_dtype(x.dtype())?)?;
        let share = self.folded.spread(grad)?.try_div(&ties)?;
        Ok(smallvec![Some(chosen.try_where_self(&share, 0.0)?)])
    }

    fn release(&self) {
        self.saved.release();
    }
}

#[track_caller]
fn shared(name: &'static str, x: &Tensor, dims: &[i64], out: Array) -> Result<Tensor> {
    if !out.dtype().is_floating_point() {
        return Ok(Tensor::new(out));
    }
    record(&[Some(x)], out, |out| {
        let saved = Keep::new((Saved::input(x)?, Saved::output(out, 0)));
        Ok(ExtremeBackward { name, folded: Folded::new(x, dims)?, saved })
    })
}

#[track_caller]
pub(crate) fn amax(x: &Tensor, dims: &[i64], keepdim: bool) -> Result<Tensor> {
    shared("AmaxBackward0", x, dims, ops::amax(x.array(), dims, keepdim)?)
}

#[track_caller]
pub(crate) fn amin(x: &Tensor, dims: &[i64], keepdim: bool) -> Result<Tensor> {
    shared("AminBackward0", x, dims, ops::amin(x.array(), dims, keepdim)?)
}

#[track_caller]
pub(crate) fn max(x: &Tensor) -> Result<Tensor> {
    shared("MaxBackward1", x, &[], ops::amax(x.array(), &[], false)?)
}

#[track_caller]
pub(crate) fn min(x: &Tensor) -> Result<Tensor> {
    shared("MinBackward1", x, &[], ops::amin(x.array(), &[], false)?)
}

#[track_caller]
pub(crate) fn argmax(x: &Tensor, dim: Option<i64>, keepdim: bool) -> Result<Tensor> {
    ops::argmax(x.array(), dim, keepdim).map(Tensor::new)
}

#[track_caller]
pub(crate) fn argmin(x: &Tensor, dim: Option<i64>, keepdim: bool) -> Result<Tensor> {
    ops::argmin(x.array(), dim, keepdim).map(Tensor::new)
}

/// The node of an extreme with a position. It needs no element, only where the chosen ones stand.
struct PositionBackward {
    name: &'static str,
    folded: Folded,
    dim: usize,
    n: usize,
    positions: Tensor,
}

impl Backward for PositionBackward {
    fn name(&self) -> &'static str {
        self.name
    }

    fn apply(&self, _node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        let rank = self.positions.dim().max(1);
        let mut sizes = vec![1i64; rank];
        if let Some(size) = sizes.get_mut(self.dim) {
            *size = self.n as i64;
        }
        let places = Options::new().device(self.positions.device()).try_arange(0, self.n, 1)?.try_reshape(sizes)?;
        let chosen = places.try_eq(&self.folded.spread(&self.positions)?)?;
        Ok(smallvec![Some(chosen.try_where_self(&self.folded.spread(grad)?, 0.0)?)])
    }
}

#[track_caller]
fn placed(name: &'static str, x: &Tensor, dim: i64, keepdim: bool, found: (Array, Array)) -> Result<(Tensor, Tensor)> {
    let (values, positions) = found;
    let positions = Tensor::new(positions);
    if !values.dtype().is_floating_point() {
        return Ok((Tensor::new(values), positions));
    }
    let at = Dims::dim(name, dim, x.dim())?;
    let n = x.sizes().get(at).copied().unwrap_or(1);
    let kept = if keepdim || x.dim() == 0 { positions.clone() } else { positions.try_unsqueeze(at as i64)? };
    let values = record(&[Some(x)], values, |_| {
        Ok(PositionBackward { name, folded: Folded::new(x, &[dim])?, dim: at, n, positions: kept })
    })?;
    Ok((values, positions))
}

#[track_caller]
pub(crate) fn max_dim(x: &Tensor, dim: i64, keepdim: bool) -> Result<(Tensor, Tensor)> {
    placed("MaxBackward0", x, dim, keepdim, ops::max_dim(x.array(), dim, keepdim)?)
}

#[track_caller]
pub(crate) fn min_dim(x: &Tensor, dim: i64, keepdim: bool) -> Result<(Tensor, Tensor)> {
    placed("MinBackward0", x, dim, keepdim, ops::min_dim(x.array(), dim, keepdim)?)
}
