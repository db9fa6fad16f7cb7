//! Methods of the room `neural`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::autocast::Casts;
use crate::methods::neural;
use crate::record::one_device;
use crate::{Result, Tensor, plain};

impl Tensor {
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
        one_device("layer_norm", [Some(self), weight, bias])?;
        neural::layer_norm(self, normalized_shape.as_ref(), weight, bias, eps)
    }

    /// Mean square one over the last dimensions, then weight.
    #[track_caller]
    pub fn rms_norm(&self, normalized_shape: impl AsRef<[i64]>, weight: Option<&Tensor>, eps: Option<f64>) -> Tensor {
        plain(self.try_rms_norm(normalized_shape, weight, eps))
    }

    /// [`Tensor::rms_norm`] with errors as values.
    #[track_caller]
    pub fn try_rms_norm(
        &self,
        normalized_shape: impl AsRef<[i64]>,
        weight: Option<&Tensor>,
        eps: Option<f64>,
    ) -> Result<Tensor> {
        one_device("rms_norm", [Some(self), weight])?;
        neural::rms_norm(self, normalized_shape.as_ref(), weight, eps)
    }

    /// Mean zero and variance one for each group of channels, then weight and bias.
    #[track_caller]
    pub fn group_norm(&self, num_groups: i64, weight: Option<&Tensor>, bias: Option<&Tensor>, eps: f64) -> Tensor {
        plain(self.try_group_norm(num_groups, weight, bias, eps))
    }

    /// [`Tensor::group_norm`] with errors as values.
    #[track_caller]
    pub fn try_group_norm(
        &self,
        num_groups: i64,
        weight: Option<&Tensor>,
        bias: Option<&Tensor>,
        eps: f64,
    ) -> Result<Tensor> {
        one_device("group_norm", [Some(self), weight, bias])?;
        neural::group_norm(self, num_groups, weight, bias, eps)
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
        one_device("batch_norm", [Some(self), weight, bias, running_mean, running_var])?;
        neural::batch_norm(self, weight, bias, running_mean, running_var, training, momentum, eps)
    }

    /// In training, zero with chance `p`, the rest scaled up.
    #[track_caller]
    pub fn dropout(&self, p: f64, train: bool) -> Tensor {
        plain(self.try_dropout(p, train))
    }

    /// [`Tensor::dropout`] with errors as values.
    #[track_caller]
    pub fn try_dropout(&self, p: f64, train: bool) -> Result<Tensor> {
        neural::dropout(self, p, train)
    }

    /// [`Tensor::dropout`] written into `self`.
    #[track_caller]
    pub fn dropout_(&self, p: f64, train: bool) -> &Tensor {
        plain(self.try_dropout_(p, train))
    }

    /// [`Tensor::dropout_`] with errors as values.
    #[track_caller]
    pub fn try_dropout_(&self, p: f64, train: bool) -> Result<&Tensor> {
        neural::dropout_(self, p, train).map(|()| self)
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
        one_device("conv1d", [Some(self), Some(weight), bias])?;
        if let Some(casts) = Casts::lower() {
            return neural::conv1d(
                &casts.one(self)?,
                &casts.one(weight)?,
                casts.optional(bias)?.as_ref(),
                stride.as_ref(),
                padding.as_ref(),
                dilation.as_ref(),
                groups,
            );
        }
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
        one_device("conv2d", [Some(self), Some(weight), bias])?;
        if let Some(casts) = Casts::lower() {
            return neural::conv2d(
                &casts.one(self)?,
                &casts.one(weight)?,
                casts.optional(bias)?.as_ref(),
                stride.as_ref(),
                padding.as_ref(),
                dilation.as_ref(),
                groups,
            );
        }
        neural::conv2d(self, weight, bias, stride.as_ref(), padding.as_ref(), dilation.as_ref(), groups)
    }

    /// Cross-correlation along three dimensions.
    #[track_caller]
    pub fn conv3d(
        &self,
        weight: &Tensor,
        bias: Option<&Tensor>,
        stride: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        dilation: impl AsRef<[i64]>,
        groups: i64,
    ) -> Tensor {
        plain(self.try_conv3d(weight, bias, stride, padding, dilation, groups))
    }

    /// [`Tensor::conv3d`] with errors as values.
    #[track_caller]
    pub fn try_conv3d(
        &self,
        weight: &Tensor,
        bias: Option<&Tensor>,
        stride: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        dilation: impl AsRef<[i64]>,
        groups: i64,
    ) -> Result<Tensor> {
        one_device("conv3d", [Some(self), Some(weight), bias])?;
        if let Some(casts) = Casts::lower() {
            return neural::conv3d(
                &casts.one(self)?,
                &casts.one(weight)?,
                casts.optional(bias)?.as_ref(),
                stride.as_ref(),
                padding.as_ref(),
                dilation.as_ref(),
                groups,
            );
        }
        neural::conv3d(self, weight, bias, stride.as_ref(), padding.as_ref(), dilation.as_ref(), groups)
    }

    /// Transpose of a cross-correlation along one dimension.
    #[expect(clippy::too_many_arguments, reason = "PyTorch's")]
    #[track_caller]
    pub fn conv_transpose1d(
        &self,
        weight: &Tensor,
        bias: Option<&Tensor>,
        stride: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        output_padding: impl AsRef<[i64]>,
        groups: i64,
        dilation: impl AsRef<[i64]>,
    ) -> Tensor {
        plain(self.try_conv_transpose1d(weight, bias, stride, padding, output_padding, groups, dilation))
    }

    /// [`Tensor::conv_transpose1d`] with errors as values.
    #[expect(clippy::too_many_arguments, reason = "PyTorch's")]
    #[track_caller]
    pub fn try_conv_transpose1d(
        &self,
        weight: &Tensor,
        bias: Option<&Tensor>,
        stride: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        output_padding: impl AsRef<[i64]>,
        groups: i64,
        dilation: impl AsRef<[i64]>,
    ) -> Result<Tensor> {
        one_device("conv_transpose1d", [Some(self), Some(weight), bias])?;
        if let Some(casts) = Casts::lower() {
            return neural::conv_transpose1d(
                &casts.one(self)?,
                &casts.one(weight)?,
                casts.optional(bias)?.as_ref(),
                stride.as_ref(),
                padding.as_ref(),
                output_padding.as_ref(),
                groups,
                dilation.as_ref(),
            );
        }
        neural::conv_transpose1d(
            self,
            weight,
            bias,
            stride.as_ref(),
            padding.as_ref(),
            output_padding.as_ref(),
            groups,
            dilation.as_ref(),
        )
    }

    /// Transpose of a cross-correlation along two dimensions.
    #[expect(clippy::too_many_arguments, reason = "PyTorch's")]
    #[track_caller]
    pub fn conv_transpose2d(
        &self,
        weight: &Tensor,
        bias: Option<&Tensor>,
        stride: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        output_padding: impl AsRef<[i64]>,
        groups: i64,
        dilation: impl AsRef<[i64]>,
    ) -> Tensor {
        plain(self.try_conv_transpose2d(weight, bias, stride, padding, output_padding, groups, dilation))
    }

    /// [`Tensor::conv_transpose2d`] with errors as values.
    #[expect(clippy::too_many_arguments, reason = "PyTorch's")]
    #[track_caller]
    pub fn try_conv_transpose2d(
        &self,
        weight: &Tensor,
        bias: Option<&Tensor>,
        stride: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        output_padding: impl AsRef<[i64]>,
        groups: i64,
        dilation: impl AsRef<[i64]>,
    ) -> Result<Tensor> {
        one_device("conv_transpose2d", [Some(self), Some(weight), bias])?;
        if let Some(casts) = Casts::lower() {
            return neural::conv_transpose2d(
                &casts.one(self)?,
                &casts.one(weight)?,
                casts.optional(bias)?.as_ref(),
                stride.as_ref(),
                padding.as_ref(),
                output_padding.as_ref(),
                groups,
                dilation.as_ref(),
            );
        }
        neural::conv_transpose2d(
            self,
            weight,
            bias,
            stride.as_ref(),
            padding.as_ref(),
            output_padding.as_ref(),
            groups,
            dilation.as_ref(),
        )
    }

    /// Transpose of a cross-correlation along three dimensions.
    #[expect(clippy::too_many_arguments, reason = "PyTorch's")]
    #[track_caller]
    pub fn conv_transpose3d(
        &self,
        weight: &Tensor,
        bias: Option<&Tensor>,
        stride: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        output_padding: impl AsRef<[i64]>,
        groups: i64,
        dilation: impl AsRef<[i64]>,
    ) -> Tensor {
        plain(self.try_conv_transpose3d(weight, bias, stride, padding, output_padding, groups, dilation))
    }

    /// [`Tensor::conv_transpose3d`] with errors as values.
    #[expect(clippy::too_many_arguments, reason = "PyTorch's")]
    #[track_caller]
    pub fn try_conv_transpose3d(
        &self,
        weight: &Tensor,
        bias: Option<&Tensor>,
        stride: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        output_padding: impl AsRef<[i64]>,
        groups: i64,
        dilation: impl AsRef<[i64]>,
    ) -> Result<Tensor> {
        one_device("conv_transpose3d", [Some(self), Some(weight), bias])?;
        if let Some(casts) = Casts::lower() {
            return neural::conv_transpose3d(
                &casts.one(self)?,
                &casts.one(weight)?,
                casts.optional(bias)?.as_ref(),
                stride.as_ref(),
                padding.as_ref(),
                output_padding.as_ref(),
                groups,
                dilation.as_ref(),
            );
        }
        neural::conv_transpose3d(
            self,
            weight,
            bias,
            stride.as_ref(),
            padding.as_ref(),
            output_padding.as_ref(),
            groups,
            dilation.as_ref(),
        )
    }

    /// Cross-correlation along one to three dimensions, or the transpose of one.
    #[expect(clippy::too_many_arguments, reason = "PyTorch's")]
    #[track_caller]
    pub fn convolution(
        &self,
        weight: &Tensor,
        bias: Option<&Tensor>,
        stride: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        dilation: impl AsRef<[i64]>,
        transposed: bool,
        output_padding: impl AsRef<[i64]>,
        groups: i64,
    ) -> Tensor {
        plain(self.try_convolution(weight, bias, stride, padding, dilation, transposed, output_padding, groups))
    }

    /// [`Tensor::convolution`] with errors as values.
    #[expect(clippy::too_many_arguments, reason = "PyTorch's")]
    #[track_caller]
    pub fn try_convolution(
        &self,
        weight: &Tensor,
        bias: Option<&Tensor>,
        stride: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        dilation: impl AsRef<[i64]>,
        transposed: bool,
        output_padding: impl AsRef<[i64]>,
        groups: i64,
    ) -> Result<Tensor> {
        one_device("convolution", [Some(self), Some(weight), bias])?;
        if let Some(casts) = Casts::lower() {
            return neural::convolution(
                &casts.one(self)?,
                &casts.one(weight)?,
                casts.optional(bias)?.as_ref(),
                stride.as_ref(),
                padding.as_ref(),
                dilation.as_ref(),
                transposed,
                output_padding.as_ref(),
                groups,
            );
        }
        neural::convolution(
            self,
            weight,
            bias,
            stride.as_ref(),
            padding.as_ref(),
            dilation.as_ref(),
            transposed,
            output_padding.as_ref(),
            groups,
        )
    }

    /// Cross-correlation along one dimension with padding `valid`, none, or `same`, which keeps the sizes.
    #[track_caller]
    pub fn conv1d_padding(
        &self,
        weight: &Tensor,
        bias: Option<&Tensor>,
        stride: impl AsRef<[i64]>,
        padding: &str,
        dilation: impl AsRef<[i64]>,
        groups: i64,
    ) -> Tensor {
        plain(self.try_conv1d_padding(weight, bias, stride, padding, dilation, groups))
    }

    /// [`Tensor::conv1d_padding`] with errors as values.
    #[track_caller]
    pub fn try_conv1d_padding(
        &self,
        weight: &Tensor,
        bias: Option<&Tensor>,
        stride: impl AsRef<[i64]>,
        padding: &str,
        dilation: impl AsRef<[i64]>,
        groups: i64,
    ) -> Result<Tensor> {
        one_device("conv1d_padding", [Some(self), Some(weight), bias])?;
        neural::conv1d_padding(self, weight, bias, stride.as_ref(), padding, dilation.as_ref(), groups)
    }

    /// Cross-correlation along two dimensions with padding `valid`, none, or `same`, which keeps the sizes.
    #[track_caller]
    pub fn conv2d_padding(
        &self,
        weight: &Tensor,
        bias: Option<&Tensor>,
        stride: impl AsRef<[i64]>,
        padding: &str,
        dilation: impl AsRef<[i64]>,
        groups: i64,
    ) -> Tensor {
        plain(self.try_conv2d_padding(weight, bias, stride, padding, dilation, groups))
    }

    /// [`Tensor::conv2d_padding`] with errors as values.
    #[track_caller]
    pub fn try_conv2d_padding(
        &self,
        weight: &Tensor,
        bias: Option<&Tensor>,
        stride: impl AsRef<[i64]>,
        padding: &str,
        dilation: impl AsRef<[i64]>,
        groups: i64,
    ) -> Result<Tensor> {
        one_device("conv2d_padding", [Some(self), Some(weight), bias])?;
        neural::conv2d_padding(self, weight, bias, stride.as_ref(), padding, dilation.as_ref(), groups)
    }

    /// Cross-correlation along three dimensions with padding `valid`, none, or `same`, which keeps the sizes.
    #[track_caller]
    pub fn conv3d_padding(
        &self,
        weight: &Tensor,
        bias: Option<&Tensor>,
        stride: impl AsRef<[i64]>,
        padding: &str,
        dilation: impl AsRef<[i64]>,
        groups: i64,
    ) -> Tensor {
        plain(self.try_conv3d_padding(weight, bias, stride, padding, dilation, groups))
    }

    /// [`Tensor::conv3d_padding`] with errors as values.
    #[track_caller]
    pub fn try_conv3d_padding(
        &self,
        weight: &Tensor,
        bias: Option<&Tensor>,
        stride: impl AsRef<[i64]>,
        padding: &str,
        dilation: impl AsRef<[i64]>,
        groups: i64,
    ) -> Result<Tensor> {
        one_device("conv3d_padding", [Some(self), Some(weight), bias])?;
        neural::conv3d_padding(self, weight, bias, stride.as_ref(), padding, dilation.as_ref(), groups)
    }

    /// Largest element of each window; an empty stride is the kernel's size.
    #[track_caller]
    pub fn max_pool1d(
        &self,
        kernel_size: impl AsRef<[i64]>,
        stride: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        dilation: impl AsRef<[i64]>,
        ceil_mode: bool,
    ) -> Tensor {
        plain(self.try_max_pool1d(kernel_size, stride, padding, dilation, ceil_mode))
    }

    /// [`Tensor::max_pool1d`] with errors as values.
    #[track_caller]
    pub fn try_max_pool1d(
        &self,
        kernel_size: impl AsRef<[i64]>,
        stride: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        dilation: impl AsRef<[i64]>,
        ceil_mode: bool,
    ) -> Result<Tensor> {
        neural::max_pool1d(self, kernel_size.as_ref(), stride.as_ref(), padding.as_ref(), dilation.as_ref(), ceil_mode)
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

    /// Largest element of each window; an empty stride is the kernel's size.
    #[track_caller]
    pub fn max_pool3d(
        &self,
        kernel_size: impl AsRef<[i64]>,
        stride: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        dilation: impl AsRef<[i64]>,
        ceil_mode: bool,
    ) -> Tensor {
        plain(self.try_max_pool3d(kernel_size, stride, padding, dilation, ceil_mode))
    }

    /// [`Tensor::max_pool3d`] with errors as values.
    #[track_caller]
    pub fn try_max_pool3d(
        &self,
        kernel_size: impl AsRef<[i64]>,
        stride: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        dilation: impl AsRef<[i64]>,
        ceil_mode: bool,
    ) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return neural::max_pool3d(
                &casts.one(self)?,
                kernel_size.as_ref(),
                stride.as_ref(),
                padding.as_ref(),
                dilation.as_ref(),
                ceil_mode,
            );
        }
        neural::max_pool3d(self, kernel_size.as_ref(), stride.as_ref(), padding.as_ref(), dilation.as_ref(), ceil_mode)
    }

    /// Mean of each window; an empty stride is the kernel's size.
    #[track_caller]
    pub fn avg_pool1d(
        &self,
        kernel_size: impl AsRef<[i64]>,
        stride: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        ceil_mode: bool,
        count_include_pad: bool,
    ) -> Tensor {
        plain(self.try_avg_pool1d(kernel_size, stride, padding, ceil_mode, count_include_pad))
    }

    /// [`Tensor::avg_pool1d`] with errors as values.
    #[track_caller]
    pub fn try_avg_pool1d(
        &self,
        kernel_size: impl AsRef<[i64]>,
        stride: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        ceil_mode: bool,
        count_include_pad: bool,
    ) -> Result<Tensor> {
        neural::avg_pool1d(self, kernel_size.as_ref(), stride.as_ref(), padding.as_ref(), ceil_mode, count_include_pad)
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

    /// Mean of each window; an empty stride is the kernel's size.
    #[track_caller]
    pub fn avg_pool3d(
        &self,
        kernel_size: impl AsRef<[i64]>,
        stride: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        ceil_mode: bool,
        count_include_pad: bool,
        divisor_override: Option<i64>,
    ) -> Tensor {
        plain(self.try_avg_pool3d(kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override))
    }

    /// [`Tensor::avg_pool3d`] with errors as values.
    #[track_caller]
    pub fn try_avg_pool3d(
        &self,
        kernel_size: impl AsRef<[i64]>,
        stride: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        ceil_mode: bool,
        count_include_pad: bool,
        divisor_override: Option<i64>,
    ) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return neural::avg_pool3d(
                &casts.one(self)?,
                kernel_size.as_ref(),
                stride.as_ref(),
                padding.as_ref(),
                ceil_mode,
                count_include_pad,
                divisor_override,
            );
        }
        neural::avg_pool3d(
            self,
            kernel_size.as_ref(),
            stride.as_ref(),
            padding.as_ref(),
            ceil_mode,
            count_include_pad,
            divisor_override,
        )
    }

    /// Mean of each of so many bins.
    #[track_caller]
    pub fn adaptive_avg_pool1d(&self, output_size: impl AsRef<[i64]>) -> Tensor {
        plain(self.try_adaptive_avg_pool1d(output_size))
    }

    /// [`Tensor::adaptive_avg_pool1d`] with errors as values.
    #[track_caller]
    pub fn try_adaptive_avg_pool1d(&self, output_size: impl AsRef<[i64]>) -> Result<Tensor> {
        neural::adaptive_avg_pool1d(self, output_size.as_ref())
    }

    /// Mean of each of so many bins along both dimensions.
    #[track_caller]
    pub fn adaptive_avg_pool2d(&self, output_size: impl AsRef<[i64]>) -> Tensor {
        plain(self.try_adaptive_avg_pool2d(output_size))
    }

    /// [`Tensor::adaptive_avg_pool2d`] with errors as values.
    #[track_caller]
    pub fn try_adaptive_avg_pool2d(&self, output_size: impl AsRef<[i64]>) -> Result<Tensor> {
        neural::adaptive_avg_pool2d(self, output_size.as_ref())
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

    /// Windows of an image as columns.
    #[track_caller]
    pub fn unfold2d(
        &self,
        kernel_size: impl AsRef<[i64]>,
        dilation: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        stride: impl AsRef<[i64]>,
    ) -> Tensor {
        plain(self.try_unfold2d(kernel_size, dilation, padding, stride))
    }

    /// [`Tensor::unfold2d`] with errors as values.
    #[track_caller]
    pub fn try_unfold2d(
        &self,
        kernel_size: impl AsRef<[i64]>,
        dilation: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        stride: impl AsRef<[i64]>,
    ) -> Result<Tensor> {
        neural::unfold2d(self, kernel_size.as_ref(), dilation.as_ref(), padding.as_ref(), stride.as_ref())
    }

    /// An image from windows as columns; elements that share a place are added.
    #[track_caller]
    pub fn fold2d(
        &self,
        output_size: impl AsRef<[i64]>,
        kernel_size: impl AsRef<[i64]>,
        dilation: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        stride: impl AsRef<[i64]>,
    ) -> Tensor {
        plain(self.try_fold2d(output_size, kernel_size, dilation, padding, stride))
    }

    /// [`Tensor::fold2d`] with errors as values.
    #[track_caller]
    pub fn try_fold2d(
        &self,
        output_size: impl AsRef<[i64]>,
        kernel_size: impl AsRef<[i64]>,
        dilation: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        stride: impl AsRef<[i64]>,
    ) -> Result<Tensor> {
        neural::fold2d(
            self,
            output_size.as_ref(),
            kernel_size.as_ref(),
            dilation.as_ref(),
            padding.as_ref(),
            stride.as_ref(),
        )
    }
}
