//! Normalisation: mean zero and variance one over rows, or over the channels of a batch.

use cresset_storage::{DType, Device, Dims, Error, Layout, Result};

use crate::access::{Access, fill};
use crate::array::{Array, Operand};
use crate::copy::{contiguous, copy_, to_dtype};
use crate::cpu::norm::{channels, rows};
use crate::cuda::norm as cuda;
use crate::plain::{Plain, for_dtype};
use crate::pointwise::computing;

/// A normalised array, with what its gradient needs.
#[derive(Clone, Debug)]
pub struct Normalised {
    /// The result.
    pub out: Array,
    /// What was subtracted from each row or channel.
    pub mean: Array,
    /// What each row or channel was multiplied by.
    pub rstd: Array,
}

/// The array in row-major order and in the dtype that statistics have, flattened.
pub(crate) fn parameter(op: &'static str, x: &Array, dtype: DType) -> Result<Array> {
    let x = contiguous(op, x)?;
    if x.dtype() == dtype { Ok(x) } else { to_dtype(op, &x, dtype) }
}

/// Refuses a parameter of other sizes, or one that is neither of the dtype of `x` nor of that of its statistics.
fn check_parameter(op: &'static str, x: &Array, name: &'static str, parameter: &Array, sizes: &[usize]) -> Result<()> {
    if parameter.sizes()[..] != *sizes {
        let shapes: &[(&'static str, &[usize])] = &[("self", x.sizes()), (name, parameter.sizes())];
        return Err(Error::shape(op, "parameter of another size", shapes, "it must have one element for each channel"));
    }
    if parameter.dtype() != x.dtype() && parameter.dtype() != computing(x.dtype()) {
        let dtypes = [("self", x.dtype()), (name, parameter.dtype())];
        return Err(Error::dtype(op, "dtypes differ", &dtypes, "convert the parameter"));
    }
    Ok(())
}

fn check_floating(op: &'static str, x: &Array) -> Result<DType> {
    if x.dtype().is_floating_point() {
        Ok(computing(x.dtype()))
    } else {
        Err(crate::plain::not_floating(op, x.dtype()))
    }
}

fn check_like(op: &'static str, grad: &Array, x: &Array) -> Result<()> {
    if grad.sizes() == x.sizes() && grad.dtype() == x.dtype() {
        return Ok(());
    }
    let shapes: &[(&'static str, &[usize])] = &[("grad", grad.sizes()), ("self", x.sizes())];
    Err(Error::shape(op, "gradient unlike the input", shapes, "it must have the sizes and dtype of self"))
}

/// What is normalised together, and which weights apply to it.
///
/// The elements are rows of `len`. Row `r` has the weights of group `r % groups`; each of them applies to `run`
/// elements one after the other.
#[derive(Clone, Copy, Debug)]
pub struct Rows {
    op: &'static str,
    pub(crate) len: usize,
    pub(crate) groups: usize,
    pub(crate) run: usize,
    /// Weights of one group.
    pub(crate) n_weights: usize,
    /// Whether the mean is subtracted.
    pub(crate) centred: bool,
    weight: Dims,
    statistics: Dims,
}

impl Rows {
    /// The rows of `layer_norm`, or of `rms_norm` where not `centred`: the last dims, of sizes `normalized_shape`.
    ///
    /// # Errors
    /// The last sizes are not `normalized_shape`.
    pub fn of_last_dims(op: &'static str, x: &Array, normalized_shape: &[i64], centred: bool) -> Result<Rows> {
        let sizes = x.sizes();
        let lead = sizes.len().checked_sub(normalized_shape.len());
        let fits =
            |lead: usize| sizes[lead..].iter().zip(normalized_shape).all(|(&size, &wanted)| size as i64 == wanted);
        let Some(lead) = lead.filter(|&lead| !normalized_shape.is_empty() && fits(lead)) else {
            let wanted: Vec<usize> = normalized_shape.iter().map(|&size| size.max(0) as usize).collect();
            let shapes: &[(&'static str, &[usize])] = &[("self", sizes), ("normalized_shape", &wanted)];
            let remedy = "the last sizes of self must be normalized_shape";
            return Err(Error::shape(op, "sizes do not end in the normalised ones", shapes, remedy));
        };
        let mut statistics = *sizes;
        statistics[lead..].fill(1);
        let weight = Dims::new(op, &sizes[lead..])?;
        let len = weight.numel();
        Ok(Rows { op, len, groups: 1, run: 1, n_weights: len, centred, weight, statistics })
    }

    /// The rows of `group_norm`: the channels, dim 1, in `num_groups` groups.
    ///
    /// # Errors
    /// No channels, or channels that the groups do not divide.
    pub fn of_groups(op: &'static str, x: &Array, num_groups: i64) -> Result<Rows> {
        let sizes = x.sizes();
        let groups = usize::try_from(num_groups).ok().filter(|&groups| groups > 0);
        let (Some(groups), [batch, channels, rest @ ..]) = (groups, &sizes[..]) else {
            let remedy = "num_groups must be at least 1, and self [batch, channels, ..]";
            return Err(Error::argument(op, "num_groups", num_groups, remedy));
        };
        if channels % groups != 0 {
            let shapes: &[(&'static str, &[usize])] = &[("self", sizes), ("num_groups", &[groups])];
            return Err(Error::shape(op, "groups do not divide the channels", shapes, "use a divisor of self.size(1)"));
        }
        let (weight, statistics) = (Dims::new(op, &[*channels])?, Dims::new(op, &[*batch, groups])?);
        let run: usize = rest.iter().product();
        let n_weights = channels / groups;
        Ok(Rows { op, len: n_weights * run, groups, run, n_weights, centred: true, weight, statistics })
    }
}

impl Rows {
    /// The sizes of weight and bias.
    #[must_use]
    pub fn weight_sizes(&self) -> &Dims {
        &self.weight
    }
}

/// What PyTorch's `rms_norm` adds to the mean square where no `eps` is given: the distance from 1 to the next number
/// of the dtype that is computed in.
#[must_use]
pub fn default_eps(dtype: DType) -> f64 {
    if computing(dtype) == DType::F64 { f64::EPSILON } else { f64::from(f32::EPSILON) }
}

/// Each row less its mean, over the root of its variance plus `eps`, times weight plus bias.
///
/// # Numerics
/// Mean and variance are summed in f64.
///
/// # Errors
/// Parameters that do not fit, or not a floating dtype.
pub fn normalise_rows(
    x: &Array,
    rows: &Rows,
    weight: Option<&Array>,
    bias: Option<&Array>,
    eps: f64,
) -> Result<Normalised> {
    let op = rows.op;
    let wide = check_floating(op, x)?;
    let x = contiguous(op, x)?;
    let [weight, bias] = parameters(op, &x, [weight, bias], &rows.weight, wide)?;
    let mut made = Normalised {
        out: Array::empty(op, x.sizes(), x.dtype(), x.device())?,
        mean: Array::empty(op, &rows.statistics, wide, x.device())?,
        rstd: Array::empty(op, &rows.statistics, wide, x.device())?,
    };
    if cuda::rows(&x, rows, [weight.as_ref(), bias.as_ref()], eps, &mut made)? {
        return Ok(made);
    }
    let (arrays, [weight_at, bias_at]) = listed(&[&x], [&weight, &bias]);
    let access = Access::read(&arrays)?;
    for_dtype!(op, x.dtype(), float: T => {
        type Wide = <T as Plain>::Wide;
        let affine = rows::Affine::<Wide> {
            weight: weight_at.map(|at| access.slice(op, at)).transpose()?,
            bias: bias_at.map(|at| access.slice(op, at)).transpose()?,
        };
        let statistics = [fill::<Wide>(op, &mut made.mean)?, fill::<Wide>(op, &mut made.rstd)?];
        rows::forward::<T>(rows, access.slice(op, 0)?, affine, eps, fill(op, &mut made.out)?, statistics);
    });
    Ok(made)
}

fn parameters(
    op: &'static str,
    x: &Array,
    [weight, bias]: [Option<&Array>; 2],
    sizes: &[usize],
    wide: DType,
) -> Result<[Option<Array>; 2]> {
    let one = |name, given: Option<&Array>| -> Result<Option<Array>> {
        let Some(given) = given else { return Ok(None) };
        check_parameter(op, x, name, given, sizes)?;
        parameter(op, given, wide).map(Some)
    };
    Ok([one("weight", weight)?, one("bias", bias)?])
}

/// The arrays with those of the optional ones that are there, and the places of these.
fn listed<'a, const N: usize>(
    arrays: &[&'a Array],
    optional: [&'a Option<Array>; N],
) -> (Vec<&'a Array>, [Option<usize>; N]) {
    let mut all = arrays.to_vec();
    let places = optional.map(|array| {
        array.as_ref().map(|array| {
            all.push(array);
            all.len() - 1
        })
    });
    (all, places)
}

/// The gradient of the input of [`normalise_rows`].
///
/// # Errors
/// Sizes or dtypes that do not fit.
pub fn normalise_rows_backward(
    grad: &Array,
    x: &Array,
    rows: &Rows,
    weight: Option<&Array>,
    statistics: [&Array; 2],
) -> Result<Array> {
    rows_backward(grad, x, rows, weight, statistics, false).map(|(out, _)| out)
}

/// The gradient of the input; with `whole`, the sums of weight and bias too where the processor computes both at once.
fn rows_backward(
    grad: &Array,
    x: &Array,
    rows: &Rows,
    weight: Option<&Array>,
    [mean, rstd]: [&Array; 2],
    whole: bool,
) -> Result<(Array, Option<Vec<f64>>)> {
    let op = rows.op;
    let wide = check_floating(op, x)?;
    check_like(op, grad, x)?;
    let (grad, x) = (contiguous(op, grad)?, contiguous(op, x)?);
    let [weight, _] = parameters(op, &x, [weight, None], &rows.weight, wide)?;
    let mut out = Array::empty(op, x.sizes(), x.dtype(), x.device())?;
    if cuda::rows_backward(&grad, &x, rows, weight.as_ref(), [mean, rstd], &mut out)? {
        return Ok((out, None));
    }
    let (arrays, [weight_at]) = listed(&[&grad, &x, mean, rstd], [&weight]);
    let access = Access::read(&arrays)?;
    let sums = for_dtype!(op, x.dtype(), float: T => {
        type Wide = <T as Plain>::Wide;
        let weight: Option<&[Wide]> = weight_at.map(|at| access.slice(op, at)).transpose()?;
        let statistics = [access.slice::<Wide>(op, 2)?, access.slice::<Wide>(op, 3)?];
        let inputs = [access.slice(op, 0)?, access.slice(op, 1)?];
        let out = fill(op, &mut out)?;
        if whole {
            Some(rows::backward_whole::<T>(rows, inputs, weight, statistics, out))
        } else {
            rows::backward::<T>(rows, inputs, weight, statistics, out);
            None
        }
    });
    drop(access);
    Ok((out, sums))
}

/// The gradients of weight and bias of [`normalise_rows`], of dtype `dtype`.
///
/// # Errors
/// Sizes or dtypes that do not fit.
pub fn normalise_rows_backward_affine(
    grad: &Array,
    x: &Array,
    rows: &Rows,
    [mean, rstd]: [&Array; 2],
    dtype: DType,
) -> Result<[Array; 2]> {
    let op = rows.op;
    check_floating(op, x)?;
    check_like(op, grad, x)?;
    let (grad, x) = (contiguous(op, grad)?, contiguous(op, x)?);
    if let Some(sums) = cuda::rows_backward_affine(op, &grad, &x, rows, [mean, rstd])? {
        return of_dtype(op, sums, &rows.weight, dtype);
    }
    let access = Access::read(&[&grad, &x, mean, rstd])?;
    let sums = for_dtype!(op, x.dtype(), float: T => {
        type Wide = <T as Plain>::Wide;
        let statistics = [access.slice::<Wide>(op, 2)?, access.slice::<Wide>(op, 3)?];
        rows::backward_affine::<T>(rows, [access.slice(op, 0)?, access.slice(op, 1)?], statistics)
    });
    drop(access);
    affine(rows, &sums, dtype, x.device())
}

/// The gradients of the input and, of dtype `dtype`, of weight and bias of [`normalise_rows`]: on the CPU in one pass.
///
/// # Errors
/// Sizes or dtypes that do not fit.
pub fn normalise_rows_backward_whole(
    grad: &Array,
    x: &Array,
    rows: &Rows,
    weight: Option<&Array>,
    statistics: [&Array; 2],
    dtype: DType,
) -> Result<(Array, [Array; 2])> {
    let (to_input, sums) = rows_backward(grad, x, rows, weight, statistics, true)?;
    let affine = match sums {
        Some(sums) => affine(rows, &sums, dtype, x.device())?,
        None => normalise_rows_backward_affine(grad, x, rows, statistics, dtype)?,
    };
    Ok((to_input, affine))
}

/// Sums of weights and biases as arrays.
fn affine(rows: &Rows, sums: &[f64], dtype: DType, device: Device) -> Result<[Array; 2]> {
    let n_weights = rows.weight.numel();
    let [weight, bias] = [0, 1].map(|at| narrowed(rows.op, sums, at * n_weights, &rows.weight, dtype, device));
    Ok([weight?, bias?])
}

/// Sums of weight and bias with the sizes and dtype of these.
fn of_dtype(op: &'static str, [weight, bias]: [Array; 2], sizes: &Dims, dtype: DType) -> Result<[Array; 2]> {
    let one = |sums: Array| parameter(op, &sums.with_layout(Layout::contiguous(*sizes)), dtype);
    Ok([one(weight)?, one(bias)?])
}

/// Some of the sums as an array.
fn narrowed(op: &'static str, sums: &[f64], start: usize, sizes: &Dims, dtype: DType, device: Device) -> Result<Array> {
    let mut out = Array::empty(op, sizes, dtype, device)?;
    let sums = &sums[start..][..out.numel()];
    for_dtype!(op, dtype, float: T => {
        fill::<T>(op, &mut out)?.iter_mut().zip(sums).for_each(|(out, sum)| *out = T::from_f64(*sum));
    });
    Ok(out)
}

/// How `batch_norm` takes its statistics.
#[derive(Clone, Copy, Debug)]
pub struct BatchNorm<'a> {
    /// Mean over past batches: read in evaluation, moved towards the batch's in training.
    pub running_mean: Option<&'a Array>,
    /// Variance over past batches, without bias; as the mean.
    pub running_var: Option<&'a Array>,
    /// Whether the statistics are the batch's own.
    pub training: bool,
    /// The part of the batch in the new running statistics.
    pub momentum: f64,
    /// Added to the variance.
    pub eps: f64,
}

/// Batch, channels and elements of a plane.
fn planes(op: &'static str, x: &Array) -> Result<[usize; 3]> {
    match &x.sizes()[..] {
        [batch, channels, rest @ ..] => Ok([*batch, *channels, rest.iter().product()]),
        sizes => Err(Error::shape(op, "fewer than two dims", &[("self", sizes)], "self is [batch, channels, ..]")),
    }
}

/// Each channel less its mean, over the root of its variance plus `eps`, times weight plus bias.
///
/// In training the batch's mean and variance are used, and the running statistics, where given, are written.
///
/// # Numerics
/// Mean and variance are summed in f64. The running variance gets the batch's without bias, as in PyTorch.
///
/// # Errors
/// Parameters that do not fit, one value for each channel in training, no running statistics in evaluation.
pub fn batch_norm(x: &Array, weight: Option<&Array>, bias: Option<&Array>, how: BatchNorm<'_>) -> Result<Normalised> {
    let op = "batch_norm";
    let wide = check_floating(op, x)?;
    let sizes = planes(op, x)?;
    let x = contiguous(op, x)?;
    let per_channel = Dims::new(op, &[sizes[1]])?;
    let [weight, bias] = parameters(op, &x, [weight, bias], &per_channel, wide)?;
    for (name, running) in [("running_mean", how.running_mean), ("running_var", how.running_var)] {
        match running {
            Some(running) => check_parameter(op, &x, name, running, &per_channel)?,
            None if how.training => {}
            None => return Err(Error::argument(op, name, "None", "evaluation needs running statistics")),
        }
    }
    if how.training && sizes[0] * sizes[2] == 1 {
        let remedy = "training needs more than one value for each channel";
        return Err(Error::shape(op, "one value for each channel", &[("self", x.sizes())], remedy));
    }
    let mut made = Normalised {
        out: Array::empty(op, x.sizes(), x.dtype(), x.device())?,
        mean: Array::empty(op, &per_channel, wide, x.device())?,
        rstd: Array::empty(op, &per_channel, wide, x.device())?,
    };
    if cuda::batch(op, &x, sizes, [weight.as_ref(), bias.as_ref()], how, &mut made)? {
        return Ok(made);
    }
    let Normalised { out, mean, rstd } = &mut made;
    let moments = if how.training { moments(op, &x, sizes)? } else { running_moments(op, how)? };
    for_dtype!(op, wide, float: T => {
        let statistics = fill::<T>(op, mean)?.iter_mut().zip(fill::<T>(op, rstd)?).zip(&moments);
        statistics.for_each(|((mean, rstd), [from, variance])| {
            *mean = T::from_f64(*from);
            *rstd = T::from_f64(1.0 / (variance + how.eps).sqrt());
        });
    });
    let (arrays, [weight_at, bias_at]) = listed(&[&x, mean, rstd], [&weight, &bias]);
    let access = Access::read(&arrays)?;
    for_dtype!(op, x.dtype(), float: T => {
        type Wide = <T as Plain>::Wide;
        let weight: Option<&[Wide]> = weight_at.map(|at| access.slice(op, at)).transpose()?;
        let bias: Option<&[Wide]> = bias_at.map(|at| access.slice(op, at)).transpose()?;
        let statistics = [access.slice::<Wide>(op, 1)?, access.slice::<Wide>(op, 2)?];
        channels::forward::<T>(sizes, access.slice(op, 0)?, statistics, [weight, bias], fill(op, out)?);
    });
    drop(access);
    if how.training && x.numel() > 0 {
        update_running(op, how, &moments, (sizes[0] * sizes[2]) as f64)?;
    }
    Ok(made)
}

/// Mean and biased variance of each channel.
fn moments(op: &'static str, x: &Array, sizes: [usize; 3]) -> Result<Vec<[f64; 2]>> {
    let access = Access::read(&[x])?;
    for_dtype!(op, x.dtype(), float: T => Ok(channels::moments::<T>(sizes, access.slice(op, 0)?)))
}

fn running_moments(op: &'static str, how: BatchNorm<'_>) -> Result<Vec<[f64; 2]>> {
    let (Some(mean), Some(var)) = (how.running_mean, how.running_var) else { return Ok(Vec::new()) };
    let (mean, var) = (parameter(op, mean, DType::F64)?, parameter(op, var, DType::F64)?);
    let access = Access::read(&[&mean, &var])?;
    Ok(access.slice(op, 0)?.iter().copied().zip(access.slice(op, 1)?.iter().copied()).map(|(m, v)| [m, v]).collect())
}

/// Moves the running statistics towards the batch's.
fn update_running(op: &'static str, how: BatchNorm<'_>, moments: &[[f64; 2]], count: f64) -> Result<()> {
    for (which, running) in [how.running_mean, how.running_var].into_iter().enumerate() {
        let Some(running) = running else { continue };
        let mut values: Vec<f64> = crate::reading::to_vec(running)?;
        for (value, moments) in values.iter_mut().zip(moments) {
            let batch = if which == 1 { moments[1] * count / (count - 1.0) } else { moments[0] };
            *value = how.momentum * batch + (1.0 - how.momentum) * *value;
        }
        let len = values.len();
        copy_(op, running, Operand::Array(&Array::from_vec(values, &[len])?))?;
    }
    Ok(())
}

/// The gradients of input, weight and bias of [`batch_norm`], the last two of dtype `dtype`. In evaluation the
/// statistics do not depend on the input.
///
/// # Errors
/// Sizes or dtypes that do not fit.
pub fn batch_norm_backward(
    grad: &Array,
    x: &Array,
    weight: Option<&Array>,
    [mean, rstd]: [&Array; 2],
    training: bool,
    dtype: DType,
) -> Result<[Array; 3]> {
    let op = "batch_norm";
    let wide = check_floating(op, x)?;
    check_like(op, grad, x)?;
    let sizes = planes(op, x)?;
    let per_channel = Dims::new(op, &[sizes[1]])?;
    let (grad, x) = (contiguous(op, grad)?, contiguous(op, x)?);
    let [weight, _] = parameters(op, &x, [weight, None], &per_channel, wide)?;
    let mut out = Array::empty(op, x.sizes(), x.dtype(), x.device())?;
    let statistics = [mean, rstd];
    if let Some(sums) = cuda::batch_backward(op, [&grad, &x], sizes, weight.as_ref(), statistics, training, &mut out)? {
        let [weight, bias] = of_dtype(op, sums, &per_channel, dtype)?;
        return Ok([out, weight, bias]);
    }
    let (arrays, [weight_at]) = listed(&[&grad, &x, mean, rstd], [&weight]);
    let access = Access::read(&arrays)?;
    let sums = for_dtype!(op, x.dtype(), float: T => {
        type Wide = <T as Plain>::Wide;
        let weight: Option<&[Wide]> = weight_at.map(|at| access.slice(op, at)).transpose()?;
        let statistics = [access.slice::<Wide>(op, 2)?, access.slice::<Wide>(op, 3)?];
        let inputs = [access.slice::<T>(op, 0)?, access.slice::<T>(op, 1)?];
        channels::backward::<T>(sizes, inputs, statistics, weight, training, fill(op, &mut out)?)
    });
    drop(access);
    let flat: Vec<f64> = [0, 1].iter().flat_map(|&which| sums.iter().map(move |sums| sums[which])).collect();
    let [weight, bias] = [0, sizes[1]].map(|at| narrowed(op, &flat, at, &per_channel, dtype, x.device()));
    Ok([out, weight?, bias?])
}
