//! Elementwise operators made of others.

use cresset_storage::{DType, Error, Result, Scalar};

use crate::Tensor;
use crate::operand::Operand;

pub(crate) fn isclose(x: &Tensor, other: &Tensor, rtol: f64, atol: f64, equal_nan: bool) -> Result<Tensor> {
    let op = "isclose";
    if x.dtype() != other.dtype() {
        let dtypes = [("self", x.dtype()), ("other", other.dtype())];
        return Err(Error::dtype(op, "dtypes differ", &dtypes, "convert one to the dtype of the other"));
    }
    for (name, value) in [("rtol", rtol), ("atol", atol)] {
        if value < 0.0 || value.is_nan() {
            return Err(Error::argument(op, name, value, "tolerances must not be negative"));
        }
    }
    let (x, other) = (x.detach(), other.detach());
    let mut close = x.try_eq(&other)?;
    if equal_nan {
        close = close.try_logical_or(&x.try_isnan()?.try_logical_and(&other.try_isnan()?)?)?;
    }
    if rtol == 0.0 && atol == 0.0 {
        return Ok(close);
    }
    let float =
        |x: &Tensor| if x.dtype().is_differentiable() { Ok(x.clone()) } else { x.try_to_dtype(crate::default_dtype()) };
    let other = float(&other)?;
    let allowed = other.try_mul(rtol)?.try_abs()?.try_add(atol)?;
    let gap = float(&x)?.try_sub(&other)?.try_abs()?;
    close.try_logical_or(&gap.try_isfinite()?.try_logical_and(&gap.try_le(&allowed)?)?)
}

#[track_caller]
pub(crate) fn float_power(x: &Tensor, exponent: Operand<'_>) -> Result<Tensor> {
    let double = |x: &Tensor| x.try_to_dtype(if x.dtype().is_complex() { DType::C128 } else { DType::F64 });
    let x = double(x)?;
    match exponent {
        Operand::Tensor(exponent) => x.try_pow(&double(exponent)?),
        Operand::Scalar(Scalar::Complex(exponent)) => x.try_pow(Scalar::Complex(exponent)),
        Operand::Scalar(exponent) => x.try_pow(exponent.as_f64()),
    }
}

#[track_caller]
pub(crate) fn round_decimals(x: &Tensor, decimals: i64) -> Result<Tensor> {
    let scale = 10f64.powi(i32::try_from(decimals.unsigned_abs()).unwrap_or(i32::MAX));
    match decimals {
        0 => x.try_round(),
        1.. => x.try_mul(scale)?.try_round()?.try_div(scale),
        _ => x.try_div(scale)?.try_round()?.try_mul(scale),
    }
}
