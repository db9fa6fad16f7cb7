//! Convolutions.
//!
//! Input, weights and the gradient of the output take part alike in the sum of products behind a convolution. Given two
//! of them, the gradient of that sum with respect to the third is an operator, and its own gradients are the other two
//! operators: so three kernels give gradients of any order.

use cresset_ops::conv::{self as ops, Convolution, conv_backward_input, conv_backward_weight};
use cresset_storage::{Dims, Error, Result};

use crate::Tensor;
use crate::graph::{Backward, Gradients, NodeRef};
use crate::methods::complex;
use crate::record::{Keep, record};
use crate::saved::Saved;

/// Who takes part in the sum of products.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    Input,
    Weight,
    Output,
}

impl Part {
    /// The two others, in the order in which the operator takes them.
    fn others(self) -> [Part; 2] {
        match self {
            Part::Input => [Part::Output, Part::Weight],
            Part::Weight => [Part::Output, Part::Input],
            Part::Output => [Part::Input, Part::Weight],
        }
    }
}

/// A convolution of inputs and weights of some sizes.
#[derive(Clone, Copy)]
struct Call {
    convolution: Convolution,
    input: Dims,
    weight: Dims,
    /// Whether the user called the transposed convolution, whose result is the input's gradient of this one.
    transposed: bool,
}

struct ConvolutionBackward {
    call: Call,
    /// What the recorded operator computed.
    computed: Part,
    /// The two others, each where the gradient of its fellow is wanted.
    kept: Keep<[Option<Saved>; 2]>,
}

impl Backward for ConvolutionBackward {
    fn name(&self) -> &'static str {
        let called = if self.call.transposed { Part::Input } else { Part::Output };
        if self.computed == called { "ConvolutionBackward0" } else { "ConvolutionBackwardBackward0" }
    }

    fn apply(&self, node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        let others = self.computed.others();
        let mut sent = Gradients::new();
        for at in 0..2 {
            let wanted = if node.needs_input_grad(at) { Some(others[at]) } else { None };
            sent.push(match wanted {
                Some(wanted) => {
                    let fellow = self.kept.with(node, |kept| match &kept[1 - at] {
                        Some(fellow) => fellow.tensor(node),
                        None => Ok(grad.clone()),
                    })?;
                    let given = wanted.others().map(|part| if part == self.computed { grad } else { &fellow });
                    Some(compute(self.call, wanted, given, None)?)
                }
                None => None,
            });
        }
        if node.needs_input_grad(2) {
            sent.push(Some(bias_gradient(grad, self.call.weight.len())?));
        }
        Ok(sent)
    }

    fn release(&self) {
        self.kept.release();
    }
}

/// The sum over all but the channels.
fn bias_gradient(grad: &Tensor, weight_rank: usize) -> Result<Tensor> {
    let channel = grad.dim() + 1 - weight_rank;
    let dims: Vec<i64> = (0..grad.dim()).filter(|&dim| dim != channel).map(|dim| dim as i64).collect();
    grad.try_sum_dim(dims, false)
}

/// Computes one part from the two others, and records it.
#[track_caller]
fn compute(call: Call, wanted: Part, given: [&Tensor; 2], bias: Option<&Tensor>) -> Result<Tensor> {
    let [lhs, rhs] = given.map(Tensor::array);
    let out = match wanted {
        Part::Output => ops::convolution(lhs, rhs, bias.map(Tensor::array), &call.convolution)?,
        Part::Input => conv_backward_input(lhs, rhs, &call.input, &call.convolution)?,
        Part::Weight => conv_backward_weight(lhs, rhs, &call.weight, &call.convolution)?,
    };
    record(&[Some(given[0]), Some(given[1]), bias], out, |_| {
        let keep = |at: usize| given[1 - at].requires_grad().then(|| Saved::input(given[at])).transpose();
        let kept = Keep::new([keep(0)?, keep(1)?]);
        Ok(ConvolutionBackward { call, computed: wanted, kept })
    })
}

