//! Inverses, and equations with square matrices.

use cresset_ops::{Array, copy, decompose as ops};
use cresset_storage::{DType, Error, Result};
use smallvec::smallvec;

use super::{Kept, adjoint, gradient, identity, lead, recorded, signed};
use crate::{Tensor, mode};

const SINGULAR: &str = "singular: no pivot";

fn check(op: &'static str, info: &Tensor) -> Result<()> {
    ops::check_info(op, info.array(), SINGULAR, "the matrices must be invertible")
}

fn turned(op: &'static str, x: &Array) -> Result<Array> {
    Ok(x.with_layout(x.layout().transpose(op, -2, -1)?))
}

/// The adjoint of each matrix.
fn turned_conjugate(op: &'static str, x: &Array) -> Result<Array> {
    Ok(Tensor::new(turned(op, x)?).try_conj()?.array().clone())
}

/// LU factors, pivots, and whether they are those of the transposes, as for PyTorch's determinants: row-major matrices
/// are column-major transposes, which LAPACK takes without a copy.
pub(super) fn factors(op: &'static str, a: &Tensor) -> Result<(Array, Array, bool)> {
    let of_transposes = a.is_contiguous() && !a.dtype().is_complex();
    let matrices = if of_transposes { turned(op, a.array())? } else { a.array().clone() };
    let (factors, pivots, _) = ops::lu_factor(op, &matrices)?;
    Ok((factors, pivots, of_transposes))
}

/// The solution from LU factors: of `a x = b`, or of `x a = b`, for `a` itself or its adjoint.
fn solution(
    op: &'static str,
    (factors, pivots): (&Array, &Array),
    b: &Array,
    left: bool,
    adjoint: bool,
) -> Result<Array> {
    if left {
        return ops::lu_solve(op, factors, pivots, b, adjoint);
    }
    // The adjoint of the equation has the unknown on the right.
    turned_conjugate(op, &ops::lu_solve(op, factors, pivots, &turned_conjugate(op, b)?, !adjoint)?)
}

/// Whether right-hand sides are vectors, one for each matrix.
fn is_vector(a: &Tensor, b: &Tensor) -> bool {
    b.dim() == 1 || (a.dim() == b.dim() + 1 && b.sizes() == &a.sizes()[..a.dim() - 1])
}

/// The solution, LU factors, pivots and info.
#[track_caller]
pub(super) fn solve(op: &'static str, a: &Tensor, b: &Tensor, left: bool) -> Result<[Tensor; 4]> {
    ops::check_square(op, a.array())?;
    let vector = is_vector(a, b);
    if vector && !left {
        let shapes: [(_, &[usize]); 2] = [("A", a.sizes()), ("B", b.sizes())];
        return Err(Error::shape(op, "vectors cannot stand on the left", &shapes, "unsqueeze B"));
    }
    let sides = if vector { b.try_unsqueeze(-1)? } else { b.clone() };
    let (factors, pivots, info) = ops::lu_factor(op, a.array())?;
    let out = solution(op, (&factors, &pivots), sides.array(), left, false)?;
    let sizes = [a, &sides].map(|tensor| tensor.sizes().to_vec());
    let keep = [Kept::Input(0), Kept::Output(0), Kept::Constant(1), Kept::Constant(2)];
    let outputs = [out, factors, pivots, info];
    let formula = move |node: &crate::NodeRef, grads: &[Option<Tensor>], kept: &[Tensor]| {
        let (Some(grad), [a, out, factors, pivots]) = (gradient(grads, 0), kept) else {
            return Ok(smallvec![None, None]);
        };
        let sides = match mode::is_grad_enabled() {
            true => solve(op, &adjoint(a)?, grad, left)?[0].clone(),
            false => {
                let factored = (factors.array(), pivots.array());
                Tensor::new(solution(op, factored, grad.array(), left, true)?)
            }
        };
        let of_a = match node.needs_input_grad(0) {
            true => {
                let product = match left {
                    true => sides.try_matmul(&adjoint(out)?)?,
                    false => adjoint(out)?.try_matmul(&sides)?,
                };
                Some(product.try_neg()?.try_sum_to_size(&sizes[0])?)
            }
            false => None,
        };
        Ok(smallvec![of_a, Some(sides.try_sum_to_size(&sizes[1])?)])
    };
    let [out, factors, pivots, info] = recorded("LinalgSolveExBackward0", &[a, &sides], outputs, 1, &keep, formula)?;
    let out = if vector { out.try_squeeze_dim(-1)? } else { out };
    Ok([out, factors, pivots, info])
}

#[track_caller]
pub(crate) fn linalg_solve(a: &Tensor, b: &Tensor, left: bool) -> Result<Tensor> {
    let [out, _, _, info] = solve("linalg_solve", a, b, left)?;
    check("linalg_solve", &info)?;
    Ok(out)
}

