//! Pooling layers.

mod adaptive;
mod average;
mod fractional;
mod max;
mod unpool;

pub use adaptive::{
    AdaptiveAvgPool, AdaptiveAvgPool1d, AdaptiveAvgPool2d, AdaptiveAvgPool3d, AdaptiveMaxPool, AdaptiveMaxPool1d,
    AdaptiveMaxPool2d, AdaptiveMaxPool3d, OutputSizes,
};
pub use average::{
    AvgPool, AvgPool1d, AvgPool2d, AvgPool3d, AvgPoolBuilder, LPPool, LPPool1d, LPPool2d, LPPool3d, LPPoolBuilder,
};
pub use fractional::{FractionalMaxPool, FractionalMaxPool2d, FractionalMaxPool3d, FractionalOutput};
pub use max::{MaxPool, MaxPool1d, MaxPool2d, MaxPool2dBuilder, MaxPool3d, MaxPoolBuilder};
pub use unpool::{MaxUnpool, MaxUnpool1d, MaxUnpool2d, MaxUnpool3d};
