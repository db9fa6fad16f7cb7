//! LU factors, and solving with them.

use std::cmp::Ordering;

use cresset_ops::decompose as ops;
use cresset_storage::{DType, Error, Result};
use smallvec::smallvec;

use super::{Kept, adjoint, gradient, identity, lead, recorded, signed, with_diagonal};
use crate::Tensor;

/// The lower factor, of `shorter` columns, in a matrix of both.
#[track_caller]
fn lower(lu: &Tensor, shorter: usize) -> Result<Tensor> {
    let part = lu.try_narrow(-1, 0, shorter)?.try_tril(-1)?;
    let (square, rest) = (part.try_narrow(-2, 0, shorter)?, part.try_size(-2)? - shorter);
    let square = with_diagonal(&square, 1.0)?;
    if rest == 0 {
        return Ok(square);
    }
    Tensor::try_cat(&[&square, &part.try_narrow(-2, shorter as i64, rest)?], -2)
}

/// The upper factor, of `shorter` rows, in a matrix of both.
#[track_caller]
fn upper(lu: &Tensor, shorter: usize) -> Result<Tensor> {
    lu.try_narrow(-2, 0, shorter)?.try_triu(0)
}

/// Row `order[i]` of the result is row `i` of `x`.
#[track_caller]
fn restore_rows(x: &Tensor, pivots: &Tensor) -> Result<Tensor> {
    let rows = x.try_size(-2)?;
    let order = Tensor::new(ops::pivot_order("linalg_lu_factor", pivots.array(), rows)?);
    let back = order.try_argsort(-1, false)?.try_unsqueeze(-1)?;
    let mut sizes = signed(lead(x));
    sizes.extend([rows as i64, x.try_size(-1)? as i64]);
    x.try_gather(-2, &back.try_expand(sizes)?)
}

/// The gradient of matrices from those of both factors, before the rows go back to their places. With `M` as what the
/// inverses of the factors make of a change of the matrix, `dL = L tril(M, -1)` and `dU = triu(M) U`.
#[track_caller]
fn factors_gradient(lu: &Tensor, grad: &Tensor) -> Result<Tensor> {
    let (rows, columns) = (lu.try_size(-2)?, lu.try_size(-1)?);
    let shorter = rows.min(columns);
    let (l, u) = (lower(lu, shorter)?, upper(lu, shorter)?);
    let below = grad.try_narrow(-1, 0, shorter)?.try_tril(-1)?;
    let above = grad.try_narrow(-2, 0, shorter)?.try_triu(0)?;
    let square = |x: &Tensor, dim: i64| x.try_narrow(dim, 0, shorter);
    let rest = |x: &Tensor, dim: i64| x.try_narrow(dim, shorter as i64, rows.max(columns) - shorter);
    let (l_square, u_square) = (square(&l, -2)?, square(&u, -1)?);
    let mut of_lower = adjoint(&l_square)?.try_matmul(&square(&below, -2)?)?;
    let mut of_upper = square(&above, -1)?.try_matmul(&adjoint(&u_square)?)?;
    match rows.cmp(&columns) {
        Ordering::Less => {
            of_lower = of_lower.try_sub(&rest(&above, -1)?.try_matmul(&adjoint(&rest(&u, -1)?)?)?)?;
        }
        Ordering::Greater => {
            of_upper = of_upper.try_sub(&adjoint(&rest(&l, -2)?)?.try_matmul(&rest(&below, -2)?)?)?;
        }
        Ordering::Equal => {}
    }
    let middle = of_lower.try_tril(-1)?.try_add(&of_upper.try_triu(0)?)?;
    let left = |x: &Tensor| adjoint(&l_square)?.try_linalg_solve_triangular(x, true, true, true);
    let right = |x: &Tensor| adjoint(&u_square)?.try_linalg_solve_triangular(x, false, false, false);
    let first = left(&right(&middle)?)?;
    match rows.cmp(&columns) {
        Ordering::Equal => Ok(first),
        Ordering::Less => Tensor::try_cat(&[&first, &left(&rest(&above, -1)?)?], -1),
        Ordering::Greater => Tensor::try_cat(&[&first, &right(&rest(&below, -2)?)?], -2),
    }
}

