//! Datasets that give items one after another, and their loader.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::{self, JoinHandle};

use cresset_autograd::{Error, ErrorKind, Result};

use crate::Collate;

const OP: &str = "StreamLoader";

/// Which of the loader's workers asks for items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkerInfo {
    /// The worker, counted from 0.
    pub id: usize,
    /// How many there are.
    pub num_workers: usize,
}

/// Items one after another, as `torch.utils.data.IterableDataset`. Each worker has a pass of its own: give it the part
/// that `worker` says, or all workers give all items.
pub trait IterableDataset: Send + Sync {
    /// One item.
    type Item;

    /// The items of a new pass of one worker.
    fn iter(&self, worker: WorkerInfo) -> Box<dyn Iterator<Item = Result<Self::Item>> + Send + '_>;
}

/// The items of several [`IterableDataset`]s, one after another.
#[derive(Clone, Debug)]
pub struct ChainDataset<D>(Vec<D>);

impl<D: IterableDataset> ChainDataset<D> {
    /// The datasets in this order; those of different types go in boxes.
    #[must_use]
    pub fn new(datasets: Vec<D>) -> ChainDataset<D> {
        ChainDataset(datasets)
    }
}

impl<D: IterableDataset> IterableDataset for ChainDataset<D> {
    type Item = D::Item;

    fn iter(&self, worker: WorkerInfo) -> Box<dyn Iterator<Item = Result<D::Item>> + Send + '_> {
        Box::new(self.0.iter().flat_map(move |dataset| dataset.iter(worker)))
    }
}

impl<D: IterableDataset + ?Sized> IterableDataset for Box<D> {
    type Item = D::Item;

    fn iter(&self, worker: WorkerInfo) -> Box<dyn Iterator<Item = Result<D::Item>> + Send + '_> {
        (**self).iter(worker)
    }
}

/// An [`IterableDataset`] in batches, on any number of worker threads. With several, batches come from them in turn.
pub struct StreamLoader<D> {
    dataset: Arc<D>,
    batch_size: usize,
    drop_last: bool,
    num_workers: usize,
}

impl<D: IterableDataset<Item: Collate> + 'static> StreamLoader<D>
where
    <D::Item as Collate>::Batch: Send + 'static,
{
    /// Batches of so many items, loaded on the calling thread; a last one may have fewer.
    ///
    /// # Errors
    /// A batch size of zero.
    pub fn new(dataset: D, batch_size: usize) -> Result<StreamLoader<D>> {
        match batch_size {
            0 => Err(Error::argument(OP, "batch_size", 0, "a batch has at least one item")),
            _ => Ok(StreamLoader { dataset: Arc::new(dataset), batch_size, drop_last: false, num_workers: 0 }),
        }
    }

    /// Whether a last batch of fewer items is left out.
    #[must_use]
    pub fn drop_last(mut self, drop_last: bool) -> StreamLoader<D> {
        self.drop_last = drop_last;
        self
    }

    /// With so many worker threads; none loads on the calling thread.
    #[must_use]
    pub fn num_workers(mut self, num_workers: usize) -> StreamLoader<D> {
        self.num_workers = num_workers;
        self
    }

    /// A new pass. It ends after the first error.
    ///
    /// # Errors
    /// A thread that does not start.
    pub fn iter(&self) -> Result<StreamBatches<'_, <D::Item as Collate>::Batch>> {
        let (batch_size, drop_last) = (self.batch_size, self.drop_last);
        if self.num_workers == 0 {
            let worker = WorkerInfo { id: 0, num_workers: 1 };
            let batches = batches(&*self.dataset, worker, batch_size, drop_last);
            return Ok(StreamBatches { source: Source::Here(batches), ended: false });
        }
        let mut workers = Vec::with_capacity(self.num_workers);
        for id in 0..self.num_workers {
            let (send, receive) = sync_channel(2);
            let (dataset, worker) = (Arc::clone(&self.dataset), WorkerInfo { id, num_workers: self.num_workers });
            let run = move || {
                for batch in batches(&*dataset, worker, batch_size, drop_last) {
                    // Nobody waits any more: the pass was dropped.
                    if send.send(batch).is_err() {
                        return;
                    }
                }
            };
            let thread = thread::Builder::new().name(format!("stream-worker-{id}")).spawn(run);
            let thread =
                thread.map_err(|error| part(format!("worker {id} did not start: {error}; use fewer workers")))?;
            workers.push((receive, thread));
        }
        Ok(StreamBatches { source: Source::Workers { workers, turn: 0 }, ended: false })
    }
}

