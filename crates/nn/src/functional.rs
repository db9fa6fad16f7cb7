//! Layers as functions, under the names of `torch.nn.functional`. Each is the tensor method of the same name, with errors
//! as values; what PyTorch leaves to defaults is written out.

use cresset_autograd::{
    BatchNormOptions, Error, GridMode, GridPadding, InterpolateMode, Options, PadMode, Reduction, Result, Scalar,
    Tensor,
};

macro_rules! functions {
    ($($name:ident = $method:ident($($arg:ident: $type:ty),*) $(-> $result:ty)?;)*) => {$(
        #[doc = concat!("[`Tensor::", stringify!($method), "`] as a function.")]
        ///
        /// # Errors
        /// Sizes, dtypes or options that do not fit.
        #[allow(clippy::too_many_arguments, reason = "PyTorch's arguments")]
        pub fn $name(input: &Tensor $(, $arg: $type)*) -> Result<functions!(@result $($result)?)> {
            input.$method($($arg),*)
        }
    )*};
    (@result) => { Tensor };
    (@result $result:ty) => { $result };
}

functions! {
    relu = try_relu();
    relu6 = try_relu6();
    sigmoid = try_sigmoid();
    logsigmoid = try_logsigmoid();
    tanh = try_tanh();
    tanhshrink = try_tanhshrink();
    softsign = try_softsign();
    silu = try_silu();
    mish = try_mish();
    selu = try_selu();
    hardsigmoid = try_hardsigmoid();
    hardswish = try_hardswish();
    elu = try_elu(alpha: f64);
    celu = try_celu(alpha: f64);
    leaky_relu = try_leaky_relu(negative_slope: f64);
    hardtanh = try_hardtanh(min_val: f64, max_val: f64);
    hardshrink = try_hardshrink(lambd: f64);
    softshrink = try_softshrink(lambd: f64);
    softplus = try_softplus(beta: f64, threshold: f64);
    threshold = try_threshold(threshold: f64, value: f64);
    gelu = try_gelu();
    prelu = try_prelu(weight: &Tensor);
    rrelu = try_rrelu(lower: f64, upper: f64, training: bool);
    glu = try_glu(dim: i64);
    softmax = try_softmax(dim: i64);
    log_softmax = try_log_softmax(dim: i64);
    linear = try_linear(weight: &Tensor, bias: Option<&Tensor>);
    bilinear = try_bilinear(input2: &Tensor, weight: &Tensor, bias: Option<&Tensor>);
    pad = try_pad_mode(pad: impl AsRef<[i64]>, mode: PadMode, value: Option<f64>);
    dropout = try_dropout(p: f64, training: bool);
    feature_dropout = try_feature_dropout(p: f64, training: bool);
    alpha_dropout = try_alpha_dropout(p: f64, training: bool);
    feature_alpha_dropout = try_feature_alpha_dropout(p: f64, training: bool);
    layer_norm = try_layer_norm(
        normalized_shape: impl AsRef<[i64]>, weight: Option<&Tensor>, bias: Option<&Tensor>, eps: f64
    );
    rms_norm = try_rms_norm(normalized_shape: impl AsRef<[i64]>, weight: Option<&Tensor>, eps: Option<f64>);
    group_norm = try_group_norm(num_groups: i64, weight: Option<&Tensor>, bias: Option<&Tensor>, eps: f64);
    batch_norm = try_batch_norm(
        weight: Option<&Tensor>, bias: Option<&Tensor>, running_mean: Option<&Tensor>, running_var: Option<&Tensor>,
        training: bool, momentum: f64, eps: f64
    );
    local_response_norm = try_local_response_norm(size: i64, alpha: f64, beta: f64, k: f64);
    pixel_shuffle = try_pixel_shuffle(upscale_factor: i64);
    pixel_unshuffle = try_pixel_unshuffle(downscale_factor: i64);
    channel_shuffle = try_channel_shuffle(groups: i64);
    one_hot = try_one_hot(num_classes: i64);
    cosine_similarity = try_cosine_similarity(x2: &Tensor, dim: i64, eps: f64);
    pairwise_distance = try_pairwise_distance(x2: &Tensor, p: f64, eps: f64, keepdim: bool);
    scaled_dot_product_attention = try_scaled_dot_product_attention(
        key: &Tensor, value: &Tensor, attn_mask: Option<&Tensor>, dropout_p: f64, is_causal: bool, scale: Option<f64>,
        enable_gqa: bool
    );
    mse_loss = try_mse_loss(target: &Tensor, reduction: Reduction);
    l1_loss = try_l1_loss(target: &Tensor, reduction: Reduction);
    smooth_l1_loss = try_smooth_l1_loss(target: &Tensor, reduction: Reduction, beta: f64);
    huber_loss = try_huber_loss(target: &Tensor, reduction: Reduction, delta: f64);
    kl_div = try_kl_div(target: &Tensor, reduction: Reduction, log_target: bool);
    nll_loss = try_nll_loss(target: &Tensor, weight: Option<&Tensor>, reduction: Reduction, ignore_index: i64);
    cross_entropy = try_cross_entropy(
        target: &Tensor, weight: Option<&Tensor>, reduction: Reduction, ignore_index: i64, label_smoothing: f64
    );
    binary_cross_entropy = try_binary_cross_entropy(target: &Tensor, weight: Option<&Tensor>, reduction: Reduction);
    binary_cross_entropy_with_logits = try_binary_cross_entropy_with_logits(
        target: &Tensor, weight: Option<&Tensor>, pos_weight: Option<&Tensor>, reduction: Reduction
    );
    soft_margin_loss = try_soft_margin_loss(target: &Tensor, reduction: Reduction);
    conv1d = try_conv1d(
        weight: &Tensor, bias: Option<&Tensor>, stride: impl AsRef<[i64]>, padding: impl AsRef<[i64]>,
        dilation: impl AsRef<[i64]>, groups: i64
    );
    conv2d = try_conv2d(
        weight: &Tensor, bias: Option<&Tensor>, stride: impl AsRef<[i64]>, padding: impl AsRef<[i64]>,
        dilation: impl AsRef<[i64]>, groups: i64
    );
    conv3d = try_conv3d(
        weight: &Tensor, bias: Option<&Tensor>, stride: impl AsRef<[i64]>, padding: impl AsRef<[i64]>,
        dilation: impl AsRef<[i64]>, groups: i64
    );
    conv_transpose1d = try_conv_transpose1d(
        weight: &Tensor, bias: Option<&Tensor>, stride: impl AsRef<[i64]>, padding: impl AsRef<[i64]>,
        output_padding: impl AsRef<[i64]>, groups: i64, dilation: impl AsRef<[i64]>
    );
    conv_transpose2d = try_conv_transpose2d(
        weight: &Tensor, bias: Option<&Tensor>, stride: impl AsRef<[i64]>, padding: impl AsRef<[i64]>,
        output_padding: impl AsRef<[i64]>, groups: i64, dilation: impl AsRef<[i64]>
    );
    conv_transpose3d = try_conv_transpose3d(
        weight: &Tensor, bias: Option<&Tensor>, stride: impl AsRef<[i64]>, padding: impl AsRef<[i64]>,
        output_padding: impl AsRef<[i64]>, groups: i64, dilation: impl AsRef<[i64]>
    );
    max_pool1d = try_max_pool1d(
        kernel_size: impl AsRef<[i64]>, stride: impl AsRef<[i64]>, padding: impl AsRef<[i64]>,
        dilation: impl AsRef<[i64]>, ceil_mode: bool
    );
    max_pool2d = try_max_pool2d(
        kernel_size: impl AsRef<[i64]>, stride: impl AsRef<[i64]>, padding: impl AsRef<[i64]>,
        dilation: impl AsRef<[i64]>, ceil_mode: bool
    );
    max_pool3d = try_max_pool3d(
        kernel_size: impl AsRef<[i64]>, stride: impl AsRef<[i64]>, padding: impl AsRef<[i64]>,
        dilation: impl AsRef<[i64]>, ceil_mode: bool
    );
    avg_pool1d = try_avg_pool1d(
        kernel_size: impl AsRef<[i64]>, stride: impl AsRef<[i64]>, padding: impl AsRef<[i64]>, ceil_mode: bool,
        count_include_pad: bool
    );
    avg_pool2d = try_avg_pool2d(
        kernel_size: impl AsRef<[i64]>, stride: impl AsRef<[i64]>, padding: impl AsRef<[i64]>, ceil_mode: bool,
        count_include_pad: bool, divisor_override: Option<i64>
    );
    avg_pool3d = try_avg_pool3d(
        kernel_size: impl AsRef<[i64]>, stride: impl AsRef<[i64]>, padding: impl AsRef<[i64]>, ceil_mode: bool,
        count_include_pad: bool, divisor_override: Option<i64>
    );
    adaptive_avg_pool1d = try_adaptive_avg_pool1d(output_size: impl AsRef<[i64]>);
    adaptive_avg_pool2d = try_adaptive_avg_pool2d(output_size: impl AsRef<[i64]>);
    adaptive_avg_pool3d = try_adaptive_avg_pool3d(output_size: impl AsRef<[i64]>);
    max_unpool1d = try_max_unpool1d(indices: &Tensor, output_size: impl AsRef<[i64]>);
    max_unpool2d = try_max_unpool2d(indices: &Tensor, output_size: impl AsRef<[i64]>);
    max_unpool3d = try_max_unpool3d(indices: &Tensor, output_size: impl AsRef<[i64]>);
    fractional_max_pool2d = try_fractional_max_pool2d(
        kernel_size: impl AsRef<[i64]>, output_size: impl AsRef<[i64]>, random_samples: &Tensor
    ) -> (Tensor, Tensor);
    max_pool1d_with_indices = try_max_pool1d_with_indices(
        kernel_size: impl AsRef<[i64]>, stride: impl AsRef<[i64]>, padding: impl AsRef<[i64]>,
        dilation: impl AsRef<[i64]>, ceil_mode: bool
    ) -> (Tensor, Tensor);
    max_pool2d_with_indices = try_max_pool2d_with_indices(
        kernel_size: impl AsRef<[i64]>, stride: impl AsRef<[i64]>, padding: impl AsRef<[i64]>,
        dilation: impl AsRef<[i64]>, ceil_mode: bool
    ) -> (Tensor, Tensor);
    max_pool3d_with_indices = try_max_pool3d_with_indices(
        kernel_size: impl AsRef<[i64]>, stride: impl AsRef<[i64]>, padding: impl AsRef<[i64]>,
        dilation: impl AsRef<[i64]>, ceil_mode: bool
    ) -> (Tensor, Tensor);
    adaptive_max_pool1d = try_adaptive_max_pool1d(output_size: impl AsRef<[i64]>) -> (Tensor, Tensor);
    adaptive_max_pool2d = try_adaptive_max_pool2d(output_size: impl AsRef<[i64]>) -> (Tensor, Tensor);
    adaptive_max_pool3d = try_adaptive_max_pool3d(output_size: impl AsRef<[i64]>) -> (Tensor, Tensor);
    instance_norm = try_instance_norm(
        weight: Option<&Tensor>, bias: Option<&Tensor>, options: BatchNormOptions<'_>
    );
    interpolate = try_interpolate(
        size: Option<&[i64]>, scale_factor: Option<&[f64]>, mode: InterpolateMode, align_corners: bool
    );
    grid_sample = try_grid_sample(grid: &Tensor, mode: GridMode, padding_mode: GridPadding, align_corners: bool);
    affine_grid = try_affine_grid(size: impl AsRef<[i64]>, align_corners: bool);
    pdist = try_pdist(p: f64);
    cosine_embedding_loss = try_cosine_embedding_loss(
        input2: &Tensor, target: &Tensor, margin: f64, reduction: Reduction
    );
    hinge_embedding_loss = try_hinge_embedding_loss(target: &Tensor, margin: f64, reduction: Reduction);
    margin_ranking_loss = try_margin_ranking_loss(input2: &Tensor, target: &Tensor, margin: f64, reduction: Reduction);
    multilabel_margin_loss = try_multilabel_margin_loss(target: &Tensor, reduction: Reduction);
    multi_margin_loss = try_multi_margin_loss(
        target: &Tensor, p: impl Into<Scalar>, margin: impl Into<Scalar>, weight: Option<&Tensor>, reduction: Reduction
    );
    poisson_nll_loss = try_poisson_nll_loss(
        target: &Tensor, log_input: bool, full: bool, eps: f64, reduction: Reduction
    );
    triplet_margin_loss = try_triplet_margin_loss(
        positive: &Tensor, negative: &Tensor, margin: f64, p: f64, eps: f64, swap: bool, reduction: Reduction
    );
    ctc_loss = try_ctc_loss(
        targets: &Tensor, input_lengths: impl AsRef<[i64]>, target_lengths: impl AsRef<[i64]>, blank: i64,
        reduction: Reduction, zero_infinity: bool
    );
}