/// A convolution of complex numbers as four of their parts.
#[track_caller]
fn by_parts(
    x: &Tensor,
    weight: &Tensor,
    bias: Option<&Tensor>,
    convolve: impl Fn(&Tensor, &Tensor, Option<&Tensor>) -> Result<Tensor>,
) -> Result<Tensor> {
    if let Some(other) = [Some(weight), bias].into_iter().flatten().find(|other| other.dtype() != x.dtype()) {
        let dtypes = [("self", x.dtype()), ("other", other.dtype())];
        return Err(Error::dtype("convolution", "dtypes differ", &dtypes, "convert one of them"));
    }
    let [re, im] = [x.try_real()?, x.try_imag()?];
    let [weight_re, weight_im] = [weight.try_real()?, weight.try_imag()?];
    let (bias_re, bias_im) = (bias.map(Tensor::try_real).transpose()?, bias.map(Tensor::try_imag).transpose()?);
    let real = convolve(&re, &weight_re, bias_re.as_ref())?.try_sub(convolve(&im, &weight_im, None)?)?;
    let imaginary = convolve(&re, &weight_im, bias_im.as_ref())?.try_add(convolve(&im, &weight_re, None)?)?;
    real.try_complex(&imaginary)
}

macro_rules! convolutions {
    ($($name:ident $rank:literal;)*) => {$(
        #[track_caller]
        pub(crate) fn $name(
            x: &Tensor,
            weight: &Tensor,
            bias: Option<&Tensor>,
            stride: &[i64],
            padding: &[i64],
            dilation: &[i64],
            groups: i64,
        ) -> Result<Tensor> {
            if x.is_complex() && weight.is_complex() {
                let product = |x: &Tensor, weight: &Tensor| $name(x, weight, None, stride, padding, dilation, groups);
                let out = complex::bilinear(x, weight, product)?;
                let channel = [&[-1][..], &[1; $rank]].concat();
                return bias.map_or(Ok(out.clone()), |bias| out.try_add(&bias.try_reshape(channel)?));
            }
            if x.dtype().is_complex() {
                let part = |x: &Tensor, weight: &Tensor, bias: Option<&Tensor>| {
                    $name(x, weight, bias, stride, padding, dilation, groups)
                };
                return by_parts(x, weight, bias, part);
            }
            let convolution = Convolution::new($rank, stride, padding, dilation, groups)?;
            let call =
                Call { convolution, input: *x.array().sizes(), weight: *weight.array().sizes(), transposed: false };
            compute(call, Part::Output, [x, weight], bias)
        }
    )*};
}

convolutions! {
    conv1d 1;
    conv2d 2;
    conv3d 3;
}

/// Arguments of a convolution, transposed or not.
#[derive(Clone, Copy)]
struct Arguments<'a> {
    stride: &'a [i64],
    padding: &'a [i64],
    dilation: &'a [i64],
    transposed: bool,
    output_padding: &'a [i64],
    groups: i64,
}

/// One number for each spatial dim.
fn for_each_dim(op: &'static str, argument: &'static str, values: &[i64], rank: usize, least: i64) -> Result<Vec<i64>> {
    if values.len() != 1 && values.len() != rank || values.iter().any(|&value| value < least) {
        let remedy = "give one number, or one for each spatial dim, none of them too small";
        return Err(Error::argument(op, argument, format!("{values:?}"), remedy));
    }
    Ok((0..rank).map(|dim| values[dim % values.len()]).collect())
}

