//! Calls of kernels that take words: what most operators need around a text.

use cresset_storage::cuda::{Gpu, Grid, Stream};
use cresset_storage::{Device, Result};

use super::launch::{Addresses, Target, Words, launch, with_addresses};
use super::text::whole;
use crate::array::Array;

/// Threads of a block, `THREADS` in the texts.
pub(super) const THREADS: usize = 256;
/// Blocks that a multiprocessor is given; what is left over goes round.
const BLOCKS_PER_MULTIPROCESSOR: usize = 16;

/// A text for some types and constants.
pub(super) struct Program<'a> {
    pub(super) name: &'static str,
    pub(super) types: &'a [(&'static str, &'static str)],
    pub(super) constants: &'a [(&'static str, usize)],
    pub(super) file: &'static str,
}

impl Program<'_> {
    /// Queues one kernel with a thread for each of `n_threads`, as far as the grid goes.
    pub(super) fn run<'a, const N: usize>(
        &self,
        ordinal: usize,
        (entry, n_threads): (&str, usize),
        targets: Vec<Target<'a>>,
        inputs: &[Option<&'a Array>],
        words: impl FnOnce(&Addresses) -> [u64; N],
    ) -> Result<()> {
        self.run_parts(ordinal, (entry, n_threads, 1), targets, inputs, words)
    }

    /// Queues one kernel with a row of the grid for each part, of a thread for each of `n_threads`.
    pub(super) fn run_parts<'a, const N: usize>(
        &self,
        ordinal: usize,
        (entry, n_threads, n_parts): (&str, usize, usize),
        targets: Vec<Target<'a>>,
        inputs: &[Option<&'a Array>],
        words: impl FnOnce(&Addresses) -> [u64; N],
    ) -> Result<()> {
        let most = Gpu::of(ordinal)?.multiprocessors().max(1) as usize * BLOCKS_PER_MULTIPROCESSOR;
        let blocks = n_threads.div_ceil(THREADS).clamp(1, most.div_ceil(n_parts));
        self.run_blocks(ordinal, (entry, [blocks, n_parts]), targets, inputs, words)
    }

    /// Queues one kernel on a grid of blocks.
    pub(super) fn run_blocks<'a, const N: usize>(
        &self,
        ordinal: usize,
        (entry, [columns, rows]): (&str, [usize; 2]),
        targets: Vec<Target<'a>>,
        inputs: &[Option<&'a Array>],
        words: impl FnOnce(&Addresses) -> [u64; N],
    ) -> Result<()> {
        let (gpu, stream) = (Gpu::of(ordinal)?, Stream::current(ordinal)?);
        let text = || {
            let fixed = [("THREADS", THREADS), ("ARGUMENT_WORDS", N)];
            whole(self.types, &[self.constants, &fixed].concat(), self.file)
        };
        let name = format!("{} {:?} {:?}", self.name, self.types, self.constants);
        let kernel = gpu.kernel(&name, entry, text)?;
        let grid = Grid { blocks: [columns as u32, rows as u32, 1], threads: [THREADS as u32, 1, 1], shared_bytes: 0 };
        with_addresses(stream, targets, inputs, |found| launch(stream, kernel, grid, &Words(words(found))))
    }
}

/// The ordinal of an array's GPU.
pub(super) fn ordinal_of(x: &Array) -> Option<usize> {
    match x.device() {
        Device::Cuda(ordinal) => Some(ordinal),
        Device::Cpu => None,
    }
}

/// The type of counters that go up to `n`: 32 bits divide faster.
pub(super) fn counter(n: usize) -> (&'static str, &'static str) {
    // A counter goes beyond its end by a step of the grid.
    ("Count", if n < 1 << 30 { "unsigned" } else { "unsigned long long" })
}

/// The bytes of the widest unit that elements can be moved in, whose runs have these numbers of bytes.
pub(super) fn unit_bytes(n_bytes: impl IntoIterator<Item = usize>) -> usize {
    let all = n_bytes.into_iter().fold(16, |all, n_bytes| all | n_bytes);
    1 << all.trailing_zeros()
}

/// The type of a unit of so many bytes.
pub(super) fn unit(n_bytes: usize) -> (&'static str, &'static str) {
    let types = ["unsigned char", "unsigned short", "unsigned", "unsigned long long", "uint4"];
    ("Unit", types.get(n_bytes.trailing_zeros() as usize).copied().unwrap_or("unsigned char"))
}

/// Bytes from the start of its storage, which is aligned for all units, to the first element of an array.
pub(super) fn offset_bytes(x: &Array) -> usize {
    x.layout().offset_bytes(x.dtype())
}
