//! PyTorch's overloads of the section `elementwise`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::aten::{IntoOutputs, Table};

pub(super) const TABLE: Table = &[
    ("isclose.default", |c| {
        c.tensor(0)?.try_isclose(&c.tensor(1)?, c.float(2)?, c.float(3)?, c.boolean(4)?).into_outputs()
    }),
    ("float_power.Tensor_Tensor", |c| c.tensor(0)?.try_float_power(c.operand(1)?).into_outputs()),
    ("float_power.Tensor_Scalar", |c| c.tensor(0)?.try_float_power(c.operand(1)?).into_outputs()),
    ("round.decimals", |c| c.tensor(0)?.try_round_decimals(c.int(1)?).into_outputs()),
];
