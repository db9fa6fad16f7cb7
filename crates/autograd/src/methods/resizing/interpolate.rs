//! Images in another size, by the neighbours of each place.

use std::sync::Arc;

use cresset_ops::Array;
use cresset_ops::resample::{Rounding, Taps, resample};
use cresset_storage::{DType, Error, Result};

use crate::Tensor;
use crate::methods::neural::linear_map::{LinearMap, apply};

/// How [`Tensor::interpolate`] finds the values between elements.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InterpolateMode {
    /// The element at the place rounded down.
    Nearest,
    /// The nearest element.
    NearestExact,
    /// Along one, two or three dims, in proportion to the distances of the two neighbours along each: PyTorch's
    /// linear, bilinear and trilinear.
    Linear,
    /// The same by linear interpolation, where the image shrinks over all elements that a place covers.
    LinearAntialias,
    /// Along two dims, by cubic curves through four neighbours.
    Bicubic,
    /// The same, where the image shrinks over all elements that a place covers.
    BicubicAntialias,
}

use InterpolateMode::{Bicubic, BicubicAntialias, Linear, LinearAntialias, Nearest, NearestExact};

impl InterpolateMode {
    fn is_nearest(self) -> bool {
        matches!(self, Nearest | NearestExact)
    }
}

/// One spatial dim of a call.
#[derive(Clone, Copy)]
struct Axis {
    size: usize,
    wanted: usize,
    /// How many places of the result stand for one of the input, where the caller says so.
    scale: Option<f64>,
    mode: InterpolateMode,
    align_corners: bool,
    /// Whether coordinates are f32.
    single: bool,
    bytes: bool,
}

impl Axis {
    /// Rounds as the dtype of coordinates does.
    fn round(&self, value: f64) -> f64 {
        if self.single { f64::from(value as f32) } else { value }
    }

    /// Elements of the input for one place of the result.
    fn step(&self) -> f64 {
        if self.align_corners && !self.mode.is_nearest() {
            if self.wanted < 2 { 0.0 } else { self.round((self.size as f64 - 1.0) / (self.wanted as f64 - 1.0)) }
        } else {
            match self.scale {
                Some(scale) if scale > 0.0 => self.round(1.0 / scale),
                _ => self.round(self.size as f64 / self.wanted as f64),
            }
        }
    }

    fn taps(&self) -> Taps {
        let mut taps = Taps::over(self.size);
        let step = self.step();
        // The bytes of two modes are computed as the ones over a covered area, in whole numbers.
        let covers = matches!(self.mode, LinearAntialias | BicubicAntialias) || self.bytes && !self.mode.is_nearest();
        for at in 0..self.wanted {
            let at = at as f64;
            if covers {
                taps.push(self.covered(step, at));
                continue;
            }
            match self.mode {
                Nearest => taps.push([(self.nearest(step, at), 1.0)]),
                NearestExact => taps.push([(self.nearest(step, at + 0.5), 1.0)]),
                Bicubic | BicubicAntialias => {
                    let source = self.source(step, at);
                    let first = source.floor();
                    let weights = self.cubic(self.round(source - first).clamp(0.0, 1.0));
                    taps.push(weights.into_iter().enumerate().map(|(k, weight)| (first as i64 + k as i64 - 1, weight)));
                }
                Linear | LinearAntialias => {
                    let source = self.source(step, at).max(0.0);
                    let first = source.floor().min(self.size.saturating_sub(1) as f64);
                    let weight = self.round(source - first).clamp(0.0, 1.0);
                    taps.push([(first as i64, self.round(1.0 - weight)), (first as i64 + 1, weight)]);
                }
            }
        }
        if self.bytes && covers {
            quantise(taps.weights_mut());
        }
        taps
    }

    /// The nearest elements as gradients find them: twice the size is a case of its own, whatever the factor.
    fn gradient_taps(&self) -> Taps {
        let mut taps = Taps::over(self.size);
        let single = Axis { single: true, ..*self };
        let step = single.step();
        for at in 0..self.wanted {
            let place = match self.wanted {
                wanted if wanted == self.size => at as i64,
                wanted if wanted == 2 * self.size => at as i64 / 2,
                _ => single.nearest(step, at as f64),
            };
            taps.push([(place, 1.0)]);
        }
        taps
    }

