//! All that a run needs to go on, as bytes.

use cresset_autograd::{Error, Result};
use cresset_data::LoaderState;
use cresset_nn::{Module, StateDict};
use cresset_optim::scheduler::SchedulerState;
use cresset_optim::{GradScalerState, LBFGS, Optimizer, Rule, SavedTensor, Updater};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::{EarlyStopping, Epoch};

/// An optimiser whose state is bytes.
pub trait Resumable: Optimizer {
    /// The state.
    ///
    /// # Errors
    /// No memory left.
    fn to_bytes(&self) -> Result<Vec<u8>>;

    /// Goes on from a state; where it is refused, nothing is changed.
    ///
    /// # Errors
    /// The state of another optimiser or of other parameters.
    fn load_bytes(&mut self, bytes: &[u8]) -> Result<()>;
}

impl<R: Rule> Resumable for Updater<R> {
    fn to_bytes(&self) -> Result<Vec<u8>> {
        write(&self.state_dict()?)
    }

    fn load_bytes(&mut self, bytes: &[u8]) -> Result<()> {
        self.load_state_dict(&read(bytes)?)
    }
}

impl Resumable for LBFGS {
    fn to_bytes(&self) -> Result<Vec<u8>> {
        write(&self.state_dict()?)
    }

    fn load_bytes(&mut self, bytes: &[u8]) -> Result<()> {
        self.load_state_dict(&read(bytes)?)
    }
}

/// What a checkpoint holds.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Snapshot {
    /// The epoch that runs, or that has ended.
    pub(crate) epoch: usize,
    /// Steps of the optimiser.
    pub(crate) step: u64,
    /// Whether the epoch has ended.
    pub(crate) epoch_ended: bool,
    /// The sum of losses of the epoch so far, times their items.
    pub(crate) loss_sum: f64,
    /// Batches of the epoch so far.
    pub(crate) n_batches: usize,
    pub(crate) loader: LoaderState,
    #[serde(with = "serde_bytes")]
    pub(crate) random: Vec<u8>,
    pub(crate) model: Vec<(String, SavedTensor)>,
    #[serde(with = "serde_bytes")]
    pub(crate) optimizer: Vec<u8>,
    pub(crate) scheduler: Option<SchedulerState>,
    /// Absent from checkpoints of versions that had none.
    #[serde(default)]
    pub(crate) scaler: Option<GradScalerState>,
    pub(crate) early_stopping: Option<EarlyStopping>,
    pub(crate) history: Vec<Epoch>,
}

/// The tensors of a model.
pub(crate) fn save_model(model: &dyn Module) -> Result<Vec<(String, SavedTensor)>> {
    model.state_dict().iter().map(|(name, tensor)| Ok((name.to_string(), SavedTensor::new(tensor)?))).collect()
}

/// Tensors read back, for a model.
pub(crate) fn read_model(saved: &[(String, SavedTensor)]) -> Result<StateDict> {
    saved.iter().map(|(name, tensor)| Ok((name.clone(), tensor.read()?))).collect()
}

pub(crate) fn write<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    rmp_serde::to_vec_named(value).map_err(|error| Error::format("checkpoint", "cannot be written", error, "report it"))
}

pub(crate) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    let remedy = "load what the same version of the program has saved";
    rmp_serde::from_slice(bytes).map_err(|error| Error::format("checkpoint", "not the state expected", error, remedy))
}
