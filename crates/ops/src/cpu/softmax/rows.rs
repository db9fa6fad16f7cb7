//! Lines that are rows: lanes run along them.

use super::Task;
use crate::cpu::lanes::{Lanes, greatest, read, total, write};
use crate::plain::Plain;
use crate::simd::Float;

/// One row.
#[inline(always)]
pub(super) fn run<V: Float<Scalar = T>, T: Lanes>(task: Task<'_, T>, out: &mut [T]) {
    match task {
        Task::Forward { x, log: false } => {
            let sum = exponentials::<V, T>(x, maximum::<V, T>(x), out);
            // One division a row: one for each register took a third of the time.
            let scale = V::constant(1.0).div(V::splat(sum));
            for out in out.chunks_mut(V::LEN) {
                write(read::<V, T>(out, T::default()).mul(scale), out);
            }
        }
        Task::Forward { x, log: true } => {
            let greatest = maximum::<V, T>(x);
            let log_sum = V::splat(logarithm(sum_of_exponentials::<V, T>(x, greatest)));
            let greatest = V::splat(greatest);
            for (x, out) in x.chunks(V::LEN).zip(out.chunks_mut(V::LEN)) {
                write(read::<V, T>(x, T::default()).sub(greatest).sub(log_sum), out);
            }
        }
        Task::Backward { grad, out: result, log } => backward::<V, T>(grad, result, log, out),
        Task::Statistics { x } => {
            let greatest = maximum::<V, T>(x);
            out[0] = greatest;
            out[1] = logarithm(sum_of_exponentials::<V, T>(x, greatest));
        }
        Task::Scaled { x, statistics, scales } => {
            let (greatest, log_sum) = (V::splat(statistics[0]), V::splat(statistics[1]));
            let scale = V::splat(scales[0]);
            for (x, out) in x.chunks(V::LEN).zip(out.chunks_mut(V::LEN)) {
                write(read::<V, T>(x, T::default()).sub(greatest).sub(log_sum).exp().mul(scale), out);
            }
        }
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

/// Registers that are folded side by side, so that one need not wait for the other.
const CHAINS: usize = 4;

#[inline(always)]
fn maximum<V: Float<Scalar = T>, T: Lanes>(x: &[T]) -> T {
    let mut held = [V::constant(f64::NEG_INFINITY); CHAINS];
    let chunks = x.chunks_exact(CHAINS * V::LEN);
    for x in chunks.remainder().chunks(V::LEN) {
        held[0] = held[0].maximum(read(x, lowest()));
    }
    for chunk in chunks {
        for (chain, x) in chunk.chunks_exact(V::LEN).enumerate() {
            held[chain] = held[chain].maximum(read(x, lowest()));
        }
    }
    greatest(held[0].maximum(held[1]).maximum(held[2].maximum(held[3])))
}

/// Writes the exponentials of `x - greatest` and returns their sum.
#[inline(always)]
fn exponentials<V: Float<Scalar = T>, T: Lanes>(x: &[T], greatest: T, out: &mut [T]) -> T {
    let (mut sum, greatest) = (V::constant(0.0), V::splat(greatest));
    for (x, out) in x.chunks(V::LEN).zip(out.chunks_mut(V::LEN)) {
        let power = read::<V, T>(x, lowest()).sub(greatest).exp();
        sum = sum.add(power);
        write(power, out);
    }
    total(sum)
}

#[inline(always)]
fn sum_of_exponentials<V: Float<Scalar = T>, T: Lanes>(x: &[T], greatest: T) -> T {
    let (mut sum, greatest) = (V::constant(0.0), V::splat(greatest));
    for x in x.chunks(V::LEN) {
        sum = sum.add(read::<V, T>(x, lowest()).sub(greatest).exp());
    }
    total(sum)
}

#[inline(always)]
fn backward<V: Float<Scalar = T>, T: Lanes>(grad: &[T], result: &[T], log: bool, out: &mut [T]) {
    let mut sum = V::constant(0.0);
    for (grad, result) in grad.chunks(V::LEN).zip(result.chunks(V::LEN)) {
        let grad = read::<V, T>(grad, T::default());
        sum = if log { sum.add(grad) } else { grad.mul_add(read(result, T::default()), sum) };
    }
    let sum = V::splat(total(sum));
    for ((grad, result), out) in grad.chunks(V::LEN).zip(result.chunks(V::LEN)).zip(out.chunks_mut(V::LEN)) {
        let (grad, result) = (read::<V, T>(grad, T::default()), read::<V, T>(result, T::default()));
        write(if log { grad.sub(result.exp().mul(sum)) } else { result.mul(grad.sub(sum)) }, out);
    }
}
