//! PyTorch's overloads of the section `pooling`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::aten::{IntoOutputs, Table};

pub(super) const TABLE: Table = &[
    ("max_pool1d_with_indices.default", |c| {
        c.tensor(0)?
            .try_max_pool1d_with_indices(c.ints(1)?, c.ints(2)?, c.ints(3)?, c.ints(4)?, c.boolean(5)?)
            .into_outputs()
    }),
    ("max_pool2d_with_indices.default", |c| {
        c.tensor(0)?
            .try_max_pool2d_with_indices(c.ints(1)?, c.ints(2)?, c.ints(3)?, c.ints(4)?, c.boolean(5)?)
            .into_outputs()
    }),
    ("max_pool3d_with_indices.default", |c| {
        c.tensor(0)?
            .try_max_pool3d_with_indices(c.ints(1)?, c.ints(2)?, c.ints(3)?, c.ints(4)?, c.boolean(5)?)
            .into_outputs()
    }),
    ("adaptive_max_pool1d.default", |c| c.tensor(0)?.try_adaptive_max_pool1d(c.ints(1)?).into_outputs()),
    ("adaptive_max_pool2d.default", |c| c.tensor(0)?.try_adaptive_max_pool2d(c.ints(1)?).into_outputs()),
    ("adaptive_max_pool3d.default", |c| c.tensor(0)?.try_adaptive_max_pool3d(c.ints(1)?).into_outputs()),
    ("max_unpool2d.default", |c| c.tensor(0)?.try_max_unpool2d(&c.tensor(1)?, c.ints(2)?).into_outputs()),
    ("adaptive_avg_pool3d.default", |c| c.tensor(0)?.try_adaptive_avg_pool3d(c.ints(1)?).into_outputs()),
    ("_adaptive_avg_pool3d.default", |c| c.tensor(0)?.try_adaptive_avg_pool3d(c.ints(1)?).into_outputs()),
    ("fractional_max_pool2d.default", |c| {
        c.tensor(0)?.try_fractional_max_pool2d(c.ints(1)?, c.ints(2)?, &c.tensor(3)?).into_outputs()
    }),
];
