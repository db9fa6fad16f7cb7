//! Convolutions by NVIDIA's cuDNN, where its library is there and takes them. It may multiply padding: an infinite weight
//! then reaches the results at the edge, as it does in PyTorch on GPUs.

use cresset_storage::cuda::dnn::{Convolution, Way, is_available};
use cresset_storage::cuda::{Gpu, Stream};
use cresset_storage::{DType, Device, Dims, Layout, Result};

use super::launch::{Target, convolve, with_addresses};
use super::tile::tf32_allowed;
use crate::array::{Array, Operand};
use crate::cpu::conv::Shape;
use crate::generated::Pointwise;
use crate::pointwise::pointwise_;

/// What the library asks of addresses for its fastest algorithms, in bytes.
const ALIGNMENT: u64 = 16;

/// The convolution of contiguous arrays, or its gradient; none where our own kernels must compute it.
pub(super) fn run(
    op: &'static str,
    way: Way,
    shape: &Shape,
    [left, source]: [&Array; 2],
    bias: Option<&Array>,
    out: &Dims,
) -> Result<Option<Array>> {
    let (Device::Cuda(ordinal), dtype) = (left.device(), left.dtype()) else { return Ok(None) };
    let form = form(way, shape, dtype);
    let takes = matches!(dtype.n_bytes(), 2 | 4) && dtype.is_floating_point();
    if !takes || form.sizes.as_flattened().contains(&0) || !is_available(ordinal) {
        return Ok(None);
    }
    let (gpu, stream) = (Gpu::of(ordinal)?, Stream::current(ordinal)?);
    let Some(plan) = gpu.convolution(&form)? else { return Ok(None) };
    let mut result = Array::empty(op, out, dtype, left.device())?;
    let mut room = Array::empty(op, &Dims::new(op, &[plan.workspace_bytes()])?, DType::U8, left.device())?;
    let targets = [&mut result, &mut room].map(|array| Target::Fresh(array.storage_mut())).into();
    let mut done = false;
    with_addresses(stream, targets, &[Some(left), Some(source)], |found| {
        let ([left, source], result) = ([found.read[0], found.read[1]], found.written[0]);
        let arrays = match way {
            Way::Forward => [source, left, result],
            Way::ToInput => [result, left, source],
            Way::ToWeight => [source, result, left],
        };
        done = arrays.iter().all(|address| address.is_multiple_of(ALIGNMENT));
        if done { convolve(stream, &plan, arrays, found.written[1]) } else { Ok(()) }
    })?;
    if let (true, Some(bias)) = (done, bias) {
        // One number for each channel of each image; an image may stand alone.
        let view = |array: &Array, sizes: &[usize]| {
            let sizes = Dims::new(op, sizes)?;
            array.as_strided(op, &sizes, Layout::contiguous(sizes).strides(), array.layout().offset())
        };
        let channels = bias.numel();
        let (bias, all) = (view(bias, &[channels, 1])?, [shape.images, channels, shape.window.n_outputs()]);
        pointwise_(Pointwise::Add, &view(&result, &all)?, &[Operand::Array(&bias)])?;
    }
    Ok(done.then_some(result))
}

fn form(way: Way, shape: &Shape, dtype: DType) -> Convolution {
    let window = &shape.window;
    let sizes = |of: [usize; 2], [deep, high, wide]: [usize; 3]| [of[0], of[1], deep, high, wide];
    Convolution {
        way,
        dtype,
        tf32: dtype == DType::F32 && tf32_allowed(),
        groups: shape.groups,
        sizes: [
            sizes([shape.images, shape.groups * shape.inputs], window.input),
            sizes([shape.groups * shape.outputs, shape.inputs], window.kernel),
            sizes([shape.images, shape.groups * shape.outputs], window.output),
        ],
        stride: window.stride,
        padding: window.padding,
        dilation: window.dilation,
    }
}
