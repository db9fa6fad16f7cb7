//! Tensors to and from the arrays of the crate `ndarray`.

use cresset_autograd::{Element, Error, Result, Tensor};
use ndarray::{Array, ArrayBase, ArrayD, Data, Dimension, IxDyn};

/// A tensor with the elements of an array, of their type.
///
/// An owned array whose elements fill its memory, in any order of its dimensions, is taken over without a copy: one in
/// Fortran order becomes a tensor with Fortran's strides. Views, arrays with gaps and arrays with reversed dimensions
/// are copied.
///
/// # Errors
/// More dimensions than a tensor can have, or no memory left.
pub fn from_ndarray<T, S, D>(array: ArrayBase<S, D>) -> Result<Tensor>
where
    T: Element,
    S: Data<Elem = T>,
    D: Dimension,
{
    let array = array.into_owned().into_dyn();
    let sizes = array.shape().to_vec();
    let Some(strides) = dense_strides(&array) else {
        return Tensor::try_from_vec(array.iter().copied().collect(), sizes);
    };
    let numel = array.len();
    let (values, offset) = array.into_raw_vec_and_offset();
    if values.len() == numel {
        return strided(values, &sizes, &strides);
    }
    // Memory before or after the elements, as slicing leaves it, would stay with the tensor for good.
    let held = values.into_iter().skip(offset.unwrap_or(0)).take(numel).collect();
    strided(held, &sizes, &strides)
}

/// The strides of an array whose elements follow each other without gaps in some order of the dimensions.
fn dense_strides<T>(array: &ArrayD<T>) -> Option<Vec<usize>> {
    if array.is_empty() {
        return None;
    }
    let sizes = array.shape();
    let mut strides = array.strides().iter().map(|&stride| usize::try_from(stride).ok()).collect::<Option<Vec<_>>>()?;
    let mut order: Vec<usize> = (0..sizes.len()).filter(|&dim| sizes[dim] > 1).collect();
    order.sort_by_key(|&dim| strides[dim]);
    let mut next = 1;
    for dim in order {
        if strides[dim] != next {
            return None;
        }
        next *= sizes[dim];
    }
    // The stride of a dimension of size 1 is never used and may be anything.
    for (stride, _) in strides.iter_mut().zip(sizes).filter(|(_, size)| **size == 1) {
        *stride = 1;
    }
    Some(strides)
}

/// A tensor over the vector's memory, which the strides fill.
fn strided<T: Element>(values: Vec<T>, sizes: &[usize], strides: &[usize]) -> Result<Tensor> {
    let flat = Tensor::try_from_vec(values, [sizes.iter().product()])?;
    let signed = |values: &[usize]| values.iter().map(|&value| value as i64).collect::<Vec<_>>();
    // Detached, because the flat tensor is nothing to anybody: the result is a tensor, not a view.
    Ok(flat.try_as_strided(signed(sizes), signed(strides), None)?.detach())
}

/// A row-major array with a tensor's elements, converted to `T`.
///
/// # Errors
/// No memory left.
pub fn to_ndarray<T: Element>(tensor: &Tensor) -> Result<ArrayD<T>> {
    let values = tensor.try_to_vec()?;
    Array::from_shape_vec(IxDyn(tensor.sizes()), values)
        .map_err(|error| Error::argument("to_ndarray", "tensor", error, "the sizes must fit an ndarray"))
}
