//! Pooling, and windows as columns.

use std::sync::Arc;

use cresset_ops::Array;
use cresset_ops::pool::{self as ops, Adaptive, Divisor, Pooling, Sliding, Unfolding};
use cresset_storage::{Error, Result};

use super::linear_map::{LinearMap, apply, link};
use crate::Tensor;

/// Elements taken from the places of the largest ones.
pub(crate) struct Taken {
    pub(crate) pooling: Pooling,
    pub(crate) indices: Array,
    pub(crate) names: [&'static str; 2],
}

impl LinearMap for Taken {
    fn name(&self, transposed: bool) -> &'static str {
        self.names[usize::from(transposed)]
    }

    fn map(&self, x: &Array, transposed: bool) -> Result<Array> {
        let map = if transposed { ops::max_pool_backward } else { ops::max_pool_gather };
        map(x, &self.indices, &self.pooling)
    }
}

/// Means of windows.
pub(crate) struct Means {
    pub(crate) pooling: Pooling,
    pub(crate) divisor: Divisor,
    pub(crate) names: [&'static str; 2],
}

impl LinearMap for Means {
    fn name(&self, transposed: bool) -> &'static str {
        self.names[usize::from(transposed)]
    }

    fn map(&self, x: &Array, transposed: bool) -> Result<Array> {
        let map = if transposed { ops::avg_pool_backward } else { ops::avg_pool };
        map(x, &self.pooling, self.divisor)
    }
}

/// Means of bins.
pub(crate) struct Averaged {
    pub(crate) adaptive: Adaptive,
    pub(crate) names: [&'static str; 2],
}

impl LinearMap for Averaged {
    fn name(&self, transposed: bool) -> &'static str {
        self.names[usize::from(transposed)]
    }

    fn map(&self, x: &Array, transposed: bool) -> Result<Array> {
        ops::adaptive_avg_pool(x, &self.adaptive, transposed)
    }
}

/// Windows as columns.
struct Columns(Unfolding);

impl LinearMap for Columns {
    fn name(&self, transposed: bool) -> &'static str {
        if transposed { "Col2ImBackward0" } else { "Im2ColBackward0" }
    }

    fn map(&self, x: &Array, transposed: bool) -> Result<Array> {
        ops::unfold(x, &self.0, transposed)
    }
}

macro_rules! max_pools {
    ($($name:ident $rank:literal $node:literal;)*) => {$(
        #[track_caller]
        pub(crate) fn $name(
            x: &Tensor,
            kernel_size: &[i64],
            stride: &[i64],
            padding: &[i64],
            dilation: &[i64],
            ceil_mode: bool,
        ) -> Result<Tensor> {
            let sliding = Sliding { kernel_size, stride, padding, dilation };
            let pooling = Pooling::new(stringify!($name), $rank, x.sizes(), sliding, ceil_mode)?;
            let (out, indices) = ops::max_pool(x.array(), &pooling)?;
            let names = [concat!($node, "Backward0"), concat!($node, "BackwardBackward0")];
            link(x, out, Arc::new(Taken { pooling, indices, names }), false)
        }
    )*};
}

max_pools! {
    max_pool1d 1 "MaxPool1DWithIndices";
    max_pool2d 2 "MaxPool2DWithIndices";
    max_pool3d 3 "MaxPool3DWithIndices";
}

