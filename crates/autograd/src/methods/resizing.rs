//! Images in other sizes: interpolation, shuffles between channels and places, sampling at points of a grid.

mod grid;
mod interpolate;
mod shuffle;

pub use grid::{GridMode, GridPadding};
pub(crate) use grid::{affine_grid, grid_sample};
pub use interpolate::InterpolateMode;
pub(crate) use interpolate::interpolate;
pub(crate) use shuffle::{channel_shuffle, pixel_shuffle, pixel_unshuffle};
