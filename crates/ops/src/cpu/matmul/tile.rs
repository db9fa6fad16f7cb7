//! The innermost loop: a tile of rows × registers of the result, held in registers while the inner dimension runs.

use crate::cpu::ask::ask_for;
use crate::cpu::lanes::Lanes;
use crate::simd::{Float, FloatScalar, Kernel, Level, Number, Simd};

/// Where a tile's factors and results lie.
pub(super) struct Tile<T> {
    /// Computed [`rows_of`] the level at a time.
    pub(super) rows: usize,
    /// Terms of each sum, at most [`super::pack::INNER`].
    pub(super) inner: usize,
    /// Rows.
    pub(super) lhs: *const T,
    /// From one row to the next.
    pub(super) lhs_stride: usize,
    /// From one term of a row to the next.
    pub(super) lhs_step: usize,
    /// The tile's columns: runs of whole registers.
    pub(super) rhs: *const T,
    /// From one run to the next.
    pub(super) rhs_stride: usize,
    /// What `beta` times is added to the sums; not read where that is 0.
    pub(super) held: *const T,
    pub(super) held_stride: usize,
    pub(super) out: *mut T,
    pub(super) out_stride: usize,
    /// Columns to write.
    pub(super) width: usize,
    pub(super) alpha: f64,
    pub(super) beta: f64,
}

/// Registers across a tile. With 8 rows, 24 sums, three registers of `rhs` and one of `lhs` fit the 32 registers of
/// AVX-512; with 4 rows, 12 sums and the same fit the 16 of AVX2.
pub(crate) const REGISTERS: usize = 3;

/// Rows of a tile at a level.
pub(crate) const fn rows_of<S: Simd>() -> usize {
    match S::LEVEL {
        Level::Avx512 => 8,
        _ => 4,
    }
}

/// Run by `dispatch` although its caller runs at the same level already: so all types that are computed in one type share
/// one copy of the loops, for 3 ns a tile.
///
/// `lhs` has `rows` rows, `rhs` has `inner` runs of the registers that `width` fills, `out` has the rows of `width`
/// elements.
impl<T: Lanes + FloatScalar> Kernel for Tile<T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        let registers = self.width.div_ceil(<T::At<S> as Number>::LEN);
        for row in (0..self.rows).step_by(rows_of::<S>()) {
            let tile = Tile {
                rows: rows_of::<S>().min(self.rows - row),
                lhs: self.lhs.wrapping_add(row * self.lhs_stride),
                held: self.held.wrapping_add(row * self.held_stride),
                out: self.out.wrapping_add(row * self.out_stride),
                ..self
            };
            macro_rules! choose {
                ($($count:literal)*) => {
                    match (tile.rows, registers) {
                        $(
                            ($count, 1) => tile.compute::<T::At<S>, $count, 1>(),
                            ($count, 2) => tile.compute::<T::At<S>, $count, 2>(),
                            ($count, 3) => tile.compute::<T::At<S>, $count, 3>(),
                        )*
                        _ => {}
                    }
                };
            }
            // SAFETY: by whoever made the tile.
            unsafe {
                match S::LEVEL {
                    Level::Avx512 => choose!(1 2 3 4 5 6 7 8),
                    _ => choose!(1 2 3 4),
                }
            }
        }
    }
}

