//! PyTorch's overloads of the section `products`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::aten::{IntoOutputs, Table};

pub(super) const TABLE: Table = &[
    ("inner.default", |c| c.tensor(0)?.try_inner(&c.tensor(1)?).into_outputs()),
    ("kron.default", |c| c.tensor(0)?.try_kron(&c.tensor(1)?).into_outputs()),
    ("tensordot.default", |c| c.tensor(0)?.try_tensordot(&c.tensor(1)?, c.ints(2)?, c.ints(3)?).into_outputs()),
    ("addbmm.default", |c| {
        c.tensor(0)?.try_addbmm(&c.tensor(1)?, &c.tensor(2)?, c.scalar(3)?, c.scalar(4)?).into_outputs()
    }),
    ("addmv.default", |c| {
        c.tensor(0)?.try_addmv(&c.tensor(1)?, &c.tensor(2)?, c.scalar(3)?, c.scalar(4)?).into_outputs()
    }),
    ("addr.default", |c| {
        c.tensor(0)?.try_addr(&c.tensor(1)?, &c.tensor(2)?, c.scalar(3)?, c.scalar(4)?).into_outputs()
    }),
    ("cosine_similarity.default", |c| {
        c.tensor(0)?.try_cosine_similarity(&c.tensor(1)?, c.int(2)?, c.float(3)?).into_outputs()
    }),
    ("pairwise_distance.default", |c| {
        c.tensor(0)?.try_pairwise_distance(&c.tensor(1)?, c.float(2)?, c.float(3)?, c.boolean(4)?).into_outputs()
    }),
    ("cdist.default", |c| c.tensor(0)?.try_cdist(&c.tensor(1)?, c.float(2)?, c.optional_int(3)?).into_outputs()),
    ("_cdist_forward.default", |c| {
        c.tensor(0)?.try_cdist(&c.tensor(1)?, c.float(2)?, c.optional_int(3)?).into_outputs()
    }),
    ("pdist.default", |c| c.tensor(0)?.try_pdist(c.float(1)?).into_outputs()),
    ("_pdist_forward.default", |c| c.tensor(0)?.try_pdist(c.float(1)?).into_outputs()),
];
