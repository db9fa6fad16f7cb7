//! The bilinear layer.

use cresset_autograd::{Options, Result, Tensor};

use crate::builder::{dtype_setter, setters};
use crate::hooks::call_several;
use crate::python::python_bool;
use crate::{Module, Parameter, init};

/// Products of two inputs by a matrix for each output, plus the bias.
///
/// # Shapes
/// `[*, in1_features]` and `[*, in2_features]` to `[*, out_features]`; the weight is
/// `[out_features, in1_features, in2_features]`.
#[derive(Clone, Debug, Module)]
#[module(extra_repr)]
pub struct Bilinear {
    /// The weight.
    pub weight: Parameter,
    /// The bias.
    pub bias: Option<Parameter>,
}

/// Options of a [`Bilinear`].
#[derive(Clone, Debug)]
#[must_use]
pub struct BilinearBuilder {
    sizes: [usize; 3],
    bias: bool,
    options: Options,
}

impl Bilinear {
    /// A layer with a bias.
    ///
    /// # Errors
    /// No memory left.
    pub fn new(in1_features: usize, in2_features: usize, out_features: usize) -> Result<Bilinear> {
        Bilinear::builder(in1_features, in2_features, out_features).build()
    }

    /// A layer with options.
    pub fn builder(in1_features: usize, in2_features: usize, out_features: usize) -> BilinearBuilder {
        BilinearBuilder { sizes: [out_features, in1_features, in2_features], bias: true, options: Options::new() }
    }

    /// What the layer makes of two inputs.
    ///
    /// # Errors
    /// Sizes or dtypes that do not fit.
    pub fn forward(&self, input1: &Tensor, input2: &Tensor) -> Result<Tensor> {
        call_several(self, [input1, input2], |[input1, input2]| {
            input1.try_bilinear(input2, &self.weight, self.bias.as_deref())
        })
    }

    fn extra_repr(&self) -> String {
        let [out, in1, in2] = self.weight.sizes() else { return String::new() };
        let bias = python_bool(self.bias.is_some());
        format!("in1_features={in1}, in2_features={in2}, out_features={out}, bias={bias}")
    }
}

impl BilinearBuilder {
    setters! {
        /// Whether there is a bias.
        (bias: bool);
    }
    dtype_setter!();

    /// The layer.
    ///
    /// # Errors
    /// Not a floating dtype, or no memory left.
    pub fn build(self) -> Result<Bilinear> {
        let [out_features, in1_features, _] = self.sizes;
        let weight = Parameter::new(self.options.clone().try_empty(self.sizes)?)?;
        let bias = match self.bias {
            true => Some(Parameter::new(self.options.try_empty([out_features])?)?),
            false => None,
        };
        let bound = 1.0 / (in1_features as f64).sqrt();
        init::uniform_(&weight, -bound, bound)?;
        bias.as_ref().map(|bias| init::uniform_(bias, -bound, bound)).transpose()?;
        Ok(Bilinear { weight, bias })
    }
}
