//! Batch normalisation.

use cresset_autograd::{DType, Error, Options, Result, Tensor, no_grad};

use crate::python::{python_bool, python_float};
use crate::{Buffer, Forward, Mode, Module, Parameter};

/// Options of [`BatchNorm1d`] and [`BatchNorm2d`], with PyTorch's defaults.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BatchNormOptions {
    /// Added to the variance.
    pub eps: f64,
    /// The part of the running statistics that a batch replaces; `None` keeps the mean over all batches.
    pub momentum: Option<f64>,
    /// Whether there are a weight and a bias.
    pub affine: bool,
    /// Whether statistics are kept for evaluation.
    pub track_running_stats: bool,
    /// The dtype of parameters and statistics; the usual one if not given.
    pub dtype: Option<DType>,
}

impl Default for BatchNormOptions {
    fn default() -> BatchNormOptions {
        BatchNormOptions { eps: 1e-5, momentum: Some(0.1), affine: true, track_running_stats: true, dtype: None }
    }
}

macro_rules! batch_norm {
    ($(#[$doc:meta])* $name:ident, $title:literal, $ranks:pat, $remedy:literal) => {
        $(#[$doc])*
        ///
        /// In training, mean and variance are the batch's, and update the running ones; in evaluation they are the
        /// running ones.
        #[derive(Debug, Module)]
        #[module(extra_repr)]
        pub struct $name {
            /// The weight of each channel.
            pub weight: Option<Parameter>,
            /// The bias of each channel.
            pub bias: Option<Parameter>,
            /// The running mean of each channel.
            pub running_mean: Option<Buffer>,
            /// The running variance of each channel.
            pub running_var: Option<Buffer>,
            /// How many batches have entered the running statistics.
            pub num_batches_tracked: Option<Buffer>,
            mode: Mode,
            num_features: usize,
            eps: f64,
            momentum: Option<f64>,
        }

        impl $name {
            /// A layer for so many channels.
            ///
            /// # Errors
            /// No memory left.
            pub fn new(num_features: usize) -> Result<$name> {
                $name::with(num_features, BatchNormOptions::default())
            }

            /// A layer with options.
            ///
            /// # Errors
            /// Not a floating dtype, or no memory left.
            pub fn with(num_features: usize, options: BatchNormOptions) -> Result<$name> {
                let BatchNormOptions { eps, momentum, affine, track_running_stats, dtype } = options;
                let made = dtype.map_or(Options::new(), |dtype| Options::new().dtype(dtype));
                let of = |wanted: bool, value: i64| -> Result<Option<Tensor>> {
                    // The value is whole, so the dtype is named: else it would be int64.
                    let dtype = dtype.unwrap_or(cresset_autograd::default_dtype());
                    let filled = || made.clone().dtype(dtype).try_full([num_features], value);
                    if wanted { filled().map(Some) } else { Ok(None) }
                };
                let counted = || Options::new().dtype(DType::I64).try_zeros([]);
                Ok($name {
                    weight: of(affine, 1)?.map(Parameter::new).transpose()?,
                    bias: of(affine, 0)?.map(Parameter::new).transpose()?,
                    running_mean: of(track_running_stats, 0)?.map(Buffer::new),
                    running_var: of(track_running_stats, 1)?.map(Buffer::new),
                    num_batches_tracked: if track_running_stats { Some(Buffer::new(counted()?)) } else { None },
                    mode: Mode::new(),
                    num_features,
                    eps,
                    momentum,
                })
            }

            fn extra_repr(&self) -> String {
                let momentum = self.momentum.map_or("None".to_string(), |momentum| python_float(momentum));
                let [affine, bias, track] =
                    [self.weight.is_some(), self.bias.is_some(), self.running_mean.is_some()].map(python_bool);
                format!(
                    "{}, eps={}, momentum={momentum}, affine={affine}, bias={bias}, track_running_stats={track}",
                    self.num_features,
                    python_float(self.eps)
                )
            }
        }

        impl Forward for $name {
            fn forward(&self, x: &Tensor) -> Result<Tensor> {
                if !matches!(x.dim(), $ranks) {
                    return Err(Error::shape($title, "wrong number of dims", &[("x", x.sizes())], $remedy));
                }
                let training = self.mode.is_training();
                let mut momentum = self.momentum.unwrap_or(0.0);
                if let (true, Some(count)) = (training, &self.num_batches_tracked) {
                    no_grad(|| count.try_add_(1).map(drop))?;
                    if self.momentum.is_none() {
                        momentum = 1.0 / count.try_item()?;
                    }
                }
                x.try_batch_norm(
                    self.weight.as_deref(),
                    self.bias.as_deref(),
                    self.running_mean.as_deref(),
                    self.running_var.as_deref(),
                    // Without running statistics there are only the batch's.
                    training || self.running_mean.is_none(),
                    momentum,
                    self.eps,
                )
            }
        }
    };
}

batch_norm! {
    /// Normalises each channel over the batch and the length.
    ///
    /// # Shapes
    /// `[batch, channels]` or `[batch, channels, length]`.
    BatchNorm1d, "BatchNorm1d", 2 | 3, "x must be [batch, channels] or [batch, channels, length]"
}
batch_norm! {
    /// Normalises each channel over the batch and the image.
    ///
    /// # Shapes
    /// `[batch, channels, height, width]`.
    BatchNorm2d, "BatchNorm2d", 4, "x must be [batch, channels, height, width]"
}
