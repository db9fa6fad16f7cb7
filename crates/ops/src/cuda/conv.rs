//! Convolutions and their gradients on GPUs.

pub(crate) use cresset_storage::cuda::dnn::Way;
use cresset_storage::cuda::{Gpu, Grid, Stream};
use cresset_storage::{DType, Device, Dims, Layout, Result};

use super::dnn;
use super::launch::{Target, Words, launch, with_addresses, words};
use super::matmul::{self, MOST_SIZE};
use super::text::whole;
use super::tile::{Reading, Tile, sums, types};
use crate::array::Array;
use crate::copy::contiguous;
use crate::cpu::conv::Shape;
use crate::window::Sizes;

const ARGUMENT_WORDS: usize = 45;
/// Channels of a group that are few: its tiles would be empty.
const FEW: usize = 4;

/// What a product is made of.
struct Sums {
    rows: usize,
    columns: usize,
    inner: usize,
    /// Channels of a group of the source, and its spatial sizes.
    channels: usize,
    sizes: Sizes,
    places: Sizes,
}

impl Sums {
    fn new(way: Way, shape: &Shape) -> Option<Sums> {
        let (window, taps) = (&shape.window, shape.window.n_taps());
        let (out, input) =
            (shape.images.checked_mul(window.n_outputs())?, shape.images.checked_mul(window.n_inputs())?);
        let (inputs, outputs) = (shape.inputs, shape.outputs);
        let (rows, columns, inner) = match way {
            Way::Forward => (outputs, out, inputs * taps),
            Way::ToInput => (inputs, input, outputs * taps),
            Way::ToWeight => (outputs, inputs * taps, out),
        };
        let (channels, sizes, places) = match way {
            Way::ToInput => (outputs, window.output, window.input),
            _ => (inputs, window.input, window.output),
        };
        let reach = (0..3).map(|dim| sizes[dim].max(places[dim]) * window.stride[dim] + 2 * window.padding[dim]);
        let reach = reach.zip(0..3).map(|(reach, dim)| reach + window.kernel[dim] * window.dilation[dim]);
        let image = channels * sizes.iter().product::<usize>();
        let fits = [rows, columns, inner, image].into_iter().chain(reach).all(|size| size <= MOST_SIZE);
        fits.then_some(Sums { rows, columns, inner, channels, sizes, places })
    }
}

/// The words of a `Divisor`. Granlund and Montgomery, Division by invariant integers using multiplication.
fn divisor(by: usize) -> [u64; 2] {
    let by = by.max(1) as u64;
    let shift = u64::from(by.next_power_of_two().trailing_zeros());
    let magic = ((1 << 32) * ((1 << shift) - by)) / by + 1;
    [magic & 0xffff_ffff | shift << 32, by]
}

/// The words of a `Split` of numbers of so many digits.
fn split([deep, high, wide]: Sizes) -> [[u64; 2]; 3] {
    [divisor(deep * high * wide), divisor(high * wide), divisor(wide)]
}

