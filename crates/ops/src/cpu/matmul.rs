//! Products of matrices.
//!
//! [`gemm`] is the only door to a product of two matrices of floating numbers; it chooses the kernel by the sizes. An
//! element is the same whatever the number of threads and whether a factor is transposed; that of a product of more than
//! one row and column is the same whatever their number, too. Only of bfloat16, more than [`few::MOST_ROWS`] rows are
//! summed in other steps than few, where the processor has an instruction for them: see `pairs.rs` and
//! `amx.rs`.

#[cfg(target_arch = "x86_64")]
mod amx;
mod blocks;
mod dot;
mod few;
mod integer;
mod pack;
#[cfg(target_arch = "x86_64")]
mod pairs;
mod stored;
mod tile;
mod vector;

pub(crate) use stored::Stored;
pub(crate) use tile::{REGISTERS, rows_of};

use std::marker::PhantomData;
use std::ops::Range;

use cresset_storage::{Complex32, Complex64, Dims, Scalar, bf16, f16};
use matrixmultiply::CGemmOption;

use crate::parallel::{for_ranges, num_threads};
use crate::plain::Plain;
use crate::simd::{Level, dispatch, level, with_level};

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
    unsafe fn multiply(product: &Product, lhs: *const Self, rhs: *const Self, out: *mut Self::Wide);

    /// One product whose rows are added to a bias, in place of `beta` times `out`.
    ///
    /// # Safety
    /// As [`Multiply::multiply`]; the bias has an element for each column.
    unsafe fn multiply_biased(
        product: &Product,
        lhs: *const Self,
        rhs: *const Self,
        bias: *const Self::Wide,
        out: *mut Self::Wide,
    ) {
        // SAFETY: by the caller.
        unsafe { Self::multiply(&product.begun(bias, out), lhs, rhs, out) }
    }
}

impl Product {
    /// The product that is added to rows of `out`, which become copies of the bias.
    ///
    /// # Safety
    /// `out` has the rows, `bias` an element for each column.
    unsafe fn begun<T: Copy>(&self, bias: *const T, out: *mut T) -> Product {
        for row in 0..self.rows {
            // SAFETY: by the caller.
            unsafe { std::ptr::copy_nonoverlapping(bias, out.add(row * self.out_stride), self.columns) };
        }
        Product { beta: Scalar::I64(1), ..*self }
    }
}

macro_rules! multiply {
    ($($float:ty),*; $($integer:ty),*) => {
        $(impl Multiply for $float {
            unsafe fn multiply(product: &Product, lhs: *const Self, rhs: *const Self, out: *mut Self::Wide) {
                // SAFETY: by the caller.
                unsafe { gemm(product, lhs, rhs, None, out) }
            }

            unsafe fn multiply_biased(
                product: &Product, lhs: *const Self, rhs: *const Self, bias: *const Self::Wide, out: *mut Self::Wide,
            ) {
                // SAFETY: by the caller.
                unsafe { gemm(product, lhs, rhs, Some(bias), out) }
            }
        })*
        $(impl Multiply for $integer {
            unsafe fn multiply(product: &Product, lhs: *const Self, rhs: *const Self, out: *mut Self::Wide) {
                // SAFETY: by the caller.
                unsafe { integer::multiply(product, lhs, rhs, out) }
            }
        })*
    };
}

multiply!(f32, f64, f16, bf16; u8, i8, i16, i32, i64);

