//! Activation layers.

mod learned;
mod softmax;

use cresset_autograd::{Result, Tensor};

use crate::hooks::call;
use crate::python::python_float;
use crate::{Forward, Mode, Module};

pub use learned::PReLU;
pub use softmax::{AdaptiveLogSoftmaxWithLoss, GLU, LogSoftmax, Softmax, Softmax2d, Softmin};

macro_rules! activations {
    ($($(#[$doc:meta])* $name:ident = $method:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, Module)]
        pub struct $name;

        impl Forward for $name {
            fn forward(&self, x: &Tensor) -> Result<Tensor> {
                call(self, x, Tensor::$method)
            }
        }
    )*};
}

activations! {
    /// The positive part.
    ReLU = try_relu;
    /// The positive part, at most six.
    ReLU6 = try_relu6;
    /// The logistic function.
    Sigmoid = try_sigmoid;
    /// The logarithm of [`Sigmoid`].
    LogSigmoid = try_logsigmoid;
    /// The hyperbolic tangent.
    Tanh = try_tanh;
    /// The difference from the hyperbolic tangent.
    Tanhshrink = try_tanhshrink;
    /// `x / (1 + |x|)`.
    Softsign = try_softsign;
    /// `x` times its logistic function.
    SiLU = try_silu;
    /// `x` times the tanh of [`Softplus`].
    Mish = try_mish;
    /// The exponential unit whose constants keep mean and variance.
    SELU = try_selu;
    /// The logistic function of three straight pieces.
    Hardsigmoid = try_hardsigmoid;
    /// `x` times [`Hardsigmoid`].
    Hardswish = try_hardswish;
}

/// Activations with numbers, each with PyTorch's default and what stands before it in the summary.
macro_rules! activations_of_numbers {
    ($(
        $(#[$doc:meta])*
        $name:ident($($(#[$field_doc:meta])* $field:ident = $usual:literal shown $shown:literal),*) = $method:ident;
    )*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Module)]
        #[module(extra_repr)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: f64,)*
        }

        impl Default for $name {
            fn default() -> $name {
                $name { $($field: $usual),* }
            }
        }

        impl $name {
            /// With these numbers; [`Default`] has PyTorch's.
            #[must_use]
            pub fn new($($field: f64),*) -> $name {
                $name { $($field),* }
            }

            fn extra_repr(&self) -> String {
                [$(format!("{}{}", $shown, python_float(self.$field))),*].join(", ")
            }
        }

        impl Forward for $name {
            fn forward(&self, x: &Tensor) -> Result<Tensor> {
                call(self, x, |x| x.$method($(self.$field),*))
            }
        }
    )*};
}

activations_of_numbers! {
    /// Identity above zero, `alpha * (exp(x) - 1)` below.
    ELU(/** Minus the limit. */ alpha = 1.0 shown "alpha=") = try_elu;
    /// Identity above zero, `alpha * (exp(x / alpha) - 1)` below.
    CELU(/** Minus the limit. */ alpha = 1.0 shown "alpha=") = try_celu;
    /// Identity above zero, a small slope below.
    LeakyReLU(/** The slope. */ negative_slope = 0.01 shown "negative_slope=") = try_leaky_relu;
    /// Identity between two bounds.
    Hardtanh(
        /** The lower bound. */ min_val = -1.0 shown "min_val=",
        /** The upper bound. */ max_val = 1.0 shown "max_val="
    ) = try_hardtanh;
    /// Zero between `-lambd` and `lambd`, identity outside.
    Hardshrink(/** The bound. */ lambd = 0.5 shown "") = try_hardshrink;
    /// Moves towards zero by `lambd`.
    Softshrink(/** The bound. */ lambd = 0.5 shown "") = try_softshrink;
    /// `log(1 + exp(beta * x)) / beta`, and the identity above the threshold.
    Softplus(
        /** The steepness. */ beta = 1.0 shown "beta=",
        /** From where the identity stands in. */ threshold = 20.0 shown "threshold="
    ) = try_softplus;
    /// `x` above the threshold, else the value.
    Threshold(
        /** The threshold. */ threshold = 0.0 shown "threshold=",
        /** The value. */ value = 0.0 shown "value="
    ) = try_threshold;
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
        call(self, x, |x| if self.tanh { x.try_gelu_tanh() } else { x.try_gelu() })
    }
}

/// Identity above zero; below it a slope that is random in training, and the mean of the bounds in evaluation.
#[derive(Clone, Debug, Module)]
#[module(extra_repr)]
pub struct RReLU {
    lower: f64,
    upper: f64,
    mode: Mode,
}

impl RReLU {
    /// With slopes between two bounds; [`Default`] has PyTorch's, an eighth and a third.
    #[must_use]
    pub fn new(lower: f64, upper: f64) -> RReLU {
        RReLU { lower, upper, mode: Mode::new() }
    }

    fn extra_repr(&self) -> String {
        format!("lower={}, upper={}", python_float(self.lower), python_float(self.upper))
    }
}

impl Default for RReLU {
    fn default() -> RReLU {
        RReLU::new(1.0 / 8.0, 1.0 / 3.0)
    }
}

impl Forward for RReLU {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        call(self, x, |x| x.try_rrelu(self.lower, self.upper, self.mode.is_training()))
    }
}
