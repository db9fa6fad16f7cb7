//! Softmax and its logarithm against plain loops in f64: rows, columns, levels, dtypes and lines that are not finite.
#![allow(clippy::unwrap_used, clippy::panic, reason = "clippy takes the functions beside the tests for library code")]

use cresset_ops::reading::to_vec;
use cresset_ops::simd::{available, with_level};
use cresset_ops::softmax::{log_softmax, log_softmax_backward, softmax, softmax_backward};
use cresset_ops::{Array, copy, set_num_threads};
use cresset_storage::DType;

fn values(len: usize, seed: f64) -> Vec<f64> {
    (0..len).map(|at| ((at as f64 + seed) * 1.7).sin() * 5.0).collect()
}

fn array(values: &[f64], sizes: &[usize], dtype: DType) -> Array {
    copy::to_dtype("test", &Array::from_vec(values.to_vec(), sizes).unwrap(), dtype).unwrap()
}

/// The elements of each line along `dim`, as positions in row-major order.
fn lines(sizes: &[usize], dim: usize) -> Vec<Vec<usize>> {
    let (size, inner): (usize, usize) = (sizes[dim], sizes[dim + 1..].iter().product());
    let outer: usize = sizes[..dim].iter().product();
    let line = |at: usize| (0..size).map(|step| at / inner * size * inner + step * inner + at % inner).collect();
    (0..outer * inner).map(line).collect()
}

fn assert_close(out: &Array, expected: &[f64], tolerance: f64, what: &str) {
    for (at, (out, expected)) in to_vec::<f64>(out).unwrap().iter().zip(expected).enumerate() {
        let close = (out - expected).abs() <= tolerance * (1.0 + expected.abs());
        assert!(close, "{what}: element {at}: {out} instead of {expected}");
    }
}

#[test]
fn values_and_gradients_at_every_level() {
    let shapes: [(&[usize], usize); 11] = [
        (&[10], 0),
        (&[3, 1], 1),
        (&[5, 10], 1),
        (&[4, 100], 1),
        (&[10, 5], 0),
        (&[7, 33], 0),
        (&[2, 3, 4], 1),
        (&[2, 5, 50], 1),
        (&[3, 2, 2], 0),
        (&[40, 70, 20], 1),
        (&[70, 1000], 1),
    ];
    for level in available() {
        with_level(level, || {
            for ((sizes, dim), (dtype, tolerance)) in shapes.into_iter().flat_map(|shape| {
                [(DType::F64, 1e-13), (DType::F32, 2e-6), (DType::BF16, 1e-2)].map(|kind| (shape, kind))
            }) {
                let len = sizes.iter().product();
                let (x, grad) = (array(&values(len, 0.0), sizes, dtype), array(&values(len, 0.4), sizes, dtype));
                let (given, sent) = (to_vec::<f64>(&x).unwrap(), to_vec::<f64>(&grad).unwrap());
                let mut expected = [vec![0.0; len], vec![0.0; len], vec![0.0; len], vec![0.0; len]];
                for line in lines(sizes, dim) {
                    let sum: f64 = line.iter().map(|&at| given[at].exp()).sum();
                    let dot: f64 = line.iter().map(|&at| given[at].exp() / sum * sent[at]).sum();
                    let total: f64 = line.iter().map(|&at| sent[at]).sum();
                    for at in line {
                        let share = given[at].exp() / sum;
                        expected[0][at] = share;
                        expected[1][at] = given[at] - sum.ln();
                        expected[2][at] = share * (sent[at] - dot);
                        expected[3][at] = sent[at] - share * total;
                    }
                }
                let (out, log_out) = (softmax(&x, dim as i64).unwrap(), log_softmax(&x, dim as i64).unwrap());
                assert_eq!((out.dtype(), log_out.dtype()), (dtype, dtype));
                let what = |name: &str| format!("{name} {sizes:?} {dim} {dtype:?} {level:?}");
                assert_close(&out, &expected[0], tolerance, &what("softmax"));
                assert_close(&log_out, &expected[1], tolerance, &what("log_softmax"));
                // The gradients of the exact results, so that their rounding does not count twice.
                if dtype != DType::BF16 {
                    let tolerance = 10.0 * tolerance * sizes[dim] as f64;
                    let sent = softmax_backward(&grad, &out, dim as i64).unwrap();
                    assert_close(&sent, &expected[2], tolerance, &what("softmax_backward"));
                    let sent = log_softmax_backward(&grad, &log_out, dim as i64).unwrap();
                    assert_close(&sent, &expected[3], tolerance, &what("log_softmax_backward"));
                }
            }
        });
    }
}

