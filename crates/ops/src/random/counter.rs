//! Where a generator stands on each GPU: a seed, and how far each thread's sequence is used up.

use std::collections::BTreeMap;

/// The seed and the next unused place of the sequences of one GPU, a multiple of 4.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Counter {
    pub(super) seed: u64,
    pub(super) offset: u64,
}

/// The counters of all GPUs; one that was not drawn on yet stands at the start.
#[derive(Clone)]
pub(super) struct Counters {
    seed: u64,
    moved: BTreeMap<usize, Counter>,
}

impl Counters {
    pub(super) fn new(seed: u64) -> Counters {
        Counters { seed, moved: BTreeMap::new() }
    }

    pub(super) fn of(&self, ordinal: usize) -> Counter {
        self.moved.get(&ordinal).copied().unwrap_or(Counter { seed: self.seed, offset: 0 })
    }

    pub(super) fn set(&mut self, ordinal: usize, counter: Counter) {
        self.moved.insert(ordinal, counter);
    }
}

impl Counter {
    /// The 16 bytes of `torch.cuda.get_rng_state()`.
    pub(super) fn encode(self) -> Vec<u8> {
        [self.seed.to_le_bytes(), self.offset.to_le_bytes()].concat()
    }

    /// None unless there are 16 bytes of a seed and of a multiple of 4.
    pub(super) fn decode(bytes: &[u8]) -> Option<Counter> {
        let (seed, offset) = bytes.split_first_chunk()?;
        let offset = u64::from_le_bytes(offset.try_into().ok()?);
        offset.is_multiple_of(4).then_some(Counter { seed: u64::from_le_bytes(*seed), offset })
    }
}
