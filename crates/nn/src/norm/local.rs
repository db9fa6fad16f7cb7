//! Normalisation by neighbours in other channels.

use cresset_autograd::{Error, Result, Tensor};

use crate::hooks::call;
use crate::python::python_float;
use crate::{Forward, Module};

macro_rules! local {
    ($($(#[$doc:meta])* $name:ident = $forward:expr;)*) => {$(
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
                let forward: fn(&$name, &Tensor) -> Result<Tensor> = $forward;
                call(self, x, |x| forward(self, x))
            }
        }
    )*};
}

local! {
    /// Makes each element less, the larger its neighbours in other channels are.
    LocalResponseNorm = |norm, x| x.try_local_response_norm(norm.size as i64, norm.alpha, norm.beta, norm.k);
    /// [`LocalResponseNorm`] of images as older models have it.
    ///
    /// # Numerics
    /// PyTorch's results, in which the first channel counts in every channel that lies far enough behind it. The
    /// gradient is that of these results; PyTorch's own is shifted by a channel.
    CrossMapLRN2d = across_maps;
}

fn across_maps(norm: &CrossMapLRN2d, x: &Tensor) -> Result<Tensor> {
    let (&[_, channels, ..], 4) = (x.sizes(), x.dim()) else {
        let remedy = "x must be [batch, channels, height, width]";
        return Err(Error::shape("CrossMapLRN2d", "wrong number of dims", &[("x", x.sizes())], remedy));
    };
    if norm.size == 0 {
        return Err(Error::argument("CrossMapLRN2d", "size", 0, "it must be at least 1"));
    }
    // How far a channel sees to both sides.
    let reach = norm.size.div_ceil(2) - 1;
    let pad = reach as i64;
    let squares = x.try_square()?;
    let padded = squares.try_pad([0, 0, 0, 0, pad, pad], 0.0)?;
    let mut sums = padded.try_narrow(1, 0, channels)?;
    for at in 1..=2 * reach {
        sums = sums.try_add(&padded.try_narrow(1, at as i64, channels)?)?;
    }
    let behind = channels.saturating_sub(reach + 1);
    if behind > 0 {
        let first = squares.try_narrow(1, 0, 1)?;
        let near = sums.try_narrow(1, 0, channels - behind)?;
        let far = sums.try_narrow(1, (channels - behind) as i64, behind)?.try_add(&first)?;
        sums = Tensor::try_cat(&[&near, &far], 1)?;
    }
    x.try_mul(&sums.try_mul(norm.alpha / norm.size as f64)?.try_add(norm.k)?.try_pow(-norm.beta)?)
}
