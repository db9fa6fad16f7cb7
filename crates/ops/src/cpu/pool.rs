//! Pooling: each plane by itself, a run of outputs at a time for each place of the window.

use super::conv::gather_columns;
use super::disjoint::Disjoint;
use super::lanes::Lanes;
use super::real::Real;
use crate::parallel::for_chunks;
use crate::plain::Plain;
use crate::pool::Divisor;
use crate::simd::{Float, Kernel, Mask, Simd, dispatch};
use crate::window::{SPATIAL, Sizes, Window};

/// The largest elements of the windows of one plane, and their places.
struct Largest<'a, T: Plain> {
    window: &'a Window,
    plane: &'a [T],
    best: &'a mut [T::Wide],
    indices: &'a mut [i64],
    /// The places of windows that lie within the input; none where some do not.
    taps: &'a [Tap],
    /// See [`room`].
    room: &'a mut [T::Wide],
}

/// A place of the window, for windows that lie within the input.
struct Tap {
    /// From the first element of a window to this one.
    place: usize,
    /// The same in a plane whose rows are split.
    element: usize,
}

/// The places of windows that all lie within the input, if distances in a plane are exact in f32.
fn taps_inside(window: &Window) -> Vec<Tap> {
    if !window.is_inside() || window.n_inputs() >= 1 << f32::MANTISSA_DIGITS {
        return Vec::new();
    }
    let ([_, rows, columns], [_, of_inputs], step) = (window.kernel, rows_of_room(window), window.step());
    let tap = |tap: usize| {
        let [depth, row, column] = [tap / columns / rows, tap / columns % rows, tap % columns];
        let row = depth * window.dilation[0] * window.input[1] + row * window.dilation[1];
        let offset = column * window.dilation[2];
        let element = (row * step + offset % step) * of_inputs + offset / step;
        Tap { place: row * window.input[2] + offset, element }
    };
    (0..window.n_taps()).map(tap).collect()
}

/// Elements that a register at the end of a row may reach beyond it.
const SLACK: usize = 16;

/// What rows take: one of the greatest elements or of their places in the window, and a phase of one of the input.
fn rows_of_room(window: &Window) -> [usize; 2] {
    [window.output[2] + SLACK, window.input[2].div_ceil(window.step()) + SLACK]
}

/// Elements of room for a plane of whole windows.
fn room(window: &Window) -> usize {
    let [outputs, inputs] = rows_of_room(window);
    2 * outputs + window.input[0] * window.input[1] * window.step() * inputs
}

impl<T: Plain> Kernel for Largest<'_, T>
where
    T::Wide: Real,
{
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        let columns = self.window.output[SPATIAL - 1];
        if !self.taps.is_empty() {
            return self.run_inside::<<T::Wide as Lanes>::At<S>>();
        }
        self.best.fill(T::Wide::from_f64(f64::NEG_INFINITY));
        // No index yet: the first element of a window wins whatever it is.
        self.indices.fill(-1);
        // All places of the window for a row of outputs, which stays in the first cache.
        for start in (0..self.window.n_outputs()).step_by(columns) {
            for tap in 0..self.window.n_taps() {
                for run in self.window.runs(tap, start..start + columns) {
                    let best = &mut self.best[run.out..][..run.len];
                    let indices = &mut self.indices[run.out..][..run.len];
                    let from = &self.plane[run.input..];
                    let step = self.window.step();
                    if step == 1 {
                        compare(from.iter(), run.input, 1, best, indices);
                    } else if step == 2 {
                        // Pairs become registers by shuffles, which single steps do not. The last may lack its second.
                        let last = run.len - 1;
                        let pairs = from[..2 * last].chunks_exact(2);
                        compare(pairs.map(|pair| &pair[0]), run.input, 2, best, indices);
                        let from = from[2 * last..].iter();
                        compare(from, run.input + 2 * last, 2, &mut best[last..], &mut indices[last..]);
                    } else {
                        compare(from.iter().step_by(step), run.input, step, best, indices);
                    }
                }
            }
        }
    }
}

