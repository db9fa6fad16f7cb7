//! Moves elements by checked positions, and writes arrays that exist or are new by one way.

mod along;
mod places;

use std::ops::Range;

use cresset_storage::Result;

use crate::access::{Access, fill};
use crate::array::{Array, Operand};
use crate::copy::{contiguous_copy, copy_};
use crate::parallel::for_chunks;
use crate::plain::{Plain, for_dtype};
use crate::pointwise::check_writable;
use crate::simd::Boolean;
pub(crate) use along::{Grid, Start, are_within, gather, scatter};
pub(crate) use places::{Places, read, write};

/// What a kernel writes.
pub(crate) enum Target<'a> {
    /// A contiguous array that nobody else holds yet.
    New(&'a mut Array),
    /// An array in use.
    Held(&'a Array),
}

/// The arrays that a kernel reads beside its target.
pub(crate) struct Sources<'a> {
    access: Access<'a>,
    first: usize,
}

impl Sources<'_> {
    /// The elements of source `at`.
    pub(crate) fn slice<T: Plain>(&self, op: &'static str, at: usize) -> Result<&[T]> {
        self.access.slice(op, self.first + at)
    }
}

impl Target<'_> {
    /// The written array.
    pub(crate) fn array(&self) -> &Array {
        match self {
            Target::New(array) => array,
            Target::Held(array) => array,
        }
    }

    /// Runs `body` on the elements in row-major order. The sources are contiguous; of those that share elements with
    /// the target, it sees copies.
    pub(crate) fn write<T: Plain>(
        self,
        op: &'static str,
        sources: &[&Array],
        body: impl FnOnce(&mut [T], &Sources<'_>) -> Result<()>,
    ) -> Result<()> {
        self.settled(op, sources, |target, sources| {
            let out = match target {
                Target::New(out) => {
                    let sources = Sources { access: Access::read(sources)?, first: 0 };
                    return body(fill(op, out)?, &sources);
                }
                Target::Held(out) => out,
            };
            let arrays: Vec<&Array> = std::iter::once(out).chain(sources.iter().copied()).collect();
            let sources = Sources { access: Access::write(op, &arrays)?, first: 1 };
            // This checks the layout and the dtype as well.
            if sources.access.slice::<T>(op, 0)?.is_empty() {
                return body(&mut [], &sources);
            }
            // SAFETY: a contiguous layout lies within its storage, whose memory is initialised and aligned; any bits
            // are a T, whose dtype was checked above; the write lock keeps everyone else out, and no source shares an
            // element.
            let elements =
                unsafe { std::slice::from_raw_parts_mut(sources.access.pointer(0).cast::<T>(), out.numel()) };
            body(elements, &sources)
        })
    }

    /// Runs `body` on a contiguous target and on sources that share no element with it.
    pub(crate) fn settled(
        self,
        op: &'static str,
        sources: &[&Array],
        body: impl FnOnce(Target<'_>, &[&Array]) -> Result<()>,
    ) -> Result<()> {
        let out = match self {
            Target::New(_) => return body(self, sources),
            Target::Held(out) => out,
        };
        check_writable(op, out)?;
        if !out.layout().is_contiguous() {
            let mut filled = contiguous_copy(op, out)?;
            body(Target::New(&mut filled), sources)?;
            return copy_(op, out, Operand::Array(&filled));
        }
        let copy = |source: &Array| source.may_share_elements(out).then(|| contiguous_copy(op, source)).transpose();
        let copies = sources.iter().map(|source| copy(source)).collect::<Result<Vec<Option<Array>>>>()?;
        let apart: Vec<&Array> =
            copies.iter().zip(sources).map(|(copy, source)| copy.as_ref().unwrap_or(source)).collect();
        body(Target::Held(out), &apart)
    }
}

/// Runs `body` on rows of a grid with the offsets of each row: dimension `d` at index `i` adds `offset(d, i)`.
pub(crate) fn for_rows<const N: usize>(
    sizes: &[usize],
    rows: Range<usize>,
    offset: impl Fn(usize, usize) -> [usize; N],
    mut body: impl FnMut(usize, [usize; N]),
) {
    let mut index = [0usize; cresset_storage::MAX_DIMS];
    let mut at = [0usize; N];
    let mut rest = rows.start;
    let move_by = |at: &mut [usize; N], from: Option<[usize; N]>, to: [usize; N]| {
        for n in 0..N {
            // Offsets go up and down; only their sum is an offset.
            at[n] = at[n].wrapping_sub(from.map_or(0, |from| from[n])).wrapping_add(to[n]);
        }
    };
    for dim in (0..sizes.len()).rev() {
        index[dim] = rest % sizes[dim].max(1);
        rest /= sizes[dim].max(1);
        move_by(&mut at, None, offset(dim, index[dim]));
    }
    for row in rows {
        body(row, at);
        for dim in (0..sizes.len()).rev() {
            let from = offset(dim, index[dim]);
            index[dim] += 1;
            if index[dim] < sizes[dim] {
                move_by(&mut at, Some(from), offset(dim, index[dim]));
                break;
            }
            index[dim] = 0;
            move_by(&mut at, Some(from), offset(dim, 0));
        }
    }
}

/// Elements that one thread works through before it takes more.
const BLOCK: usize = 1 << 13;

/// Multiplies each row of `out` by its factor.
pub(crate) fn scale_rows(op: &'static str, out: &mut Array, width: usize, factors: &[f64]) -> Result<()> {
    for_dtype!(op, out.dtype(), real: T => {
        let rows: &mut [T] = fill(op, out)?;
        let work = rows.len();
        for_chunks(rows, width, work, &|row, part| {
            let factor = factors[row];
            // A factor of 0 leaves out even what is not finite.
            let scaled = |value: T| if factor == 0.0 { T::from_i64(0) } else { T::from_f64(value.to_f64() * factor) };
            part.iter_mut().for_each(|value| *value = scaled(*value));
        });
    });
    Ok(())
}

/// Writes the value where the mask is true.
pub(crate) fn fill_where<T: Plain>(out: &mut [T], mask: &[Boolean], value: T) {
    let work = out.len();
    for_chunks(out, BLOCK, work, &|block, part| {
        for (out, holds) in part.iter_mut().zip(&mask[block * BLOCK..]) {
            *out = if holds.get() { value } else { *out };
        }
    });
}

/// Whether an element is zero; NaN is not.
#[inline(always)]
pub(crate) fn is_zero<T: Plain>(value: T) -> bool {
    if T::COMPLEX {
        value.to_f64() == 0.0 && value.imaginary() == 0.0
    } else if T::FLOATING {
        value.to_f64() == 0.0
    } else {
        value.to_i64() == 0
    }
}
