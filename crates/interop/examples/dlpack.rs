//! A library that gives tensors to PyTorch and takes some by the DLPack protocol; `tests/data/dlpack.py` calls it.
#![allow(clippy::unwrap_used, reason = "the script sees the abort")]

use std::ptr::NonNull;

use cresset_autograd::{DType, Tensor, arange};
use cresset_interop::dlpack::{DlManagedTensor, DlManagedTensorVersioned, Managed, Package, from_dlpack, to_dlpack};

/// Strided numbers of a dtype.
fn given<T: Managed>(dtype: usize) -> *mut T {
    let x = arange(0, 24, 1).to_dtype(DType::ALL[dtype]).reshape([2, 3, 4]).permute([2, 0, 1]).narrow(0, 1, 2);
    to_dlpack::<T>(&x).unwrap().into_raw().as_ptr()
}

/// The sum of what is given, which is doubled where it lies.
fn taken<T: Managed>(package: *mut T) -> f64 {
    // SAFETY: the script hands over a capsule's pointer, and renames the capsule so that nobody else uses it.
    let x: Tensor = from_dlpack(unsafe { Package::from_raw(NonNull::new(package).unwrap()) }).unwrap();
    let sum = x.to_dtype(DType::F64).sum().item();
    x.add_(x.copy());
    sum
}

#[unsafe(no_mangle)]
extern "C" fn give(dtype: usize) -> *mut DlManagedTensor {
    given(dtype)
}

#[unsafe(no_mangle)]
extern "C" fn give_versioned(dtype: usize) -> *mut DlManagedTensorVersioned {
    given(dtype)
}

#[unsafe(no_mangle)]
extern "C" fn take(package: *mut DlManagedTensor) -> f64 {
    taken(package)
}

#[unsafe(no_mangle)]
extern "C" fn take_versioned(package: *mut DlManagedTensorVersioned) -> f64 {
    taken(package)
}
