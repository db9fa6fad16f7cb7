//! Threads that fetch batches ahead.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

use cresset_autograd::Result;

use super::OP;
use super::fetch::{Fetch, Job, part};
use crate::Dataset;

/// The workers of one pass. Each has a queue of its own and answers in order, so batches need no sorting: whoever
/// deals jobs out in turn takes the answers in the same turn.
pub(super) struct Workers<B> {
    workers: Vec<Worker<B>>,
    stop: Arc<AtomicBool>,
}

struct Worker<B> {
    jobs: Sender<Job>,
    batches: Receiver<Result<B>>,
    thread: JoinHandle<()>,
}

impl<B: Send + 'static> Workers<B> {
    pub(super) fn start<D: Dataset + 'static>(fetch: &Arc<Fetch<D, B>>, n_workers: usize) -> Result<Workers<B>> {
        let stop = Arc::new(AtomicBool::new(false));
        let mut workers = Workers { workers: Vec::with_capacity(n_workers), stop };
        for number in 0..n_workers {
            let (jobs, queue) = channel::<Job>();
            let (answers, batches) = channel();
            let (fetch, stop) = (Arc::clone(fetch), Arc::clone(&workers.stop));
            let run = move || {
                for job in queue {
                    let Some(batch) = fetch.batch(&job, &stop) else { return };
                    if answers.send(batch).is_err() {
                        return;
                    }
                }
            };
            let thread = thread::Builder::new()
                .name(format!("data-worker-{number}"))
                .spawn(run)
                .map_err(|error| part(format!("{OP}: worker {number} did not start: {error}; use fewer workers")))?;
            workers.workers.push(Worker { jobs, batches, thread });
        }
        Ok(workers)
    }

    /// Gives the job to the worker whose turn its number is.
    pub(super) fn send(&self, job: Job) -> Result<()> {
        let (worker, number) = self.turn(job.number);
        worker.jobs.send(job).map_err(|_| gone(number))
    }

    /// Waits for the batch of this number.
    pub(super) fn receive(&self, number: usize) -> Result<B> {
        let (worker, number) = self.turn(number);
        worker.batches.recv().unwrap_or_else(|_| Err(gone(number)))
    }

    fn turn(&self, number: usize) -> (&Worker<B>, usize) {
        let at = number % self.workers.len();
        (&self.workers[at], at)
    }
}

fn gone(number: usize) -> cresset_autograd::Error {
    part(format!("{OP}: worker {number} ended early: its thread is gone; load without workers to see why"))
}

impl<B> Drop for Workers<B> {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        let (queues, threads): (Vec<_>, Vec<_>) =
            self.workers.drain(..).map(|worker| ((worker.jobs, worker.batches), worker.thread)).unzip();
        // A worker that waits for a job ends when its queue is gone.
        drop(queues);
        for thread in threads {
            // Panics of datasets were caught; one in the drop of a batch has been printed by its thread.
            let _ = thread.join();
        }
    }
}
