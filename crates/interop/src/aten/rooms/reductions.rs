//! Reductions with a dtype, over no dimension, or with a correction.

use cresset_autograd::{DType, Error, Result, Tensor};

use crate::aten::{Arguments, IntoOutputs, Outputs, Table};

pub(super) const TABLE: Table = &[
    ("all.dim", |c| c.tensor(0)?.try_all_dim([c.int(1)?], c.boolean(2)?).into_outputs()),
    ("all.dims", |c| truth(c, Tensor::try_all_dim)),
    ("amax.default", |c| c.tensor(0)?.try_amax(c.ints(1)?, c.boolean(2)?).into_outputs()),
    ("amin.default", |c| c.tensor(0)?.try_amin(c.ints(1)?, c.boolean(2)?).into_outputs()),
    ("any.dim", |c| c.tensor(0)?.try_any_dim([c.int(1)?], c.boolean(2)?).into_outputs()),
    ("any.dims", |c| truth(c, Tensor::try_any_dim)),
    ("argsort.stable", |c| c.tensor(0)?.try_argsort(c.int(2)?, c.boolean(3)?).into_outputs()),
    ("count_nonzero.default", |c| {
        c.tensor(0)?.try_count_nonzero(c.optional_int(1)?.as_ref().map(std::slice::from_ref)).into_outputs()
    }),
    ("corrcoef.default", |c| c.tensor(0)?.try_corrcoef().into_outputs()),
    ("count_nonzero.dim_IntList", |c| c.tensor(0)?.try_count_nonzero(Some(c.ints(1)?)).into_outputs()),
    ("cov.default", |c| match (c.is_none(2), c.is_none(3)) {
        (true, true) => c.tensor(0)?.try_cov(c.int(1)?).into_outputs(),
        _ => Err(c.refused(2, "weights are not known")),
    }),
    ("cumprod.default", |c| in_dtype(c, 2, |x| x.try_cumprod(c.int(1)?))),
    ("cumsum.default", |c| in_dtype(c, 2, |x| x.try_cumsum(c.int(1)?))),
    ("cumsum_.default", cumsum_),
    ("logsumexp.default", |c| c.tensor(0)?.try_logsumexp(c.ints(1)?, c.boolean(2)?).into_outputs()),
    ("mean.default", |c| in_dtype(c, 1, Tensor::try_mean)),
    ("mean.dim", |c| in_dtype(c, 3, |x| x.try_mean_dim(all_or(c, 1)?, c.boolean(2)?))),
    ("nanquantile.default", |c| quantiles(c, Tensor::try_nanquantile)),
    ("nanquantile.scalar", |c| {
        c.tensor(0)?.try_nanquantile(c.float(1)?, c.optional_int(2)?, c.boolean(3)?, c.text(4)?).into_outputs()
    }),
    ("norm.Scalar", |c| c.tensor(0)?.try_norm(c.float(1)?, None, false).into_outputs()),
    ("norm.ScalarOpt_dim", |c| norm(c, c.tensor(0)?)),
    ("norm.ScalarOpt_dim_dtype", |c| norm(c, converted(c, 4)?)),
    ("norm.ScalarOpt_dtype", |c| {
        converted(c, 2)?.try_norm(c.optional_float(1)?.unwrap_or(2.0), None, false).into_outputs()
    }),
    ("quantile.default", |c| quantiles(c, Tensor::try_quantile)),
    ("prod.default", |c| in_dtype(c, 1, Tensor::try_prod)),
    ("prod.dim_int", |c| in_dtype(c, 3, |x| x.try_prod_dim(c.int(1)?, c.boolean(2)?))),
    ("sort.stable", |c| c.tensor(0)?.try_sort(c.int(2)?, c.boolean(3)?).into_outputs()),
    ("std.correction", |c| c.tensor(0)?.try_std(dims(c, 1)?, correction(c)?, c.boolean(3)?).into_outputs()),
    ("std.default", |c| c.tensor(0)?.try_std(None, unbiased(c, 1)?, false).into_outputs()),
    ("std.dim", |c| c.tensor(0)?.try_std(dims(c, 1)?, unbiased(c, 2)?, c.boolean(3)?).into_outputs()),
    ("std_mean.correction", |c| with_mean(c, Tensor::try_std, correction(c)?)),
    ("std_mean.default", |c| over_all(c, Tensor::try_std)),
    ("std_mean.dim", |c| with_mean(c, Tensor::try_std, unbiased(c, 2)?)),
    ("sum.default", |c| in_dtype(c, 1, Tensor::try_sum)),
    ("sum.dim_IntList", |c| in_dtype(c, 3, |x| x.try_sum_dim(all_or(c, 1)?, c.boolean(2)?))),
    ("var.correction", |c| c.tensor(0)?.try_var(dims(c, 1)?, correction(c)?, c.boolean(3)?).into_outputs()),
    ("var.default", |c| c.tensor(0)?.try_var(None, unbiased(c, 1)?, false).into_outputs()),
    ("var.dim", |c| c.tensor(0)?.try_var(dims(c, 1)?, unbiased(c, 2)?, c.boolean(3)?).into_outputs()),
    ("var_mean.correction", |c| with_mean(c, Tensor::try_var, correction(c)?)),
    ("var_mean.default", |c| over_all(c, Tensor::try_var)),
    ("var_mean.dim", |c| with_mean(c, Tensor::try_var, unbiased(c, 2)?)),
    ("_softmax.default", |c| softmax(c, halves(c)?, Tensor::try_softmax)),
    ("_log_softmax.default", |c| softmax(c, halves(c)?, Tensor::try_log_softmax)),
    ("softmax.int", |c| softmax(c, converted(c, 2)?, Tensor::try_softmax)),
    ("log_softmax.int", |c| softmax(c, converted(c, 2)?, Tensor::try_log_softmax)),
];

