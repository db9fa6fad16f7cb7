//! Windows that slide over up to three spatial dims: their sizes, and the runs of elements that each place of a window
//! sees. A window of fewer dims has size 1 in the leading ones.

use std::ops::Range;

use cresset_storage::{Dims, Error, Result};

/// The spatial dims of a window.
pub(crate) const SPATIAL: usize = 3;

/// Sizes of one kind, for each spatial dim.
pub(crate) type Sizes = [usize; SPATIAL];

/// How a window slides over an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) input: Sizes,
    pub(crate) kernel: Sizes,
    pub(crate) stride: Sizes,
    pub(crate) padding: Sizes,
    pub(crate) dilation: Sizes,
    pub(crate) output: Sizes,
}

/// Elements in a row of the output that see elements `stride` apart of the input.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    pub(crate) out: usize,
    pub(crate) input: usize,
    pub(crate) len: usize,
}

/// An argument with one number for each of `rank` spatial dims, or one for all. None at all means `usual`.
pub(crate) fn sizes_of(
    op: &'static str,
    argument: &'static str,
    values: &[i64],
    rank: usize,
    least: i64,
    usual: Option<Sizes>,
) -> Result<Sizes> {
    if let (true, Some(usual)) = (values.is_empty(), usual) {
        return Ok(usual);
    }
    if values.len() != 1 && values.len() != rank {
        let shown = format!("{values:?}");
        return Err(Error::argument(op, argument, shown, "give one number, or one for each spatial dim"));
    }
    let mut sizes = spread(&[], usize::from(least > 0));
    for dim in 0..rank {
        let value = values[dim % values.len()];
        if value < least {
            let remedy = if least > 0 { "each number must be at least 1" } else { "no number may be negative" };
            return Err(Error::argument(op, argument, format!("{values:?}"), remedy));
        }
        sizes[SPATIAL - rank + dim] = value as usize;
    }
    Ok(sizes)
}

/// Sizes of the last dims, with `lead` in the others.
pub(crate) fn spread(sizes: &[usize], lead: usize) -> Sizes {
    let mut all = [lead; SPATIAL];
    all[SPATIAL - sizes.len()..].copy_from_slice(sizes);
    all
}

impl Window {
    /// A window over the last `rank` dims of `input`. Where `rounds_up`, a last window may reach beyond the padded input, if it begins within
    /// the input or the padding before it.
    ///
    /// # Errors
    /// The window is larger than the padded input, or the sizes overflow.
    pub(crate) fn new(
        op: &'static str,
        rank: usize,
        [input, kernel]: [Sizes; 2],
        [stride, padding, dilation]: [Sizes; 3],
        rounds_up: bool,
    ) -> Result<Window> {
        Dims::new(op, &kernel)?.checked_numel(op, 1)?;
        let (mut output, lead, given, around) = ([1; SPATIAL], SPATIAL - rank, kernel, padding);
        for dim in 0..SPATIAL {
            let [size, kernel, stride, padding, dilation] =
                [input[dim], kernel[dim], stride[dim], padding[dim], dilation[dim]].map(|value| value as i128);
            let (padded, span) = (size + 2 * padding, dilation * (kernel - 1) + 1);
            let too_large = || {
                Error::shape(
                    op,
                    "the window is larger than the padded input",
                    &[("input", &input[lead..]), ("kernel", &given[lead..]), ("padding", &around[lead..])],
                    "dilation * (kernel - 1) + 1 must not exceed input + 2 * padding",
                )
            };
            if padded > isize::MAX as i128 || span > isize::MAX as i128 {
                return Err(Error::argument(op, "padding", padding, "sizes must fit an address"));
            }
            let extra = if rounds_up { stride - 1 } else { 0 };
            let mut count = (padded - span + extra).div_euclid(stride) + 1;
            if rounds_up && (count - 1) * stride >= size + padding {
                count -= 1;
            }
            output[dim] = usize::try_from(count).ok().filter(|&count| count > 0).ok_or_else(too_large)?;
        }
        Ok(Window { input, kernel, stride, padding, dilation, output })
    }

