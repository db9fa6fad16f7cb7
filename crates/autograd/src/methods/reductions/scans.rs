//! Running sums and products. Beside zeros the gradients of products are recurrences, which divide by nothing.

use cresset_ops::copy;
use cresset_ops::scan::{self as ops, Direction};
use cresset_storage::Result;
use smallvec::smallvec;

use super::folded::Folded;
use super::has_zero;
use crate::graph::{Backward, Gradients, NodeRef};
use crate::record::{Keep, record, record_in_place};
use crate::saved::Saved;
use crate::{Tensor, views};

fn reversed(direction: Direction) -> Direction {
    match direction {
        Direction::Forward => Direction::Backward,
        Direction::Backward => Direction::Forward,
    }
}

/// The node of a running sum.
struct CumsumBackward {
    dim: i64,
    direction: Direction,
}

impl Backward for CumsumBackward {
    fn name(&self) -> &'static str {
        "CumsumBackward0"
    }

    fn apply(&self, _node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        Ok(smallvec![Some(running_sum(grad, self.dim, reversed(self.direction))?)])
    }
}

#[track_caller]
fn running_sum(x: &Tensor, dim: i64, direction: Direction) -> Result<Tensor> {
    let out = ops::cumsum(x.array(), dim, direction)?;
    if !out.dtype().is_differentiable() {
        return Ok(Tensor::new(out));
    }
    Ok(views::link(x, out, CumsumBackward { dim, direction }))
}

#[track_caller]
pub(crate) fn cumsum(x: &Tensor, dim: i64) -> Result<Tensor> {
    running_sum(x, dim, Direction::Forward)
}

/// The node of elements moved one place on.
struct ShiftBackward {
    dim: i64,
    direction: Direction,
}

impl Backward for ShiftBackward {
    fn name(&self) -> &'static str {
        "ShiftBackward"
    }

    fn apply(&self, _node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        Ok(smallvec![Some(shift(grad, self.dim, reversed(self.direction), 0.0)?)])
    }
}

pub(crate) fn shift(x: &Tensor, dim: i64, direction: Direction, first: f64) -> Result<Tensor> {
    Ok(views::link(x, ops::shift(x.array(), dim, direction, first)?, ShiftBackward { dim, direction }))
}

/// The node of `y = term + factor * (the y before)`.
struct RecurrenceBackward {
    dim: i64,
    direction: Direction,
    saved: Keep<(Saved, Saved)>,
}

impl Backward for RecurrenceBackward {
    fn name(&self) -> &'static str {
        "RecurrenceBackward"
    }

    fn apply(&self, node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        let (factor, out) = self
            .saved
            .with(node, |(factor, out)| Ok((factor.tensor(node)?.try_conj()?, out.tensor(node)?.try_conj()?)))?;
        let back = reversed(self.direction);
        let term = recurrence(&shift(&factor, self.dim, back, 0.0)?, grad, self.dim, back)?;
        let factor = term.try_mul(&shift(&out, self.dim, self.direction, 0.0)?)?;
        Ok(smallvec![Some(factor), Some(term)])
    }

    fn release(&self) {
        self.saved.release();
    }
}

pub(crate) fn recurrence(factor: &Tensor, term: &Tensor, dim: i64, direction: Direction) -> Result<Tensor> {
    let out = ops::linear_recurrence(factor.array(), term.array(), dim, direction)?;
    record(&[Some(factor), Some(term)], out, |out| {
        let saved = Keep::new((Saved::input(factor)?, Saved::output(out, 0)));
        Ok(RecurrenceBackward { dim, direction, saved })
    })
}

/// The node of a running product.
struct CumprodBackward {
    dim: i64,
    direction: Direction,
    saved: Keep<Saved>,
}

impl Backward for CumprodBackward {
    fn name(&self) -> &'static str {
        "CumprodBackward0"
    }

    fn apply(&self, node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        let x = self.saved.with(node, |x| x.tensor(node)?.try_conj())?;
        let back = reversed(self.direction);
        if !has_zero(&x)? {
            // PyTorch's way, which shares its NaN.
            let terms = grad.try_mul(&running_product(&x, self.dim, self.direction)?)?;
            return Ok(smallvec![Some(running_sum(&terms, self.dim, back)?.try_div(&x)?)]);
        }
        // The product of all before, times the gradients of this and all later products without what they share.
        let before = shift(&running_product(&x, self.dim, self.direction)?, self.dim, self.direction, 1.0)?;
        let later = recurrence(&shift(&x, self.dim, back, 0.0)?, grad, self.dim, back)?;
        Ok(smallvec![Some(before.try_mul(&later)?)])
    }

    fn release(&self) {
        self.saved.release();
    }
}

#[track_caller]
fn running_product(x: &Tensor, dim: i64, direction: Direction) -> Result<Tensor> {
    let out = ops::cumprod(x.array(), dim, direction)?;
    if !out.dtype().is_differentiable() {
        return Ok(Tensor::new(out));
    }
    record(&[Some(x)], out, |_| Ok(CumprodBackward { dim, direction, saved: Keep::new(Saved::input(x)?) }))
}

#[track_caller]
pub(crate) fn cumprod(x: &Tensor, dim: i64) -> Result<Tensor> {
    running_product(x, dim, Direction::Forward)
}

/// For each element the product of the others that were folded with it.
pub(super) fn products_of_others(x: &Tensor, folded: &Folded) -> Result<Tensor> {
    let dims = folded.dims();
    let rank = x.dim() as i64;
    let order: Vec<i64> = (0..rank).filter(|dim| !dims.contains(dim)).chain(dims.iter().copied()).collect();
    let turned = x.try_permute(&order)?;
    let sizes: Vec<i64> = turned.sizes().iter().map(|&size| size as i64).collect();
    let n_kept = sizes.len() - dims.len();
    let n_folded: i64 = sizes[n_kept..].iter().product();
    let flat = turned.try_reshape([&sizes[..n_kept], &[n_folded]].concat())?;
    let side = |direction| shift(&running_product(&flat, -1, direction)?, -1, direction, 1.0);
    let others = side(Direction::Forward)?.try_mul(&side(Direction::Backward)?)?.try_reshape(&sizes)?;
    let mut back = vec![0i64; order.len()];
    for (to, &from) in order.iter().enumerate() {
        back[from as usize] = to as i64;
    }
    others.try_permute(back)
}

#[track_caller]
pub(crate) fn cumsum_(x: &Tensor, dim: i64) -> Result<()> {
    let direction = Direction::Forward;
    let out = ops::cumsum(x.array(), dim, direction)?;
    record_in_place("cumsum_", x, &[Some(x)], &out, || Ok(CumsumBackward { dim, direction }))
}

#[track_caller]
pub(crate) fn cumprod_(x: &Tensor, dim: i64) -> Result<()> {
    let direction = Direction::Forward;
    let out = ops::cumprod(x.array(), dim, direction)?;
    record_in_place("cumprod_", x, &[Some(x)], &out, || {
        // The gradient needs what is about to be overwritten.
        let before = x.same_edge(copy::clone("cumprod_", x.array())?);
        Ok(CumprodBackward { dim, direction, saved: Keep::new(Saved::input(&before)?) })
    })
}
