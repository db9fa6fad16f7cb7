//! Lines that stand side by side: lanes run across them.

use super::{Lines, Task};
use crate::cpu::lanes::{Lanes, read, write};
use crate::simd::Float;

/// Registers that stand side by side: with one alone, each position of a line would be a page of its own.
const SIDE_BY_SIDE: usize = 8;

/// One block of lines.
#[inline(always)]
pub(super) fn run<V: Float<Scalar = T>, T: Lanes>(task: Task<'_, T>, lines: Lines, out: &mut [T]) {
    let (mut first, wide) = (0, SIDE_BY_SIDE * V::LEN);
    while first + wide <= lines.inner {
        Columns::<SIDE_BY_SIDE> { first, len: wide, lines }.run::<V, T>(task, out);
        first += wide;
    }
    while first < lines.inner {
        let len = V::LEN.min(lines.inner - first);
        Columns::<1> { first, len, lines }.run::<V, T>(task, out);
        first += len;
    }
}

/// As many neighbouring lines as `N` registers hold, or what is left of one.
#[derive(Clone, Copy)]
struct Columns<const N: usize> {
    first: usize,
    len: usize,
    lines: Lines,
}

impl<const N: usize> Columns<N> {
    /// The elements of these lines at one position.
    #[inline(always)]
    fn at<V: Float<Scalar = T>, T: Lanes>(self, from: &[T], at: usize) -> [V; N] {
        let start = at * self.lines.inner + self.first;
        let mut lanes = [V::constant(0.0); N];
        for (lanes, part) in lanes.iter_mut().zip(from[start..start + self.len].chunks(V::LEN)) {
            *lanes = read(part, T::default());
        }
        lanes
    }

    /// Writes the elements of these lines at one position.
    #[inline(always)]
    fn put<V: Float<Scalar = T>, T: Lanes>(self, lanes: [V; N], to: &mut [T], at: usize) {
        let start = at * self.lines.inner + self.first;
        for (lanes, part) in lanes.into_iter().zip(to[start..start + self.len].chunks_mut(V::LEN)) {
            write(lanes, part);
        }
    }

    #[inline(always)]
    fn run<V: Float<Scalar = T>, T: Lanes>(self, task: Task<'_, T>, out: &mut [T]) {
        let size = self.lines.size;
        match task {
            Task::Forward { x, log: false } => {
                let greatest: [V; N] = self.maximum(x);
                let mut scale = [V::constant(0.0); N];
                for at in 0..size {
                    let mut powers = self.at::<V, T>(x, at);
                    for n in 0..N {
                        powers[n] = powers[n].sub(greatest[n]).exp();
                        scale[n] = scale[n].add(powers[n]);
                    }
                    self.put(powers, out, at);
                }
                for scale in &mut scale {
                    *scale = V::constant(1.0).div(*scale);
                }
                for at in 0..size {
                    let mut powers = self.at::<V, T>(out, at);
                    for n in 0..N {
                        powers[n] = powers[n].mul(scale[n]);
                    }
                    self.put(powers, out, at);
                }
            }
            Task::Forward { x, log: true } => {
                let greatest: [V; N] = self.maximum(x);
                let log_sum = self.log_sum(x, greatest);
                for at in 0..size {
                    let mut values = self.at::<V, T>(x, at);
                    for n in 0..N {
                        values[n] = values[n].sub(greatest[n]).sub(log_sum[n]);
                    }
                    self.put(values, out, at);
                }
            }
            Task::Backward { grad, out: result, log } => self.backward::<V, T>(grad, result, log, out),
            Task::Statistics { x } => {
                let greatest: [V; N] = self.maximum(x);
                self.put(greatest, out, 0);
                self.put(self.log_sum(x, greatest), out, 1);
            }
            Task::Scaled { x, statistics, scales } => {
                let (greatest, log_sum): ([V; N], [V; N]) = (self.at(statistics, 0), self.at(statistics, 1));
                let scales: [V; N] = self.at(scales, 0);
                for at in 0..size {
                    let mut values = self.at::<V, T>(x, at);
                    for n in 0..N {
                        values[n] = values[n].sub(greatest[n]).sub(log_sum[n]).exp().mul(scales[n]);
                    }
                    self.put(values, out, at);
                }
            }
        }
    }

    #[inline(always)]
    fn maximum<V: Float<Scalar = T>, T: Lanes>(self, x: &[T]) -> [V; N] {
        let mut held = [V::constant(f64::NEG_INFINITY); N];
        for at in 0..self.lines.size {
            let values = self.at::<V, T>(x, at);
            for n in 0..N {
                held[n] = held[n].maximum(values[n]);
            }
        }
        held
    }

    /// The logarithm of the sum of exponentials less the greatest element.
    #[inline(always)]
    fn log_sum<V: Float<Scalar = T>, T: Lanes>(self, x: &[T], greatest: [V; N]) -> [V; N] {
        let mut sum = [V::constant(0.0); N];
        for at in 0..self.lines.size {
            let values = self.at::<V, T>(x, at);
            for n in 0..N {
                sum[n] = sum[n].add(values[n].sub(greatest[n]).exp());
            }
        }
        for sum in &mut sum {
            *sum = sum.log();
        }
        sum
    }

    #[inline(always)]
    fn backward<V: Float<Scalar = T>, T: Lanes>(self, grad: &[T], result: &[T], log: bool, out: &mut [T]) {
        let mut sum = [V::constant(0.0); N];
        for at in 0..self.lines.size {
            let (grads, results): ([V; N], [V; N]) = (self.at(grad, at), self.at(result, at));
            for n in 0..N {
                sum[n] = if log { sum[n].add(grads[n]) } else { grads[n].mul_add(results[n], sum[n]) };
            }
        }
        for at in 0..self.lines.size {
            let (mut grads, results): ([V; N], [V; N]) = (self.at(grad, at), self.at(result, at));
            for n in 0..N {
                let (grad, result) = (grads[n], results[n]);
                grads[n] = if log { grad.sub(result.exp().mul(sum[n])) } else { result.mul(grad.sub(sum[n])) };
            }
            self.put(grads, out, at);
        }
    }
}
