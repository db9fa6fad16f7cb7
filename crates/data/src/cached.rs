//! A dataset that remembers its items.

use std::sync::{Mutex, PoisonError};

use cresset_autograd::Result;
use rayon::prelude::*;

use crate::Dataset;
use crate::dataset::check_index;

/// A dataset whose items are made once and then cloned. What draws random numbers belongs outside of it.
#[derive(Debug)]
pub struct Cached<D: Dataset> {
    dataset: D,
    items: Mutex<Vec<Option<D::Item>>>,
}

impl<D: Dataset<Item: Clone + Send>> Cached<D> {
    /// The dataset, whose items are made when they are first asked for.
    pub fn new(dataset: D) -> Cached<D> {
        let items = Mutex::new((0..dataset.len()).map(|_| None).collect());
        Cached { dataset, items }
    }
}

impl<D: Dataset<Item: Clone + Send>> Cached<D> {
    /// Makes all items now, on all cores: for images that are to be decoded before the first epoch.
    ///
    /// # Errors
    /// That of the first item that could not be made; the others are there.
    pub fn fill(&self) -> Result<()> {
        let failed = |index: usize| Some((index, self.get(index).err()?));
        let first = (0..self.len()).into_par_iter().filter_map(failed).min_by_key(|(index, _)| *index);
        first.map_or(Ok(()), |(_, error)| Err(error))
    }
}

impl<D: Dataset<Item: Clone + Send>> Dataset for Cached<D> {
    type Item = D::Item;

    fn len(&self) -> usize {
        self.dataset.len()
    }

    fn get(&self, index: usize) -> Result<D::Item> {
        check_index("Cached::get", index, self.len())?;
        let held = self.items.lock().unwrap_or_else(PoisonError::into_inner).get(index).cloned().flatten();
        if let Some(item) = held {
            return Ok(item);
        }
        // Not under the lock: other workers go on meanwhile.
        let item = self.dataset.get(index)?;
        if let Some(place) = self.items.lock().unwrap_or_else(PoisonError::into_inner).get_mut(index) {
            *place = Some(item.clone());
        }
        Ok(item)
    }
}
