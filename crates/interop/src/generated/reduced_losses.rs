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
    ("huber_loss.default", |c| c.tensor(0)?.try_huber_loss(&c.tensor(1)?, c.reduction(2)?, c.float(3)?).into_outputs()),
    ("smooth_l1_loss.default", |c| {
        c.tensor(0)?.try_smooth_l1_loss(&c.tensor(1)?, c.reduction(2)?, c.float(3)?).into_outputs()
    }),
    ("kl_div.default", |c| c.tensor(0)?.try_kl_div(&c.tensor(1)?, c.reduction(2)?, c.boolean(3)?).into_outputs()),
    ("binary_cross_entropy.default", |c| {
        c.tensor(0)?
            .try_binary_cross_entropy(&c.tensor(1)?, c.optional_tensor(2)?.as_ref(), c.reduction(3)?)
            .into_outputs()
    }),
    ("binary_cross_entropy_with_logits.default", |c| {
        c.tensor(0)?
            .try_binary_cross_entropy_with_logits(
                &c.tensor(1)?,
                c.optional_tensor(2)?.as_ref(),
                c.optional_tensor(3)?.as_ref(),
                c.reduction(4)?,
            )
            .into_outputs()
    }),
    ("cosine_embedding_loss.default", |c| {
        c.tensor(0)?
            .try_cosine_embedding_loss(&c.tensor(1)?, &c.tensor(2)?, c.float(3)?, c.reduction(4)?)
            .into_outputs()
    }),
    ("hinge_embedding_loss.default", |c| {
        c.tensor(0)?.try_hinge_embedding_loss(&c.tensor(1)?, c.float(2)?, c.reduction(3)?).into_outputs()
    }),
    ("margin_ranking_loss.default", |c| {
        c.tensor(0)?.try_margin_ranking_loss(&c.tensor(1)?, &c.tensor(2)?, c.float(3)?, c.reduction(4)?).into_outputs()
    }),
    ("multi_margin_loss.default", |c| {
        c.tensor(0)?
            .try_multi_margin_loss(
                &c.tensor(1)?,
                c.scalar(2)?,
                c.scalar(3)?,
                c.optional_tensor(4)?.as_ref(),
                c.reduction(5)?,
            )
            .into_outputs()
    }),
    ("multilabel_margin_loss.default", |c| {
        c.tensor(0)?.try_multilabel_margin_loss(&c.tensor(1)?, c.reduction(2)?).into_outputs()
    }),
    ("poisson_nll_loss.default", |c| {
        c.tensor(0)?
            .try_poisson_nll_loss(&c.tensor(1)?, c.boolean(2)?, c.boolean(3)?, c.float(4)?, c.reduction(5)?)
            .into_outputs()
    }),
    ("ctc_loss.IntList", |c| {
        c.tensor(0)?
            .try_ctc_loss(&c.tensor(1)?, c.ints(2)?, c.ints(3)?, c.int(4)?, c.reduction(5)?, c.boolean(6)?)
            .into_outputs()
    }),
    ("soft_margin_loss.default", |c| c.tensor(0)?.try_soft_margin_loss(&c.tensor(1)?, c.reduction(2)?).into_outputs()),
    ("triplet_margin_loss.default", |c| {
        c.tensor(0)?
            .try_triplet_margin_loss(
                &c.tensor(1)?,
                &c.tensor(2)?,
                c.float(3)?,
                c.float(4)?,
                c.float(5)?,
                c.boolean(6)?,
                c.reduction(7)?,
            )
            .into_outputs()
    }),
];
