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

mod adam;
mod optimizer;
mod sgd;
mod state;
mod updater;

pub use adam::{Adam, AdamOptions, AdamW, AdamWOptions};
pub use optimizer::Optimizer;
pub use sgd::{SGD, SgdOptions};
pub use state::{OptimizerState, SavedGroup, SavedParam, SavedTensor};
pub use updater::{ParamGroup, Rule, Updater};
