//! Copies with one view of them written: the forms of view assignment that leave the input alone.

use cresset_storage::{Error, Result};

use crate::Tensor;

/// A copy of `x` with `src` written over a view of it.
#[track_caller]
fn written(op: &'static str, x: &Tensor, src: &Tensor, view: impl FnOnce(&Tensor) -> Result<Tensor>) -> Result<Tensor> {
    let out = x.try_copy()?;
    let part = view(&out)?;
    if part.sizes() != src.sizes() {
        let shapes = [("written part", part.sizes()), ("src", src.sizes())];
        return Err(Error::shape(op, "sizes differ", &shapes, "src must have the sizes of the part"));
    }
    part.try_copy_(src)?;
    Ok(out)
}

#[track_caller]
pub(crate) fn select_scatter(x: &Tensor, src: &Tensor, dim: i64, index: i64) -> Result<Tensor> {
    written("select_scatter", x, src, |out| out.try_select(dim, index))
}

#[track_caller]
pub(crate) fn slice_scatter(
    x: &Tensor,
    src: &Tensor,
    dim: i64,
    start: Option<i64>,
    end: Option<i64>,
    step: i64,
) -> Result<Tensor> {
    written("slice_scatter", x, src, |out| out.try_slice(dim, start, end, step))
}

#[track_caller]
pub(crate) fn diagonal_scatter(x: &Tensor, src: &Tensor, offset: i64, dim1: i64, dim2: i64) -> Result<Tensor> {
    written("diagonal_scatter", x, src, |out| out.try_diagonal(offset, dim1, dim2))
}
