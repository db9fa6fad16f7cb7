//! Convolutions as matrix products over columns: each column holds the elements that one output sees.
//!
//! Columns are made for a block of outputs at a time, so that they stay in cache between being made and being used.

mod depthwise;
mod direct;
mod taps;
mod tiles;
mod winograd;

use std::ops::Range;

use cresset_storage::Result;

use self::direct::Direct;
use self::winograd::Filter;
use super::disjoint::Disjoint;
use super::real::{Matrix, Real};
use crate::parallel::{for_chunks, for_ranges, num_threads};
use crate::window::{SPATIAL, Window};

/// Elements of a block of columns: half a megabyte of f32.
const BLOCK_ELEMENTS: usize = 1 << 17;

/// Outputs of a block at least: for each the weights are read again.
const LEAST_BLOCK: usize = 192;

/// Blocks are whole registers.
const LANES: usize = 16;

/// Parts that work is cut into where images and groups are few. It does not depend on the number of threads.
const PARTS: usize = 16;

/// Sizes of a convolution.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    pub(crate) images: usize,
    pub(crate) groups: usize,
    /// Input channels of a group.
    pub(crate) inputs: usize,
    /// Output channels of a group.
    pub(crate) outputs: usize,
    pub(crate) window: Window,
}

impl Shape {
    /// Elements of a column.
    fn depth(&self) -> usize {
        self.inputs * self.window.n_taps()
    }

    /// Whether a column is so short, and used so seldom, that making it costs more than it saves.
    fn is_depthwise(&self) -> bool {
        self.inputs == 1 && self.groups > 1 && self.outputs <= 4
    }

    /// The convolution of the result's gradient that gives the input's, where the stride is 1.
    fn turned(&self) -> Option<Shape> {
        let (window, mut padding) = (&self.window, [0; SPATIAL]);
        for (dim, padding) in padding.iter_mut().enumerate() {
            *padding = (window.dilation[dim] * (window.kernel[dim] - 1)).checked_sub(window.padding[dim])?;
        }
        let window = Window { input: window.output, output: window.input, padding, ..*window };
        let turned = Shape { inputs: self.outputs, outputs: self.inputs, window, ..*self };
        (window.stride == [1; SPATIAL]).then_some(turned)
    }

    /// Outputs of a block whose columns have `depth` elements.
    fn block(&self, depth: usize) -> usize {
        let positions = self.window.n_outputs();
        let most = (BLOCK_ELEMENTS / depth.max(1)).max(LEAST_BLOCK);
        positions.div_ceil(positions.div_ceil(most).max(1)).next_multiple_of(LANES).clamp(1, positions.max(1))
    }

    /// Outputs of a block, such that few blocks are as many for each thread, unless they become too small for it.
    fn block_of_thread(&self, depth: usize) -> usize {
        let (positions, images, threads) = (self.window.n_outputs(), self.images * self.groups, num_threads());
        let block = self.block(depth);
        let n_blocks = (images * positions.div_ceil(block)).next_multiple_of(threads).div_ceil(images.max(1));
        let even = positions.div_ceil(n_blocks.max(1)).next_multiple_of(LANES);
        if even >= LEAST_BLOCK / 2 { even.min(positions) } else { block }
    }

    /// A measure of the arithmetic in elements touched.
    fn work(&self) -> usize {
        (self.images * self.groups * self.outputs * self.window.n_outputs()).saturating_mul(self.depth().max(1)) / 8
    }

    /// Channels of a part when those of a group are cut into at least `parts` equal ones, if there are as many.
    fn channels_of_part(&self, parts: usize) -> usize {
        let most = (self.inputs / parts.max(1)).max(1);
        (1..=most).rev().find(|channels| self.inputs.is_multiple_of(*channels)).unwrap_or(1)
    }
}

