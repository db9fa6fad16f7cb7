//! Batches whose images and classes are mixed with one another.

use cresset_autograd::{Error, Generator, Options, Result, Tensor, no_grad};

use super::{below, uniform};

/// A batch whose images are weighted means of two, with classes to the same weights.
///
/// # Source
/// <https://arxiv.org/abs/1710.09412>
#[derive(Clone, Copy, Debug)]
pub struct MixUp {
    alpha: f64,
    num_classes: usize,
}

/// A batch in whose images a rectangle comes from another, with classes to the shares of the area.
///
/// # Source
/// <https://arxiv.org/abs/1905.04899>
#[derive(Clone, Copy, Debug)]
pub struct CutMix {
    alpha: f64,
    num_classes: usize,
}

fn check(op: &'static str, alpha: f64, num_classes: usize) -> Result<()> {
    if !alpha.is_finite() || alpha <= 0.0 {
        return Err(Error::argument(op, "alpha", alpha, "it must be above 0"));
    }
    match num_classes {
        0 => Err(Error::argument(op, "num_classes", 0, "there is at least one class")),
        _ => Ok(()),
    }
}

/// A number of the distribution gamma(alpha), by Marsaglia and Tsang, <https://doi.org/10.1145/358407.358414>.
fn gamma(alpha: f64, generator: &Generator) -> f64 {
    if alpha < 1.0 {
        let root = uniform(generator, 0.0, 1.0).max(f64::MIN_POSITIVE).powf(1.0 / alpha);
        return gamma(alpha + 1.0, generator) * root;
    }
    let d = alpha - 1.0 / 3.0;
    loop {
        let normal = generator.next_normal();
        let v = (1.0 + normal / (9.0 * d).sqrt()).powi(3);
        let u = uniform(generator, 0.0, 1.0).max(f64::MIN_POSITIVE);
        if v > 0.0 && u.ln() < 0.5 * normal * normal + d * (1.0 - v + v.ln()) {
            return d * v;
        }
    }
}

/// A number of the distribution beta(alpha, alpha).
fn beta(alpha: f64, generator: &Generator) -> f64 {
    let (a, b) = (gamma(alpha, generator), gamma(alpha, generator));
    if a + b > 0.0 { a / (a + b) } else { 0.5 }
}

/// The images and one-hot classes, both also in another order.
fn pairs(op: &'static str, x: &Tensor, y: &Tensor, n: usize, generator: &Generator) -> Result<[Tensor; 3]> {
    if x.dim() != 4 || y.dim() != 1 || x.sizes()[0] != y.sizes()[0] {
        let shapes = [("images", x.sizes()), ("classes", y.sizes())];
        return Err(Error::shape(op, "not a batch of images", &shapes, "give [n, c, h, w] and [n]"));
    }
    let order = Options::new().generator(generator).try_randperm(x.sizes()[0])?;
    let classes = y.try_one_hot(n as i64)?.try_to_dtype(x.dtype())?;
    Ok([x.try_index_select(0, &order)?, classes.try_index_select(0, &order)?, classes])
}

fn mixed(first: &Tensor, second: &Tensor, share: f64) -> Result<Tensor> {
    first.try_mul(share)?.try_add(&second.try_mul(1.0 - share)?)
}

impl MixUp {
    /// With weights of the distribution beta(alpha, alpha).
    ///
    /// # Errors
    /// No `alpha` above zero, or no classes.
    pub fn new(alpha: f64, num_classes: usize) -> Result<MixUp> {
        check("MixUp", alpha, num_classes)?;
        Ok(MixUp { alpha, num_classes })
    }

    /// The mixed images and the shares of their classes.
    ///
    /// # Shapes
    /// `[n, c, h, w]` and classes `[n]` give `[n, c, h, w]` and `[n, num_classes]`.
    ///
    /// # Errors
    /// Not a batch of images with their classes, or a class out of range.
    pub fn apply(&self, x: &Tensor, y: &Tensor, generator: &Generator) -> Result<(Tensor, Tensor)> {
        let [others, other_classes, classes] = pairs("MixUp", x, y, self.num_classes, generator)?;
        let share = beta(self.alpha, generator);
        Ok((mixed(x, &others, share)?, mixed(&classes, &other_classes, share)?))
    }
}

impl CutMix {
    /// With areas of the distribution beta(alpha, alpha).
    ///
    /// # Errors
    /// No `alpha` above zero, or no classes.
    pub fn new(alpha: f64, num_classes: usize) -> Result<CutMix> {
        check("CutMix", alpha, num_classes)?;
        Ok(CutMix { alpha, num_classes })
    }

    /// The mixed images and the shares of their classes.
    ///
    /// # Shapes
    /// As [`MixUp::apply`].
    ///
    /// # Errors
    /// As [`MixUp::apply`].
    pub fn apply(&self, x: &Tensor, y: &Tensor, generator: &Generator) -> Result<(Tensor, Tensor)> {
        let [others, other_classes, classes] = pairs("CutMix", x, y, self.num_classes, generator)?;
        let (height, width) = (x.sizes()[2], x.sizes()[3]);
        let side = (1.0 - beta(self.alpha, generator)).sqrt();
        // A rectangle around a random point, cut off at the edges.
        let stretch = |all: usize| {
            let (middle, half) = (below(generator, all), (side * all as f64 / 2.0) as usize);
            (middle.saturating_sub(half), (middle + half).min(all))
        };
        let ((top, bottom), (left, right)) = (stretch(height), stretch(width));
        let cut = |x: &Tensor| x.try_narrow(2, top as i64, bottom - top)?.try_narrow(3, left as i64, right - left);
        let images = x.try_copy_row_major()?;
        no_grad(|| cut(&images)?.try_copy_(&cut(&others)?).map(drop))?;
        let share = 1.0 - ((bottom - top) * (right - left)) as f64 / (height * width) as f64;
        Ok((images, mixed(&classes, &other_classes, share)?))
    }
}
