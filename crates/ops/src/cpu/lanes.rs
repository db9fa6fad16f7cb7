//! Floating element types together with the SIMD lanes that hold them, and folds of a register.

use std::ops::Add;

use crate::plain::Plain;
use crate::simd::{Float, Simd};

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
