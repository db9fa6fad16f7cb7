//! Convolutions with few channels on the elements themselves: no columns are made.
//!
//! Planes are copied with their padding and split by the stride, so that the elements that one place of the window shows
//! to a row of outputs stand side by side. With outputs counted along the rows of such planes, each place of the window
//! is one run of elements at a fixed offset, and a convolution is the product of the weights with these runs. Outputs
//! beyond the end of a row are computed and left out.

use std::ops::Range;

use super::{PARTS, Shape, add_weight_gradient, are_finite};
use crate::cpu::disjoint::Disjoint;
use crate::cpu::lanes::total;
use crate::cpu::matmul::{REGISTERS, rows_of};
use crate::cpu::real::{Matrix, Real};
use crate::parallel::for_ranges;
use crate::simd::{Float, Kernel, Level, Number, Simd, dispatch};
use crate::window::{SPATIAL, Sizes, Window};

/// The most weights of one output: with more, the runs of a strip no longer stay in the second cache.
const MOST_DEPTH: usize = 512;

/// The most elements of the planes of an image, as they are laid out.
const MOST_ELEMENTS: usize = 1 << 18;

/// Results of a chunk of rows, which stay in the second cache.
const CHUNK_ELEMENTS: usize = 1 << 15;

/// Elements of images whose weight gradient is made at once.
const BATCH_ELEMENTS: usize = 1 << 15;

/// Tasks that images are shared among, at most.
const TASKS: usize = 64;

/// Elements that registers at the end of a run may reach beyond it: three registers of 16 lanes.
const SLACK: usize = 48;

/// Outputs whose weights are packed together.
const PACKED: usize = 8;

/// How planes are laid out: with padding, split by the stride in each dim.
struct Layout<'a> {
    window: &'a Window,
    /// Planes of an image.
    channels: usize,
    /// Sizes of a part of a plane: every `stride`th element of each dim.
    sizes: Sizes,
    /// From the first element to that which each place of the window shows to the first output.
    offsets: Vec<usize>,
}

impl<'a> Layout<'a> {
    fn new(window: &'a Window, channels: usize) -> Layout<'a> {
        let sizes: Sizes =
            std::array::from_fn(|dim| (window.input[dim] + 2 * window.padding[dim]).div_ceil(window.stride[dim]));
        let mut layout = Layout { window, channels, sizes, offsets: Vec::new() };
        let [_, rows, columns] = window.kernel;
        for channel in 0..channels {
            for tap in 0..window.n_taps() {
                let tap = [tap / columns / rows, tap / columns % rows, tap % columns];
                let at: Sizes = std::array::from_fn(|dim| tap[dim] * window.dilation[dim]);
                let part =
                    (0..SPATIAL).fold(channel, |part, dim| part * window.stride[dim] + at[dim] % window.stride[dim]);
                let place: Sizes = std::array::from_fn(|dim| at[dim] / window.stride[dim]);
                layout.offsets.push(part * layout.part_len() + layout.place(place));
            }
        }
        layout
    }

    fn part_len(&self) -> usize {
        self.sizes.iter().product()
    }

    fn place(&self, [depth, row, column]: Sizes) -> usize {
        (depth * self.sizes[1] + row) * self.sizes[2] + column
    }

    /// Elements of an image, with what registers may read beyond it.
    fn len(&self) -> usize {
        self.channels * self.window.stride.iter().product::<usize>() * self.part_len() + SLACK
    }

    /// Lays out the rows of an image that the output rows in `rows` see, over zeros where there is padding.
    fn spread<T: Real>(&self, planes: &[T], rows: &Range<usize>, to: &mut [T]) {
        let window = self.window;
        let ([depths, height, width], [_, row_stride, stride]) = (window.input, window.stride);
        let reach = (window.kernel[1] - 1) * window.dilation[1];
        let first = (rows.start * row_stride).saturating_sub(window.padding[1]);
        let end = height.min((rows.end * row_stride + reach).saturating_sub(window.padding[1]));
        for channel in 0..self.channels {
            let plane = &planes[channel * window.n_inputs()..][..window.n_inputs()];
            for (depth, row) in (0..depths).flat_map(|depth| (first..end).map(move |row| (depth, row))) {
                let from = &plane[(depth * height + row) * width..][..width];
                let (depth, row) = (depth + window.padding[0], row + window.padding[1]);
                let part = channel * window.stride[0] + depth % window.stride[0];
                let part = (part * row_stride + row % row_stride) * stride;
                let start = part * self.part_len() + self.place([depth / window.stride[0], row / row_stride, 0]);
                if stride == 1 {
                    to[start + window.padding[2]..][..width].copy_from_slice(from);
                    continue;
                }
                for phase in 0..stride.min(width) {
                    // Where the elements of this phase of the row stand.
                    let column = phase + window.padding[2];
                    let to = &mut to[start + column % stride * self.part_len() + column / stride..];
                    let from = from[phase..].iter().step_by(stride);
                    to.iter_mut().zip(from).for_each(|(to, from)| *to = *from);
                }
            }
        }
    }
}

/// A convolution that is computed on the elements.
pub(super) struct Direct<'a> {
    shape: &'a Shape,
    layout: Layout<'a>,
}

