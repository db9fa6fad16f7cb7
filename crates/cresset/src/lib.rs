//! PyTorch's programming model in pure Rust: tensors with a dynamic graph, layers, optimisers and data loading.
//!
//! Tensors and their functions stand at the root; the rest has the names that PyTorch users know.
//!
//! ```
//! use cresset::prelude::*;
//!
//! let x = cresset::tensor([[1.0, 2.0], [3.0, 4.0]]);
//! x.requires_grad_(true);
//! (&x * &x).sum().backward();
//! assert_eq!(x.grad().map(|grad| grad.to_vec()), Some(vec![2.0, 4.0, 6.0, 8.0]));
//! ```
#![forbid(unsafe_code)]

pub mod prelude;

pub use cresset_autograd::*;
pub use cresset_data as data;
pub use cresset_interop as interop;
pub use cresset_optim as optim;
pub use cresset_train as train;

/// Modules, layers, losses, initialisers and files of weights.
pub mod nn {
    pub use cresset_nn::*;
    // The derive macro that names the trait by this path, for programs that depend on `cresset` alone.
    pub use cresset_nn_derive::FacadeModule as Module;
}

/// The code of these pages is compiled and run as documentation tests.
#[cfg(doctest)]
mod pages {
    #[doc = include_str!("../../../README.md")]
    struct Readme;

    #[doc = include_str!("../../../docs/tutorial.md")]
    struct Tutorial;
}
