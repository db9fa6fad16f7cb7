//! A dataset in random parts.

use std::sync::Arc;

use cresset_autograd::{Error, Generator, Options, Result};

use crate::{Dataset, Subset};

const OP: &str = "random_split";

/// How long a part is: a number of items (`usize`) or a fraction of them (`f64`).
pub trait SplitLength: Sized {
    /// The numbers of items of parts of `n_items` together.
    ///
    /// # Errors
    /// The parts do not make up the whole.
    fn counts(lengths: &[Self], n_items: usize) -> Result<Vec<usize>>;
}

impl SplitLength for usize {
    fn counts(lengths: &[usize], n_items: usize) -> Result<Vec<usize>> {
        let sum = lengths.iter().try_fold(0_usize, |sum, &length| sum.checked_add(length));
        if sum == Some(n_items) {
            return Ok(lengths.to_vec());
        }
        let value = format!("{lengths:?} for {n_items} items");
        Err(Error::argument(OP, "lengths", value, "lengths must sum to the number of items"))
    }
}

/// Each part has the whole items of its fraction; the items left go one each to the first parts.
impl SplitLength for f64 {
    fn counts(lengths: &[f64], n_items: usize) -> Result<Vec<usize>> {
        let sum: f64 = lengths.iter().sum();
        let in_range = lengths.iter().all(|fraction| (0.0..=1.0).contains(fraction));
        // PyTorch's `math.isclose(sum, 1)`.
        if !in_range || (sum - 1.0).abs() > 1e-9 * sum.abs().max(1.0) {
            let value = format!("{lengths:?}");
            return Err(Error::argument(OP, "lengths", value, "fractions must be in 0..=1 and sum to 1"));
        }
        let mut counts: Vec<usize> = lengths.iter().map(|fraction| (n_items as f64 * fraction) as usize).collect();
        let left = n_items.saturating_sub(counts.iter().sum());
        for at in 0..left {
            let n_parts = counts.len();
            counts[at % n_parts] += 1;
        }
        Ok(counts)
    }
}

/// A dataset in `N` parts without overlap, in random order, as `torch.utils.data.random_split`.
///
/// ```
/// use cresset_autograd::Generator;
/// use cresset_data::{Dataset, random_split};
///
/// let items: Vec<i64> = (0..10).collect();
/// let [train, test] = random_split(items, [0.8, 0.2], &Generator::new(0))?;
/// assert_eq!((train.len(), test.len()), (8, 2));
/// # Ok::<(), cresset_autograd::Error>(())
/// ```
///
/// # Errors
/// Lengths that do not make up the whole.
///
/// # Source
/// <https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.random_split>
pub fn random_split<D: Dataset, L: SplitLength, const N: usize>(
    dataset: D,
    lengths: [L; N],
    generator: &Generator,
) -> Result<[Subset<Arc<D>>; N]> {
    let dataset = Arc::new(dataset);
    let counts = L::counts(&lengths, dataset.len())?;
    let order = Options::new().generator(generator).try_randperm(dataset.len())?.try_to_vec::<i64>()?;
    let mut order = order.into_iter().map(|index| index as usize);
    let parts: Vec<Subset<Arc<D>>> = counts
        .into_iter()
        .map(|count| Subset::new(Arc::clone(&dataset), order.by_ref().take(count).collect()))
        .collect::<Result<_>>()?;
    parts.try_into().map_err(|_| Error::argument(OP, "lengths", N, "one count for each length"))
}
