//! Changes of images before they are learnt from, under torchvision's names.
//!
//! ```
//! use cresset_autograd::{Generator, ones};
//! use cresset_data::transforms::{Compose, Normalize, RandomCrop, RandomHorizontalFlip, Transform};
//!
//! let change = Compose::new()
//!     .add(RandomCrop::new(28, 28).padding(2))
//!     .add(RandomHorizontalFlip::new(0.5)?)
//!     .add(Normalize::new(&[0.5, 0.5, 0.5], &[0.2, 0.2, 0.2])?);
//! assert_eq!(change.apply(&ones([3, 32, 32]), &Generator::new(0))?.sizes(), [3, 28, 28]);
//! # Ok::<(), cresset_autograd::Error>(())
//! ```

mod colour;
mod geometry;
mod mixing;

use cresset_autograd::{Error, Generator, Result, Tensor};

pub use colour::{ColorJitter, Normalize, RandomErasing, adjust_hue};
pub use geometry::{CenterCrop, RandomCrop, RandomHorizontalFlip, RandomVerticalFlip, Resize};
pub use mixing::{CutMix, MixUp};

/// A change of an image.
///
/// # Shapes
/// `[channels, height, width]` of a floating dtype.
pub trait Transform: Send + Sync {
    /// The image after the change. What is random comes from the generator alone.
    ///
    /// # Errors
    /// An image that the change is not made for.
    fn apply(&self, image: &Tensor, generator: &Generator) -> Result<Tensor>;
}

/// Changes one after another.
#[derive(Default)]
pub struct Compose {
    changes: Vec<Box<dyn Transform>>,
}

impl Compose {
    /// No change.
    #[must_use]
    pub fn new() -> Compose {
        Compose::default()
    }

    /// With one more change at the end.
    #[must_use]
    #[allow(clippy::should_implement_trait, reason = "the name that Sequential has too")]
    pub fn add(mut self, change: impl Transform + 'static) -> Compose {
        self.changes.push(Box::new(change));
        self
    }
}

impl Transform for Compose {
    fn apply(&self, image: &Tensor, generator: &Generator) -> Result<Tensor> {
        self.changes.iter().try_fold(image.clone(), |image, change| change.apply(&image, generator))
    }
}

/// The sizes of an image: channels, height and width.
fn sizes(op: &'static str, image: &Tensor) -> Result<[usize; 3]> {
    match *image.sizes() {
        [channels, height, width] if image.dtype().is_floating_point() => Ok([channels, height, width]),
        _ => {
            let remedy = "give [channels, height, width] of a floating dtype";
            Err(Error::shape(op, "not an image", &[("image", image.sizes())], remedy))
        }
    }
}

/// A uniform number in `low..high`.
fn uniform(generator: &Generator, low: f64, high: f64) -> f64 {
    low + (high - low) * (generator.random_u32() >> 8) as f64 / f64::from(1 << 24)
}

/// A whole number in `0..n`.
fn below(generator: &Generator, n: usize) -> usize {
    (generator.random_u64() % n.max(1) as u64) as usize
}

fn check_probability(op: &'static str, p: f64) -> Result<()> {
    match (0.0..=1.0).contains(&p) {
        true => Ok(()),
        false => Err(Error::argument(op, "p", p, "a probability lies in 0..=1")),
    }
}
