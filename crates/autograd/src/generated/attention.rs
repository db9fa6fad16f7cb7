//! Methods of the room `attention`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::autocast::Casts;
use crate::methods::attention;
use crate::record::one_device;
use crate::{Result, Tensor, plain};

impl Tensor {
    /// Values weighted by how well their keys fit each query.
    #[expect(clippy::too_many_arguments, reason = "PyTorch's")]
    #[track_caller]
    pub fn scaled_dot_product_attention(
        &self,
        key: &Tensor,
        value: &Tensor,
        attn_mask: Option<&Tensor>,
        dropout_p: f64,
        is_causal: bool,
        scale: Option<f64>,
        enable_gqa: bool,
    ) -> Tensor {
        plain(self.try_scaled_dot_product_attention(key, value, attn_mask, dropout_p, is_causal, scale, enable_gqa))
    }

    /// [`Tensor::scaled_dot_product_attention`] with errors as values.
    #[expect(clippy::too_many_arguments, reason = "PyTorch's")]
    #[track_caller]
    pub fn try_scaled_dot_product_attention(
        &self,
        key: &Tensor,
        value: &Tensor,
        attn_mask: Option<&Tensor>,
        dropout_p: f64,
        is_causal: bool,
        scale: Option<f64>,
        enable_gqa: bool,
    ) -> Result<Tensor> {
        one_device("scaled_dot_product_attention", [Some(self), Some(key), Some(value), attn_mask])?;
        if let Some(casts) = Casts::lower() {
            return attention::scaled_dot_product_attention(
                &casts.one(self)?,
                &casts.one(key)?,
                &casts.one(value)?,
                casts.optional(attn_mask)?.as_ref(),
                dropout_p,
                is_causal,
                scale,
                enable_gqa,
            );
        }
        attention::scaled_dot_product_attention(self, key, value, attn_mask, dropout_p, is_causal, scale, enable_gqa)
    }
}
