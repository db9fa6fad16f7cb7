//! The softmax of products of queries and a block of keys, of which earlier blocks have left the greatest and the sums.

use std::ops::Range;

use super::{KEYS_AT_ONCE, Shape};
use crate::attention::Attention;
use crate::cpu::lanes::{Lanes, greatest, read, total, write};
use crate::cpu::panels::MOST_ROWS;
use crate::cpu::real::Real;
use crate::simd::{Float, Number, Simd};

/// The queries of a task and a block of keys. Rows of products are [`KEYS_AT_ONCE`] apart.
pub(super) struct Meeting<'a, T> {
    pub(super) shape: &'a Shape,
    pub(super) how: &'a Attention,
    pub(super) mask: Option<&'a [T]>,
    pub(super) batch: usize,
    pub(super) queries: Range<usize>,
    pub(super) keys: Range<usize>,
    /// Of each query's products so far.
    pub(super) greatest: &'a mut [T],
    /// Of each query's exponentials so far.
    pub(super) sums: &'a mut [T],
}

impl<T: Lanes + Real> Meeting<'_, T> {
    /// Keys of the block that the first `n` queries see.
    #[inline(always)]
    pub(super) fn seen(&self, n: usize) -> usize {
        let visible = (self.queries.start + n).saturating_sub(self.keys.start);
        if self.how.causal { visible.min(self.keys.len()) } else { self.keys.len() }
    }

    /// Makes weights of the scaled products of `n_rows` queries from `start` on, of which `seen` are there. Returns what sums
    /// of values so far are to be multiplied by.
    #[inline(always)]
    pub(super) fn weigh<S: Simd>(
        &mut self,
        start: usize,
        n_rows: usize,
        seen: usize,
        scores: &mut [T],
    ) -> [T; MOST_ROWS] {
        let seen_lanes = seen.next_multiple_of(<T::At<S> as Number>::LEN);
        let mut most = [T::default(); MOST_ROWS];
        for (row, most) in most.iter_mut().enumerate().take(n_rows) {
            *most = self.greatest::<S>(start + row, seen, &mut scores[row * KEYS_AT_ONCE..][..seen_lanes]);
        }
        let kept = self.kept::<S>(start, &most[..n_rows]);
        for (row, &most) in most.iter().enumerate().take(n_rows) {
            let sum = exponentials::<S, T>(&mut scores[row * KEYS_AT_ONCE..][..seen_lanes], most);
            self.sums[start + row] = self.sums[start + row] * kept[row] + sum;
        }
        kept
    }

    /// Masks a row's products, of which `seen` are there; returns the greatest of them and those before.
    #[inline(always)]
    fn greatest<S: Simd>(&self, at: usize, seen: usize, scores: &mut [T]) -> T {
        let lowest = T::from_f64(f64::NEG_INFINITY);
        let query = self.queries.start + at;
        if let Some(mask) = self.mask {
            let row = if self.shape.mask_rows == 1 { 0 } else { query };
            let first = (self.how.planes[self.batch] * self.shape.mask_rows + row) * self.shape.keys;
            let mask = &mask[first..][self.keys.clone()];
            scores.iter_mut().zip(mask).for_each(|(score, mask)| *score += *mask);
        }
        let visible = if self.how.causal { seen.min((query + 1).saturating_sub(self.keys.start)) } else { seen };
        scores[visible..].fill(lowest);
        let mut held = <T::At<S> as Number>::splat(self.greatest[at]);
        for x in scores.chunks_exact(<T::At<S> as Number>::LEN) {
            held = held.maximum(read(x, lowest));
        }
        greatest(held)
    }

    /// What sums so far are to be multiplied by, now that `most` are the greatest of the rows from `start` on: at most a
    /// register's.
    #[inline(always)]
    fn kept<S: Simd>(&mut self, start: usize, most: &[T]) -> [T; MOST_ROWS] {
        let lowest = T::from_f64(f64::NEG_INFINITY);
        let before = &mut self.greatest[start..][..most.len()];
        let old: T::At<S> = read(before, lowest);
        let new = read(most, T::default());
        let mut kept = [T::default(); MOST_ROWS];
        // Where nothing was seen there is nothing to keep.
        let hidden = old.eq(<T::At<S> as Number>::splat(lowest));
        let factors = <T::At<S> as Number>::select(hidden, <T::At<S> as Number>::constant(0.0), old.sub(new).exp());
        write(factors, &mut kept[..most.len()]);
        before.copy_from_slice(most);
        kept
    }
}

/// Makes exponentials of a row's products less the greatest; returns their sum.
#[inline(always)]
fn exponentials<S: Simd, T: Lanes + Real>(scores: &mut [T], most: T) -> T {
    let lowest = T::from_f64(f64::NEG_INFINITY);
    if most == lowest {
        // Nothing to see here, nor before.
        scores.fill(T::default());
        return T::default();
    }
    let shift = <T::At<S> as Number>::splat(most);
    let mut sum = <T::At<S> as Number>::splat(T::default());
    for x in scores.chunks_exact_mut(<T::At<S> as Number>::LEN) {
        let power = read::<T::At<S>, T>(x, lowest).sub(shift).exp();
        sum = sum.add(power);
        write(power, x);
    }
    total(sum)
}