/// Columns of the outputs in `range`: one row of `columns` for each channel and place of the window.
pub(crate) fn gather_columns<T: Copy>(
    window: &Window,
    planes: &[T],
    range: Range<usize>,
    padding: T,
    columns: &mut [T],
) {
    let (taps, step) = (window.n_taps(), window.step());
    for (at, row) in columns.chunks_exact_mut(range.len()).enumerate() {
        let plane = &planes[at / taps * window.n_inputs()..][..window.n_inputs()];
        if window.is_padded() {
            row.fill(padding);
        }
        for run in window.runs(at % taps, range.clone()) {
            let to = &mut row[run.out - range.start..][..run.len];
            let from = &plane[run.input..];
            if step == 1 {
                to.copy_from_slice(&from[..run.len]);
            } else if step == 2 {
                // Pairs become registers by shuffles, which single steps do not. The last may lack its second.
                let last = run.len - 1;
                to.iter_mut().zip(from[..2 * last].chunks_exact(2)).for_each(|(to, pair)| *to = pair[0]);
                to[last] = from[2 * last];
            } else {
                to.iter_mut().zip(from.iter().step_by(step)).for_each(|(to, from)| *to = *from);
            }
        }
    }
}

/// Adds columns to the elements that they came from: the transpose of [`gather_columns`].
pub(crate) fn scatter_columns<T: Real>(window: &Window, columns: &[T], range: Range<usize>, planes: &mut [T]) {
    let (taps, step) = (window.n_taps(), window.step());
    for (at, row) in columns.chunks_exact(range.len()).enumerate() {
        let plane = &mut planes[at / taps * window.n_inputs()..][..window.n_inputs()];
        for run in window.runs(at % taps, range.clone()) {
            let from = &row[run.out - range.start..][..run.len];
            if step == 1 {
                plane[run.input..][..run.len].iter_mut().zip(from).for_each(|(to, from)| *to += *from);
            } else {
                plane[run.input..].iter_mut().step_by(step).zip(from).for_each(|(to, from)| *to += *from);
            }
        }
    }
}

/// Whether 0 times any of the numbers is 0.
fn are_finite<T: Real>(numbers: &[T]) -> bool {
    numbers.iter().fold(true, |finite, &x| finite & (x * T::default() == T::default()))
}

/// The ranges of `0..len` of `block` elements each, the last perhaps shorter.
fn blocks(len: usize, block: usize) -> impl Iterator<Item = Range<usize>> {
    (0..len).step_by(block).map(move |start| start..len.min(start + block))
}

/// Cross-correlation.
pub(crate) fn forward<T: Real>(
    op: &'static str,
    shape: &Shape,
    x: &[T],
    weight: &[T],
    bias: Option<&[T]>,
    out: &mut [T],
) -> Result<()> {
    if shape.is_depthwise() {
        depthwise::forward(shape, x, weight, bias, out);
    } else if let Some(filter) = Filter::of(shape).filter(Filter::pays) {
        filter.run(op, x, weight, bias, false, out)?;
    } else if let Some(direct) = Direct::of(shape) {
        direct.run(x, &direct.pack(weight), bias, out);
    } else {
        multiply(shape, x, weight, bias, out);
    }
    Ok(())
}

/// Cross-correlation by columns.
fn multiply<T: Real>(shape: &Shape, x: &[T], weight: &[T], bias: Option<&[T]>, out: &mut [T]) {
    let (window, depth) = (&shape.window, shape.depth());
    let (positions, inputs) = (window.n_outputs(), shape.inputs * window.n_inputs());
    let block = shape.block_of_thread(depth);
    let n_blocks = positions.div_ceil(block);
    let n_tasks = shape.images * shape.groups * n_blocks;
    // Blocks that do not suffice for all threads come one after the other, each shared among threads.
    let many = n_tasks >= 4 * num_threads() || n_tasks.is_multiple_of(num_threads());
    let of_thread = shape.outputs.div_ceil(num_threads()).next_multiple_of(16);
    let (of_task, outputs) = if many { (1, shape.outputs) } else { (n_tasks, of_thread) };
    let out = Disjoint::new(out);
    for_ranges(n_tasks, of_task, shape.work(), &|tasks| {
        for task in tasks {
            let (image_group, range) = (task / n_blocks, task % n_blocks * block);
            let range = range..positions.min(range + block);
            let group = image_group % shape.groups;
            let planes = &x[image_group * inputs..][..inputs];
            let n_elements = if window.is_pointwise() { 0 } else { depth * range.len() };
            T::with_room(n_elements, |columns| {
                let n_planes = shape.channels_of_part(PARTS);
                for_chunks(columns, n_planes * window.n_taps() * range.len(), shape.work(), &|at, columns| {
                    let planes = &planes[at * n_planes * window.n_inputs()..];
                    gather_columns(window, planes, range.clone(), T::default(), columns);
                });
                let (columns, stride) = match window.is_pointwise() {
                    true => (&planes[range.start.min(planes.len())..], positions),
                    false => (&*columns, range.len()),
                };
                for_ranges(shape.outputs, outputs, shape.work(), &|share| {
                    let left = group * shape.outputs + share.start;
                    let first = (image_group * shape.outputs + share.start) * positions + range.start;
                    if let Some(bias) = bias {
                        for (output, bias) in bias[left..][..share.len()].iter().enumerate() {
                            let start = first + output * positions;
                            // SAFETY: this task alone writes these outputs of its range of its image and group.
                            unsafe { out.run(start..start + range.len()) }.fill(*bias);
                        }
                    }
                    let left = Matrix::rows(weight[left * depth..].as_ptr(), depth);
                    let right = Matrix::rows(columns.as_ptr(), stride);
                    let to = Matrix::rows(out.pointer(first), positions);
                    // SAFETY: the weights of a group have `outputs` rows of `depth`, the columns `depth` rows of the
                    // range's length, or of `positions` where they are the planes themselves; the outputs are this
                    // task's own.
                    unsafe { T::product([share.len(), depth, range.len()], left, right, to, bias.is_some()) };
                });
            });
        }
    });
}

