//! Runs of elements of one dtype turned into another.

use cresset_storage::DType;

use crate::plain::{Plain, for_dtype};

/// Converts `rows` × `columns` elements between a strided side and one where they stand in a row. Strides count
/// elements.
///
/// # Safety
/// The strided side is valid at all strides, the other for `rows * columns` elements.
pub(crate) type Convert = unsafe fn(from: *const u8, out: *mut u8, strides: [usize; 2], rows: usize, columns: usize);

/// The kernel that reads `from` at strides and writes `to` in a row.
pub(crate) fn gather(from: DType, to: DType) -> Convert {
    for_dtype!(from, F => for_dtype!(to, T => gather_as::<F, T> as Convert))
}

/// The kernel that reads `from` in a row and writes `to` at strides.
pub(crate) fn scatter(from: DType, to: DType) -> Convert {
    for_dtype!(from, F => for_dtype!(to, T => scatter_as::<F, T> as Convert))
}

unsafe fn gather_as<F: Plain, T: Plain>(
    from: *const u8,
    out: *mut u8,
    strides: [usize; 2],
    rows: usize,
    columns: usize,
) {
    for row in 0..rows {
        let from = from.cast::<F>().wrapping_add(row * strides[0]);
        let out = out.cast::<T>().wrapping_add(row * columns);
        // SAFETY: by the caller. A unit stride is told apart so that the loop becomes one of whole registers.
        unsafe {
            if strides[1] == 1 {
                for at in 0..columns {
                    *out.add(at) = (*from.add(at)).convert();
                }
            } else {
                for at in 0..columns {
                    *out.add(at) = (*from.add(at * strides[1])).convert();
                }
            }
        }
    }
}

unsafe fn scatter_as<F: Plain, T: Plain>(
    from: *const u8,
    out: *mut u8,
    strides: [usize; 2],
    rows: usize,
    columns: usize,
) {
    for row in 0..rows {
        let from = from.cast::<F>().wrapping_add(row * columns);
        let out = out.cast::<T>().wrapping_add(row * strides[0]);
        for at in 0..columns {
            // SAFETY: by the caller.
            unsafe { *out.add(at * strides[1]) = (*from.add(at)).convert() };
        }
    }
}
