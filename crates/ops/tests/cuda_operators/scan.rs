//! Running folds: short and long lines, side by side and in a row, from both ends.

use cresset_ops::scan::{Direction, cummax, cummin, cumprod, cumsum, linear_recurrence, logcumsumexp};
use cresset_ops::{Array, copy};
use cresset_storage::DType;

use crate::device::{alike, present, values};

const NATIVE: [&str; 7] = ["cumsum", "cumprod", "cummax", "cummin", "logcumsumexp", "linear_recurrence", "contiguous"];

fn of_all_dtypes(x: &Array, dim: i64) -> Vec<Array> {
    let ((greatest, at), (least, least_at)) = (cummax(x, dim).unwrap(), cummin(x, dim).unwrap());
    vec![cumsum(x, dim, Direction::Forward).unwrap(), greatest, at, least, least_at]
}

fn of_floats(x: &Array, dim: i64) -> Vec<Array> {
    let mut all = of_all_dtypes(x, dim);
    for direction in [Direction::Forward, Direction::Backward] {
        all.push(cumsum(x, dim, direction).unwrap());
        all.push(cumprod(x, dim, direction).unwrap());
        all.push(linear_recurrence(x, &cumprod(x, dim, direction).unwrap(), dim, direction).unwrap());
    }
    all.push(logcumsumexp(x, dim).unwrap());
    all
}

#[test]
fn lines_of_all_lengths() {
    if !present() {
        return;
    }
    let cases: [(&[usize], i64); 9] = [
        (&[3, 5], 1),
        (&[2, 700], 1),
        (&[70, 3], 0),
        (&[2, 40, 600], 1),
        (&[300, 20], 1),
        (&[9001], 0),
        (&[5000, 2], 0),
        (&[], 0),
        (&[3, 0, 2], 0),
    ];
    for (sizes, dim) in cases {
        let x = values(sizes, 1, DType::F32);
        alike(&NATIVE, [&x], |[x]| of_floats(x, dim));
    }
    let x = values(&[50, 40], 1, DType::F64);
    alike(&NATIVE, [&x], |[x]| of_floats(&x.as_strided("test", &[20, 49], &[2, 40], 3).unwrap(), 1));
}

#[test]
fn scans_of_all_dtypes() {
    if !present() {
        return;
    }
    for dtype in DType::ALL.into_iter().filter(|dtype| !dtype.is_complex()) {
        let x = values(&[3, 40], 1, dtype);
        alike(&NATIVE, [&x], |[x]| vec![cumsum(x, 1, Direction::Forward).unwrap()]);
    }
    for dtype in [DType::Bool, DType::I8, DType::BF16] {
        let x = values(&[3, 40], 1, dtype);
        let product = |x: &Array| cumprod(x, 0, Direction::Forward).unwrap();
        alike(&NATIVE, [&x], |[x]| [of_all_dtypes(x, 1), vec![product(x)]].concat());
    }
    let x = copy::to_dtype("test", &values(&[40], 1, DType::F64), DType::F16).unwrap();
    alike(&NATIVE, [&x], |[x]| vec![logcumsumexp(x, 0).unwrap()]);
}

#[test]
fn ties_infinity_and_missing_numbers() {
    if !present() {
        return;
    }
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    let mut line = vec![1.0, 3.0, 3.0, -inf, 2.0, 0.0, -0.0, 3.0, inf, inf, 1.0, nan, 2.0, nan, 5.0];
    for _ in 0..2 {
        let x = Array::from_vec(line.clone(), &[line.len()]).unwrap();
        alike(&NATIVE, [&x], |[x]| {
            let all = of_all_dtypes(x, 0);
            [all, vec![cumprod(x, 0, Direction::Forward).unwrap(), logcumsumexp(x, 0).unwrap()]].concat()
        });
        // Again where a block takes the line: the numbers come far apart.
        line = line.iter().flat_map(|&x| std::iter::repeat_n(x, 30)).collect();
    }
    let factor = Array::from_vec(vec![nan, 0.0, 2.0, 1.0], &[4]).unwrap();
    alike(&NATIVE, [&factor], |[factor]| vec![linear_recurrence(factor, factor, 0, Direction::Backward).unwrap()]);
    let low = Array::from_vec(vec![-inf; 40], &[40]).unwrap();
    alike(&NATIVE, [&low], |[x]| vec![logcumsumexp(x, 0).unwrap()]);
}
