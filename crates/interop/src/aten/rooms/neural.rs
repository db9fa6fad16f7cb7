//! Overloads of neural networks whose arguments are not those of one method: words and codes, gradients from results,
//! statistics, bags.

use cresset_autograd::{
    BagMode, BagOptions, BatchNormOptions, DType, EmbeddingBag, GridMode, GridPadding, InterpolateMode, Options,
    PadMode, Result, Scalar, Tensor,
};
use smallvec::smallvec;

use super::defects;
use super::folds::gradient_alone;
use crate::aten::{Arguments, IntoOutputs, Outputs, Table, Value};

pub(super) const TABLE: Table = &[
    ("conv1d.padding", |c| {
        let bias = c.optional_tensor(2)?;
        let (x, weight) = (c.tensor(0)?, c.tensor(1)?);
        x.try_conv1d_padding(&weight, bias.as_ref(), c.ints(3)?, c.text(4)?, c.ints(5)?, c.int(6)?).into_outputs()
    }),
    ("conv2d.padding", |c| {
        let bias = c.optional_tensor(2)?;
        let (x, weight) = (c.tensor(0)?, c.tensor(1)?);
        x.try_conv2d_padding(&weight, bias.as_ref(), c.ints(3)?, c.text(4)?, c.ints(5)?, c.int(6)?).into_outputs()
    }),
    ("conv3d.padding", |c| {
        let bias = c.optional_tensor(2)?;
        let (x, weight) = (c.tensor(0)?, c.tensor(1)?);
        x.try_conv3d_padding(&weight, bias.as_ref(), c.ints(3)?, c.text(4)?, c.ints(5)?, c.int(6)?).into_outputs()
    }),
    ("convolution_backward.default", |c| {
        let (grad, input, weight) = (c.tensor(0)?, c.tensor(1)?, c.tensor(2)?);
        let sizes = [c.ints(4)?, c.ints(5)?, c.ints(6)?];
        let wanted = three(c, 10)?;
        some(grad.try_convolution_backward(&input, &weight, sizes, c.boolean(7)?, c.ints(8)?, c.int(9)?, wanted)?)
    }),
    ("_adaptive_avg_pool2d_backward.default", |c| {
        c.tensor(0)?.try_adaptive_avg_pool2d_backward(&c.tensor(1)?).into_outputs()
    }),
    ("avg_pool2d_backward.default", |c| {
        let sizes = [c.ints(2)?, c.ints(3)?, c.ints(4)?];
        let flags = [c.boolean(5)?, c.boolean(6)?];
        c.tensor(0)?.try_avg_pool2d_backward(&c.tensor(1)?, sizes, flags, c.optional_int(7)?).into_outputs()
    }),
    ("max_pool2d_with_indices_backward.default", |c| {
        let sizes = [c.ints(2)?, c.ints(3)?, c.ints(4)?, c.ints(5)?];
        c.tensor(0)?.try_max_pool2d_backward(&c.tensor(1)?, sizes, c.boolean(6)?, &c.tensor(7)?).into_outputs()
    }),
    ("upsample_nearest1d.vec", |c| nearest(c, 1, InterpolateMode::Nearest)),
    ("upsample_nearest2d.vec", |c| nearest(c, 2, InterpolateMode::Nearest)),
    ("upsample_nearest3d.vec", |c| nearest(c, 3, InterpolateMode::Nearest)),
    ("_upsample_nearest_exact1d.vec", |c| nearest(c, 1, InterpolateMode::NearestExact)),
    ("_upsample_nearest_exact2d.vec", |c| nearest(c, 2, InterpolateMode::NearestExact)),
    ("_upsample_nearest_exact3d.vec", |c| nearest(c, 3, InterpolateMode::NearestExact)),
    ("upsample_linear1d.vec", |c| smooth(c, 1, InterpolateMode::Linear).into_outputs()),
    ("upsample_bilinear2d.vec", |c| smooth(c, 2, InterpolateMode::Linear).into_outputs()),
    ("upsample_trilinear3d.vec", |c| smooth(c, 3, InterpolateMode::Linear).into_outputs()),
    ("upsample_bicubic2d.vec", |c| smooth(c, 2, InterpolateMode::Bicubic).into_outputs()),
    ("_upsample_bilinear2d_aa.vec", |c| antialiased(c, smooth(c, 2, InterpolateMode::LinearAntialias)?)),
    ("_upsample_bicubic2d_aa.vec", |c| antialiased(c, smooth(c, 2, InterpolateMode::BicubicAntialias)?)),
    ("_upsample_bilinear2d_aa.default", |c| antialiased(c, scaled(c, InterpolateMode::LinearAntialias)?)),
    ("_upsample_bicubic2d_aa.default", |c| antialiased(c, scaled(c, InterpolateMode::BicubicAntialias)?)),
    ("grid_sampler.default", |c| grid_sampler(c, None)),
    ("grid_sampler_2d.default", |c| grid_sampler(c, Some(4))),
    ("grid_sampler_3d.default", |c| grid_sampler(c, Some(5))),
    ("pad.default", |c| {
        let mode = match c.text(2)? {
            "constant" => PadMode::Constant,
            "reflect" => PadMode::Reflect,
            "replicate" => PadMode::Replicate,
            "circular" => PadMode::Circular,
            _ => return Err(c.refused(2, "use constant, reflect, replicate or circular")),
        };
        c.tensor(0)?.try_pad_mode(c.ints(1)?, mode, c.optional_float(3)?).into_outputs()
    }),
    ("embedding_dense_backward.default", |c| {
        let (grad, indices) = (c.tensor(0)?, c.tensor(1)?);
        grad.try_embedding_dense_backward(&indices, c.int(2)?, c.int(3)?, c.boolean(4)?).into_outputs()
    }),
    ("embedding.default", |c| {
        // PyTorch's default, -1, is no row.
        let padding = Some(c.int(2)?).filter(|&row| row >= 0);
        c.tensor(0)?.try_embedding(&c.tensor(1)?, padding, c.boolean(3)?).into_outputs()
    }),
    ("embedding_bag.padding_idx", |c| {
        let sums_alone = c.int(4)? == 0;
        let n_sizes = if sums_alone { c.tensor(2)?.numel() } else { usize::MAX };
        embedding_bag(c, c.tensor(1)?, c.optional_int(8)?, n_sizes)
    }),
    ("embedding_bag.default", |c| {
        let n_sizes = if c.int(4)? == 0 { c.tensor(2)?.numel() } else { usize::MAX };
        embedding_bag(c, c.tensor(1)?, None, n_sizes)
    }),
    ("fake_quantize_per_channel_affine.default", |c| {
        let (x, axis) = (c.tensor(0)?, c.int(3)?);
        let mut sizes = vec![1; x.dim()];
        match usize::try_from(axis).ok().and_then(|axis| sizes.get_mut(axis)) {
            Some(size) => *size = -1,
            None => return Err(c.refused(3, "name a dim of the tensor")),
        }
        let (scale, zero) = (c.tensor(1)?.try_view(&sizes)?, c.tensor(2)?.try_view(&sizes)?);
        quantized(&x, &scale, &zero.try_to_dtype(scale.dtype())?, [c.int(4)?, c.int(5)?])
    }),
    ("fake_quantize_per_tensor_affine.default", |c| {
        let number = |value: f64| Options::new().dtype(DType::F32).try_full([], value);
        quantized(&c.tensor(0)?, &number(c.float(1)?)?, &number(c.float(2)?)?, [c.int(3)?, c.int(4)?])
    }),
    ("max_unpool3d.default", |c| c.tensor(0)?.try_max_unpool3d(&c.tensor(1)?, c.ints(2)?).into_outputs()),
    ("nll_loss.default", |c| {
        c.tensor(0)?
            .try_nll_loss(&c.tensor(1)?, c.optional_tensor(2)?.as_ref(), c.reduction(3)?, c.int(4)?)
            .into_outputs()
    }),
    ("replication_pad1d.default", |c| c.tensor(0)?.try_replication_pad1d(c.ints(1)?).into_outputs()),
    ("_embedding_bag.default", |c| {
        let padding = Some(c.int(8)?).filter(|&index| index >= 0);
        let indices = if c.int(4)? == 2 { c.tensor(1)? } else { defects::in_memory_order(c.tensor(1)?) };
        embedding_bag(c, indices, padding, usize::MAX)
    }),
    ("native_layer_norm.default", |c| {
        let (weight, bias) = (c.optional_tensor(2)?, c.optional_tensor(3)?);
        c.tensor(0)?.try_native_layer_norm(c.ints(1)?, weight.as_ref(), bias.as_ref(), c.float(4)?).into_outputs()
    }),
    ("native_layer_norm_backward.default", |c| {
        let [mean, rstd] = [3, 4].map(|at| c.tensor(at).map(defects::in_memory_order));
        let (mean, rstd, weight, bias) = (mean?, rstd?, c.optional_tensor(5)?, c.optional_tensor(6)?);
        let parameters = [weight.as_ref(), bias.as_ref()];
        let (grad, input) = (c.tensor(0)?, c.tensor(1)?);
        some(grad.try_native_layer_norm_backward(&input, c.ints(2)?, [&mean, &rstd], parameters, three(c, 7)?)?)
    }),
    ("native_group_norm.default", |c| {
        let (weight, bias) = (c.optional_tensor(1)?, c.optional_tensor(2)?);
        let sizes = [c.int(3)?, c.int(4)?, c.int(5)?];
        let x = c.tensor(0)?;
        x.try_native_group_norm(weight.as_ref(), bias.as_ref(), sizes, c.int(6)?, c.float(7)?).into_outputs()
    }),
    ("native_group_norm_backward.default", |c| {
        let (mean, rstd, weight) = (c.tensor(2)?, c.tensor(3)?, c.optional_tensor(4)?);
        let sizes = [c.int(5)?, c.int(6)?, c.int(7)?];
        let (grad, input, wanted) = (c.tensor(0)?, c.tensor(1)?, three(c, 9)?);
        let statistics = [&mean, &rstd];
        some(grad.try_native_group_norm_backward(&input, statistics, weight.as_ref(), sizes, c.int(8)?, wanted)?)
    }),
    ("_native_batch_norm_legit.default", |c| batch_norm(c, Running::Written)),
    ("_native_batch_norm_legit.no_stats", |c| batch_norm(c, Running::None)),
    ("_native_batch_norm_legit_no_training.default", |c| batch_norm(c, Running::Read)),
    ("_native_batch_norm_legit_functional.default", |c| batch_norm(c, Running::Copied)),
    ("instance_norm.default", |c| {
        let [weight, bias, mean, var] = [1, 2, 3, 4].map(|at| c.optional_tensor(at));
        let (weight, bias, mean, var) = (weight?, bias?, mean?, var?);
        let options = BatchNormOptions {
            running_mean: mean.as_ref(),
            running_var: var.as_ref(),
            training: c.boolean(5)?,
            momentum: c.float(6)?,
            eps: c.float(7)?,
        };
        c.tensor(0)?.try_instance_norm(weight.as_ref(), bias.as_ref(), options).into_outputs()
    }),
    ("native_dropout.default", |c| match c.optional_boolean(2)? {
        Some(training) => c.tensor(0)?.try_native_dropout(c.float(1)?, training).into_outputs(),
        None => c.tensor(0)?.try_native_dropout_unscaled(c.float(1)?).into_outputs(),
    }),
    // PyTorch's lists of these are never one number for all.
    ("im2col.default", |c| {
        pairs(c, 1..5)?;
        c.tensor(0)?.try_unfold2d(c.ints(1)?, c.ints(2)?, c.ints(3)?, c.ints(4)?).into_outputs()
    }),
    ("col2im.default", |c| {
        pairs(c, 1..6)?;
        c.tensor(0)?.try_fold2d(c.ints(1)?, c.ints(2)?, c.ints(3)?, c.ints(4)?, c.ints(5)?).into_outputs()
    }),
    ("adaptive_avg_pool2d.default", |c| {
        pairs(c, 1..2)?;
        c.tensor(0)?.try_adaptive_avg_pool2d(c.ints(1)?).into_outputs()
    }),
    ("_adaptive_avg_pool2d.default", |c| {
        pairs(c, 1..2)?;
        c.tensor(0)?.try_adaptive_avg_pool2d(c.ints(1)?).into_outputs()
    }),
    ("adaptive_max_pool2d.default", |c| {
        pairs(c, 1..2)?;
        c.tensor(0)?.try_adaptive_max_pool2d(c.ints(1)?).into_outputs()
    }),
    ("rrelu.default", |c| c.tensor(0)?.try_rrelu(c.scalar(1)?, c.scalar(2)?, c.boolean(3)?).into_outputs()),
    ("rrelu_.default", |c| c.tensor(0)?.try_rrelu_(c.scalar(1)?, c.scalar(2)?, c.boolean(3)?).into_outputs()),
    ("rrelu_with_noise_functional.default", |c| {
        let noise = c.tensor(1)?;
        c.tensor(0)?.try_rrelu_with_noise(&noise, c.scalar(2)?, c.scalar(3)?, c.boolean(4)?).into_outputs()
    }),
    ("_trilinear.default", |c| {
        let (second, third) = (c.tensor(1)?, c.tensor(2)?);
        let expand = [c.ints(3)?, c.ints(4)?, c.ints(5)?];
        c.tensor(0)?.try_trilinear([&second, &third], expand, c.ints(6)?).into_outputs()
    }),
];