/// [`softmax`] of the opposite numbers.
///
/// # Errors
/// No such dimension.
pub fn softmin(input: &Tensor, dim: i64) -> Result<Tensor> {
    input.try_neg()?.try_softmax(dim)
}

/// A tensor divided by its norm along a dimension, or by `eps` where that is larger.
///
/// # Errors
/// No such dimension.
pub fn normalize(input: &Tensor, p: f64, dim: i64, eps: f64) -> Result<Tensor> {
    input.try_div(&input.try_norm(p, Some(&[dim]), true)?.try_clamp_min(eps)?)
}

/// Samples of the categories whose logits are given, with gradients (Jang et al. 2017). With `hard` they are one-hot, with
/// the gradients of the soft ones.
///
/// # Errors
/// No such dimension.
pub fn gumbel_softmax(logits: &Tensor, tau: f64, hard: bool, dim: i64) -> Result<Tensor> {
    let exponential = Options::like(logits).try_empty(logits.sizes())?;
    let gumbels = exponential.try_exponential_(1.0)?.try_log()?.try_neg()?;
    let soft = logits.try_add(&gumbels)?.try_div(tau)?.try_softmax(dim)?;
    if !hard {
        return Ok(soft);
    }
    let (_, index) = soft.try_max_dim(dim, true)?;
    let zeros = Options::like(logits).try_zeros(logits.sizes())?;
    zeros.try_scatter(dim, &index, 1.0)?.try_sub(soft.detach())?.try_add(&soft)
}

