//! Solving with triangles of matrices.

use cresset_ops::decompose as ops;
use cresset_storage::{Error, Result};
use smallvec::smallvec;

use super::{Kept, adjoint, gradient, recorded_one};
use crate::Tensor;

/// What counts of a gradient in matrices of which a triangle was used.
#[track_caller]
fn triangle(grad: &Tensor, upper: bool, unit: bool) -> Result<Tensor> {
    let offset = i64::from(unit);
    if upper { grad.try_triu(offset) } else { grad.try_tril(-offset) }
}

#[track_caller]
pub(crate) fn linalg_solve_triangular(
    a: &Tensor,
    b: &Tensor,
    upper: bool,
    left: bool,
    unitriangular: bool,
) -> Result<Tensor> {
    let op = "linalg_solve_triangular";
    ops::check_square(op, a.array())?;
    ops::check_matrices(op, b.array())?;
    // As in PyTorch, the matrices' dtype decides.
    let b = &if b.dtype() == a.dtype() { b.clone() } else { b.try_to_dtype(a.dtype())? };
    let out = ops::solve_triangular(op, a.array(), b.array(), ops::Triangular { upper, left, unit: unitriangular })?;
    let sizes = [a, b].map(|tensor| tensor.sizes().to_vec());
    let keep = [Kept::Input(0), Kept::Output(0)];
    recorded_one("LinalgSolveTriangularBackward0", &[a, b], out, &keep, move |node, grads, kept| {
        let (Some(grad), [a, out]) = (gradient(grads, 0), kept) else { return Ok(smallvec![None, None]) };
        let sides = adjoint(a)?.try_linalg_solve_triangular(grad, !upper, left, unitriangular)?;
        let of_a = match node.needs_input_grad(0) {
            true => {
                let (first, second) = if left { (&sides, out) } else { (out, &sides) };
                let product = match left {
                    true => first.try_matmul(&adjoint(second)?)?,
                    false => adjoint(first)?.try_matmul(second)?,
                };
                Some(triangle(&product.try_neg()?.try_sum_to_size(&sizes[0])?, upper, unitriangular)?)
            }
            false => None,
        };
        Ok(smallvec![of_a, Some(sides.try_sum_to_size(&sizes[1])?)])
    })
}

#[track_caller]
pub(crate) fn triangular_solve(
    x: &Tensor,
    a: &Tensor,
    upper: bool,
    transpose: bool,
    unitriangular: bool,
) -> Result<(Tensor, Tensor)> {
    let op = "triangular_solve";
    ops::check_square(op, a.array())?;
    ops::check_matrices(op, x.array())?;
    let shapes: [(_, &[usize]); 2] = [("self", x.sizes()), ("A", a.sizes())];
    if x.dtype() != a.dtype() {
        let dtypes = [("self", x.dtype()), ("A", a.dtype())];
        return Err(Error::dtype(op, "dtypes differ", &dtypes, "convert one of them first"));
    }
    if x.try_size(-2)? != a.try_size(-1)? {
        return Err(Error::shape(op, "sizes do not fit", &shapes, "self needs as many rows as A"));
    }
    let turned = if transpose { a.try_transpose(-2, -1)? } else { a.clone() };
    let solution = turned.try_linalg_solve_triangular(x, upper != transpose, true, unitriangular)?;
    let sizes: Vec<i64> = super::signed(super::lead(&solution));
    let coefficients = a.try_expand([&sizes[..], &[-1, -1]].concat())?.try_copy()?;
    Ok((solution, coefficients))
}
