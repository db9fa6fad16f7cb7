//! PyTorch's overloads of the section `folded_scatter`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::aten::{IntoOutputs, Table};

pub(super) const TABLE: Table = &[
    ("scatter_reduce.two", |c| {
        c.tensor(0)?
            .try_scatter_reduce(c.int(1)?, &c.tensor(2)?, &c.tensor(3)?, c.text(4)?, c.boolean(5)?)
            .into_outputs()
    }),
    ("scatter_reduce_.two", |c| {
        c.tensor(0)?
            .try_scatter_reduce_(c.int(1)?, &c.tensor(2)?, &c.tensor(3)?, c.text(4)?, c.boolean(5)?)
            .into_outputs()
    }),
    ("index_reduce.default", |c| {
        c.tensor(0)?.try_index_reduce(c.int(1)?, &c.tensor(2)?, &c.tensor(3)?, c.text(4)?, c.boolean(5)?).into_outputs()
    }),
    ("index_reduce_.default", |c| {
        c.tensor(0)?
            .try_index_reduce_(c.int(1)?, &c.tensor(2)?, &c.tensor(3)?, c.text(4)?, c.boolean(5)?)
            .into_outputs()
    }),
    ("bucketize.Tensor", |c| c.tensor(0)?.try_bucketize(&c.tensor(1)?, c.boolean(2)?, c.boolean(3)?).into_outputs()),
    ("nonzero_static.default", |c| c.tensor(0)?.try_nonzero_static(c.size(1)?, c.int(2)?).into_outputs()),
];
