//! Methods of the room `padding`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::autocast::Casts;
use crate::methods::padding;
use crate::{PadMode, Result, Tensor, plain};

impl Tensor {
    /// Its reflection at the first and last element around a tensor.
    #[track_caller]
    pub fn reflection_pad1d(&self, padding: impl AsRef<[i64]>) -> Tensor {
        plain(self.try_reflection_pad1d(padding))
    }

    /// [`Tensor::reflection_pad1d`] with errors as values.
    #[track_caller]
    pub fn try_reflection_pad1d(&self, padding: impl AsRef<[i64]>) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return padding::reflection_pad1d(&casts.one(self)?, padding.as_ref());
        }
        padding::reflection_pad1d(self, padding.as_ref())
    }

    /// Its reflection at the first and last element around a tensor.
    #[track_caller]
    pub fn reflection_pad2d(&self, padding: impl AsRef<[i64]>) -> Tensor {
        plain(self.try_reflection_pad2d(padding))
    }

    /// [`Tensor::reflection_pad2d`] with errors as values.
    #[track_caller]
    pub fn try_reflection_pad2d(&self, padding: impl AsRef<[i64]>) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return padding::reflection_pad2d(&casts.one(self)?, padding.as_ref());
        }
        padding::reflection_pad2d(self, padding.as_ref())
    }

    /// Its reflection at the first and last element around a tensor.
    #[track_caller]
    pub fn reflection_pad3d(&self, padding: impl AsRef<[i64]>) -> Tensor {
        plain(self.try_reflection_pad3d(padding))
    }

    /// [`Tensor::reflection_pad3d`] with errors as values.
    #[track_caller]
    pub fn try_reflection_pad3d(&self, padding: impl AsRef<[i64]>) -> Result<Tensor> {
        padding::reflection_pad3d(self, padding.as_ref())
    }

    /// Its first and last element around a tensor.
    #[track_caller]
    pub fn replication_pad1d(&self, padding: impl AsRef<[i64]>) -> Tensor {
        plain(self.try_replication_pad1d(padding))
    }

    /// [`Tensor::replication_pad1d`] with errors as values.
    #[track_caller]
    pub fn try_replication_pad1d(&self, padding: impl AsRef<[i64]>) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return padding::replication_pad1d(&casts.one(self)?, padding.as_ref());
        }
        padding::replication_pad1d(self, padding.as_ref())
    }

    /// Its first and last element around a tensor.
    #[track_caller]
    pub fn replication_pad2d(&self, padding: impl AsRef<[i64]>) -> Tensor {
        plain(self.try_replication_pad2d(padding))
    }

    /// [`Tensor::replication_pad2d`] with errors as values.
    #[track_caller]
    pub fn try_replication_pad2d(&self, padding: impl AsRef<[i64]>) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return padding::replication_pad2d(&casts.one(self)?, padding.as_ref());
        }
        padding::replication_pad2d(self, padding.as_ref())
    }

    /// Its first and last element around a tensor.
    #[track_caller]
    pub fn replication_pad3d(&self, padding: impl AsRef<[i64]>) -> Tensor {
        plain(self.try_replication_pad3d(padding))
    }

    /// [`Tensor::replication_pad3d`] with errors as values.
    #[track_caller]
    pub fn try_replication_pad3d(&self, padding: impl AsRef<[i64]>) -> Result<Tensor> {
        if let Some(casts) = Casts::single() {
            return padding::replication_pad3d(&casts.one(self)?, padding.as_ref());
        }
        padding::replication_pad3d(self, padding.as_ref())
    }

    /// A constant, or elements of the tensor, around its last dimensions.
    #[track_caller]
    pub fn pad_mode(&self, pad: impl AsRef<[i64]>, mode: PadMode, value: Option<f64>) -> Tensor {
        plain(self.try_pad_mode(pad, mode, value))
    }

    /// [`Tensor::pad_mode`] with errors as values.
    #[track_caller]
    pub fn try_pad_mode(&self, pad: impl AsRef<[i64]>, mode: PadMode, value: Option<f64>) -> Result<Tensor> {
        padding::pad_mode(self, pad.as_ref(), mode, value)
    }
}
