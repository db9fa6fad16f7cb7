//! Attention over blocks of queries and keys: only one block of products exists at a time.

mod brain;
mod meeting;

pub(crate) use brain::forward as forward_of_brains;

use std::ops::Range;

use meeting::Meeting;

use super::disjoint::Disjoint;
use super::lanes::{Lanes, read, write};
use super::panels::{MOST_REGISTERS, MOST_ROWS, Panels, Room, Sums, multiply, rows_of};
use super::real::{Matrix, Real};
use crate::attention::Attention;
use crate::parallel::{for_ranges, num_threads};
use crate::simd::{Float, Kernel, Number, Simd, dispatch, level, with_level};

/// Queries and keys of a block of the gradient: its products fit a second-level cache beside the rows that they are of.
const QUERIES: usize = 64;
const KEYS: usize = 128;

/// Keys and values that are packed together: few enough for the second-level cache, and so many that what each row and
/// block costs beside the products is little.
const KEYS_AT_ONCE: usize = 256;

/// Tasks end at multiples of so many queries, which is one of the rows that any level computes at once: sums are the same
/// for any number of tasks.
const QUERIES_AT_ONCE: usize = 96;

/// Tasks for each thread, so that one that is kept from its work holds up the others by a quarter.
const TASKS_PER_THREAD: usize = 4;

/// Sums of the products of a row with another, so that none waits for itself.
const SUMS: usize = 8;

/// Products of a few queries with keys.
#[repr(align(64))]
struct Scores<T>([T; MOST_ROWS * KEYS_AT_ONCE]);

/// Sizes of a call.
pub(crate) struct Shape {
    pub(crate) batches: usize,
    pub(crate) queries: usize,
    pub(crate) keys: usize,
    pub(crate) features: usize,
    pub(crate) width: usize,
    /// Rows of a plane of the mask: 1 for all queries, or one for each.
    pub(crate) mask_rows: usize,
}

impl Shape {
    fn work(&self) -> usize {
        (self.batches * self.queries * self.keys).saturating_mul(self.features + self.width) / 8
    }
}

/// The tensors of a call.
#[derive(Clone, Copy)]
pub(crate) struct Inputs<'a, T> {
    pub(crate) query: &'a [T],
    pub(crate) key: &'a [T],
    pub(crate) value: &'a [T],
    pub(crate) mask: Option<&'a [T]>,
}

/// What the forward call gave, with the gradient of its result.
#[derive(Clone, Copy)]
pub(crate) struct Results<'a, T> {
    pub(crate) grad: &'a [T],
    pub(crate) out: &'a [T],
    pub(crate) log_sums: &'a [T],
}

/// The ranges of `0..len` of at most `block` each.
fn blocks(len: usize, block: usize) -> impl Iterator<Item = Range<usize>> {
    (0..len).step_by(block).map(move |start| start..len.min(start + block))
}

/// Rows of one batch.
fn rows<T>(x: &[T], batch: usize, len: usize, width: usize, range: Range<usize>) -> &[T] {
    &x[(batch * len + range.start) * width..(batch * len + range.end) * width]
}

/// The product of rows with the transpose of other rows, both of `inner` elements.
fn product_of_rows<T: Real>(lhs: &[T], rhs: &[T], inner: usize, out: &mut [T]) {
    let sizes = [lhs.len() / inner, inner, rhs.len() / inner];
    assert!(out.len() == sizes[0] * sizes[2]);
    let to = Matrix::rows(out.as_mut_ptr(), sizes[2]);
    // SAFETY: both slices are whole rows of `inner`, and `out` has an element for each pair of them.
    unsafe { T::product(sizes, Matrix::rows(lhs.as_ptr(), inner), Matrix::transposed(rhs.as_ptr(), inner), to, false) };
}

