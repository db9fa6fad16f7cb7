//! Transposed convolution layers.

use cresset_autograd::{Error, Options, Result, Tensor};

use super::{check, parameters, unusual};
use crate::builder::{dtype_setter, setters};
use crate::hooks::call;
use crate::sizes::ranked;
use crate::{Forward, Module, Parameter, Sizes};

/// The gradient of a convolution as a layer: it enlarges the last `N` dimensions by its stride.
///
/// # Shapes
/// `[batch, in_channels, *]` to `[batch, out_channels, *]`, where `*` are `N` sizes; the batch may be left out. The
/// weight is `[in_channels, out_channels / groups, kernel sizes]`.
#[derive(Clone, Debug, Module)]
#[module(name = Self::NAME, extra_repr)]
pub struct ConvTranspose<const N: usize> {
    /// The weight.
    pub weight: Parameter,
    /// The bias.
    pub bias: Option<Parameter>,
    kernel_size: Sizes<N>,
    stride: Sizes<N>,
    padding: Sizes<N>,
    output_padding: Sizes<N>,
    dilation: Sizes<N>,
    groups: usize,
}

/// A transposed convolution along a length.
pub type ConvTranspose1d = ConvTranspose<1>;
/// A transposed convolution along height and width.
pub type ConvTranspose2d = ConvTranspose<2>;
/// A transposed convolution along depth, height and width.
pub type ConvTranspose3d = ConvTranspose<3>;

/// Options of a [`ConvTranspose`], at first PyTorch's defaults.
#[derive(Clone, Debug)]
#[must_use]
pub struct ConvTransposeBuilder<const N: usize> {
    in_channels: usize,
    out_channels: usize,
    kernel_size: Sizes<N>,
    stride: Sizes<N>,
    padding: Sizes<N>,
    output_padding: Sizes<N>,
    dilation: Sizes<N>,
    groups: usize,
    bias: bool,
    options: Options,
}

impl<const N: usize> ConvTranspose<N> {
    const NAME: &'static str = ranked(N, ["ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d"]);

    /// A layer with a bias, stride 1 and no padding.
    ///
    /// # Errors
    /// An empty kernel, or no memory left.
    pub fn new(in_channels: usize, out_channels: usize, kernel_size: impl Into<Sizes<N>>) -> Result<ConvTranspose<N>> {
        ConvTranspose::builder(in_channels, out_channels, kernel_size).build()
    }

    /// A layer with options.
    pub fn builder(
        in_channels: usize,
        out_channels: usize,
        kernel_size: impl Into<Sizes<N>>,
    ) -> ConvTransposeBuilder<N> {
        ConvTransposeBuilder {
            in_channels,
            out_channels,
            kernel_size: kernel_size.into(),
            stride: 1.into(),
            padding: 0.into(),
            output_padding: 0.into(),
            dilation: 1.into(),
            groups: 1,
            bias: true,
            options: Options::new(),
        }
    }

    fn extra_repr(&self) -> String {
        let [in_channels, out_channels, ..] = *self.weight.sizes() else { return String::new() };
        let (kernel, stride) = (self.kernel_size.tuple(), self.stride.tuple());
        let mut text = format!("{in_channels}, {}, kernel_size={kernel}, stride={stride}", out_channels * self.groups);
        text += &unusual("padding", self.padding, 0);
        text += &unusual("dilation", self.dilation, 1);
        text += &unusual("output_padding", self.output_padding, 0);
        if self.groups != 1 {
            text += &format!(", groups={}", self.groups);
        }
        if self.bias.is_none() {
            text += ", bias=False";
        }
        text
    }

    fn run(&self, x: &Tensor, output_padding: [i64; N]) -> Result<Tensor> {
        if x.dim() != N + 1 && x.dim() != N + 2 {
            let remedy = "x must be [batch, channels, sizes of the window's dims], or without the batch";
            return Err(Error::shape(Self::NAME, "wrong number of dims", &[("x", x.sizes())], remedy));
        }
        let batched = if x.dim() == N + 1 { x.try_unsqueeze(0)? } else { x.clone() };
        let [stride, padding, dilation] = [self.stride, self.padding, self.dilation].map(Sizes::dims);
        let (bias, groups) = (self.bias.as_deref(), self.groups as i64);
        let out =
            batched.try_convolution(&self.weight, bias, stride, padding, dilation, true, output_padding, groups)?;
        if x.dim() == N + 1 { out.try_squeeze_dim(0) } else { Ok(out) }
    }

    /// As [`Forward::forward`], with the output of these sizes along its last dimensions.
    ///
    /// # Errors
    /// Sizes that no output padding below the stride gives.
    pub fn forward_to(&self, x: &Tensor, output_size: impl Into<Sizes<N>>) -> Result<Tensor> {
        let wanted = output_size.into();
        let last = x.dim().saturating_sub(N);
        let mut output_padding = [0; N];
        for (dim, missing) in output_padding.iter_mut().enumerate() {
            let size = x.sizes().get(last + dim).copied().unwrap_or(1) as i64;
            let [stride, padding, dilation] = [self.stride, self.padding, self.dilation].map(|sizes| sizes.dims()[dim]);
            let least = (size - 1) * stride - 2 * padding + dilation * (self.kernel_size.dims()[dim] - 1) + 1;
            *missing = wanted.dims()[dim] - least;
            if !(0..stride.max(dilation)).contains(missing) {
                let remedy = "each size must be one that the stride leaves open";
                return Err(Error::argument(Self::NAME, "output_size", wanted, remedy));
            }
        }
        call(self, x, |x| self.run(x, output_padding))
    }
}

impl<const N: usize> ConvTransposeBuilder<N> {
    setters! {
        /// The step between windows of the output.
        into (stride: Sizes<N>);
        /// What is cut off on both sides of the output.
        into (padding: Sizes<N>);
        /// What is added at the end of the output.
        into (output_padding: Sizes<N>);
        /// The step between the elements of a window.
        into (dilation: Sizes<N>);
        /// Into how many groups the channels fall that do not see each other.
        (groups: usize);
        /// Whether there is a bias.
        (bias: bool);
    }
    dtype_setter!();

    /// The layer.
    ///
    /// # Errors
    /// A kernel, stride or dilation of 0, groups that do not divide the channels, not a floating dtype, or no memory
    /// left.
    pub fn build(self) -> Result<ConvTranspose<N>> {
        let ConvTransposeBuilder { in_channels, out_channels, kernel_size, stride, padding, .. } = self;
        let ConvTransposeBuilder { output_padding, dilation, groups, bias, options, .. } = self;
        let op = ConvTranspose::<N>::NAME;
        check(op, [in_channels, out_channels], groups, [kernel_size, stride, dilation])?;
        let sizes = [&[in_channels, out_channels / groups], &kernel_size.sizes()[..]].concat();
        let (weight, bias) = parameters(&options, &sizes, bias.then_some(out_channels))?;
        Ok(ConvTranspose { weight, bias, kernel_size, stride, padding, output_padding, dilation, groups })
    }
}

impl<const N: usize> Forward for ConvTranspose<N> {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        call(self, x, |x| self.run(x, self.output_padding.dims()))
    }
}
