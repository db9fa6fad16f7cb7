//! Convolution layers.

mod transposed;

use cresset_autograd::{Error, Options, PadMode, Result, Tensor};

use crate::builder::{dtype_setter, setters};
use crate::hooks::call;
use crate::sizes::ranked;
use crate::{Forward, Module, Parameter, Sizes, init};

pub use transposed::{ConvTranspose, ConvTranspose1d, ConvTranspose2d, ConvTranspose3d, ConvTransposeBuilder};

/// Cross-correlation along the last `N` dimensions.
///
/// # Shapes
/// `[batch, in_channels, *]` to `[batch, out_channels, *]`, where `*` are `N` sizes; the batch may be left out. The
/// weight is `[out_channels, in_channels / groups, kernel sizes]`.
///
/// # Numerics
/// Weight and bias start uniform within one over the root of the number of inputs of an output; one seed gives
/// PyTorch's.
#[derive(Clone, Debug, Module)]
#[module(name = Self::NAME, extra_repr)]
pub struct Conv<const N: usize> {
    /// The weight.
    pub weight: Parameter,
    /// The bias.
    pub bias: Option<Parameter>,
    kernel_size: Sizes<N>,
    stride: Sizes<N>,
    padding: Border<N>,
    dilation: Sizes<N>,
    groups: usize,
    padding_mode: PadMode,
}

/// Cross-correlation along a length.
pub type Conv1d = Conv<1>;
/// Cross-correlation along height and width.
pub type Conv2d = Conv<2>;
/// Cross-correlation along depth, height and width.
pub type Conv3d = Conv<3>;
/// Options of a [`Conv1d`].
pub type Conv1dBuilder = ConvBuilder<1>;
/// Options of a [`Conv2d`].
pub type Conv2dBuilder = ConvBuilder<2>;
/// Options of a [`Conv3d`].
pub type Conv3dBuilder = ConvBuilder<3>;

/// What surrounds the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Border<const N: usize> {
    /// So many elements on both sides.
    Sizes(Sizes<N>),
    /// As many that the output is as large as the input.
    Same,
}

/// Options of a [`Conv`], at first PyTorch's defaults.
#[derive(Clone, Debug)]
#[must_use]
pub struct ConvBuilder<const N: usize> {
    in_channels: usize,
    out_channels: usize,
    kernel_size: Sizes<N>,
    stride: Sizes<N>,
    padding: Border<N>,
    dilation: Sizes<N>,
    groups: usize,
    bias: bool,
    padding_mode: PadMode,
    options: Options,
}

impl<const N: usize> Conv<N> {
    const NAME: &'static str = ranked(N, ["Conv1d", "Conv2d", "Conv3d"]);

    /// A layer with a bias, stride 1 and no padding.
    ///
    /// # Errors
    /// An empty kernel, or no memory left.
    pub fn new(in_channels: usize, out_channels: usize, kernel_size: impl Into<Sizes<N>>) -> Result<Conv<N>> {
        Conv::builder(in_channels, out_channels, kernel_size).build()
    }

    /// A layer with options: `Conv2d::builder(3, 64, 3).stride(2).padding(1).build()?`.
    pub fn builder(in_channels: usize, out_channels: usize, kernel_size: impl Into<Sizes<N>>) -> ConvBuilder<N> {
        ConvBuilder {
            in_channels,
            out_channels,
            kernel_size: kernel_size.into(),
            stride: 1.into(),
            padding: Border::Sizes(0.into()),
            dilation: 1.into(),
            groups: 1,
            bias: true,
            padding_mode: PadMode::Constant,
            options: Options::new(),
        }
    }

    fn extra_repr(&self) -> String {
        let [out_channels, in_channels, ..] = *self.weight.sizes() else { return String::new() };
        let (kernel, stride) = (self.kernel_size.tuple(), self.stride.tuple());
        let mut text = format!("{}, {out_channels}, kernel_size={kernel}, stride={stride}", in_channels * self.groups);
        match self.padding {
            Border::Same => text += ", padding=same",
            Border::Sizes(sizes) => text += &unusual("padding", sizes, 0),
        }
        text += &unusual("dilation", self.dilation, 1);
        if self.groups != 1 {
            text += &format!(", groups={}", self.groups);
        }
        if self.bias.is_none() {
            text += ", bias=False";
        }
        if let Some(mode) = mode_name(self.padding_mode) {
            text += &format!(", padding_mode={mode}");
        }
        text
    }

    /// Elements in front of the input and behind it, the last dimension first.
    fn around(&self) -> Vec<i64> {
        let each = (0..N).rev().map(|dim| match self.padding {
            Border::Sizes(sizes) => [sizes.dims()[dim]; 2],
            Border::Same => {
                let total = self.dilation.dims()[dim] * (self.kernel_size.dims()[dim] - 1);
                [total / 2, total - total / 2]
            }
        });
        each.flatten().collect()
    }
}

