//! Layers as functions, under the names of `torch.nn.functional`. Each is the tensor method of the same name, with errors
//! as values; what PyTorch leaves to defaults is written out.

use cresset_autograd::{Options, PadMode, Reduction, Result, Tensor};

macro_rules! functions {
    ($($name:ident = $method:ident($($arg:ident: $type:ty),*);)*) => {$(
        #[doc = concat!("[`Tensor::", stringify!($method), "`] as a function.")]
        ///
        /// # Errors
        /// Sizes, dtypes or options that do not fit.
        #[allow(clippy::too_many_arguments, reason = "PyTorch's arguments")]
        pub fn $name(input: &Tensor $(, $arg: $type)*) -> Result<Tensor> {
            input.$method($($arg),*)
        }
    )*};
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
