//! The decoder of a transformer.

use cresset_autograd::{Result, Tensor};

use super::{Activation, AttentionOptions, MultiheadAttention, TransformerLayerBuilder, copies};
use crate::hooks::call_several;
use crate::{Dropout, Forward, LayerNorm, Linear, Module};

/// What a decoder does not see.
#[derive(Clone, Copy, Debug, Default)]
pub struct DecoderMasks<'a> {
    /// Pairs of places of the target, `[target, target]` or one for each head.
    pub tgt_mask: Option<&'a Tensor>,
    /// Pairs of places of target and memory, `[target, source]` or one for each head.
    pub memory_mask: Option<&'a Tensor>,
    /// Places of each target, `[batch, target]`.
    pub tgt_key_padding_mask: Option<&'a Tensor>,
    /// Places of each memory, `[batch, source]`.
    pub memory_key_padding_mask: Option<&'a Tensor>,
    /// Whether `tgt_mask` is the one that hides what comes later.
    pub tgt_is_causal: bool,
    /// Whether `memory_mask` is the one that hides what comes later.
    pub memory_is_causal: bool,
}

/// Attention of a target to itself, then to a memory, then two linear layers, all beside the target itself.
///
/// # Shapes
/// Target `[target, batch, d_model]` and memory `[source, batch, d_model]`, or with `batch_first` the batch in front, to
/// the sizes of the target.
#[derive(Clone, Debug, Module)]
pub struct TransformerDecoderLayer {
    /// The attention to itself.
    pub self_attn: MultiheadAttention,
    /// The attention to the memory.
    pub multihead_attn: MultiheadAttention,
    /// To the inner width.
    pub linear1: Linear,
    /// Between the linear layers.
    pub dropout: Dropout,
    /// From the inner width.
    pub linear2: Linear,
    /// For the attention to itself.
    pub norm1: LayerNorm,
    /// For the attention to the memory.
    pub norm2: LayerNorm,
    /// For the linear layers.
    pub norm3: LayerNorm,
    /// Behind the attention to itself.
    pub dropout1: Dropout,
    /// Behind the attention to the memory.
    pub dropout2: Dropout,
    /// Behind the linear layers.
    pub dropout3: Dropout,
    activation: Activation,
    norm_first: bool,
}

impl TransformerDecoderLayer {
    /// A layer with PyTorch's defaults.
    ///
    /// # Errors
    /// Heads that do not divide the size, or no memory left.
    pub fn new(d_model: usize, nhead: usize) -> Result<TransformerDecoderLayer> {
        TransformerDecoderLayer::builder(d_model, nhead).build()
    }

    /// A layer with options.
    pub fn builder(d_model: usize, nhead: usize) -> TransformerLayerBuilder<TransformerDecoderLayer> {
        TransformerLayerBuilder::start(d_model, nhead)
    }

    /// The target with what it finds in itself and in the memory.
    ///
    /// # Errors
    /// Sizes or dtypes that do not fit.
    pub fn forward(&self, tgt: &Tensor, memory: &Tensor, masks: DecoderMasks<'_>) -> Result<Tensor> {
        let usual = AttentionOptions { need_weights: false, ..AttentionOptions::default() };
        let to_itself = |x: &Tensor| {
            let (key_padding_mask, attn_mask) = (masks.tgt_key_padding_mask, masks.tgt_mask);
            let options = AttentionOptions { key_padding_mask, attn_mask, is_causal: masks.tgt_is_causal, ..usual };
            self.dropout1.forward(&self.self_attn.forward(x, x, x, options)?.0)
        };
        let to_memory = |x: &Tensor, memory: &Tensor| {
            let (key_padding_mask, attn_mask) = (masks.memory_key_padding_mask, masks.memory_mask);
            let options = AttentionOptions { key_padding_mask, attn_mask, is_causal: masks.memory_is_causal, ..usual };
            self.dropout2.forward(&self.multihead_attn.forward(x, memory, memory, options)?.0)
        };
        let feed = |x: &Tensor| {
            let inner = self.dropout.forward(&(self.activation)(&self.linear1.forward(x)?)?)?;
            self.dropout3.forward(&self.linear2.forward(&inner)?)
        };
        call_several(self, [tgt, memory], |[tgt, memory]| {
            if self.norm_first {
                let x = tgt.try_add(&to_itself(&self.norm1.forward(tgt)?)?)?;
                let x = x.try_add(&to_memory(&self.norm2.forward(&x)?, memory)?)?;
                return x.try_add(&feed(&self.norm3.forward(&x)?)?);
            }
            let x = self.norm1.forward(&tgt.try_add(&to_itself(tgt)?)?)?;
            let x = self.norm2.forward(&x.try_add(&to_memory(&x, memory)?)?)?;
            self.norm3.forward(&x.try_add(&feed(&x)?)?)
        })
    }
}

impl TransformerLayerBuilder<TransformerDecoderLayer> {
    /// The layer.
    ///
    /// # Errors
    /// Heads that do not divide the size, a chance outside 0..=1, not a floating dtype, or no memory left.
    pub fn build(&self) -> Result<TransformerDecoderLayer> {
        let (self_attn, multihead_attn) = (self.attention()?, self.attention()?);
        let [linear1, linear2] = self.linears()?;
        Ok(TransformerDecoderLayer {
            self_attn,
            multihead_attn,
            linear1,
            dropout: self.dropout_layer()?,
            linear2,
            norm1: self.norm()?,
            norm2: self.norm()?,
            norm3: self.norm()?,
            dropout1: self.dropout_layer()?,
            dropout2: self.dropout_layer()?,
            dropout3: self.dropout_layer()?,
            activation: self.activation,
            norm_first: self.norm_first,
        })
    }
}

/// Decoder layers one after another.
#[derive(Clone, Debug, Module)]
pub struct TransformerDecoder {
    /// The layers.
    pub layers: Vec<TransformerDecoderLayer>,
    /// Behind the last layer.
    pub norm: Option<LayerNorm>,
}

impl TransformerDecoder {
    /// Copies of a layer, which start alike but are trained apart, as PyTorch's.
    ///
    /// # Errors
    /// No memory left.
    pub fn new(
        layer: &TransformerDecoderLayer,
        num_layers: usize,
        norm: Option<LayerNorm>,
    ) -> Result<TransformerDecoder> {
        Ok(TransformerDecoder { layers: copies(layer, num_layers)?, norm })
    }

    /// The target through all layers.
    ///
    /// # Errors
    /// Sizes or dtypes that do not fit.
    pub fn forward(&self, tgt: &Tensor, memory: &Tensor, masks: DecoderMasks<'_>) -> Result<Tensor> {
        call_several(self, [tgt, memory], |[tgt, memory]| {
            let x = self.layers.iter().try_fold(tgt.clone(), |x, layer| layer.forward(&x, memory, masks))?;
            self.norm.as_ref().map_or(Ok(x.clone()), |norm| norm.forward(&x))
        })
    }
}
