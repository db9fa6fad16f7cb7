//! Rows that are normalised each by itself: layer, group and root-mean-square normalisation.

use std::ops::Range;

use super::{LANES, sum_of};
use crate::cpu::disjoint::Disjoint;
use crate::cpu::real::Real;
use crate::norm::Rows;
use crate::parallel::{for_chunks, for_ranges};
use crate::plain::Plain;
use crate::simd::{Kernel, Simd, dispatch};

/// Elements of a block of rows.
const BLOCK_ELEMENTS: usize = 1 << 14;

/// Blocks whose gradients of the weights are summed apart. It does not depend on the number of threads.
const SUMS: usize = 16;

/// Rows whose terms are added in the dtype of the statistics before the sums in f64 take them.
const TOGETHER: usize = 4;

/// Weight and bias, where there are any.
#[derive(Clone, Copy)]
pub(crate) struct Affine<'a, W> {
    pub(crate) weight: Option<&'a [W]>,
    pub(crate) bias: Option<&'a [W]>,
}

/// Rows of a block.
fn block_rows(rows: &Rows) -> usize {
    (BLOCK_ELEMENTS / rows.len.max(1)).max(1)
}

/// Some rows to normalise.
struct Forward<'a, T: Plain> {
    rows: &'a Rows,
    /// Number of the first row.
    first: usize,
    x: &'a [T],
    affine: Affine<'a, T::Wide>,
    eps: f64,
    out: &'a mut [T],
    statistics: [&'a mut [T::Wide]; 2],
}

impl<T: Plain> Kernel for Forward<'_, T>
where
    T::Wide: Real,
{
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        let (rows, n_weights) = (self.rows, self.rows.n_weights);
        let [means, rstds] = self.statistics;
        let count = rows.len as f64;
        for (at, (x, out)) in self.x.chunks_exact(rows.len).zip(self.out.chunks_exact_mut(rows.len)).enumerate() {
            let mean = if rows.centred { sum_of(x, x, |x, _| x.to_f64()) / count } else { 0.0 };
            // As PyTorch's running mean, which subtracts infinity from itself.
            let mean = if mean.is_infinite() { f64::NAN } else { mean };
            let variance = sum_of(x, x, |x, _| (x.to_f64() - mean) * (x.to_f64() - mean)) / count;
            let (mean, rstd) = (T::Wide::from_f64(mean), T::Wide::from_f64(1.0 / (variance + self.eps).sqrt()));
            (means[at], rstds[at]) = (mean, rstd);
            let group = (self.first + at) % rows.groups * n_weights;
            let weight = self.affine.weight.map(|weights| &weights[group..][..n_weights]);
            let bias = self.affine.bias.map(|biases| &biases[group..][..n_weights]);
            if rows.run == 1 {
                match (weight, bias) {
                    (Some(weight), Some(bias)) => {
                        for (((out, x), weight), bias) in out.iter_mut().zip(x).zip(weight).zip(bias) {
                            *out = T::narrow((x.widen() - mean) * rstd * *weight + *bias);
                        }
                    }
                    (Some(weight), None) => {
                        for ((out, x), weight) in out.iter_mut().zip(x).zip(weight) {
                            *out = T::narrow((x.widen() - mean) * rstd * *weight);
                        }
                    }
                    (None, Some(bias)) => {
                        for ((out, x), bias) in out.iter_mut().zip(x).zip(bias) {
                            *out = T::narrow((x.widen() - mean) * rstd + *bias);
                        }
                    }
                    (None, None) => {
                        for (out, x) in out.iter_mut().zip(x) {
                            *out = T::narrow((x.widen() - mean) * rstd);
                        }
                    }
                }
            } else {
                let runs = out.chunks_exact_mut(rows.run).zip(x.chunks_exact(rows.run));
                for (channel, (out, x)) in runs.enumerate() {
                    let weight = weight.map_or(T::Wide::from_f64(1.0), |weight| weight[channel]);
                    let bias = bias.map_or(T::Wide::default(), |bias| bias[channel]);
                    for (out, x) in out.iter_mut().zip(x) {
                        *out = T::narrow((x.widen() - mean) * rstd * weight + bias);
                    }
                }
            }
        }
    }
}

/// Normalises rows; writes the means and the factors of the rows too.
pub(crate) fn forward<T: Plain>(
    rows: &Rows,
    x: &[T],
    affine: Affine<'_, T::Wide>,
    eps: f64,
    out: &mut [T],
    [means, rstds]: [&mut [T::Wide]; 2],
) where
    T::Wide: Real,
{
    if rows.len == 0 {
        means.fill(T::Wide::default());
        rstds.fill(T::Wide::from_f64(f64::NAN));
        return;
    }
    let (n_rows, block) = (x.len() / rows.len, block_rows(rows));
    let (out, means, rstds) = (Disjoint::new(out), Disjoint::new(means), Disjoint::new(rstds));
    for_ranges(n_rows, block, x.len(), &|range| {
        let elements = range.start * rows.len..range.end * rows.len;
        // SAFETY: each range of rows is this call's alone.
        let (out, statistics) =
            unsafe { (out.run(elements.clone()), [means.run(range.clone()), rstds.run(range.clone())]) };
        dispatch(Forward { rows, first: range.start, x: &x[elements], affine, eps, out, statistics });
    });
}