macro_rules! multiply_complex {
    ($($type:ty, $part:ty => $function:path),*) => {$(
        impl Multiply for $type {
            unsafe fn multiply(product: &Product, lhs: *const Self, rhs: *const Self, out: *mut Self::Wide) {
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
const BLOCK: usize = 1 << 19;

/// Blocks for each thread, so that one that is kept from its work holds up the others by a quarter.
const BLOCKS_PER_THREAD: usize = 4;

/// Rows or columns whose products take as long as packing the other factor of a block.
const PACKING: usize = 12;

/// Columns of a block that are packed together.
const WIDE_SIDE: usize = 480;

/// The least rows or columns of a block.
const LEAST_SIDE: usize = 32;

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

/// All products of a batch, shared among threads; rows are added to the bias where there is one, in place of `beta` times
/// `out`. The result does not depend on where blocks begin.
///
/// # Safety
/// As [`Multiply::multiply`], for each product; the bias has an element for each column.
pub(crate) unsafe fn products<T: Multiply>(
    batch: &Batch,
    product: &Product,
    lhs: *const T,
    rhs: *const T,
    bias: Option<*const T::Wide>,
    out: *mut T::Wide,
) {
    let n_products = batch.sizes.numel();
    if product.rows == 0 || product.columns == 0 {
        return;
    }
    let each = product.rows.saturating_mul(product.columns).saturating_mul(product.inner.max(1));
    let threads = num_threads();
    let most = if threads > 1 { threads * BLOCKS_PER_THREAD } else { 1 };
    let parts = each.div_ceil(BLOCK).clamp(1, most.div_ceil(n_products.max(1)));
    let few = product.rows <= few::MOST_ROWS || product.columns == 1;
    let [row_parts, column_parts] = match few {
        true => [product.rows, product.columns].map(|side| side.div_ceil(LEAST_SIDE_OF_FEW).min(parts)),
        false => parts_of([product.rows, product.columns], parts, n_products, threads),
    };
    let per_product = row_parts * column_parts;
    let (lhs, rhs, out) = (Address(lhs.cast_mut()), Address(rhs.cast_mut()), Address(out));
    let bias = bias.map(|bias| Address(bias.cast_mut()));
    let work = each.saturating_mul(n_products) / PER_ELEMENT;
    // Levels round sums of bfloat16 in different ways, and a level is chosen for the calling thread.
    let level = level();
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
            with_level(level, || unsafe {
                match bias {
                    None => T::multiply(&product, lhs, rhs, out.at(out_at)),
                    Some(bias) => T::multiply_biased(&product, lhs, rhs, bias.at(columns.start), out.at(out_at)),
                }
            });
        }
    });
}

/// How many parts rows and columns of each product are cut into, at most so many in all: those that should take the least
/// time. A block packs its factors for itself, and the fewer blocks a thread has, the longer the others may wait for it.
fn parts_of([rows, columns]: [usize; 2], parts: usize, n_products: usize, threads: usize) -> [usize; 2] {
    let cost = |[row_parts, column_parts]: [usize; 2]| {
        let (rows, columns) = (rows.div_ceil(row_parts), columns.div_ceil(column_parts));
        let passes = columns.div_ceil(WIDE_SIDE);
        let each = (n_products * row_parts * column_parts).div_ceil(threads);
        (each * 10 + 1) * (rows + PACKING) * (columns + PACKING * passes)
    };
    let most = [rows, columns].map(|side| (side / LEAST_SIDE).clamp(1, parts));
    let (mut best, mut least) = ([1, 1], cost([1, 1]));
    for row_parts in 1..=most[0] {
        for column_parts in 1..=most[1].min(parts / row_parts) {
            let found = cost([row_parts, column_parts]);
            if found < least {
                (best, least) = ([row_parts, column_parts], found);
            }
        }
    }
    best
}

/// Part `at` of `parts` of `0..len`. All are about as long: one row or column alone would be summed as a vector is.
fn share(len: usize, parts: usize, at: usize) -> Range<usize> {
    let start = |at: usize| if at == parts { len } else { len * at / parts / 16 * 16 };
    start(at)..start(at + 1)
}

/// Whether this thread's level has an instruction for products of bfloat16 numbers.
pub(crate) fn has_brain_products() -> bool {
    #[cfg(target_arch = "x86_64")]
    return level() == Level::Amx || pairs::available();
    #[cfg(not(target_arch = "x86_64"))]
    false
}

/// One product of floating numbers on the calling thread: the only door to its kernels.
///
/// # Safety
/// As [`Multiply::multiply_biased`].
unsafe fn gemm<T: Gemm>(
    product: &Product,
    lhs: *const T,
    rhs: *const T,
    bias: Option<*const T::Wide>,
    out: *mut T::Wide,
) {
    let &Product { rows, inner, columns, lhs_strides, rhs_strides, .. } = product;
    if rows == 0 || columns == 0 {
        return;
    }
    // Without a fused multiply-add the kernels here are slow.
    let portable = cfg!(target_arch = "x86_64") && level() == Level::Scalar;
    // Only blocks read the bias where it is.
    let begun = || match bias {
        // SAFETY: by the caller.
        Some(bias) => unsafe { product.begun(bias, out) },
        None => *product,
    };
    // SAFETY: by the caller, for each kernel.
    unsafe {
        if rows == 1 && columns == 1 && inner > 0 {
            dispatch(dot::Dot { product: &begun(), lhs, rhs, out });
        } else if columns == 1 && rows > 1 && product.out_stride == 1 {
            let (lhs_strides, rhs_strides) = ([rhs_strides[1], rhs_strides[0]], [lhs_strides[1], lhs_strides[0]]);
            let turned = Product { rows: 1, columns: rows, lhs_strides, rhs_strides, out_stride: rows, ..begun() };
            gemm(&turned, rhs, lhs, None, out);
        } else if rows == 1 && inner > 0 && rhs_strides[0] == 1 {
            dispatch(vector::Dots { product: &begun(), lhs, rhs, out });
        } else if rows == 1 && inner > 0 && rhs_strides[1] == 1 {
            dispatch(vector::Combine { product: &begun(), lhs, rhs, out });
        } else if portable && inner > 0 {
            T::packed(&begun(), lhs, rhs, out);
        } else if rows <= few::MOST_ROWS && rhs_strides[1] == 1 && inner.saturating_mul(columns) > blocks::IN_PLACE {
            dispatch(few::Few { product: &begun(), lhs, rhs, out });
        } else {
            T::blocks(product, lhs, rhs, bias, out);
        }
    }
}

/// A floating type.
trait Gemm: Stored {
    /// One product in blocks.
    ///
    /// # Safety
    /// As [`Multiply::multiply_biased`].
    unsafe fn blocks(
        product: &Product,
        lhs: *const Self,
        rhs: *const Self,
        bias: Option<*const Self::Wide>,
        out: *mut Self::Wide,
    ) {
        let form = PhantomData::<blocks::Singles>;
        dispatch(blocks::Blocks { product, lhs, rhs, bias, out, form });
    }

    /// One product with both matrices packed.
    ///
    /// # Safety
    /// As [`Multiply::multiply`].
    unsafe fn packed(product: &Product, lhs: *const Self, rhs: *const Self, out: *mut Self::Wide);
}

macro_rules! packed {
    ($($float:ty => $function:path),*) => {$(
        impl Gemm for $float {
            unsafe fn packed(product: &Product, lhs: *const Self, rhs: *const Self, out: *mut Self::Wide) {
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

macro_rules! packed_halves {
    ($($half:ty $({ $($more:tt)* })?),*) => {$(
        impl Gemm for $half {
            $($($more)*)?

            unsafe fn packed(product: &Product, lhs: *const Self, rhs: *const Self, out: *mut f32) {
                let &Product { rows, inner, columns, lhs_strides, rhs_strides, .. } = product;
                // SAFETY: by the caller.
                unsafe {
                    let lhs = widened(lhs, [rows, inner], lhs_strides);
                    let rhs = widened(rhs, [inner, columns], rhs_strides);
                    let product = Product { lhs_strides: [inner, 1], rhs_strides: [columns, 1], ..*product };
                    f32::packed(&product, lhs.as_ptr(), rhs.as_ptr(), out);
                }
            }
        }
    )*};
}

packed_halves!(f16, bf16 {
    unsafe fn blocks(
        product: &Product, lhs: *const bf16, rhs: *const bf16, bias: Option<*const f32>, out: *mut f32,
    ) {
        // The few rows of a product go by other ways where they lie otherwise; it shall not show in the result.
        #[cfg(target_arch = "x86_64")]
        if product.rows > few::MOST_ROWS {
            if level() == Level::Amx {
                // SAFETY: the level is at most that of the machine.
                let _configured = unsafe { amx::Configured::new() };
                return dispatch(blocks::Blocks { product, lhs, rhs, bias, out, form: PhantomData::<amx::Amx> });
            }
            if pairs::available() {
                return dispatch(blocks::Blocks { product, lhs, rhs, bias, out, form: PhantomData::<pairs::Pairs> });
            }
        }
        dispatch(blocks::Blocks { product, lhs, rhs, bias, out, form: PhantomData::<blocks::Singles> });
    }
});

/// A matrix in the computing type, row after row.
///
/// # Safety
/// The matrix is valid for so many rows and columns at the strides.
unsafe fn widened<T: Plain>(from: *const T, sizes: [usize; 2], strides: [usize; 2]) -> Vec<T::Wide> {
    let mut wide = Vec::with_capacity(sizes[0] * sizes[1]);
    for row in 0..sizes[0] {
        for column in 0..sizes[1] {
            // SAFETY: by the caller.
            wide.push(unsafe { *from.add(row * strides[0] + column * strides[1]) }.widen());
        }
    }
    wide
}
