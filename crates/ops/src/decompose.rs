//! Factors of matrices and of batches of them: LU, Cholesky, QR, eigenvalues, singular values; and solving with them.
//!
//! The last two dims hold the matrices, the others count them. `float32`, `float64` and complex dtypes have decompositions;
//! arrays of other floating dtypes pass where they hold no elements, as in PyTorch.

mod spectrum;

use cresset_storage::{DType, Dims, Error, Result, promote};

use crate::access::{Access, fill};
use crate::array::Array;
use crate::broadcast::broadcast_sizes;
use crate::copy::{contiguous, contiguous_copy};
use crate::cpu::decompose::triangular::{Triangle, solve, solve_right};
use crate::cpu::decompose::{Field, cholesky as cholesky_kernel, exponential, for_matrices, lu, qr as qr_kernel, runs};
use crate::plain::for_dtype;

pub use spectrum::{eigh, svd};

/// Sizes of a batch of matrices.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Batch {
    pub(crate) lead: Dims,
    pub(crate) count: usize,
    pub(crate) rows: usize,
    pub(crate) columns: usize,
}

impl Batch {
    fn of(op: &'static str, x: &Array) -> Result<Batch> {
        let [lead @ .., rows, columns] = &x.sizes()[..] else {
            let shapes: [(_, &[usize]); 1] = [("A", x.sizes())];
            return Err(Error::shape(op, "not a batch of matrices", &shapes, "A needs at least two dims"));
        };
        Ok(Batch { lead: Dims::new(op, lead)?, count: lead.iter().product(), rows: *rows, columns: *columns })
    }

    /// The sizes of one vector or matrix for each of the batch.
    pub(crate) fn sizes(&self, op: &'static str, each: &[usize]) -> Result<Dims> {
        let mut sizes = self.lead;
        each.iter().try_for_each(|&size| sizes.push(op, size))?;
        Ok(sizes)
    }
}

/// Refuses other than batches of matrices of a floating dtype.
///
/// # Errors
/// Fewer than two dims, or a dtype that is not floating.
pub fn check_matrices(op: &'static str, x: &Array) -> Result<()> {
    matrices(op, x).map(|_| ())
}

/// As [`check_matrices`], and the matrices must be square.
///
/// # Errors
/// Also matrices that are not square.
pub fn check_square(op: &'static str, x: &Array) -> Result<()> {
    square(op, x).map(|_| ())
}

fn matrices(op: &'static str, x: &Array) -> Result<Batch> {
    let batch = Batch::of(op, x)?;
    if !x.dtype().is_floating_point() && !x.dtype().is_complex() {
        let remedy = "convert to float32 or float64 first";
        return Err(Error::dtype(op, "not a floating or complex dtype", &[("A", x.dtype())], remedy));
    }
    Ok(batch)
}

fn square(op: &'static str, x: &Array) -> Result<Batch> {
    let batch = matrices(op, x)?;
    if batch.rows != batch.columns {
        return Err(Error::shape(
            op,
            "matrices are not square",
            &[("A", x.sizes())],
            "the last two sizes must be equal",
        ));
    }
    Ok(batch)
}

/// Refuses where `info` names a batch element whose work failed.
///
/// # Errors
/// The first one that did, with what LAPACK's number says of it.
pub fn check_info(op: &'static str, info: &Array, problem: &'static str, remedy: &'static str) -> Result<()> {
    let infos = crate::reading::to_vec::<i32>(info)?;
    match infos.iter().position(|&info| info != 0) {
        Some(at) if info.rank() == 0 => Err(Error::argument(op, "A", format!("{problem} {}", infos[at]), remedy)),
        Some(at) => Err(Error::argument(op, "A", format!("{problem} {} in batch element {at}", infos[at]), remedy)),
        None => Ok(()),
    }
}