/// The gradient of the input: `grad` times the weights, scattered.
pub(crate) fn backward_input<T: Real>(
    op: &'static str,
    shape: &Shape,
    grad: &[T],
    weight: &[T],
    out: &mut [T],
) -> Result<()> {
    if shape.is_depthwise() {
        depthwise::backward_input(shape, grad, weight, out);
    } else if let Some(filter) = Filter::of(shape).map(|filter| filter.turned()).filter(Filter::pays) {
        filter.run(op, grad, weight, None, true, out)?;
    } else if let Some(turned) = shape.turned()
        // Padding takes part in these sums.
        && are_finite(weight)
        && let Some(direct) = Direct::of(&turned)
    {
        direct.run(grad, &direct.pack_turned(weight), None, out);
    } else {
        multiply_to_input(shape, grad, weight, out);
    }
    Ok(())
}

/// The gradient of the input by columns.
fn multiply_to_input<T: Real>(shape: &Shape, grad: &[T], weight: &[T], out: &mut [T]) {
    let (window, depth, taps) = (&shape.window, shape.depth(), shape.window.n_taps());
    let positions = window.n_outputs();
    let channels = shape.channels_of_part(PARTS.div_ceil((shape.images * shape.groups).max(1)));
    let n_parts = shape.inputs / channels.max(1);
    for_chunks(out, channels * window.n_inputs(), shape.work(), &|task, planes| {
        let (image_group, part) = (task / n_parts, task % n_parts);
        let first = image_group % shape.groups * shape.outputs * depth + part * channels * taps;
        let left = Matrix::transposed(weight[first..].as_ptr(), depth);
        let grad = &grad[image_group * shape.outputs * positions..][..shape.outputs * positions];
        let rows = channels * taps;
        if window.is_pointwise() {
            let sizes = [rows, shape.outputs, positions];
            let to = Matrix::rows(planes.as_mut_ptr(), positions);
            // SAFETY: the part's weights, the gradients of the group and the planes of the part have these sizes.
            unsafe { T::product(sizes, left, Matrix::rows(grad.as_ptr(), positions), to, false) };
            return;
        }
        planes.fill(T::default());
        let block = shape.block(rows);
        T::with_room(rows * block, |columns| {
            for range in blocks(positions, block) {
                let columns = &mut columns[..rows * range.len()];
                let right = Matrix::rows(grad[range.start..].as_ptr(), positions);
                let to = Matrix::rows(columns.as_mut_ptr(), range.len());
                // SAFETY: as above, with the columns of one block as the result.
                unsafe { T::product([rows, shape.outputs, range.len()], left, right, to, false) };
                scatter_columns(window, columns, range, planes);
            }
        });
    });
}

