//! The transforms of Winograd's minimal filtering F(2 × 2, 3 × 3): elements to the 16 products of a tile and back.
//!
//! In one dim, three places `g` that slide over four elements `d` give two outputs `y`, and
//! `y = back * ((weights * g) ∘ (there * d))` with
//!
//! ```text
//! there = 1  0 -1  0    weights =  1   0   0    back = 1  1  1  0
//!         0  1  1  0              1/2 1/2 1/2          0  1 -1 -1
//!         0 -1  1  0              1/2-1/2 1/2
//!         0  1  0 -1               0   0   1
//! ```
//!
//! In two dims each transform goes over both. Tiles of a row of tiles lie side by side in the lanes of a register, so
//! rows of elements are split into even and odd columns first.

use std::ops::Range;

use crate::cpu::real::Real;
use crate::simd::{Kernel, Number, Simd};

/// Products of a tile.
pub(super) const PRODUCTS: usize = 16;

/// Elements that a register written at the end of a row may reach beyond it.
pub(super) const SLACK: usize = 16;

/// Planes in which tiles of 2 × 2 elements begin at even rows and columns.
#[derive(Clone, Copy)]
pub(super) struct Plane {
    /// Rows and columns.
    pub(super) sizes: [usize; 2],
    /// Rows and columns of zeros before the first.
    pub(super) padding: [usize; 2],
    /// Rows of tiles, tiles of a row.
    pub(super) tiles: [usize; 2],
}

impl Plane {
    /// Elements of a row of even or odd columns.
    fn split_stride(&self) -> usize {
        self.tiles[1] + 1 + SLACK
    }

    /// Room that rows of tiles take when they are split.
    pub(super) fn split_len(&self, rows: usize) -> usize {
        (2 * rows + 2) * 2 * self.split_stride()
    }

    /// Splits rows from `first` on, which may be padding, into even and odd columns, `self.tiles[1] + 1` of each.
    #[inline(always)]
    fn split<T: Real>(&self, plane: &[T], first: usize, n_rows: usize, to: &mut [T]) {
        let ([height, width], stride) = (self.sizes, self.split_stride());
        for (at, to) in to.chunks_exact_mut(2 * stride).take(n_rows).enumerate() {
            let (even, odd) = to.split_at_mut(stride);
            let (even, odd) = (&mut even[..=self.tiles[1]], &mut odd[..=self.tiles[1]]);
            let row = (first + at).wrapping_sub(self.padding[0]);
            if row >= height {
                even.fill(T::default());
                odd.fill(T::default());
                continue;
            }
            let row = &plane[row * width..][..width];
            // Column 2 × lead of the padded row is the first whose pair lies within the row.
            let lead = self.padding[1].div_ceil(2).min(even.len());
            let skipped = 2 * lead - self.padding[1];
            let whole = (width.saturating_sub(skipped) / 2).min(even.len() - lead);
            let pairs = row[skipped.min(width)..].chunks_exact(2);
            for ((even, odd), pair) in even[lead..].iter_mut().zip(&mut odd[lead..]).zip(pairs) {
                (*even, *odd) = (pair[0], pair[1]);
            }
            let element = |column: usize| {
                let found = column.checked_sub(self.padding[1]).and_then(|column| row.get(column));
                found.copied().unwrap_or_default()
            };
            for at in (0..lead).chain(lead + whole..even.len()) {
                (even[at], odd[at]) = (element(2 * at), element(2 * at + 1));
            }
        }
    }
}

/// A part of the tiles of a plane: whole rows of tiles, and where the first stands among those that are computed.
#[derive(Clone)]
pub(super) struct Part {
    /// The first element of the first plane.
    pub(super) start: usize,
    pub(super) rows: Range<usize>,
    pub(super) tile: usize,
}

/// Where the products of tiles stand: by the product, the channel and the tile.
#[derive(Clone, Copy)]
pub(super) struct Places {
    pub(super) product_stride: usize,
    pub(super) channel_stride: usize,
}

/// What elements are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Inputs: tiles of 4 × 4, which overlap.
    Inputs,
    /// Gradients of outputs: tiles of 2 × 2.
    Gradients,
}