/// Refuses lists that do not have two numbers.
fn pairs(c: &Arguments<'_>, positions: std::ops::Range<usize>) -> Result<()> {
    for at in positions {
        if c.ints(at)?.len() != 2 {
            return Err(c.refused(at, "give two numbers"));
        }
    }
    Ok(())
}

/// Three truth values.
fn three(c: &Arguments<'_>, at: usize) -> Result<[bool; 3]> {
    c.booleans(at)?.try_into().map_err(|_| c.refused(at, "give three truth values"))
}

/// Results of which some are not wanted.
fn some(found: [Option<Tensor>; 3]) -> Result<Outputs> {
    Ok(found.into_iter().map(|found| found.map_or(Value::None, Value::Tensor)).collect())
}

fn upsample(
    c: &Arguments<'_>,
    rank: usize,
    mode: InterpolateMode,
    align_corners: bool,
    factors: usize,
) -> Result<Tensor> {
    let x = c.tensor(0)?;
    if x.dim() != rank + 2 {
        return Err(c.refused(0, "give batch, channels and the spatial dims"));
    }
    x.try_interpolate(c.optional_ints(1)?, c.optional_floats(factors)?, mode, align_corners)
}

fn nearest(c: &Arguments<'_>, rank: usize, mode: InterpolateMode) -> Result<Outputs> {
    upsample(c, rank, mode, false, 2).into_outputs()
}

