//! Several elements folded into one place, and places looked up in sorted sequences.

mod lookups;

use cresset_ops::index::{self as ops, Fold};
use cresset_storage::{DType, Error, Result};
use smallvec::smallvec;

use crate::Tensor;
use crate::graph::{Gradients, NodeRef};
use crate::methods::indexing::record::{Rule, record, record_};
use crate::methods::shape::signed;

pub(crate) use lookups::{bucketize, isin, nonzero_static, searchsorted};

/// The node of a product or an extreme of scattered elements.
struct Folded {
    op: &'static str,
    dim: i64,
    fold: Fold,
    include_self: bool,
}

impl Folded {
    /// The gradients as PyTorch has them.
    fn of_product(&self, grad: &Tensor, [x, index, src, out]: [&Tensor; 4]) -> Result<[Tensor; 2]> {
        let dim = self.dim;
        let fold = |x: &Tensor, src: &Tensor| folded(self.op, x, dim, index, src, self.fold);
        let masked = x.try_masked_fill(&x.try_eq(0)?, 1)?;
        let others = match self.include_self {
            true => fold(&masked, src)?,
            false => fold(&self.begun(x, index)?, src)?,
        };
        let own = match self.include_self {
            true => grad.try_mul(&others)?.try_div(&masked)?,
            false => grad.clone(),
        };
        let is_zero = src.try_eq(0)?;
        let n_zeros = crate::try_zeros_like(&x.detach())?
            .try_scatter_add(dim, index, &is_zero.try_to_dtype(x.dtype())?)?
            .try_gather(dim, index)?;
        let is_single = is_zero.try_logical_and(&n_zeros.try_eq(1)?)?;
        let without = fold(&self.begun(x, index)?, &src.try_masked_fill(&is_single, 1)?)?;
        let of_zero = grad.try_mul(&without)?.try_gather(dim, index)?;
        let of_others = grad.try_mul(out)?.try_gather(dim, index)?.try_div(&src.try_masked_fill(&is_zero, 1)?)?;
        Ok([own, is_single.try_where_self(&of_zero, &of_others)?])
    }

    fn of_extreme(&self, grad: &Tensor, [x, index, src, out]: [&Tensor; 4]) -> Result<[Tensor; 2]> {
        let dtype = grad.dtype();
        let of_src = src.try_eq(&out.try_gather(self.dim, index)?)?.try_to_dtype(dtype)?;
        let of_self = x.try_eq(out)?.try_to_dtype(dtype)?;
        let share = grad.try_div(&of_self.try_scatter_add(self.dim, index, &of_src)?)?;
        Ok([of_self.try_mul(&share)?, of_src.try_mul(&share.try_gather(self.dim, index)?)?])
    }

    /// What the fold begins with.
    fn begun(&self, x: &Tensor, index: &Tensor) -> Result<Tensor> {
        if self.include_self { Ok(x.clone()) } else { without_self(x, self.dim, index, self.fold) }
    }
}

impl Rule for Folded {
    fn name(&self) -> &'static str {
        if self.op == "index_reduce" { "IndexReduceBackward0" } else { "ScatterReduceBackward0" }
    }

    fn gradients(&self, _node: &NodeRef, grad: &Tensor, kept: &[&Tensor]) -> Result<Gradients> {
        let &[x, index, src] = kept else { return Ok(Gradients::new()) };
        let out = folded(self.op, &self.begun(x, index)?, self.dim, index, src, self.fold)?;
        let [mut own, source] = match self.fold {
            Fold::Product => self.of_product(grad, [x, index, src, &out])?,
            Fold::Largest | Fold::Smallest => self.of_extreme(grad, [x, index, src, &out])?,
        };
        if !self.include_self {
            own = own.try_scatter(self.dim, index, 0)?;
        }
        Ok(smallvec![Some(own), Some(source)])
    }
}

/// The number that a fold begins with where it leaves out what stood there.
fn without_self(x: &Tensor, dim: i64, index: &Tensor, fold: Fold) -> Result<Tensor> {
    let dtype = x.dtype();
    let (least, greatest) = match dtype {
        DType::U8 => (0, i64::from(u8::MAX)),
        DType::I8 => (i64::from(i8::MIN), i64::from(i8::MAX)),
        DType::I16 => (i64::from(i16::MIN), i64::from(i16::MAX)),
        DType::I32 => (i64::from(i32::MIN), i64::from(i32::MAX)),
        DType::Bool => (0, 1),
        _ => (i64::MIN, i64::MAX),
    };
    let value: cresset_storage::Scalar = match fold {
        Fold::Product => 1.into(),
        Fold::Largest if dtype.is_floating_point() => f64::NEG_INFINITY.into(),
        Fold::Smallest if dtype.is_floating_point() => f64::INFINITY.into(),
        Fold::Largest => least.into(),
        Fold::Smallest => greatest.into(),
    };
    x.try_scatter(dim, index, value)
}

#[track_caller]
fn folded(op: &'static str, x: &Tensor, dim: i64, index: &Tensor, src: &Tensor, fold: Fold) -> Result<Tensor> {
    let out = ops::scatter_fold(op, x.array(), dim, index.array(), src.array(), fold)?;
    record(&[x, src], &[x, index, src], out, Folded { op, dim, fold, include_self: true })
}

