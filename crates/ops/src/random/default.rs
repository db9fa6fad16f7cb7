//! The process-wide default generator.

use std::sync::LazyLock;

use super::error::RandomError;
use super::generator::{Generator, fresh_seed};

static DEFAULT: LazyLock<Generator> = LazyLock::new(|| Generator::new(fresh_seed()));

/// The generator used where none is given; it starts from an unpredictable seed.
pub fn default_generator() -> &'static Generator {
    &DEFAULT
}

/// Seeds the default generator.
pub fn manual_seed(seed: u64) {
    DEFAULT.manual_seed(seed);
}

/// Seeds the default generator unpredictably and returns the seed.
pub fn seed() -> u64 {
    DEFAULT.seed()
}

/// The seed that the default generator was last started from.
pub fn initial_seed() -> u64 {
    DEFAULT.initial_seed()
}

/// The default generator's state, in the layout of `torch.get_rng_state()`.
pub fn get_rng_state() -> Vec<u8> {
    DEFAULT.state()
}

/// Lets the default generator go on from a saved state.
///
/// # Errors
/// As [`Generator::set_state`].
pub fn set_rng_state(state: &[u8]) -> Result<(), RandomError> {
    DEFAULT.set_state(state)
}

/// The default generator's state on a GPU, in the layout of `torch.cuda.get_rng_state()`.
pub fn get_cuda_rng_state(ordinal: usize) -> Vec<u8> {
    DEFAULT.cuda_state(ordinal)
}

/// Lets the default generator go on, on a GPU, from a saved state.
///
/// # Errors
/// As [`Generator::set_cuda_state`].
pub fn set_cuda_rng_state(ordinal: usize, state: &[u8]) -> Result<(), RandomError> {
    DEFAULT.set_cuda_state(ordinal, state)
}