fn smooth(c: &Arguments<'_>, rank: usize, mode: InterpolateMode) -> Result<Tensor> {
    upsample(c, rank, mode, c.boolean(2)?, 3)
}

/// With sizes and factors, both of two dims.
fn scaled(c: &Arguments<'_>, mode: InterpolateMode) -> Result<Tensor> {
    let scales = [c.optional_float(3)?, c.optional_float(4)?];
    c.tensor(0)?.try_interpolate_scaled(c.ints(1)?, &scales, mode, c.boolean(2)?)
}

fn antialiased(c: &Arguments<'_>, out: Tensor) -> Result<Outputs> {
    defects::antialiased(&c.tensor(0)?, out).into_outputs()
}

fn grid_sampler(c: &Arguments<'_>, rank: Option<usize>) -> Result<Outputs> {
    let x = c.tensor(0)?;
    if rank.is_some_and(|rank| x.dim() != rank) {
        return Err(c.refused(0, "give batch, channels and the spatial dims"));
    }
    let mode = match c.int(2)? {
        0 => GridMode::Bilinear,
        1 => GridMode::Nearest,
        2 => GridMode::Bicubic,
        _ => return Err(c.refused(2, "0 is bilinear, 1 nearest, 2 bicubic")),
    };
    if rank.is_none() && mode == GridMode::Bicubic && x.dim() != 4 {
        return Err(c.refused(2, "bicubic takes images, of four dims"));
    }
    let padding = match c.int(3)? {
        0 => GridPadding::Zeros,
        1 => GridPadding::Border,
        2 => GridPadding::Reflection,
        _ => return Err(c.refused(3, "0 is zeros, 1 border, 2 reflection")),
    };
    x.try_grid_sample(&c.tensor(1)?, mode, padding, c.boolean(4)?).into_outputs()
}

