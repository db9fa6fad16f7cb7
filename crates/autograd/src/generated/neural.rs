//! Methods of the room `neural`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::methods::neural;
use crate::{Reduction, Result, Tensor, plain};

impl Tensor {
    /// Exponentials along a dimension, divided by their sum.
    #[track_caller]
    pub fn softmax(&self, dim: i64) -> Tensor {
        plain(self.try_softmax(dim))
    }

    /// [`Tensor::softmax`] with errors as values.
    #[track_caller]
    pub fn try_softmax(&self, dim: i64) -> Result<Tensor> {
        neural::softmax(self, dim)
    }

    /// Logarithm of the softmax.
    #[track_caller]
    pub fn log_softmax(&self, dim: i64) -> Tensor {
        plain(self.try_log_softmax(dim))
    }

    /// [`Tensor::log_softmax`] with errors as values.
    #[track_caller]
    pub fn try_log_softmax(&self, dim: i64) -> Result<Tensor> {
        neural::log_softmax(self, dim)
    }

    /// Mean zero and variance one over the last dimensions, then weight and bias.
    #[track_caller]
    pub fn layer_norm(
        &self,
        normalized_shape: impl AsRef<[i64]>,
        weight: Option<&Tensor>,
        bias: Option<&Tensor>,
        eps: f64,
    ) -> Tensor {
        plain(self.try_layer_norm(normalized_shape, weight, bias, eps))
    }

    /// [`Tensor::layer_norm`] with errors as values.
    #[track_caller]
    pub fn try_layer_norm(
        &self,
        normalized_shape: impl AsRef<[i64]>,
        weight: Option<&Tensor>,
        bias: Option<&Tensor>,
        eps: f64,
    ) -> Result<Tensor> {
        neural::layer_norm(self, normalized_shape.as_ref(), weight, bias, eps)
    }

    /// Mean zero and variance one for each channel, then weight and bias; training updates the running statistics.
    #[expect(clippy::too_many_arguments, reason = "PyTorch's")]
    #[track_caller]
    pub fn batch_norm(
        &self,
        weight: Option<&Tensor>,
        bias: Option<&Tensor>,
        running_mean: Option<&Tensor>,
        running_var: Option<&Tensor>,
        training: bool,
        momentum: f64,
        eps: f64,
    ) -> Tensor {
        plain(self.try_batch_norm(weight, bias, running_mean, running_var, training, momentum, eps))
    }

    /// [`Tensor::batch_norm`] with errors as values.
    #[expect(clippy::too_many_arguments, reason = "PyTorch's")]
    #[track_caller]
    pub fn try_batch_norm(
        &self,
        weight: Option<&Tensor>,
        bias: Option<&Tensor>,
        running_mean: Option<&Tensor>,
        running_var: Option<&Tensor>,
        training: bool,
        momentum: f64,
        eps: f64,
    ) -> Result<Tensor> {
        neural::batch_norm(self, weight, bias, running_mean, running_var, training, momentum, eps)
    }

    /// In training, zero with chance `p`, the rest scaled up.
    #[track_caller]
    pub fn dropout(&self, p: f64, training: bool) -> Tensor {
        plain(self.try_dropout(p, training))
    }

    /// [`Tensor::dropout`] with errors as values.
    #[track_caller]
    pub fn try_dropout(&self, p: f64, training: bool) -> Result<Tensor> {
        neural::dropout(self, p, training)
    }

    /// [`Tensor::dropout`] written into `self`.
    #[track_caller]
    pub fn dropout_(&self, p: f64, training: bool) -> &Tensor {
        plain(self.try_dropout_(p, training))
    }

    /// [`Tensor::dropout_`] with errors as values.
    #[track_caller]
    pub fn try_dropout_(&self, p: f64, training: bool) -> Result<&Tensor> {
        neural::dropout_(self, p, training).map(|()| self)
    }

    /// Cross-correlation along one dimension.
    #[track_caller]
    pub fn conv1d(
        &self,
        weight: &Tensor,
        bias: Option<&Tensor>,
        stride: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        dilation: impl AsRef<[i64]>,
        groups: i64,
    ) -> Tensor {
        plain(self.try_conv1d(weight, bias, stride, padding, dilation, groups))
    }

