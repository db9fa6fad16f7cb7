//! Copies runs of elements between layouts and dtypes.

mod stream;

use std::mem::MaybeUninit;
use std::ops::Range;

use cresset_storage::{DType, Layout, Scalar};

use super::cast;
use super::plan::Plan;
use crate::array::Array;
use crate::parallel;
use crate::plain::{Plain, for_dtype};
pub(super) use stream::{STREAMED_BYTES, end_streams, stream};

/// Tiles that one thread works through before it takes more.
const TILES_PER_BLOCK: usize = 4;

/// Room for one tile between two layouts: half of the first cache.
const TILE_BYTES: usize = 16 * 1024;

/// Elements of a tile, on their way.
#[repr(C, align(64))]
struct Buffer([MaybeUninit<u8>; TILE_BYTES]);

/// Addresses that go to the threads of one call.
#[derive(Clone, Copy)]
struct Ends {
    from: *const u8,
    to: *mut u8,
}

// SAFETY: threads read one end and write disjoint elements of the other.
unsafe impl Send for Ends {}
// SAFETY: as for Send.
unsafe impl Sync for Ends {}

/// Copies elements of dtype `from_dtype` at `from`, through `layout` which has the sizes of `out`, to `to`, the first
/// element of `out`. Both are locked or held alone by the caller.
pub(crate) fn copy(from_dtype: DType, layout: &Layout, from: *const u8, out: &Array, to: *mut u8) {
    let (out_layout, out_dtype) = (out.layout(), out.dtype());
    let ends = Ends { from, to };
    let (from_bytes, to_bytes) = (from_dtype.n_bytes(), out_dtype.n_bytes());
    if from_dtype == out_dtype && layout.is_contiguous() && out_layout.is_contiguous() {
        let body = |range: Range<usize>| {
            let ends = &ends;
            // SAFETY: both ends hold that many bytes in a row, and different arrays do not overlap.
            unsafe { std::ptr::copy_nonoverlapping(ends.from.add(range.start), ends.to.add(range.start), range.len()) };
        };
        let n_bytes = out.numel() * to_bytes;
        parallel::for_ranges(n_bytes, 1 << 18, n_bytes / 8, &body);
        return;
    }
    let widest = from_bytes.max(to_bytes);
    let plan = Plan::with_tiles(&[out_layout, layout], TILE_BYTES / widest);
    let (gather, scatter) = (cast::gather(from_dtype, out_dtype), cast::scatter(from_dtype, out_dtype));
    let arrange = cast::scatter(out_dtype, out_dtype);
    let (to_strides, from_strides) = (plan.tile_strides(0), plan.tile_strides(1));
    let streamed = out.numel() * to_bytes >= STREAMED_BYTES && to_strides[1] == 1;
    let body = |block: Range<usize>| {
        let ends = &ends;
        let mut buffer = Buffer([const { MaybeUninit::uninit() }; TILE_BYTES]);
        let buffer = buffer.0.as_mut_ptr().cast::<u8>();
        for at in block {
            let place = plan.place(at);
            let (rows, columns) = (place.rows, place.columns);
            let to = ends.to.wrapping_add(place.offsets[0] * to_bytes);
            let from = ends.from.wrapping_add(place.offsets[1] * from_bytes);
            let in_a_row = |[row, column]: [usize; 2]| (columns == 1 || column == 1) && (rows == 1 || row == columns);
            // SAFETY: the plan's places lie within the arrays and visit each element of `out` once; a tile fits the
            // buffer.
            unsafe {
                if in_a_row(to_strides) {
                    gather(from, to, from_strides, rows, columns);
                } else if in_a_row(from_strides) {
                    scatter(from, to, to_strides, rows, columns);
                } else {
                    gather(from, buffer, from_strides, rows, columns);
                    if streamed {
                        for row in 0..rows {
                            let n_bytes = columns * to_bytes;
                            stream(buffer.add(row * n_bytes), to.add(row * to_strides[0] * to_bytes), n_bytes);
                        }
                    } else {
                        arrange(buffer, to, to_strides, rows, columns);
                    }
                }
            }
        }
        end_streams();
    };
    parallel::for_ranges(plan.n_tiles, TILES_PER_BLOCK, out.numel(), &body);
}

/// Writes one value to every element of `out`, whose first element is at `to`.
pub(crate) fn fill(scalar: Scalar, out: &Array, to: *mut u8) {
    for_dtype!(out.dtype(), T => {
        let value = T::of_scalar(scalar);
        let from = std::ptr::from_ref(&value).cast::<u8>();
        let plan = Plan::new(&[out.layout()]);
        let ends = Ends { from, to };
        let strides = plan.tile_strides(0);
        let body = |block: Range<usize>| {
            let ends = &ends;
            for at in block {
                let place = plan.place(at);
                // SAFETY: the value outlives the call; the plan's places lie within the array.
                let (value, to) = unsafe { (*ends.from.cast::<T>(), ends.to.cast::<T>().add(place.offsets[0])) };
                for row in 0..place.rows {
                    for column in 0..place.columns {
                        // SAFETY: as above.
                        unsafe { *to.add(row * strides[0] + column * strides[1]) = value };
                    }
                }
            }
        };
        parallel::for_ranges(plan.n_tiles, TILES_PER_BLOCK, out.numel(), &body);
    });
}
