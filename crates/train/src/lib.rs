//! The training loop around layers, optimisers and loaders.
//!
//! A [`Trainer`] owns a model and an optimiser and runs epochs over a loader: it accumulates and clips gradients, steps
//! schedules, evaluates, stops early, writes logs, and saves checkpoints from which a run goes on to the same bit.
//!
//! ```
//! use cresset_autograd::{Reduction, Result, manual_seed, randn};
//! use cresset_data::{DataLoader, TensorDataset};
//! use cresset_nn::{Forward, Linear};
//! use cresset_optim::{Adam, AdamOptions};
//! use cresset_nn::Module;
//! use cresset_train::{TrainOptions, Trainer};
//!
//! # fn main() -> Result<()> {
//! manual_seed(0);
//! let x = randn([64, 3]);
//! let y = x.sum_dim([1], true);
//! let loader = DataLoader::builder(TensorDataset::new((x, y))?).batch_size(16).shuffle(true).build()?;
//! let model = Linear::new(3, 1)?;
//! let optimizer = Adam::new(model.parameters(), AdamOptions { lr: 0.05, ..Default::default() })?;
//! let mut trainer = Trainer::new(model, optimizer, TrainOptions { epochs: 30, ..Default::default() })?;
//! let loss = |model: &Linear, (x, y): &(_, _)| model.forward(x)?.try_mse_loss(y, Reduction::Mean);
//! let report = trainer.fit(&loader, loss, |_| Ok(Vec::new()))?;
//! assert!(report.history.last().is_some_and(|epoch| epoch.loss < 0.1));
//! # Ok(())
//! # }
//! ```
#![forbid(unsafe_code)]

mod checkpoint;
mod curves;
mod early_stopping;
mod log;
pub mod metrics;
mod snapshot;
mod tensorboard;
mod trainer;

pub use checkpoint::{Checkpoints, Found};
pub use curves::draw_curves;
pub use early_stopping::EarlyStopping;
pub use log::{CsvLog, Logger};
pub use snapshot::Resumable;
pub use tensorboard::TensorBoard;
pub use trainer::{Ending, Epoch, Report, Scores, StepEvery, TrainOptions, Trainer};
