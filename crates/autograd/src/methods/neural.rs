//! Operators of neural networks: convolution, pooling, normalisation, dropout and padding.

mod conv;
mod dropout;
pub(super) mod linear_map;
pub(super) mod norm;
mod pad;
pub(super) mod pool;

pub(crate) use conv::{
    conv_transpose1d, conv_transpose2d, conv_transpose3d, conv1d, conv1d_padding, conv2d, conv2d_padding, conv3d,
    conv3d_padding, convolution,
};
pub(crate) use dropout::{dropout, dropout_};
pub use norm::native::BatchNormOptions;
pub(crate) use norm::{batch_norm, group_norm, layer_norm, rms_norm};
pub(crate) use pad::pad;
pub(crate) use pool::{
    adaptive_avg_pool1d, adaptive_avg_pool2d, avg_pool1d, avg_pool2d, avg_pool3d, fold2d, max_pool1d, max_pool2d,
    max_pool3d, unfold2d,
};

/// Sizes as operators take them.
pub(super) fn signed(sizes: &[usize]) -> Vec<i64> {
    sizes.iter().map(|&size| size as i64).collect()
}
