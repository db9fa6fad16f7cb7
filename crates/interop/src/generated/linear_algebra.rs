//! PyTorch's overloads of the section `linear_algebra`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::aten::{IntoOutputs, Table};

pub(super) const TABLE: Table = &[
    ("matmul.default", |c| c.tensor(0)?.try_matmul(&c.tensor(1)?).into_outputs()),
    ("mm.default", |c| c.tensor(0)?.try_mm(&c.tensor(1)?).into_outputs()),
    ("bmm.default", |c| c.tensor(0)?.try_bmm(&c.tensor(1)?).into_outputs()),
    ("mv.default", |c| c.tensor(0)?.try_mv(&c.tensor(1)?).into_outputs()),
    ("dot.default", |c| c.tensor(0)?.try_dot(&c.tensor(1)?).into_outputs()),
    ("outer.default", |c| c.tensor(0)?.try_outer(&c.tensor(1)?).into_outputs()),
    ("addmm.default", |c| {
        c.tensor(0)?.try_addmm(&c.tensor(1)?, &c.tensor(2)?, c.scalar(3)?, c.scalar(4)?).into_outputs()
    }),
    ("addmm_.default", |c| {
        c.tensor(0)?.try_addmm_(&c.tensor(1)?, &c.tensor(2)?, c.scalar(3)?, c.scalar(4)?).into_outputs()
    }),
    ("baddbmm.default", |c| {
        c.tensor(0)?.try_baddbmm(&c.tensor(1)?, &c.tensor(2)?, c.scalar(3)?, c.scalar(4)?).into_outputs()
    }),
    ("baddbmm_.default", |c| {
        c.tensor(0)?.try_baddbmm_(&c.tensor(1)?, &c.tensor(2)?, c.scalar(3)?, c.scalar(4)?).into_outputs()
    }),
    ("linear.default", |c| c.tensor(0)?.try_linear(&c.tensor(1)?, c.optional_tensor(2)?.as_ref()).into_outputs()),
];
