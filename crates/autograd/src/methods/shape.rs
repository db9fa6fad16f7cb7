//! Views and copies that change sizes: reshape, permute, expand, narrow and their relatives.

use cresset_ops::{Array, copy};
use cresset_storage::{Dims, Error, Layout, Result};

use crate::Tensor;
use crate::tensor::Origin;
use crate::views::{self, Cuts, Undo};

/// The sizes as arguments of a method.
pub(crate) fn signed(x: &Tensor) -> Vec<i64> {
    x.sizes().iter().map(|&size| size as i64).collect()
}

/// Sizes with one `-1` filled in.
fn infer_sizes(op: &'static str, x: &Tensor, sizes: &[i64]) -> Result<Dims> {
    let refuse = || {
        let shown: Vec<usize> = sizes.iter().map(|&size| size.max(0) as usize).collect();
        Error::shape(
            op,
            "sizes do not fit the number of elements",
            &[("self", x.sizes()), ("sizes", &shown)],
            "the product must equal numel; one size may be -1",
        )
    };
    let (mut known, mut open) = (1usize, None);
    let mut dims = Dims::EMPTY;
    for (at, &size) in sizes.iter().enumerate() {
        match usize::try_from(size) {
            Ok(size) => known = known.checked_mul(size).ok_or_else(refuse)?,
            Err(_) if size == -1 && open.is_none() => open = Some(at),
            Err(_) => return Err(refuse()),
        }
        dims.push(op, size.max(0) as usize)?;
    }
    if let Some(at) = open {
        if known == 0 || !x.numel().is_multiple_of(known) {
            return Err(refuse());
        }
        dims[at] = x.numel() / known;
        known *= dims[at];
    }
    if known == x.numel() { Ok(dims) } else { Err(refuse()) }
}

#[track_caller]
pub(crate) fn view(x: &Tensor, sizes: &[i64]) -> Result<Tensor> {
    let dims = infer_sizes("view", x, sizes)?;
    match x.array().layout().view(&dims) {
        Some(layout) => reshaped("ViewBackward0", x, layout),
        None => Err(Error::shape(
            "view",
            "sizes do not fit the strides",
            &[("self", x.sizes()), ("strides", x.strides()), ("sizes", &dims)],
            "use reshape, which copies where it must",
        )),
    }
}

#[track_caller]
fn reshaped(name: &'static str, x: &Tensor, layout: Layout) -> Result<Tensor> {
    views::record(name, x, layout, Origin::Recorded, || Ok(Undo::Reshape(*x.array().sizes())))
}

#[track_caller]
pub(crate) fn reshape(x: &Tensor, sizes: &[i64]) -> Result<Tensor> {
    let dims = infer_sizes("reshape", x, sizes)?;
    match x.array().layout().view(&dims) {
        Some(layout) => reshaped("ViewBackward0", x, layout),
        None => {
            let copied = contiguous(x)?;
            reshaped("UnsafeViewBackward0", &copied, Layout::contiguous(dims))
        }
    }
}

#[track_caller]
pub(crate) fn flatten(x: &Tensor, start_dim: i64, end_dim: i64) -> Result<Tensor> {
    let layout = x.array().layout();
    let (start, end) = (layout.dim("flatten", start_dim)?, layout.dim("flatten", end_dim)?);
    if start > end {
        let remedy = "start_dim must not come after end_dim";
        return Err(Error::argument("flatten", "start_dim", start_dim, remedy));
    }
    let mut sizes: Vec<i64> = x.sizes().iter().map(|&size| size as i64).collect();
    if sizes.is_empty() {
        return reshape(x, &[1]);
    }
    if start == end {
        return Ok(x.clone());
    }
    let merged = sizes[start..=end].iter().product();
    sizes.splice(start..=end, [merged]);
    reshape(x, &sizes)
}

#[track_caller]
pub(crate) fn permute(x: &Tensor, dims: &[i64]) -> Result<Tensor> {
    let layout = x.array().layout().permute("permute", dims)?;
    permuted("PermuteBackward0", x, layout, || dims.iter().map(|&dim| Dims::dim("permute", dim, x.dim())).collect())
}

#[track_caller]
fn permuted(
    name: &'static str,
    x: &Tensor,
    layout: Layout,
    order: impl FnOnce() -> Result<Vec<usize>>,
) -> Result<Tensor> {
    views::record(name, x, layout, Origin::Recorded, || Ok(Undo::Permute(Dims::new(name, &order()?)?)))
}

