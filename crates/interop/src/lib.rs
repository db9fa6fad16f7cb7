//! Tensors to and from `ndarray`, NumPy's and PyTorch's files, exported programs, and PyTorch's operators by name.
//!
//! ```
//! use cresset_autograd::tensor;
//! use cresset_interop::{from_ndarray, read_npy, to_ndarray, write_npy};
//!
//! let x = tensor([[1.0, 2.0], [3.0, 4.0]]);
//! let array = to_ndarray::<f32>(&x)?;
//! assert_eq!(array[[1, 0]], 3.0);
//! assert_eq!(from_ndarray(array)?.to_vec::<f32>(), [1.0, 2.0, 3.0, 4.0]);
//!
//! let mut file = Vec::new();
//! write_npy(&mut file, &x)?;
//! assert_eq!(read_npy(&file[..])?.sizes(), [2, 2]);
//! # Ok::<(), cresset_autograd::Error>(())
//! ```
#![forbid(unsafe_code)]

mod archive;
mod arrays;
pub mod aten;
mod checkpoint;
pub mod dlpack;
mod generated;
mod npy;
mod npz;
mod pickle;
mod place;
mod program;
mod renames;
mod safetensors;
mod stored;
mod torch_file;
mod unique;
mod whole_file;

pub use arrays::{from_ndarray, to_ndarray};
pub use checkpoint::Checkpoint;
pub use npy::{load_npy, read_npy, save_npy, write_npy};
pub use npz::{load_npz, read_npz, save_npz, write_npz};
pub use pickle::{Pickled, StoredTensor};
pub use program::{Bounds, Described, ExportedProgram};
pub use renames::Renames;
pub use safetensors::SafeTensors;
pub use torch_file::{TorchFile, save_torch, write_torch};
