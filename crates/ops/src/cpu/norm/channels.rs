//! Channels of a batch, each normalised over the batch and its planes.

use super::LANES;
use crate::cpu::disjoint::Disjoint;
use crate::cpu::real::Real;
use crate::parallel::for_chunks;
use crate::plain::Plain;
use crate::simd::{Kernel, Simd, dispatch};

/// Channels that are summed together where planes have one element: a few cache lines of each row.
const COLUMNS: usize = 64;

/// Elements of a block of planes.
const BLOCK_ELEMENTS: usize = 1 << 14;

/// Sums over each of some channels.
struct Sums<'a, T, F, const N: usize> {
    /// Batch, channels, elements of a plane.
    sizes: [usize; 3],
    /// The first of the channels.
    first: usize,
    lhs: &'a [T],
    rhs: &'a [T],
    /// The terms of the sums, from the channel and an element of either side.
    terms: F,
    sums: &'a mut [[f64; N]],
}

impl<T: Copy, F: Fn(usize, T, T) -> [f64; N], const N: usize> Kernel for Sums<'_, T, F, N> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        let [batch, channels, plane] = self.sizes;
        self.sums.fill([0.0; N]);
        if plane == 1 {
            for image in 0..batch {
                let start = image * channels + self.first;
                let (lhs, rhs) = (&self.lhs[start..][..self.sums.len()], &self.rhs[start..][..self.sums.len()]);
                for (at, ((sums, lhs), rhs)) in self.sums.iter_mut().zip(lhs).zip(rhs).enumerate() {
                    let terms = (self.terms)(self.first + at, *lhs, *rhs);
                    sums.iter_mut().zip(terms).for_each(|(sum, term)| *sum += term);
                }
            }
            return;
        }
        for (channel, sums) in (self.first..).zip(self.sums) {
            let mut lanes = [[0.0; LANES]; N];
            for image in 0..batch {
                let start = (image * channels + channel) * plane;
                let (lhs, rhs) = (&self.lhs[start..][..plane], &self.rhs[start..][..plane]);
                let (lhs, rhs) = (lhs.chunks_exact(LANES), rhs.chunks_exact(LANES));
                for (lane, (lhs, rhs)) in lhs.remainder().iter().zip(rhs.remainder()).enumerate() {
                    let terms = (self.terms)(channel, *lhs, *rhs);
                    lanes.iter_mut().zip(terms).for_each(|(lanes, term)| lanes[lane] += term);
                }
                for (lhs, rhs) in lhs.zip(rhs) {
                    for (which, lanes) in lanes.iter_mut().enumerate() {
                        for lane in 0..LANES {
                            lanes[lane] += (self.terms)(channel, lhs[lane], rhs[lane])[which];
                        }
                    }
                }
            }
            *sums = lanes.map(|lanes| lanes.iter().sum());
        }
    }
}

/// Channels of a task.
fn together(plane: usize) -> usize {
    if plane == 1 { COLUMNS } else { 1 }
}

/// Mean and biased variance of each channel. A channel is gone through twice while it is in cache.
pub(crate) fn moments<T: Plain>(sizes: [usize; 3], x: &[T]) -> Vec<[f64; 2]> {
    let [batch, channels, plane] = sizes;
    let (count, together) = ((batch * plane) as f64, together(plane));
    let mut moments = vec![[f64::NAN; 2]; channels];
    if x.is_empty() {
        return moments;
    }
    for_chunks(&mut moments, together, x.len(), &|at, moments| {
        let first = at * together;
        let (mut totals, mut squares) = ([[0.0]; COLUMNS], [[0.0]; COLUMNS]);
        let (totals, squares) = (&mut totals[..moments.len()], &mut squares[..moments.len()]);
        dispatch(Sums { sizes, first, lhs: x, rhs: x, terms: |_, x: T, _| [x.to_f64()], sums: totals });
        totals.iter_mut().for_each(|[total]| *total /= count);
        let means = &*totals;
        let terms = |channel: usize, x: T, _| {
            let centred = x.to_f64() - means[channel - first][0];
            [centred * centred]
        };
        dispatch(Sums { sizes, first, lhs: x, rhs: x, terms, sums: &mut *squares });
        for (moments, ([mean], [squares])) in moments.iter_mut().zip(totals.iter().zip(squares)) {
            *moments = [*mean, *squares / count];
        }
    });
    moments
}

/// `(lhs * factor + (rhs - centre) * slope + shift) * scale` with numbers of each channel, over some planes.
struct Lines<'a, T: Plain> {
    sizes: [usize; 3],
    /// The first plane.
    first: usize,
    lhs: &'a [T],
    rhs: &'a [T],
    /// Factor, slope, shift, centre and scale.
    lines: &'a [[T::Wide; 5]],
    out: &'a mut [T],
}

