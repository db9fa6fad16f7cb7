//! Tensors side by side, in parts, with other numbers of dimensions, turned and mirrored.

mod diagonals;
mod parts;

use cresset_storage::{Dims, Error, Result};

use crate::Tensor;
use crate::methods::shape::signed;

pub(crate) use diagonals::{
    as_strided_scatter, diag, diag_embed, diagflat, fill_diagonal, fill_diagonal_, tril_indices, triu_indices, vander,
};
pub(crate) use parts::{dsplit, hsplit, split_with_sizes, tensor_split, tensor_split_indices, vsplit};

/// Joins the tensors, each first changed.
#[track_caller]
fn joined(
    op: &'static str,
    tensors: &[&Tensor],
    dim: Option<i64>,
    change: impl Fn(&Tensor) -> Result<Tensor>,
) -> Result<Tensor> {
    let changed: Vec<Tensor> = tensors.iter().map(|tensor| change(tensor)).collect::<Result<_>>()?;
    let Some(first) = changed.first() else {
        return Err(Error::argument(op, "tensors", "[]", "give at least one tensor"));
    };
    let dim = dim.unwrap_or(if first.dim() == 1 { 0 } else { 1 });
    Tensor::try_cat(&changed.iter().collect::<Vec<_>>(), dim)
}

#[track_caller]
pub(crate) fn hstack(tensors: &[&Tensor]) -> Result<Tensor> {
    joined("hstack", tensors, None, atleast_1d)
}

#[track_caller]
pub(crate) fn vstack(tensors: &[&Tensor]) -> Result<Tensor> {
    joined("vstack", tensors, Some(0), atleast_2d)
}

#[track_caller]
pub(crate) fn dstack(tensors: &[&Tensor]) -> Result<Tensor> {
    joined("dstack", tensors, Some(2), atleast_3d)
}

#[track_caller]
pub(crate) fn column_stack(tensors: &[&Tensor]) -> Result<Tensor> {
    let column = |x: &Tensor| if x.dim() < 2 { x.try_reshape([x.numel() as i64, 1]) } else { Ok(x.clone()) };
    joined("column_stack", tensors, Some(1), column)
}

#[track_caller]
pub(crate) fn broadcast_tensors(tensors: &[&Tensor]) -> Result<Vec<Tensor>> {
    let mut sizes = Dims::EMPTY;
    for tensor in tensors {
        sizes = cresset_ops::broadcast_sizes("broadcast_tensors", &sizes, tensor.array().sizes())?;
    }
    let wanted: Vec<i64> = sizes.iter().map(|&size| size as i64).collect();
    let expand = |tensor: &&Tensor| {
        if tensor.sizes() == &sizes[..] { Ok((*tensor).clone()) } else { tensor.try_expand(&wanted) }
    };
    tensors.iter().map(expand).collect()
}

#[track_caller]
pub(crate) fn meshgrid(tensors: &[&Tensor], indexing: &str) -> Result<Vec<Tensor>> {
    let op = "meshgrid";
    let is_swapped = match indexing {
        "ij" => false,
        "xy" => tensors.len() > 1,
        _ => return Err(Error::argument(op, "indexing", indexing, "use ij or xy")),
    };
    let Some(first) = tensors.first() else {
        return Err(Error::argument(op, "tensors", "[]", "give at least one tensor"));
    };
    for tensor in tensors {
        if tensor.dim() > 1 {
            return Err(Error::shape(op, "not a vector", &[("tensor", tensor.sizes())], "give at most one dim each"));
        }
        if tensor.dtype() != first.dtype() {
            let dtypes = [("first", first.dtype()), ("other", tensor.dtype())];
            return Err(Error::dtype(op, "dtypes differ", &dtypes, "give all the same dtype"));
        }
    }
    let place = |at: usize| if is_swapped && at < 2 { 1 - at } else { at };
    let mut sizes = vec![1; tensors.len()];
    for (at, tensor) in tensors.iter().enumerate() {
        sizes[place(at)] = tensor.numel() as i64;
    }
    let spread = |(at, tensor): (usize, &&Tensor)| {
        let mut own = vec![1; sizes.len()];
        own[place(at)] = tensor.numel() as i64;
        tensor.try_reshape(own)?.try_expand(&sizes)
    };
    tensors.iter().enumerate().map(spread).collect()
}

