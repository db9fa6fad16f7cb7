//! Methods of the room `pooling`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::autocast::Casts;
use crate::methods::pooling;
use crate::record::one_device;
use crate::{Result, Tensor, plain};

impl Tensor {
    /// Largest element of each window, and its place; an empty stride is the kernel's size.
    #[track_caller]
    pub fn max_pool1d_with_indices(
        &self,
        kernel_size: impl AsRef<[i64]>,
        stride: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        dilation: impl AsRef<[i64]>,
        ceil_mode: bool,
    ) -> (Tensor, Tensor) {
        plain(self.try_max_pool1d_with_indices(kernel_size, stride, padding, dilation, ceil_mode))
    }

    /// [`Tensor::max_pool1d_with_indices`] with errors as values.
    #[track_caller]
    pub fn try_max_pool1d_with_indices(
        &self,
        kernel_size: impl AsRef<[i64]>,
        stride: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        dilation: impl AsRef<[i64]>,
        ceil_mode: bool,
    ) -> Result<(Tensor, Tensor)> {
        pooling::max_pool1d_with_indices(
            self,
            kernel_size.as_ref(),
            stride.as_ref(),
            padding.as_ref(),
            dilation.as_ref(),
            ceil_mode,
        )
    }

    /// Largest element of each window, and its place; an empty stride is the kernel's size.
    #[track_caller]
    pub fn max_pool2d_with_indices(
        &self,
        kernel_size: impl AsRef<[i64]>,
        stride: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        dilation: impl AsRef<[i64]>,
        ceil_mode: bool,
    ) -> (Tensor, Tensor) {
        plain(self.try_max_pool2d_with_indices(kernel_size, stride, padding, dilation, ceil_mode))
    }

    /// [`Tensor::max_pool2d_with_indices`] with errors as values.
    #[track_caller]
    pub fn try_max_pool2d_with_indices(
        &self,
        kernel_size: impl AsRef<[i64]>,
        stride: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        dilation: impl AsRef<[i64]>,
        ceil_mode: bool,
    ) -> Result<(Tensor, Tensor)> {
        pooling::max_pool2d_with_indices(
            self,
            kernel_size.as_ref(),
            stride.as_ref(),
            padding.as_ref(),
            dilation.as_ref(),
            ceil_mode,
        )
    }

    /// Largest element of each window, and its place; an empty stride is the kernel's size.
    #[track_caller]
    pub fn max_pool3d_with_indices(
        &self,
        kernel_size: impl AsRef<[i64]>,
        stride: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        dilation: impl AsRef<[i64]>,
        ceil_mode: bool,
    ) -> (Tensor, Tensor) {
        plain(self.try_max_pool3d_with_indices(kernel_size, stride, padding, dilation, ceil_mode))
    }

    /// [`Tensor::max_pool3d_with_indices`] with errors as values.
    #[track_caller]
    pub fn try_max_pool3d_with_indices(
        &self,
        kernel_size: impl AsRef<[i64]>,
        stride: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>,
        dilation: impl AsRef<[i64]>,
        ceil_mode: bool,
    ) -> Result<(Tensor, Tensor)> {
        if let Some(casts) = Casts::single() {
            return pooling::max_pool3d_with_indices(
                &casts.one(self)?,
                kernel_size.as_ref(),
                stride.as_ref(),
                padding.as_ref(),
                dilation.as_ref(),
                ceil_mode,
            );
        }
        pooling::max_pool3d_with_indices(
            self,
            kernel_size.as_ref(),
            stride.as_ref(),
            padding.as_ref(),
            dilation.as_ref(),
            ceil_mode,
        )
    }

    /// Largest element of each of so many bins, and its place.
    #[track_caller]
    pub fn adaptive_max_pool1d(&self, output_size: impl AsRef<[i64]>) -> (Tensor, Tensor) {
        plain(self.try_adaptive_max_pool1d(output_size))
    }

    /// [`Tensor::adaptive_max_pool1d`] with errors as values.
    #[track_caller]
    pub fn try_adaptive_max_pool1d(&self, output_size: impl AsRef<[i64]>) -> Result<(Tensor, Tensor)> {
        pooling::adaptive_max_pool1d(self, output_size.as_ref())
    }

    /// Largest element of each of so many bins, and its place.
    #[track_caller]
    pub fn adaptive_max_pool2d(&self, output_size: impl AsRef<[i64]>) -> (Tensor, Tensor) {
        plain(self.try_adaptive_max_pool2d(output_size))
    }

    /// [`Tensor::adaptive_max_pool2d`] with errors as values.
    #[track_caller]
    pub fn try_adaptive_max_pool2d(&self, output_size: impl AsRef<[i64]>) -> Result<(Tensor, Tensor)> {
        pooling::adaptive_max_pool2d(self, output_size.as_ref())
    }

    /// Largest element of each of so many bins, and its place.
    #[track_caller]
    pub fn adaptive_max_pool3d(&self, output_size: impl AsRef<[i64]>) -> (Tensor, Tensor) {
        plain(self.try_adaptive_max_pool3d(output_size))
    }

