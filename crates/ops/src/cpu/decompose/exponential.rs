//! The exponential of row-major matrices: a polynomial of a scaled matrix, squared until the scale is undone.

use faer::linalg::matmul::matmul;
use faer::{Accum, MatMut, MatRef, Par};

use super::Field;

/// Largest sum of absolute values in a column for which the polynomial is used: its first omitted term, the 13th, is
/// then below 2.4e-18.
const REACH: f64 = 0.25;

fn product<T: Field>(n: usize, lhs: &[T], rhs: &[T]) -> Vec<T> {
    let mut out = vec![T::ZERO; n * n];
    let [lhs, rhs] = [lhs, rhs].map(|matrix| MatRef::from_row_major_slice(matrix, n, n));
    matmul(MatMut::from_row_major_slice_mut(&mut out, n, n), Accum::Replace, lhs, rhs, T::ONE, Par::Seq);
    out
}

/// The largest sum of absolute values in a column.
fn norm<T: Field>(n: usize, matrix: &[T]) -> f64 {
    let mut sums = vec![0.0; n];
    for row in matrix.chunks_exact(n) {
        sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += value.size());
    }
    // NaN counts as the largest.
    sums.into_iter().fold(0.0, |largest, sum| if sum > largest || sum.is_nan() { sum } else { largest })
}

/// Fills `out` with the exponential of an `n` by `n` matrix.
pub(crate) fn exponential<T: Field>(n: usize, matrix: &[T], out: &mut [T]) {
    let norm = norm(n, matrix);
    if !norm.is_finite() {
        out.fill(T::of_real(f64::NAN));
        return;
    }
    let squarings = if norm > REACH { (norm / REACH).log2().ceil() as i32 } else { 0 };
    let scale = T::of_real((-f64::from(squarings)).exp2());
    let first: Vec<T> = matrix.iter().map(|&value| value * scale).collect();
    let second = product(n, &first, &first);
    let third = product(n, &second, &first);
    let mut inverse_factorials = [1.0; 13];
    for at in 1..inverse_factorials.len() {
        inverse_factorials[at] = inverse_factorials[at - 1] / at as f64;
    }
    let coefficient = |at: usize| T::of_real(inverse_factorials[at]);
    // The polynomial in the third power, whose coefficients are polynomials of degree 2.
    let mut sum: Vec<T> = third.iter().map(|&value| value * coefficient(12)).collect();
    for block in (0..4).rev() {
        if block < 3 {
            sum = product(n, &sum, &third);
        }
        for (at, sum) in sum.iter_mut().enumerate() {
            let identity = if at % (n + 1) == 0 { coefficient(3 * block) } else { T::ZERO };
            *sum = *sum + identity + first[at] * coefficient(3 * block + 1) + second[at] * coefficient(3 * block + 2);
        }
    }
    for _ in 0..squarings {
        sum = product(n, &sum, &sum);
    }
    out.copy_from_slice(&sum);
}
