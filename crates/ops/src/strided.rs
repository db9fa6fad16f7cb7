//! Elements taken from, and put to, the places of a layout within a buffer: what views do to gradients.

use cresset_storage::{Device, Dims, Layout, MAX_DIMS, Result};

use crate::access::{Access, fill};
use crate::array::{Array, Operand};
use crate::copy::{contiguous, contiguous_copy, copy_, full};
use crate::cpu::index::Target;
use crate::cuda::index as cuda;
use crate::index::{Joined, plus};
use crate::plain::for_dtype;

/// A buffer that both layouts lie in: its length, and the position where it starts.
fn extent(input: &Layout, view: &Layout) -> (usize, usize) {
    let (input, view) = (input.span(), view.span());
    let start = input.start.min(view.start);
    (input.end.max(view.end).saturating_sub(start), start)
}

/// The layout within a buffer that starts at `start`.
fn within(op: &'static str, buffer: &Array, layout: &Layout, start: usize) -> Result<Array> {
    let offset = if layout.numel() == 0 { 0 } else { layout.offset() - start };
    buffer.as_strided(op, layout.sizes(), layout.strides(), offset)
}

/// The elements of `x`, which has the sizes of `input`, at the places of `view`. Places that `input` does not have hold
/// zeros.
///
/// # Errors
/// No memory left.
pub fn gather(op: &'static str, x: &Array, input: &Layout, view: &Layout) -> Result<Array> {
    if input.is_contiguous()
        && input.numel() > 0
        && view.span().end <= input.span().end
        && view.offset() >= input.offset()
    {
        let x = contiguous(op, x)?;
        let offset = x.layout().offset() + view.offset() - input.offset();
        return contiguous_copy(op, &x.as_strided(op, view.sizes(), view.strides(), offset)?);
    }
    let (len, start) = extent(input, view);
    let buffer = full(op, &Dims::new(op, &[len])?, 0.0.into(), x.dtype(), x.device())?;
    copy_(op, &within(op, &buffer, input, start)?, Operand::Array(x))?;
    contiguous_copy(op, &within(op, &buffer, view, start)?)
}

/// An array of the sizes of `input` with the elements of `x` at the places of `view`, added where they share a place,
/// and zeros elsewhere.
///
/// # Errors
/// No memory left.
pub fn scatter(op: &'static str, x: &Array, input: &Layout, view: &Layout) -> Result<Array> {
    let (len, start) = extent(input, view);
    let mut buffer = full(op, &Dims::new(op, &[len])?, 0.0.into(), x.dtype(), x.device())?;
    if view.may_overlap_itself() {
        add(op, x, &mut buffer, view, start)?;
    } else {
        copy_(op, &within(op, &buffer, view, start)?, Operand::Array(x))?;
    }
    let out = within(op, &buffer, input, start)?;
    if input.is_dense() { Ok(out) } else { contiguous_copy(op, &out) }
}

/// Adds each element of `x` to the place of `view` in `buffer`, in row-major order.
fn add(op: &'static str, x: &Array, buffer: &mut Array, view: &Layout, start: usize) -> Result<()> {
    let x = contiguous(op, x)?;
    let (sizes, strides) = (*view.sizes(), *view.strides());
    if x.device() != Device::Cpu && x.numel() > 0 {
        let along = cuda::Along { at: None, sizes: &sizes, strides, stride: 0 };
        let own = *Layout::contiguous(sizes).strides();
        let first = buffer.with_layout(buffer.layout().narrow(op, 0, view.offset().saturating_sub(start) as i64, 1)?);
        return cuda::scatter(op, Target::Held(&first), (&x, &own), &along, Joined::Add);
    }
    for_dtype!(x.dtype(), T => {
        let access = Access::read(&[&x])?;
        let values: &[T] = access.slice(op, 0)?;
        let sums: &mut [T] = fill(op, buffer)?;
        let mut index = [0usize; MAX_DIMS];
        let mut at = view.offset().saturating_sub(start);
        for &value in values {
            sums[at] = plus(sums[at], value);
            for dim in (0..sizes.len()).rev() {
                index[dim] += 1;
                at += strides[dim];
                if index[dim] < sizes[dim] {
                    break;
                }
                at -= strides[dim] * sizes[dim];
                index[dim] = 0;
            }
        }
    });
    Ok(())
}
