//! PyTorch's overloads of the section `rounding`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::aten::{IntoOutputs, Table};

pub(super) const TABLE: Table = &[
    ("floor.default", |c| c.receiver(0)?.try_floor().into_outputs()),
    ("floor_.default", |c| c.tensor(0)?.try_floor_().into_outputs()),
    ("ceil.default", |c| c.receiver(0)?.try_ceil().into_outputs()),
    ("ceil_.default", |c| c.tensor(0)?.try_ceil_().into_outputs()),
    ("round.default", |c| c.receiver(0)?.try_round().into_outputs()),
    ("round_.default", |c| c.tensor(0)?.try_round_().into_outputs()),
    ("trunc.default", |c| c.receiver(0)?.try_trunc().into_outputs()),
    ("fix.default", |c| c.receiver(0)?.try_trunc().into_outputs()),
    ("fix_.default", |c| c.tensor(0)?.try_trunc_().into_outputs()),
    ("trunc_.default", |c| c.tensor(0)?.try_trunc_().into_outputs()),
    ("frac.default", |c| c.receiver(0)?.try_frac().into_outputs()),
    ("frac_.default", |c| c.tensor(0)?.try_frac_().into_outputs()),
];
