//! Pooling over one, two or three spatial dims, its gradients, and windows as columns.

use cresset_storage::{DType, Dims, Error, Result};

use crate::access::{Access, fill};
use crate::array::Array;
use crate::copy::{contiguous, to_dtype};
use crate::cpu::pool as cpu;
use crate::cuda::pool::{self as cuda, Task};
use crate::plain::for_dtype;
use crate::window::{SPATIAL, Sizes, Window, sizes_of, spread};

/// Windows over an input of some sizes, checked.
#[derive(Clone, Copy, Debug)]
pub struct Pooling {
    op: &'static str,
    window: Window,
    input: Dims,
    output: Dims,
}

/// How windows slide. A list has one number for each spatial dim, or one for all; no stride is the kernel's size.
#[derive(Clone, Copy, Debug)]
pub struct Sliding<'a> {
    /// Sizes of the window.
    pub kernel_size: &'a [i64],
    /// Steps between windows.
    pub stride: &'a [i64],
    /// Elements around the input.
    pub padding: &'a [i64],
    /// Steps between the elements of a window.
    pub dilation: &'a [i64],
}

impl Pooling {
    /// Pooling of the last `rank` dims, 1 to 3, of an input. With `ceil_mode` a last window may reach beyond the input.
    ///
    /// # Errors
    /// Sizes that do not fit, or padding of more than half the window.
    pub fn new(
        op: &'static str,
        rank: usize,
        input: &[usize],
        sliding: Sliding<'_>,
        ceil_mode: bool,
    ) -> Result<Pooling> {
        check_rank(op, rank, input)?;
        let (window, output) = slide(op, rank, input, sliding, ceil_mode)?;
        for dim in 0..SPATIAL {
            if window.padding[dim] > (window.dilation[dim] * (window.kernel[dim] - 1)).div_ceil(2) {
                let shown = format!("{:?}", sliding.padding);
                return Err(Error::argument(op, "padding", shown, "padding must be at most half of the window"));
            }
        }
        Ok(Pooling { op, window, input: Dims::new(op, input)?, output })
    }

    /// Sizes of the input.
    #[must_use]
    pub fn input(&self) -> &Dims {
        &self.input
    }