impl<T: Plain> Largest<'_, T>
where
    T::Wide: Real,
{
    /// Where no window sees padding: a register of windows at a time, the elements of a row split by the step first.
    #[inline(always)]
    fn run_inside<V: Float<Scalar = T::Wide>>(self) {
        const { assert!(V::LEN <= SLACK) };
        let window = self.window;
        let [_, rows, columns] = window.output;
        let ([of_outputs, of_inputs], step) = (rows_of_room(window), window.step());
        let (best, rest) = self.room.split_at_mut(of_outputs);
        let (places, phases) = rest.split_at_mut(of_outputs);
        // All rows before the first is read: registers that were just written in parts are slow to read.
        let rows_of_input = self.plane.chunks_exact(window.input[2]);
        for (row, phases) in rows_of_input.zip(phases.chunks_exact_mut(step * of_inputs)) {
            split(row, step, of_inputs, phases);
        }
        for (row, (out, indices)) in
            self.best.chunks_exact_mut(columns).zip(self.indices.chunks_exact_mut(columns)).enumerate()
        {
            let first = row / rows * window.stride[0] * window.input[1] + row % rows * window.stride[1];
            let phases = &phases[first * step * of_inputs..];
            for at in (0..columns).step_by(V::LEN) {
                let (mut greatest, mut place) = (V::constant(f64::NEG_INFINITY), V::constant(0.0));
                for tap in self.taps {
                    let element = &phases[tap.element + at..][..V::LEN];
                    // SAFETY: the slice has a register's elements, for rows have `SLACK` beyond their last.
                    let element = unsafe { V::load(element.as_ptr()) };
                    // As PyTorch's loop: of several NaN the last one's index stays. Where all are -inf, that of the
                    // first place does, which is 0.
                    let wins = element.gt(greatest).or(element.ne(element));
                    greatest = V::select(wins, element, greatest);
                    place = V::select(wins, V::constant(tap.place as f64), place);
                }
                // SAFETY: as above.
                unsafe {
                    greatest.store(best[at..at + V::LEN].as_mut_ptr());
                    place.store(places[at..at + V::LEN].as_mut_ptr());
                }
            }
            out.copy_from_slice(&best[..columns]);
            for (at, (index, place)) in indices.iter_mut().zip(&*places).enumerate() {
                *index = (first * window.input[2] + at * step) as i64 + place.to_i64();
            }
        }
    }
}

/// Splits a row: every `step`th element, from each of the first `step` ones on.
#[inline(always)]
fn split<T: Plain>(row: &[T], step: usize, stride: usize, to: &mut [T::Wide]) {
    let narrow = |to: &mut T::Wide, from: &T| *to = from.widen();
    if step == 2 {
        // Pairs become registers by shuffles, which single steps do not.
        let (even, odd) = to.split_at_mut(stride);
        let pairs = row.chunks_exact(2);
        if let [last] = pairs.remainder() {
            even[row.len() / 2] = last.widen();
        }
        even.iter_mut().zip(odd).zip(pairs).for_each(|((even, odd), pair)| {
            (*even, *odd) = (pair[0].widen(), pair[1].widen());
        });
        return;
    }
    for (phase, to) in to.chunks_exact_mut(stride).enumerate().take(step) {
        if step == 1 {
            to.iter_mut().zip(row).for_each(|(to, from)| narrow(to, from));
        } else if phase < row.len() {
            to.iter_mut().zip(row[phase..].iter().step_by(step)).for_each(|(to, from)| narrow(to, from));
        }
    }
}

/// Lets elements compete that stand `step` apart in the plane, the first at `at`.
#[inline(always)]
fn compare<'a, T: Plain>(
    values: impl Iterator<Item = &'a T>,
    at: usize,
    step: usize,
    best: &mut [T::Wide],
    indices: &mut [i64],
) where
    T::Wide: Real,
{
    let (mut at, step) = (at as i64, step as i64);
    for (value, (best, index)) in values.zip(best.iter_mut().zip(indices)) {
        let value = value.widen();
        // As PyTorch's loop: of several NaN the last one's index stays.
        let is_nan = value.partial_cmp(&value).is_none();
        let wins = (value > *best) | is_nan | (*index < 0);
        *best = if wins { value } else { *best };
        *index = if wins { at } else { *index };
        at += step;
    }
}

/// The largest element of each window, and its place.
pub(crate) fn largest<T: Plain>(window: &Window, x: &[T], best: &mut [T], indices: &mut [i64])
where
    T::Wide: Real,
{
    let (plane, outputs, work) = (window.n_inputs(), window.n_outputs(), indices.len() * window.n_taps());
    let (indices, taps) = (Disjoint::new(indices), taps_inside(window));
    for_chunks(best, outputs, work, &|at, best| {
        // SAFETY: each task has the outputs of a plane of its own.
        let indices = unsafe { indices.run(at * outputs..(at + 1) * outputs) };
        T::Wide::with_room(outputs + room(window), |wide| {
            let (wide, room) = wide.split_at_mut(outputs);
            dispatch(Largest {
                window,
                plane: &x[at * plane..][..plane],
                best: &mut *wide,
                indices,
                taps: &taps,
                room,
            });
            best.iter_mut().zip(wide).for_each(|(best, wide)| *best = T::narrow(*wide));
        });
    });
}

