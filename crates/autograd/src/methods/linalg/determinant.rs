//! Determinants and their logarithms.

use cresset_ops::decompose as ops;
use cresset_storage::{Complex64, DType, Result, Scalar};
use smallvec::smallvec;

use super::equations::{factors, parity, solve};
use super::{Kept, adjoint, diagonal, diagonal_matrix, gradient, recorded, sum};
use crate::graph::Gradients;
use crate::{Options, Tensor, mode, no_grad};

/// The distance from 1 to the next number.
fn epsilon(dtype: DType) -> f64 {
    if dtype.to_real() == DType::F64 { f64::EPSILON } else { f64::from(f32::EPSILON) }
}

/// `x` such that the adjoint of `a`, times `x`, is the diagonal matrix of `values`.
#[track_caller]
fn solve_diagonal(a: &Tensor, values: &Tensor, lu: &Tensor, pivots: &Tensor, of_transposes: bool) -> Result<Tensor> {
    let n = a.try_size(-1)? as i64;
    let sizes = [&super::equations::batch_sizes(a)[..], &[n]].concat();
    let sides = diagonal_matrix(&values.try_unsqueeze(-1)?.try_expand(sizes)?)?;
    if mode::is_grad_enabled() {
        return Ok(solve("linalg_det", &adjoint(a)?, &sides, true)?[0].clone());
    }
    Ok(Tensor::new(ops::lu_solve("linalg_det", lu.array(), pivots.array(), sides.array(), !of_transposes)?))
}

/// The gradient of determinants where one is zero: by the adjugates, from singular values.
#[track_caller]
fn singular_gradient(a: &Tensor, grad: &Tensor) -> Result<Tensor> {
    let (u, values, vh) = a.try_linalg_svd(true)?;
    let turn = u.try_linalg_det()?.try_mul(&vh.try_linalg_det()?)?.try_conj()?.try_mul(grad)?;
    let n = values.try_size(-1)? as i64;
    let running = |x: &Tensor| -> Result<Tensor> {
        let one = Options::like(x).try_ones(x.try_narrow(-1, 0, 1)?.sizes())?;
        crate::Tensor::try_cat(&[&one, &x.try_narrow(-1, 0, n as usize - 1)?], -1)?.try_cumprod(-1)
    };
    let others = running(&values)?.try_mul(&running(&values.try_flip([-1])?)?.try_flip([-1])?)?;
    let scaled = u.try_mul(&others.try_mul(&turn.try_unsqueeze(-1)?)?.try_unsqueeze(-2)?)?;
    scaled.try_matmul(&vh)
}

/// Determinants, LU factors and pivots.
#[track_caller]
fn determinants(op: &'static str, a: &Tensor) -> Result<[Tensor; 3]> {
    ops::check_square(op, a.array())?;
    let (lu, pivots, of_transposes) = factors(op, a)?;
    let value = no_grad(|| {
        let product = diagonal(&Tensor::new(lu.clone()))?.try_prod_dim(-1, false)?;
        product.try_mul(&parity(&Tensor::new(pivots.clone()), a.dtype().to_real())?)
    })?;
    let outputs = [value.array().clone(), lu, pivots];
    let keep = [Kept::Input(0), Kept::Output(0), Kept::Constant(1), Kept::Constant(2)];
    recorded("LinalgDetBackward0", &[a], outputs, 1, &keep, move |_, grads, kept| {
        let (Some(grad), [a, det, lu, pivots]) = (gradient(grads, 0), kept) else { return Ok(smallvec![None]) };
        if a.numel() == 0 {
            return Ok(smallvec![Some(crate::try_zeros_like(a)?)]);
        }
        if a.try_size(-1)? == 1 {
            return Ok(smallvec![Some(grad.try_unsqueeze(-1)?.try_unsqueeze(-1)?)]);
        }
        if mode::is_grad_enabled() && det.detach().try_eq(0.0)?.try_any()?.try_scalar()?.as_bool() {
            return Ok(smallvec![Some(singular_gradient(a, grad)?)]);
        }
        let pivot = diagonal(lu)?;
        let nudge = pivot.try_eq(0.0)?.try_to_dtype(lu.dtype())?.try_mul(epsilon(lu.dtype()))?;
        let lu = lu.try_add(&diagonal_matrix(&nudge)?)?;
        Ok(smallvec![Some(solve_diagonal(a, &grad.try_mul(&det.try_conj()?)?, &lu, pivots, of_transposes)?)])
    })
}

