//! Products of matrices.
//!
//! [`gemm`] is the only door to a product of two matrices of floating numbers; it chooses the kernel by the sizes. An
//! element is the same whatever the number of threads and whether a factor is transposed; that of a product of more than
//! one row and column is the same whatever their number, too.

mod blocks;
mod dot;
mod few;
mod integer;
mod pack;
mod tile;
mod turn;
mod vector;

use std::ops::Range;

use cresset_storage::{Complex32, Complex64, Dims, Scalar};
use matrixmultiply::CGemmOption;

use crate::parallel::{for_ranges, num_threads};
use crate::plain::Plain;
use crate::simd::{Level, dispatch, level};

/// `out = alpha * lhs @ rhs + beta * out`. With `beta` 0 the old `out` is not read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Product {
    /// Rows of `lhs` and `out`.
    pub(crate) rows: usize,
    /// Columns of `lhs`, rows of `rhs`.
    pub(crate) inner: usize,
    /// Columns of `rhs` and `out`.
    pub(crate) columns: usize,
    /// Strides of rows and columns, in elements.
    pub(crate) lhs_strides: [usize; 2],
    /// Strides of rows and columns, in elements.
    pub(crate) rhs_strides: [usize; 2],
    /// Stride of the rows of `out`; its columns are next to each other.
    pub(crate) out_stride: usize,
    pub(crate) alpha: Scalar,
    pub(crate) beta: Scalar,
}

/// Many products of the same sizes. The results stand one behind the other.
pub(crate) struct Batch {
    /// How many there are along each dimension.
    pub(crate) sizes: Dims,
    /// From one left matrix to the next.
    pub(crate) lhs_strides: Dims,
    /// From one right matrix to the next.
    pub(crate) rhs_strides: Dims,
}

impl Batch {
    /// Where the matrices of product `at` start.
    fn offsets(&self, mut at: usize) -> (usize, usize) {
        let (mut lhs, mut rhs) = (0, 0);
        for dim in (0..self.sizes.len()).rev() {
            let index = at % self.sizes[dim];
            at /= self.sizes[dim];
            lhs += index * self.lhs_strides[dim];
            rhs += index * self.rhs_strides[dim];
        }
        (lhs, rhs)
    }
}

/// An element type with a kernel for products.
pub(crate) trait Multiply: Plain {
    /// One product.
    ///
    /// # Safety
    /// The pointers are valid for all elements that the product names, and `out` overlaps neither input.
    unsafe fn multiply(product: &Product, lhs: *const Self, rhs: *const Self, out: *mut Self);
}

macro_rules! multiply {
    ($($float:ty),*; $($integer:ty),*) => {
        $(impl Multiply for $float {
            unsafe fn multiply(product: &Product, lhs: *const Self, rhs: *const Self, out: *mut Self) {
                // SAFETY: by the caller.
                unsafe { gemm(product, lhs, rhs, out) }
            }
        })*
        $(impl Multiply for $integer {
            unsafe fn multiply(product: &Product, lhs: *const Self, rhs: *const Self, out: *mut Self) {
                // SAFETY: by the caller.
                unsafe { integer::multiply(product, lhs, rhs, out) }
            }
        })*
    };
}

multiply!(f32, f64; u8, i8, i16, i32, i64);

macro_rules! multiply_complex {
    ($($type:ty, $part:ty => $function:path),*) => {$(
        impl Multiply for $type {
            unsafe fn multiply(product: &Product, lhs: *const Self, rhs: *const Self, out: *mut Self) {
                let Product { rows, inner, columns, lhs_strides, rhs_strides, out_stride, alpha, beta } = *product;
                let [lhs_rows, lhs_columns] = lhs_strides.map(|stride| stride as isize);
                let [rhs_rows, rhs_columns] = rhs_strides.map(|stride| stride as isize);
                let [alpha, beta] = [alpha, beta].map(|scalar| {
                    let scalar = scalar.as_complex();
                    [scalar.re as $part, scalar.im as $part]
                });
                let standard = CGemmOption::Standard;
                // SAFETY: by the caller; a complex number is its two parts in a row.
                unsafe {
                    $function(
                        standard, standard, rows, inner, columns, alpha, lhs.cast(), lhs_rows, lhs_columns, rhs.cast(),
                        rhs_rows, rhs_columns, beta, out.cast(), out_stride as isize, 1,
                    );
                }
            }
        }
    )*};
}

