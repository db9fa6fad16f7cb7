//! Fourier transforms: the three kernels with their gradients, which are transforms again, and what is made of them.

mod frames;

use cresset_ops::Array;
use cresset_ops::fft::{self as ops, Scale, Way};
use cresset_storage::{Error, Result, default_dtype};
use smallvec::smallvec;

use crate::graph::{Backward, Gradients, NodeRef};
use crate::{Options, Tensor, plain, views};

pub(crate) use frames::{istft, stft};

/// Which transform is divided by the number of elements: PyTorch's `norm`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FftNorm {
    /// The inverse.
    #[default]
    Backward,
    /// Both, by its root.
    Ortho,
    /// The forward one.
    Forward,
}

impl FftNorm {
    /// From PyTorch's name; `None` stands for `"backward"`.
    ///
    /// # Errors
    /// Another name.
    pub fn new(op: &'static str, name: Option<&str>) -> Result<FftNorm> {
        match name {
            None | Some("backward") => Ok(FftNorm::Backward),
            Some("ortho") => Ok(FftNorm::Ortho),
            Some("forward") => Ok(FftNorm::Forward),
            Some(other) => Err(Error::argument(op, "norm", other, "use backward, ortho or forward")),
        }
    }

    fn scale(self, way: Way) -> Scale {
        match (self, way) {
            (FftNorm::Ortho, _) => Scale::ByRoot,
            (FftNorm::Forward, Way::Forward) | (FftNorm::Backward, Way::Backward) => Scale::ByCount,
            _ => Scale::None,
        }
    }
}

/// One call of a kernel.
#[derive(Clone)]
struct Transform {
    op: &'static str,
    dims: Vec<i64>,
    scale: Scale,
    kind: Kind,
}

#[derive(Clone, Copy)]
enum Kind {
    Complex(Way),
    ToComplex { one_sided: bool },
    ToReal { last_size: i64 },
}

impl Transform {
    fn run(&self, x: &Array) -> Result<Array> {
        let &Transform { op, ref dims, scale, kind } = self;
        match kind {
            Kind::Complex(way) => ops::complex_to_complex(op, x, dims, scale, way),
            Kind::ToComplex { one_sided } => ops::real_to_complex(op, x, dims, scale, one_sided),
            Kind::ToReal { last_size } => ops::complex_to_real(op, x, dims, scale, last_size),
        }
    }

    #[track_caller]
    fn record(self, x: &Tensor) -> Result<Tensor> {
        let out = self.run(x.array())?;
        let last_size = self.dims.last().map(|&dim| x.try_size(dim)).transpose()?.unwrap_or(1);
        Ok(views::link(x, out, TransformBackward { transform: self, last_size }))
    }

    fn with(&self, kind: Kind) -> Transform {
        Transform { kind, ..self.clone() }
    }
}

/// The node of a transform.
struct TransformBackward {
    transform: Transform,
    /// Size of the input along the last of the dimensions.
    last_size: usize,
}

impl Backward for TransformBackward {
    fn name(&self) -> &'static str {
        match self.transform.kind {
            Kind::Complex(_) => "FftC2CBackward0",
            Kind::ToComplex { .. } => "FftR2CBackward0",
            Kind::ToReal { .. } => "FftC2RBackward0",
        }
    }

    fn apply(&self, _node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        let last = self.transform.dims.last().copied().unwrap_or(-1);
        let back = Kind::Complex(Way::Backward);
        let grad = match self.transform.kind {
            Kind::Complex(Way::Forward) => self.transform.with(back).record(grad)?,
            Kind::Complex(Way::Backward) => self.transform.with(Kind::Complex(Way::Forward)).record(grad)?,
            Kind::ToComplex { one_sided } => {
                // What was left out got no gradient.
                let full = if one_sided { resized(grad, last, self.last_size)? } else { grad.clone() };
                self.transform.with(back).record(&full)?.try_real()?
            }
            Kind::ToReal { .. } => {
                let n = grad.try_size(last)?;
                let half = self.transform.with(Kind::ToComplex { one_sided: true }).record(grad)?;
                // Each number but the first, and the last of an even transform, stood for its conjugate too.
                let twice: Vec<f64> = (0..n / 2 + 1).map(|at| if at == 0 || 2 * at == n { 1.0 } else { 2.0 }).collect();
                let rank = half.dim() as i64;
                let mut sizes = vec![1; half.dim()];
                sizes[last.rem_euclid(rank) as usize] = -1;
                let twice = Options::like(grad).try_tensor(twice)?.try_reshape(sizes)?;
                resized(&half.try_mul(&twice)?, last, self.last_size)?
            }
        };
        Ok(smallvec![Some(grad)])
    }
}

