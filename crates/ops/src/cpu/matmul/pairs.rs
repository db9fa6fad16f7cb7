//! Products of bfloat16 numbers by an instruction that adds two products to a sum of f32: factors are packed in pairs of
//! terms.
//!
//! # Numerics
//! The two terms of a pair are added one after the other, each rounded to nearest even; subnormal numbers count as
//! zeros, in the factors and in the sums.

use std::arch::x86_64::*;
use std::mem::transmute;

use cresset_storage::bf16;

use super::blocks::Form;
use super::pack::{AHEAD, LHS_STRIDE, Rows, Source};
use super::stored::Stored;
use super::tile::{REGISTERS, Tile};
use crate::simd::{Level, Number, Simd, level};

/// Two terms of each sum at a time, in the 32 bits of an f32.
pub(super) struct Pairs;

/// Pairs in a register.
pub(super) const LEN: usize = 16;

/// Elements of the largest tile: 8 rows of 3 registers.
const MOST: usize = 384;

/// Whether this thread may use the instruction.
pub(super) fn available() -> bool {
    level() == Level::Avx512 && is_x86_feature_detected!("avx512bf16")
}

/// Where packed columns stand: panels one after the other, each of `terms` rows of at most `width` columns.
#[derive(Clone, Copy)]
pub(super) struct Panels {
    pub(super) columns: usize,
    pub(super) width: usize,
    pub(super) terms: usize,
}

impl Panels {
    /// Where a column starts, and the step to its next term.
    #[inline(always)]
    fn place(&self, column: usize) -> (usize, usize) {
        let start = column / self.width * self.width;
        (start * self.terms + column - start, self.width.min((self.columns - start).next_multiple_of(LEN)))
    }
}

impl Source<bf16> {
    /// Copies pairs of rows: each row of a panel is two rows of the source. What there is beyond the rows and columns is
    /// zero.
    ///
    /// # Safety
    /// `inner` rows of the panels' columns are there, and so is room for whole registers of them.
    #[inline(always)]
    pub(super) unsafe fn pair<S: Simd>(&self, inner: usize, panels: Panels, to: *mut f32) {
        let Panels { columns, terms, .. } = panels;
        // SAFETY: by the caller; the level is AVX-512.
        unsafe {
            if self.strides[1] == 1 {
                for term in 0..terms {
                    self.from(2 * term + AHEAD, 0).ask_for_part(2, columns, 0, 1);
                    for column in (0..columns).step_by(LEN) {
                        let (place, step) = panels.place(column);
                        let mask = u16::MAX >> (LEN - LEN.min(columns - column));
                        let row = |row: usize| {
                            let mask = if row < inner { mask } else { 0 };
                            let halves = _mm256_maskz_loadu_epi16(mask, self.from(row, column).start.cast());
                            _mm512_cvtepu16_epi32(halves)
                        };
                        let pairs = _mm512_or_si512(row(2 * term), _mm512_slli_epi32::<16>(row(2 * term + 1)));
                        _mm512_storeu_si512(to.add(place + term * step).cast(), pairs);
                    }
                }
                return;
            }
            let turns = self.strides[0] == 1 && self.strides[1].is_multiple_of(2);
            for column in (0..columns).step_by(LEN) {
                let (place, step) = panels.place(column);
                let mut term = 0;
                if turns && columns - column >= LEN {
                    while 2 * (term + LEN) <= inner {
                        let from = self.from(2 * term, column).start.cast();
                        f32::turn::<S>(from, self.strides[1] / 2, to.add(place + term * step), step);
                        term += LEN;
                    }
                }
                for term in term..terms {
                    for lane in 0..LEN {
                        let bits = |row: usize| match row < inner && column + lane < columns {
                            true => u32::from((*self.from(row, column + lane).start).to_bits()),
                            false => 0,
                        };
                        let pair = bits(2 * term) | bits(2 * term + 1) << 16;
                        *to.add(place + term * step + lane) = f32::from_bits(pair);
                    }
                }
            }
        }
    }
}

impl Form<bf16> for Pairs {
    const DEPTH: usize = 2;

