//! What most programs use: `use cresset::prelude::*;`.

pub use crate::data::{self, DataLoader, Dataset};
pub use crate::{DType, Device, Error, Generator, Options, Result, Tensor, manual_seed, nn, no_grad, optim, tensor};
