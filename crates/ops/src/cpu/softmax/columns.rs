//! Lines that stand side by side: lanes run across them.

use super::{Lines, Task};
use crate::cpu::lanes::{Lanes, read, write};
use crate::simd::Float;

/// One block of lines.
#[inline(always)]
pub(super) fn run<V: Float<Scalar = T>, T: Lanes>(task: Task<'_, T>, lines: Lines, out: &mut [T]) {
    let mut first = 0;
    while first < lines.inner {
        let columns = Columns { first, len: V::LEN.min(lines.inner - first), lines };
        columns.run::<V, T>(task, out);
        first += columns.len;
    }
}

/// As many neighbouring lines as a register holds, or what is left.
#[derive(Clone, Copy)]
struct Columns {
    first: usize,
    len: usize,
    lines: Lines,
}

impl Columns {
    /// The elements of these lines at one position.
    #[inline(always)]
    fn at<V: Float<Scalar = T>, T: Lanes>(self, from: &[T], at: usize) -> V {
        let start = at * self.lines.inner + self.first;
        read(&from[start..start + self.len], T::default())
    }

    /// Writes the elements of these lines at one position.
    #[inline(always)]
    fn put<V: Float<Scalar = T>, T: Lanes>(self, lanes: V, to: &mut [T], at: usize) {
        let start = at * self.lines.inner + self.first;
        write(lanes, &mut to[start..start + self.len]);
    }

    #[inline(always)]
    fn run<V: Float<Scalar = T>, T: Lanes>(self, task: Task<'_, T>, out: &mut [T]) {
        let size = self.lines.size;
        match task {
            Task::Forward { x, log: false } => {
                let greatest: V = self.maximum(x);
                let mut sum = V::constant(0.0);
                for at in 0..size {
                    let power = self.at::<V, T>(x, at).sub(greatest).exp();
                    sum = sum.add(power);
                    self.put(power, out, at);
                }
                for at in 0..size {
                    self.put(self.at::<V, T>(out, at).div(sum), out, at);
                }
            }
            Task::Forward { x, log: true } => {
                let greatest: V = self.maximum(x);
                let log_sum = self.sum_of_exponentials(x, greatest).log();
                for at in 0..size {
                    self.put(self.at::<V, T>(x, at).sub(greatest).sub(log_sum), out, at);
                }
            }
            Task::Backward { grad, out: result, log } => self.backward::<V, T>(grad, result, log, out),
            Task::Statistics { x } => {
                let greatest: V = self.maximum(x);
                self.put(greatest, out, 0);
                self.put(self.sum_of_exponentials(x, greatest).log(), out, 1);
            }
            Task::Scaled { x, statistics, scales } => {
                let (greatest, log_sum): (V, V) = (self.at(statistics, 0), self.at(statistics, 1));
                let scale: V = self.at(scales, 0);
                for at in 0..size {
                    let power = self.at::<V, T>(x, at).sub(greatest).sub(log_sum).exp();
                    self.put(power.mul(scale), out, at);
                }
            }
        }
    }

    #[inline(always)]
    fn maximum<V: Float<Scalar = T>, T: Lanes>(self, x: &[T]) -> V {
        let mut held = V::constant(f64::NEG_INFINITY);
        for at in 0..self.lines.size {
            held = held.maximum(self.at(x, at));
        }
        held
    }

    #[inline(always)]
    fn sum_of_exponentials<V: Float<Scalar = T>, T: Lanes>(self, x: &[T], greatest: V) -> V {
        let mut sum = V::constant(0.0);
        for at in 0..self.lines.size {
            sum = sum.add(self.at::<V, T>(x, at).sub(greatest).exp());
        }
        sum
    }

    #[inline(always)]
    fn backward<V: Float<Scalar = T>, T: Lanes>(self, grad: &[T], result: &[T], log: bool, out: &mut [T]) {
        let mut sum = V::constant(0.0);
        for at in 0..self.lines.size {
            let grad: V = self.at(grad, at);
            sum = if log { sum.add(grad) } else { grad.mul_add(self.at(result, at), sum) };
        }
        for at in 0..self.lines.size {
            let (grad, result): (V, V) = (self.at(grad, at), self.at(result, at));
            self.put(if log { grad.sub(result.exp().mul(sum)) } else { result.mul(grad.sub(sum)) }, out, at);
        }
    }
}
