//! The loop.

use std::time::Instant;

use cresset_autograd::{DType, Error, Result, Tensor, autocast, get_rng_state, no_grad, set_rng_state};
use cresset_data::{DataLoader, Dataset, LoaderState};
use cresset_nn::Module;
use cresset_optim::{GradScaler, LRScheduler, clip_grad_norm_};
use indicatif::{ProgressBar, ProgressStyle};
use serde::{Deserialize, Serialize};

use crate::snapshot::{Resumable, Snapshot, read, read_model, save_model, write};
use crate::{Checkpoints, EarlyStopping, Logger};

const OP: &str = "Trainer";

/// Numbers under names, such as the accuracy on held-back items.
pub type Scores = Vec<(String, f64)>;

/// When a schedule is stepped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepEvery {
    /// After each epoch.
    Epoch,
    /// After each step of the optimiser.
    Step,
}

/// How a [`Trainer`] runs.
#[derive(Clone, Debug)]
pub struct TrainOptions {
    /// Passes over the loader.
    pub epochs: usize,
    /// Batches whose gradients make one step.
    pub accumulate: usize,
    /// The largest norm of all gradients together.
    pub clip_norm: Option<f64>,
    /// The dtype that `autocast` runs the loss and the evaluation in, if any.
    pub autocast: Option<DType>,
    /// Steps between checkpoints; one is also saved after each epoch.
    pub checkpoint_every: Option<u64>,
    /// Steps between losses that are logged.
    pub log_every: u64,
    /// When to end before the last epoch.
    pub early_stopping: Option<EarlyStopping>,
    /// Whether to show a bar on the terminal.
    pub progress: bool,
}

impl Default for TrainOptions {
    fn default() -> TrainOptions {
        TrainOptions {
            epochs: 1,
            accumulate: 1,
            clip_norm: None,
            autocast: None,
            checkpoint_every: None,
            log_every: 10,
            early_stopping: None,
            progress: false,
        }
    }
}

/// What came of one epoch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Epoch {
    /// Counted from 0.
    pub epoch: usize,
    /// The mean loss of its batches.
    pub loss: f64,
    /// What the evaluation gave.
    pub scores: Scores,
}

/// Why a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// All epochs were run.
    Done,
    /// The watched score no longer got better.
    Early,
}

/// What came of a run.
#[derive(Clone, Debug)]
pub struct Report {
    /// All epochs, those before a resumed checkpoint too.
    pub history: Vec<Epoch>,
    /// Steps of the optimiser.
    pub steps: u64,
    /// Why it ended.
    pub ending: Ending,
}

/// Where a run stands.
#[derive(Clone, Debug, Default)]
struct Progress {
    epoch: usize,
    step: u64,
    loss_sum: f64,
    n_batches: usize,
    history: Vec<Epoch>,
    stopped: bool,
    /// Where the pass goes on, whether it had ended, and the default generator's state.
    resume_at: Option<(LoaderState, bool, Vec<u8>)>,
}

/// A model, an optimiser and the loop around them.
pub struct Trainer<M, O> {
    /// The model.
    pub model: M,
    /// The optimiser of its parameters.
    pub optimizer: O,
    options: TrainOptions,
    scheduler: Option<(Box<dyn LRScheduler>, StepEvery)>,
    scaler: Option<GradScaler>,
    checkpoints: Option<Checkpoints>,
    loggers: Vec<Box<dyn Logger>>,
    progress: Progress,
}

impl<M: Module, O: Resumable> Trainer<M, O> {
    /// A trainer without a schedule, checkpoints and logs.
    ///
    /// # Errors
    /// Options that make no sense.
    pub fn new(model: M, optimizer: O, options: TrainOptions) -> Result<Trainer<M, O>> {
        let counts = [("accumulate", options.accumulate as u64), ("log_every", options.log_every)];
        for (name, value) in counts.into_iter().chain(options.checkpoint_every.map(|every| ("checkpoint_every", every)))
        {
            if value == 0 {
                return Err(Error::argument(OP, name, 0, "it must be at least 1"));
            }
        }
        let (loggers, progress) = (Vec::new(), Progress::default());
        let (scheduler, scaler, checkpoints) = (None, None, None);
        Ok(Trainer { model, optimizer, options, scheduler, scaler, checkpoints, loggers, progress })
    }

    /// With a schedule of the learning rate, made for this optimiser.
    #[must_use]
    pub fn scheduler(mut self, scheduler: impl LRScheduler + 'static, every: StepEvery) -> Trainer<M, O> {
        self.scheduler = Some((Box::new(scheduler), every));
        self
    }

    /// With losses scaled up, so that small gradients of f16 do not vanish; a step that overflows is left out.
    #[must_use]
    pub fn scaler(mut self, scaler: GradScaler) -> Trainer<M, O> {
        self.scaler = Some(scaler);
        self
    }