multiply_complex!(Complex32, f32 => matrixmultiply::cgemm, Complex64, f64 => matrixmultiply::zgemm);

/// Multiply-adds that take about as long as an element of other work: `parallel` counts in elements.
const PER_ELEMENT: usize = 16;

/// Multiply-adds that are worth a block of their own.
const BLOCK: usize = 1 << 20;

/// Blocks for each thread, so that one that is kept from its work holds up the others by a quarter.
const BLOCKS_PER_THREAD: usize = 4;

/// The least rows or columns of a block: packing a matrix costs as much as about 16 rows.
const LEAST_SIDE: usize = 256;

/// Columns of a block that are packed together: no more of `lhs` is packed where blocks are as wide.
const WIDE_SIDE: usize = 480;

/// As [`LEAST_SIDE`] where there are few rows: shorter pieces of rows would leave memory pages half read.
const LEAST_SIDE_OF_FEW: usize = 2048;

/// An address that several threads use for disjoint blocks.
#[derive(Clone, Copy)]
struct Address<T>(*mut T);

// SAFETY: each thread writes its own block of the result, and reads inputs that nobody writes.
unsafe impl<T: Send> Send for Address<T> {}
// SAFETY: as for Send.
unsafe impl<T: Send> Sync for Address<T> {}

impl<T> Address<T> {
    fn at(&self, offset: usize) -> *mut T {
        self.0.wrapping_add(offset)
    }
}

/// All products of a batch, shared among threads. The result does not depend on where blocks begin.
///
/// # Safety
/// As [`Multiply::multiply`], for each product.
pub(crate) unsafe fn products<T: Multiply>(
    batch: &Batch,
    product: &Product,
    lhs: *const T,
    rhs: *const T,
    out: *mut T,
) {
    let n_products = batch.sizes.numel();
    if product.rows == 0 || product.columns == 0 {
        return;
    }
    let each = product.rows.saturating_mul(product.columns).saturating_mul(product.inner.max(1));
    let threads = num_threads();
    let most = if threads > 1 { threads * BLOCKS_PER_THREAD } else { 1 };
    let parts = (each / BLOCK).clamp(1, most.div_ceil(n_products.max(1)));
    let few = product.rows <= few::MOST_ROWS || product.columns == 1;
    let (least, wide) = if few { (LEAST_SIDE_OF_FEW, LEAST_SIDE_OF_FEW) } else { (LEAST_SIDE, WIDE_SIDE) };
    let wide_parts = parts.min(product.columns.div_ceil(wide));
    let row_parts = (parts / wide_parts).clamp(1, product.rows.div_ceil(least));
    let column_parts = (parts / row_parts).clamp(wide_parts, product.columns.div_ceil(least));
    let per_product = row_parts * column_parts;
    let (lhs, rhs, out) = (Address(lhs.cast_mut()), Address(rhs.cast_mut()), Address(out));
    let work = each.saturating_mul(n_products) / PER_ELEMENT;
    for_ranges(n_products * per_product, BLOCK / each, work, &|blocks: Range<usize>| {
        for block in blocks {
            let (at, part) = (block / per_product, block % per_product);
            let (lhs_at, rhs_at) = batch.offsets(at);
            let rows = share(product.rows, row_parts, part / column_parts);
            let columns = share(product.columns, column_parts, part % column_parts);
            let out_at = at * product.rows * product.out_stride + rows.start * product.out_stride + columns.start;
            let lhs = lhs.at(lhs_at + rows.start * product.lhs_strides[0]);
            let rhs = rhs.at(rhs_at + columns.start * product.rhs_strides[1]);
            let product = Product { rows: rows.len(), columns: columns.len(), ..*product };
            // SAFETY: by the caller; blocks of one product are disjoint, and so are the products.
            unsafe { T::multiply(&product, lhs, rhs, out.at(out_at)) };
        }
    });
}

