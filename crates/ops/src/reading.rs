//! Elements brought out of arrays.

use cresset_storage::{Complex64, Element, Error, Result, Scalar};

use crate::access::Access;
use crate::array::Array;
use crate::copy::{contiguous, to_dtype};
use crate::plain::{Plain, for_dtype};

/// The elements in row-major order, converted to `T`.
///
/// # Errors
/// No memory left.
pub fn to_vec<T: Element>(x: &Array) -> Result<Vec<T>> {
    let same = if x.dtype() == T::DTYPE { x.clone() } else { to_dtype("to_vec", x, T::DTYPE)? };
    let x = contiguous("to_vec", &same)?;
    let access = Access::read(&[&x])?;
    for_dtype!(x.dtype(), P => {
        let elements: &[P] = access.slice("to_vec", 0)?;
        // P and T stand for one dtype, so the way through a number loses nothing.
        Ok(elements.iter().map(|&element| T::from_scalar(scalar(element))).collect())
    })
}

fn scalar<P: Plain>(element: P) -> Scalar {
    if P::COMPLEX {
        Scalar::Complex(Complex64::new(element.to_f64(), element.imaginary()))
    } else if P::FLOATING {
        Scalar::F64(element.to_f64())
    } else {
        Scalar::I64(element.to_i64())
    }
}

/// The one element.
///
/// # Errors
/// There is not exactly one.
pub fn item(op: &'static str, x: &Array) -> Result<Scalar> {
    if x.numel() != 1 {
        return Err(Error::shape(op, "not exactly one element", &[("self", x.sizes())], "select one element first"));
    }
    let x = contiguous(op, x)?;
    let access = Access::read(&[&x])?;
    for_dtype!(x.dtype(), P => {
        let value = scalar(access.slice::<P>(op, 0)?[0]);
        Ok(if x.dtype() == cresset_storage::DType::Bool { Scalar::Bool(value.as_bool()) } else { value })
    })
}

/// Whether an element is 0.
///
/// # Errors
/// No memory left.
pub(crate) fn any_zero(x: &Array) -> Result<bool> {
    let x = contiguous("any_zero", x)?;
    let access = Access::read(&[&x])?;
    for_dtype!("any_zero", x.dtype(), real: P => {
        Ok(access.slice::<P>("any_zero", 0)?.iter().any(|element| element.to_i64() == 0 && element.to_f64() == 0.0))
    })
}
