//! Factors put together again: sizes at the edges of every kernel, layouts, batches, dtypes, refusals.
#![allow(clippy::unwrap_used, clippy::panic, reason = "clippy takes the functions beside the tests for library code")]

use cresset_ops::decompose::{
    QrMode, Triangular, check_info, cholesky, eigh, lu_factor, lu_solve, matrix_exp, pivot_order, qr, solve_triangular,
    svd,
};
use cresset_ops::matmul::matmul;
use cresset_ops::reading::to_vec;
use cresset_ops::{Array, copy, set_num_threads};
use cresset_storage::DType;

const SIZES: [(usize, usize); 12] =
    [(0, 0), (0, 3), (3, 0), (1, 1), (1, 4), (4, 1), (5, 5), (3, 7), (7, 3), (33, 33), (70, 40), (40, 70)];

fn noise(sizes: &[usize], dtype: DType) -> Array {
    let mut state = 7u64;
    let values: Vec<f64> = (0..sizes.iter().product())
        .map(|_| {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (state >> 40) as f64 / (1u64 << 24) as f64 - 0.5
        })
        .collect();
    copy::to_dtype("test", &Array::from_vec(values, sizes).unwrap(), dtype).unwrap()
}

fn turned(x: &Array) -> Array {
    x.with_layout(x.layout().transpose("test", -1, -2).unwrap())
}

/// Batches of two of every size, contiguous and turned, in both dtypes, with the error to allow.
fn cases() -> impl Iterator<Item = (Array, usize, usize, f64)> {
    let dtypes = [(DType::F64, 1e-12), (DType::F32, 1e-4)];
    SIZES.into_iter().flat_map(move |(rows, columns)| {
        dtypes.into_iter().flat_map(move |(dtype, error)| {
            let turned = turned(&noise(&[2, columns, rows], dtype));
            [noise(&[2, rows, columns], dtype), turned].map(|x| (x, rows, columns, error))
        })
    })
}

fn values(x: &Array) -> Vec<f64> {
    to_vec(x).unwrap()
}

#[track_caller]
fn close(got: &Array, want: &Array, error: f64) {
    assert_eq!((got.sizes(), got.dtype()), (want.sizes(), want.dtype()));
    for (got, want) in values(got).into_iter().zip(values(want)) {
        assert!((got - want).abs() <= error * want.abs().max(1.0), "{got} is not {want}");
    }
}

/// The identity, once for each of a batch of two.
fn identity(n: usize, dtype: DType) -> Array {
    let values = (0..2 * n * n).map(|at| if at % (n * n) % (n + 1) == 0 { 1.0 } else { 0.0 }).collect();
    copy::to_dtype("test", &Array::from_vec::<f64>(values, &[2, n, n]).unwrap(), dtype).unwrap()
}

/// A part of each matrix: where `keep` says so of row and column; else `other`.
fn part(x: &Array, keep: impl Fn(usize, usize) -> Option<f64>) -> Array {
    let (rows, columns) = (x.sizes()[1], x.sizes()[2]);
    let kept = values(x)
        .into_iter()
        .enumerate()
        .map(|(at, value)| keep(at / columns.max(1) % rows.max(1), at % columns.max(1)).unwrap_or(value))
        .collect();
    copy::to_dtype("test", &Array::from_vec::<f64>(kept, x.sizes()).unwrap(), x.dtype()).unwrap()
}

fn product(lhs: &Array, rhs: &Array) -> Array {
    matmul(lhs, rhs).unwrap()
}

/// Matrices with a symmetric positive definite value.
fn positive(n: usize, dtype: DType) -> Array {
    let x = noise(&[2, n, n], dtype);
    let square = product(&x, &turned(&x));
    part(&square, |row, column| (row == column).then_some(n as f64 + row as f64))
}

