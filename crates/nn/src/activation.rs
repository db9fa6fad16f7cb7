//! Activation layers.

use cresset_autograd::{Options, Result, Tensor};

use crate::{Forward, Module, Parameter};

macro_rules! activations {
    ($($(#[$doc:meta])* $name:ident = $method:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, Module)]
        pub struct $name;

        impl Forward for $name {
            fn forward(&self, x: &Tensor) -> Result<Tensor> {
                x.$method()
            }
        }
    )*};
}

activations! {
    /// The positive part.
    ReLU = try_relu;
    /// The logistic function.
    Sigmoid = try_sigmoid;
    /// The hyperbolic tangent.
    Tanh = try_tanh;
}

/// `x` times the normal distribution function.
#[derive(Clone, Copy, Debug, Default, Module)]
#[module(extra_repr)]
pub struct GELU {
    tanh: bool,
}

impl GELU {
    /// With the exact distribution function.
    #[must_use]
    pub fn new() -> GELU {
        GELU::default()
    }

    /// With the approximation by a hyperbolic tangent, as `approximate='tanh'`.
    #[must_use]
    pub fn tanh() -> GELU {
        GELU { tanh: true }
    }

    fn extra_repr(&self) -> String {
        format!("approximate='{}'", if self.tanh { "tanh" } else { "none" })
    }
}

impl Forward for GELU {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        if self.tanh { x.try_gelu_tanh() } else { x.try_gelu() }
    }
}

macro_rules! along_a_dim {
    ($($(#[$doc:meta])* $name:ident = $method:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Module)]
        #[module(extra_repr)]
        pub struct $name {
            dim: i64,
        }

        impl $name {
            /// Along a dimension; negative ones count from the last.
            #[must_use]
            pub fn new(dim: i64) -> $name {
                $name { dim }
            }

            fn extra_repr(&self) -> String {
                format!("dim={}", self.dim)
            }
        }

        impl Forward for $name {
            fn forward(&self, x: &Tensor) -> Result<Tensor> {
                x.$method(self.dim)
            }
        }
    )*};
}

along_a_dim! {
    /// Exponentials along a dimension, divided by their sum.
    Softmax = try_softmax;
    /// The logarithm of [`Softmax`].
    LogSoftmax = try_log_softmax;
}

/// Identity above zero, below it a slope that is learned: one for all channels, or one for each.
#[derive(Clone, Debug, Module)]
#[module(extra_repr)]
pub struct PReLU {
    /// The slopes.
    pub weight: Parameter,
}

impl PReLU {
    /// One slope of 0.25.
    ///
    /// # Errors
    /// No memory left.
    pub fn new() -> Result<PReLU> {
        PReLU::with(1, 0.25)
    }

    /// So many slopes with a value to start from.
    ///
    /// # Errors
    /// No memory left.
    pub fn with(num_parameters: usize, init: f64) -> Result<PReLU> {
        Ok(PReLU { weight: Parameter::new(Options::new().try_full([num_parameters], init)?)? })
    }

    fn extra_repr(&self) -> String {
        format!("num_parameters={}", self.weight.numel())
    }
}

impl Forward for PReLU {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        x.try_prelu(&self.weight)
    }
}
