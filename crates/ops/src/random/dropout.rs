//! Noise for layers: dropout masks and the slopes of a randomised leaky relu.

use super::discrete::{bernoulli, check_probability};
use super::element::FloatElement;
use super::error::RandomError;
use super::generator::Generator;
use super::stream::is_below;
use super::wide::Wide;

/// Fills with `true` where an element is kept, which happens with probability `1 - p`.
///
/// # Errors
/// [`RandomError::Parameter`] unless `0 <= p <= 1`.
pub fn dropout_mask(mask: &mut [bool], p: f64, generator: &Generator) -> Result<(), RandomError> {
    check_probability("dropout_mask", p)?;
    bernoulli(mask, 1.0 - p, generator)
}

/// Fills with the factors of dropout: `1 / (1 - p)` where an element is kept, else zero.
///
/// For feature dropout `noise` has one element for each sample and channel. With `p` 0 or 1 nothing is drawn.
///
/// # Errors
/// [`RandomError::Parameter`] unless `0 <= p <= 1`.
pub fn dropout_noise<T: FloatElement>(noise: &mut [T], p: f64, generator: &Generator) -> Result<(), RandomError> {
    check_probability("dropout_noise", p)?;
    let kept = T::from_f64(1.0 / T::Wide::round(1.0 - p));
    match p {
        0.0 => noise.fill(T::from_f64(1.0)),
        1.0 => noise.fill(T::from_f64(0.0)),
        _ => {
            let (is_kept, dropped) = (is_below(1.0 - p), T::from_f64(0.0));
            generator.lock().fill_u64(noise, |bits| if is_kept(bits) { kept } else { dropped });
        }
    }
    Ok(())
}

/// Fills `slopes` with a uniform draw in `[lower, upper)` where `input` is at most zero, else with one (nothing is
/// drawn there).
///
/// # Numerics
/// The bounds are rounded to f32, but for f64; the draw is a double.
///
/// # Errors
/// [`RandomError::Length`] if the lengths differ; [`RandomError::Parameter`] unless `lower <= upper`, both finite.
pub fn rrelu_slopes<T: FloatElement>(
    input: &[T],
    slopes: &mut [T],
    lower: f64,
    upper: f64,
    generator: &Generator,
) -> Result<(), RandomError> {
    const OP: &str = "rrelu_slopes";
    if input.len() != slopes.len() {
        let (length, expected) = (input.len(), slopes.len());
        return Err(RandomError::Length { op: OP, argument: "input", length, expected });
    }
    if !(lower <= upper && (upper - lower).is_finite()) {
        let allowed = "finite and at least lower";
        return Err(RandomError::Parameter { op: OP, argument: "upper", value: upper, allowed });
    }
    let (lower, upper) = (T::Wide::round(lower), T::Wide::round(upper));
    let mut stream = generator.lock();
    for (slope, value) in slopes.iter_mut().zip(input) {
        let draw = if value.to_f64() <= 0.0 { stream.next_f64() * (upper - lower) + lower } else { 1.0 };
        *slope = T::from_f64(draw);
    }
    Ok(())
}
