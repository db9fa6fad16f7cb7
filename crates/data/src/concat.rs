//! Datasets one after another.

use cresset_autograd::{Error, Result};

use crate::Dataset;
use crate::dataset::check_index;

/// The items of several datasets, one after another. Datasets of different types go in as
/// `Box<dyn Dataset<Item = ..>>`.
#[derive(Clone, Debug)]
pub struct ConcatDataset<D> {
    datasets: Vec<D>,
    /// The number of items up to the end of each dataset.
    ends: Vec<usize>,
}

impl<D: Dataset> ConcatDataset<D> {
    /// The datasets in this order.
    ///
    /// # Errors
    /// No dataset, or more items than can be counted.
    pub fn new(datasets: Vec<D>) -> Result<ConcatDataset<D>> {
        const OP: &str = "ConcatDataset";
        if datasets.is_empty() {
            return Err(Error::argument(OP, "datasets", "none", "give at least one dataset"));
        }
        let mut ends = Vec::with_capacity(datasets.len());
        let mut end = 0_usize;
        for dataset in &datasets {
            end = end
                .checked_add(dataset.len())
                .ok_or_else(|| Error::argument(OP, "datasets", "too many items", "give fewer items"))?;
            ends.push(end);
        }
        Ok(ConcatDataset { datasets, ends })
    }

    /// The datasets.
    #[must_use]
    pub fn datasets(&self) -> &[D] {
        &self.datasets
    }

    /// The dataset that holds an item, and the item's index there.
    fn place(&self, index: usize) -> Result<(&D, usize)> {
        check_index("ConcatDataset::get", index, self.len())?;
        let at = self.ends.partition_point(|&end| end <= index);
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        Ok((&self.datasets[at], index - start))
    }
}

impl<D: Dataset> Dataset for ConcatDataset<D> {
    type Item = D::Item;

    fn len(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    fn get(&self, index: usize) -> Result<D::Item> {
        let (dataset, index) = self.place(index)?;
        dataset.get(index)
    }

    fn get_seeded(&self, index: usize, seed: u64) -> Result<D::Item> {
        let (dataset, index) = self.place(index)?;
        dataset.get_seeded(index, seed)
    }
}
