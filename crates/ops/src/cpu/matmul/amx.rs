//! Products of bfloat16 numbers by AMX: registers of 16 rows of 64 bytes, and an instruction that multiplies two of them
//! and adds to a third.
//!
//! Factors are packed in pairs of terms as in `pairs.rs`, 32 terms at a time. Four registers hold 32 rows and columns of
//! sums, two their rows of `lhs` and two their columns of `rhs`: as many loads as products, each of which takes twice as
//! long as a load.
//!
//! # Numerics
//! The even and the odd ones of 32 terms are summed apart in f32, each step rounded once to nearest even; their sum is
//! added to the result's element. Subnormal numbers count as zeros, in the factors and in the sums.

use std::arch::asm;
use std::marker::PhantomData;
use std::mem::MaybeUninit;

use cresset_storage::bf16;

use super::blocks::Form;
use super::pack::{LHS_STRIDE, Rows, Source};
use super::pairs::{LEN, Pairs, Panels};
use super::tile::Tile;
use crate::simd::{Number, Simd};

/// Thirty-two rows and columns of sums at a time.
pub(super) struct Amx;

/// Rows and columns of a tile.
const SIDE: usize = 2 * LEN;

/// Sums of a tile that has not all of its rows and columns.
#[repr(align(64))]
struct Sums(MaybeUninit<[f32; SIDE * SIDE]>);

/// The shapes of the eight registers, as `ldtilecfg` reads them.
#[repr(C, align(64))]
struct Shapes {
    palette: u8,
    reserved: [u8; 15],
    row_bytes: [u16; 16],
    rows: [u8; 16],
}

/// All registers are whole: rows beyond those of a product are computed, from anything, and not written.
static SHAPES: Shapes = {
    let (mut row_bytes, mut rows) = ([0; 16], [0; 16]);
    let mut register = 0;
    while register < 8 {
        row_bytes[register] = 64;
        rows[register] = 16;
        register += 1;
    }
    Shapes { palette: 1, reserved: [0; 15], row_bytes, rows }
};

/// This thread's registers are in use until it is dropped. Then the system need no longer save their 8 KB when threads
/// change.
pub(super) struct Configured(PhantomData<*const ()>);

impl Configured {
    /// # Safety
    /// The level is [`Level::Amx`](crate::simd::Level::Amx).
    pub(super) unsafe fn new() -> Configured {
        // SAFETY: the instruction reads the 64 bytes; by the caller, the processor has it and the system allows it.
        unsafe { asm!("ldtilecfg [{}]", in(reg) &raw const SHAPES, options(nostack, readonly)) };
        Configured(PhantomData)
    }
}

impl Drop for Configured {
    fn drop(&mut self) {
        // SAFETY: `new` has run on this thread: the type cannot be sent to another.
        unsafe { asm!("tilerelease", options(nostack, nomem)) };
    }
}

impl Form<bf16> for Amx {
    const DEPTH: usize = 2;
    const RUN: usize = LEN;

    #[inline(always)]
    fn rows_at_once<S: Simd>() -> usize {
        SIDE
    }

    #[inline(always)]
    fn rows<S: Simd>() -> usize {
        SIDE
    }

    #[inline(always)]
    fn columns<S: Simd>() -> usize {
        SIDE
    }

    #[inline(always)]
    unsafe fn lhs<S: Simd>(from: &Source<bf16>, rows: usize, inner: usize, to: *mut f32) -> Rows<f32> {
        // SAFETY: by the caller; a row has room for whole runs of pairs.
        unsafe {
            for start in (0..rows).step_by(LEN) {
                let to = to.add(start * LHS_STRIDE);
                let n_rows = LEN.min(rows - start);
                Pairs::lhs::<S>(&from.from(start, 0), n_rows, inner, to);
                for row in 0..n_rows {
                    let row = to.add(row * LHS_STRIDE).cast::<bf16>();
                    std::ptr::write_bytes(row.add(inner), 0, inner.next_multiple_of(2 * LEN) - inner);
                }
            }
        }
        Rows::apart(to)
    }

    #[inline(always)]
    unsafe fn pack_rhs<S: Simd>(from: &Source<bf16>, inner: usize, columns: usize, to: *mut f32) {
        let terms = inner.div_ceil(2).next_multiple_of(LEN);
        // SAFETY: by the caller.
        unsafe { from.pair::<S>(inner, Panels { columns, width: SIDE, terms }, to) }
    }

    #[inline(always)]
    unsafe fn compute<S: Simd>(tile: Tile<f32>) {
        // Where sums begin must follow from the factors alone, so that an element is the same in a whole tile and in the
        // rest of one.
        let adds = tile.alpha == 1.0 && (tile.beta == 0.0 || tile.beta == 1.0);
        let begun = adds && tile.beta == 1.0;
        // SAFETY: by the caller.
        unsafe {
            let in_place = !begun || tile.held == tile.out;
            if adds && in_place && tile.rows.is_multiple_of(LEN) && tile.width.is_multiple_of(LEN) {
                return sum(&tile, begun, tile.out, tile.out_stride);
            }
            let mut sums = Sums(MaybeUninit::uninit());
            let sums = sums.0.as_mut_ptr().cast::<f32>();
            if begun {
                for row in 0..tile.rows {
                    let held = tile.held.wrapping_add(row * tile.held_stride);
                    std::ptr::copy_nonoverlapping(held, sums.add(row * SIDE), tile.width);
                }
            }
            sum(&tile, begun, sums, SIDE);
            let tile = if adds { Tile { beta: 0.0, ..tile } } else { tile };
            for row in 0..tile.rows {
                for column in (0..tile.width).step_by(LEN) {
                    tile.end(row, column, S::F32::load(sums.add(row * SIDE + column)));
                }
            }
        }
    }
}

