//! Orders rows by keys: whole numbers that stand in the order of the elements, with the position below.

use crate::parallel::for_chunks;
use crate::plain::Plain;

/// Which places of the order are wanted.
#[derive(Clone, Copy)]
pub(crate) struct Pick {
    /// The first of them.
    pub(crate) first: usize,
    /// Their number.
    pub(crate) kept: usize,
    /// Whether the largest element comes first.
    pub(crate) descending: bool,
}

/// A number that orders elements: as large as the element's place among all values of its type.
#[inline(always)]
fn key<T: Plain>(value: T) -> u64 {
    if !T::FLOATING {
        return (value.to_i64() as u64) ^ (1 << 63);
    }
    let value = value.to_f64();
    if value.is_nan() {
        return u64::MAX;
    }
    // Adding 0 makes -0 the same as 0.
    let bits = (value + 0.0).to_bits();
    if bits >> 63 == 0 { bits | 1 << 63 } else { !bits }
}

/// [`key`] in half the bits, for types of at most 32.
#[inline(always)]
fn short_key<T: Plain>(value: T) -> u32 {
    if !T::FLOATING {
        return (value.to_i64() as i32 as u32) ^ (1 << 31);
    }
    let value = value.to_f64() as f32;
    if value.is_nan() {
        return u32::MAX;
    }
    let bits = (value + 0.0).to_bits();
    if bits >> 31 == 0 { bits | 1 << 31 } else { !bits }
}

/// Brings the wanted places of the order to the front of `keys`, in order.
fn arrange<K: Ord + Copy>(keys: &mut [K], pick: Pick) -> &[K] {
    let end = pick.first + pick.kept;
    if end < keys.len() {
        keys.select_nth_unstable(end);
    }
    let keys = &mut keys[..end];
    if pick.first > 0 && pick.kept > 0 {
        keys.select_nth_unstable(pick.first);
    }
    let keys = &mut keys[pick.first..];
    keys.sort_unstable();
    keys
}

/// Elements that one thread works through before it takes more.
const BLOCK: usize = 1 << 11;

/// Fills `at` with the positions of the wanted places of each row's order.
pub(crate) fn positions<T: Plain>(rows: &[T], width: usize, pick: Pick, at: &mut [i64]) {
    let rows_per_block = (BLOCK / width).max(1);
    // Ordering an element costs about as much as this many cheap operations.
    let work = rows.len().saturating_mul(16);
    for_chunks(at, rows_per_block * pick.kept, work, &|block, part| {
        let (mut short, mut long) = (Vec::new(), Vec::new());
        for (row, at) in part.chunks_exact_mut(pick.kept).enumerate() {
            let row = block * rows_per_block + row;
            let elements = &rows[row * width..(row + 1) * width];
            if size_of::<T>() <= 4 && width <= u32::MAX as usize {
                let flip = if pick.descending { u32::MAX } else { 0 };
                let keyed = |(at, &value): (usize, &T)| u64::from(short_key(value) ^ flip) << 32 | at as u64;
                short.clear();
                short.extend(elements.iter().enumerate().map(keyed));
                let ordered = arrange(&mut short, pick);
                at.iter_mut().zip(ordered).for_each(|(at, &key)| *at = i64::from(key as u32));
            } else {
                let flip = if pick.descending { u64::MAX } else { 0 };
                let keyed = |(at, &value): (usize, &T)| u128::from(key(value) ^ flip) << 64 | at as u128;
                long.clear();
                long.extend(elements.iter().enumerate().map(keyed));
                let ordered = arrange(&mut long, pick);
                at.iter_mut().zip(ordered).for_each(|(at, &key)| *at = key as u64 as i64);
            }
        }
    });
}

/// Fills `out` with the elements at the positions of each row.
pub(crate) fn values<T: Plain>(rows: &[T], width: usize, kept: usize, at: &[i64], out: &mut [T]) {
    for ((row, at), out) in rows.chunks_exact(width).zip(at.chunks_exact(kept)).zip(out.chunks_exact_mut(kept)) {
        out.iter_mut().zip(at).for_each(|(out, &at)| *out = row[at as usize]);
    }
}

/// Whether two elements are the same number.
#[inline(always)]
pub(crate) fn is_equal<T: Plain>(lhs: T, rhs: T) -> bool {
    if T::FLOATING { lhs.to_f64() == rhs.to_f64() } else { lhs.to_i64() == rhs.to_i64() }
}