#[track_caller]
pub(crate) fn fft_c2c(x: &Tensor, dims: &[i64], normalization: i64, forward: bool) -> Result<Tensor> {
    let (op, way) = ("_fft_c2c", if forward { Way::Forward } else { Way::Backward });
    Transform { op, dims: dims.into(), scale: Scale::new(op, normalization)?, kind: Kind::Complex(way) }.record(x)
}

#[track_caller]
pub(crate) fn fft_r2c(x: &Tensor, dims: &[i64], normalization: i64, one_sided: bool) -> Result<Tensor> {
    let (op, kind) = ("_fft_r2c", Kind::ToComplex { one_sided });
    Transform { op, dims: dims.into(), scale: Scale::new(op, normalization)?, kind }.record(x)
}

#[track_caller]
pub(crate) fn fft_c2r(x: &Tensor, dims: &[i64], normalization: i64, last_size: i64) -> Result<Tensor> {
    let (op, kind) = ("_fft_c2r", Kind::ToReal { last_size });
    Transform { op, dims: dims.into(), scale: Scale::new(op, normalization)?, kind }.record(x)
}

/// `x` with so many places along `dim`: cut, or with zeros at the end.
#[track_caller]
fn resized(x: &Tensor, dim: i64, n: usize) -> Result<Tensor> {
    let size = x.try_size(dim)?;
    if n == size {
        return Ok(x.clone());
    }
    if n < size {
        return x.try_narrow(dim, 0, n);
    }
    let rank = x.dim() as i64;
    let behind = rank - 1 - dim.rem_euclid(rank);
    let mut pad = vec![0; 2 * behind as usize + 2];
    pad[2 * behind as usize + 1] = (n - size) as i64;
    x.try_pad(pad, 0.0)
}

/// The sizes that are asked for, each at least 1; -1 in `sizes` keeps a size.
fn wanted(op: &'static str, x: &Tensor, sizes: &[Option<i64>], dims: &[i64]) -> Result<Vec<usize>> {
    let mut found = Vec::with_capacity(dims.len());
    for (&size, &dim) in sizes.iter().zip(dims) {
        let held = x.try_size(dim)?;
        found.push(match size {
            None | Some(-1) if held > 0 => held,
            Some(size) if size > 0 => size as usize,
            other => {
                let value = other.unwrap_or(0);
                return Err(Error::argument(op, "number of points", value, "at least 1 is needed"));
            }
        });
    }
    Ok(found)
}

/// `x` as complex numbers, of at least single precision.
fn as_complex(x: &Tensor) -> Result<Tensor> {
    x.try_to_dtype(if x.dtype().is_differentiable() { x.dtype().to_complex() } else { default_dtype().to_complex() })
}

/// `x` as real numbers that have a transform.
fn as_real(op: &'static str, x: &Tensor) -> Result<Tensor> {
    if x.dtype().is_complex() {
        let remedy = "use the transform of complex numbers";
        return Err(Error::dtype(op, "input must be real", &[("self", x.dtype())], remedy));
    }
    if x.dtype().is_floating_point() { Ok(x.clone()) } else { x.try_to_dtype(default_dtype()) }
}

/// A transform by its arguments: sizes and dimensions, already paired.
struct Call<'a> {
    op: &'static str,
    x: &'a Tensor,
    sizes: Vec<Option<i64>>,
    dims: Vec<i64>,
    norm: FftNorm,
}

