//! Weighted sums of neighbours along one dim.

use crate::parallel::for_chunks;
use crate::plain::Plain;
use crate::resample::Taps;

/// Rows of a block of a dim with nothing inside it: enough to be worth handing to a thread.
const BLOCK_ROWS: usize = 64;

/// Each place of the result as the sum of its taps. `x` is `[outer, size, inner]`.
pub(crate) fn gather<T: Plain>(taps: &Taps, inner: usize, x: &[T], out: &mut [T]) {
    let (inputs, outputs) = (taps.size() * inner, taps.n_outputs() * inner);
    if inputs == 0 || outputs == 0 {
        out.fill(T::from_f64(0.0));
        return;
    }
    let work = out.len() * 2;
    if inner == 1 {
        for_chunks(out, outputs * BLOCK_ROWS, work, &|block, out| {
            let x = x[block * BLOCK_ROWS * inputs..].chunks_exact(inputs);
            for (x, out) in x.zip(out.chunks_exact_mut(outputs)) {
                for (at, out) in out.iter_mut().enumerate() {
                    let (places, weights) = taps.of(at);
                    let sum: f64 = places.iter().zip(weights).map(|(&place, weight)| x[place].to_f64() * weight).sum();
                    *out = T::from_f64(sum);
                }
            }
        });
        return;
    }
    for_chunks(out, inner, work, &|row, out| {
        let (outer, at) = (row / taps.n_outputs(), row % taps.n_outputs());
        let (places, weights) = taps.of(at);
        let row_of = |place: usize| &x[outer * inputs + place * inner..][..inner];
        match (places, weights) {
            (&[only], &[weight]) => {
                for (out, x) in out.iter_mut().zip(row_of(only)) {
                    *out = T::from_f64(x.to_f64() * weight);
                }
            }
            (&[lhs, rhs], &[left, right]) => {
                for ((out, x), y) in out.iter_mut().zip(row_of(lhs)).zip(row_of(rhs)) {
                    *out = T::from_f64(x.to_f64() * left + y.to_f64() * right);
                }
            }
            _ => {
                let mut sums = vec![0.0; inner];
                for (&place, weight) in places.iter().zip(weights) {
                    sums.iter_mut().zip(row_of(place)).for_each(|(sum, x)| *sum += x.to_f64() * weight);
                }
                out.iter_mut().zip(sums).for_each(|(out, sum)| *out = T::from_f64(sum));
            }
        }
    });
}

/// The transpose of [`gather`]: each element added to the places that it was a sum of.
pub(crate) fn spread<T: Plain>(taps: &Taps, inner: usize, grad: &[T], out: &mut [T]) {
    let (inputs, outputs) = (taps.size() * inner, taps.n_outputs() * inner);
    if inputs == 0 {
        return;
    }
    for_chunks(out, inputs, grad.len() * 2, &|outer, out| {
        let mut sums = vec![0.0; inputs];
        for at in 0..taps.n_outputs() {
            let grad = &grad[outer * outputs + at * inner..][..inner];
            let (places, weights) = taps.of(at);
            for (&place, weight) in places.iter().zip(weights) {
                let sums = &mut sums[place * inner..][..inner];
                sums.iter_mut().zip(grad).for_each(|(sum, grad)| *sum += grad.to_f64() * weight);
            }
        }
        out.iter_mut().zip(sums).for_each(|(out, sum)| *out = T::from_f64(sum));
    });
}

/// Rounds halves up, and brings all into 0..=255.
pub(crate) fn round_to_bytes<T: Plain>(values: &mut [T]) {
    for value in values {
        *value = T::from_f64((value.to_f64() + 0.5).floor().clamp(0.0, 255.0));
    }
}