/// LU factors with partial pivoting: `L` below the diagonal and `U` above in one matrix, LAPACK's pivots, and for each
/// matrix 0 or the place of the first zero pivot.
///
/// # Shapes
/// `[..., m, n]` gives `[..., m, n]`, `[..., min(m, n)]` and `[...]`.
///
/// # Errors
/// Not a batch of matrices, or a dtype without decompositions.
pub fn lu_factor(op: &'static str, a: &Array) -> Result<(Array, Array, Array)> {
    let batch = matrices(op, a)?;
    let shorter = batch.rows.min(batch.columns);
    let mut factors = contiguous_copy(op, a)?;
    let mut pivots = Array::empty(op, &batch.sizes(op, &[shorter])?, DType::I32, a.device())?;
    let mut info = crate::copy::full(op, &batch.lead, 0.into(), DType::I32, a.device())?;
    if factors.numel() > 0 {
        for_dtype!(op, a.dtype(), field: T => {
            let factors: Vec<&mut [T]> = runs(fill(op, &mut factors)?, batch.count, batch.rows * batch.columns);
            let pivots = runs(fill::<i32>(op, &mut pivots)?, batch.count, shorter);
            let info = fill::<i32>(op, &mut info)?;
            let mut parts: Vec<_> = factors.into_iter().zip(pivots).zip(info).collect();
            for_matrices(&mut parts, batch.rows * batch.columns * shorter, &|_, ((factors, pivots), info)| {
                **info = lu::factor(factors, batch.columns, pivots);
            });
        });
    }
    Ok((factors, pivots, info))
}

/// The orders of `n` rows that LAPACK's pivots stand for: row `i` of the permuted matrix is row `order[i]`.
///
/// # Shapes
/// `[..., k]` gives `[..., n]`, of `int64`.
///
/// # Errors
/// Pivots that are not `int32` or not within `1..=n`.
pub fn pivot_order(op: &'static str, pivots: &Array, n: usize) -> Result<Array> {
    check_pivots(op, pivots, n)?;
    let Some((&shorter, lead)) = pivots.sizes().split_last() else {
        return Err(Error::shape(op, "pivots have no dim", &[("pivots", &[])], "pivots need at least one dim"));
    };
    let count = lead.iter().product();
    let mut sizes = Dims::new(op, lead)?;
    sizes.push(op, n)?;
    let mut out = Array::empty(op, &sizes, DType::I64, pivots.device())?;
    let pivots = contiguous(op, pivots)?;
    let access = Access::read(&[&pivots])?;
    let held = access.slice::<i32>(op, 0)?;
    for (at, order) in runs(fill::<i64>(op, &mut out)?, count, n).into_iter().enumerate() {
        lu::order(&held[at * shorter..(at + 1) * shorter], order);
    }
    drop(access);
    Ok(out)
}

fn check_pivots(op: &'static str, pivots: &Array, n: usize) -> Result<()> {
    if pivots.dtype() != DType::I32 {
        let remedy = "use the pivots that an LU factorisation gave";
        return Err(Error::dtype(op, "pivots of another dtype", &[("pivots", pivots.dtype())], remedy));
    }
    let held = crate::reading::to_vec::<i32>(pivots)?;
    match held.iter().find(|&&pivot| pivot < 1 || pivot as usize > n) {
        Some(pivot) => Err(Error::argument(op, "pivots", pivot, "pivots count the rows from 1")),
        None => Ok(()),
    }
}

/// The two arrays with their leading sizes broadcast against each other, both contiguous; the second a copy.
fn paired(op: &'static str, a: &Array, b: &Array) -> Result<(Array, Array, Batch)> {
    let (left, right) = (square(op, a)?, Batch::of(op, b)?);
    if a.dtype() != b.dtype() {
        let dtypes = [("A", a.dtype()), ("B", b.dtype())];
        return Err(Error::dtype(op, "dtypes differ", &dtypes, "convert one of them first"));
    }
    let lead = broadcast_sizes(op, &left.lead, &right.lead)?;
    let batch = Batch { lead, count: lead.iter().product(), ..right };
    let expanded = |x: &Array, own: Batch| -> Result<Array> {
        let sizes = Batch { lead, ..own }.sizes(op, &[own.rows, own.columns])?;
        sizes.checked_numel(op, x.dtype().n_bytes())?;
        Ok(x.with_layout(x.layout().broadcast_to(op, &sizes)?))
    };
    Ok((contiguous(op, &expanded(a, left)?)?, contiguous_copy(op, &expanded(b, right)?)?, batch))
}

fn misfit(op: &'static str, a: &Array, b: &Array, remedy: &'static str) -> Error {
    let shapes: [(_, &[usize]); 2] = [("A", a.sizes()), ("B", b.sizes())];
    Error::shape(op, "matrices and right-hand sides do not fit", &shapes, remedy)
}

