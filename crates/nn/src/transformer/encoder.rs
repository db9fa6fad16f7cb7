//! The encoder of a transformer.

use cresset_autograd::{Result, Tensor};

use super::{Activation, AttentionOptions, MultiheadAttention, TransformerLayerBuilder, copies};
use crate::hooks::call;
use crate::{Dropout, Forward, LayerNorm, Linear, Module};

/// What an encoder does not see.
#[derive(Clone, Copy, Debug, Default)]
pub struct EncoderMasks<'a> {
    /// Pairs of places, `[source, source]` or one for each head.
    pub mask: Option<&'a Tensor>,
    /// Places of each sequence, `[batch, source]`.
    pub src_key_padding_mask: Option<&'a Tensor>,
    /// Whether `mask` is the one that hides what comes later.
    pub is_causal: bool,
}

/// Attention of a sequence to itself, then two linear layers, both beside the sequence itself.
///
/// # Shapes
/// `[source, batch, d_model]`, or with `batch_first` the batch in front, to the same.
#[derive(Clone, Debug, Module)]
pub struct TransformerEncoderLayer {
    /// The attention.
    pub self_attn: MultiheadAttention,
    /// To the inner width.
    pub linear1: Linear,
    /// Between the linear layers.
    pub dropout: Dropout,
    /// From the inner width.
    pub linear2: Linear,
    /// For the attention.
    pub norm1: LayerNorm,
    /// For the linear layers.
    pub norm2: LayerNorm,
    /// Behind the attention.
    pub dropout1: Dropout,
    /// Behind the linear layers.
    pub dropout2: Dropout,
    activation: Activation,
    norm_first: bool,
}

impl TransformerEncoderLayer {
    /// A layer with PyTorch's defaults.
    ///
    /// # Errors
    /// Heads that do not divide the size, or no memory left.
    pub fn new(d_model: usize, nhead: usize) -> Result<TransformerEncoderLayer> {
        TransformerEncoderLayer::builder(d_model, nhead).build()
    }

    /// A layer with options.
    pub fn builder(d_model: usize, nhead: usize) -> TransformerLayerBuilder<TransformerEncoderLayer> {
        TransformerLayerBuilder::start(d_model, nhead)
    }

    /// The sequence with what it finds in itself.
    ///
    /// # Errors
    /// Sizes or dtypes that do not fit.
    pub fn forward(&self, src: &Tensor, masks: EncoderMasks<'_>) -> Result<Tensor> {
        let attend = |x: &Tensor| {
            let options = AttentionOptions {
                key_padding_mask: masks.src_key_padding_mask,
                attn_mask: masks.mask,
                is_causal: masks.is_causal,
                need_weights: false,
                ..AttentionOptions::default()
            };
            self.dropout1.forward(&self.self_attn.forward(x, x, x, options)?.0)
        };
        let feed = |x: &Tensor| {
            let inner = self.dropout.forward(&(self.activation)(&self.linear1.forward(x)?)?)?;
            self.dropout2.forward(&self.linear2.forward(&inner)?)
        };
        call(self, src, |src| {
            if self.norm_first {
                let x = src.try_add(&attend(&self.norm1.forward(src)?)?)?;
                return x.try_add(&feed(&self.norm2.forward(&x)?)?);
            }
            let x = self.norm1.forward(&src.try_add(&attend(src)?)?)?;
            self.norm2.forward(&x.try_add(&feed(&x)?)?)
        })
    }
}

impl TransformerLayerBuilder<TransformerEncoderLayer> {
    /// The layer.
    ///
    /// # Errors
    /// Heads that do not divide the size, a chance outside 0..=1, not a floating dtype, or no memory left.
    pub fn build(&self) -> Result<TransformerEncoderLayer> {
        let self_attn = self.attention()?;
        let [linear1, linear2] = self.linears()?;
        Ok(TransformerEncoderLayer {
            self_attn,
            linear1,
            dropout: self.dropout_layer()?,
            linear2,
            norm1: self.norm()?,
            norm2: self.norm()?,
            dropout1: self.dropout_layer()?,
            dropout2: self.dropout_layer()?,
            activation: self.activation,
            norm_first: self.norm_first,
        })
    }
}

impl Forward for TransformerEncoderLayer {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        TransformerEncoderLayer::forward(self, x, EncoderMasks::default())
    }
}

/// Encoder layers one after another.
#[derive(Clone, Debug, Module)]
pub struct TransformerEncoder {
    /// The layers.
    pub layers: Vec<TransformerEncoderLayer>,
    /// Behind the last layer.
    pub norm: Option<LayerNorm>,
}

impl TransformerEncoder {
    /// Copies of a layer, which start alike but are trained apart, as PyTorch's.
    ///
    /// # Errors
    /// No memory left.
    pub fn new(
        layer: &TransformerEncoderLayer,
        num_layers: usize,
        norm: Option<LayerNorm>,
    ) -> Result<TransformerEncoder> {
        Ok(TransformerEncoder { layers: copies(layer, num_layers)?, norm })
    }

    /// The sequence through all layers.
    ///
    /// # Errors
    /// Sizes or dtypes that do not fit.
    pub fn forward(&self, src: &Tensor, masks: EncoderMasks<'_>) -> Result<Tensor> {
        call(self, src, |src| {
            let x = self.layers.iter().try_fold(src.clone(), |x, layer| layer.forward(&x, masks))?;
            self.norm.as_ref().map_or(Ok(x.clone()), |norm| norm.forward(&x))
        })
    }
}

impl Forward for TransformerEncoder {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        TransformerEncoder::forward(self, x, EncoderMasks::default())
    }
}
