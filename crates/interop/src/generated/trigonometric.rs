//! PyTorch's overloads of the section `trigonometric`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::aten::{IntoOutputs, Table};

pub(super) const TABLE: Table = &[
    ("sin.default", |c| c.receiver(0)?.try_sin().into_outputs()),
    ("sin_.default", |c| c.tensor(0)?.try_sin_().into_outputs()),
    ("cos.default", |c| c.receiver(0)?.try_cos().into_outputs()),
    ("cos_.default", |c| c.tensor(0)?.try_cos_().into_outputs()),
    ("tan.default", |c| c.receiver(0)?.try_tan().into_outputs()),
    ("asin.default", |c| c.receiver(0)?.try_asin().into_outputs()),
    ("acos.default", |c| c.receiver(0)?.try_acos().into_outputs()),
    ("atan.default", |c| c.receiver(0)?.try_atan().into_outputs()),
    ("atan2.default", |c| c.receiver(0)?.try_atan2(c.operand(1)?).into_outputs()),
    ("sinh.default", |c| c.receiver(0)?.try_sinh().into_outputs()),
    ("cosh.default", |c| c.receiver(0)?.try_cosh().into_outputs()),
    ("tanh.default", |c| c.receiver(0)?.try_tanh().into_outputs()),
    ("tanh_.default", |c| c.tensor(0)?.try_tanh_().into_outputs()),
    ("asinh.default", |c| c.receiver(0)?.try_asinh().into_outputs()),
    ("acosh.default", |c| c.receiver(0)?.try_acosh().into_outputs()),
    ("atanh.default", |c| c.receiver(0)?.try_atanh().into_outputs()),
    ("deg2rad.default", |c| c.receiver(0)?.try_deg2rad().into_outputs()),
    ("rad2deg.default", |c| c.receiver(0)?.try_rad2deg().into_outputs()),
    ("sinc.default", |c| c.receiver(0)?.try_sinc().into_outputs()),
    ("special_sinc.default", |c| c.receiver(0)?.try_sinc().into_outputs()),
];
