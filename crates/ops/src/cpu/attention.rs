//! Attention over blocks of queries and keys: only one block of products exists at a time.

use std::ops::Range;

use super::disjoint::Disjoint;
use super::lanes::{Lanes, greatest, read, total, write};
use super::real::{Matrix, Real};
use crate::attention::Attention;
use crate::parallel::for_ranges;
use crate::simd::{Float, Kernel, Number, Simd, dispatch};

/// Queries and keys of a block: its products fit a second-level cache beside the rows that they are of.
const QUERIES: usize = 64;
const KEYS: usize = 128;

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

/// A block of products that becomes exponentials, with what earlier blocks of the same queries left.
struct Exponentials<'a, T> {
    scores: &'a mut [T],
    /// Keys of the block.
    n: usize,
    greatest: &'a mut [T],
    sums: &'a mut [T],
    /// Rows of sums of values so far.
    out: &'a mut [T],
    width: usize,
}

impl<T: Lanes + Real> Kernel for Exponentials<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self) {
        let lowest = T::from_f64(f64::NEG_INFINITY);
        for (at, row) in self.scores.chunks_exact_mut(self.n).enumerate() {
            let mut held = <T::At<S> as Number>::splat(self.greatest[at]);
            for x in row.chunks(<T::At<S> as Number>::LEN) {
                held = held.maximum(read(x, lowest));
            }
            let most: T = greatest(held);
            if most == lowest {
                // Nothing to see here, nor before.
                row.fill(T::default());
                continue;
            }
            let shift = <T::At<S> as Number>::splat(most);
            let mut sum = <T::At<S> as Number>::splat(T::default());
            for x in row.chunks_mut(<T::At<S> as Number>::LEN) {
                let power = read::<T::At<S>, T>(x, lowest).sub(shift).exp();
                sum = sum.add(power);
                write(power, x);
            }
            let kept = T::from_f64((self.greatest[at].to_f64() - most.to_f64()).exp());
            self.sums[at] = self.sums[at] * kept + total(sum);
            self.greatest[at] = most;
            self.out[at * self.width..][..self.width].iter_mut().for_each(|out| *out = *out * kept);
        }
    }
}

/// Attention.
pub(crate) fn forward<T: Lanes + Real>(
    shape: &Shape,
    how: &Attention,
    inputs: Inputs<'_, T>,
    out: &mut [T],
    log_sums: &mut [T],
) {
    let n_blocks = shape.queries.div_ceil(QUERIES);
    let (out, log_sums) = (Disjoint::new(out), Disjoint::new(log_sums));
    for_ranges(shape.batches * n_blocks, 1, shape.work(), &|task| {
        let (batch, start) = (task.start / n_blocks, task.start % n_blocks * QUERIES);
        let queries = start..shape.queries.min(start + QUERIES);
        let first = batch * shape.queries;
        let places = first + queries.start..first + queries.end;
        // SAFETY: each task has queries of its own.
        let (out, log_sums) =
            unsafe { (out.run(places.start * shape.width..places.end * shape.width), log_sums.run(places)) };
        out.fill(T::default());
        let mut greatest = vec![T::from_f64(f64::NEG_INFINITY); queries.len()];
        let mut sums = vec![T::default(); queries.len()];
        let mut block = vec![T::default(); queries.len() * KEYS.min(shape.keys)];
        let seen = if how.causal { shape.keys.min(queries.start + QUERIES) } else { shape.keys };
        for keys in blocks(seen, KEYS) {
            let n = keys.len();
            let block = &mut block[..queries.len() * n];
            scores(shape, how, inputs, batch, [queries.clone(), keys.clone()], block);
            let (greatest, sums) = (&mut greatest[..], &mut sums[..]);
            dispatch(Exponentials { scores: block, n, greatest, sums, out, width: shape.width });
            let value = rows(inputs.value, batch / how.shared, shape.keys, shape.width, keys);
            add_product([queries.len(), n], block, false, value, shape.width, out);
        }
        for (at, log_sum) in log_sums.iter_mut().enumerate() {
            let sum = sums[at];
            if sum == T::default() {
                // No key is seen: exponentials less this are zero.
                *log_sum = T::from_f64(f64::INFINITY);
                continue;
            }
            *log_sum = T::from_f64(greatest[at].to_f64() + sum.to_f64().ln());
            out[at * shape.width..][..shape.width].iter_mut().for_each(|out| *out = *out / sum);
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
        let (mut block, mut block_grads) = (vec![T::default(); n_products], vec![T::default(); n_products]);
        for (member, batch) in batches.enumerate() {
            for queries in blocks(shape.queries, QUERIES) {
                let grad = rows(results.grad, batch, shape.queries, width, queries.clone());
                let out = rows(results.out, batch, shape.queries, width, queries.clone());
                let log_sums = rows(results.log_sums, batch, shape.queries, 1, queries.clone());
                let query = rows(inputs.query, batch, shape.queries, features, queries.clone());
                let along = |at: usize| -> T {
                    let pairs = grad[at * width..][..width].iter().zip(&out[at * width..][..width]);
                    T::from_f64(pairs.map(|(grad, out)| grad.to_f64() * out.to_f64()).sum())
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
    });
}
