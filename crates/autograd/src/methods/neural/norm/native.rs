//! Normalisation that also gives its statistics, and gradients from them: PyTorch's `native_` operators.

use cresset_storage::{DType, Error, Result};

use super::{LAYER_NORM, WithStatistics, channels, groups, last_dims, whole};
use crate::Tensor;

/// How [`Tensor::try_native_batch_norm`] takes its statistics.
#[derive(Clone, Copy, Debug)]
pub struct BatchNormOptions<'a> {
    /// Mean over past batches.
    pub running_mean: Option<&'a Tensor>,
    /// Variance over past batches.
    pub running_var: Option<&'a Tensor>,
    /// Whether the statistics are the batch's own; the running ones are then written.
    pub training: bool,
    /// The part of the batch in the new running statistics.
    pub momentum: f64,
    /// Added to the variance.
    pub eps: f64,
}

/// The statistics in the dtype of the parameters.
fn outward(
    (out, statistics): WithStatistics,
    x: &Tensor,
    parameters: [Option<&Tensor>; 2],
) -> Result<(Tensor, Tensor, Tensor)> {
    let dtype = parameters.into_iter().flatten().next().map_or(x.dtype(), Tensor::dtype);
    let [mean, rstd] = statistics.map(|statistic| Tensor::new(statistic).try_to_dtype(dtype));
    Ok((out, mean?, rstd?))
}

/// Halves are computed in f32.
fn wide(x: &Tensor) -> Result<Tensor> {
    x.try_to_dtype(if x.dtype() == DType::F64 { DType::F64 } else { DType::F32 })
}

/// The sum over dims, none of which leave the tensor as it is.
fn sum_over(x: &Tensor, dims: &[i64], keepdim: bool) -> Result<Tensor> {
    if dims.is_empty() { Ok(x.clone()) } else { x.try_sum_dim(dims, keepdim) }
}

/// The gradient of an input that was normalised over `dims`, from the normalised one and the gradient of that.
fn to_input(normal: &Tensor, scaled: &Tensor, rstd: &Tensor, dims: &[i64]) -> Result<Tensor> {
    let count: usize = dims.iter().map(|&dim| normal.sizes()[dim as usize]).product();
    let mean = |x: &Tensor| sum_over(x, dims, true)?.try_mul(1.0 / count.max(1) as f64);
    let along = normal.try_mul(&mean(&scaled.try_mul(normal)?)?)?;
    scaled.try_sub(&mean(scaled)?)?.try_sub(&along)?.try_mul(rstd)
}

impl Tensor {
    /// [`Tensor::layer_norm`] with the mean and the factor of each row.
    ///
    /// # Errors
    /// Sizes or dtypes that do not fit.
    #[track_caller]
    pub fn try_native_layer_norm(
        &self,
        normalized_shape: &[i64],
        weight: Option<&Tensor>,
        bias: Option<&Tensor>,
        eps: f64,
    ) -> Result<(Tensor, Tensor, Tensor)> {
        let found = last_dims("layer_norm", LAYER_NORM, self, normalized_shape, [weight, bias], eps, true)?;
        outward(found, self, [weight, bias])
    }

    /// [`Tensor::group_norm`] with the mean and the factor of each group; `sizes` are batch, channels and elements of
    /// a plane.
    ///
    /// # Errors
    /// Sizes or dtypes that do not fit.
    #[track_caller]
    pub fn try_native_group_norm(
        &self,
        weight: Option<&Tensor>,
        bias: Option<&Tensor>,
        sizes: [i64; 3],
        num_groups: i64,
        eps: f64,
    ) -> Result<(Tensor, Tensor, Tensor)> {
        self.check_planes(sizes)?;
        let (out, mean, rstd) = outward(groups(self, num_groups, weight, bias, eps)?, self, [weight, bias])?;
        if !crate::mode::is_grad_enabled() || !self.requires_grad() {
            return Ok((out, mean, rstd));
        }
        // Here the statistics have gradients too.
        let rows = wide(self)?.try_reshape([sizes[0], num_groups, sizes[1] / num_groups * sizes[2]])?;
        let own = rows.try_mean_dim([2], false)?;
        let variance = rows.try_sub(&own.try_unsqueeze(2)?)?.try_square()?.try_mean_dim([2], false)?;
        let factor = variance.try_add(eps)?.try_rsqrt()?;
        Ok((out, own.try_to_dtype(mean.dtype())?, factor.try_to_dtype(rstd.dtype())?))
    }

