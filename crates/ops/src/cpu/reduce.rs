//! Folds a strided array along some dimensions, in blocks that depend on its sizes and strides alone.
//!
//! Where the elements of one result lie closest together, they are folded side by side in [`fold::LANES`] partial
//! results, block by block, and blocks are merged pairwise. Where the elements of neighbouring results lie closest, a
//! row of results is folded at once, row by row of the array. Elements that have gaps between them are gathered first.

pub(crate) mod element;
pub(crate) mod fold;
pub(crate) mod plan;
pub(crate) mod position;

use std::ops::Range;

use cresset_storage::Result;

use crate::access::Access;
use crate::array::Array;
use crate::parallel;
use crate::plain::Plain;
use crate::simd::{Kernel, Simd, dispatch};
use fold::{Fold, pairwise};
use plan::{Axes, Plan};

/// Elements folded into lanes before these become one. Rounding errors grow with its 128th part.
const BLOCK: usize = 4096;
/// Elements of one result that one thread folds; longer folds are split and the parts merged pairwise.
const PART: usize = 16 * BLOCK;
/// Results that are folded at once, row by row: their partial results stay in the first cache.
const COLUMNS: usize = 512;
/// Rows folded into one partial result before it is merged into the next.
const ROWS: usize = 64;
/// Results that must lie side by side for folding row by row to be faster than gathering.
const FEWEST_COLUMNS: usize = 16;

/// One value for each result of `plan`, in the plan's order. `given` has one entry for each result.
pub(crate) fn reduce<T: Plain, F: Fold<T>>(
    op: &'static str,
    x: &Array,
    plan: &Plan,
    fold: F,
    given: &[F::Given],
) -> Result<Vec<F::State>> {
    let layout = x.layout();
    let flat = x.as_strided(op, &[layout.span().len()], &[1], layout.offset())?;
    let access = Access::read(&[&flat])?;
    let elements: &[T] = access.slice(op, 0)?;
    let split = Split::new(plan);
    let n_parts = plan.n_folded.div_ceil(split.part).max(1);
    let mut states = vec![F::START; plan.n_results * n_parts];
    if plan.n_folded == 0 || plan.n_results == 0 {
        return Ok(states);
    }
    let work = plan.n_results.saturating_mul(plan.n_folded);
    parallel::for_chunks(&mut states, split.chunk, work, &|chunk, states| {
        let first = chunk * split.chunk;
        dispatch(Run { elements, plan, split, fold, given, first, states });
    });
    // As `pairwise`, for all results at once.
    let mut n_parts = n_parts;
    while n_parts > 1 {
        let half = n_parts.div_ceil(2) * plan.n_results;
        let (low, high) = states.split_at_mut(half);
        for (low, high) in low.iter_mut().zip(high.iter()).take((n_parts / 2) * plan.n_results) {
            *low = fold.merge(*low, *high);
        }
        n_parts = n_parts.div_ceil(2);
    }
    states.truncate(plan.n_results);
    Ok(states)
}

/// How the work is cut.
#[derive(Clone, Copy)]
struct Split {
    /// Size and stride of the rows of results that are folded at once; `None` where each is folded by itself.
    columns: Option<(usize, usize)>,
    /// Elements of one result in one part.
    part: usize,
    /// Partial results made by one call of the kernel.
    chunk: usize,
}

impl Split {
    fn new(plan: &Plan) -> Split {
        let nearest = plan.folded.inner().map_or(usize::MAX, |(_, stride)| stride);
        match plan.kept.inner() {
            Some((size, stride)) if stride < nearest && size >= FEWEST_COLUMNS => {
                let rows = PART / size.min(COLUMNS);
                Split { columns: Some((size, stride)), part: rows, chunk: COLUMNS }
            }
            _ => Split { columns: None, part: PART, chunk: (PART / 2 / plan.n_folded.max(1)).clamp(1, COLUMNS) },
        }
    }
}

/// Some of the partial results: those from `first` on, numbered part by part.
struct Run<'a, T, F: Fold<T>>
where
    T: Copy,
{
    elements: &'a [T],
    plan: &'a Plan,
    split: Split,
    fold: F,
    given: &'a [F::Given],
    first: usize,
    states: &'a mut [F::State],
}

impl<T: Plain, F: Fold<T>> Kernel for Run<'_, T, F> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self) {
        match self.split.columns {
            Some((size, stride)) => self.by_rows::<S>(size, stride),
            None => self.one_by_one::<S>(),
        }
    }
}