/// The elements of planes of `inputs` at places of planes of `outputs`; `missing` at a place that is not there, of a
/// window that sees no element.
pub(crate) fn gather<T: Plain>([inputs, outputs]: [usize; 2], x: &[T], indices: &[i64], missing: f64, out: &mut [T]) {
    let work = out.len();
    for_chunks(out, outputs, work, &|at, out| {
        let plane = &x[at * inputs..][..inputs];
        for (out, &index) in out.iter_mut().zip(&indices[at * outputs..]) {
            let found = usize::try_from(index).ok().and_then(|index| plane.get(index));
            *out = found.copied().unwrap_or(T::from_f64(missing));
        }
    });
}

/// Adds each gradient to its place; one without a place is lost.
pub(crate) fn scatter<T: Plain>([inputs, outputs]: [usize; 2], grad: &[T], indices: &[i64], out: &mut [T])
where
    T::Wide: Real,
{
    let work = out.len() + grad.len();
    for_chunks(out, inputs, work, &|at, out| {
        T::Wide::with_room(inputs, |sums| {
            sums.fill(T::Wide::default());
            let range = at * outputs..(at + 1) * outputs;
            for (grad, &index) in grad[range.clone()].iter().zip(&indices[range]) {
                if let Some(sum) = usize::try_from(index).ok().and_then(|index| sums.get_mut(index)) {
                    *sum += grad.widen();
                }
            }
            out.iter_mut().zip(sums).for_each(|(out, sum)| *out = T::narrow(*sum));
        });
    });
}

/// What each output of a plane is multiplied by.
fn factors<W: Plain>(window: &Window, divisor: Divisor) -> Vec<W> {
    let counts: [Vec<usize>; SPATIAL] = std::array::from_fn(|dim| {
        let [size, kernel, padding] = [window.input[dim], window.kernel[dim], window.padding[dim]];
        (0..window.output[dim])
            .map(|at| {
                // In coordinates of the padded input. Averaging windows are not dilated.
                let start = at * window.stride[dim];
                let end = (start + kernel).min(size + 2 * padding);
                match divisor {
                    Divisor::Padded | Divisor::Fixed(_) => end - start,
                    Divisor::Inside => end.min(size + padding).saturating_sub(start.max(padding)),
                }
            })
            .collect()
    });
    let mut factors = Vec::with_capacity(window.n_outputs());
    for depth in &counts[0] {
        for height in &counts[1] {
            factors.extend(counts[2].iter().map(|width| match divisor {
                Divisor::Fixed(divisor) => W::from_f64(divisor as f64),
                _ => W::from_f64((depth * height * width) as f64),
            }));
        }
    }
    factors
}

/// The sums of the windows of one plane.
struct Sums<'a, T: Plain> {
    window: &'a Window,
    plane: &'a [T],
    sums: &'a mut [T::Wide],
}

impl<T: Plain> Kernel for Sums<'_, T>
where
    T::Wide: Real,
{
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        let step = self.window.step();
        for tap in 0..self.window.n_taps() {
            for run in self.window.runs(tap, 0..self.window.n_outputs()) {
                let sums = &mut self.sums[run.out..][..run.len];
                if step == 1 {
                    for (sum, value) in sums.iter_mut().zip(&self.plane[run.input..][..run.len]) {
                        *sum += value.widen();
                    }
                } else {
                    for (sum, value) in sums.iter_mut().zip(self.plane[run.input..].iter().step_by(step)) {
                        *sum += value.widen();
                    }
                }
            }
        }
    }
}

/// The mean of each window.
pub(crate) fn mean<T: Plain>(window: &Window, divisor: Divisor, x: &[T], out: &mut [T])
where
    T::Wide: Real,
{
    let (plane, work) = (window.n_inputs(), out.len() * window.n_taps());
    let divisors = factors::<T::Wide>(window, divisor);
    for_chunks(out, window.n_outputs(), work, &|at, out| {
        let mut sums = vec![T::Wide::default(); out.len()];
        dispatch(Sums::<T> { window, plane: &x[at * plane..][..plane], sums: &mut sums });
        for (out, (sum, divisor)) in out.iter_mut().zip(sums.iter().zip(&divisors)) {
            *out = T::narrow(*sum / *divisor);
        }
    });
}

