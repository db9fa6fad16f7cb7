//! Lines that are rows: lanes run along them, some registers side by side.

use super::Task;
use crate::cpu::lanes::{Lanes, SIDE, Side, greatest, read, total, write};
use crate::plain::Plain;
use crate::simd::Float;

/// One row.
#[inline(always)]
pub(super) fn run<V: Float<Scalar = T>, T: Lanes>(task: Task<'_, T>, out: &mut [T]) {
    match SIDE / V::LEN {
        4 => row::<V, T, 4>(task, out),
        8 => row::<V, T, 8>(task, out),
        16 => row::<V, T, 16>(task, out),
        _ => row::<V, T, { SIDE / 2 }>(task, out),
    }
}

/// One row, `N` registers side by side.
#[inline(always)]
fn row<V: Float<Scalar = T>, T: Lanes, const N: usize>(task: Task<'_, T>, out: &mut [T]) {
    match task {
        Task::Forward { x, log: false } => {
            let mut powers = Powers::<V, N>::of(V::splat(maximum::<V, T, N>(x)));
            each([x], lowest(), &mut powers, Some(out));
            // One division a row: one for each register took a third of the time.
            let scale = V::constant(1.0).div(V::splat(total(powers.sums.joined(V::add))));
            let mut registers = out.chunks_exact_mut(V::LEN);
            for out in &mut registers {
                write(read::<V, T>(out, T::default()).mul(scale), out);
            }
            let rest = registers.into_remainder();
            write(read::<V, T>(rest, T::default()).mul(scale), rest);
        }
        Task::Forward { x, log: true } => {
            let [greatest, log_sum] = statistics::<V, T, N>(x).map(V::splat);
            each([x], lowest(), &mut Logarithms::<V, N> { greatest, log_sum }, Some(out));
        }
        Task::Backward { grad, out: result, log } => {
            let mut sums = GradientSums::<V, N> { log, sums: Side([V::constant(0.0); N]) };
            each([grad, result], T::default(), &mut sums, None);
            let sum = V::splat(total(sums.sums.joined(V::add)));
            each([grad, result], T::default(), &mut Gradients::<V, N> { log, sum }, Some(out));
        }
        Task::Statistics { x } => out.copy_from_slice(&statistics::<V, T, N>(x)),
        Task::Scaled { x, statistics, scales } => {
            let [greatest, log_sum, scale] = [statistics[0], statistics[1], scales[0]].map(V::splat);
            each([x], lowest(), &mut Scaled::<V, N> { greatest, log_sum, scale }, Some(out));
        }
    }
}

/// What is done with the elements of `I` rows, in `N` registers side by side.
trait Step<V, const I: usize, const N: usize> {
    /// The result for a register of each row; `n` is its place among those side by side.
    fn step(&mut self, n: usize, inputs: [V; I]) -> V;
}

/// Takes all registers of the rows through a step. Where the last are not whole, elements `beyond` the end stand in.
#[inline(always)]
fn each<V: Float<Scalar = T>, T: Lanes, const I: usize, const N: usize>(
    rows: [&[T]; I],
    beyond: T,
    step: &mut impl Step<V, I, N>,
    mut out: Option<&mut [T]>,
) {
    let n_whole = rows[0].len() / SIDE * SIDE;
    for at in (0..n_whole).step_by(SIDE) {
        let results = side(rows, at, step);
        if let Some(out) = &mut out {
            put(results, &mut out[at..at + SIDE]);
        }
    }
    let n_rest = rows[0].len() - n_whole;
    if n_rest > 0 {
        let mut last = [[beyond; SIDE]; I];
        for i in 0..I {
            last[i][..n_rest].copy_from_slice(&rows[i][n_whole..]);
        }
        let results = side(last.each_ref().map(|row| &row[..]), 0, step);
        if let Some(out) = &mut out {
            put(results, &mut last[0]);
            out[n_whole..].copy_from_slice(&last[0][..n_rest]);
        }
    }
}

/// The results for the elements from `at` on.
#[inline(always)]
fn side<V: Float<Scalar = T>, T: Lanes, const I: usize, const N: usize>(
    rows: [&[T]; I],
    at: usize,
    step: &mut impl Step<V, I, N>,
) -> [V; N] {
    let mut results = [V::constant(0.0); N];
    for n in 0..N {
        let mut inputs = [V::constant(0.0); I];
        for i in 0..I {
            inputs[i] = read(&rows[i][at + n * V::LEN..at + (n + 1) * V::LEN], T::default());
        }
        results[n] = step.step(n, inputs);
    }
    results
}

