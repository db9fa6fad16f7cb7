//! Products of matrices: all dtypes, edges of tiles, layouts, batches, factors.

use cresset_ops::{Array, cuda, matmul};
use cresset_storage::{DType, Scalar};

use crate::device::{alike, present, values};

const NATIVE: [&str; 9] = ["matmul", "mm", "bmm", "mv", "dot", "addmm", "baddbmm", "linear", "outer"];

const DTYPES: [DType; 9] =
    [DType::F32, DType::F64, DType::F16, DType::BF16, DType::I64, DType::I32, DType::I16, DType::I8, DType::U8];

/// The matrix with its dims exchanged in memory.
fn turned(x: &Array) -> Array {
    x.with_layout(x.layout().transpose("test", -1, -2).unwrap())
}

#[test]
fn sizes_around_tiles_in_all_dtypes() {
    if !present() {
        return;
    }
    let sizes =
        [[70, 33, 65], [3, 5, 2], [5, 0, 3], [64, 64, 64], [1, 1, 1], [1, 200, 40], [40, 130, 1], [130, 24, 20]];
    for dtype in DTYPES {
        // One text for each dtype and tile: the first sizes are enough for those that differ in their type only.
        let n_sizes = if matches!(dtype, DType::F32 | DType::BF16 | DType::F64) { sizes.len() } else { 3 };
        for [m, k, n] in sizes[..n_sizes].iter().copied() {
            let (lhs, rhs) = (values(&[m, k], 1, dtype), values(&[k, n], 2, dtype));
            alike(&NATIVE, [&lhs, &rhs], |[lhs, rhs]| vec![matmul::mm(lhs, rhs).unwrap()]);
        }
    }
    for dtype in [DType::F32, DType::F64, DType::BF16, DType::I32] {
        let (lhs, rhs) = (values(&[260, 72], 1, dtype), values(&[72, 264], 2, dtype));
        alike(&NATIVE, [&lhs, &rhs], |[lhs, rhs]| vec![matmul::mm(lhs, rhs).unwrap()]);
    }
}

#[test]
fn transposed_and_strided_matrices_are_read_where_they_are() {
    if !present() {
        return;
    }
    for dtype in [DType::F32, DType::F16, DType::F64, DType::I8] {
        for [m, k, n] in [[48, 40, 72], [33, 21, 35]] {
            let (lhs, rhs) = (values(&[k, m], 1, dtype), values(&[n, k], 2, dtype));
            alike(&NATIVE, [&lhs, &rhs], |[lhs, rhs]| {
                let (down, across) = (turned(lhs), turned(rhs));
                let every_second = lhs.as_strided("test", &[m / 2, k], &[2, m], 1).unwrap();
                let steps = rhs.as_strided("test", &[k / 2, n - 1], &[2, k], 1).unwrap();
                let shorter = down.as_strided("test", &[m, k / 2], &[1, 2 * m], 0).unwrap();
                vec![
                    matmul::mm(&down, &across).unwrap(),
                    matmul::mm(&every_second, &across).unwrap(),
                    matmul::mm(&shorter, &steps).unwrap(),
                ]
            });
        }
    }
}

#[test]
fn batches_broadcast_and_vectors_are_matrices() {
    if !present() {
        return;
    }
    for dtype in [DType::F32, DType::BF16, DType::I64] {
        let lhs = values(&[2, 1, 3, 5, 8], 1, dtype);
        let (rhs, one, vector) = (values(&[4, 1, 8, 6], 2, dtype), values(&[8, 6], 3, dtype), values(&[8], 4, dtype));
        alike(&NATIVE, [&lhs, &rhs, &one, &vector], |[lhs, rhs, one, vector]| {
            vec![
                matmul::matmul(lhs, rhs).unwrap(),
                matmul::matmul(lhs, one).unwrap(),
                matmul::matmul(lhs, vector).unwrap(),
                matmul::matmul(vector, one).unwrap(),
                matmul::matmul(vector, vector).unwrap(),
            ]
        });
    }
}

