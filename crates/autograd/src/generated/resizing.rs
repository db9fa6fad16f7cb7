//! Methods of the room `resizing`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::autocast::Casts;
use crate::methods::resizing;
use crate::record::one_device;
use crate::{GridMode, GridPadding, InterpolateMode, Result, Tensor, plain};

impl Tensor {
    /// An image in another size, given as such or by factors.
    #[track_caller]
    pub fn interpolate(
        &self,
        size: Option<&[i64]>,
        scale_factor: Option<&[f64]>,
        mode: InterpolateMode,
        align_corners: bool,
    ) -> Tensor {
        plain(self.try_interpolate(size, scale_factor, mode, align_corners))
    }

    /// [`Tensor::interpolate`] with errors as values.
    #[track_caller]
    pub fn try_interpolate(
        &self,
        size: Option<&[i64]>,
        scale_factor: Option<&[f64]>,
        mode: InterpolateMode,
        align_corners: bool,
    ) -> Result<Tensor> {
        resizing::interpolate(self, size, scale_factor, mode, align_corners)
    }

    /// Channels as places of a larger image.
    #[track_caller]
    pub fn pixel_shuffle(&self, upscale_factor: i64) -> Tensor {
        plain(self.try_pixel_shuffle(upscale_factor))
    }

    /// [`Tensor::pixel_shuffle`] with errors as values.
    #[track_caller]
    pub fn try_pixel_shuffle(&self, upscale_factor: i64) -> Result<Tensor> {
        resizing::pixel_shuffle(self, upscale_factor)
    }

    /// Places of an image as channels of a smaller one.
    #[track_caller]
    pub fn pixel_unshuffle(&self, downscale_factor: i64) -> Tensor {
        plain(self.try_pixel_unshuffle(downscale_factor))
    }

    /// [`Tensor::pixel_unshuffle`] with errors as values.
    #[track_caller]
    pub fn try_pixel_unshuffle(&self, downscale_factor: i64) -> Result<Tensor> {
        resizing::pixel_unshuffle(self, downscale_factor)
    }

    /// Channels of each group by turns.
    #[track_caller]
    pub fn channel_shuffle(&self, groups: i64) -> Tensor {
        plain(self.try_channel_shuffle(groups))
    }

    /// [`Tensor::channel_shuffle`] with errors as values.
    #[track_caller]
    pub fn try_channel_shuffle(&self, groups: i64) -> Result<Tensor> {
        resizing::channel_shuffle(self, groups)
    }

    /// An image at the points of a grid, whose coordinates run from -1 to 1 over the image.
    #[track_caller]
    pub fn grid_sample(&self, grid: &Tensor, mode: GridMode, padding_mode: GridPadding, align_corners: bool) -> Tensor {
        plain(self.try_grid_sample(grid, mode, padding_mode, align_corners))
    }

    /// [`Tensor::grid_sample`] with errors as values.
    #[track_caller]
    pub fn try_grid_sample(
        &self,
        grid: &Tensor,
        mode: GridMode,
        padding_mode: GridPadding,
        align_corners: bool,
    ) -> Result<Tensor> {
        one_device("grid_sample", [Some(self), Some(grid)])?;
        if let Some(casts) = Casts::single() {
            return resizing::grid_sample(&casts.one(self)?, &casts.one(grid)?, mode, padding_mode, align_corners);
        }
        resizing::grid_sample(self, grid, mode, padding_mode, align_corners)
    }

    /// The grid that reads an image through an affine map: called on the maps.
    #[track_caller]
    pub fn affine_grid(&self, size: impl AsRef<[i64]>, align_corners: bool) -> Tensor {
        plain(self.try_affine_grid(size, align_corners))
    }

    /// [`Tensor::affine_grid`] with errors as values.
    #[track_caller]
    pub fn try_affine_grid(&self, size: impl AsRef<[i64]>, align_corners: bool) -> Result<Tensor> {
        resizing::affine_grid(self, size.as_ref(), align_corners)
    }
}