#[track_caller]
pub(crate) fn block_diag(tensors: &[&Tensor]) -> Result<Tensor> {
    let op = "block_diag";
    let mut blocks = Vec::with_capacity(tensors.len());
    for tensor in tensors {
        if tensor.dim() > 2 {
            return Err(Error::shape(op, "more than two dims", &[("tensor", tensor.sizes())], "give matrices"));
        }
        blocks.push(atleast_2d(tensor)?);
    }
    let n_columns: usize = blocks.iter().map(|block| block.sizes()[1]).sum();
    let mut before = 0;
    let mut rows = Vec::with_capacity(blocks.len());
    for block in &blocks {
        let &[height, width] = block.sizes() else { continue };
        let zeros = |width: usize| crate::Options::like(block).try_zeros([height, width]);
        let (left, right) = (zeros(before)?, zeros(n_columns - before - width)?);
        rows.push(Tensor::try_cat(&[&left, block, &right], 1)?);
        before += width;
    }
    match rows.is_empty() {
        true => crate::try_zeros([1, 0]),
        false => Tensor::try_cat(&rows.iter().collect::<Vec<_>>(), 0),
    }
}

#[track_caller]
pub(crate) fn cartesian_prod(tensors: &[&Tensor]) -> Result<Tensor> {
    let op = "cartesian_prod";
    if let Some(tensor) = tensors.iter().find(|tensor| tensor.dim() != 1) {
        return Err(Error::shape(op, "not a vector", &[("tensor", tensor.sizes())], "give one dim each"));
    }
    if let [only] = tensors {
        return Ok((*only).clone());
    }
    let columns: Vec<Tensor> = meshgrid(tensors, "ij")?.iter().map(|x| x.try_reshape([-1])).collect::<Result<_>>()?;
    Tensor::try_stack(&columns.iter().collect::<Vec<_>>(), 1)
}

#[track_caller]
pub(crate) fn combinations(x: &Tensor, r: i64, with_replacement: bool) -> Result<Tensor> {
    let op = "combinations";
    if x.dim() != 1 {
        return Err(Error::shape(op, "not a vector", &[("self", x.sizes())], "give one dim"));
    }
    let Ok(width) = usize::try_from(r) else {
        return Err(Error::argument(op, "r", r, "r must not be negative"));
    };
    if width == 0 {
        return x.try_narrow(0, 0, 0)?.try_copy();
    }
    let (n, step) = (x.numel() as i64, i64::from(!with_replacement));
    if u32::try_from(r).ok().and_then(|r| n.checked_pow(r)).is_none() {
        return Err(Error::argument(op, "r", r, "fewer combinations"));
    }
    if n == 0 || (!with_replacement && r > n) {
        return x
            .try_narrow(0, 0, 0)?
            .try_take(&crate::Options::like(x).dtype(cresset_storage::DType::I64).try_zeros([0, width])?);
    }
    let mut places = Vec::new();
    let mut row: Vec<i64> = (0..r).map(|at| at * step).collect();
    let limit = |at: usize| n - 1 - (r - 1 - at as i64) * step;
    loop {
        places.extend_from_slice(&row);
        // The last place that can still move on does, and those behind it follow.
        let Some(moved) = (0..width).rev().find(|&at| row[at] < limit(at)) else { break };
        row[moved] += 1;
        for at in moved + 1..width {
            row[at] = row[at - 1] + step;
        }
    }
    let n_rows = places.len() / width;
    x.try_take(&x.beside(places, [n_rows, width])?)
}

#[track_caller]
pub(crate) fn atleast_1d(x: &Tensor) -> Result<Tensor> {
    if x.dim() == 0 { x.try_reshape([1]) } else { Ok(x.clone()) }
}

#[track_caller]
pub(crate) fn atleast_2d(x: &Tensor) -> Result<Tensor> {
    match x.dim() {
        0 => x.try_reshape([1, 1]),
        1 => x.try_unsqueeze(0),
        _ => Ok(x.clone()),
    }
}

#[track_caller]
pub(crate) fn atleast_3d(x: &Tensor) -> Result<Tensor> {
    match x.dim() {
        0 => x.try_reshape([1, 1, 1]),
        1 => x.try_unsqueeze(0)?.try_unsqueeze(-1),
        2 => x.try_unsqueeze(-1),
        _ => Ok(x.clone()),
    }
}

