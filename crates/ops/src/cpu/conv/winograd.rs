//! Convolutions of 3 × 3 places in steps of one by Winograd's minimal filtering: 16 products instead of 36 for each
//! tile of 2 × 2 outputs and pair of channels. The products of many tiles are 16 products of matrices.
//!
//! An element reaches only outputs whose windows see it, as NaN and infinities show.
//!
//! # Source
//! <https://arxiv.org/abs/1509.09308>

use std::ops::Range;

use cresset_storage::{Device, Dims, Result};

use super::Shape;
use super::taps::{LANES, Taps, Way};
use super::tiles::{Back, PRODUCTS, Part, Places, Plane, SLACK, Side, There};
use crate::access::fill;
use crate::array::Array;
use crate::cpu::disjoint::Disjoint;
use crate::cpu::real::{Matrix, Real};
use crate::parallel::for_ranges;
use crate::simd::dispatch;

/// Products that stand in the caches of all cores: 8 MB of f32.
const SHARED: usize = 1 << 21;

/// The fewest tiles that make up for the transform of the weights.
const FEWEST: usize = 32;

/// Tiles of a block: three registers of the longest and more.
const BLOCK: Range<usize> = 48..128;

/// Blocks from which on each is a thread's own.
const MANY: usize = 8;

/// Channels of a thread's share of a transform.
const CHANNELS: usize = 8;

/// Rows of a thread's share of a product.
const ROWS: usize = 128;

/// The sizes of a convolution that goes by tiles.
pub(super) struct Filter {
    images: usize,
    groups: usize,
    inputs: usize,
    outputs: usize,
    input: Plane,
    output: Plane,
}

impl Filter {
    /// The sizes, if the convolution is one of 3 × 3 places in steps of one.
    pub(super) fn of(shape: &Shape) -> Option<Filter> {
        let window = &shape.window;
        let fits = [window.kernel, window.stride, window.dilation] == [[1, 3, 3], [1; 3], [1; 3]]
            && window.input[0] == 1
            && window.padding[0] == 0
            && window.padding.iter().all(|&padding| padding <= 2);
        let sizes = |sizes: [usize; 3]| [sizes[1], sizes[2]];
        let planes = [sizes(window.input), sizes(window.output), sizes(window.padding)];
        fits.then(|| Filter::new([shape.images, shape.groups, shape.inputs, shape.outputs], planes))
    }

    fn new([images, groups, inputs, outputs]: [usize; 4], [input, output, padding]: [[usize; 2]; 3]) -> Filter {
        let tiles = output.map(|size| size.div_ceil(2));
        let input = Plane { sizes: input, padding, tiles };
        Filter { images, groups, inputs, outputs, input, output: Plane { sizes: output, padding: [0; 2], tiles } }
    }

    /// The convolution that takes gradients of outputs to those of inputs.
    pub(super) fn turned(&self) -> Filter {
        let padding = self.input.padding.map(|padding| 2 - padding);
        let sizes = [self.images, self.groups, self.outputs, self.inputs];
        Filter::new(sizes, [self.output.sizes, self.input.sizes, padding])
    }

    /// Whether tiles are worth their transforms, which take as long as 96 products a row of tiles and 4 a tile, for each
    /// channel; 20 products are saved for each tile and pair of channels, of which a register does 16 at once.
    pub(super) fn pays(&self) -> bool {
        let tiles = self.output.tiles;
        self.images * tiles[0] * tiles[1] >= FEWEST
            && PRODUCTS * (self.inputs + self.outputs) * tiles[1] <= SHARED
            && self.inputs * self.outputs * tiles[1] >= (self.inputs + self.outputs) * (96 + 4 * tiles[1])
    }

    /// Rows of tiles of all images.
    fn rows(&self) -> usize {
        self.images * self.output.tiles[0]
    }

    /// Elements from the factors of one product to those of the next, which share no lines of the first cache.
    fn factor_stride(&self) -> usize {
        (self.outputs * self.inputs).next_multiple_of(LANES) + LANES
    }

    /// Rows of tiles of a block whose tiles fill registers best.
    fn rows_of_block(&self) -> usize {
        let tiles = self.output.tiles[1].max(1);
        let filled = |rows: usize| (rows * tiles * 1024) / (rows * tiles).next_multiple_of(LANES);
        let first = BLOCK.start.div_ceil(tiles);
        (first..(BLOCK.end / tiles + 1).max(first + 1)).rev().max_by_key(|&rows| filled(rows)).unwrap_or(first)
    }

    /// Elements touched, as `parallel` counts.
    fn work(&self) -> usize {
        self.rows() * self.output.tiles[1] * self.inputs * self.outputs
    }

