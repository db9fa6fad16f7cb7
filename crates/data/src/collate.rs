//! Items put together into a batch.

use std::collections::BTreeMap;

use cresset_autograd::{Error, Options, Result, Tensor, no_grad};

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
        if let [first, others @ ..] = &items[..]
            && let Some(other) = others.iter().find(|other| other.sizes() != first.sizes())
        {
            let shapes = [("first", first.sizes()), ("other", other.sizes())];
            let remedy = "pad them, with build_with and pad_collate, or resize them";
            return Err(Error::shape("collate", "items of different sizes", &shapes, remedy));
        }
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

/// Each key's values are collated; all items have the same keys.
impl<T: Collate> Collate for BTreeMap<String, T> {
    type Batch = BTreeMap<String, T::Batch>;

    fn collate(items: Vec<BTreeMap<String, T>>) -> Result<BTreeMap<String, T::Batch>> {
        let mut columns: BTreeMap<String, Vec<T>> = BTreeMap::new();
        let n_items = items.len();
        for (key, value) in items.into_iter().flatten() {
            columns.entry(key).or_default().push(value);
        }
        if let Some((key, column)) = columns.iter().find(|(_, column)| column.len() != n_items) {
            let value = format!("{key:?} in {} of {n_items} items", column.len());
            return Err(Error::argument("collate", "keys of items", value, "give items of the same keys"));
        }
        columns.into_iter().map(|(key, column)| Ok((key, T::collate(column)?))).collect()
    }
}

/// Sequences of different lengths as one batch, filled up with a value at their ends; and their lengths.
///
/// ```
/// use cresset_autograd::tensor;
/// use cresset_data::{DataLoader, pad_collate};
///
/// let loader = DataLoader::builder(vec![tensor([1, 2, 3]), tensor([4])])
///     .batch_size(2)
///     .build_with(|items| pad_collate(items, -1))?;
/// for batch in &loader {
///     let (padded, lengths) = batch?;
///     assert_eq!(padded.to_vec::<i64>(), [1, 2, 3, 4, -1, -1]);
///     assert_eq!(lengths.to_vec::<i64>(), [3, 1]);
/// }
/// # Ok::<(), cresset_autograd::Error>(())
/// ```
///
/// # Shapes
/// `n` of `[length, ..]` give `[n, longest, ..]` and `[n]`.
///
/// # Errors
/// No items, scalars, or items that differ in more than their first size.
pub fn pad_collate(items: Vec<Tensor>, padding_value: impl Into<cresset_autograd::Scalar>) -> Result<(Tensor, Tensor)> {
    const OP: &str = "pad_collate";
    let Some(first) = items.first() else {
        return Err(Error::argument(OP, "items", "none", "give at least one"));
    };
    let fits =
        |item: &Tensor| item.dim() > 0 && item.sizes()[1..] == first.sizes()[1..] && item.dtype() == first.dtype();
    if let Some(other) = items.iter().find(|item| !fits(item)) {
        let shapes = [("first", first.sizes()), ("other", other.sizes())];
        return Err(Error::shape(OP, "not sequences of alike items", &shapes, "only the first size may differ"));
    }
    let lengths: Vec<i64> = items.iter().map(|item| item.sizes()[0] as i64).collect();
    let longest = lengths.iter().copied().max().unwrap_or(0) as usize;
    let sizes = [&[items.len(), longest], &first.sizes()[1..]].concat();
    let padded = Options::like(first).try_full(sizes, padding_value)?;
    no_grad(|| {
        (0..).zip(items.iter().zip(&lengths)).try_for_each(|(at, (item, &length))| {
            padded.try_select(0, at)?.try_narrow(0, 0, length as usize)?.try_copy_(item).map(drop)
        })
    })?;
    let n_items = lengths.len();
    Ok((padded, Tensor::try_from_vec(lengths, [n_items])?))
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
