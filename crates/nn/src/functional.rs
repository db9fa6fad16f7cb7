//! Layers as functions, under the names of `torch.nn.functional`. Each is the tensor method of the same name, with errors
//! as values; what PyTorch leaves to defaults is written out. Left out are names that PyTorch deprecates (`upsample`), and
//! products of numbers with scales (`scaled_mm`, `grouped_mm`).

mod composed;
mod embedding;
mod losses;
mod pooling;

use cresset_autograd::{
    BatchNormOptions, GridMode, GridPadding, InterpolateMode, PadMode, Reduction, Result, Scalar, Tensor,
};

pub use crate::transformer::{AttentionWeights, multi_head_attention_forward};
pub use composed::{conv_tbc, dropout1d, dropout2d, dropout3d, gumbel_softmax, normalize, softmin};
pub use embedding::{embedding, embedding_bag};
pub use losses::{linear_cross_entropy, multilabel_soft_margin_loss, triplet_margin_with_distance_loss};
pub use pooling::{
    adaptive_max_pool1d, adaptive_max_pool2d, adaptive_max_pool3d, fractional_max_pool2d,
    fractional_max_pool2d_with_indices, fractional_max_pool3d, fractional_max_pool3d_with_indices, lp_pool, lp_pool1d,
    lp_pool2d, lp_pool3d,
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
    adaptive_max_pool1d_with_indices = try_adaptive_max_pool1d(output_size: impl AsRef<[i64]>) -> (Tensor, Tensor);
    adaptive_max_pool2d_with_indices = try_adaptive_max_pool2d(output_size: impl AsRef<[i64]>) -> (Tensor, Tensor);
    adaptive_max_pool3d_with_indices = try_adaptive_max_pool3d(output_size: impl AsRef<[i64]>) -> (Tensor, Tensor);
    instance_norm = try_instance_norm(
        weight: Option<&Tensor>, bias: Option<&Tensor>, options: BatchNormOptions<'_>
    );
    interpolate = try_interpolate(
        size: Option<&[i64]>, scale_factor: Option<&[f64]>, mode: InterpolateMode, align_corners: bool
    );
    grid_sample = try_grid_sample(grid: &Tensor, mode: GridMode, padding_mode: GridPadding, align_corners: bool);
    affine_grid = try_affine_grid(size: impl AsRef<[i64]>, align_corners: bool);
    pdist = try_pdist(p: f64);
    unfold = try_unfold2d(
        kernel_size: impl AsRef<[i64]>, dilation: impl AsRef<[i64]>, padding: impl AsRef<[i64]>,
        stride: impl AsRef<[i64]>
    );
    fold = try_fold2d(
        output_size: impl AsRef<[i64]>, kernel_size: impl AsRef<[i64]>, dilation: impl AsRef<[i64]>,
        padding: impl AsRef<[i64]>, stride: impl AsRef<[i64]>
    );
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
    gaussian_nll_loss = try_gaussian_nll_loss(
        target: &Tensor, var: &Tensor, full: bool, eps: f64, reduction: Reduction
    );
    triplet_margin_loss = try_triplet_margin_loss(
        positive: &Tensor, negative: &Tensor, margin: f64, p: f64, eps: f64, swap: bool, reduction: Reduction
    );
    ctc_loss = try_ctc_loss(
        targets: &Tensor, input_lengths: impl AsRef<[i64]>, target_lengths: impl AsRef<[i64]>, blank: i64,
        reduction: Reduction, zero_infinity: bool
    );
}

macro_rules! in_place {
    ($($name:ident = $method:ident($($arg:ident),*);)*) => {$(
        #[doc = concat!("[`Tensor::", stringify!($method), "`] as a function.")]
        ///
        /// # Errors
        /// A dtype that does not fit, or a leaf that requires a gradient.
        pub fn $name(input: &Tensor $(, $arg: f64)*) -> Result<&Tensor> {
            input.$method($($arg),*)
        }
    )*};
}

in_place! {
    relu_ = try_relu_();
    selu_ = try_selu_();
    elu_ = try_elu_(alpha);
    celu_ = try_celu_(alpha);
    leaky_relu_ = try_leaky_relu_(negative_slope);
    hardtanh_ = try_hardtanh_(min_val, max_val);
    threshold_ = try_threshold_(threshold, value);
}

/// [`Tensor::try_rrelu_`] as a function.
///
/// # Errors
/// A dtype that does not fit, or a leaf that requires a gradient.
pub fn rrelu_(input: &Tensor, lower: f64, upper: f64, training: bool) -> Result<&Tensor> {
    input.try_rrelu_(lower, upper, training)
}
