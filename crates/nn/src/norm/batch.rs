//! Batch and instance normalisation.

use std::cell::Cell;

use cresset_autograd::{BatchNormOptions as Statistics, DType, Error, Options, Result, Tensor, no_grad};

use super::filled;
use crate::hooks::call;
use crate::python::{python_bool, python_float};
use crate::sizes::ranked;
use crate::{Buffer, Forward, Mode, Module, Parameter};

/// Options of [`BatchNorm`], with PyTorch's defaults.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BatchNormOptions {
    /// Added to the variance.
    pub eps: f64,
    /// The part of the running statistics that a batch replaces; `None` keeps the mean over all batches.
    pub momentum: Option<f64>,
    /// Whether there are a weight and a bias.
    pub affine: bool,
    /// Whether there is a bias beside the weight.
    pub bias: bool,
    /// Whether statistics are kept for evaluation.
    pub track_running_stats: bool,
    /// The dtype of parameters and statistics; the usual one if not given.
    pub dtype: Option<DType>,
}

impl Default for BatchNormOptions {
    fn default() -> BatchNormOptions {
        BatchNormOptions {
            eps: 1e-5,
            momentum: Some(0.1),
            affine: true,
            bias: true,
            track_running_stats: true,
            dtype: None,
        }
    }
}

impl BatchNormOptions {
    /// The defaults of [`InstanceNorm`]: no parameters and no running statistics.
    #[must_use]
    pub fn instance() -> BatchNormOptions {
        BatchNormOptions { affine: false, track_running_stats: false, ..BatchNormOptions::default() }
    }
}