impl<'a> Direct<'a> {
    /// The way for a shape, unless it has many channels, or planes that are mostly padding.
    pub(super) fn of(shape: &'a Shape) -> Option<Direct<'a>> {
        let (window, depth) = (&shape.window, shape.depth());
        // Columns of one place are no larger than the planes.
        if window.n_taps() == 1 || depth == 0 || depth > MOST_DEPTH {
            return None;
        }
        let layout = Layout::new(window, shape.inputs);
        let computed = layout.sizes[2] * window.output[0] * window.output[1];
        let pays = layout.len() <= MOST_ELEMENTS && computed <= 2 * window.n_outputs();
        pays.then_some(Direct { shape, layout })
    }

    /// From a row of an output channel to the next, as results are counted.
    fn width(&self) -> usize {
        self.layout.sizes[2]
    }

    /// Results from the first to the last of some rows.
    fn results(&self, rows: usize) -> usize {
        (rows - 1) * self.width() + self.shape.window.output[2]
    }

    /// Computes all outputs from weights that are [`pack`]ed for each group.
    pub(super) fn run<T: Real>(&self, x: &[T], packed: &[Vec<T>], bias: Option<&[T]>, out: &mut [T]) {
        let Shape { groups, images, inputs, outputs, ref window } = *self.shape;
        let [depths, rows, columns] = window.output;
        let rows_of_chunk = (CHUNK_ELEMENTS / (outputs * self.width())).clamp(1, rows);
        let chunks_of_depth = rows.div_ceil(rows_of_chunk);
        let n_chunks = depths * chunks_of_depth;
        let n_images = images * groups;
        let n_parts = PARTS.div_ceil(n_images.max(1)).min(n_chunks);
        // Images of a task share the padding.
        let of_task = if n_parts > 1 { 1 } else { n_images.div_ceil(TASKS) };
        let stride = self.results(rows_of_chunk).next_multiple_of(SLACK);
        let (plane, positions) = (window.n_inputs(), window.n_outputs());
        let out = Disjoint::new(out);
        for_ranges(n_images * n_parts, of_task, self.shape.work(), &|tasks| {
            T::with_room(self.layout.len() + outputs * stride, |room| {
                let (elements, results) = room.split_at_mut(self.layout.len());
                elements.fill(T::default());
                for task in tasks {
                    let (image_group, part) = (task / n_parts, task % n_parts);
                    let chunks = part * n_chunks / n_parts..(part + 1) * n_chunks / n_parts;
                    let group = image_group % groups;
                    let seen = match depths {
                        1 => chunks.start * rows_of_chunk..rows.min(chunks.end * rows_of_chunk),
                        _ => 0..rows,
                    };
                    self.layout.spread(&x[image_group * inputs * plane..][..inputs * plane], &seen, elements);
                    for chunk in chunks {
                        let (depth, first) = (chunk / chunks_of_depth, chunk % chunks_of_depth * rows_of_chunk);
                        let n_rows = rows_of_chunk.min(rows - first);
                        dispatch(Strips {
                            offsets: &self.layout.offsets,
                            outputs,
                            packed: &packed[group],
                            elements: &elements[self.layout.place([depth, first, 0])..],
                            len: self.results(n_rows),
                            out: results,
                            stride,
                        });
                        for output in 0..outputs {
                            let bias = bias.map_or(T::default(), |bias| bias[group * outputs + output]);
                            let start = (image_group * outputs + output) * positions + (depth * rows + first) * columns;
                            // SAFETY: this task alone writes its chunks of its image and group.
                            let to = unsafe { out.run(start..start + n_rows * columns) };
                            let from = results[output * stride..].chunks(self.width());
                            for (to, from) in to.chunks_exact_mut(columns).zip(from) {
                                to.iter_mut().zip(from).for_each(|(to, from)| *to = *from + bias);
                            }
                        }
                    }
                }
            });
        });
    }

    /// Weights of each group, packed.
    pub(super) fn pack<T: Real>(&self, weight: &[T]) -> Vec<Vec<T>> {
        let (outputs, depth) = (self.shape.outputs, self.shape.depth());
        let of_group =
            |group: usize| pack(outputs, depth, |output, at| weight[(group * outputs + output) * depth + at]);
        (0..self.shape.groups).map(of_group).collect()
    }

    /// The weights of the convolution that this one is the input gradient of.
    pub(super) fn pack_turned<T: Real>(&self, weight: &[T]) -> Vec<Vec<T>> {
        let (outputs, inputs, taps) = (self.shape.outputs, self.shape.inputs, self.shape.window.n_taps());
        let of_group = |group: usize| {
            pack(outputs, inputs * taps, |output, at| {
                let (input, tap) = (at / taps, taps - 1 - at % taps);
                weight[((group * inputs + input) * outputs + output) * taps + tap]
            })
        };
        (0..self.shape.groups).map(of_group).collect()
    }

    /// Adds the gradient of the weights from images of a group to `to`.
    ///
    /// The sum over outputs goes over the ends of rows too, where gradients are 0; so images with elements that are not
    /// finite go by columns.
    pub(super) fn add_weight_gradient<T: Real>(
        &self,
        grad: &[T],
        x: &[T],
        images: Range<usize>,
        group: usize,
        to: &mut [T],
    ) {
        let Shape { groups, inputs, outputs, ref window, .. } = *self.shape;
        let [depths, rows, columns] = window.output;
        let (plane, positions, width) = (window.n_inputs(), window.n_outputs(), self.width());
        let len = (depths - 1) * self.layout.sizes[1] * width + self.results(rows);
        let (stride, n_rows) = (len.next_multiple_of(SLACK), outputs.next_multiple_of(GRADS));
        let (of_elements, of_grads) = (self.layout.len(), n_rows * stride);
        let most = (BATCH_ELEMENTS / (of_elements + of_grads)).clamp(1, images.len().max(1));
        T::with_room(most * (of_elements + of_grads), |room| {
            room.fill(T::default());
            let (elements, grads) = room.split_at_mut(most * of_elements);
            for start in images.clone().step_by(most) {
                let batch = start..images.end.min(start + most);
                let mut finite = true;
                for (at, image) in batch.clone().enumerate() {
                    let image_group = image * groups + group;
                    let planes = &x[image_group * inputs * plane..][..inputs * plane];
                    finite &= are_finite(planes);
                    self.layout.spread(planes, &(0..rows), &mut elements[at * of_elements..][..of_elements]);
                    let grads = &mut grads[at * of_grads..][..of_grads];
                    let from = &grad[image_group * outputs * positions..][..outputs * positions];
                    for (at, from) in from.chunks_exact(columns).enumerate() {
                        let (output, depth, row) = (at / rows / depths, at / rows % depths, at % rows);
                        let start = output * stride + self.layout.place([depth, row, 0]);
                        grads[start..start + columns].copy_from_slice(from);
                    }
                }
                if finite {
                    let images = batch.len();
                    let offsets = &self.layout.offsets;
                    dispatch(Correlations {
                        offsets,
                        images,
                        elements,
                        of_elements,
                        grads,
                        of_grads,
                        outputs,
                        stride,
                        to,
                    });
                } else {
                    let to = Matrix::rows(to.as_mut_ptr(), self.shape.depth());
                    // SAFETY: the weights of a group, all of its channels, for this thread alone.
                    unsafe { add_weight_gradient(self.shape, grad, x, batch, group, 0..inputs, to) };
                }
            }
        });
    }
}

/// Weights, eight outputs side by side for each place of the window, in the order of the offsets.
fn pack<T: Real>(outputs: usize, depth: usize, weight: impl Fn(usize, usize) -> T) -> Vec<T> {
    let mut packed = vec![T::default(); outputs.next_multiple_of(PACKED) * depth];
    for output in 0..outputs {
        for at in 0..depth {
            packed[(output / PACKED * depth + at) * PACKED + output % PACKED] = weight(output, at);
        }
    }
    packed
}

/// Products of packed weights with runs of elements.
struct Strips<'a, T> {
    offsets: &'a [usize],
    outputs: usize,
    packed: &'a [T],
    /// The elements, from that on which the first weight of the first output is laid.
    elements: &'a [T],
    /// How many outputs in a row.
    len: usize,
    /// For each output channel a row of `stride`, of which registers may be written beyond `len`.
    out: &'a mut [T],
    stride: usize,
}

