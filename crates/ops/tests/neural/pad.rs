//! Constants around arrays.

use cresset_ops::Array;
use cresset_ops::pad::pad;

use crate::{assert_refused, read, scattered};

#[test]
fn values_stand_around_the_last_dims() {
    let x = Array::from_vec((1..=6i64).collect(), &[2, 3]).unwrap();
    let out = pad(&x, &[1, 2, 0, 1], 9.into()).unwrap();
    assert_eq!(out.sizes()[..], [3, 6]);
    assert_eq!(read(&out), [9, 1, 2, 3, 9, 9, 9, 4, 5, 6, 9, 9, 9, 9, 9, 9, 9, 9].map(f64::from));
    // Cut at one end, add at the other; from strides that are not row-major.
    let out = pad(&scattered(&x), &[-1, 1], 0.into()).unwrap();
    assert_eq!(read(&out), [2, 3, 0, 5, 6, 0].map(f64::from));
    let out = pad(&x, &[-1, -1, -1, 0], 0.into()).unwrap();
    assert_eq!((out.sizes().to_vec(), read(&out)), (vec![1, 1], vec![5.0]));
    let out = pad(&x, &[-3, 2], 7.into()).unwrap();
    assert_eq!((out.sizes().to_vec(), read(&out)), (vec![2, 2], vec![7.0; 4]));
    assert_eq!(pad(&x, &[-3, 0], 7.into()).unwrap().sizes()[..], [2, 0]);
    // Without pads it is still a copy.
    let copy = pad(&x, &[], 0.into()).unwrap();
    assert!(!copy.storage().same(x.storage()));
    assert_eq!(read(&copy), read(&x));
}

#[test]
fn bad_pads_are_refused_in_one_line() {
    let x = Array::from_vec(vec![0.0f32; 6], &[2, 3]).unwrap();
    let run = |pads: &[i64]| pad(&x, pads, 0.into());
    assert_refused(run(&[1]), "pad: bad argument: pad = [1]; give two numbers for each of the last dims");
    assert!(run(&[1; 6]).is_err());
    assert_refused(run(&[-2, -2]), "pad: bad argument: pad = [-2, -2]; no size may become negative");
    assert_refused(run(&[-4, 2]), "pad: bad argument: pad = [-4, 2]; no more elements can be cut than there are");
    assert!(run(&[i64::MAX, 0]).is_err() && run(&[i64::MIN, i64::MAX]).is_err() && run(&[i64::MAX, i64::MIN]).is_err());
}
