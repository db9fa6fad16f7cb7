//! Bytes with a shape and a dtype on a device: dtypes, layouts, buffers and allocators. Knows no operator.
//!
//! A [`Storage`] is a shared, version-counted buffer of bytes. A [`Layout`] says which element of it stands at which
//! index. Everything above this crate is built of the two and a [`DType`].

mod device;
mod dims;
mod dtype;
mod element;
mod error;
mod layout;
mod mapped;
mod placed;
mod promotion;
mod scalar;
mod storage;

pub mod cpu;
pub mod cuda;
pub mod dlpack;
pub mod memory;

pub use device::Device;
pub use dims::{Dims, MAX_DIMS};
pub use dtype::{Category, DType};
pub use element::Element;
pub use error::{Error, ErrorKind, Result};
pub use layout::Layout;
pub use placed::placed;
pub use promotion::{Participant, default_dtype, promote, result_type, set_default_dtype};
pub use scalar::Scalar;
pub use storage::{ReadGuard, Storage, WriteGuard};

pub use half::{bf16, f16};
pub use num_complex::{Complex32, Complex64};
