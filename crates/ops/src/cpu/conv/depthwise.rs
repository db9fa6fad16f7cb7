//! Convolutions whose groups have one input channel: sums over the places of the window, a row of outputs at a time.

use super::Shape;
use crate::cpu::real::Real;
use crate::parallel::for_chunks;
use crate::simd::{Kernel, Simd, dispatch};
use crate::window::Window;

/// `out += x * weight`.
struct Forward<'a, T> {
    window: &'a Window,
    x: &'a [T],
    weight: &'a [T],
    out: &'a mut [T],
}

/// `out += grad * weight`, at the places of the input.
struct Input<'a, T> {
    window: &'a Window,
    grad: &'a [T],
    weight: &'a [T],
    out: &'a mut [T],
}

/// `out += grad * x`, one sum for each place of the window.
struct Weight<'a, T> {
    window: &'a Window,
    grad: &'a [T],
    x: &'a [T],
    out: &'a mut [T],
}

impl<T: Real> Kernel for Forward<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        let (step, range) = (self.window.step(), 0..self.window.n_outputs());
        for (tap, &weight) in self.weight.iter().enumerate() {
            for run in self.window.runs(tap, range.clone()) {
                let out = &mut self.out[run.out..][..run.len];
                if step == 1 {
                    for (out, x) in out.iter_mut().zip(&self.x[run.input..][..run.len]) {
                        *out += weight * *x;
                    }
                } else {
                    for (out, x) in out.iter_mut().zip(self.x[run.input..].iter().step_by(step)) {
                        *out += weight * *x;
                    }
                }
            }
        }
    }
}

impl<T: Real> Kernel for Input<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        let (step, range) = (self.window.step(), 0..self.window.n_outputs());
        for (tap, &weight) in self.weight.iter().enumerate() {
            for run in self.window.runs(tap, range.clone()) {
                let grad = &self.grad[run.out..][..run.len];
                if step == 1 {
                    for (out, grad) in self.out[run.input..][..run.len].iter_mut().zip(grad) {
                        *out += weight * *grad;
                    }
                } else {
                    for (out, grad) in self.out[run.input..].iter_mut().step_by(step).zip(grad) {
                        *out += weight * *grad;
                    }
                }
            }
        }
    }
}

/// Sums side by side, so that additions need not wait for each other.
const LANES: usize = 16;

impl<T: Real> Kernel for Weight<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        let (step, range) = (self.window.step(), 0..self.window.n_outputs());
        for (tap, out) in self.out.iter_mut().enumerate() {
            let mut sums = [T::default(); LANES];
            for run in self.window.runs(tap, range.clone()) {
                let grad = &self.grad[run.out..][..run.len];
                if step == 1 {
                    let (grads, xs) = (grad.chunks_exact(LANES), self.x[run.input..][..run.len].chunks_exact(LANES));
                    for (sum, (grad, x)) in sums.iter_mut().zip(grads.remainder().iter().zip(xs.remainder())) {
                        *sum += *grad * *x;
                    }
                    for (grad, x) in grads.zip(xs) {
                        for lane in 0..LANES {
                            sums[lane] += grad[lane] * x[lane];
                        }
                    }
                } else {
                    for (grad, x) in grad.iter().zip(self.x[run.input..].iter().step_by(step)) {
                        sums[0] += *grad * *x;
                    }
                }
            }
            for sum in sums {
                *out += sum;
            }
        }
    }
}

pub(super) fn forward<T: Real>(shape: &Shape, x: &[T], weight: &[T], bias: Option<&[T]>, out: &mut [T]) {
    let (window, taps, channels) = (&shape.window, shape.window.n_taps(), shape.groups * shape.outputs);
    for_chunks(out, window.n_outputs(), shape.work(), &|at, out| {
        let (x, weight) = (&x[at / shape.outputs * window.n_inputs()..], &weight[at % channels * taps..][..taps]);
        out.fill(bias.map_or(T::default(), |bias| bias[at % channels]));
        dispatch(Forward { window, x: &x[..window.n_inputs()], weight, out });
    });
}

pub(super) fn backward_input<T: Real>(shape: &Shape, grad: &[T], weight: &[T], out: &mut [T]) {
    let (window, taps, positions) = (&shape.window, shape.window.n_taps(), shape.window.n_outputs());
    for_chunks(out, window.n_inputs(), shape.work(), &|at, out| {
        out.fill(T::default());
        for output in 0..shape.outputs {
            let grad = &grad[(at * shape.outputs + output) * positions..][..positions];
            let weight = &weight[(at % shape.groups * shape.outputs + output) * taps..][..taps];
            dispatch(Input { window, grad, weight, out: &mut *out });
        }
    });
}

pub(super) fn backward_weight<T: Real>(shape: &Shape, grad: &[T], x: &[T], out: &mut [T]) {
    let (window, positions, channels) = (&shape.window, shape.window.n_outputs(), shape.groups * shape.outputs);
    for_chunks(out, window.n_taps(), shape.work(), &|channel, out| {
        out.fill(T::default());
        for image in 0..shape.images {
            let at = image * channels + channel;
            let x = &x[at / shape.outputs * window.n_inputs()..][..window.n_inputs()];
            let grad = &grad[at * positions..][..positions];
            dispatch(Weight { window, grad, x, out: &mut *out });
        }
    });
}
