//! Reductions: sums, means, products, extremes, statistics, truth. Running folds stand in `reductions/scans.rs`.

mod extremes;
mod folded;
mod scans;

use cresset_ops::reduce as ops;
use cresset_storage::Result;
use smallvec::smallvec;

use crate::graph::{Backward, Gradients, NodeRef};
use crate::record::{Keep, record};
use crate::saved::Saved;
use crate::{Tensor, views};
use folded::Folded;

pub(crate) use extremes::{amax, amin, argmax, argmin, max, max_dim, min, min_dim};
pub(crate) use scans::{cumprod, cumprod_, cumsum, cumsum_, recurrence, shift};

/// The node of a sum or a mean: every element gets the gradient, scaled.
struct SumBackward {
    name: &'static str,
    folded: Folded,
    scale: f64,
}

impl Backward for SumBackward {
    fn name(&self) -> &'static str {
        self.name
    }

    fn apply(&self, _node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        let grad = if self.scale == 1.0 { grad.clone() } else { grad.try_mul(self.scale)? };
        Ok(smallvec![Some(self.folded.spread(&grad)?)])
    }
}

#[track_caller]
pub(crate) fn sum(x: &Tensor) -> Result<Tensor> {
    summed("SumBackward0", x, &[], false)
}

#[track_caller]
pub(crate) fn sum_dim(x: &Tensor, dims: &[i64], keepdim: bool) -> Result<Tensor> {
    summed("SumBackward1", x, dims, keepdim)
}

#[track_caller]
fn summed(name: &'static str, x: &Tensor, dims: &[i64], keepdim: bool) -> Result<Tensor> {
    let out = ops::sum(x.array(), dims, keepdim)?;
    if !out.dtype().is_differentiable() {
        return Ok(Tensor::new(out));
    }
    Ok(views::link(x, out, SumBackward { name, folded: Folded::new(x, dims)?, scale: 1.0 }))
}

#[track_caller]
pub(crate) fn mean(x: &Tensor) -> Result<Tensor> {
    averaged("MeanBackward0", x, &[], false)
}

#[track_caller]
pub(crate) fn mean_dim(x: &Tensor, dims: &[i64], keepdim: bool) -> Result<Tensor> {
    averaged("MeanBackward1", x, dims, keepdim)
}

#[track_caller]
fn averaged(name: &'static str, x: &Tensor, dims: &[i64], keepdim: bool) -> Result<Tensor> {
    let out = ops::mean(x.array(), dims, keepdim)?;
    let folded = Folded::new(x, dims)?;
    let scale = 1.0 / folded.n_folded() as f64;
    Ok(views::link(x, out, SumBackward { name, folded, scale }))
}

#[track_caller]
pub(crate) fn count_nonzero(x: &Tensor, dims: Option<&[i64]>) -> Result<Tensor> {
    ops::count_nonzero(x.array(), dims.unwrap_or(&[])).map(Tensor::new)
}

#[track_caller]
pub(crate) fn all(x: &Tensor) -> Result<Tensor> {
    ops::all(x.array(), None, false).map(Tensor::new)
}

#[track_caller]
pub(crate) fn all_dim(x: &Tensor, dims: &[i64], keepdim: bool) -> Result<Tensor> {
    ops::all(x.array(), Some(dims), keepdim).map(Tensor::new)
}

#[track_caller]
pub(crate) fn any(x: &Tensor) -> Result<Tensor> {
    ops::any(x.array(), None, false).map(Tensor::new)
}

#[track_caller]
pub(crate) fn any_dim(x: &Tensor, dims: &[i64], keepdim: bool) -> Result<Tensor> {
    ops::any(x.array(), Some(dims), keepdim).map(Tensor::new)
}

/// Whether an element is 0.
fn has_zero(x: &Tensor) -> Result<bool> {
    Ok(crate::no_grad(|| x.try_eq(0)?.try_any()?.try_scalar())?.as_bool())
}

/// Which formula a [`Kept`] node follows.
#[derive(Clone, Copy)]
enum Formula {
    Product,
    Variance { correction: f64 },
    Deviation { correction: f64 },
    Norm { p: f64 },
    LogSumExp,
}

/// The node of a reduction whose gradient is computed from its input and its result.
struct Kept {
    name: &'static str,
    formula: Formula,
    folded: Folded,
    saved: Keep<(Saved, Saved)>,
}

impl Backward for Kept {
    fn name(&self) -> &'static str {
        self.name
    }

    fn apply(&self, node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        let (x, out) = self.saved.with(node, |(x, out)| Ok((x.tensor(node)?, out.tensor(node)?)))?;
        let folded = &self.folded;
        Ok(smallvec![Some(match self.formula {
            // The quotient is PyTorch's way, and shares its NaN; beside a zero only the product of the others is right.
            Formula::Product if !has_zero(&x)? => {
                folded.spread(grad)?.try_mul(&folded.spread(&out)?.try_div(&x)?.try_conj()?)?
            }
            Formula::Product => folded.spread(grad)?.try_mul(&scans::products_of_others(&x.try_conj()?, folded)?)?,
            Formula::Variance { correction } => variance(&x, grad, folded, correction)?,
            Formula::Deviation { correction } => {
                // The root is not smooth at 0: PyTorch's gradient there is 0.
                let half = grad.try_div(&out.try_mul(2.0)?)?;
                let of_variance = out.try_eq(0.0)?.try_where_self(0.0, &half)?;
                variance(&x, &of_variance, folded, correction)?
            }
            Formula::Norm { p } => norm_gradient(&x, grad, &out, folded, p)?,
            Formula::LogSumExp => {
                // Minus infinity less minus infinity would be NaN.
                let finite = out.try_isinf()?.try_where_self(0.0, &out)?;
                folded.spread(grad)?.try_mul(&x.try_sub(&folded.spread(&finite)?)?.try_exp()?)?
            }
        })])
    }

    fn release(&self) {
        self.saved.release();
    }
}

