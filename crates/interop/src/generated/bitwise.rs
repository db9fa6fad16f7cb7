//! PyTorch's overloads of the section `bitwise`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::aten::{IntoOutputs, Table};

pub(super) const TABLE: Table = &[
    ("bitwise_and.Tensor", |c| c.receiver(0)?.try_bitwise_and(c.operand(1)?).into_outputs()),
    ("__and__.Tensor", |c| c.receiver(0)?.try_bitwise_and(c.operand(1)?).into_outputs()),
    ("bitwise_and.Scalar", |c| c.receiver(0)?.try_bitwise_and(c.operand(1)?).into_outputs()),
    ("__and__.Scalar", |c| c.receiver(0)?.try_bitwise_and(c.operand(1)?).into_outputs()),
    ("bitwise_or.Tensor", |c| c.receiver(0)?.try_bitwise_or(c.operand(1)?).into_outputs()),
    ("__or__.Tensor", |c| c.receiver(0)?.try_bitwise_or(c.operand(1)?).into_outputs()),
    ("bitwise_or.Scalar", |c| c.receiver(0)?.try_bitwise_or(c.operand(1)?).into_outputs()),
    ("__or__.Scalar", |c| c.receiver(0)?.try_bitwise_or(c.operand(1)?).into_outputs()),
    ("bitwise_xor.Tensor", |c| c.receiver(0)?.try_bitwise_xor(c.operand(1)?).into_outputs()),
    ("__xor__.Tensor", |c| c.receiver(0)?.try_bitwise_xor(c.operand(1)?).into_outputs()),
    ("bitwise_xor.Scalar", |c| c.receiver(0)?.try_bitwise_xor(c.operand(1)?).into_outputs()),
    ("__xor__.Scalar", |c| c.receiver(0)?.try_bitwise_xor(c.operand(1)?).into_outputs()),
    ("bitwise_not.default", |c| c.receiver(0)?.try_bitwise_not().into_outputs()),
    ("bitwise_left_shift.Tensor", |c| c.receiver(0)?.try_bitwise_left_shift(c.operand(1)?).into_outputs()),
    ("bitwise_left_shift.Tensor_Scalar", |c| c.receiver(0)?.try_bitwise_left_shift(c.operand(1)?).into_outputs()),
    ("__lshift__.Scalar", |c| c.receiver(0)?.try_bitwise_left_shift(c.operand(1)?).into_outputs()),
    ("bitwise_right_shift.Tensor", |c| c.receiver(0)?.try_bitwise_right_shift(c.operand(1)?).into_outputs()),
    ("bitwise_right_shift.Tensor_Scalar", |c| c.receiver(0)?.try_bitwise_right_shift(c.operand(1)?).into_outputs()),
    ("__rshift__.Scalar", |c| c.receiver(0)?.try_bitwise_right_shift(c.operand(1)?).into_outputs()),
    ("gcd.default", |c| c.receiver(0)?.try_gcd(c.operand(1)?).into_outputs()),
    ("lcm.default", |c| c.receiver(0)?.try_lcm(c.operand(1)?).into_outputs()),
];
