//! Windows for signals, and values spread over a range by their exponents.

use cresset_storage::{DType, Error, Result, Scalar, default_dtype};

use crate::create::creators;
use crate::{Options, Tensor, plain};

creators! {
    /// The Hann window; periodic, as for spectra, or symmetric, as for filters.
    hann_window try_hann_window(options, window_length: usize, periodic: bool) {
        options.raised_cosine("hann_window", window_length, periodic, [0.5, 0.5, 0.0])
    }

    /// The Hamming window `alpha - beta cos(..)`; PyTorch's usual factors are 0.54 and 0.46.
    hamming_window try_hamming_window(options, window_length: usize, periodic: bool, alpha: f64, beta: f64) {
        options.raised_cosine("hamming_window", window_length, periodic, [alpha, beta, 0.0])
    }

    /// The Blackman window.
    blackman_window try_blackman_window(options, window_length: usize, periodic: bool) {
        options.raised_cosine("blackman_window", window_length, periodic, [0.42, 0.5, 0.08])
    }

    /// The Bartlett window: a triangle.
    bartlett_window try_bartlett_window(options, window_length: usize, periodic: bool) {
        options.window("bartlett_window", window_length, periodic, |x| 1.0 - (2.0 * x - 1.0).abs())
    }

    /// The Kaiser window; PyTorch's usual `beta` is 12.
    kaiser_window try_kaiser_window(options, window_length: usize, periodic: bool, beta: f64) {
        let places: Vec<f64> = places(window_length, periodic);
        let n = places.len();
        let inside = Tensor::try_from_vec(places, [n])?.try_mul(2.0)?.try_sub(1.0)?.try_square()?;
        let bend = inside.try_rsub(1.0)?.try_clamp_min(0.0)?.try_sqrt()?.try_mul(beta)?.try_i0()?;
        let most = Options::new().dtype(DType::F64).try_full([], beta)?.try_i0()?;
        let values = if n == 1 { bend.try_div(&bend)? } else { bend.try_div(&most)? };
        options.floating("kaiser_window", &values)
    }

    /// `steps` values whose logarithms to a base go evenly from `start` to `end`.
    logspace try_logspace(options, start: impl Into<Scalar>, end: impl Into<Scalar>, steps: usize, base: f64) {
        let dtype = options.dtype_or(default_dtype());
        let bound = |bound: Scalar| if dtype.is_floating_point() { bound.as_f64() } else { bound.as_i64() as f64 };
        let (start, end) = (bound(start.into()), bound(end.into()));
        let exponents = Options::new().dtype(DType::F64).try_linspace(start, end, steps)?;
        let values = Options::new().dtype(DType::F64).try_full([], base)?.try_pow(&exponents)?;
        options.finish(values.try_to_dtype(dtype)?.array().clone())
    }
}

/// Where each place of a window stands in 0..=1.
fn places(window_length: usize, periodic: bool) -> Vec<f64> {
    let n_steps = if periodic { window_length } else { window_length.saturating_sub(1) };
    (0..window_length).map(|at| at as f64 / n_steps.max(1) as f64).collect()
}

impl Options {
    fn raised_cosine(
        self,
        op: &'static str,
        window_length: usize,
        periodic: bool,
        [mean, first, second]: [f64; 3],
    ) -> Result<Tensor> {
        let turn = std::f64::consts::TAU;
        self.window(op, window_length, periodic, |x| mean - first * (turn * x).cos() + second * (2.0 * turn * x).cos())
    }

    /// A window of one place is 1, whatever its shape.
    fn window(
        self,
        op: &'static str,
        window_length: usize,
        periodic: bool,
        value: impl Fn(f64) -> f64,
    ) -> Result<Tensor> {
        let values = match window_length {
            1 => vec![1.0],
            _ => places(window_length, periodic).into_iter().map(value).collect(),
        };
        self.floating(op, &Tensor::try_from_vec(values, [window_length])?)
    }

    fn floating(self, op: &'static str, values: &Tensor) -> Result<Tensor> {
        let dtype = self.dtype_or(default_dtype());
        if !dtype.is_floating_point() {
            let remedy = "ask for a floating dtype";
            return Err(Error::dtype(op, "not a floating dtype", &[("dtype", dtype)], remedy));
        }
        self.finish(values.try_to_dtype(dtype)?.array().clone())
    }
}
