//! Random numbers written into arrays.

use cresset_storage::{DType, Device, Dims, Error, ErrorKind, Result};

use crate::access::{Access, fill, write_in_memory_order};
use crate::array::{Array, Operand};
use crate::complex::view_as_real;
use crate::copy::{beside, contiguous, copy_into, to_dtype};
use crate::cuda::random as cuda;
use crate::cuda::random::Draw;
use crate::plain::{Plain, for_dtype};
use crate::random::{self, Generator, RandomError};
use crate::simd::Boolean;

impl From<RandomError> for Error {
    fn from(error: RandomError) -> Error {
        ErrorKind::Part { line: error.to_string() }.into()
    }
}

/// Draws over `out`: on a GPU what `there` says; else `here` fills the elements. `here` also checks the parameters, for
/// no elements at all.
fn draw<T: Plain>(
    op: &'static str,
    out: &Array,
    there: Draw,
    generator: &Generator,
    here: impl FnOnce(&mut [T]) -> std::result::Result<(), RandomError>,
) -> Result<()> {
    if out.device() != Device::Cpu {
        here(&mut [])?;
        return cuda::draw(op, out, there, generator);
    }
    write_in_memory_order::<T>(op, out, |values| Ok(here(values)?))
}

/// [`draw`] of truth values, which `here` draws as bytes.
fn draw_truth(
    op: &'static str,
    out: &Array,
    there: Draw,
    generator: &Generator,
    here: impl FnOnce(&mut [u8]) -> std::result::Result<(), RandomError>,
) -> Result<()> {
    draw::<Boolean>(op, out, there, generator, |values| {
        let mut drawn = vec![0u8; values.len()];
        here(&mut drawn)?;
        values.iter_mut().zip(drawn).for_each(|(value, drawn)| *value = Boolean::new(drawn & 1 == 1));
        Ok(())
    })
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
    let there = Draw::Uniform { from, to };
    for_dtype!(op, out.dtype(), float: T => {
        draw::<T>(op, out, there, generator, |values| random::uniform(values, from, to, generator))
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
    let there = Draw::Normal { mean, std };
    for_dtype!(op, out.dtype(), float: T => {
        draw::<T>(op, out, there, generator, |values| random::normal(values, mean, std, generator))
    })
}

/// Exponential numbers over `out`, as `exponential_`.
///
/// # Errors
/// Not a floating dtype, or a rate that is not positive.
pub fn exponential_(out: &Array, rate: f64, generator: &Generator) -> Result<()> {
    let op = "exponential_";
    let there = Draw::Exponential { rate };
    for_dtype!(op, out.dtype(), float: T => {
        draw::<T>(op, out, there, generator, |values| random::exponential(values, rate, generator))
    })
}

/// Cauchy numbers over `out`, as `cauchy_`.
///
/// # Errors
/// Not a floating dtype, or a `sigma` that is not positive.
pub fn cauchy_(out: &Array, median: f64, sigma: f64, generator: &Generator) -> Result<()> {
    let op = "cauchy_";
    let there = Draw::Cauchy { median, sigma };
    for_dtype!(op, out.dtype(), float: T => {
        draw::<T>(op, out, there, generator, |values| random::cauchy(values, median, sigma, generator))
    })
}

/// Numbers whose logarithms are normal over `out`, as `log_normal_`.
///
/// # Errors
/// Not a floating dtype, or a deviation that is not positive.
pub fn log_normal_(out: &Array, mean: f64, std: f64, generator: &Generator) -> Result<()> {
    let op = "log_normal_";
    let there = Draw::LogNormal { mean, std };
    for_dtype!(op, out.dtype(), float: T => {
        draw::<T>(op, out, there, generator, |values| random::log_normal(values, mean, std, generator))
    })
}

/// Numbers of trials up to the first success over `out`, as `geometric_`.
///
/// # Errors
/// Booleans, or `p` not between 0 and 1.
pub fn geometric_(out: &Array, p: f64, generator: &Generator) -> Result<()> {
    let op = "geometric_";
    let there = Draw::Geometric { p };
    for_dtype!(op, out.dtype(), numeric: T => {
        draw::<T>(op, out, there, generator, |values| random::geometric(values, p, generator))
    })
}

/// Whole numbers of the dtype's whole range over `out`, as `random_()`.
///
/// # Errors
/// No memory left.
pub fn random_(out: &Array, generator: &Generator) -> Result<()> {
    let op = "random_";
    if out.dtype() == DType::Bool {
        return draw_truth(op, out, Draw::Any { range: 2 }, generator, |values| {
            random::random(values, generator);
            Ok(())
        });
    }
    for_dtype!(op, out.dtype(), numeric: T => {
        let there = Draw::Any { range: random::greatest::<T>() as u64 + 1 };
        draw::<T>(op, out, there, generator, |values| {
            random::random(values, generator);
            Ok(())
        })
    })
}

/// Whole numbers from `low` to the greatest that the dtype counts to without a gap over `out`, as `random_(low, None)`.
///
/// # Errors
/// Booleans, or a `low` that does not fit the dtype.
pub fn random_from_(out: &Array, low: i64, generator: &Generator) -> Result<()> {
    let op = "random_";
    for_dtype!(op, out.dtype(), numeric: T => {
        let there = Draw::Whole { low, range: (random::greatest::<T>().wrapping_sub(low) as u64).wrapping_add(1) };
        draw::<T>(op, out, there, generator, |values| random::random_from(values, low, generator))
    })
}

/// Poisson counts of the rates in `rates`, as `poisson`.
///
/// # Errors
/// Not a floating dtype, or a negative rate.
pub fn poisson(rates: &Array, generator: &Generator) -> Result<Array> {
    let op = "poisson";
    let rates = contiguous(op, rates)?;
    if rates.device() != Device::Cpu
        && rates.dtype().is_floating_point()
        && let Some(out) = cuda::poisson(op, &rates, generator)?
    {
        return Ok(out);
    }
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
    let there = Draw::Whole { low, range: high.wrapping_sub(low) as u64 };
    if out.dtype() == DType::Bool {
        return draw_truth(op, out, there, generator, |values| {
            random::randint(values, low, high, generator)?;
            values.iter_mut().for_each(|value| *value = u8::from(*value != 0));
            Ok(())
        });
    }
    for_dtype!(op, out.dtype(), numeric: T => {
        draw::<T>(op, out, there, generator, |values| random::randint(values, low, high, generator))
    })
}

/// Ones with probability `p`, else zeros, over `out`, as `bernoulli_(p)`.
///
/// # Errors
/// `p` outside 0..=1.
pub fn bernoulli_(out: &Array, p: f64, generator: &Generator) -> Result<()> {
    let op = "bernoulli_";
    let there = Draw::Bernoulli { p, value: 1.0 };
    if out.dtype() == DType::Bool {
        return draw_truth(op, out, there, generator, |values| random::bernoulli(values, p, generator));
    }
    for_dtype!(op, out.dtype(), numeric: T => {
        draw::<T>(op, out, there, generator, |values| random::bernoulli(values, p, generator))
    })
}

/// Ones with the probabilities of `probabilities`, else zeros, as `bernoulli(input)`.
///
/// # Errors
/// Not a floating dtype, or a probability outside 0..=1.
pub fn bernoulli(probabilities: &Array, generator: &Generator) -> Result<Array> {
    let op = "bernoulli";
    let probabilities = contiguous(op, probabilities)?;
    let floating = probabilities.dtype().is_floating_point();
    // Also where there is one outside of 0..=1, for the words of the error.
    if probabilities.device() != Device::Cpu
        && floating
        && let Some(out) = cuda::bernoulli(op, &probabilities, generator)?
    {
        return Ok(out);
    }
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
    // The parameters of a call that is in order; others are the CPU's to refuse.
    let in_order = probabilities.numel() > 0 && (1..=u32::MAX as usize).contains(&n_samples) && n_categories <= 1 << 24;
    if probabilities.device() != Device::Cpu
        && probabilities.dtype().is_floating_point()
        && in_order
        && (replacement || n_samples <= n_categories)
        && let Some(drawn) = cuda::multinomial(op, &probabilities, n_categories, n_samples, replacement, generator)?
    {
        return match rows {
            Some(_) => Ok(drawn),
            None => Ok(drawn.with_layout(drawn.layout().select(op, 0, 0)?)),
        };
    }
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
pub fn randperm(n: usize, dtype: DType, device: Device, generator: &Generator) -> Result<Array> {
    let op = "randperm";
    if device != Device::Cpu {
        // The order of random numbers, of which two are hardly ever equal.
        let keys = Array::empty(op, &Dims::new(op, &[n])?, DType::I64, device)?;
        cuda::draw(op, &keys, Draw::Whole { low: 0, range: 0 }, generator)?;
        let (_, drawn) = crate::sort::sort(op, &keys, 0, false)?;
        return if dtype == DType::I64 { Ok(drawn) } else { to_dtype(op, &drawn, dtype) };
    }
    let drawn = Array::from_vec(random::randperm(n, generator), &[n])?;
    if dtype == DType::I64 { Ok(drawn) } else { to_dtype(op, &drawn, dtype) }
}

/// What dropout multiplies by: `1 / (1 - p)` where an element is kept, else 0.
///
/// # Errors
/// Not a floating dtype, or `p` outside 0..=1.
pub fn dropout_noise(sizes: &Dims, dtype: DType, p: f64, device: Device, generator: &Generator) -> Result<Array> {
    let op = "dropout";
    let mut out = Array::empty(op, sizes, dtype, device)?;
    for_dtype!(op, dtype, float: T => {
        if device == Device::Cpu {
            random::dropout_noise(fill::<T>(op, &mut out)?, p, generator)?;
            return Ok(out);
        }
        random::dropout_noise::<T>(&mut [], p, generator)?;
    });
    let value = 1.0 / (1.0 - p);
    match p {
        0.0 | 1.0 => copy_into(op, Operand::Scalar((1.0 - p).into()), &mut out)?,
        _ => cuda::draw(op, &out, Draw::Bernoulli { p: 1.0 - p, value }, generator)?,
    }
    Ok(out)
}

/// The slopes of a leaky relu in training: uniform in `lower..upper` where an element is at most zero, else one.
///
/// # Errors
/// Not a floating dtype, or bounds that are no range.
pub fn rrelu_slopes(op: &'static str, x: &Array, lower: f64, upper: f64, generator: &Generator) -> Result<Array> {
    let x = contiguous(op, x)?;
    if x.device() != Device::Cpu {
        for_dtype!(op, x.dtype(), float: T => {
            random::rrelu_slopes::<T>(&[], &mut [], lower, upper, generator)?;
        });
        return cuda::slopes(op, &x, lower, upper, generator);
    }
    let mut out = Array::empty(op, x.sizes(), x.dtype(), x.device())?;
    for_dtype!(op, x.dtype(), float: T => {
        let access = Access::read(&[&x])?;
        random::rrelu_slopes(access.slice::<T>(op, 0)?, fill::<T>(op, &mut out)?, lower, upper, generator)?;
    });
    Ok(out)
}
