//! Calls of kernels that take words: what most operators need around a text.

use cresset_storage::cuda::{Gpu, Grid, Stream};
use cresset_storage::{Device, Result};

use super::launch::{Addresses, Target, Words, launch, with_addresses};
use super::text::whole;
use crate::array::Array;

/// Threads of a block, `THREADS` in the texts.
pub(super) const THREADS: usize = 256;
/// Blocks at most where they need not be all there at once: what is left over goes round.
pub(super) const MOST_BLOCKS: usize = 1 << 20;
/// Blocks that a multiprocessor is given.
const BLOCKS_PER_MULTIPROCESSOR: usize = 16;

/// A text for some types and constants.
pub(super) struct Program<'a> {
    pub(super) name: &'static str,
    pub(super) types: &'a [(&'static str, &'a str)],
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
        let blocks = n_threads.div_ceil(THREADS).clamp(1, blocks_wanted(ordinal)?.div_ceil(n_parts));
        self.run_blocks(ordinal, (entry, [blocks, n_parts]), targets, inputs, words)
    }

    /// Queues one kernel on a grid of blocks.
    pub(super) fn run_blocks<'a, const N: usize>(
        &self,
        ordinal: usize,
        (entry, blocks): (&str, [usize; 2]),
        targets: Vec<Target<'a>>,
        inputs: &[Option<&'a Array>],
        words: impl FnOnce(&Addresses) -> [u64; N],
    ) -> Result<()> {
        self.with(ordinal, targets, inputs, |found, queue| queue.launch(entry, blocks, words(found)))
    }

    /// Lets `body` queue kernels on arrays that are locked meanwhile.
    pub(super) fn with<'a, const N: usize>(
        &self,
        ordinal: usize,
        targets: Vec<Target<'a>>,
        inputs: &[Option<&'a Array>],
        body: impl FnOnce(&Addresses, &Queue<'_, N>) -> Result<()>,
    ) -> Result<()> {
        let (gpu, stream) = (Gpu::of(ordinal)?, Stream::current(ordinal)?);
        let queue = Queue { program: self, gpu, stream, name: self.name() };
        with_addresses(stream, targets, inputs, |found| body(found, &queue))
    }

    /// What stands for the text.
    fn name(&self) -> String {
        let types = self.types.iter().map(|&(name, is)| format!(" {name}={is}"));
        let constants = self.constants.iter().map(|(name, is)| format!(" {name}={is}"));
        [self.name.to_owned()].into_iter().chain(types).chain(constants).collect()
    }
}

/// Kernels of a program that take `N` words, on the current stream of a device.
pub(super) struct Queue<'a, const N: usize> {
    program: &'a Program<'a>,
    gpu: &'static Gpu,
    stream: Stream,
    name: String,
}

impl<const N: usize> Queue<'_, N> {
    /// Queues one kernel on a grid of blocks.
    pub(super) fn launch(&self, entry: &str, [columns, rows]: [usize; 2], words: [u64; N]) -> Result<()> {
        let text = || {
            let fixed = [("THREADS", THREADS), ("ARGUMENT_WORDS", N)];
            whole(self.program.types, &[self.program.constants, &fixed].concat(), self.program.file)
        };
        let kernel = self.gpu.kernel(&self.name, entry, text)?;
        let grid = Grid { blocks: [columns as u32, rows as u32, 1], threads: [THREADS as u32, 1, 1], shared_bytes: 0 };
        launch(self.stream, kernel, grid, &Words(words))
    }
}

/// Blocks that keep a device busy.
pub(super) fn blocks_wanted(ordinal: usize) -> Result<usize> {
    Ok(Gpu::of(ordinal)?.multiprocessors().max(1) as usize * BLOCKS_PER_MULTIPROCESSOR)
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
