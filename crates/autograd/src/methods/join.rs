//! Tensors put together, and tensors whose dimensions are read in another order, repeated or cut to a triangle.

use cresset_ops::Array;
use cresset_ops::join::{self as ops, Sources, Triangle};
use cresset_storage::{DType, Dims, Error, Result};

use crate::Tensor;
use crate::graph::{Gradients, NodeRef};
use crate::methods::indexing::record::{Move, Rule, moved, moved_, record};
use crate::operand::Operand;

/// Tensors one after another: each gets its stretch of the gradient.
struct Cat {
    dim: i64,
    /// Size along the dimension and dtype of each part; `None` for a part that is left out.
    parts: Vec<(Option<usize>, DType)>,
}

impl Rule for Cat {
    fn name(&self) -> &'static str {
        "CatBackward0"
    }

    fn gradients(&self, node: &NodeRef, grad: &Tensor, _kept: &[&Tensor]) -> Result<Gradients> {
        let mut start = 0;
        let stretch = |(at, (length, dtype)): (usize, &(Option<usize>, DType))| match length {
            Some(length) => {
                let first = start;
                start += length;
                match node.needs_input_grad(at) {
                    true => Some(grad.try_narrow(self.dim, first as i64, *length)?.try_to_dtype(*dtype)).transpose(),
                    false => Ok(None),
                }
            }
            None => Ok(Some(crate::Options::like(grad).dtype(*dtype).try_zeros([0])?)),
        };
        self.parts.iter().enumerate().map(stretch).collect()
    }
}

#[track_caller]
pub(crate) fn cat(tensors: &[&Tensor], dim: i64) -> Result<Tensor> {
    let arrays: Vec<&Array> = tensors.iter().map(|tensor| tensor.array()).collect();
    let out = ops::cat("cat", &arrays, dim)?;
    let at = out.layout().dim("cat", dim)?;
    let size = |part: &Array| if ops::is_skipped_by_cat(part) { None } else { part.sizes().get(at).copied() };
    let parts = arrays.iter().map(|part| (size(part), part.dtype())).collect();
    record(tensors, &[], out, Cat { dim: at as i64, parts })
}

/// Tensors side by side: each gets its place of the gradient.
struct Stack {
    dim: i64,
    dtypes: Vec<DType>,
}

impl Rule for Stack {
    fn name(&self) -> &'static str {
        "StackBackward0"
    }

    fn gradients(&self, node: &NodeRef, grad: &Tensor, _kept: &[&Tensor]) -> Result<Gradients> {
        let place = |(at, dtype): (usize, &DType)| match node.needs_input_grad(at) {
            true => Some(grad.try_select(self.dim, at as i64)?.try_to_dtype(*dtype)).transpose(),
            false => Ok(None),
        };
        self.dtypes.iter().enumerate().map(place).collect()
    }
}

#[track_caller]
pub(crate) fn stack(tensors: &[&Tensor], dim: i64) -> Result<Tensor> {
    let arrays: Vec<&Array> = tensors.iter().map(|tensor| tensor.array()).collect();
    let out = ops::stack("stack", &arrays, dim)?;
    let dim = out.layout().dim("stack", dim)? as i64;
    record(tensors, &[], out, Stack { dim, dtypes: tensors.iter().map(|tensor| tensor.dtype()).collect() })
}

/// Dimensions read from listed sources; back: the sum at the sources.
#[derive(Clone)]
struct Rearranged {
    name: &'static str,
    sources: Sources,
    sizes: Dims,
}

impl Move for Rearranged {
    fn name(&self) -> &'static str {
        self.name
    }

    fn forth(&self, x: &Array, _kept: &[&Array]) -> Result<Array> {
        ops::rearrange(self.name, x, &self.sources)
    }

    fn back(&self, grad: &Array, _kept: &[&Array]) -> Result<Array> {
        ops::rearrange_sum(self.name, grad, &self.sources, &self.sizes)
    }
}