#[inline(always)]
fn put<V: Float<Scalar = T>, T: Lanes, const N: usize>(results: [V; N], out: &mut [T]) {
    for n in 0..N {
        write(results[n], &mut out[n * V::LEN..(n + 1) * V::LEN]);
    }
}

/// The logarithm of one number. One a line: too few to be worth lanes.
#[inline(always)]
pub(super) fn logarithm<T: Plain>(x: T) -> T {
    T::from_f64(x.to_f64().ln())
}

#[inline(always)]
fn lowest<T: Plain>() -> T {
    T::from_f64(f64::NEG_INFINITY)
}

#[inline(always)]
fn maximum<V: Float<Scalar = T>, T: Lanes, const N: usize>(x: &[T]) -> T {
    let mut greatest_ones = Greatest::<V, N>(Side([V::constant(f64::NEG_INFINITY); N]));
    each([x], lowest(), &mut greatest_ones, None);
    greatest(greatest_ones.0.joined(V::maximum))
}

/// The greatest element, and the logarithm of the sum of exponentials less that.
#[inline(always)]
fn statistics<V: Float<Scalar = T>, T: Lanes, const N: usize>(x: &[T]) -> [T; 2] {
    let greatest = maximum::<V, T, N>(x);
    let mut powers = Powers::<V, N>::of(V::splat(greatest));
    each([x], lowest(), &mut powers, None);
    [greatest, logarithm(total(powers.sums.joined(V::add)))]
}

/// The greatest elements.
struct Greatest<V, const N: usize>(Side<V, N>);

impl<V: Float, const N: usize> Step<V, 1, N> for Greatest<V, N> {
    #[inline(always)]
    fn step(&mut self, n: usize, [x]: [V; 1]) -> V {
        self.0.0[n] = self.0.0[n].maximum(x);
        x
    }
}

/// Exponentials of what the elements are less than the greatest, and their sums.
struct Powers<V, const N: usize> {
    greatest: V,
    sums: Side<V, N>,
}

impl<V: Float, const N: usize> Powers<V, N> {
    #[inline(always)]
    fn of(greatest: V) -> Self {
        Powers { greatest, sums: Side([V::constant(0.0); N]) }
    }
}

impl<V: Float, const N: usize> Step<V, 1, N> for Powers<V, N> {
    #[inline(always)]
    fn step(&mut self, n: usize, [x]: [V; 1]) -> V {
        let power = x.sub(self.greatest).exp();
        self.sums.0[n] = self.sums.0[n].add(power);
        power
    }
}

/// The logarithm of the softmax.
struct Logarithms<V, const N: usize> {
    greatest: V,
    log_sum: V,
}

impl<V: Float, const N: usize> Step<V, 1, N> for Logarithms<V, N> {
    #[inline(always)]
    fn step(&mut self, _: usize, [x]: [V; 1]) -> V {
        x.sub(self.greatest).sub(self.log_sum)
    }
}

/// The softmax, scaled.
struct Scaled<V, const N: usize> {
    greatest: V,
    log_sum: V,
    scale: V,
}

impl<V: Float, const N: usize> Step<V, 1, N> for Scaled<V, N> {
    #[inline(always)]
    fn step(&mut self, _: usize, [x]: [V; 1]) -> V {
        x.sub(self.greatest).sub(self.log_sum).exp().mul(self.scale)
    }
}

/// The sums of gradients, times the result where that is no logarithm.
struct GradientSums<V, const N: usize> {
    log: bool,
    sums: Side<V, N>,
}

impl<V: Float, const N: usize> Step<V, 2, N> for GradientSums<V, N> {
    #[inline(always)]
    fn step(&mut self, n: usize, [grad, result]: [V; 2]) -> V {
        let sum = self.sums.0[n];
        self.sums.0[n] = if self.log { sum.add(grad) } else { grad.mul_add(result, sum) };
        grad
    }
}

/// The gradient of the input, from the sum of [`GradientSums`].
struct Gradients<V, const N: usize> {
    log: bool,
    sum: V,
}

impl<V: Float, const N: usize> Step<V, 2, N> for Gradients<V, N> {
    #[inline(always)]
    fn step(&mut self, _: usize, [grad, result]: [V; 2]) -> V {
        if self.log { grad.sub(result.exp().mul(self.sum)) } else { result.mul(grad.sub(self.sum)) }
    }
}