    #[inline(always)]
    unsafe fn lhs<S: Simd>(from: &Source<bf16>, rows: usize, inner: usize, to: *mut f32) -> Rows<f32> {
        // SAFETY: by the caller; a row has room for whole blocks of pairs.
        unsafe {
            if from.strides[1] == 1 {
                for row in 0..rows {
                    let to = to.add(row * LHS_STRIDE).cast::<bf16>();
                    std::ptr::copy_nonoverlapping(from.from(row, 0).start, to, inner);
                    *to.add(inner) = bf16::ZERO;
                }
                return Rows::apart(to);
            }
            let mut block = [0f32; LEN * LEN];
            for term in (0..inner.div_ceil(2)).step_by(LEN) {
                let panels = Panels { columns: rows, width: LEN, terms: LEN };
                let inner = (2 * LEN).min(inner - 2 * term);
                from.turned().from(2 * term, 0).pair::<S>(inner, panels, block.as_mut_ptr());
                f32::turn::<S>(block.as_ptr(), LEN, to.add(term), LHS_STRIDE);
            }
        }
        Rows::apart(to)
    }

    #[inline(always)]
    unsafe fn pack_rhs<S: Simd>(from: &Source<bf16>, inner: usize, columns: usize, to: *mut f32) {
        // SAFETY: by the caller.
        unsafe { from.pair::<S>(inner, Panels { columns, width: REGISTERS * LEN, terms: inner.div_ceil(2) }, to) }
    }

    #[inline(always)]
    unsafe fn compute<S: Simd>(tile: Tile<f32>) {
        let mut sums = [0f32; MOST];
        let registers = tile.width.div_ceil(LEN);
        // SAFETY: by the caller; `available` has found the instruction.
        unsafe {
            macro_rules! choose {
                ($($count:literal)*) => {
                    match (tile.rows, registers) {
                        $(
                            ($count, 1) => sum::<$count, 1>(&tile, &mut sums),
                            ($count, 2) => sum::<$count, 2>(&tile, &mut sums),
                            ($count, 3) => sum::<$count, 3>(&tile, &mut sums),
                        )*
                        _ => {}
                    }
                };
            }
            choose!(1 2 3 4 5 6 7 8);
            for row in 0..tile.rows {
                for at in 0..registers {
                    tile.end(row, at * LEN, S::F32::load(sums.as_ptr().add((row * registers + at) * LEN)));
                }
            }
        }
    }
}

/// The sums of a tile of `R` rows and `N` registers, row after row.
///
/// # Safety
/// As [`Form::compute`], on a machine with the instruction.
#[target_feature(enable = "avx512f,avx512bf16")]
unsafe fn sum<const R: usize, const N: usize>(tile: &Tile<f32>, to: &mut [f32; MOST]) {
    tile.ask_for_out::<R, N>(LEN);
    let mut sums = [[_mm512_setzero_ps(); N]; R];
    let (mut lhs, mut rhs) = (tile.lhs, tile.rhs);
    // SAFETY: by the caller; the tile's sums are at most `MOST`. The two vector types differ in name only.
    unsafe {
        for _ in 0..tile.inner {
            let mut columns = [_mm512_setzero_si512(); N];
            for (at, lanes) in columns.iter_mut().enumerate() {
                *lanes = _mm512_loadu_si512(rhs.add(at * LEN).cast());
            }
            for (row, sums) in sums.iter_mut().enumerate() {
                let factor = _mm512_set1_epi32(*lhs.add(row * LHS_STRIDE).cast());
                for (sum, &lanes) in sums.iter_mut().zip(&columns) {
                    *sum = _mm512_dpbf16_ps(
                        *sum,
                        transmute::<__m512i, __m512bh>(factor),
                        transmute::<__m512i, __m512bh>(lanes),
                    );
                }
            }
            lhs = lhs.wrapping_add(1);
            rhs = rhs.wrapping_add(tile.rhs_stride);
        }
        // One loop over all of them would keep the sums in memory throughout.
        for (row, sums) in sums.iter().enumerate() {
            for (at, &sum) in sums.iter().enumerate() {
                _mm512_storeu_ps(to.as_mut_ptr().add((row * N + at) * LEN), sum);
            }
        }
    }
}
