//! Order along a dimension: the gradient of each element goes where it came from.

use cresset_ops::{Array, sort as ops};
use cresset_storage::Result;

use super::along::Gather;
use super::record::moved_to;
use crate::Tensor;

/// Elements brought to the places of `positions`.
#[track_caller]
fn ordered(name: &'static str, x: &Tensor, dim: i64, (values, positions): (Array, Array)) -> Result<(Tensor, Tensor)> {
    let positions = Tensor::new(positions);
    let map = Gather { name, dim, sizes: *x.array().sizes() };
    Ok((moved_to(x, &[&positions], values, map)?, positions))
}

#[track_caller]
pub(crate) fn sort(x: &Tensor, dim: i64, descending: bool) -> Result<(Tensor, Tensor)> {
    ordered("SortBackward0", x, dim, ops::sort("sort", x.array(), dim, descending)?)
}

pub(crate) fn argsort(x: &Tensor, dim: i64, descending: bool) -> Result<Tensor> {
    Ok(Tensor::new(ops::sort("argsort", x.array(), dim, descending)?.1))
}

/// The result is in order whether that is asked for or not.
#[track_caller]
pub(crate) fn topk(x: &Tensor, k: usize, dim: i64, largest: bool, _sorted: bool) -> Result<(Tensor, Tensor)> {
    ordered("TopkBackward0", x, dim, ops::topk("topk", x.array(), k, dim, largest)?)
}

#[track_caller]
pub(crate) fn kthvalue(x: &Tensor, k: usize, dim: i64, keepdim: bool) -> Result<(Tensor, Tensor)> {
    let found = ops::kthvalue("kthvalue", x.array(), k, dim)?;
    let (values, positions) = ordered("KthvalueBackward0", x, dim, found)?;
    if keepdim || x.dim() == 0 {
        return Ok((values, positions));
    }
    Ok((values.try_squeeze_dim(dim)?, positions.try_squeeze_dim(dim)?))
}

fn distinct(found: ops::Unique) -> (Tensor, Tensor, Tensor) {
    (Tensor::new(found.values), Tensor::new(found.inverse), Tensor::new(found.counts))
}

pub(crate) fn unique(x: &Tensor) -> Result<(Tensor, Tensor, Tensor)> {
    ops::unique("unique", x.array()).map(distinct)
}

pub(crate) fn unique_consecutive(x: &Tensor) -> Result<(Tensor, Tensor, Tensor)> {
    ops::unique_consecutive("unique_consecutive", x.array()).map(distinct)
}
