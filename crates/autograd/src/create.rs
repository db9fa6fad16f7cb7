//! New tensors: of one value, of a sequence, of values given.

use cresset_ops::random::{Generator, default_generator};
use cresset_ops::{Array, copy};
use cresset_storage::{DType, Device, Dims, Element, Error, Result, Scalar, default_dtype};

use crate::nested::Nested;
use crate::{Tensor, plain};

/// How a new tensor is to be.
///
/// ```
/// use cresset_autograd::{DType, Options};
/// let x = Options::new().dtype(DType::F64).requires_grad(true).zeros([2, 3]);
/// assert_eq!((x.dtype(), x.sizes()), (DType::F64, &[2, 3][..]));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Options {
    dtype: Option<DType>,
    device: Device,
    requires_grad: bool,
    generator: Option<Generator>,
}

impl Options {
    /// The usual dtype on the CPU, without a gradient.
    #[must_use]
    pub const fn new() -> Options {
        Options { dtype: None, device: Device::Cpu, requires_grad: false, generator: None }
    }

    /// With this dtype.
    #[must_use]
    pub fn dtype(mut self, dtype: DType) -> Options {
        self.dtype = Some(dtype);
        self
    }

    /// On this device.
    #[must_use]
    pub fn device(mut self, device: Device) -> Options {
        self.device = device;
        self
    }

    /// Whether gradients are to flow to it.
    #[must_use]
    pub fn requires_grad(mut self, requires_grad: bool) -> Options {
        self.requires_grad = requires_grad;
        self
    }

    /// With random numbers from this generator instead of the default one.
    #[must_use]
    pub fn generator(mut self, generator: &Generator) -> Options {
        self.generator = Some(generator.clone());
        self
    }

    /// The dtype and device of another tensor.
    #[must_use]
    pub fn like(x: &Tensor) -> Options {
        Options { dtype: Some(x.dtype()), device: x.device(), ..Options::new() }
    }

    pub(crate) fn dtype_or(&self, usual: DType) -> DType {
        self.dtype.unwrap_or(usual)
    }

    pub(crate) fn chosen_device(&self) -> Device {
        self.device
    }

    pub(crate) fn generator_or_default(&self) -> &Generator {
        self.generator.as_ref().unwrap_or_else(|| default_generator())
    }

    /// The array as a tensor of these options.
    pub(crate) fn finish(self, array: Array) -> Result<Tensor> {
        let elsewhere = array.device() != self.device;
        let array = if elsewhere { copy::to_device("to_device", &array, self.device)? } else { array };
        let tensor = Tensor::new(array);
        if self.requires_grad {
            tensor.try_requires_grad_(true)?;
        }
        Ok(tensor)
    }

    fn filled(self, op: &'static str, sizes: &[usize], value: Scalar, usual: DType) -> Result<Tensor> {
        let dims = Dims::new(op, sizes)?;
        let array = copy::full(op, &dims, value, self.dtype_or(usual), self.device)?;
        self.finish(array)
    }

    /// The values of a vector of f64, converted.
    fn sequence(self, values: Vec<f64>, usual: DType) -> Result<Tensor> {
        let n = values.len();
        let array = Array::from_vec(values, &[n])?;
        let array = copy::to_dtype("arange", &array, self.dtype_or(usual))?;
        self.finish(array)
    }
}

