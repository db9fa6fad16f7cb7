//! Complex numbers: conjugates, and arrays of complex numbers seen as arrays of their parts and back.

use cresset_storage::{Device, Dims, Error, Layout, MAX_DIMS, Result, Scalar};

use crate::array::{Array, Operand};
use crate::copy::contiguous;
use crate::cpu::complex as cpu;
use crate::cuda::complex as cuda;
use crate::generated::Pointwise;
use crate::plain::for_dtype;
use crate::pointwise::pointwise;

/// The complex conjugates; any other array is its own.
///
/// # Errors
/// No memory left.
pub fn conj(x: &Array) -> Result<Array> {
    let op = "conj";
    if !x.dtype().is_complex() {
        return Ok(x.clone());
    }
    let mut out = Array::empty(op, x.sizes(), x.dtype(), x.device())?;
    if x.device() != Device::Cpu && cuda::conjugates(x, &mut out)? {
        return Ok(out);
    }
    let x = contiguous(op, x)?;
    for_dtype!(op, x.dtype(), complex: T => cpu::conjugates::<T>(op, &x, &mut out)?);
    Ok(out)
}

/// The layout of the parts of complex numbers in a layout: a last dimension of two, the real part first.
///
/// # Errors
/// Too many dimensions.
pub fn layout_of_parts(op: &'static str, layout: &Layout) -> Result<Layout> {
    let mut sizes = *layout.sizes();
    let mut strides = *layout.strides();
    strides.iter_mut().for_each(|stride| *stride *= 2);
    sizes.push(op, 2)?;
    strides.push(op, 1)?;
    let offset = 2 * layout.offset();
    Layout::strided(op, &sizes, &strides, offset, usize::MAX)
}

/// The parts of complex numbers in the same memory: `[.., 2]`, the real part first.
///
/// # Errors
/// Not a complex dtype, or too many dimensions.
pub fn view_as_real(x: &Array) -> Result<Array> {
    let op = "view_as_real";
    if !x.dtype().is_complex() {
        return Err(crate::plain::not_complex(op, x.dtype()));
    }
    Ok(x.seen_as(x.dtype().to_real(), layout_of_parts(op, x.layout())?))
}

/// Complex numbers in the memory of their parts, which stand in a last dimension of two.
///
/// # Errors
/// Neither float32 nor float64, or parts that do not stand next to each other at even places.
pub fn view_as_complex(x: &Array) -> Result<Array> {
    let op = "view_as_complex";
    let complex = x.dtype().to_complex();
    if complex.to_real() != x.dtype() || x.dtype().is_complex() {
        return Err(Error::dtype(op, "no parts of complex numbers", &[("self", x.dtype())], "use float32 or float64"));
    }
    let refuse = |problem, remedy| Err(Error::shape(op, problem, &[("self", x.sizes())], remedy));
    let rank = x.rank().saturating_sub(1);
    if x.rank() == 0 || x.sizes()[rank] != 2 {
        return refuse("last size is not 2", "the last dim must hold the real and the imaginary part");
    }
    let (sizes, strides) = (x.sizes(), x.layout().strides());
    let even = |dim: usize| strides[dim].is_multiple_of(2) || sizes[dim] <= 1;
    let in_pairs = strides[rank] == 1 && (0..rank).all(even) && x.layout().offset().is_multiple_of(2);
    if !in_pairs && x.numel() > 0 {
        return refuse("parts do not stand at even places", "make it contiguous first");
    }
    let strides: Vec<usize> = strides[..rank].iter().map(|stride| stride / 2).collect();
    let layout = Layout::strided(op, &sizes[..rank], &strides, x.layout().offset() / 2, usize::MAX)?;
    Ok(x.seen_as(complex, layout))
}

/// A linear reduction over `dims` of complex numbers, which is that of their parts.
pub(crate) fn in_parts(
    op: &'static str,
    x: &Array,
    dims: &[i64],
    reduce: impl FnOnce(&Array, &[i64]) -> Result<Array>,
) -> Result<Array> {
    let mut from_front = Vec::with_capacity(x.rank());
    for &dim in dims {
        from_front.push(x.layout().dim(op, dim)? as i64);
    }
    if x.rank() == 0 {
        return crate::copy::contiguous_copy(op, x);
    }
    if dims.is_empty() {
        from_front = (0..x.rank() as i64).collect();
    }
    view_as_complex(&contiguous(op, &reduce(&view_as_real(x)?, &from_front)?)?)
}

/// Whether elements are not zero, where they are complex; any other array is itself.
pub(crate) fn truths(x: &Array) -> Result<Array> {
    match x.dtype().is_complex() {
        true => pointwise(Pointwise::Ne, &[Operand::Array(x), Operand::Scalar(Scalar::I64(0))]),
        false => Ok(x.clone()),
    }
}

/// The product over the marked dimensions, of the sizes given.
pub(crate) fn product(op: &'static str, x: &Array, is_folded: &[bool; MAX_DIMS], sizes: &Dims) -> Result<Array> {
    let kept = (0..x.rank()).filter(|&dim| !is_folded[dim]);
    let order: Vec<i64> = kept.chain((0..x.rank()).filter(|&dim| is_folded[dim])).map(|dim| dim as i64).collect();
    let rows = contiguous(op, &x.with_layout(x.layout().permute(op, &order)?))?;
    let n = (0..x.rank()).filter(|&dim| is_folded[dim]).map(|dim| x.sizes()[dim]).product();
    let mut out = Array::empty(op, sizes, x.dtype(), x.device())?;
    for_dtype!(op, x.dtype(), complex: T => cpu::products::<T>(op, &rows, n, &mut out)?);
    Ok(out)
}
