//! PyTorch's overloads of the section `special`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::aten::{IntoOutputs, Table};

pub(super) const TABLE: Table = &[
    ("erf.default", |c| c.receiver(0)?.try_erf().into_outputs()),
    ("special_erf.default", |c| c.receiver(0)?.try_erf().into_outputs()),
    ("erfc.default", |c| c.receiver(0)?.try_erfc().into_outputs()),
    ("special_erfc.default", |c| c.receiver(0)?.try_erfc().into_outputs()),
    ("special_erfcx.default", |c| c.receiver(0)?.try_erfcx().into_outputs()),
    ("special_log_ndtr.default", |c| c.receiver(0)?.try_log_ndtr().into_outputs()),
    ("erfinv.default", |c| c.receiver(0)?.try_erfinv().into_outputs()),
    ("special_erfinv.default", |c| c.receiver(0)?.try_erfinv().into_outputs()),
    ("special_ndtr.default", |c| c.receiver(0)?.try_ndtr().into_outputs()),
    ("lgamma.default", |c| c.receiver(0)?.try_lgamma().into_outputs()),
    ("special_gammaln.default", |c| c.receiver(0)?.try_lgamma().into_outputs()),
    ("digamma.default", |c| c.receiver(0)?.try_digamma().into_outputs()),
    ("special_psi.default", |c| c.receiver(0)?.try_digamma().into_outputs()),
    ("i0.default", |c| c.receiver(0)?.try_i0().into_outputs()),
    ("special_i0.default", |c| c.receiver(0)?.try_i0().into_outputs()),
    ("special_i0e.default", |c| c.receiver(0)?.try_i0e().into_outputs()),
    ("special_i1.default", |c| c.receiver(0)?.try_i1().into_outputs()),
    ("special_i1e.default", |c| c.receiver(0)?.try_i1e().into_outputs()),
    ("sigmoid.default", |c| c.receiver(0)?.try_sigmoid().into_outputs()),
    ("special_expit.default", |c| c.receiver(0)?.try_sigmoid().into_outputs()),
    ("sigmoid_.default", |c| c.tensor(0)?.try_sigmoid_().into_outputs()),
];
