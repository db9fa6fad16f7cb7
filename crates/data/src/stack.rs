//! Datasets side by side.

use cresset_autograd::{Error, Result};

use crate::Dataset;

/// The items at one index of several datasets, as one item: a tuple of datasets gives tuples, a vector gives vectors.
///
/// ```
/// use cresset_data::{Dataset, StackDataset};
///
/// let pairs = StackDataset::new((vec![1, 2, 3], vec!["a", "b", "c"]))?;
/// assert_eq!(pairs.get(1)?, (2, "b"));
/// # Ok::<(), cresset_autograd::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct StackDataset<S>(S);

impl<S: Stack> StackDataset<S> {
    /// The datasets, which have as many items each.
    ///
    /// # Errors
    /// No dataset, or other numbers of items.
    pub fn new(datasets: S) -> Result<StackDataset<S>> {
        let lens = datasets.lens();
        if lens.is_empty() || lens.iter().any(|len| *len != lens[0]) {
            let remedy = "give at least one dataset, all of one length";
            return Err(Error::argument("StackDataset", "datasets", format!("of lengths {lens:?}"), remedy));
        }
        Ok(StackDataset(datasets))
    }
}

/// Datasets that can stand side by side.
pub trait Stack: Send + Sync {
    /// Their items at one index.
    type Item;

    /// The number of items of each.
    fn lens(&self) -> Vec<usize>;

    /// Their items at an index, with one seed for all.
    ///
    /// # Errors
    /// As the datasets.
    fn items(&self, index: usize, seed: Option<u64>) -> Result<Self::Item>;
}

fn item<D: Dataset>(dataset: &D, index: usize, seed: Option<u64>) -> Result<D::Item> {
    seed.map_or_else(|| dataset.get(index), |seed| dataset.get_seeded(index, seed))
}

impl<D: Dataset> Stack for Vec<D> {
    type Item = Vec<D::Item>;

    fn lens(&self) -> Vec<usize> {
        self.iter().map(Dataset::len).collect()
    }

    fn items(&self, index: usize, seed: Option<u64>) -> Result<Vec<D::Item>> {
        self.iter().map(|dataset| item(dataset, index, seed)).collect()
    }
}

macro_rules! tuples {
    ($(($($name:ident $at:tt),*))*) => {$(
        impl<$($name: Dataset),*> Stack for ($($name,)*) {
            type Item = ($($name::Item,)*);

            fn lens(&self) -> Vec<usize> {
                vec![$(self.$at.len()),*]
            }

            fn items(&self, index: usize, seed: Option<u64>) -> Result<Self::Item> {
                Ok(($(item(&self.$at, index, seed)?,)*))
            }
        }
    )*};
}

tuples! {
    (A 0, B 1)
    (A 0, B 1, C 2)
    (A 0, B 1, C 2, D 3)
}

impl<S: Stack> Dataset for StackDataset<S> {
    type Item = S::Item;

    fn len(&self) -> usize {
        self.0.lens().first().copied().unwrap_or(0)
    }

    fn get(&self, index: usize) -> Result<S::Item> {
        self.0.items(index, None)
    }

    fn get_seeded(&self, index: usize, seed: u64) -> Result<S::Item> {
        self.0.items(index, Some(seed))
    }
}
