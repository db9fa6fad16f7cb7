//! Layer normalisation.

use cresset_autograd::{Options, Result, Tensor};

use super::filled;
use crate::builder::{dtype_setter, setters};
use crate::hooks::call;
use crate::python::{python_bool, python_float};
use crate::sizes::Tuple;
use crate::{Forward, Module, Parameter};

/// The last sizes of a tensor, over which it is normalised: one number or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NormalizedShape(pub Vec<usize>);

impl NormalizedShape {
    pub(super) fn dims(&self) -> Vec<i64> {
        self.0.iter().map(|&size| size as i64).collect()
    }
}

impl From<usize> for NormalizedShape {
    fn from(size: usize) -> NormalizedShape {
        NormalizedShape(vec![size])
    }
}

impl<const N: usize> From<[usize; N]> for NormalizedShape {
    fn from(sizes: [usize; N]) -> NormalizedShape {
        NormalizedShape(sizes.to_vec())
    }
}

impl From<&[usize]> for NormalizedShape {
    fn from(sizes: &[usize]) -> NormalizedShape {
        NormalizedShape(sizes.to_vec())
    }
}

/// Normalises over the last dimensions, then scales and shifts each place in them.
///
/// # Shapes
/// `[*, normalized_shape]` to the same.
///
/// # Source
/// Ba et al. 2016, <https://arxiv.org/abs/1607.06450>.
#[derive(Clone, Debug, Module)]
#[module(extra_repr)]
pub struct LayerNorm {
    /// The weight of each place.
    pub weight: Option<Parameter>,
    /// The bias of each place.
    pub bias: Option<Parameter>,
    normalized_shape: NormalizedShape,
    eps: f64,
}

/// Options of a [`LayerNorm`], at first PyTorch's defaults.
#[derive(Clone, Debug)]
#[must_use]
pub struct LayerNormBuilder {
    normalized_shape: NormalizedShape,
    eps: f64,
    elementwise_affine: bool,
    bias: bool,
    options: Options,
}

impl LayerNorm {
    /// A layer over the last sizes: `LayerNorm::new(8)?`, `LayerNorm::new([3, 4])?`.
    ///
    /// # Errors
    /// No memory left.
    pub fn new(normalized_shape: impl Into<NormalizedShape>) -> Result<LayerNorm> {
        LayerNorm::builder(normalized_shape).build()
    }

    /// A layer with options.
    pub fn builder(normalized_shape: impl Into<NormalizedShape>) -> LayerNormBuilder {
        LayerNormBuilder {
            normalized_shape: normalized_shape.into(),
            eps: 1e-5,
            elementwise_affine: true,
            bias: true,
            options: Options::new(),
        }
    }

    fn extra_repr(&self) -> String {
        let [affine, bias] = [self.weight.is_some(), self.bias.is_some()].map(python_bool);
        let (shape, eps) = (Tuple(&self.normalized_shape.0), python_float(self.eps));
        format!("{shape}, eps={eps}, elementwise_affine={affine}, bias={bias}")
    }
}

impl LayerNormBuilder {
    setters! {
        /// What is added to the variance.
        (eps: f64);
        /// Whether there are a weight and a bias.
        (elementwise_affine: bool);
        /// Whether there is a bias beside the weight.
        (bias: bool);
    }
    dtype_setter!();

    /// The layer.
    ///
    /// # Errors
    /// Not a floating dtype, or no memory left.
    pub fn build(self) -> Result<LayerNorm> {
        let LayerNormBuilder { normalized_shape, eps, elementwise_affine, bias, options } = self;
        let weight = filled(elementwise_affine, &options, &normalized_shape.0, 1.0)?;
        let bias = filled(elementwise_affine && bias, &options, &normalized_shape.0, 0.0)?;
        Ok(LayerNorm { weight, bias, normalized_shape, eps })
    }
}

impl Forward for LayerNorm {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let (weight, bias) = (self.weight.as_deref(), self.bias.as_deref());
        call(self, x, |x| x.try_layer_norm(self.normalized_shape.dims(), weight, bias, self.eps))
    }
}
