//! PyTorch's overloads of the section `powers`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::aten::{IntoOutputs, Table};

pub(super) const TABLE: Table = &[
    ("pow.Tensor_Tensor", |c| c.receiver(0)?.try_pow(c.operand(1)?).into_outputs()),
    ("pow.Tensor_Scalar", |c| c.receiver(0)?.try_pow(c.operand(1)?).into_outputs()),
    ("pow_.Scalar", |c| c.tensor(0)?.try_pow_(c.operand(1)?).into_outputs()),
    ("pow_.Tensor", |c| c.tensor(0)?.try_pow_(c.operand(1)?).into_outputs()),
    ("square.default", |c| c.receiver(0)?.try_square().into_outputs()),
    ("sqrt.default", |c| c.receiver(0)?.try_sqrt().into_outputs()),
    ("sqrt_.default", |c| c.tensor(0)?.try_sqrt_().into_outputs()),
    ("rsqrt.default", |c| c.receiver(0)?.try_rsqrt().into_outputs()),
    ("rsqrt_.default", |c| c.tensor(0)?.try_rsqrt_().into_outputs()),
    ("reciprocal.default", |c| c.receiver(0)?.try_reciprocal().into_outputs()),
    ("reciprocal_.default", |c| c.tensor(0)?.try_reciprocal_().into_outputs()),
    ("neg.default", |c| c.receiver(0)?.try_neg().into_outputs()),
    ("neg_.default", |c| c.tensor(0)?.try_neg_().into_outputs()),
    ("positive.default", |c| c.receiver(0)?.try_positive().into_outputs()),
    ("abs.default", |c| c.receiver(0)?.try_abs().into_outputs()),
    ("abs_.default", |c| c.tensor(0)?.try_abs_().into_outputs()),
    ("sign.default", |c| c.receiver(0)?.try_sign().into_outputs()),
    ("sgn.default", |c| c.receiver(0)?.try_sgn().into_outputs()),
    ("copysign.Tensor", |c| c.receiver(0)?.try_copysign(c.operand(1)?).into_outputs()),
    ("copysign.Scalar", |c| c.receiver(0)?.try_copysign(c.operand(1)?).into_outputs()),
    ("nextafter.default", |c| c.receiver(0)?.try_nextafter(c.operand(1)?).into_outputs()),
    ("hypot.default", |c| c.receiver(0)?.try_hypot(c.operand(1)?).into_outputs()),
    ("heaviside.default", |c| c.receiver(0)?.try_heaviside(c.operand(1)?).into_outputs()),
];
