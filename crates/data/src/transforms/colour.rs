//! Changes of the values of an image's points.

use cresset_autograd::{Error, Generator, Result, Tensor, no_grad};

use super::{Transform, below, check_probability, sizes, uniform};

/// Each channel less its mean, over its deviation.
#[derive(Clone, Debug)]
pub struct Normalize {
    mean: Tensor,
    std: Tensor,
}

impl Normalize {
    /// With these means and deviations, one for each channel.
    ///
    /// # Errors
    /// Not as many deviations as means, or a deviation of zero.
    pub fn new(mean: &[f64], std: &[f64]) -> Result<Normalize> {
        if mean.len() != std.len() || std.contains(&0.0) {
            let value = format!("{mean:?} and {std:?}");
            return Err(Error::argument("Normalize", "mean and std", value, "give a mean and a deviation per channel"));
        }
        let column = |values: &[f64]| Tensor::try_from_vec(values.to_vec(), [values.len(), 1, 1]);
        Ok(Normalize { mean: column(mean)?, std: column(std)? })
    }
}

impl Transform for Normalize {
    fn apply(&self, image: &Tensor, _generator: &Generator) -> Result<Tensor> {
        let [channels, ..] = sizes("Normalize", image)?;
        if channels != self.mean.numel() {
            let shapes = [("image", image.sizes()), ("mean", self.mean.sizes())];
            return Err(Error::shape("Normalize", "channels differ", &shapes, "give a mean for each channel"));
        }
        let like = |x: &Tensor| x.try_to_dtype(image.dtype())?.try_to_device(image.device());
        image.try_sub(&like(&self.mean)?)?.try_div(&like(&self.std)?)
    }
}

/// Brightness, contrast, saturation and hue changed by random factors, in random order.
#[derive(Clone, Copy, Debug)]
pub struct ColorJitter {
    /// The most that brightness, contrast, saturation and hue go up or down by.
    strengths: [f64; 4],
}

/// How bright the eye sees red, green and blue: ITU-R BT.601.
const LUMA: [f64; 3] = [0.2989, 0.587, 0.114];

impl ColorJitter {
    /// Factors in `1 - strength..1 + strength`, not below zero; the hue turns by up to that part of a circle to either
    /// side. The image's values lie in 0..=1.
    ///
    /// # Errors
    /// A negative strength, or a hue above a half.
    pub fn new(brightness: f64, contrast: f64, saturation: f64, hue: f64) -> Result<ColorJitter> {
        let strengths = [brightness, contrast, saturation, hue];
        if let Some(strength) = strengths.iter().find(|strength| strength.is_nan() || **strength < 0.0) {
            return Err(Error::argument("ColorJitter", "strength", strength, "strengths are at least 0"));
        }
        match hue > 0.5 {
            true => Err(Error::argument("ColorJitter", "hue", hue, "half a circle is all there is: at most 0.5")),
            false => Ok(ColorJitter { strengths }),
        }
    }
}

/// The brightness of each point.
fn grey(image: &Tensor) -> Result<Tensor> {
    if image.sizes()[0] != 3 {
        return Ok(image.clone());
    }
    let weights = Tensor::try_from_vec(LUMA.to_vec(), [3, 1, 1])?.try_to_dtype(image.dtype())?;
    image.try_mul(&weights.try_to_device(image.device())?)?.try_sum_dim([0], true)
}

