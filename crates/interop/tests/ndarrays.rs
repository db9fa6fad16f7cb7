//! Arrays of `ndarray` become tensors and come back, without a copy where the memory allows.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a test may")]

use cresset_autograd::{DType, Tensor, arange, bf16, tensor};
use cresset_interop::{from_ndarray, to_ndarray};
use ndarray::{Array, Array1, Array2, ArrayD, Axis, IxDyn, ShapeBuilder, arr0, array, s};

/// The elements by index, from `ndarray`'s own iterator.
fn elements<T: Clone>(array: &ArrayD<T>) -> Vec<T> {
    array.iter().cloned().collect()
}

/// Where the elements stand.
fn address(tensor: &Tensor) -> usize {
    tensor.array().storage().read().pointer().unwrap() as usize
}

#[test]
fn every_layout_keeps_its_elements() {
    let base = Array::from_iter(0..24).into_shape_with_order((2, 3, 4)).unwrap();
    let mut reversed = base.clone();
    reversed.invert_axis(Axis(1));
    let cases = [
        base.clone().into_dyn(),
        base.clone().permuted_axes([2, 0, 1]).into_dyn(),
        base.clone().reversed_axes().into_dyn(),
        base.slice(s![.., 1..2, ..]).to_owned().into_dyn(),
        base.clone().slice_move(s![1.., 1.., ..;2]).into_dyn(),
        base.clone().slice_move(s![1, .., ..]).into_dyn(),
        base.clone().slice_move(s![0, 1, ..]).into_dyn(),
        base.clone().slice_move(s![.., 0..0, ..]).into_dyn(),
        reversed.into_dyn(),
        arr0(7).into_dyn(),
    ];
    for array in cases {
        let expected = (array.shape().to_vec(), elements(&array));
        let by_view = from_ndarray(array.view()).unwrap();
        let tensor = from_ndarray(array).unwrap();
        assert_eq!(tensor.dtype(), DType::I32);
        assert!(!tensor.is_view());
        for tensor in [tensor, by_view] {
            assert_eq!((tensor.sizes().to_vec(), tensor.to_vec::<i32>()), expected);
            let back = to_ndarray::<i32>(&tensor).unwrap();
            assert_eq!((back.shape().to_vec(), elements(&back)), expected);
        }
    }
}

#[test]
fn dense_owned_arrays_are_not_copied() {
    for array in [Array2::<f32>::ones((3, 5)), Array2::<f32>::ones((3, 5).f()), Array2::<f32>::ones((1, 5).f())] {
        let (at, fortran) = (array.as_ptr() as usize, !array.is_standard_layout());
        let tensor = from_ndarray(array).unwrap();
        assert_eq!(address(&tensor), at);
        assert_eq!(tensor.is_contiguous(), !fortran);
    }
    let array = Array1::<f32>::ones(5);
    let at = array.as_ptr() as usize;
    assert_ne!(address(&from_ndarray(array.view()).unwrap()), at);
}

#[test]
fn dtypes_follow_the_elements() {
    assert_eq!(from_ndarray(array![true, false]).unwrap().dtype(), DType::Bool);
    assert_eq!(from_ndarray(array![1u8]).unwrap().dtype(), DType::U8);
    assert_eq!(from_ndarray(array![bf16::ONE]).unwrap().dtype(), DType::BF16);
    // Conversions on the way out, as of to_vec.
    assert_eq!(elements(&to_ndarray::<i64>(&tensor([1.5, -2.5])).unwrap()), [1, -2]);
    let turned = arange(0, 6, 1).reshape([2, 3]).t();
    assert_eq!(to_ndarray::<f64>(&turned).unwrap()[[2, 1]], 5.0);
}

#[test]
fn too_many_dimensions_are_an_error() {
    let error = from_ndarray(ArrayD::<f32>::zeros(IxDyn(&[1; 9]))).unwrap_err().to_string();
    assert!(error.contains("at most 8 dims"), "{error}");
}
