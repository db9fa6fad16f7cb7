//! One batch fetched from the dataset, with failures and panics as errors that name their place.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};

use cresset_autograd::{Error, ErrorKind, Result};

use super::OP;
use crate::Dataset;

/// Makes a batch of items.
type CollateFunction<I, B> = Box<dyn Fn(Vec<I>) -> Result<B> + Send + Sync>;

/// What workers share.
pub(super) struct Fetch<D: Dataset, B> {
    dataset: D,
    collate: CollateFunction<D::Item, B>,
}

/// One batch to be fetched.
pub(super) struct Job {
    pub(super) indices: Vec<usize>,
    /// The batch's place in the pass.
    pub(super) number: usize,
    /// The seed of the first item; those of the others follow.
    pub(super) seed: u64,
}

impl<D: Dataset, B> Fetch<D, B> {
    pub(super) fn new(dataset: D, collate: CollateFunction<D::Item, B>) -> Fetch<D, B> {
        Fetch { dataset, collate }
    }

    pub(super) fn dataset(&self) -> &D {
        &self.dataset
    }

    /// The batch, or `None` where `stop` was set meanwhile.
    pub(super) fn batch(&self, job: &Job, stop: &AtomicBool) -> Option<Result<B>> {
        let mut items = Vec::with_capacity(job.indices.len());
        for (&index, place) in job.indices.iter().zip(0..) {
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            let get = || self.dataset.get_seeded(index, job.seed.wrapping_add(place));
            match guarded(get, || format!("dataset item {index}")) {
                Ok(item) => items.push(item),
                Err(error) => return Some(Err(error)),
            }
        }
        Some(guarded(|| (self.collate)(items), || format!("collating batch {}", job.number)))
    }
}

/// Runs `work`; a failure or panic becomes an error that begins with `place`.
fn guarded<T>(work: impl FnOnce() -> Result<T>, place: impl FnOnce() -> String) -> Result<T> {
    // The dataset is shared by `&` with threads that may see it after a panic in any case.
    let line = match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(value)) => return Ok(value),
        Ok(Err(cause)) => format!("{OP}: {} failed: {cause}", place()),
        Err(panic) => {
            format!("{OP}: {} panicked: {}; return an error instead", place(), one_line(panic_text(&*panic)))
        }
    };
    Err(part(line))
}

/// An error of the loader itself.
pub(super) fn part(line: String) -> Error {
    ErrorKind::Part { line }.into()
}

fn panic_text(panic: &(dyn Any + Send)) -> &str {
    match (panic.downcast_ref::<&str>(), panic.downcast_ref::<String>()) {
        (Some(text), _) => text,
        (None, Some(text)) => text,
        (None, None) => "no message",
    }
}

fn one_line(text: &str) -> String {
    text.split('\n').map(str::trim).collect::<Vec<_>>().join(" ")
}
