//! Methods of the room `layers`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::autocast::Casts;
use crate::methods::layers;
use crate::record::one_device;
use crate::{Result, Scalar, Tensor, plain};

impl Tensor {
    /// One half of a dimension, times the sigmoid of the other.
    #[track_caller]
    pub fn glu(&self, dim: i64) -> Tensor {
        plain(self.try_glu(dim))
    }

    /// [`Tensor::glu`] with errors as values.
    #[track_caller]
    pub fn try_glu(&self, dim: i64) -> Result<Tensor> {
        layers::glu(self, dim)
    }

    /// Identity above zero, a learned slope below.
    #[track_caller]
    pub fn prelu(&self, weight: &Tensor) -> Tensor {
        plain(self.try_prelu(weight))
    }

    /// [`Tensor::prelu`] with errors as values.
    #[track_caller]
    pub fn try_prelu(&self, weight: &Tensor) -> Result<Tensor> {
        one_device("prelu", [Some(self), Some(weight)])?;
        if let Some(casts) = Casts::lower() {
            return layers::prelu(&casts.one(self)?, &casts.one(weight)?);
        }
        layers::prelu(self, weight)
    }

    /// Products of two inputs by a matrix for each output, plus the bias.
    #[track_caller]
    pub fn bilinear(&self, input2: &Tensor, weight: &Tensor, bias: Option<&Tensor>) -> Tensor {
        plain(self.try_bilinear(input2, weight, bias))
    }

    /// [`Tensor::bilinear`] with errors as values.
    #[track_caller]
    pub fn try_bilinear(&self, input2: &Tensor, weight: &Tensor, bias: Option<&Tensor>) -> Result<Tensor> {
        one_device("bilinear", [Some(self), Some(input2), Some(weight), bias])?;
        if let Some(casts) = Casts::single() {
            return layers::bilinear(
                &casts.one(self)?,
                &casts.one(input2)?,
                &casts.one(weight)?,
                casts.optional(bias)?.as_ref(),
            );
        }
        layers::bilinear(self, input2, weight, bias)
    }

    /// The direction of a tensor over all dimensions but one, times `g`.
    #[track_caller]
    pub fn weight_norm(&self, g: &Tensor, dim: i64) -> Tensor {
        plain(self.try_weight_norm(g, dim))
    }

    /// [`Tensor::weight_norm`] with errors as values.
    #[track_caller]
    pub fn try_weight_norm(&self, g: &Tensor, dim: i64) -> Result<Tensor> {
        one_device("weight_norm", [Some(self), Some(g)])?;
        layers::weight_norm(self, g, dim)
    }

    /// Each element less, the larger its neighbours in other channels are.
    #[track_caller]
    pub fn local_response_norm(&self, size: i64, alpha: f64, beta: f64, k: f64) -> Tensor {
        plain(self.try_local_response_norm(size, alpha, beta, k))
    }

    /// [`Tensor::local_response_norm`] with errors as values.
    #[track_caller]
    pub fn try_local_response_norm(&self, size: i64, alpha: f64, beta: f64, k: f64) -> Result<Tensor> {
        layers::local_response_norm(self, size, alpha, beta, k)
    }

    /// In training, zero for whole channels with chance `p`, the rest scaled up.
    #[track_caller]
    pub fn feature_dropout(&self, p: f64, train: bool) -> Tensor {
        plain(self.try_feature_dropout(p, train))
    }

    /// [`Tensor::feature_dropout`] with errors as values.
    #[track_caller]
    pub fn try_feature_dropout(&self, p: f64, train: bool) -> Result<Tensor> {
        layers::feature_dropout(self, p, train)
    }

    /// Dropout that keeps the mean and the variance of a `selu`.
    #[track_caller]
    pub fn alpha_dropout(&self, p: f64, train: bool) -> Tensor {
        plain(self.try_alpha_dropout(p, train))
    }

    /// [`Tensor::alpha_dropout`] with errors as values.
    #[track_caller]
    pub fn try_alpha_dropout(&self, p: f64, train: bool) -> Result<Tensor> {
        layers::alpha_dropout(self, p, train)
    }

    /// Dropout of whole channels that keeps the mean and the variance of a `selu`.
    #[track_caller]
    pub fn feature_alpha_dropout(&self, p: f64, train: bool) -> Tensor {
        plain(self.try_feature_alpha_dropout(p, train))
    }

    /// [`Tensor::feature_alpha_dropout`] with errors as values.
    #[track_caller]
    pub fn try_feature_alpha_dropout(&self, p: f64, train: bool) -> Result<Tensor> {
        layers::feature_alpha_dropout(self, p, train)
    }

    /// Dropout, and where elements were kept.
    #[track_caller]
    pub fn native_dropout(&self, p: f64, train: bool) -> (Tensor, Tensor) {
        plain(self.try_native_dropout(p, train))
    }

    /// [`Tensor::native_dropout`] with errors as values.
    #[track_caller]
    pub fn try_native_dropout(&self, p: f64, train: bool) -> Result<(Tensor, Tensor)> {
        layers::native_dropout(self, p, train)
    }

    /// Identity above zero, below it a slope that is random in training.
    #[track_caller]
    pub fn rrelu(&self, lower: impl Into<Scalar>, upper: impl Into<Scalar>, training: bool) -> Tensor {
        plain(self.try_rrelu(lower, upper, training))
    }

    /// [`Tensor::rrelu`] with errors as values.
    #[track_caller]
    pub fn try_rrelu(&self, lower: impl Into<Scalar>, upper: impl Into<Scalar>, training: bool) -> Result<Tensor> {
        layers::rrelu(self, lower.into(), upper.into(), training)
    }

    /// [`Tensor::rrelu`] written into `self`.
    #[track_caller]
    pub fn rrelu_(&self, lower: impl Into<Scalar>, upper: impl Into<Scalar>, training: bool) -> &Tensor {
        plain(self.try_rrelu_(lower, upper, training))
    }

    /// [`Tensor::rrelu_`] with errors as values.
    #[track_caller]
    pub fn try_rrelu_(&self, lower: impl Into<Scalar>, upper: impl Into<Scalar>, training: bool) -> Result<&Tensor> {
        layers::rrelu_(self, lower.into(), upper.into(), training).map(|()| self)
    }
}
