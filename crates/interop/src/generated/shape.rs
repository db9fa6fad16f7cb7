//! PyTorch's overloads of the section `shape`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::aten::{IntoOutputs, Table};

pub(super) const TABLE: Table = &[
    ("reshape.default", |c| c.tensor(0)?.try_reshape(c.ints(1)?).into_outputs()),
    ("flatten.using_ints", |c| c.tensor(0)?.try_flatten(c.int(1)?, c.int(2)?).into_outputs()),
    ("permute.default", |c| c.tensor(0)?.try_permute(c.ints(1)?).into_outputs()),
    ("transpose.int", |c| c.tensor(0)?.try_transpose(c.int(1)?, c.int(2)?).into_outputs()),
    ("swapdims.default", |c| c.tensor(0)?.try_transpose(c.int(1)?, c.int(2)?).into_outputs()),
    ("t.default", |c| c.tensor(0)?.try_t().into_outputs()),
    ("movedim.intlist", |c| c.tensor(0)?.try_movedim(c.ints(1)?, c.ints(2)?).into_outputs()),
    ("squeeze.default", |c| c.tensor(0)?.try_squeeze().into_outputs()),
    ("squeeze.dim", |c| c.tensor(0)?.try_squeeze_dim(c.int(1)?).into_outputs()),
    ("unsqueeze.default", |c| c.tensor(0)?.try_unsqueeze(c.int(1)?).into_outputs()),
    ("expand.default", |c| c.tensor(0)?.try_expand(c.ints(1)?).into_outputs()),
    ("broadcast_to.default", |c| c.tensor(0)?.try_broadcast_to(c.ints(1)?).into_outputs()),
    ("narrow.default", |c| c.tensor(0)?.try_narrow(c.int(1)?, c.int(2)?, c.size(3)?).into_outputs()),
    ("select.int", |c| c.tensor(0)?.try_select(c.int(1)?, c.int(2)?).into_outputs()),
    ("slice.Tensor", |c| {
        c.tensor(0)?.try_slice(c.int(1)?, c.optional_int(2)?, c.optional_int(3)?, c.int(4)?).into_outputs()
    }),
    ("diagonal.default", |c| c.tensor(0)?.try_diagonal(c.int(1)?, c.int(2)?, c.int(3)?).into_outputs()),
    ("unfold.default", |c| c.tensor(0)?.try_unfold(c.int(1)?, c.size(2)?, c.size(3)?).into_outputs()),
    ("as_strided.default", |c| c.tensor(0)?.try_as_strided(c.ints(1)?, c.ints(2)?, c.optional_int(3)?).into_outputs()),
    ("unbind.int", |c| c.tensor(0)?.try_unbind(c.int(1)?).into_outputs()),
    ("split.Tensor", |c| c.tensor(0)?.try_split(c.size(1)?, c.int(2)?).into_outputs()),
    ("chunk.default", |c| c.tensor(0)?.try_chunk(c.size(1)?, c.int(2)?).into_outputs()),
];
