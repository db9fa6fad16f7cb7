//! Continuous distributions with one draw for each element: uniform, exponential, Cauchy, log-normal.

use super::element::FloatElement;
use super::error::RandomError;
use super::generator::Generator;
use super::stream::unit_f64;
use super::wide::Wide;

/// Fills with uniform numbers in `[from, to)`.
///
/// # Errors
/// [`RandomError::Bounds`] unless `from <= to` and `to - from` is finite in `T`.
///
/// # Numerics
/// 53 random bits for f64, 24 for the others; one rounding after `unit * (to - from) + from`. The half types round
/// the f32 number; what rounds up to `to` becomes `from`.
pub fn uniform<T: FloatElement>(out: &mut [T], from: f64, to: f64, generator: &Generator) -> Result<(), RandomError> {
    let is_finite = (T::from_f64(to).to_f64() - T::from_f64(from).to_f64()).is_finite()
        && T::from_f64(to - from).to_f64().is_finite();
    if !(from <= to && is_finite) {
        return Err(RandomError::Bounds { from, to, dtype: T::NAME });
    }
    let (first, past_last) = (T::from_f64(from), T::from_f64(to));
    let place = |value: T::Wide| {
        let value = T::from_wide(value);
        if value == past_last { first } else { value }
    };
    T::Wide::fill_uniform(out, from, to, place, &mut generator.lock());
    Ok(())
}

/// Fills with exponential numbers of the given `rate`: `-1 / rate * log1p(-u)`.
///
/// # Errors
/// [`RandomError::Parameter`] unless `rate > 0`.
pub fn exponential<T: FloatElement>(out: &mut [T], rate: f64, generator: &Generator) -> Result<(), RandomError> {
    check_positive("exponential", "rate", rate)?;
    generator.lock().fill_u64(out, |bits| T::from_f64(-1.0 / rate * (-unit_f64(bits)).ln_1p()));
    Ok(())
}

/// Fills with Cauchy numbers: `median + sigma * tan(pi * (u - 1/2))`.
///
/// # Errors
/// [`RandomError::Parameter`] unless `sigma > 0`.
pub fn cauchy<T: FloatElement>(
    out: &mut [T],
    median: f64,
    sigma: f64,
    generator: &Generator,
) -> Result<(), RandomError> {
    check_positive("cauchy", "sigma", sigma)?;
    let value = |bits| median + sigma * (std::f64::consts::PI * (unit_f64(bits) - 0.5)).tan();
    generator.lock().fill_u64(out, |bits| T::from_f64(value(bits)));
    Ok(())
}

/// Fills with `exp(mean + std * z)` of normals `z` drawn in pairs, whatever the size.
///
/// # Errors
/// [`RandomError::Parameter`] unless `std > 0`.
pub fn log_normal<T: FloatElement>(
    out: &mut [T],
    mean: f64,
    std: f64,
    generator: &Generator,
) -> Result<(), RandomError> {
    check_positive("log_normal", "std", std)?;
    let mut stream = generator.lock();
    out.fill_with(|| T::from_f64(stream.next_normal().mul_add(std, mean).exp()));
    Ok(())
}

fn check_positive(op: &'static str, argument: &'static str, value: f64) -> Result<(), RandomError> {
    if value > 0.0 {
        return Ok(());
    }
    Err(RandomError::Parameter { op, argument, value, allowed: "above 0" })
}