    fn check(&self, x: &Array, sizes: &Dims) -> Result<()> {
        if x.sizes() == sizes {
            return Ok(());
        }
        let shapes: &[(&'static str, &[usize])] = &[("given", x.sizes()), ("expected", sizes)];
        Err(Error::shape(self.op, "another size than the pooling was made for", shapes, "pass the sizes of the call"))
    }
}

fn check_rank(op: &'static str, rank: usize, input: &[usize]) -> Result<()> {
    if input.len() != rank + 1 && input.len() != rank + 2 || input[input.len() - rank - 1..].contains(&0) {
        let remedy = "self is [batch, channels, spatial dims], or without the batch; only the batch may be empty";
        return Err(Error::shape(op, "sizes that cannot be pooled", &[("self", input)], remedy));
    }
    Ok(())
}

/// The window over an input's last dims, and the sizes of the result.
fn slide(
    op: &'static str,
    rank: usize,
    input: &[usize],
    sliding: Sliding<'_>,
    ceil_mode: bool,
) -> Result<(Window, Dims)> {
    let kernel = sizes_of(op, "kernel_size", sliding.kernel_size, rank, 1, None)?;
    let stride = sizes_of(op, "stride", sliding.stride, rank, 1, Some(kernel))?;
    let padding = sizes_of(op, "padding", sliding.padding, rank, 0, None)?;
    let dilation = sizes_of(op, "dilation", sliding.dilation, rank, 1, None)?;
    let sizes = spread(&input[input.len() - rank..], 1);
    let window = Window::new(op, rank, [sizes, kernel], [stride, padding, dilation], ceil_mode)?;
    let mut output = Dims::new(op, input)?;
    output[input.len() - rank..].copy_from_slice(&window.output[SPATIAL - rank..]);
    Ok((window, output))
}

/// Whole numbers as f64, which holds those below 2^53 exactly.
fn in_floats(op: &'static str, x: &Array) -> Result<Array> {
    match x.dtype() {
        dtype if dtype == DType::Bool || dtype.is_complex() => Err(crate::plain::not_floating(op, dtype)),
        dtype if dtype.is_floating_point() => Ok(x.clone()),
        _ => to_dtype(op, x, DType::F64),
    }
}

/// The largest element of each window, and its place in the plane it is from, as int64.
///
/// # Numerics
/// NaN is larger than all; of equal elements the first wins.
///
/// # Errors
/// Another size than `pooling` was made for, or bool.
pub fn max_pool(x: &Array, pooling: &Pooling) -> Result<(Array, Array)> {
    let op = pooling.op;
    pooling.check(x, &pooling.input)?;
    if let Some(found) = cuda::largest(op, &pooling.window, x, &pooling.output)? {
        return Ok(found);
    }
    let x = contiguous(op, x)?;
    let compared = in_floats(op, &x)?;
    let mut indices = Array::empty(op, &pooling.output, DType::I64, x.device())?;
    let access = Access::read(&[&compared])?;
    let mut out = Array::empty(op, &pooling.output, compared.dtype(), x.device())?;
    for_dtype!(op, compared.dtype(), float: T => {
        let best = fill(op, &mut out)?;
        cpu::largest::<T>(&pooling.window, access.slice(op, 0)?, best, fill(op, &mut indices)?);
    });
    drop(access);
    if out.dtype() != x.dtype() {
        // Numbers beyond 2^53 are exact where they are.
        out = taken(&x, &indices, pooling, f64::NEG_INFINITY)?;
    }
    Ok((out, indices))
}

/// The elements of `x` at the places that [`max_pool`] found; also how a gradient's gradient goes through it.
///
/// # Errors
/// Sizes or dtypes that do not fit, or indices outside the plane.
pub fn max_pool_gather(x: &Array, indices: &Array, pooling: &Pooling) -> Result<Array> {
    taken(x, indices, pooling, 0.0)
}

/// The elements at the places of `indices`; `missing` for a window that sees none.
fn taken(x: &Array, indices: &Array, pooling: &Pooling, missing: f64) -> Result<Array> {
    let op = pooling.op;
    pooling.check(x, &pooling.input)?;
    pooling.check(indices, &pooling.output)?;
    if missing == 0.0
        && let Some(out) = cuda::run(op, Task::Taken, &pooling.window, x, Some(indices), &pooling.output)?
    {
        return Ok(out);
    }
    let (x, indices) = (contiguous(op, x)?, contiguous(op, indices)?);
    let mut out = Array::empty(op, &pooling.output, x.dtype(), x.device())?;
    let access = Access::read(&[&x, &indices])?;
    let planes = [pooling.window.n_inputs(), pooling.window.n_outputs()];
    for_dtype!(op, x.dtype(), numeric: T => {
        cpu::gather::<T>(planes, access.slice(op, 0)?, access.slice(op, 1)?, missing, fill(op, &mut out)?);
    });
    Ok(out)
}

/// The gradient of [`max_pool`]: each element of `grad` added to the place that its index names.
///
/// # Errors
/// As [`max_pool_gather`].
pub fn max_pool_backward(grad: &Array, indices: &Array, pooling: &Pooling) -> Result<Array> {
    let op = pooling.op;
    pooling.check(grad, &pooling.output)?;
    pooling.check(indices, &pooling.output)?;
    if let Some(out) = cuda::run(op, Task::LargestBackward, &pooling.window, grad, Some(indices), &pooling.input)? {
        return Ok(out);
    }
    let (grad, indices) = (contiguous(op, grad)?, contiguous(op, indices)?);
    let mut out = Array::empty(op, &pooling.input, grad.dtype(), grad.device())?;
    let access = Access::read(&[&grad, &indices])?;
    let planes = [pooling.window.n_inputs(), pooling.window.n_outputs()];
    for_dtype!(op, grad.dtype(), float: T => {
        cpu::scatter::<T>(planes, access.slice(op, 0)?, access.slice(op, 1)?, fill(op, &mut out)?);
    });
    Ok(out)
}

/// What the sum of a window is divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Divisor {
    /// The elements of the window, padding included; what lies beyond the padding does not count.
    Padded,
    /// The elements of the input in the window.
    Inside,
    /// Always this.
    Fixed(i64),
}

impl Divisor {
    /// From PyTorch's arguments.
    ///
    /// # Errors
    /// An override of 0.
    pub fn new(op: &'static str, count_include_pad: bool, divisor_override: Option<i64>) -> Result<Divisor> {
        match divisor_override {
            Some(0) => Err(Error::argument(op, "divisor_override", 0, "the divisor must not be 0")),
            Some(divisor) => Ok(Divisor::Fixed(divisor)),
            None if count_include_pad => Ok(Divisor::Padded),
            None => Ok(Divisor::Inside),
        }
    }
}

/// The mean of each window; of whole numbers it is cut to a whole one.
///
/// # Errors
/// Another size than `pooling` was made for, or bool.
pub fn avg_pool(x: &Array, pooling: &Pooling, divisor: Divisor) -> Result<Array> {
    let op = pooling.op;
    pooling.check(x, &pooling.input)?;
    if let Some(out) = cuda::run(op, Task::Means(divisor), &pooling.window, x, None, &pooling.output)? {
        return Ok(out);
    }
    let given = x.dtype();
    let x = in_floats(op, &contiguous(op, x)?)?;
    let mut out = Array::empty(op, &pooling.output, x.dtype(), x.device())?;
    let access = Access::read(&[&x])?;
    for_dtype!(op, x.dtype(), float: T => {
        cpu::mean::<T>(&pooling.window, divisor, access.slice(op, 0)?, fill(op, &mut out)?);
    });
    drop(access);
    if out.dtype() == given { Ok(out) } else { to_dtype(op, &out, given) }
}

/// The gradient of [`avg_pool`].
///
/// # Errors
/// As [`avg_pool`].
pub fn avg_pool_backward(grad: &Array, pooling: &Pooling, divisor: Divisor) -> Result<Array> {
    let op = pooling.op;
    pooling.check(grad, &pooling.output)?;
    if let Some(out) = cuda::run(op, Task::MeansBackward(divisor), &pooling.window, grad, None, &pooling.input)? {
        return Ok(out);
    }
    let grad = contiguous(op, grad)?;
    let mut out = Array::empty(op, &pooling.input, grad.dtype(), grad.device())?;
    let access = Access::read(&[&grad])?;
    for_dtype!(op, grad.dtype(), float: T => {
        cpu::mean_backward::<T>(&pooling.window, divisor, access.slice(op, 0)?, fill(op, &mut out)?);
    });
    Ok(out)
}

/// Pooling to a given size: output `i` of `n` is the mean of the elements from `floor(i * size / n)` to
/// `ceil((i + 1) * size / n)`.
#[derive(Clone, Copy, Debug)]
pub struct Adaptive {
    op: &'static str,
    bins: [Sizes; 2],
    input: Dims,
    output: Dims,
}

impl Adaptive {
    /// Pooling of the last `rank` dims, 1 to 3, of an input to `output_size`.
    ///
    /// # Errors
    /// Sizes that do not fit.
    pub fn new(op: &'static str, rank: usize, input: &[usize], output_size: &[i64]) -> Result<Adaptive> {
        check_rank(op, rank, input)?;
        let sizes = sizes_of(op, "output_size", output_size, rank, 0, None)?;
        let from = input.len() - rank;
        let out = spread(&sizes[SPATIAL - rank..], 1);
        let mut output = Dims::new(op, input)?;
        output[from..].copy_from_slice(&out[SPATIAL - rank..]);
        Ok(Adaptive { op, bins: [spread(&input[from..], 1), out], input: Dims::new(op, input)?, output })
    }
}

/// The mean of each bin; with `backward` the gradient of that.
///
/// # Errors
/// Another size than `adaptive` was made for, or not a floating dtype.
pub fn adaptive_avg_pool(x: &Array, adaptive: &Adaptive, backward: bool) -> Result<Array> {
    let op = adaptive.op;
    let (from, to) = if backward { (&adaptive.output, &adaptive.input) } else { (&adaptive.input, &adaptive.output) };
    if x.sizes() != from {
        let shapes: &[(&'static str, &[usize])] = &[("given", x.sizes()), ("expected", from)];
        return Err(Error::shape(
            op,
            "another size than the pooling was made for",
            shapes,
            "pass the sizes of the call",
        ));
    }
    let task = if backward { Task::BinsBackward } else { Task::Bins };
    if let Some(out) = cuda::run(op, task, &cuda::bins(adaptive.bins), x, None, to)? {
        return Ok(out);
    }
    let x = contiguous(op, x)?;
    let mut out = Array::empty(op, to, x.dtype(), x.device())?;
    let access = Access::read(&[&x])?;
    for_dtype!(op, x.dtype(), float: T => {
        let body = if backward { cpu::bin_means_backward::<T> } else { cpu::bin_means::<T> };
        body(adaptive.bins, access.slice(op, 0)?, fill(op, &mut out)?);
    });
    Ok(out)
}

/// Windows of an image as columns, as `torch.nn.functional.unfold`; checked for an input of some sizes.
#[derive(Clone, Copy, Debug)]
pub struct Unfolding {
    op: &'static str,
    window: Window,
    image: Dims,
    columns: Dims,
}

impl Unfolding {
    /// Windows over the last two dims of an image.
    ///
    /// # Errors
    /// Sizes that do not fit.
    pub fn new(op: &'static str, image: &[usize], sliding: Sliding<'_>) -> Result<Unfolding> {
        check_rank(op, 2, image)?;
        let (window, _) = slide(op, 2, image, sliding, false)?;
        let channels = image[image.len() - 3];
        let mut columns = Dims::new(op, &image[..image.len() - 3])?;
        columns.push(op, channels * window.n_taps())?;
        columns.push(op, window.n_outputs())?;
        Ok(Unfolding { op, window, image: Dims::new(op, image)?, columns })
    }
}

/// `[batch, channels, height, width]` to `[batch, channels * kernel elements, windows]`; with `backward` the other way,
/// adding elements that share a place.
///
/// # Errors
/// Another size than `unfolding` was made for; with `backward`, a dtype that is not floating.
pub fn unfold(x: &Array, unfolding: &Unfolding, backward: bool) -> Result<Array> {
    let op = unfolding.op;
    let (from, to) =
        if backward { (&unfolding.columns, &unfolding.image) } else { (&unfolding.image, &unfolding.columns) };
    if x.sizes() != from {
        let shapes: &[(&'static str, &[usize])] = &[("given", x.sizes()), ("expected", from)];
        return Err(Error::shape(op, "sizes that do not fit the windows", shapes, "pass the sizes of the call"));
    }
    let task = if backward { Task::Fold } else { Task::Unfold };
    if let Some(out) = cuda::run(op, task, &unfolding.window, x, None, to)? {
        return Ok(out);
    }
    let x = contiguous(op, x)?;
    let mut out = Array::empty(op, to, x.dtype(), x.device())?;
    let access = Access::read(&[&x])?;
    if backward {
        for_dtype!(op, x.dtype(), float: T => {
            cpu::fold::<T>(&unfolding.window, access.slice(op, 0)?, fill(op, &mut out)?);
        });
    } else {
        for_dtype!(x.dtype(), T => {
            cpu::unfold::<T>(&unfolding.window, access.slice(op, 0)?, fill(op, &mut out)?);
        });
    }
    Ok(out)
}