/// Elements of some channels to products.
pub(super) struct There<'a, T> {
    pub(super) side: Side,
    pub(super) plane: Plane,
    pub(super) x: &'a [T],
    pub(super) parts: &'a [Part],
    pub(super) channels: Range<usize>,
    pub(super) places: Places,
    /// Room for the rows of the largest part.
    pub(super) split: &'a mut [T],
    /// The products of the first channel of all; of each channel as many as there are tiles, and then [`SLACK`] unless
    /// the next channel follows in the same call.
    pub(super) to: *mut T,
}

impl<T: Real> Kernel for There<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        let (plane, stride, len) = (&self.plane, self.plane.split_stride(), <T::At<S> as Number>::LEN);
        let area = plane.sizes[0] * plane.sizes[1];
        for channel in self.channels.clone() {
            for part in self.parts {
                let n_rows = 2 * part.rows.len() + 2;
                plane.split(&self.x[part.start + channel * area..][..area], 2 * part.rows.start, n_rows, self.split);
                for row in 0..part.rows.len() {
                    let from = &self.split[4 * row * stride..][..8 * stride];
                    let to = channel * self.places.channel_stride + part.tile + row * plane.tiles[1];
                    for column in (0..plane.tiles[1]).step_by(len) {
                        // SAFETY: a split row has `SLACK` elements beyond its tiles and one more; by the caller the
                        // result has room for a register at each tile.
                        unsafe {
                            let (from, to) = (from.as_ptr().add(column), self.to.add(to + column));
                            match self.side {
                                Side::Inputs => inputs::<T::At<S>>(from, stride, to, self.places.product_stride),
                                Side::Gradients => gradients::<T::At<S>>(from, stride, to, self.places.product_stride),
                            }
                        }
                    }
                }
            }
        }
    }
}

/// `there * d * there'` of a register of tiles.
///
/// # Safety
/// `from` has four rows, each of even and odd columns; `to` has 16 runs. All are of a register, and one more element.
#[inline(always)]
#[expect(clippy::needless_range_loop, reason = "a row goes across all columns")]
unsafe fn inputs<V: Number>(from: *const V::Scalar, stride: usize, to: *mut V::Scalar, to_stride: usize) {
    // Even, odd, and both of the next pair of columns.
    let mut columns = [[V::constant(0.0); 4]; 4];
    for (at, column) in columns.iter_mut().enumerate() {
        for (row, element) in column.iter_mut().enumerate() {
            // SAFETY: by the caller.
            *element = unsafe { V::load(from.add((2 * row + at % 2) * stride + at / 2)) };
        }
        *column = differences(*column);
    }
    for row in 0..4 {
        let products = differences([columns[0][row], columns[1][row], columns[2][row], columns[3][row]]);
        for (column, product) in products.into_iter().enumerate() {
            // SAFETY: by the caller.
            unsafe { product.store(to.add((row * 4 + column) * to_stride)) };
        }
    }
}

#[inline(always)]
fn differences<V: Number>(d: [V; 4]) -> [V; 4] {
    [d[0].sub(d[2]), d[1].add(d[2]), d[2].sub(d[1]), d[1].sub(d[3])]
}

/// `back' * y * back` of a register of tiles.
///
/// # Safety
/// As for [`inputs`], with two rows.
#[inline(always)]
#[expect(clippy::needless_range_loop, reason = "a row goes across all columns")]
unsafe fn gradients<V: Number>(from: *const V::Scalar, stride: usize, to: *mut V::Scalar, to_stride: usize) {
    let mut columns = [[V::constant(0.0); 4]; 2];
    for (at, column) in columns.iter_mut().enumerate() {
        // SAFETY: by the caller.
        let (first, second) = unsafe { (V::load(from.add(at * stride)), V::load(from.add((2 + at) * stride))) };
        *column = spread(first, second);
    }
    for row in 0..4 {
        for (column, product) in spread(columns[0][row], columns[1][row]).into_iter().enumerate() {
            // SAFETY: by the caller.
            unsafe { product.store(to.add((row * 4 + column) * to_stride)) };
        }
    }
}

