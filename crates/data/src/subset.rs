//! Some of a dataset's items.

use cresset_autograd::Result;

use crate::Dataset;
use crate::dataset::check_index;

/// The items of a dataset at chosen indices, in their order.
#[derive(Clone, Debug)]
pub struct Subset<D> {
    dataset: D,
    indices: Vec<usize>,
}

impl<D: Dataset> Subset<D> {
    /// The items at `indices`, which may repeat.
    ///
    /// # Errors
    /// An index that the dataset does not have.
    pub fn new(dataset: D, indices: Vec<usize>) -> Result<Subset<D>> {
        let len = dataset.len();
        indices.iter().try_for_each(|&index| check_index("Subset", index, len))?;
        Ok(Subset { dataset, indices })
    }

    /// The dataset that the items come from.
    #[must_use]
    pub fn dataset(&self) -> &D {
        &self.dataset
    }

    /// Where the items stand in the dataset.
    #[must_use]
    pub fn indices(&self) -> &[usize] {
        &self.indices
    }
}

impl<D: Dataset> Dataset for Subset<D> {
    type Item = D::Item;

    fn len(&self) -> usize {
        self.indices.len()
    }

    fn get(&self, index: usize) -> Result<D::Item> {
        check_index("Subset::get", index, self.indices.len())?;
        self.dataset.get(self.indices[index])
    }

    fn get_seeded(&self, index: usize, seed: u64) -> Result<D::Item> {
        check_index("Subset::get", index, self.indices.len())?;
        self.dataset.get_seeded(self.indices[index], seed)
    }
}
