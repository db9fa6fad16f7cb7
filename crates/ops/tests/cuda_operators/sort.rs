//! Order: rows that one block sorts, rows of many tiles, ties, and what is not a number.

use cresset_ops::search::searchsorted;
use cresset_ops::sort::{kthvalue, sort, topk, unique, unique_consecutive};
use cresset_ops::{Array, copy};
use cresset_storage::DType;

use crate::device::{alike, present, values};

const NATIVE: [&str; 4] = ["sort", "topk", "kthvalue", "searchsorted"];

fn orders(x: &Array, dim: i64, k: usize) -> Vec<Array> {
    let pairs = [
        sort("sort", x, dim, false),
        sort("sort", x, dim, true),
        topk("topk", x, k, dim, true),
        topk("topk", x, k, dim, false),
        kthvalue("kthvalue", x, k.max(1), dim),
    ];
    pairs.into_iter().flat_map(|pair| <[Array; 2]>::from(pair.unwrap())).collect()
}

#[test]
fn rows_of_all_widths() {
    if !present() {
        return;
    }
    let cases: [(&[usize], i64, usize); 7] = [
        (&[3, 5], 1, 2),
        (&[70, 37], 1, 37),
        (&[40, 6], 0, 7),
        (&[3, 2048], 1, 4),
        (&[2, 5, 2500], 2, 3),
        (&[9001], 0, 2300),
        (&[], 0, 1),
    ];
    for (sizes, dim, k) in cases {
        for dtype in [DType::F32, DType::F64] {
            let x = values(sizes, 1, dtype);
            alike(&NATIVE, [&x], |[x]| orders(x, dim, k));
        }
    }
    let x = values(&[0, 3], 1, DType::F32);
    alike(&NATIVE, [&x], |[x]| orders(x, 1, 2));
}

#[test]
fn order_of_all_dtypes() {
    if !present() {
        return;
    }
    for dtype in DType::ALL.into_iter().filter(|dtype| !dtype.is_complex()) {
        let (x, sequence) = (values(&[4, 60], 1, dtype), values(&[30], 2, dtype));
        alike(&NATIVE, [&x, &sequence], |[x, sequence]| {
            let sequence = sort("sort", sequence, 0, false).unwrap().0;
            let rows = sort("sort", x, 1, false).unwrap().0;
            let mut all = orders(x, 1, 5);
            for right in [false, true] {
                all.push(searchsorted("searchsorted", &sequence, x, right).unwrap());
                all.push(searchsorted("searchsorted", &rows, x, right).unwrap());
            }
            all
        });
    }
    let far = Array::from_vec(vec![i64::MIN, 3, i64::MAX, -1, i64::MIN, 0], &[6]).unwrap();
    let small =
        copy::to_dtype("test", &Array::from_vec(vec![-3i64, 5, -128, 127, 0], &[5]).unwrap(), DType::I8).unwrap();
    alike(&NATIVE, [&far, &small], |[far, small]| [orders(far, 0, 2), orders(small, 0, 5)].concat());
}

#[test]
fn what_is_not_a_number() {
    if !present() {
        return;
    }
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    let line = vec![1.0, nan, -inf, 0.0, -0.0, inf, nan, -1.0, 0.0, 1.0];
    for dtype in [DType::F64, DType::F16] {
        let x = copy::to_dtype("test", &Array::from_vec(line.clone(), &[10]).unwrap(), dtype).unwrap();
        alike(&NATIVE, [&x], |[x]| {
            let sequence = sort("sort", x, 0, false).unwrap().0;
            let places = [false, true].map(|right| searchsorted("searchsorted", &sequence, x, right).unwrap());
            [orders(x, 0, 4), places.into()].concat()
        });
    }
}

#[test]
fn distinct_values() {
    if !present() {
        return;
    }
    let of_line = |line: Vec<f64>| Array::from_vec(line, &[9]).unwrap();
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    for x in [
        values(&[5, 7], 1, DType::I32),
        values(&[900], 1, DType::BF16),
        values(&[4], 1, DType::Bool),
        of_line(vec![nan, 0.0, -0.0, inf, inf, nan, nan, 1.0, 0.0]),
        values(&[], 1, DType::F32),
        values(&[0, 3], 1, DType::F32),
    ] {
        alike(&["unique", "unique_consecutive"], [&x], |[x]| {
            let sorted = unique("unique", x).unwrap();
            let runs = unique_consecutive("unique_consecutive", x).unwrap();
            [sorted, runs].into_iter().flat_map(|found| [found.values, found.inverse, found.counts]).collect()
        });
    }
}