/// Rows of a table at whole numbers; the row `padding_idx` gets no gradient.
///
/// # Errors
/// Indices that are no whole numbers or name no row.
pub fn embedding(
    input: &Tensor,
    weight: &Tensor,
    padding_idx: Option<i64>,
    scale_grad_by_freq: bool,
) -> Result<Tensor> {
    weight.try_embedding(input, padding_idx, scale_grad_by_freq)
}

/// Root of the sum of powers of each window along the last dimensions, of which there are as many as sizes of the window:
/// `lp_pool1d` to `lp_pool3d`.
///
/// # Errors
/// Windows that are not along one to three dimensions, or do not fit.
pub fn lp_pool(input: &Tensor, norm_type: f64, kernel_size: &[i64], stride: &[i64], ceil_mode: bool) -> Result<Tensor> {
    let none = vec![0; kernel_size.len()];
    let powers = input.try_pow(norm_type)?;
    let mean = match kernel_size.len() {
        1 => powers.try_avg_pool1d(kernel_size, stride, none, ceil_mode, true)?,
        2 => powers.try_avg_pool2d(kernel_size, stride, none, ceil_mode, true, None)?,
        3 => powers.try_avg_pool3d(kernel_size, stride, none, ceil_mode, true, None)?,
        _ => {
            let given = format!("{kernel_size:?}");
            return Err(Error::argument("lp_pool", "kernel_size", given, "give one to three sizes"));
        }
    };
    // As PyTorch: a negative sum of odd powers counts as zero or less, not as NaN.
    let positive = mean.try_sign()?.try_mul(&mean.try_abs()?.try_relu()?)?;
    positive.try_mul(kernel_size.iter().product::<i64>() as f64)?.try_pow(1.0 / norm_type)
}

