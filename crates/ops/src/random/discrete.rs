//! Integers and yes-or-no draws: randint, random, Bernoulli, geometric.

use super::element::{Element, FloatElement, NumberElement};
use super::error::RandomError;
use super::generator::Generator;
use super::stream::{Stream, is_below, unit_f64};
use super::wide::Wide;

/// Fills with integers from `low..high`.
///
/// # Errors
/// [`RandomError::EmptyRange`] unless `low < high`; [`RandomError::Unrepresentable`] for a bound that `T` lacks.
///
/// # Numerics
/// A draw modulo the size of the range: of 32 bits below a size of 2^28, else of 64.
pub fn randint<T: Element>(out: &mut [T], low: i64, high: i64, generator: &Generator) -> Result<(), RandomError> {
    const OP: &str = "randint";
    if low >= high {
        return Err(RandomError::EmptyRange { op: OP, low, high });
    }
    check_integer::<T>(OP, low)?;
    check_integer::<T>(OP, high - 1)?;
    fill_range(out, high.wrapping_sub(low) as u64, low, &mut generator.lock());
    Ok(())
}

/// Fills with integers from 0 to the greatest that `T` counts to without a gap (`random_` without bounds).
pub fn random<T: Element>(out: &mut [T], generator: &Generator) {
    let mut stream = generator.lock();
    out.fill_with(|| T::draw(&mut stream));
}

/// The greatest integer that `T` counts to without a gap.
pub(crate) fn greatest<T: Element>() -> i64 {
    T::LAST_CONSECUTIVE
}

/// Fills with integers from `low` to the greatest that `T` counts to without a gap (`random_` without `to`).
///
/// # Errors
/// [`RandomError::EmptyRange`] or [`RandomError::Unrepresentable`] if `low` is not such an integer.
pub fn random_from<T: Element>(out: &mut [T], low: i64, generator: &Generator) -> Result<(), RandomError> {
    const OP: &str = "random_from";
    check_integer::<T>(OP, low)?;
    if low > T::LAST_CONSECUTIVE {
        return Err(RandomError::EmptyRange { op: OP, low, high: T::LAST_CONSECUTIVE });
    }
    let mut stream = generator.lock();
    match (T::LAST_CONSECUTIVE.wrapping_sub(low) as u64).checked_add(1) {
        Some(size) => fill_range(out, size, low, &mut stream),
        None => stream.fill_u64(out, |bits| T::from_i64(bits as i64)),
    }
    Ok(())
}

/// Fills with one where a double draw is below `p`, else zero.
///
/// # Errors
/// [`RandomError::Parameter`] unless `0 <= p <= 1`.
pub fn bernoulli<T: Element>(out: &mut [T], p: f64, generator: &Generator) -> Result<(), RandomError> {
    check_probability("bernoulli", p)?;
    let is_one = is_below(p);
    generator.lock().fill_u64(out, |bits| T::from_i64(i64::from(is_one(bits))));
    Ok(())
}

/// Fills with one where a draw is below the probability at its place, else zero.
///
/// # Errors
/// [`RandomError::Length`] if the lengths differ; [`RandomError::Parameter`] unless all are in `[0, 1]`.
///
/// # Numerics
/// 53 random bits for f64 probabilities, 24 for the others.
pub fn bernoulli_from<T: Element, P: FloatElement>(
    out: &mut [T],
    probabilities: &[P],
    generator: &Generator,
) -> Result<(), RandomError> {
    const OP: &str = "bernoulli_from";
    if probabilities.len() != out.len() {
        let (length, expected) = (probabilities.len(), out.len());
        return Err(RandomError::Length { op: OP, argument: "probabilities", length, expected });
    }
    probabilities.iter().try_for_each(|p| check_probability(OP, p.to_f64()))?;
    let mut stream = generator.lock();
    for (element, p) in out.iter_mut().zip(probabilities) {
        *element = T::from_i64(i64::from(P::Wide::draw(&mut stream) < p.to_f64()));
    }
    Ok(())
}

/// Fills with the number of trials up to a first success: `ceil(ln(u) / ln(1 - p))`.
///
/// # Errors
/// [`RandomError::Parameter`] unless `0 < p < 1`.
pub fn geometric<T: NumberElement>(out: &mut [T], p: f64, generator: &Generator) -> Result<(), RandomError> {
    if !(p > 0.0 && p < 1.0) {
        return Err(RandomError::Parameter { op: "geometric", argument: "p", value: p, allowed: "between 0 and 1" });
    }
    let divisor = (1.0 - p).ln();
    generator.lock().fill_u64(out, |bits| T::from_f64((unit_f64(bits).ln() / divisor).ceil()));
    Ok(())
}

pub(super) fn check_probability(op: &'static str, p: f64) -> Result<(), RandomError> {
    if (0.0..=1.0).contains(&p) {
        return Ok(());
    }
    Err(RandomError::Parameter { op, argument: "p", value: p, allowed: "in [0, 1]" })
}

fn check_integer<T: Element>(op: &'static str, value: i64) -> Result<(), RandomError> {
    if (T::INTEGERS.0..=T::INTEGERS.1).contains(&value) {
        return Ok(());
    }
    Err(RandomError::Unrepresentable { op, value, dtype: T::NAME })
}

fn fill_range<T: Element>(out: &mut [T], size: u64, low: i64, stream: &mut Stream) {
    const LEAST_WIDE: u64 = 1 << 28;
    if size < LEAST_WIDE {
        let size = size as u32;
        stream.fill_u32(out, |bits| T::from_i64(i64::from(bits % size).wrapping_add(low)));
    } else {
        stream.fill_u64(out, |bits| T::from_i64(((bits % size) as i64).wrapping_add(low)));
    }
}