#[track_caller]
pub(crate) fn transpose(x: &Tensor, dim0: i64, dim1: i64) -> Result<Tensor> {
    let layout = x.array().layout().transpose("transpose", dim0, dim1)?;
    swapped("TransposeBackward0", x, layout, dim0, dim1)
}

#[track_caller]
fn swapped(name: &'static str, x: &Tensor, layout: Layout, dim0: i64, dim1: i64) -> Result<Tensor> {
    permuted(name, x, layout, || {
        let mut order: Vec<usize> = (0..x.dim()).collect();
        if x.dim() > 0 {
            order.swap(Dims::dim(name, dim0, x.dim())?, Dims::dim(name, dim1, x.dim())?);
        }
        Ok(order)
    })
}

#[track_caller]
pub(crate) fn t(x: &Tensor) -> Result<Tensor> {
    match x.dim() {
        0 | 1 => reshaped("TBackward0", x, *x.array().layout()),
        2 => swapped("TBackward0", x, x.array().layout().transpose("t", 0, 1)?, 0, 1),
        _ => Err(Error::shape("t", "more than two dims", &[("self", x.sizes())], "use transpose or permute")),
    }
}

#[track_caller]
pub(crate) fn movedim(x: &Tensor, source: &[i64], destination: &[i64]) -> Result<Tensor> {
    let op = "movedim";
    let places = |dims: &[i64]| -> Result<Vec<usize>> {
        let mut places: Vec<usize> = Vec::new();
        for &dim in dims {
            let place = Dims::dim(op, dim, x.dim())?;
            if places.contains(&place) {
                return Err(cresset_storage::ErrorKind::RepeatedDim { op, dim }.into());
            }
            places.push(place);
        }
        Ok(places)
    };
    let (from, to) = (places(source)?, places(destination)?);
    if from.len() != to.len() {
        let remedy = "give as many destinations as sources";
        return Err(Error::argument(op, "destination", format!("{destination:?}"), remedy));
    }
    let mut rest = (0..x.dim()).filter(|dim| !from.contains(dim));
    let order: Vec<i64> = (0..x.dim())
        .filter_map(|place| match to.iter().position(|&dim| dim == place) {
            Some(at) => Some(from[at]),
            None => rest.next(),
        })
        .map(|dim| dim as i64)
        .collect();
    permute(x, &order)
}

#[track_caller]
pub(crate) fn squeeze(x: &Tensor) -> Result<Tensor> {
    let mut layout = *x.array().layout();
    for dim in (0..x.dim()).rev() {
        layout = layout.squeeze("squeeze", dim as i64)?;
    }
    reshaped("SqueezeBackward0", x, layout)
}

#[track_caller]
pub(crate) fn squeeze_dim(x: &Tensor, dim: i64) -> Result<Tensor> {
    reshaped("SqueezeBackward1", x, x.array().layout().squeeze("squeeze", dim)?)
}

#[track_caller]
pub(crate) fn unsqueeze(x: &Tensor, dim: i64) -> Result<Tensor> {
    reshaped("UnsqueezeBackward0", x, x.array().layout().unsqueeze("unsqueeze", dim)?)
}

#[track_caller]
pub(crate) fn expand(x: &Tensor, sizes: &[i64]) -> Result<Tensor> {
    let layout = x.array().layout().expand("expand", sizes)?;
    views::record("ExpandBackward0", x, layout, Origin::Recorded, || Ok(Undo::Expand(*x.array().sizes())))
}

#[track_caller]
pub(crate) fn broadcast_to(x: &Tensor, sizes: &[i64]) -> Result<Tensor> {
    expand(x, sizes)
}

#[track_caller]
pub(crate) fn narrow(x: &Tensor, dim: i64, start: i64, length: usize) -> Result<Tensor> {
    views::part("SliceBackward0", x, Origin::Recorded, |layout| layout.narrow("narrow", dim, start, length))
}

#[track_caller]
pub(crate) fn select(x: &Tensor, dim: i64, index: i64) -> Result<Tensor> {
    views::part("SelectBackward0", x, Origin::Recorded, |layout| layout.select("select", dim, index))
}

