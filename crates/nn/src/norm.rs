//! Normalisation layers.

mod batch;
mod group;
mod layer;

use cresset_autograd::{Options, Result};

use crate::Parameter;

pub use batch::{BatchNorm1d, BatchNorm2d, BatchNormOptions};
pub use group::{GroupNorm, GroupNormBuilder};
pub use layer::{LayerNorm, LayerNormBuilder, NormalizedShape};

/// A parameter of one value, where it is wanted.
fn filled(wanted: bool, options: &Options, sizes: &[usize], value: f64) -> Result<Option<Parameter>> {
    wanted.then(|| Parameter::new(options.clone().try_full(sizes, value)?)).transpose()
}
