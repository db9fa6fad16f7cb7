//! A constant around a tensor.

use std::sync::Arc;

use cresset_ops::{Array, pad as ops};
use cresset_storage::Result;

use super::linear_map::{LinearMap, link};
use crate::Tensor;

/// Padding with zeros.
struct Pad(Vec<i64>);

impl LinearMap for Pad {
    fn name(&self, _transposed: bool) -> &'static str {
        "ConstantPadNdBackward0"
    }

    fn map(&self, x: &Array, transposed: bool) -> Result<Array> {
        if transposed { ops::pad(x, &ops::opposite(&self.0), 0.into()) } else { ops::pad(x, &self.0, 0.into()) }
    }
}

#[track_caller]
pub(crate) fn pad(x: &Tensor, pad: &[i64], value: f64) -> Result<Tensor> {
    let out = ops::pad(x.array(), pad, value.into())?;
    link(x, out, Arc::new(Pad(pad.to_vec())), false)
}