impl<T: Real> Kernel for Strips<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(mut self) {
        let most = rows_of::<S>();
        let reach = self.offsets.iter().copied().max().unwrap_or(0);
        let width = REGISTERS * <T::At<S> as Number>::LEN;
        assert!(width <= SLACK && self.elements.len() >= reach + self.len.next_multiple_of(width));
        assert!(self.stride >= self.len.next_multiple_of(width) && self.out.len() >= self.outputs * self.stride);
        assert!(self.packed.len() >= self.outputs.next_multiple_of(PACKED) * self.offsets.len());
        for start in (0..self.len).step_by(width) {
            for first in (0..self.outputs).step_by(most) {
                let rows = most.min(self.outputs - first);
                macro_rules! choose {
                    ($($count:literal)*) => {
                        match rows {
                            $($count => self.compute::<T::At<S>, $count>(start, first),)*
                            _ => {}
                        }
                    };
                }
                // SAFETY: asserted above; `most` divides the outputs that are packed together.
                unsafe {
                    match S::LEVEL {
                        Level::Avx512 => choose!(1 2 3 4 5 6 7 8),
                        _ => choose!(1 2 3 4),
                    }
                }
            }
        }
    }
}

impl<T: Real> Strips<'_, T> {
    /// # Safety
    /// From `start` on, elements and results have the registers; there are `R` outputs from `first` on.
    #[inline(always)]
    unsafe fn compute<V: Float<Scalar = T>, const R: usize>(&mut self, start: usize, first: usize) {
        let mut sums = [[V::constant(0.0); REGISTERS]; R];
        let elements = self.elements.as_ptr().wrapping_add(start);
        let mut factors =
            self.packed.as_ptr().wrapping_add(first / PACKED * self.offsets.len() * PACKED + first % PACKED);
        for &offset in self.offsets {
            let mut lanes = [V::constant(0.0); REGISTERS];
            for (at, lanes) in lanes.iter_mut().enumerate() {
                // SAFETY: by the caller.
                *lanes = unsafe { V::load(elements.add(offset + at * V::LEN)) };
            }
            for (row, sums) in sums.iter_mut().enumerate() {
                // SAFETY: by the caller.
                let factor = V::splat(unsafe { *factors.add(row) });
                for (sum, lanes) in sums.iter_mut().zip(&lanes) {
                    *sum = factor.mul_add(*lanes, *sum);
                }
            }
            factors = factors.wrapping_add(PACKED);
        }
        let out = self.out.as_mut_ptr().wrapping_add(first * self.stride + start);
        for (row, sums) in sums.iter().enumerate() {
            for (at, sum) in sums.iter().enumerate() {
                // SAFETY: by the caller.
                unsafe { sum.store(out.add(row * self.stride + at * V::LEN)) };
            }
        }
    }
}

