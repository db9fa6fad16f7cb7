//! A dataset whose items a function changes.

use cresset_autograd::{Generator, Result};

use crate::Dataset;

/// The items of a dataset, each changed by a function that may draw random numbers.
///
/// ```
/// use cresset_data::{Dataset, Mapped};
///
/// let squares = Mapped::new(vec![1_i64, 2, 3], |x, _generator| Ok(x * x));
/// assert_eq!(squares.get(2)?, 9);
/// # Ok::<(), cresset_autograd::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Mapped<D, F> {
    dataset: D,
    function: F,
}

impl<D, F> Mapped<D, F> {
    /// The dataset under this function. A [`crate::DataLoader`] gives it a generator that depends on its own seed and
    /// the item's place in the pass alone.
    pub fn new<T>(dataset: D, function: F) -> Mapped<D, F>
    where
        D: Dataset,
        F: Fn(D::Item, &Generator) -> Result<T> + Send + Sync,
    {
        Mapped { dataset, function }
    }
}

impl<D: Dataset, T, F: Fn(D::Item, &Generator) -> Result<T> + Send + Sync> Dataset for Mapped<D, F> {
    type Item = T;

    fn len(&self) -> usize {
        self.dataset.len()
    }

    fn get(&self, index: usize) -> Result<T> {
        self.get_seeded(index, index as u64)
    }

    fn get_seeded(&self, index: usize, seed: u64) -> Result<T> {
        // What draws below this gets numbers of its own.
        let below = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (self.function)(self.dataset.get_seeded(index, below)?, &Generator::new(seed))
    }
}