/// The tensor in the dtype that the call asks for.
fn converted(c: &Arguments<'_>, dtype: usize) -> Result<Tensor> {
    match c.optional_dtype(dtype)? {
        Some(dtype) => c.tensor(0)?.try_to_dtype(dtype),
        None => c.tensor(0),
    }
}

/// A fold that is computed in the dtype that the call asks for, and returns it.
fn in_dtype(c: &Arguments<'_>, dtype: usize, fold: impl FnOnce(&Tensor) -> Result<Tensor>) -> Result<Outputs> {
    let out = fold(&converted(c, dtype)?)?;
    match c.optional_dtype(dtype)? {
        Some(dtype) => out.try_to_dtype(dtype),
        None => Ok(out),
    }
    .into_outputs()
}

fn cumsum_(c: &Arguments<'_>) -> Result<Outputs> {
    let x = c.tensor(0)?;
    if c.optional_dtype(2)?.is_some_and(|dtype| dtype != x.dtype()) {
        return Err(c.refused(2, "in place the dtype is that of the tensor"));
    }
    x.try_cumsum_(c.int(1)?).into_outputs()
}

/// Dimensions of a reduction; none means all.
fn all_or<'a>(c: &Arguments<'a>, at: usize) -> Result<&'a [i64]> {
    Ok(c.optional_ints(at)?.unwrap_or(&[]))
}

/// Dimensions of a reduction; none, or an empty list, means all.
fn dims<'a>(c: &Arguments<'a>, at: usize) -> Result<Option<&'a [i64]>> {
    Ok(c.optional_ints(at)?.filter(|dims| !dims.is_empty()))
}

fn correction(c: &Arguments<'_>) -> Result<f64> {
    Ok(c.optional_float(2)?.unwrap_or(1.0))
}

fn unbiased(c: &Arguments<'_>, at: usize) -> Result<f64> {
    Ok(if c.boolean(at)? { 1.0 } else { 0.0 })
}

