//! Methods of the room `reduced_losses`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::autocast::Casts;
use crate::methods::reduced_losses;
use crate::record::one_device;
use crate::{Reduction, Result, Scalar, Tensor, plain};

impl Tensor {
    /// Negative log-probability of the target class.
    #[track_caller]
    pub fn nll_loss(
        &self,
        target: &Tensor,
        weight: Option<&Tensor>,
        reduction: Reduction,
        ignore_index: i64,
    ) -> Tensor {
        plain(self.try_nll_loss(target, weight, reduction, ignore_index))
    }

    /// [`Tensor::nll_loss`] with errors as values.
    #[track_caller]
    pub fn try_nll_loss(
        &self,
        target: &Tensor,
        weight: Option<&Tensor>,
        reduction: Reduction,
        ignore_index: i64,
    ) -> Result<Tensor> {
        one_device("nll_loss", [Some(self), Some(target), weight])?;
        if let Some(casts) = Casts::single() {
            return reduced_losses::nll_loss(
                &casts.one(self)?,
                &casts.one(target)?,
                casts.optional(weight)?.as_ref(),
                reduction,
                ignore_index,
            );
        }
        reduced_losses::nll_loss(self, target, weight, reduction, ignore_index)
    }

    /// Negative log-probability of the target class, or mean over class probabilities, from logits.
    #[track_caller]
    pub fn cross_entropy(
        &self,
        target: &Tensor,
        weight: Option<&Tensor>,
        reduction: Reduction,
        ignore_index: i64,
        label_smoothing: f64,
    ) -> Tensor {
        plain(self.try_cross_entropy(target, weight, reduction, ignore_index, label_smoothing))
    }

    /// [`Tensor::cross_entropy`] with errors as values.
    #[track_caller]
    pub fn try_cross_entropy(
        &self,
        target: &Tensor,
        weight: Option<&Tensor>,
        reduction: Reduction,
        ignore_index: i64,
        label_smoothing: f64,
    ) -> Result<Tensor> {
        one_device("cross_entropy", [Some(self), Some(target), weight])?;
        if let Some(casts) = Casts::single() {
            return reduced_losses::cross_entropy(
                &casts.one(self)?,
                &casts.one(target)?,
                casts.optional(weight)?.as_ref(),
                reduction,
                ignore_index,
                label_smoothing,
            );
        }
        reduced_losses::cross_entropy(self, target, weight, reduction, ignore_index, label_smoothing)
    }

    /// Mean squared error.
    #[track_caller]
    pub fn mse_loss(&self, target: &Tensor, reduction: Reduction) -> Tensor {
        plain(self.try_mse_loss(target, reduction))
    }

    /// [`Tensor::mse_loss`] with errors as values.
    #[track_caller]
    pub fn try_mse_loss(&self, target: &Tensor, reduction: Reduction) -> Result<Tensor> {
        one_device("mse_loss", [Some(self), Some(target)])?;
        if let Some(casts) = Casts::single() {
            return reduced_losses::mse_loss(&casts.one(self)?, &casts.one(target)?, reduction);
        }
        reduced_losses::mse_loss(self, target, reduction)
    }

    /// Mean absolute error.
    #[track_caller]
    pub fn l1_loss(&self, target: &Tensor, reduction: Reduction) -> Tensor {
        plain(self.try_l1_loss(target, reduction))
    }

    /// [`Tensor::l1_loss`] with errors as values.
    #[track_caller]
    pub fn try_l1_loss(&self, target: &Tensor, reduction: Reduction) -> Result<Tensor> {
        one_device("l1_loss", [Some(self), Some(target)])?;
        if let Some(casts) = Casts::single() {
            return reduced_losses::l1_loss(&casts.one(self)?, &casts.one(target)?, reduction);
        }
        reduced_losses::l1_loss(self, target, reduction)
    }

    /// Mean Huber loss.
    #[track_caller]
    pub fn huber_loss(&self, target: &Tensor, reduction: Reduction, delta: f64) -> Tensor {
        plain(self.try_huber_loss(target, reduction, delta))
    }

    /// [`Tensor::huber_loss`] with errors as values.
    #[track_caller]
    pub fn try_huber_loss(&self, target: &Tensor, reduction: Reduction, delta: f64) -> Result<Tensor> {
        one_device("huber_loss", [Some(self), Some(target)])?;
        if let Some(casts) = Casts::single() {
            return reduced_losses::huber_loss(&casts.one(self)?, &casts.one(target)?, reduction, delta);
        }
        reduced_losses::huber_loss(self, target, reduction, delta)
    }

    /// Mean smooth L1 loss; the absolute error for `beta` 0.
    #[track_caller]
    pub fn smooth_l1_loss(&self, target: &Tensor, reduction: Reduction, beta: f64) -> Tensor {
        plain(self.try_smooth_l1_loss(target, reduction, beta))
    }