macro_rules! norms {
    ($($(#[$doc:meta])* $name:ident [$one:ident $two:ident $three:ident, $any:literal] $usual:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Module)]
        #[module(name = Self::NAME, extra_repr)]
        pub struct $name<const N: usize> {
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

        #[doc = concat!("[`", stringify!($name), "`] over a length.")]
        pub type $one = $name<1>;
        #[doc = concat!("[`", stringify!($name), "`] over height and width.")]
        pub type $two = $name<2>;
        #[doc = concat!("[`", stringify!($name), "`] over depth, height and width.")]
        pub type $three = $name<3>;

        impl<const N: usize> $name<N> {
            const NAME: &'static str = match N {
                0 => $any,
                _ => ranked(N, [stringify!($one), stringify!($two), stringify!($three)]),
            };

            /// A layer for so many channels.
            ///
            /// # Errors
            /// No memory left.
            pub fn new(num_features: usize) -> Result<$name<N>> {
                $name::with(num_features, $usual)
            }

            /// A layer with options.
            ///
            /// # Errors
            /// Not a floating dtype, or no memory left.
            pub fn with(num_features: usize, options: BatchNormOptions) -> Result<$name<N>> {
                let BatchNormOptions { eps, momentum, affine, bias, track_running_stats, dtype } = options;
                let made = dtype.map_or(Options::new(), |dtype| Options::new().dtype(dtype));
                let buffer = |value: f64| -> Result<Option<Buffer>> {
                    let filled = || made.clone().try_full([num_features], value).map(Buffer::new);
                    track_running_stats.then(filled).transpose()
                };
                let counted = || Options::new().dtype(DType::I64).try_zeros([]).map(Buffer::new);
                Ok($name {
                    weight: filled(affine, &made, &[num_features], 1.0)?,
                    bias: filled(affine && bias, &made, &[num_features], 0.0)?,
                    running_mean: buffer(0.0)?,
                    running_var: buffer(1.0)?,
                    num_batches_tracked: track_running_stats.then(counted).transpose()?,
                    mode: Mode::new(),
                    num_features,
                    eps,
                    momentum,
                })
            }

            fn extra_repr(&self) -> String {
                let momentum = self.momentum.map_or("None".to_string(), python_float);
                let [affine, bias, track] =
                    [self.weight.is_some(), self.bias.is_some(), self.running_mean.is_some()].map(python_bool);
                format!(
                    "{}, eps={}, momentum={momentum}, affine={affine}, bias={bias}, track_running_stats={track}",
                    self.num_features,
                    python_float(self.eps)
                )
            }

            /// What is added to variances.
            #[must_use]
            pub fn eps(&self) -> f64 {
                self.eps
            }

            /// Whether the statistics are those of the input; without running ones there are no others.
            fn uses_input(&self) -> bool {
                self.mode.is_training() || self.running_mean.is_none()
            }
        }
    )*};
}

norms! {
    /// Normalises each channel over the batch and the last `N` dimensions.
    ///
    /// In training, mean and variance are the batch's, and update the running ones; in evaluation they are the running
    /// ones.
    ///
    /// # Shapes
    /// `[batch, channels, *]`; with `N` 1 the length may be left out.
    ///
    /// # Source
    /// Ioffe and Szegedy 2015, <https://arxiv.org/abs/1502.03167>.
    BatchNorm [BatchNorm1d BatchNorm2d BatchNorm3d, "SyncBatchNorm"] BatchNormOptions::default();
    /// Normalises each channel of each sample over the last `N` dimensions.
    ///
    /// # Shapes
    /// `[batch, channels, *]`; the batch may be left out.
    ///
    /// # Source
    /// Ulyanov et al. 2016, <https://arxiv.org/abs/1607.08022>.
    InstanceNorm [InstanceNorm1d InstanceNorm2d InstanceNorm3d, "InstanceNorm"] BatchNormOptions::instance();
}

/// [`BatchNorm`] of any number of dimensions, `[batch, channels, *]`, under PyTorch's name for the one whose statistics
/// are those of all processes. Within one process there are no others: it computes what [`BatchNorm`] does.
pub type SyncBatchNorm = BatchNorm<0>;

thread_local! {
    /// Whether running statistics are means over all batches on this thread, whatever the momentum.
    static CUMULATIVE: Cell<bool> = const { Cell::new(false) };
}

/// Sets back how running statistics are kept.
struct Kept(bool);

impl Drop for Kept {
    fn drop(&mut self) {
        CUMULATIVE.set(self.0);
    }
}

/// Makes the running statistics of all [`BatchNorm`]s of a model anew: the means over these batches, as
/// `torch.optim.swa_utils.update_bn`. Needed where weights were averaged, whose statistics nobody has seen.
///
/// ```
/// use cresset_autograd::{Result, tensor};
/// use cresset_nn::{BatchNorm1d, Forward, Module, update_bn};
///
/// let norm = BatchNorm1d::new(1)?;
/// norm.eval();
/// let batches = [[[0.0], [2.0]], [[2.0], [4.0]]].map(|batch| Ok(tensor(batch)));
/// update_bn(&norm, batches, |norm, x| norm.forward(&x))?;
/// assert_eq!(norm.running_mean.as_ref().map(|mean| mean.item()), Some(2.0));
/// assert!(!norm.is_training());
/// # Ok::<(), cresset_autograd::Error>(())
/// ```
///
/// # Errors
/// As the batches and the forward.
pub fn update_bn<M: Module, B>(
    model: &M,
    batches: impl IntoIterator<Item = Result<B>>,
    mut forward: impl FnMut(&M, B) -> Result<Tensor>,
) -> Result<()> {
    let modules = model.named_modules();
    let norms: Vec<_> = modules.iter().filter(|(_, module)| module.module_name().contains("BatchNorm")).collect();
    for (name, buffer) in norms.iter().flat_map(|(_, norm)| norm.named_buffers()) {
        no_grad(|| buffer.try_fill_(if name == "running_var" { 1.0 } else { 0.0 }).map(drop))?;
    }
    if norms.is_empty() {
        return Ok(());
    }
    let was_training = model.is_training();
    model.train();
    let kept = Kept(CUMULATIVE.replace(true));
    let done = no_grad(|| batches.into_iter().try_for_each(|batch| forward(model, batch?).map(drop)));
    drop(kept);
    model.set_training(was_training);
    done
}

impl<const N: usize> BatchNorm<N> {
    /// Counts a batch where statistics are kept, and gives its part in them.
    fn momentum_of_batch(&self) -> Result<f64> {
        let momentum = if CUMULATIVE.get() { None } else { self.momentum };
        let usual = momentum.unwrap_or(0.0);
        let (true, Some(count)) = (self.mode.is_training(), &self.num_batches_tracked) else { return Ok(usual) };
        no_grad(|| count.try_add_(1).map(drop))?;
        momentum.map_or_else(|| Ok(1.0 / count.try_item()?), Ok)
    }
}

impl<const N: usize> Forward for BatchNorm<N> {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let fits = match N {
            0 => x.dim() >= 2,
            1 => x.dim() == 2 || x.dim() == 3,
            _ => x.dim() == N + 2,
        };
        if !fits {
            let remedy = match N {
                0 => "x must be [batch, channels] or have more dims",
                1 => "x must be [batch, channels] or [batch, channels, length]",
                2 => "x must be [batch, channels, height, width]",
                _ => "x must be [batch, channels, depth, height, width]",
            };
            return Err(Error::shape(Self::NAME, "wrong number of dims", &[("x", x.sizes())], remedy));
        }
        let momentum = self.momentum_of_batch()?;
        let (weight, bias) = (self.weight.as_deref(), self.bias.as_deref());
        let (mean, var) = (self.running_mean.as_deref(), self.running_var.as_deref());
        let training = self.uses_input();
        call(self, x, |x| x.try_batch_norm(weight, bias, mean, var, training, momentum, self.eps))
    }
}

impl<const N: usize> Forward for InstanceNorm<N> {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        if x.dim() != N + 1 && x.dim() != N + 2 {
            let remedy = "x must be [batch, channels, normalised sizes], or without the batch";
            return Err(Error::shape(Self::NAME, "wrong number of dims", &[("x", x.sizes())], remedy));
        }
        let statistics = Statistics {
            running_mean: self.running_mean.as_deref(),
            running_var: self.running_var.as_deref(),
            training: self.uses_input(),
            // Other than in batch normalisation, PyTorch counts no batches here.
            momentum: self.momentum.unwrap_or(0.0),
            eps: self.eps,
        };
        let (weight, bias) = (self.weight.as_deref(), self.bias.as_deref());
        call(self, x, |x| {
            if x.dim() == N + 2 {
                return x.try_instance_norm(weight, bias, statistics);
            }
            x.try_unsqueeze(0)?.try_instance_norm(weight, bias, statistics)?.try_squeeze_dim(0)
        })
    }
}