/// An image with all its colours turned by a part of a circle: a third makes green of red. An image that has not three
/// channels has no colours.
///
/// # Errors
/// Not an image.
pub fn adjust_hue(image: &Tensor, hue_factor: f64) -> Result<Tensor> {
    if sizes("adjust_hue", image)?[0] != 3 {
        return Ok(image.clone());
    }
    let channel = |at| image.try_narrow(0, at, 1);
    let [red, green, blue] = [channel(0)?, channel(1)?, channel(2)?];
    let brightest = image.try_amax([0], true)?;
    let range = brightest.try_sub(&image.try_amin([0], true)?)?;
    // Grey has no colour to turn: any divisor does.
    let divisor = range.try_add(range.try_eq(0.0)?)?;
    let sixths = |lhs: &Tensor, rhs: &Tensor, from: f64| lhs.try_sub(rhs)?.try_div(&divisor)?.try_add(from);
    let (is_red, is_green) = (red.try_eq(&brightest)?, green.try_eq(&brightest)?);
    let behind_green = is_green.try_where_self(&sixths(&blue, &red, 2.0)?, &sixths(&red, &green, 4.0)?)?;
    let hue = is_red.try_where_self(&sixths(&green, &blue, 0.0)?, &behind_green)?.try_add(6.0 * hue_factor)?;
    // Each channel falls off from the brightest with the distance of the hue from its own colour.
    let turned = [5.0, 3.0, 1.0].map(|from| {
        let place = hue.try_add(from)?.try_remainder(6.0)?;
        let share = place.try_minimum(&place.try_neg()?.try_add(4.0)?)?.try_clamp(0.0, 1.0)?;
        brightest.try_sub(&range.try_mul(&share)?)
    });
    let [red, green, blue] = turned;
    Tensor::try_cat(&[&red?, &green?, &blue?], 0)
}

impl Transform for ColorJitter {
    fn apply(&self, image: &Tensor, generator: &Generator) -> Result<Tensor> {
        sizes("ColorJitter", image)?;
        let mut order = [0, 1, 2, 3];
        for last in [3, 2, 1] {
            order.swap(last, below(generator, last + 1));
        }
        let mut image = image.clone();
        for kind in order {
            let strength = self.strengths[kind];
            let (low, high) =
                if kind == 3 { (-strength, strength) } else { ((1.0 - strength).max(0.0), 1.0 + strength) };
            let factor = uniform(generator, low, high);
            if strength == 0.0 {
                continue;
            }
            // Black, the mean brightness, or the image without colours.
            let mixed = match kind {
                0 => image.try_mul(factor)?,
                1 => image.try_mul(factor)?.try_add(&grey(&image)?.try_mean()?.try_mul(1.0 - factor)?)?,
                3 => adjust_hue(&image, factor)?,
                _ => image.try_mul(factor)?.try_add(&grey(&image)?.try_mul(1.0 - factor)?)?,
            };
            image = mixed.try_clamp(0.0, 1.0)?;
        }
        Ok(image)
    }
}

/// A random rectangle set to zero, at random.
#[derive(Clone, Copy, Debug)]
pub struct RandomErasing {
    p: f64,
    /// The least and the most part of the image.
    scale: (f64, f64),
    /// The least and the most of height over width.
    ratio: (f64, f64),
}

impl RandomErasing {
    /// With this probability; between 2 and 33 parts of a hundred, as torchvision.
    ///
    /// # Errors
    /// No probability.
    pub fn new(p: f64) -> Result<RandomErasing> {
        check_probability("RandomErasing", p)?;
        Ok(RandomErasing { p, scale: (0.02, 0.33), ratio: (0.3, 3.3) })
    }
}

impl Transform for RandomErasing {
    fn apply(&self, image: &Tensor, generator: &Generator) -> Result<Tensor> {
        let [_, height, width] = sizes("RandomErasing", image)?;
        if uniform(generator, 0.0, 1.0) >= self.p {
            return Ok(image.clone());
        }
        // A rectangle may be too long for the image: a few others are tried.
        for _ in 0..10 {
            let area = uniform(generator, self.scale.0, self.scale.1) * (height * width) as f64;
            let ratio = uniform(generator, self.ratio.0.ln(), self.ratio.1.ln()).exp();
            let (tall, wide) = ((area * ratio).sqrt().round() as usize, (area / ratio).sqrt().round() as usize);
            if tall == 0 || wide == 0 || tall >= height || wide >= width {
                continue;
            }
            let (top, left) = (below(generator, height - tall + 1), below(generator, width - wide + 1));
            let erased = image.try_copy_row_major()?;
            let hole = erased.try_narrow(1, top as i64, tall)?.try_narrow(2, left as i64, wide)?;
            no_grad(|| hole.try_zero_().map(drop))?;
            return Ok(erased);
        }
        Ok(image.clone())
    }
}
