//! Optimisers under PyTorch's names.
//!
//! ```
//! use cresset_autograd::tensor;
//! use cresset_optim::{Optimizer, SGD, SgdOptions};
//!
//! # fn main() -> cresset_autograd::Result<()> {
//! let w = tensor([3.0]);
//! w.requires_grad_(true);
//! let mut optimizer = SGD::new([w.clone()], SgdOptions { lr: 0.25, ..SgdOptions::default() })?;
//! for _ in 0..20 {
//!     let loss = (&w * &w).sum();
//!     optimizer.backward_step(&loss)?;
//! }
//! assert!(w.item().abs() < 1e-5);
//! # Ok(())
//! # }
//! ```
#![forbid(unsafe_code)]

mod adadelta;
mod adafactor;
mod adagrad;
mod adam;
mod adamax;
mod asgd;
mod averaged;
mod clip;
mod descent;
mod lbfgs;
mod muon;
mod nadam;
mod optimizer;
mod options;
mod radam;
mod rmsprop;
mod rprop;
mod scalar;
mod scaler;
pub mod scheduler;
mod sgd;
mod sparse_adam;
mod state;
mod updater;

pub use adadelta::{Adadelta, AdadeltaOptions};
pub use adafactor::{Adafactor, AdafactorOptions};
pub use adagrad::{Adagrad, AdagradOptions};
pub use adam::{Adam, AdamOptions, AdamW, AdamWOptions};
pub use adamax::{Adamax, AdamaxOptions};
pub use asgd::{ASGD, AsgdOptions};
pub use averaged::{AveragedModel, AveragedState, Averaging};
pub use clip::{clip_grad_norm_, clip_grad_value_, clip_grads_with_norm_, get_total_norm};
pub use lbfgs::{LBFGS, LbfgsOptions, LbfgsState, LineSearch};
pub use muon::{AdjustLr, Muon, MuonOptions};
pub use nadam::{NAdam, NAdamOptions};
pub use optimizer::Optimizer;
pub use radam::{RAdam, RAdamOptions};
pub use rmsprop::{RMSprop, RmspropOptions};
pub use rprop::{Rprop, RpropOptions};
pub use scaler::{GradScaler, GradScalerOptions, GradScalerState};
pub use scheduler::LRScheduler;
pub use sgd::{SGD, SgdOptions};
pub use sparse_adam::{SparseAdam, SparseAdamOptions};
pub use state::{OptimizerState, SavedGroup, SavedParam, SavedTensor};
pub use updater::{ParamGroup, Rule, Updater};
