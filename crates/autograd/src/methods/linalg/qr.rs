//! Orthonormal columns and upper triangles; products of reflections.

use cresset_ops::decompose as ops;
use cresset_storage::{Error, Result};
use smallvec::smallvec;

use super::{Kept, adjoint, diagonal, diagonal_matrix, gradient, identity, recorded, sum};
use crate::Tensor;

/// The gradient of square or tall matrices.
#[track_caller]
fn tall_gradient(q: &Tensor, r: &Tensor, of_q: Option<&Tensor>, of_r: Option<&Tensor>) -> Result<Tensor> {
    let from_r = of_r.map(|of_r| of_r.try_matmul(&adjoint(r)?)).transpose()?;
    let from_q = of_q.map(|of_q| adjoint(q)?.try_matmul(of_q)?.try_neg()).transpose()?;
    let middle = match sum(from_r, from_q)? {
        Some(middle) => middle.try_triu(0)?,
        None => return crate::try_zeros_like(q),
    };
    let symmetric = middle.try_add(&adjoint(&middle)?)?.try_sub(&diagonal_matrix(&diagonal(&middle)?)?)?;
    let product = q.try_matmul(&symmetric)?;
    let whole = of_q.map_or(Ok(product.clone()), |of_q| of_q.try_add(&product))?;
    adjoint(r)?.try_linalg_solve_triangular(&whole, false, false, false)
}

/// The gradient of wide matrices `[X, Y]`: `Q` and the first columns of `R` come from `X`, and the others are `Q* Y`.
#[track_caller]
fn wide_gradient(a: &Tensor, q: &Tensor, r: &Tensor, of_q: Option<&Tensor>, of_r: Option<&Tensor>) -> Result<Tensor> {
    let (rows, columns) = (a.try_size(-2)?, a.try_size(-1)?);
    let first = |x: &Tensor| x.try_narrow(-1, 0, rows);
    let rest = |x: &Tensor| x.try_narrow(-1, rows as i64, columns - rows);
    let of_rest = of_r.map(rest).transpose()?;
    let through = of_rest.as_ref().map(|of_rest| rest(a)?.try_matmul(&adjoint(of_rest)?)).transpose()?;
    let of_q = sum(of_q.cloned(), through)?;
    let of_first = tall_gradient(q, &first(r)?, of_q.as_ref(), of_r.map(first).transpose()?.as_ref())?;
    let of_rest = match of_rest {
        Some(of_rest) => q.try_matmul(&of_rest)?,
        None => crate::try_zeros_like(&rest(a)?)?,
    };
    Tensor::try_cat(&[&of_first, &of_rest], -1)
}

#[track_caller]
fn factors(op: &'static str, a: &Tensor, mode: ops::QrMode) -> Result<(Tensor, Tensor)> {
    let (q, r) = ops::qr(op, a.array(), mode)?;
    let keep = [Kept::Input(0), Kept::Output(0), Kept::Output(1)];
    let [q, r] = recorded("LinalgQrBackward0", &[a], [q, r], 2, &keep, move |_, grads, kept| {
        let [a, q, r] = kept else { return Ok(smallvec![None]) };
        let (rows, columns) = (a.try_size(-2)?, a.try_size(-1)?);
        let refuse = |remedy| Err(Error::argument("linalg_qr", "mode", "one without a gradient", remedy));
        if mode == ops::QrMode::R {
            return refuse("the gradient needs Q: use reduced");
        }
        if mode == ops::QrMode::Complete && rows > columns {
            return refuse("more rows than columns: use reduced");
        }
        let (of_q, of_r) = (gradient(grads, 0), gradient(grads, 1));
        Ok(smallvec![Some(match rows < columns {
            _ if a.numel() == 0 => crate::try_zeros_like(a)?,
            true => wide_gradient(a, q, r, of_q, of_r)?,
            false => tall_gradient(q, r, of_q, of_r)?,
        })])
    })?;
    Ok((q, r))
}

#[track_caller]
pub(crate) fn linalg_qr(a: &Tensor, mode: &str) -> Result<(Tensor, Tensor)> {
    let mode = match mode {
        "reduced" => ops::QrMode::Reduced,
        "complete" => ops::QrMode::Complete,
        "r" => ops::QrMode::R,
        _ => return Err(Error::argument("linalg_qr", "mode", mode, "mode must be reduced, complete or r")),
    };
    factors("linalg_qr", a, mode)
}

#[track_caller]
pub(crate) fn qr(a: &Tensor, some: bool) -> Result<(Tensor, Tensor)> {
    factors("qr", a, if some { ops::QrMode::Reduced } else { ops::QrMode::Complete })
}

#[track_caller]
pub(crate) fn linalg_householder_product(x: &Tensor, tau: &Tensor) -> Result<Tensor> {
    let op = "linalg_householder_product";
    ops::check_matrices(op, x.array())?;
    let (rows, columns) = (x.try_size(-2)?, x.try_size(-1)?);
    let n = tau.sizes().last().copied().unwrap_or(0);
    if columns > rows || tau.dim() + 1 != x.dim() || n > columns || super::lead(x) != &tau.sizes()[..tau.dim() - 1] {
        let shapes: [(_, &[usize]); 2] = [("self", x.sizes()), ("tau", tau.sizes())];
        return Err(Error::shape(op, "sizes do not fit", &shapes, "self [..., m, n] with m >= n, tau [..., up to n]"));
    }
    let mut out = identity(x, rows)?.try_narrow(-1, 0, columns)?;
    let reflections = super::with_diagonal(&x.try_tril(-1)?.try_narrow(-2, 0, columns)?, 1.0)?;
    let below = x.try_tril(-1)?.try_narrow(-2, columns as i64, rows - columns)?;
    let reflections = Tensor::try_cat(&[&reflections, &below], -2)?;
    for at in (0..n).rev() {
        let vector = reflections.try_narrow(-1, at as i64, 1)?;
        let scale = tau.try_narrow(-1, at as i64, 1)?.try_unsqueeze(-1)?;
        let change = vector.try_matmul(&adjoint(&vector)?.try_matmul(&out)?)?.try_mul(&scale)?;
        out = out.try_sub(&change)?;
    }
    let sizes = [&super::signed(super::lead(x))[..], &[rows as i64, columns as i64]].concat();
    out.try_expand(sizes)
}
