//! PyTorch's overloads of the section `resizing`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::aten::{IntoOutputs, Table};

pub(super) const TABLE: Table = &[
    ("pixel_shuffle.default", |c| c.tensor(0)?.try_pixel_shuffle(c.int(1)?).into_outputs()),
    ("pixel_unshuffle.default", |c| c.tensor(0)?.try_pixel_unshuffle(c.int(1)?).into_outputs()),
    ("channel_shuffle.default", |c| c.tensor(0)?.try_channel_shuffle(c.int(1)?).into_outputs()),
    ("affine_grid_generator.default", |c| c.tensor(0)?.try_affine_grid(c.ints(1)?, c.boolean(2)?).into_outputs()),
];
