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
mod conv;
#[doc(hidden)]
pub mod derive;
mod display;
mod dropout;
mod embedding;
mod field;
pub mod init;
mod linear;
mod loss;
mod module;
mod norm;
mod parameter;
mod pool;
mod python;
mod recurrent;
mod safetensors;
mod sequential;
mod shape;
mod sizes;
mod state_dict;
mod transformer;

pub use activation::{GELU, LogSoftmax, PReLU, ReLU, Sigmoid, Softmax, Tanh};
pub use bilinear::{Bilinear, BilinearBuilder};
pub use conv::{
    Conv, Conv1d, Conv1dBuilder, Conv2d, Conv2dBuilder, Conv3d, Conv3dBuilder, ConvBuilder, ConvTranspose,
    ConvTranspose1d, ConvTranspose2d, ConvTranspose3d, ConvTransposeBuilder,
};
pub use cresset_nn_derive::Module;
pub use dropout::Dropout;
pub use embedding::{Embedding, EmbeddingBag, EmbeddingBagBuilder, EmbeddingBuilder};
pub use field::Field;
pub use linear::{Linear, LinearBuilder};
pub use loss::{CrossEntropyLoss, L1Loss, MSELoss, NLLLoss};
pub use module::{Forward, Member, MemberMut, Module, See, SeeMut};
pub use norm::{
    BatchNorm1d, BatchNorm2d, BatchNormOptions, GroupNorm, GroupNormBuilder, LayerNorm, LayerNormBuilder,
    NormalizedShape,
};
pub use parameter::{Buffer, Mode, Parameter};
pub use pool::{MaxPool2d, MaxPool2dBuilder};
pub use recurrent::{
    CellBuilder, GRU, GRUCell, LSTM, LSTMCell, PackedSequence, RNN, RNNCell, RecurrentBuilder, pack_padded_sequence,
    pack_sequence, pad_packed_sequence, pad_sequence,
};
pub use safetensors::{load_safetensors, save_safetensors};
pub use sequential::Sequential;
pub use shape::{Flatten, Identity};
pub use sizes::{Pair, Sizes};
pub use state_dict::{LoadReport, StateDict};
pub use transformer::{
    Activation, AttentionOptions, DecoderMasks, EncoderMasks, MultiheadAttention, MultiheadAttentionBuilder,
    Transformer, TransformerBuilder, TransformerDecoder, TransformerDecoderLayer, TransformerEncoder,
    TransformerEncoderLayer, TransformerLayerBuilder, TransformerMasks, generate_square_subsequent_mask,
};

pub use cresset_autograd::{BagMode, PadMode, Reduction};
