//! Elementwise overloads whose arguments are not those of one row: sums with a factor, modes of division, bounds.

use cresset_autograd::{DType, Error, Result, Scalar};

use crate::aten::{Arguments, IntoOutputs, Outputs, Table};

pub(super) const TABLE: Table = &[
    ("add.Tensor", |c| add(c, false)),
    ("add.Scalar", |c| add(c, false)),
    ("add_.Tensor", |c| add_(c, false)),
    ("sub.Tensor", |c| add(c, true)),
    ("sub.Scalar", |c| add(c, true)),
    ("sub_.Tensor", |c| add_(c, true)),
    ("rsub.Tensor", rsub),
    ("rsub.Scalar", rsub),
];

/// The factor of a sum, if it is not one.
fn alpha(c: &Arguments<'_>, at: usize) -> Result<Option<Scalar>> {
    let alpha = c.scalar(at)?;
    let dtype = c.result_type();
    let too_high = match alpha {
        Scalar::F64(_) => !dtype.is_floating_point(),
        Scalar::I64(_) => false,
        Scalar::Bool(_) => dtype != DType::Bool,
    };
    if too_high {
        let remedy = "alpha must not be of a higher kind than the result";
        return Err(Error::dtype(c.op(), "alpha does not fit the tensors", &[("result", dtype)], remedy));
    }
    Ok(if alpha.as_f64() == 1.0 { None } else { Some(alpha) })
}

fn add(c: &Arguments<'_>, minus: bool) -> Result<Outputs> {
    let (lhs, rhs) = (c.receiver(0)?, c.operand(1)?);
    match (alpha(c, 2)?, minus) {
        (None, false) => lhs.try_add(rhs),
        (None, true) => lhs.try_sub(rhs),
        (Some(alpha), false) => lhs.try_add_alpha(rhs, alpha.as_f64()),
        (Some(alpha), true) => lhs.try_sub_alpha(rhs, alpha.as_f64()),
    }
    .into_outputs()
}

fn add_(c: &Arguments<'_>, minus: bool) -> Result<Outputs> {
    let (lhs, rhs) = (c.tensor(0)?, c.operand(1)?);
    match (alpha(c, 2)?, minus) {
        (None, false) => lhs.try_add_(rhs),
        (None, true) => lhs.try_sub_(rhs),
        (Some(alpha), false) => lhs.try_add_alpha_(rhs, alpha.as_f64()),
        (Some(alpha), true) => lhs.try_sub_alpha_(rhs, alpha.as_f64()),
    }
    .into_outputs()
}

fn rsub(c: &Arguments<'_>) -> Result<Outputs> {
    let (lhs, rhs) = (c.receiver(0)?, c.operand(1)?);
    match alpha(c, 2)? {
        None => lhs.try_rsub(rhs),
        Some(alpha) => lhs.try_mul(alpha)?.try_rsub(rhs),
    }
    .into_outputs()
}