#[inline(always)]
fn spread<V: Number>(first: V, second: V) -> [V; 4] {
    [first, first.add(second), first.sub(second), second.neg()]
}

/// Products of all output channels to outputs.
pub(super) struct Back<'a, T> {
    pub(super) plane: Plane,
    pub(super) parts: &'a [Part],
    pub(super) channels: usize,
    pub(super) places: Places,
    /// What is added to each output channel.
    pub(super) bias: Option<&'a [T]>,
    /// With [`SLACK`] elements beyond the last.
    pub(super) from: &'a [T],
    /// The planes' elements; this thread alone writes the rows of the parts.
    pub(super) out: *mut T,
}

impl<T: Real> Kernel for Back<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        let ([height, width], tiles, len) = (self.plane.sizes, self.plane.tiles[1], <T::At<S> as Number>::LEN);
        const { assert!(<T::At<S> as Number>::LEN <= SLACK) };
        for channel in 0..self.channels {
            let bias = T::At::<S>::splat(self.bias.map_or(T::default(), |bias| bias[channel]));
            for part in self.parts {
                let plane = self.out.wrapping_add(part.start + channel * height * width);
                for row in part.rows.clone() {
                    let tile = part.tile + (row - part.rows.start) * tiles;
                    for column in (0..tiles).step_by(len) {
                        let from = channel * self.places.channel_stride + tile + column;
                        let mut halves = [[T::default(); SLACK]; 4];
                        // SAFETY: the last register reaches less than `SLACK` beyond the last tile.
                        unsafe {
                            let from = &self.from[from..][..15 * self.places.product_stride + len];
                            outputs(from.as_ptr(), self.places.product_stride, bias, &mut halves);
                        }
                        let (first, end) = (2 * column, width.min(2 * (column + len)));
                        for (half, row) in (2 * row..height.min(2 * row + 2)).enumerate() {
                            // SAFETY: within a row of the plane, which is this thread's.
                            let out =
                                unsafe { std::slice::from_raw_parts_mut(plane.add(row * width + first), end - first) };
                            interleave(&halves[2 * half], &halves[2 * half + 1], out);
                        }
                    }
                }
            }
        }
    }
}

#[inline(always)]
fn interleave<T: Copy>(even: &[T; SLACK], odd: &[T; SLACK], out: &mut [T]) {
    let n_pairs = out.len() / 2;
    for ((pair, even), odd) in out.chunks_exact_mut(2).zip(even).zip(odd) {
        (pair[0], pair[1]) = (*even, *odd);
    }
    if !out.len().is_multiple_of(2) {
        out[2 * n_pairs] = even[n_pairs];
    }
}

/// `back * products * back'` of a register of tiles: the even and the odd columns of two rows.
///
/// # Safety
/// `from` has 16 runs of a register.
#[inline(always)]
unsafe fn outputs<V: Number>(from: *const V::Scalar, stride: usize, bias: V, halves: &mut [[V::Scalar; SLACK]; 4]) {
    let mut columns = [[V::constant(0.0); 2]; 4];
    for (at, column) in columns.iter_mut().enumerate() {
        let mut products = [V::constant(0.0); 4];
        for (row, product) in products.iter_mut().enumerate() {
            // SAFETY: by the caller.
            *product = unsafe { V::load(from.add((row * 4 + at) * stride)) };
        }
        *column = gathered(products);
    }
    for row in 0..2 {
        let sums = gathered([columns[0][row], columns[1][row], columns[2][row], columns[3][row]]);
        for (column, sum) in sums.into_iter().enumerate() {
            // SAFETY: a register has at most `SLACK` lanes.
            unsafe { sum.add(bias).store(halves[row * 2 + column].as_mut_ptr()) };
        }
    }
}

#[inline(always)]
fn gathered<V: Number>(products: [V; 4]) -> [V; 2] {
    let [first, second, third, fourth] = products;
    [first.add(second).add(third), second.sub(third).sub(fourth)]
}
