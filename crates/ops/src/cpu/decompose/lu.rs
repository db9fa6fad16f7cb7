//! LU with partial pivoting, and solving with it, on row-major matrices.

use faer::linalg::matmul::matmul;
use faer::{Accum, MatMut, Par};

use super::triangular::{Triangle, solve};
use super::{Field, subtract_scaled};

/// Columns that are eliminated one by one before the rest of the matrix learns of them in one product.
const PANEL: usize = 32;

/// Overwrites a matrix of so many columns with its factors. `pivots` count rows from 1, as LAPACK's. The result is 0, or
/// the place, from 1, of the first pivot that is zero.
pub(crate) fn factor<T: Field>(matrix: &mut [T], columns: usize, pivots: &mut [i32]) -> i32 {
    let mut info = 0;
    for start in (0..pivots.len()).step_by(PANEL) {
        let end = (start + PANEL).min(pivots.len());
        for at in start..end {
            let pivot = pivot_row(matrix, columns, at);
            pivots[at] = pivot as i32 + 1;
            if pivot != at {
                let (upper, lower) = matrix.split_at_mut(pivot * columns);
                upper[at * columns..(at + 1) * columns].swap_with_slice(&mut lower[..columns]);
            }
            let (upper, lower) = matrix.split_at_mut((at + 1) * columns);
            let row = &upper[at * columns..];
            let head = row[at];
            if head.size() == 0.0 {
                info = if info == 0 { at as i32 + 1 } else { info };
                continue;
            }
            for below in lower.chunks_exact_mut(columns) {
                let factor = below[at] / head;
                below[at] = factor;
                subtract_scaled(&mut below[at + 1..end], factor, &row[at + 1..end]);
            }
        }
        if end < columns {
            update(matrix, columns, start, end);
        }
    }
    info
}

/// The row from `at` on with the largest element in column `at`.
fn pivot_row<T: Field>(matrix: &[T], columns: usize, at: usize) -> usize {
    let mut best = (at, matrix[at * columns + at].size());
    for (row, elements) in matrix.chunks_exact(columns).enumerate().skip(at + 1) {
        let size = elements[at].size();
        if size > best.1 {
            best = (row, size);
        }
    }
    best.0
}

/// Brings the columns from `end` on up to date with the panel `start..end`.
fn update<T: Field>(matrix: &mut [T], columns: usize, start: usize, end: usize) {
    for at in start..end {
        let (upper, lower) = matrix.split_at_mut((at + 1) * columns);
        let row = &upper[at * columns..];
        for below in lower.chunks_exact_mut(columns).take(end - at - 1) {
            let factor = below[at];
            subtract_scaled(&mut below[end..], factor, &row[end..]);
        }
    }
    let rows = matrix.len() / columns;
    if end == rows {
        return;
    }
    let whole = MatMut::from_row_major_slice_mut(matrix, rows, columns);
    let (_, right, left, rest) = whole.split_at_mut(end, end);
    let (left, right) = (left.as_ref().subcols(start, end - start), right.as_ref().subrows(start, end - start));
    matmul(rest, Accum::Add, left, right, -T::ONE, Par::Seq);
}

/// The order of rows that pivots of LAPACK's kind stand for: row `i` of the permuted matrix is row `order[i]`.
///
/// A pivot outside of the matrix is taken for its own row: the front door refuses it.
pub(crate) fn order(pivots: &[i32], order: &mut [i64]) {
    order.iter_mut().enumerate().for_each(|(at, row)| *row = at as i64);
    for (at, &pivot) in pivots.iter().enumerate() {
        let pivot = pivot as usize;
        if (1..=order.len()).contains(&pivot) {
            order.swap(at, pivot - 1);
        }
    }
}

/// Overwrites `width` right-hand sides with the solution `x` of `matrix @ x`, or of its adjoint where asked.
pub(crate) fn solve_factored<T: Field>(factors: &[T], pivots: &[i32], sides: &mut [T], width: usize, adjoint: bool) {
    let n = pivots.len();
    let lower = Triangle { upper: false, unit: true, adjoint };
    let upper = Triangle { upper: true, unit: false, adjoint };
    if adjoint {
        solve(factors, n, upper, sides, width);
        solve(factors, n, lower, sides, width);
        for (at, &pivot) in pivots.iter().enumerate().rev() {
            exchange(sides, width, at, pivot as usize - 1);
        }
    } else {
        for (at, &pivot) in pivots.iter().enumerate() {
            exchange(sides, width, at, pivot as usize - 1);
        }
        solve(factors, n, lower, sides, width);
        solve(factors, n, upper, sides, width);
    }
}

fn exchange<T>(matrix: &mut [T], columns: usize, first: usize, second: usize) {
    if first != second {
        let (low, high) = (first.min(second), first.max(second));
        let (upper, lower) = matrix.split_at_mut(high * columns);
        upper[low * columns..(low + 1) * columns].swap_with_slice(&mut lower[..columns]);
    }
}
