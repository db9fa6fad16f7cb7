//! PyTorch's rules for the dtype of a result.
//!
//! # Source
//! <https://pytorch.org/docs/stable/tensor_attributes.html#type-promotion-doc>

use std::sync::atomic::{AtomicBool, Ordering};

use crate::{Category, DType, Error, Result, Scalar};

/// Only f32 and f64 can be the default, so one bit holds it.
static DEFAULT_IS_F64: AtomicBool = AtomicBool::new(false);

/// The dtype of new floating tensors: `float32` unless set otherwise.
#[inline]
#[must_use]
pub fn default_dtype() -> DType {
    if DEFAULT_IS_F64.load(Ordering::Relaxed) { DType::F64 } else { DType::F32 }
}

/// Sets the dtype of new floating tensors, for the whole process.
///
/// # Errors
/// The dtype is neither `float32` nor `float64`.
pub fn set_default_dtype(dtype: DType) -> Result<()> {
    match dtype {
        DType::F32 | DType::F64 => {
            DEFAULT_IS_F64.store(dtype == DType::F64, Ordering::Relaxed);
            Ok(())
        }
        _ => {
            Err(Error::dtype("set_default_dtype", "not a default dtype", &[("dtype", dtype)], "use float32 or float64"))
        }
    }
}

/// The smallest dtype that both fit, as `torch.promote_types`.
#[inline]
#[must_use]
pub fn promote(lhs: DType, rhs: DType) -> DType {
    use DType::{BF16, Bool, C64, C128, F16, F32, F64, I8, I16, U8};
    if lhs == rhs {
        return lhs;
    }
    let (low, high) = if lhs < rhs { (lhs, rhs) } else { (rhs, lhs) };
    match (low, high) {
        (Bool, _) => high,
        (U8, I8) => I16,
        // The halves do not hold each other.
        (F16, BF16) => F32,
        (F64, C64) => C128,
        // The order of the enum is the order of promotion.
        _ => high,
    }
}

/// One operand as promotion sees it.
#[derive(Clone, Copy, Debug)]
pub enum Participant {
    /// A tensor of at least one dimension.
    Dimensioned(DType),
    /// A tensor without dimensions.
    ZeroDim(DType),
    /// A plain number.
    Number(Scalar),
}

/// The dtype of an operator's result, as `torch.result_type`: a tensor without dimensions, and then a plain number,
/// raises it only when it is of a higher category.
#[must_use]
pub fn result_type(participants: impl IntoIterator<Item = Participant>) -> DType {
    let [mut dimensioned, mut zero_dim, mut number] = [None::<DType>; 3];
    for participant in participants {
        let (slot, dtype) = match participant {
            Participant::Dimensioned(dtype) => (&mut dimensioned, dtype),
            Participant::ZeroDim(dtype) => (&mut zero_dim, dtype),
            Participant::Number(scalar) => (&mut number, scalar.default_dtype()),
        };
        *slot = Some(slot.map_or(dtype, |held| promote(held, dtype)));
    }
    let higher = |low: Option<DType>, high: Option<DType>| match (low, high) {
        (Some(low), Some(high)) if low.is_floating_point() && high.is_complex() => Some(low.to_complex()),
        (Some(low), Some(high)) if high.category() > low.category() => Some(promote(low, high)),
        (low, high) => low.or(high),
    };
    higher(higher(dimensioned, zero_dim), number).unwrap_or_else(default_dtype)
}

impl Scalar {
    /// The dtype a plain number has of its own.
    #[inline]
    #[must_use]
    pub fn default_dtype(self) -> DType {
        match self.category() {
            Category::Boolean => DType::Bool,
            Category::Integral => DType::I64,
            Category::Floating => default_dtype(),
            Category::Complex => default_dtype().to_complex(),
        }
    }
}
