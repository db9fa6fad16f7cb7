//! Choices among categories and orders: multinomial, randperm.

use std::cmp::Ordering;

use super::continuous::exponential;
use super::element::FloatElement;
use super::error::RandomError;
use super::generator::Generator;
use super::shuffle;
use super::stream::Stream;
use super::wide::Wide;

/// The most categories that an f32 counts without a gap.
const MAX_CATEGORIES: usize = 1 << 24;

/// Draws `n_samples` category indices from each row of `probabilities`, which need not sum to one.
///
/// # Shapes
/// `probabilities` holds rows of `n_categories`; the result holds as many rows of `n_samples`.
///
/// # Errors
/// [`RandomError::SampleCount`], [`RandomError::CategoryCount`], [`RandomError::Length`] for a ragged last row,
/// [`RandomError::Parameter`] for a probability that is negative or not finite, [`RandomError::NoMass`].
///
/// # Numerics
/// Without replacement, and for one sample: the indices of the largest `p / e`, `e` exponential; of equal ones the
/// first. With replacement: a search of a uniform draw in the cumulative sum.
pub fn multinomial<T: FloatElement>(
    probabilities: &[T],
    n_categories: usize,
    n_samples: usize,
    replacement: bool,
    generator: &Generator,
) -> Result<Vec<i64>, RandomError> {
    check(probabilities, n_categories, n_samples, replacement)?;
    let n_rows = probabilities.len() / n_categories;
    let mut samples = Vec::with_capacity(n_rows * n_samples);
    if replacement && n_samples > 1 {
        let mut stream = generator.lock();
        for row in probabilities.chunks_exact(n_categories) {
            sample_with_replacement(row, n_samples, &mut stream, &mut samples);
        }
        return Ok(samples);
    }
    let mut scores = probabilities.to_vec();
    exponential(&mut scores, 1.0, generator)?;
    for (score, p) in scores.iter_mut().zip(probabilities) {
        *score = T::from_f64(p.to_f64() / score.to_f64());
    }
    for row in scores.chunks_exact(n_categories) {
        samples.extend(largest(row, n_samples));
    }
    Ok(samples)
}

fn check<T: FloatElement>(
    probabilities: &[T],
    n_categories: usize,
    n_samples: usize,
    replacement: bool,
) -> Result<(), RandomError> {
    if n_samples == 0 || n_categories == 0 || (!replacement && n_samples > n_categories) {
        return Err(RandomError::SampleCount { n_samples, n_categories });
    }
    if n_categories > MAX_CATEGORIES {
        return Err(RandomError::CategoryCount { n_categories });
    }
    let length = probabilities.len();
    if !length.is_multiple_of(n_categories) {
        let expected = length.next_multiple_of(n_categories);
        return Err(RandomError::Length { op: "multinomial", argument: "probabilities", length, expected });
    }
    for (row, p_row) in probabilities.chunks_exact(n_categories).enumerate() {
        let mut has_mass = false;
        for p in p_row.iter().map(|p| p.to_f64()) {
            if !(p >= 0.0 && p.is_finite()) {
                let allowed = "finite and 0 or more";
                return Err(RandomError::Parameter { op: "multinomial", argument: "probability", value: p, allowed });
            }
            has_mass |= p > 0.0;
        }
        if !has_mass {
            return Err(RandomError::NoMass { row });
        }
    }
    Ok(())
}

/// The indices of the `count` largest of a row, in falling order; NaN is larger than any number.
fn largest<T: FloatElement>(row: &[T], count: usize) -> impl Iterator<Item = i64> {
    let fall = |&lhs: &u32, &rhs: &u32| -> Ordering {
        let (left, right) = (row[lhs as usize].to_f64(), row[rhs as usize].to_f64());
        let by_value = right.partial_cmp(&left).unwrap_or_else(|| right.is_nan().cmp(&left.is_nan()));
        by_value.then(lhs.cmp(&rhs))
    };
    let mut order: Vec<u32> = (0..row.len() as u32).collect();
    if count < order.len() {
        order.select_nth_unstable_by(count - 1, fall);
        order.truncate(count);
    }
    order.sort_unstable_by(fall);
    order.into_iter().map(i64::from)
}

fn sample_with_replacement<T: FloatElement>(row: &[T], n_samples: usize, stream: &mut Stream, samples: &mut Vec<i64>) {
    let mut sum = 0.0;
    let mut cumulative: Vec<f64> = Vec::with_capacity(row.len());
    for p in row {
        // Rounding twice does no harm to a sum or quotient of two floats.
        sum = T::Wide::round(sum + p.to_f64());
        cumulative.push(sum);
    }
    for value in &mut cumulative {
        *value = T::Wide::round(*value / sum);
    }
    if let Some(last) = cumulative.last_mut() {
        *last = 1.0;
    }
    for _ in 0..n_samples {
        let unit = stream.next_f64();
        samples.push(cumulative.partition_point(|&value| value < unit) as i64);
    }
}

/// A random order of `0..n`.
///
/// # Numerics
/// A shuffle from the front with 32-bit draws; from 214,748,364 elements on, where these would be visibly uneven, an
/// inside-out shuffle with 64-bit draws.
pub fn randperm(n: usize, generator: &Generator) -> Vec<i64> {
    const LEAST_WIDE: usize = (u32::MAX / 20) as usize;
    let mut stream = generator.lock();
    if n < LEAST_WIDE {
        shuffle::from_front(n, |count| stream.next_u32() as usize % count)
    } else {
        shuffle::inside_out(n, |count| (stream.next_u64() % count as u64) as usize)
    }
}
