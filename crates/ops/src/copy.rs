//! Copies between layouts and dtypes.

use cresset_storage::{DType, Device, Dims, Element, Error, ErrorKind, Layout, Result, Scalar, Storage};

use crate::access::{Access, exclusive};
use crate::array::{Array, Operand};
use crate::cpu::copy as cpu;
use crate::cuda;
use crate::pointwise::check_writable;

/// The elements in row-major order, in memory of their own.
///
/// # Errors
/// No memory left.
pub fn contiguous_copy(op: &'static str, x: &Array) -> Result<Array> {
    let mut out = Array::empty(op, x.sizes(), x.dtype(), x.device())?;
    copy_into(op, Operand::Array(x), &mut out)?;
    Ok(out)
}

/// The array itself where it is contiguous, else a contiguous copy.
///
/// # Errors
/// No memory left.
#[inline]
pub fn contiguous(op: &'static str, x: &Array) -> Result<Array> {
    if x.layout().is_contiguous() { Ok(x.clone()) } else { contiguous_copy(op, x) }
}

/// A copy that keeps dense strides, as `torch.clone`.
///
/// # Errors
/// No memory left.
pub fn clone(op: &'static str, x: &Array) -> Result<Array> {
    to_dtype(op, x, x.dtype())
}

/// A copy of another dtype that keeps dense strides. Fractions are cut off, whole numbers wrap, all but 0 is true.
///
/// # Errors
/// No memory left.
pub fn to_dtype(op: &'static str, x: &Array, dtype: DType) -> Result<Array> {
    let mut out = Array::empty_like(op, x.layout(), dtype, x.device())?;
    copy_into(op, Operand::Array(x), &mut out)?;
    Ok(out)
}

/// A copy on another device. From one GPU to another and from pinned memory nobody waits for it, as with PyTorch's
/// `non_blocking`; whoever writes the pinned memory next does.
///
/// # Errors
/// The device is not there.
pub fn to_device(op: &'static str, x: &Array, device: Device) -> Result<Array> {
    let mut out = Array::empty(op, x.sizes(), x.dtype(), device)?;
    if device != Device::Cpu && x.device() != device {
        let x = contiguous(op, x)?;
        cuda::copy::upload(&x, &mut out)?;
        return Ok(out);
    }
    copy_into(op, Operand::Array(x), &mut out)?;
    Ok(out)
}

/// Values as an array on the device of another.
pub(crate) fn beside<T: Element>(op: &'static str, values: Vec<T>, sizes: &[usize], like: &Array) -> Result<Array> {
    let array = Array::from_vec(values, sizes)?;
    if like.device() == Device::Cpu { Ok(array) } else { to_device(op, &array, like.device()) }
}

/// A row-major copy in memory of the processor from which copies to GPUs do not wait.
///
/// # Errors
/// No GPU, no such memory left, or the array is on a GPU.
pub fn pin_memory(op: &'static str, x: &Array) -> Result<Array> {
    if x.device() != Device::Cpu {
        let remedy = "only memory of the processor is pinned";
        return Err(ErrorKind::Device { op, problem: "on a GPU", devices: vec![x.device()], remedy }.into());
    }
    let layout = Layout::contiguous(*x.sizes());
    let storage = Storage::pinned(layout.numel() * x.dtype().n_bytes(), 0)?;
    let mut out = Array::over(storage, &layout, x.dtype());
    copy_into(op, Operand::Array(x), &mut out)?;
    Ok(out)
}

/// Fills a new array with the elements of another that broadcasts to it.
///
/// # Errors
/// The sizes do not broadcast.
pub fn copy_into(op: &'static str, from: Operand<'_>, out: &mut Array) -> Result<()> {
    if out.device() != Device::Cpu && cuda::copy::fill(from, out)? {
        return Ok(());
    }
    let pointer = exclusive(op, out)?;
    match from {
        Operand::Scalar(scalar) => {
            check_fits(op, scalar, out)?;
            cpu::fill(scalar, out, pointer);
        }
        Operand::Array(from) => {
            let layout = from.layout().broadcast_to(op, out.sizes())?;
            let access = Access::read(&[from])?;
            cpu::copy(from.dtype(), &layout, access.pointer(0), out, pointer);
        }
    }
    Ok(())
}

/// Refuses to leave out an imaginary part that a number has.
#[inline]
fn check_fits(op: &'static str, scalar: Scalar, out: &Array) -> Result<()> {
    match scalar {
        Scalar::Complex(value) if value.im != 0.0 && !out.dtype().is_complex() => {
            Err(Error::argument(op, "value", scalar, "only complex tensors take numbers with an imaginary part"))
        }
        _ => Ok(()),
    }
}

/// Writes the elements of `from`, which broadcasts to it, over `out`.
///
/// # Errors
/// The sizes do not broadcast, or several elements of `out` share a place.
pub fn copy_(op: &'static str, out: &Array, from: Operand<'_>) -> Result<()> {
    check_writable(op, out)?;
    if out.device() != Device::Cpu && cuda::copy::overwrite(op, from, out)? {
        return Ok(());
    }
    match from {
        Operand::Scalar(scalar) => {
            check_fits(op, scalar, out)?;
            let access = Access::write(op, &[out])?;
            cpu::fill(scalar, out, access.pointer(0));
        }
        Operand::Array(from) => {
            let copied = if from.may_share_elements(out) { Some(contiguous_copy(op, from)?) } else { None };
            let from = copied.as_ref().unwrap_or(from);
            let layout = from.layout().broadcast_to(op, out.sizes()).map_err(|_| {
                Error::shape(
                    op,
                    "sizes do not broadcast",
                    &[("self", out.sizes()), ("source", from.sizes())],
                    "the source must broadcast to self",
                )
            })?;
            let access = Access::write(op, &[out, from])?;
            cpu::copy(from.dtype(), &layout, access.pointer(1), out, access.pointer(0));
        }
    }
    Ok(())
}

/// A new array of one value.
///
/// # Errors
/// Sizes that overflow, or no memory left.
pub fn full(op: &'static str, sizes: &Dims, value: Scalar, dtype: DType, device: Device) -> Result<Array> {
    let mut out = Array::empty(op, sizes, dtype, device)?;
    copy_into(op, Operand::Scalar(value), &mut out)?;
    Ok(out)
}
