//! Fourier transforms against the sums that they stand for.

#![allow(clippy::unwrap_used, reason = "tests may, and clippy sees functions beside the tests as library code")]

use cresset_ops::Array;
use cresset_ops::fft::{Scale, Way, complex_to_complex, complex_to_real, real_to_complex};
use cresset_ops::reading::to_vec;
use cresset_storage::Complex64;

/// The sum itself, term by term.
fn slow(x: &[Complex64], sign: f64) -> Vec<Complex64> {
    let n = x.len();
    let term = |(at, x): (usize, &Complex64), to: usize| {
        let angle = sign * std::f64::consts::TAU * ((at * to) % n) as f64 / n as f64;
        x * Complex64::new(angle.cos(), angle.sin())
    };
    (0..n).map(|to| x.iter().enumerate().map(|pair| term(pair, to)).sum()).collect()
}

fn close(got: &[Complex64], want: &[Complex64]) {
    assert_eq!(got.len(), want.len());
    for (got, want) in got.iter().zip(want) {
        assert!((got - want).norm() < 1e-12, "{got} is not {want}");
    }
}

fn wave(n: usize) -> Vec<Complex64> {
    (0..n).map(|at| Complex64::new((at as f64 * 1.3).sin(), (at as f64 * 0.7).cos() - 0.2)).collect()
}

#[test]
fn transforms_are_the_sums_they_stand_for() {
    for n in [1, 2, 3, 8, 15, 17] {
        let values = wave(n);
        let x = Array::from_vec(values.clone(), &[n]).unwrap();
        let there = complex_to_complex("test", &x, &[0], Scale::None, Way::Forward).unwrap();
        close(&to_vec::<Complex64>(&there).unwrap(), &slow(&values, -1.0));
        let back = complex_to_complex("test", &there, &[-1], Scale::ByCount, Way::Backward).unwrap();
        close(&to_vec::<Complex64>(&back).unwrap(), &values);
        let real: Vec<f64> = values.iter().map(|value| value.re).collect();
        let half = real_to_complex("test", &Array::from_vec(real.clone(), &[n]).unwrap(), &[0], Scale::None, true);
        let half = half.unwrap();
        let lifted: Vec<Complex64> = real.iter().map(|&re| re.into()).collect();
        close(&to_vec::<Complex64>(&half).unwrap(), &slow(&lifted, -1.0)[..n / 2 + 1]);
        let again = complex_to_real("test", &half, &[0], Scale::ByCount, n as i64).unwrap();
        close(&to_vec::<Complex64>(&again).unwrap(), &lifted);
    }
}

#[test]
fn several_dims_are_transforms_in_turn() {
    let x = Array::from_vec(wave(2 * 3 * 4), &[2, 3, 4]).unwrap();
    let turned = x.with_layout(x.layout().transpose("test", 0, 2).unwrap());
    let both = complex_to_complex("test", &turned, &[0, 2], Scale::ByRoot, Way::Forward).unwrap();
    let one = complex_to_complex("test", &turned, &[2], Scale::ByRoot, Way::Forward).unwrap();
    let two = complex_to_complex("test", &one, &[0], Scale::ByRoot, Way::Forward).unwrap();
    close(&to_vec::<Complex64>(&both).unwrap(), &to_vec::<Complex64>(&two).unwrap());
    complex_to_complex("test", &x, &[0, -3], Scale::None, Way::Forward).unwrap_err();
    complex_to_real("test", &x, &[2], Scale::None, 9).unwrap_err();
    real_to_complex("test", &x, &[2], Scale::None, true).unwrap_err();
}
