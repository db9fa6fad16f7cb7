//! Normalisation by neighbours in other channels.

use cresset_autograd::{Result, Tensor};

use crate::hooks::observed;
use crate::python::python_float;
use crate::{Forward, Module};

macro_rules! local {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        ///
        /// # Shapes
        /// `[batch, channels, *]`.
        ///
        /// # Source
        /// Krizhevsky et al. 2012.
        #[derive(Clone, Copy, Debug, Module)]
        #[module(extra_repr)]
        pub struct $name {
            /// How many channels count.
            pub size: usize,
            /// The factor of the mean of squares.
            pub alpha: f64,
            /// The power of what is divided by.
            pub beta: f64,
            /// What is added to the mean of squares.
            pub k: f64,
        }

        impl $name {
            /// With PyTorch's numbers; the fields set others.
            #[must_use]
            pub fn new(size: usize) -> $name {
                $name { size, alpha: 1e-4, beta: 0.75, k: 1.0 }
            }

            fn extra_repr(&self) -> String {
                let [alpha, beta, k] = [self.alpha, self.beta, self.k].map(python_float);
                format!("{}, alpha={alpha}, beta={beta}, k={k}", self.size)
            }
        }

        impl Forward for $name {
            fn forward(&self, x: &Tensor) -> Result<Tensor> {
                observed(self, x, |x| x.try_local_response_norm(self.size as i64, self.alpha, self.beta, self.k))
            }
        }
    )*};
}

local! {
    /// Makes each element less, the larger its neighbours in other channels are.
    LocalResponseNorm;
}
