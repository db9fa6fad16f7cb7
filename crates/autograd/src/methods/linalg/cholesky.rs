//! Cholesky factors, and solving with them.

use cresset_ops::decompose as ops;
use cresset_storage::{DType, Error, Result};
use smallvec::smallvec;

use super::{Kept, adjoint, gradient, recorded, recorded_one};
use crate::Tensor;

/// Half of the adjoint-symmetric matrix whose lower triangle this is.
#[track_caller]
fn symmetric_of_lower(x: &Tensor) -> Result<Tensor> {
    x.try_tril(0)?.try_add(&adjoint(&x.try_tril(-1)?)?)?.try_mul(0.5)
}

#[track_caller]
fn factor(op: &'static str, x: &Tensor, upper: bool) -> Result<[Tensor; 2]> {
    let (factors, info) = ops::cholesky(op, x.array(), upper)?;
    let name = "LinalgCholeskyExBackward0";
    recorded(name, &[x], [factors, info], 1, &[Kept::Output(0)], move |_, grads, kept| {
        let Some(grad) = gradient(grads, 0) else { return Ok(smallvec![None]) };
        let turned = |x: &Tensor| if upper { adjoint(x) } else { Ok(x.clone()) };
        let (lower, grad) = (turned(&kept[0])?, turned(grad)?);
        let above = adjoint(&lower)?;
        let middle = symmetric_of_lower(&above.try_matmul(&grad)?)?;
        let half = above.try_linalg_solve_triangular(&middle, true, true, false)?;
        Ok(smallvec![Some(lower.try_linalg_solve_triangular(&half, false, false, false)?)])
    })
}

fn check(op: &'static str, info: &Tensor) -> Result<()> {
    ops::check_info(op, info.array(), "not positive definite: leading minor", "use positive definite matrices")
}

#[track_caller]
pub(crate) fn linalg_cholesky(x: &Tensor, upper: bool) -> Result<Tensor> {
    let [factors, info] = factor("linalg_cholesky", x, upper)?;
    check("linalg_cholesky", &info)?;
    Ok(factors)
}

#[track_caller]
pub(crate) fn linalg_cholesky_ex(x: &Tensor, upper: bool, check_errors: bool) -> Result<(Tensor, Tensor)> {
    let [factors, info] = factor("linalg_cholesky_ex", x, upper)?;
    if check_errors {
        check("linalg_cholesky_ex", &info)?;
    }
    Ok((factors, info))
}

#[track_caller]
pub(crate) fn cholesky(x: &Tensor, upper: bool) -> Result<Tensor> {
    let [factors, info] = factor("cholesky", x, upper)?;
    check("cholesky", &info)?;
    Ok(factors)
}

/// The solution from factors, as arrays.
fn solution(op: &'static str, sides: &Tensor, factors: &Tensor, upper: bool) -> Result<cresset_ops::Array> {
    let turned = adjoint(&factors.detach())?;
    let (first, second) = if upper { (&turned, factors) } else { (factors, &turned) };
    let (first, second) = (first.array(), second.array());
    let form = |upper| ops::Triangular { upper, left: true, unit: false };
    let half = ops::solve_triangular(op, first, sides.array(), form(false))?;
    ops::solve_triangular(op, second, &half, form(true))
}

#[track_caller]
pub(crate) fn cholesky_solve(x: &Tensor, input2: &Tensor, upper: bool) -> Result<Tensor> {
    let op = "cholesky_solve";
    ops::check_square(op, input2.array())?;
    ops::check_matrices(op, x.array())?;
    let out = solution(op, x, input2, upper)?;
    let keep = [Kept::Input(1), Kept::Output(0)];
    let sizes = [x, input2].map(|tensor| tensor.sizes().to_vec());
    recorded_one("CholeskySolveBackward0", &[x, input2], out, &keep, move |node, grads, kept| {
        let (Some(grad), [factors, out]) = (gradient(grads, 0), kept) else { return Ok(smallvec![None, None]) };
        let sides = grad.try_cholesky_solve(factors, upper)?;
        let of_factors = match node.needs_input_grad(1) {
            true => {
                let common = sides.try_matmul(&adjoint(out)?)?;
                let common = common.try_add(&adjoint(&common)?)?;
                let product = if upper { factors.try_matmul(&common)? } else { common.try_matmul(factors)? };
                Some(product.try_neg()?.try_sum_to_size(&sizes[1])?)
            }
            false => None,
        };
        Ok(smallvec![Some(sides.try_sum_to_size(&sizes[0])?), of_factors])
    })
}

#[track_caller]
pub(crate) fn cholesky_inverse(x: &Tensor, upper: bool) -> Result<Tensor> {
    let op = "cholesky_inverse";
    ops::check_square(op, x.array())?;
    let zeros = super::diagonal(&x.detach())?.try_eq(0.0)?;
    if zeros.try_any()?.try_scalar()?.as_bool() {
        let at = zeros.try_reshape([-1])?.try_to_dtype(DType::I64)?.try_argmax(Some(0), false)?.try_scalar()?.as_i64();
        let n = x.try_size(-1)? as i64;
        let value = format!("singular: diagonal element {} is zero in batch element {}", at % n + 1, at / n);
        return Err(Error::argument(op, "self", value, "the diagonal must not be zero"));
    }
    let identity = super::identity(x, x.try_size(-1)?)?;
    let out = solution(op, &identity, x, upper)?;
    let keep = [Kept::Input(0), Kept::Output(0)];
    recorded_one("CholeskyInverseBackward0", &[x], out, &keep, move |_, grads, kept| {
        let (Some(grad), [factors, out]) = (gradient(grads, 0), kept) else { return Ok(smallvec![None]) };
        let common = out.try_matmul(&grad.try_add(&adjoint(grad)?)?.try_matmul(out)?)?;
        let product = if upper { factors.try_matmul(&common)? } else { common.try_matmul(factors)? };
        Ok(smallvec![Some(product.try_neg()?)])
    })
}
