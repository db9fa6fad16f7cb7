//! Weights as the factors of Winograd's products, and the gradients of the factors as those of the weights.

use super::tiles::{PRODUCTS, Places};
use crate::cpu::real::Real;
use crate::simd::{Kernel, Number, Simd};

/// Channels of the inner kind that are transformed together.
pub(super) const LANES: usize = 16;

/// Places of the window.
const TAPS: usize = 9;

/// The weights of pairs of channels, and the products' factors that stand for them.
pub(super) struct Taps<T> {
    /// The first weight, and the steps to the next channel of the outer and of the inner kind.
    pub(super) weight: *mut T,
    pub(super) strides: [usize; 2],
    /// Channels of the outer and of the inner kind, of the latter at most [`LANES`].
    pub(super) channels: [usize; 2],
    /// The first factor. Those of the inner channels are next to each other.
    pub(super) factors: *mut T,
    pub(super) places: Places,
    pub(super) way: Way,
}

/// What is computed of what.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Factors of weights.
    There,
    /// Factors of weights taken from the last place to the first.
    Turned,
    /// Gradients of weights from those of the factors.
    Back,
}

/// Whoever makes one grants this thread all that it names.
impl<T: Real> Kernel for Taps<T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        let n_lanes = self.channels[1];
        let (mut taps, mut factors) = ([[T::default(); LANES]; TAPS], [[T::default(); LANES]; PRODUCTS]);
        for outer in 0..self.channels[0] {
            let weight = |lane: usize, tap: usize| {
                let tap = if self.way == Way::Turned { TAPS - 1 - tap } else { tap };
                self.weight.wrapping_add(outer * self.strides[0] + lane * self.strides[1] + tap)
            };
            let factor = |at: usize| {
                self.factors.wrapping_add(at * self.places.product_stride + outer * self.places.channel_stride)
            };
            // SAFETY: by the maker; the arrays have whole registers.
            unsafe {
                if self.way == Way::Back {
                    for (at, lanes) in factors.iter_mut().enumerate() {
                        copy(factor(at), lanes.as_mut_ptr(), n_lanes);
                    }
                    back::<T::At<S>>(&factors, &mut taps);
                    for lane in 0..n_lanes {
                        taps.iter().enumerate().for_each(|(tap, lanes)| *weight(lane, tap) = lanes[lane]);
                    }
                } else {
                    for lane in 0..n_lanes {
                        taps.iter_mut().enumerate().for_each(|(tap, lanes)| lanes[lane] = *weight(lane, tap));
                    }
                    there::<T::At<S>>(&taps, &mut factors);
                    for (at, lanes) in factors.iter().enumerate() {
                        copy(lanes.as_ptr(), factor(at), n_lanes);
                    }
                }
            }
        }
    }
}

/// Copies some lanes; all of them, which is the rule, by registers.
///
/// # Safety
/// Both sides have `n_lanes`, at most [`LANES`], and do not overlap.
#[inline(always)]
unsafe fn copy<T: Copy>(from: *const T, to: *mut T, n_lanes: usize) {
    // SAFETY: by the caller.
    unsafe {
        if n_lanes == LANES {
            to.cast::<[T; LANES]>().write_unaligned(from.cast::<[T; LANES]>().read_unaligned());
        } else {
            std::ptr::copy_nonoverlapping(from, to, n_lanes);
        }
    }
}

/// `weights * g * weights'`.
#[inline(always)]
fn there<V: Number>(taps: &[[V::Scalar; LANES]; TAPS], factors: &mut [[V::Scalar; LANES]; PRODUCTS]) {
    const { assert!(LANES.is_multiple_of(V::LEN)) };
    for at in (0..LANES).step_by(V::LEN) {
        let mut g = [V::constant(0.0); TAPS];
        for (lanes, tap) in g.iter_mut().zip(taps) {
            // SAFETY: a register begins at each of these lanes.
            *lanes = unsafe { V::load(tap.as_ptr().add(at)) };
        }
        let mut down = [[V::constant(0.0); 4]; 3];
        for (column, down) in down.iter_mut().enumerate() {
            *down = factors_of([g[column], g[column + 3], g[column + 6]]);
        }
        for row in 0..4 {
            let across = factors_of([down[0][row], down[1][row], down[2][row]]);
            for (factor, lanes) in factors[row * 4..].iter_mut().zip(across) {
                // SAFETY: as above.
                unsafe { lanes.store(factor.as_mut_ptr().add(at)) };
            }
        }
    }
}

#[inline(always)]
fn factors_of<V: Number>(g: [V; 3]) -> [V; 4] {
    let (half, ends) = (V::constant(0.5), g[0].add(g[2]));
    [g[0], ends.add(g[1]).mul(half), ends.sub(g[1]).mul(half), g[2]]
}

/// `weights' * factors * weights`.
#[inline(always)]
fn back<V: Number>(factors: &[[V::Scalar; LANES]; PRODUCTS], taps: &mut [[V::Scalar; LANES]; TAPS]) {
    const { assert!(LANES.is_multiple_of(V::LEN)) };
    for at in (0..LANES).step_by(V::LEN) {
        let mut m = [V::constant(0.0); PRODUCTS];
        for (lanes, factor) in m.iter_mut().zip(factors) {
            // SAFETY: a register begins at each of these lanes.
            *lanes = unsafe { V::load(factor.as_ptr().add(at)) };
        }
        let mut down = [[V::constant(0.0); 3]; 4];
        for (column, down) in down.iter_mut().enumerate() {
            *down = taps_of([m[column], m[column + 4], m[column + 8], m[column + 12]]);
        }
        for row in 0..3 {
            let across = taps_of([down[0][row], down[1][row], down[2][row], down[3][row]]);
            for (tap, lanes) in taps[row * 3..].iter_mut().zip(across) {
                // SAFETY: as above.
                unsafe { lanes.store(tap.as_mut_ptr().add(at)) };
            }
        }
    }
}

#[inline(always)]
fn taps_of<V: Number>(m: [V; 4]) -> [V; 3] {
    let half = V::constant(0.5);
    let ends = m[1].add(m[2]).mul(half);
    [m[0].add(ends), m[1].sub(m[2]).mul(half), ends.add(m[3])]
}