    /// [`Tensor::smooth_l1_loss`] with errors as values.
    #[track_caller]
    pub fn try_smooth_l1_loss(&self, target: &Tensor, reduction: Reduction, beta: f64) -> Result<Tensor> {
        one_device("smooth_l1_loss", [Some(self), Some(target)])?;
        if let Some(casts) = Casts::single() {
            return reduced_losses::smooth_l1_loss(&casts.one(self)?, &casts.one(target)?, reduction, beta);
        }
        reduced_losses::smooth_l1_loss(self, target, reduction, beta)
    }

    /// Mean term of the Kullback-Leibler divergence from log-probabilities.
    #[track_caller]
    pub fn kl_div(&self, target: &Tensor, reduction: Reduction, log_target: bool) -> Tensor {
        plain(self.try_kl_div(target, reduction, log_target))
    }

    /// [`Tensor::kl_div`] with errors as values.
    #[track_caller]
    pub fn try_kl_div(&self, target: &Tensor, reduction: Reduction, log_target: bool) -> Result<Tensor> {
        one_device("kl_div", [Some(self), Some(target)])?;
        if let Some(casts) = Casts::single() {
            return reduced_losses::kl_div(&casts.one(self)?, &casts.one(target)?, reduction, log_target);
        }
        reduced_losses::kl_div(self, target, reduction, log_target)
    }

    /// Mean binary cross entropy of probabilities; logarithms stop at -100.
    #[track_caller]
    pub fn binary_cross_entropy(&self, target: &Tensor, weight: Option<&Tensor>, reduction: Reduction) -> Tensor {
        plain(self.try_binary_cross_entropy(target, weight, reduction))
    }

    /// [`Tensor::binary_cross_entropy`] with errors as values.
    #[track_caller]
    pub fn try_binary_cross_entropy(
        &self,
        target: &Tensor,
        weight: Option<&Tensor>,
        reduction: Reduction,
    ) -> Result<Tensor> {
        one_device("binary_cross_entropy", [Some(self), Some(target), weight])?;
        if let Some(casts) = Casts::single() {
            return reduced_losses::binary_cross_entropy(
                &casts.one(self)?,
                &casts.one(target)?,
                casts.optional(weight)?.as_ref(),
                reduction,
            );
        }
        reduced_losses::binary_cross_entropy(self, target, weight, reduction)
    }

    /// Mean binary cross entropy of logits, without overflow.
    #[track_caller]
    pub fn binary_cross_entropy_with_logits(
        &self,
        target: &Tensor,
        weight: Option<&Tensor>,
        pos_weight: Option<&Tensor>,
        reduction: Reduction,
    ) -> Tensor {
        plain(self.try_binary_cross_entropy_with_logits(target, weight, pos_weight, reduction))
    }

    /// [`Tensor::binary_cross_entropy_with_logits`] with errors as values.
    #[track_caller]
    pub fn try_binary_cross_entropy_with_logits(
        &self,
        target: &Tensor,
        weight: Option<&Tensor>,
        pos_weight: Option<&Tensor>,
        reduction: Reduction,
    ) -> Result<Tensor> {
        one_device("binary_cross_entropy_with_logits", [Some(self), Some(target), weight, pos_weight])?;
        if let Some(casts) = Casts::single() {
            return reduced_losses::binary_cross_entropy_with_logits(
                &casts.one(self)?,
                &casts.one(target)?,
                casts.optional(weight)?.as_ref(),
                casts.optional(pos_weight)?.as_ref(),
                reduction,
            );
        }
        reduced_losses::binary_cross_entropy_with_logits(self, target, weight, pos_weight, reduction)
    }

    /// One less the cosine where the target is 1, the cosine above the margin where it is -1.
    #[track_caller]
    pub fn cosine_embedding_loss(&self, input2: &Tensor, target: &Tensor, margin: f64, reduction: Reduction) -> Tensor {
        plain(self.try_cosine_embedding_loss(input2, target, margin, reduction))
    }

    /// [`Tensor::cosine_embedding_loss`] with errors as values.
    #[track_caller]
    pub fn try_cosine_embedding_loss(
        &self,
        input2: &Tensor,
        target: &Tensor,
        margin: f64,
        reduction: Reduction,
    ) -> Result<Tensor> {
        one_device("cosine_embedding_loss", [Some(self), Some(input2), Some(target)])?;
        if let Some(casts) = Casts::single() {
            return reduced_losses::cosine_embedding_loss(
                &casts.one(self)?,
                &casts.one(input2)?,
                &casts.one(target)?,
                margin,
                reduction,
            );
        }
        reduced_losses::cosine_embedding_loss(self, input2, target, margin, reduction)
    }