/// Adds `lhs` times rows of `width` to `out`; with `transposed` the transpose of `lhs`. `sizes` are the rows of the
/// result and the rows of `rhs`.
fn add_product<T: Real>(sizes: [usize; 2], lhs: &[T], transposed: bool, rhs: &[T], width: usize, out: &mut [T]) {
    let [n_rows, inner] = sizes;
    assert!(lhs.len() == n_rows * inner && rhs.len() == inner * width && out.len() == n_rows * width);
    let left = if transposed { Matrix::transposed(lhs.as_ptr(), n_rows) } else { Matrix::rows(lhs.as_ptr(), inner) };
    let to = Matrix::rows(out.as_mut_ptr(), width);
    // SAFETY: the three slices have the sizes asserted above.
    unsafe { T::product([n_rows, inner, width], left, Matrix::rows(rhs.as_ptr(), width), to, true) };
}

/// The products of a block of queries and keys, scaled and masked.
fn scores<T: Real>(
    shape: &Shape,
    how: &Attention,
    inputs: Inputs<'_, T>,
    batch: usize,
    [queries, keys]: [Range<usize>; 2],
    scores: &mut [T],
) {
    let n = keys.len();
    if shape.features == 0 {
        scores.fill(T::default());
    } else {
        let query = rows(inputs.query, batch, shape.queries, shape.features, queries.clone());
        let key = rows(inputs.key, batch / how.shared, shape.keys, shape.features, keys.clone());
        product_of_rows(query, key, shape.features, scores);
    }
    let scale = T::from_f64(how.scale);
    scores.iter_mut().for_each(|score| *score = *score * scale);
    for (query, row) in queries.clone().zip(scores.chunks_exact_mut(n)) {
        if let Some(mask) = inputs.mask {
            let at = how.planes[batch] * shape.mask_rows + if shape.mask_rows == 1 { 0 } else { query };
            let mask = &mask[at * shape.keys..][keys.clone()];
            row.iter_mut().zip(mask).for_each(|(score, mask)| *score += *mask);
        }
        if how.causal && query + 1 < keys.end {
            row[(query + 1).saturating_sub(keys.start)..].fill(T::from_f64(f64::NEG_INFINITY));
        }
    }
}

/// A block of keys and values, for the queries of a task.
struct Forward<'a, T> {
    meeting: Meeting<'a, T>,
    /// Rows of the queries.
    query: &'a [T],
    key_panels: &'a [T],
    value_panels: &'a [T],
    /// Rows of sums of values so far.
    out: &'a mut [T],
}

impl<T: Lanes + Real> Kernel for Forward<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(mut self) {
        let Shape { features, width, .. } = *self.meeting.shape;
        let (len, n_keys) = (<T::At<S> as Number>::LEN, self.meeting.keys.len());
        let across = MOST_REGISTERS * len;
        let scale = <T::At<S> as Number>::splat(T::from_f64(self.meeting.how.scale));
        let (mut tile, mut scores) = (Sums::new(), Scores([T::default(); MOST_ROWS * KEYS_AT_ONCE]));
        for start in (0..self.meeting.queries.len()).step_by(rows_of::<S>()) {
            let n_rows = rows_of::<S>().min(self.meeting.queries.len() - start);
            let seen = self.meeting.seen(start + n_rows);
            if seen == 0 {
                continue;
            }
            for column in (0..seen).step_by(across) {
                let panel = &self.key_panels[column * features..][..across * features];
                let query = &self.query[start * features..][..n_rows * features];
                let registers = (seen - column).div_ceil(len).min(MOST_REGISTERS);
                let sizes = [n_rows, features, registers, MOST_REGISTERS];
                // SAFETY: the rows and the panel are there.
                unsafe { multiply::<S, T>(sizes, query.as_ptr(), features, panel.as_ptr(), &mut tile) };
                for (row, sums) in tile.0.chunks_exact(registers * len).take(n_rows).enumerate() {
                    let scores = &mut scores.0[row * KEYS_AT_ONCE + column..][..registers * len];
                    for (sums, scores) in sums.chunks_exact(len).zip(scores.chunks_exact_mut(len)) {
                        write(read::<T::At<S>, T>(sums, T::default()).mul(scale), scores);
                    }
                }
            }
            let kept = self.meeting.weigh::<S>(start, n_rows, seen, &mut scores.0);
            for column in (0..width).step_by(across) {
                let panel = &self.value_panels[column * n_keys..][..across * n_keys];
                let registers = (width - column).div_ceil(len).min(MOST_REGISTERS);
                let sizes = [n_rows, seen, registers, MOST_REGISTERS];
                // SAFETY: as above; a row of scores has all that are seen.
                unsafe { multiply::<S, T>(sizes, scores.0.as_ptr(), KEYS_AT_ONCE, panel.as_ptr(), &mut tile) };
                for (row, sums) in tile.0.chunks_exact(registers * len).take(n_rows).enumerate() {
                    let kept = <T::At<S> as Number>::splat(kept[row]);
                    let out = &mut self.out[(start + row) * width + column..][..across.min(width - column)];
                    for (out, sums) in out.chunks_mut(len).zip(sums.chunks_exact(len)) {
                        let old = read::<T::At<S>, T>(out, T::default());
                        write(old.mul_add(kept, read(sums, T::default())), out);
                    }
                }
            }
        }
    }
}

