//! Complex arrays: views of their parts, conversions, reductions, and functions at hard places.

#![allow(clippy::unwrap_used, reason = "tests may, and clippy sees functions beside the tests as library code")]

use cresset_ops::complex::{conj, view_as_complex, view_as_real};
use cresset_ops::copy::to_dtype;
use cresset_ops::cpu::complex::ComplexNumber;
use cresset_ops::reading::to_vec;
use cresset_ops::{Array, matmul, reduce, sort};
use cresset_storage::{Complex32, Complex64, DType};

fn numbers() -> Array {
    let values = (0..6).map(|at| Complex32::new(at as f32, -0.5 * at as f32)).collect();
    Array::from_vec::<Complex32>(values, &[2, 3]).unwrap()
}

#[test]
fn parts_are_views_both_ways() {
    let x = numbers();
    let turned = x.with_layout(x.layout().transpose("test", 0, 1).unwrap());
    let parts = view_as_real(&turned).unwrap();
    assert!(parts.storage().same(x.storage()));
    assert_eq!((parts.dtype(), &parts.sizes()[..]), (DType::F32, &[3, 2, 2][..]));
    assert_eq!(to_vec::<f32>(&parts).unwrap()[..4], [0.0, -0.0, 3.0, -1.5]);
    let back = view_as_complex(&parts).unwrap();
    assert_eq!(back.layout(), turned.layout());
    view_as_complex(&Array::from_vec(vec![1.0f32; 3], &[3]).unwrap()).unwrap_err();
    view_as_complex(&Array::from_vec(vec![1i64; 2], &[2]).unwrap()).unwrap_err();
    let odd = parts.as_strided("test", &[2], &[1], 1).unwrap();
    view_as_complex(&odd).unwrap_err();
}

#[test]
fn conversions_keep_and_drop_parts() {
    let x = numbers();
    let wide = to_vec::<Complex64>(&to_dtype("test", &x, DType::C128).unwrap()).unwrap();
    assert_eq!(wide[5], Complex64::new(5.0, -2.5));
    assert_eq!(to_vec::<i64>(&x).unwrap(), [0, 1, 2, 3, 4, 5]);
    let imaginary = Array::from_vec(vec![Complex64::new(0.0, 2.0), Complex64::ZERO], &[2]).unwrap();
    assert_eq!(to_vec::<bool>(&imaginary).unwrap(), [true, false]);
    assert_eq!(to_vec::<Complex32>(&conj(&x).unwrap()).unwrap()[1], Complex32::new(1.0, 0.5));
}

#[test]
fn reductions_are_those_of_complex_numbers() {
    let x = numbers();
    let all = to_vec::<Complex32>(&reduce::sum(&x, &[], false).unwrap()).unwrap();
    assert_eq!(all, [Complex32::new(15.0, -7.5)]);
    let rows = to_vec::<Complex32>(&reduce::prod(&x, &[1], false).unwrap()).unwrap();
    let by_hand = [3, 4, 5].map(|at| Complex32::new(at as f32, -0.5 * at as f32)).iter().product::<Complex32>();
    assert!((rows[1] - by_hand).norm() < 1e-4 && rows[0] == Complex32::ZERO, "{rows:?}");
    assert_eq!(to_vec::<i64>(&reduce::count_nonzero(&x, &[0]).unwrap()).unwrap(), [1, 2, 2]);
    let products = to_vec::<Complex64>(
        &matmul::matmul(&x, &conj(&x).unwrap().with_layout(x.layout().transpose("test", 0, 1).unwrap())).unwrap(),
    )
    .unwrap();
    assert_eq!(products[0], Complex64::new(6.25, 0.0));
    assert_eq!(products[3], Complex64::new(62.5, 0.0));
    sort::sort("sort", &x, 0, false).unwrap_err();
    reduce::amax(&x, &[], false).unwrap_err();
}

fn close(got: Complex64, re: f64, im: f64) {
    let error = (got.re - re).hypot(got.im - im);
    assert!(error <= 4e-15 * re.hypot(im).max(1e-300), "{got} is not {re} {im:+}i");
}

/// Values by mpmath, where the textbook formulas lose digits or take the wrong branch.
#[test]
fn hard_places() {
    let z = Complex64::new;
    close(ComplexNumber::sqrt(z(-4.0, -0.0)), 0.0, -2.0);
    close(ComplexNumber::asin(z(1e-9, 2e-9)), 1e-9, 2e-9);
    close(ComplexNumber::asinh(z(-1e8, 1.0)), -19.113_827_924_512_31, 1e-8);
    close(ComplexNumber::tanh(z(400.0, 1.0)), 1.0, 0.0);
    close(ComplexNumber::log1p(z(1e-12, 1e-10)), 1.000_000_004_999_5e-12, 9.999_999_999_99e-11);
    close(ComplexNumber::div(z(1e300, 1e300), z(1e300, 1e300)), 1.0, 0.0);
    close(ComplexNumber::acosh(z(-2.0, 0.0)), 1.316_957_896_924_816_7, std::f64::consts::PI);
    close(ComplexNumber::exp(z(f64::NEG_INFINITY, f64::NAN)), 0.0, 0.0);
    // On a cut, the sign of the zero tells the side.
    let (right, height) = (std::f64::consts::FRAC_PI_2, 4.094_066_668_632_085);
    close(ComplexNumber::asin(z(30.0, 0.0)), right, height);
    close(ComplexNumber::asin(z(-30.0, -0.0)), -right, -height);
    close(ComplexNumber::acos(z(30.0, 0.0)), 0.0, -height);
    close(ComplexNumber::acos(z(-30.0, -0.0)), 2.0 * right, height);
    assert!(ComplexNumber::is_inf(ComplexNumber::div(z(1.0, 0.0), z(0.0, 0.0))));
}
