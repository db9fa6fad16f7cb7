//! A dataset of the places along the first dimension of tensors.

use cresset_autograd::{Error, Result, Tensor};

use crate::Dataset;
use crate::dataset::check_index;

/// A tensor, a tuple of up to four or a vector of them: what a [`TensorDataset`] holds and an item of it is.
pub trait Tensors: Send + Sync + Sized {
    /// The tensors in order.
    fn tensors(&self) -> Vec<&Tensor>;

    /// Each tensor's place `index` of the first dimension.
    ///
    /// # Errors
    /// A tensor does not have that place.
    fn at(&self, index: usize) -> Result<Self>;
}

impl Tensors for Tensor {
    fn tensors(&self) -> Vec<&Tensor> {
        vec![self]
    }

    fn at(&self, index: usize) -> Result<Tensor> {
        self.try_select(0, index as i64)
    }
}

impl Tensors for Vec<Tensor> {
    fn tensors(&self) -> Vec<&Tensor> {
        self.iter().collect()
    }

    fn at(&self, index: usize) -> Result<Vec<Tensor>> {
        self.iter().map(|tensor| tensor.at(index)).collect()
    }
}

macro_rules! tuples {
    ($(($($type:ident $place:tt),+))*) => {$(
        impl<$($type: Tensors),+> Tensors for ($($type,)+) {
            fn tensors(&self) -> Vec<&Tensor> {
                [$(self.$place.tensors()),+].concat()
            }

            fn at(&self, index: usize) -> Result<Self> {
                Ok(($(self.$place.at(index)?,)+))
            }
        }
    )*};
}

tuples! {
    (A 0)
    (A 0, B 1)
    (A 0, B 1, C 2)
    (A 0, B 1, C 2, D 3)
}

/// Tensors whose first dimension counts the items.
///
/// # Shapes
/// `(x [n, ..], y [n, ..])` gives `n` items `(x [..], y [..])`, which are views.
#[derive(Clone, Debug)]
pub struct TensorDataset<T> {
    tensors: T,
    len: usize,
}

impl<T: Tensors> TensorDataset<T> {
    /// A dataset of these tensors.
    ///
    /// # Errors
    /// No tensor, a scalar, or first dimensions of different sizes.
    pub fn new(tensors: T) -> Result<TensorDataset<T>> {
        const OP: &str = "TensorDataset";
        let all = tensors.tensors();
        let Some(first) = all.first() else {
            return Err(Error::argument(OP, "tensors", "none", "give at least one tensor"));
        };
        for tensor in &all {
            if tensor.dim() == 0 {
                let remedy = "the first dimension counts the items";
                return Err(Error::shape(OP, "a scalar has no first dimension", &[("tensor", &[])], remedy));
            }
            if tensor.sizes()[0] != first.sizes()[0] {
                let shapes = [("first", first.sizes()), ("other", tensor.sizes())];
                return Err(Error::shape(OP, "first sizes differ", &shapes, "give as many items in every tensor"));
            }
        }
        let len = first.sizes()[0];
        Ok(TensorDataset { tensors, len })
    }

    /// The tensors.
    #[must_use]
    pub fn tensors(&self) -> &T {
        &self.tensors
    }
}

impl<T: Tensors> Dataset for TensorDataset<T> {
    type Item = T;

    fn len(&self) -> usize {
        self.len
    }

    fn get(&self, index: usize) -> Result<T> {
        check_index("TensorDataset::get", index, self.len)?;
        self.tensors.at(index)
    }
}
