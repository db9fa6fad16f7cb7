//! Eigenvalues of symmetric matrices, and singular values.

use cresset_ops::decompose as ops;
use cresset_storage::{Error, Result};
use smallvec::smallvec;

use super::{Kept, adjoint, diagonal, diagonal_matrix, gradient, recorded, sum, with_diagonal};
use crate::Tensor;

/// Whether the upper triangle counts.
fn is_upper(op: &'static str, uplo: &str) -> Result<bool> {
    match uplo {
        "U" | "u" => Ok(true),
        "L" | "l" => Ok(false),
        _ => Err(Error::argument(op, "UPLO", uplo, "UPLO must be L or U")),
    }
}

/// The differences of values along a row, with 1 on the diagonal to divide by.
#[track_caller]
fn gaps(values: &Tensor) -> Result<Tensor> {
    with_diagonal(&values.try_unsqueeze(-2)?.try_sub(&values.try_unsqueeze(-1)?)?, 1.0)
}

/// `u diag(values) vh`.
#[track_caller]
fn composed(u: &Tensor, values: &Tensor, vh: &Tensor) -> Result<Tensor> {
    u.try_matmul(&values.try_unsqueeze(-1)?.try_mul(vh)?)
}

#[track_caller]
fn eigen(op: &'static str, a: &Tensor, uplo: &str) -> Result<[Tensor; 2]> {
    let (values, vectors) = ops::eigh(op, a.array(), is_upper(op, uplo)?, true)?;
    let keep = [Kept::Output(0), Kept::Output(1)];
    recorded("LinalgEighBackward0", &[a], [values, vectors], 2, &keep, |_, grads, kept| {
        let [values, vectors] = kept else { return Ok(smallvec![None]) };
        let turned = adjoint(vectors)?;
        Ok(smallvec![Some(match (gradient(grads, 0), gradient(grads, 1)) {
            (of_values, Some(of_vectors)) => {
                let middle = turned.try_matmul(of_vectors)?.try_div(&gaps(values)?)?;
                let middle = match of_values {
                    Some(of_values) => with_diagonal(&middle, &of_values.try_unsqueeze(-1)?)?,
                    None => with_diagonal(&middle, 0.0)?,
                };
                vectors.try_matmul(&middle)?.try_matmul(&turned)?
            }
            (Some(of_values), None) => composed(vectors, of_values, &turned)?,
            (None, None) => crate::try_zeros_like(vectors)?,
        })])
    })
}

#[track_caller]
pub(crate) fn linalg_eigh(a: &Tensor, uplo: &str) -> Result<(Tensor, Tensor)> {
    let [values, vectors] = eigen("linalg_eigh", a, uplo)?;
    Ok((values, vectors))
}

#[track_caller]
pub(crate) fn linalg_eigvalsh(a: &Tensor, uplo: &str) -> Result<Tensor> {
    let op = "linalg_eigvalsh";
    if crate::record::is_recorded(&[Some(a)]) {
        let [values, _] = eigen(op, a, uplo)?;
        return Ok(values);
    }
    ops::eigh(op, a.array(), is_upper(op, uplo)?, false).map(|(values, _)| Tensor::new(values))
}

/// The matrix less its adjoint.
#[track_caller]
fn skew(x: &Tensor) -> Result<Tensor> {
    x.try_sub(&adjoint(x)?)
}

