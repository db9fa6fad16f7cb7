//! Floating element types together with the SIMD lanes that hold them, and folds of a register.

use std::ops::Add;

use crate::plain::Plain;
use crate::simd::{Float, Number, Simd};

/// A type that kernels compute in: f32 or f64. Lets a loop be written once for both.
pub(crate) trait Lanes: Plain + Default + PartialOrd + Add<Output = Self> {
    /// Lanes of it at a SIMD level.
    type At<S: Simd>: Float<Scalar = Self>;
}

impl Lanes for f32 {
    type At<S: Simd> = S::F32;
}

impl Lanes for f64 {
    type At<S: Simd> = S::F64;
}

/// The first lanes of a slice; where it is shorter than a register, the others are `fill`.
#[inline(always)]
pub(crate) fn read<V: Float<Scalar = T>, T: Lanes>(from: &[T], fill: T) -> V {
    if from.len() < V::LEN {
        return V::load_slice(from, fill);
    }
    // SAFETY: the slice has a register's elements.
    unsafe { V::load(from.as_ptr()) }
}

/// Writes the first lanes to a slice, as many as it takes.
#[inline(always)]
pub(crate) fn write<V: Float<Scalar = T>, T: Lanes>(lanes: V, to: &mut [T]) {
    if to.len() < V::LEN {
        return lanes.store_slice(to);
    }
    // SAFETY: the slice has room for a register's elements.
    unsafe { lanes.store(to.as_mut_ptr()) }
}

/// Elements that are worked on side by side, so that one register need not wait for another. As many at every SIMD
/// level, so that sums are the same.
pub(crate) const SIDE: usize = 64;

/// Numbers in registers side by side.
pub(crate) struct Side<V, const N: usize>(pub(crate) [V; N]);

impl<V: Number, const N: usize> Side<V, N> {
    /// All registers made one, in halves.
    #[inline(always)]
    pub(crate) fn joined(self, join: impl Fn(V, V) -> V) -> V {
        let (mut registers, mut n) = (self.0, N);
        while n > 1 {
            n /= 2;
            for at in 0..n {
                registers[at] = join(registers[at], registers[at + n]);
            }
        }
        registers[0]
    }
}

/// The sum of elements in a row: [`SIDE`] partial sums, then these in halves.
#[inline(always)]
pub(crate) fn sum<V: Float<Scalar = T>, T: Lanes>(row: &[T]) -> T {
    match SIDE / V::LEN {
        4 => sum_beside::<V, T, 4>(row),
        8 => sum_beside::<V, T, 8>(row),
        16 => sum_beside::<V, T, 16>(row),
        _ => sum_beside::<V, T, { SIDE / 2 }>(row),
    }
}

#[inline(always)]
fn sum_beside<V: Float<Scalar = T>, T: Lanes, const N: usize>(row: &[T]) -> T {
    let mut sums = Side([V::constant(0.0); N]);
    let mut sides = row.chunks_exact(SIDE);
    for side in &mut sides {
        for n in 0..N {
            sums.0[n] = sums.0[n].add(read(&side[n * V::LEN..(n + 1) * V::LEN], T::default()));
        }
    }
    let rest = sides.remainder();
    for (n, part) in rest.chunks(V::LEN).enumerate() {
        sums.0[n] = sums.0[n].add(read(part, T::default()));
    }
    total(sums.joined(V::add))
}

/// The sum of all lanes, added in halves.
#[inline(always)]
pub(crate) fn total<V: Float<Scalar = T>, T: Lanes>(lanes: V) -> T {
    let mut values = [T::default(); 64];
    // SAFETY: a register has at most 64 lanes.
    unsafe { lanes.store(values.as_mut_ptr()) };
    let mut half = V::LEN / 2;
    while half > 0 {
        for at in 0..half {
            values[at] = values[at] + values[at + half];
        }
        half /= 2;
    }
    values[0]
}

/// The greatest of all lanes; NaN if one is NaN.
#[inline(always)]
pub(crate) fn greatest<V: Float<Scalar = T>, T: Lanes>(lanes: V) -> T {
    let mut values = [T::default(); 64];
    // SAFETY: a register has at most 64 lanes.
    unsafe { lanes.store(values.as_mut_ptr()) };
    let mut half = V::LEN / 2;
    while half > 0 {
        for at in 0..half {
            let (held, other) = (values[at], values[at + half]);
            // Only NaN cannot be compared with itself.
            values[at] = if other > held || other.partial_cmp(&other).is_none() { other } else { held };
        }
        half /= 2;
    }
    values[0]
}