/// Means of windows over `rank` dims.
#[track_caller]
fn avg_pool(
    x: &Tensor,
    names: [&'static str; 3],
    rank: usize,
    [kernel_size, stride, padding]: [&[i64]; 3],
    [ceil_mode, count_include_pad]: [bool; 2],
    divisor_override: Option<i64>,
) -> Result<Tensor> {
    let [op, names @ ..] = names;
    let sliding = Sliding { kernel_size, stride, padding, dilation: &[1] };
    let pooling = Pooling::new(op, rank, x.sizes(), sliding, ceil_mode)?;
    let divisor = Divisor::new(op, count_include_pad, divisor_override)?;
    apply(x, Arc::new(Means { pooling, divisor, names }), false)
}

#[track_caller]
pub(crate) fn avg_pool1d(
    x: &Tensor,
    kernel_size: &[i64],
    stride: &[i64],
    padding: &[i64],
    ceil_mode: bool,
    count_include_pad: bool,
) -> Result<Tensor> {
    let names = ["avg_pool1d", "AvgPool1DBackward0", "AvgPool1DBackwardBackward0"];
    avg_pool(x, names, 1, [kernel_size, stride, padding], [ceil_mode, count_include_pad], None)
}

#[track_caller]
pub(crate) fn avg_pool2d(
    x: &Tensor,
    kernel_size: &[i64],
    stride: &[i64],
    padding: &[i64],
    ceil_mode: bool,
    count_include_pad: bool,
    divisor_override: Option<i64>,
) -> Result<Tensor> {
    let names = ["avg_pool2d", "AvgPool2DBackward0", "AvgPool2DBackwardBackward0"];
    avg_pool(x, names, 2, [kernel_size, stride, padding], [ceil_mode, count_include_pad], divisor_override)
}

#[track_caller]
pub(crate) fn avg_pool3d(
    x: &Tensor,
    kernel_size: &[i64],
    stride: &[i64],
    padding: &[i64],
    ceil_mode: bool,
    count_include_pad: bool,
    divisor_override: Option<i64>,
) -> Result<Tensor> {
    let names = ["avg_pool3d", "AvgPool3DBackward0", "AvgPool3DBackwardBackward0"];
    avg_pool(x, names, 3, [kernel_size, stride, padding], [ceil_mode, count_include_pad], divisor_override)
}

macro_rules! adaptive_pools {
    ($($name:ident $rank:literal $node:literal;)*) => {$(
        #[track_caller]
        pub(crate) fn $name(x: &Tensor, output_size: &[i64]) -> Result<Tensor> {
            let adaptive = Adaptive::new(stringify!($name), $rank, x.sizes(), output_size)?;
            let names = [concat!($node, "Backward0"), concat!($node, "BackwardBackward0")];
            apply(x, Arc::new(Averaged { adaptive, names }), false)
        }
    )*};
}

adaptive_pools! {
    adaptive_avg_pool1d 1 "AdaptiveAvgPool1D";
    adaptive_avg_pool2d 2 "AdaptiveAvgPool2D";
}

#[track_caller]
pub(crate) fn unfold2d(
    x: &Tensor,
    kernel_size: &[i64],
    dilation: &[i64],
    padding: &[i64],
    stride: &[i64],
) -> Result<Tensor> {
    if x.dtype().is_complex() {
        let of = |part: Tensor| unfold2d(&part, kernel_size, dilation, padding, stride);
        return of(x.try_real()?)?.try_complex(&of(x.try_imag()?)?);
    }
    let unfolding = Unfolding::new("unfold2d", x.sizes(), Sliding { kernel_size, stride, padding, dilation })?;
    apply(x, Arc::new(Columns(unfolding)), false)
}

#[track_caller]
pub(crate) fn fold2d(
    x: &Tensor,
    output_size: &[i64],
    kernel_size: &[i64],
    dilation: &[i64],
    padding: &[i64],
    stride: &[i64],
) -> Result<Tensor> {
    let op = "fold2d";
    let n_taps: i64 = match *kernel_size {
        [side] => side.saturating_mul(side),
        [height, width] => height.saturating_mul(width),
        _ => 0,
    };
    let (Some((rows, lead)), [height, width]) =
        (x.sizes().split_last().and_then(|(_, rest)| rest.split_last()), output_size)
    else {
        let shapes: [(_, &[usize]); 1] = [("self", x.sizes())];
        let remedy = "self is [batch, channels * kernel elements, windows], output_size [height, width]";
        return Err(Error::shape(op, "sizes that cannot be folded", &shapes, remedy));
    };
    let channels = rows / usize::try_from(n_taps).unwrap_or(0).max(1);
    let image = [*height, *width].map(|size| usize::try_from(size).unwrap_or(0));
    let sizes = [lead, &[channels], &image].concat();
    let unfolding = Unfolding::new(op, &sizes, Sliding { kernel_size, stride, padding, dilation })?;
    apply(x, Arc::new(Columns(unfolding)), true)
}