    /// [`Tensor::adaptive_max_pool3d`] with errors as values.
    #[track_caller]
    pub fn try_adaptive_max_pool3d(&self, output_size: impl AsRef<[i64]>) -> Result<(Tensor, Tensor)> {
        if let Some(casts) = Casts::single() {
            return pooling::adaptive_max_pool3d(&casts.one(self)?, output_size.as_ref());
        }
        pooling::adaptive_max_pool3d(self, output_size.as_ref())
    }

    /// Elements put back at the places that pooling found, zeros elsewhere.
    #[track_caller]
    pub fn max_unpool1d(&self, indices: &Tensor, output_size: impl AsRef<[i64]>) -> Tensor {
        plain(self.try_max_unpool1d(indices, output_size))
    }

    /// [`Tensor::max_unpool1d`] with errors as values.
    #[track_caller]
    pub fn try_max_unpool1d(&self, indices: &Tensor, output_size: impl AsRef<[i64]>) -> Result<Tensor> {
        one_device("max_unpool1d", [Some(self), Some(indices)])?;
        if let Some(casts) = Casts::single() {
            return pooling::max_unpool1d(&casts.one(self)?, &casts.one(indices)?, output_size.as_ref());
        }
        pooling::max_unpool1d(self, indices, output_size.as_ref())
    }

    /// Elements put back at the places that pooling found, zeros elsewhere.
    #[track_caller]
    pub fn max_unpool2d(&self, indices: &Tensor, output_size: impl AsRef<[i64]>) -> Tensor {
        plain(self.try_max_unpool2d(indices, output_size))
    }

    /// [`Tensor::max_unpool2d`] with errors as values.
    #[track_caller]
    pub fn try_max_unpool2d(&self, indices: &Tensor, output_size: impl AsRef<[i64]>) -> Result<Tensor> {
        one_device("max_unpool2d", [Some(self), Some(indices)])?;
        if let Some(casts) = Casts::single() {
            return pooling::max_unpool2d(&casts.one(self)?, &casts.one(indices)?, output_size.as_ref());
        }
        pooling::max_unpool2d(self, indices, output_size.as_ref())
    }

    /// Elements put back at the places that pooling found, zeros elsewhere.
    #[track_caller]
    pub fn max_unpool3d(&self, indices: &Tensor, output_size: impl AsRef<[i64]>) -> Tensor {
        plain(self.try_max_unpool3d(indices, output_size))
    }

    /// [`Tensor::max_unpool3d`] with errors as values.
    #[track_caller]
    pub fn try_max_unpool3d(&self, indices: &Tensor, output_size: impl AsRef<[i64]>) -> Result<Tensor> {
        one_device("max_unpool3d", [Some(self), Some(indices)])?;
        if let Some(casts) = Casts::single() {
            return pooling::max_unpool3d(&casts.one(self)?, &casts.one(indices)?, output_size.as_ref());
        }
        pooling::max_unpool3d(self, indices, output_size.as_ref())
    }

    /// Mean of each of so many bins along three dimensions.
    #[track_caller]
    pub fn adaptive_avg_pool3d(&self, output_size: impl AsRef<[i64]>) -> Tensor {
        plain(self.try_adaptive_avg_pool3d(output_size))
    }

    /// [`Tensor::adaptive_avg_pool3d`] with errors as values.
    #[track_caller]
    pub fn try_adaptive_avg_pool3d(&self, output_size: impl AsRef<[i64]>) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return pooling::adaptive_avg_pool3d(&casts.one(self)?, output_size.as_ref());
        }
        pooling::adaptive_avg_pool3d(self, output_size.as_ref())
    }

    /// Largest element of each window at places spread by random numbers in 0..1, and its place.
    #[track_caller]
    pub fn fractional_max_pool2d(
        &self,
        kernel_size: impl AsRef<[i64]>,
        output_size: impl AsRef<[i64]>,
        random_samples: &Tensor,
    ) -> (Tensor, Tensor) {
        plain(self.try_fractional_max_pool2d(kernel_size, output_size, random_samples))
    }

    /// [`Tensor::fractional_max_pool2d`] with errors as values.
    #[track_caller]
    pub fn try_fractional_max_pool2d(
        &self,
        kernel_size: impl AsRef<[i64]>,
        output_size: impl AsRef<[i64]>,
        random_samples: &Tensor,
    ) -> Result<(Tensor, Tensor)> {
        one_device("fractional_max_pool2d", [Some(self), Some(random_samples)])?;
        if let Some(casts) = Casts::single() {
            return pooling::fractional_max_pool2d(
                &casts.one(self)?,
                kernel_size.as_ref(),
                output_size.as_ref(),
                &casts.one(random_samples)?,
            );
        }
        pooling::fractional_max_pool2d(self, kernel_size.as_ref(), output_size.as_ref(), random_samples)
    }
}
