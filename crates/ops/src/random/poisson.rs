//! The Poisson distribution.

use super::element::FloatElement;
use super::error::RandomError;
use super::generator::Generator;
use super::stream::Stream;

/// Fills with Poisson counts of the rate at each place.
///
/// # Errors
/// [`RandomError::Length`] if the lengths differ; [`RandomError::Parameter`] unless all rates are finite and 0 or more.
///
/// # Source
/// W. Hörmann, The transformed rejection method for generating Poisson random variables, Insurance: Mathematics and
/// Economics 12 (1993), algorithm PTRS, for rates of 10 and more; products of uniforms below.
pub fn poisson<T: FloatElement>(out: &mut [T], rates: &[T], generator: &Generator) -> Result<(), RandomError> {
    const OP: &str = "poisson";
    if rates.len() != out.len() {
        return Err(RandomError::Length { op: OP, argument: "rates", length: rates.len(), expected: out.len() });
    }
    for rate in rates.iter().map(|rate| rate.to_f64()) {
        // Counts are drawn as f64 integers; from 2^53 on they would not all exist.
        if !(0.0..9e15).contains(&rate) {
            return Err(RandomError::Parameter { op: OP, argument: "rate", value: rate, allowed: "in [0, 9e15)" });
        }
    }
    let mut stream = generator.lock();
    for (element, rate) in out.iter_mut().zip(rates) {
        *element = T::from_f64(match rate.to_f64() {
            0.0 => 0.0,
            rate if rate < 10.0 => count_by_products(rate, &mut stream),
            rate => count_by_rejection(rate, &mut stream),
        });
    }
    Ok(())
}

fn count_by_products(rate: f64, stream: &mut Stream) -> f64 {
    let threshold = (-rate).exp();
    let mut product = stream.next_f64();
    let mut count = 0.0;
    while product > threshold {
        product *= stream.next_f64();
        count += 1.0;
    }
    count
}

fn count_by_rejection(rate: f64, stream: &mut Stream) -> f64 {
    let scale = 0.931 + 2.53 * rate.sqrt();
    let shape = -0.059 + 0.02483 * scale;
    let inverse_alpha = 1.1239 + 1.1328 / (scale - 3.4);
    let sure = 0.9277 - 3.6224 / (scale - 2.0);
    loop {
        let offset = stream.next_f64() - 0.5;
        let height = stream.next_f64();
        let margin = 0.5 - offset.abs();
        let count = ((2.0 * shape / margin + scale) * offset + rate + 0.43).floor();
        if margin >= 0.07 && height <= sure {
            return count;
        }
        if count < 0.0 || (margin < 0.013 && height > margin) {
            continue;
        }
        let hat = height.ln() + inverse_alpha.ln() - (shape / (margin * margin) + scale).ln();
        if hat <= count * rate.ln() - rate - libm::lgamma(count + 1.0) {
            return count;
        }
    }
}
