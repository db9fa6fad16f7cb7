//! Softmax along the middle one of three dimensions, and its relatives.
//!
//! With an inner size of 1 a line is a row and lanes run along it; else lanes run across lines that stand side by side,
//! so that each register of memory is read whole.

mod columns;
mod rows;

use crate::cpu::lanes::Lanes;
use crate::parallel::for_chunks;
use crate::simd::{Kernel, Simd, dispatch};

/// How the lines lie: `outer` blocks of `size` × `inner` elements, in a row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lines {
    pub(crate) outer: usize,
    pub(crate) size: usize,
    pub(crate) inner: usize,
}

impl Lines {
    /// Elements of one block.
    fn block(self) -> usize {
        self.size * self.inner
    }
}

/// What is computed, with the inputs, all of them laid out as the result.
#[derive(Clone, Copy)]
pub(crate) enum Task<'a, T> {
    /// The softmax, or its logarithm.
    Forward { x: &'a [T], log: bool },
    /// The gradient of the softmax, or of its logarithm, from that of the result and the result.
    Backward { grad: &'a [T], out: &'a [T], log: bool },
    /// For each line the greatest element, then the logarithm of the sum of exponentials less that: two lines of
    /// `inner` numbers for each block.
    Statistics { x: &'a [T] },
    /// The softmax from `statistics`, times a number for each line.
    Scaled { x: &'a [T], statistics: &'a [T], scales: &'a [T] },
}

impl<'a, T> Task<'a, T> {
    /// The part of the task that makes one block.
    #[inline(always)]
    fn block(self, lines: Lines, at: usize) -> Task<'a, T> {
        let cut = |slice: &'a [T], len: usize| -> &'a [T] { &slice[at * len..(at + 1) * len] };
        let block = lines.block();
        match self {
            Task::Forward { x, log } => Task::Forward { x: cut(x, block), log },
            Task::Backward { grad, out, log } => Task::Backward { grad: cut(grad, block), out: cut(out, block), log },
            Task::Statistics { x } => Task::Statistics { x: cut(x, block) },
            Task::Scaled { x, statistics, scales } => Task::Scaled {
                x: cut(x, block),
                statistics: cut(statistics, 2 * lines.inner),
                scales: cut(scales, lines.inner),
            },
        }
    }
}

/// The blocks of a task from `first` on, as many as `out` takes.
struct Blocks<'a, T> {
    task: Task<'a, T>,
    lines: Lines,
    first: usize,
    out: &'a mut [T],
    out_block: usize,
}

impl<T: Lanes> Kernel for Blocks<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        for (at, out) in self.out.chunks_exact_mut(self.out_block).enumerate() {
            let task = self.task.block(self.lines, self.first + at);
            if self.lines.inner == 1 {
                rows::run::<T::At<S>, T>(task, out);
            } else {
                columns::run::<T::At<S>, T>(task, self.lines, out);
            }
        }
    }
}

/// Elements that a thread takes at a time.
const CHUNK: usize = 16 * 1024;

/// Exponentials cost about this many times what `parallel` counts as an element's work.
const COST: usize = 4;

/// Runs a task; `out` has the elements that the task says.
pub(crate) fn run<T: Lanes>(task: Task<'_, T>, lines: Lines, out: &mut [T]) {
    let out_block = if matches!(task, Task::Statistics { .. }) { 2 * lines.inner } else { lines.block() };
    if out.is_empty() {
        return;
    }
    let at_once = (CHUNK / lines.block().max(1)).max(1);
    let work = lines.outer * lines.block() * COST;
    for_chunks(out, at_once * out_block, work, &|chunk, out| {
        dispatch(Blocks { task, lines, first: chunk * at_once, out, out_block });
    });
}
