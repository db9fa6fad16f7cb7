//! Elements as little-endian bytes, the form in which files hold them.

use std::fs::File;
use std::io;

use cresset_storage::{DType, Device, Dims, Error, Layout, Result, Storage};

use crate::array::Array;
use crate::copy::contiguous;
use crate::cpu::bytes as cpu;

/// The elements in row-major order, as little-endian bytes.
///
/// # Errors
/// No memory left.
pub fn to_bytes(x: &Array) -> Result<Vec<u8>> {
    let x = contiguous("to_bytes", x)?;
    let n_bytes = x.numel() * x.dtype().n_bytes();
    let mut bytes = vec![0; n_bytes];
    cpu::read("to_bytes", &x, &mut bytes)?;
    turn(&mut bytes, x.dtype());
    Ok(bytes)
}

/// A row-major array of elements given as little-endian bytes.
///
/// # Errors
/// Not as many bytes as the sizes need, or no memory left.
pub fn from_bytes(bytes: &[u8], dtype: DType, sizes: &[usize]) -> Result<Array> {
    let op = "from_bytes";
    let dims = Dims::new(op, sizes)?;
    let n_bytes = dims.checked_numel(op, dtype.n_bytes())? * dtype.n_bytes();
    if n_bytes != bytes.len() {
        let shapes: [(_, &[usize]); 2] = [("sizes", sizes), ("bytes", &[bytes.len()])];
        return Err(Error::shape(op, "number of bytes does not fit the sizes", &shapes, "give all elements"));
    }
    let mut out = Array::empty(op, &dims, dtype, Device::Cpu)?;
    if cfg!(target_endian = "big") {
        let mut turned = bytes.to_vec();
        turn(&mut turned, dtype);
        cpu::fill(op, &turned, &mut out)?;
    } else {
        cpu::fill(op, bytes, &mut out)?;
    }
    Ok(out)
}

/// The elements of a part of a file in one dim, of which the system reads a page when somebody looks at it. None where
/// the elements must be read: see [`Storage::mapped`], also for what happens when somebody writes or cuts the file.
///
/// # Errors
/// As [`Storage::mapped`].
pub fn mapped(file: &File, start: u64, n_bytes: usize, dtype: DType) -> io::Result<Option<Array>> {
    let Some(storage) = Storage::mapped(file, start, n_bytes, dtype)? else { return Ok(None) };
    let dims = Dims::new("mapped", &[n_bytes / dtype.n_bytes()]).map_err(io::Error::other)?;
    Ok(Some(Array::over(storage, &Layout::contiguous(dims), dtype)))
}

/// Turns elements between the machine's order of bytes and the little-endian one.
fn turn(bytes: &mut [u8], dtype: DType) {
    if cfg!(target_endian = "big") {
        bytes.chunks_exact_mut(dtype.n_bytes()).for_each(<[u8]>::reverse);
    }
}
