//! Solving with a triangle of a row-major matrix.

use faer::linalg::triangular_solve as faer_solve;
use faer::{Conj, MatMut, MatRef, Par};

use super::Field;

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
    run(MatRef::from_row_major_slice(matrix, n, n), triangle, MatMut::from_row_major_slice_mut(sides, n, width));
}

/// Overwrites `height` rows with the solution `x` of `x @ triangle`.
pub(crate) fn solve_right<T: Field>(matrix: &[T], n: usize, triangle: Triangle, sides: &mut [T], height: usize) {
    if n == 0 || height == 0 {
        return;
    }
    let matrix = MatRef::from_row_major_slice(matrix, n, n).transpose();
    let triangle = Triangle { upper: !triangle.upper, ..triangle };
    run(matrix, triangle, MatMut::from_row_major_slice_mut(sides, height, n).transpose_mut());
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
