//! Items put together into a batch.

use cresset_autograd::{Error, Result, Tensor};

/// How items become a batch, as `torch.utils.data.default_collate`.
///
/// Tensors are stacked along a new first dimension, numbers become a tensor of one dimension, tuples and vectors are
/// collated place by place, and texts stay in a vector.
pub trait Collate: Sized {
    /// What a batch is.
    type Batch;

    /// The batch of these items.
    ///
    /// # Errors
    /// Items that do not fit each other.
    fn collate(items: Vec<Self>) -> Result<Self::Batch>;
}

/// # Shapes
/// `n` of `[..]` give `[n, ..]`.
impl Collate for Tensor {
    type Batch = Tensor;

    fn collate(items: Vec<Tensor>) -> Result<Tensor> {
        Tensor::try_stack(&items.iter().collect::<Vec<_>>(), 0)
    }
}

macro_rules! numbers {
    ($($type:ty),*) => {$(
        impl Collate for $type {
            type Batch = Tensor;

            fn collate(items: Vec<$type>) -> Result<Tensor> {
                let n_items = items.len();
                Tensor::try_from_vec(items, [n_items])
            }
        }
    )*};
}

numbers!(f64, f32, i64, i32, i16, i8, u8, bool);

/// An `int64` tensor.
impl Collate for usize {
    type Batch = Tensor;

    fn collate(items: Vec<usize>) -> Result<Tensor> {
        let refuse = |_| Error::argument("collate", "number", "above 2^63 - 1", "give numbers that int64 holds");
        let numbers: Vec<i64> = items.into_iter().map(i64::try_from).collect::<Result<_, _>>().map_err(refuse)?;
        Collate::collate(numbers)
    }
}

impl Collate for String {
    type Batch = Vec<String>;

    fn collate(items: Vec<String>) -> Result<Vec<String>> {
        Ok(items)
    }
}

impl<T: Collate> Collate for Vec<T> {
    type Batch = Vec<T::Batch>;

    fn collate(items: Vec<Vec<T>>) -> Result<Vec<T::Batch>> {
        let len = items.first().map_or(0, Vec::len);
        let mut places: Vec<Vec<T>> = (0..len).map(|_| Vec::with_capacity(items.len())).collect();
        for item in items {
            if item.len() != len {
                let value = format!("{len} and {}", item.len());
                return Err(Error::argument("collate", "lengths of items", value, "give items of equal lengths"));
            }
            places.iter_mut().zip(item).for_each(|(place, part)| place.push(part));
        }
        places.into_iter().map(T::collate).collect()
    }
}

macro_rules! tuples {
    ($(($($type:ident $place:tt $parts:ident),+))*) => {$(
        impl<$($type: Collate),+> Collate for ($($type,)+) {
            type Batch = ($($type::Batch,)+);

            fn collate(items: Vec<Self>) -> Result<Self::Batch> {
                $(let mut $parts = Vec::with_capacity(items.len());)+
                for item in items {
                    $($parts.push(item.$place);)+
                }
                Ok(($($type::collate($parts)?,)+))
            }
        }
    )*};
}

tuples! {
    (A 0 first)
    (A 0 first, B 1 second)
    (A 0 first, B 1 second, C 2 third)
    (A 0 first, B 1 second, C 2 third, D 3 fourth)
}
