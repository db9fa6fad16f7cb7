//! Pooling with places, pooling to a given size, and its undoing.

use std::ops::Range;
use std::sync::Arc;

use cresset_ops::Array;
use cresset_ops::bins::{self, Bins, Grid};
use cresset_ops::pool::{Adaptive, Divisor, Pooling, Sliding};
use cresset_storage::{DType, Dims, Error, Result};

use super::neural::linear_map::{apply, link};
use super::neural::pool::{Averaged, Means, Taken};
use super::neural::signed;
use crate::Tensor;

macro_rules! max_pools_with_indices {
    ($($name:ident $rank:literal $node:literal;)*) => {$(
        #[track_caller]
        pub(crate) fn $name(
            x: &Tensor,
            kernel_size: &[i64],
            stride: &[i64],
            padding: &[i64],
            dilation: &[i64],
            ceil_mode: bool,
        ) -> Result<(Tensor, Tensor)> {
            let sliding = Sliding { kernel_size, stride, padding, dilation };
            let pooling = Pooling::new(stringify!($name), $rank, x.sizes(), sliding, ceil_mode)?;
            let (out, indices) = cresset_ops::pool::max_pool(x.array(), &pooling)?;
            let names = [concat!($node, "Backward0"), concat!($node, "BackwardBackward0")];
            let taken = Taken { pooling, indices: indices.clone(), names };
            Ok((link(x, out, Arc::new(taken), false)?, Tensor::new(indices)))
        }
    )*};
}

max_pools_with_indices! {
    max_pool1d_with_indices 1 "MaxPool1DWithIndices";
    max_pool2d_with_indices 2 "MaxPool2DWithIndices";
    max_pool3d_with_indices 3 "MaxPool3DWithIndices";
}

impl Tensor {
    /// The gradient of [`Tensor::max_pool2d_with_indices`] from that of its result: called on the gradient.
    ///
    /// # Errors
    /// Sizes that do not fit `input`.
    #[track_caller]
    pub fn try_max_pool2d_backward(
        &self,
        input: &Tensor,
        [kernel_size, stride, padding, dilation]: [&[i64]; 4],
        ceil_mode: bool,
        indices: &Tensor,
    ) -> Result<Tensor> {
        let sliding = Sliding { kernel_size, stride, padding, dilation };
        let pooling = Pooling::new("max_pool2d_backward", 2, input.sizes(), sliding, ceil_mode)?;
        let names = ["MaxPool2DWithIndicesBackward0", "MaxPool2DWithIndicesBackwardBackward0"];
        apply(self, Arc::new(Taken { pooling, indices: indices.array().clone(), names }), true)
    }

    /// The gradient of [`Tensor::avg_pool2d`] from that of its result: called on the gradient.
    ///
    /// # Errors
    /// Sizes that do not fit `input`.
    #[track_caller]
    pub fn try_avg_pool2d_backward(
        &self,
        input: &Tensor,
        [kernel_size, stride, padding]: [&[i64]; 3],
        [ceil_mode, count_include_pad]: [bool; 2],
        divisor_override: Option<i64>,
    ) -> Result<Tensor> {
        let op = "avg_pool2d_backward";
        let sliding = Sliding { kernel_size, stride, padding, dilation: &[1] };
        let pooling = Pooling::new(op, 2, input.sizes(), sliding, ceil_mode)?;
        let divisor = Divisor::new(op, count_include_pad, divisor_override)?;
        let names = ["AvgPool2DBackward0", "AvgPool2DBackwardBackward0"];
        apply(self, Arc::new(Means { pooling, divisor, names }), true)
    }

    /// The gradient of [`Tensor::adaptive_avg_pool2d`] from that of its result: called on the gradient.
    ///
    /// # Errors
    /// Sizes that do not fit `input`.
    #[track_caller]
    pub fn try_adaptive_avg_pool2d_backward(&self, input: &Tensor) -> Result<Tensor> {
        let op = "adaptive_avg_pool2d_backward";
        if self.dim() != input.dim() || input.dim() < 3 {
            let shapes: [(_, &[usize]); 2] = [("grad", self.sizes()), ("self", input.sizes())];
            return Err(Error::shape(op, "wrong number of dims", &shapes, "pass the gradient of the result"));
        }
        let output_size = signed(&self.sizes()[self.dim() - 2..]);
        let adaptive = Adaptive::new(op, 2, input.sizes(), &output_size)?;
        let names = ["AdaptiveAvgPool2DBackward0", "AdaptiveAvgPool2DBackwardBackward0"];
        apply(self, Arc::new(Averaged { adaptive, names }), true)
    }
}

#[track_caller]
pub(crate) fn adaptive_avg_pool3d(x: &Tensor, output_size: &[i64]) -> Result<Tensor> {
    let adaptive = Adaptive::new("adaptive_avg_pool3d", 3, x.sizes(), output_size)?;
    let names = ["AdaptiveAvgPool3DBackward0", "AdaptiveAvgPool3DBackwardBackward0"];
    apply(x, Arc::new(Averaged { adaptive, names }), false)
}

