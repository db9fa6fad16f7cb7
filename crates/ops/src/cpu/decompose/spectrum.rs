//! Singular values and eigenvalues of row-major matrices.

use faer::dyn_stack::{MemBuffer, MemStack, StackReq};
use faer::linalg::evd::{self, ComputeEigenvectors};
use faer::linalg::svd::{self, ComputeSvdVectors};
use faer::{Mat, MatRef, Par, Spec};

use super::Field;
use crate::plain::Plain;

/// Why there are no values.
#[derive(Clone, Copy)]
pub(crate) enum Failure {
    /// No memory for the work.
    Memory,
    /// The elements are not finite, or the method did not come to an end.
    NoConvergence,
}

fn with_stack<R>(need: StackReq, body: impl FnOnce(&mut MemStack) -> Result<R, Failure>) -> Result<R, Failure> {
    let mut memory = MemBuffer::try_new(need).map_err(|_| Failure::Memory)?;
    body(MemStack::new(&mut memory))
}

fn finite<T: Field>(matrix: &[T]) -> Result<(), Failure> {
    if matrix.iter().all(|value| value.size().is_finite()) { Ok(()) } else { Err(Failure::NoConvergence) }
}

/// Where the vectors of a singular value decomposition go: `u` of `u_columns` columns, `vh` of as many rows as fit.
pub(crate) struct Vectors<'a, T> {
    pub(crate) u: &'a mut [T],
    pub(crate) u_columns: usize,
    pub(crate) vh: &'a mut [T],
    pub(crate) vh_rows: usize,
}

/// Fills `values` with the singular values, the largest first, and the vectors where wanted. All are NaN where an element
/// is not finite.
pub(crate) fn singular<T: Field>(
    matrix: &[T],
    (rows, columns): (usize, usize),
    values: &mut [T::Part],
    vectors: Option<Vectors<'_, T>>,
) -> Result<(), Failure> {
    if finite(matrix).is_err() {
        let nan = T::of_real(f64::NAN);
        values.fill(T::Part::from_f64(f64::NAN));
        if let Some(Vectors { u, vh, .. }) = vectors {
            u.fill(nan);
            vh.fill(nan);
        }
        return Ok(());
    }
    let kind = |size: usize| match (&vectors, size == values.len()) {
        (None, _) => ComputeSvdVectors::No,
        (Some(_), true) => ComputeSvdVectors::Thin,
        (Some(_), false) => ComputeSvdVectors::Full,
    };
    let (n_left, n_right) = vectors.as_ref().map_or((0, 0), |vectors| (vectors.u_columns, vectors.vh_rows));
    let need = svd::svd_scratch::<T>(rows, columns, kind(n_left), kind(n_right), Par::Seq, Spec::default());
    let mut left = Mat::<T>::zeros(rows, n_left);
    let mut right = Mat::<T>::zeros(columns, n_right);
    let mut found = faer::Col::<T>::zeros(values.len());
    with_stack(need, |stack| {
        let matrix = MatRef::from_row_major_slice(matrix, rows, columns);
        let wanted = vectors.is_some();
        let (u, v) = (wanted.then(|| left.as_mut()), wanted.then(|| right.as_mut()));
        svd::svd(matrix, found.as_diagonal_mut(), u, v, Par::Seq, stack, Spec::default())
            .map_err(|_| Failure::NoConvergence)
    })?;
    values.iter_mut().enumerate().for_each(|(at, value)| *value = T::Part::from_f64(found[at].real_part()));
    if let Some(Vectors { u, u_columns, vh, .. }) = vectors {
        let signs: Vec<T> = (0..u_columns).map(|at| sign(left.as_ref(), at)).collect();
        for (at, value) in u.iter_mut().enumerate() {
            *value = left[(at / u_columns, at % u_columns)] * signs[at % u_columns];
        }
        for (at, value) in vh.iter_mut().enumerate() {
            let sign = signs.get(at / columns).copied().unwrap_or(T::ONE);
            *value = right[(at % columns, at / columns)].conjugate() * sign;
        }
    }
    Ok(())
}

/// The factor that makes the largest element of a vector positive, one of a real matrix.
///
/// The method leaves the sign to chance: without a rule it would jump where an element of the matrix moves a little.
/// Vectors of complex matrices stay as they are, because their phase is not differentiable.
fn sign<T: Field>(vectors: MatRef<'_, T>, column: usize) -> T {
    let elements = (0..vectors.nrows()).map(|row| vectors[(row, column)]);
    let largest = elements.fold(T::ZERO, |held, value| if value.size() > held.size() { value } else { held });
    if !T::DTYPE.is_complex() && largest.to_f64() < 0.0 { -T::ONE } else { T::ONE }
}

/// Fills `values` with the eigenvalues, the smallest first, of a matrix that equals its adjoint and of which one triangle
/// counts; and `vectors`, where wanted, with eigenvectors as columns.
pub(crate) fn symmetric<T: Field>(
    matrix: &[T],
    upper: bool,
    values: &mut [T::Part],
    vectors: Option<&mut [T]>,
) -> Result<(), Failure> {
    let n = values.len();
    // Of the diagonal only the real parts count.
    let lower = Mat::<T>::from_fn(n, n, |row, column| match (row >= column, upper) {
        _ if row == column => T::of_real(matrix[row * n + row].real_part()),
        (false, _) => T::ZERO,
        (true, false) => matrix[row * n + column],
        (true, true) => matrix[column * n + row].conjugate(),
    });
    for column in 0..n {
        finite(lower.as_ref().col(column).try_as_col_major().map_or(&[], |column| column.as_slice()))?;
    }
    let kind = if vectors.is_some() { ComputeEigenvectors::Yes } else { ComputeEigenvectors::No };
    let need = evd::self_adjoint_evd_scratch::<T>(n, kind, Par::Seq, Spec::default());
    let mut found = faer::Col::<T>::zeros(n);
    let mut columns = Mat::<T>::zeros(n, if vectors.is_some() { n } else { 0 });
    with_stack(need, |stack| {
        let u = vectors.is_some().then(|| columns.as_mut());
        evd::self_adjoint_evd(lower.as_ref(), found.as_diagonal_mut(), u, Par::Seq, stack, Spec::default())
            .map_err(|_| Failure::NoConvergence)
    })?;
    values.iter_mut().enumerate().for_each(|(at, value)| *value = T::Part::from_f64(found[at].real_part()));
    if let Some(vectors) = vectors {
        let signs: Vec<T> = (0..n).map(|at| sign(columns.as_ref(), at)).collect();
        vectors.iter_mut().enumerate().for_each(|(at, value)| *value = columns[(at / n, at % n)] * signs[at % n]);
    }
    Ok(())
}
