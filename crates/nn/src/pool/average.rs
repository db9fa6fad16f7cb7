//! Means of windows.

use cresset_autograd::{Result, Tensor};

use crate::builder::setters;
use crate::hooks::call;
use crate::python::{python_bool, python_float};
use crate::sizes::ranked;
use crate::{Forward, Module, Sizes, functional};

/// Mean of each window along the last `N` dimensions.
///
/// # Shapes
/// `[batch, channels, *]` to the same with other sizes `*`; the batch may be left out.
#[derive(Clone, Copy, Debug, Module)]
#[module(name = Self::NAME, extra_repr)]
pub struct AvgPool<const N: usize> {
    kernel_size: Sizes<N>,
    stride: Sizes<N>,
    padding: Sizes<N>,
    ceil_mode: bool,
    count_include_pad: bool,
    divisor_override: Option<i64>,
}

/// Mean of each window along a length.
pub type AvgPool1d = AvgPool<1>;
/// Mean of each window along height and width.
pub type AvgPool2d = AvgPool<2>;
/// Mean of each window along depth, height and width.
pub type AvgPool3d = AvgPool<3>;

/// Options of an [`AvgPool`], at first PyTorch's defaults.
#[derive(Clone, Debug)]
#[must_use]
pub struct AvgPoolBuilder<const N: usize> {
    kernel_size: Sizes<N>,
    stride: Sizes<N>,
    padding: Sizes<N>,
    ceil_mode: bool,
    count_include_pad: bool,
    divisor_override: Option<i64>,
}

impl<const N: usize> AvgPool<N> {
    const NAME: &'static str = ranked(N, ["AvgPool1d", "AvgPool2d", "AvgPool3d"]);

    /// Windows side by side.
    #[must_use]
    pub fn new(kernel_size: impl Into<Sizes<N>>) -> AvgPool<N> {
        AvgPool::builder(kernel_size).build()
    }

    /// A layer with options.
    pub fn builder(kernel_size: impl Into<Sizes<N>>) -> AvgPoolBuilder<N> {
        let kernel_size = kernel_size.into();
        AvgPoolBuilder {
            kernel_size,
            stride: kernel_size,
            padding: 0.into(),
            ceil_mode: false,
            count_include_pad: true,
            divisor_override: None,
        }
    }

    fn extra_repr(&self) -> String {
        // PyTorch shows brackets for the layer along a length only.
        let [kernel_size, stride, padding] =
            [self.kernel_size, self.stride, self.padding].map(|sizes| if N == 1 { sizes.tuple() } else { sizes });
        format!("kernel_size={kernel_size}, stride={stride}, padding={padding}")
    }
}

impl<const N: usize> AvgPoolBuilder<N> {
    setters! {
        /// The step between windows.
        into (stride: Sizes<N>);
        /// The zeros around the image.
        into (padding: Sizes<N>);
        /// Whether a window that reaches over the end counts.
        (ceil_mode: bool);
        /// Whether the zeros around the image count.
        (count_include_pad: bool);
        /// What sums are divided by instead of the number of elements; not along a length.
        some (divisor_override: i64);
    }

    /// The layer. Options that do not fit are refused by the first forward.
    #[must_use]
    pub fn build(self) -> AvgPool<N> {
        let AvgPoolBuilder { kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override } = self;
        AvgPool { kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override }
    }
}

impl<const N: usize> Forward for AvgPool<N> {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let [kernel, stride, padding] = [self.kernel_size, self.stride, self.padding].map(Sizes::dims);
        let (ceil, count, divisor) = (self.ceil_mode, self.count_include_pad, self.divisor_override);
        call(self, x, |x| match N {
            1 => x.try_avg_pool1d(kernel, stride, padding, ceil, count),
            2 => x.try_avg_pool2d(kernel, stride, padding, ceil, count, divisor),
            _ => x.try_avg_pool3d(kernel, stride, padding, ceil, count, divisor),
        })
    }
}

/// Root of the sum of powers of each window along the last `N` dimensions.
///
/// # Shapes
/// `[batch, channels, *]` to the same with other sizes `*`; the batch may be left out.
#[derive(Clone, Copy, Debug, Module)]
#[module(name = Self::NAME, extra_repr)]
pub struct LPPool<const N: usize> {
    norm_type: f64,
    kernel_size: Sizes<N>,
    stride: Option<Sizes<N>>,
    ceil_mode: bool,
}

/// Root of the sum of powers of each window along a length.
pub type LPPool1d = LPPool<1>;
/// Root of the sum of powers of each window along height and width.
pub type LPPool2d = LPPool<2>;
/// Root of the sum of powers of each window along depth, height and width.
pub type LPPool3d = LPPool<3>;

/// Options of an [`LPPool`], at first PyTorch's defaults.
#[derive(Clone, Debug)]
#[must_use]
pub struct LPPoolBuilder<const N: usize> {
    norm_type: f64,
    kernel_size: Sizes<N>,
    stride: Option<Sizes<N>>,
    ceil_mode: bool,
}

impl<const N: usize> LPPool<N> {
    const NAME: &'static str = ranked(N, ["LPPool1d", "LPPool2d", "LPPool3d"]);

    /// Windows side by side.
    #[must_use]
    pub fn new(norm_type: f64, kernel_size: impl Into<Sizes<N>>) -> LPPool<N> {
        LPPool::builder(norm_type, kernel_size).build()
    }

    /// A layer with options.
    pub fn builder(norm_type: f64, kernel_size: impl Into<Sizes<N>>) -> LPPoolBuilder<N> {
        LPPoolBuilder { norm_type, kernel_size: kernel_size.into(), stride: None, ceil_mode: false }
    }

    fn extra_repr(&self) -> String {
        let norm_type = python_float(self.norm_type);
        let stride = self.stride.map_or("None".to_string(), |stride| stride.to_string());
        let ceil_mode = python_bool(self.ceil_mode);
        format!("norm_type={norm_type}, kernel_size={}, stride={stride}, ceil_mode={ceil_mode}", self.kernel_size)
    }
}

impl<const N: usize> LPPoolBuilder<N> {
    /// The step between windows.
    pub fn stride(mut self, stride: impl Into<Sizes<N>>) -> LPPoolBuilder<N> {
        self.stride = Some(stride.into());
        self
    }

    setters! {
        /// Whether a window that reaches over the end counts.
        (ceil_mode: bool);
    }

    /// The layer. Options that do not fit are refused by the first forward.
    #[must_use]
    pub fn build(self) -> LPPool<N> {
        let LPPoolBuilder { norm_type, kernel_size, stride, ceil_mode } = self;
        LPPool { norm_type, kernel_size, stride, ceil_mode }
    }
}

impl<const N: usize> Forward for LPPool<N> {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let (kernel, stride) = (self.kernel_size.dims(), self.stride.unwrap_or(self.kernel_size).dims());
        call(self, x, |x| functional::lp_pool(x, self.norm_type, &kernel, &stride, self.ceil_mode))
    }
}