/// A transposed convolution: the convolution of which it computes the input's gradient, and what its result is cut by
/// at the ends of the spatial dims (as [`Tensor::pad`] takes it) where that convolution cannot have such a result.
fn transposed_call(x: &Tensor, weight: &Tensor, arguments: Arguments<'_>) -> Result<(Call, Vec<i64>)> {
    let op = "conv_transpose";
    let (sizes, weight_sizes) = (x.sizes(), weight.sizes());
    let refuse = |problem, remedy| Err(Error::shape(op, problem, &[("self", sizes), ("weight", weight_sizes)], remedy));
    let rank = weight_sizes.len().saturating_sub(2);
    if !(1..=3).contains(&rank) || sizes.len() != rank + 2 && sizes.len() != rank + 1 {
        return refuse("wrong number of dims", "self is [batch, channels, spatial dims], or without the batch");
    }
    let [stride, dilation] = [("stride", arguments.stride), ("dilation", arguments.dilation)]
        .map(|(name, values)| for_each_dim(op, name, values, rank, 1));
    let [padding, beyond] = [("padding", arguments.padding), ("output_padding", arguments.output_padding)]
        .map(|(name, values)| for_each_dim(op, name, values, rank, 0));
    let (stride, dilation, padding, beyond) = (stride?, dilation?, padding?, beyond?);
    let groups = usize::try_from(arguments.groups).ok().filter(|&groups| groups > 0);
    let groups = groups.ok_or_else(|| Error::argument(op, "groups", arguments.groups, "use at least one group"))?;
    let lead = sizes.len() - rank;
    if sizes[lead - 1] != weight_sizes[0] || weight_sizes[0] % groups != 0 {
        return refuse("channels differ", "channels of self must equal weight.size(0), a multiple of groups");
    }
    let cut_size = |dim: usize| {
        let whole =
            (sizes[lead + dim] as i64 - 1) * stride[dim] + dilation[dim] * (weight_sizes[2 + dim] as i64 - 1) + 1;
        (whole, whole - 2 * padding[dim] + beyond[dim])
    };
    let spreads = (0..rank).any(|dim| beyond[dim] >= stride[dim] || cut_size(dim).1 == 0);
    let (mut out, mut cut) = (sizes.to_vec(), Vec::new());
    out[lead - 1] = weight_sizes[1] * groups;
    for dim in 0..rank {
        if beyond[dim] >= stride[dim].max(dilation[dim]) {
            let remedy = "output_padding must be smaller than stride or dilation";
            return Err(Error::argument(op, "output_padding", format!("{beyond:?}"), remedy));
        }
        let (whole, cut_size) = cut_size(dim);
        let Some(size) = usize::try_from(if spreads { whole } else { cut_size }).ok().filter(|_| cut_size >= 0) else {
            return refuse("the result would be less than empty", "use less padding or a larger input");
        };
        out[lead + dim] = size;
        cut.splice(0..0, [-padding[dim], beyond[dim] - padding[dim]]);
    }
    let padding = if spreads { vec![0] } else { padding };
    let convolution = Convolution::new(rank, &stride, &padding, &dilation, arguments.groups)?;
    let call = Call { convolution, input: Dims::new(op, &out)?, weight: *weight.array().sizes(), transposed: true };
    Ok((call, if spreads { cut } else { Vec::new() }))
}

fn direct_call(x: &Tensor, weight: &Tensor, arguments: Arguments<'_>) -> Result<Call> {
    let rank = weight.dim().saturating_sub(2);
    let convolution =
        Convolution::new(rank, arguments.stride, arguments.padding, arguments.dilation, arguments.groups)?;
    Ok(Call { convolution, input: *x.array().sizes(), weight: *weight.array().sizes(), transposed: false })
}

