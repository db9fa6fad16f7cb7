//! PyTorch's overloads of the section `attention`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::aten::{IntoOutputs, Table};

pub(super) const TABLE: Table = &[("scaled_dot_product_attention.default", |c| {
    c.tensor(0)?
        .try_scaled_dot_product_attention(
            &c.tensor(1)?,
            &c.tensor(2)?,
            c.optional_tensor(3)?.as_ref(),
            c.float(4)?,
            c.boolean(5)?,
            c.optional_float(6)?,
            c.boolean(7)?,
        )
        .into_outputs()
})];
