//! In which order a loader takes the items of a dataset.

mod chosen;
mod distributed;

use cresset_autograd::{Error, Generator, Options, Result, default_generator};

pub use chosen::{SubsetRandomSampler, WeightedRandomSampler};
pub use distributed::DistributedSampler;

/// An order of indices, made anew for each pass.
pub trait Sampler: Send + Sync {
    /// The number of indices of one pass.
    fn len(&self) -> usize;

    /// Whether a pass has no indices.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The indices of the next pass. Random numbers are drawn as the indices are asked for, not before.
    fn iter(&self) -> Box<dyn Iterator<Item = Result<usize>> + '_>;
}

macro_rules! forward {
    ($($pointer:ty),*) => {$(
        impl<S: Sampler + ?Sized> Sampler for $pointer {
            fn len(&self) -> usize {
                (**self).len()
            }

            fn iter(&self) -> Box<dyn Iterator<Item = Result<usize>> + '_> {
                (**self).iter()
            }
        }
    )*};
}

forward!(Box<S>, std::sync::Arc<S>);

/// `0..n` in order.
#[derive(Clone, Debug)]
pub struct SequentialSampler {
    n_items: usize,
}

impl SequentialSampler {
    /// The items of a dataset of `n_items` in order.
    #[must_use]
    pub const fn new(n_items: usize) -> SequentialSampler {
        SequentialSampler { n_items }
    }
}

impl Sampler for SequentialSampler {
    fn len(&self) -> usize {
        self.n_items
    }

    fn iter(&self) -> Box<dyn Iterator<Item = Result<usize>> + '_> {
        Box::new((0..self.n_items).map(Ok))
    }
}

/// Indices in random order.
///
/// # Numerics
/// Without a generator of its own, each pass seeds one by a draw from the default generator, as PyTorch does.
#[derive(Clone, Debug)]
pub struct RandomSampler {
    n_items: usize,
    replacement: bool,
    num_samples: usize,
    generator: Option<Generator>,
}

impl RandomSampler {
    /// Each of `n_items` once, in random order.
    ///
    /// # Errors
    /// No items.
    pub fn new(n_items: usize) -> Result<RandomSampler> {
        if n_items == 0 {
            return Err(Error::argument("RandomSampler", "n_items", 0, "give a dataset with items"));
        }
        Ok(RandomSampler { n_items, replacement: false, num_samples: n_items, generator: None })
    }

    /// Whether each index is drawn from all items, so that some come more than once.
    #[must_use]
    pub fn replacement(mut self, replacement: bool) -> RandomSampler {
        self.replacement = replacement;
        self
    }

    /// How many indices a pass has; usually as many as there are items. Without replacement, more indices than items
    /// are several orders one after another.
    ///
    /// # Errors
    /// Zero.
    pub fn num_samples(mut self, num_samples: usize) -> Result<RandomSampler> {
        if num_samples == 0 {
            return Err(Error::argument("RandomSampler", "num_samples", 0, "draw at least one"));
        }
        self.num_samples = num_samples;
        Ok(self)
    }

    /// Draws from this generator.
    #[must_use]
    pub fn generator(mut self, generator: &Generator) -> RandomSampler {
        self.generator = Some(generator.clone());
        self
    }
}

impl Sampler for RandomSampler {
    fn len(&self) -> usize {
        self.num_samples
    }

    fn iter(&self) -> Box<dyn Iterator<Item = Result<usize>> + '_> {
        Box::new(RandomIndices { sampler: self, generator: None, n_left: Some(self.num_samples), drawn: Vec::new() })
    }
}

/// PyTorch's `random_()` on an int64 scalar.
pub(crate) fn draw_seed(generator: &Generator) -> u64 {
    generator.random_u64() & i64::MAX as u64
}

/// One pass of a [`RandomSampler`].
struct RandomIndices<'a> {
    sampler: &'a RandomSampler,
    /// Made by the first draw.
    generator: Option<Generator>,
    /// Indices still to be drawn; `None` after the last draw.
    n_left: Option<usize>,
    /// Indices drawn and not yet given, the next one last.
    drawn: Vec<i64>,
}

/// How many indices PyTorch draws at once with replacement.
const CHUNK: usize = 32;

impl RandomIndices<'_> {
    /// The next indices. A last draw is made even for no indices, because PyTorch makes it too and the next pass goes
    /// on in the same stream.
    fn draw(&mut self, n_left: usize) -> Result<()> {
        let RandomSampler { n_items, replacement, generator, .. } = self.sampler;
        let generator = self.generator.get_or_insert_with(|| match generator {
            Some(generator) => generator.clone(),
            None => Generator::new(draw_seed(default_generator())),
        });
        let options = Options::new().generator(generator);
        let n_drawn = n_left.min(if *replacement { CHUNK } else { *n_items });
        let drawn = match *replacement {
            true => options.try_randint(0, *n_items as i64, [n_drawn])?,
            false => options.try_randperm(*n_items)?,
        };
        self.drawn = drawn.try_to_vec()?;
        self.drawn.truncate(n_drawn);
        self.drawn.reverse();
        let is_last = n_left < if *replacement { CHUNK } else { *n_items };
        self.n_left = if is_last { None } else { Some(n_left - n_drawn) };
        Ok(())
    }
}

impl Iterator for RandomIndices<'_> {
    type Item = Result<usize>;

    fn next(&mut self) -> Option<Result<usize>> {
        loop {
            if let Some(index) = self.drawn.pop() {
                return Some(Ok(index as usize));
            }
            let n_left = self.n_left?;
            if let Err(error) = self.draw(n_left) {
                self.n_left = None;
                return Some(Err(error));
            }
        }
    }
}

/// The indices of a sampler in batches.
#[derive(Clone, Debug)]
pub struct BatchSampler<S> {
    sampler: S,
    batch_size: usize,
    drop_last: bool,
}

impl<S: Sampler> BatchSampler<S> {
    /// Batches of `batch_size`; a last one of fewer is left out with `drop_last`.
    ///
    /// # Errors
    /// A batch size of zero.
    pub fn new(sampler: S, batch_size: usize, drop_last: bool) -> Result<BatchSampler<S>> {
        if batch_size == 0 {
            return Err(Error::argument("BatchSampler", "batch_size", 0, "a batch has at least one item"));
        }
        Ok(BatchSampler { sampler, batch_size, drop_last })
    }

    /// The number of batches of one pass.
    #[must_use]
    pub fn len(&self) -> usize {
        match self.drop_last {
            true => self.sampler.len() / self.batch_size,
            false => self.sampler.len().div_ceil(self.batch_size),
        }
    }

    /// Whether a pass has no batches.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The batches of the next pass.
    pub fn iter(&self) -> impl Iterator<Item = Result<Vec<usize>>> + '_ {
        let mut indices = self.sampler.iter().fuse();
        std::iter::from_fn(move || match indices.by_ref().take(self.batch_size).collect::<Result<Vec<usize>>>() {
            Ok(batch) if batch.is_empty() || (self.drop_last && batch.len() < self.batch_size) => None,
            batch => Some(batch),
        })
    }
}
