//! Tensors shared with other libraries by the DLPack protocol: nothing is copied.
//!
//! ```
//! use cresset_autograd::tensor;
//! use cresset_interop::dlpack::{self, DlManagedTensorVersioned};
//!
//! let x = tensor([1.0, 2.0, 3.0]);
//! let package = dlpack::to_dlpack::<DlManagedTensorVersioned>(&x)?;
//! // `package.into_raw()` is what another library takes, `Package::from_raw` takes what another library gives.
//! let y = dlpack::from_dlpack(package)?;
//! y.try_add_(1.0)?;
//! assert_eq!(x.to_vec::<f32>(), [2.0, 3.0, 4.0]);
//! # Ok::<(), cresset_autograd::Error>(())
//! ```
//!
//! # Source
//! <https://dmlc.github.io/dlpack/latest/>; PyTorch, `torch.utils.dlpack`.

use cresset_autograd::{Array, Error, Result, Tensor};

pub use cresset_autograd::dlpack::{
    DlDataType, DlDevice, DlManagedTensor, DlManagedTensorVersioned, DlTensor, Managed, Package,
};

/// The elements of a tensor for another library, in the form from before version 1 or in that since. They are shared:
/// either side sees what the other writes. Work on memory of a GPU is over when this returns; what is queued later, here
/// or there, the other side must wait for.
///
/// # Errors
/// The tensor requires a gradient, which would not hear of what the other library does; a GPU that is lost or whose work
/// is being captured.
pub fn to_dlpack<T: Managed>(tensor: &Tensor) -> Result<Package<T>> {
    if tensor.requires_grad() {
        let found = format_args!("{:?}", tensor.sizes());
        return Err(Error::graph("to_dlpack", "the tensor requires a gradient", found, "give tensor.detach()"));
    }
    let array = tensor.array();
    Package::new(array.storage().clone(), array.layout(), array.dtype())
}

/// A tensor over elements that another library handed over. They go back to it with the last tensor that shares them.
///
/// # Errors
/// Memory on a device that is not there or that must not be written, elements of another kind, negative strides, an
/// address that does not suit the elements or the device, more than eight sizes, sizes that overflow, another version of
/// the protocol.
pub fn from_dlpack<T: Managed>(package: Package<T>) -> Result<Tensor> {
    let (storage, layout, dtype) = package.unpack()?;
    Ok(Tensor::new(Array::over(storage, &layout, dtype).with_layout(layout)))
}