#[track_caller]
fn convolve(x: &Tensor, weight: &Tensor, bias: Option<&Tensor>, arguments: Arguments<'_>) -> Result<Tensor> {
    if x.dtype().is_complex() {
        return by_parts(x, weight, bias, |x, weight, bias| convolve(x, weight, bias, arguments));
    }
    let like_x =
        |bias: &Tensor| if x.dtype().is_floating_point() { Ok(bias.clone()) } else { bias.try_to_dtype(x.dtype()) };
    // PyTorch adds a bias of another integer type.
    let bias = bias.map(like_x).transpose()?;
    let bias = bias.as_ref();
    if !arguments.transposed {
        return compute(direct_call(x, weight, arguments)?, Part::Output, [x, weight], bias);
    }
    let (call, cut) = transposed_call(x, weight, arguments)?;
    let mut out = compute(call, Part::Input, [x, weight], None)?;
    if !cut.is_empty() {
        out = out.try_pad(cut, 0.0)?;
    }
    let Some(bias) = bias else { return Ok(out) };
    let op = "conv_transpose";
    let rank = weight.dim() - 2;
    let channels = out.sizes()[out.dim() - rank - 1];
    if bias.sizes() != [channels] {
        let shapes: [(_, &[usize]); 2] = [("bias", bias.sizes()), ("weight", weight.sizes())];
        return Err(Error::shape(op, "bias of another size", &shapes, "bias must be [weight.size(1) * groups]"));
    }
    if bias.dtype() != out.dtype() {
        let dtypes = [("bias", bias.dtype()), ("self", out.dtype())];
        return Err(Error::dtype(op, "dtypes differ", &dtypes, "convert one of them"));
    }
    let mut sizes = vec![1; rank + 1];
    sizes[0] = -1;
    out.try_add(&bias.try_reshape(sizes)?)
}

macro_rules! transposed_convolutions {
    ($($name:ident $rank:literal;)*) => {$(
        #[track_caller]
        #[allow(clippy::too_many_arguments, reason = "PyTorch's arguments")]
        pub(crate) fn $name(
            x: &Tensor,
            weight: &Tensor,
            bias: Option<&Tensor>,
            stride: &[i64],
            padding: &[i64],
            output_padding: &[i64],
            groups: i64,
            dilation: &[i64],
        ) -> Result<Tensor> {
            check_rank(stringify!($name), $rank, weight)?;
            convolve(x, weight, bias, Arguments { stride, padding, dilation, transposed: true, output_padding, groups })
        }
    )*};
}

transposed_convolutions! {
    conv_transpose1d 1;
    conv_transpose2d 2;
    conv_transpose3d 3;
}

fn check_rank(op: &'static str, rank: usize, weight: &Tensor) -> Result<()> {
    if weight.dim() == rank + 2 {
        return Ok(());
    }
    let remedy = "weight has two dims of channels and the spatial ones";
    Err(Error::shape(op, "wrong number of dims", &[("weight", weight.sizes())], remedy))
}

#[track_caller]
#[allow(clippy::too_many_arguments, reason = "PyTorch's arguments")]
pub(crate) fn convolution(
    x: &Tensor,
    weight: &Tensor,
    bias: Option<&Tensor>,
    stride: &[i64],
    padding: &[i64],
    dilation: &[i64],
    transposed: bool,
    output_padding: &[i64],
    groups: i64,
) -> Result<Tensor> {
    if x.dim() != weight.dim() {
        let shapes: [(_, &[usize]); 2] = [("self", x.sizes()), ("weight", weight.sizes())];
        return Err(Error::shape("convolution", "numbers of dims differ", &shapes, "self must have a batch"));
    }
    convolve(x, weight, bias, Arguments { stride, padding, dilation, transposed, output_padding, groups })
}