    fn nearest(&self, step: f64, at: f64) -> i64 {
        // PyTorch rounds to f32 before it rounds down.
        f64::from(self.round(at * step) as f32).floor() as i64
    }

    /// The place of the input that a place of the result lies at.
    fn source(&self, step: f64, at: f64) -> f64 {
        if self.align_corners {
            self.round(step * at)
        } else {
            self.round(self.round(step * self.round(at + 0.5)) - 0.5)
        }
    }

    /// Keys's cubic curves with slope -0.75, at a distance from the second of four elements.
    fn cubic(&self, distance: f64) -> [f64; 4] {
        let weight = |x: f64| cubic_weight(x, -0.75);
        [distance + 1.0, distance, 1.0 - distance, 2.0 - distance].map(|x| self.round(weight(x)))
    }

    /// Weights of all elements that a place of the result covers.
    fn covered(&self, step: f64, at: f64) -> Vec<(i64, f64)> {
        let antialias = matches!(self.mode, LinearAntialias | BicubicAntialias);
        let cubic = matches!(self.mode, Bicubic | BicubicAntialias);
        let width = if cubic { 4.0 } else { 2.0 };
        let shrinks = step >= 1.0 && antialias;
        let support = if shrinks { self.round(width * 0.5 * step) } else { width * 0.5 };
        let inverse = if shrinks { self.round(1.0 / step) } else { 1.0 };
        // Without shrinking, the corners of the input lie at those of the result.
        let shift = if self.align_corners && !antialias { 0.5 } else { 0.0 };
        let centre = self.round(step * (at + 0.5 - shift));
        // As PyTorch cuts numbers off: towards zero.
        let bound = |place: f64| self.round(place).trunc() as i64;
        let first = bound(centre - support + 0.5 + shift).max(0);
        let end = bound(centre + support + 0.5 + shift).min(self.size as i64);
        let most = (support.ceil() as i64) * 2 + 1;
        let n = (end - first).clamp(0, most);
        let weight = |place: i64| {
            let x = self.round((place as f64 - centre + 0.5 - shift) * inverse);
            let slope = if antialias { -0.5 } else { -0.75 };
            if cubic { cubic_weight(x.abs(), slope) } else { (1.0 - x.abs()).max(0.0) }
        };
        let weights: Vec<f64> = (first..first + n).map(weight).collect();
        let total: f64 = weights.iter().sum();
        let total = if total == 0.0 { 1.0 } else { total };
        (first..).zip(weights).map(|(place, weight)| (place, self.round(weight / total))).collect()
    }
}

/// A cubic curve at a distance from its middle.
fn cubic_weight(x: f64, slope: f64) -> f64 {
    if x < 1.0 {
        ((slope + 2.0) * x - (slope + 3.0)) * x * x + 1.0
    } else if x < 2.0 {
        (((x - 5.0) * x + 8.0) * x - 4.0) * slope
    } else {
        0.0
    }
}

/// Rounds weights to the most binary places with which all of them fit sixteen bits, as PyTorch does for bytes.
fn quantise(weights: &mut [f64]) {
    let largest = weights.iter().copied().fold(0.0, f64::max);
    let places =
        (0..22).find(|&places| (0.5 + largest * f64::from(1 << (places + 1))).trunc() >= 32768.0).unwrap_or(22);
    let unit = f64::from(1 << places);
    for weight in weights {
        *weight = ((*weight * unit).abs() + 0.5).floor().copysign(*weight) / unit;
    }
}

/// Weighted sums along the last dims.
struct Resampling {
    taps: Vec<Taps>,
    /// For gradients: PyTorch finds the nearest elements in another way there.
    back: Option<Vec<Taps>>,
    rounding: Rounding,
    name: &'static str,
}

impl LinearMap for Resampling {
    fn name(&self, _transposed: bool) -> &'static str {
        self.name
    }

    fn map(&self, x: &Array, transposed: bool) -> Result<Array> {
        let taps = self.back.as_ref().filter(|_| transposed).unwrap_or(&self.taps);
        resample("interpolate", x, taps, self.rounding, transposed)
    }
}