/// The part of the source that has an index.
fn leading(src: &Tensor, index: &Tensor) -> Result<Tensor> {
    let mut part = src.clone();
    for (dim, (&size, &held)) in index.sizes().iter().zip(src.sizes()).enumerate() {
        if size < held {
            part = part.try_narrow(dim as i64, 0, size)?;
        }
    }
    Ok(part)
}

#[track_caller]
fn reduced(
    op: &'static str,
    x: &Tensor,
    dim: i64,
    index: &Tensor,
    src: &Tensor,
    reduce: &str,
    include_self: bool,
) -> Result<Tensor> {
    let src = leading(src, index)?;
    let begun = |value: i64| if include_self { Ok(x.clone()) } else { x.try_scatter(dim, index, value) };
    let fold = match reduce {
        "sum" => return begun(0)?.try_scatter_add(dim, index, &src),
        "mean" => {
            let total = begun(0)?.try_scatter_add(dim, index, &src)?;
            let start = crate::Options::like(x).try_full(x.sizes(), i64::from(include_self))?;
            let ones = crate::Options::like(x).try_ones(src.sizes())?;
            let count = start.try_scatter_add(dim, index, &ones)?;
            let count = count.try_masked_fill(&count.try_eq(0)?, 1)?;
            return if x.dtype().is_floating_point() { total.try_div(&count) } else { total.try_div_floor(&count) };
        }
        "prod" => Fold::Product,
        "amax" => Fold::Largest,
        "amin" => Fold::Smallest,
        _ => return Err(Error::argument(op, "reduce", reduce, "use sum, prod, mean, amax or amin")),
    };
    let start = if include_self { x.clone() } else { without_self(&x.detach(), dim, index, fold)? };
    let out = ops::scatter_fold(op, start.array(), dim, index.array(), src.array(), fold)?;
    record(&[x, &src], &[x, index, &src], out, Folded { op, dim, fold, include_self })
}

#[track_caller]
pub(crate) fn scatter_reduce(
    x: &Tensor,
    dim: i64,
    index: &Tensor,
    src: &Tensor,
    reduce: &str,
    include_self: bool,
) -> Result<Tensor> {
    reduced("scatter_reduce", x, dim, index, src, reduce, include_self)
}

/// The index of a vector, repeated for each element of the places that the source has.
fn spread(op: &'static str, x: &Tensor, dim: i64, index: &Tensor, source: &Tensor) -> Result<Tensor> {
    let at = x.array().layout().dim(op, dim)?;
    let rows = source.sizes().get(at).copied().unwrap_or(1);
    let mut wanted = x.sizes().to_vec();
    if let Some(size) = wanted.get_mut(at) {
        *size = rows;
    }
    let fits = x.dim() == source.dim() && wanted == source.sizes();
    if index.dim() > 1 || index.numel() != rows || !fits {
        let shapes = [("self", x.sizes()), ("index", index.sizes()), ("source", source.sizes())];
        let remedy = "a vector with one index for each place of source, which has the other sizes of self";
        return Err(Error::shape(op, "sizes do not fit", &shapes, remedy));
    }
    if x.dim() == 0 {
        return index.try_reshape([]);
    }
    let mut sizes = vec![1; x.dim()];
    sizes[at] = -1;
    index.try_reshape(sizes)?.try_expand(signed(source))
}

#[track_caller]
pub(crate) fn index_reduce(
    x: &Tensor,
    dim: i64,
    index: &Tensor,
    source: &Tensor,
    reduce: &str,
    include_self: bool,
) -> Result<Tensor> {
    let op = "index_reduce";
    if reduce == "sum" {
        return Err(Error::argument(op, "reduce", reduce, "use prod, mean, amax or amin"));
    }
    let index = spread(op, x, dim, index, source)?;
    reduced(op, x, dim, &index, source, reduce, include_self)
}

/// The node of a result that was written over its input: the gradient goes on to the result's own node.
struct Replaced;

impl Rule for Replaced {
    fn name(&self) -> &'static str {
        "CopyBackwards"
    }

    fn gradients(&self, _node: &NodeRef, grad: &Tensor, _kept: &[&Tensor]) -> Result<Gradients> {
        Ok(smallvec![None, Some(grad.clone())])
    }
}

/// Writes over `x` the result that `run` makes of a copy of it.
#[track_caller]
fn replaced(op: &'static str, x: &Tensor, run: impl FnOnce(&Tensor) -> Result<Tensor>) -> Result<()> {
    let out = run(&x.try_copy()?)?;
    let write = || cresset_ops::copy::copy_(op, x.array(), cresset_ops::Operand::Array(out.array()));
    record_(op, &[x, &out], &[], write, Replaced)
}

#[track_caller]
pub(crate) fn scatter_reduce_(
    x: &Tensor,
    dim: i64,
    index: &Tensor,
    src: &Tensor,
    reduce: &str,
    include_self: bool,
) -> Result<()> {
    replaced("scatter_reduce_", x, |x| scatter_reduce(x, dim, index, src, reduce, include_self))
}

#[track_caller]
pub(crate) fn index_reduce_(
    x: &Tensor,
    dim: i64,
    index: &Tensor,
    source: &Tensor,
    reduce: &str,
    include_self: bool,
) -> Result<()> {
    replaced("index_reduce_", x, |x| index_reduce(x, dim, index, source, reduce, include_self))
}
