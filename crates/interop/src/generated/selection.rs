//! PyTorch's overloads of the section `selection`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::aten::{IntoOutputs, Table};

pub(super) const TABLE: Table = &[
    ("maximum.default", |c| c.receiver(0)?.try_maximum(c.operand(1)?).into_outputs()),
    ("minimum.default", |c| c.receiver(0)?.try_minimum(c.operand(1)?).into_outputs()),
    ("fmax.default", |c| c.receiver(0)?.try_fmax(c.operand(1)?).into_outputs()),
    ("fmin.default", |c| c.receiver(0)?.try_fmin(c.operand(1)?).into_outputs()),
    ("clamp_min.default", |c| c.receiver(0)?.try_clamp_min(c.operand(1)?).into_outputs()),
    ("clamp_min.Tensor", |c| c.receiver(0)?.try_clamp_min(c.operand(1)?).into_outputs()),
    ("clamp_min_.Tensor", |c| c.tensor(0)?.try_clamp_min_(c.operand(1)?).into_outputs()),
    ("clamp_min_.default", |c| c.tensor(0)?.try_clamp_min_(c.operand(1)?).into_outputs()),
    ("clamp_max.default", |c| c.receiver(0)?.try_clamp_max(c.operand(1)?).into_outputs()),
    ("clamp_max.Tensor", |c| c.receiver(0)?.try_clamp_max(c.operand(1)?).into_outputs()),
    ("clamp_max_.Tensor", |c| c.tensor(0)?.try_clamp_max_(c.operand(1)?).into_outputs()),
    ("clamp_max_.default", |c| c.tensor(0)?.try_clamp_max_(c.operand(1)?).into_outputs()),
];
