//! The state of an optimiser as plain data that serde can write and read.

use std::collections::BTreeMap;

use cresset_autograd::{DType, Error, Result, Tensor, bytes};
use serde::{Deserialize, Serialize};

/// All that an optimiser needs to go on, but the parameters themselves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OptimizerState<R> {
    /// PyTorch's name of the optimiser.
    pub optimizer: String,
    /// What is kept of the parameters that were updated, by their numbers.
    pub state: BTreeMap<usize, SavedParam>,
    /// The groups.
    pub param_groups: Vec<SavedGroup<R>>,
}

impl<R> Default for OptimizerState<R> {
    fn default() -> OptimizerState<R> {
        OptimizerState { optimizer: String::new(), state: BTreeMap::new(), param_groups: Vec::new() }
    }
}

/// A group: its options and the numbers of its parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SavedGroup<R> {
    /// The numbers of the parameters, counted through all groups.
    pub params: Vec<usize>,
    /// The learning rate that schedules begin with, once there is one.
    #[serde(default)]
    pub initial_lr: Option<f64>,
    /// The options.
    #[serde(flatten)]
    pub options: R,
}

/// What is kept of one parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SavedParam {
    /// How often it was updated.
    pub step: u64,
    /// The states under PyTorch's names.
    #[serde(flatten)]
    pub tensors: BTreeMap<String, SavedTensor>,
}

/// A tensor's elements.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SavedTensor {
    /// The dtype's name.
    pub dtype: String,
    /// The sizes.
    pub sizes: Vec<usize>,
    /// The elements in row-major order, as little-endian bytes.
    #[serde(with = "serde_bytes")]
    pub bytes: Vec<u8>,
}

impl SavedTensor {
    /// The elements of a tensor.
    ///
    /// # Errors
    /// No memory left.
    pub fn new(tensor: &Tensor) -> Result<SavedTensor> {
        let bytes = bytes::to_bytes(tensor.array())?;
        Ok(SavedTensor { dtype: tensor.dtype().to_string(), sizes: tensor.sizes().to_vec(), bytes })
    }

    /// A new tensor of the elements.
    ///
    /// # Errors
    /// No dtype of that name, or not as many bytes as the sizes need.
    pub fn read(&self) -> Result<Tensor> {
        let Some(dtype) = DType::from_name(&self.dtype) else {
            return Err(Error::format("load_state_dict", "not a dtype", &self.dtype, "save it anew"));
        };
        bytes::from_bytes(&self.bytes, dtype, &self.sizes).map(Tensor::new)
    }
}
