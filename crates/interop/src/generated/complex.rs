//! PyTorch's overloads of the section `complex`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::aten::{IntoOutputs, Table};

pub(super) const TABLE: Table = &[
    ("_conj.default", |c| c.tensor(0)?.try_conj().into_outputs()),
    ("real.default", |c| c.tensor(0)?.try_real().into_outputs()),
    ("imag.default", |c| c.tensor(0)?.try_imag().into_outputs()),
    ("view_as_real.default", |c| c.tensor(0)?.try_view_as_real().into_outputs()),
    ("view_as_complex.default", |c| c.tensor(0)?.try_view_as_complex().into_outputs()),
    ("complex.default", |c| c.tensor(0)?.try_complex(&c.tensor(1)?).into_outputs()),
    ("polar.default", |c| c.tensor(0)?.try_polar(&c.tensor(1)?).into_outputs()),
    ("angle.default", |c| c.tensor(0)?.try_angle().into_outputs()),
    ("adjoint.default", |c| c.tensor(0)?.try_adjoint().into_outputs()),
    ("vdot.default", |c| c.tensor(0)?.try_vdot(&c.tensor(1)?).into_outputs()),
    ("isreal.default", |c| c.tensor(0)?.try_isreal().into_outputs()),
];
