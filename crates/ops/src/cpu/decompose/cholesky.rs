//! Cholesky factors of row-major matrices.

use faer::linalg::matmul::triangular::{BlockStructure, matmul};
use faer::{Accum, MatMut, Par};

use super::Field;

/// Columns that are finished one by one before the rest of the matrix learns of them in one product.
const PANEL: usize = 32;

/// Overwrites a matrix, of which the lower triangle counts, with its lower factor. The result is 0, or the order of the
/// first leading minor that is not positive.
fn lower<T: Field>(matrix: &mut [T], n: usize) -> i32 {
    for start in (0..n).step_by(PANEL) {
        let end = (start + PANEL).min(n);
        for column in start..end {
            let (above, below) = matrix.split_at_mut((column + 1) * n);
            let own = &mut above[column * n..];
            let left = own[start..column].iter().fold(own[column].real_part(), |left, &value| {
                left - value.real_part() * value.real_part() - value.imaginary_part() * value.imaginary_part()
            });
            if left <= 0.0 || left.is_nan() {
                // LAPACK leaves what it refused.
                own[column] = T::of_real(left);
                return column as i32 + 1;
            }
            own[column] = T::of_real(left.sqrt());
            for row in below.chunks_exact_mut(n) {
                row[column] = less_products(row[column], &row[start..column], &own[start..column]) / own[column];
            }
        }
        if end < n {
            let (_, _, left, rest) = MatMut::from_row_major_slice_mut(matrix, n, n).split_at_mut(end, end);
            let left = left.as_ref().subcols(start, end - start);
            let (whole, lower) = (BlockStructure::Rectangular, BlockStructure::TriangularLower);
            matmul(rest, lower, Accum::Add, left, whole, left.adjoint(), whole, -T::ONE, Par::Seq);
        }
    }
    0
}

fn less_products<T: Field>(start: T, lhs: &[T], rhs: &[T]) -> T {
    lhs.iter().zip(rhs).fold(start, |left, (&lhs, &rhs)| left - lhs * rhs.conjugate())
}

/// Overwrites a matrix, of which one triangle counts, with the factor in that triangle and zeros in the other. The result
/// is as LAPACK's: 0, or the order of the first leading minor that is not positive.
pub(crate) fn factor<T: Field>(matrix: &mut [T], n: usize, upper: bool) -> i32 {
    if upper {
        adjoint(matrix, n);
    }
    let info = lower(matrix, n);
    (0..n).for_each(|row| matrix[row * n + row + 1..(row + 1) * n].fill(T::ZERO));
    if upper {
        adjoint(matrix, n);
    }
    info
}

/// Overwrites a square matrix with its adjoint.
fn adjoint<T: Field>(matrix: &mut [T], n: usize) {
    for row in 0..n {
        for column in 0..row {
            matrix.swap(row * n + column, column * n + row);
        }
    }
    matrix.iter_mut().for_each(|value| *value = value.conjugate());
}