impl<T: Plain, F: Fold<T>> Run<'_, T, F> {
    /// The elements of part `part` of each result.
    #[inline(always)]
    fn part(&self, part: usize) -> Range<usize> {
        let start = part * self.split.part;
        start..self.plan.n_folded.min(start + self.split.part)
    }

    #[inline(always)]
    fn one_by_one<S: Simd>(self) {
        let n_results = self.plan.n_results;
        let (mut part, mut result) = (self.first / n_results, self.first % n_results);
        let mut base = self.plan.kept.walk(result);
        let mut gathered = Vec::new();
        for at in 0..self.states.len() {
            let range = self.part(part);
            let mut blocks = [F::START; PART / BLOCK];
            let n_blocks = range.len().div_ceil(BLOCK);
            // No closure: what it calls would be compiled for any processor.
            for (at, state) in blocks[..n_blocks].iter_mut().enumerate() {
                let start = range.start + at * BLOCK;
                let block = start..range.end.min(start + BLOCK);
                let block = in_a_row(self.elements, &self.plan.folded, base.offset, block, &mut gathered);
                *state = self.fold.block::<S>(self.given[result], block);
            }
            self.states[at] = pairwise(self.fold, &mut blocks[..n_blocks]);
            // After the last result the walk is at the first again.
            base.step();
            result += 1;
            if result == n_results {
                (part, result) = (part + 1, 0);
            }
        }
    }

    #[inline(always)]
    fn by_rows<S: Simd>(self, size: usize, stride: usize) {
        let n_results = self.plan.n_results;
        let mut at = 0;
        while at < self.states.len() {
            let (part, result) = ((self.first + at) / n_results, (self.first + at) % n_results);
            let column = result % size;
            let width = (self.states.len() - at).min(size - column);
            let base = self.plan.kept.outer().offset(result / size) + column * stride;
            let rows = self.part(part);
            let given = &self.given[result..result + width];
            let states = &mut self.states[at..at + width];
            rows_into::<T, F, S>(self.elements, &self.plan.folded, self.fold, given, base, stride, rows, states);
            at += width;
        }
    }
}

/// The elements of one result from `range.start` to `range.end`, gathered where they do not stand in a row.
#[inline(always)]
fn in_a_row<'a, T: Plain>(
    elements: &'a [T],
    axes: &Axes,
    base: usize,
    range: Range<usize>,
    gathered: &'a mut Vec<T>,
) -> &'a [T] {
    let (size, stride) = axes.inner().unwrap_or((1, 1));
    let (place, left) = (range.start % size, range.len());
    if stride == 1 && place + left <= size {
        let start = base + axes.outer().offset(range.start / size) + place;
        return &elements[start..start + left];
    }
    gathered.clear();
    let (mut outer, mut place, mut left) = (axes.outer().walk(range.start / size), place, left);
    while left > 0 {
        let (start, n) = (base + outer.offset + place * stride, left.min(size - place));
        match stride {
            0 => gathered.extend(std::iter::repeat_n(elements[start], n)),
            1 => gathered.extend_from_slice(&elements[start..start + n]),
            _ => gathered.extend(elements[start..].iter().step_by(stride).take(n)),
        }
        outer.step();
        (place, left) = (0, left - n);
    }
    gathered
}

/// Folds rows of elements into a row of results whose first element lies at `base`.
#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "one call, and a struct would only name them twice")]
fn rows_into<T: Plain, F: Fold<T>, S: Simd>(
    elements: &[T],
    axes: &Axes,
    fold: F,
    given: &[F::Given],
    base: usize,
    stride: usize,
    rows: Range<usize>,
    states: &mut [F::State],
) {
    let width = states.len();
    let mut group = [F::START; COLUMNS];
    let group = &mut group[..width];
    let mut gathered = Vec::new();
    let mut walk = axes.walk(rows.start);
    let mut left = rows.len();
    while left > 0 {
        group.fill(F::START);
        let mut in_group = left.min(ROWS);
        left -= in_group;
        while stride == 1 && in_group >= 4 {
            let mut four: [&[T]; 4] = [&[]; 4];
            for row in &mut four {
                let start = base + walk.offset;
                *row = &elements[start..start + width];
                walk.step();
            }
            fold.rows::<S>(given, group, four);
            in_group -= 4;
        }
        for _ in 0..in_group {
            let start = base + walk.offset;
            if stride == 1 {
                fold.row::<S>(given, group, &elements[start..start + width]);
            } else {
                gathered.clear();
                match stride {
                    0 => gathered.extend(std::iter::repeat_n(elements[start], width)),
                    _ => gathered.extend(elements[start..].iter().step_by(stride).take(width)),
                }
                fold.row::<S>(given, group, &gathered);
            }
            walk.step();
        }
        for (state, partial) in states.iter_mut().zip(group.iter()) {
            *state = fold.merge(*state, *partial);
        }
    }
}