/// Divides rows of sums of values by the sums of the exponentials.
struct Divide<'a, T> {
    greatest: &'a [T],
    sums: &'a [T],
    out: &'a mut [T],
    width: usize,
    log_sums: &'a mut [T],
}

impl<T: Lanes + Real> Kernel for Divide<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        let (len, zero) = (<T::At<S> as Number>::LEN, T::default());
        for (at, &sum) in self.sums.iter().enumerate().filter(|(_, sum)| **sum != zero) {
            let sum = <T::At<S> as Number>::splat(sum);
            for out in self.out[at * self.width..][..self.width].chunks_mut(len) {
                write(read::<T::At<S>, T>(out, zero).div(sum), out);
            }
        }
        let rows = self.sums.chunks(len).zip(self.greatest.chunks(len));
        for ((sums, greatest), out) in rows.zip(self.log_sums.chunks_mut(len)) {
            let sums: T::At<S> = read(sums, zero);
            let log_sums = read::<T::At<S>, T>(greatest, zero).add(sums.log());
            // No key is seen: exponentials less infinity are zero.
            let unseen = sums.eq(<T::At<S> as Number>::splat(zero));
            let infinity = <T::At<S> as Number>::constant(f64::INFINITY);
            write(<T::At<S> as Number>::select(unseen, infinity, log_sums), out);
        }
    }
}

/// Queries of one batch, which one thread computes.
struct Task<'a, T> {
    shape: &'a Shape,
    how: &'a Attention,
    mask: Option<&'a [T]>,
    batch: usize,
    queries: Range<usize>,
    greatest: Vec<T>,
    sums: Vec<T>,
    /// Rows of sums of values so far.
    out: &'a mut [T],
}

impl<T> Task<'_, T> {
    /// The keys that a query sees, a block at a time.
    fn keys(&self) -> impl Iterator<Item = Range<usize>> + use<T> {
        let keys = self.shape.keys;
        blocks(if self.how.causal { keys.min(self.queries.end) } else { keys }, KEYS_AT_ONCE)
    }

    /// A run of the queries with a block of keys, and the rows of their sums of values.
    fn meeting(&mut self, queries: Range<usize>, keys: Range<usize>) -> (Meeting<'_, T>, &mut [T]) {
        let places = queries.start - self.queries.start..queries.end - self.queries.start;
        let out = &mut self.out[places.start * self.shape.width..places.end * self.shape.width];
        let &mut Task { shape, how, mask, batch, .. } = self;
        let (greatest, sums) = (&mut self.greatest[places.clone()], &mut self.sums[places]);
        (Meeting { shape, how, mask, batch, queries, keys, greatest, sums }, out)
    }
}