/// Adds a tile's products to the sums in `to`, or writes them there where none are `begun`.
///
/// # Safety
/// As [`Form::compute`], with the registers configured. `to` has as many whole registers of rows and columns as the tile
/// has any of; what is in them beyond the tile may be anything.
#[inline(always)]
unsafe fn sum(tile: &Tile<f32>, begun: bool, to: *mut f32, to_stride: usize) {
    tile.ask_for_out::<SIDE, 2>(LEN);
    // SAFETY: by the caller.
    unsafe {
        match (tile.rows <= LEN, tile.width <= LEN) {
            (true, true) => multiply::<1, 1>(tile, begun, to, to_stride),
            (true, false) => multiply::<1, 2>(tile, begun, to, to_stride),
            (false, true) => multiply::<2, 1>(tile, begun, to, to_stride),
            (false, false) => multiply::<2, 2>(tile, begun, to, to_stride),
        }
    }
}

/// As [`sum`], for `R` registers of rows and `N` of columns. Columns of `rhs` pass by: the hint of `tileloaddt1` keeps
/// them from driving the rows of `lhs`, which meet each panel, out of the first cache.
///
/// # Safety
/// As there.
unsafe fn multiply<const R: usize, const N: usize>(tile: &Tile<f32>, begun: bool, to: *mut f32, to_stride: usize) {
    let bytes = |stride: usize| stride * size_of::<f32>();
    // SAFETY: by the caller: packed rows and columns are there for whole runs of pairs, and `to` for whole registers.
    unsafe {
        asm!(
            "test {begun:e}, {begun:e}",
            "jnz 2f",
            "tilezero tmm0",
            "tilezero tmm1",
            "tilezero tmm2",
            "tilezero tmm3",
            "jmp 3f",
            "2:",
            "tileloadd tmm0, [{to} + {to_step}*1]",
            ".if {columns} > 1",
            "tileloadd tmm1, [{to} + {to_step}*1 + 64]",
            ".endif",
            ".if {rows} > 1",
            "tileloadd tmm2, [{below} + {to_step}*1]",
            ".endif",
            ".if {rows} + {columns} > 3",
            "tileloadd tmm3, [{below} + {to_step}*1 + 64]",
            ".endif",
            "3:",
            "test {runs}, {runs}",
            "jz 5f",
            "4:",
            "tileloadd tmm4, [{lhs} + {lhs_step}*1]",
            "tileloaddt1 tmm6, [{rhs} + {rhs_step}*1]",
            "tdpbf16ps tmm0, tmm4, tmm6",
            ".if {columns} > 1",
            "tileloaddt1 tmm7, [{rhs} + {rhs_step}*1 + 64]",
            "tdpbf16ps tmm1, tmm4, tmm7",
            ".endif",
            ".if {rows} > 1",
            "tileloadd tmm5, [{lhs} + {lhs_step}*1 + {lower}]",
            "tdpbf16ps tmm2, tmm5, tmm6",
            ".endif",
            ".if {rows} + {columns} > 3",
            "tdpbf16ps tmm3, tmm5, tmm7",
            ".endif",
            "add {lhs}, 64",
            "add {rhs}, {rhs_run}",
            "dec {runs}",
            "jnz 4b",
            "5:",
            "tilestored [{to} + {to_step}*1], tmm0",
            ".if {columns} > 1",
            "tilestored [{to} + {to_step}*1 + 64], tmm1",
            ".endif",
            ".if {rows} > 1",
            "tilestored [{below} + {to_step}*1], tmm2",
            ".endif",
            ".if {rows} + {columns} > 3",
            "tilestored [{below} + {to_step}*1 + 64], tmm3",
            ".endif",
            rows = const R,
            columns = const N,
            lower = const LEN * LHS_STRIDE * size_of::<f32>(),
            begun = in(reg) u32::from(begun),
            runs = inout(reg) tile.inner / LEN => _,
            lhs = inout(reg) tile.lhs => _,
            lhs_step = in(reg) bytes(LHS_STRIDE),
            rhs = inout(reg) tile.rhs => _,
            rhs_step = in(reg) bytes(tile.rhs_stride),
            rhs_run = in(reg) bytes(tile.rhs_stride * LEN),
            to = in(reg) to,
            to_step = in(reg) bytes(to_stride),
            below = in(reg) to.wrapping_add(to_stride * LEN),
            out("tmm0") _,
            out("tmm1") _,
            out("tmm2") _,
            out("tmm3") _,
            out("tmm4") _,
            out("tmm5") _,
            out("tmm6") _,
            out("tmm7") _,
            options(nostack),
        );
    }
}