/// An option for the summary, unless it is what is usual.
fn unusual<const N: usize>(name: &str, sizes: Sizes<N>, usual: usize) -> String {
    if sizes.are(usual) { String::new() } else { format!(", {name}={}", sizes.tuple()) }
}

/// PyTorch's name of a mode other than zeros.
fn mode_name(mode: PadMode) -> Option<&'static str> {
    match mode {
        PadMode::Constant => None,
        PadMode::Reflect => Some("reflect"),
        PadMode::Replicate => Some("replicate"),
        PadMode::Circular => Some("circular"),
    }
}

impl<const N: usize> ConvBuilder<N> {
    setters! {
        /// The step between windows.
        into (stride: Sizes<N>);
        /// The step between the elements of a window.
        into (dilation: Sizes<N>);
        /// Into how many groups the channels fall that do not see each other.
        (groups: usize);
        /// Whether there is a bias.
        (bias: bool);
        /// What surrounds the input; zeros unless told otherwise.
        (padding_mode: PadMode);
    }
    dtype_setter!();

    /// The elements around the input.
    pub fn padding(mut self, padding: impl Into<Sizes<N>>) -> ConvBuilder<N> {
        self.padding = Border::Sizes(padding.into());
        self
    }

    /// As many elements around the input that the output is as large, as `padding='same'`.
    pub fn padding_same(mut self) -> ConvBuilder<N> {
        self.padding = Border::Same;
        self
    }

    /// The layer.
    ///
    /// # Errors
    /// A kernel, stride or dilation of 0, groups that do not divide the channels, `padding_same` with a stride, not a
    /// floating dtype, or no memory left.
    pub fn build(self) -> Result<Conv<N>> {
        let op = Conv::<N>::NAME;
        let ConvBuilder { in_channels, out_channels, kernel_size, stride, padding, dilation, groups, .. } = self;
        check(op, [in_channels, out_channels], groups, [kernel_size, stride, dilation])?;
        if padding == Border::Same && !stride.are(1) {
            return Err(Error::argument(op, "stride", stride, "padding_same needs a stride of 1"));
        }
        let sizes = [&[out_channels, in_channels / groups], &kernel_size.sizes()[..]].concat();
        let (weight, bias) = parameters(&self.options, &sizes, self.bias.then_some(out_channels))?;
        let padding_mode = self.padding_mode;
        Ok(Conv { weight, bias, kernel_size, stride, padding, dilation, groups, padding_mode })
    }
}

/// What both kinds of layers ask of their options.
fn check<const N: usize>(
    op: &'static str,
    [in_channels, out_channels]: [usize; 2],
    groups: usize,
    [kernel_size, stride, dilation]: [Sizes<N>; 3],
) -> Result<()> {
    for (name, sizes) in [("kernel_size", kernel_size), ("stride", stride), ("dilation", dilation)] {
        if sizes.sizes().contains(&0) {
            return Err(Error::argument(op, name, sizes, "it must be at least 1"));
        }
    }
    for (name, channels) in [("in_channels", in_channels), ("out_channels", out_channels)] {
        if groups == 0 || !channels.is_multiple_of(groups) {
            return Err(Error::argument(op, name, channels, "groups must divide the channels"));
        }
    }
    Ok(())
}

/// A weight of these sizes, and a bias of so many channels, drawn as PyTorch draws them.
fn parameters(options: &Options, sizes: &[usize], bias: Option<usize>) -> Result<(Parameter, Option<Parameter>)> {
    let weight = Parameter::new(options.clone().try_empty(sizes)?)?;
    let bias = bias.map(|channels| Parameter::new(options.clone().try_empty([channels])?)).transpose()?;
    init::affine(&weight, bias.as_deref())?;
    Ok((weight, bias))
}

impl<const N: usize> Conv<N> {
    fn run(&self, x: &Tensor) -> Result<Tensor> {
        let op = Self::NAME;
        if x.dim() != N + 1 && x.dim() != N + 2 {
            let remedy = "x must be [batch, channels, sizes of the window's dims], or without the batch";
            return Err(Error::shape(op, "wrong number of dims", &[("x", x.sizes())], remedy));
        }
        let (stride, dilation) = (self.stride.dims(), self.dilation.dims());
        let (x, padding) = match (self.padding_mode, self.padding) {
            (PadMode::Constant, Border::Sizes(sizes)) => (x.clone(), sizes.dims()),
            (PadMode::Constant, Border::Same) => (x.try_pad(self.around(), 0.0)?, [0; N]),
            (mode, _) => (x.try_pad_mode(self.around(), mode, None)?, [0; N]),
        };
        let batched = if x.dim() == N + 1 { x.try_unsqueeze(0)? } else { x.clone() };
        let bias = self.bias.as_deref();
        let groups = self.groups as i64;
        let out = batched.try_convolution(&self.weight, bias, stride, padding, dilation, false, [0; N], groups)?;
        if x.dim() == N + 1 { out.try_squeeze_dim(0) } else { Ok(out) }
    }
}

impl<const N: usize> Forward for Conv<N> {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        call(self, x, |x| self.run(x))
    }
}
