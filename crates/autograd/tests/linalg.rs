//! Gradients of every output of decompositions, against differences in f64; and refusals that name the matrix.
#![allow(clippy::unwrap_used, clippy::panic, reason = "clippy takes the functions beside the tests for library code")]

use cresset_autograd::{DType, Generator, Options, Result, Tensor, Tolerance, gradcheck, gradgradcheck};

/// Values between -1 and 1 with 3, 6 and so on added along the diagonal.
fn matrix(sizes: &[usize], dtype: DType) -> Tensor {
    let x = Options::new().dtype(DType::F64).zeros([sizes, &[2]].concat());
    x.uniform_from_(-1.0, 1.0, &Generator::new(3)).unwrap();
    let x = if dtype.is_complex() { x.view_as_complex().to_dtype(dtype) } else { x.select(-1, 0).contiguous() };
    let diagonal = x.diagonal(0, -2, -1);
    let steps: Vec<f64> = (1..=diagonal.size(-1)).map(|at| 3.0 * at as f64).collect();
    let n = steps.len();
    diagonal.copy_(&diagonal.add(Tensor::from_vec(steps, [n])));
    x
}

fn adjoint(x: &Tensor) -> Result<Tensor> {
    x.try_transpose(-2, -1)?.try_conj()
}

/// Sizes of elements: the same however a vector's sign is chosen.
fn squares(x: &Tensor) -> Result<Tensor> {
    x.try_mul(&x.try_conj()?)?.try_abs()
}

fn check(call: impl Fn(&Tensor) -> Result<Vec<Tensor>>, sizes: &[usize]) {
    for dtype in [DType::F64, DType::C128] {
        let parts = if dtype.is_complex() {
            matrix(sizes, dtype).view_as_real().contiguous().detach()
        } else {
            matrix(sizes, dtype)
        };
        parts.requires_grad_(true);
        let function = |inputs: &[Tensor]| {
            let x = if dtype.is_complex() { inputs[0].try_view_as_complex()? } else { inputs[0].clone() };
            call(&x)
        };
        let tolerance = Tolerance { absolute: 1e-5, relative: 1e-4, ..Tolerance::default() };
        gradcheck(function, std::slice::from_ref(&parts), tolerance).unwrap_or_else(|error| panic!("{dtype}: {error}"));
        gradgradcheck(function, std::slice::from_ref(&parts), tolerance)
            .unwrap_or_else(|error| panic!("{dtype}, second order: {error}"));
    }
}

#[test]
fn singular_vectors_have_gradients() {
    for sizes in [[3, 3], [4, 2], [2, 4]] {
        check(
            |x| {
                let (u, values, vh) = x.try_linalg_svd(false)?;
                Ok(vec![squares(&u)?, values, squares(&vh)?, squares(&u.try_matmul(&vh)?)?])
            },
            &sizes,
        );
    }
}

#[test]
fn eigenvectors_have_gradients() {
    check(
        |x| {
            let (values, vectors) = x.try_add(&adjoint(x)?)?.try_linalg_eigh("L")?;
            Ok(vec![values, squares(&vectors)?])
        },
        &[2, 3, 3],
    );
}

#[test]
fn orthogonal_and_triangular_factors_have_gradients() {
    for sizes in [[3, 3], [4, 2], [2, 4]] {
        check(
            |x| {
                let (q, r) = x.try_linalg_qr("reduced")?;
                Ok(vec![squares(&q)?, squares(&r)?, squares(&q.try_matmul(&r)?.try_matmul(&adjoint(&r)?)?)?])
            },
            &sizes,
        );
    }
}

#[test]
fn determinants_and_their_signs_have_gradients() {
    check(
        |x| {
            let (sign, logarithm) = x.try_linalg_slogdet()?;
            Ok(vec![squares(&sign.try_add(2.0)?)?, logarithm, squares(&x.try_linalg_det()?)?])
        },
        &[2, 3, 3],
    );
}

#[test]
fn solutions_and_factors_have_gradients() {
    check(
        |x| {
            let side = x.try_narrow(-1, 0, 2)?;
            let right = x.try_linalg_solve(&adjoint(&side)?, false)?;
            let (lu, _) = x.try_linalg_lu_factor(true)?;
            let positive = x.try_matmul(&adjoint(x)?)?;
            let lower = positive.try_linalg_cholesky(false)?;
            let solved = side.try_cholesky_solve(&lower, false)?;
            Ok(vec![squares(&right)?, squares(&lu)?, squares(&lower)?, squares(&solved)?])
        },
        &[3, 3],
    );
}

#[test]
fn refusals_name_the_matrix() {
    let singular = Tensor::from_vec(vec![1.0, 0.0, 0.0, 1.0, 1.0, 2.0, 2.0, 4.0], [2, 2, 2]);
    let line = |result: Result<Tensor>| result.unwrap_err().to_string();
    assert_eq!(
        line(singular.try_linalg_inv()),
        "linalg_inv: bad argument: A = singular: no pivot 2 in batch element 1; the matrices must be invertible"
    );
    assert_eq!(
        line(singular.select(0, 1).neg().try_linalg_cholesky(false)),
        "linalg_cholesky: bad argument: A = not positive definite: leading minor 1; use positive definite matrices"
    );
    assert!(singular.try_linalg_solve(&Tensor::from_vec(vec![1.0, 1.0], [2]), true).is_err());
    assert_eq!(singular.linalg_inv_ex(false).1.to_vec::<i32>(), [0, 2]);
    assert!(singular.try_linalg_lu_factor_ex(false, false).is_err());
    assert!(singular.try_linalg_qr("half").is_err());
}
