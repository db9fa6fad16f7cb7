//! Encoder and decoder together.

use cresset_autograd::{DType, Error, Result, Tensor};

use super::{
    Activation, DecoderMasks, EncoderMasks, TransformerDecoder, TransformerDecoderLayer, TransformerEncoder,
    TransformerEncoderLayer, TransformerLayerBuilder,
};
use crate::builder::setters;
use crate::hooks::call_several;
use crate::{Module, init};

/// What a transformer does not see; see [`EncoderMasks`] and [`DecoderMasks`].
#[derive(Clone, Copy, Debug, Default)]
#[allow(missing_docs, reason = "as of encoder and decoder")]
pub struct TransformerMasks<'a> {
    pub src_mask: Option<&'a Tensor>,
    pub tgt_mask: Option<&'a Tensor>,
    pub memory_mask: Option<&'a Tensor>,
    pub src_key_padding_mask: Option<&'a Tensor>,
    pub tgt_key_padding_mask: Option<&'a Tensor>,
    pub memory_key_padding_mask: Option<&'a Tensor>,
    pub src_is_causal: bool,
    pub tgt_is_causal: bool,
    pub memory_is_causal: bool,
}

/// An encoder, and a decoder that attends to what it makes.
///
/// # Shapes
/// Source `[source, batch, d_model]` and target `[target, batch, d_model]`, or with `batch_first` the batch in front, to
/// the sizes of the target.
///
/// # Source
/// Vaswani et al. 2017, <https://arxiv.org/abs/1706.03762>.
#[derive(Clone, Debug, Module)]
pub struct Transformer {
    /// The encoder.
    pub encoder: TransformerEncoder,
    /// The decoder.
    pub decoder: TransformerDecoder,
    batch_first: bool,
    d_model: usize,
}

/// Options of a [`Transformer`], at first PyTorch's defaults.
#[derive(Clone, Debug)]
#[must_use]
pub struct TransformerBuilder {
    num_encoder_layers: usize,
    num_decoder_layers: usize,
    layer: TransformerLayerBuilder<TransformerEncoderLayer>,
}

impl Transformer {
    /// Six layers on each side.
    ///
    /// # Errors
    /// Heads that do not divide the size, or no memory left.
    pub fn new(d_model: usize, nhead: usize) -> Result<Transformer> {
        Transformer::builder(d_model, nhead).build()
    }

    /// A transformer with options.
    pub fn builder(d_model: usize, nhead: usize) -> TransformerBuilder {
        let layer = TransformerLayerBuilder::start(d_model, nhead);
        TransformerBuilder { num_encoder_layers: 6, num_decoder_layers: 6, layer }
    }

    /// The target with what it finds in itself and in the source.
    ///
    /// # Errors
    /// Sizes or dtypes that do not fit.
    pub fn forward(&self, src: &Tensor, tgt: &Tensor, masks: TransformerMasks<'_>) -> Result<Tensor> {
        call_several(self, [src, tgt], |[src, tgt]| self.translated(src, tgt, masks))
    }

    fn translated(&self, src: &Tensor, tgt: &Tensor, masks: TransformerMasks<'_>) -> Result<Tensor> {
        let batch_dim = if self.batch_first { 0 } else { 1 };
        let fits = |x: &Tensor| x.sizes().last() == Some(&self.d_model);
        let batches =
            (src.dim() == 3).then(|| src.sizes()[batch_dim] == tgt.sizes().get(batch_dim).copied().unwrap_or(0));
        if src.dim() != tgt.dim() || batches == Some(false) || !fits(src) || !fits(tgt) {
            let shapes: [(_, &[usize]); 2] = [("src", src.sizes()), ("tgt", tgt.sizes())];
            let remedy = "both have one batch, and d_model as their last size";
            return Err(Error::shape("Transformer", "sizes differ", &shapes, remedy));
        }
        let encoding = EncoderMasks {
            mask: masks.src_mask,
            src_key_padding_mask: masks.src_key_padding_mask,
            is_causal: masks.src_is_causal,
        };
        let memory = self.encoder.forward(src, encoding)?;
        let decoding = DecoderMasks {
            tgt_mask: masks.tgt_mask,
            memory_mask: masks.memory_mask,
            tgt_key_padding_mask: masks.tgt_key_padding_mask,
            memory_key_padding_mask: masks.memory_key_padding_mask,
            tgt_is_causal: masks.tgt_is_causal,
            memory_is_causal: masks.memory_is_causal,
        };
        self.decoder.forward(tgt, &memory, decoding)
    }
}

/// Setters of the layers' options.
macro_rules! layer_setters {
    ($($(#[$doc:meta])* $name:ident: $type:ty;)*) => {$(
        $(#[$doc])*
        pub fn $name(mut self, $name: $type) -> TransformerBuilder {
            self.layer = self.layer.$name($name);
            self
        }
    )*};
}

impl TransformerBuilder {
    setters! {
        /// How many layers the encoder has.
        (num_encoder_layers: usize);
        /// How many layers the decoder has.
        (num_decoder_layers: usize);
    }
    layer_setters! {
        /// The width between the two linear layers.
        dim_feedforward: usize;
        /// The chance of dropout.
        dropout: f64;
        /// What stands between the two linear layers.
        activation: Activation;
        /// What is added to variances.
        layer_norm_eps: f64;
        /// Whether the batch is the first dimension.
        batch_first: bool;
        /// Whether normalisation comes in front of attention and linear layers.
        norm_first: bool;
        /// Whether there are biases.
        bias: bool;
        /// The dtype of the parameters.
        dtype: DType;
    }

    /// The transformer.
    ///
    /// # Errors
    /// Heads that do not divide the size, a chance outside 0..=1, not a floating dtype, or no memory left.
    pub fn build(self) -> Result<Transformer> {
        let TransformerBuilder { num_encoder_layers, num_decoder_layers, layer } = self;
        let encoder = TransformerEncoder::new(&layer.build()?, num_encoder_layers, Some(layer.norm()?))?;
        let decoder_layer = layer.of::<TransformerDecoderLayer>().build()?;
        let decoder = TransformerDecoder::new(&decoder_layer, num_decoder_layers, Some(layer.norm()?))?;
        let transformer = Transformer { encoder, decoder, batch_first: layer.batch_first, d_model: layer.d_model };
        for parameter in transformer.parameters().iter().filter(|parameter| parameter.dim() > 1) {
            init::xavier_uniform_(parameter, 1.0)?;
        }
        Ok(transformer)
    }
}
