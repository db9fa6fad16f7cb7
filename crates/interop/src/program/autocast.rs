//! Regions of `torch.autocast` on the CPU: which operators compute in the lower dtype and which in `float32`.
//!
//! # Source
//! PyTorch, `aten/src/ATen/autocast_mode.h`, `AT_FORALL_LOWER_PRECISION_FP` and `AT_FORALL_FP32` of the CPU. Joins
//! promote by themselves.

use cresset_autograd::{DType, Result, Tensor};

use crate::aten::Value;

const LOWER: [&str; 16] = [
    "addbmm",
    "addmm",
    "baddbmm",
    "bmm",
    "conv1d",
    "conv2d",
    "conv3d",
    "conv_tbc",
    "conv_transpose1d",
    "conv_transpose2d",
    "conv_transpose3d",
    "linear",
    "matmul",
    "mm",
    "prelu",
    "scaled_dot_product_attention",
];

const SINGLE: [&str; 40] = [
    "adaptive_avg_pool3d",
    "avg_pool3d",
    "binary_cross_entropy",
    "binary_cross_entropy_with_logits",
    "cdist",
    "cosine_embedding_loss",
    "cross_entropy_loss",
    "ctc_loss",
    "grid_sampler",
    "hinge_embedding_loss",
    "huber_loss",
    "kl_div",
    "l1_loss",
    "linalg_cond",
    "linalg_eigh",
    "linalg_matrix_rank",
    "linalg_qr",
    "linalg_solve",
    "linalg_svd",
    "margin_ranking_loss",
    "max_pool3d",
    "mse_loss",
    "multi_margin_loss",
    "multilabel_margin_loss",
    "nanquantile",
    "nll_loss",
    "nll_loss2d",
    "poisson_nll_loss",
    "prod",
    "quantile",
    "reflection_pad1d",
    "reflection_pad2d",
    "replication_pad1d",
    "replication_pad2d",
    "replication_pad3d",
    "smooth_l1_loss",
    "soft_margin_loss",
    "stft",
    "trace",
    "triplet_margin_loss",
];

/// The dtype in which an operator computes in a region whose lower dtype is `lower`; nothing where it takes what it is
/// given.
pub(super) fn dtype_of(operator: &str, lower: DType) -> Option<DType> {
    if LOWER.contains(&operator) {
        return Some(lower);
    }
    SINGLE.contains(&operator).then_some(DType::F32)
}

/// The value with its floating tensors in this dtype. Those of `float64` stay as they are.
pub(super) fn cast(value: Value, dtype: DType) -> Result<Value> {
    let one = |tensor: Tensor| match tensor.dtype() {
        DType::F32 | DType::F16 | DType::BF16 => tensor.try_to_dtype(dtype),
        _ => Ok(tensor),
    };
    Ok(match value {
        Value::Tensor(tensor) => Value::Tensor(one(tensor)?),
        Value::Tensors(tensors) => Value::Tensors(tensors.into_iter().map(one).collect::<Result<_>>()?),
        value => value,
    })
}
