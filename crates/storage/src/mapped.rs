//! Parts of files as storages: the system reads a page when somebody looks at it.

use std::fs::File;
use std::io;
use std::ptr::NonNull;

use memmap2::MmapOptions;

use crate::{DType, Storage};

impl Storage {
    /// A buffer over a part of a file, in little-endian order. What is written to it stays in memory: the file does not
    /// change, nor does another buffer over the same part.
    ///
    /// None where the elements must be read instead: whole numbers and truth values, because those may be positions,
    /// which somebody who writes the file could change after they were checked; a part that begins at no multiple of an
    /// element; a machine that is not little-endian.
    ///
    /// Who writes that part of the file changes elements that nobody has written here yet. Who cuts it off ends this
    /// process when it next looks there: the system sends SIGBUS.
    ///
    /// # Errors
    /// The file ends before the part does, or it cannot be mapped.
    pub fn mapped(file: &File, start: u64, n_bytes: usize, dtype: DType) -> io::Result<Option<Storage>> {
        if !dtype.is_differentiable() || n_bytes == 0 || cfg!(target_endian = "big") {
            return Ok(None);
        }
        if start.checked_add(n_bytes as u64).is_none_or(|end| file.metadata().is_ok_and(|found| found.len() < end)) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        // SAFETY: the mapping is private and this buffer's own, so nobody in this process writes it but by the
        // storage's lock. Another process may change the file: then kernels find other floating numbers, which are
        // numbers whatever their bits, and from which no kernel computes an address that it did not check.
        let mapping = unsafe { MmapOptions::new().offset(start).len(n_bytes).map_copy(file) }?;
        let Some(pointer) = NonNull::new(mapping.as_ptr().cast_mut()) else { return Ok(None) };
        if !pointer.addr().get().is_multiple_of(dtype.n_bytes()) {
            return Ok(None);
        }
        // SAFETY: the bytes are as the file's, stay where they are until the mapping is dropped, and may be written.
        Ok(Some(unsafe { Storage::foreign(pointer, n_bytes, Box::new(mapping)) }))
    }
}