#[test]
fn results_do_not_depend_on_layout_or_threads() {
    let x = array(&values(300 * 400, 0.0), &[300, 400], DType::F32);
    let turned = x.with_layout(x.layout().transpose("test", 0, 1).unwrap());
    let plain = copy::contiguous("test", &turned).unwrap();
    for dim in [0, 1, -1] {
        let many = to_vec::<f32>(&softmax(&turned, dim).unwrap()).unwrap();
        set_num_threads(1);
        let one = to_vec::<f32>(&softmax(&plain, dim).unwrap()).unwrap();
        set_num_threads(usize::MAX);
        assert_eq!(many, one);
    }
}

#[test]
fn rows_have_the_same_bits_at_every_level() {
    for (size, dtype) in
        [1, 3, 16, 63, 64, 65, 200, 1000].into_iter().flat_map(|size| [(size, DType::F32), (size, DType::F64)])
    {
        let [x, grad] = [0.0, 0.4].map(|seed| array(&values(3 * size, seed), &[3, size], dtype));
        let all = || {
            let (out, log_out) = (softmax(&x, 1).unwrap(), log_softmax(&x, 1).unwrap());
            let sent = softmax_backward(&grad, &out, 1).unwrap();
            let log_sent = log_softmax_backward(&grad, &log_out, 1).unwrap();
            [out, log_out, sent, log_sent].map(|array| to_vec::<f64>(&array).unwrap())
        };
        let mut found = available().map(|level| (level, with_level(level, all)));
        let (weakest, expected) = found.next().unwrap();
        for (level, got) in found {
            assert_eq!(got, expected, "{size} {dtype:?}: {level:?} and {weakest:?}");
        }
    }
}

#[test]
fn lines_that_are_not_finite() {
    let infinite = f64::INFINITY;
    let rows = [
        ([-infinite, -infinite, -infinite], [f64::NAN; 3]),
        ([-infinite, 0.0, -infinite], [0.0, 1.0, 0.0]),
        ([f64::NAN, 0.0, 1.0], [f64::NAN; 3]),
        ([infinite, 0.0, 1.0], [f64::NAN; 3]),
        ([1e4, 0.0, 1e4], [0.5, 0.0, 0.5]),
    ];
    for dtype in [DType::F64, DType::F32] {
        for (row, expected) in rows {
            // Once as a row, once as two equal columns.
            let columns: Vec<f64> = row.iter().flat_map(|&value| [value, value]).collect();
            for (x, dim, step) in [(array(&row, &[1, 3], dtype), 1, 1), (array(&columns, &[3, 2], dtype), 0, 2)] {
                let out = to_vec::<f64>(&softmax(&x, dim).unwrap()).unwrap();
                let log_out = to_vec::<f64>(&log_softmax(&x, dim).unwrap()).unwrap();
                for (at, expected) in expected.iter().enumerate() {
                    let same = |got: f64, wanted: f64| got == wanted || got.is_nan() && wanted.is_nan();
                    assert!(same(out[at * step], *expected), "{row:?}: {out:?}");
                    let log = (log_out[at * step] - expected.ln()).abs() < 1e-3;
                    // 1e4 below the greatest the logarithm is still finite.
                    let finite = row[at] == 0.0 && row[0] == 1e4 && (log_out[at * step] + 1e4).abs() < 1.0;
                    assert!(log || finite || same(log_out[at * step], expected.ln()), "{row:?}: {log_out:?}");
                }
            }
        }
    }
}

#[test]
fn scalars_empty_lines_and_refusals() {
    let scalar = array(&[3.0], &[], DType::F32);
    assert_eq!(to_vec::<f32>(&softmax(&scalar, -1).unwrap()).unwrap(), [1.0]);
    assert_eq!(to_vec::<f32>(&log_softmax(&scalar, 0).unwrap()).unwrap(), [0.0]);
    for sizes in [[0, 3], [3, 0]] {
        assert_eq!(softmax(&array(&[], &sizes, DType::F32), 1).unwrap().sizes()[..], sizes);
    }
    let whole = array(&[1.0, 2.0], &[2], DType::I64);
    let refused = softmax(&whole, 0).unwrap_err().to_string();
    assert_eq!(refused, "softmax: not a floating dtype: self int64; use float16, bfloat16, float32 or float64");
    let refused = log_softmax(&scalar, 1).unwrap_err().to_string();
    assert_eq!(refused, "log_softmax: dim out of range: dim 1, rank 0; dim must be in -1..=0");
}