    /// Places of the window.
    pub(crate) fn n_taps(&self) -> usize {
        self.kernel.iter().product()
    }

    /// Elements of one plane of the input.
    pub(crate) fn n_inputs(&self) -> usize {
        self.input.iter().product()
    }

    /// Elements of one plane of the output.
    pub(crate) fn n_outputs(&self) -> usize {
        self.output.iter().product()
    }

    /// Steps between the elements of a run in the input.
    pub(crate) fn step(&self) -> usize {
        self.stride[SPATIAL - 1]
    }

    /// Whether each output sees just the input of the same place.
    pub(crate) fn is_pointwise(&self) -> bool {
        self.kernel == [1; SPATIAL] && self.stride == [1; SPATIAL] && self.padding == [0; SPATIAL]
    }

    /// Whether windows can see padding.
    pub(crate) fn is_padded(&self) -> bool {
        self.padding != [0; SPATIAL]
    }

    /// Whether every place of every window lies within the input.
    pub(crate) fn is_inside(&self) -> bool {
        let reach =
            |dim: usize| (self.output[dim] - 1) * self.stride[dim] + (self.kernel[dim] - 1) * self.dilation[dim];
        !self.is_padded() && (0..SPATIAL).all(|dim| reach(dim) < self.input[dim])
    }

    /// The runs of the outputs in `range` whose windows see an element of the input at their place number `tap`.
    #[inline(always)]
    pub(crate) fn runs(&self, tap: usize, range: Range<usize>) -> Runs<'_> {
        let [_, rows, columns] = self.kernel;
        let tap = [tap / columns / rows, tap / columns % rows, tap % columns];
        let last = SPATIAL - 1;
        let (offset, padding, stride) = (tap[last] * self.dilation[last], self.padding[last], self.stride[last]);
        let first = padding.saturating_sub(offset).div_ceil(stride);
        let end = (self.input[last] + padding).saturating_sub(offset).div_ceil(stride).min(self.output[last]);
        let (row, end_row) = (range.start / self.output[last], range.end.div_ceil(self.output[last]));
        Runs { window: self, tap, range, columns: first..end, row, end_row }
    }

    /// Where output number `out` of a dim finds its place number `tap` in the input, unless in the padding.
    #[inline(always)]
    fn input_at(&self, dim: usize, out: usize, tap: usize) -> Option<usize> {
        let at = (out * self.stride[dim] + tap * self.dilation[dim]).checked_sub(self.padding[dim])?;
        if at < self.input[dim] { Some(at) } else { None }
    }
}

/// See [`Window::runs`].
pub(crate) struct Runs<'a> {
    window: &'a Window,
    tap: Sizes,
    range: Range<usize>,
    columns: Range<usize>,
    row: usize,
    end_row: usize,
}

impl Iterator for Runs<'_> {
    type Item = Run;

    #[inline(always)]
    fn next(&mut self) -> Option<Run> {
        let window = self.window;
        let [_, rows, columns] = window.output;
        while self.row < self.end_row {
            let row = self.row;
            self.row += 1;
            let (Some(depth), Some(height)) =
                (window.input_at(0, row / rows, self.tap[0]), window.input_at(1, row % rows, self.tap[1]))
            else {
                continue;
            };
            let start = row * columns;
            let first = self.columns.start.max(self.range.start.saturating_sub(start));
            let end = self.columns.end.min(self.range.end - start);
            if first >= end {
                continue;
            }
            let width = first * window.stride[2] + self.tap[2] * window.dilation[2] - window.padding[2];
            let input = (depth * window.input[1] + height) * window.input[2] + width;
            return Some(Run { out: start + first, input, len: end - first });
        }
        None
    }
}
