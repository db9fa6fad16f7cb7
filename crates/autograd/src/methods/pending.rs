//! Pending.
use crate::{Result, Tensor};
impl Tensor {
    pub(crate) fn try_cat(parts: &[&Tensor], _dim: i64) -> Result<Tensor> { Ok(parts[0].clone()) }
}
