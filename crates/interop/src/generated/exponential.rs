//! PyTorch's overloads of the section `exponential`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::aten::{IntoOutputs, Table};

pub(super) const TABLE: Table = &[
    ("exp.default", |c| c.receiver(0)?.try_exp().into_outputs()),
    ("exp_.default", |c| c.tensor(0)?.try_exp_().into_outputs()),
    ("exp2.default", |c| c.receiver(0)?.try_exp2().into_outputs()),
    ("special_exp2.default", |c| c.receiver(0)?.try_exp2().into_outputs()),
    ("expm1.default", |c| c.receiver(0)?.try_expm1().into_outputs()),
    ("special_expm1.default", |c| c.receiver(0)?.try_expm1().into_outputs()),
    ("log.default", |c| c.receiver(0)?.try_log().into_outputs()),
    ("log_.default", |c| c.tensor(0)?.try_log_().into_outputs()),
    ("log2.default", |c| c.receiver(0)?.try_log2().into_outputs()),
    ("log10.default", |c| c.receiver(0)?.try_log10().into_outputs()),
    ("log1p.default", |c| c.receiver(0)?.try_log1p().into_outputs()),
    ("special_log1p.default", |c| c.receiver(0)?.try_log1p().into_outputs()),
    ("logaddexp.default", |c| c.receiver(0)?.try_logaddexp(c.operand(1)?).into_outputs()),
    ("logaddexp2.default", |c| c.receiver(0)?.try_logaddexp2(c.operand(1)?).into_outputs()),
    ("xlogy.Tensor", |c| c.receiver(0)?.try_xlogy(c.operand(1)?).into_outputs()),
    ("xlogy.Scalar_Other", |c| c.receiver(0)?.try_xlogy(c.operand(1)?).into_outputs()),
    ("special_xlogy.default", |c| c.receiver(0)?.try_xlogy(c.operand(1)?).into_outputs()),
    ("special_xlogy.other_scalar", |c| c.receiver(0)?.try_xlogy(c.operand(1)?).into_outputs()),
    ("special_xlog1py.default", |c| c.receiver(0)?.try_xlog1py(c.operand(1)?).into_outputs()),
    ("special_xlog1py.other_scalar", |c| c.receiver(0)?.try_xlog1py(c.operand(1)?).into_outputs()),
    ("special_entr.default", |c| c.receiver(0)?.try_entr().into_outputs()),
];