/// The cross entropy of logits that a linear map makes: the weight is `[classes, *, in_features]`, the bias
/// `[classes, *]`.
///
/// # Shapes
/// Input `[batch, in_features]` or `[in_features]`; target `[batch, *]` of classes, or `[batch, classes, *]` of
/// probabilities.
///
/// # Errors
/// Sizes or dtypes that do not fit, or a class that is not there.
#[allow(clippy::too_many_arguments, reason = "PyTorch's arguments")]
pub fn linear_cross_entropy(
    input: &Tensor,
    linear_weight: &Tensor,
    target: &Tensor,
    linear_bias: Option<&Tensor>,
    weight: Option<&Tensor>,
    reduction: Reduction,
    ignore_index: i64,
    label_smoothing: f64,
) -> Result<Tensor> {
    let (lead, sizes) = (input.sizes().split_last(), linear_weight.sizes());
    let (Some((_, batch)), true, Some((&in_features, outputs))) = (lead, input.dim() <= 2, sizes.split_last()) else {
        let shapes = [("input", input.sizes()), ("linear_weight", sizes)];
        let remedy = "input is [batch, in_features] or [in_features], linear_weight [classes, *, in_features]";
        return Err(Error::shape("linear_cross_entropy", "wrong number of dims", &shapes, remedy));
    };
    let flat = linear_weight.try_reshape([-1, in_features as i64])?;
    let bias = linear_bias.map(|bias| bias.try_reshape([-1])).transpose()?;
    let logits = input.try_linear(&flat, bias.as_ref())?;
    let whole: Vec<i64> = batch.iter().chain(outputs).map(|&size| size as i64).collect();
    logits.try_reshape(whole)?.try_cross_entropy(target, weight, reduction, ignore_index, label_smoothing)
}