/// The gradient of [`mean`].
pub(crate) fn mean_backward<T: Plain>(window: &Window, divisor: Divisor, grad: &[T], out: &mut [T])
where
    T::Wide: Real,
{
    let (outputs, step, work) = (window.n_outputs(), window.step(), grad.len() * window.n_taps());
    let divisors = factors::<T::Wide>(window, divisor);
    for_chunks(out, window.n_inputs(), work, &|at, out| {
        let grads = grad[at * outputs..][..outputs].iter().zip(&divisors);
        let shares: Vec<T::Wide> = grads.map(|(grad, divisor)| grad.widen() / *divisor).collect();
        let mut sums = vec![T::Wide::default(); out.len()];
        for tap in 0..window.n_taps() {
            for run in window.runs(tap, 0..outputs) {
                let to = sums[run.input..].iter_mut().step_by(step);
                to.zip(&shares[run.out..][..run.len]).for_each(|(sum, share)| *sum += *share);
            }
        }
        out.iter_mut().zip(sums).for_each(|(out, sum)| *out = T::narrow(sum));
    });
}

/// Calls `body` with each output of a plane, the runs of the inputs of its bin, and how many inputs these are.
fn for_bins([inputs, outputs]: [Sizes; 2], mut body: impl FnMut(usize, &mut dyn Iterator<Item = [usize; 2]>, usize)) {
    let bin = |dim: usize, at: usize| {
        let (size, count) = (inputs[dim], outputs[dim]);
        at * size / count..((at + 1) * size).div_ceil(count)
    };
    let mut at = 0;
    for depth in (0..outputs[0]).map(|at| bin(0, at)) {
        for height in (0..outputs[1]).map(|at| bin(1, at)) {
            for width in (0..outputs[2]).map(|at| bin(2, at)) {
                let rows = depth.clone().flat_map(|depth| height.clone().map(move |height| [depth, height]));
                let mut runs = rows.map(|[depth, height]| {
                    let start = (depth * inputs[1] + height) * inputs[2] + width.start;
                    [start, width.len()]
                });
                body(at, &mut runs, depth.len() * height.len() * width.len());
                at += 1;
            }
        }
    }
}

/// The mean of each bin.
pub(crate) fn bin_means<T: Plain>(bins: [Sizes; 2], x: &[T], out: &mut [T])
where
    T::Wide: Real,
{
    let [inputs, outputs] = bins.map(|sizes| sizes.iter().product::<usize>());
    for_chunks(out, outputs, x.len(), &|at, out| {
        let plane = &x[at * inputs..][..inputs];
        for_bins(bins, |at, runs, count| {
            let mut sum = T::Wide::default();
            for [start, len] in runs {
                plane[start..][..len].iter().for_each(|value| sum += value.widen());
            }
            out[at] = T::narrow(sum / T::Wide::from_f64(count as f64));
        });
    });
}

/// The gradient of [`bin_means`].
pub(crate) fn bin_means_backward<T: Plain>(bins: [Sizes; 2], grad: &[T], out: &mut [T])
where
    T::Wide: Real,
{
    let [inputs, outputs] = bins.map(|sizes| sizes.iter().product::<usize>());
    let work = out.len();
    for_chunks(out, inputs, work, &|at, out| {
        let grad = &grad[at * outputs..][..outputs];
        let mut sums = vec![T::Wide::default(); inputs];
        for_bins(bins, |at, runs, count| {
            let share = grad[at].widen() / T::Wide::from_f64(count as f64);
            for [start, len] in runs {
                sums[start..][..len].iter_mut().for_each(|sum| *sum += share);
            }
        });
        out.iter_mut().zip(sums).for_each(|(out, sum)| *out = T::narrow(sum));
    });
}

/// The windows of each plane as rows, one for each place of the window.
pub(crate) fn unfold<T: Plain>(window: &Window, x: &[T], out: &mut [T]) {
    let (plane, rows, work) = (window.n_inputs(), window.n_taps() * window.n_outputs(), out.len());
    for_chunks(out, rows, work, &|at, out| {
        gather_columns(window, &x[at * plane..][..plane], 0..window.n_outputs(), T::from_f64(0.0), out);
    });
}

/// The transpose of [`unfold`].
pub(crate) fn fold<T: Plain>(window: &Window, columns: &[T], out: &mut [T])
where
    T::Wide: Real,
{
    let (rows, outputs, step) = (window.n_taps() * window.n_outputs(), window.n_outputs(), window.step());
    for_chunks(out, window.n_inputs(), columns.len(), &|at, out| {
        let mut sums = vec![T::Wide::default(); out.len()];
        for (tap, row) in columns[at * rows..][..rows].chunks_exact(outputs).enumerate() {
            for run in window.runs(tap, 0..outputs) {
                let to = sums[run.input..].iter_mut().step_by(step);
                to.zip(&row[run.out..][..run.len]).for_each(|(sum, value)| *sum += value.widen());
            }
        }
        out.iter_mut().zip(sums).for_each(|(out, sum)| *out = T::narrow(sum));
    });
}
