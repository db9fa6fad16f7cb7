//! PyTorch's overloads of the section `indexing`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::aten::{IntoOutputs, Table};

pub(super) const TABLE: Table = &[
    ("gather.default", |c| c.tensor(0)?.try_gather(c.int(1)?, &c.tensor(2)?).into_outputs()),
    ("take_along_dim.default", |c| c.tensor(0)?.try_take_along_dim(&c.tensor(1)?, c.optional_int(2)?).into_outputs()),
    ("scatter.src", |c| c.tensor(0)?.try_scatter(c.int(1)?, &c.tensor(2)?, c.operand(3)?).into_outputs()),
    ("scatter_.src", |c| c.tensor(0)?.try_scatter_(c.int(1)?, &c.tensor(2)?, c.operand(3)?).into_outputs()),
    ("scatter_add.default", |c| c.tensor(0)?.try_scatter_add(c.int(1)?, &c.tensor(2)?, &c.tensor(3)?).into_outputs()),
    ("scatter_add_.default", |c| c.tensor(0)?.try_scatter_add_(c.int(1)?, &c.tensor(2)?, &c.tensor(3)?).into_outputs()),
    ("index_select.default", |c| c.tensor(0)?.try_index_select(c.int(1)?, &c.tensor(2)?).into_outputs()),
    ("index_add.default", |c| {
        c.tensor(0)?.try_index_add(c.int(1)?, &c.tensor(2)?, &c.tensor(3)?, c.scalar(4)?).into_outputs()
    }),
    ("index_add_.default", |c| {
        c.tensor(0)?.try_index_add_(c.int(1)?, &c.tensor(2)?, &c.tensor(3)?, c.scalar(4)?).into_outputs()
    }),
    ("index_copy.default", |c| c.tensor(0)?.try_index_copy(c.int(1)?, &c.tensor(2)?, &c.tensor(3)?).into_outputs()),
    ("index_copy_.default", |c| c.tensor(0)?.try_index_copy_(c.int(1)?, &c.tensor(2)?, &c.tensor(3)?).into_outputs()),
    ("index_fill.int_Scalar", |c| c.tensor(0)?.try_index_fill(c.int(1)?, &c.tensor(2)?, c.operand(3)?).into_outputs()),
    ("index_fill.int_Tensor", |c| c.tensor(0)?.try_index_fill(c.int(1)?, &c.tensor(2)?, c.operand(3)?).into_outputs()),
    ("index_fill_.int_Scalar", |c| {
        c.tensor(0)?.try_index_fill_(c.int(1)?, &c.tensor(2)?, c.operand(3)?).into_outputs()
    }),
    ("index_fill_.int_Tensor", |c| {
        c.tensor(0)?.try_index_fill_(c.int(1)?, &c.tensor(2)?, c.operand(3)?).into_outputs()
    }),
    ("take.default", |c| c.tensor(0)?.try_take(&c.tensor(1)?).into_outputs()),
    ("one_hot.default", |c| c.tensor(0)?.try_one_hot(c.int(1)?).into_outputs()),
    ("masked_fill.Scalar", |c| c.tensor(0)?.try_masked_fill(&c.tensor(1)?, c.operand(2)?).into_outputs()),
    ("masked_fill.Tensor", |c| c.tensor(0)?.try_masked_fill(&c.tensor(1)?, c.operand(2)?).into_outputs()),
    ("masked_fill_.Scalar", |c| c.tensor(0)?.try_masked_fill_(&c.tensor(1)?, c.operand(2)?).into_outputs()),
    ("masked_fill_.Tensor", |c| c.tensor(0)?.try_masked_fill_(&c.tensor(1)?, c.operand(2)?).into_outputs()),
    ("masked_select.default", |c| c.tensor(0)?.try_masked_select(&c.tensor(1)?).into_outputs()),
    ("masked_scatter.default", |c| c.tensor(0)?.try_masked_scatter(&c.tensor(1)?, &c.tensor(2)?).into_outputs()),
    ("masked_scatter_.default", |c| c.tensor(0)?.try_masked_scatter_(&c.tensor(1)?, &c.tensor(2)?).into_outputs()),
    ("nonzero.default", |c| c.tensor(0)?.try_nonzero().into_outputs()),
    ("argwhere.default", |c| c.tensor(0)?.try_nonzero().into_outputs()),
    ("index.Tensor", |c| c.tensor(0)?.try_index(&c.optional_tensors(1)?).into_outputs()),
    ("index_put.default", |c| {
        c.tensor(0)?.try_index_put(&c.optional_tensors(1)?, &c.tensor(2)?, c.boolean(3)?).into_outputs()
    }),
    ("index_put_.default", |c| {
        c.tensor(0)?.try_index_put_(&c.optional_tensors(1)?, &c.tensor(2)?, c.boolean(3)?).into_outputs()
    }),
    ("select_scatter.default", |c| c.tensor(0)?.try_select_scatter(&c.tensor(1)?, c.int(2)?, c.int(3)?).into_outputs()),
    ("slice_scatter.default", |c| {
        c.tensor(0)?
            .try_slice_scatter(&c.tensor(1)?, c.int(2)?, c.optional_int(3)?, c.optional_int(4)?, c.int(5)?)
            .into_outputs()
    }),
    ("diagonal_scatter.default", |c| {
        c.tensor(0)?.try_diagonal_scatter(&c.tensor(1)?, c.int(2)?, c.int(3)?, c.int(4)?).into_outputs()
    }),
    ("sort.default", |c| c.tensor(0)?.try_sort(c.int(1)?, c.boolean(2)?).into_outputs()),
    ("argsort.default", |c| c.tensor(0)?.try_argsort(c.int(1)?, c.boolean(2)?).into_outputs()),
    ("topk.default", |c| c.tensor(0)?.try_topk(c.size(1)?, c.int(2)?, c.boolean(3)?, c.boolean(4)?).into_outputs()),
    ("kthvalue.default", |c| c.tensor(0)?.try_kthvalue(c.size(1)?, c.int(2)?, c.boolean(3)?).into_outputs()),
];
