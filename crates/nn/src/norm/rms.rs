//! Normalisation by the root of the mean of squares.

use cresset_autograd::{Options, Result, Tensor};

use super::{NormalizedShape, filled};
use crate::builder::{dtype_setter, setters};
use crate::hooks::call;
use crate::python::{python_bool, python_float};
use crate::sizes::Tuple;
use crate::{Forward, Module, Parameter};

/// Divides by the root of the mean of squares over the last dimensions, then scales each place in them.
///
/// # Shapes
/// `[*, normalized_shape]` to the same.
///
/// # Source
/// Zhang and Sennrich 2019, <https://arxiv.org/abs/1910.07467>.
#[derive(Clone, Debug, Module)]
#[module(extra_repr)]
pub struct RMSNorm {
    /// The weight of each place.
    pub weight: Option<Parameter>,
    normalized_shape: NormalizedShape,
    eps: Option<f64>,
}

/// Options of an [`RMSNorm`], at first PyTorch's defaults.
#[derive(Clone, Debug)]
#[must_use]
pub struct RMSNormBuilder {
    normalized_shape: NormalizedShape,
    eps: Option<f64>,
    elementwise_affine: bool,
    options: Options,
}

impl RMSNorm {
    /// A layer over the last sizes.
    ///
    /// # Errors
    /// No memory left.
    pub fn new(normalized_shape: impl Into<NormalizedShape>) -> Result<RMSNorm> {
        RMSNorm::builder(normalized_shape).build()
    }

    /// A layer with options.
    pub fn builder(normalized_shape: impl Into<NormalizedShape>) -> RMSNormBuilder {
        let normalized_shape = normalized_shape.into();
        RMSNormBuilder { normalized_shape, eps: None, elementwise_affine: true, options: Options::new() }
    }

    fn extra_repr(&self) -> String {
        let eps = self.eps.map_or("None".to_string(), python_float);
        let affine = python_bool(self.weight.is_some());
        format!("{}, eps={eps}, elementwise_affine={affine}", Tuple(&self.normalized_shape.0))
    }
}

impl RMSNormBuilder {
    setters! {
        /// What is added to the mean of squares; the dtype's precision unless given.
        some (eps: f64);
        /// Whether there is a weight.
        (elementwise_affine: bool);
    }
    dtype_setter!();

    /// The layer.
    ///
    /// # Errors
    /// Not a floating dtype, or no memory left.
    pub fn build(self) -> Result<RMSNorm> {
        let RMSNormBuilder { normalized_shape, eps, elementwise_affine, options } = self;
        let weight = filled(elementwise_affine, &options, &normalized_shape.0, 1.0)?;
        Ok(RMSNorm { weight, normalized_shape, eps })
    }
}

impl Forward for RMSNorm {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        call(self, x, |x| x.try_rms_norm(self.normalized_shape.dims(), self.weight.as_deref(), self.eps))
    }
}
