//! f32 and f64 as kernels compute in them.

use std::cell::RefCell;
use std::ops::{AddAssign, Div, Mul, Sub};

use cresset_storage::Scalar;

use super::lanes::Lanes;
use super::matmul::{Multiply, Product, Stored};
use crate::plain::Plain;
use crate::simd::Simd;

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
    Plain<Wide = Self> + Lanes + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self> + AddAssign
{
    /// `out = lhs * rhs`, or `out += lhs * rhs` where `adds`, for sizes `[rows, inner, columns]`.
    ///
    /// # Safety
    /// The matrices lie within memory that is readable, and for `out` writable by this thread alone. The columns of
    /// `out` are next to each other.
    unsafe fn product(
        sizes: [usize; 3],
        lhs: Matrix<*const Self>,
        rhs: Matrix<*const Self>,
        out: Matrix<*mut Self>,
        adds: bool,
    );

    /// `to[i * to_stride + j] = from[j * from_stride + i]` for `i` and `j` below the lanes of a register.
    ///
    /// # Safety
    /// Both pointers are valid for so many runs of so many elements at their strides.
    unsafe fn turn<S: Simd>(from: *const Self, from_stride: usize, to: *mut Self, to_stride: usize);

    /// Calls `body` with room for `len` elements, which hold anything. The room is kept as long as the thread lives:
    /// fresh pages cost more than most kernels.
    fn with_room<R>(len: usize, body: impl FnOnce(&mut [Self]) -> R) -> R {
        let mut room = Self::take_room(len);
        let result = body(&mut room[..len]);
        Self::keep_room(room);
        result
    }

    /// Room for at least `len` elements, which hold anything.
    fn take_room(len: usize) -> Vec<Self>;

    /// Keeps room for the next who needs it.
    fn keep_room(room: Vec<Self>);
}

macro_rules! real {
    ($($type:ident $rooms:ident),*) => {$(
        impl Real for $type {
            unsafe fn product(
                [rows, inner, columns]: [usize; 3],
                lhs: Matrix<*const $type>,
                rhs: Matrix<*const $type>,
                out: Matrix<*mut $type>,
                adds: bool,
            ) {
                let product = Product {
                    rows,
                    inner,
                    columns,
                    lhs_strides: [lhs.row_stride, lhs.column_stride],
                    rhs_strides: [rhs.row_stride, rhs.column_stride],
                    out_stride: out.row_stride,
                    alpha: Scalar::F64(1.0),
                    beta: Scalar::F64(f64::from(u8::from(adds))),
                };
                // SAFETY: by the caller.
                unsafe { <$type as Multiply>::multiply(&product, lhs.start, rhs.start, out.start) }
            }

            #[inline(always)]
            unsafe fn turn<S: Simd>(from: *const $type, from_stride: usize, to: *mut $type, to_stride: usize) {
                // SAFETY: by the caller.
                unsafe { <$type as Stored>::turn::<S>(from, from_stride, to, to_stride) }
            }

            fn take_room(len: usize) -> Vec<$type> {
                let mut room: Vec<$type> = $rooms.with_borrow_mut(Vec::pop).unwrap_or_default();
                if room.len() < len {
                    room.resize(len, 0.0);
                }
                room
            }

            fn keep_room(room: Vec<$type>) {
                $rooms.with_borrow_mut(|rooms| rooms.push(room));
            }
        }
    )*};
}

thread_local! {
    static ROOMS_OF_F32: RefCell<Vec<Vec<f32>>> = const { RefCell::new(Vec::new()) };
    static ROOMS_OF_F64: RefCell<Vec<Vec<f64>>> = const { RefCell::new(Vec::new()) };
}

real!(f32 ROOMS_OF_F32, f64 ROOMS_OF_F64);
