//! Reductions: along what lies side by side, along what does not, all of it, and what counts as nothing.

use cresset_ops::{Array, reduce};
use cresset_storage::DType;

use crate::device::{alike, present, values};

const NATIVE: [&str; 16] = [
    "sum",
    "nansum",
    "mean",
    "prod",
    "all",
    "any",
    "count_nonzero",
    "amax",
    "amin",
    "max",
    "min",
    "argmax",
    "argmin",
    "var",
    "std",
    "norm",
];

/// What takes all dtypes.
fn of_all_dtypes(x: &Array, dims: &[i64]) -> Vec<Array> {
    vec![
        reduce::sum(x, dims, false).unwrap(),
        reduce::amax(x, dims, true).unwrap(),
        reduce::amin(x, dims, false).unwrap(),
        reduce::all(x, Some(dims), false).unwrap(),
    ]
}

/// The others of those.
fn of_all_dtypes_too(x: &Array, dims: &[i64]) -> Vec<Array> {
    vec![
        reduce::nansum(x, dims, false).unwrap(),
        reduce::prod(x, dims, false).unwrap(),
        reduce::any(x, Some(dims), true).unwrap(),
        reduce::count_nonzero(x, dims).unwrap(),
    ]
}

fn of_floats(x: &Array, dims: &[i64]) -> Vec<Array> {
    let mut all = vec![
        reduce::mean(x, dims, true).unwrap(),
        reduce::variance(x, dims, 1.0, false).unwrap(),
        reduce::standard_deviation(x, dims, 0.0, false).unwrap(),
        reduce::logsumexp(x, dims, false).unwrap(),
    ];
    let powers = [0.0, 1.0, 2.0, 3.0, f64::INFINITY, f64::NEG_INFINITY];
    all.extend(powers.map(|p| reduce::norm(x, p, dims, false).unwrap()));
    all
}

fn places(x: &Array, dim: i64) -> Vec<Array> {
    let (greatest, at) = reduce::max_dim(x, dim, true).unwrap();
    let (least, least_at) = reduce::min_dim(x, dim, false).unwrap();
    let [most, fewest] = [reduce::argmax(x, Some(dim), false).unwrap(), reduce::argmin(x, None, false).unwrap()];
    vec![greatest, at, least, least_at, most, fewest]
}

#[test]
fn walks_of_all_kinds() {
    if !present() {
        return;
    }
    // Sizes, strides and offset of a view of 24000 elements, and the dims that are folded.
    type Walk<'a> = (&'a [usize], &'a [usize], usize, &'a [i64]);
    let walks: [Walk<'_>; 15] = [
        (&[24_000], &[1], 0, &[0]),
        (&[23_999], &[1], 1, &[]),
        (&[7, 1000], &[1000, 1], 0, &[1]),
        (&[7, 999], &[999, 1], 0, &[1]),
        (&[300, 5], &[5, 1], 0, &[1]),
        (&[2000, 12], &[12, 1], 0, &[0]),
        (&[5000, 3], &[3, 1], 0, &[0]),
        (&[3, 1001], &[1001, 1], 0, &[0]),
        (&[4, 6, 40], &[240, 40, 1], 16, &[0, 2]),
        (&[4, 6, 40], &[240, 40, 1], 0, &[1]),
        (&[4, 6, 40], &[1, 4, 24], 0, &[0, 2]),
        (&[6, 40], &[400, 2], 3, &[1]),
        (&[3, 50], &[0, 2], 0, &[0]),
        (&[1, 30, 1], &[30, 1, 1], 0, &[0]),
        (&[], &[], 5, &[]),
    ];
    for dtype in [DType::F32, DType::BF16] {
        let x = values(&[24_000], 1, dtype);
        for (sizes, strides, offset, dims) in walks {
            alike(&NATIVE, [&x], |[x]| {
                let x = x.as_strided("test", sizes, strides, offset).unwrap();
                let extremes = dims.first().map_or(Vec::new(), |&dim| places(&x, dim));
                let sums = [reduce::sum(&x, dims, false).unwrap(), reduce::variance(&x, dims, 0.0, true).unwrap()];
                [extremes, sums.into(), vec![reduce::logsumexp(&x, dims, false).unwrap()]].concat()
            });
        }
    }
}

#[test]
fn folds_of_all_dtypes() {
    if !present() {
        return;
    }
    // Each pair of a fold and a dtype is a text to compile: the dtypes differ in the types of elements and sums alone.
    for dtype in DType::ALL.into_iter().filter(|dtype| !dtype.is_complex()) {
        let x = values(&[5, 64], 1, dtype);
        alike(&NATIVE, [&x], |[x]| {
            let (greatest, at) = reduce::max_dim(x, 1, true).unwrap();
            vec![reduce::sum(x, &[1], false).unwrap(), reduce::sum(x, &[0], false).unwrap(), greatest, at]
        });
    }
    for dtype in [DType::Bool, DType::U8] {
        let x = values(&[20, 3], 1, dtype);
        alike(&NATIVE, [&x], |[x]| [of_all_dtypes(x, &[0]), of_all_dtypes_too(x, &[0])].concat());
    }
    let x = values(&[5, 64], 1, DType::F16);
    alike(&NATIVE, [&x], |[x]| [of_floats(x, &[1]), of_floats(x, &[0])].concat());
    let x = values(&[3, 4], 1, DType::I64);
    alike(&NATIVE, [&x], |[x]| vec![reduce::logsumexp(x, &[0], false).unwrap()]);
}

#[test]
fn nothing_infinity_and_missing_numbers() {
    if !present() {
        return;
    }
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    let rows = [
        [1.0, -inf, 2.0, 2.0],
        [-inf; 4],
        [inf, inf, 0.0, -0.0],
        [inf, -inf, 1.0, 1.0],
        [3.0, nan, inf, nan],
        [nan; 4],
        [0.0; 4],
    ];
    let whole = Array::from_vec(vec![i64::MIN, i64::MAX, 0, -1, 5, 5], &[2, 3]).unwrap();
    let x = Array::from_vec(rows.concat(), &[7, 4]).unwrap();
    for dim in [0, 1] {
        alike(&NATIVE, [&x], |[x]| {
            [of_all_dtypes(x, &[dim]), of_all_dtypes_too(x, &[dim]), of_floats(x, &[dim]), places(x, dim)].concat()
        });
        alike(&NATIVE, [&whole], |[x]| {
            let sums = [reduce::amax(x, &[dim], false).unwrap(), reduce::amin(x, &[dim], false).unwrap()];
            [sums.into(), places(x, dim)].concat()
        });
    }
    let empty = Array::from_vec(Vec::<f32>::new(), &[3, 0]).unwrap();
    for dims in [&[0][..], &[1], &[]] {
        alike(&NATIVE, [&empty], |[x]| {
            let mut all = of_all_dtypes_too(x, dims);
            all.extend([reduce::sum(x, dims, false).unwrap(), reduce::mean(x, dims, false).unwrap()]);
            all.push(reduce::variance(x, dims, 1.0, false).unwrap());
            all.push(reduce::logsumexp(x, dims, false).unwrap());
            all.push(reduce::all(x, None, false).unwrap());
            all
        });
    }
}
