//! Changes of where the points of an image are.

use cresset_autograd::{Error, Generator, InterpolateMode, Result, Tensor};

use super::{Transform, below, check_probability, sizes, uniform};

/// The image at another size, by linear interpolation; where it shrinks, over all points that one covers.
#[derive(Clone, Copy, Debug)]
pub struct Resize {
    height: usize,
    width: usize,
}

impl Resize {
    /// To this height and width.
    #[must_use]
    pub const fn new(height: usize, width: usize) -> Resize {
        Resize { height, width }
    }
}

impl Transform for Resize {
    fn apply(&self, image: &Tensor, _generator: &Generator) -> Result<Tensor> {
        sizes("Resize", image)?;
        let size = [self.height as i64, self.width as i64];
        let resized =
            image.try_unsqueeze(0)?.try_interpolate(Some(&size), None, InterpolateMode::LinearAntialias, false)?;
        resized.try_squeeze_dims([0])
    }
}

/// The part of an image that begins at `top` and `left`.
fn part(op: &'static str, image: &Tensor, place: (usize, usize), size: (usize, usize)) -> Result<Tensor> {
    let [_, height, width] = sizes(op, image)?;
    if place.0 + size.0 > height || place.1 + size.1 > width {
        let wanted = [size.0, size.1];
        let shapes: [(_, &[usize]); 2] = [("image", image.sizes()), ("crop", &wanted)];
        return Err(Error::shape(op, "the image is smaller than the crop", &shapes, "resize or pad it first"));
    }
    image.try_narrow(1, place.0 as i64, size.0)?.try_narrow(2, place.1 as i64, size.1)
}

/// The middle of the image.
#[derive(Clone, Copy, Debug)]
pub struct CenterCrop {
    height: usize,
    width: usize,
}

impl CenterCrop {
    /// Of this height and width.
    #[must_use]
    pub const fn new(height: usize, width: usize) -> CenterCrop {
        CenterCrop { height, width }
    }
}

impl Transform for CenterCrop {
    fn apply(&self, image: &Tensor, _generator: &Generator) -> Result<Tensor> {
        let [_, height, width] = sizes("CenterCrop", image)?;
        // torchvision rounds halves to even.
        let middle = |all: usize, kept: usize| (all.saturating_sub(kept) as f64 / 2.0).round_ties_even() as usize;
        let place = (middle(height, self.height), middle(width, self.width));
        part("CenterCrop", image, place, (self.height, self.width))
    }
}

/// A random part of the image.
#[derive(Clone, Copy, Debug)]
pub struct RandomCrop {
    height: usize,
    width: usize,
    padding: usize,
}

impl RandomCrop {
    /// Of this height and width.
    #[must_use]
    pub const fn new(height: usize, width: usize) -> RandomCrop {
        RandomCrop { height, width, padding: 0 }
    }

    /// With so many points of zeros put around the image first.
    #[must_use]
    pub const fn padding(mut self, padding: usize) -> RandomCrop {
        self.padding = padding;
        self
    }
}

impl Transform for RandomCrop {
    fn apply(&self, image: &Tensor, generator: &Generator) -> Result<Tensor> {
        sizes("RandomCrop", image)?;
        let image = if self.padding == 0 { image.clone() } else { image.try_pad([self.padding as i64; 4], 0.0)? };
        let [_, height, width] = sizes("RandomCrop", &image)?;
        let top = below(generator, (height + 1).saturating_sub(self.height));
        let left = below(generator, (width + 1).saturating_sub(self.width));
        part("RandomCrop", &image, (top, left), (self.height, self.width))
    }
}

macro_rules! flips {
    ($($(#[$doc:meta])* $name:ident: $dim:literal,)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name {
            p: f64,
        }

        impl $name {
            /// With this probability.
            ///
            /// # Errors
            /// No probability.
            pub fn new(p: f64) -> Result<$name> {
                check_probability(stringify!($name), p)?;
                Ok($name { p })
            }
        }

        impl Transform for $name {
            fn apply(&self, image: &Tensor, generator: &Generator) -> Result<Tensor> {
                sizes(stringify!($name), image)?;
                if uniform(generator, 0.0, 1.0) < self.p { image.try_flip([$dim]) } else { Ok(image.clone()) }
            }
        }
    )*};
}

flips! {
    /// Left and right exchanged, at random.
    RandomHorizontalFlip: 2,
    /// Top and bottom exchanged, at random.
    RandomVerticalFlip: 1,
}
