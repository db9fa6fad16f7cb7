//! The loader: a dataset in batches, in an order, on any number of workers.

mod batches;
mod fetch;
mod pin;
mod resume;
mod workers;

use std::fmt;
use std::sync::Arc;

use cresset_autograd::{Error, Generator, Result, cuda, default_generator};

use crate::{BatchSampler, Collate, Dataset, RandomSampler, Sampler, SequentialSampler};
pub use batches::Batches;
use fetch::Fetch;
pub use pin::Pin;
pub use resume::LoaderState;

const OP: &str = "DataLoader";

/// A dataset in batches, as `torch.utils.data.DataLoader`. Each `for batch in &loader` is a new pass.
///
/// # Errors
/// A pass gives `Result`s. An item that fails, or whose dataset panics, becomes one error that names the item; the
/// pass then ends. Workers stop when the pass is dropped.
pub struct DataLoader<D: Dataset, B> {
    fetch: Arc<Fetch<D, B>>,
    batches: BatchSampler<Box<dyn Sampler>>,
    generator: Option<Generator>,
    n_workers: usize,
    prefetch_factor: usize,
}

impl<D: Dataset> DataLoader<D, ()> {
    /// A loader to be configured. Usual are batches of one, in order, loaded on the calling thread.
    pub fn builder(dataset: D) -> DataLoaderBuilder<D> {
        DataLoaderBuilder {
            dataset,
            batch_size: 1,
            shuffle: false,
            sampler: None,
            drop_last: false,
            n_workers: 0,
            prefetch_factor: 2,
            generator: None,
        }
    }
}

impl<D: Dataset, B> DataLoader<D, B> {
    /// The number of batches of one pass.
    #[must_use]
    pub fn len(&self) -> usize {
        self.batches.len()
    }

    /// Whether a pass has no batches.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.batches.is_empty()
    }

    /// The dataset.
    #[must_use]
    pub fn dataset(&self) -> &D {
        self.fetch.dataset()
    }
}

impl<D: Dataset + 'static, B: Send + 'static> DataLoader<D, B> {
    /// A new pass over the dataset.
    #[must_use]
    pub fn iter(&self) -> Batches<'_, D, B> {
        Batches::new(self, 0).0
    }

    /// The rest of a pass, from the batch at which [`Batches::state`] was taken. Items passed over are not loaded. The
    /// generator, the default one where the loader has none of its own, is left in the state it was saved in.
    ///
    /// # Errors
    /// A state that is not that of a generator, or of a longer pass.
    pub fn resume(&self, state: &LoaderState) -> Result<Batches<'_, D, B>> {
        let generator = self.generator_or_default();
        generator.set_state(&state.generator_before).map_err(resume::refuse)?;
        let (batches, n_passed) = Batches::new(self, state.n_given);
        resume::check_passed(n_passed, state)?;
        generator.set_state(&state.generator_now).map_err(resume::refuse)?;
        Ok(batches)
    }

    fn generator_or_default(&self) -> &Generator {
        self.generator.as_ref().unwrap_or_else(|| default_generator())
    }
}

impl<'a, D: Dataset + 'static, B: Send + 'static> IntoIterator for &'a DataLoader<D, B> {
    type Item = Result<B>;
    type IntoIter = Batches<'a, D, B>;

    fn into_iter(self) -> Batches<'a, D, B> {
        self.iter()
    }
}

impl<D: Dataset, B> fmt::Debug for DataLoader<D, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(OP).field("len", &self.len()).field("num_workers", &self.n_workers).finish_non_exhaustive()
    }
}

/// How a [`DataLoader`] is to be.
#[must_use = "build() makes the loader"]
pub struct DataLoaderBuilder<D> {
    dataset: D,
    batch_size: usize,
    shuffle: bool,
    sampler: Option<Box<dyn Sampler>>,
    drop_last: bool,
    n_workers: usize,
    prefetch_factor: usize,
    generator: Option<Generator>,
}