/// What is left of numbers that are brought to steps of a scale, between two whole ones, and back. The gradient passes
/// where nothing was cut off.
fn quantized(x: &Tensor, scale: &Tensor, zero: &Tensor, [low, high]: [i64; 2]) -> Result<Outputs> {
    let steps = x.detach().try_mul(&scale.try_reciprocal()?)?.try_round()?.try_add(zero)?;
    let kept = steps.try_ge(low)?.try_logical_and(&steps.try_le(high)?)?;
    let out = steps.try_clamp(low, high)?.try_sub(zero)?.try_mul(scale)?;
    out.try_add(&gradient_alone(&kept.try_where_self(x, 0)?)?).into_outputs()
}

/// A bag of rows. PyTorch leaves out what only some gradients need: `n_sizes` is how many sizes of bags it gives for
/// sums where that is not the number of bags.
fn embedding_bag(c: &Arguments<'_>, indices: Tensor, padding_idx: Option<i64>, n_sizes: usize) -> Result<Outputs> {
    let mode = match c.int(4)? {
        0 => BagMode::Sum,
        1 => BagMode::Mean,
        2 => BagMode::Max,
        _ => return Err(c.refused(4, "0 is the sum, 1 the mean, 2 the largest")),
    };
    let (weight, weights) = (c.tensor(0)?, c.optional_tensor(6)?);
    let options = BagOptions {
        mode,
        scale_grad_by_freq: c.boolean(3)?,
        per_sample_weights: weights.as_ref(),
        include_last_offset: c.boolean(7)?,
        padding_idx,
    };
    let found = weight.try_embedding_bag(&indices, &c.tensor(2)?, options)?;
    let EmbeddingBag { out, mut bag_of_index, mut bag_size, mut max_indices } = found;
    if mode == BagMode::Sum {
        let none = Options::new().dtype(bag_size.dtype());
        let n_sizes = if n_sizes == usize::MAX { bag_size.numel() } else { n_sizes };
        bag_size = none.clone().try_zeros([n_sizes])?;
        max_indices = bag_size.clone();
        let contiguous = weight.strides().get(1) == Some(&1) && out.strides().get(1) == Some(&1);
        let in_order = weights.as_ref().is_none_or(|weights| weights.strides() == [1]);
        let fast = weight.dtype() != DType::F64;
        if contiguous && in_order && fast && padding_idx.is_none() {
            bag_of_index = none.try_zeros([0])?;
        }
    }
    (out, bag_of_index, bag_size, max_indices).into_outputs()
}

