//! What most programs use: `use cresset::prelude::*;`.

pub use crate::data::{self, DataLoader, Dataset};
pub use crate::nn::{self, Forward, Module};
pub use crate::optim::{self, Optimizer};
pub use crate::{
    DType, Device, Error, Generator, Operand, Options, Reduction, Result, Scalar, Tensor, arange, autocast, empty,
    empty_like, enable_grad, eye, full, full_like, linspace, manual_seed, no_grad, ones, ones_like, rand, rand_like,
    randint, randn, randn_like, randperm, tensor, zeros, zeros_like,
};