#[test]
fn lu_factors_multiply_to_the_permuted_matrix() {
    for (x, rows, columns, error) in cases() {
        let (factors, pivots, info) = lu_factor("test", &x).unwrap();
        assert!(values(&info).iter().all(|&info| info == 0.0));
        let shorter = rows.min(columns);
        let lower = part(&factors, |row, column| match row.cmp(&column) {
            std::cmp::Ordering::Less => Some(0.0),
            std::cmp::Ordering::Equal => Some(1.0),
            std::cmp::Ordering::Greater => None,
        });
        let upper = part(&factors, |row, column| (row > column).then_some(0.0));
        assert!(values(&lower).iter().all(|value| value.abs() <= 1.0), "a larger pivot was there");
        let lower = lower.with_layout(lower.layout().narrow("test", 2, 0, shorter).unwrap());
        let upper = upper.with_layout(upper.layout().narrow("test", 1, 0, shorter).unwrap());
        let order = to_vec::<i64>(&pivot_order("test", &pivots, rows).unwrap()).unwrap();
        let held = values(&x);
        let permuted: Vec<f64> = (0..2 * rows * columns)
            .map(|at| {
                let (batch, row, column) = (at / (rows * columns), at / columns % rows, at % columns);
                held[(batch * rows + order[batch * rows + row] as usize) * columns + column]
            })
            .collect();
        let permuted = Array::from_vec(permuted, &[2, rows, columns]).unwrap();
        close(&product(&lower, &upper), &copy::to_dtype("test", &permuted, x.dtype()).unwrap(), error);
    }
}

#[test]
fn solutions_solve() {
    for (x, rows, columns, error) in cases().filter(|(_, rows, columns, _)| rows == columns) {
        let x = part(&x, |row, column| (row == column).then_some(9.0));
        for width in [0, 1, 3] {
            let sides = noise(&[2, rows, width], x.dtype());
            let (factors, pivots, _) = lu_factor("test", &x).unwrap();
            let plain = lu_solve("test", &factors, &pivots, &sides, false).unwrap();
            close(&product(&x, &plain), &sides, error);
            let adjoint = lu_solve("test", &factors, &pivots, &sides, true).unwrap();
            close(&product(&turned(&x), &adjoint), &sides, error);
            for (upper, unit) in [(false, false), (false, true), (true, false), (true, true)] {
                let triangle = part(&x, |row, column| match row == column {
                    true => unit.then_some(1.0),
                    false => ((row < column) != upper).then_some(0.0),
                });
                let scaled = part(&triangle, |row, column| if unit && row != column { Some(0.1) } else { None });
                let triangle = part(&scaled, |row, column| (row != column && (row < column) != upper).then_some(0.0));
                // What stands in the other triangle, or on a diagonal of ones, must not matter.
                let given = part(&triangle, |row, column| {
                    (if row == column { unit } else { (row < column) != upper }).then_some(3.0)
                });
                let form = Triangular { upper, left: true, unit };
                let left = solve_triangular("test", &given, &sides, form).unwrap();
                close(&product(&triangle, &left), &sides, error * 10.0);
                let rows_of = turned(&sides);
                let right = solve_triangular("test", &given, &rows_of, Triangular { left: false, ..form }).unwrap();
                close(&product(&right, &triangle), &rows_of, error * 10.0);
            }
        }
        let _ = columns;
    }
}

#[test]
fn a_batch_broadcasts_against_right_hand_sides() {
    let one = part(&noise(&[1, 3, 3], DType::F64), |row, column| (row == column).then_some(4.0));
    let sides = noise(&[2, 3, 2], DType::F64);
    let (factors, pivots, _) = lu_factor("test", &one).unwrap();
    close(&product(&one, &lu_solve("test", &factors, &pivots, &sides, false).unwrap()), &sides, 1e-12);
}

#[test]
fn cholesky_factors_multiply_to_the_matrix() {
    for (n, dtype, error) in
        [(0, DType::F64, 0.0), (1, DType::F32, 1e-5), (5, DType::F64, 1e-12), (70, DType::F64, 1e-12)]
    {
        let whole = positive(n, dtype);
        for upper in [false, true] {
            let half = part(&whole, |row, column| ((row < column) != upper && row != column).then_some(f64::NAN));
            let (factor, info) = cholesky("test", &half, upper).unwrap();
            assert!(values(&info).iter().all(|&info| info == 0.0));
            let (left, right) = if upper { (turned(&factor), factor) } else { (factor.clone(), turned(&factor)) };
            close(&product(&left, &right), &whole, error);
        }
    }
    let x = part(&positive(40, DType::F64), |row, column| (row == 34 && column == 34).then_some(-1.0));
    let (_, info) = cholesky("test", &x, false).unwrap();
    assert_eq!(values(&info), [35.0, 35.0]);
    let error = check_info("linalg_cholesky", &info, "leading minor", "use positive definite matrices").unwrap_err();
    assert_eq!(
        error.to_string(),
        "linalg_cholesky: bad argument: A = leading minor 35 in batch element 0; use positive definite matrices"
    );
}