#[track_caller]
pub(crate) fn slice(x: &Tensor, dim: i64, start: Option<i64>, end: Option<i64>, step: i64) -> Result<Tensor> {
    views::part("SliceBackward0", x, Origin::Recorded, |layout| layout.slice("slice", dim, start, end, step))
}

#[track_caller]
pub(crate) fn diagonal(x: &Tensor, offset: i64, dim1: i64, dim2: i64) -> Result<Tensor> {
    views::part("DiagonalBackward0", x, Origin::Recorded, |layout| layout.diagonal("diagonal", offset, dim1, dim2))
}

#[track_caller]
pub(crate) fn unfold(x: &Tensor, dim: i64, size: usize, step: usize) -> Result<Tensor> {
    views::part("UnfoldBackward0", x, Origin::Recorded, |layout| layout.unfold("unfold", dim, size, step))
}

/// Any strides over the storage of `x`.
#[track_caller]
pub(crate) fn as_strided(x: &Tensor, sizes: &[i64], strides: &[i64], offset: Option<i64>) -> Result<Tensor> {
    let whole = |name: &'static str, values: &[i64]| -> Result<Vec<usize>> {
        values
            .iter()
            .map(|&value| {
                usize::try_from(value).map_err(|_| Error::argument("as_strided", name, value, "must not be negative"))
            })
            .collect()
    };
    let (sizes, strides) = (whole("size", sizes)?, whole("stride", strides)?);
    let offset = match offset {
        Some(offset) => whole("storage_offset", &[offset])?[0],
        None => x.storage_offset(),
    };
    let layout = *x.array().as_strided("as_strided", &sizes, &strides, offset)?.layout();
    views::record("AsStridedBackward0", x, layout, Origin::Recorded, || {
        let input = *x.array().layout();
        if input.may_overlap_itself() {
            let remedy = "make it contiguous first";
            return Err(Error::graph("as_strided", "no gradient through an expanded tensor", "self", remedy));
        }
        Ok(Undo::Part { input, view: layout })
    })
}

#[track_caller]
pub(crate) fn unbind(x: &Tensor, dim: i64) -> Result<Vec<Tensor>> {
    let pieces = (0..x.try_size(dim)?).map(|start| [start, 1]).collect();
    views::pieces(x, Cuts { op: "unbind", node: "UnbindBackward0", dim, pieces, drops_dim: true })
}

#[track_caller]
pub(crate) fn split(x: &Tensor, split_size: usize, dim: i64) -> Result<Vec<Tensor>> {
    let size = x.try_size(dim)?;
    if split_size == 0 && size != 0 {
        return Err(Error::argument("split", "split_size", split_size, "split_size must be at least 1"));
    }
    let starts = (0..size.max(1)).step_by(split_size.max(1));
    let pieces = starts.map(|start| [start, split_size.min(size - start)]).collect();
    views::pieces(x, Cuts { op: "split", node: "SplitBackward0", dim, pieces, drops_dim: false })
}

/// The most pieces that a dimension without elements is cut into.
const MOST_EMPTY_PIECES: usize = 65_536;

#[track_caller]
pub(crate) fn chunk(x: &Tensor, chunks: usize, dim: i64) -> Result<Vec<Tensor>> {
    if chunks == 0 {
        return Err(Error::argument("chunk", "chunks", chunks, "chunks must be at least 1"));
    }
    let size = x.try_size(dim)?;
    if size == 0 {
        // PyTorch gives as many empty pieces as were asked for.
        if chunks > MOST_EMPTY_PIECES {
            return Err(Error::argument("chunk", "chunks", chunks, "an empty dim is cut into at most 65536 pieces"));
        }
        let pieces = vec![[0, 0]; chunks];
        return views::pieces(x, Cuts { op: "chunk", node: "SplitBackward0", dim, pieces, drops_dim: false });
    }
    split(x, size.div_ceil(chunks), dim)
}

#[track_caller]
pub(crate) fn contiguous(x: &Tensor) -> Result<Tensor> {
    if x.is_contiguous() { Ok(x.clone()) } else { copied(x, copy::contiguous_copy("contiguous", x.array())?) }
}

/// A copy of `x` whose gradient is passed on.
#[track_caller]
pub(crate) fn copied(x: &Tensor, copy: Array) -> Result<Tensor> {
    crate::methods::conversion::link_cast("CloneBackward0", x, copy)
}