impl<T: Lanes + FloatScalar> Tile<T> {
    /// # Safety
    /// The pointers are valid for `R` rows and `N` registers.
    #[inline(always)]
    unsafe fn compute<V: Float<Scalar = T>, const R: usize, const N: usize>(&self) {
        self.ask_for_out::<R, N>(V::LEN);
        let mut sums = [[V::constant(0.0); N]; R];
        let (mut lhs, mut rhs) = (self.lhs, self.rhs);
        for _ in 0..self.inner {
            let mut columns = [V::constant(0.0); N];
            for (at, lanes) in columns.iter_mut().enumerate() {
                // SAFETY: by the caller.
                *lanes = unsafe { V::load(rhs.add(at * V::LEN)) };
            }
            for (row, sums) in sums.iter_mut().enumerate() {
                // SAFETY: by the caller.
                let factor = V::splat(unsafe { *lhs.add(row * self.lhs_stride) });
                for (sum, lanes) in sums.iter_mut().zip(&columns) {
                    *sum = factor.mul_add(*lanes, *sum);
                }
            }
            lhs = lhs.wrapping_add(self.lhs_step);
            rhs = rhs.wrapping_add(self.rhs_stride);
        }
        if self.width == N * V::LEN && self.alpha == 1.0 && (self.beta == 0.0 || self.beta == 1.0) {
            // SAFETY: by the caller.
            unsafe { self.end_whole::<V, R, N>(&sums) };
            return;
        }
        // What ends another tile is too long to be written out for each register: a loop over the sums themselves would keep them
        // in memory throughout, at less than half the speed. So they go to a place that the compiler cannot see through.
        let mut ended = [V::constant(0.0); MOST_REGISTERS];
        let ended: &mut [V; MOST_REGISTERS] = std::hint::black_box(&mut ended);
        for (row, sums) in sums.iter().enumerate() {
            for (at, &sum) in sums.iter().enumerate() {
                ended[row * N + at] = sum;
            }
        }
        for (place, &sum) in ended[..R * N].iter().enumerate() {
            let (row, column) = (place / N, place % N * V::LEN);
            // SAFETY: by the caller.
            unsafe { self.end(row, column, sum) };
        }
    }

    /// Writes the sums of a tile of whole registers, or adds them to what is held.
    ///
    /// # Safety
    /// `out` has `R` rows of `N` registers, and so has `held` where `beta` is not 0.
    #[inline(always)]
    unsafe fn end_whole<V: Float<Scalar = T>, const R: usize, const N: usize>(&self, sums: &[[V; N]; R]) {
        let out = |row: usize, at: usize| self.out.wrapping_add(row * self.out_stride + at * V::LEN);
        let held = |row: usize, at: usize| self.held.wrapping_add(row * self.held_stride + at * V::LEN);
        let adds = self.beta != 0.0;
        for (row, sums) in sums.iter().enumerate() {
            for (at, &sum) in sums.iter().enumerate() {
                // SAFETY: by the caller.
                unsafe {
                    let sum = if adds { V::load(held(row, at)).add(sum) } else { sum };
                    sum.store(out(row, at));
                }
            }
        }
    }

    /// Asks for the lines that the results of `R` rows and `N` registers of `len` elements go to.
    #[inline(always)]
    pub(super) fn ask_for_out<const R: usize, const N: usize>(&self, len: usize) {
        for row in 0..R {
            for at in 0..N {
                ask_for(self.out.wrapping_add(row * self.out_stride + at * len));
            }
        }
    }

    /// Writes a register of sums to as many columns from `column` on as the tile has.
    ///
    /// # Safety
    /// `out` has the row and the columns below the tile's width.
    #[inline(always)]
    pub(super) unsafe fn end<V: Float<Scalar = T>>(&self, row: usize, column: usize, sum: V) {
        let out = self.out.wrapping_add(row * self.out_stride + column);
        let held = self.held.wrapping_add(row * self.held_stride + column);
        let left = self.width - column;
        let scaled = V::constant(self.alpha).mul(sum);
        // SAFETY: by the caller.
        unsafe {
            if left >= V::LEN {
                let ended =
                    if self.beta == 0.0 { scaled } else { V::constant(self.beta).mul_add(V::load(held), scaled) };
                return ended.store(out);
            }
            let held = if self.beta == 0.0 { V::constant(0.0) } else { V::load_part(held, left) };
            let ended = if self.beta == 0.0 { scaled } else { V::constant(self.beta).mul_add(held, scaled) };
            ended.store_part(out, left);
        }
    }
}

/// Registers of the largest tile.
const MOST_REGISTERS: usize = 24;