/// Outputs whose gradients are read together at the widest level; there are rows of zeros up to a multiple of it.
const GRADS: usize = 4;

/// Products of runs of gradients with runs of elements, summed over images.
struct Correlations<'a, T> {
    offsets: &'a [usize],
    images: usize,
    /// Of each image `of_elements`.
    elements: &'a [T],
    of_elements: usize,
    /// Of each image `of_grads`: a multiple of [`GRADS`] rows of `stride`.
    grads: &'a [T],
    of_grads: usize,
    outputs: usize,
    stride: usize,
    /// For each output a row of as many sums as there are offsets; products are added.
    to: &'a mut [T],
}

impl<T: Real> Kernel for Correlations<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(mut self) {
        let reach = self.offsets.iter().copied().max().unwrap_or(0);
        assert!(self.of_elements >= reach + self.stride);
        assert!(
            self.elements.len() >= self.images * self.of_elements && self.grads.len() >= self.images * self.of_grads
        );
        assert!(self.of_grads >= self.outputs.next_multiple_of(GRADS) * self.stride);
        // SAFETY: asserted above.
        unsafe {
            match S::LEVEL {
                // 24 sums, six registers of elements and one of gradients fit the 32 registers.
                Level::Avx512 => self.sum::<T::At<S>, 4, 6>(),
                _ => self.sum::<T::At<S>, 2, 4>(),
            }
        }
    }
}

