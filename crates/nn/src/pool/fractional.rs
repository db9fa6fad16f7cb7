//! Pooling by windows at random distances.

use cresset_autograd::{Error, Options, Result, Tensor};

use crate::hooks::{call, call_tuple};
use crate::sizes::ranked;
use crate::{Forward, Module, Sizes};

/// The size of the output of a [`FractionalMaxPool`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FractionalOutput<const N: usize> {
    /// These sizes.
    Size(Sizes<N>),
    /// These parts of the input's, between 0 and 1.
    Ratio([f64; N]),
}

/// Largest element of each of so many windows, the distances between which are random.
///
/// # Shapes
/// `[batch, channels, *]` to `[batch, channels, output sizes]`; the batch may be left out.
///
/// # Source
/// Graham 2014, <https://arxiv.org/abs/1412.6071>.
#[derive(Clone, Copy, Debug, Module)]
#[module(name = Self::NAME)]
pub struct FractionalMaxPool<const N: usize> {
    kernel_size: Sizes<N>,
    output: FractionalOutput<N>,
}

/// [`FractionalMaxPool`] along height and width.
pub type FractionalMaxPool2d = FractionalMaxPool<2>;
/// [`FractionalMaxPool`] along depth, height and width.
pub type FractionalMaxPool3d = FractionalMaxPool<3>;

impl<const N: usize> FractionalMaxPool<N> {
    const NAME: &'static str = ranked(N, ["FractionalMaxPool1d", "FractionalMaxPool2d", "FractionalMaxPool3d"]);

    /// Windows of a size, and what they make.
    ///
    /// # Errors
    /// A ratio that is not between 0 and 1.
    pub fn new(kernel_size: impl Into<Sizes<N>>, output: FractionalOutput<N>) -> Result<FractionalMaxPool<N>> {
        if let FractionalOutput::Ratio(ratios) = output
            && !ratios.iter().all(|ratio| *ratio > 0.0 && *ratio < 1.0)
        {
            let remedy = "each must lie between 0 and 1";
            return Err(Error::argument(Self::NAME, "output_ratio", format!("{ratios:?}"), remedy));
        }
        Ok(FractionalMaxPool { kernel_size: kernel_size.into(), output })
    }

    /// The largest elements and their places, with windows by these numbers in 0..1, `[batch, channels, N]`; they are
    /// drawn unless given.
    ///
    /// # Errors
    /// Sizes that do not fit.
    pub fn forward_with_indices(&self, x: &Tensor, random_samples: Option<&Tensor>) -> Result<(Tensor, Tensor)> {
        let [out, indices] = call_tuple(self, [x], |[x]| Ok(self.pooled(x, random_samples)?.into()))?;
        Ok((out, indices))
    }

    fn pooled(&self, x: &Tensor, random_samples: Option<&Tensor>) -> Result<(Tensor, Tensor)> {
        if x.dim() != N + 1 && x.dim() != N + 2 {
            let remedy = "x must be [batch, channels, sizes of the window's dims], or without the batch";
            return Err(Error::shape(Self::NAME, "wrong number of dims", &[("x", x.sizes())], remedy));
        }
        let batched = if x.dim() == N + 1 { x.try_unsqueeze(0)? } else { x.clone() };
        let (lead, sizes) = batched.sizes().split_at(2);
        let mut output = [0; N];
        for (at, (out, &size)) in output.iter_mut().zip(sizes).enumerate() {
            *out = match self.output {
                FractionalOutput::Size(sizes) => sizes.dims()[at],
                FractionalOutput::Ratio(ratios) => (size as f64 * ratios[at]) as i64,
            };
        }
        let samples = match random_samples {
            Some(samples) => samples.clone(),
            None => Options::like(x).try_rand([lead[0], lead[1], N])?,
        };
        let (out, indices) = if N == 2 {
            batched.try_fractional_max_pool2d(self.kernel_size.dims(), output, &samples)?
        } else {
            self.by_places(&batched, output, &samples)?
        };
        if x.dim() == N + 1 {
            return Ok((out.try_squeeze_dim(0)?, indices.try_squeeze_dim(0)?));
        }
        Ok((out, indices))
    }

    /// Reads all windows by the places of their elements, and takes the largest.
    fn by_places(&self, x: &Tensor, output: [i64; N], samples: &Tensor) -> Result<(Tensor, Tensor)> {
        let (lead, sizes) = x.sizes().split_at(2);
        let n_planes = lead[0] * lead[1];
        let kernel = self.kernel_size.dims();
        let fits =
            (0..N).all(|at| output[at] >= 1 && kernel[at] >= 1 && output[at] + kernel[at] - 1 <= sizes[at] as i64);
        if !fits || samples.sizes() != [lead[0], lead[1], N] {
            let shapes: [(_, &[usize]); 2] = [("x", x.sizes()), ("random_samples", samples.sizes())];
            let remedy = "output + kernel - 1 must be at most the size, and samples [batch, channels, dims]";
            return Err(Error::shape(Self::NAME, "sizes do not fit", &shapes, remedy));
        }
        let samples = samples.try_to_vec::<f32>()?;
        let mut places = Vec::new();
        for plane in 0..n_planes {
            let starts: Vec<Vec<i64>> =
                (0..N).map(|at| starts(samples[plane * N + at], sizes[at] as i64, output[at], kernel[at])).collect();
            // Each place is its window's start and its offset in it, dim by dim.
            let mut windows = vec![0];
            let mut offsets = vec![0];
            for at in 0..N {
                let size = sizes[at] as i64;
                windows = windows
                    .iter()
                    .flat_map(|&place| starts[at].iter().map(move |start| place * size + start))
                    .collect();
                offsets = offsets
                    .iter()
                    .flat_map(|&place| (0..kernel[at]).map(move |offset| place * size + offset))
                    .collect();
            }
            places.extend(windows.iter().flat_map(|window| offsets.iter().map(move |offset| window + offset)));
        }
        let n_windows: i64 = output.iter().product();
        let n_offsets: i64 = kernel.iter().product();
        let index = Tensor::try_from_vec(places, [n_planes, (n_windows * n_offsets) as usize])?;
        let read = x.try_reshape([n_planes as i64, -1])?.try_gather(1, &index)?;
        let (out, which) = read.try_reshape([n_planes as i64, n_windows, n_offsets])?.try_max_dim(-1, true)?;
        let index = index.try_reshape([n_planes as i64, n_windows, n_offsets])?.try_gather(-1, &which)?;
        let shape = [&[lead[0] as i64, lead[1] as i64], &output[..]].concat();
        Ok((out.try_reshape(&shape)?, index.try_reshape(&shape)?))
    }
}

/// Where windows begin along a dim, in the steps of the reference, whose arithmetic is in single precision.
fn starts(sample: f32, size: i64, n_windows: i64, kernel: i64) -> Vec<i64> {
    let mut starts = Vec::new();
    if n_windows > 1 {
        let step = (size - kernel) as f32 / (n_windows - 1) as f32;
        let first = (sample * step) as i64;
        starts.extend((0..n_windows - 1).map(|at| ((at as f32 + sample) * step) as i64 - first));
    }
    starts.push(size - kernel);
    starts
}

impl<const N: usize> Forward for FractionalMaxPool<N> {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        call(self, x, |x| Ok(self.pooled(x, None)?.0))
    }
}
