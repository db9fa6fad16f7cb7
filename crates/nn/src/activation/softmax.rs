//! Activations along a dimension.

use cresset_autograd::{DType, Error, Result, Tensor};

use crate::hooks::{call, call_tuple};
use crate::{Forward, Linear, Module, Sequential};

macro_rules! along_a_dim {
    ($($(#[$doc:meta])* $name:ident = $forward:expr;)*) => {$(
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
                let forward: fn(&Tensor, i64) -> Result<Tensor> = $forward;
                call(self, x, |x| forward(x, self.dim))
            }
        }
    )*};
}

along_a_dim! {
    /// Exponentials along a dimension, divided by their sum.
    Softmax = Tensor::try_softmax;
    /// The logarithm of [`Softmax`].
    LogSoftmax = Tensor::try_log_softmax;
    /// [`Softmax`] of the opposite numbers.
    Softmin = |x, dim| x.try_neg()?.try_softmax(dim);
    /// One half of a dimension, times the logistic function of the other.
    GLU = Tensor::try_glu;
}

/// [`Softmax`] over the channels of images.
///
/// # Shapes
/// `[batch, channels, height, width]` or `[channels, height, width]`.
#[derive(Clone, Copy, Debug, Default, Module)]
pub struct Softmax2d;

impl Forward for Softmax2d {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        if !matches!(x.dim(), 3 | 4) {
            let remedy = "x must be [batch, channels, height, width] or [channels, height, width]";
            return Err(Error::shape("Softmax2d", "wrong number of dims", &[("x", x.sizes())], remedy));
        }
        call(self, x, |x| x.try_softmax(-3))
    }
}

/// A softmax over many classes of which few are frequent: those have outputs of their own, the others share one for
/// each cluster, within which smaller layers decide.
///
/// # Source
/// Grave et al. 2017, <https://arxiv.org/abs/1609.04309>.
#[derive(Debug, Module)]
pub struct AdaptiveLogSoftmaxWithLoss {
    /// Scores of the frequent classes and the clusters.
    pub head: Linear,
    /// The layers of the clusters.
    pub tail: Vec<Sequential>,
    cutoffs: Vec<usize>,
}

impl AdaptiveLogSoftmaxWithLoss {
    /// Clusters that begin at `cutoffs`, each of a width smaller by `div_value` (4 in PyTorch) than the one before.
    ///
    /// # Errors
    /// Cutoffs that do not rise between 1 and the number of classes, or no memory left.
    pub fn new(
        in_features: usize,
        n_classes: usize,
        cutoffs: &[usize],
        div_value: f64,
        head_bias: bool,
    ) -> Result<AdaptiveLogSoftmaxWithLoss> {
        let mut cutoffs = cutoffs.to_vec();
        cutoffs.push(n_classes);
        if cutoffs.len() < 2 || cutoffs[0] == 0 || !cutoffs.is_sorted_by(|lhs, rhs| lhs < rhs) {
            let remedy = "they must rise between 1 and n_classes - 1";
            return Err(Error::argument("AdaptiveLogSoftmaxWithLoss", "cutoffs", format!("{cutoffs:?}"), remedy));
        }
        let n_clusters = cutoffs.len() - 1;
        let head = Linear::builder(in_features, cutoffs[0] + n_clusters).bias(head_bias).build()?;
        let mut tail = Vec::with_capacity(n_clusters);
        for (at, ends) in cutoffs.windows(2).enumerate() {
            let width = (in_features as f64 / div_value.powi(at as i32 + 1)).floor() as usize;
            let projection = Linear::builder(in_features, width).bias(false).build()?;
            let scores = Linear::builder(width, ends[1] - ends[0]).bias(false).build()?;
            tail.push(Sequential::new().add(projection).add(scores));
        }
        Ok(AdaptiveLogSoftmaxWithLoss { head, tail, cutoffs })
    }

    /// The log-probability of each target, and minus their mean.
    ///
    /// # Errors
    /// Sizes that do not fit, or a class that is not there.
    pub fn forward(&self, x: &Tensor, target: &Tensor) -> Result<(Tensor, Tensor)> {
        let [out, loss] = call_tuple(self, [x, target], |[x, target]| self.of_targets(x, target))?;
        Ok((out, loss))
    }

    fn of_targets(&self, x: &Tensor, target: &Tensor) -> Result<[Tensor; 2]> {
        if x.dim() != target.dim() + 1 || target.dim() > 1 || target.dtype() != DType::I64 {
            let shapes: [(_, &[usize]); 2] = [("x", x.sizes()), ("target", target.sizes())];
            let remedy = "x must be [batch, in_features], target [batch] of int64, or both without the batch";
            return Err(Error::shape("AdaptiveLogSoftmaxWithLoss", "sizes do not fit", &shapes, remedy));
        }
        // All classes' log-probabilities: less to go wrong than rows by cluster, and as exact.
        let out = self.log_prob(x)?.try_gather(-1, &target.try_unsqueeze(-1)?)?.try_squeeze_dim(-1)?;
        let loss = out.try_neg()?.try_mean()?;
        Ok([out, loss])
    }

    /// The log-probabilities of all classes.
    ///
    /// # Errors
    /// Sizes that do not fit.
    pub fn log_prob(&self, x: &Tensor) -> Result<Tensor> {
        let head = self.head.forward(x)?.try_log_softmax(-1)?;
        let n_frequent = self.cutoffs[0];
        let mut parts = vec![head.try_narrow(-1, 0, n_frequent)?];
        for (at, cluster) in self.tail.iter().enumerate() {
            let within = cluster.forward(x)?.try_log_softmax(-1)?;
            parts.push(within.try_add(&head.try_narrow(-1, (n_frequent + at) as i64, 1)?)?);
        }
        Tensor::try_cat(&parts.iter().collect::<Vec<_>>(), -1)
    }

    /// The likeliest class.
    ///
    /// # Errors
    /// Sizes that do not fit.
    pub fn predict(&self, x: &Tensor) -> Result<Tensor> {
        self.log_prob(x)?.try_argmax(Some(-1), false)
    }
}
