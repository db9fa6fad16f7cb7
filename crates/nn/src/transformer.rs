//! Attention and the layers of transformers.

mod attention;
mod decoder;
mod encoder;
mod heads;
mod whole;

use cresset_autograd::{DType, Options, Result, Tensor, default_dtype};

use crate::builder::setters;
use crate::{Dropout, LayerNorm, Linear, Module};

pub use attention::{AttentionOptions, MultiheadAttention, MultiheadAttentionBuilder};
pub use decoder::{DecoderMasks, TransformerDecoder, TransformerDecoderLayer};
pub use encoder::{EncoderMasks, TransformerEncoder, TransformerEncoderLayer};
pub use heads::{AttentionWeights, multi_head_attention_forward};
pub use whole::{Transformer, TransformerBuilder, TransformerMasks};

/// What stands between the two linear layers of a block.
pub type Activation = fn(&Tensor) -> Result<Tensor>;

/// Options of a layer of a transformer, at first PyTorch's defaults.
#[derive(Clone, Debug)]
#[must_use]
pub struct TransformerLayerBuilder<L> {
    d_model: usize,
    nhead: usize,
    dim_feedforward: usize,
    dropout: f64,
    activation: Activation,
    layer_norm_eps: f64,
    batch_first: bool,
    norm_first: bool,
    bias: bool,
    dtype: Option<DType>,
    layer: std::marker::PhantomData<fn() -> L>,
}

impl<L> TransformerLayerBuilder<L> {
    setters! {
        /// The width between the two linear layers.
        (dim_feedforward: usize);
        /// The chance of dropout.
        (dropout: f64);
        /// What stands between the two linear layers: `Tensor::try_relu` unless told otherwise.
        (activation: Activation);
        /// What is added to variances.
        (layer_norm_eps: f64);
        /// Whether the batch is the first dimension.
        (batch_first: bool);
        /// Whether normalisation comes in front of attention and linear layers.
        (norm_first: bool);
        /// Whether there are biases.
        (bias: bool);
        /// The dtype of the parameters.
        some (dtype: DType);
    }

    fn start(d_model: usize, nhead: usize) -> TransformerLayerBuilder<L> {
        TransformerLayerBuilder {
            d_model,
            nhead,
            dim_feedforward: 2048,
            dropout: 0.1,
            activation: Tensor::try_relu,
            layer_norm_eps: 1e-5,
            batch_first: false,
            norm_first: false,
            bias: true,
            dtype: None,
            layer: std::marker::PhantomData,
        }
    }

    /// The same options of another kind of layer.
    fn of<M>(&self) -> TransformerLayerBuilder<M> {
        let TransformerLayerBuilder { d_model, nhead, dim_feedforward, dropout, activation, .. } = *self;
        let TransformerLayerBuilder { layer_norm_eps, batch_first, norm_first, bias, dtype, .. } = *self;
        let layer = std::marker::PhantomData;
        TransformerLayerBuilder {
            d_model,
            nhead,
            dim_feedforward,
            dropout,
            activation,
            layer_norm_eps,
            batch_first,
            norm_first,
            bias,
            dtype,
            layer,
        }
    }

    fn dtype_or_usual(&self) -> DType {
        self.dtype.unwrap_or_else(default_dtype)
    }

    fn attention(&self) -> Result<MultiheadAttention> {
        MultiheadAttention::builder(self.d_model, self.nhead)
            .dropout(self.dropout)
            .bias(self.bias)
            .batch_first(self.batch_first)
            .dtype(self.dtype_or_usual())
            .build()
    }

    fn norm(&self) -> Result<LayerNorm> {
        LayerNorm::builder(self.d_model).eps(self.layer_norm_eps).bias(self.bias).dtype(self.dtype_or_usual()).build()
    }

    fn linears(&self) -> Result<[Linear; 2]> {
        let linear = |from, to| Linear::builder(from, to).bias(self.bias).dtype(self.dtype_or_usual()).build();
        Ok([linear(self.d_model, self.dim_feedforward)?, linear(self.dim_feedforward, self.d_model)?])
    }

    fn dropout_layer(&self) -> Result<Dropout> {
        Dropout::new(self.dropout)
    }
}

/// A layer and copies of it with parameters of their own, which start alike, as PyTorch's.
fn copies<L: Module + Clone>(layer: &L, count: usize) -> Result<Vec<L>> {
    (0..count).map(|_| layer.deep_copy()).collect()
}

/// A square mask that hides what comes later: minus infinity above the diagonal, zero elsewhere.
///
/// # Errors
/// No memory left.
pub fn generate_square_subsequent_mask(size: usize) -> Result<Tensor> {
    Options::new().try_full([size, size], f64::NEG_INFINITY)?.try_triu(1)
}
