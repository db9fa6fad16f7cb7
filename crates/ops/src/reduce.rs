//! Reductions: dimensions folded into one element each.
//!
//! `dims` may count from the back; none given means all, as in PyTorch, except for [`all`] and [`any`]. Results are
//! contiguous. Whole numbers and booleans are summed in int64, the halves in f32.

mod extremes;
mod statistics;

use cresset_storage::{DType, Device, Dims, Error, ErrorKind, MAX_DIMS, Result, default_dtype};

use crate::access::fill;
use crate::array::Array;
use crate::complex;
use crate::copy::{contiguous, to_dtype};
use crate::cpu::reduce as cpu;
use crate::cpu::reduce::element::{Element, Number, Real};
use crate::cpu::reduce::fold::{ExponentialSum, Fold, Greatest, NanSum, Product, Sum, TrueCount};
use crate::cpu::reduce::plan::Plan;
use crate::cuda::reduce::{self as cuda, Folds};
use crate::parallel;
use crate::plain::{Plain, for_dtype};
use crate::simd::Boolean;

pub use extremes::{amax, amin, argmax, argmin, max_dim, min_dim};
pub use statistics::{norm, standard_deviation, variance};

/// One call: what it folds, and the sizes of its result.
struct Call {
    op: &'static str,
    plan: Plan,
    is_folded: [bool; MAX_DIMS],
    sizes: Dims,
    device: Device,
}

impl Call {
    fn new(op: &'static str, x: &Array, dims: &[i64], keepdim: bool) -> Result<Call> {
        let mut is_folded = [false; MAX_DIMS];
        for &dim in dims {
            if std::mem::replace(&mut is_folded[x.layout().dim(op, dim)?], true) {
                return Err(ErrorKind::RepeatedDim { op, dim }.into());
            }
        }
        if dims.is_empty() {
            is_folded = [true; MAX_DIMS];
        }
        let mut sizes = Dims::EMPTY;
        for (dim, &size) in x.sizes().iter().enumerate() {
            match (is_folded[dim], keepdim) {
                (false, _) => sizes.push(op, size)?,
                (true, true) => sizes.push(op, 1)?,
                (true, false) => {}
            }
        }
        Ok(Call { op, plan: Plan::new(op, x.layout(), &is_folded)?, is_folded, sizes, device: x.device() })
    }

    /// The number of elements that become one.
    fn n_folded(&self) -> usize {
        self.plan.n_folded
    }

    /// One value for each result, in the order of the plan.
    fn fold<T: Plain, F: Fold<T, Given = ()>>(&self, x: &Array, fold: F) -> Result<Vec<F::State>> {
        // An array of nothings takes no memory, however long it is.
        cpu::reduce(self.op, x, &self.plan, fold, &vec![(); self.plan.n_results])
    }

    /// As [`Call::fold`], where each result's fold is told something beforehand.
    fn fold_given<T: Plain, F: Fold<T>>(&self, x: &Array, fold: F, given: &[F::Given]) -> Result<Vec<F::State>> {
        cpu::reduce(self.op, x, &self.plan, fold, given)
    }

    /// The result whose elements are made of the values in the order of the plan.
    fn finish<S: Copy + Sync, R: Plain>(&self, states: &[S], element: impl Fn(S) -> R + Sync) -> Result<Array> {
        const CHUNK: usize = 4096;
        let mut made = Array::empty(self.op, &Dims::new(self.op, &[states.len()])?, R::DTYPE, self.device)?;
        let elements: &mut [R] = fill(self.op, &mut made)?;
        parallel::for_chunks(elements, CHUNK, states.len(), &|chunk, elements| {
            for (to, &state) in elements.iter_mut().zip(&states[chunk * CHUNK..]) {
                *to = element(state);
            }
        });
        self.plan.arrange(self.op, &made, &self.sizes)
    }

    /// The result by a kernel of a GPU, where there is one.
    fn on_gpu(&self, x: &Array, folds: Folds, number: f64) -> Result<Option<Array>> {
        let Some((made, _)) = cuda::run(self.op, x, &self.plan, folds, number)? else { return Ok(None) };
        self.plan.arrange(self.op, &made, &self.sizes).map(Some)
    }

    /// Refuses a fold of nothing.
    fn refuse_empty(&self, x: &Array) -> Result<()> {
        let folds_nothing = x.sizes().iter().enumerate().any(|(dim, &size)| self.is_folded[dim] && size == 0);
        if !folds_nothing {
            return Ok(());
        }
        let shapes: [(&str, &[usize]); 1] = [("self", x.sizes())];
        Err(Error::shape(self.op, "no elements to choose from", &shapes, "each folded dim must have elements"))
    }
}

/// The sum over dimensions. Whole numbers and booleans give int64; nothing sums to 0.
///
/// # Numerics
/// In blocks of 4096 elements of one result, merged pairwise.
///
/// # Errors
/// A dimension that is not there or is named twice, or no memory left.
pub fn sum(x: &Array, dims: &[i64], keepdim: bool) -> Result<Array> {
    if x.dtype().is_complex() {
        return complex::in_parts("sum", x, dims, |parts, dims| sum(parts, dims, keepdim));
    }
    let call = Call::new("sum", x, dims, keepdim)?;
    if let Some(out) = call.on_gpu(x, Folds::Sum, 0.0)? {
        return Ok(out);
    }
    for_dtype!(call.op, x.dtype(), real: T => call.finish(&call.fold::<T, _>(x, Sum)?, T::summed))
}