    /// The element where the target is 1, what the margin exceeds it by where it is -1.
    #[track_caller]
    pub fn hinge_embedding_loss(&self, target: &Tensor, margin: f64, reduction: Reduction) -> Tensor {
        plain(self.try_hinge_embedding_loss(target, margin, reduction))
    }

    /// [`Tensor::hinge_embedding_loss`] with errors as values.
    #[track_caller]
    pub fn try_hinge_embedding_loss(&self, target: &Tensor, margin: f64, reduction: Reduction) -> Result<Tensor> {
        one_device("hinge_embedding_loss", [Some(self), Some(target)])?;
        if let Some(casts) = Casts::single() {
            return reduced_losses::hinge_embedding_loss(&casts.one(self)?, &casts.one(target)?, margin, reduction);
        }
        reduced_losses::hinge_embedding_loss(self, target, margin, reduction)
    }

    /// What the order asked for by the target, 1 or -1, falls short of the margin.
    #[track_caller]
    pub fn margin_ranking_loss(&self, input2: &Tensor, target: &Tensor, margin: f64, reduction: Reduction) -> Tensor {
        plain(self.try_margin_ranking_loss(input2, target, margin, reduction))
    }

    /// [`Tensor::margin_ranking_loss`] with errors as values.
    #[track_caller]
    pub fn try_margin_ranking_loss(
        &self,
        input2: &Tensor,
        target: &Tensor,
        margin: f64,
        reduction: Reduction,
    ) -> Result<Tensor> {
        one_device("margin_ranking_loss", [Some(self), Some(input2), Some(target)])?;
        if let Some(casts) = Casts::single() {
            return reduced_losses::margin_ranking_loss(
                &casts.one(self)?,
                &casts.one(input2)?,
                &casts.one(target)?,
                margin,
                reduction,
            );
        }
        reduced_losses::margin_ranking_loss(self, input2, target, margin, reduction)
    }

    /// What the scores of other classes come within the margin of the target's, to the power of 1 or 2.
    #[track_caller]
    pub fn multi_margin_loss(
        &self,
        target: &Tensor,
        p: impl Into<Scalar>,
        margin: impl Into<Scalar>,
        weight: Option<&Tensor>,
        reduction: Reduction,
    ) -> Tensor {
        plain(self.try_multi_margin_loss(target, p, margin, weight, reduction))
    }

    /// [`Tensor::multi_margin_loss`] with errors as values.
    #[track_caller]
    pub fn try_multi_margin_loss(
        &self,
        target: &Tensor,
        p: impl Into<Scalar>,
        margin: impl Into<Scalar>,
        weight: Option<&Tensor>,
        reduction: Reduction,
    ) -> Result<Tensor> {
        one_device("multi_margin_loss", [Some(self), Some(target), weight])?;
        if let Some(casts) = Casts::single() {
            return reduced_losses::multi_margin_loss(
                &casts.one(self)?,
                &casts.one(target)?,
                p.into(),
                margin.into(),
                casts.optional(weight)?.as_ref(),
                reduction,
            );
        }
        reduced_losses::multi_margin_loss(self, target, p.into(), margin.into(), weight, reduction)
    }

    /// What the scores of other classes come within 1 of those listed in the target, up to the first -1.
    #[track_caller]
    pub fn multilabel_margin_loss(&self, target: &Tensor, reduction: Reduction) -> Tensor {
        plain(self.try_multilabel_margin_loss(target, reduction))
    }

    /// [`Tensor::multilabel_margin_loss`] with errors as values.
    #[track_caller]
    pub fn try_multilabel_margin_loss(&self, target: &Tensor, reduction: Reduction) -> Result<Tensor> {
        one_device("multilabel_margin_loss", [Some(self), Some(target)])?;
        if let Some(casts) = Casts::single() {
            return reduced_losses::multilabel_margin_loss(&casts.one(self)?, &casts.one(target)?, reduction);
        }
        reduced_losses::multilabel_margin_loss(self, target, reduction)
    }

    /// Negative log-likelihood of counts under Poisson rates, or their logarithms.
    #[track_caller]
    pub fn poisson_nll_loss(
        &self,
        target: &Tensor,
        log_input: bool,
        full: bool,
        eps: f64,
        reduction: Reduction,
    ) -> Tensor {
        plain(self.try_poisson_nll_loss(target, log_input, full, eps, reduction))
    }

    /// [`Tensor::poisson_nll_loss`] with errors as values.
    #[track_caller]
    pub fn try_poisson_nll_loss(
        &self,
        target: &Tensor,
        log_input: bool,
        full: bool,
        eps: f64,
        reduction: Reduction,
    ) -> Result<Tensor> {
        one_device("poisson_nll_loss", [Some(self), Some(target)])?;
        if let Some(casts) = Casts::single() {
            return reduced_losses::poisson_nll_loss(
                &casts.one(self)?,
                &casts.one(target)?,
                log_input,
                full,
                eps,
                reduction,
            );
        }
        reduced_losses::poisson_nll_loss(self, target, log_input, full, eps, reduction)
    }

