//! Layers made of other operators: gates, products of several tensors, and noise.

mod dropouts;
mod products;

pub(crate) use dropouts::{
    alpha_dropout, feature_alpha_dropout, feature_dropout, kept_elements, native_dropout, rrelu, rrelu_,
};
pub(crate) use products::{bilinear, glu, local_response_norm, prelu, weight_norm};
