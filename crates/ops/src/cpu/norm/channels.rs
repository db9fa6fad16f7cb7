//! Channels of a batch, each normalised over the batch and its planes.

use super::sum_of;
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
        for image in 0..batch {
            let start = (image * channels + self.first) * plane;
            let len = self.sums.len() * plane;
            let (lhs, rhs) = (&self.lhs[start..][..len], &self.rhs[start..][..len]);
            if plane == 1 {
                for (at, ((sums, lhs), rhs)) in self.sums.iter_mut().zip(lhs).zip(rhs).enumerate() {
                    let terms = (self.terms)(self.first + at, *lhs, *rhs);
                    sums.iter_mut().zip(terms).for_each(|(sum, term)| *sum += term);
                }
                continue;
            }
            let planes = lhs.chunks_exact(plane).zip(rhs.chunks_exact(plane));
            for (at, (sums, (lhs, rhs))) in self.sums.iter_mut().zip(planes).enumerate() {
                let channel = self.first + at;
                for (which, sum) in sums.iter_mut().enumerate() {
                    *sum += sum_of(lhs, rhs, |lhs, rhs| (self.terms)(channel, lhs, rhs)[which]);
                }
            }
        }
    }
}

/// Sums over each channel.
fn sums<T: Copy + Sync, const N: usize>(
    sizes: [usize; 3],
    [lhs, rhs]: [&[T]; 2],
    terms: impl Fn(usize, T, T) -> [f64; N] + Copy + Sync,
) -> Vec<[f64; N]> {
    let mut sums = vec![[0.0; N]; sizes[1]];
    if lhs.is_empty() {
        return sums;
    }
    let chunk = if sizes[2] == 1 { COLUMNS } else { 1 };
    for_chunks(&mut sums, chunk, lhs.len(), &|at, sums| {
        dispatch(Sums { sizes, first: at * chunk, lhs, rhs, terms, sums });
    });
    sums
}

/// Mean and biased variance of each channel.
pub(crate) fn moments<T: Plain>(sizes: [usize; 3], x: &[T]) -> Vec<[f64; 2]> {
    let count = (sizes[0] * sizes[2]) as f64;
    let totals = sums(sizes, [x, x], |_, x: T, _| [x.to_f64()]);
    let means: Vec<f64> = totals.iter().map(|[total]| total / count).collect();
    let means = &means[..];
    let squares = sums(sizes, [x, x], |channel, x: T, _| {
        let centred = x.to_f64() - means[channel];
        [centred * centred]
    });
    means.iter().zip(squares).map(|(&mean, [squares])| [mean, squares / count]).collect()
}

/// The gradients of weight and bias of each channel.
pub(crate) fn gradient_sums<T: Plain>(
    sizes: [usize; 3],
    [grad, x]: [&[T]; 2],
    [mean, rstd]: [&[T::Wide]; 2],
) -> Vec<[f64; 2]>
where
    T::Wide: Real,
{
    sums(sizes, [grad, x], |channel, grad: T, x: T| {
        let normalised = (x.widen() - mean[channel]) * rstd[channel];
        [grad.to_f64() * normalised.to_f64(), grad.to_f64()]
    })
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

/// The gradient of the input. `sums` are [`gradient_sums`] where the statistics depend on the input.
pub(crate) fn backward<T: Plain>(
    sizes: [usize; 3],
    [grad, x]: [&[T]; 2],
    [mean, rstd]: [&[T::Wide]; 2],
    weight: Option<&[T::Wide]>,
    sums: Option<&[[f64; 2]]>,
    out: &mut [T],
) where
    T::Wide: Real,
{
    let count = (sizes[0] * sizes[2]) as f64;
    let of_channel = |channel: usize| {
        let rstd = rstd[channel].to_f64();
        let scale = rstd * weight.map_or(1.0, |weight| weight[channel].to_f64());
        let [along, total] = sums.map_or([0.0; 2], |sums| sums[channel]);
        let numbers = [1.0, -rstd * along / count, -total / count, mean[channel].to_f64(), scale];
        numbers.map(T::Wide::from_f64)
    };
    let numbers: Vec<[T::Wide; 5]> = (0..sizes[1]).map(of_channel).collect();
    lines(sizes, [grad, x], &numbers, out);
}
