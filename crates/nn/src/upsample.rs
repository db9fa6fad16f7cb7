//! Resizing layers.

use cresset_autograd::{InterpolateMode, Result, Tensor};

use crate::hooks::call;
use crate::python::python_float;
use crate::sizes::Tuple;
use crate::{Forward, Module};

/// An image in another size.
///
/// # Shapes
/// `[batch, channels, *]` to the same with other sizes `*`, of which there are one to three.
#[derive(Clone, Debug, Module)]
#[module(name = self.name, extra_repr)]
pub struct Upsample {
    name: &'static str,
    size: Option<Vec<i64>>,
    scale_factor: Option<Vec<f64>>,
    mode: InterpolateMode,
    align_corners: bool,
}

impl Upsample {
    fn of(name: &'static str, size: Option<&[usize]>, scale_factor: Option<&[f64]>) -> Upsample {
        Upsample {
            name,
            size: size.map(|size| size.iter().map(|&size| size as i64).collect()),
            scale_factor: scale_factor.map(<[f64]>::to_vec),
            mode: InterpolateMode::Nearest,
            align_corners: false,
        }
    }

    /// To these sizes, one for all dimensions or one for each, by the nearest elements.
    #[must_use]
    pub fn size(size: &[usize]) -> Upsample {
        Upsample::of("Upsample", Some(size), None)
    }

    /// By these factors, one for all dimensions or one for each, by the nearest elements.
    #[must_use]
    pub fn scale_factor(scale_factor: &[f64]) -> Upsample {
        Upsample::of("Upsample", None, Some(scale_factor))
    }

    /// With another way to find the values between elements.
    #[must_use]
    pub fn mode(mut self, mode: InterpolateMode) -> Upsample {
        self.mode = mode;
        self
    }

    /// Whether corners stay at corners; not for the nearest element.
    #[must_use]
    pub fn align_corners(mut self, align_corners: bool) -> Upsample {
        self.align_corners = align_corners;
        self
    }

    fn extra_repr(&self) -> String {
        let scale = self.scale_factor.as_deref().map(|scale| {
            let shown: Vec<String> = scale.iter().copied().map(python_float).collect();
            match &shown[..] {
                [one] => format!("scale_factor={one}"),
                many => format!("scale_factor={}", Tuple(many)),
            }
        });
        let size = self.size.as_deref().map(|size| match size {
            [one] => format!("size={one}"),
            many => format!("size={}", Tuple(many)),
        });
        let mode = match self.mode {
            InterpolateMode::Nearest => "nearest",
            InterpolateMode::NearestExact => "nearest-exact",
            InterpolateMode::Linear | InterpolateMode::LinearAntialias => match self.size.as_ref().map(Vec::len) {
                Some(3) => "trilinear",
                Some(1) if self.name == "Upsample" => "linear",
                _ => "bilinear",
            },
            InterpolateMode::Bicubic | InterpolateMode::BicubicAntialias => "bicubic",
        };
        format!("{}, mode='{mode}'", scale.or(size).unwrap_or_default())
    }
}

/// [`Upsample`] of images by the nearest elements.
#[derive(Clone, Copy, Debug)]
pub struct UpsamplingNearest2d;

/// [`Upsample`] of images in proportion to distances, with corners at corners.
#[derive(Clone, Copy, Debug)]
pub struct UpsamplingBilinear2d;

impl UpsamplingNearest2d {
    /// To these sizes.
    #[must_use]
    pub fn size(size: &[usize]) -> Upsample {
        Upsample::of("UpsamplingNearest2d", Some(size), None)
    }

    /// By these factors.
    #[must_use]
    pub fn scale_factor(scale_factor: &[f64]) -> Upsample {
        Upsample::of("UpsamplingNearest2d", None, Some(scale_factor))
    }
}

impl UpsamplingBilinear2d {
    /// To these sizes.
    #[must_use]
    pub fn size(size: &[usize]) -> Upsample {
        Upsample::of("UpsamplingBilinear2d", Some(size), None).mode(InterpolateMode::Linear).align_corners(true)
    }

    /// By these factors.
    #[must_use]
    pub fn scale_factor(scale_factor: &[f64]) -> Upsample {
        let layer = Upsample::of("UpsamplingBilinear2d", None, Some(scale_factor));
        layer.mode(InterpolateMode::Linear).align_corners(true)
    }
}

/// The same numbers, or one number for all of so many dims.
fn spread<T: Copy>(given: &[T], n_dims: usize) -> Vec<T> {
    match given {
        [one] => vec![*one; n_dims],
        many => many.to_vec(),
    }
}

impl Forward for Upsample {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let n_dims = x.dim().saturating_sub(2);
        let size = self.size.as_deref().map(|size| spread(size, n_dims));
        let scale = self.scale_factor.as_deref().map(|scale| spread(scale, n_dims));
        call(self, x, |x| x.try_interpolate(size.as_deref(), scale.as_deref(), self.mode, self.align_corners))
    }
}
