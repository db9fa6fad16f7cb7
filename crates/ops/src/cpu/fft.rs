//! Fourier transforms of rows of complex numbers, and the completion of half spectra.

use std::any::Any;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use cresset_storage::{Complex32, Complex64, Result};
use rustfft::{Fft, FftDirection, FftPlanner};

use crate::access::{Access, fill};
use crate::array::Array;
use crate::parallel::for_chunks;
use crate::plain::Plain;

/// A complex type that `rustfft` transforms.
pub(crate) trait Transformed: Plain {
    /// The plan for rows of `n`, made once for each length, direction and type.
    fn plan(n: usize, forward: bool) -> Plan<Self>;
}

/// Transforms rows in place.
type Run<T> = Box<dyn Fn(&mut [T]) + Sync>;

/// How rows of one length are transformed in place.
pub(crate) struct Plan<T> {
    run: Run<T>,
}

type Cache = HashMap<(usize, bool, bool), Box<dyn Any + Send>>;

/// Plans hold tables of roots of unity that take longer to make than a transform.
static PLANS: LazyLock<Mutex<Cache>> = LazyLock::new(Mutex::default);

/// Lengths whose plans are kept; beyond, the cache starts anew.
const MAX_PLANS: usize = 256;

macro_rules! transformed {
    ($($type:ty, $part:ty, $is_wide:literal;)*) => {$(
        impl Transformed for $type {
            fn plan(n: usize, forward: bool) -> Plan<$type> {
                let mut plans = PLANS.lock().unwrap_or_else(PoisonError::into_inner);
                if plans.len() >= MAX_PLANS {
                    plans.clear();
                }
                let direction = if forward { FftDirection::Forward } else { FftDirection::Inverse };
                let make = || Box::new(FftPlanner::<$part>::new().plan_fft(n, direction)) as Box<dyn Any + Send>;
                let held = plans.entry((n, forward, $is_wide)).or_insert_with(make);
                let fft = match held.downcast_ref::<Arc<dyn Fft<$part>>>() {
                    Some(held) => held.clone(),
                    None => FftPlanner::new().plan_fft(n, direction),
                };
                Plan { run: Box::new(move |rows| fft.process(rows)) }
            }
        }
    )*};
}

transformed! { Complex32, f32, false; Complex64, f64, true; }

/// Elements that one thread takes at a time.
const CHUNK: usize = 1 << 14;

/// Transforms each row of `n` elements of a new contiguous array, and multiplies by `scale`.
pub(crate) fn rows<T: Transformed>(
    op: &'static str,
    out: &mut Array,
    n: usize,
    forward: bool,
    scale: f64,
) -> Result<()> {
    let elements = fill::<T>(op, out)?;
    if n == 0 || elements.is_empty() {
        return Ok(());
    }
    if n == 1 && scale == 1.0 {
        return Ok(());
    }
    let plan = T::plan(n, forward);
    // A row costs some passes over its elements.
    let work = elements.len().saturating_mul(8);
    for_chunks(elements, (CHUNK / n).max(1) * n, work, &|_, rows| {
        (plan.run)(rows);
        if scale != 1.0 {
            for value in rows {
                *value = T::from_complex(value.to_f64() * scale, value.imaginary() * scale);
            }
        }
    });
    Ok(())
}

/// Fills rows of `n` from rows of their first `half` elements: the others are the conjugates of those across.
pub(crate) fn complete<T: Plain>(op: &'static str, x: &Array, half: usize, n: usize, out: &mut Array) -> Result<()> {
    let access = Access::read(&[x])?;
    let elements: &[T] = access.slice(op, 0)?;
    let work = elements.len();
    for_chunks(fill::<T>(op, out)?, n, work, &|row, out| {
        let row = &elements[row * half..(row + 1) * half];
        for (at, out) in out.iter_mut().enumerate() {
            *out = match at < half {
                true => row[at],
                false => T::from_complex(row[n - at].to_f64(), -row[n - at].imaginary()),
            };
        }
    });
    Ok(())
}
