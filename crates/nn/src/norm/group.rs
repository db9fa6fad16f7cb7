//! Group normalisation.

use cresset_autograd::{Error, Options, Result, Tensor};

use super::filled;
use crate::builder::{dtype_setter, setters};
use crate::hooks::call;
use crate::python::{python_bool, python_float};
use crate::{Forward, Module, Parameter};

/// Normalises each group of channels of each sample, then scales and shifts each channel.
///
/// # Shapes
/// `[batch, num_channels, *]` to the same.
///
/// # Source
/// Wu and He 2018, <https://arxiv.org/abs/1803.08494>.
#[derive(Clone, Debug, Module)]
#[module(extra_repr)]
pub struct GroupNorm {
    /// The weight of each channel.
    pub weight: Option<Parameter>,
    /// The bias of each channel.
    pub bias: Option<Parameter>,
    num_groups: usize,
    num_channels: usize,
    eps: f64,
}

/// Options of a [`GroupNorm`], at first PyTorch's defaults.
#[derive(Clone, Debug)]
#[must_use]
pub struct GroupNormBuilder {
    num_groups: usize,
    num_channels: usize,
    eps: f64,
    affine: bool,
    bias: bool,
    options: Options,
}

impl GroupNorm {
    /// A layer for so many groups of so many channels together.
    ///
    /// # Errors
    /// Groups that do not divide the channels, or no memory left.
    pub fn new(num_groups: usize, num_channels: usize) -> Result<GroupNorm> {
        GroupNorm::builder(num_groups, num_channels).build()
    }

    /// A layer with options.
    pub fn builder(num_groups: usize, num_channels: usize) -> GroupNormBuilder {
        GroupNormBuilder { num_groups, num_channels, eps: 1e-5, affine: true, bias: true, options: Options::new() }
    }

    fn extra_repr(&self) -> String {
        let affine = python_bool(self.weight.is_some());
        let eps = python_float(self.eps);
        let bias = python_bool(self.bias.is_some());
        format!("{}, {}, eps={eps}, affine={affine}, bias={bias}", self.num_groups, self.num_channels)
    }
}

impl GroupNormBuilder {
    setters! {
        /// What is added to the variance.
        (eps: f64);
        /// Whether there are a weight and a bias.
        (affine: bool);
        /// Whether there is a bias beside the weight.
        (bias: bool);
    }
    dtype_setter!();

    /// The layer.
    ///
    /// # Errors
    /// Groups that do not divide the channels, not a floating dtype, or no memory left.
    pub fn build(self) -> Result<GroupNorm> {
        let GroupNormBuilder { num_groups, num_channels, eps, affine, bias, options } = self;
        if num_groups == 0 || !num_channels.is_multiple_of(num_groups) {
            let remedy = "it must divide num_channels";
            return Err(Error::argument("GroupNorm", "num_groups", num_groups, remedy));
        }
        let weight = filled(affine, &options, &[num_channels], 1.0)?;
        let bias = filled(affine && bias, &options, &[num_channels], 0.0)?;
        Ok(GroupNorm { weight, bias, num_groups, num_channels, eps })
    }
}

impl Forward for GroupNorm {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let (weight, bias) = (self.weight.as_deref(), self.bias.as_deref());
        call(self, x, |x| x.try_group_norm(self.num_groups as i64, weight, bias, self.eps))
    }
}
