//! The convolution layer.

use cresset_autograd::{DType, Error, Options, Result, Tensor};

use crate::{Forward, Module, Pair, Parameter, init};

/// Cross-correlation along height and width.
///
/// # Shapes
/// `[batch, in_channels, height, width]` to `[batch, out_channels, …, …]`; the batch may be left out. The weight is
/// `[out_channels, in_channels / groups, kernel height, kernel width]`.
///
/// # Numerics
/// Weight and bias start uniform within one over the root of the number of inputs of an output; one seed gives
/// PyTorch's.
#[derive(Debug, Module)]
#[module(extra_repr)]
pub struct Conv2d {
    /// The weight.
    pub weight: Parameter,
    /// The bias.
    pub bias: Option<Parameter>,
    stride: Pair,
    padding: Pair,
    dilation: Pair,
    groups: usize,
}

/// Options of a [`Conv2d`], at first PyTorch's defaults.
#[derive(Clone, Debug)]
#[must_use]
pub struct Conv2dBuilder {
    in_channels: usize,
    out_channels: usize,
    kernel_size: Pair,
    stride: Pair,
    padding: Pair,
    dilation: Pair,
    groups: usize,
    bias: bool,
    options: Options,
}

impl Conv2d {
    /// A layer with a bias, stride 1 and no padding.
    ///
    /// # Errors
    /// An empty kernel, or no memory left.
    pub fn new(in_channels: usize, out_channels: usize, kernel_size: impl Into<Pair>) -> Result<Conv2d> {
        Conv2d::builder(in_channels, out_channels, kernel_size).build()
    }

    /// A layer with options: `Conv2d::builder(3, 64, 3).stride(2).padding(1).build()?`.
    pub fn builder(in_channels: usize, out_channels: usize, kernel_size: impl Into<Pair>) -> Conv2dBuilder {
        Conv2dBuilder {
            in_channels,
            out_channels,
            kernel_size: kernel_size.into(),
            stride: 1.into(),
            padding: 0.into(),
            dilation: 1.into(),
            groups: 1,
            bias: true,
            options: Options::new(),
        }
    }

    fn extra_repr(&self) -> String {
        let [out_channels, in_channels, height, width] = *self.weight.sizes() else { return String::new() };
        let (kernel, stride) = (Pair::Each(height, width), self.stride.both());
        let mut text = format!("{}, {out_channels}, kernel_size={kernel}, stride={stride}", in_channels * self.groups);
        for (name, pair, usual) in [("padding", self.padding, 0), ("dilation", self.dilation, 1)] {
            if pair.sizes() != [usual, usual] {
                text += &format!(", {name}={}", pair.both());
            }
        }
        if self.groups != 1 {
            text += &format!(", groups={}", self.groups);
        }
        if self.bias.is_none() {
            text += ", bias=False";
        }
        text
    }
}

impl Conv2dBuilder {
    /// The step between windows.
    pub fn stride(mut self, stride: impl Into<Pair>) -> Conv2dBuilder {
        self.stride = stride.into();
        self
    }

    /// The zeros around the image.
    pub fn padding(mut self, padding: impl Into<Pair>) -> Conv2dBuilder {
        self.padding = padding.into();
        self
    }

    /// The step between the elements of a window.
    pub fn dilation(mut self, dilation: impl Into<Pair>) -> Conv2dBuilder {
        self.dilation = dilation.into();
        self
    }

    /// Into how many groups the channels fall that do not see each other.
    pub fn groups(mut self, groups: usize) -> Conv2dBuilder {
        self.groups = groups;
        self
    }

    /// Whether there is a bias.
    pub fn bias(mut self, bias: bool) -> Conv2dBuilder {
        self.bias = bias;
        self
    }

    /// The dtype of weight and bias.
    pub fn dtype(mut self, dtype: DType) -> Conv2dBuilder {
        self.options = self.options.dtype(dtype);
        self
    }

    /// The layer.
    ///
    /// # Errors
    /// A kernel, stride or dilation of 0, groups that do not divide the channels, not a floating dtype, or no memory
    /// left.
    pub fn build(self) -> Result<Conv2d> {
        let op = "Conv2d";
        for (name, pair) in [("kernel_size", self.kernel_size), ("stride", self.stride), ("dilation", self.dilation)] {
            if pair.sizes().contains(&0) {
                return Err(Error::argument(op, name, pair, "it must be at least 1"));
            }
        }
        for (name, channels) in [("in_channels", self.in_channels), ("out_channels", self.out_channels)] {
            if self.groups == 0 || !channels.is_multiple_of(self.groups) {
                return Err(Error::argument(op, name, channels, "groups must divide the channels"));
            }
        }
        let [height, width] = self.kernel_size.sizes();
        let sizes = [self.out_channels, self.in_channels / self.groups, height, width];
        let weight = Parameter::new(self.options.clone().try_empty(sizes)?)?;
        let bias = match self.bias {
            true => Some(Parameter::new(self.options.try_empty([self.out_channels])?)?),
            false => None,
        };
        init::affine(&weight, bias.as_deref())?;
        let Conv2dBuilder { stride, padding, dilation, groups, .. } = self;
        Ok(Conv2d { weight, bias, stride, padding, dilation, groups })
    }
}

impl Forward for Conv2d {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let [stride, padding, dilation] = [self.stride, self.padding, self.dilation].map(Pair::dims);
        x.try_conv2d(&self.weight, self.bias.as_deref(), stride, padding, dilation, self.groups as i64)
    }
}
