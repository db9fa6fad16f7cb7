//! What complex numbers need on GPUs besides elementwise formulas: conjugates, and products of matrices by their parts.

use cresset_storage::{MAX_DIMS, Result, Scalar};

use super::launch::Target;
use super::matmul::{self, Call};
use super::pointwise::{Computed, run};
use crate::array::{Array, Operand};
use crate::complex::view_as_real;
use crate::copy::copy_;
use crate::generated::Pointwise;
use crate::pointwise::pointwise;

/// Fills a new array with conjugates. Says no where there is no kernel.
pub(crate) fn conjugates(x: &Array, out: &mut Array) -> Result<bool> {
    let (layout, dtype, device) = (*out.layout(), out.dtype(), out.device());
    let computed =
        Computed { name: "conj".to_owned(), body: Some("return f::conj(x0);"), compute: dtype, gives: dtype };
    run(&computed, &[Operand::Array(x)], &layout, dtype, device, Target::Fresh(out.storage_mut()))
}

/// The real or the imaginary parts.
fn part(op: &'static str, x: &Array, which: i64) -> Result<Array> {
    let parts = view_as_real(x)?;
    Ok(parts.with_layout(parts.layout().select(op, -1, which)?))
}

/// The products, or none where there is no kernel. Each is four of real matrices.
pub(crate) fn product(op: &'static str, call: &Call<'_>) -> Result<Option<Array>> {
    if call.lhs.rank() == MAX_DIMS {
        return Ok(None);
    }
    let (lhs, rhs) =
        ([part(op, call.lhs, 0)?, part(op, call.lhs, 1)?], [part(op, call.rhs, 0)?, part(op, call.rhs, 1)?]);
    let real = |lhs: &Array, rhs: &Array, input: Option<&Array>, alpha: i64| {
        matmul::run(op, &Call { lhs, rhs, input, beta: 1.into(), alpha: alpha.into() })
    };
    let parts = |first: [&Array; 2], second: [&Array; 2], alpha: i64| match real(first[0], first[1], None, 1)? {
        Some(sum) => real(second[0], second[1], Some(&sum), alpha),
        None => Ok(None),
    };
    let [a, b] = lhs.each_ref();
    let [c, d] = rhs.each_ref();
    let (Some(re), Some(im)) = (parts([a, c], [b, d], -1)?, parts([a, d], [b, c], 1)?) else { return Ok(None) };
    let mut sizes = *call.lhs.sizes();
    sizes[call.lhs.rank() - 1] = call.rhs.sizes()[call.rhs.rank() - 1];
    let mut out = Array::empty(op, &sizes, call.lhs.dtype(), call.lhs.device())?;
    copy_(op, &part(op, &out, 0)?, Operand::Array(&re))?;
    copy_(op, &part(op, &out, 1)?, Operand::Array(&im))?;
    let times = |x: &Array, by: Scalar| pointwise(Pointwise::Mul, &[Operand::Array(x), Operand::Scalar(by)]);
    if call.alpha.as_complex() != Scalar::from(1).as_complex() {
        out = times(&out, call.alpha)?;
    }
    if let Some(input) = call.input.filter(|_| call.beta.as_bool()) {
        out = pointwise(Pointwise::Add, &[Operand::Array(&out), Operand::Array(&times(input, call.beta)?)])?;
    }
    Ok(Some(out))
}
