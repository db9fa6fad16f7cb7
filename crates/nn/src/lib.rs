//! Layers, losses and initialisers under PyTorch's names.
//!
//! A model is an ordinary struct that derives [`Module`], or a [`Sequential`]:
//!
//! ```
//! use cresset_autograd::{Result, Tensor, zeros};
//! use cresset_nn::{Forward, Linear, Module, ReLU, Sequential};
//!
//! #[derive(Module)]
//! struct Net {
//!     hidden: Linear,
//!     out: Linear,
//! }
//!
//! impl Net {
//!     fn forward(&self, x: &Tensor) -> Result<Tensor> {
//!         self.out.forward(&self.hidden.forward(x)?.try_relu()?)
//!     }
//! }
//!
//! # fn main() -> Result<()> {
//! let net = Net { hidden: Linear::new(64, 32)?, out: Linear::new(32, 10)? };
//! assert_eq!(net.forward(&zeros([2, 64]))?.sizes(), [2, 10]);
//! assert_eq!(net.named_parameters()[2].0, "out.weight");
//!
//! let same = Sequential::new().add(Linear::new(64, 32)?).add(ReLU).add(Linear::new(32, 10)?);
//! println!("{same}");
//! # Ok(())
//! # }
//! ```
#![forbid(unsafe_code)]

// The derive macro writes this crate's name, here too.
extern crate self as cresset_nn;

mod activation;
mod bilinear;
mod builder;
mod containers;
mod conv;
#[doc(hidden)]
pub mod derive;
mod display;
mod distance;
mod dropout;
mod embedding;
mod field;
pub mod functional;
mod functional_call;
mod fusion;
mod hooks;
pub mod init;
mod linear;
mod loss;
mod module;
mod norm;
mod pad;
mod parameter;
mod parametrized;
mod pool;
mod python;
mod recurrent;
mod safetensors;
mod sequential;
mod shape;
mod sizes;
mod state_dict;
mod summary;
mod transformer;
mod upsample;
mod vector;

pub use activation::{
    AdaptiveLogSoftmaxWithLoss, CELU, ELU, GELU, GLU, Hardshrink, Hardsigmoid, Hardswish, Hardtanh, LeakyReLU,
    LogSigmoid, LogSoftmax, Mish, PReLU, RReLU, ReLU, ReLU6, SELU, SiLU, Sigmoid, Softmax, Softmax2d, Softmin,
    Softplus, Softshrink, Softsign, Tanh, Tanhshrink, Threshold,
};
pub use bilinear::{Bilinear, BilinearBuilder};
pub use containers::{Dict, ModuleDict, ModuleList, ParameterDict, ParameterList};
pub use conv::{
    Conv, Conv1d, Conv1dBuilder, Conv2d, Conv2dBuilder, Conv3d, Conv3dBuilder, ConvBuilder, ConvTranspose,
    ConvTranspose1d, ConvTranspose2d, ConvTranspose3d, ConvTransposeBuilder,
};
pub use cresset_nn_derive::Module;
pub use distance::{CosineSimilarity, PairwiseDistance};
pub use dropout::{AlphaDropout, ChannelDropout, Dropout, Dropout1d, Dropout2d, Dropout3d, FeatureAlphaDropout};
pub use embedding::{Embedding, EmbeddingBag, EmbeddingBagBuilder, EmbeddingBuilder};
pub use field::Field;
pub use functional_call::functional_call;
pub use fusion::{fuse_conv_bn_eval, fuse_conv_bn_weights, fuse_linear_bn_eval};
pub use hooks::{LayerHook, Observed, call, call_tuple, observe};
pub use linear::{Linear, LinearBuilder};
pub use loss::{
    BCELoss, BCEWithLogitsLoss, CTCLoss, CosineEmbeddingLoss, CrossEntropyLoss, GaussianNLLLoss, HingeEmbeddingLoss,
    HuberLoss, KLDivLoss, L1Loss, LinearCrossEntropyLoss, MSELoss, MarginRankingLoss, MultiLabelMarginLoss,
    MultiLabelSoftMarginLoss, MultiMarginLoss, NLLLoss, NLLLoss2d, PoissonNLLLoss, SmoothL1Loss, SoftMarginLoss,
    TripletMarginLoss, TripletMarginWithDistanceLoss,
};
pub use module::{Forward, Member, MemberMut, Module, See, SeeMut};
pub use norm::{
    BatchNorm, BatchNorm1d, BatchNorm2d, BatchNorm3d, BatchNormOptions, CrossMapLRN2d, GroupNorm, GroupNormBuilder,
    InstanceNorm, InstanceNorm1d, InstanceNorm2d, InstanceNorm3d, LayerNorm, LayerNormBuilder, LocalResponseNorm,
    NormalizedShape, RMSNorm, RMSNormBuilder, SyncBatchNorm, update_bn,
};
pub use pad::{
    CircularPad, CircularPad1d, CircularPad2d, CircularPad3d, ConstantPad, ConstantPad1d, ConstantPad2d, ConstantPad3d,
    Margins, ReflectionPad, ReflectionPad1d, ReflectionPad2d, ReflectionPad3d, ReplicationPad, ReplicationPad1d,
    ReplicationPad2d, ReplicationPad3d, ZeroPad, ZeroPad1d, ZeroPad2d, ZeroPad3d,
};
pub use parameter::{Buffer, Mode, Parameter};
pub use parametrized::{Parametrized, SpectralNorm, WeightNorm, parametrize, spectral_norm, weight_norm};
pub use pool::{
    AdaptiveAvgPool, AdaptiveAvgPool1d, AdaptiveAvgPool2d, AdaptiveAvgPool3d, AdaptiveMaxPool, AdaptiveMaxPool1d,
    AdaptiveMaxPool2d, AdaptiveMaxPool3d, AvgPool, AvgPool1d, AvgPool2d, AvgPool3d, AvgPoolBuilder, FractionalMaxPool,
    FractionalMaxPool2d, FractionalMaxPool3d, FractionalOutput, LPPool, LPPool1d, LPPool2d, LPPool3d, LPPoolBuilder,
    MaxPool, MaxPool1d, MaxPool2d, MaxPool2dBuilder, MaxPool3d, MaxPoolBuilder, MaxUnpool, MaxUnpool1d, MaxUnpool2d,
    MaxUnpool3d, OutputSizes,
};
pub use recurrent::{
    CellBuilder, GRU, GRUCell, LSTM, LSTMCell, PackedSequence, RNN, RNNCell, RecurrentBuilder, pack_padded_sequence,
    pack_sequence, pad_packed_sequence, pad_sequence,
};
pub use safetensors::{load_safetensors, save_safetensors};
pub use sequential::Sequential;
pub use shape::{ChannelShuffle, Flatten, Fold, Identity, PixelShuffle, PixelUnshuffle, Unflatten, Unfold};
pub use sizes::{Pair, Sizes};
pub use state_dict::{LoadReport, StateDict};
pub use summary::{Summary, SummaryRow, summary, summary_of};
pub use transformer::{
    Activation, AttentionOptions, DecoderMasks, EncoderMasks, MultiheadAttention, MultiheadAttentionBuilder,
    Transformer, TransformerBuilder, TransformerDecoder, TransformerDecoderLayer, TransformerEncoder,
    TransformerEncoderLayer, TransformerLayerBuilder, TransformerMasks, generate_square_subsequent_mask,
};
pub use upsample::{Upsample, UpsamplingBilinear2d, UpsamplingNearest2d};
pub use vector::{parameters_to_vector, vector_to_parameters};

pub use cresset_autograd::{BagMode, InterpolateMode, PadMode, Reduction};