/// How [`solve_triangular`] is to take its matrix.
#[derive(Clone, Copy, Debug)]
pub struct Triangular {
    /// Whether the triangle above the diagonal counts; else the one below.
    pub upper: bool,
    /// Whether the matrix stands on the left of the unknown.
    pub left: bool,
    /// Whether ones stand for the diagonal.
    pub unit: bool,
}

/// The solution `x` of `a @ x = b`, or of `x @ a = b`, where only a triangle of `a` counts.
///
/// # Shapes
/// `[..., n, n]` and `[..., n, k]`, or `[..., k, n]`, give the sizes of `b` with the leading ones broadcast.
///
/// # Errors
/// Sizes that do not fit, different dtypes, a dtype without decompositions.
pub fn solve_triangular(op: &'static str, a: &Array, b: &Array, form: Triangular) -> Result<Array> {
    let (matrices, mut sides, batch) = paired(op, a, b)?;
    let n = matrices.sizes()[matrices.rank() - 1];
    if n != if form.left { batch.rows } else { batch.columns } {
        return Err(misfit(op, a, b, "B needs as many rows (or columns, from the right) as A"));
    }
    if sides.numel() > 0 {
        let triangle = Triangle { upper: form.upper, unit: form.unit, adjoint: false };
        let access = Access::read(&[&matrices])?;
        for_dtype!(op, a.dtype(), field: T => {
            let held: &[T] = access.slice(op, 0)?;
            let mut sides = runs::<T>(fill(op, &mut sides)?, batch.count, batch.rows * batch.columns);
            for_matrices(&mut sides, n * batch.rows * batch.columns, &|at, sides| {
                let matrix = &held[at * n * n..(at + 1) * n * n];
                if form.left {
                    solve(matrix, n, triangle, sides, batch.columns);
                } else {
                    solve_right(matrix, n, triangle, sides, batch.rows);
                }
            });
        });
    }
    Ok(sides)
}

/// The solution `x` of `a @ x = b`, or of `adjoint(a) @ x = b`, from LU factors and pivots of `a`.
///
/// # Shapes
/// `[..., n, n]`, `[..., n]` and `[..., n, k]` give `[..., n, k]`, the leading sizes broadcast.
///
/// # Errors
/// Sizes that do not fit, different dtypes, a dtype without decompositions, pivots out of range.
pub fn lu_solve(op: &'static str, factors: &Array, pivots: &Array, b: &Array, adjoint: bool) -> Result<Array> {
    let (matrices, mut sides, batch) = paired(op, factors, b)?;
    let n = matrices.sizes()[matrices.rank() - 1];
    if n != batch.rows {
        return Err(misfit(op, factors, b, "B needs as many rows as A"));
    }
    if **pivots.sizes() != factors.sizes()[..factors.rank() - 1] {
        let shapes: [(_, &[usize]); 2] = [("LU", factors.sizes()), ("pivots", pivots.sizes())];
        return Err(Error::shape(op, "pivots do not fit the factors", &shapes, "pivots must be [..., n]"));
    }
    check_pivots(op, pivots, n)?;
    if sides.numel() > 0 {
        let sizes = batch.sizes(op, &[n])?;
        let pivots = contiguous(op, &pivots.with_layout(pivots.layout().broadcast_to(op, &sizes)?))?;
        let access = Access::read(&[&matrices, &pivots])?;
        for_dtype!(op, factors.dtype(), field: T => {
            let (held, pivots): (&[T], &[i32]) = (access.slice(op, 0)?, access.slice(op, 1)?);
            let mut sides = runs::<T>(fill(op, &mut sides)?, batch.count, n * batch.columns);
            for_matrices(&mut sides, 2 * n * n * batch.columns, &|at, sides| {
                let (matrix, pivots) = (&held[at * n * n..(at + 1) * n * n], &pivots[at * n..(at + 1) * n]);
                lu::solve_factored(matrix, pivots, sides, batch.columns, adjoint);
            });
        });
    }
    Ok(sides)
}