    /// The rows of tiles in `range` by the images that they are of. `channels` are those of an image's planes.
    fn parts(&self, range: Range<usize>, plane: &Plane, channels: [usize; 2]) -> Vec<Part> {
        let (rows, columns) = (plane.tiles[0], plane.tiles[1]);
        let [all, first] = channels;
        let (mut parts, mut row) = (Vec::new(), range.start);
        while row < range.end {
            let (image, from) = (row / rows, row % rows);
            let end = rows.min(from + range.end - row);
            let start = (image * all + first) * plane.sizes[0] * plane.sizes[1];
            parts.push(Part { start, rows: from..end, tile: (row - range.start) * columns });
            row += end - from;
        }
        parts
    }

    /// Factors and weights of all groups, one made of the other. `at` gives the addresses of a weight and a factor.
    fn transform<T: Real>(&self, way: Way, at: &(dyn Fn(usize, usize) -> (*mut T, *mut T) + Sync)) {
        let (parts, pairs, stride) = (self.inputs.div_ceil(LANES), self.outputs * self.inputs, self.factor_stride());
        // From one channel to the next, of the convolution whose weights they are.
        let strides = if way == Way::Turned { [9, 9 * self.outputs] } else { [9 * self.inputs, 9] };
        let places = Places { product_stride: stride, channel_stride: self.inputs };
        for_ranges(self.groups * parts, 1, self.groups * pairs * 9, &|task| {
            let (group, first) = (task.start / parts, task.start % parts * LANES);
            let (weight, factors) = at(group * pairs * 9 + first * strides[1], group * stride * PRODUCTS + first);
            let channels = [self.outputs, LANES.min(self.inputs - first)];
            dispatch(Taps { weight, strides, channels, factors, places, way });
        });
    }

    /// The outputs of `x`.
    pub(super) fn run<T: Real>(
        &self,
        op: &'static str,
        x: &[T],
        weight: &[T],
        bias: Option<&[T]>,
        turned: bool,
        out: &mut [T],
    ) -> Result<()> {
        let mut factors = scratch::<T>(op, self.groups * PRODUCTS * self.factor_stride())?;
        let factors = fill::<T>(op, &mut factors)?;
        let target = Disjoint::new(&mut *factors);
        let way = if turned { Way::Turned } else { Way::There };
        self.transform(way, &|at, factor| (weight[at..].as_ptr().cast_mut(), target.pointer(factor)));
        let (factors, tiles) = (&*factors, self.output.tiles[1]);
        let of_block = self.rows_of_block();
        let many = self.rows() / of_block >= MANY;
        let most = SHARED / (PRODUCTS * (self.inputs + self.outputs) * tiles);
        let of_block = if many { of_block } else { most.clamp(1, self.rows()) };
        let n_blocks = self.rows().div_ceil(of_block);
        let out = Disjoint::new(out);
        // Few blocks come one after the other, each shared among threads.
        for_ranges(self.groups * n_blocks, if many { 1 } else { usize::MAX }, self.work(), &|tasks| {
            for task in tasks {
                let (group, start) = (task / n_blocks, task % n_blocks * of_block);
                let rows = start..self.rows().min(start + of_block);
                let n_tiles = rows.len() * tiles;
                let (from, to) = (places(n_tiles, self.inputs), places(n_tiles, self.outputs));
                let (n_from, n_to) = (PRODUCTS * from.product_stride, PRODUCTS * to.product_stride);
                T::with_room(n_from + n_to + SLACK, |room| {
                    let (inputs, outputs) = room.split_at_mut(n_from);
                    let parts = self.parts(rows.clone(), &self.input, [self.groups * self.inputs, group * self.inputs]);
                    self.spread(Side::Inputs, x, &parts, from, inputs);
                    let (inputs, target) = (&*inputs, Disjoint::new(&mut *outputs));
                    let shares = self.outputs.div_ceil(ROWS);
                    for_ranges(PRODUCTS * shares, 1, self.work(), &|task| {
                        let (product, row) = (task.start / shares, task.start % shares * ROWS);
                        let at = (group * PRODUCTS + product) * self.factor_stride() + row * self.inputs;
                        let left = Matrix::rows(factors[at..].as_ptr(), self.inputs);
                        let right = Matrix::rows(inputs[product * from.product_stride..].as_ptr(), from.channel_stride);
                        let to = target.pointer(product * to.product_stride + row * to.channel_stride);
                        let to = Matrix::rows(to, from.channel_stride);
                        let sizes = [ROWS.min(self.outputs - row), self.inputs, n_tiles];
                        // SAFETY: factors and products have these sizes; this task alone writes these rows of one.
                        unsafe { T::product(sizes, left, right, to, false) };
                    });
                    let (outputs, channels) = (&*outputs, self.groups * self.outputs);
                    for_ranges(self.outputs, CHANNELS, self.work(), &|range| {
                        let first = group * self.outputs + range.start;
                        dispatch(Back {
                            plane: self.output,
                            parts: &self.parts(rows.clone(), &self.output, [channels, first]),
                            channels: range.len(),
                            places: to,
                            bias: bias.map(|bias| &bias[first..]),
                            from: &outputs[range.start * to.channel_stride..],
                            out: out.pointer(0),
                        });
                    });
                });
            }
        });
        Ok(())
    }