/// Calls `body` with the queries of every batch, whose rows of `out` are zeros, and divides the sums that it leaves there.
fn for_tasks<T: Lanes + Real>(
    shape: &Shape,
    how: &Attention,
    mask: Option<&[T]>,
    out: &mut [T],
    log_sums: &mut [T],
    body: &(dyn Fn(&mut Task<'_, T>) + Sync),
) {
    let width = shape.width;
    // Keys and values are packed once for each task: tasks are long, but there are enough of them.
    let wanted = (num_threads() * TASKS_PER_THREAD).div_ceil(shape.batches.max(1));
    let each = shape.queries.div_ceil(wanted).next_multiple_of(QUERIES_AT_ONCE).max(QUERIES_AT_ONCE);
    let n_tasks = shape.queries.div_ceil(each);
    let (out, log_sums) = (Disjoint::new(out), Disjoint::new(log_sums));
    let level = level();
    for_ranges(shape.batches * n_tasks, 1, shape.work(), &|task| {
        let (batch, start) = (task.start / n_tasks, task.start % n_tasks * each);
        let queries = start..shape.queries.min(start + each);
        let first = batch * shape.queries;
        let places = first + queries.start..first + queries.end;
        // SAFETY: each task has queries of its own.
        let (out, log_sums) = unsafe { (out.run(places.start * width..places.end * width), log_sums.run(places)) };
        out.fill(T::default());
        let greatest = vec![T::from_f64(f64::NEG_INFINITY); queries.len()];
        let sums = vec![T::default(); queries.len()];
        let mut task = Task { shape, how, mask, batch, queries, greatest, sums, out };
        with_level(level, || {
            body(&mut task);
            let Task { greatest, sums, out, .. } = task;
            dispatch(Divide { greatest: &greatest, sums: &sums, out, width, log_sums });
        });
    });
}

/// Attention.
pub(crate) fn forward<T: Lanes + Real>(
    shape: &Shape,
    how: &Attention,
    inputs: Inputs<'_, T>,
    out: &mut [T],
    log_sums: &mut [T],
) {
    let &Shape { features, width, .. } = shape;
    for_tasks(shape, how, inputs.mask, out, log_sums, &|task| {
        let key_panels =
            Panels { inner: features, groups: 1, units: KEYS_AT_ONCE, unit_stride: features, inner_stride: 1 };
        let value_panels = Panels { inner: KEYS_AT_ONCE, groups: 1, units: width, unit_stride: 1, inner_stride: width };
        let mut rooms = [key_panels.room(), value_panels.room()].map(Room::new);
        let [key_room, value_room] = rooms.each_mut().map(Room::slice);
        let (group, queries) = (task.batch / how.shared, task.queries.clone());
        let query = rows(inputs.query, task.batch, shape.queries, features, queries.clone());
        for keys in task.keys() {
            let key = rows(inputs.key, group, shape.keys, features, keys.clone());
            Panels { units: keys.len(), ..key_panels }.pack(key, key_room);
            let value = rows(inputs.value, group, shape.keys, width, keys.clone());
            Panels { inner: keys.len(), ..value_panels }.pack(value, value_room);
            let (meeting, out) = task.meeting(queries.clone(), keys);
            dispatch(Forward { meeting, query, key_panels: key_room, value_panels: value_room, out });
        }
    });
}

/// A block of products that becomes weights, and gradients of weights that become gradients of products.
struct Weights<'a, T> {
    scores: &'a mut [T],
    grads: &'a mut [T],
    n: usize,
    log_sums: &'a [T],
    /// For each query, its result times the result's gradient.
    along: &'a [T],
    scale: T,
}

impl<T: Lanes + Real> Kernel for Weights<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        let zero = T::default();
        let scale = <T::At<S> as Number>::splat(self.scale);
        let grads = self.grads.chunks_exact_mut(self.n);
        for (at, (row, grads)) in self.scores.chunks_exact_mut(self.n).zip(grads).enumerate() {
            let shift = <T::At<S> as Number>::splat(self.log_sums[at]);
            let along = <T::At<S> as Number>::splat(self.along[at]);
            let len = <T::At<S> as Number>::LEN;
            for (x, grad) in row.chunks_mut(len).zip(grads.chunks_mut(len)) {
                let weight = read::<T::At<S>, T>(x, zero).sub(shift).exp();
                write(weight, x);
                write(weight.mul(read::<T::At<S>, T>(grad, zero).sub(along)).mul(scale), grad);
            }
        }
    }
}