/// Part `at` of `parts` of `0..len`. All are about as long: one row or column alone would be summed as a vector is.
fn share(len: usize, parts: usize, at: usize) -> Range<usize> {
    let start = |at: usize| if at == parts { len } else { len * at / parts / 16 * 16 };
    start(at)..start(at + 1)
}

/// One product of floating numbers on the calling thread: the only door to its kernels.
///
/// # Safety
/// As [`Multiply::multiply`].
unsafe fn gemm<T: Gemm>(product: &Product, lhs: *const T, rhs: *const T, out: *mut T) {
    let &Product { rows, inner, columns, lhs_strides, rhs_strides, .. } = product;
    if rows == 0 || columns == 0 {
        return;
    }
    // Without a fused multiply-add the kernels here are slow.
    let portable = cfg!(target_arch = "x86_64") && level() == Level::Scalar;
    // SAFETY: by the caller, for each kernel.
    unsafe {
        if rows == 1 && columns == 1 && inner > 0 {
            dispatch(dot::Dot { product, lhs, rhs, out });
        } else if columns == 1 && rows > 1 && product.out_stride == 1 {
            let (lhs_strides, rhs_strides) = ([rhs_strides[1], rhs_strides[0]], [lhs_strides[1], lhs_strides[0]]);
            let turned = Product { rows: 1, columns: rows, lhs_strides, rhs_strides, out_stride: rows, ..*product };
            gemm(&turned, rhs, lhs, out);
        } else if rows == 1 && inner > 0 && rhs_strides[0] == 1 {
            dispatch(vector::Dots { product, lhs, rhs, out });
        } else if rows == 1 && inner > 0 && rhs_strides[1] == 1 {
            dispatch(vector::Combine { product, lhs, rhs, out });
        } else if portable && inner > 0 {
            T::packed(product, lhs, rhs, out);
        } else if rows <= few::MOST_ROWS && rhs_strides[1] == 1 && inner.saturating_mul(columns) > blocks::IN_PLACE {
            dispatch(few::Few { product, lhs, rhs, out });
        } else {
            dispatch(blocks::Blocks { product, lhs, rhs, out });
        }
    }
}

/// A type that `matrixmultiply` knows.
trait Gemm: turn::Turn {
    /// One product with both matrices packed.
    ///
    /// # Safety
    /// As [`Multiply::multiply`].
    unsafe fn packed(product: &Product, lhs: *const Self, rhs: *const Self, out: *mut Self);
}

macro_rules! packed {
    ($($float:ty => $function:path),*) => {$(
        impl Gemm for $float {
            unsafe fn packed(product: &Product, lhs: *const Self, rhs: *const Self, out: *mut Self) {
                let Product { rows, inner, columns, lhs_strides, rhs_strides, out_stride, alpha, beta } = *product;
                let [lhs_rows, lhs_columns] = lhs_strides.map(|stride| stride as isize);
                let [rhs_rows, rhs_columns] = rhs_strides.map(|stride| stride as isize);
                // SAFETY: by the caller.
                unsafe {
                    $function(
                        rows, inner, columns, alpha.as_f64() as $float, lhs, lhs_rows, lhs_columns, rhs, rhs_rows, rhs_columns,
                        beta.as_f64() as $float, out, out_stride as isize, 1,
                    );
                }
            }
        }
    )*};
}

packed!(f32 => matrixmultiply::sgemm, f64 => matrixmultiply::dgemm);
