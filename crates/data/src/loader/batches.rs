//! One pass over a loader.

use std::collections::VecDeque;
use std::sync::atomic::AtomicBool;

use cresset_autograd::Result;

use super::fetch::Job;
use super::workers::Workers;
use super::{DataLoader, LoaderState};
use crate::Dataset;
use crate::sampler::draw_seed;

/// The batches of one pass, in order. Ends after the first error.
pub struct Batches<'a, D: Dataset, B> {
    loader: &'a DataLoader<D, B>,
    jobs: Jobs<'a>,
    /// `None` where the calling thread loads, and after the end.
    workers: Option<Workers<B>>,
    /// Batches that workers have been asked for: their numbers, or why there is none.
    ahead: VecDeque<Result<usize>>,
    n_given: usize,
    ended: bool,
    /// The generator's state before anything was drawn for this pass.
    generator_before: Vec<u8>,
}

/// The jobs of one pass.
struct Jobs<'a> {
    batches: Box<dyn Iterator<Item = Result<Vec<usize>>> + 'a>,
    base_seed: u64,
    n_batches: usize,
    n_items: u64,
}

impl Iterator for Jobs<'_> {
    type Item = Result<Job>;

    fn next(&mut self) -> Option<Result<Job>> {
        let indices = match self.batches.next()? {
            Ok(indices) => indices,
            Err(error) => return Some(Err(error)),
        };
        let (number, seed) = (self.n_batches, self.base_seed.wrapping_add(self.n_items));
        self.n_batches += 1;
        self.n_items = self.n_items.wrapping_add(indices.len() as u64);
        Some(Ok(Job { indices, number, seed }))
    }
}

impl<'a, D: Dataset + 'static, B: Send + 'static> Batches<'a, D, B> {
    /// A pass from its batch `n_given` on, and how many batches were passed over.
    pub(super) fn new(loader: &'a DataLoader<D, B>, n_given: usize) -> (Batches<'a, D, B>, usize) {
        let generator_before = loader.generator_or_default().state();
        // PyTorch draws a base seed for its workers even without any, and before the sampler's own draws.
        let base_seed = draw_seed(loader.generator_or_default());
        let mut jobs = Jobs { batches: Box::new(loader.batches.iter()), base_seed, n_batches: 0, n_items: 0 };
        let n_passed = jobs.by_ref().take(n_given).count();
        let ahead = VecDeque::new();
        let mut pass = Batches { loader, jobs, workers: None, ahead, n_given, ended: false, generator_before };
        if loader.n_workers > 0 {
            // No more workers than batches: the others would have nothing to do.
            match Workers::start(&loader.fetch, loader.n_workers.min(loader.len().max(1))) {
                Ok(workers) => pass.workers = Some(workers),
                Err(error) => pass.ahead.push_back(Err(error)),
            }
            for _ in 0..loader.n_workers.saturating_mul(loader.prefetch_factor).min(loader.len()) {
                pass.ask_ahead();
            }
        }
        (pass, n_passed)
    }

    /// Where the pass stands, for [`DataLoader::resume`].
    #[must_use]
    pub fn state(&self) -> LoaderState {
        LoaderState {
            n_given: self.n_given,
            generator_before: self.generator_before.clone(),
            generator_now: self.loader.generator_or_default().state(),
        }
    }

    /// Asks a worker for one more batch, if there is one.
    fn ask_ahead(&mut self) {
        let Some(workers) = &self.workers else { return };
        if let Some(job) = self.jobs.next() {
            self.ahead.push_back(job.and_then(|job| {
                let number = job.number;
                workers.send(job).map(|()| number)
            }));
        }
    }

    fn load(&mut self) -> Option<Result<B>> {
        if self.loader.n_workers == 0 {
            let job = match self.jobs.next()? {
                Ok(job) => job,
                Err(error) => return Some(Err(error)),
            };
            return self.loader.fetch.batch(&job, &AtomicBool::new(false));
        }
        let number = match self.ahead.pop_front()? {
            Ok(number) => number,
            Err(error) => return Some(Err(error)),
        };
        let batch = self.workers.as_ref()?.receive(number);
        self.ask_ahead();
        Some(batch)
    }
}

impl<D: Dataset + 'static, B: Send + 'static> Iterator for Batches<'_, D, B> {
    type Item = Result<B>;

    fn next(&mut self) -> Option<Result<B>> {
        if self.ended {
            return None;
        }
        let batch = self.load();
        self.n_given += usize::from(batch.is_some());
        if !matches!(batch, Some(Ok(_))) {
            self.ended = true;
            self.workers = None;
        }
        batch
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        // An error ends the pass early.
        (0, Some(if self.ended { 0 } else { self.loader.len().saturating_sub(self.n_given).max(1) }))
    }
}
