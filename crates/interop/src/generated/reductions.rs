//! PyTorch's overloads of the section `reductions`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::aten::{IntoOutputs, Table};

pub(super) const TABLE: Table = &[
    ("max.default", |c| c.tensor(0)?.try_max().into_outputs()),
    ("min.default", |c| c.tensor(0)?.try_min().into_outputs()),
    ("max.dim", |c| c.tensor(0)?.try_max_dim(c.int(1)?, c.boolean(2)?).into_outputs()),
    ("min.dim", |c| c.tensor(0)?.try_min_dim(c.int(1)?, c.boolean(2)?).into_outputs()),
    ("argmax.default", |c| c.tensor(0)?.try_argmax(c.optional_int(1)?, c.boolean(2)?).into_outputs()),
    ("argmin.default", |c| c.tensor(0)?.try_argmin(c.optional_int(1)?, c.boolean(2)?).into_outputs()),
    ("all.default", |c| c.tensor(0)?.try_all().into_outputs()),
    ("any.default", |c| c.tensor(0)?.try_any().into_outputs()),
];
