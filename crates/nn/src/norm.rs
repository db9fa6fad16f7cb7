//! Normalisation layers.

mod batch;
mod group;
mod layer;
mod local;
mod rms;

use cresset_autograd::{Options, Result};

use crate::Parameter;

pub use batch::{
    BatchNorm, BatchNorm1d, BatchNorm2d, BatchNorm3d, BatchNormOptions, InstanceNorm, InstanceNorm1d, InstanceNorm2d,
    InstanceNorm3d, SyncBatchNorm, update_bn,
};
pub use group::{GroupNorm, GroupNormBuilder};
pub use layer::{LayerNorm, LayerNormBuilder, NormalizedShape};
pub use local::{CrossMapLRN2d, LocalResponseNorm};
pub use rms::{RMSNorm, RMSNormBuilder};

/// A parameter of one value, where it is wanted.
fn filled(wanted: bool, options: &Options, sizes: &[usize], value: f64) -> Result<Option<Parameter>> {
    wanted.then(|| Parameter::new(options.clone().try_full(sizes, value)?)).transpose()
}
