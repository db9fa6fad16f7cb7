//! Attention whose products are of bfloat16 numbers, for processors with an instruction for them.

use cresset_storage::{Scalar, bf16};

use super::meeting::Meeting;
use super::{KEYS_AT_ONCE, QUERIES_AT_ONCE, Shape, blocks, for_tasks, rows};
use crate::attention::Attention;
use crate::cpu::lanes::{read, write};
use crate::cpu::matmul::{Multiply, Product};
use crate::cpu::panels::MOST_ROWS;
use crate::cpu::real::Real;
use crate::simd::{Kernel, Number, Simd, Single, dispatch};

/// A block of queries and keys: products become weights.
struct Weights<'a> {
    meeting: Meeting<'a, f32>,
    seen: usize,
    scores: &'a mut [f32],
    /// Rows of sums of values so far.
    out: &'a mut [f32],
}

impl Kernel for Weights<'_> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(mut self) {
        let (n_queries, len) = (self.meeting.queries.len(), S::F32::LEN);
        let scale = S::F32::splat(self.meeting.how.scale as f32);
        for start in (0..n_queries).step_by(MOST_ROWS) {
            let n_rows = MOST_ROWS.min(n_queries - start);
            let scores = &mut self.scores[start * KEYS_AT_ONCE..][..n_rows * KEYS_AT_ONCE];
            for row in scores.chunks_exact_mut(KEYS_AT_ONCE) {
                for scores in row[..self.seen.next_multiple_of(len)].chunks_exact_mut(len) {
                    write(read::<S::F32, f32>(scores, 0.0).mul(scale), scores);
                }
            }
            let kept = self.meeting.weigh::<S>(start, n_rows, self.seen, scores);
            for (row, scores) in scores.chunks_exact_mut(KEYS_AT_ONCE).enumerate() {
                let weights = scores.as_mut_ptr();
                for at in (0..self.seen).step_by(len) {
                    // SAFETY: a row holds whole registers. Each is read before halves are written to its place or before it.
                    unsafe { S::F32::load(weights.add(at)).store_bf16(weights.cast::<bf16>().add(at)) };
                }
                let factor = S::F32::splat(kept[row]);
                let width = self.meeting.shape.width;
                for out in self.out[(start + row) * width..][..width].chunks_mut(len) {
                    write(read::<S::F32, f32>(out, 0.0).mul(factor), out);
                }
            }
        }
    }
}

/// As [`super::forward`].
///
/// # Numerics
/// Weights are rounded to bfloat16 before they meet the values, as in PyTorch; all sums are of f32.
pub(crate) fn forward(
    shape: &Shape,
    how: &Attention,
    [query, key, value]: [&[bf16]; 3],
    mask: Option<&[f32]>,
    out: &mut [f32],
    log_sums: &mut [f32],
) {
    let &Shape { features, width, .. } = shape;
    for_tasks(shape, how, mask, out, log_sums, &|task| {
        f32::with_room(QUERIES_AT_ONCE * KEYS_AT_ONCE, |scores| {
            let (group, all) = (task.batch / how.shared, task.queries.clone());
            for keys in task.keys() {
                let key = rows(key, group, shape.keys, features, keys.clone());
                let value = rows(value, group, shape.keys, width, keys.clone());
                for queries in blocks(all.len(), QUERIES_AT_ONCE) {
                    let queries = all.start + queries.start..all.start + queries.end;
                    let query = rows(query, task.batch, shape.queries, features, queries.clone());
                    let (meeting, out) = task.meeting(queries.clone(), keys.clone());
                    let seen = meeting.seen(queries.len());
                    if seen == 0 {
                        continue;
                    }
                    let products = Product {
                        rows: queries.len(),
                        inner: features,
                        columns: seen,
                        lhs_strides: [features, 1],
                        rhs_strides: [1, features],
                        out_stride: KEYS_AT_ONCE,
                        alpha: Scalar::F64(1.0),
                        beta: Scalar::F64(0.0),
                    };
                    // SAFETY: rows of queries and at least `seen` of keys are there, and room for a product of each two.
                    unsafe { bf16::multiply(&products, query.as_ptr(), key.as_ptr(), scores.as_mut_ptr()) };
                    dispatch(Weights { meeting, seen, scores, out });
                    let sums = Product {
                        inner: seen,
                        columns: width,
                        // A row of weights takes half of the room of its products.
                        lhs_strides: [2 * KEYS_AT_ONCE, 1],
                        rhs_strides: [width, 1],
                        out_stride: width,
                        beta: Scalar::F64(1.0),
                        ..products
                    };
                    // SAFETY: as above, the weights being where the products were.
                    unsafe { bf16::multiply(&sums, scores.as_ptr().cast(), value.as_ptr(), out.as_mut_ptr()) };
                }
            }
        });
    });
}