#[test]
fn qr_factors_are_orthogonal_and_triangular() {
    for (x, rows, columns, error) in cases() {
        for mode in [QrMode::Reduced, QrMode::Complete, QrMode::R] {
            let (q, r) = qr("test", &x, mode).unwrap();
            let inner = if mode == QrMode::Complete { rows } else { rows.min(columns) };
            assert_eq!(r.sizes()[1], inner);
            close(&r, &part(&r, |row, column| (row > column).then_some(0.0)), 0.0);
            if mode != QrMode::R {
                close(&product(&turned(&q), &q), &identity(inner, x.dtype()), error);
                close(&product(&q, &r), &copy::contiguous("test", &x).unwrap(), error);
            }
        }
    }
    // LAPACK's signs: the head of a reflected column changes its sign, an already clear column stays.
    let x = Array::from_vec(vec![3.0, 1.0, 4.0, 2.0, 0.0, 5.0], &[1, 3, 2]).unwrap();
    let (_, r) = qr("test", &x, QrMode::Reduced).unwrap();
    assert_eq!(values(&r)[..2], [-5.0, -2.2]);
    let clear = Array::from_vec(vec![3.0, 1.0, 0.0, 2.0], &[1, 2, 2]).unwrap();
    assert_eq!(values(&qr("test", &clear, QrMode::R).unwrap().1), [3.0, 1.0, 0.0, 2.0]);
}

#[test]
fn eigenvectors_make_the_matrix_diagonal() {
    for (n, dtype, error) in
        [(0, DType::F64, 0.0), (1, DType::F64, 1e-12), (2, DType::F32, 1e-5), (50, DType::F64, 1e-11)]
    {
        let whole = positive(n, dtype);
        for upper in [false, true] {
            let half = part(&whole, |row, column| ((row < column) != upper && row != column).then_some(f64::NAN));
            let (found, vectors) = eigh("test", &half, upper, true).unwrap();
            assert!(values(&found).chunks(n.max(1)).all(|values| values.is_sorted()));
            let diagonal = product(&turned(&vectors), &product(&whole, &vectors));
            let expected = values(&found);
            let want = part(&diagonal, |row, column| if row == column { None } else { Some(0.0) });
            close(&diagonal, &want, error);
            for (at, value) in values(&diagonal).into_iter().enumerate().filter(|(at, _)| at % (n * n) % (n + 1) == 0) {
                let eigenvalue = expected[at / (n * n) * n + at % n];
                assert!((value - eigenvalue).abs() <= error * eigenvalue.abs().max(1.0));
            }
            close(&eigh("test", &half, upper, false).unwrap().0, &found, error);
        }
    }
}

#[test]
fn singular_vectors_make_the_matrix_diagonal() {
    for (x, rows, columns, error) in cases() {
        let shorter = rows.min(columns);
        for full in [false, true] {
            let (u, found, vh) = svd("test", &x, full, true).unwrap();
            let inner = |size: usize| if full { size } else { shorter };
            close(&product(&turned(&u), &u), &identity(inner(rows), x.dtype()), error);
            close(&product(&vh, &turned(&vh)), &identity(inner(columns), x.dtype()), error);
            let expected = values(&found);
            assert!(expected.chunks(shorter.max(1)).all(|values| values.is_sorted_by(|left, right| left >= right)));
            let middle = product(&turned(&u), &product(&x, &turned(&vh)));
            let (height, width) = (inner(rows), inner(columns));
            for (at, value) in values(&middle).into_iter().enumerate() {
                let (batch, row, column) = (at / (height * width), at / width % height, at % width);
                let want = if row == column { expected[batch * shorter + row] } else { 0.0 };
                assert!((value - want).abs() < error * 10.0, "{value} is not {want}");
            }
            close(&svd("test", &x, full, false).unwrap().1, &found, error);
        }
    }
}