/// [`sum`] of all elements but NaN.
///
/// # Errors
/// As [`sum`].
pub fn nansum(x: &Array, dims: &[i64], keepdim: bool) -> Result<Array> {
    let call = Call::new("nansum", x, dims, keepdim)?;
    if let Some(out) = call.on_gpu(x, Folds::NanSum, 0.0)? {
        return Ok(out);
    }
    for_dtype!(call.op, x.dtype(), real: T => call.finish(&call.fold::<T, _>(x, NanSum)?, T::summed))
}

/// The mean over dimensions; of nothing it is NaN.
///
/// # Errors
/// As [`sum`]; also not a floating dtype.
pub fn mean(x: &Array, dims: &[i64], keepdim: bool) -> Result<Array> {
    let op = "mean";
    if x.dtype().is_complex() {
        return complex::in_parts(op, x, dims, |parts, dims| mean(parts, dims, keepdim));
    }
    let call = Call::new(op, x, dims, keepdim)?;
    let count = call.n_folded() as f64;
    if let Some(out) = call.on_gpu(x, Folds::Mean, 0.0)? {
        return Ok(out);
    }
    for_dtype!(op, x.dtype(), float: T => call.finish(&call.fold::<T, _>(x, Sum)?, |sum| T::summed(sum.over(count))))
}

/// The product over dimensions. Whole numbers and booleans give int64; of nothing it is 1.
///
/// # Errors
/// As [`sum`].
pub fn prod(x: &Array, dims: &[i64], keepdim: bool) -> Result<Array> {
    let call = Call::new("prod", x, dims, keepdim)?;
    if let Some(out) = call.on_gpu(x, Folds::Product, 0.0)? {
        return Ok(out);
    }
    if x.dtype().is_complex() {
        return complex::product(call.op, x, &call.is_folded, &call.sizes);
    }
    for_dtype!(call.op, x.dtype(), real: T => call.finish(&call.fold::<T, _>(x, Product)?, T::summed))
}

/// How many elements over dimensions are not zero, as int64.
///
/// # Errors
/// As [`sum`].
pub fn count_nonzero(x: &Array, dims: &[i64]) -> Result<Array> {
    let x = &complex::truths(x)?;
    let call = Call::new("count_nonzero", x, dims, false)?;
    if let Some(out) = call.on_gpu(x, Folds::TrueCount, 0.0)? {
        return Ok(out);
    }
    for_dtype!(call.op, x.dtype(), real: T => call.finish(&call.fold::<T, _>(x, TrueCount)?, |count| count))
}

/// Whether all elements over dimensions are true; `None` means all dimensions, an empty list none. NaN is true.
/// The result is bool, of uint8 it is uint8.
///
/// # Errors
/// As [`sum`].
pub fn all(x: &Array, dims: Option<&[i64]>, keepdim: bool) -> Result<Array> {
    truth("all", x, dims, keepdim, Folds::All, |count, n| count == n)
}

/// Whether any element over dimensions is true; `None` means all dimensions, an empty list none. NaN is true.
/// The result is bool, of uint8 it is uint8.
///
/// # Errors
/// As [`sum`].
pub fn any(x: &Array, dims: Option<&[i64]>, keepdim: bool) -> Result<Array> {
    truth("any", x, dims, keepdim, Folds::Any, |count, _| count > 0)
}

/// What `answer` makes of the number of true elements and of all.
fn truth(
    op: &'static str,
    x: &Array,
    dims: Option<&[i64]>,
    keepdim: bool,
    folds: Folds,
    answer: fn(i64, i64) -> bool,
) -> Result<Array> {
    let x = &complex::truths(x)?;
    let mut call = Call::new(op, x, dims.unwrap_or(&[]), keepdim)?;
    if dims.is_some_and(<[i64]>::is_empty) {
        call.is_folded = [false; MAX_DIMS];
        call.plan = Plan::new(op, x.layout(), &call.is_folded)?;
        call.sizes = *x.sizes();
    }
    if let Some(out) = call.on_gpu(x, folds, 0.0)? {
        return Ok(out);
    }
    let n = call.n_folded() as i64;
    let counts = for_dtype!(op, x.dtype(), real: T => call.fold::<T, _>(x, TrueCount)?);
    match x.dtype() == DType::U8 {
        true => call.finish(&counts, |count| u8::from(answer(count, n))),
        false => call.finish(&counts, |count| Boolean::new(answer(count, n))),
    }
}

/// The logarithm of the sum of exponentials over dimensions, without overflow; of nothing it is minus infinity. Whole
/// numbers and booleans are converted to the default dtype.
///
/// # Errors
/// As [`sum`].
pub fn logsumexp(x: &Array, dims: &[i64], keepdim: bool) -> Result<Array> {
    let op = "logsumexp";
    let converted;
    let x = if x.dtype().is_floating_point() {
        x
    } else {
        converted = to_dtype(op, x, default_dtype())?;
        &converted
    };
    let call = Call::new(op, x, dims, keepdim)?;
    if let Some(out) = call.on_gpu(x, Folds::LogSum, 0.0)? {
        return Ok(out);
    }
    for_dtype!(op, x.dtype(), float: T => {
        let mut greatest = call.fold::<T, _>(x, Greatest)?;
        for greatest in &mut greatest {
            // Infinity less infinity would be NaN: such elements stand for themselves.
            if greatest.is_infinite() {
                *greatest = Number::ZERO;
            }
        }
        let mut sums = call.fold_given::<T, _>(x, ExponentialSum, &greatest)?;
        for (sum, greatest) in sums.iter_mut().zip(greatest) {
            *sum = greatest.plus(sum.logarithm());
        }
        call.finish(&sums, T::summed)
    })
}
