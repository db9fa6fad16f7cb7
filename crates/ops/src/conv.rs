//! Convolutions and their gradients, over one, two or three spatial dims.

use cresset_storage::{DType, Dims, Error, Result};

use crate::access::{Access, fill};
use crate::array::Array;
use crate::copy::{contiguous, to_dtype};
use crate::cpu::conv as cpu;
use crate::cuda::conv::{self as cuda, Way};
use crate::plain::{Plain, for_dtype};
use crate::pointwise::computing;
use crate::window::{SPATIAL, Sizes, Window, sizes_of, spread};

const OPS: [&str; SPATIAL] = ["conv1d", "conv2d", "conv3d"];

/// How the weights of a convolution slide.
#[derive(Clone, Copy, Debug)]
pub struct Convolution {
    op: &'static str,
    rank: usize,
    stride: Sizes,
    padding: Sizes,
    dilation: Sizes,
    groups: usize,
}

impl Convolution {
    /// A convolution over `rank` spatial dims, 1 to 3. Each list has one number for each dim, or one for all.
    ///
    /// # Errors
    /// A list of another length, a stride or dilation below 1, negative padding, no groups.
    pub fn new(rank: usize, stride: &[i64], padding: &[i64], dilation: &[i64], groups: i64) -> Result<Convolution> {
        let Some(&op) = OPS.get(rank.wrapping_sub(1)) else {
            return Err(Error::argument("convolution", "rank", rank, "use one, two or three spatial dims"));
        };
        let groups = usize::try_from(groups).ok().filter(|&groups| groups > 0);
        Ok(Convolution {
            op,
            rank,
            stride: sizes_of(op, "stride", stride, rank, 1, None)?,
            padding: sizes_of(op, "padding", padding, rank, 0, None)?,
            dilation: sizes_of(op, "dilation", dilation, rank, 1, None)?,
            groups: groups.ok_or_else(|| Error::argument(op, "groups", 0, "there must be at least one group"))?,
        })
    }