/// The gradient of the weights: `grad` times the columns, summed over the images.
pub(crate) fn backward_weight<T: Real>(
    op: &'static str,
    shape: &Shape,
    grad: &[T],
    x: &[T],
    out: &mut [T],
) -> Result<()> {
    if shape.is_depthwise() {
        depthwise::backward_weight(shape, grad, x, out);
    } else if let Some(filter) = Filter::of(shape).filter(Filter::pays) {
        filter.backward_weight(op, grad, x, out)?;
    } else {
        multiply_to_weight(shape, grad, x, out);
    }
    Ok(())
}

/// The gradient of the weights by columns, or on the elements themselves.
fn multiply_to_weight<T: Real>(shape: &Shape, grad: &[T], x: &[T], out: &mut [T]) {
    // Images are cut into sums; so is what few channels need.
    let direct = Direct::of(shape).filter(|_| shape.images >= PARTS);
    let parts = if direct.is_some() { 1 } else { PARTS.div_ceil(shape.groups.max(1)) };
    let channels = shape.channels_of_part(parts);
    let n_parts = shape.inputs / channels.max(1);
    // Sums over images are cut too where there are too few channels to keep the threads at work.
    let n_sums = PARTS.div_ceil((shape.groups * n_parts).max(1)).min(shape.images).max(1);
    let mut sums = Vec::new();
    if n_sums > 1 {
        sums.resize(n_sums * out.len(), T::default());
    }
    let (len, of_group) = (out.len(), shape.outputs * shape.depth());
    out.fill(T::default());
    let target = Disjoint::new(if n_sums > 1 { &mut sums } else { &mut *out });
    let n_images = shape.images.div_ceil(n_sums);
    for_ranges(n_sums * shape.groups * n_parts, 1, shape.work(), &|task| {
        let (part, at) = (task.start % n_parts, task.start / n_parts);
        let (group, sum) = (at % shape.groups, at / shape.groups);
        let images = (sum * n_images).min(shape.images)..shape.images.min((sum + 1) * n_images);
        let first = sum * len + group * of_group;
        if let Some(direct) = &direct {
            // SAFETY: each task has a sum and a group of its own.
            let to = unsafe { target.run(first..first + of_group) };
            return direct.add_weight_gradient(grad, x, images, group, to);
        }
        let to = Matrix::rows(target.pointer(first + part * channels * shape.window.n_taps()), shape.depth());
        let channels = part * channels..(part + 1) * channels;
        // SAFETY: each task has a sum, a group and channels of its own, whose weights start at `first`.
        unsafe { add_weight_gradient(shape, grad, x, images, group, channels, to) };
    });
    if n_sums > 1 {
        for_chunks(out, 1 << 12, len * n_sums, &|at, part| {
            for sum in sums.chunks_exact(len) {
                part.iter_mut().zip(&sum[at << 12..]).for_each(|(to, from)| *to += *from);
            }
        });
    }
}

/// Adds the gradient of the weights of some channels from some images.
///
/// # Safety
/// `to` is the first of the channels' weights in rows of the depth of a column, for this thread alone.
unsafe fn add_weight_gradient<T: Real>(
    shape: &Shape,
    grad: &[T],
    x: &[T],
    images: Range<usize>,
    group: usize,
    channels: Range<usize>,
    to: Matrix<*mut T>,
) {
    let window = &shape.window;
    let (positions, plane) = (window.n_outputs(), window.n_inputs());
    let rows = channels.len() * window.n_taps();
    let block = if window.is_pointwise() { positions } else { shape.block(rows) };
    T::with_room(if window.is_pointwise() { 0 } else { rows * block }, |columns| {
        for image in images {
            let image_group = image * shape.groups + group;
            let planes = &x[(image_group * shape.inputs + channels.start) * plane..][..channels.len() * plane];
            let grad = &grad[image_group * shape.outputs * positions..][..shape.outputs * positions];
            for range in blocks(positions, block) {
                let right = if window.is_pointwise() {
                    Matrix::transposed(planes.as_ptr(), positions)
                } else {
                    let columns = &mut columns[..rows * range.len()];
                    gather_columns(window, planes, range.clone(), T::default(), columns);
                    Matrix::transposed(columns.as_ptr(), range.len())
                };
                let left = Matrix::rows(grad[range.start..].as_ptr(), positions);
                // SAFETY: gradients and columns have these sizes; the result by the caller.
                unsafe { T::product([shape.outputs, range.len(), rows], left, right, to, true) };
            }
        }
    });
}
