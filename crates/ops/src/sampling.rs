//! Random numbers written into arrays.

use cresset_storage::{DType, Device, Dims, Error, ErrorKind, Result};

use crate::access::{Access, fill, write_in_memory_order};
use crate::array::Array;
use crate::complex::view_as_real;
use crate::copy::{beside, contiguous, to_dtype};
use crate::plain::for_dtype;
use crate::random::{self, Generator, RandomError};
use crate::simd::Boolean;

impl From<RandomError> for Error {
    fn from(error: RandomError) -> Error {
        ErrorKind::Part { line: error.to_string() }.into()
    }
}

/// Uniform numbers in `from..to` over `out`, as `uniform_`; of complex numbers each part.
///
/// # Errors
/// Not a floating dtype, or bounds that do not fit it.
pub fn uniform_(out: &Array, from: f64, to: f64, generator: &Generator) -> Result<()> {
    let op = "uniform_";
    if out.dtype().is_complex() {
        return uniform_(&view_as_real(out)?, from, to, generator);
    }
    for_dtype!(op, out.dtype(), float: T => {
        write_in_memory_order::<T>(op, out, |values| Ok(random::uniform(values, from, to, generator)?))
    })
}

/// Normal numbers over `out`, as `normal_`; of complex numbers each part has the mean, and the deviation is that
/// of the whole number.
///
/// # Errors
/// Not a floating dtype, or a negative deviation.
pub fn normal_(out: &Array, mean: f64, std: f64, generator: &Generator) -> Result<()> {
    let op = "normal_";
    if out.dtype().is_complex() {
        // The parts share the variance.
        return normal_(&view_as_real(out)?, mean, std * std::f64::consts::FRAC_1_SQRT_2, generator);
    }
    for_dtype!(op, out.dtype(), float: T => {
        write_in_memory_order::<T>(op, out, |values| Ok(random::normal(values, mean, std, generator)?))
    })
}

/// Exponential numbers over `out`, as `exponential_`.
///
/// # Errors
/// Not a floating dtype, or a rate that is not positive.
pub fn exponential_(out: &Array, rate: f64, generator: &Generator) -> Result<()> {
    let op = "exponential_";
    for_dtype!(op, out.dtype(), float: T => {
        write_in_memory_order::<T>(op, out, |values| Ok(random::exponential(values, rate, generator)?))
    })
}

/// Cauchy numbers over `out`, as `cauchy_`.
///
/// # Errors
/// Not a floating dtype, or a `sigma` that is not positive.
pub fn cauchy_(out: &Array, median: f64, sigma: f64, generator: &Generator) -> Result<()> {
    let op = "cauchy_";
    for_dtype!(op, out.dtype(), float: T => {
        write_in_memory_order::<T>(op, out, |values| Ok(random::cauchy(values, median, sigma, generator)?))
    })
}

/// Numbers whose logarithms are normal over `out`, as `log_normal_`.
///
/// # Errors
/// Not a floating dtype, or a deviation that is not positive.
pub fn log_normal_(out: &Array, mean: f64, std: f64, generator: &Generator) -> Result<()> {
    let op = "log_normal_";
    for_dtype!(op, out.dtype(), float: T => {
        write_in_memory_order::<T>(op, out, |values| Ok(random::log_normal(values, mean, std, generator)?))
    })
}

/// Numbers of trials up to the first success over `out`, as `geometric_`.
///
/// # Errors
/// Booleans, or `p` not between 0 and 1.
pub fn geometric_(out: &Array, p: f64, generator: &Generator) -> Result<()> {
    let op = "geometric_";
    for_dtype!(op, out.dtype(), numeric: T => {
        write_in_memory_order::<T>(op, out, |values| Ok(random::geometric(values, p, generator)?))
    })
}

/// Whole numbers of the dtype's whole range over `out`, as `random_()`.
///
/// # Errors
/// No memory left.
pub fn random_(out: &Array, generator: &Generator) -> Result<()> {
    let op = "random_";
    if out.dtype() == DType::Bool {
        return bernoulli_bits(op, out, generator);
    }
    for_dtype!(op, out.dtype(), numeric: T => {
        write_in_memory_order::<T>(op, out, |values| {
            random::random(values, generator);
            Ok(())
        })
    })
}

/// The low bit of a 32-bit draw, as truth values.
fn bernoulli_bits(op: &'static str, out: &Array, generator: &Generator) -> Result<()> {
    write_in_memory_order::<Boolean>(op, out, |values| {
        let mut drawn = vec![0u8; values.len()];
        random::random(&mut drawn, generator);
        values.iter_mut().zip(drawn).for_each(|(value, drawn)| *value = Boolean::new(drawn & 1 == 1));
        Ok(())
    })
}

/// Whole numbers from `low` to the greatest that the dtype counts to without a gap over `out`, as `random_(low, None)`.
///
/// # Errors
/// Booleans, or a `low` that does not fit the dtype.
pub fn random_from_(out: &Array, low: i64, generator: &Generator) -> Result<()> {
    let op = "random_";
    for_dtype!(op, out.dtype(), numeric: T => {
        write_in_memory_order::<T>(op, out, |values| Ok(random::random_from(values, low, generator)?))
    })
}

/// Poisson counts of the rates in `rates`, as `poisson`.
///
/// # Errors
/// Not a floating dtype, or a negative rate.
pub fn poisson(rates: &Array, generator: &Generator) -> Result<Array> {
    let op = "poisson";
    let rates = contiguous(op, rates)?;
    let mut out = Array::empty(op, rates.sizes(), rates.dtype(), rates.device())?;
    for_dtype!(op, rates.dtype(), float: T => {
        let access = Access::read(&[&rates])?;
        random::poisson(fill::<T>(op, &mut out)?, access.slice::<T>(op, 0)?, generator)?;
    });
    Ok(out)
}

