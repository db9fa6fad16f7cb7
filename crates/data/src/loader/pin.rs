//! Batches in memory that GPUs read by themselves.

use std::collections::BTreeMap;

use cresset_autograd::{Result, Tensor};

/// What can be brought into pinned memory.
pub trait Pin: Sized {
    /// The same in pinned memory.
    ///
    /// # Errors
    /// No such memory left.
    fn pin(self) -> Result<Self>;
}

impl Pin for Tensor {
    fn pin(self) -> Result<Tensor> {
        self.try_pin_memory()
    }
}

/// Texts stay where they are.
impl Pin for String {
    fn pin(self) -> Result<String> {
        Ok(self)
    }
}

impl<T: Pin> Pin for Vec<T> {
    fn pin(self) -> Result<Vec<T>> {
        self.into_iter().map(T::pin).collect()
    }
}

impl<K: Ord, T: Pin> Pin for BTreeMap<K, T> {
    fn pin(self) -> Result<BTreeMap<K, T>> {
        self.into_iter().map(|(key, value)| Ok((key, value.pin()?))).collect()
    }
}

macro_rules! tuples {
    ($(($($name:ident)+))+) => {$(
        impl<$($name: Pin),+> Pin for ($($name,)+) {
            fn pin(self) -> Result<Self> {
                #[allow(non_snake_case, reason = "the names are those of the types")]
                let ($($name,)+) = self;
                Ok(($($name.pin()?,)+))
            }
        }
    )+};
}

tuples! { (A) (A B) (A B C) (A B C D) }
