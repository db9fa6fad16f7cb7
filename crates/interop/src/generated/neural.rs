//! PyTorch's overloads of the section `neural`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::aten::{IntoOutputs, Table};

pub(super) const TABLE: Table = &[
    ("layer_norm.default", |c| {
        c.tensor(0)?
            .try_layer_norm(c.ints(1)?, c.optional_tensor(2)?.as_ref(), c.optional_tensor(3)?.as_ref(), c.float(4)?)
            .into_outputs()
    }),
    ("rms_norm.default", |c| {
        c.tensor(0)?.try_rms_norm(c.ints(1)?, c.optional_tensor(2)?.as_ref(), c.optional_float(3)?).into_outputs()
    }),
    ("group_norm.default", |c| {
        c.tensor(0)?
            .try_group_norm(c.int(1)?, c.optional_tensor(2)?.as_ref(), c.optional_tensor(3)?.as_ref(), c.float(4)?)
            .into_outputs()
    }),
    ("batch_norm.default", |c| {
        c.tensor(0)?
            .try_batch_norm(
                c.optional_tensor(1)?.as_ref(),
                c.optional_tensor(2)?.as_ref(),
                c.optional_tensor(3)?.as_ref(),
                c.optional_tensor(4)?.as_ref(),
                c.boolean(5)?,
                c.float(6)?,
                c.float(7)?,
            )
            .into_outputs()
    }),
    ("dropout.default", |c| c.tensor(0)?.try_dropout(c.float(1)?, c.boolean(2)?).into_outputs()),
    ("dropout_.default", |c| c.tensor(0)?.try_dropout_(c.float(1)?, c.boolean(2)?).into_outputs()),
    ("conv1d.default", |c| {
        c.tensor(0)?
            .try_conv1d(&c.tensor(1)?, c.optional_tensor(2)?.as_ref(), c.ints(3)?, c.ints(4)?, c.ints(5)?, c.int(6)?)
            .into_outputs()
    }),
    ("conv2d.default", |c| {
        c.tensor(0)?
            .try_conv2d(&c.tensor(1)?, c.optional_tensor(2)?.as_ref(), c.ints(3)?, c.ints(4)?, c.ints(5)?, c.int(6)?)
            .into_outputs()
    }),
    ("conv3d.default", |c| {
        c.tensor(0)?
            .try_conv3d(&c.tensor(1)?, c.optional_tensor(2)?.as_ref(), c.ints(3)?, c.ints(4)?, c.ints(5)?, c.int(6)?)
            .into_outputs()
    }),
    ("conv_transpose1d.default", |c| {
        c.tensor(0)?
            .try_conv_transpose1d(
                &c.tensor(1)?,
                c.optional_tensor(2)?.as_ref(),
                c.ints(3)?,
                c.ints(4)?,
                c.ints(5)?,
                c.int(6)?,
                c.ints(7)?,
            )
            .into_outputs()
    }),
    ("conv_transpose2d.input", |c| {
        c.tensor(0)?
            .try_conv_transpose2d(
                &c.tensor(1)?,
                c.optional_tensor(2)?.as_ref(),
                c.ints(3)?,
                c.ints(4)?,
                c.ints(5)?,
                c.int(6)?,
                c.ints(7)?,
            )
            .into_outputs()
    }),
    ("conv_transpose3d.input", |c| {
        c.tensor(0)?
            .try_conv_transpose3d(
                &c.tensor(1)?,
                c.optional_tensor(2)?.as_ref(),
                c.ints(3)?,
                c.ints(4)?,
                c.ints(5)?,
                c.int(6)?,
                c.ints(7)?,
            )
            .into_outputs()
    }),
    ("convolution.default", |c| {
        c.tensor(0)?
            .try_convolution(
                &c.tensor(1)?,
                c.optional_tensor(2)?.as_ref(),
                c.ints(3)?,
                c.ints(4)?,
                c.ints(5)?,
                c.boolean(6)?,
                c.ints(7)?,
                c.int(8)?,
            )
            .into_outputs()
    }),
    ("max_pool1d.default", |c| {
        c.tensor(0)?.try_max_pool1d(c.ints(1)?, c.ints(2)?, c.ints(3)?, c.ints(4)?, c.boolean(5)?).into_outputs()
    }),
    ("max_pool2d.default", |c| {
        c.tensor(0)?.try_max_pool2d(c.ints(1)?, c.ints(2)?, c.ints(3)?, c.ints(4)?, c.boolean(5)?).into_outputs()
    }),
    ("max_pool3d.default", |c| {
        c.tensor(0)?.try_max_pool3d(c.ints(1)?, c.ints(2)?, c.ints(3)?, c.ints(4)?, c.boolean(5)?).into_outputs()
    }),
    ("avg_pool1d.default", |c| {
        c.tensor(0)?.try_avg_pool1d(c.ints(1)?, c.ints(2)?, c.ints(3)?, c.boolean(4)?, c.boolean(5)?).into_outputs()
    }),
    ("avg_pool2d.default", |c| {
        c.tensor(0)?
            .try_avg_pool2d(c.ints(1)?, c.ints(2)?, c.ints(3)?, c.boolean(4)?, c.boolean(5)?, c.optional_int(6)?)
            .into_outputs()
    }),
    ("avg_pool3d.default", |c| {
        c.tensor(0)?
            .try_avg_pool3d(c.ints(1)?, c.ints(2)?, c.ints(3)?, c.boolean(4)?, c.boolean(5)?, c.optional_int(6)?)
            .into_outputs()
    }),
    ("adaptive_avg_pool1d.default", |c| c.tensor(0)?.try_adaptive_avg_pool1d(c.ints(1)?).into_outputs()),
    ("adaptive_avg_pool2d.default", |c| c.tensor(0)?.try_adaptive_avg_pool2d(c.ints(1)?).into_outputs()),
    ("_adaptive_avg_pool2d.default", |c| c.tensor(0)?.try_adaptive_avg_pool2d(c.ints(1)?).into_outputs()),
    ("constant_pad_nd.default", |c| c.tensor(0)?.try_pad(c.ints(1)?, c.float(2)?).into_outputs()),
    ("im2col.default", |c| c.tensor(0)?.try_unfold2d(c.ints(1)?, c.ints(2)?, c.ints(3)?, c.ints(4)?).into_outputs()),
    ("col2im.default", |c| {
        c.tensor(0)?.try_fold2d(c.ints(1)?, c.ints(2)?, c.ints(3)?, c.ints(4)?, c.ints(5)?).into_outputs()
    }),
];
