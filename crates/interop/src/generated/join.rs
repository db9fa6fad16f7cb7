//! PyTorch's overloads of the section `join`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::aten::{IntoOutputs, Table};

pub(super) const TABLE: Table = &[
    ("cat.default", |c| cresset_autograd::Tensor::try_cat(&c.tensors(0)?, c.int(1)?).into_outputs()),
    ("concat.default", |c| cresset_autograd::Tensor::try_cat(&c.tensors(0)?, c.int(1)?).into_outputs()),
    ("stack.default", |c| cresset_autograd::Tensor::try_stack(&c.tensors(0)?, c.int(1)?).into_outputs()),
    ("flip.default", |c| c.tensor(0)?.try_flip(c.ints(1)?).into_outputs()),
    ("roll.default", |c| c.tensor(0)?.try_roll(c.ints(1)?, c.ints(2)?).into_outputs()),
    ("repeat.default", |c| c.tensor(0)?.try_repeat(c.ints(1)?).into_outputs()),
    ("tril.default", |c| c.tensor(0)?.try_tril(c.int(1)?).into_outputs()),
    ("tril_.default", |c| c.tensor(0)?.try_tril_(c.int(1)?).into_outputs()),
    ("triu.default", |c| c.tensor(0)?.try_triu(c.int(1)?).into_outputs()),
    ("triu_.default", |c| c.tensor(0)?.try_triu_(c.int(1)?).into_outputs()),
];
