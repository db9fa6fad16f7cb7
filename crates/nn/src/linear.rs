//! The linear layer.

use cresset_autograd::{DType, Options, Result, Tensor};

use crate::hooks::call;
use crate::python::python_bool;
use crate::{Forward, Module, Parameter, init};

/// Product with the transposed weight, plus the bias.
///
/// # Shapes
/// `[*, in_features]` to `[*, out_features]`; the weight is `[out_features, in_features]`.
///
/// # Numerics
/// Weight and bias start uniform within `1 / sqrt(in_features)`; one seed gives PyTorch's.
#[derive(Clone, Debug, Module)]
#[module(name = self.shown_as, extra_repr)]
pub struct Linear {
    /// The weight.
    pub weight: Parameter,
    /// The bias.
    pub bias: Option<Parameter>,
    shown_as: &'static str,
}

/// Options of a [`Linear`].
#[derive(Clone, Debug)]
#[must_use]
pub struct LinearBuilder {
    in_features: usize,
    out_features: usize,
    bias: bool,
    options: Options,
    shown_as: &'static str,
}

impl Linear {
    /// A layer with a bias.
    ///
    /// # Errors
    /// No memory left.
    pub fn new(in_features: usize, out_features: usize) -> Result<Linear> {
        Linear::builder(in_features, out_features).build()
    }

    /// A layer with options.
    pub fn builder(in_features: usize, out_features: usize) -> LinearBuilder {
        LinearBuilder { in_features, out_features, bias: true, options: Options::new(), shown_as: "Linear" }
    }

    fn extra_repr(&self) -> String {
        let [out_features, in_features] = self.weight.sizes() else { return String::new() };
        let bias = python_bool(self.bias.is_some());
        format!("in_features={in_features}, out_features={out_features}, bias={bias}")
    }
}

impl LinearBuilder {
    /// Whether there is a bias.
    pub fn bias(mut self, bias: bool) -> LinearBuilder {
        self.bias = bias;
        self
    }

    /// The dtype of weight and bias.
    pub fn dtype(mut self, dtype: DType) -> LinearBuilder {
        self.options = self.options.dtype(dtype);
        self
    }

    /// For attention, whose layer has another name in PyTorch's summaries.
    pub(crate) fn within_attention(mut self, options: &Options) -> LinearBuilder {
        self.options = options.clone();
        self.shown_as = "NonDynamicallyQuantizableLinear";
        self
    }

    /// The layer.
    ///
    /// # Errors
    /// Not a floating dtype, or no memory left.
    pub fn build(self) -> Result<Linear> {
        let weight = Parameter::new(self.options.clone().try_empty([self.out_features, self.in_features])?)?;
        let bias = match self.bias {
            true => Some(Parameter::new(self.options.try_empty([self.out_features])?)?),
            false => None,
        };
        init::affine(&weight, bias.as_deref())?;
        Ok(Linear { weight, bias, shown_as: self.shown_as })
    }
}

impl Forward for Linear {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        call(self, x, |x| x.try_linear(&self.weight, self.bias.as_deref()))
    }
}