/// The elements of the last `rank` dims at the places that the bins choose, and these places.
#[track_caller]
fn taken_from_bins(x: &Tensor, rank: usize, bins: &Bins) -> Result<(Tensor, Tensor)> {
    let indices = Tensor::new(bins::largest(x.array(), bins)?);
    let lead = signed(&x.sizes()[..x.dim() - rank]);
    let flat = |x: &Tensor| {
        let len: usize = x.sizes()[lead.len()..].iter().product();
        x.try_reshape([lead.as_slice(), &[len as i64]].concat())
    };
    let out = flat(x)?.try_gather(-1, &flat(&indices)?)?.try_reshape(signed(bins.output()))?;
    Ok((out, indices))
}

/// The most bins of a dimension: each has a place in a list.
const MOST_BINS: usize = 1 << 24;

/// The one bin of a dimension that is not pooled.
fn whole() -> Vec<Range<usize>> {
    std::iter::once(0..1).collect()
}

#[track_caller]
fn adaptive_max_pool(op: &'static str, rank: usize, x: &Tensor, output_size: &[i64]) -> Result<(Tensor, Tensor)> {
    if !x.dtype().is_floating_point() {
        return Err(Error::dtype(op, "not a floating dtype", &[("self", x.dtype())], "convert to a floating dtype"));
    }
    // For their checks: the sizes are those of the means, and the places of all of them must fit in memory.
    let lead = &x.sizes()[..x.dim().saturating_sub(rank)];
    let wanted: Vec<usize> = output_size.iter().map(|&size| usize::try_from(size).unwrap_or(0)).collect();
    Adaptive::new(op, rank, x.sizes(), output_size)?;
    let places = Dims::new(op, &[lead, &wanted].concat())?;
    drop(Array::empty(op, &places, DType::I64, x.device())?);
    if wanted.iter().any(|&wanted| wanted > MOST_BINS) {
        return Err(Error::argument(op, "output_size", wanted[0], "at most 2^24 in each dim"));
    }
    let mut grid: Grid = std::array::from_fn(|_| whole());
    for dim in 0..rank {
        let wanted = usize::try_from(output_size[dim % output_size.len()]).unwrap_or(0);
        grid[grid.len() - rank + dim] = Bins::even(x.sizes()[x.dim() - rank + dim], wanted);
    }
    taken_from_bins(x, rank, &Bins::new(op, rank, x.sizes(), vec![grid])?)
}

#[track_caller]
pub(crate) fn adaptive_max_pool1d(x: &Tensor, output_size: &[i64]) -> Result<(Tensor, Tensor)> {
    adaptive_max_pool("adaptive_max_pool1d", 1, x, output_size)
}

#[track_caller]
pub(crate) fn adaptive_max_pool2d(x: &Tensor, output_size: &[i64]) -> Result<(Tensor, Tensor)> {
    adaptive_max_pool("adaptive_max_pool2d", 2, x, output_size)
}

#[track_caller]
pub(crate) fn adaptive_max_pool3d(x: &Tensor, output_size: &[i64]) -> Result<(Tensor, Tensor)> {
    adaptive_max_pool("adaptive_max_pool3d", 3, x, output_size)
}

