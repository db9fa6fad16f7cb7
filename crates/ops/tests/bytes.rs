//! Values as bytes and back.

#![allow(clippy::unwrap_used, reason = "tests may, and clippy sees functions beside the tests as library code")]

use cresset_ops::bytes::{from_bytes, to_bytes};
use cresset_ops::{Array, reading};
use cresset_storage::{DType, Scalar};

#[test]
fn bytes_are_little_endian_in_row_major_order() {
    let x = Array::from_vec(vec![1i16, 2, 3, -1], &[2, 2]).unwrap();
    let turned = x.with_layout(x.layout().transpose("test", 0, 1).unwrap());
    let bytes = to_bytes(&turned).unwrap();
    assert_eq!(bytes, [1, 0, 3, 0, 2, 0, 255, 255]);
    let back = from_bytes(&bytes, DType::I16, &[2, 2]).unwrap();
    assert_eq!(reading::to_vec::<i16>(&back).unwrap(), [1, 3, 2, -1]);
}

#[test]
fn any_byte_but_zero_is_true() {
    let x = from_bytes(&[0, 7], DType::Bool, &[2]).unwrap();
    assert_eq!(reading::to_vec::<bool>(&x).unwrap(), [false, true]);
    let one = from_bytes(&2.5f64.to_le_bytes(), DType::F64, &[]).unwrap();
    assert_eq!(reading::item("test", &one).unwrap(), Scalar::F64(2.5));
    assert!(to_bytes(&from_bytes(&[], DType::F32, &[0, 3]).unwrap()).unwrap().is_empty());
}

#[test]
fn wrong_lengths_are_refused() {
    let error = from_bytes(&[0; 7], DType::F32, &[2]).unwrap_err().to_string();
    assert_eq!(error, "from_bytes: number of bytes does not fit the sizes: sizes [2], bytes [7]; give all elements");
    from_bytes(&[], DType::F32, &[usize::MAX, 4]).unwrap_err();
}
