//! Methods of the room `elementwise`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::methods::elementwise;
use crate::record::one_device;
use crate::{AsOperand, Result, Tensor, plain};

impl Tensor {
    /// Whether elements differ by at most `atol` plus `rtol` times the other.
    ///
    /// No gradient: a truth value does not change smoothly.
    #[track_caller]
    pub fn isclose(&self, other: &Tensor, rtol: f64, atol: f64, equal_nan: bool) -> Tensor {
        plain(self.try_isclose(other, rtol, atol, equal_nan))
    }

    /// [`Tensor::isclose`] with errors as values.
    #[track_caller]
    pub fn try_isclose(&self, other: &Tensor, rtol: f64, atol: f64, equal_nan: bool) -> Result<Tensor> {
        one_device("isclose", [Some(self), Some(other)])?;
        elementwise::isclose(self, other, rtol, atol, equal_nan)
    }

    /// Power in double precision.
    #[track_caller]
    pub fn float_power(&self, exponent: impl AsOperand) -> Tensor {
        plain(self.try_float_power(exponent))
    }

    /// [`Tensor::float_power`] with errors as values.
    #[track_caller]
    pub fn try_float_power(&self, exponent: impl AsOperand) -> Result<Tensor> {
        elementwise::float_power(self, exponent.as_operand())
    }

    /// Nearest number with so many decimals, halves to the even one.
    #[track_caller]
    pub fn round_decimals(&self, decimals: i64) -> Tensor {
        plain(self.try_round_decimals(decimals))
    }

    /// [`Tensor::round_decimals`] with errors as values.
    #[track_caller]
    pub fn try_round_decimals(&self, decimals: i64) -> Result<Tensor> {
        elementwise::round_decimals(self, decimals)
    }
}