#[track_caller]
fn rearranged(name: &'static str, x: &Tensor, sources: Sources) -> Result<Tensor> {
    moved(x, &[], Rearranged { name, sources, sizes: *x.array().sizes() })
}

#[track_caller]
pub(crate) fn flip(x: &Tensor, dims: &[i64]) -> Result<Tensor> {
    rearranged("FlipBackward0", x, Sources::flip("flip", x.array(), dims)?)
}

#[track_caller]
pub(crate) fn roll(x: &Tensor, shifts: &[i64], dims: &[i64]) -> Result<Tensor> {
    if dims.is_empty() && shifts.len() == 1 {
        let sizes: Vec<i64> = x.sizes().iter().map(|&size| size as i64).collect();
        return roll(&x.try_reshape([-1])?, shifts, &[0])?.try_reshape(sizes);
    }
    rearranged("RollBackward0", x, Sources::roll("roll", x.array(), shifts, dims)?)
}

#[track_caller]
pub(crate) fn repeat(x: &Tensor, repeats: &[i64]) -> Result<Tensor> {
    rearranged("RepeatBackward0", x, Sources::repeat("repeat", x.array(), repeats)?)
}

#[track_caller]
pub(crate) fn repeat_interleave(x: &Tensor, repeats: Operand<'_>, dim: Option<i64>) -> Result<Tensor> {
    let op = "repeat_interleave";
    let Some(dim) = dim else {
        return repeat_interleave(&x.try_reshape([-1])?, repeats, Some(0));
    };
    let times = match repeats {
        Operand::Scalar(times) => vec![times.as_i64()],
        Operand::Tensor(times) => {
            if !times.dtype().is_integral() {
                let remedy = "repeats must be whole numbers";
                return Err(Error::dtype(op, "not a whole number", &[("repeats", times.dtype())], remedy));
            }
            times.try_to_vec::<i64>()?
        }
    };
    rearranged("RepeatInterleaveBackward0", x, Sources::interleave(op, x.array(), &times, dim)?)
}

/// One triangle of each matrix; back: the same triangle.
#[derive(Clone)]
struct Cut {
    kept: Triangle,
    diagonal: i64,
}

impl Cut {
    fn op(&self) -> &'static str {
        if self.kept == Triangle::Lower { "tril" } else { "triu" }
    }
}

impl Move for Cut {
    fn name(&self) -> &'static str {
        if self.kept == Triangle::Lower { "TrilBackward0" } else { "TriuBackward0" }
    }

    fn forth(&self, x: &Array, _kept: &[&Array]) -> Result<Array> {
        ops::triangle(self.op(), x, self.kept, self.diagonal)
    }

    fn back(&self, grad: &Array, kept: &[&Array]) -> Result<Array> {
        self.forth(grad, kept)
    }
}

#[track_caller]
pub(crate) fn tril(x: &Tensor, diagonal: i64) -> Result<Tensor> {
    moved(x, &[], Cut { kept: Triangle::Lower, diagonal })
}

#[track_caller]
pub(crate) fn triu(x: &Tensor, diagonal: i64) -> Result<Tensor> {
    moved(x, &[], Cut { kept: Triangle::Upper, diagonal })
}

#[track_caller]
pub(crate) fn tril_(x: &Tensor, diagonal: i64) -> Result<()> {
    cut_(x, Cut { kept: Triangle::Lower, diagonal })
}

#[track_caller]
pub(crate) fn triu_(x: &Tensor, diagonal: i64) -> Result<()> {
    cut_(x, Cut { kept: Triangle::Upper, diagonal })
}

#[track_caller]
fn cut_(x: &Tensor, cut: Cut) -> Result<()> {
    let (op, kept, diagonal) = (cut.op(), cut.kept, cut.diagonal);
    moved_(op, x, cut, || ops::triangle_(op, x.array(), kept, diagonal))
}