impl<T: Real> Correlations<'_, T> {
    /// # Safety
    /// Elements have a run at each offset, and gradients the rows of whole tiles.
    #[inline(always)]
    unsafe fn sum<V: Float<Scalar = T>, const R: usize, const N: usize>(&mut self) {
        const { assert!(GRADS.is_multiple_of(R) && SLACK.is_multiple_of(V::LEN)) };
        for output in (0..self.outputs).step_by(R) {
            for (at, offsets) in self.offsets.chunks(N).enumerate() {
                let places: [usize; N] = std::array::from_fn(|at| offsets[at.min(offsets.len() - 1)]);
                let mut sums = [[V::constant(0.0); N]; R];
                for image in 0..self.images {
                    let elements = self.elements.as_ptr().wrapping_add(image * self.of_elements);
                    let grads = self.grads.as_ptr().wrapping_add(image * self.of_grads + output * self.stride);
                    for place in (0..self.stride).step_by(V::LEN) {
                        let mut lanes = [V::constant(0.0); N];
                        for (lanes, offset) in lanes.iter_mut().zip(places) {
                            // SAFETY: by the caller.
                            *lanes = unsafe { V::load(elements.add(offset + place)) };
                        }
                        for (row, sums) in sums.iter_mut().enumerate() {
                            // SAFETY: by the caller.
                            let grad = unsafe { V::load(grads.add(row * self.stride + place)) };
                            for (sum, lanes) in sums.iter_mut().zip(&lanes) {
                                *sum = grad.mul_add(*lanes, *sum);
                            }
                        }
                    }
                }
                // Out of the registers first: a loop over the sums would keep them in memory throughout.
                let mut ended = [[V::constant(0.0); N]; R];
                let ended = std::hint::black_box(&mut ended);
                for (ended, sums) in ended.iter_mut().zip(&sums) {
                    for (ended, &sum) in ended.iter_mut().zip(sums) {
                        *ended = sum;
                    }
                }
                for (row, sums) in ended.iter().take(self.outputs - output).enumerate() {
                    let first = (output + row) * self.offsets.len() + at * N;
                    for (to, &sum) in self.to[first..first + offsets.len()].iter_mut().zip(sums) {
                        *to += total(sum);
                    }
                }
            }
        }
    }
}
