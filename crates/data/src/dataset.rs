//! What gives items by index.

use std::sync::Arc;

use cresset_autograd::{ErrorKind, Result};

/// Items by index. Workers share it, so `get` takes no exclusive access.
///
/// ```
/// use cresset_autograd::Result;
/// use cresset_data::Dataset;
///
/// struct Squares;
///
/// impl Dataset for Squares {
///     type Item = (i64, i64);
///     fn len(&self) -> usize {
///         100
///     }
///     fn get(&self, index: usize) -> Result<(i64, i64)> {
///         let x = index as i64;
///         Ok((x, x * x))
///     }
/// }
/// # assert_eq!(Squares.get(7).unwrap(), (7, 49));
/// ```
pub trait Dataset: Send + Sync {
    /// One item.
    type Item;

    /// The number of items.
    fn len(&self) -> usize;

    /// Whether there are no items.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item at `index`, which is below [`Dataset::len`].
    ///
    /// # Errors
    /// As the dataset says; an index out of range.
    fn get(&self, index: usize) -> Result<Self::Item>;

    /// The item at `index`, for datasets that draw random numbers, such as ones that distort images.
    ///
    /// A [`crate::DataLoader`] calls this with a seed that depends on its base seed and the item's place in the pass
    /// alone, so that what is drawn from `Generator::new(seed)` is the same with any number of workers. Draws from the
    /// default generator are not, because the workers share it.
    ///
    /// # Errors
    /// As [`Dataset::get`].
    fn get_seeded(&self, index: usize, seed: u64) -> Result<Self::Item> {
        let _ = seed;
        self.get(index)
    }
}

macro_rules! forward {
    ($($pointer:ty),*) => {$(
        impl<D: Dataset + ?Sized> Dataset for $pointer {
            type Item = D::Item;
            fn len(&self) -> usize {
                (**self).len()
            }
            fn get(&self, index: usize) -> Result<D::Item> {
                (**self).get(index)
            }
            fn get_seeded(&self, index: usize, seed: u64) -> Result<D::Item> {
                (**self).get_seeded(index, seed)
            }
        }
    )*};
}

forward!(&D, Box<D>, Arc<D>);

/// Clones of the elements.
impl<T: Clone + Send + Sync> Dataset for Vec<T> {
    type Item = T;

    fn len(&self) -> usize {
        Vec::len(self)
    }

    fn get(&self, index: usize) -> Result<T> {
        check_index("Dataset::get", index, Vec::len(self))?;
        Ok(self[index].clone())
    }
}

/// That `index` is below `len`.
pub(crate) fn check_index(op: &'static str, index: usize, len: usize) -> Result<()> {
    if index < len {
        return Ok(());
    }
    let index = i64::try_from(index).unwrap_or(i64::MAX);
    Err(ErrorKind::Index { op, index, dim: 0, size: len }.into())
}
