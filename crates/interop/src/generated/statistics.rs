//! PyTorch's overloads of the section `statistics`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::aten::{IntoOutputs, Table};

pub(super) const TABLE: Table = &[
    ("aminmax.default", |c| c.tensor(0)?.try_aminmax(c.optional_int(1)?, c.boolean(2)?).into_outputs()),
    ("median.default", |c| c.tensor(0)?.try_median().into_outputs()),
    ("median.dim", |c| c.tensor(0)?.try_median_dim(c.int(1)?, c.boolean(2)?).into_outputs()),
    ("nanmedian.default", |c| c.tensor(0)?.try_nanmedian().into_outputs()),
    ("nanmedian.dim", |c| c.tensor(0)?.try_nanmedian_dim(c.int(1)?, c.boolean(2)?).into_outputs()),
    ("mode.default", |c| c.tensor(0)?.try_mode(c.int(1)?, c.boolean(2)?).into_outputs()),
    ("quantile.scalar", |c| {
        c.tensor(0)?.try_quantile(c.float(1)?, c.optional_int(2)?, c.boolean(3)?, c.text(4)?).into_outputs()
    }),
    ("msort.default", |c| c.tensor(0)?.try_msort().into_outputs()),
    ("nansum.default", |c| {
        c.tensor(0)?.try_nansum(c.optional_ints(1)?, c.boolean(2)?, c.optional_dtype(3)?).into_outputs()
    }),
    ("nanmean.default", |c| {
        c.tensor(0)?.try_nanmean(c.optional_ints(1)?, c.boolean(2)?, c.optional_dtype(3)?).into_outputs()
    }),
    ("dist.default", |c| c.tensor(0)?.try_dist(&c.tensor(1)?, c.float(2)?).into_outputs()),
    ("trace.default", |c| c.tensor(0)?.try_trace().into_outputs()),
    ("renorm.default", |c| c.tensor(0)?.try_renorm(c.float(1)?, c.int(2)?, c.float(3)?).into_outputs()),
    ("cummax.default", |c| c.tensor(0)?.try_cummax(c.int(1)?).into_outputs()),
    ("cummin.default", |c| c.tensor(0)?.try_cummin(c.int(1)?).into_outputs()),
    ("logcumsumexp.default", |c| c.tensor(0)?.try_logcumsumexp(c.int(1)?).into_outputs()),
    ("trapezoid.dx", |c| c.tensor(0)?.try_trapezoid(c.scalar(1)?, c.int(2)?).into_outputs()),
    ("trapezoid.x", |c| c.tensor(0)?.try_trapezoid_x(&c.tensor(1)?, c.int(2)?).into_outputs()),
    ("cumulative_trapezoid.dx", |c| c.tensor(0)?.try_cumulative_trapezoid(c.scalar(1)?, c.int(2)?).into_outputs()),
    ("diff.default", |c| {
        c.tensor(0)?
            .try_diff(c.int(1)?, c.int(2)?, c.optional_tensor(3)?.as_ref(), c.optional_tensor(4)?.as_ref())
            .into_outputs()
    }),
    ("histc.default", |c| c.tensor(0)?.try_histc(c.int(1)?, c.scalar(2)?, c.scalar(3)?).into_outputs()),
    ("bincount.default", |c| c.tensor(0)?.try_bincount(c.optional_tensor(1)?.as_ref(), c.int(2)?).into_outputs()),
];
