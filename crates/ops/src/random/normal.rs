//! The normal distribution: pair by pair below 16 elements, in blocks of 16 from there on.

use super::element::FloatElement;
use super::error::RandomError;
use super::generator::Generator;
use super::stream::Stream;
use super::wide::{BLOCK, Wide};

/// Fills with normal numbers, as PyTorch fills a contiguous tensor.
///
/// # Errors
/// [`RandomError::Parameter`] unless `std >= 0`.
///
/// # Numerics
/// Bit for bit PyTorch's on x86. Below 16 elements as [`normal_serial`]. From 16 on each block of 16 uniforms gives 16 normals, computed in f64
/// for f64 and in f32 for the others; a last partial block draws 16 new uniforms for the last 16 elements.
pub fn normal<T: FloatElement>(out: &mut [T], mean: f64, std: f64, generator: &Generator) -> Result<(), RandomError> {
    if out.len() < BLOCK {
        return normal_serial(out, mean, std, generator);
    }
    check_std(std)?;
    let mut stream = generator.lock();
    let n_partial = out.len() % BLOCK;
    for block in out.as_chunks_mut().0 {
        fill_block(block, mean, std, &mut stream);
    }
    if n_partial > 0
        && let Some(last) = out.last_chunk_mut()
    {
        // PyTorch draws the uniforms of all elements first, and then those of the last block again; but the half
        // types, which it computes block by block, have no uniforms of a partial block.
        let is_half = size_of::<T>() < size_of::<T::Wide>();
        (0..if is_half { 0 } else { n_partial }).for_each(|_| _ = T::Wide::draw(&mut stream));
        fill_block(last, mean, std, &mut stream);
    }
    Ok(())
}

/// Fills with normal numbers drawn in pairs in double, as PyTorch fills a tensor that is not contiguous.
///
/// An odd number of draws leaves the second normal of the last pair with the generator for its next draw.
///
/// # Errors
/// [`RandomError::Parameter`] unless `std >= 0`.
pub fn normal_serial<T: FloatElement>(
    out: &mut [T],
    mean: f64,
    std: f64,
    generator: &Generator,
) -> Result<(), RandomError> {
    check_std(std)?;
    let mut stream = generator.lock();
    out.fill_with(|| T::from_f64(stream.next_normal().mul_add(std, mean)));
    Ok(())
}

fn check_std(std: f64) -> Result<(), RandomError> {
    if std >= 0.0 {
        return Ok(());
    }
    Err(RandomError::Parameter { op: "normal", argument: "std", value: std, allowed: "0 or more" })
}

fn fill_block<T: FloatElement>(out: &mut [T; BLOCK], mean: f64, std: f64, stream: &mut Stream) {
    let mut block = [T::Wide::default(); BLOCK];
    T::Wide::fill_uniform(&mut block, 0.0, 1.0, |value| value, stream);
    T::Wide::transform(&mut block, mean, std);
    for (element, value) in out.iter_mut().zip(block) {
        *element = T::from_wide(value);
    }
}
