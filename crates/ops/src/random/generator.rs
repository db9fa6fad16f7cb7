//! The generator that users hold: a handle on one shared stream.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::{BuildHasher, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::error::RandomError;
use super::state;
use super::stream::Stream;

/// PyTorch's seed for a generator made without one.
const DEFAULT_SEED: u64 = 67_280_421_310_721;

/// PyTorch's CPU generator: mt19937 and the second normal of the last pair.
///
/// A clone is another handle on the same stream; [`Generator::clone_state`] makes an independent one.
#[derive(Clone)]
pub struct Generator {
    stream: Arc<Mutex<Stream>>,
}

impl Generator {
    /// A generator seeded by the low 32 bits of `seed`.
    pub fn new(seed: u64) -> Self {
        Self::from_stream(Stream::new(seed))
    }

    /// An independent generator that goes on as this one would.
    pub fn clone_state(&self) -> Self {
        Self::from_stream(self.lock().clone())
    }

    /// Starts the stream anew; a kept normal is dropped.
    pub fn manual_seed(&self, seed: u64) {
        *self.lock() = Stream::new(seed);
    }

    /// Starts the stream anew from a seed that differs from call to call, and returns it.
    pub fn seed(&self) -> u64 {
        let seed = fresh_seed();
        self.manual_seed(seed);
        seed
    }

    /// The seed that the stream was last started from.
    pub fn initial_seed(&self) -> u64 {
        self.lock().engine.seed()
    }

    /// The next 32 bits.
    pub fn random_u32(&self) -> u32 {
        self.lock().next_u32()
    }

    /// The next 64 bits: two 32-bit draws, the first on top.
    pub fn random_u64(&self) -> u64 {
        self.lock().next_u64()
    }

    /// The next standard normal, as a tensor of one element would get it.
    pub fn next_normal(&self) -> f64 {
        self.lock().next_normal()
    }

    /// The state in the 5056 bytes of `torch.get_rng_state()`.
    pub fn state(&self) -> Vec<u8> {
        state::encode(&self.lock())
    }

    /// Goes on from a state that [`Generator::state`] or `torch.get_rng_state()` saved.
    ///
    /// # Errors
    /// [`RandomError::StateSize`] and [`RandomError::StateCounters`]; the stream is then unchanged.
    pub fn set_state(&self, state: &[u8]) -> Result<(), RandomError> {
        let stream = state::decode(state)?;
        *self.lock() = stream;
        Ok(())
    }

    fn from_stream(stream: Stream) -> Self {
        Self { stream: Arc::new(Mutex::new(stream)) }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Stream> {
        // Every state of a stream is a valid one, so a panic that left the lock poisoned did no harm.
        self.stream.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// PyTorch's seed for a generator made without one.
impl Default for Generator {
    fn default() -> Self {
        Self::new(DEFAULT_SEED)
    }
}

impl fmt::Debug for Generator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Generator").field("initial_seed", &self.initial_seed()).finish_non_exhaustive()
    }
}

/// 53 unpredictable bits: PyTorch keeps such seeds exact in a double.
pub(super) fn fresh_seed() -> u64 {
    // The keys of the standard library's hash maps come from the operating system's random source.
    RandomState::new().build_hasher().finish() & ((1 << 53) - 1)
}