/// What becomes of the running statistics of a batch norm.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Running {
    /// There are none.
    None,
    /// They are read.
    Read,
    /// They are read, or written in training.
    Written,
    /// Copies of them are, and are results too.
    Copied,
}

fn batch_norm(c: &Arguments<'_>, running: Running) -> Result<Outputs> {
    let (x, weight, bias) = (c.tensor(0)?, c.optional_tensor(1)?, c.optional_tensor(2)?);
    let (mean, var, rest) = match running {
        Running::None => (None, None, 3),
        Running::Copied => (Some(c.tensor(3)?.detach().try_copy()?), Some(c.tensor(4)?.detach().try_copy()?), 5),
        _ => (Some(c.tensor(3)?), Some(c.tensor(4)?), 5),
    };
    let (training, rest) = match running {
        Running::Read => (false, rest),
        _ => (c.boolean(rest)?, rest + 1),
    };
    let (momentum, eps): (Scalar, Scalar) = (c.scalar(rest)?, c.scalar(rest + 1)?);
    let options = BatchNormOptions {
        running_mean: mean.as_ref(),
        running_var: var.as_ref(),
        training,
        momentum: momentum.as_f64(),
        eps: eps.as_f64(),
    };
    let (out, save_mean, save_rstd) = x.try_native_batch_norm(weight.as_ref(), bias.as_ref(), options)?;
    let run = |x: &Tensor, weight: Option<&Tensor>, bias: Option<&Tensor>| {
        // The running statistics are written by now.
        let options = BatchNormOptions { running_mean: None, running_var: None, ..options };
        Ok(x.try_native_batch_norm(weight, bias, options)?.0)
    };
    let parameters = [weight.as_ref(), bias.as_ref()];
    let out = if training { defects::weight_in_memory_order(&x, parameters, run, out)? } else { out };
    let mut outputs: Outputs = smallvec![Value::Tensor(out), Value::Tensor(save_mean), Value::Tensor(save_rstd)];
    if running == Running::Copied {
        outputs.extend([mean, var].into_iter().flatten().map(Value::Tensor));
    }
    Ok(outputs)
}
