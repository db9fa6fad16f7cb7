//! Products of rows with a matrix that is packed once and used often.

use super::lanes::Lanes;
use super::real::Real;
use crate::parallel::for_chunks;
use crate::simd::{Float, Kernel, Level, Number, Simd, dispatch, level, with_level};

/// The most rows of sums at once. With 4 registers of each, 24 sums, the factors fit the 32 registers of AVX-512.
pub(crate) const MOST_ROWS: usize = 6;

/// The most registers across a panel.
pub(crate) const MOST_REGISTERS: usize = 4;

/// The most lanes of a register that sums are computed in.
const MOST_LANES: usize = 16;

/// Rows of sums at once at a level.
pub(crate) const fn rows_of<S: Simd>() -> usize {
    match S::LEVEL {
        Level::Avx512 => MOST_ROWS,
        _ => 2,
    }
}

/// Sums of a tile: rows of as many registers as the panel has.
#[repr(align(64))]
pub(crate) struct Sums<T>(pub(crate) [T; MOST_ROWS * MOST_REGISTERS * MOST_LANES]);

impl<T: Lanes> Sums<T> {
    pub(crate) fn new() -> Sums<T> {
        Sums([T::default(); MOST_ROWS * MOST_REGISTERS * MOST_LANES])
    }
}

/// Room for panels that starts a line of the cache. It holds anything.
pub(crate) struct Room<T: Real>(Vec<T>);

/// Bytes of a line.
const LINE: usize = 64;

impl<T: Real> Room<T> {
    pub(crate) fn new(n: usize) -> Room<T> {
        Room(T::take_room(n + LINE))
    }

    pub(crate) fn slice(&mut self) -> &mut [T] {
        let skipped = self.0.as_ptr().align_offset(LINE).min(LINE);
        &mut self.0[skipped..]
    }
}

impl<T: Real> Drop for Room<T> {
    fn drop(&mut self) {
        T::keep_room(std::mem::take(&mut self.0));
    }
}

/// A matrix as panels of columns, each `inner` runs of its registers one after the other.
///
/// Columns belong to units: a panel has the columns of `groups` groups (the gates of a recurrent layer) for the units of
/// `registers / groups` registers, so that all that makes a unit is found together.
#[derive(Clone, Copy)]
pub(crate) struct Panels {
    /// Rows of the matrix.
    pub(crate) inner: usize,
    pub(crate) groups: usize,
    /// Columns of each group.
    pub(crate) units: usize,
    /// From the column of a unit to that of the next.
    pub(crate) unit_stride: usize,
    /// From one row to the next.
    pub(crate) inner_stride: usize,
}

/// The lanes of a register at the level of this thread.
struct LanesOf<T>(std::marker::PhantomData<T>);

impl<T: Lanes> Kernel for LanesOf<T> {
    type Output = usize;
    #[inline(always)]
    fn run<S: Simd>(self) -> usize {
        <T::At<S> as Number>::LEN
    }
}

/// Columns copied for so many rows before the next ones: their lines stay in the first cache.
const ROWS_AT_ONCE: usize = 16;

/// Copies to a panel the rows of units that are runs, a register of units and of rows at a time.
struct Turn<'a, T> {
    panels: &'a Panels,
    from: &'a [T],
    /// The panel's first unit.
    first: usize,
    to: &'a mut [T],
}

impl<T: Lanes + Real> Kernel for Turn<'_, T> {
    /// How many rows are there.
    type Output = usize;
    #[inline(always)]
    fn run<S: Simd>(self) -> usize {
        let &Panels { inner, groups, units, unit_stride, .. } = self.panels;
        let (len, per_group) = (<T::At<S> as Number>::LEN, self.panels.unit_registers());
        if self.first + per_group * len > units {
            return 0;
        }
        let (width, whole) = (groups * per_group * len, inner / len * len);
        for register in 0..groups * per_group {
            let unit = register / per_group * units + self.first + register % per_group * len;
            for row in (0..whole).step_by(len) {
                let from = &self.from[unit * unit_stride + row..][..(len - 1) * unit_stride + len];
                let to = &mut self.to[row * width + register * len..][..(len - 1) * width + len];
                // SAFETY: both slices hold a register of runs of a register.
                unsafe { T::turn::<S>(from.as_ptr(), unit_stride, to.as_mut_ptr(), width) };
            }
        }
        whole
    }
}

impl Panels {
    /// Registers of units in a panel.
    pub(crate) fn unit_registers(&self) -> usize {
        MOST_REGISTERS / self.groups
    }

    /// Registers across a panel.
    pub(crate) fn registers(&self) -> usize {
        self.unit_registers() * self.groups
    }

    /// Room for the panels at any level.
    pub(crate) fn room(&self) -> usize {
        self.inner * self.groups * self.units.next_multiple_of(MOST_REGISTERS * MOST_LANES)
    }

