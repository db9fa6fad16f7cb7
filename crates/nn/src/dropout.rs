//! Dropout.

use cresset_autograd::{Error, Result, Tensor};

use crate::hooks::call;
use crate::python::python_float;
use crate::sizes::ranked;
use crate::{Forward, Mode, Module};

fn chance(op: &'static str, p: f64) -> Result<f64> {
    if (0.0..=1.0).contains(&p) { Ok(p) } else { Err(Error::argument(op, "p", p, "a chance lies in 0..=1")) }
}

macro_rules! dropouts {
    ($($(#[$doc:meta])* $name:ident = $method:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Module)]
        #[module(extra_repr)]
        pub struct $name {
            p: f64,
            mode: Mode,
        }

        impl $name {
            /// Dropout with chance `p`; PyTorch's default is one half.
            ///
            /// # Errors
            /// `p` is not in 0..=1.
            pub fn new(p: f64) -> Result<$name> {
                Ok($name { p: chance(stringify!($name), p)?, mode: Mode::new() })
            }

            fn extra_repr(&self) -> String {
                format!("p={}, inplace=False", python_float(self.p))
            }
        }

        impl Forward for $name {
            fn forward(&self, x: &Tensor) -> Result<Tensor> {
                call(self, x, |x| x.$method(self.p, self.mode.is_training()))
            }
        }
    )*};
}

dropouts! {
    /// In training, sets elements to zero with chance `p` and scales up the rest; in evaluation, does nothing.
    Dropout = try_dropout;
    /// [`Dropout`] that keeps the mean and the variance of a selu.
    AlphaDropout = try_alpha_dropout;
    /// [`AlphaDropout`] of whole channels.
    FeatureAlphaDropout = try_feature_alpha_dropout;
}

/// In training, sets whole channels to zero with chance `p` and scales up the rest; in evaluation, does nothing.
///
/// # Shapes
/// `[batch, channels, *]`, where `*` are `N` sizes; the batch may be left out.
#[derive(Clone, Debug, Module)]
#[module(name = Self::NAME, extra_repr)]
pub struct ChannelDropout<const N: usize> {
    p: f64,
    mode: Mode,
}

/// Dropout of the channels of sequences.
pub type Dropout1d = ChannelDropout<1>;
/// Dropout of the channels of images.
pub type Dropout2d = ChannelDropout<2>;
/// Dropout of the channels of volumes.
pub type Dropout3d = ChannelDropout<3>;

impl<const N: usize> ChannelDropout<N> {
    const NAME: &'static str = ranked(N, ["Dropout1d", "Dropout2d", "Dropout3d"]);

    /// Dropout with chance `p`; PyTorch's default is one half.
    ///
    /// # Errors
    /// `p` is not in 0..=1.
    pub fn new(p: f64) -> Result<ChannelDropout<N>> {
        Ok(ChannelDropout { p: chance(Self::NAME, p)?, mode: Mode::new() })
    }

    fn extra_repr(&self) -> String {
        format!("p={}, inplace=False", python_float(self.p))
    }
}

impl<const N: usize> Forward for ChannelDropout<N> {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        call(self, x, |x| drop_channels::<N>(Self::NAME, x, self.p, self.mode.is_training()))
    }
}

/// Dropout of whole channels with `N` sizes.
pub(crate) fn drop_channels<const N: usize>(op: &'static str, x: &Tensor, p: f64, training: bool) -> Result<Tensor> {
    chance(op, p)?;
    if x.dim() != N + 1 && x.dim() != N + 2 {
        let remedy = "x must be [batch, channels, sizes], or without the batch";
        return Err(Error::shape(op, "wrong number of dims", &[("x", x.sizes())], remedy));
    }
    // PyTorch takes three dims of images for sequences with a batch.
    if x.dim() == N + 2 || N == 2 {
        return x.try_feature_dropout(p, training);
    }
    x.try_unsqueeze(0)?.try_feature_dropout(p, training)?.try_squeeze_dim(0)
}