#[track_caller]
pub(crate) fn fractional_max_pool2d(
    x: &Tensor,
    kernel_size: &[i64],
    output_size: &[i64],
    random_samples: &Tensor,
) -> Result<(Tensor, Tensor)> {
    let op = "fractional_max_pool2d";
    let refuse = |problem, remedy| {
        let shapes: [(_, &[usize]); 2] = [("self", x.sizes()), ("random_samples", random_samples.sizes())];
        Err(Error::shape(op, problem, &shapes, remedy))
    };
    let ([kernel_height, kernel_width], [height, width]) = (kernel_size, output_size) else {
        return refuse("wrong number of sizes", "kernel_size and output_size have two numbers each");
    };
    if !(3..=4).contains(&x.dim()) || x.sizes()[x.dim() - 3..].contains(&0) {
        return refuse("sizes that cannot be pooled", "self is [batch, channels, height, width], or without the batch");
    }
    if random_samples.dtype() != x.dtype() || !x.dtype().is_floating_point() {
        let dtypes = [("self", x.dtype()), ("random_samples", random_samples.dtype())];
        return Err(Error::dtype(op, "dtypes differ or are not floating", &dtypes, "use one floating dtype"));
    }
    let n_planes: usize = x.sizes()[..x.dim() - 2].iter().product();
    let batch = if x.dim() == 4 { x.sizes()[0] } else { 1 };
    let channels = x.sizes()[x.dim() - 3];
    let fits = matches!(*random_samples.sizes(), [n, c, 2] if n >= batch && c == channels);
    if !fits {
        return refuse("wrong sizes of samples", "random_samples is [batch, channels, 2]");
    }
    let sizes = [x.sizes()[x.dim() - 2] as i64, x.sizes()[x.dim() - 1] as i64];
    for (dim, (kernel, wanted)) in [(*kernel_height, *height), (*kernel_width, *width)].into_iter().enumerate() {
        if kernel < 1 || wanted < 1 || kernel + wanted - 1 > sizes[dim] {
            return refuse("windows that do not fit", "output_size + kernel_size - 1 must not exceed the size");
        }
    }
    let samples = random_samples.try_to_vec::<f64>()?;
    let single = x.dtype() != DType::F64;
    let grids = samples.chunks_exact(2).take(n_planes).map(|sample| -> Grid {
        // The samples stand in the order width, height.
        [
            whole(),
            intervals(sample[1], [sizes[0], *height, *kernel_height], single),
            intervals(sample[0], [sizes[1], *width, *kernel_width], single),
        ]
    });
    let grids: Vec<Grid> = grids.collect();
    if grids.is_empty() {
        let output = [&signed(&x.sizes()[..x.dim() - 2])[..], output_size].concat();
        let indices = crate::Options::like(x).dtype(DType::I64).try_zeros([0])?.try_reshape(&output)?;
        return Ok((x.try_reshape([0])?.try_reshape(output)?, indices));
    }
    taken_from_bins(x, 2, &Bins::new(op, 2, x.sizes(), grids)?)
}

/// Windows that a random number in 0..1 spreads over a dim; the last one ends with it.
fn intervals(sample: f64, [size, n, window]: [i64; 3], single: bool) -> Vec<std::ops::Range<usize>> {
    let start = |at: i64| -> i64 {
        if at == n - 1 {
            return size - window;
        }
        if single {
            let (alpha, sample) = ((size - window) as f32 / (n - 1) as f32, sample as f32);
            ((at as f32 + sample) * alpha) as i64 - (sample * alpha) as i64
        } else {
            let alpha = (size - window) as f64 / (n - 1) as f64;
            ((at as f64 + sample) * alpha) as i64 - (sample * alpha) as i64
        }
    };
    // Samples outside of 0..1 must not lead outside of the input.
    let starts = (0..n).map(|at| start(at).clamp(0, size - window));
    starts.map(|start| start as usize..(start + window) as usize).collect()
}

#[track_caller]
fn max_unpool(op: &'static str, rank: usize, x: &Tensor, indices: &Tensor, output_size: &[i64]) -> Result<Tensor> {
    let refuse = |problem, remedy| {
        let shapes: [(_, &[usize]); 2] = [("self", x.sizes()), ("indices", indices.sizes())];
        Err(Error::shape(op, problem, &shapes, remedy))
    };
    if output_size.len() != rank || output_size.iter().any(|&size| size < 0) {
        return refuse("wrong output size", "output_size has one number for each spatial dim");
    }
    if x.sizes() != indices.sizes() {
        return refuse("sizes differ", "there is one index for each element");
    }
    if x.dim() != rank + 1 && x.dim() != rank + 2 || x.sizes()[x.dim() - rank - 1..].contains(&0) {
        return refuse("wrong number of dims", "self is [batch, channels, spatial dims], or without the batch");
    }
    if indices.dtype() != DType::I64 {
        return Err(Error::dtype(op, "indices are not int64", &[("indices", indices.dtype())], "convert them"));
    }
    let lead = signed(&x.sizes()[..x.dim() - rank]);
    let n_inputs: usize = x.sizes()[x.dim() - rank..].iter().product();
    let n_outputs: i64 = output_size.iter().product();
    let flat = |len: i64| [lead.as_slice(), &[len]].concat();
    let empty =
        crate::Options::like(x).try_zeros(flat(n_outputs).iter().map(|&size| size as usize).collect::<Vec<_>>())?;
    let (from, to) = (x.try_reshape(flat(n_inputs as i64))?, indices.try_reshape(flat(n_inputs as i64))?);
    empty.try_scatter(-1, &to, &from)?.try_reshape([lead.as_slice(), output_size].concat())
}

#[track_caller]
pub(crate) fn max_unpool1d(x: &Tensor, indices: &Tensor, output_size: &[i64]) -> Result<Tensor> {
    max_unpool("max_unpool1d", 1, x, indices, output_size)
}

#[track_caller]
pub(crate) fn max_unpool2d(x: &Tensor, indices: &Tensor, output_size: &[i64]) -> Result<Tensor> {
    max_unpool("max_unpool2d", 2, x, indices, output_size)
}

#[track_caller]
pub(crate) fn max_unpool3d(x: &Tensor, indices: &Tensor, output_size: &[i64]) -> Result<Tensor> {
    max_unpool("max_unpool3d", 3, x, indices, output_size)
}