fn part(line: String) -> Error {
    ErrorKind::Part { line: format!("{OP}: {line}") }.into()
}

/// The batches of one worker; a panic of the dataset is its last error.
fn batches<'a, D: IterableDataset<Item: Collate>>(
    dataset: &'a D,
    worker: WorkerInfo,
    batch_size: usize,
    drop_last: bool,
) -> Box<dyn Iterator<Item = Result<<D::Item as Collate>::Batch>> + Send + 'a>
where
    <D::Item as Collate>::Batch: Send,
{
    let mut items = Some(dataset.iter(worker));
    let mut number = 0;
    Box::new(std::iter::from_fn(move || {
        let stream = items.as_mut()?;
        let next = catch_unwind(AssertUnwindSafe(|| {
            let batch = stream.take(batch_size).collect::<Result<Vec<_>>>()?;
            let is_over = batch.is_empty() || (drop_last && batch.len() < batch_size);
            if is_over { Ok(None) } else { Collate::collate(batch).map(Some) }
        }));
        number += 1;
        let place = format!("batch {} of worker {}", number - 1, worker.id);
        match next {
            Ok(Ok(Some(batch))) => return Some(Ok(batch)),
            Ok(Ok(None)) => items = None,
            Ok(Err(cause)) => {
                items = None;
                return Some(Err(part(format!("{place} failed: {cause}"))));
            }
            Err(panic) => {
                items = None;
                let text = panic.downcast_ref::<&str>().map(|text| (*text).to_string());
                let text = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
                return Some(Err(part(format!(
                    "{place} panicked: {}; return an error instead",
                    text.replace('\n', " ")
                ))));
            }
        }
        None
    }))
}

enum Source<'a, B> {
    Here(Box<dyn Iterator<Item = Result<B>> + Send + 'a>),
    Workers { workers: Vec<(Receiver<Result<B>>, JoinHandle<()>)>, turn: usize },
}

/// The batches of one pass of a [`StreamLoader`].
pub struct StreamBatches<'a, B> {
    source: Source<'a, B>,
    ended: bool,
}

impl<B> Iterator for StreamBatches<'_, B> {
    type Item = Result<B>;

    fn next(&mut self) -> Option<Result<B>> {
        if self.ended {
            return None;
        }
        let batch = match &mut self.source {
            Source::Here(batches) => batches.next(),
            Source::Workers { workers, turn } => loop {
                if workers.is_empty() {
                    break None;
                }
                *turn %= workers.len();
                match workers[*turn].0.recv() {
                    Ok(batch) => {
                        *turn += 1;
                        break Some(batch);
                    }
                    // This worker has given all it has.
                    Err(_) => drop(workers.remove(*turn).1.join()),
                }
            },
        };
        self.ended = !matches!(batch, Some(Ok(_)));
        batch
    }
}

impl<B> Drop for StreamBatches<'_, B> {
    fn drop(&mut self) {
        if let Source::Workers { workers, .. } = &mut self.source {
            let (queues, threads): (Vec<_>, Vec<_>) = workers.drain(..).unzip();
            // A worker that waits for room in its queue ends when the queue is gone.
            drop(queues);
            threads.into_iter().for_each(|thread| drop(thread.join()));
        }
    }
}
