//! What tells small singular values from zero: ranks, pseudo-inverses, least squares.

use cresset_ops::decompose as ops;
use cresset_storage::{DType, Error, Result};
use smallvec::smallvec;

use super::{Kept, adjoint, gradient, recorded_one};
use crate::{Options, Tensor, no_grad};

fn check_tolerances(op: &'static str, [atol, rtol]: [Option<&Tensor>; 2]) -> Result<()> {
    for (name, given) in [("atol", atol), ("rtol", rtol)] {
        if let Some(given) = given.filter(|given| !given.dtype().is_floating_point() && !given.dtype().is_integral()) {
            return Err(Error::dtype(
                op,
                "tolerance is not a number",
                &[(name, given.dtype())],
                "use a floating dtype",
            ));
        }
    }
    Ok(())
}

/// The larger of both tolerances for each matrix, as PyTorch fills in those left out.
fn tolerance(a: &Tensor, largest: &Tensor, atol: Option<&Tensor>, rtol: Option<&Tensor>) -> Result<Tensor> {
    let epsilon = if a.dtype().to_real() == DType::F64 { f64::EPSILON } else { f64::from(f32::EPSILON) };
    let usual = epsilon * a.try_size(-2)?.max(a.try_size(-1)?) as f64;
    let real = |x: &Tensor| x.try_to_dtype(DType::F64);
    let largest = real(largest)?;
    let relative = match (atol, rtol) {
        (_, Some(rtol)) => real(rtol)?,
        (Some(atol), None) => {
            real(atol)?.try_gt(0.0)?.try_where_self(0.0, &real(atol)?.try_mul(0.0)?.try_add(usual)?)?
        }
        (None, None) => Options::like(a).dtype(DType::F64).try_full([], usual)?,
    };
    let relative = relative.try_mul(&largest)?;
    atol.map_or(Ok(relative.clone()), |atol| real(atol)?.try_maximum(&relative))
}

/// The singular values; for symmetric matrices the sizes of the eigenvalues.
fn sizes_of(op: &'static str, a: &Tensor, hermitian: bool) -> Result<Tensor> {
    if hermitian {
        ops::eigh(op, a.array(), false, false).map(|(values, _)| Tensor::new(values))?.try_abs()
    } else {
        ops::svd(op, a.array(), false, false).map(|(_, values, _)| Tensor::new(values))
    }
}

/// The largest of the values of each matrix; 0 where there are none.
fn largest(values: &Tensor) -> Result<Tensor> {
    match values.try_size(-1)? {
        0 => values.try_sum_dim([-1], false),
        _ => values.try_amax([-1], false),
    }
}

/// Which values are above the tolerance. Values compare in `float64`, as they stand.
fn above(op: &'static str, a: &Tensor, values: &Tensor, tolerances: [Option<&Tensor>; 2]) -> Result<Tensor> {
    check_tolerances(op, tolerances)?;
    let tolerance = tolerance(a, &largest(values)?, tolerances[0], tolerances[1])?;
    values.try_to_dtype(DType::F64)?.try_gt(&tolerance.try_unsqueeze(-1)?)
}

#[track_caller]
pub(crate) fn linalg_matrix_rank(
    a: &Tensor,
    atol: Option<&Tensor>,
    rtol: Option<&Tensor>,
    hermitian: bool,
) -> Result<Tensor> {
    let op = "linalg_matrix_rank";
    no_grad(|| {
        ops::check_matrices(op, a.array())?;
        let values = sizes_of(op, a, hermitian)?;
        above(op, a, &values, [atol, rtol])?.try_sum_dim([-1], false)
    })
}

/// The pseudo-inverse without a graph.
fn inverted(op: &'static str, a: &Tensor, tolerances: [Option<&Tensor>; 2], hermitian: bool) -> Result<Tensor> {
    ops::check_matrices(op, a.array())?;
    check_tolerances(op, tolerances)?;
    if a.numel() == 0 {
        return adjoint(a)?.try_copy();
    }
    let (left, values, right) = if hermitian {
        let (values, vectors) = ops::eigh(op, a.array(), false, true)?;
        let vectors = Tensor::new(vectors);
        (vectors.clone(), Tensor::new(values), adjoint(&vectors)?)
    } else {
        let (u, values, vh) = ops::svd(op, a.array(), false, true)?;
        (Tensor::new(u), Tensor::new(values), Tensor::new(vh))
    };
    let counts = above(op, a, &values.try_abs()?, tolerances)?;
    let inverse = counts.try_where_self(&values.try_reciprocal()?, 0.0)?;
    adjoint(&right)?.try_matmul(&inverse.try_unsqueeze(-1)?.try_mul(&adjoint(&left)?)?)
}

#[track_caller]
fn pseudo_inverse(op: &'static str, a: &Tensor, tolerances: [Option<&Tensor>; 2], hermitian: bool) -> Result<Tensor> {
    let out = no_grad(|| inverted(op, a, tolerances, hermitian))?;
    let keep = [Kept::Input(0), Kept::Output(0)];
    recorded_one("LinalgPinvBackward0", &[a], out.array().clone(), &keep, |_, grads, kept| {
        let (Some(grad), [a, inverse]) = (gradient(grads, 0), kept) else { return Ok(smallvec![None]) };
        let (grad, turned) = (adjoint(grad)?, adjoint(inverse)?);
        // The two forms are equal; each works with the smaller matrices.
        let out = if a.try_size(-2)? <= a.try_size(-1)? {
            let k = grad.try_matmul(inverse)?;
            let k_turned = k.try_matmul(&turned)?;
            let first = adjoint(&inverse.try_matmul(&k)?)?.try_neg()?.try_add(&k_turned)?;
            let second = a.try_matmul(inverse)?.try_matmul(&k_turned)?;
            let third = turned.try_matmul(inverse)?.try_matmul(&grad.try_sub(&k.try_matmul(a)?)?)?;
            first.try_sub(&second)?.try_add(&third)?
        } else {
            let k = inverse.try_matmul(&grad)?;
            let k_turned = turned.try_matmul(&k)?;
            let first = adjoint(&k.try_matmul(inverse)?)?.try_neg()?;
            let second = grad.try_sub(&a.try_matmul(&k)?)?.try_matmul(inverse)?.try_matmul(&turned)?;
            let third = k_turned.try_matmul(inverse)?.try_matmul(a)?;
            first.try_add(&second)?.try_add(&k_turned)?.try_sub(&third)?
        };
        Ok(smallvec![Some(out)])
    })
}

#[track_caller]
pub(crate) fn linalg_pinv(a: &Tensor, atol: Option<&Tensor>, rtol: Option<&Tensor>, hermitian: bool) -> Result<Tensor> {
    pseudo_inverse("linalg_pinv", a, [atol, rtol], hermitian)
}

#[track_caller]
pub(crate) fn pinverse(a: &Tensor, rcond: f64) -> Result<Tensor> {
    let rtol = Options::like(a).dtype(DType::F64).try_full([], rcond)?;
    pseudo_inverse("pinverse", a, [None, Some(&rtol)], false)
}

#[track_caller]
pub(crate) fn linalg_lstsq(a: &Tensor, b: &Tensor) -> Result<Tensor> {
    pseudo_inverse("linalg_lstsq", a, [None, None], false)?.try_matmul(b)
}