/// Some rows whose input's gradient is computed.
struct Backward<'a, T: Plain> {
    rows: &'a Rows,
    first: usize,
    grad: &'a [T],
    x: &'a [T],
    weight: Option<&'a [T::Wide]>,
    statistics: [&'a [T::Wide]; 2],
    /// Room for one row of gradients times weights.
    row: &'a mut [T::Wide],
    out: &'a mut [T],
}

impl<T: Plain> Kernel for Backward<'_, T>
where
    T::Wide: Real,
{
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        let (rows, n_weights, count) = (self.rows, self.rows.n_weights, self.rows.len as f64);
        let inputs = self.grad.chunks_exact(rows.len).zip(self.x.chunks_exact(rows.len));
        for (at, ((grad, x), out)) in inputs.zip(self.out.chunks_exact_mut(rows.len)).enumerate() {
            let [mean, rstd] = self.statistics.map(|statistics| statistics[self.first + at]);
            let group = (self.first + at) % rows.groups * n_weights;
            match self.weight {
                Some(weight) if rows.run == 1 => {
                    for ((row, grad), weight) in self.row.iter_mut().zip(grad).zip(&weight[group..][..n_weights]) {
                        *row = grad.widen() * *weight;
                    }
                }
                Some(weight) => {
                    let runs = self.row.chunks_exact_mut(rows.run).zip(grad.chunks_exact(rows.run));
                    for ((row, grad), &weight) in runs.zip(&weight[group..][..n_weights]) {
                        row.iter_mut().zip(grad).for_each(|(row, grad)| *row = grad.widen() * weight);
                    }
                }
                None => self.row.iter_mut().zip(grad).for_each(|(row, grad)| *row = grad.widen()),
            }
            // The row's gradient, and that along the normalised row.
            let [total, along] = gradient_sums(self.row, x, mean);
            let shift = T::Wide::from_f64(if rows.centred { total / count } else { 0.0 });
            let along = along * rstd.to_f64() / count;
            let slope = T::Wide::from_f64(along) * rstd;
            if rows.centred && !(slope.to_f64().is_finite() && shift.to_f64().is_finite()) {
                infinite_row(self.row, x, [mean, rstd], out);
                continue;
            }
            for ((out, row), x) in out.iter_mut().zip(&*self.row).zip(x) {
                *out = T::narrow((*row - shift - (x.widen() - mean) * slope) * rstd);
            }
        }
    }
}

/// The sum of a row of gradients, and that of its products with the distances from the mean. Products are rounded before
/// they are added in f64: to widen both factors took as long as all the rest.
#[inline(always)]
fn gradient_sums<T: Plain>(row: &[T::Wide], x: &[T], mean: T::Wide) -> [f64; 2]
where
    T::Wide: Real,
{
    let mut sums = [[0.0; LANES]; 2];
    let (rows, places) = (row.chunks_exact(LANES), x.chunks_exact(LANES));
    for (lane, (row, x)) in rows.remainder().iter().zip(places.remainder()).enumerate() {
        sums[0][lane] = row.to_f64();
        sums[1][lane] = (*row * (x.widen() - mean)).to_f64();
    }
    for (row, x) in rows.zip(places) {
        for lane in 0..LANES {
            sums[0][lane] += row[lane].to_f64();
            sums[1][lane] += (row[lane] * (x[lane].widen() - mean)).to_f64();
        }
    }
    sums.map(|lanes| lanes.iter().sum())
}

/// A row's gradient where sums are not finite: infinite numbers meet each other where PyTorch's formula lets them.
#[cold]
fn infinite_row<T: Plain>(row: &[T::Wide], x: &[T], [mean, rstd]: [T::Wide; 2], out: &mut [T])
where
    T::Wide: Real,
{
    let (mean, rstd, count) = (mean.to_f64(), rstd.to_f64(), row.len() as f64);
    let total: f64 = row.iter().map(|row| row.to_f64()).sum();
    let along: f64 = row.iter().zip(x).map(|(row, x)| row.to_f64() * x.to_f64()).sum();
    let slope = (total * mean - along) * rstd.powi(3) / count;
    let shift = -slope * mean - total * rstd / count;
    for ((out, row), x) in out.iter_mut().zip(row).zip(x) {
        *out = T::from_f64(row.to_f64() * rstd + slope * x.to_f64() + shift);
    }
}

/// The gradient of the input.
pub(crate) fn backward<T: Plain>(
    rows: &Rows,
    [grad, x]: [&[T]; 2],
    weight: Option<&[T::Wide]>,
    statistics: [&[T::Wide]; 2],
    out: &mut [T],
) where
    T::Wide: Real,
{
    let block = block_rows(rows);
    for_chunks(out, block * rows.len, x.len(), &|at, out| {
        let mut row = vec![T::Wide::default(); rows.len];
        let elements = at * block * rows.len..at * block * rows.len + out.len();
        let (grad, x) = (&grad[elements.clone()], &x[elements]);
        dispatch(Backward { rows, first: at * block, grad, x, weight, statistics, row: &mut row, out });
    });
}