impl<D: Dataset + 'static> DataLoaderBuilder<D> {
    /// With so many items in a batch.
    pub fn batch_size(mut self, batch_size: usize) -> Self {
        self.batch_size = batch_size;
        self
    }

    /// Whether each pass has another random order.
    pub fn shuffle(mut self, shuffle: bool) -> Self {
        self.shuffle = shuffle;
        self
    }

    /// In this order.
    pub fn sampler(mut self, sampler: impl Sampler + 'static) -> Self {
        self.sampler = Some(Box::new(sampler));
        self
    }

    /// Whether a last batch of fewer items is left out.
    pub fn drop_last(mut self, drop_last: bool) -> Self {
        self.drop_last = drop_last;
        self
    }

    /// With so many worker threads; none loads on the calling thread.
    pub fn num_workers(mut self, num_workers: usize) -> Self {
        self.n_workers = num_workers;
        self
    }

    /// With at most so many batches ahead for each worker; usually two.
    pub fn prefetch_factor(mut self, prefetch_factor: usize) -> Self {
        self.prefetch_factor = prefetch_factor;
        self
    }

    /// With seeds and random orders from this generator instead of the default one.
    pub fn generator(mut self, generator: &Generator) -> Self {
        self.generator = Some(generator.clone());
        self
    }

    /// The loader, with batches as [`Collate`] makes them.
    ///
    /// # Errors
    /// An empty dataset, a batch size or prefetch factor of zero, or both a sampler and shuffling.
    pub fn build(self) -> Result<DataLoader<D, <D::Item as Collate>::Batch>>
    where
        D::Item: Collate,
    {
        self.build_with(<D::Item as Collate>::collate)
    }

    /// The loader, with batches as [`Collate`] makes them, in pinned memory where there is a GPU: its copies do not make
    /// anybody wait. PyTorch's `pin_memory=True`.
    ///
    /// # Errors
    /// As [`DataLoaderBuilder::build`].
    pub fn build_pinned(self) -> Result<DataLoader<D, <D::Item as Collate>::Batch>>
    where
        D::Item: Collate,
        <D::Item as Collate>::Batch: Pin,
    {
        let pins = cuda::is_available();
        self.build_with(move |items| {
            let batch = <D::Item as Collate>::collate(items)?;
            if pins { batch.pin() } else { Ok(batch) }
        })
    }

    /// The loader, with batches as `collate` makes them; workers call it.
    ///
    /// # Errors
    /// As [`DataLoaderBuilder::build`].
    pub fn build_with<B>(
        self,
        collate: impl Fn(Vec<D::Item>) -> Result<B> + Send + Sync + 'static,
    ) -> Result<DataLoader<D, B>> {
        if self.dataset.is_empty() {
            return Err(Error::argument(OP, "dataset", "empty", "give a dataset with items"));
        }
        if self.batch_size == 0 {
            return Err(Error::argument(OP, "batch_size", 0, "a batch has at least one item"));
        }
        if self.prefetch_factor == 0 {
            return Err(Error::argument(OP, "prefetch_factor", 0, "workers load at least one batch ahead"));
        }
        let sampler: Box<dyn Sampler> = match (self.sampler, self.shuffle) {
            (Some(_), true) => {
                return Err(Error::argument(OP, "shuffle", true, "a sampler has its own order: leave shuffle out"));
            }
            (Some(sampler), false) => sampler,
            (None, false) => Box::new(SequentialSampler::new(self.dataset.len())),
            (None, true) => {
                let sampler = RandomSampler::new(self.dataset.len())?;
                match &self.generator {
                    Some(generator) => Box::new(sampler.generator(generator)),
                    None => Box::new(sampler),
                }
            }
        };
        Ok(DataLoader {
            fetch: Arc::new(Fetch::new(self.dataset, Box::new(collate))),
            batches: BatchSampler::new(sampler, self.batch_size, self.drop_last)?,
            generator: self.generator,
            n_workers: self.n_workers,
            prefetch_factor: self.prefetch_factor,
        })
    }
}