    /// How many panels there are at this thread's level.
    pub(crate) fn count<T: Lanes>(&self) -> usize {
        self.units.div_ceil(self.unit_registers() * dispatch(LanesOf::<T>(std::marker::PhantomData)))
    }

    /// Copies the matrix to panels. Beyond the last unit they are zero.
    pub(crate) fn pack<T: Lanes + Real>(&self, from: &[T], to: &mut [T]) {
        // Panels fit one level, which is chosen for the calling thread.
        let level = level();
        let len = dispatch(LanesOf::<T>(std::marker::PhantomData));
        let (per_group, width) = (self.unit_registers() * len, self.registers() * len);
        let used = &mut to[..self.count::<T>() * self.inner * width];
        for_chunks(used, (self.inner * width).max(1), from.len(), &|panel, to| {
            let first = panel * per_group;
            if self.unit_stride == 1 && self.groups == 1 {
                let n = per_group.min(self.units - first);
                for (row, to) in to.chunks_exact_mut(width).enumerate() {
                    to[..n].copy_from_slice(&from[row * self.inner_stride + first..][..n]);
                    to[n..].fill(T::default());
                }
                return;
            }
            let turn = || dispatch(Turn { panels: self, from, first, to: &mut *to });
            let packed = if self.inner_stride == 1 { with_level(level, turn) } else { 0 };
            for start in (packed..self.inner).step_by(ROWS_AT_ONCE) {
                let rows = start..self.inner.min(start + ROWS_AT_ONCE);
                for column in 0..width {
                    let (group, unit) = (column / per_group, first + column % per_group);
                    let first = (group * self.units + unit) * self.unit_stride;
                    for row in rows.clone() {
                        let there = unit < self.units;
                        to[row * width + column] =
                            if there { from[first + row * self.inner_stride] } else { T::default() };
                    }
                }
            }
        });
    }
}

/// The products of `rows` rows, at most [`rows_of`] the level, with the first `registers` registers of a panel of
/// `across`.
///
/// # Safety
/// `lhs` is valid for `inner` elements in each of `rows` rows `lhs_stride` apart, `panel` for `inner` runs of `across`
/// registers.
#[inline(always)]
pub(crate) unsafe fn multiply<S: Simd, T: Lanes>(
    [rows, inner, registers, across]: [usize; 4],
    lhs: *const T,
    lhs_stride: usize,
    panel: *const T,
    sums: &mut Sums<T>,
) {
    macro_rules! choose {
        ($($count:literal)*) => {
            match (rows, registers) {
                $(
                    ($count, 1) => tile::<T::At<S>, T, $count, 1>(inner, lhs, lhs_stride, panel, across, sums),
                    ($count, 2) => tile::<T::At<S>, T, $count, 2>(inner, lhs, lhs_stride, panel, across, sums),
                    ($count, 3) => tile::<T::At<S>, T, $count, 3>(inner, lhs, lhs_stride, panel, across, sums),
                    ($count, 4) => tile::<T::At<S>, T, $count, 4>(inner, lhs, lhs_stride, panel, across, sums),
                )*
                _ => {}
            }
        };
    }
    // SAFETY: by the caller.
    unsafe {
        match S::LEVEL {
            Level::Avx512 => choose!(1 2 3 4 5 6),
            _ => choose!(1 2),
        }
    }
}

/// # Safety
/// As [`multiply`], for `R` rows and `N` registers.
#[inline(always)]
unsafe fn tile<V: Float<Scalar = T>, T: Lanes, const R: usize, const N: usize>(
    inner: usize,
    lhs: *const T,
    lhs_stride: usize,
    panel: *const T,
    across: usize,
    to: &mut Sums<T>,
) {
    let mut sums = [[V::constant(0.0); N]; R];
    let (mut lhs, mut panel) = (lhs, panel);
    for _ in 0..inner {
        let mut columns = [V::constant(0.0); N];
        for (at, lanes) in columns.iter_mut().enumerate() {
            // SAFETY: by the caller.
            *lanes = unsafe { V::load(panel.add(at * V::LEN)) };
        }
        for (row, sums) in sums.iter_mut().enumerate() {
            // SAFETY: by the caller.
            let factor = V::splat(unsafe { *lhs.add(row * lhs_stride) });
            for (sum, lanes) in sums.iter_mut().zip(&columns) {
                *sum = factor.mul_add(*lanes, *sum);
            }
        }
        lhs = lhs.wrapping_add(1);
        panel = panel.wrapping_add(across * V::LEN);
    }
    const { assert!(R <= MOST_ROWS && N <= MOST_REGISTERS && V::LEN <= MOST_LANES) };
    for (row, sums) in sums.iter().enumerate() {
        for (at, sum) in sums.iter().enumerate() {
            // SAFETY: there is room for the rows and registers asserted above.
            unsafe { sum.store(to.0.as_mut_ptr().add((row * N + at) * V::LEN)) };
        }
    }
}
