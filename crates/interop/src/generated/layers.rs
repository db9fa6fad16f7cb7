//! PyTorch's overloads of the section `layers`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::aten::{IntoOutputs, Table};

pub(super) const TABLE: Table = &[
    ("glu.default", |c| c.tensor(0)?.try_glu(c.int(1)?).into_outputs()),
    ("prelu.default", |c| c.tensor(0)?.try_prelu(&c.tensor(1)?).into_outputs()),
    ("bilinear.default", |c| {
        c.tensor(0)?.try_bilinear(&c.tensor(1)?, &c.tensor(2)?, c.optional_tensor(3)?.as_ref()).into_outputs()
    }),
    ("_weight_norm.default", |c| c.tensor(0)?.try_weight_norm(&c.tensor(1)?, c.int(2)?).into_outputs()),
    ("feature_dropout.default", |c| c.tensor(0)?.try_feature_dropout(c.float(1)?, c.boolean(2)?).into_outputs()),
    ("alpha_dropout.default", |c| c.tensor(0)?.try_alpha_dropout(c.float(1)?, c.boolean(2)?).into_outputs()),
    ("feature_alpha_dropout.default", |c| {
        c.tensor(0)?.try_feature_alpha_dropout(c.float(1)?, c.boolean(2)?).into_outputs()
    }),
];