impl<T: Plain> Kernel for Lines<'_, T>
where
    T::Wide: Real,
{
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        let [_, channels, plane] = self.sizes;
        if plane == 1 {
            let rows = self.out.chunks_exact_mut(channels).zip(self.lhs.chunks_exact(channels));
            for ((out, lhs), rhs) in rows.zip(self.rhs.chunks_exact(channels)) {
                for (((out, lhs), rhs), line) in out.iter_mut().zip(lhs).zip(rhs).zip(self.lines) {
                    let [factor, slope, shift, centre, scale] = *line;
                    *out = T::narrow((lhs.widen() * factor + (rhs.widen() - centre) * slope + shift) * scale);
                }
            }
            return;
        }
        let planes = self.out.chunks_exact_mut(plane).zip(self.lhs.chunks_exact(plane));
        for (at, ((out, lhs), rhs)) in planes.zip(self.rhs.chunks_exact(plane)).enumerate() {
            let [factor, slope, shift, centre, scale] = self.lines[(self.first + at) % channels];
            for ((out, lhs), rhs) in out.iter_mut().zip(lhs).zip(rhs) {
                *out = T::narrow((lhs.widen() * factor + (rhs.widen() - centre) * slope + shift) * scale);
            }
        }
    }
}

fn lines<T: Plain>(sizes: [usize; 3], [lhs, rhs]: [&[T]; 2], lines: &[[T::Wide; 5]], out: &mut [T])
where
    T::Wide: Real,
{
    let [_, channels, plane] = sizes;
    if out.is_empty() {
        return;
    }
    // Whole rows of channels where planes have one element.
    let least = if plane == 1 { channels } else { 1 };
    let planes = (BLOCK_ELEMENTS / (plane * least)).max(1) * least;
    for_chunks(out, planes * plane, lhs.len(), &|at, out| {
        let elements = at * planes * plane..at * planes * plane + out.len();
        let (lhs, rhs) = (&lhs[elements.clone()], &rhs[elements]);
        dispatch(Lines { sizes, first: at * planes, lhs, rhs, lines, out });
    });
}

/// `(x - mean) * rstd * weight + bias`.
pub(crate) fn forward<T: Plain>(
    sizes: [usize; 3],
    x: &[T],
    [mean, rstd]: [&[T::Wide]; 2],
    [weight, bias]: [Option<&[T::Wide]>; 2],
    out: &mut [T],
) where
    T::Wide: Real,
{
    let (zero, one) = (T::Wide::default(), T::Wide::from_f64(1.0));
    let of_channel = |channel: usize| {
        let weight = weight.map_or(one, |weight| weight[channel]);
        let bias = bias.map_or(zero, |bias| bias[channel]);
        let slope = rstd[channel] * weight;
        if slope.to_f64().is_finite() {
            [zero, slope, bias, mean[channel], one]
        } else {
            // Infinite numbers meet each other where PyTorch lets them: mean and bias folded into one.
            [zero, slope, bias - mean[channel] * slope, zero, one]
        }
    };
    let numbers: Vec<[T::Wide; 5]> = (0..sizes[1]).map(of_channel).collect();
    lines(sizes, [x, x], &numbers, out);
}

/// The gradient of the input, and those of weight and bias of each channel, the sums of all gradients times the
/// normalised input and of all gradients. The input's depends on the sums where the statistics depend on the input.
/// A channel is gone through twice while it is in cache.
pub(crate) fn backward<T: Plain>(
    sizes: [usize; 3],
    [grad, x]: [&[T]; 2],
    [mean, rstd]: [&[T::Wide]; 2],
    weight: Option<&[T::Wide]>,
    training: bool,
    out: &mut [T],
) -> Vec<[f64; 2]>
where
    T::Wide: Real,
{
    let [batch, channels, plane] = sizes;
    let count = (batch * plane) as f64;
    let mut sums = vec![[0.0; 2]; channels];
    if out.is_empty() {
        return sums;
    }
    let terms = |channel: usize, grad: T, x: T| {
        let normalised = (x.widen() - mean[channel]) * rstd[channel];
        [grad.to_f64() * normalised.to_f64(), grad.to_f64()]
    };
    let line = |channel: usize, [along, total]: [f64; 2]| {
        let (rstd, scale) = (rstd[channel].to_f64(), weight.map_or(1.0, |weight| weight[channel].to_f64()));
        let [along, total] = if training { [along, total] } else { [0.0; 2] };
        let numbers = [1.0, -rstd * along / count, -total / count, mean[channel].to_f64(), rstd * scale];
        numbers.map(T::Wide::from_f64)
    };
    let (together, target) = (together(plane), Disjoint::new(&mut *out));
    for_chunks(&mut sums, together, grad.len(), &|at, sums| {
        let first = at * together;
        dispatch(Sums { sizes, first, lhs: grad, rhs: x, terms, sums: &mut *sums });
        if plane == 1 {
            return;
        }
        let line = [line(first, sums[0])];
        for image in 0..batch {
            let start = (image * channels + first) * plane;
            let elements = start..start + plane;
            let (lhs, rhs) = (&grad[elements.clone()], &x[elements.clone()]);
            // SAFETY: each task has the planes of one channel of its own.
            let out = unsafe { target.run(elements) };
            dispatch(Lines { sizes: [1, 1, plane], first: 0, lhs, rhs, lines: &line, out });
        }
    });
    if plane == 1 {
        let numbers: Vec<[T::Wide; 5]> = sums.iter().enumerate().map(|(channel, sums)| line(channel, *sums)).collect();
        lines(sizes, [grad, x], &numbers, out);
    }
    sums
}