    /// PyTorch's name of the operator.
    #[must_use]
    pub fn op(&self) -> &'static str {
        self.op
    }

    /// Checks the sizes of input and weights; gives the kernels' sizes and the sizes of the result.
    fn shape(&self, x: &[usize], weight: &[usize]) -> Result<(cpu::Shape, Dims)> {
        let (op, rank) = (self.op, self.rank);
        let refuse = |problem, remedy| Err(Error::shape(op, problem, &[("self", x), ("weight", weight)], remedy));
        if x.len() != rank + 1 && x.len() != rank + 2 {
            return refuse("wrong number of dims", "self is [batch, channels, spatial dims], or without the batch");
        }
        if weight.len() != rank + 2 {
            return refuse("wrong number of dims", "weight is [out channels, in channels / groups, spatial dims]");
        }
        let (channels, outputs) = (x[x.len() - rank - 1], weight[0]);
        if outputs % self.groups != 0 {
            return refuse("groups do not divide the channels", "weight.size(0) must be a multiple of groups");
        }
        if channels % self.groups != 0 || channels / self.groups != weight[1] {
            return refuse("channels differ", "channels of self must equal weight.size(1) * groups");
        }
        if weight[2..].contains(&0) {
            return refuse("an empty kernel", "the spatial sizes of weight must be at least 1");
        }
        let (input, kernel) = (spread(&x[x.len() - rank..], 1), spread(&weight[2..], 1));
        let window = Window::new(op, rank, [input, kernel], [self.stride, self.padding, self.dilation], false)?;
        let mut out = Dims::new(op, x)?;
        let at = out.len() - rank;
        out[at - 1] = outputs;
        out[at..].copy_from_slice(&window.output[SPATIAL - rank..]);
        let images = if x.len() == rank + 2 { x[0] } else { 1 };
        let (groups, outputs) = (self.groups, outputs / self.groups);
        Ok((cpu::Shape { images, groups, inputs: weight[1], outputs, window }, out))
    }

    fn same_dtype(&self, lhs: (&'static str, &Array), rhs: (&'static str, &Array)) -> Result<DType> {
        let dtypes = [(lhs.0, lhs.1.dtype()), (rhs.0, rhs.1.dtype())];
        if dtypes[0].1 != dtypes[1].1 {
            return Err(Error::dtype(self.op, "dtypes differ", &dtypes, "convert one of them"));
        }
        match dtypes[0].1 {
            dtype if dtype == DType::Bool || dtype.is_complex() => Err(crate::plain::not_floating(self.op, dtype)),
            dtype if dtype.is_floating_point() => Ok(computing(dtype)),
            _ => Ok(DType::F64),
        }
    }

    /// Refuses a gradient that does not have the sizes of the result.
    fn check_grad(&self, grad: &Array, out: &Dims) -> Result<()> {
        if grad.sizes() == out {
            return Ok(());
        }
        let shapes: &[(&'static str, &[usize])] = &[("grad", grad.sizes()), ("result", out)];
        Err(Error::shape(self.op, "gradient of other sizes", shapes, "it must have the sizes of the result"))
    }
}

/// The array in row-major order and in the dtype that kernels compute in.
fn prepared(op: &'static str, x: &Array, dtype: DType) -> Result<Array> {
    let x = contiguous(op, x)?;
    if x.dtype() == dtype { Ok(x) } else { to_dtype(op, &x, dtype) }
}

fn finished(op: &'static str, out: Array, dtype: DType) -> Result<Array> {
    if out.dtype() == dtype { Ok(out) } else { to_dtype(op, &out, dtype) }
}

/// Cross-correlation of `x` with `weight`, plus `bias` for each output channel.
///
/// # Shapes
/// `x` is `[batch, channels, spatial dims]`, or without the batch; `weight` is `[out channels, channels / groups,
/// kernel sizes]`; `bias` is `[out channels]`.
///
/// # Numerics
/// The halves are computed in f32 and rounded once; whole numbers in f64, which holds sums below 2^48 exactly; on a GPU
/// int32 and int64 wrap instead. On a processor large convolutions of 3 × 3 places in steps of one go by Winograd's
/// minimal filtering: their errors are about twice those of plain sums, and an infinity may become NaN in an output that
/// sees it.
///
/// # Errors
/// Sizes or dtypes that do not fit, or a kernel larger than the padded input.
pub fn convolution(x: &Array, weight: &Array, bias: Option<&Array>, convolution: &Convolution) -> Result<Array> {
    let op = convolution.op;
    let (shape, sizes) = convolution.shape(x.sizes(), weight.sizes())?;
    let dtype = convolution.same_dtype(("self", x), ("weight", weight))?;
    if let Some(bias) = bias {
        convolution.same_dtype(("self", x), ("bias", bias))?;
        if **bias.sizes() != weight.sizes()[..1] {
            let shapes: &[(&'static str, &[usize])] = &[("bias", bias.sizes()), ("weight", weight.sizes())];
            return Err(Error::shape(op, "bias of another size", shapes, "bias must be [weight.size(0)]"));
        }
    }
    if let Some(out) = cuda::run(op, Way::Forward, &shape, [weight, x], bias, &sizes)? {
        return Ok(out);
    }
    let mut out = Array::empty(op, &sizes, dtype, x.device())?;
    if out.numel() > 0 {
        let (input, weight) = (prepared(op, x, dtype)?, prepared(op, weight, dtype)?);
        let bias = bias.map(|bias| prepared(op, bias, dtype)).transpose()?;
        let mut arrays = vec![&input, &weight];
        arrays.extend(&bias);
        let access = Access::read(&arrays)?;
        for_dtype!(op, dtype, float: T => {
            type Wide = <T as Plain>::Wide;
            let bias: Option<&[Wide]> = if bias.is_some() { Some(access.slice(op, 2)?) } else { None };
            cpu::forward::<Wide>(op, &shape, access.slice(op, 0)?, access.slice(op, 1)?, bias, fill(op, &mut out)?)?;
        });
    }
    finished(op, out, x.dtype())
}

/// The gradient of the input of a convolution, from that of its result: what a transposed convolution computes.
///
/// # Errors
/// Sizes or dtypes that do not fit.
pub fn conv_backward_input(
    grad: &Array,
    weight: &Array,
    input_sizes: &[usize],
    convolution: &Convolution,
) -> Result<Array> {
    let op = convolution.op;
    let (shape, sizes) = convolution.shape(input_sizes, weight.sizes())?;
    convolution.check_grad(grad, &sizes)?;
    let dtype = convolution.same_dtype(("grad", grad), ("weight", weight))?;
    let out = Dims::new(op, input_sizes)?;
    if let Some(out) = cuda::run(op, Way::ToInput, &shape, [weight, grad], None, &out)? {
        return Ok(out);
    }
    let mut out = Array::empty(op, &out, dtype, grad.device())?;
    let (input, weight) = (prepared(op, grad, dtype)?, prepared(op, weight, dtype)?);
    let access = Access::read(&[&input, &weight])?;
    for_dtype!(op, dtype, float: T => {
        type Wide = <T as Plain>::Wide;
        cpu::backward_input::<Wide>(op, &shape, access.slice(op, 0)?, access.slice(op, 1)?, fill(op, &mut out)?)?;
    });
    drop(access);
    finished(op, out, grad.dtype())
}

/// The gradient of the weights of a convolution, from that of its result.
///
/// # Errors
/// Sizes or dtypes that do not fit.
pub fn conv_backward_weight(
    grad: &Array,
    x: &Array,
    weight_sizes: &[usize],
    convolution: &Convolution,
) -> Result<Array> {
    let op = convolution.op;
    let (shape, sizes) = convolution.shape(x.sizes(), weight_sizes)?;
    convolution.check_grad(grad, &sizes)?;
    let dtype = convolution.same_dtype(("grad", grad), ("self", x))?;
    let out = Dims::new(op, weight_sizes)?;
    if let Some(out) = cuda::run(op, Way::ToWeight, &shape, [grad, x], None, &out)? {
        return Ok(out);
    }
    let mut out = Array::empty(op, &out, dtype, grad.device())?;
    let (gradient, input) = (prepared(op, grad, dtype)?, prepared(op, x, dtype)?);
    let access = Access::read(&[&gradient, &input])?;
    for_dtype!(op, dtype, float: T => {
        type Wide = <T as Plain>::Wide;
        cpu::backward_weight::<Wide>(op, &shape, access.slice(op, 0)?, access.slice(op, 1)?, fill(op, &mut out)?)?;
    });
    drop(access);
    finished(op, out, grad.dtype())
}
