//! Runs of elements of one dtype turned into another.

use cresset_storage::DType;

use crate::plain::{Plain, for_dtype};
use crate::simd::Boolean;

/// Reads `rows` × `columns` elements at the given strides (in elements) and writes them in a row as another dtype.
///
/// # Safety
/// All elements at the strides are readable and `out` is writable for `rows * columns` elements.
pub(crate) type Gather = unsafe fn(from: *const u8, strides: [usize; 2], out: *mut u8, rows: usize, columns: usize);

/// The kernel that reads `from` and gives `to`.
pub(crate) fn gather(from: DType, to: DType) -> Gather {
    for_dtype!(from, F => for_dtype!(to, T => gather_as::<F, T> as Gather))
}

/// The kernel that reads elements in a row and writes `to` at strides.
pub(crate) fn scatter(from: DType, to: DType) -> Gather {
    for_dtype!(from, F => for_dtype!(to, T => scatter_as::<F, T> as Gather))
}

unsafe fn gather_as<F: Plain, T: Plain + From_<F>>(
    from: *const u8,
    [row_stride, stride]: [usize; 2],
    out: *mut u8,
    rows: usize,
    columns: usize,
) {
    let (from, out) = (from.cast::<F>(), out.cast::<T>());
    for row in 0..rows {
        let (from, out) = (from.wrapping_add(row * row_stride), out.wrapping_add(row * columns));
        // SAFETY: by the caller; unit strides are told apart so that the loop becomes one of whole registers.
        unsafe {
            if stride == 1 {
                for at in 0..columns {
                    *out.add(at) = T::from_(*from.add(at));
                }
            } else {
                for at in 0..columns {
                    *out.add(at) = T::from_(*from.add(at * stride));
                }
            }
        }
    }
}

unsafe fn scatter_as<F: Plain, T: Plain + From_<F>>(
    from: *const u8,
    [row_stride, stride]: [usize; 2],
    out: *mut u8,
    rows: usize,
    columns: usize,
) {
    let (from, out) = (from.cast::<F>(), out.cast::<T>());
    for row in 0..rows {
        let (from, out) = (from.wrapping_add(row * columns), out.wrapping_add(row * row_stride));
        for at in 0..columns {
            // SAFETY: by the caller.
            unsafe { *out.add(at * stride) = T::from_(*from.add(at)) };
        }
    }
}

/// The conversion of `as`, as PyTorch's `to`: fractions are cut off, whole numbers wrap, anything but 0 is true.
pub(crate) trait From_<F> {
    fn from_(value: F) -> Self;
}

impl<F: Plain, T: Plain> From_<F> for T {
    #[inline(always)]
    fn from_(value: F) -> T {
        convert(value)
    }
}

/// The value as another type.
#[inline(always)]
pub(crate) fn convert<F: Plain, T: Plain>(value: F) -> T {
    value.to_f64_or_i64(T::from_f64, T::from_i64)
}
