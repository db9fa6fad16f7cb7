//! Diagonals read and written, triangles as positions, and powers of a vector.

use cresset_storage::{DType, Dims, Error, Result, Scalar, promote};

use crate::methods::shape::signed;
use crate::{Options, Tensor};

#[track_caller]
pub(crate) fn diag(x: &Tensor, diagonal: i64) -> Result<Tensor> {
    match x.dim() {
        1 => diag_embed(x, diagonal, -2, -1),
        2 => x.try_diagonal(diagonal, 0, 1)?.try_copy(),
        _ => Err(Error::shape("diag", "not a vector or matrix", &[("self", x.sizes())], "use diagonal or diag_embed")),
    }
}

#[track_caller]
pub(crate) fn diag_embed(x: &Tensor, offset: i64, dim1: i64, dim2: i64) -> Result<Tensor> {
    let op = "diag_embed";
    let Some((&n, lead)) = x.sizes().split_last() else {
        return Err(Error::shape(op, "a scalar is no diagonal", &[("self", &[])], "give at least one dim"));
    };
    let (first, second) = (Dims::dim(op, dim1, x.dim() + 1)?, Dims::dim(op, dim2, x.dim() + 1)?);
    if first == second {
        return Err(cresset_storage::ErrorKind::RepeatedDim { op, dim: dim2 }.into());
    }
    let side = usize::try_from(offset.unsigned_abs()).ok().and_then(|offset| offset.checked_add(n));
    let Some(side) = side else {
        return Err(Error::argument(op, "offset", offset, "a smaller offset"));
    };
    let mut sizes = lead.to_vec();
    sizes.insert(first.min(second), side);
    sizes.insert(first.max(second), side);
    Options::like(x).try_zeros(sizes)?.try_diagonal_scatter(x, offset, dim1, dim2)
}

#[track_caller]
pub(crate) fn diagflat(x: &Tensor, offset: i64) -> Result<Tensor> {
    diag_embed(&x.try_reshape([-1])?, offset, 0, 1)
}

/// Rows and columns of the stretch `between` of each row of a matrix.
fn places(row: usize, col: usize, between: impl Fn(i64) -> (i64, i64)) -> Result<Tensor> {
    let (mut rows, mut columns) = (Vec::new(), Vec::new());
    for at in 0..row as i64 {
        let (start, end) = between(at);
        let chosen = start.clamp(0, col as i64)..end.clamp(0, col as i64);
        rows.extend(chosen.clone().map(|_| at));
        columns.extend(chosen);
    }
    let n = rows.len();
    rows.extend(columns);
    Tensor::try_from_vec(rows, [2, n])
}

pub(crate) fn tril_indices(row: usize, col: usize, offset: i64) -> Result<Tensor> {
    places(row, col, |at| (0, at.saturating_add(offset).saturating_add(1)))
}

pub(crate) fn triu_indices(row: usize, col: usize, offset: i64) -> Result<Tensor> {
    places(row, col, |at| (at.saturating_add(offset), col as i64))
}

#[track_caller]
pub(crate) fn as_strided_scatter(
    x: &Tensor,
    src: &Tensor,
    size: &[i64],
    stride: &[i64],
    storage_offset: Option<i64>,
) -> Result<Tensor> {
    let offset = storage_offset.unwrap_or(x.storage_offset() as i64);
    // The whole storage, as a view may be written beyond what `x` sees of it.
    let n_elements = x.array().storage().n_bytes() / x.dtype().n_bytes();
    let storage = x.detach().try_as_strided([n_elements as i64], [1], Some(0))?.try_copy()?;
    let steps: Vec<i64> = x.strides().iter().map(|&stride| stride as i64).collect();
    let own = |storage: &Tensor| storage.try_as_strided(signed(x), &steps, Some(x.storage_offset() as i64));
    if x.requires_grad() {
        own(&storage)?.try_copy_(x)?;
    }
    let view = storage.try_as_strided(size, stride, Some(offset))?;
    if view.sizes() != src.sizes() {
        let shapes = [("view", view.sizes()), ("src", src.sizes())];
        return Err(Error::shape("as_strided_scatter", "sizes differ", &shapes, "src must have the sizes of the view"));
    }
    view.try_copy_(src)?;
    own(&storage)
}

#[track_caller]
pub(crate) fn vander(x: &Tensor, n: Option<i64>, increasing: bool) -> Result<Tensor> {
    let op = "vander";
    if x.dim() != 1 {
        return Err(Error::shape(op, "not a vector", &[("self", x.sizes())], "give one dim"));
    }
    let n = n.unwrap_or(x.numel() as i64);
    let Ok(n) = usize::try_from(n) else {
        return Err(Error::argument(op, "n", n, "n must not be negative"));
    };
    let x = x.try_to_dtype(promote(x.dtype(), DType::I64))?;
    let ones = Options::like(&x).try_ones([x.numel(), n.min(1)])?;
    let factors = x.try_unsqueeze(1)?.try_expand([-1, n.saturating_sub(1) as i64])?;
    let powers = Tensor::try_cat(&[&ones, &factors], 1)?.try_cumprod(1)?;
    if increasing { Ok(powers) } else { powers.try_flip([1]) }
}

/// The steps of the diagonals to fill, in a contiguous tensor or one of given strides: sizes and offsets of them.
fn diagonals(x: &Tensor, wrap: bool) -> Result<Vec<(usize, usize)>> {
    let op = "fill_diagonal_";
    let sizes = x.sizes();
    let Some(&least) = sizes.iter().min().filter(|_| sizes.len() >= 2) else {
        return Err(Error::shape(op, "fewer than two dims", &[("self", sizes)], "give at least two dims"));
    };
    if sizes.len() > 2 && sizes.iter().any(|&size| size != sizes[0]) {
        return Err(Error::shape(op, "sizes differ", &[("self", sizes)], "with more than two dims all must be equal"));
    }
    let mut found = vec![(least, 0)];
    if let (true, &[height, width]) = (wrap, sizes)
        && height > width + 1
    {
        let n_wrapped = (x.numel() + width) / (width + 1);
        found.push((n_wrapped.saturating_sub(least), x.strides()[0] * (width + 1)));
    }
    Ok(found)
}

#[track_caller]
pub(crate) fn fill_diagonal_(x: &Tensor, fill_value: Scalar, wrap: bool) -> Result<()> {
    let found = diagonals(x, wrap)?;
    let stride: usize = x.strides().iter().sum();
    for (size, offset) in found.into_iter().filter(|(size, _)| *size > 0) {
        let at = (x.storage_offset() + offset) as i64;
        x.try_as_strided([size as i64], [stride as i64], Some(at))?.try_fill_(fill_value)?;
    }
    Ok(())
}

#[track_caller]
pub(crate) fn fill_diagonal(x: &Tensor, fill_value: Scalar, wrap: bool) -> Result<Tensor> {
    let out = x.try_copy()?;
    fill_diagonal_(&out, fill_value, wrap)?;
    Ok(out)
}