/// A convolution whose padding is a word: `valid` is none, `same` keeps the sizes.
#[track_caller]
fn padded(
    op: &'static str,
    rank: usize,
    [x, weight]: [&Tensor; 2],
    bias: Option<&Tensor>,
    [stride, dilation]: [&[i64]; 2],
    padding: &str,
    groups: i64,
) -> Result<Tensor> {
    check_rank(op, rank, weight)?;
    let convolve = |x: &Tensor, padding: &[i64]| {
        let output_padding: &[i64] = &[0];
        convolve(x, weight, bias, Arguments { stride, padding, dilation, transposed: false, output_padding, groups })
    };
    match padding {
        "valid" => convolve(x, &[0]),
        "same" => {
            if stride.iter().any(|&stride| stride != 1) {
                let remedy = "padding 'same' needs a stride of 1";
                return Err(Error::argument(op, "stride", format!("{stride:?}"), remedy));
            }
            let dilation = for_each_dim(op, "dilation", dilation, rank, 1)?;
            let (mut both, mut after) = (Vec::new(), Vec::new());
            for (dim, &dilation) in dilation.iter().enumerate() {
                let total = dilation.saturating_mul(weight.sizes()[2 + dim] as i64 - 1).max(0);
                both.push(total / 2);
                after.splice(0..0, [0, total % 2]);
            }
            if after.contains(&1) && x.dim() > rank {
                convolve(&x.try_pad(after, 0.0)?, &both)
            } else {
                convolve(x, &both)
            }
        }
        _ => Err(Error::argument(op, "padding", padding, "use 'valid' or 'same'")),
    }
}

macro_rules! padded_convolutions {
    ($($name:ident $rank:literal;)*) => {$(
        #[track_caller]
        pub(crate) fn $name(
            x: &Tensor,
            weight: &Tensor,
            bias: Option<&Tensor>,
            stride: &[i64],
            padding: &str,
            dilation: &[i64],
            groups: i64,
        ) -> Result<Tensor> {
            padded(stringify!($name), $rank, [x, weight], bias, [stride, dilation], padding, groups)
        }
    )*};
}

padded_convolutions! {
    conv1d_padding 1;
    conv2d_padding 2;
    conv3d_padding 3;
}

impl Tensor {
    /// The gradients of input, weight and bias of [`Tensor::convolution`], each where `wanted`, from that of its
    /// result: called on the gradient.
    ///
    /// # Errors
    /// Sizes or dtypes that do not fit.
    #[track_caller]
    #[allow(clippy::too_many_arguments, reason = "PyTorch's arguments")]
    pub fn try_convolution_backward(
        &self,
        input: &Tensor,
        weight: &Tensor,
        [stride, padding, dilation]: [&[i64]; 3],
        transposed: bool,
        output_padding: &[i64],
        groups: i64,
        wanted: [bool; 3],
    ) -> Result<[Option<Tensor>; 3]> {
        let arguments = Arguments { stride, padding, dilation, transposed, output_padding, groups };
        if !self.dtype().is_floating_point() {
            let remedy = "use a floating dtype";
            let dtypes = [("grad", self.dtype())];
            return Err(Error::dtype("convolution_backward", "not a floating dtype", &dtypes, remedy));
        }
        if self.dim() != input.dim() || input.dim() != weight.dim() {
            let shapes: [(_, &[usize]); 3] =
                [("grad", self.sizes()), ("self", input.sizes()), ("weight", weight.sizes())];
            let remedy = "gradient, input and weight must have a batch and spatial dims";
            return Err(Error::shape("convolution_backward", "numbers of dims differ", &shapes, remedy));
        }
        let bias = if wanted[2] { Some(bias_gradient(self, weight.dim())?) } else { None };
        let (call, grad, to_input) = if transposed {
            let (call, cut) = transposed_call(input, weight, arguments)?;
            let undone: Vec<i64> = cut.iter().map(|cut| -cut).collect();
            let grad = if cut.is_empty() { self.clone() } else { self.try_pad(undone, 0.0)? };
            (call, grad, Part::Output)
        } else {
            (direct_call(input, weight, arguments)?, self.clone(), Part::Input)
        };
        let weight_from = if transposed { [input, &grad] } else { [&grad, input] };
        Ok([
            if wanted[0] { Some(compute(call, to_input, [&grad, weight], None)?) } else { None },
            if wanted[1] { Some(compute(call, Part::Weight, weight_from, None)?) } else { None },
            bias,
        ])
    }
}