/// The convolution, with a bias for its channels, or its gradient, of the sizes `out`; none where there is no kernel.
pub(crate) fn run(
    op: &'static str,
    way: Way,
    shape: &Shape,
    [left, source]: [&Array; 2],
    bias: Option<&Array>,
    out: &Dims,
) -> Result<Option<Array>> {
    let (Device::Cuda(ordinal), dtype) = (left.device(), left.dtype()) else { return Ok(None) };
    if !dtype.is_floating_point() && !matches!(dtype, DType::I32 | DType::I64) {
        return Ok(None);
    }
    let (Some(types), Some(product)) = (types(dtype), Sums::new(way, shape)) else { return Ok(None) };
    let (left, source) = (contiguous(op, left)?, contiguous(op, source)?);
    let bias = bias.map(|bias| contiguous(op, bias)).transpose()?;
    let few = shape.inputs <= FEW && shape.outputs <= FEW && shape.groups > 1;
    if !few && let Some(result) = dnn::run(op, way, shape, [&left, &source], bias.as_ref(), out)? {
        return Ok(Some(result));
    }
    if shape.window.is_pointwise()
        && let Some(result) = pointwise(op, way, shape, [&left, &source], bias.as_ref())?
    {
        return Ok(Some(result.with_layout(Layout::contiguous(*out))));
    }
    let left = if way == Way::ToInput { exchanged(op, shape, &left)? } else { left };
    let mut result = Array::empty(op, out, dtype, left.device())?;
    if result.numel() == 0 {
        return Ok(Some(result));
    }
    let (gpu, stream) = (Gpu::of(ordinal)?, Stream::current(ordinal)?);
    let Sums { rows, columns, inner, .. } = product;
    let tile = Tile::choose(gpu, dtype, [shape.groups, rows, columns], true);
    let n_blocks = shape.groups * tile.blocks(rows, columns);
    let [n_parts, part] = if few { [1, inner] } else { tile.parts(gpu, n_blocks, inner) };
    let Some(tiles) = tile.grid(n_blocks * n_parts) else { return Ok(None) };
    // Pieces of the left factor do not reach from one row or image into the next.
    let line = if way == Way::ToWeight { shape.window.n_outputs() } else { inner };
    let fits = |pack: &&usize| line.is_multiple_of(**pack) && left.layout().offset().is_multiple_of(**pack);
    let pack = Reading::packs(dtype, tile.unit).iter().find(fits).copied().unwrap_or(1);
    let readings = [Reading { along: true, pack }, Reading { along: way == Way::ToWeight, pack: 1 }];
    let text = || {
        let mut constants = tile.constants(readings, ARGUMENT_WORDS);
        constants.push(("WAY", way as usize));
        let tools = concat!(include_str!("team.cu"), "\n", include_str!("mma.cu"), "\n", include_str!("tile.cu"));
        whole(&types, &constants, &[tools, "\n", include_str!("conv.cu")].concat())
    };
    let program = format!("convolution {way:?} {dtype} {tile:?} {readings:?}");
    let room = if n_parts > 1 { n_parts * shape.groups * rows * columns } else { 0 };
    let mut parts = Array::empty(op, &Dims::new(op, &[room])?, sums(dtype), left.device())?;
    // Four numbers for each tap, where the taps are the terms.
    let room = if way == Way::ToWeight { 0 } else { 4 * inner };
    let mut taps = Array::empty(op, &Dims::new(op, &[room])?, DType::I32, left.device())?;
    let targets = [&mut result, &mut parts, &mut taps].map(|array| Target::Fresh(array.storage_mut())).into();
    with_addresses(stream, targets, &[Some(&left), Some(&source), bias.as_ref()], |found| {
        let window = &shape.window;
        let (plane, n_places) = (product.sizes.iter().product(), product.places.iter().product());
        let arguments: Words<ARGUMENT_WORDS> = Words::of(&[
            &[found.read[0], found.read[1], found.read[2], found.written[2], found.written[0], found.written[1]],
            &words(&[rows, columns, inner, shape.groups, n_parts, part, product.channels, plane, n_places]),
            &words([product.sizes, window.stride, window.padding, window.dilation].as_flattened()),
            split(product.places).as_flattened(),
            split(window.kernel).as_flattened(),
            window.stride.map(divisor).as_flattened(),
        ]);
        let numel = shape.groups * rows * columns;
        let most = 16 * gpu.multiprocessors() as usize;
        let line = |blocks: usize| Grid::line(blocks.min(most) as u32, tile.threads() as u32);
        let by_threads = line(numel.div_ceil(tile.threads()));
        let entries: &[(&str, Grid)] = match (few, way) {
            (true, Way::ToWeight) => &[("sums_by_blocks", line(numel))],
            (true, _) => &[("sums", by_threads)],
            (false, _) if n_parts == 1 => &[("convolution", tiles)],
            (false, _) => &[("convolution", tiles), ("add_parts", by_threads)],
        };
        let listing = [("list_taps", line(inner.div_ceil(tile.threads())))];
        let listing = &listing[..usize::from(room > 0)];
        listing
            .iter()
            .chain(entries)
            .try_for_each(|(entry, grid)| launch(stream, gpu.kernel(&program, entry, text)?, *grid, &arguments))
    })?;
    Ok(Some(result))
}

/// The weights of each group with their inputs first.
fn exchanged(op: &'static str, shape: &Shape, weight: &Array) -> Result<Array> {
    let sizes = Dims::new(op, &[shape.groups, shape.outputs, shape.inputs, shape.window.n_taps()])?;
    let offset = weight.layout().offset();
    let weight = weight.as_strided(op, &sizes, Layout::contiguous(sizes).strides(), offset)?;
    contiguous(op, &weight.with_layout(weight.layout().transpose(op, 1, 2)?))
}

/// A convolution of one tap in single steps, which is a product of matrices for each image; the gradient of the weights,
/// whose terms lie in all images, is not.
fn pointwise(
    op: &'static str,
    way: Way,
    shape: &Shape,
    [left, source]: [&Array; 2],
    bias: Option<&Array>,
) -> Result<Option<Array>> {
    let (images, groups, n) = (shape.images, shape.groups, shape.window.n_outputs());
    let view = |array: &Array, sizes: [usize; 4], strides: [usize; 4]| {
        array.as_strided(op, &sizes, &strides, array.layout().offset())
    };
    let (inputs, outputs) = (shape.inputs, shape.outputs);
    let (rows, inner, row_stride, inner_stride) = match way {
        Way::Forward => (outputs, inputs, inputs, 1),
        Way::ToInput => (inputs, outputs, 1, inputs),
        Way::ToWeight => return Ok(None),
    };
    let lhs = view(left, [images, groups, rows, inner], [0, inputs * outputs, row_stride, inner_stride])?;
    let rhs = view(source, [images, groups, inner, n], [groups * inner * n, inner * n, n, 1])?;
    let input = bias.map(|bias| view(bias, [images, groups, outputs, n], [0, outputs, 1, 0])).transpose()?;
    let (beta, alpha) = (1.into(), 1.into());
    matmul::run(op, &matmul::Call { lhs: &lhs, rhs: &rhs, input: input.as_ref(), beta, alpha })
}
