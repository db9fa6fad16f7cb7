//! Eigenvalues and singular values of batches of matrices.

use cresset_storage::{Dims, Error, Result};

use super::{Batch, matrices, square};
use crate::access::{Access, fill};
use crate::array::Array;
use crate::copy::contiguous;
use crate::cpu::decompose::spectrum::{Failure, Vectors, singular, symmetric};
use crate::cpu::decompose::{Field, for_matrices, runs};
use crate::plain::for_dtype;

fn first_failure(op: &'static str, results: impl Iterator<Item = Result<(), Failure>>) -> Result<()> {
    for (at, result) in results.enumerate() {
        match result {
            Ok(()) => {}
            Err(Failure::Memory) => return Err(Error::argument(op, "A", "no memory for the work", "smaller matrices")),
            Err(Failure::NoConvergence) => {
                let value = format!("no convergence in batch element {at}");
                return Err(Error::argument(op, "A", value, "the elements must be finite"));
            }
        }
    }
    Ok(())
}

/// Eigenvalues, the smallest first, of matrices that equal their adjoints and of which one triangle counts; and
/// eigenvectors as columns, or an empty array where they are not wanted.
///
/// # Shapes
/// `[..., n, n]` gives `[..., n]` and `[..., n, n]`.
///
/// # Errors
/// Not a batch of square matrices, elements that are not finite, or a dtype without decompositions.
pub fn eigh(op: &'static str, a: &Array, upper: bool, vectors: bool) -> Result<(Array, Array)> {
    let batch = square(op, a)?;
    let n = batch.rows;
    let mut values = Array::empty(op, &batch.sizes(op, &[n])?, a.dtype().to_real(), a.device())?;
    let vector_sizes = if vectors { *a.sizes() } else { Dims::new(op, &[0])? };
    let mut found = Array::empty(op, &vector_sizes, a.dtype(), a.device())?;
    if a.numel() > 0 {
        let a = contiguous(op, a)?;
        let access = Access::read(&[&a])?;
        for_dtype!(op, a.dtype(), field: T => {
            let held: &[T] = access.slice(op, 0)?;
            let values = runs::<<T as Field>::Part>(fill(op, &mut values)?, batch.count, n);
            let found = runs::<T>(fill(op, &mut found)?, batch.count, if vectors { n * n } else { 0 });
            let mut parts: Vec<_> =
                values.into_iter().zip(found).map(|(values, found)| (values, found, Ok(()))).collect();
            for_matrices(&mut parts, 9 * n * n * n, &|at, (values, found, result)| {
                let found = if vectors { Some(&mut **found) } else { None };
                *result = symmetric::<T>(&held[at * n * n..(at + 1) * n * n], upper, values, found);
            });
            first_failure(op, parts.into_iter().map(|(_, _, result)| result))?;
        });
    }
    Ok((values, found))
}

/// Singular values, the largest first, with the left vectors as columns and the right ones as rows; the vectors are empty
/// arrays where they are not wanted.
///
/// # Shapes
/// `[..., m, n]` gives `[..., m, k]`, `[..., min(m, n)]` and `[..., k, n]`, where `k` is the shorter size, or for full
/// matrices the own size of each.
///
/// # Errors
/// Not a batch of matrices, or a dtype without decompositions.
pub fn svd(op: &'static str, a: &Array, full: bool, vectors: bool) -> Result<(Array, Array, Array)> {
    let batch = matrices(op, a)?;
    let Batch { rows, columns, count, .. } = batch;
    let shorter = rows.min(columns);
    let (u_columns, vh_rows) = if full { (rows, columns) } else { (shorter, shorter) };
    let sizes = |each: [usize; 2]| if vectors { batch.sizes(op, &each) } else { Dims::new(op, &[0]) };
    let mut u = Array::empty(op, &sizes([rows, u_columns])?, a.dtype(), a.device())?;
    let mut values = Array::empty(op, &batch.sizes(op, &[shorter])?, a.dtype().to_real(), a.device())?;
    let mut vh = Array::empty(op, &sizes([vh_rows, columns])?, a.dtype(), a.device())?;
    if u.numel() + values.numel() + vh.numel() > 0 {
        let a = contiguous(op, a)?;
        let access = Access::read(&[&a])?;
        for_dtype!(op, a.dtype(), field: T => {
            let held: &[T] = access.slice(op, 0)?;
            let each = |size: usize| if vectors { size } else { 0 };
            let us = runs::<T>(fill(op, &mut u)?, count, each(rows * u_columns));
            let values = runs::<<T as Field>::Part>(fill(op, &mut values)?, count, shorter);
            let vhs = runs::<T>(fill(op, &mut vh)?, count, each(vh_rows * columns));
            let mut parts: Vec<_> =
                us.into_iter().zip(values).zip(vhs).map(|((u, values), vh)| (u, values, vh, Ok(()))).collect();
            for_matrices(&mut parts, 20 * rows * columns * shorter, &|at, (u, values, vh, result)| {
                let matrix = &held[at * rows * columns..(at + 1) * rows * columns];
                let wanted = if vectors { Some(Vectors { u, u_columns, vh, vh_rows }) } else { None };
                *result = singular::<T>(matrix, (rows, columns), values, wanted);
            });
            first_failure(op, parts.into_iter().map(|(_, _, _, result)| result))?;
        });
    }
    Ok((u, values, vh))
}
