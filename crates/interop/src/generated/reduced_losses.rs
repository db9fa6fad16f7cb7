//! PyTorch's overloads of the section `reduced_losses`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::aten::{IntoOutputs, Table};

pub(super) const TABLE: Table = &[
    ("nll_loss_nd.default", |c| {
        c.tensor(0)?
            .try_nll_loss(&c.tensor(1)?, c.optional_tensor(2)?.as_ref(), c.reduction(3)?, c.int(4)?)
            .into_outputs()
    }),
    ("cross_entropy_loss.default", |c| {
        c.tensor(0)?
            .try_cross_entropy(&c.tensor(1)?, c.optional_tensor(2)?.as_ref(), c.reduction(3)?, c.int(4)?, c.float(5)?)
            .into_outputs()
    }),
    ("mse_loss.default", |c| c.tensor(0)?.try_mse_loss(&c.tensor(1)?, c.reduction(2)?).into_outputs()),
    ("l1_loss.default", |c| c.tensor(0)?.try_l1_loss(&c.tensor(1)?, c.reduction(2)?).into_outputs()),
];