    /// Negative log-likelihood of label sequences over all alignments, from log-probabilities of `[steps, batch, classes]`; the mean divides each by its target's length. Behind `log_softmax` the gradient is PyTorch's.
    #[track_caller]
    pub fn ctc_loss(
        &self,
        targets: &Tensor,
        input_lengths: impl AsRef<[i64]>,
        target_lengths: impl AsRef<[i64]>,
        blank: i64,
        reduction: Reduction,
        zero_infinity: bool,
    ) -> Tensor {
        plain(self.try_ctc_loss(targets, input_lengths, target_lengths, blank, reduction, zero_infinity))
    }

    /// [`Tensor::ctc_loss`] with errors as values.
    #[track_caller]
    pub fn try_ctc_loss(
        &self,
        targets: &Tensor,
        input_lengths: impl AsRef<[i64]>,
        target_lengths: impl AsRef<[i64]>,
        blank: i64,
        reduction: Reduction,
        zero_infinity: bool,
    ) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return reduced_losses::ctc_loss(
                &casts.one(self)?,
                targets,
                input_lengths.as_ref(),
                target_lengths.as_ref(),
                blank,
                reduction,
                zero_infinity,
            );
        }
        reduced_losses::ctc_loss(
            self,
            targets,
            input_lengths.as_ref(),
            target_lengths.as_ref(),
            blank,
            reduction,
            zero_infinity,
        )
    }

    /// Negative log-likelihood under normal distributions with given variances, at least `eps`.
    #[track_caller]
    pub fn gaussian_nll_loss(
        &self,
        target: &Tensor,
        var: &Tensor,
        full: bool,
        eps: f64,
        reduction: Reduction,
    ) -> Tensor {
        plain(self.try_gaussian_nll_loss(target, var, full, eps, reduction))
    }

    /// [`Tensor::gaussian_nll_loss`] with errors as values.
    #[track_caller]
    pub fn try_gaussian_nll_loss(
        &self,
        target: &Tensor,
        var: &Tensor,
        full: bool,
        eps: f64,
        reduction: Reduction,
    ) -> Result<Tensor> {
        one_device("gaussian_nll_loss", [Some(self), Some(target), Some(var)])?;
        reduced_losses::gaussian_nll_loss(self, target, var, full, eps, reduction)
    }

    /// Mean logistic loss of scores against targets of 1 and -1.
    #[track_caller]
    pub fn soft_margin_loss(&self, target: &Tensor, reduction: Reduction) -> Tensor {
        plain(self.try_soft_margin_loss(target, reduction))
    }

    /// [`Tensor::soft_margin_loss`] with errors as values.
    #[track_caller]
    pub fn try_soft_margin_loss(&self, target: &Tensor, reduction: Reduction) -> Result<Tensor> {
        one_device("soft_margin_loss", [Some(self), Some(target)])?;
        if let Some(casts) = Casts::single() {
            return reduced_losses::soft_margin_loss(&casts.one(self)?, &casts.one(target)?, reduction);
        }
        reduced_losses::soft_margin_loss(self, target, reduction)
    }

    /// What the distance to the positive exceeds that to the negative less the margin by.
    #[expect(clippy::too_many_arguments, reason = "PyTorch's")]
    #[track_caller]
    pub fn triplet_margin_loss(
        &self,
        positive: &Tensor,
        negative: &Tensor,
        margin: f64,
        p: f64,
        eps: f64,
        swap: bool,
        reduction: Reduction,
    ) -> Tensor {
        plain(self.try_triplet_margin_loss(positive, negative, margin, p, eps, swap, reduction))
    }

    /// [`Tensor::triplet_margin_loss`] with errors as values.
    #[expect(clippy::too_many_arguments, reason = "PyTorch's")]
    #[track_caller]
    pub fn try_triplet_margin_loss(
        &self,
        positive: &Tensor,
        negative: &Tensor,
        margin: f64,
        p: f64,
        eps: f64,
        swap: bool,
        reduction: Reduction,
    ) -> Result<Tensor> {
        one_device("triplet_margin_loss", [Some(self), Some(positive), Some(negative)])?;
        if let Some(casts) = Casts::single() {
            return reduced_losses::triplet_margin_loss(
                &casts.one(self)?,
                &casts.one(positive)?,
                &casts.one(negative)?,
                margin,
                p,
                eps,
                swap,
                reduction,
            );
        }
        reduced_losses::triplet_margin_loss(self, positive, negative, margin, p, eps, swap, reduction)
    }
}