#[test]
fn exponentials_of_known_matrices() {
    let nilpotent = Array::from_vec(vec![0.0, 1.0, 3.0, 0.0, 0.0, 2.0, 0.0, 0.0, 0.0], &[1, 3, 3]).unwrap();
    let want = Array::from_vec(vec![1.0, 1.0, 4.0, 0.0, 1.0, 2.0, 0.0, 0.0, 1.0], &[1, 3, 3]).unwrap();
    close(&matrix_exp("test", &nilpotent).unwrap(), &want, 1e-14);
    for angle in [0.01f64, 0.7, 30.0] {
        let turn = Array::from_vec(vec![0.0, -angle, angle, 0.0], &[1, 2, 2]).unwrap();
        let want = Array::from_vec(vec![angle.cos(), -angle.sin(), angle.sin(), angle.cos()], &[1, 2, 2]).unwrap();
        close(&matrix_exp("test", &turn).unwrap(), &want, 1e-12);
    }
    assert_eq!(matrix_exp("test", &noise(&[3, 0, 0], DType::F64)).unwrap().numel(), 0);
}

#[test]
fn singular_matrices_name_their_pivot() {
    let x = Array::from_vec(vec![1.0, 2.0, 2.0, 4.0, 1.0, 0.0, 0.0, 1.0], &[2, 2, 2]).unwrap();
    let (factors, pivots, info) = lu_factor("test", &x).unwrap();
    assert_eq!(values(&info), [2.0, 0.0]);
    assert_eq!(values(&factors)[..4], [2.0, 4.0, 0.5, 0.0]);
    assert_eq!(values(&pivots), [2.0, 2.0, 1.0, 2.0]);
}

#[test]
fn results_do_not_depend_on_the_number_of_threads() {
    let x = noise(&[64, 20, 20], DType::F64);
    let run = |threads: usize| {
        set_num_threads(threads);
        let (u, s, _) = svd("test", &x, false, true).unwrap();
        let (q, _) = qr("test", &x, QrMode::Reduced).unwrap();
        let (factors, _, _) = lu_factor("test", &x).unwrap();
        [u, s, q, factors].map(|array| values(&array))
    };
    assert_eq!(run(1), run(2));
}

#[test]
fn bad_input_is_refused() {
    let line = |error: cresset_storage::Error| error.to_string();
    let vector = noise(&[3], DType::F64);
    assert_eq!(
        line(lu_factor("linalg_inv", &vector).unwrap_err()),
        "linalg_inv: not a batch of matrices: A [3]; A needs at least two dims"
    );
    assert_eq!(
        line(cholesky("linalg_cholesky", &noise(&[2, 3], DType::F64), false).unwrap_err()),
        "linalg_cholesky: matrices are not square: A [2, 3]; the last two sizes must be equal"
    );
    let whole = copy::to_dtype("test", &noise(&[2, 2], DType::F64), DType::I64).unwrap();
    assert_eq!(
        line(qr("linalg_qr", &whole, QrMode::Reduced).unwrap_err()),
        "linalg_qr: not a floating or complex dtype: A int64; convert to float32 or float64 first"
    );
    assert!(lu_factor("test", &noise(&[2, 2], DType::F16)).is_err());
    assert!(lu_factor("test", &noise(&[0, 2], DType::F16)).is_ok());
    let bad = Array::from_vec(vec![1.0, f64::NAN, 1.0, 2.0], &[2, 2]).unwrap();
    assert_eq!(
        line(eigh("linalg_eigh", &bad, true, true).unwrap_err()),
        "linalg_eigh: bad argument: A = no convergence in batch element 0; the elements must be finite"
    );
    assert!(values(&svd("linalg_svd", &bad, false, false).unwrap().1).iter().all(|value| value.is_nan()));
    let (factors, square) = (noise(&[2, 2], DType::F64), noise(&[2, 2], DType::F64));
    for pivots in [vec![0, 1], vec![1, 3]] {
        assert!(lu_solve("test", &factors, &Array::from_vec::<i32>(pivots, &[2]).unwrap(), &square, false).is_err());
    }
    let form = Triangular { upper: true, left: true, unit: false };
    assert!(solve_triangular("test", &factors, &noise(&[3, 2], DType::F64), form).is_err());
    assert!(solve_triangular("test", &factors, &noise(&[2, 2], DType::F32), form).is_err());
}
