//! Norms of vectors and matrices.

use cresset_storage::{DType, Error, ErrorKind, Result, Scalar};

use crate::Tensor;

#[track_caller]
fn converted(op: &'static str, x: &Tensor, dtype: Option<DType>) -> Result<Tensor> {
    match dtype {
        None if !x.dtype().is_differentiable() => {
            let remedy = "convert to a floating dtype first";
            Err(Error::dtype(op, "not a floating dtype", &[("self", x.dtype())], remedy))
        }
        Some(dtype) if !dtype.is_differentiable() || dtype.is_complex() != x.dtype().is_complex() => {
            let dtypes = [("self", x.dtype()), ("dtype", dtype)];
            Err(Error::dtype(
                op,
                "dtype does not fit",
                &dtypes,
                "use a floating dtype, a complex one for complex numbers",
            ))
        }
        Some(dtype) if dtype.n_bytes() < x.dtype().n_bytes() && x.dtype().is_differentiable() => {
            let dtypes = [("self", x.dtype()), ("dtype", dtype)];
            Err(Error::dtype(op, "dtype cannot hold the elements", &dtypes, "use a dtype that is not narrower"))
        }
        Some(dtype) if dtype != x.dtype() => x.try_to_dtype(dtype),
        _ => Ok(x.clone()),
    }
}

#[track_caller]
fn vector_norm(
    op: &'static str,
    x: &Tensor,
    ord: f64,
    dim: Option<&[i64]>,
    keepdim: bool,
    dtype: Option<DType>,
) -> Result<Tensor> {
    converted(op, x, dtype)?.try_norm(ord, dim, keepdim)
}

#[track_caller]
pub(crate) fn linalg_vector_norm(
    x: &Tensor,
    ord: Scalar,
    dim: Option<&[i64]>,
    keepdim: bool,
    dtype: Option<DType>,
) -> Result<Tensor> {
    vector_norm("linalg_vector_norm", x, ord.as_f64(), dim, keepdim, dtype)
}

/// The two dimensions of matrices, from 0 on.
fn matrix_dims(op: &'static str, x: &Tensor, dim: &[i64]) -> Result<[i64; 2]> {
    let &[row, column] = dim else {
        return Err(Error::argument(op, "dim", format!("{dim:?}"), "dim must name two dims"));
    };
    if x.dim() < 2 {
        let remedy = "self needs at least two dims";
        return Err(Error::shape(op, "not a batch of matrices", &[("self", x.sizes())], remedy));
    }
    let layout = x.array().layout();
    let (first, second) = (layout.dim(op, row)?, layout.dim(op, column)?);
    if first == second {
        return Err(ErrorKind::RepeatedDim { op, dim: column }.into());
    }
    Ok([first as i64, second as i64])
}

/// The matrices' dimensions at the end; and where they have to go back to.
#[track_caller]
fn singular_values(x: &Tensor, dims: [i64; 2]) -> Result<Tensor> {
    x.try_movedim(dims, [-2, -1])?.try_linalg_svdvals()
}

/// The result with dimensions of size one where the matrices' were.
#[track_caller]
fn kept(x: Tensor, dims: [i64; 2], keepdim: bool) -> Result<Tensor> {
    if !keepdim {
        return Ok(x);
    }
    x.try_unsqueeze(dims[0].min(dims[1]))?.try_unsqueeze(dims[0].max(dims[1]))
}

#[track_caller]
fn matrix_norm(
    op: &'static str,
    x: &Tensor,
    ord: f64,
    dim: &[i64],
    keepdim: bool,
    dtype: Option<DType>,
) -> Result<Tensor> {
    let dims = matrix_dims(op, x, dim)?;
    let x = converted(op, x, dtype)?;
    let (size, smallest) = (ord.abs(), ord < 0.0);
    let extreme = |values: &Tensor, dim: i64| match smallest {
        true => values.try_amin([dim], false),
        // The largest of none is zero.
        false if values.try_size(dim)? == 0 => values.try_sum_dim([dim], false),
        false => values.try_amax([dim], false),
    };
    let out = if size == 2.0 {
        extreme(&singular_values(&x, dims)?, -1)?
    } else if size == 1.0 || size.is_infinite() {
        let [row, column] = dims;
        let (summed, other) = if size == 1.0 { (row, column) } else { (column, row) };
        let sums = x.try_norm(1.0, Some(&[summed]), false)?;
        extreme(&sums, if other > summed { other - 1 } else { other })?
    } else {
        return Err(Error::argument(op, "ord", ord, "ord must be 1, 2, infinity or the negative of one of them"));
    };
    kept(out, dims, keepdim)
}

#[track_caller]
pub(crate) fn linalg_matrix_norm(
    x: &Tensor,
    ord: Scalar,
    dim: &[i64],
    keepdim: bool,
    dtype: Option<DType>,
) -> Result<Tensor> {
    matrix_norm("linalg_matrix_norm", x, ord.as_f64(), dim, keepdim, dtype)
}

#[track_caller]
pub(crate) fn linalg_matrix_norm_str(
    x: &Tensor,
    ord: &str,
    dim: &[i64],
    keepdim: bool,
    dtype: Option<DType>,
) -> Result<Tensor> {
    let op = "linalg_matrix_norm";
    let dims = matrix_dims(op, x, dim)?;
    match ord {
        "fro" => vector_norm(op, x, 2.0, Some(&dims), keepdim, dtype),
        "nuc" => kept(singular_values(&converted(op, x, dtype)?, dims)?.try_sum_dim([-1], false)?, dims, keepdim),
        _ => Err(Error::argument(op, "ord", ord, "ord must be fro or nuc")),
    }
}

#[track_caller]
pub(crate) fn linalg_norm(
    x: &Tensor,
    ord: Option<Scalar>,
    dim: Option<&[i64]>,
    keepdim: bool,
    dtype: Option<DType>,
) -> Result<Tensor> {
    let op = "linalg_norm";
    let Some(ord) = ord.map(Scalar::as_f64) else { return vector_norm(op, x, 2.0, dim, keepdim, dtype) };
    match (dim, x.dim()) {
        (Some(dim @ [_, _]), _) => matrix_norm(op, x, ord, dim, keepdim, dtype),
        (Some([]) | None, 2) => matrix_norm(op, x, ord, &[0, 1], keepdim, dtype),
        (Some(dim @ [_]), _) => vector_norm(op, x, ord, Some(dim), keepdim, dtype),
        (Some([]) | None, 1) => vector_norm(op, x, ord, None, keepdim, dtype),
        (Some(dim @ [_, _, ..]), _) => {
            Err(Error::argument(op, "dim", format!("{dim:?}"), "dim must name one dim or two"))
        }
        (Some([]) | None, _) => {
            let remedy = "with ord and without dim, self must have one dim or two";
            Err(Error::shape(op, "neither a vector nor a matrix", &[("self", x.sizes())], remedy))
        }
    }
}

#[track_caller]
pub(crate) fn linalg_cond(x: &Tensor, p: Option<Scalar>) -> Result<Tensor> {
    let ord = p.map_or(2.0, Scalar::as_f64);
    let norm = |x: &Tensor| matrix_norm("linalg_cond", x, ord, &[-2, -1], false, None);
    if ord.abs() == 2.0 {
        let values = x.try_linalg_svdvals()?;
        let (large, small) = (values.try_amax([-1], false)?, values.try_amin([-1], false)?);
        return if ord > 0.0 { large.try_div(&small) } else { small.try_div(&large) };
    }
    norm(x)?.try_mul(&norm(&x.try_linalg_inv()?)?)
}