/// PyTorch's name of the node.
fn node(mode: InterpolateMode, rank: usize) -> &'static str {
    match (mode, rank) {
        (Nearest, 1) => "UpsampleNearest1DBackward0",
        (Nearest, 2) => "UpsampleNearest2DBackward0",
        (Nearest, _) => "UpsampleNearest3DBackward0",
        (NearestExact, 1) => "UpsampleNearestExact1DBackward0",
        (NearestExact, 2) => "UpsampleNearestExact2DBackward0",
        (NearestExact, _) => "UpsampleNearestExact3DBackward0",
        (Linear, 1) => "UpsampleLinear1DBackward0",
        (Linear, 2) => "UpsampleBilinear2DBackward0",
        (Linear, _) => "UpsampleTrilinear3DBackward0",
        (LinearAntialias, _) => "UpsampleBilinear2DAaBackward0",
        (Bicubic, _) => "UpsampleBicubic2DBackward0",
        (BicubicAntialias, _) => "UpsampleBicubic2DAaBackward0",
    }
}

#[track_caller]
pub(crate) fn interpolate(
    x: &Tensor,
    size: Option<&[i64]>,
    scale_factor: Option<&[f64]>,
    mode: InterpolateMode,
    align_corners: bool,
) -> Result<Tensor> {
    let op = "interpolate";
    let rank = x.dim().saturating_sub(2);
    match (size, scale_factor) {
        (Some(size), None) => upsample(x, size, &vec![None; rank], mode, align_corners),
        (None, Some(factors)) => {
            if factors.len() != rank {
                let remedy = "give one factor for each spatial dim";
                return Err(Error::argument(op, "scale_factor", format!("{factors:?}"), remedy));
            }
            let sizes = x.sizes()[x.dim() - rank..].iter().zip(factors);
            let size: Vec<i64> = sizes.map(|(&size, &factor)| (size as f64 * factor) as i64).collect();
            let factors: Vec<Option<f64>> = factors.iter().copied().map(Some).collect();
            upsample(x, &size, &factors, mode, align_corners)
        }
        _ => Err(Error::argument(op, "size", format!("{size:?}"), "give either size or scale_factor")),
    }
}

/// Interpolation to a size with factors that say where places lie.
#[track_caller]
fn upsample(
    x: &Tensor,
    size: &[i64],
    scales: &[Option<f64>],
    mode: InterpolateMode,
    align_corners: bool,
) -> Result<Tensor> {
    let op = "interpolate";
    let refuse = |problem, remedy| Err(Error::shape(op, problem, &[("self", x.sizes())], remedy));
    let rank = x.dim().saturating_sub(2);
    if !(1..=3).contains(&rank) || matches!(mode, LinearAntialias | Bicubic | BicubicAntialias) && rank != 2 {
        return refuse("wrong number of dims", "self is [batch, channels, spatial dims], two of them for bicubic");
    }
    if size.len() != rank || scales.len() != rank || size.iter().any(|&size| size < 1) {
        let remedy = "give one number of at least 1 for each spatial dim";
        return Err(Error::argument(op, "size", format!("{size:?}"), remedy));
    }
    if x.sizes()[1..].contains(&0) {
        return refuse("an empty dim", "only the batch may be empty");
    }
    let dtype = x.dtype();
    if !dtype.is_floating_point() && (dtype != DType::U8 || rank != 2 && !mode.is_nearest()) {
        return Err(Error::dtype(op, "not a dtype of images", &[("self", dtype)], "use a floating dtype or uint8"));
    }
    let bytes = dtype == DType::U8;
    let axis = |dim: usize| Axis {
        size: x.sizes()[2 + dim],
        wanted: size[dim] as usize,
        scale: scales[dim],
        mode,
        align_corners,
        single: dtype != DType::F64 && (!bytes || mode.is_nearest()),
        bytes,
    };
    let taps = (0..rank).map(|dim| axis(dim).taps()).collect();
    let rounding = if bytes { Rounding::Bytes } else { Rounding::None };
    let back = (mode == Nearest).then(|| (0..rank).map(|dim| axis(dim).gradient_taps()).collect());
    apply(x, Arc::new(Resampling { taps, back, rounding, name: node(mode, rank) }), false)
}

impl Tensor {
    /// [`Tensor::interpolate`] to a size, with factors that say where places lie instead of the sizes.
    ///
    /// # Errors
    /// Sizes that do not fit, or not a dtype of images.
    #[track_caller]
    pub fn try_interpolate_scaled(
        &self,
        size: &[i64],
        scales: &[Option<f64>],
        mode: InterpolateMode,
        align_corners: bool,
    ) -> Result<Tensor> {
        upsample(self, size, scales, mode, align_corners)
    }
}