#[track_caller]
fn kept(name: &'static str, x: &Tensor, dims: &[i64], out: cresset_ops::Array, formula: Formula) -> Result<Tensor> {
    if !out.dtype().is_differentiable() {
        return Ok(Tensor::new(out));
    }
    record(&[Some(x)], out, |out| {
        let saved = Keep::new((Saved::input(x)?, Saved::output(out, 0)));
        Ok(Kept { name, formula, folded: Folded::new(x, dims)?, saved })
    })
}

#[track_caller]
pub(crate) fn prod(x: &Tensor) -> Result<Tensor> {
    kept("ProdBackward0", x, &[], ops::prod(x.array(), &[], false)?, Formula::Product)
}

#[track_caller]
pub(crate) fn prod_dim(x: &Tensor, dim: i64, keepdim: bool) -> Result<Tensor> {
    kept("ProdBackward1", x, &[dim], ops::prod(x.array(), &[dim], keepdim)?, Formula::Product)
}

#[track_caller]
pub(crate) fn var(x: &Tensor, dims: Option<&[i64]>, correction: f64, keepdim: bool) -> Result<Tensor> {
    if x.dtype().is_complex() {
        let of = |part: Tensor| var(&part, dims, correction, keepdim);
        return of(x.try_real()?)?.try_add(&of(x.try_imag()?)?);
    }
    let dims = dims.unwrap_or(&[]);
    let out = ops::variance(x.array(), dims, correction, keepdim)?;
    kept("VarBackward0", x, dims, out, Formula::Variance { correction })
}

#[track_caller]
pub(crate) fn std(x: &Tensor, dims: Option<&[i64]>, correction: f64, keepdim: bool) -> Result<Tensor> {
    if x.dtype().is_complex() {
        return var(x, dims, correction, keepdim)?.try_sqrt();
    }
    let dims = dims.unwrap_or(&[]);
    let out = ops::standard_deviation(x.array(), dims, correction, keepdim)?;
    kept("StdBackward0", x, dims, out, Formula::Deviation { correction })
}

/// `2 (x - mean) / (n - correction)`, times the gradient.
fn variance(x: &Tensor, grad: &Tensor, folded: &Folded, correction: f64) -> Result<Tensor> {
    let mean = folded.average(x)?;
    let scale = 2.0 / (folded.n_folded() as f64 - correction);
    folded.spread(&grad.try_mul(scale)?)?.try_mul(&x.try_sub(&mean)?)
}

#[track_caller]
pub(crate) fn norm(x: &Tensor, p: f64, dims: Option<&[i64]>, keepdim: bool) -> Result<Tensor> {
    if x.dtype().is_complex() {
        return norm(&x.try_abs()?, p, dims, keepdim);
    }
    let dims = dims.unwrap_or(&[]);
    kept("LinalgVectorNormBackward0", x, dims, ops::norm(x.array(), p, dims, keepdim)?, Formula::Norm { p })
}

/// PyTorch's cases, each with its value where the norm or an element is 0.
fn norm_gradient(x: &Tensor, grad: &Tensor, out: &Tensor, folded: &Folded, p: f64) -> Result<Tensor> {
    let (grad, out) = (folded.spread(grad)?, folded.spread(out)?);
    let at_zero = |base: &Tensor, value: Tensor| base.try_eq(0.0)?.try_where_self(0.0, &value);
    if p == 0.0 {
        return crate::try_zeros_like(x);
    }
    if p == 1.0 {
        return grad.try_mul(&x.try_sign()?);
    }
    if p == 2.0 {
        return grad.try_mul(&at_zero(&out, x.try_div(&out)?)?);
    }
    if p.is_infinite() {
        let chosen = x.try_abs()?.try_eq(&out)?;
        // Of a norm that is NaN no element is chosen.
        let share = folded.spread(&folded.total(&chosen.try_to_dtype(x.dtype())?)?.try_clamp_min(1)?)?;
        return chosen.try_to_dtype(x.dtype())?.try_mul(&x.try_sign()?)?.try_mul(&grad.try_div(&share)?);
    }
    if p < 1.0 {
        let slope = at_zero(x, x.try_sign()?.try_mul(&x.try_abs()?.try_pow(p - 1.0)?)?)?;
        return slope.try_mul(&grad.try_mul(&out.try_pow(1.0 - p)?)?);
    }
    let slope = match p < 2.0 {
        true => x.try_sign()?.try_mul(&x.try_abs()?.try_pow(p - 1.0)?)?,
        false => x.try_mul(&x.try_abs()?.try_pow(p - 2.0)?)?,
    };
    slope.try_mul(&at_zero(&out, grad.try_div(&out.try_pow(p - 1.0)?)?)?)
}

#[track_caller]
pub(crate) fn logsumexp(x: &Tensor, dims: &[i64], keepdim: bool) -> Result<Tensor> {
    kept("LogsumexpBackward0", x, dims, ops::logsumexp(x.array(), dims, keepdim)?, Formula::LogSumExp)
}
