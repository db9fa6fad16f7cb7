//! The pooling layer.

use cresset_autograd::{Result, Tensor};

use crate::python::python_bool;
use crate::{Forward, Module, Pair, Sizes};

/// Largest element of each window.
///
/// # Shapes
/// `[batch, channels, height, width]` to `[batch, channels, …, …]`; the batch may be left out.
#[derive(Clone, Debug, Module)]
#[module(extra_repr)]
pub struct MaxPool2d {
    kernel_size: Pair,
    stride: Pair,
    padding: Pair,
    dilation: Pair,
    ceil_mode: bool,
}

/// Options of a [`MaxPool2d`], at first PyTorch's defaults.
#[derive(Clone, Debug)]
#[must_use]
pub struct MaxPool2dBuilder(MaxPool2d);

impl MaxPool2d {
    /// Windows side by side.
    #[must_use]
    pub fn new(kernel_size: impl Into<Pair>) -> MaxPool2d {
        MaxPool2d::builder(kernel_size).build()
    }

    /// A layer with options: `MaxPool2d::builder(3).stride(2).padding(1).build()`.
    pub fn builder(kernel_size: impl Into<Pair>) -> MaxPool2dBuilder {
        let kernel_size = kernel_size.into();
        MaxPool2dBuilder(MaxPool2d {
            kernel_size,
            stride: kernel_size,
            padding: 0.into(),
            dilation: 1.into(),
            ceil_mode: false,
        })
    }

    fn extra_repr(&self) -> String {
        let MaxPool2d { kernel_size, stride, padding, dilation, ceil_mode } = self;
        let ceil_mode = python_bool(*ceil_mode);
        format!(
            "kernel_size={kernel_size}, stride={stride}, padding={padding}, dilation={dilation}, ceil_mode={ceil_mode}"
        )
    }
}

impl MaxPool2dBuilder {
    /// The step between windows.
    pub fn stride(mut self, stride: impl Into<Pair>) -> MaxPool2dBuilder {
        self.0.stride = stride.into();
        self
    }

    /// The border around the image, of elements less than any other.
    pub fn padding(mut self, padding: impl Into<Pair>) -> MaxPool2dBuilder {
        self.0.padding = padding.into();
        self
    }

    /// The step between the elements of a window.
    pub fn dilation(mut self, dilation: impl Into<Pair>) -> MaxPool2dBuilder {
        self.0.dilation = dilation.into();
        self
    }

    /// Whether a window that reaches over the end counts.
    pub fn ceil_mode(mut self, ceil_mode: bool) -> MaxPool2dBuilder {
        self.0.ceil_mode = ceil_mode;
        self
    }

    /// The layer. Options that do not fit are refused by the first forward.
    #[must_use]
    pub fn build(self) -> MaxPool2d {
        self.0
    }
}

impl Forward for MaxPool2d {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let [kernel_size, stride] = [self.kernel_size, self.stride].map(Sizes::dims);
        x.try_max_pool2d(kernel_size, stride, self.padding.dims(), self.dilation.dims(), self.ceil_mode)
    }
}
