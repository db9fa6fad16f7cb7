//! Solving with a triangle of a row-major matrix.

use faer::linalg::triangular_solve as faer_solve;
use faer::{Conj, MatMut, MatRef, Par};

use super::{Field, subtract_scaled};

/// Largest matrices that are solved by plain substitution.
const SUBSTITUTED: usize = 64;

/// Which triangle of a matrix is meant, and how.
#[derive(Clone, Copy)]
pub(crate) struct Triangle {
    /// Whether it is the one above the diagonal.
    pub(crate) upper: bool,
    /// Whether ones stand for the diagonal.
    pub(crate) unit: bool,
    /// Whether its adjoint is to be solved with.
    pub(crate) adjoint: bool,
}

/// Overwrites `width` right-hand sides with the solution `x` of `triangle @ x`.
pub(crate) fn solve<T: Field>(matrix: &[T], n: usize, triangle: Triangle, sides: &mut [T], width: usize) {
    if n == 0 || width == 0 {
        return;
    }
    if n <= SUBSTITUTED {
        return substitute(matrix, n, triangle, sides, width);
    }
    run(MatRef::from_row_major_slice(matrix, n, n), triangle, MatMut::from_row_major_slice_mut(sides, n, width));
}

/// Overwrites `height` rows with the solution `x` of `x @ triangle`.
pub(crate) fn solve_right<T: Field>(matrix: &[T], n: usize, triangle: Triangle, sides: &mut [T], height: usize) {
    if n == 0 || height == 0 {
        return;
    }
    if n <= SUBSTITUTED {
        return sides.chunks_exact_mut(n).for_each(|row| substitute_right(matrix, n, triangle, row));
    }
    let matrix = MatRef::from_row_major_slice(matrix, n, n).transpose();
    let triangle = Triangle { upper: !triangle.upper, ..triangle };
    run(matrix, triangle, MatMut::from_row_major_slice_mut(sides, height, n).transpose_mut());
}

/// The element of a triangle.
#[inline(always)]
fn element<T: Field>(matrix: &[T], n: usize, triangle: Triangle, row: usize, column: usize) -> T {
    if triangle.adjoint { matrix[column * n + row].conjugate() } else { matrix[row * n + column] }
}

/// [`solve`], row by row. Only elements of the triangle are touched, so that those of others do not spread where they are
/// not finite.
fn substitute<T: Field>(matrix: &[T], n: usize, triangle: Triangle, sides: &mut [T], width: usize) {
    let upper = triangle.upper != triangle.adjoint;
    for step in 0..n {
        let row = if upper { n - 1 - step } else { step };
        let (before, rest) = sides.split_at_mut(row * width);
        let (own, after) = rest.split_at_mut(width);
        let (known, first) = if upper { (&*after, row + 1) } else { (&*before, 0) };
        for (at, known) in known.chunks_exact(width).enumerate() {
            subtract_scaled(own, element(matrix, n, triangle, row, first + at), known);
        }
        if !triangle.unit {
            let head = element(matrix, n, triangle, row, row);
            own.iter_mut().for_each(|value| *value = *value / head);
        }
    }
}

/// [`solve_right`] of one row.
fn substitute_right<T: Field>(matrix: &[T], n: usize, triangle: Triangle, sides: &mut [T]) {
    let upper = triangle.upper != triangle.adjoint;
    for step in 0..n {
        let at = if upper { step } else { n - 1 - step };
        if !triangle.unit {
            sides[at] = sides[at] / element(matrix, n, triangle, at, at);
        }
        let known = sides[at];
        let open = if upper { at + 1..n } else { 0..at };
        for other in open {
            sides[other] = sides[other] - known * element(matrix, n, triangle, at, other);
        }
    }
}

fn run<T: Field>(matrix: MatRef<'_, T>, triangle: Triangle, sides: MatMut<'_, T>) {
    let (matrix, upper, conj) = match triangle.adjoint {
        true => (matrix.transpose(), !triangle.upper, Conj::Yes),
        false => (matrix, triangle.upper, Conj::No),
    };
    match (upper, triangle.unit) {
        (false, false) => faer_solve::solve_lower_triangular_in_place_with_conj(matrix, conj, sides, Par::Seq),
        (false, true) => faer_solve::solve_unit_lower_triangular_in_place_with_conj(matrix, conj, sides, Par::Seq),
        (true, false) => faer_solve::solve_upper_triangular_in_place_with_conj(matrix, conj, sides, Par::Seq),
        (true, true) => faer_solve::solve_unit_upper_triangular_in_place_with_conj(matrix, conj, sides, Par::Seq),
    }
}