/// Whole numbers in `low..high` over `out`, as `random_(low, high)` and `randint`.
///
/// # Errors
/// An empty range, or bounds that do not fit the dtype.
pub fn randint_(out: &Array, low: i64, high: i64, generator: &Generator) -> Result<()> {
    let op = "randint";
    if out.dtype() == DType::Bool {
        return write_in_memory_order::<Boolean>(op, out, |values| {
            let mut drawn = vec![0u8; values.len()];
            random::randint(&mut drawn, low, high, generator)?;
            values.iter_mut().zip(drawn).for_each(|(value, drawn)| *value = Boolean::new(drawn != 0));
            Ok(())
        });
    }
    for_dtype!(op, out.dtype(), numeric: T => {
        write_in_memory_order::<T>(op, out, |values| Ok(random::randint(values, low, high, generator)?))
    })
}

/// Ones with probability `p`, else zeros, over `out`, as `bernoulli_(p)`.
///
/// # Errors
/// `p` outside 0..=1.
pub fn bernoulli_(out: &Array, p: f64, generator: &Generator) -> Result<()> {
    let op = "bernoulli_";
    if out.dtype() == DType::Bool {
        return write_in_memory_order::<Boolean>(op, out, |values| {
            let mut drawn = vec![0u8; values.len()];
            random::bernoulli(&mut drawn, p, generator)?;
            values.iter_mut().zip(drawn).for_each(|(value, drawn)| *value = Boolean::new(drawn != 0));
            Ok(())
        });
    }
    for_dtype!(op, out.dtype(), numeric: T => {
        write_in_memory_order::<T>(op, out, |values| Ok(random::bernoulli(values, p, generator)?))
    })
}

/// Ones with the probabilities of `probabilities`, else zeros, as `bernoulli(input)`.
///
/// # Errors
/// Not a floating dtype, or a probability outside 0..=1.
pub fn bernoulli(probabilities: &Array, generator: &Generator) -> Result<Array> {
    let op = "bernoulli";
    let probabilities = contiguous(op, probabilities)?;
    let mut out = Array::empty(op, probabilities.sizes(), probabilities.dtype(), probabilities.device())?;
    for_dtype!(op, probabilities.dtype(), float: T => {
        let access = Access::read(&[&probabilities])?;
        random::bernoulli_from(fill::<T>(op, &mut out)?, access.slice::<T>(op, 0)?, generator)?;
    });
    Ok(out)
}

/// Indices drawn by the weights in the rows of `probabilities`, as `multinomial`.
///
/// # Errors
/// Not one or two dims, not a floating dtype, weights that are negative or sum to zero, more samples than categories.
pub fn multinomial(probabilities: &Array, n_samples: usize, replacement: bool, generator: &Generator) -> Result<Array> {
    let op = "multinomial";
    let sizes = *probabilities.sizes();
    let (rows, n_categories) = match *sizes {
        [n] => (None, n),
        [rows, n] => (Some(rows), n),
        _ => {
            return Err(Error::shape(
                op,
                "not one or two dims",
                &[("self", &sizes)],
                "give one row, or rows of weights",
            ));
        }
    };
    let probabilities = contiguous(op, probabilities)?;
    let drawn = for_dtype!(op, probabilities.dtype(), float: T => {
        let access = Access::read(&[&probabilities])?;
        random::multinomial(access.slice::<T>(op, 0)?, n_categories, n_samples, replacement, generator)?
    });
    match rows {
        Some(rows) => beside(op, drawn, &[rows, n_samples], &probabilities),
        None => beside(op, drawn, &[n_samples], &probabilities),
    }
}

/// The numbers `0..n` in random order, as `randperm`.
///
/// # Errors
/// No memory left.
pub fn randperm(n: usize, dtype: DType, generator: &Generator) -> Result<Array> {
    let drawn = Array::from_vec(random::randperm(n, generator), &[n])?;
    if dtype == DType::I64 { Ok(drawn) } else { to_dtype("randperm", &drawn, dtype) }
}

/// What dropout multiplies by: `1 / (1 - p)` where an element is kept, else 0.
///
/// # Errors
/// Not a floating dtype, or `p` outside 0..=1.
pub fn dropout_noise(sizes: &Dims, dtype: DType, p: f64, device: Device, generator: &Generator) -> Result<Array> {
    let op = "dropout";
    let mut out = Array::empty(op, sizes, dtype, device)?;
    for_dtype!(op, dtype, float: T => random::dropout_noise(fill::<T>(op, &mut out)?, p, generator)?);
    Ok(out)
}

/// The slopes of a leaky relu in training: uniform in `lower..upper` where an element is at most zero, else one.
///
/// # Errors
/// Not a floating dtype, or bounds that are no range.
pub fn rrelu_slopes(op: &'static str, x: &Array, lower: f64, upper: f64, generator: &Generator) -> Result<Array> {
    let x = contiguous(op, x)?;
    let mut out = Array::empty(op, x.sizes(), x.dtype(), x.device())?;
    for_dtype!(op, x.dtype(), float: T => {
        let access = Access::read(&[&x])?;
        random::rrelu_slopes(access.slice::<T>(op, 0)?, fill::<T>(op, &mut out)?, lower, upper, generator)?;
    });
    Ok(out)
}