/// The gradient of matrices from those of their singular values and vectors.
#[track_caller]
fn singular_gradient(
    [u, values, vh]: [&Tensor; 3],
    [of_u, of_values, of_vh]: [Option<&Tensor>; 3],
) -> Result<Option<Tensor>> {
    let shorter = values.try_size(-1)?;
    let (rows, columns) = (u.try_size(-2)?, vh.try_size(-1)?);
    // Of full matrices only these vectors depend on the values.
    let (u, vh) = (u.try_narrow(-1, 0, shorter)?, vh.try_narrow(-2, 0, shorter)?);
    let of_u = of_u.map(|grad| grad.try_narrow(-1, 0, shorter)).transpose()?;
    let of_vh = of_vh.map(|grad| grad.try_narrow(-2, 0, shorter)).transpose()?;
    let (row, column) = (values.try_unsqueeze(-2)?, values.try_unsqueeze(-1)?);
    if of_u.is_none() && of_vh.is_none() {
        return of_values.map(|of_values| composed(&u, of_values, &vh)).transpose();
    }
    let left = of_u.as_ref().map(|of_u| skew(&adjoint(&u)?.try_matmul(of_u)?)?.try_mul(&row)).transpose()?;
    let right = of_vh.as_ref().map(|of_vh| skew(&vh.try_matmul(&adjoint(of_vh)?)?)?.try_mul(&column)).transpose()?;
    let apart = gaps(&values.try_mul(values)?)?;
    let middle = sum(left, right)?.map(|middle| middle.try_div(&apart)).transpose()?;
    // A complex pair of vectors may turn together: its gradient must not.
    let turning = match (&of_u, values.dtype() != u.dtype()) {
        (Some(of_u), true) => {
            let turning = diagonal(&skew(&adjoint(&u)?.try_matmul(of_u)?)?)?;
            Some(diagonal_matrix(&turning.try_div(&values.try_mul(2.0)?)?)?)
        }
        _ => None,
    };
    let middle = sum(middle, turning)?;
    let middle = sum(middle, of_values.map(diagonal_matrix).transpose()?)?;
    let mut out = middle.map(|middle| u.try_matmul(&middle)?.try_matmul(&vh)).transpose()?;
    if let Some(of_u) = of_u.filter(|_| rows > shorter) {
        let scaled = of_u.try_div(&row)?;
        let outside = scaled.try_sub(&u.try_matmul(&adjoint(&u)?.try_matmul(&scaled)?)?)?;
        out = sum(out, Some(outside.try_matmul(&vh)?))?;
    }
    if let Some(of_vh) = of_vh.filter(|_| columns > shorter) {
        let scaled = of_vh.try_div(&column)?;
        let outside = scaled.try_sub(&scaled.try_matmul(&adjoint(&vh)?)?.try_matmul(&vh)?)?;
        out = sum(out, Some(u.try_matmul(&outside)?))?;
    }
    Ok(out)
}

#[track_caller]
fn singular(op: &'static str, a: &Tensor, full: bool) -> Result<[Tensor; 3]> {
    let (u, values, vh) = ops::svd(op, a.array(), full, true)?;
    let keep = [Kept::Output(0), Kept::Output(1), Kept::Output(2)];
    recorded("LinalgSvdBackward0", &[a], [u, values, vh], 3, &keep, |_, grads, kept| {
        let [u, values, vh] = kept else { return Ok(smallvec![None]) };
        let grads = [gradient(grads, 0), gradient(grads, 1), gradient(grads, 2)];
        Ok(smallvec![singular_gradient([u, values, vh], grads)?])
    })
}

impl Tensor {
    /// Singular values and vectors as `torch._linalg_svd`: without vectors these are empty.
    ///
    /// # Errors
    /// As `linalg_svd`.
    #[track_caller]
    pub fn try_linalg_svd_parts(&self, full_matrices: bool, compute_uv: bool) -> Result<[Tensor; 3]> {
        if compute_uv {
            return singular("linalg_svd", self, full_matrices);
        }
        let (u, _, vh) = ops::svd("linalg_svd", self.array(), full_matrices, false)?;
        Ok([Tensor::new(u), self.try_linalg_svdvals()?, Tensor::new(vh)])
    }
}

#[track_caller]
pub(crate) fn linalg_svd(a: &Tensor, full_matrices: bool) -> Result<(Tensor, Tensor, Tensor)> {
    let [u, values, vh] = singular("linalg_svd", a, full_matrices)?;
    Ok((u, values, vh))
}

#[track_caller]
pub(crate) fn svd(a: &Tensor, some: bool, compute_uv: bool) -> Result<(Tensor, Tensor, Tensor)> {
    if !compute_uv {
        // PyTorch fills the vectors with zeros here.
        let values = linalg_svdvals(a)?;
        let (rows, columns) = (a.try_size(-2)?, a.try_size(-1)?);
        let square = |n: usize| crate::Options::like(a).try_zeros([super::lead(a), &[n, n]].concat());
        return Ok((square(rows)?, values, square(columns)?));
    }
    let [u, values, vh] = singular("svd", a, !some)?;
    Ok((u, values, adjoint(&vh)?))
}

#[track_caller]
pub(crate) fn linalg_svdvals(a: &Tensor) -> Result<Tensor> {
    let op = "linalg_svdvals";
    if !crate::record::is_recorded(&[Some(a)]) {
        return ops::svd(op, a.array(), false, false).map(|(_, values, _)| Tensor::new(values));
    }
    let [_, values, _] = singular(op, a, false)?;
    Ok(values)
}
