//! Orders along dimensions against the standard library's stable sort.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::cmp::Ordering;

use cresset_ops::sort::{kthvalue, sort, topk, unique, unique_consecutive};
use cresset_ops::{Array, copy, reading};
use cresset_storage::{DType, Element};

const OP: &str = "test";

/// NaN last, -0 equal to 0.
fn compare(lhs: &f64, rhs: &f64) -> Ordering {
    lhs.partial_cmp(rhs).unwrap_or_else(|| lhs.is_nan().cmp(&rhs.is_nan()))
}

fn stable(values: &[f64], descending: bool) -> Vec<i64> {
    let mut at: Vec<usize> = (0..values.len()).collect();
    at.sort_by(|&lhs, &rhs| {
        let order = compare(&values[lhs], &values[rhs]);
        if descending { order.reverse() } else { order }
    });
    at.into_iter().map(|at| at as i64).collect()
}

fn vec<T: Element>(x: &Array) -> Vec<T> {
    reading::to_vec(x).unwrap()
}

fn mixed() -> Vec<f64> {
    let (nan, inf) = (f64::NAN, f64::INFINITY);
    vec![3.0, nan, -0.0, 0.0, -inf, 2.0, 3.0, -1.5, nan, inf, 0.0, -0.0, -2.0, 7.0]
}

#[test]
fn every_dtype_is_sorted_stably_both_ways() {
    let values = mixed();
    for dtype in DType::ALL.into_iter().filter(|dtype| !dtype.is_complex()) {
        let x = copy::to_dtype(OP, &Array::from_vec(values.clone(), &[14]).unwrap(), dtype).unwrap();
        let own: Vec<f64> = vec(&x);
        for descending in [false, true] {
            let (sorted, at) = sort(OP, &x, 0, descending).unwrap();
            let expected = stable(&own, descending);
            assert_eq!(vec::<i64>(&at), expected, "{dtype} {descending}");
            let sorted = vec::<f64>(&sorted);
            // The elements themselves come back: the sign of zero too.
            let same = |(got, &at): (&f64, &i64)| got.to_bits() == own[at as usize].to_bits() || got.is_nan();
            assert!(sorted.iter().zip(&expected).all(same), "{dtype} {descending}: {sorted:?}");
            for k in [0, 1, 5, 14] {
                let (_, at) = topk(OP, &x, k, -1, descending).unwrap();
                assert_eq!(vec::<i64>(&at), expected[..k], "{dtype} {k}");
            }
        }
        for k in 1..=14 {
            let (_, at) = kthvalue(OP, &x, k, 0).unwrap();
            assert_eq!(vec::<i64>(&at), [stable(&own, false)[k - 1]], "{dtype} {k}");
        }
    }
}

#[test]
fn whole_numbers_beyond_f64_keep_their_order() {
    let x = Array::from_vec(vec![i64::MAX, i64::MAX - 1, i64::MIN, i64::MIN + 1, 0], &[5]).unwrap();
    assert_eq!(vec::<i64>(&sort(OP, &x, 0, false).unwrap().1), [2, 3, 4, 1, 0]);
}

#[test]
fn any_dimension_is_sorted_and_large_arrays_in_blocks() {
    let n = 60 * 70 * 3;
    let values: Vec<f64> = (0..n).map(|at| (at * 7919 % 1013) as f64).collect();
    let x = Array::from_vec(values.clone(), &[60, 70, 3]).unwrap();
    let (sorted, at) = sort(OP, &x, 1, true).unwrap();
    assert!(sorted.layout().is_contiguous());
    let (sorted, at): (Vec<f64>, Vec<i64>) = (vec(&sorted), vec(&at));
    for outer in 0..60 {
        for inner in 0..3 {
            let place = |row: usize| (outer * 70 + row) * 3 + inner;
            let column: Vec<f64> = (0..70).map(|row| values[place(row)]).collect();
            let expected = stable(&column, true);
            for (row, &from) in expected.iter().enumerate() {
                assert_eq!((at[place(row)], sorted[place(row)]), (from, column[from as usize]));
            }
        }
    }
}

#[test]
fn scalars_empty_dimensions_and_bad_arguments() {
    let scalar = Array::from_vec(vec![5.0f32], &[]).unwrap();
    let (value, at) = sort(OP, &scalar, -1, false).unwrap();
    assert_eq!((vec::<f32>(&value), vec::<i64>(&at), value.rank()), (vec![5.0], vec![0], 0));
    let empty = Array::from_vec(Vec::<f32>::new(), &[2, 0]).unwrap();
    assert_eq!(sort(OP, &empty, 1, false).unwrap().0.sizes().to_vec(), [2, 0]);
    assert_eq!(topk(OP, &empty, 0, 1, true).unwrap().0.sizes().to_vec(), [2, 0]);
    assert!(topk(OP, &empty, 1, 1, true).is_err());
    assert!(kthvalue(OP, &empty, 1, 1).is_err());
    assert!(kthvalue(OP, &scalar, 0, 0).is_err());
    assert!(sort(OP, &scalar, 1, false).is_err());
}

#[test]
fn distinct_values_know_where_they_stood() {
    let x = Array::from_vec(vec![2i64, 1, 2, 2, 0, 1], &[2, 3]).unwrap();
    let found = unique(OP, &x).unwrap();
    assert_eq!(vec::<i64>(&found.values), [0, 1, 2]);
    assert_eq!((vec::<i64>(&found.inverse), found.inverse.sizes().to_vec()), (vec![2, 1, 2, 2, 0, 1], vec![2, 3]));
    assert_eq!(vec::<i64>(&found.counts), [1, 2, 3]);
    let runs = unique_consecutive(OP, &x).unwrap();
    assert_eq!((vec::<i64>(&runs.values), vec::<i64>(&runs.counts)), (vec![2, 1, 2, 0, 1], vec![1, 1, 2, 1, 1]));
    let nans = unique(OP, &Array::from_vec(vec![f32::NAN, f32::NAN], &[2]).unwrap()).unwrap();
    assert_eq!(nans.values.numel(), 2);
    let none = unique(OP, &Array::from_vec(Vec::<f32>::new(), &[0]).unwrap()).unwrap();
    assert_eq!((none.values.numel(), none.counts.numel()), (0, 0));
}

#[test]
fn places_among_missing_numbers_are_those_of_pytorch() {
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    let sequence = Array::from_vec(vec![-inf, -1.0, 0.0, 0.0, -0.0, 1.0, 1.0, inf, nan, nan], &[10]).unwrap();
    let values = Array::from_vec(vec![1.0, nan, -inf, 0.0, inf], &[5]).unwrap();
    for (right, expected) in [(false, [5, 10, 0, 2, 10]), (true, [10, 10, 1, 5, 10])] {
        let places = cresset_ops::search::searchsorted("searchsorted", &sequence, &values, right).unwrap();
        assert_eq!(reading::to_vec::<i64>(&places).unwrap(), expected);
    }
}