#[track_caller]
fn factor(op: &'static str, a: &Tensor, pivot: bool) -> Result<[Tensor; 3]> {
    if !pivot {
        let remedy = "factors without pivoting are not available on this device; pass true";
        return Err(Error::argument(op, "pivot", pivot, remedy));
    }
    let (lu, pivots, info) = ops::lu_factor(op, a.array())?;
    let keep = [Kept::Output(0), Kept::Constant(1)];
    recorded("LinalgLuFactorExBackward0", &[a], [lu, pivots, info], 1, &keep, |_, grads, kept| {
        let (Some(grad), [lu, pivots]) = (gradient(grads, 0), kept) else { return Ok(smallvec![None]) };
        Ok(smallvec![Some(match lu.numel() {
            0 => crate::try_zeros_like(lu)?,
            _ => restore_rows(&factors_gradient(lu, grad)?, pivots)?,
        })])
    })
}

fn check(op: &'static str, info: &Tensor) -> Result<()> {
    ops::check_info(op, info.array(), "singular: no pivot", "the factors have a zero on the diagonal")
}

#[track_caller]
pub(crate) fn linalg_lu_factor_ex(a: &Tensor, pivot: bool, check_errors: bool) -> Result<(Tensor, Tensor, Tensor)> {
    let [lu, pivots, info] = factor("linalg_lu_factor_ex", a, pivot)?;
    if check_errors {
        check("linalg_lu_factor_ex", &info)?;
    }
    Ok((lu, pivots, info))
}

#[track_caller]
pub(crate) fn linalg_lu_factor(a: &Tensor, pivot: bool) -> Result<(Tensor, Tensor)> {
    let [lu, pivots, info] = factor("linalg_lu_factor", a, pivot)?;
    check("linalg_lu_factor", &info)?;
    Ok((lu, pivots))
}

#[track_caller]
pub(crate) fn linalg_lu(a: &Tensor, pivot: bool) -> Result<(Tensor, Tensor, Tensor)> {
    let [lu, pivots, _] = factor("linalg_lu", a, pivot)?;
    let (rows, columns) = (a.try_size(-2)?, a.try_size(-1)?);
    let shorter = rows.min(columns);
    let sizes = [&signed(lead(a))[..], &[rows as i64, rows as i64]].concat();
    let permutation = restore_rows(&identity(a, rows)?.try_expand(sizes)?, &pivots)?;
    Ok((permutation, lower(&lu, shorter)?, upper(&lu, shorter)?))
}

#[track_caller]
pub(crate) fn linalg_lu_solve(
    lu: &Tensor,
    pivots: &Tensor,
    b: &Tensor,
    left: bool,
    is_adjoint: bool,
) -> Result<Tensor> {
    let op = "linalg_lu_solve";
    ops::check_square(op, lu.array())?;
    ops::check_matrices(op, b.array())?;
    let n = lu.try_size(-1)?;
    let pivots = if pivots.dtype() == DType::I64 { pivots.try_to_dtype(DType::I32)? } else { pivots.clone() };
    let order = Tensor::new(ops::pivot_order(op, pivots.array(), n)?);
    if !left {
        // The adjoint of the equation has the unknown on the right.
        return adjoint(&linalg_lu_solve(lu, &pivots, &adjoint(b)?, true, !is_adjoint)?);
    }
    let rows =
        |x: &Tensor, order: &Tensor| -> Result<Tensor> { x.try_take_along_dim(&order.try_unsqueeze(-1)?, Some(-2)) };
    if is_adjoint {
        let turned = adjoint(lu)?;
        let half = turned.try_linalg_solve_triangular(b, false, true, false)?;
        let whole = turned.try_linalg_solve_triangular(&half, true, true, true)?;
        return rows(&whole, &order.try_argsort(-1, false)?);
    }
    let half = lu.try_linalg_solve_triangular(&rows(b, &order)?, false, true, true)?;
    lu.try_linalg_solve_triangular(&half, true, true, false)
}
