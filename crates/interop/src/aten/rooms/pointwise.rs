//! Elementwise overloads whose arguments are not those of one row: sums with a factor, modes of division, bounds.

use std::f64::consts::PI;

use cresset_autograd::{Complex64, DType, Error, Operand, Options, Result, Scalar, Tensor, default_dtype};

use crate::aten::{Arguments, IntoOutputs, Outputs, Table, written};

pub(super) const TABLE: Table = &[
    ("add.Tensor", |c| add(c, false)),
    ("add.Scalar", |c| add(c, false)),
    ("add_.Tensor", |c| add_(c, false)),
    ("sub.Tensor", |c| add(c, true)),
    ("sub.Scalar", |c| add(c, true)),
    ("sub_.Tensor", |c| add_(c, true)),
    ("atan2.out", atan2_out),
    ("clamp.Tensor", clamp),
    ("clamp.default", clamp),
    ("clamp_max.Tensor", |c| c.receiver(0)?.try_minimum(c.operand(1)?).into_outputs()),
    ("clamp_min.Tensor", |c| c.receiver(0)?.try_maximum(c.operand(1)?).into_outputs()),
    ("clip.default", clamp),
    ("div.Scalar_mode", divide),
    ("div.out", |c| written(c.op(), c.tensor(2)?, &c.receiver(0)?.try_div(c.operand(1)?)?).into_outputs()),
    ("div.Tensor_mode", divide),
    ("gelu.default", gelu),
    ("heaviside.default", heaviside),
    ("lerp.Scalar", lerp),
    ("lerp.Tensor", lerp),
    ("logit.default", logit),
    ("min.other", |c| c.receiver(0)?.try_minimum(c.operand(1)?).into_outputs()),
    ("mvlgamma.default", multigamma),
    ("nan_to_num.default", nan_to_num),
    ("polygamma.default", |c| c.tensor(1)?.try_polygamma(c.int(0)? as f64).into_outputs()),
    ("pow.Scalar", |c| c.receiver(0)?.try_pow(c.operand(1)?).into_outputs()),
    ("pow.Tensor_Scalar", power),
    ("pow_.Scalar", power_),
    ("relu6.default", |c| c.tensor(0)?.try_relu6().into_outputs()),
    ("remainder.Scalar_Tensor", |c| c.receiver(0)?.try_remainder(c.operand(1)?).into_outputs()),
    ("rsub.Tensor", rsub),
    ("rsub.Scalar", rsub),
    ("softshrink.default", softshrink),
    ("special_logit.default", logit),
    ("square.default", square),
    ("xlogy.Scalar_Self", |c| c.receiver(0)?.try_xlogy(c.operand(1)?).into_outputs()),
];

/// The factor of a sum, if it is not one.
fn alpha(c: &Arguments<'_>, at: usize) -> Result<Option<Scalar>> {
    let alpha = c.scalar(at)?;
    let dtype = c.result_type();
    let too_high = match alpha {
        Scalar::F64(_) => !dtype.is_differentiable(),
        Scalar::I64(_) => false,
        Scalar::Bool(_) => dtype != DType::Bool,
        Scalar::Complex(_) => !dtype.is_complex(),
    };
    if too_high {
        let remedy = "alpha must not be of a higher kind than the result";
        return Err(Error::dtype(c.op(), "alpha does not fit the tensors", &[("result", dtype)], remedy));
    }
    Ok(if alpha.as_complex() == Complex64::ONE { None } else { Some(alpha) })
}