#[test]
fn factors_and_inputs() {
    if !present() {
        return;
    }
    for dtype in [DType::F32, DType::F64, DType::F16, DType::I32] {
        let (lhs, rhs) = (values(&[20, 300], 1, dtype), values(&[300, 24], 2, dtype));
        let (full, row) = (values(&[20, 24], 3, dtype), values(&[24], 4, dtype));
        alike(&NATIVE, [&lhs, &rhs, &full, &row], |[lhs, rhs, full, row]| {
            let scaled =
                |input, beta: f64, alpha: f64| matmul::addmm(input, lhs, rhs, Scalar::F64(beta), Scalar::F64(alpha));
            let left = lhs.as_strided("test", &[3, 4, 300], &[1200, 300, 1], 0).unwrap();
            vec![
                scaled(full, 1.0, 1.0).unwrap(),
                scaled(row, -2.0, 0.5).unwrap(),
                scaled(full, 0.0, 2.0).unwrap(),
                matmul::linear(&left, &turned(rhs), Some(row)).unwrap(),
                matmul::linear(lhs, &turned(rhs), None).unwrap(),
            ]
        });
    }
}

#[test]
fn infinite_and_missing_numbers_stay_in_their_rows() {
    if !present() {
        return;
    }
    for dtype in [DType::F32, DType::BF16] {
        let mut numbers = vec![0.5f64; 21 * 19];
        (numbers[0], numbers[25], numbers[50]) = (f64::NAN, f64::INFINITY, f64::NEG_INFINITY);
        let lhs = Array::from_vec(numbers, &[21, 19]).unwrap();
        let lhs = cresset_ops::copy::to_dtype("test", &lhs, dtype).unwrap();
        let rhs = values(&[19, 18], 1, dtype);
        alike(&NATIVE, [&lhs, &rhs], |[lhs, rhs]| vec![matmul::mm(lhs, rhs).unwrap()]);
    }
}

#[test]
fn a_product_is_the_same_each_time() {
    if !present() {
        return;
    }
    let [lhs, rhs] = [values(&[3, 4096], 1, DType::F32), values(&[4096, 5], 2, DType::F32)]
        .map(|array| crate::device::on_gpu(&array));
    let bits = || cresset_ops::reading::to_vec::<f64>(&matmul::mm(&lhs, &rhs).unwrap()).unwrap();
    assert_eq!(bits(), bits());
}

/// In a process of its own: the others multiply exactly.
#[test]
fn floats_are_rounded_only_where_that_is_allowed() {
    if !present() {
        return;
    }
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    let status = child.args(["--ignored", "--exact", "matmul::with_tf32"]).status().unwrap();
    assert!(status.success(), "{status}");
}

#[test]
#[ignore = "sets TF32 for the whole process: the test before runs it in one of its own"]
fn with_tf32() {
    let close = |found: &Array, expected: &Array, tolerance: f64| {
        let [found, expected] = [found, expected].map(|x| cresset_ops::reading::to_vec::<f64>(x).unwrap());
        found.iter().zip(&expected).all(|(found, expected)| (found - expected).abs() <= tolerance * expected.abs())
    };
    for [m, k, n] in [[70, 33, 65], [260, 72, 264], [130, 24, 20], [40, 130, 1]] {
        let (lhs, rhs) = (values(&[m, k], 1, DType::F32), values(&[k, n], 2, DType::F32));
        let (there, beside) = (crate::device::on_gpu(&lhs), crate::device::on_gpu(&rhs));
        let expected = matmul::mm(&lhs, &rhs).unwrap();
        cuda::allow_tf32(true);
        let rounded = matmul::mm(&there, &beside).unwrap();
        let across = matmul::mm(&turned(&crate::device::on_gpu(&turned(&lhs))), &beside).unwrap();
        cuda::allow_tf32(false);
        let exact = matmul::mm(&there, &beside).unwrap();
        assert!(close(&exact, &expected, 4e-6), "{m} {k} {n}");
        assert!(close(&rounded, &expected, 1e-3) && close(&across, &expected, 1e-3), "{m} {k} {n}");
        assert!(!close(&rounded, &expected, 4e-6), "{m} {k} {n}");
    }
}