    /// Elements of the channels of a group as products.
    fn spread<T: Real>(&self, side: Side, x: &[T], parts: &[Part], places: Places, to: &mut [T]) {
        let (plane, channels) =
            if side == Side::Inputs { (self.input, self.inputs) } else { (self.output, self.outputs) };
        let room = plane.split_len(parts.iter().map(|part| part.rows.len()).max().unwrap_or(0));
        let to = Disjoint::new(to);
        for_ranges(channels, CHANNELS, channels * places.channel_stride * PRODUCTS, &|channels| {
            T::with_room(room, |split| {
                dispatch(There { side, plane, x, parts, channels: channels.clone(), places, split, to: to.pointer(0) });
            });
        });
    }

    /// The gradient of the weights.
    pub(super) fn backward_weight<T: Real>(&self, op: &'static str, grad: &[T], x: &[T], out: &mut [T]) -> Result<()> {
        let tiles = self.output.tiles[1];
        let most = SHARED / (PRODUCTS * (self.inputs + self.outputs) * tiles);
        let n_blocks = self.rows().div_ceil(most.clamp(1, self.rows()));
        let of_block = self.rows().div_ceil(n_blocks);
        let [from, to] = [self.inputs, self.outputs].map(|channels| places(of_block * tiles, channels));
        let (n_from, n_to) = (PRODUCTS * from.product_stride + SLACK, PRODUCTS * to.product_stride + SLACK);
        let (mut inputs, mut outputs) = (scratch::<T>(op, n_from)?, scratch::<T>(op, n_to)?);
        let mut sums = scratch::<T>(op, self.groups * PRODUCTS * self.factor_stride())?;
        let (inputs, outputs) = (fill::<T>(op, &mut inputs)?, fill::<T>(op, &mut outputs)?);
        let sums = fill::<T>(op, &mut sums)?;
        for group in 0..self.groups {
            for start in (0..self.rows()).step_by(of_block) {
                let rows = start..self.rows().min(start + of_block);
                let n_tiles = rows.len() * tiles;
                let parts = self.parts(rows.clone(), &self.input, [self.groups * self.inputs, group * self.inputs]);
                self.spread(Side::Inputs, x, &parts, from, inputs);
                let parts = self.parts(rows, &self.output, [self.groups * self.outputs, group * self.outputs]);
                self.spread(Side::Gradients, grad, &parts, to, outputs);
                let (inputs, outputs, target) = (&*inputs, &*outputs, Disjoint::new(&mut *sums));
                let shares = self.outputs.div_ceil(ROWS);
                for_ranges(PRODUCTS * shares, 1, self.work(), &|task| {
                    let (product, row) = (task.start / shares, task.start % shares * ROWS);
                    let left = &outputs[product * to.product_stride + row * to.channel_stride..];
                    let left = Matrix::rows(left.as_ptr(), to.channel_stride);
                    let right = inputs[product * from.product_stride..].as_ptr();
                    let right = Matrix::transposed(right, from.channel_stride);
                    let at = (group * PRODUCTS + product) * self.factor_stride() + row * self.inputs;
                    let sums = Matrix::rows(target.pointer(at), self.inputs);
                    let sizes = [ROWS.min(self.outputs - row), n_tiles, self.inputs];
                    // SAFETY: products and sums have these sizes; this task alone writes these rows of the sums.
                    unsafe { T::product(sizes, left, right, sums, start > 0) };
                });
            }
        }
        let target = Disjoint::new(out);
        self.transform(Way::Back, &|at, sum| (target.pointer(at), sums[sum..].as_ptr().cast_mut()));
        Ok(())
    }
}

/// Where the products of tiles stand: runs apart, so that a register may reach beyond the last tile, and so that the 16
/// products of a tile share no lines of the first cache.
fn places(n_tiles: usize, channels: usize) -> Places {
    let channel_stride = n_tiles.next_multiple_of(LANES) + SLACK;
    Places { product_stride: channels * channel_stride + SLACK, channel_stride }
}

/// Room from the allocator that keeps what it has.
fn scratch<T: Real>(op: &'static str, len: usize) -> Result<Array> {
    Array::empty(op, &Dims::new(op, &[len])?, T::DTYPE, Device::Cpu)
}