fn add(c: &Arguments<'_>, minus: bool) -> Result<Outputs> {
    let (lhs, rhs) = (c.receiver(0)?, c.operand(1)?);
    match (alpha(c, 2)?, minus) {
        (None, false) => lhs.try_add(rhs),
        (None, true) => lhs.try_sub(rhs),
        (Some(alpha @ Scalar::Complex(_)), _) => {
            let rhs = c.tensor(1)?.try_mul(alpha)?;
            if minus { lhs.try_sub(&rhs) } else { lhs.try_add(&rhs) }
        }
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
        (Some(alpha @ Scalar::Complex(_)), _) => {
            let rhs = c.tensor(1)?.try_mul(alpha)?;
            if minus { lhs.try_sub_(&rhs) } else { lhs.try_add_(&rhs) }
        }
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

fn divide(c: &Arguments<'_>) -> Result<Outputs> {
    let (lhs, rhs) = (c.receiver(0)?, c.operand(1)?);
    match c.optional_text(2)? {
        None => lhs.try_div(rhs),
        Some("floor") => lhs.try_div_floor(rhs),
        Some("trunc") => lhs.try_div_trunc(rhs),
        Some(_) => Err(c.refused(2, "use None, trunc or floor")),
    }
    .into_outputs()
}

fn clamp(c: &Arguments<'_>) -> Result<Outputs> {
    let x = c.receiver(0)?;
    let (min, max) = (c.optional_operand(1)?, c.optional_operand(2)?);
    let out = match (min, max) {
        (Some(min), Some(max)) => x.try_clamp(min, max),
        (Some(min), None) => x.try_clamp_min(min),
        (None, Some(max)) => x.try_clamp_max(max),
        (None, None) => Err(c.refused(1, "give at least one of min and max")),
    }?;
    let numbers = !matches!((min, max), (Some(Operand::Tensor(_)), _) | (_, Some(Operand::Tensor(_))));
    if !(numbers && out.requires_grad()) {
        return out.into_outputs();
    }
    // A number as a bound gets no gradient, nor does what stands on it.
    let above = min.map_or_else(|| x.try_eq(&x), |min| x.try_gt(min))?;
    let inside = max.map_or_else(|| Ok(above.clone()), |max| above.try_logical_and(&x.try_lt(max)?))?;
    inside.try_where_self(&x, out.detach()).into_outputs()
}

fn gelu(c: &Arguments<'_>) -> Result<Outputs> {
    let x = c.tensor(0)?;
    match c.text(1)? {
        "none" => x.try_gelu(),
        "tanh" => x.try_gelu_tanh(),
        _ => Err(c.refused(1, "use none or tanh")),
    }
    .into_outputs()
}

/// The logit of values that were first brought to `eps..1 - eps`.
fn logit(c: &Arguments<'_>) -> Result<Outputs> {
    let x = c.tensor(0)?;
    match c.optional_float(1)? {
        Some(eps) => {
            let x = if x.dtype().is_floating_point() { x } else { x.try_to_dtype(default_dtype())? };
            // The lower bound wins where they cross.
            x.try_clamp_max(1.0 - eps)?.try_clamp_min(eps)?.try_logit()
        }
        None => x.try_logit(),
    }
    .into_outputs()
}

/// The bounds that stand for the infinities are those of the dtype.
fn nan_to_num(c: &Arguments<'_>) -> Result<Outputs> {
    let x = c.tensor(0)?;
    if !x.dtype().is_floating_point() {
        return x.try_copy().into_outputs();
    }
    let largest = match x.dtype() {
        DType::F16 => f64::from(cresset_autograd::f16::MAX),
        DType::BF16 => f64::from(cresset_autograd::bf16::MAX),
        DType::F32 => f64::from(f32::MAX),
        _ => f64::MAX,
    };
    let nan = c.optional_float(1)?.unwrap_or(0.0);
    let (above, below) = (c.optional_float(2)?.unwrap_or(largest), c.optional_float(3)?.unwrap_or(-largest));
    x.try_nan_to_num(nan, above, below).into_outputs()
}

/// Refuses tensors whose dtype is not that of the first.
fn same_dtype(c: &Arguments<'_>, others: usize) -> Result<()> {
    let first = c.tensor(0)?.dtype();
    for at in 1..=others {
        if let Operand::Tensor(other) = c.operand(at)?
            && other.dtype() != first
        {
            let dtypes = [("self", first), ("other", other.dtype())];
            return Err(Error::dtype(c.op(), "dtypes differ", &dtypes, "convert one of them with to_dtype"));
        }
    }
    Ok(())
}

fn heaviside(c: &Arguments<'_>) -> Result<Outputs> {
    same_dtype(c, 1)?;
    c.receiver(0)?.try_heaviside(c.operand(1)?).into_outputs()
}

fn lerp(c: &Arguments<'_>) -> Result<Outputs> {
    same_dtype(c, 2)?;
    c.receiver(0)?.try_lerp(c.operand(1)?, c.operand(2)?).into_outputs()
}

fn softshrink(c: &Arguments<'_>) -> Result<Outputs> {
    let bound = c.float(1)?;
    if bound.is_nan() || bound < 0.0 {
        return Err(c.refused(1, "lambd must not be negative"));
    }
    c.tensor(0)?.try_softshrink(bound).into_outputs()
}

/// A square of truth values is a whole number, as a power is.
fn square(c: &Arguments<'_>) -> Result<Outputs> {
    let x = c.tensor(0)?;
    if x.dtype() == DType::Bool { x.try_to_dtype(DType::I64)?.try_square() } else { x.try_square() }.into_outputs()
}

/// Whether a power is a root; PyTorch computes that one as a root, which differs at minus infinity.
fn is_root(c: &Arguments<'_>, x: &Tensor) -> Result<bool> {
    let exponent = c.scalar(1)?;
    if matches!(exponent, Scalar::I64(..0)) && !x.dtype().is_floating_point() {
        return Err(c.refused(1, "a whole number takes no negative power"));
    }
    Ok(exponent == Scalar::F64(0.5) && x.dtype().is_floating_point())
}

fn power(c: &Arguments<'_>) -> Result<Outputs> {
    let x = c.tensor(0)?;
    if is_root(c, &x)? { x.try_sqrt() } else { x.try_pow(c.scalar(1)?) }.into_outputs()
}

fn power_(c: &Arguments<'_>) -> Result<Outputs> {
    let x = c.tensor(0)?;
    if is_root(c, &x)? { x.try_sqrt_() } else { x.try_pow_(c.scalar(1)?) }.into_outputs()
}

/// Writes into a tensor that is given for the result.
fn atan2_out(c: &Arguments<'_>) -> Result<Outputs> {
    let out = c.tensor(2)?;
    let result = c.receiver(0)?.try_atan2(c.operand(1)?)?;
    if !out.dtype().is_floating_point() {
        let remedy = "give a tensor of a floating dtype for the result";
        return Err(Error::dtype(c.op(), "result does not fit", &[("out", out.dtype())], remedy));
    }
    written(c.op(), out, &result).into_outputs()
}

/// The logarithm of the gamma function of several variables.
fn multigamma(c: &Arguments<'_>) -> Result<Outputs> {
    /// More variables than have a use; each costs a pass.
    const MOST: i64 = 1024;
    let (x, p) = (c.tensor(0)?, c.int(1)?);
    if !(1..=MOST).contains(&p) {
        return Err(c.refused(1, "give between one and 1024 variables"));
    }
    let start = Options::like(&x).try_zeros(x.sizes())?.try_add((p * (p - 1)) as f64 / 4.0 * PI.ln())?;
    (0..p).try_fold(start, |sum, at| sum.try_add(&x.try_sub(at as f64 / 2.0)?.try_lgamma()?)).into_outputs()
}