impl<'a> Call<'a> {
    fn one(op: &'static str, x: &'a Tensor, n: Option<i64>, dim: i64, norm: FftNorm) -> Call<'a> {
        Call { op, x, sizes: vec![n], dims: vec![dim], norm }
    }

    /// No sizes mean those there are; no dimensions mean the last, as many as there are sizes, or all.
    fn many(
        op: &'static str,
        x: &'a Tensor,
        sizes: Option<&[i64]>,
        dims: Option<&[i64]>,
        norm: FftNorm,
    ) -> Result<Call<'a>> {
        let n_dims = match (sizes, dims) {
            (_, Some(dims)) => dims.len(),
            (Some(sizes), None) => sizes.len(),
            (None, None) => x.dim(),
        };
        if sizes.is_some_and(|sizes| sizes.len() != n_dims) || n_dims > x.dim() {
            let given = sizes.map_or(n_dims, <[i64]>::len);
            let shapes: [(_, &[usize]); 3] =
                [("self", x.sizes()), ("sizes given", &[given]), ("dims given", &[n_dims])];
            return Err(Error::shape(op, "sizes and dims do not match", &shapes, "give one size for each dim"));
        }
        let dims = dims.map_or_else(|| (0..n_dims).map(|at| at as i64 - n_dims as i64).collect(), <[i64]>::to_vec);
        let sizes = sizes.map_or_else(|| vec![None; n_dims], |sizes| sizes.iter().map(|&size| Some(size)).collect());
        Ok(Call { op, x, sizes, dims, norm })
    }

    #[track_caller]
    fn fitted(&self, x: &Tensor, sizes: &[usize]) -> Result<Tensor> {
        let mut x = x.clone();
        for (&dim, &n) in self.dims.iter().zip(sizes) {
            x = resized(&x, dim, n)?;
        }
        Ok(x)
    }

    #[track_caller]
    fn run(&self, x: &Tensor, scale: Scale, kind: Kind) -> Result<Tensor> {
        Transform { op: self.op, dims: self.dims.clone(), scale, kind }.record(x)
    }

    #[track_caller]
    fn complex(&self, way: Way) -> Result<Tensor> {
        let sizes = wanted(self.op, self.x, &self.sizes, &self.dims)?;
        if self.dims.is_empty() {
            return as_complex(self.x);
        }
        let scale = self.norm.scale(way);
        if self.x.is_complex() {
            return self.run(&self.fitted(self.x, &sizes)?, scale, Kind::Complex(way));
        }
        let real = self.fitted(&as_real(self.op, self.x)?, &sizes)?;
        let out = self.run(&real, scale, Kind::ToComplex { one_sided: false })?;
        if way == Way::Forward { Ok(out) } else { out.try_conj() }
    }

    #[track_caller]
    fn half(&self, way: Way) -> Result<Tensor> {
        let x = as_real(self.op, self.x)?;
        let sizes = wanted(self.op, &x, &self.sizes, &self.dims)?;
        let out = self.run(&self.fitted(&x, &sizes)?, self.norm.scale(way), Kind::ToComplex { one_sided: true })?;
        if way == Way::Forward { Ok(out) } else { out.try_conj() }
    }

    #[track_caller]
    fn real(mut self, way: Way) -> Result<Tensor> {
        let Some(&last) = self.dims.last() else {
            return Err(Error::argument(self.op, "dim", "none", "name at least one dim"));
        };
        let n = match self.sizes.last().copied().flatten() {
            None | Some(-1) => 2 * (self.x.try_size(last)? as i64 - 1),
            Some(n) => n,
        };
        if n < 1 {
            return Err(Error::argument(self.op, "number of points", n, "at least 1 is needed"));
        }
        if let Some(size) = self.sizes.last_mut() {
            *size = Some(n / 2 + 1);
        }
        let sizes = wanted(self.op, self.x, &self.sizes, &self.dims)?;
        let x = self.fitted(&as_complex(self.x)?, &sizes)?;
        let x = if way == Way::Forward { x.try_conj()? } else { x };
        self.run(&x, self.norm.scale(way), Kind::ToReal { last_size: n })
    }
}

macro_rules! one_dim {
    ($($name:ident $torch:literal $kind:ident $way:ident;)*) => {$(
        #[track_caller]
        pub(crate) fn $name(x: &Tensor, n: Option<i64>, dim: i64, norm: FftNorm) -> Result<Tensor> {
            Call::one($torch, x, n, dim, norm).$kind(Way::$way)
        }
    )*};
}

one_dim! {
    fft_fft "fft_fft" complex Forward;
    fft_ifft "fft_ifft" complex Backward;
    fft_rfft "fft_rfft" half Forward;
    fft_ihfft "fft_ihfft" half Backward;
    fft_irfft "fft_irfft" real Backward;
    fft_hfft "fft_hfft" real Forward;
}

