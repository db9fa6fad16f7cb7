//! Elements as the bytes they are in memory.

use cresset_storage::{Error, Result};

use crate::access::{Access, exclusive};
use crate::array::Array;

/// The length in bytes of a contiguous array that is to have `n_bytes`.
fn check(op: &'static str, x: &Array, n_bytes: usize) -> Result<usize> {
    if !x.layout().is_contiguous() || x.numel() * x.dtype().n_bytes() != n_bytes {
        return Err(Error::shape(op, "not so many bytes in a row", &[("self", x.sizes())], "make it contiguous first"));
    }
    Ok(n_bytes)
}

/// Copies the elements of a contiguous array to as many bytes.
pub(crate) fn read(op: &'static str, x: &Array, bytes: &mut [u8]) -> Result<()> {
    let n_bytes = check(op, x, bytes.len())?;
    let access = Access::read(&[x])?;
    // SAFETY: a contiguous array's elements fill that many initialised bytes from its first; the lock keeps writers
    // out, and the bytes are borrowed mutably, so they are other memory.
    unsafe { std::ptr::copy_nonoverlapping(access.pointer(0), bytes.as_mut_ptr(), n_bytes) };
    Ok(())
}

/// Fills a new contiguous array.
pub(crate) fn fill(op: &'static str, bytes: &[u8], out: &mut Array) -> Result<()> {
    let n_bytes = check(op, out, bytes.len())?;
    let pointer = exclusive(op, out)?;
    // SAFETY: the array holds that many bytes, any of which are elements, and nobody else has it.
    unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), pointer, n_bytes) };
    Ok(())
}
