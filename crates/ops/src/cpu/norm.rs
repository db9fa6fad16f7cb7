//! Normalisation over rows and over channels. Sums are in f64, in lanes that do not depend on the SIMD level.

pub(crate) mod channels;
pub(crate) mod rows;

/// Sums side by side, so that additions need not wait for each other.
const LANES: usize = 16;

/// The sum of a function of the elements of two slices of one length.
#[inline(always)]
fn sum_of<T: Copy>(lhs: &[T], rhs: &[T], function: impl Fn(T, T) -> f64) -> f64 {
    let mut sums = [0.0; LANES];
    let (lhs, rhs) = (lhs.chunks_exact(LANES), rhs.chunks_exact(LANES));
    for (sum, (lhs, rhs)) in sums.iter_mut().zip(lhs.remainder().iter().zip(rhs.remainder())) {
        *sum += function(*lhs, *rhs);
    }
    for (lhs, rhs) in lhs.zip(rhs) {
        for lane in 0..LANES {
            sums[lane] += function(lhs[lane], rhs[lane]);
        }
    }
    sums.iter().sum()
}