macro_rules! two_dims {
    ($($name:ident $torch:literal $kind:ident $way:ident;)*) => {$(
        #[track_caller]
        pub(crate) fn $name(x: &Tensor, s: Option<&[i64]>, dim: &[i64], norm: FftNorm) -> Result<Tensor> {
            Call::many($torch, x, s, Some(dim), norm)?.$kind(Way::$way)
        }
    )*};
}

two_dims! {
    fft_fft2 "fft_fft2" complex Forward;
    fft_ifft2 "fft_ifft2" complex Backward;
    fft_rfft2 "fft_rfft2" half Forward;
    fft_irfft2 "fft_irfft2" real Backward;
}

macro_rules! any_dims {
    ($($name:ident $torch:literal $kind:ident $way:ident;)*) => {$(
        #[track_caller]
        pub(crate) fn $name(x: &Tensor, s: Option<&[i64]>, dim: Option<&[i64]>, norm: FftNorm) -> Result<Tensor> {
            Call::many($torch, x, s, dim, norm)?.$kind(Way::$way)
        }
    )*};
}

any_dims! {
    fft_fftn "fft_fftn" complex Forward;
    fft_ifftn "fft_ifftn" complex Backward;
    fft_rfftn "fft_rfftn" half Forward;
    fft_irfftn "fft_irfftn" real Backward;
}

/// Each dimension moved around by a part of its size.
#[track_caller]
fn rolled(x: &Tensor, dims: Option<&[i64]>, by: impl Fn(i64) -> i64) -> Result<Tensor> {
    let dims = dims.map_or_else(|| (0..x.dim() as i64).collect(), <[i64]>::to_vec);
    if dims.is_empty() {
        return Ok(x.clone());
    }
    let shifts = dims.iter().map(|&dim| Ok(by(x.try_size(dim)? as i64))).collect::<Result<Vec<i64>>>()?;
    x.try_roll(shifts, dims)
}

#[track_caller]
pub(crate) fn fft_fftshift(x: &Tensor, dims: Option<&[i64]>) -> Result<Tensor> {
    rolled(x, dims, |size| size / 2)
}

#[track_caller]
pub(crate) fn fft_ifftshift(x: &Tensor, dims: Option<&[i64]>) -> Result<Tensor> {
    rolled(x, dims, |size| (size + 1) / 2)
}

/// The frequencies of a transform of `n` points that are `d` apart: first those from zero up, then the negative ones.
///
/// # Panics
/// As [`try_fft_fftfreq`] errs.
#[must_use]
#[track_caller]
pub fn fft_fftfreq(n: usize, d: f64) -> Tensor {
    plain(try_fft_fftfreq(n, d, Options::new()))
}

/// [`fft_fftfreq`] with options, and with errors as values.
///
/// # Errors
/// Not a floating dtype, or no memory left.
pub fn try_fft_fftfreq(n: usize, d: f64, options: Options) -> Result<Tensor> {
    let signed = |at: usize| if 2 * at < n { at as f64 } else { at as f64 - n as f64 };
    frequencies("fft_fftfreq", (0..n).map(signed).collect(), n, d, options)
}

/// The frequencies of a transform of `n` real points that are `d` apart.
///
/// # Panics
/// As [`try_fft_rfftfreq`] errs.
#[must_use]
#[track_caller]
pub fn fft_rfftfreq(n: usize, d: f64) -> Tensor {
    plain(try_fft_rfftfreq(n, d, Options::new()))
}

/// [`fft_rfftfreq`] with options, and with errors as values.
///
/// # Errors
/// As [`try_fft_fftfreq`].
pub fn try_fft_rfftfreq(n: usize, d: f64, options: Options) -> Result<Tensor> {
    frequencies("fft_rfftfreq", (0..n / 2 + 1).map(|at| at as f64).collect(), n, d, options)
}

fn frequencies(op: &'static str, counts: Vec<f64>, n: usize, d: f64, options: Options) -> Result<Tensor> {
    let dtype = options.dtype_or(default_dtype());
    if !dtype.is_differentiable() {
        return Err(Error::dtype(op, "not a floating dtype", &[("dtype", dtype)], "use a floating or complex dtype"));
    }
    // PyTorch multiplies by this number in the dtype of the result.
    let options = options.dtype(dtype);
    options.try_tensor(counts)?.try_mul(1.0 / (n as f64 * d))
}