/// Cholesky factors of matrices of which one triangle counts, in that triangle; and for each matrix 0, or the order of
/// the first leading minor that is not positive.
///
/// # Shapes
/// `[..., n, n]` gives `[..., n, n]` and `[...]`.
///
/// # Errors
/// Not a batch of square matrices, or a dtype without decompositions.
pub fn cholesky(op: &'static str, a: &Array, upper: bool) -> Result<(Array, Array)> {
    let batch = square(op, a)?;
    let mut factors = contiguous_copy(op, a)?;
    let mut info = crate::copy::full(op, &batch.lead, 0.into(), DType::I32, a.device())?;
    if factors.numel() > 0 {
        let n = batch.rows;
        for_dtype!(op, a.dtype(), field: T => {
            let factors = runs::<T>(fill(op, &mut factors)?, batch.count, n * n);
            let mut parts: Vec<_> = factors.into_iter().zip(fill::<i32>(op, &mut info)?).collect();
            for_matrices(&mut parts, n * n * n / 3, &|_, (factor, info)| {
                **info = cholesky_kernel::factor(factor, n, upper);
            });
        });
    }
    Ok((factors, info))
}

/// Which factors [`qr`] makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QrMode {
    /// `Q` of `min(m, n)` columns.
    Reduced,
    /// A square `Q`.
    Complete,
    /// Only `R`; `Q` is empty.
    R,
}

/// `Q` with orthonormal columns and upper triangular `R`, with the signs of LAPACK's `geqrf`.
///
/// # Shapes
/// `[..., m, n]` gives `[..., m, k]` and `[..., k, n]`, where `k` is `m` for complete factors and else `min(m, n)`.
///
/// # Errors
/// Not a batch of matrices, or a dtype without decompositions.
pub fn qr(op: &'static str, a: &Array, mode: QrMode) -> Result<(Array, Array)> {
    let batch = matrices(op, a)?;
    let Batch { rows, columns, count, .. } = batch;
    let shorter = rows.min(columns);
    let inner = if mode == QrMode::Complete { rows } else { shorter };
    let q_sizes = if mode == QrMode::R { Dims::new(op, &[0])? } else { batch.sizes(op, &[rows, inner])? };
    let mut q = Array::empty(op, &q_sizes, a.dtype(), a.device())?;
    let mut r = Array::empty(op, &batch.sizes(op, &[inner, columns])?, a.dtype(), a.device())?;
    if q.numel() + r.numel() > 0 {
        let mut work = contiguous_copy(op, a)?;
        for_dtype!(op, a.dtype(), field: T => {
            let each_q = if mode == QrMode::R { 0 } else { rows * inner };
            let works = runs::<T>(fill(op, &mut work)?, count, rows * columns);
            let qs = runs::<T>(fill(op, &mut q)?, count, each_q);
            let rs = runs::<T>(fill(op, &mut r)?, count, inner * columns);
            let mut parts: Vec<_> = works.into_iter().zip(qs).zip(rs).collect();
            for_matrices(&mut parts, 2 * rows * columns * shorter, &|_, ((work, q), r)| {
                let mut scales = vec![<T as Field>::ZERO; shorter];
                qr_kernel::factor(work, columns, &mut scales);
                for (at, value) in r.iter_mut().enumerate() {
                    *value = if at / columns <= at % columns { work[at] } else { <T as Field>::ZERO };
                }
                if !q.is_empty() {
                    qr_kernel::orthogonal(work, columns, &scales, q, inner);
                }
            });
        });
    }
    Ok((q, r))
}

/// The exponential of square matrices.
///
/// # Errors
/// Not a batch of square matrices, or a dtype without decompositions.
pub fn matrix_exp(op: &'static str, a: &Array) -> Result<Array> {
    let batch = square(op, a)?;
    let dtype = a.dtype();
    // Squarings double errors, so that single precision is not enough to work in.
    let a = &if a.numel() > 0 && dtype.n_bytes() > 2 {
        crate::copy::to_dtype(op, a, promote(dtype, DType::F64))?
    } else {
        a.clone()
    };
    let mut out = contiguous_copy(op, a)?;
    if out.numel() > 0 {
        let n = batch.rows;
        let a = contiguous(op, a)?;
        let access = Access::read(&[&a])?;
        for_dtype!(op, a.dtype(), field: T => {
            let held: &[T] = access.slice(op, 0)?;
            let mut parts = runs::<T>(fill(op, &mut out)?, batch.count, n * n);
            for_matrices(&mut parts, 10 * n * n * n, &|at, out| {
                exponential::exponential(n, &held[at * n * n..(at + 1) * n * n], out);
            });
        });
    }
    if out.dtype() == dtype { Ok(out) } else { crate::copy::to_dtype(op, &out, dtype) }
}
