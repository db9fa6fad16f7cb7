//! The generator that users hold: a handle on one shared stream.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::{BuildHasher, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cresset_storage::Result;
use cresset_storage::cuda::{self, RandomSource};

use super::counter::{Counter, Counters};
use super::error::RandomError;
use super::state;
use super::stream::Stream;

/// PyTorch's seed for a generator made without one.
const DEFAULT_SEED: u64 = 67_280_421_310_721;

/// PyTorch's generators: for the CPU mt19937 and the second normal of the last pair, for each GPU a seed and an offset of
/// Philox4x32-10. All start from one seed; a tensor's device says which of them draws.
///
/// A clone is another handle on the same stream; [`Generator::clone_state`] makes an independent one.
#[derive(Clone)]
pub struct Generator {
    shared: Arc<Shared>,
}

struct Shared {
    stream: Mutex<Stream>,
    counters: Mutex<Counters>,
}

impl Shared {
    fn counters(&self) -> MutexGuard<'_, Counters> {
        self.counters.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl RandomSource for Shared {
    fn reserve(&self, ordinal: usize, places: u64) -> [u64; 2] {
        let mut counters = self.counters();
        let Counter { seed, offset } = counters.of(ordinal);
        counters.set(ordinal, Counter { seed, offset: offset.wrapping_add(places) });
        [seed, offset]
    }
}

impl Generator {
    /// A generator seeded by the low 32 bits of `seed` on the CPU, by all of them on GPUs.
    pub fn new(seed: u64) -> Self {
        Self::from_parts(Stream::new(seed), Counters::new(seed))
    }

    /// An independent generator that goes on as this one would.
    pub fn clone_state(&self) -> Self {
        Self::from_parts(self.lock().clone(), self.counters().clone())
    }

    /// Goes on, on each device, as the other would.
    pub fn copy_state(&self, other: &Generator) {
        let (stream, counters) = (other.lock().clone(), other.counters().clone());
        *self.lock() = stream;
        *self.counters() = counters;
    }

    /// Starts the stream anew; a kept normal is dropped.
    pub fn manual_seed(&self, seed: u64) {
        *self.lock() = Stream::new(seed);
        *self.counters() = Counters::new(seed);
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
    pub fn set_state(&self, state: &[u8]) -> std::result::Result<(), RandomError> {
        let stream = state::decode(state)?;
        *self.lock() = stream;
        Ok(())
    }

    /// The state on a GPU in the 16 bytes of `torch.cuda.get_rng_state()`.
    pub fn cuda_state(&self, ordinal: usize) -> Vec<u8> {
        self.counters().of(ordinal).encode()
    }

    /// Goes on, on a GPU, from a state that [`Generator::cuda_state`] or `torch.cuda.get_rng_state()` saved.
    ///
    /// # Errors
    /// [`RandomError::CudaState`]; the generator is then unchanged.
    pub fn set_cuda_state(&self, ordinal: usize, state: &[u8]) -> std::result::Result<(), RandomError> {
        let counter = Counter::decode(state).ok_or(RandomError::CudaState { n_bytes: state.len() })?;
        self.counters().set(ordinal, counter);
        Ok(())
    }

    /// The seed and the offset of a draw on a GPU, and 0: the offset moves on. In a graph, which draws at each replay, the
    /// offset within the replay, and where that finds its seed and what it adds to the offset.
    pub(crate) fn reserve(&self, ordinal: usize, increment: u64) -> Result<[u64; 3]> {
        let source: Arc<dyn RandomSource> = self.shared.clone();
        Ok(match cuda::Stream::current(ordinal)?.draws(&source, increment)? {
            Some([start, before]) => [0, before, start],
            None => {
                let [seed, offset] = source.reserve(ordinal, increment);
                [seed, offset, 0]
            }
        })
    }

    fn from_parts(stream: Stream, counters: Counters) -> Self {
        Self { shared: Arc::new(Shared { stream: Mutex::new(stream), counters: Mutex::new(counters) }) }
    }

    fn counters(&self) -> MutexGuard<'_, Counters> {
        self.shared.counters()
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Stream> {
        // Every state of a stream is a valid one, so a panic that left the lock poisoned did no harm.
        self.shared.stream.lock().unwrap_or_else(PoisonError::into_inner)
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
