//! Random numbers that a graph's kernels draw: where their sequences begin, given anew before each replay.

use std::sync::Arc;

use super::kernel::Arguments;
use super::{Gpu, Grid, Stream};
use crate::{Error, Result};

/// What random numbers of a device come from: a seed, and how far its sequences are used up.
pub trait RandomSource: Send + Sync {
    /// The seed and the next unused place, which moves on by so many.
    fn reserve(&self, ordinal: usize, places: u64) -> [u64; 2];
}

/// Sources of one graph at most.
const MOST: usize = 15;

/// The bytes that replays write: their number, and of each source a seed and a place.
pub(super) const RENEWED_BYTES: usize = size_of::<u64>() * (1 + 2 * MOST);

/// The kernels that a graph counts and renews with.
pub(super) const TEXT: &str = "
struct Renewal { unsigned long long *to, n, numbers[30]; };
extern \"C\" __global__ void count(unsigned long long *number) { *number += 1; }
extern \"C\" __global__ void renew(Renewal p) {
  for (unsigned long long at = 0; at < p.n; at++) p.to[at] = p.numbers[at];
}
";

/// The structure that `renew` takes.
#[repr(C)]
#[derive(Clone, Copy)]
struct Renewal {
    to: u64,
    n: u64,
    numbers: [u64; 2 * MOST],
}

// SAFETY: eight-byte fields as in the text; the address is that of as many numbers, which `Draws::renew` is given.
unsafe impl Arguments for Renewal {}

/// The sources of a graph, and how many places of each a replay uses up.
#[derive(Default)]
pub(super) struct Draws(Vec<(Arc<dyn RandomSource>, u64)>);

impl Draws {
    /// The byte where replays write a source's seed and place, and the places of the draws before this one, which is of
    /// so many.
    pub(super) fn add(&mut self, source: &Arc<dyn RandomSource>, places: u64) -> Result<[u64; 2]> {
        let all = &mut self.0;
        let at = all.iter().position(|(known, _)| Arc::ptr_eq(known, source)).unwrap_or(all.len());
        if at == MOST {
            let remedy = "draw from fewer generators in one graph";
            return Err(Error::graph("Graph::capture", "more than 15 generators", "generators", remedy));
        }
        if at == all.len() {
            all.push((source.clone(), 0));
        }
        let before = all[at].1;
        all[at].1 += places;
        Ok([(size_of::<u64>() * (1 + 2 * at)) as u64, before])
    }

    /// Queues the writing of what the next replay draws, behind the number of replays at `address`.
    pub(super) fn renew(&self, gpu: &'static Gpu, stream: Stream, address: u64) -> Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        let mut renewal =
            Renewal { to: address + size_of::<u64>() as u64, n: 2 * self.0.len() as u64, numbers: [0; 2 * MOST] };
        for (numbers, (source, places)) in renewal.numbers.chunks_exact_mut(2).zip(&self.0) {
            numbers.copy_from_slice(&source.reserve(gpu.ordinal(), *places));
        }
        let kernel = gpu.kernel("graph", "renew", || TEXT.to_owned())?;
        // SAFETY: the graph holds the numbers at the address, `RENEWED_BYTES`, locked for this replay.
        unsafe { kernel.launch(stream, Grid::line(1, 1), &renewal) }
    }
}