    /// Refuses sizes that are not those of batch, channels and planes.
    fn check_planes(&self, sizes: [i64; 3]) -> Result<()> {
        if let [batch, channels, rest @ ..] = self.sizes()
            && [whole(*batch), whole(*channels), whole(rest.iter().product())] == sizes
        {
            return Ok(());
        }
        let wanted = sizes.map(|size| size.max(0) as usize);
        let shapes: [(_, &[usize]); 2] = [("self", self.sizes()), ("batch, channels, plane", &wanted)];
        Err(Error::shape("group_norm", "sizes differ", &shapes, "pass the sizes of self"))
    }

    /// [`Tensor::batch_norm`] with the mean and the factor of each channel, which are empty in evaluation.
    ///
    /// # Errors
    /// Sizes or dtypes that do not fit.
    #[track_caller]
    pub fn try_native_batch_norm(
        &self,
        weight: Option<&Tensor>,
        bias: Option<&Tensor>,
        options: BatchNormOptions<'_>,
    ) -> Result<(Tensor, Tensor, Tensor)> {
        let running = [options.running_mean, options.running_var];
        let found = channels([Some(self), weight, bias], running, options.training, options.momentum, options.eps)?;
        let (out, mean, rstd) = outward(found, self, [weight, bias])?;
        if options.training {
            return Ok((out, mean, rstd));
        }
        let none = |like: &Tensor| crate::Options::like(like).try_empty([0]);
        Ok((out, none(&mean)?, none(&rstd)?))
    }

    /// The gradients of input, weight and bias of [`Tensor::try_native_layer_norm`], each where `wanted`, from that of
    /// its result: called on the gradient.
    ///
    /// # Errors
    /// Sizes that do not fit.
    #[track_caller]
    pub fn try_native_layer_norm_backward(
        &self,
        input: &Tensor,
        normalized_shape: &[i64],
        [mean, rstd]: [&Tensor; 2],
        [weight, bias]: [Option<&Tensor>; 2],
        wanted: [bool; 3],
    ) -> Result<[Option<Tensor>; 3]> {
        let lead = input.dim().checked_sub(normalized_shape.len());
        let Some(lead) = lead.filter(|_| self.sizes() == input.sizes()) else {
            let shapes: [(_, &[usize]); 2] = [("grad", self.sizes()), ("self", input.sizes())];
            let remedy = "the gradient has the sizes of self, whose last ones are normalized_shape";
            return Err(Error::shape("native_layer_norm_backward", "sizes differ", &shapes, remedy));
        };
        let (grad, x) = (wide(self)?, wide(input)?);
        let (mean, rstd) = (wide(mean)?, wide(rstd)?);
        let normal = x.try_sub(&mean)?.try_mul(&rstd)?;
        let scaled = match weight {
            Some(weight) => grad.try_mul(&wide(weight)?)?,
            None => grad.clone(),
        };
        let (over, rest): (Vec<i64>, Vec<i64>) = (0..whole(input.dim())).partition(|&dim| dim >= whole(lead));
        let dtype = |parameter: Option<&Tensor>| parameter.map_or(input.dtype(), Tensor::dtype);
        let to_weight = |x: &Tensor, parameter| sum_over(x, &rest, false)?.try_to_dtype(dtype(parameter));
        Ok([
            wanted[0].then(|| to_input(&normal, &scaled, &rstd, &over)?.try_to_dtype(input.dtype())).transpose()?,
            wanted[1].then(|| to_weight(&grad.try_mul(&normal)?, weight)).transpose()?,
            wanted[2].then(|| to_weight(&grad, bias.or(weight))).transpose()?,
        ])
    }

