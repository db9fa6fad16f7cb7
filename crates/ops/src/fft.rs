//! Discrete Fourier transforms over any dimensions: complex to complex, real to complex and back.

use cresset_storage::{DType, Error, ErrorKind, Layout, Result};

use crate::array::Array;
use crate::complex::view_as_real;
use crate::copy::{contiguous, contiguous_copy, to_dtype};
use crate::cpu::fft as cpu;
use crate::plain::for_dtype;

/// Whether exponents are negative, as from signals to spectra, or positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// With negative exponents.
    Forward,
    /// With positive exponents; the sum is not divided by the length unless [`Scale`] says so.
    Backward,
}

/// What the sums of a transform over `n` elements are multiplied by: the numbers that PyTorch calls `normalization`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// 1.
    None,
    /// `1 / sqrt(n)`.
    ByRoot,
    /// `1 / n`.
    ByCount,
}

impl Scale {
    /// From PyTorch's number.
    ///
    /// # Errors
    /// None of 0, 1, 2.
    pub fn new(op: &'static str, normalization: i64) -> Result<Scale> {
        match normalization {
            0 => Ok(Scale::None),
            1 => Ok(Scale::ByRoot),
            2 => Ok(Scale::ByCount),
            other => Err(Error::argument(op, "normalization", other, "0, 1 and 2 are known")),
        }
    }

    fn of(self, n: usize) -> f64 {
        match self {
            Scale::None => 1.0,
            Scale::ByRoot => 1.0 / (n as f64).sqrt(),
            Scale::ByCount => 1.0 / n as f64,
        }
    }
}

/// The dimensions from the front; each once.
fn checked(op: &'static str, x: &Array, dims: &[i64]) -> Result<Vec<usize>> {
    let mut found = Vec::with_capacity(dims.len());
    for &dim in dims {
        let at = x.layout().dim(op, dim)?;
        if x.rank() == 0 {
            return Err(Error::shape(op, "a scalar has no dims", &[("self", x.sizes())], "unsqueeze it first"));
        }
        if found.contains(&at) {
            return Err(ErrorKind::RepeatedDim { op, dim }.into());
        }
        found.push(at);
    }
    Ok(found)
}

/// Refuses a transform of nothing.
fn refuse_empty(op: &'static str, x: &Array, dims: &[usize]) -> Result<()> {
    if dims.iter().any(|&dim| x.sizes()[dim] == 0) {
        let remedy = "each transformed dim must have elements";
        return Err(Error::shape(op, "no elements to transform", &[("self", x.sizes())], remedy));
    }
    Ok(())
}

/// A contiguous copy with `dim` exchanged for the last.
fn with_last(op: &'static str, x: &Array, dim: usize) -> Result<Array> {
    contiguous_copy(op, &x.with_layout(x.layout().transpose(op, dim as i64, -1)?))
}

/// Transforms over dimensions one by one; the scale goes in with the first.
fn over(op: &'static str, x: &Array, dims: &[usize], way: Way, mut scale: f64) -> Result<Array> {
    if dims.is_empty() {
        return contiguous_copy(op, x);
    }
    let mut out = x.clone();
    // From the last: its elements are next to each other already.
    let mut order = dims.to_vec();
    order.sort_unstable_by(|lhs, rhs| rhs.cmp(lhs));
    for dim in order {
        let mut rows = with_last(op, &out, dim)?;
        let n = x.sizes()[dim];
        for_dtype!(op, x.dtype(), complex: T => cpu::rows::<T>(op, &mut rows, n, way == Way::Forward, scale)?);
        scale = 1.0;
        out = rows.with_layout(rows.layout().transpose(op, dim as i64, -1)?);
    }
    contiguous(op, &out)
}

fn count(x: &Array, dims: &[usize]) -> usize {
    dims.iter().map(|&dim| x.sizes()[dim]).product()
}

/// The transform of complex numbers over `dims`.
///
/// # Errors
/// Not a complex dtype, a dimension that is not there, is named twice or has no elements.
pub fn complex_to_complex(op: &'static str, x: &Array, dims: &[i64], scale: Scale, way: Way) -> Result<Array> {
    if !x.dtype().is_complex() {
        return Err(crate::plain::not_complex(op, x.dtype()));
    }
    let dims = checked(op, x, dims)?;
    refuse_empty(op, x, &dims)?;
    over(op, x, &dims, way, scale.of(count(x, &dims)))
}

/// The transform of real numbers over `dims`; `one_sided` leaves out the half of the last of them that follows from the
/// other.
///
/// # Errors
/// Neither float32 nor float64, no dimensions, or as [`complex_to_complex`].
pub fn real_to_complex(op: &'static str, x: &Array, dims: &[i64], scale: Scale, one_sided: bool) -> Result<Array> {
    if !matches!(x.dtype(), DType::F32 | DType::F64) {
        let remedy = "convert to float32 or float64";
        return Err(Error::dtype(op, "no transform of this dtype", &[("self", x.dtype())], remedy));
    }
    let dims = checked(op, x, dims)?;
    refuse_empty(op, x, &dims)?;
    let Some((&last, others)) = dims.split_last() else {
        return Err(Error::argument(op, "dim", "none", "name at least one dim"));
    };
    let numbers = to_dtype(op, x, x.dtype().to_complex())?;
    let mut out = over(op, &numbers, &[last], Way::Forward, scale.of(count(x, &dims)))?;
    if one_sided {
        out = out.with_layout(out.layout().narrow(op, last as i64, 0, x.sizes()[last] / 2 + 1)?);
    }
    over(op, &out, others, Way::Forward, 1.0)
}

/// The real numbers whose spectrum has the given half along the last of `dims`, where the result has `last_size`
/// elements; no sum is divided unless `scale` says so.
///
/// # Errors
/// Not a complex dtype, no dimensions, a size below 1, too short a half, or as [`complex_to_complex`].
pub fn complex_to_real(op: &'static str, x: &Array, dims: &[i64], scale: Scale, last_size: i64) -> Result<Array> {
    if !x.dtype().is_complex() {
        return Err(crate::plain::not_complex(op, x.dtype()));
    }
    let dims = checked(op, x, dims)?;
    let Some((&last, others)) = dims.split_last() else {
        return Err(Error::argument(op, "dim", "none", "name at least one dim"));
    };
    let n = match usize::try_from(last_size) {
        Ok(n) if n > 0 && n / 2 < x.sizes()[last] => n,
        _ => return Err(Error::argument(op, "last_dim_size", last_size, "give at least 1 and at most twice the half")),
    };
    refuse_empty(op, x, others)?;
    let scale = scale.of(n * count(x, others));
    let x = over(op, x, others, Way::Backward, 1.0)?;
    let half = n / 2 + 1;
    let x = x.with_layout(x.layout().narrow(op, last as i64, 0, half)?);
    let rows = with_last(op, &x, last)?;
    let mut sizes = *rows.sizes();
    let row = sizes.len() - 1;
    sizes[row] = n;
    let mut full = Array::empty(op, &sizes, x.dtype(), x.device())?;
    for_dtype!(op, x.dtype(), complex: T => {
        cpu::complete::<T>(op, &rows, half, n, &mut full)?;
        cpu::rows::<T>(op, &mut full, n, false, scale)?;
    });
    let parts = view_as_real(&full)?;
    let real: Layout = parts.layout().select(op, -1, 0)?;
    contiguous(op, &parts.with_layout(real.transpose(op, last as i64, -1)?))
}
