//! Where a pass stands, and passes that go on from there.

use cresset_autograd::{Error, Result};
use serde::{Deserialize, Serialize};

/// Where a pass of a [`super::DataLoader`] stands: enough to give the same items from there on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoaderState {
    /// Batches that the pass has given.
    pub n_given: usize,
    /// The generator's state before the pass drew its order.
    #[serde(with = "serde_bytes")]
    pub generator_before: Vec<u8>,
    /// The generator's state now.
    #[serde(with = "serde_bytes")]
    pub generator_now: Vec<u8>,
}

pub(super) fn refuse(error: impl std::fmt::Display) -> Error {
    Error::format("DataLoader::resume", "not the state of a generator", error, "load what state() gave")
}

/// That as many batches can be passed over as were given.
pub(super) fn check_passed(passed: usize, state: &LoaderState) -> Result<()> {
    match passed == state.n_given {
        true => Ok(()),
        false => {
            let subject = format!("{} of {passed} batches given", state.n_given);
            Err(Error::format("DataLoader::resume", "the pass was longer", subject, "build the same loader first"))
        }
    }
}