#[track_caller]
pub(crate) fn unflatten(x: &Tensor, dim: i64, sizes: &[i64]) -> Result<Tensor> {
    let op = "unflatten";
    let at = Dims::dim(op, dim, x.dim())?;
    if sizes.is_empty() || x.dim() == 0 {
        return Err(Error::argument(op, "sizes", format!("{sizes:?}"), "give at least one size"));
    }
    // Inferred for the one dimension: the other sizes may be 0.
    let mut sizes = sizes.to_vec();
    let held = x.sizes()[at] as i64;
    let known: i64 = sizes.iter().filter(|&&size| size != -1).fold(1, |product, &size| product.saturating_mul(size));
    let n_open = sizes.iter().filter(|&&size| size == -1).count();
    let open = if n_open == 1 && known > 0 && held % known == 0 { held / known } else { 1 };
    if n_open > 1 || sizes.iter().any(|&size| size < -1) || known.saturating_mul(open) != held {
        let remedy = "the product must equal the size of dim; one size may be -1";
        return Err(Error::argument(op, "sizes", format!("{sizes:?} for size {held}"), remedy));
    }
    sizes.iter_mut().filter(|size| **size == -1).for_each(|size| *size = open);
    let own = signed(x);
    x.try_view([&own[..at], &sizes, &own[at + 1..]].concat())
}

#[track_caller]
pub(crate) fn ravel(x: &Tensor) -> Result<Tensor> {
    x.try_reshape([-1])
}

#[track_caller]
pub(crate) fn squeeze_dims(x: &Tensor, dims: &[i64]) -> Result<Tensor> {
    let mut places: Vec<usize> = Vec::with_capacity(dims.len());
    for &dim in dims {
        let place = x.array().layout().dim("squeeze", dim)?;
        if places.contains(&place) {
            return Err(cresset_storage::ErrorKind::RepeatedDim { op: "squeeze", dim }.into());
        }
        places.push(place);
    }
    let sizes: Vec<i64> =
        (0..x.dim()).filter(|at| x.sizes()[*at] != 1 || !places.contains(at)).map(|at| x.sizes()[at] as i64).collect();
    x.try_view(sizes)
}

#[track_caller]
pub(crate) fn reshape_as(x: &Tensor, other: &Tensor) -> Result<Tensor> {
    x.try_reshape(signed(other))
}

#[track_caller]
pub(crate) fn view_as(x: &Tensor, other: &Tensor) -> Result<Tensor> {
    x.try_view(signed(other))
}

#[track_caller]
pub(crate) fn expand_as(x: &Tensor, other: &Tensor) -> Result<Tensor> {
    x.try_expand(signed(other))
}

#[track_caller]
pub(crate) fn type_as(x: &Tensor, other: &Tensor) -> Result<Tensor> {
    x.try_to_device(other.device())?.try_to_dtype(other.dtype())
}

fn check_dims(op: &'static str, x: &Tensor, least: usize) -> Result<()> {
    if x.dim() >= least {
        return Ok(());
    }
    let remedy = "give more dims";
    Err(Error::shape(op, "too few dims", &[("self", x.sizes())], remedy))
}

#[track_caller]
pub(crate) fn fliplr(x: &Tensor) -> Result<Tensor> {
    check_dims("fliplr", x, 2)?;
    x.try_flip([1])
}

#[track_caller]
pub(crate) fn flipud(x: &Tensor) -> Result<Tensor> {
    check_dims("flipud", x, 1)?;
    x.try_flip([0])
}

#[track_caller]
pub(crate) fn rot90(x: &Tensor, k: i64, dims: &[i64]) -> Result<Tensor> {
    let op = "rot90";
    check_dims(op, x, 2)?;
    let &[first, second] = dims else {
        return Err(Error::argument(op, "dims", format!("{dims:?}"), "give two dims"));
    };
    if Dims::dim(op, first, x.dim())? == Dims::dim(op, second, x.dim())? {
        return Err(cresset_storage::ErrorKind::RepeatedDim { op, dim: second }.into());
    }
    match k.rem_euclid(4) {
        0 => x.try_copy(),
        1 => x.try_flip([second])?.try_transpose(first, second),
        2 => x.try_flip(dims),
        _ => x.try_flip([first])?.try_transpose(first, second),
    }
}

#[track_caller]
pub(crate) fn tile(x: &Tensor, dims: &[i64]) -> Result<Tensor> {
    let missing = x.dim().saturating_sub(dims.len());
    x.try_repeat([&vec![1; missing][..], dims].concat())
}

#[track_caller]
pub(crate) fn mt(x: &Tensor) -> Result<Tensor> {
    check_dims("mt", x, 2)?;
    x.try_transpose(-1, -2)
}

#[track_caller]
pub(crate) fn numpy_t(x: &Tensor) -> Result<Tensor> {
    let order: Vec<i64> = (0..x.dim() as i64).rev().collect();
    x.try_permute(order)
}