#[track_caller]
pub(crate) fn linalg_solve_ex(a: &Tensor, b: &Tensor, left: bool, check_errors: bool) -> Result<(Tensor, Tensor)> {
    let [out, _, _, info] = solve("linalg_solve_ex", a, b, left)?;
    if check_errors {
        check("linalg_solve_ex", &info)?;
    }
    Ok((out, info))
}

impl Tensor {
    /// As `linalg_solve_ex`, with the LU factors and pivots between the solution and what LAPACK says, as
    /// `torch._linalg_solve_ex`.
    ///
    /// # Errors
    /// As `linalg_solve_ex`.
    #[track_caller]
    pub fn try_linalg_solve_lu(&self, b: &Tensor, left: bool, check_errors: bool) -> Result<[Tensor; 4]> {
        let parts = solve("linalg_solve", self, b, left)?;
        if check_errors {
            check("linalg_solve", &parts[3])?;
        }
        Ok(parts)
    }
}

#[track_caller]
fn inverted(op: &'static str, a: &Tensor) -> Result<[Tensor; 2]> {
    ops::check_square(op, a.array())?;
    let (factors, pivots, info) = ops::lu_factor(op, a.array())?;
    let sides = identity(a, a.try_size(-1)?)?;
    let out = match a.numel() {
        0 => copy::contiguous_copy(op, a.array())?,
        _ => ops::lu_solve(op, &factors, &pivots, sides.array(), false)?,
    };
    recorded("LinalgInvExBackward0", &[a], [out, info], 1, &[Kept::Output(0)], |_, grads, kept| {
        let (Some(grad), [out]) = (gradient(grads, 0), kept) else { return Ok(smallvec![None]) };
        let turned = adjoint(out)?;
        Ok(smallvec![Some(turned.try_matmul(grad)?.try_matmul(&turned)?.try_neg()?)])
    })
}

#[track_caller]
pub(crate) fn linalg_inv_ex(a: &Tensor, check_errors: bool) -> Result<(Tensor, Tensor)> {
    let [out, info] = inverted("linalg_inv_ex", a)?;
    if check_errors {
        check("linalg_inv_ex", &info)?;
    }
    Ok((out, info))
}

#[track_caller]
pub(crate) fn linalg_inv(a: &Tensor) -> Result<Tensor> {
    let [out, info] = inverted("linalg_inv", a)?;
    check("linalg_inv", &info)?;
    Ok(out)
}

#[track_caller]
pub(crate) fn inverse(a: &Tensor) -> Result<Tensor> {
    let [out, info] = inverted("inverse", a)?;
    check("inverse", &info)?;
    Ok(out)
}

#[track_caller]
pub(crate) fn linalg_tensorinv(a: &Tensor, ind: i64) -> Result<Tensor> {
    let op = "linalg_tensorinv";
    if ind < 1 || ind as usize > a.dim() {
        return Err(Error::argument(op, "ind", ind, "ind must be in 1..=the number of dims"));
    }
    let (first, last) = a.sizes().split_at(ind as usize);
    let (rows, columns): (usize, usize) = (first.iter().product(), last.iter().product());
    if rows != columns {
        return Err(Error::shape(
            op,
            "not square",
            &[("first", first), ("last", last)],
            "their products must be equal",
        ));
    }
    let flat = a.try_reshape([rows as i64, columns as i64])?.try_linalg_inv()?;
    flat.try_reshape(signed(&[last, first].concat()))
}

#[track_caller]
pub(crate) fn linalg_tensorsolve(a: &Tensor, other: &Tensor, dims: Option<&[i64]>) -> Result<Tensor> {
    let op = "linalg_tensorsolve";
    let a = match dims {
        None => a.clone(),
        Some(dims) => {
            let last: Vec<i64> = (0..dims.len() as i64).map(|at| at - dims.len() as i64).collect();
            a.try_movedim(dims, last)?
        }
    };
    let rest = a.sizes().get(other.dim()..).unwrap_or(&[]);
    let (rows, columns): (usize, usize) = (other.numel(), rest.iter().product());
    if rows != columns || rows * columns != a.numel() {
        let shapes: [(_, &[usize]); 2] = [("self", a.sizes()), ("other", other.sizes())];
        return Err(Error::shape(op, "not square", &shapes, "the dims of other must make as many rows as columns"));
    }
    let flat = a.try_reshape([rows as i64, columns as i64])?;
    flat.try_linalg_solve(&other.try_reshape([-1])?, true)?.try_reshape(signed(rest))
}

/// The parity of the permutations that pivots stand for, as 1 or -1 of a dtype.
pub(super) fn parity(pivots: &Tensor, dtype: DType) -> Result<Tensor> {
    let n = pivots.try_size(-1)?;
    let places = pivots.beside((1..=n as i32).collect(), [n])?;
    let exchanges = pivots.try_ne(&places)?.try_sum_dim([-1], false)?;
    exchanges.try_remainder(2)?.try_mul(-2)?.try_add(1)?.try_to_dtype(dtype)
}

/// The batch's sizes as [`lead`], for a result of one number a matrix.
pub(super) fn batch_sizes(x: &Tensor) -> Vec<i64> {
    signed(lead(x))
}
