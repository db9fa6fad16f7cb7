//! Convolution, pooling, normalisation and padding against plain loops in f64.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used, reason = "a test may panic")]

mod conv;
mod norm;
mod pad;
mod pool;

use cresset_ops::{Array, copy, reading};
use cresset_storage::{DType, Result};

/// Numbers in -1..1 that look random.
fn values(n: usize, seed: u64) -> Vec<f64> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    };
    (0..n).map(|_| next()).collect()
}

/// An array of such numbers, rounded to a dtype.
fn array(sizes: &[usize], seed: u64, dtype: DType) -> Array {
    let array = Array::from_vec(values(sizes.iter().product(), seed), sizes).unwrap();
    copy::to_dtype("test", &array, dtype).unwrap()
}

fn read(x: &Array) -> Vec<f64> {
    reading::to_vec(x).unwrap()
}

/// The same elements under strides that are not row-major.
fn scattered(x: &Array) -> Array {
    let last = x.rank() as i64 - 1;
    let turned = copy::contiguous_copy("test", &x.with_layout(x.layout().transpose("test", 0, last).unwrap())).unwrap();
    turned.with_layout(turned.layout().transpose("test", 0, last).unwrap())
}

/// How far results of a dtype may be from those in f64, for sums of about `terms` terms.
fn tolerance(dtype: DType, terms: usize) -> f64 {
    let unit = match dtype {
        DType::F64 => 1e-13,
        DType::F32 => 2e-6,
        DType::F16 => 2e-3,
        _ => 1.6e-2,
    };
    unit * (terms as f64).sqrt().max(1.0)
}

#[track_caller]
fn assert_close(found: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expected.len());
    for (at, (found, expected)) in found.iter().zip(expected).enumerate() {
        let same = found == expected || (found.is_nan() && expected.is_nan());
        assert!(same || (found - expected).abs() <= tolerance * expected.abs().max(1.0), "{at}: {found} {expected}");
    }
}

#[track_caller]
fn assert_refused<T: std::fmt::Debug>(result: Result<T>, line: &str) {
    assert_eq!(result.unwrap_err().to_string(), line);
}