    /// With checkpoints, from which [`Trainer::resume`] goes on.
    #[must_use]
    pub fn checkpoints(mut self, checkpoints: Checkpoints) -> Trainer<M, O> {
        self.checkpoints = Some(checkpoints);
        self
    }

    /// With one more log.
    #[must_use]
    pub fn log_to(mut self, logger: impl Logger + 'static) -> Trainer<M, O> {
        self.loggers.push(Box::new(logger));
        self
    }

    /// Goes on from the newest whole checkpoint, where there is one; gives the reasons why newer ones were refused.
    ///
    /// # Errors
    /// The folder cannot be read, or the checkpoint is that of another model, optimiser or schedule.
    pub fn resume(&mut self) -> Result<Vec<Error>> {
        let Some(checkpoints) = &self.checkpoints else {
            return Err(Error::argument(OP, "checkpoints", "none", "give a folder of checkpoints first"));
        };
        let found = checkpoints.newest()?;
        if let Some((_, bytes)) = found.newest {
            let saved: Snapshot = read(&bytes)?;
            self.model.load_state_dict(&read_model(&saved.model)?, true)?;
            self.optimizer.load_bytes(&saved.optimizer)?;
            match (&mut self.scheduler, &saved.scheduler) {
                (Some((scheduler, _)), Some(saved)) => scheduler.load_state_dict(saved)?,
                (None, None) => {}
                _ => return Err(only_one("schedule")),
            }
            match (&mut self.scaler, &saved.scaler) {
                (Some(scaler), Some(saved)) => scaler.load_state_dict(saved)?,
                (None, None) => {}
                _ => return Err(only_one("scaler")),
            }
            let stopped = match (&mut self.options.early_stopping, saved.early_stopping) {
                (Some(held), Some(saved)) => {
                    *held = saved;
                    held.has_stopped()
                }
                _ => false,
            };
            self.progress = Progress {
                epoch: saved.epoch,
                step: saved.step,
                loss_sum: saved.loss_sum,
                n_batches: saved.n_batches,
                history: saved.history,
                stopped,
                resume_at: Some((saved.loader, saved.epoch_ended, saved.random)),
            };
        }
        Ok(found.refused)
    }

    /// Runs all epochs that are left. `loss` computes the loss of a batch; `evaluate` gives scores after each epoch,
    /// with the model set to evaluation and without recording.
    ///
    /// # Errors
    /// As the loader, the two functions, the step, or the operating system; no batches, or a loss that is no number.
    pub fn fit<D: Dataset + 'static, B: Send + 'static>(
        &mut self,
        loader: &DataLoader<D, B>,
        mut loss: impl FnMut(&M, &B) -> Result<Tensor>,
        mut evaluate: impl FnMut(&M) -> Result<Scores>,
    ) -> Result<Report> {
        if loader.is_empty() {
            let remedy = "ask for smaller batches, or keep the last one";
            return Err(Error::argument(OP, "loader", "without a batch", remedy));
        }
        let bar = self.bar(loader.len())?;
        let parameters = self.model.parameters();
        let mut resume_at = self.progress.resume_at.take();
        while self.progress.epoch < self.options.epochs && !self.progress.stopped {
            let begin = Instant::now();
            let mut pass = match &resume_at {
                Some((state, ..)) => loader.resume(state)?,
                None => loader.iter(),
            };
            let ended = match resume_at.take() {
                Some((_, ended, random)) => {
                    set_rng_state(&random)?;
                    ended
                }
                None => false,
            };
            if ended {
                self.progress.epoch += 1;
                continue;
            }
            self.model.train();
            bar.set_position((self.progress.epoch * loader.len() + self.progress.n_batches) as u64);
            while let Some(batch) = pass.next() {
                let value = self.backward(&batch?, &mut loss)?;
                bar.inc(1);
                let is_last = self.progress.n_batches == loader.len();
                if !self.progress.n_batches.is_multiple_of(self.options.accumulate) && !is_last {
                    continue;
                }
                self.step(&parameters, value)?;
                bar.set_message(format!("epoch {}  loss {value:.4}", self.progress.epoch + 1));
                let due = self.options.checkpoint_every.is_some_and(|every| self.progress.step.is_multiple_of(every));
                if due && !is_last {
                    self.save(pass.state(), false)?;
                }
            }
            self.end_epoch(&mut evaluate, begin)?;
            self.save(pass.state(), true)?;
            self.progress.epoch += 1;
        }
        bar.finish_and_clear();
        let ending = if self.progress.stopped { Ending::Early } else { Ending::Done };
        Ok(Report { history: self.progress.history.clone(), steps: self.progress.step, ending })
    }