fn norm(c: &Arguments<'_>, x: Tensor) -> Result<Outputs> {
    x.try_norm(c.optional_float(1)?.unwrap_or(2.0), Some(c.ints(2)?), c.boolean(3)?).into_outputs()
}

/// A quantile.
type Quantile = fn(&Tensor, f64, Option<i64>, bool, &str) -> Result<Tensor>;

/// As many quantiles as a tensor names, one after another along a first dim.
fn quantiles(c: &Arguments<'_>, quantile: Quantile) -> Result<Outputs> {
    let (x, levels) = (c.tensor(0)?, c.tensor(1)?);
    if levels.dim() > 1 || levels.requires_grad() {
        return Err(c.refused(1, "give a number or one dim of them, without a gradient"));
    }
    let (dim, keepdim, interpolation) = (c.optional_int(2)?, c.boolean(3)?, c.text(4)?);
    let values: Vec<f64> = levels.try_to_dtype(DType::F64)?.try_to_vec()?;
    let found = values.iter().map(|&level| quantile(&x, level, dim, keepdim, interpolation));
    let found = found.collect::<Result<Vec<Tensor>>>()?;
    match (&found[..], levels.dim()) {
        ([one], 0) => one.clone().into_outputs(),
        _ => Tensor::try_stack(&found.iter().collect::<Vec<_>>(), 0).into_outputs(),
    }
}

/// Truth over dimensions: an empty list reduces nothing.
fn truth(c: &Arguments<'_>, reduce: fn(&Tensor, Vec<i64>, bool) -> Result<Tensor>) -> Result<Outputs> {
    let x = c.tensor(0)?;
    match c.optional_ints(1)? {
        Some([]) if x.dtype() == DType::U8 => x.try_ne(0)?.try_to_dtype(DType::U8).into_outputs(),
        Some([]) => x.try_ne(0).into_outputs(),
        Some(dims) => reduce(&x, dims.to_vec(), c.boolean(2)?).into_outputs(),
        None => reduce(&x, (0..x.dim() as i64).collect(), c.boolean(2)?).into_outputs(),
    }
}

/// A reduction with a correction.
type Spread = fn(&Tensor, Option<&[i64]>, f64, bool) -> Result<Tensor>;

fn with_mean(c: &Arguments<'_>, spread: Spread, correction: f64) -> Result<Outputs> {
    let (x, keepdim) = (c.tensor(0)?, c.boolean(3)?);
    let mean = x.try_mean_dim(all_or(c, 1)?, keepdim)?;
    (spread(&x, dims(c, 1)?, correction, keepdim)?, moved(mean)?).into_outputs()
}

fn over_all(c: &Arguments<'_>, spread: Spread) -> Result<Outputs> {
    let x = c.tensor(0)?;
    (spread(&x, None, unbiased(c, 1)?, false)?, moved(x.try_mean()?)?).into_outputs()
}

fn moved(mean: Tensor) -> Result<Tensor> {
    // PyTorch moves the mean from element to element, which leaves NaN of an infinite one: infinity less itself.
    mean.try_sub(mean.detach())?.try_add(mean.detach())
}

/// The tensor of a softmax that may turn float16 into float32.
fn halves(c: &Arguments<'_>) -> Result<Tensor> {
    let x = c.tensor(0)?;
    match (c.boolean(2)?, x.dtype()) {
        (false, _) => Ok(x),
        (true, DType::F16) => x.try_to_dtype(DType::F32),
        (true, dtype) => {
            let remedy = "half_to_float is for float16";
            Err(Error::dtype(c.op(), "conversion is supported for half only", &[("self", dtype)], remedy))
        }
    }
}

fn softmax(c: &Arguments<'_>, x: Tensor, along: fn(&Tensor, i64) -> Result<Tensor>) -> Result<Outputs> {
    along(&x, c.int(1)?).into_outputs()
}