    /// [`Tensor::conv1d`] with errors as values.
    #[track_caller]
    pub fn try_conv1d(
        &self,
        weight: &Tensor,
        bias: Option<&Tensor>,
        stride: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        dilation: impl AsRef<[i64]>,
        groups: i64,
    ) -> Result<Tensor> {
        neural::conv1d(self, weight, bias, stride.as_ref(), padding.as_ref(), dilation.as_ref(), groups)
    }

    /// Cross-correlation along two dimensions.
    #[track_caller]
    pub fn conv2d(
        &self,
        weight: &Tensor,
        bias: Option<&Tensor>,
        stride: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        dilation: impl AsRef<[i64]>,
        groups: i64,
    ) -> Tensor {
        plain(self.try_conv2d(weight, bias, stride, padding, dilation, groups))
    }

    /// [`Tensor::conv2d`] with errors as values.
    #[track_caller]
    pub fn try_conv2d(
        &self,
        weight: &Tensor,
        bias: Option<&Tensor>,
        stride: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        dilation: impl AsRef<[i64]>,
        groups: i64,
    ) -> Result<Tensor> {
        neural::conv2d(self, weight, bias, stride.as_ref(), padding.as_ref(), dilation.as_ref(), groups)
    }

    /// Largest element of each window; an empty stride is the kernel's size.
    #[track_caller]
    pub fn max_pool2d(
        &self,
        kernel_size: impl AsRef<[i64]>,
        stride: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        dilation: impl AsRef<[i64]>,
        ceil_mode: bool,
    ) -> Tensor {
        plain(self.try_max_pool2d(kernel_size, stride, padding, dilation, ceil_mode))
    }

    /// [`Tensor::max_pool2d`] with errors as values.
    #[track_caller]
    pub fn try_max_pool2d(
        &self,
        kernel_size: impl AsRef<[i64]>,
        stride: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        dilation: impl AsRef<[i64]>,
        ceil_mode: bool,
    ) -> Result<Tensor> {
        neural::max_pool2d(self, kernel_size.as_ref(), stride.as_ref(), padding.as_ref(), dilation.as_ref(), ceil_mode)
    }

    /// Mean of each window; an empty stride is the kernel's size.
    #[track_caller]
    pub fn avg_pool2d(
        &self,
        kernel_size: impl AsRef<[i64]>,
        stride: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        ceil_mode: bool,
        count_include_pad: bool,
        divisor_override: Option<i64>,
    ) -> Tensor {
        plain(self.try_avg_pool2d(kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override))
    }

    /// [`Tensor::avg_pool2d`] with errors as values.
    #[track_caller]
    pub fn try_avg_pool2d(
        &self,
        kernel_size: impl AsRef<[i64]>,
        stride: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        ceil_mode: bool,
        count_include_pad: bool,
        divisor_override: Option<i64>,
    ) -> Result<Tensor> {
        neural::avg_pool2d(
            self,
            kernel_size.as_ref(),
            stride.as_ref(),
            padding.as_ref(),
            ceil_mode,
            count_include_pad,
            divisor_override,
        )
    }

    /// A constant around the last dimensions; negative padding cuts.
    #[track_caller]
    pub fn pad(&self, pad: impl AsRef<[i64]>, value: f64) -> Tensor {
        plain(self.try_pad(pad, value))
    }

    /// [`Tensor::pad`] with errors as values.
    #[track_caller]
    pub fn try_pad(&self, pad: impl AsRef<[i64]>, value: f64) -> Result<Tensor> {
        neural::pad(self, pad.as_ref(), value)
    }

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
        neural::nll_loss(self, target, weight, reduction, ignore_index)
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
        neural::cross_entropy(self, target, weight, reduction, ignore_index, label_smoothing)
    }

    /// Mean squared error.
    #[track_caller]
    pub fn mse_loss(&self, target: &Tensor, reduction: Reduction) -> Tensor {
        plain(self.try_mse_loss(target, reduction))
    }

    /// [`Tensor::mse_loss`] with errors as values.
    #[track_caller]
    pub fn try_mse_loss(&self, target: &Tensor, reduction: Reduction) -> Result<Tensor> {
        neural::mse_loss(self, target, reduction)
    }
}
