//! Operators of neural networks: convolution, pooling, normalisation, dropout and padding.

mod conv;
mod dropout;
mod linear_map;
mod norm;
mod pad;
mod pool;

pub(crate) use conv::{conv1d, conv2d, conv3d};
pub(crate) use dropout::{dropout, dropout_};
pub(crate) use norm::{batch_norm, group_norm, layer_norm, rms_norm};
pub(crate) use pad::pad;
pub(crate) use pool::{
    adaptive_avg_pool1d, adaptive_avg_pool2d, avg_pool1d, avg_pool2d, avg_pool3d, fold2d, max_pool1d, max_pool2d,
    max_pool3d, unfold2d,
};