/// A creator as a free function and as a method of [`Options`], each with a `try_` twin.
macro_rules! creators {
    ($($(#[$doc:meta])* $name:ident $try_name:ident ($options:ident $(, $arg:ident: $type:ty)*) $body:block)*) => {
        $(
            $(#[$doc])*
            ///
            /// # Panics
            /// As the `try_` form errs.
            #[must_use]
            #[track_caller]
            pub fn $name($($arg: $type),*) -> Tensor {
                plain(Options::new().$try_name($($arg),*))
            }

            #[doc = concat!("[`", stringify!($name), "`] with errors as values.")]
            ///
            /// # Errors
            /// Sizes that overflow, values that do not fit, no memory left.
            pub fn $try_name($($arg: $type),*) -> Result<Tensor> {
                Options::new().$try_name($($arg),*)
            }
        )*
        impl Options {
            $(
                $(#[$doc])*
                ///
                /// # Panics
                /// As the `try_` form errs.
                #[must_use]
                #[track_caller]
                pub fn $name(self $(, $arg: $type)*) -> Tensor {
                    plain(self.$try_name($($arg),*))
                }

                #[doc = concat!("[`Options::", stringify!($name), "`] with errors as values.")]
                ///
                /// # Errors
                /// Sizes that overflow, values that do not fit, no memory left.
                pub fn $try_name(self $(, $arg: $type)*) -> Result<Tensor> {
                    let $options = self;
                    $body
                }
            )*
        }
    };
}
pub(crate) use creators;

creators! {
    /// A tensor whose elements are whatever the memory held before.
    empty try_empty(options, sizes: impl AsRef<[usize]>) {
        let dims = Dims::new("empty", sizes.as_ref())?;
        let array = Array::empty("empty", &dims, options.dtype_or(default_dtype()), options.device)?;
        options.finish(array)
    }

    /// Zeros.
    zeros try_zeros(options, sizes: impl AsRef<[usize]>) {
        options.filled("zeros", sizes.as_ref(), Scalar::I64(0), default_dtype())
    }

    /// Ones.
    ones try_ones(options, sizes: impl AsRef<[usize]>) {
        options.filled("ones", sizes.as_ref(), Scalar::I64(1), default_dtype())
    }

    /// One value everywhere. The value's kind decides the usual dtype.
    full try_full(options, sizes: impl AsRef<[usize]>, value: impl Into<Scalar>) {
        let value = value.into();
        options.filled("full", sizes.as_ref(), value, value.default_dtype())
    }

    /// The identity matrix.
    eye try_eye(options, n: usize) {
        let out = options.clone().requires_grad(false).try_zeros([n, n])?;
        out.try_diagonal(0, 0, 1)?.try_fill_(1)?;
        options.finish(out.array().clone())
    }

    /// `start`, `start + step` and so on, below `end`. Whole arguments give `int64`.
    arange try_arange(options, start: impl Into<Scalar>, end: impl Into<Scalar>, step: impl Into<Scalar>) {
        let bounds: [Scalar; 3] = [start.into(), end.into(), step.into()];
        let [first, end, step] = bounds.map(Scalar::as_f64);
        if step == 0.0 || !step.is_finite() || !first.is_finite() || !end.is_finite() {
            return Err(Error::argument("arange", "step", step, "bounds must be finite and step not 0"));
        }
        let n = ((end - first) / step).ceil();
        if n < 0.0 {
            return Err(Error::argument("arange", "end", end, "end must lie in the direction of step"));
        }
        if n * 8.0 > isize::MAX as f64 {
            return Err(Error::argument("arange", "end", end, "fewer values"));
        }
        let usual = match bounds.iter().all(|bound| matches!(bound, Scalar::I64(_))) {
            true => DType::I64,
            false => default_dtype(),
        };
        let dtype = options.dtype_or(usual);
        if dtype.is_integral() {
            let (first, step) = (bounds[0].as_i64(), bounds[2].as_i64());
            let values: Vec<i64> = (0..n as i64).map(|at| first.wrapping_add(at.wrapping_mul(step))).collect();
            let array = Array::from_vec(values, &[n as usize])?;
            return options.finish(copy::to_dtype("arange", &array, dtype)?);
        }
        options.sequence((0..n as usize).map(|at| first + at as f64 * step).collect(), dtype)
    }

    /// `steps` values from `start` to `end`, both included, evenly apart.
    linspace try_linspace(options, start: f64, end: f64, steps: usize) {
        let step = (end - start) / (steps.max(2) - 1) as f64;
        // From both ends towards the middle, as PyTorch, so that both bounds are exact.
        let value = |at: usize| {
            if at < steps / 2 || steps == 1 { start + step * at as f64 } else { end - step * (steps - at - 1) as f64 }
        };
        options.sequence((0..steps).map(value).collect(), default_dtype())
    }

    /// A tensor of nested arrays, slices or vectors. As PyTorch does with Python's numbers, `f64` becomes the default
    /// dtype and `i32` `int64`, because these are what Rust takes plain literals for; [`Tensor::from_vec`] keeps types.
    ///
    /// ```
    /// use cresset_autograd::{tensor, DType};
    /// assert_eq!(tensor([[1.0, 2.0], [3.0, 4.0]]).dtype(), DType::F32);
    /// assert_eq!(tensor([1, 2, 3]).dtype(), DType::I64);
    /// ```
    tensor try_tensor(options, values: impl Nested) {
        let (values, sizes) = crate::nested::flatten(&values)?;
        let usual = crate::nested::literal_dtype(&values);
        let array = Array::from_vec(values, &sizes)?;
        let dtype = options.dtype_or(usual);
        let array = if dtype == array.dtype() { array } else { copy::to_dtype("tensor", &array, dtype)? };
        options.finish(array)
    }

    /// Zeros with the sizes of `x`; of its dtype unless another is asked for.
    zeros_like try_zeros_like(options, x: &Tensor) {
        options.like_or(x).try_zeros(x.sizes())
    }

    /// Ones with the sizes of `x`; of its dtype unless another is asked for.
    ones_like try_ones_like(options, x: &Tensor) {
        options.like_or(x).try_ones(x.sizes())
    }

    /// One value everywhere, with the sizes of `x`; of its dtype unless another is asked for.
    full_like try_full_like(options, x: &Tensor, value: impl Into<Scalar>) {
        options.like_or(x).try_full(x.sizes(), value)
    }

    /// Uninitialised, with the sizes of `x`; of its dtype unless another is asked for.
    empty_like try_empty_like(options, x: &Tensor) {
        options.like_or(x).try_empty(x.sizes())
    }
}

impl Options {
    /// These options, with the dtype and device of `x` where no dtype is asked for.
    pub(crate) fn like_or(self, x: &Tensor) -> Options {
        match self.dtype {
            Some(_) => self,
            None => Options { dtype: Some(x.dtype()), device: x.device(), ..self },
        }
    }
}

impl Tensor {
    /// A tensor of values on this one's device.
    pub(crate) fn beside<T: Element>(&self, values: Vec<T>, sizes: impl AsRef<[usize]>) -> Result<Tensor> {
        Tensor::try_from_vec(values, sizes)?.try_to_device(self.device())
    }

    /// A tensor over a vector's own memory, of the vector's element type.
    ///
    /// # Panics
    /// The sizes do not multiply to the number of values.
    #[must_use]
    #[track_caller]
    pub fn from_vec<T: Element>(values: Vec<T>, sizes: impl AsRef<[usize]>) -> Tensor {
        plain(Tensor::try_from_vec(values, sizes))
    }

    /// [`Tensor::from_vec`] with errors as values.
    ///
    /// # Errors
    /// The sizes do not multiply to the number of values.
    pub fn try_from_vec<T: Element>(values: Vec<T>, sizes: impl AsRef<[usize]>) -> Result<Tensor> {
        Array::from_vec(values, sizes.as_ref()).map(Tensor::new)
    }

    /// A tensor of one dimension with a slice's elements, of their type.
    #[must_use]
    #[track_caller]
    pub fn from_slice<T: Element>(values: &[T]) -> Tensor {
        Tensor::from_vec(values.to_vec(), [values.len()])
    }
}