/// The gradient of the input, and those of [`backward_affine`], while rows are in the cache.
pub(crate) fn backward_whole<T: Plain>(
    rows: &Rows,
    [grad, x]: [&[T]; 2],
    weight: Option<&[T::Wide]>,
    statistics: [&[T::Wide]; 2],
    out: &mut [T],
) -> Vec<f64>
where
    T::Wide: Real,
{
    let out = Disjoint::new(out);
    let block = block_rows(rows).next_multiple_of(TOGETHER);
    summed(rows, x.len(), &|range, sums| {
        let mut row = vec![T::Wide::default(); rows.len];
        for first in range.clone().step_by(block) {
            let range = first..range.end.min(first + block);
            let elements = range.start * rows.len..range.end * rows.len;
            // SAFETY: each row is in one range, and each range is one thread's.
            let out = unsafe { out.run(elements.clone()) };
            let [of_grad, of_x] = [grad, x].map(|all| &all[elements.clone()]);
            dispatch(Backward { rows, first, grad: of_grad, x: of_x, weight, statistics, row: &mut row, out });
            dispatch(Affines { rows, range, grad, x, statistics, sums: &mut *sums });
        }
    })
}

/// Some rows whose gradients of weight and bias are summed.
struct Affines<'a, T: Plain> {
    rows: &'a Rows,
    range: Range<usize>,
    grad: &'a [T],
    x: &'a [T],
    statistics: [&'a [T::Wide]; 2],
    /// Sums for the weights, then for the biases.
    sums: &'a mut [f64],
}

impl<T: Plain> Kernel for Affines<'_, T>
where
    T::Wide: Real,
{
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        let (rows, n_weights) = (self.rows, self.rows.n_weights);
        let (weights, biases) = self.sums.split_at_mut(n_weights * rows.groups);
        let mut at = self.range.start;
        if rows.run == 1 && rows.groups == 1 {
            while at + TOGETHER <= self.range.end {
                let [grads, inputs] = [self.grad, self.x].map(|all| -> [&[T]; TOGETHER] {
                    std::array::from_fn(|row| &all[(at + row) * rows.len..][..n_weights])
                });
                let [means, rstds]: [[T::Wide; TOGETHER]; 2] =
                    self.statistics.map(|statistics| std::array::from_fn(|row| statistics[at + row]));
                let (weights, biases) = (&mut weights[..n_weights], &mut biases[..n_weights]);
                for column in 0..n_weights {
                    let (mut along, mut total) = (T::Wide::default(), T::Wide::default());
                    for row in 0..TOGETHER {
                        let grad = grads[row][column].widen();
                        along += grad * ((inputs[row][column].widen() - means[row]) * rstds[row]);
                        total += grad;
                    }
                    weights[column] += along.to_f64();
                    biases[column] += total.to_f64();
                }
                at += TOGETHER;
            }
        }
        for row in at..self.range.end {
            let [mean, rstd] = self.statistics.map(|statistics| statistics[row]);
            let group = row % rows.groups * n_weights;
            let (weights, biases) = (&mut weights[group..][..n_weights], &mut biases[group..][..n_weights]);
            let (grad, x) = (&self.grad[row * rows.len..][..rows.len], &self.x[row * rows.len..][..rows.len]);
            let runs = grad.chunks_exact(rows.run).zip(x.chunks_exact(rows.run));
            for ((weight, bias), (grad, x)) in weights.iter_mut().zip(biases).zip(runs) {
                *weight += sum_of(grad, x, |grad, x| grad.to_f64() * ((x.widen() - mean) * rstd).to_f64());
                *bias += sum_of(grad, grad, |grad, _| grad.to_f64());
            }
        }
    }
}

/// The gradients of the weights, then those of the biases.
pub(crate) fn backward_affine<T: Plain>(rows: &Rows, [grad, x]: [&[T]; 2], statistics: [&[T::Wide]; 2]) -> Vec<f64>
where
    T::Wide: Real,
{
    summed(rows, x.len(), &|range, sums| dispatch(Affines { rows, range, grad, x, statistics, sums }))
}

/// Sums of weights and biases: those that `of_range` adds for ranges of rows, in their order.
fn summed(rows: &Rows, n_elements: usize, of_range: &(dyn Fn(Range<usize>, &mut [f64]) + Sync)) -> Vec<f64> {
    let len = 2 * rows.n_weights * rows.groups;
    let n_rows = n_elements.checked_div(rows.len).unwrap_or(0);
    let block = n_rows.div_ceil(SUMS).max(block_rows(rows));
    let n_sums = n_rows.div_ceil(block).max(1);
    let mut sums = vec![0.0; n_sums * len];
    for_chunks(&mut sums, len, n_elements, &|at, sums| of_range(at * block..n_rows.min((at + 1) * block), sums));
    let (total, others) = sums.split_at_mut(len);
    for sums in others.chunks_exact(len.max(1)) {
        total.iter_mut().zip(sums).for_each(|(total, sum)| *total += *sum);
    }
    sums.truncate(len);
    sums
}