    /// The gradients of input, weight and bias of [`Tensor::try_native_group_norm`], each where `wanted`, from that of
    /// its result: called on the gradient. `sizes` are batch, channels and elements of a plane.
    ///
    /// # Errors
    /// Sizes that do not fit.
    #[track_caller]
    pub fn try_native_group_norm_backward(
        &self,
        input: &Tensor,
        [mean, rstd]: [&Tensor; 2],
        weight: Option<&Tensor>,
        sizes: [i64; 3],
        num_groups: i64,
        wanted: [bool; 3],
    ) -> Result<[Option<Tensor>; 3]> {
        input.check_planes(sizes)?;
        let [batch, channels, plane] = sizes;
        if self.sizes() != input.sizes() || num_groups < 1 || channels % num_groups != 0 {
            let shapes: [(_, &[usize]); 2] = [("grad", self.sizes()), ("self", input.sizes())];
            let remedy = "the gradient has the sizes of self, whose channels divide into the groups";
            return Err(Error::shape("native_group_norm_backward", "sizes differ", &shapes, remedy));
        }
        let view = [batch, num_groups, channels / num_groups, plane];
        let (grad, x) = (wide(self)?.try_reshape(view)?, wide(input)?.try_reshape(view)?);
        let statistic = |x: &Tensor| wide(x)?.try_reshape([batch, num_groups, 1, 1]);
        let rstd = statistic(rstd)?;
        let normal = x.try_sub(&statistic(mean)?)?.try_mul(&rstd)?;
        let scaled = match weight {
            Some(weight) => grad.try_mul(&wide(weight)?.try_reshape([1, num_groups, channels / num_groups, 1])?)?,
            None => grad.clone(),
        };
        let own: Vec<i64> = input.sizes().iter().map(|&size| whole(size)).collect();
        let dtype = weight.map_or(input.dtype(), Tensor::dtype);
        let to_weight = |x: &Tensor| x.try_sum_dim([0, 3], false)?.try_reshape([channels])?.try_to_dtype(dtype);
        let to_input = || to_input(&normal, &scaled, &rstd, &[2, 3])?.try_reshape(own)?.try_to_dtype(input.dtype());
        Ok([
            wanted[0].then(to_input).transpose()?,
            wanted[1].then(|| to_weight(&grad.try_mul(&normal)?)).transpose()?,
            wanted[2].then(|| to_weight(&grad)).transpose()?,
        ])
    }

    /// Mean zero and variance one for each channel of each sample, then weight and bias. Running statistics, where
    /// given, take part as in [`Tensor::batch_norm`], their change averaged over the batch.
    ///
    /// # Errors
    /// Sizes or dtypes that do not fit, or neither statistics of the input nor running ones.
    #[track_caller]
    pub fn try_instance_norm(
        &self,
        weight: Option<&Tensor>,
        bias: Option<&Tensor>,
        options: BatchNormOptions<'_>,
    ) -> Result<Tensor> {
        let op = "instance_norm";
        let [batch, channels, rest @ ..] = self.sizes() else {
            let remedy = "self is [batch, channels, ..]";
            return Err(Error::shape(op, "fewer than two dims", &[("self", self.sizes())], remedy));
        };
        if !options.training && (options.running_mean.is_none() || options.running_var.is_none()) {
            let remedy = "without the input's own statistics there must be running ones";
            return Err(Error::argument(op, "use_input_stats", false, remedy));
        }
        let (batch, channels) = (whole(*batch), whole(*channels));
        let view = [&[1, batch * channels], &rest.iter().map(|&size| whole(size)).collect::<Vec<_>>()[..]].concat();
        let repeated = |x: Option<&Tensor>| x.map(|x| x.try_repeat([batch])).transpose();
        let (weight, bias) = (repeated(weight)?, repeated(bias)?);
        let (mean, var) = (repeated(options.running_mean)?, repeated(options.running_var)?);
        let own: Vec<i64> = self.sizes().iter().map(|&size| whole(size)).collect();
        let x = self.try_contiguous()?.try_reshape(view)?;
        let out = x.try_batch_norm(
            weight.as_ref(),
            bias.as_ref(),
            mean.as_ref(),
            var.as_ref(),
            options.training,
            options.momentum,
            options.eps,
        )?;
        if options.training {
            for (running, moved) in [(options.running_mean, &mean), (options.running_var, &var)] {
                if let (Some(running), Some(moved)) = (running, moved) {
                    running.try_copy_(&moved.try_reshape([batch, channels])?.try_mean_dim([0], false)?)?;
                }
            }
        }
        out.try_reshape(own)
    }
}
