//! PyTorch's overloads of the section `padding`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::aten::{IntoOutputs, Table};

pub(super) const TABLE: Table = &[
    ("reflection_pad1d.default", |c| c.tensor(0)?.try_reflection_pad1d(c.ints(1)?).into_outputs()),
    ("reflection_pad2d.default", |c| c.tensor(0)?.try_reflection_pad2d(c.ints(1)?).into_outputs()),
    ("reflection_pad3d.default", |c| c.tensor(0)?.try_reflection_pad3d(c.ints(1)?).into_outputs()),
    ("replication_pad2d.default", |c| c.tensor(0)?.try_replication_pad2d(c.ints(1)?).into_outputs()),
    ("replication_pad3d.default", |c| c.tensor(0)?.try_replication_pad3d(c.ints(1)?).into_outputs()),
];
