//! Complex numbers: conjugates, and arrays of complex numbers seen as arrays of their parts and back.

use cresset_storage::{Dims, Error, Layout, MAX_DIMS, Result, Scalar};

use crate::array::{Array, Operand};
use crate::copy::contiguous;
use crate::cpu::complex as cpu;
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
    let x = contiguous(op, x)?;
    let mut out = Array::empty(op, x.sizes(), x.dtype(), x.device())?;
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
    let even = |dim: usize| strides[dim].is_multiple_of(2) || sizes[dim] <= 1 || x.numel() == 0;
    if strides[rank] != 1 || !(0..rank).all(even) || !x.layout().offset().is_multiple_of(2) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::copy::to_dtype;
    use crate::reading::to_vec;
    use cresset_storage::{Complex32, Complex64, DType};

    fn numbers() -> Array {
        let values = (0..6).map(|at| Complex32::new(at as f32, -0.5 * at as f32)).collect();
        Array::from_vec::<Complex32>(values, &[2, 3]).unwrap()
    }

    #[test]
    fn parts_are_views_both_ways() {
        let x = numbers();
        let turned = x.with_layout(x.layout().transpose("test", 0, 1).unwrap());
        let parts = view_as_real(&turned).unwrap();
        assert!(parts.storage().same(x.storage()));
        assert_eq!((parts.dtype(), &parts.sizes()[..]), (DType::F32, &[3, 2, 2][..]));
        assert_eq!(to_vec::<f32>(&parts).unwrap()[..4], [0.0, -0.0, 3.0, -1.5]);
        let back = view_as_complex(&parts).unwrap();
        assert_eq!(back.layout(), turned.layout());
        view_as_complex(&Array::from_vec(vec![1.0f32; 3], &[3]).unwrap()).unwrap_err();
        view_as_complex(&Array::from_vec(vec![1i64; 2], &[2]).unwrap()).unwrap_err();
        let odd = parts.as_strided("test", &[2], &[1], 1).unwrap();
        view_as_complex(&odd).unwrap_err();
    }

    #[test]
    fn conversions_keep_and_drop_parts() {
        let x = numbers();
        let wide = to_vec::<Complex64>(&to_dtype("test", &x, DType::C128).unwrap()).unwrap();
        assert_eq!(wide[5], Complex64::new(5.0, -2.5));
        assert_eq!(to_vec::<i64>(&x).unwrap(), [0, 1, 2, 3, 4, 5]);
        let imaginary = Array::from_vec(vec![Complex64::new(0.0, 2.0), Complex64::ZERO], &[2]).unwrap();
        assert_eq!(to_vec::<bool>(&imaginary).unwrap(), [true, false]);
        assert_eq!(to_vec::<Complex32>(&conj(&x).unwrap()).unwrap()[1], Complex32::new(1.0, 0.5));
    }

    #[test]
    fn reductions_are_those_of_complex_numbers() {
        let x = numbers();
        let all = to_vec::<Complex32>(&crate::reduce::sum(&x, &[], false).unwrap()).unwrap();
        assert_eq!(all, [Complex32::new(15.0, -7.5)]);
        let rows = to_vec::<Complex32>(&crate::reduce::prod(&x, &[1], false).unwrap()).unwrap();
        let by_hand = [3, 4, 5].map(|at| Complex32::new(at as f32, -0.5 * at as f32)).iter().product::<Complex32>();
        assert!((rows[1] - by_hand).norm() < 1e-4 && rows[0] == Complex32::ZERO, "{rows:?}");
        assert_eq!(to_vec::<i64>(&crate::reduce::count_nonzero(&x, &[0]).unwrap()).unwrap(), [1, 2, 2]);
        let products = to_vec::<Complex64>(
            &crate::matmul::matmul(&x, &conj(&x).unwrap().with_layout(x.layout().transpose("test", 0, 1).unwrap()))
                .unwrap(),
        )
        .unwrap();
        assert_eq!(products[0], Complex64::new(6.25, 0.0));
        assert_eq!(products[3], Complex64::new(62.5, 0.0));
        crate::sort::sort("sort", &x, 0, false).unwrap_err();
        crate::reduce::amax(&x, &[], false).unwrap_err();
    }
}
