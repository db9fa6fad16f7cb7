//! Tensors with a dynamic graph and backward: PyTorch's programming model.
//!
//! ```
//! use cresset_autograd::tensor;
//! let x = tensor([1.0, 2.0, 3.0]);
//! x.requires_grad_(true);
//! (&x * &x).sum().backward();
//! assert_eq!(x.grad().map(|grad| grad.to_vec::<f32>()), Some(vec![2.0, 4.0, 6.0]));
//! ```
#![forbid(unsafe_code)]

mod accumulate;
mod arithmetic;
mod autocast;
mod backward;
mod checkpoint;
mod create;
pub mod cuda;
mod display;
mod engine;
mod function;
mod generated;
mod gradcheck;
mod graph;
mod handle;
mod in_place;
pub mod index;
mod methods;
mod mode;
mod nested;
mod operand;
mod plain;
mod pointwise;
pub mod printing;
mod random;
mod record;
mod saved;
mod tensor;
mod values;
mod views;
mod windows;

pub use autocast::{AutocastGuard, autocast, autocast_dtype, no_autocast};
pub use backward::{BackwardOptions, GradOptions, HookHandle, grad, try_grad};
pub use checkpoint::{Part, checkpoint, checkpoint_sequential};
pub use create::*;
pub use function::{Context, Function, Saves};
pub use gradcheck::{Tolerance, gradcheck, gradgradcheck};
pub use graph::{Edge, Node, NodeRef};
pub use methods::bags::{BagMode, BagOptions, EmbeddingBag};
pub use methods::fft::{FftNorm, fft_fftfreq, fft_rfftfreq, try_fft_fftfreq, try_fft_rfftfreq};
pub use methods::neural::BatchNormOptions;
pub use methods::padding::PadMode;
pub use methods::reduced_losses::Reduction;
pub use methods::resizing::{GridMode, GridPadding, InterpolateMode};
pub use mode::{
    ModeGuard, detect_anomaly, enable_grad, inference_mode, is_anomaly_enabled, is_grad_enabled, is_inference_mode,
    no_grad, no_grad_guard, set_grad_enabled,
};
pub use nested::Nested;
pub use operand::{AsOperand, Operand};
pub use random::*;
pub use tensor::Tensor;
pub use windows::*;

pub use cresset_ops::random::{
    Generator, default_generator, get_cuda_rng_state, get_rng_state, initial_seed, manual_seed, seed,
    set_cuda_rng_state, set_rng_state,
};
pub use cresset_ops::{Array, bytes, num_threads, optimizer, set_num_threads};
pub use cresset_storage::{
    Complex32, Complex64, DType, Device, Element, Error, ErrorKind, Participant, Result, Scalar, bf16, default_dtype,
    dlpack, f16, memory, promote, result_type, set_default_dtype,
};

use plain::plain;