    /// Adds the gradients of a batch; gives its loss.
    fn backward<B>(&mut self, batch: &B, loss: &mut impl FnMut(&M, &B) -> Result<Tensor>) -> Result<f64> {
        let scope = self.options.autocast.map(autocast).transpose()?;
        let loss = loss(&self.model, batch)?;
        drop(scope);
        let value = loss.try_item()?;
        if !value.is_finite() {
            let place = format!("{value} in epoch {}, batch {}", self.progress.epoch + 1, self.progress.n_batches + 1);
            return Err(Error::argument(OP, "loss", place, "lower the learning rate, or clip the gradients"));
        }
        let loss = if self.options.accumulate == 1 { loss } else { loss.try_div(self.options.accumulate as f64)? };
        self.scaler.as_ref().map_or(Ok(loss.clone()), |scaler| scaler.scale(&loss))?.try_backward()?;
        self.progress.loss_sum += value;
        self.progress.n_batches += 1;
        Ok(value)
    }

    /// A step of the optimiser from the gradients so far.
    fn step(&mut self, parameters: &[Tensor], loss: f64) -> Result<()> {
        if let Some(scaler) = &mut self.scaler {
            scaler.unscale_(&self.optimizer)?;
        }
        if let Some(max_norm) = self.options.clip_norm {
            // Infinite gradients are an error, unless the scaler leaves the step out.
            clip_grad_norm_(parameters, max_norm, 2.0, self.scaler.is_none())?;
        }
        match &mut self.scaler {
            Some(scaler) => {
                scaler.step(&mut self.optimizer)?;
                scaler.update()?;
            }
            None => self.optimizer.step()?,
        }
        self.optimizer.zero_grad();
        self.progress.step += 1;
        if self.progress.step.is_multiple_of(self.options.log_every) {
            self.log("train/loss", loss)?;
            if let Some(lr) = self.optimizer.lr(0) {
                self.log("train/lr", lr)?;
            }
        }
        self.schedule(StepEvery::Step)
    }

    fn schedule(&mut self, now: StepEvery) -> Result<()> {
        match &mut self.scheduler {
            Some((scheduler, every)) if *every == now => scheduler.step(&mut self.optimizer),
            _ => Ok(()),
        }
    }

    fn log(&mut self, name: &str, value: f64) -> Result<()> {
        let step = self.progress.step;
        self.loggers.iter_mut().try_for_each(|logger| logger.log(step, name, value))
    }

    fn end_epoch(&mut self, evaluate: &mut impl FnMut(&M) -> Result<Scores>, begin: Instant) -> Result<()> {
        self.model.eval();
        let scope = self.options.autocast.map(autocast).transpose()?;
        let scores = no_grad(|| evaluate(&self.model));
        drop(scope);
        self.model.train();
        let scores = scores?;
        let loss = self.progress.loss_sum / self.progress.n_batches as f64;
        (self.progress.loss_sum, self.progress.n_batches) = (0.0, 0);
        self.log("epoch/loss", loss)?;
        self.log("epoch/seconds", begin.elapsed().as_secs_f64())?;
        for (name, value) in &scores {
            self.log(&format!("epoch/{name}"), *value)?;
        }
        self.loggers.iter_mut().try_for_each(|logger| logger.flush())?;
        if let Some(watch) = &mut self.options.early_stopping {
            let named = scores.iter().find(|(name, _)| name == watch.score()).map(|(_, value)| *value);
            let Some(score) = named.or_else(|| (watch.score() == "loss").then_some(loss)) else {
                let remedy = "watch `loss` or a score that the evaluation gives";
                return Err(Error::argument("EarlyStopping", "score", watch.score(), remedy));
            };
            self.progress.stopped = watch.update(score);
        }
        self.progress.history.push(Epoch { epoch: self.progress.epoch, loss, scores });
        self.schedule(StepEvery::Epoch)
    }

    fn save(&self, loader: LoaderState, epoch_ended: bool) -> Result<()> {
        let Some(checkpoints) = &self.checkpoints else { return Ok(()) };
        let snapshot = Snapshot {
            epoch: self.progress.epoch,
            step: self.progress.step,
            epoch_ended,
            loss_sum: self.progress.loss_sum,
            n_batches: self.progress.n_batches,
            loader,
            random: get_rng_state(),
            model: save_model(&self.model)?,
            optimizer: self.optimizer.to_bytes()?,
            scheduler: self.scheduler.as_ref().map(|(scheduler, _)| scheduler.state_dict()),
            scaler: self.scaler.as_ref().map(GradScaler::state_dict),
            early_stopping: self.options.early_stopping.clone(),
            history: self.progress.history.clone(),
        };
        checkpoints.save(self.progress.step, &write(&snapshot)?).map(drop)
    }

    fn bar(&self, n_batches: usize) -> Result<ProgressBar> {
        if !self.options.progress {
            return Ok(ProgressBar::hidden());
        }
        let style = ProgressStyle::with_template("{bar:24} {percent:3} %  {msg}  {eta} left");
        let style = style.map_err(|error| Error::argument(OP, "template", error, "mend the template"))?;
        Ok(ProgressBar::new((self.options.epochs * n_batches) as u64).with_style(style))
    }
}

fn only_one(subject: &'static str) -> Error {
    Error::format(OP, "only one of trainer and checkpoint has it", subject, "build the trainer as before")
}