/// Signs, logarithms of absolute values, LU factors and pivots.
#[track_caller]
fn logarithms(op: &'static str, a: &Tensor) -> Result<[Tensor; 4]> {
    ops::check_square(op, a.array())?;
    let (lu, pivots, of_transposes) = factors(op, a)?;
    let (sign, logarithm) = no_grad(|| -> Result<(Tensor, Tensor)> {
        let pivot = diagonal(&Tensor::new(lu.clone()))?;
        let sign = pivot.try_sgn()?.try_prod_dim(-1, false)?;
        let sign = sign.try_mul(&parity(&Tensor::new(pivots.clone()), a.dtype().to_real())?)?;
        Ok((sign, pivot.try_abs()?.try_log()?.try_sum_dim([-1], false)?))
    })?;
    let outputs = [sign.array().clone(), logarithm.array().clone(), lu, pivots];
    let keep = [Kept::Input(0), Kept::Output(0), Kept::Constant(2), Kept::Constant(3)];
    recorded("LinalgSlogdetBackward0", &[a], outputs, 2, &keep, move |_, grads, kept| -> Result<Gradients> {
        let [a, sign, lu, pivots] = kept else { return Ok(smallvec![None]) };
        let of_logarithm = gradient(grads, 1).cloned();
        let of_sign = gradient(grads, 0).filter(|_| a.dtype().is_complex()).map(|grad| {
            // Real signs do not change; complex ones turn.
            let turn = grad.try_conj()?.try_mul(sign)?.try_imag()?;
            turn.try_mul(Scalar::Complex(Complex64::new(0.0, -1.0)))
        });
        Ok(smallvec![Some(match sum(of_logarithm, of_sign.transpose()?)? {
            Some(grad) if a.numel() > 0 => {
                solve_diagonal(a, &grad.try_to_dtype(a.dtype())?, lu, pivots, of_transposes)?
            }
            _ => crate::try_zeros_like(a)?,
        })])
    })
}

impl Tensor {
    /// Determinants with the LU factors and pivots they were computed from, as `torch._linalg_det`.
    ///
    /// # Errors
    /// As `linalg_det`.
    #[track_caller]
    pub fn try_linalg_det_lu(&self) -> Result<[Tensor; 3]> {
        determinants("linalg_det", self)
    }

    /// Signs, logarithms, LU factors and pivots, as `torch._linalg_slogdet`.
    ///
    /// # Errors
    /// As `linalg_slogdet`.
    #[track_caller]
    pub fn try_linalg_slogdet_lu(&self) -> Result<[Tensor; 4]> {
        logarithms("linalg_slogdet", self)
    }
}

#[track_caller]
pub(crate) fn linalg_det(a: &Tensor) -> Result<Tensor> {
    let [det, _, _] = determinants("linalg_det", a)?;
    Ok(det)
}

#[track_caller]
pub(crate) fn det(a: &Tensor) -> Result<Tensor> {
    let [det, _, _] = determinants("det", a)?;
    Ok(det)
}

#[track_caller]
pub(crate) fn linalg_slogdet(a: &Tensor) -> Result<(Tensor, Tensor)> {
    let [sign, logarithm, _, _] = logarithms("linalg_slogdet", a)?;
    Ok((sign, logarithm))
}

#[track_caller]
pub(crate) fn slogdet(a: &Tensor) -> Result<(Tensor, Tensor)> {
    let [sign, logarithm, _, _] = logarithms("slogdet", a)?;
    Ok((sign, logarithm))
}

#[track_caller]
pub(crate) fn logdet(a: &Tensor) -> Result<Tensor> {
    let [sign, logarithm, _, _] = logarithms("logdet", a)?;
    if a.dtype().is_complex() {
        return logarithm.try_add(&sign.try_log()?);
    }
    sign.detach().try_eq(-1.0)?.try_where_self(f64::NAN, &logarithm)
}