/// The gradients of queries, keys and values.
pub(crate) fn backward<T: Lanes + Real>(
    shape: &Shape,
    how: &Attention,
    inputs: Inputs<'_, T>,
    results: Results<'_, T>,
    [to_query, to_key, to_value]: [&mut [T]; 3],
) {
    let (features, width) = (shape.features, shape.width);
    let [to_query, to_key, to_value] = [to_query, to_key, to_value].map(Disjoint::new);
    for_ranges(shape.batches / how.shared, 1, shape.work() * 2, &|task| {
        let group = task.start;
        let batches = group * how.shared..(group + 1) * how.shared;
        let places = |range: Range<usize>, len: usize, width: usize| range.start * len * width..range.end * len * width;
        // SAFETY: each task has keys, values and the queries that share them of its own.
        let (to_query, to_key, to_value) = unsafe {
            (
                to_query.run(places(batches.clone(), shape.queries, features)),
                to_key.run(places(group..group + 1, shape.keys, features)),
                to_value.run(places(group..group + 1, shape.keys, width)),
            )
        };
        [&mut *to_query, &mut *to_key, &mut *to_value].into_iter().for_each(|to| to.fill(T::default()));
        let n_products = QUERIES.min(shape.queries) * KEYS.min(shape.keys);
        let [mut block, mut block_grads] = [n_products; 2].map(T::take_room);
        for (member, batch) in batches.enumerate() {
            for queries in blocks(shape.queries, QUERIES) {
                let grad = rows(results.grad, batch, shape.queries, width, queries.clone());
                let out = rows(results.out, batch, shape.queries, width, queries.clone());
                let log_sums = rows(results.log_sums, batch, shape.queries, 1, queries.clone());
                let query = rows(inputs.query, batch, shape.queries, features, queries.clone());
                let along = |at: usize| -> T {
                    let (grad, out) = (&grad[at * width..][..width], &out[at * width..][..width]);
                    let mut sums = [0f64; SUMS];
                    for (grad, out) in grad.chunks(SUMS).zip(out.chunks(SUMS)) {
                        for (sum, (grad, out)) in sums.iter_mut().zip(grad.iter().zip(out)) {
                            *sum += grad.to_f64() * out.to_f64();
                        }
                    }
                    T::from_f64(sums.iter().sum())
                };
                let along: Vec<T> = (0..queries.len()).map(along).collect();
                let first = (member * shape.queries + queries.start) * features;
                let to_query = &mut to_query[first..][..queries.len() * features];
                let seen = if how.causal { shape.keys.min(queries.start + QUERIES) } else { shape.keys };
                for keys in blocks(seen, KEYS) {
                    let n = keys.len();
                    let block = &mut block[..queries.len() * n];
                    let grads = &mut block_grads[..queries.len() * n];
                    scores(shape, how, inputs, batch, [queries.clone(), keys.clone()], block);
                    let value = rows(inputs.value, group, shape.keys, width, keys.clone());
                    if width == 0 {
                        grads.fill(T::default());
                    } else {
                        product_of_rows(grad, value, width, grads);
                    }
                    let scale = T::from_f64(how.scale);
                    dispatch(Weights { scores: block, grads, n, log_sums, along: &along, scale });
                    if how.causal {
                        // Hidden keys weigh nothing even where the sum is NaN.
                        for (query, row) in queries.clone().zip(block.chunks_exact_mut(n)) {
                            row[(query + 1).saturating_sub(keys.start).min(n)..].fill(T::default());
                        }
                    }
                    let sizes = [n, queries.len()];
                    add_product(sizes, block, true, grad, width, &mut to_value[keys.start * width..][..n * width]);
                    let key = rows(inputs.key, group, shape.keys, features, keys.clone());
                    add_product([queries.len(), n], grads, false, key, features, to_query);
                    let to_key = &mut to_key[keys.start * features..][..n * features];
                    add_product(sizes, grads, true, query, features, to_key);
                }
            }
        }
        [block, block_grads].into_iter().for_each(T::keep_room);
    });
}
