//! Runs of elements of one dtype turned into another.

use std::slice;

use cresset_storage::DType;

use crate::plain::{Plain, for_dtype};
use crate::simd::convert::{bf16_to_f32, f16_to_f32, f32_to_bf16, f32_to_f16};

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

/// Columns that are gathered at once where neighbours stand in rows.
const ACROSS: usize = 8;

unsafe fn gather_as<F: Plain, T: Plain>(
    from: *const u8,
    out: *mut u8,
    strides: [usize; 2],
    rows: usize,
    columns: usize,
) {
    let (from, out) = (from.cast::<F>(), out.cast::<T>());
    if strides[0] == 1 && strides[1] > 1 && rows >= ACROSS {
        // Row by row, each cache line would be read again for every one of its elements.
        let whole = columns / ACROSS * ACROSS;
        for column in (0..whole).step_by(ACROSS) {
            for row in 0..rows {
                let from = from.wrapping_add(column * strides[1] + row);
                // SAFETY: by the caller.
                unsafe {
                    let across: [T; ACROSS] = std::array::from_fn(|n| (*from.add(n * strides[1])).convert());
                    out.add(row * columns + column).cast::<[T; ACROSS]>().write(across);
                }
            }
        }
        for row in 0..rows {
            for column in whole..columns {
                // SAFETY: by the caller.
                unsafe { *out.add(row * columns + column) = (*from.add(column * strides[1] + row)).convert() };
            }
        }
        return;
    }
    for row in 0..rows {
        let (from, out) = (from.wrapping_add(row * strides[0]), out.wrapping_add(row * columns));
        // SAFETY: by the caller.
        unsafe {
            if strides[1] == 1 {
                convert_run(from, out, columns);
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
        // SAFETY: by the caller.
        unsafe {
            if strides[1] == 1 {
                convert_run(from, out, columns);
            } else {
                for at in 0..columns {
                    *out.add(at * strides[1]) = (*from.add(at)).convert();
                }
            }
        }
    }
}

/// Converts `n` elements in a row.
///
/// # Safety
/// Both sides are valid for `n` elements.
unsafe fn convert_run<F: Plain, T: Plain>(from: *const F, out: *mut T, n: usize) {
    /// Both sides as slices of the types that the dtypes stand for.
    macro_rules! by {
        ($convert:ident) => {
            // SAFETY: by the caller; the types are those of the dtypes.
            unsafe { $convert(slice::from_raw_parts(from.cast(), n), slice::from_raw_parts_mut(out.cast(), n)) }
        };
    }
    let kinds = (F::DTYPE, T::DTYPE);
    if kinds == (DType::BF16, DType::F32) {
        by!(bf16_to_f32);
    } else if kinds == (DType::F16, DType::F32) {
        by!(f16_to_f32);
    } else if kinds == (DType::F32, DType::BF16) {
        by!(f32_to_bf16);
    } else if kinds == (DType::F32, DType::F16) {
        by!(f32_to_f16);
    } else {
        for at in 0..n {
            // SAFETY: by the caller.
            unsafe { *out.add(at) = (*from.add(at)).convert() };
        }
    }
}
