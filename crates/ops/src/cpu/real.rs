//! f32 and f64 as kernels compute in them.

use std::ops::{Add, AddAssign, Div, Mul, Sub};

use crate::plain::Plain;

/// A matrix of a product: its first element and the steps to the next row and the next column.
#[derive(Clone, Copy)]
pub(crate) struct Matrix<P> {
    pub(crate) start: P,
    pub(crate) row_stride: usize,
    pub(crate) column_stride: usize,
}

impl<P> Matrix<P> {
    /// Rows of `columns` elements each, one after the other.
    pub(crate) fn rows(start: P, columns: usize) -> Matrix<P> {
        Matrix { start, row_stride: columns, column_stride: 1 }
    }

    /// The transpose of rows of `columns` elements each.
    pub(crate) fn transposed(start: P, columns: usize) -> Matrix<P> {
        Matrix { start, row_stride: 1, column_stride: columns }
    }
}

/// A type that sums are computed in.
pub(crate) trait Real:
    Plain<Wide = Self>
    + Default
    + PartialOrd
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + AddAssign
{
    /// `out = lhs * rhs`, or `out += lhs * rhs` where `adds`, for sizes `[rows, inner, columns]`.
    ///
    /// # Safety
    /// The matrices lie within memory that is readable, and for `out` writable by this thread alone.
    unsafe fn product(
        sizes: [usize; 3],
        lhs: Matrix<*const Self>,
        rhs: Matrix<*const Self>,
        out: Matrix<*mut Self>,
        adds: bool,
    );
}

macro_rules! real {
    ($($type:ident $gemm:path),*) => {$(
        impl Real for $type {
            unsafe fn product(
                [rows, inner, columns]: [usize; 3],
                lhs: Matrix<*const $type>,
                rhs: Matrix<*const $type>,
                out: Matrix<*mut $type>,
                adds: bool,
            ) {
                // SAFETY: by the caller.
                unsafe {
                    $gemm(
                        rows, inner, columns, 1.0,
                        lhs.start, lhs.row_stride as isize, lhs.column_stride as isize,
                        rhs.start, rhs.row_stride as isize, rhs.column_stride as isize,
                        if adds { 1.0 } else { 0.0 },
                        out.start, out.row_stride as isize, out.column_stride as isize,
                    );
                }
            }
        }
    )*};
}

real!(f32 matrixmultiply::sgemm, f64 matrixmultiply::dgemm);
